#include "eval.h"

#include "base/utf8.h"
#include "notation/notation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* From this power of ten on Go's %g writes an exponent. */
enum { LARGE = 6 };

/* As Go's FormatFloat(x, 'g', -1, 64). */
void cel_print_double(struct buf *out, double number)
{
	char digits[40], mantissa[32];
	int precision = 0, exponent;
	if (!isfinite(number)) {
		buf_add(out,
			isnan(number)        ? BYTES("NaN")
				: number > 0 ? BYTES("+Inf")
					     : BYTES("-Inf"));
		return;
	}
	do
		snprintf(digits, sizeof digits, "%.*e", precision, number);
	while (strtod(digits, NULL) != number && ++precision < 17);
	char *e = strchr(digits, 'e');
	exponent = atoi(e + 1);
	snprintf(mantissa, sizeof mantissa, "%.*s", (int)(e - digits), digits);
	if (exponent < -4 || exponent >= LARGE)
		buf_print(out, "%se%c%02d", mantissa, exponent < 0 ? '-' : '+', abs(exponent));
	else
		buf_print(out, "%.*f", precision > exponent ? precision - exponent : 0, number);
}

struct printer {
	struct buf *out;
	size_t most; /* length of the buffer beyond which nothing more is needed */
};

static void print(struct printer *p, struct cel_value value);

static void print_number(struct printer *p, double number)
{
	size_t before = p->out->len;
	cel_print_double(p->out, number);
	/* Without a point it would be an int. */
	if (isfinite(number) && !memchr(p->out->at + before, '.', p->out->len - before) &&
		!memchr(p->out->at + before, 'e', p->out->len - before))
		buf_add(p->out, BYTES(".0"));
}

static void print_byte(struct buf *out, unsigned char c, bool is_text)
{
	static const char names[] = "\n\r\t", letters[] = "nrt";
	const char *name = c ? strchr(names, c) : NULL;
	if (c == '\'' || c == '\\')
		buf_print(out, "\\%c", c);
	else if (name)
		buf_print(out, "\\%c", letters[name - names]);
	else if (c < ' ' || c == 0x7F || (c >= 0x80 && !is_text))
		buf_print(out, "\\x%02x", c);
	else
		buf_add_char(out, (char)c);
}

static void print_quoted(struct printer *p, struct bytes text, bool is_text)
{
	buf_add_char(p->out, '\'');
	for (size_t i = 0; i < text.len && p->out->len <= p->most; i++)
		print_byte(p->out, (unsigned char)text.at[i], is_text);
	buf_add_char(p->out, '\'');
}

/* For a message nothing is worked out that nobody has asked for. */
static void print_part(struct printer *p, struct cel_value value, size_t i)
{
	if (value.borrowed)
		print(p,
			value.kind == CEL_MAP ? cel_entry_value(value, i / 2) : cel_item(value, i));
	else if (value.items[i].kind == CEL_PROMISED && p->most < SIZE_MAX)
		buf_add(p->out, BYTES("..."));
	else
		print(p, cel_kept(value.items[i]));
}

static void print_items(struct printer *p, struct cel_value value)
{
	bool is_map = value.kind == CEL_MAP;
	buf_add_char(p->out, is_map ? '{' : '[');
	for (size_t i = 0; i < value.len && p->out->len <= p->most; i++) {
		buf_add(p->out, i ? BYTES(", ") : BYTES(""));
		if (is_map) {
			print(p, cel_key(value, i));
			buf_add(p->out, BYTES(": "));
		}
		print_part(p, value, is_map ? 2 * i + 1 : i);
	}
	buf_add_char(p->out, is_map ? '}' : ']');
}

static void print_optional(struct printer *p, const struct cel_value *value)
{
	buf_add(p->out, value ? BYTES("optional.of(") : BYTES("optional.none("));
	if (value)
		print(p, *value);
	buf_add_char(p->out, ')');
}

/* What has no literal is written as the call that makes it. */
static const char *maker_of(enum cel_kind kind)
{
	static const char *const makers[CEL_KINDS] = {
		[CEL_TIMESTAMP] = "timestamp",
		[CEL_DURATION] = "duration",
		[CEL_QUANTITY] = "quantity",
		[CEL_SEMVER] = "semver",
		[CEL_URL] = "url",
		[CEL_IP] = "ip",
		[CEL_CIDR] = "cidr",
		[CEL_VERSION] = "version",
	};
	return makers[kind];
}

