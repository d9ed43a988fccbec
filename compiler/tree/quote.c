#include "quote.h"

#include "base/utf8.h"

#include <string.h>

/* --- characters ------------------------------------------------------------------------------- */

/* The code point at *at, which moves behind it. A byte that is no UTF-8 is U+FFFD. */
static uint32_t next_code_point(struct bytes text, size_t *at, bool *valid)
{
	size_t len;
	uint32_t c = utf8_at(text, *at, &len);
	*valid = c != 0xFFFD || len > 1;
	*at += len;
	return c;
}

/* What YAML 1.1 and 1.2 both allow unescaped inside a line, and neither takes for a line's end. */
static bool is_printable(uint32_t c)
{
	if (c < 0xA0)
		return c >= ' ' && c <= '~';
	return c != 0x2028 && c != 0x2029 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF;
}

static bool all_printable(struct bytes text, const char *others)
{
	for (size_t at = 0; at < text.len;) {
		bool valid;
		if (text.at[at] >= ' ' && text.at[at] <= '~') {
			at++;
			continue;
		}
		uint32_t c = next_code_point(text, &at, &valid);
		bool other = c && c < 0x80 && strchr(others, (int)c);
		if (!valid || (!is_printable(c) && !other))
			return false;
	}
	return true;
}

static bool is_among(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- plain ------------------------------------------------------------------------------------ */

/* Bool, null or number to some reader, in any case of the letters. */
static const char *const words[] = { "y", "n", "yes", "no", "on", "off", "true", "false", "null",
	"<<", ".inf", ".nan" };

enum { LONGEST_WORD = 5 };

static bool is_word(struct bytes text)
{
	if (text.len > LONGEST_WORD || !is_among(text.at[0], "yYnNoOtTfF<."))
		return false;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (bytes_equal_nocase(text, bytes_of(words[i])))
			return true;
	return false;
}

/*
 * All that integers, floats, base-60 numbers and timestamps of any reader are made of. Texts that
 * begin like a number and hold nothing else are quoted, whether or not they are well formed.
 */
#define OF_NUMBERS "0123456789abcdefABCDEFxXoOtTzZ_.,:+- "

/* Digits with two dots or more are a version or an address to all readers. */
static bool is_dotted(struct bytes text)
{
	size_t dots = 0;
	for (size_t i = 0; i < text.len; i++) {
		dots += text.at[i] == '.';
		if (!is_digit(text.at[i]) && text.at[i] != '.' && text.at[i] != '-')
			return false;
	}
	return dots >= 2;
}

static bool is_like_number(struct bytes text)
{
	if (!is_digit(text.at[0]) && text.at[0] != '_')
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_among(text.at[i], OF_NUMBERS))
			return false;
	return !is_dotted(text);
}

/* `-x`, `--x`, `.x` and `./x` are plain to every reader; other signs and dots are quoted. */
static bool begins_plainly(struct bytes text)
{
	char first = text.at[0], second = text.len > 1 ? text.at[1] : 0;
	if (first == '-' && second == '-')
		return text.len > 2 && is_letter(text.at[2]);
	if (first == '-')
		return is_letter(second);
	if (first == '.')
		return is_letter(second) || second == '/' || second == '_';
	return is_letter(first) || is_digit(first) || is_among(first, "_/$\\();^<");
}

/* A `:` that ends a key, a `#` that begins a comment, what ends a plain scalar in flow. */
static bool holds_indicator(struct bytes text, enum stand stand)
{
	for (size_t i = 0; i < text.len; i++) {
		char next = i + 1 < text.len ? text.at[i + 1] : ' ';
		if (text.at[i] == ':' && (next == ' ' || stand == STAND_FLOW))
			return true;
		if (text.at[i] == ' ' && next == '#')
			return true;
		if (stand == STAND_FLOW && is_among(text.at[i], ",[]{}?"))
			return true;
	}
	return false;
}

bool quote_plain_fits(struct bytes text, enum stand stand)
{
	if (text.len == 0 || !begins_plainly(text) || text.at[text.len - 1] == ' ')
		return false;
	return !holds_indicator(text, stand) && all_printable(text, "");
}

