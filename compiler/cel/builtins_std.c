/* The standard definitions of CEL: operators, sizes, conversions, texts. Times are elsewhere. */
#include "eval.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* --- arithmetic ------------------------------------------------------------------------------- */

static struct cel_value overflow(struct eval *eval)
{
	return cel_fail(eval, N_("the result is too large for its type"));
}

#define INT_OPERATION(name, operation) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		int64_t result; \
		(void)count; \
		if (operation(args[0].integer, args[1].integer, &result)) \
			return overflow(eval); \
		return cel_int(result); \
	}

#define UINT_OPERATION(name, operation) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		uint64_t result; \
		(void)count; \
		if (operation(args[0].uinteger, args[1].uinteger, &result)) \
			return overflow(eval); \
		return cel_uint(result); \
	}

#define DOUBLE_OPERATION(name, operator) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		(void)eval, (void)count; \
		return cel_double(args[0].number operator args[1].number); \
	}

INT_OPERATION(add_ints, __builtin_add_overflow)
INT_OPERATION(subtract_ints, __builtin_sub_overflow)
INT_OPERATION(multiply_ints, __builtin_mul_overflow)
UINT_OPERATION(add_uints, __builtin_add_overflow)
UINT_OPERATION(subtract_uints, __builtin_sub_overflow)
UINT_OPERATION(multiply_uints, __builtin_mul_overflow)
DOUBLE_OPERATION(add_doubles, +)
DOUBLE_OPERATION(subtract_doubles, -)
DOUBLE_OPERATION(multiply_doubles, *)
DOUBLE_OPERATION(divide_doubles, /)

static struct cel_value by_zero(struct eval *eval)
{
	return cel_fail(eval, N_("division by zero"));
}

static struct cel_value divide_ints(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	if (args[1].integer == 0)
		return by_zero(eval);
	if (args[0].integer == INT64_MIN && args[1].integer == -1)
		return overflow(eval);
	return cel_int(args[0].integer / args[1].integer);
}

static struct cel_value remainder_ints(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	if (args[1].integer == 0)
		return by_zero(eval);
	if (args[0].integer == INT64_MIN && args[1].integer == -1)
		return overflow(eval);
	return cel_int(args[0].integer % args[1].integer);
}

static struct cel_value divide_uints(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[1].uinteger ? cel_uint(args[0].uinteger / args[1].uinteger) : by_zero(eval);
}

static struct cel_value remainder_uints(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[1].uinteger ? cel_uint(args[0].uinteger % args[1].uinteger) : by_zero(eval);
}

static struct cel_value negate_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[0].integer == INT64_MIN ? overflow(eval) : cel_int(-args[0].integer);
}

static struct cel_value negate_double(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double(-args[0].number);
}

static struct cel_value opposite(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(!args[0].boolean);
}

static struct cel_value join_texts(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	struct cel_value joined = args[0];
	struct bytes text = bytes_join(
		eval->owner, cel_text(args[0]), BYTES(""), cel_text(args[1]));
	joined.text = text.at;
	joined.len = (uint32_t)text.len;
	joined.origin = NULL;
	return joined;
}

static struct cel_value join_lists(struct eval *eval, const struct cel_value *args, size_t count)
{
	size_t total = (size_t)args[0].len + args[1].len;
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, total);
	(void)count;
	for (size_t i = 0; i < total; i++)
		items[i] = i < args[0].len ? cel_item(args[0], i)
					   : cel_item(args[1], i - args[0].len);
	return cel_list(items, total);
}

/* --- comparisons ------------------------------------------------------------------------------ */

/* Versions of two schemes, which are neither equal nor not. */
static bool are_unlike(struct cel_value a, struct cel_value b)
{
	return a.kind == CEL_VERSION && b.kind == CEL_VERSION &&
		version_compare(a.opaque, b.opaque) == VERSION_UNLIKE;
}

static struct cel_value incomparable(struct eval *eval, struct cel_value a, struct cel_value b)
{
	const struct version_value *one = a.opaque, *other = b.opaque;
	struct bytes first = version_scheme_name(one->scheme);
	struct bytes second = version_scheme_name(other->scheme);
	return cel_fail(eval,
		N_("a version of scheme " BYTES_FMT " is compared with one of scheme " BYTES_FMT),
		BYTES_ARG(first), BYTES_ARG(second));
}

