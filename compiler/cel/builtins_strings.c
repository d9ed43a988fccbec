/* Texts as cel-go's library `strings` has them. All positions count characters. */
#include "eval.h"

#include "base/message.h"
#include "base/utf8.h"

/* --- positions -------------------------------------------------------------------------------- */

/* The byte where so many characters end, or SIZE_MAX beyond the text. ASCII goes in long steps. */
static size_t byte_at(struct bytes text, int64_t characters)
{
	static const uint64_t beyond_ascii = UINT64_C(0x8080808080808080);
	size_t at = 0, left = (size_t)characters;
	uint64_t eight;
	if (characters < 0 || left > text.len)
		return SIZE_MAX;
	for (; left >= sizeof eight; at += sizeof eight, left -= sizeof eight) {
		if (text.len - at < sizeof eight)
			break;
		memcpy(&eight, text.at + at, sizeof eight);
		if (eight & beyond_ascii)
			break;
	}
	for (size_t len; left && at < text.len; left--) {
		utf8_at(text, at, &len);
		at += len;
	}
	return left ? SIZE_MAX : at;
}

static struct cel_value outside(struct eval *eval, int64_t position)
{
	return cel_fail(eval, N_("the position %lld is outside the text"), (long long)position);
}

static struct cel_value position(struct bytes text, size_t at)
{
	return cel_int((int64_t)utf8_length(bytes_slice(text, 0, at)));
}

static struct cel_value char_at(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	size_t at = byte_at(text, args[1].integer), len = 0;
	(void)count;
	if (at == SIZE_MAX)
		return outside(eval, args[1].integer);
	if (at < text.len)
		utf8_at(text, at, &len);
	return cel_string(bytes_slice(text, at, at + len));
}

static struct cel_value substring(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	size_t begin = byte_at(text, args[1].integer), end = text.len;
	if (begin == SIZE_MAX)
		return outside(eval, args[1].integer);
	if (count == 3) {
		end = byte_at(text, args[2].integer);
		if (end == SIZE_MAX)
			return outside(eval, args[2].integer);
	}
	if (begin > end)
		return cel_fail(eval, N_("the text would end before it begins"));
	return cel_string(bytes_slice(text, begin, end));
}

/* --- searches --------------------------------------------------------------------------------- */

/* Beyond the end nothing is found in Kubernetes; in the spec it is an error. */
static bool is_bad_start(const struct eval *eval, struct cel_value start, size_t at)
{
	return start.integer < 0 || (at == SIZE_MAX && eval->dialect == CEL_SPEC);
}

static struct cel_value index_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]), part = cel_text(args[1]);
	size_t from = count == 3 ? byte_at(text, args[2].integer) : 0;
	if (count == 3 && is_bad_start(eval, args[2], from))
		return outside(eval, args[2].integer);
	if (part.len == 0)
		return position(text, from < text.len ? from : text.len);
	size_t at = from < text.len ? bytes_find(text, part, from) : text.len;
	return at == text.len ? cel_int(-1) : position(text, at);
}

static struct cel_value last_index_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]), part = cel_text(args[1]);
	size_t from = count == 3 ? byte_at(text, args[2].integer) : text.len;
	if (count == 3 && is_bad_start(eval, args[2], from))
		return outside(eval, args[2].integer);
	if (part.len == 0)
		return position(text, from < text.len ? from : text.len);
	if (part.len > text.len || (count == 3 && from >= text.len))
		return cel_int(-1);
	if (from > text.len - part.len)
		from = text.len - part.len;
	for (size_t at = from + 1; at-- > 0;)
		if (memcmp(text.at + at, part.at, part.len) == 0)
			return position(text, at);
	return cel_int(-1);
}

/* --- changes ---------------------------------------------------------------------------------- */