struct bytes cel_plain_text(struct arena *owner, struct cel_value value)
{
	switch (value.kind) {
	case CEL_TIMESTAMP:
		return instant_text(owner, (struct instant){ value.integer, (int32_t)value.len });
	case CEL_DURATION:
		return duration_text(owner, value.integer);
	case CEL_QUANTITY:
		return quantity_text(owner, value.opaque);
	case CEL_SEMVER:
		return semver_text(owner, value.opaque);
	case CEL_URL:
		return url_text(owner, value.opaque);
	case CEL_IP:
		return ip_text(owner, value.opaque);
	case CEL_CIDR:
		return cidr_text(owner, value.opaque);
	case CEL_FORMAT:
		return bytes_of(format_name(value.opaque));
	case CEL_VERSION:
		return ((const struct version_value *)value.opaque)->text;
	default:
		return (struct bytes){ 0 };
	}
}

/* The scheme that version() would not take by itself. */
static void print_scheme(struct printer *p, const struct version_value *version)
{
	struct bytes scheme = version_scheme_name(version->scheme);
	if (bytes_is(scheme, "dotted"))
		return;
	buf_add(p->out, BYTES(", "));
	print_quoted(p, scheme, true);
}

static void print_made(struct printer *p, struct cel_value value)
{
	buf_print(p->out, "%s(", maker_of((enum cel_kind)value.kind));
	print_quoted(p, cel_plain_text(p->out->owner, value), true);
	if (value.kind == CEL_VERSION)
		print_scheme(p, value.opaque);
	buf_add_char(p->out, ')');
}

static void print(struct printer *p, struct cel_value value)
{
	struct buf *out = p->out;
	switch (value.kind) {
	case CEL_ERROR:
		buf_add(out, value.error->text);
		break;
	case CEL_BOOL:
		buf_add(out, value.boolean ? BYTES("true") : BYTES("false"));
		break;
	case CEL_INT:
		buf_print(out, "%lld", (long long)value.integer);
		break;
	case CEL_UINT:
		buf_print(out, "%lluu", (unsigned long long)value.uinteger);
		break;
	case CEL_DOUBLE:
		print_number(p, value.number);
		break;
	case CEL_BYTES:
		buf_add_char(out, 'b');
		print_quoted(p, cel_text(value), false);
		break;
	case CEL_STRING:
		print_quoted(p, cel_text(value), true);
		break;
	case CEL_LIST:
	case CEL_MAP:
		print_items(p, value);
		break;
	case CEL_TYPE:
		buf_add(out, bytes_of(value.type));
		break;
	case CEL_OPTIONAL:
		print_optional(p, value.optional);
		break;
	case CEL_FORMAT:
		buf_print(out, "format.%s()", format_name(value.opaque));
		break;
	case CEL_NULL:
		buf_add(out, BYTES("null"));
		break;
	default:
		print_made(p, value);
	}
}

void cel_print(struct buf *out, struct cel_value value)
{
	struct printer printer = { out, SIZE_MAX };
	print(&printer, value);
}

void cel_cut(struct buf *out, size_t begin, size_t most)
{
	size_t at = begin, count = 0;
	for (; at < out->len; at++)
		if (((unsigned char)out->at[at] & 0xC0) != 0x80 && count++ == most)
			break;
	if (at == out->len)
		return;
	out->len = at;
	buf_add(out, BYTES("..."));
}

void cel_print_short(struct buf *out, struct cel_value value, size_t most)
{
	size_t begin = out->len;
	struct printer printer = { out, begin + 4 * most };
	print(&printer, value);
	cel_cut(out, begin, most);
}

/* Any blanks become one; what would move the cursor too. */
void cel_print_part(struct buf *out, const struct cel_program *program, uint32_t begin,
	uint32_t end, size_t most)
{
	struct bytes text = bytes_slice(program->text, begin, end);
	size_t before = out->len;
	bool blank = false;
	for (size_t i = 0; i < text.len; i++) {
		bool is_blank = (unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7F;
		if (!is_blank || !blank)
			buf_add_char(out, is_blank ? ' ' : text.at[i]);
		blank = is_blank;
	}
	cel_cut(out, before, most);
}