static struct cel_value equal(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return are_unlike(args[0], args[1])
		? incomparable(eval, args[0], args[1])
		: cel_bool(cel_equal_within(args[0], args[1], &eval->steps_left));
}

static struct cel_value unequal(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value result = equal(eval, args, count);
	return cel_is_error(result) ? result : cel_bool(!result.boolean);
}

static struct cel_value no_order(struct eval *eval, const struct cel_value *args)
{
	if (are_unlike(args[0], args[1]))
		return incomparable(eval, args[0], args[1]);
	return args[0].kind == CEL_VERSION && args[1].kind == CEL_VERSION
		? cel_fail(eval, N_("versions of scheme opaque have no order"))
		: cel_no_overload(eval, eval->node->name, args, 2);
}

enum relation { LESS = 1, SAME = 2, GREATER = 4 };

static struct cel_value compare(struct eval *eval, const struct cel_value *args, unsigned wanted)
{
	int order = cel_order(args[0], args[1]);
	if (order == 3)
		return no_order(eval, args);
	if (order == 2)
		return cel_bool(false);
	return cel_bool(wanted & (order < 0 ? LESS : order > 0 ? GREATER : SAME));
}

static struct cel_value less(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return compare(eval, args, LESS);
}

static struct cel_value at_most(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return compare(eval, args, LESS | SAME);
}

static struct cel_value greater(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return compare(eval, args, GREATER);
}

static struct cel_value at_least(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return compare(eval, args, GREATER | SAME);
}

static struct cel_value in_list(struct eval *eval, const struct cel_value *args, size_t count)
{
	size_t unlike = args[1].len;
	(void)count;
	if (eval->node->set)
		return cel_bool(bag_has(eval->node->set, args[0]));
	for (size_t i = 0; i < args[1].len; i++) {
		struct cel_value item = cel_item(args[1], i);
		if (cel_equal_within(args[0], item, &eval->steps_left))
			return cel_bool(true);
		if (are_unlike(args[0], item))
			unlike = i;
	}
	return unlike < args[1].len ? incomparable(eval, args[0], cel_item(args[1], unlike))
				    : cel_bool(false);
}

static struct cel_value in_map(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_bool(eval_find(eval, args[1], args[0], NULL));
}

/* --- sizes ------------------------------------------------------------------------------------ */

static struct cel_value size_of_text(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int((int64_t)utf8_length(cel_text(args[0])));
}

static struct cel_value size_of_items(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(args[0].len);
}

/* --- conversions ------------------------------------------------------------------------------ */

static struct cel_value same(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return args[0];
}

static struct cel_value out_of_range(struct eval *eval)
{
	return cel_fail(eval, N_("the value is outside the range of the type"));
}

static struct cel_value unreadable(struct eval *eval, struct cel_value text, const char *type)
{
	return cel_fail(eval, N_("'" BYTES_FMT "' is no %s"), (int)text.len, text.text, type);
}

static struct cel_value int_of_uint(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[0].uinteger > INT64_MAX ? out_of_range(eval)
					    : cel_int((int64_t)args[0].uinteger);
}

static struct cel_value int_of_double(struct eval *eval, const struct cel_value *args, size_t count)
{
	double number = args[0].number;
	(void)count;
	return number > -CEL_INT_END && number < CEL_INT_END ? cel_int((int64_t)number)
							     : out_of_range(eval);
}

/* Digits only; false for an empty text or one that is too large. */
static bool read_magnitude(struct bytes text, uint64_t *magnitude)
{
	*magnitude = 0;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9' ||
			__builtin_mul_overflow(*magnitude, (uint64_t)10, magnitude) ||
			__builtin_add_overflow(*magnitude, (uint64_t)(text.at[i] - '0'), magnitude))
			return false;
	return text.len > 0;
}

static struct cel_value int_of_string(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	bool negative = bytes_begins(text, BYTES("-"));
	bool sign = negative || bytes_begins(text, BYTES("+"));
	uint64_t magnitude;
	(void)count;
	if (!read_magnitude(bytes_slice(text, sign, text.len), &magnitude) ||
		magnitude > (uint64_t)INT64_MAX + negative)
		return unreadable(eval, args[0], "int");
	return cel_int((int64_t)(negative ? 0 - magnitude : magnitude));
}

