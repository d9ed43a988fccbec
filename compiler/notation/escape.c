#include "escape.h"
#include "url.h"

#include "base/utf8.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_in(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_alphanumeric(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool must_escape(char c, enum part part)
{
	if (is_alphanumeric(c) || is_in(c, "-_.~"))
		return false;
	switch (part) {
	case PART_HOST:
	case PART_ZONE:
		return !is_in(c, "!$&'()*+,;=:[]<>\"");
	case PART_PATH:
		return !is_in(c, "$&+,/:;=@");
	case PART_USER:
		return !is_in(c, "$&+,;=");
	case PART_FRAGMENT:
		return !is_in(c, "$&+,/:;=?@!()*");
	case PART_QUERY:
		break;
	}
	return true;
}

static const char *bad_escape(struct arena *owner, struct bytes text, size_t at)
{
	struct bytes escape = quote_go(owner, bytes_slice(text, at, at + 3));
	return bytes_string(
		owner, bytes_join(owner, BYTES("invalid URL escape"), BYTES(" "), escape));
}

static const char *bad_host(struct arena *owner, struct bytes character)
{
	return bytes_string(owner,
		bytes_print(owner, "invalid character " BYTES_FMT " in host name",
			BYTES_ARG(quote_go(owner, character))));
}

/* In a host only what is not ASCII may be encoded, and the '%' before a zone (RFC 6874). */
static bool may_be_escaped(int value, enum part part)
{
	if (part == PART_HOST)
		return value >= 0x80 || value == '%';
	return part != PART_ZONE || value == '%' || value == ' ' ||
		!must_escape((char)value, PART_HOST);
}

const char *part_decode(
	struct arena *owner, enum part part, struct bytes text, struct bytes *decoded)
{
	struct buf out = buf_new(owner);
	bool host = part == PART_HOST || part == PART_ZONE;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (host && c != '%' && (unsigned char)c < 0x80 && must_escape(c, part))
			return bad_host(owner, bytes_slice(text, i, i + 1));
		if (c != '%') {
			buf_add_char(&out, c == '+' && part == PART_QUERY ? ' ' : c);
			continue;
		}
		if (i + 2 >= text.len || hex_value(text.at[i + 1]) < 0 ||
			hex_value(text.at[i + 2]) < 0)
			return bad_escape(owner, text, i);
		int value = hex_value(text.at[i + 1]) * 16 + hex_value(text.at[i + 2]);
		if (!may_be_escaped(value, part))
			return bad_escape(owner, text, i);
		buf_add_char(&out, (char)value);
		i += 2;
	}
	*decoded = buf_bytes(&out);
	return NULL;
}

struct bytes part_encode(struct arena *owner, enum part part, struct bytes text)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (!must_escape((char)c, part)) {
			buf_add_char(&out, (char)c);
			continue;
		}
		buf_add_char(&out, '%');
		buf_add_char(&out, digits[c >> 4]);
		buf_add_char(&out, digits[c & 15]);
	}
	return buf_bytes(&out);
}

bool part_is_encoded(enum part part, struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_in(text.at[i], "!$&'()*+,;=:@[]%") && must_escape(text.at[i], part))
			return false;
	return true;
}

static void quote_char(struct buf *out, unsigned char c)
{
	static const char *const escapes[] = { ['\a'] = "\\a",
		['\b'] = "\\b",
		['\f'] = "\\f",
		['\n'] = "\\n",
		['\r'] = "\\r",
		['\t'] = "\\t",
		['\v'] = "\\v" };
	if (c < sizeof escapes / sizeof *escapes && escapes[c])
		buf_add(out, bytes_of(escapes[c]));
	else if (c < 0x20 || c >= 0x7f)
		buf_print(out, "\\x%02x", c);
	else {
		if (c == '"' || c == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, (char)c);
	}
}

struct bytes quote_go(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	buf_add_char(&out, '"');
	for (size_t i = 0; i < text.len;) {
		struct bytes rest = bytes_slice(text, i, i + 4);
		size_t len = 1;
		if ((unsigned char)text.at[i] >= 0x80 && utf8_invalid(rest) > 0)
			utf8_at(text, i, &len);
		if (len > 1)
			buf_add(&out, bytes_slice(text, i, i + len));
		else
			quote_char(&out, (unsigned char)text.at[i]);
		i += len;
	}
	buf_add_char(&out, '"');
	return buf_bytes(&out);
}

struct bytes percent_decode(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		int high = -1, low = -1;
		if (text.at[i] == '%' && i + 2 < text.len) {
			high = hex_value(text.at[i + 1]);
			low = hex_value(text.at[i + 2]);
		}
		if (high < 0 || low < 0) {
			buf_add_char(&out, text.at[i]);
			continue;
		}
		buf_add_char(&out, (char)(high * 16 + low));
		i += 2;
	}
	return buf_bytes(&out);
}
