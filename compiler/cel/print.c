#include "cel.h"

#include "notation/notation.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* From this power of ten on Go's %g writes an exponent. */
enum { LARGE = 6 };

/* The shortest digits that read back as the same number, as Go's FormatFloat(x, 'g', -1, 64). */
static void print_double(struct buf *out, double number)
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

static void print_quoted(struct buf *out, struct bytes text)
{
	buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\'' || text.at[i] == '\\')
			buf_add_char(out, '\\');
		if (text.at[i] == '\n')
			buf_add(out, BYTES("\\n"));
		else
			buf_add_char(out, text.at[i]);
	}
	buf_add_char(out, '\'');
}

static void print_items(struct buf *out, struct cel_value value)
{
	bool is_map = value.kind == CEL_MAP;
	buf_add_char(out, is_map ? '{' : '[');
	for (size_t i = 0; i < value.len; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES(""));
		if (is_map) {
			cel_print(out, cel_key(value, i));
			buf_add(out, BYTES(": "));
		}
		cel_print(out, is_map ? cel_entry_value(value, i) : cel_item(value, i));
	}
	buf_add_char(out, is_map ? '}' : ']');
}

/* The text that the function of that name takes, and the function's name. */
static struct bytes text_of(struct arena *owner, struct cel_value value, const char **function)
{
	switch (value.kind) {
	case CEL_TIMESTAMP:
		*function = "timestamp";
		return instant_text(owner, (struct instant){ value.integer, (int32_t)value.len });
	case CEL_DURATION:
		*function = "duration";
		return duration_text(owner, value.integer);
	case CEL_QUANTITY:
		*function = "quantity";
		return quantity_text(owner, value.opaque);
	case CEL_SEMVER:
		*function = "semver";
		return semver_text(owner, value.opaque);
	case CEL_URL:
		*function = "url";
		return url_text(owner, value.opaque);
	case CEL_IP:
		*function = "ip";
		return ip_text(owner, value.opaque);
	case CEL_CIDR:
		*function = "cidr";
		return cidr_text(owner, value.opaque);
	default:
		*function = "format.named";
		return bytes_of(format_name(value.opaque));
	}
}

static void print_made(struct buf *out, struct cel_value value)
{
	const char *function;
	struct bytes text = text_of(out->owner, value, &function);
	buf_print(out, "%s(", function);
	print_quoted(out, text);
	buf_add_char(out, ')');
}

static void print_version(struct buf *out, const struct version_value *version)
{
	struct bytes scheme = version_scheme_name(version->scheme);
	buf_add(out, BYTES("version("));
	print_quoted(out, version->text);
	if (!bytes_is(scheme, "dotted")) {
		buf_add(out, BYTES(", "));
		print_quoted(out, scheme);
	}
	buf_add_char(out, ')');
}

void cel_print(struct buf *out, struct cel_value value)
{
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
		print_double(out, value.number);
		break;
	case CEL_BYTES:
		buf_add_char(out, 'b');
		print_quoted(out, cel_text(value));
		break;
	case CEL_STRING:
		print_quoted(out, cel_text(value));
		break;
	case CEL_LIST:
	case CEL_MAP:
		print_items(out, value);
		break;
	case CEL_TYPE:
		buf_add(out, bytes_of(value.type));
		break;
	case CEL_OPTIONAL:
		if (!value.optional) {
			buf_add(out, BYTES("optional.none()"));
			break;
		}
		buf_add(out, BYTES("optional.of("));
		cel_print(out, *value.optional);
		buf_add_char(out, ')');
		break;
	case CEL_VERSION:
		print_version(out, value.opaque);
		break;
	case CEL_NULL:
		buf_add(out, BYTES("null"));
		break;
	default:
		print_made(out, value);
	}
}