static struct cel_value int_of_moment(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(args[0].integer);
}

static struct cel_value uint_of_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return args[0].integer < 0 ? out_of_range(eval) : cel_uint((uint64_t)args[0].integer);
}

static struct cel_value uint_of_double(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	double number = args[0].number;
	(void)count;
	return number >= 0 && number < CEL_UINT_END ? cel_uint((uint64_t)number)
						    : out_of_range(eval);
}

static struct cel_value uint_of_string(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	uint64_t magnitude;
	(void)count;
	return read_magnitude(cel_text(args[0]), &magnitude) ? cel_uint(magnitude)
							     : unreadable(eval, args[0], "uint");
}

static struct cel_value double_of_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double((double)args[0].integer);
}

static struct cel_value double_of_uint(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double((double)args[0].uinteger);
}

/* strtod() would take blanks and nan(…) too. */
static bool is_double_text(struct bytes text)
{
	static const char *const words[] = { "nan", "inf", "+inf", "-inf", "infinity", "+infinity",
		"-infinity" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_equal_nocase(text, bytes_of(words[i])))
			return true;
	for (size_t i = 0; i < text.len; i++)
		if (!memchr("0123456789+-.eE", text.at[i], 15))
			return false;
	return text.len > 0;
}

static struct cel_value double_of_string(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	char *end;
	(void)count;
	if (!is_double_text(text))
		return unreadable(eval, args[0], "double");
	const char *copy = bytes_string(eval->owner, text);
	errno = 0;
	double number = strtod(copy, &end);
	if (end != copy + text.len || (errno == ERANGE && isinf(number)))
		return unreadable(eval, args[0], "double");
	return cel_double(number);
}

/* As Go's strconv.ParseBool. */
static struct cel_value bool_of_string(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	static const char *const yes[] = { "1", "t", "T", "true", "TRUE", "True" };
	static const char *const no[] = { "0", "f", "F", "false", "FALSE", "False" };
	(void)count;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (bytes_is(cel_text(args[0]), yes[i]))
			return cel_bool(true);
		if (bytes_is(cel_text(args[0]), no[i]))
			return cel_bool(false);
	}
	return unreadable(eval, args[0], "bool");
}

static struct cel_value string_of_any(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct buf text = buf_new(eval->owner);
	(void)count;
	cel_print(&text, args[0]);
	return cel_string(buf_bytes(&text));
}

static struct cel_value string_of_number(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	struct buf text = buf_new(eval->owner);
	(void)count;
	if (args[0].kind == CEL_UINT)
		buf_add_number(&text, args[0].uinteger, 10);
	else if (args[0].kind == CEL_DOUBLE)
		cel_print_double(&text, args[0].number);
	else
		cel_print(&text, args[0]);
	return cel_string(buf_bytes(&text));
}

static struct cel_value string_of_bytes(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	(void)count;
	return utf8_invalid(text) < text.len ? cel_fail(eval, N_("the bytes are no UTF-8"))
					     : cel_string(text);
}

static struct cel_value bytes_of_string(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value value = args[0];
	(void)eval, (void)count;
	value.kind = CEL_BYTES;
	return value;
}

static struct cel_value type_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return (struct cel_value){ .kind = CEL_TYPE,
		.type = cel_type_name((enum cel_kind)args[0].kind) };
}

/* --- texts ------------------------------------------------------------------------------------ */

static struct cel_value contains(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]), part = cel_text(args[1]);
	(void)eval, (void)count;
	return cel_bool(part.len == 0 || bytes_find(text, part, 0) < text.len);
}

static struct cel_value starts_with(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(bytes_begins(cel_text(args[0]), cel_text(args[1])));
}

static struct cel_value ends_with(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(bytes_ends(cel_text(args[0]), cel_text(args[1])));
}

