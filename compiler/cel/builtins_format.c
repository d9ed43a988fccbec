/*
 * string.format(). The dialects write differently: Kubernetes pins an old version of cel-go's
 * library, where what stands in lists and maps is written as CEL would write it and %f and %e
 * follow English typography.
 */
#include "eval.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* More digits than this are no number any more, but a way to use up memory. */
enum { DEFAULT_PRECISION = 6, MOST_PRECISION = 1000 };

struct formatter {
	struct eval *eval;
	struct buf out;
	bool spec;
	struct cel_value error; /* the first one; its kind is CEL_ERROR once there is one */
	bool failed;
};

/* What stands between '%' and its letter. */
struct clause {
	int precision;
	char letter;
	struct bytes name; /* the letter, or another character that stands in its place */
};

static void fail(struct formatter *formatter, struct cel_value error)
{
	if (!formatter->failed)
		formatter->error = error;
	formatter->failed = true;
}

static void unfit(struct formatter *formatter, char letter, struct cel_value value)
{
	fail(formatter,
		cel_fail(formatter->eval, N_("%%%c does not take a %s"), letter,
			cel_type_name((enum cel_kind)value.kind)));
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void add_digits(struct buf *out, uint64_t number, unsigned base, const char *digits)
{
	char room[64];
	size_t at = sizeof room;
	do
		room[--at] = digits[number % base];
	while (number /= base);
	buf_add(out, (struct bytes){ room + at, sizeof room - at });
}

static void add_integer(struct buf *out, struct cel_value value, unsigned base, bool capitals)
{
	const char *digits = capitals ? "0123456789ABCDEF" : "0123456789abcdef";
	bool negative = value.kind == CEL_INT && value.integer < 0;
	if (negative)
		buf_add_char(out, '-');
	add_digits(out, negative ? 0 - value.uinteger : value.uinteger, base, digits);
}

static double double_of(struct cel_value value)
{
	if (value.kind == CEL_INT)
		return (double)value.integer;
	return value.kind == CEL_UINT ? (double)value.uinteger : value.number;
}

/* The spec's words; Kubernetes has signs for the same. */
static struct bytes not_finite(double number, bool spec)
{
	if (isnan(number))
		return BYTES("NaN");
	if (spec)
		return number > 0 ? BYTES("Infinity") : BYTES("-Infinity");
	return number > 0 ? BYTES("∞") : BYTES("-∞");
}

/* The shortest digits that read back as the same number, never with an exponent. */
static void add_plain(struct buf *out, double number)
{
	char text[40];
	int precision = -1, point;
	do
		snprintf(text, sizeof text, "%.*e", ++precision, fabs(number));
	while (strtod(text, NULL) != fabs(number) && precision < 16);
	point = 1 + atoi(strchr(text, 'e') + 1);
	if (precision) /* d.ddd */
		memmove(text + 1, text + 2, (size_t)precision);
	if (signbit(number))
		buf_add_char(out, '-');
	if (point <= 0)
		buf_add(out, BYTES("0."));
	buf_add_times(out, '0', point < 0 ? (size_t)-point : 0);
	for (int i = 0; i <= precision; i++) {
		if (i && i == point)
			buf_add_char(out, '.');
		buf_add_char(out, text[i]);
	}
	buf_add_times(out, '0', point > precision + 1 ? (size_t)(point - precision - 1) : 0);
}

/* With a comma before every third digit from the point: 1,234.50 */
static void add_grouped(struct buf *out, struct bytes number)
{
	size_t point = bytes_find(number, BYTES("."), 0);
	for (size_t i = 0; i < number.len; i++) {
		bool inside = i > 0 && i < point && number.at[i - 1] != '-';
		if (inside && (point - i) % 3 == 0)
			buf_add_char(out, ',');
		buf_add_char(out, number.at[i]);
	}
}

/* 3.14e+00 as 3.14×10⁰⁰ */
static void add_power(struct buf *out, struct bytes number)
{
	static const char *const raised[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
	size_t e = bytes_find(number, BYTES("e"), 0);
	buf_add(out, bytes_slice(number, 0, e));
	buf_add(out, BYTES("×10"));
	if (number.at[e + 1] == '-')
		buf_add(out, BYTES("⁻"));
	for (size_t i = e + 2; i < number.len; i++)
		buf_add(out, bytes_of(raised[number.at[i] - '0']));
}

/* --- %s: anything ----------------------------------------------------------------------------- */

static void add_value(struct formatter *formatter, struct cel_value value, bool nested);

/* What is not seen on its own in a text. */
static bool is_visible(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad || c == 0x1680 || c == 0x3000)
		return false;
	return (c < 0x2000 || c > 0x200f) && (c < 0x2028 || c > 0x202f) &&
		(c < 0x205f || c > 0x206f) && (c < 0xe000 || c > 0xf8ff) && c != 0xfeff;
}

static void add_escaped(struct buf *out, uint32_t c)
{
	static const char special[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";
	const char *found = c && c < 0x80 ? strchr(special, (int)c) : NULL;
	if (found)
		buf_print(out, "\\%c", letters[found - special]);
	else if (c < 0x80)
		buf_print(out, "\\x%02x", (unsigned)c);
	else
		buf_print(out, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
}

/* As Go's %q. */
static void add_quoted(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	for (size_t i = 0, len; i < text.len; i += len) {
		uint32_t c = utf8_at(text, i, &len);
		if (is_visible(c) && c != '"' && c != '\\')
			buf_add(out, bytes_slice(text, i, i + len));
		else
			add_escaped(out, c);
	}
	buf_add_char(out, '"');
}

static void add_double(struct formatter *formatter, struct cel_value value, bool quoted)
{
	struct buf *out = &formatter->out;
	if (formatter->spec && isfinite(value.number))
		add_plain(out, value.number);
	else if (formatter->spec)
		buf_add(out, not_finite(value.number, true));
	else if (quoted && isfinite(value.number))
		buf_print(out, "%.*f", DEFAULT_PRECISION, value.number);
	else {
		buf_add(out, quoted ? BYTES("\"") : BYTES(""));
		cel_print_double(out, value.number);
		buf_add(out, quoted ? BYTES("\"") : BYTES(""));
	}
}

static void add_bytes(struct formatter *formatter, struct cel_value value, bool quoted)
{
	struct bytes text = cel_text(value);
	if (utf8_invalid(text) < text.len)
		fail(formatter, cel_fail(formatter->eval, N_("the bytes are no UTF-8")));
	else if (!quoted)
		buf_add(&formatter->out, text);
	else {
		buf_add(&formatter->out, value.kind == CEL_BYTES ? BYTES("b") : BYTES(""));
		add_quoted(&formatter->out, text);
	}
}

static void add_time(struct formatter *formatter, struct cel_value value, bool quoted)
{
	struct arena *owner = formatter->eval->owner;
	struct instant instant = { value.integer, (int32_t)value.len };
	bool is_duration = value.kind == CEL_DURATION;
	struct bytes text = is_duration ? duration_text_seconds(owner, value.integer)
					: instant_text(owner, instant);
	if (quoted)
		buf_print(&formatter->out, "%s(\"" BYTES_FMT "\")",
			is_duration ? "duration" : "timestamp", BYTES_ARG(text));
	else
		buf_add(&formatter->out, text);
}

static void add_list(struct formatter *formatter, struct cel_value list)
{
	buf_add_char(&formatter->out, '[');
	for (size_t i = 0; i < list.len; i++) {
		buf_add(&formatter->out, i ? BYTES(", ") : BYTES(""));
		add_value(formatter, cel_item(list, i), true);
	}
	buf_add_char(&formatter->out, ']');
}

/* One value written alone. */
static struct bytes text_of(struct formatter *formatter, struct cel_value value)
{
	struct buf out = formatter->out;
	formatter->out = buf_new(formatter->eval->owner);
	add_value(formatter, value, true);
	struct bytes text = buf_bytes(&formatter->out);
	formatter->out = out;
	return text;
}

struct written {
	struct bytes key, value;
	size_t place;
};

static int by_key(const void *a, const void *b)
{
	const struct written *x = a, *y = b;
	int order = bytes_compare(x->key, y->key);
	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Entries in the order of their keys as written. */
static void add_map(struct formatter *formatter, struct cel_value map)
{
	struct written *entries = arena_array_of(formatter->eval->owner, struct written, map.len);
	for (size_t i = 0; i < map.len; i++) {
		struct cel_value key = cel_key(map, i);
		if (key.kind == CEL_DOUBLE && !formatter->spec)
			unfit(formatter, 's', key);
		entries[i] = (struct written){ text_of(formatter, key),
			text_of(formatter, cel_entry_value(map, i)), i };
	}
	qsort(entries, map.len, sizeof *entries, by_key);
	buf_add_char(&formatter->out, '{');
	for (size_t i = 0; i < map.len; i++) {
		buf_add(&formatter->out, i ? BYTES(", ") : BYTES(""));
		buf_add(&formatter->out, entries[i].key);
		buf_add(&formatter->out, formatter->spec ? BYTES(": ") : BYTES(":"));
		buf_add(&formatter->out, entries[i].value);
	}
	buf_add_char(&formatter->out, '}');
}

static void add_value(struct formatter *formatter, struct cel_value value, bool nested)
{
	bool quoted = nested && !formatter->spec;
	if (!formatter->failed && !eval_has_room(formatter->eval, value.len))
		fail(formatter, eval_out_of_room(formatter->eval));
	if (formatter->failed)
		return;
	switch (value.kind) {
	case CEL_NULL:
		buf_add(&formatter->out, BYTES("null"));
		break;
	case CEL_BOOL:
	case CEL_TYPE:
		cel_print(&formatter->out, value);
		break;
	case CEL_INT:
	case CEL_UINT:
		add_integer(&formatter->out, value, 10, false);
		break;
	case CEL_DOUBLE:
		add_double(formatter, value, quoted);
		break;
	case CEL_STRING:
	case CEL_BYTES:
		add_bytes(formatter, value, quoted);
		break;
	case CEL_LIST:
		add_list(formatter, value);
		break;
	case CEL_MAP:
		add_map(formatter, value);
		break;
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		add_time(formatter, value, quoted);
		break;
	default:
		unfit(formatter, 's', value);
	}
}

/* --- clauses ---------------------------------------------------------------------------------- */

static void format_value(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	(void)clause;
	add_value(formatter, value, false);
}

/* In Kubernetes three texts are numbers here. */
static bool read_number(struct formatter *formatter, struct cel_value value, double *number)
{
	*number = double_of(value);
	if (value.kind != CEL_STRING)
		return true;
	*number = bytes_is(cel_text(value), "NaN")      ? (double)NAN
		: bytes_is(cel_text(value), "Infinity") ? (double)INFINITY
							: -(double)INFINITY;
	return !formatter->spec &&
		(*number > 0 || isnan(*number) || bytes_is(cel_text(value), "-Infinity"));
}

static void format_fixed(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	double number;
	if (!read_number(formatter, value, &number)) {
		unfit(formatter, 'f', value);
		return;
	}
	struct bytes text = isfinite(number)
		? bytes_print(formatter->eval->owner, "%.*f", clause.precision, number)
		: not_finite(number, formatter->spec);
	if (formatter->spec || !isfinite(number))
		buf_add(&formatter->out, text);
	else
		add_grouped(&formatter->out, text);
}

/* Kubernetes takes the precision for a width, and always writes six digits. */
static void format_scientific(
	struct formatter *formatter, struct clause clause, struct cel_value value)
{
	double number;
	struct buf text = buf_new(formatter->eval->owner);
	if (!read_number(formatter, value, &number)) {
		unfit(formatter, 'e', value);
		return;
	}
	int precision = formatter->spec ? clause.precision : DEFAULT_PRECISION;
	struct bytes plain = bytes_print(formatter->eval->owner, "%.*e", precision, number);
	if (!isfinite(number))
		buf_add(&text, not_finite(number, formatter->spec));
	else if (formatter->spec)
		buf_add(&text, plain);
	else
		add_power(&text, plain);
	size_t width = formatter->spec ? 0 : (size_t)clause.precision;
	size_t length = utf8_length(buf_bytes(&text));
	buf_add_times(&formatter->out, ' ', width > length ? width - length : 0);
	buf_add(&formatter->out, buf_bytes(&text));
}

static void format_binary(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	(void)clause;
	if (value.kind == CEL_BOOL)
		buf_add_char(&formatter->out, value.boolean ? '1' : '0');
	else
		add_integer(&formatter->out, value, 2, false);
}

static void format_octal(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	(void)clause;
	add_integer(&formatter->out, value, 8, false);
}

static void format_hex(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	bool capitals = clause.letter == 'X';
	if (value.kind == CEL_INT || value.kind == CEL_UINT) {
		add_integer(&formatter->out, value, 16, capitals);
		return;
	}
	for (size_t i = 0; i < value.len; i++)
		buf_print(
			&formatter->out, capitals ? "%02X" : "%02x", (unsigned char)value.text[i]);
}

#define KIND(kind) (UINT32_C(1) << (kind))

enum {
	INTEGERS = 1 << CEL_INT | 1 << CEL_UINT,
	NUMBERS = INTEGERS | 1 << CEL_DOUBLE,
	TEXTS = 1 << CEL_STRING | 1 << CEL_BYTES,
};

static const struct verb {
	char letter;
	void (*run)(struct formatter *formatter, struct clause clause, struct cel_value value);
	uint32_t in_spec, in_kubernetes; /* the kinds it takes */
} verbs[] = {
	{ 's', format_value, ANY_KIND, ANY_KIND },
	{ 'd', format_value, NUMBERS, INTEGERS },
	{ 'f', format_fixed, NUMBERS, KIND(CEL_DOUBLE) | KIND(CEL_STRING) },
	{ 'e', format_scientific, NUMBERS, KIND(CEL_DOUBLE) | KIND(CEL_STRING) },
	{ 'b', format_binary, INTEGERS | KIND(CEL_BOOL), INTEGERS | KIND(CEL_BOOL) },
	{ 'o', format_octal, INTEGERS, INTEGERS },
	{ 'x', format_hex, INTEGERS | TEXTS, INTEGERS | TEXTS },
	{ 'X', format_hex, INTEGERS | TEXTS, INTEGERS | TEXTS },
};

/* `.3f` behind the '%'. Returns where it ends, or 0 if it does not. */
static size_t read_clause(struct bytes text, size_t at, struct clause *clause)
{
	uint64_t precision = DEFAULT_PRECISION;
	size_t begin = at + 1;
	*clause = (struct clause){ .precision = DEFAULT_PRECISION };
	if (at < text.len && text.at[at] == '.') {
		for (at = begin; at < text.len && text.at[at] >= '0' && text.at[at] <= '9'; at++)
			;
		if (!bytes_number(bytes_slice(text, begin, at), &precision) ||
			precision > MOST_PRECISION)
			return 0;
		clause->precision = (int)precision;
	}
	if (at >= text.len)
		return 0;
	size_t len;
	utf8_at(text, at, &len);
	clause->letter = text.at[at];
	clause->name = bytes_slice(text, at, at + len);
	return at + len;
}

static void run_clause(struct formatter *formatter, struct clause clause, struct cel_value value)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (verbs[i].letter != clause.letter)
			continue;
		uint32_t kinds = formatter->spec ? verbs[i].in_spec : verbs[i].in_kubernetes;
		if (kinds >> value.kind & 1)
			verbs[i].run(formatter, clause, value);
		else
			unfit(formatter, clause.letter, value);
		return;
	}
	fail(formatter,
		cel_fail(formatter->eval, N_("there is no clause %%" BYTES_FMT),
			BYTES_ARG(clause.name)));
}

static struct cel_value format(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct formatter formatter = { eval, .out = buf_new(eval->owner),
		.spec = eval->dialect == CEL_SPEC };
	struct bytes text = cel_text(args[0]);
	size_t at = 0, used = 0;
	struct clause clause;
	(void)count;
	while (at < text.len && !formatter.failed) {
		size_t percent = bytes_find(text, BYTES("%"), at);
		buf_add(&formatter.out, bytes_slice(text, at, percent));
		at = percent + 2;
		if (percent == text.len)
			break;
		if (at <= text.len && text.at[percent + 1] == '%') {
			buf_add_char(&formatter.out, '%');
			continue;
		}
		at = read_clause(text, percent + 1, &clause);
		if (!at)
			return cel_fail(eval, N_("a '%%' is followed by no clause"));
		if (used == args[1].len)
			return cel_fail(
				eval, N_("there are more clauses than the %zu values"), used);
		run_clause(&formatter, clause, cel_item(args[1], used++));
	}
	return formatter.failed ? formatter.error : cel_string(buf_bytes(&formatter.out));
}

static const struct function rows[] = {
	{ "<string>.format(list(dyn)) string", format,
		N_("with the values in the place of %s (any), %d, %f, %.2f, %e (numbers),"
		   " %b, %o, %x, %X (integers) and %% (a '%')"),
		"'%s-%d-%.1f-%x'.format(['a', 1, 0.5, 255]) == 'a-1-0.5-ff'", 29 },
};

const struct library cel_format = ROWS(rows);