/* Letters, digits, `-`, `.`, `/` and `_` mean nothing special anywhere in a plain scalar. */
static bool is_ordinary(char c)
{
	bool letter = (unsigned char)((c | 0x20) - 'a') < 26;
	bool from_dash_to_nine = (unsigned char)(c - '-') <= '9' - '-'; /* - . / 0 1 2 … */
	return letter || from_dash_to_nine || c == '_';
}

/* Most of what is emitted: begun by a letter, and nothing special in it. */
static bool is_everyday(struct bytes text)
{
	if (text.len == 0 || !is_letter(text.at[0]))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!is_ordinary(text.at[i]))
			return false;
	return true;
}

bool quote_unneeded(struct bytes text, enum stand stand)
{
	if (is_everyday(text))
		return !is_word(text);
	return quote_plain_fits(text, stand) && !is_word(text) && !is_like_number(text);
}

/* --- quotes ----------------------------------------------------------------------------------- */

/* libfyaml loses text behind two quotes in a row. */
bool quote_single_fits(struct bytes text)
{
	if (text.len == 0)
		return true;
	return all_printable(text, "") && bytes_find(text, BYTES("''"), 0) == text.len;
}

void quote_single(struct buf *out, struct bytes text)
{
	buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\'')
			buf_add_char(out, '\'');
		buf_add_char(out, text.at[i]);
	}
	buf_add_char(out, '\'');
}

/* The escapes that go-yaml, libyaml and libfyaml all know. */
static void add_escaped(struct buf *out, uint32_t c)
{
	static const struct {
		char c;
		const char *escape;
	} escapes[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" }, { '\t', "\\t" },
		{ '\r', "\\r" } };
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (c == (uint32_t)escapes[i].c) {
			buf_add(out, bytes_of(escapes[i].escape));
			return;
		}
	buf_print(out, c < 0x100 ? "\\x%02X" : "\\u%04X", (unsigned)c);
}

void quote_double(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	for (size_t at = 0; at < text.len;) {
		size_t begin = at;
		bool valid;
		uint32_t c = next_code_point(text, &at, &valid);
		if (c == '"' || c == '\\' || !is_printable(c) || !valid)
			add_escaped(out, c);
		else
			buf_add(out, bytes_slice(text, begin, at));
	}
	buf_add_char(out, '"');
}

void quote_some(struct buf *out, struct bytes text)
{
	if (quote_single_fits(text))
		quote_single(out, text);
	else
		quote_double(out, text);
}

/* --- literal blocks --------------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* No tab at its begin, no blank at its end. Such a line may be lost or forbidden in a block. */
static bool line_is_safe(struct bytes line)
{
	return line.len == 0 || (line.at[0] != '\t' && !is_blank(line.at[line.len - 1]));
}

/*
 * The first line must show the indentation: it may not be empty or begin with a blank. One that
 * begins with `#` is only a line, but some readers and all people take it for a comment.
 */
bool literal_fits(struct bytes text)
{
	struct bytes rest = text, line;
	if (text.len == 0 || bytes_find(text, BYTES("\n"), 0) == text.len)
		return false;
	if (!all_printable(text, "\n\t"))
		return false;
	if (is_among(text.at[0], "\n #"))
		return false;
	while (bytes_cut(&rest, '\n', &line))
		if (!line_is_safe(line))
			return false;
	return true;
}

void literal_add(struct buf *out, struct bytes text, size_t indent)
{
	bool ends = bytes_ends(text, BYTES("\n"));
	buf_add_char(out, '|');
	if (!ends)
		buf_add_char(out, '-');
	else if (bytes_ends(text, BYTES("\n\n")))
		buf_add_char(out, '+');
	buf_add_char(out, '\n');
	struct bytes rest = ends ? bytes_slice(text, 0, text.len - 1) : text;
	for (size_t begin = 0; begin <= rest.len;) {
		size_t end = bytes_find(rest, BYTES("\n"), begin);
		buf_add_times(out, ' ', end > begin ? indent : 0);
		buf_add(out, bytes_slice(rest, begin, end));
		buf_add_char(out, '\n');
		begin = end + 1;
	}
}