static struct cel_value matches(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value error;
	const struct regex *regex = eval_regex(eval, args[1], &error);
	(void)count;
	if (!regex)
		return error;
	enum regex_answer answer = regex_matches(regex, cel_text(args[0]));
	if (answer == REGEX_LIMIT)
		return eval_too_many_steps(eval);
	return cel_bool(answer == REGEX_YES);
}

static const struct function rows[] = {
	{ "_+_(int, int) int", add_ints, N_("the sum"), "1 + 2 == 3", 0 },
	{ "_+_(uint, uint) uint", add_uints, N_("the sum"), "1u + 2u == 3u", 0 },
	{ "_+_(double, double) double", add_doubles, N_("the sum"), "0.5 + 0.25 == 0.75", 0 },
	{ "_+_(string, string) string", join_texts, N_("both in one"), "'a' + 'b' == 'ab'", 0 },
	{ "_+_(bytes, bytes) bytes", join_texts, N_("both in one"), "b'a' + b'b' == b'ab'", 0 },
	{ "_+_(list(T), list(T)) list(T)", join_lists, N_("both in one"), "[1] + [2] == [1, 2]",
		0 },
	{ "_-_(int, int) int", subtract_ints, N_("the difference"), "3 - 2 == 1", 0 },
	{ "_-_(uint, uint) uint", subtract_uints, N_("the difference"), "3u - 2u == 1u", 0 },
	{ "_-_(double, double) double", subtract_doubles, N_("the difference"), "1.5 - 0.5 == 1.0",
		0 },
	{ "_*_(int, int) int", multiply_ints, N_("the product"), "2 * 3 == 6", 0 },
	{ "_*_(uint, uint) uint", multiply_uints, N_("the product"), "2u * 3u == 6u", 0 },
	{ "_*_(double, double) double", multiply_doubles, N_("the product"), "0.5 * 4.0 == 2.0",
		0 },
	{ "_/_(int, int) int", divide_ints, N_("the quotient, cut towards zero"), "-7 / 2 == -3",
		0 },
	{ "_/_(uint, uint) uint", divide_uints, N_("the quotient"), "7u / 2u == 3u", 0 },
	{ "_/_(double, double) double", divide_doubles, N_("the quotient"), "1.0 / 4.0 == 0.25",
		0 },
	{ "_%_(int, int) int", remainder_ints, N_("the remainder, with the first one's sign"),
		"-7 % 2 == -1", 0 },
	{ "_%_(uint, uint) uint", remainder_uints, N_("the remainder"), "7u % 2u == 1u", 0 },
	{ "-_(int) int", negate_int, N_("the opposite"), "-(1) == 0 - 1", 0 },
	{ "-_(double) double", negate_double, N_("the opposite"), "-(1.5) == 0.0 - 1.5", 0 },
	{ "!_(bool) bool", opposite, N_("the opposite"), "!false", 0 },
	{ "_==_(E, E) bool", equal,
		N_("whether both are the same; numbers of any kind are compared by value"),
		"1 == 1.0", 0 },
	{ "_!=_(E, E) bool", unequal, N_("whether they differ"), "'a' != 'b'", 0 },
	{ "_<_(O, O) bool", less, N_("whether the first is before the second"), "1 < 2u", 0 },
	{ "_<=_(O, O) bool", at_most, N_("before or the same"), "'a' <= 'b'", 0 },
	{ "_>_(O, O) bool", greater, N_("whether the first is behind the second"), "2 > 1.5", 0 },
	{ "_>=_(O, O) bool", at_least, N_("behind or the same"), "true >= false", 0 },
	{ "@in(E, list(E)) bool", in_list, N_("whether the list has it"), "1 in [1, 2]", 0 },
	{ "@in(E, map(E, V)) bool", in_map, N_("whether the map has the key"), "'a' in {'a': 1}",
		0 },
	{ "size(string) int", size_of_text, N_("characters"), "size('ação') == 4", 0 },
	{ "size(bytes) int", size_of_items, N_("bytes"), "size(b'ab') == 2", 0 },
	{ "size(list(T)) int", size_of_items, N_("items"), "size([1, 2]) == 2", 0 },
	{ "size(map(K, V)) int", size_of_items, N_("entries"), "size({'a': 1}) == 1", 0 },
	{ "<string>.size() int", size_of_text, N_("characters"), "'ação'.size() == 4", 0 },
	{ "<bytes>.size() int", size_of_items, N_("bytes"), "b'ab'.size() == 2", 0 },
	{ "<list(T)>.size() int", size_of_items, N_("items"), "[1, 2].size() == 2", 0 },
	{ "<map(K, V)>.size() int", size_of_items, N_("entries"), "{'a': 1}.size() == 1", 0 },
	{ "int(int) int", same, N_("the same"), "int(1) == 1", 0 },
	{ "int(uint) int", int_of_uint, N_("the same number; an error if it is too large"),
		"int(1u) == 1", 0 },
	{ "int(double) int", int_of_double, N_("without the fraction"), "int(-1.9) == -1", 0 },
	{ "int(string) int", int_of_string, N_("the number that decimal digits say"),
		"int('-12') == -12", 0 },
	{ "int(timestamp) int", int_of_moment, N_("seconds since 1970"),
		"int(timestamp('1970-01-01T00:01:00Z')) == 60", 0 },
	{ "int(duration) int", int_of_moment, N_("nanoseconds"),
		"int(duration('1s')) == 1000000000", 0 },
	{ "uint(uint) uint", same, N_("the same"), "uint(1u) == 1u", 0 },
	{ "uint(int) uint", uint_of_int, N_("the same number; an error below 0"), "uint(1) == 1u",
		0 },
	{ "uint(double) uint", uint_of_double, N_("without the fraction"), "uint(1.9) == 1u", 0 },
	{ "uint(string) uint", uint_of_string, N_("the number that decimal digits say"),
		"uint('12') == 12u", 0 },
	{ "double(double) double", same, N_("the same"), "double(1.5) == 1.5", 0 },
	{ "double(int) double", double_of_int, N_("the nearest"), "double(2) == 2.0", 0 },
	{ "double(uint) double", double_of_uint, N_("the nearest"), "double(2u) == 2.0", 0 },
	{ "double(string) double", double_of_string, N_("the number that the text says"),
		"double('1e3') == 1000.0", 0 },
	{ "bool(bool) bool", same, N_("the same"), "bool(true)", 0 },
	{ "bool(string) bool", bool_of_string, N_("'true', 't', '1' and the like; or 'false'"),
		"bool('True')", 0 },
	{ "string(string) string", same, N_("the same"), "string('a') == 'a'", 0 },
	{ "string(bool) string", string_of_any, N_("'true' or 'false'"), "string(true) == 'true'",
		0 },
	{ "string(int) string", string_of_number, N_("decimal digits"), "string(-1) == '-1'", 0 },
	{ "string(uint) string", string_of_number, N_("decimal digits"), "string(1u) == '1'", 0 },
	{ "string(double) string", string_of_number, N_("the shortest that reads back the same"),
		"string(0.5) == '0.5'", 0 },
	{ "string(bytes) string", string_of_bytes, N_("the text in UTF-8; an error if it is none"),
		"string(b'a') == 'a'", 0 },
	{ "bytes(bytes) bytes", same, N_("the same"), "bytes(b'a') == b'a'", 0 },
	{ "bytes(string) bytes", bytes_of_string, N_("the text in UTF-8"), "bytes('a') == b'a'",
		0 },
	{ "dyn(T) dyn", same, N_("the same, of no known type"), "dyn(1) == 1.0", 0 },
	{ "type(T) type(T)", type_of, N_("the type, as a value"), "type(1) == int", 0 },
	{ "<string>.contains(string) bool", contains, N_("whether the text is part of it"),
		"'leme'.contains('em')", 0 },
	{ "<string>.startsWith(string) bool", starts_with, N_("whether it begins so"),
		"'leme'.startsWith('le')", 0 },
	{ "<string>.endsWith(string) bool", ends_with, N_("whether it ends so"),
		"'leme'.endsWith('me')", 0 },
	{ "<string>.matches(string) bool", matches,
		N_("whether a part of it fits the regular expression (RE2)"),
		"'leme'.matches('^l.*e$')", 0 },
	{ "matches(string, string) bool", matches,
		N_("whether a part of it fits the regular expression (RE2)"),
		"matches('leme', 'm')", 0 },
};

const struct library cel_std = ROWS(rows);
