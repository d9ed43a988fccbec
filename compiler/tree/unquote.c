#include "read.h"

#include "base/utf8.h"

static bool is_blank_or_end(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the blanks and line ends at a place; CRLF counts as one end. */
static size_t skip_blanks(struct bytes text, size_t at, size_t *ends)
{
	for (*ends = 0; at < text.len && is_blank_or_end(text.at[at]); at++)
		*ends += text.at[at] == '\n' ||
			(text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n'));
	return at;
}

/* A run of blanks and line ends as folding leaves it. Returns where it ends. */
static size_t fold_blanks(struct buf *out, struct bytes text, size_t at)
{
	size_t ends, behind = skip_blanks(text, at, &ends);
	if (ends == 0)
		buf_add(out, bytes_slice(text, at, behind));
	else if (ends == 1)
		buf_add_char(out, ' ');
	else
		buf_add_times(out, '\n', ends - 1);
	return behind;
}

/* Up to the next blank, line end or the one other character that is not as it is written. */
static size_t copy_rest(struct buf *out, struct bytes text, size_t at, char special)
{
	size_t begin = at;
	while (at < text.len && text.at[at] != special && !is_blank_or_end(text.at[at]))
		at++;
	buf_add(out, bytes_slice(text, begin, at));
	return at;
}

static bool is_as_written(struct bytes inner, char special)
{
	return inner.len == 0 ||
		(!memchr(inner.at, special, inner.len) && !memchr(inner.at, '\n', inner.len) &&
			!memchr(inner.at, '\r', inner.len));
}

struct bytes unquote_single(struct arena *owner, struct bytes inner)
{
	if (is_as_written(inner, '\''))
		return inner;
	struct buf out = buf_new(owner);
	for (size_t at = 0; at < inner.len;) {
		if (inner.at[at] == '\'') {
			buf_add_char(&out, '\'');
			at += 2;
		}
		at = copy_rest(&out, inner, at, '\'');
		at = fold_blanks(&out, inner, at);
	}
	return buf_bytes(&out);
}

/* --- escapes ------------------------------------------------------------------------------ */

static const struct escape {
	char name;
	uint8_t digits; /* of the code point, in place of the one here */
	uint32_t code_point;
} escapes[] = {
	{ '0', 0, 0 },
	{ 'a', 0, '\a' },
	{ 'b', 0, '\b' },
	{ 't', 0, '\t' },
	{ '\t', 0, '\t' },
	{ 'n', 0, '\n' },
	{ 'v', 0, '\v' },
	{ 'f', 0, '\f' },
	{ 'r', 0, '\r' },
	{ 'e', 0, 0x1B },
	{ ' ', 0, ' ' },
	{ '"', 0, '"' },
	{ '/', 0, '/' },
	{ '\\', 0, '\\' },
	{ 'N', 0, 0x85 },
	{ '_', 0, 0xA0 },
	{ 'L', 0, 0x2028 },
	{ 'P', 0, 0x2029 },
	{ 'x', 2, 0 },
	{ 'u', 4, 0 },
	{ 'U', 8, 0 },
};

static const struct escape *escape_find(char name)
{
	for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
		if (escapes[i].name == name)
			return &escapes[i];
	return NULL;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool hex_number(struct bytes digits, size_t wanted, uint32_t *number)
{
	*number = 0;
	for (size_t i = 0; i < digits.len; i++) {
		int value = hex_value(digits.at[i]);
		if (value < 0)
			return false;
		*number = *number << 4 | (uint32_t)value;
	}
	return digits.len == wanted;
}

enum { HIGH_FIRST = 0xD800, LOW_FIRST = 0xDC00, LOW_LAST = 0xDFFF, LAST = 0x10FFFF };

/* JSON, which is YAML 1.2, writes what is beyond U+FFFF as two surrogates: both become one. */
static size_t join_surrogates(struct bytes text, size_t at, uint32_t *high)
{
	uint32_t low;
	if (*high < HIGH_FIRST || *high >= LOW_FIRST ||
		!bytes_equal(bytes_slice(text, at, at + 2), BYTES("\\u")) ||
		!hex_number(bytes_slice(text, at + 2, at + 6), 4, &low) || low < LOW_FIRST ||
		low > LOW_LAST)
		return at;
	*high = 0x10000 + ((*high - HIGH_FIRST) << 10) + (low - LOW_FIRST);
	return at + 6;
}

/* Behind the escape whose backslash stands at a place, or that place if there is no such one. */
static size_t take_escape(struct buf *out, struct bytes text, size_t at)
{
	char encoded[4];
	const struct escape *escape = at + 1 < text.len ? escape_find(text.at[at + 1]) : NULL;
	if (!escape)
		return at;
	uint32_t c = escape->code_point;
	size_t behind = at + 2 + escape->digits;
	if (escape->digits && !hex_number(bytes_slice(text, at + 2, behind), escape->digits, &c))
		return at;
	if (escape->name == 'u')
		behind = join_surrogates(text, behind, &c);
	if (c > LAST || (c >= HIGH_FIRST && c <= LOW_LAST))
		return at;
	buf_add(out, (struct bytes){ encoded, utf8_encode(c, encoded) });
	return behind;
}

/* Of the line ends behind a backslash the first is nothing, all others are line feeds. */
static size_t escape_line_end(struct buf *out, struct bytes text, size_t at)
{
	size_t ends, behind = skip_blanks(text, at + 1, &ends);
	buf_add_times(out, '\n', ends - 1);
	return behind;
}

static size_t take_backslash(struct buf *out, struct bytes text, size_t at)
{
	if (at + 1 < text.len && memchr("\r\n", text.at[at + 1], 2))
		return escape_line_end(out, text, at);
	return take_escape(out, text, at);
}

size_t unquote_double(struct arena *owner, struct bytes inner, struct bytes *text)
{
	*text = inner;
	if (is_as_written(inner, '\\'))
		return inner.len;
	struct buf out = buf_new(owner);
	for (size_t at = 0; at < inner.len;) {
		size_t behind = inner.at[at] == '\\' ? take_backslash(&out, inner, at) : at;
		if (inner.at[at] == '\\' && behind == at)
			return at;
		at = copy_rest(&out, inner, behind, '\\');
		at = fold_blanks(&out, inner, at);
	}
	*text = buf_bytes(&out);
	return inner.len;
}