static struct cel_value with_case(struct eval *eval, struct bytes text, char first, int shift)
{
	char *copy = arena_take_unset(eval->owner, text.len);
	for (size_t i = 0; i < text.len; i++) {
		bool is_letter = text.at[i] >= first && text.at[i] < first + 26;
		copy[i] = (char)(text.at[i] + (is_letter ? shift : 0));
	}
	return cel_string((struct bytes){ copy, text.len });
}

static struct cel_value lower_ascii(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return with_case(eval, cel_text(args[0]), 'A', 'a' - 'A');
}

static struct cel_value upper_ascii(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return with_case(eval, cel_text(args[0]), 'a', 'A' - 'a');
}

/* Unicode's White_Space. */
static bool is_space(uint32_t c)
{
	return (c >= '\t' && c <= '\r') || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
		(c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
		c == 0x205f || c == 0x3000;
}

static struct cel_value trim(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	size_t begin = text.len, end = 0;
	(void)eval, (void)count;
	for (size_t i = 0, len; i < text.len; i += len)
		if (!is_space(utf8_at(text, i, &len))) {
			begin = i < begin ? i : begin;
			end = i + len;
		}
	return cel_string(begin < end ? bytes_slice(text, begin, end) : BYTES(""));
}

static struct cel_value reverse(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]);
	char *copy = arena_take_unset(eval->owner, text.len), *to = copy + text.len;
	(void)count;
	for (size_t i = 0, len; i < text.len; i += len) {
		utf8_at(text, i, &len);
		to -= len;
		memcpy(to, text.at + i, len);
	}
	return cel_string((struct bytes){ copy, text.len });
}

/* Where the next part ends: an empty separator stands behind every character. */
static size_t part_end(struct bytes text, struct bytes separator, size_t from)
{
	size_t len = 0;
	if (separator.len)
		return bytes_find(text, separator, from);
	if (from < text.len)
		utf8_at(text, from, &len);
	return from + len;
}

/* As Go's strings.Replace(): nothing is found before and behind each character. */
static struct cel_value replace(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]), old = cel_text(args[1]), new = cel_text(args[2]);
	int64_t left = count == 4 ? args[3].integer : -1;
	struct buf out = buf_new(eval->owner);
	size_t at = 0;
	if (old.len == 0 && left != 0) {
		buf_add(&out, new);
		left--;
	}
	while (left != 0 && at < text.len) {
		size_t end = part_end(text, old, at);
		if (old.len && end == text.len)
			break;
		if (!eval_has_room(eval, new.len))
			return eval_out_of_room(eval);
		buf_add(&out, bytes_slice(text, at, end));
		buf_add(&out, new);
		at = end + old.len;
		left--;
	}
	buf_add(&out, bytes_slice(text, at, text.len));
	return cel_string(buf_bytes(&out));
}

/* --- lists ------------------------------------------------------------------------------------ */

struct parts {
	ARRAY(struct cel_value);
};

static struct cel_value split(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes text = cel_text(args[0]), separator = cel_text(args[1]);
	int64_t left = count == 3 ? args[2].integer : -1;
	struct parts parts = { 0 };
	size_t at = 0;
	if (left == 0 || (text.len == 0 && separator.len == 0))
		return cel_list(NULL, 0);
	for (; left != 1; left--) {
		size_t end = part_end(text, separator, at);
		if (end == text.len)
			break;
		if (!eval_has_room(eval, 0))
			return eval_out_of_room(eval);
		*array_push(eval->owner, &parts) = cel_string(bytes_slice(text, at, end));
		at = end + separator.len;
	}
	*array_push(eval->owner, &parts) = cel_string(bytes_slice(text, at, text.len));
	return cel_list(parts.at, parts.count);
}

static struct cel_value join(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bytes separator = count == 2 ? cel_text(args[1]) : BYTES("");
	struct buf out = buf_new(eval->owner);
	for (size_t i = 0; i < args[0].len; i++) {
		struct cel_value item = cel_item(args[0], i);
		if (item.kind != CEL_STRING)
			return cel_no_overload(eval, eval->node->name, &item, 1);
		if (!eval_has_room(eval, (size_t)item.len + separator.len))
			return eval_out_of_room(eval);
		if (i)
			buf_add(&out, separator);
		buf_add(&out, cel_text(item));
	}
	return cel_string(buf_bytes(&out));
}

/* --- quoting ---------------------------------------------------------------------------------- */

static struct cel_value quote(struct eval *eval, const struct cel_value *args, size_t count)
{
	static const char special[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";
	struct bytes text = cel_text(args[0]);
	struct buf out = buf_new(eval->owner);
	(void)count;
	buf_add_char(&out, '"');
	for (size_t i = 0; i < text.len; i++) {
		const char *found = memchr(special, text.at[i], sizeof special - 1);
		if (found)
			buf_add_char(&out, '\\');
		buf_add_char(&out, found ? letters[found - special] : text.at[i]);
	}
	buf_add_char(&out, '"');
	return cel_string(buf_bytes(&out));
}

static const struct function rows[] = {
	{ "<string>.charAt(int) string", char_at,
		N_("the character at the position, from 0; an empty text at the end"),
		"'ação'.charAt(1) == 'ç'", 24 },
	{ "<string>.indexOf(string) int", index_of, N_("where it stands first, or -1"),
		"'leme'.indexOf('e') == 1", 24 },
	{ "<string>.indexOf(string, int) int", index_of,
		N_("where it stands first, at that position or behind it, or -1"),
		"'leme'.indexOf('e', 2) == 3", 24 },
	{ "<string>.lastIndexOf(string) int", last_index_of, N_("where it stands last, or -1"),
		"'leme'.lastIndexOf('e') == 3", 24 },
	{ "<string>.lastIndexOf(string, int) int", last_index_of,
		N_("where it stands last, at that position or before it, or -1"),
		"'leme'.lastIndexOf('e', 2) == 1", 24 },
	{ "<string>.lowerAscii() string", lower_ascii, N_("with small letters for A to Z"),
		"'Leme'.lowerAscii() == 'leme'", 24 },
	{ "<string>.upperAscii() string", upper_ascii, N_("with capitals for a to z"),
		"'leme'.upperAscii() == 'LEME'", 24 },
	{ "<string>.replace(string, string) string", replace,
		N_("with the second text wherever the first stood"),
		"'1-2-3'.replace('-', '.') == '1.2.3'", 24 },
	{ "<string>.replace(string, string, int) string", replace,
		N_("likewise, at most so many times; all if negative"),
		"'1-2-3'.replace('-', '.', 1) == '1.2-3'", 24 },
	{ "<string>.split(string) list(string)", split, N_("the parts between the separators"),
		"'1.2.3'.split('.') == ['1', '2', '3']", 24 },
	{ "<string>.split(string, int) list(string)", split,
		N_("at most so many parts, the last with the rest; all if negative"),
		"'1.2.3'.split('.', 2) == ['1', '2.3']", 24 },
	{ "<string>.substring(int) string", substring, N_("from a position to the end"),
		"'leme'.substring(2) == 'me'", 24 },
	{ "<string>.substring(int, int) string", substring,
		N_("from a position up to another, that one left out"),
		"'leme'.substring(1, 3) == 'em'", 24 },
	{ "<string>.trim() string", trim, N_("without white space around it"),
		"' leme\\n'.trim() == 'leme'", 24 },
	{ "<string>.reverse() string", reverse, N_("its characters from the last to the first"),
		"'ação'.reverse() == 'oãça'", LEME_ONLY },
	{ "<list(string)>.join() string", join, N_("all in one"), "['1', '2'].join() == '12'", 24 },
	{ "<list(string)>.join(string) string", join, N_("all in one, the separator between them"),
		"['1', '2'].join('.') == '1.2'", 24 },
	{ "strings.quote(string) string", quote,
		N_("in double quotes, with escapes where CEL needs them"),
		"strings.quote('a\"b') == '\"a\\\\\"b\"'", 29 },
};

const struct library cel_strings = ROWS(rows);
