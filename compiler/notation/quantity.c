#include "quantity.h"

#include <math.h>
#include <stdlib.h>

static const char format_wrong[] = "quantities must match the regular expression "
				   "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
static const char suffix_wrong[] = "unable to parse quantity's suffix";
static const char too_long[] = "quantity has too many digits";

/* Decimal suffixes count in powers of ten, binary ones in powers of two. */
static const struct suffix {
	const char *text;
	enum quantity_format format;
	int exponent;
} suffixes[] = {
	{ "n", QUANTITY_DECIMAL, -9 },
	{ "u", QUANTITY_DECIMAL, -6 },
	{ "m", QUANTITY_DECIMAL, -3 },
	{ "", QUANTITY_DECIMAL, 0 },
	{ "k", QUANTITY_DECIMAL, 3 },
	{ "M", QUANTITY_DECIMAL, 6 },
	{ "G", QUANTITY_DECIMAL, 9 },
	{ "T", QUANTITY_DECIMAL, 12 },
	{ "P", QUANTITY_DECIMAL, 15 },
	{ "E", QUANTITY_DECIMAL, 18 },
	{ "Ki", QUANTITY_BINARY, 10 },
	{ "Mi", QUANTITY_BINARY, 20 },
	{ "Gi", QUANTITY_BINARY, 30 },
	{ "Ti", QUANTITY_BINARY, 40 },
	{ "Pi", QUANTITY_BINARY, 50 },
	{ "Ei", QUANTITY_BINARY, 60 },
};

/* --- reading ---------------------------------------------------------------------------------- */

struct parts {
	bool negative;
	struct bytes whole, fraction, suffix;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t skip_digits(struct bytes text, size_t at)
{
	while (at < text.len && is_digit(text.at[at]))
		at++;
	return at;
}

static bool is_sign(struct bytes text, size_t at)
{
	return at < text.len && (text.at[at] == '+' || text.at[at] == '-');
}

/* As permissive as Kubernetes' own scanner: `.` and `+` are zero there too. */
static bool split(struct bytes text, struct parts *parts)
{
	size_t at = is_sign(text, 0);
	*parts = (struct parts){ .negative = at && text.at[0] == '-' };
	while (at < text.len && text.at[at] == '0')
		at++;
	size_t end = skip_digits(text, at);
	parts->whole = bytes_slice(text, at, end);
	if (end < text.len && text.at[end] == '.') {
		at = end + 1;
		end = skip_digits(text, at);
		parts->fraction = bytes_slice(text, at, end);
	}
	at = end;
	while (at < text.len && memchr("eEinumkKMGTP", text.at[at], 12))
		at++;
	at += is_sign(text, at);
	parts->suffix = bytes_slice(text, end, text.len);
	return text.len && skip_digits(text, at) == text.len;
}

static bool parse_exponent(struct bytes text, int *exponent)
{
	bool negative = is_sign(text, 0) && text.at[0] == '-';
	uint64_t number;
	if (!bytes_number(bytes_slice(text, is_sign(text, 0), text.len), &number) ||
		number > INT32_MAX)
		return false;
	*exponent = negative ? -(int)number : (int)number;
	return true;
}

static bool interpret(struct bytes text, struct suffix *suffix)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (bytes_is(text, suffixes[i].text)) {
			*suffix = suffixes[i];
			return true;
		}
	suffix->format = QUANTITY_EXPONENT;
	return text.len > 1 && (text.at[0] == 'e' || text.at[0] == 'E') &&
		parse_exponent(bytes_slice(text, 1, text.len), &suffix->exponent);
}

static bool add_digits(struct natural *n, struct bytes digits)
{
	for (size_t i = 0; i < digits.len; i++)
		if (!natural_scale(n, 10, (uint32_t)(digits.at[i] - '0')))
			return false;
	return true;
}

static struct bytes without_last_zeros(struct bytes digits)
{
	while (digits.len && digits.at[digits.len - 1] == '0')
		digits.len--;
	return digits;
}

/* The value in nanos, rounded away from zero. */
static bool count_nanos(
	const struct parts *parts, const struct suffix *suffix, struct natural *nanos)
{
	struct bytes fraction = without_last_zeros(parts->fraction);
	bool binary = suffix->format == QUANTITY_BINARY, rest;
	*nanos = (struct natural){ 0 };
	if (!add_digits(nanos, parts->whole) || !add_digits(nanos, fraction))
		return false;
	for (int i = 0; binary && i < suffix->exponent; i++)
		if (!natural_scale(nanos, 2, 0))
			return false;
	int64_t power = 9 - (int64_t)fraction.len + (binary ? 0 : suffix->exponent);
	power = power < -NATURAL_DIGITS ? -NATURAL_DIGITS : power;
	power = power > NATURAL_DIGITS ? NATURAL_DIGITS : power;
	return natural_shift(nanos, (int)power, &rest) &&
		(!rest || natural_add(nanos, &(struct natural){ 1, { 1 } }));
}

/* Whether Kubernetes' fast path takes it: few digits, nothing below 10^-9. */
static bool is_short(const struct parts *parts, const struct suffix *suffix)
{
	int64_t whole = parts->whole.len ? (int64_t)parts->whole.len : 1;
	int64_t fraction = (int64_t)parts->fraction.len;
	if (suffix->format == QUANTITY_BINARY)
		return fraction == 0 && whole <= 14 - suffix->exponent * 3 / 10;
	return whole + fraction <= 18 && suffix->exponent - fraction >= -9;
}

static void cap_binary(struct quantity *quantity)
{
	struct natural most = natural_of(INT64_MAX), one = natural_of(1000000000);
	bool rest;
	if (!natural_shift(&most, 9, &rest))
		return;
	if (natural_compare(&quantity->nanos, &most) > 0) {
		quantity->nanos = most;
		quantity->scale = 0;
	}
	if (quantity->nanos.count && natural_compare(&quantity->nanos, &one) < 0)
		quantity->format = QUANTITY_DECIMAL;
}

const char *quantity_parse(struct bytes text, struct quantity *quantity)
{
	struct parts parts;
	struct suffix suffix;
	*quantity = (struct quantity){ 0 };
	if (!split(text, &parts))
		return format_wrong;
	if (!interpret(parts.suffix, &suffix))
		return suffix_wrong;
	if (!count_nanos(&parts, &suffix, &quantity->nanos))
		return too_long;
	bool binary = suffix.format == QUANTITY_BINARY;
	quantity->format = suffix.format;
	quantity->negative = parts.negative && quantity->nanos.count;
	quantity->is_long = !is_short(&parts, &suffix);
	quantity->scale = quantity->is_long ? -9
		: binary                    ? 0
					    : suffix.exponent - (int)parts.fraction.len;
	/* A zero has a scale too, but none that overflows. */
	if (!quantity->nanos.count && quantity->scale > 0)
		quantity->scale = 0;
	if (binary)
		cap_binary(quantity);
	return NULL;
}

struct quantity quantity_of(int64_t integer)
{
	uint64_t magnitude = integer < 0 ? -(uint64_t)integer : (uint64_t)integer;
	struct quantity quantity = { .negative = integer < 0, .nanos = natural_of(magnitude) };
	bool rest;
	/* 19 digits and 9 more always have room. */
	return natural_shift(&quantity.nanos, 9, &rest) ? quantity : (struct quantity){ 0 };
}

/* --- printing --------------------------------------------------------------------------------- */

static void add_suffix(struct buf *out, enum quantity_format format, int exponent)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (suffixes[i].format == format && suffixes[i].exponent == exponent) {
			buf_add(out, bytes_of(suffixes[i].text));
			return;
		}
	if (exponent)
		buf_print(out, "e%d", exponent);
}

/* The greatest power of ten, in steps of three, that leaves no fraction. */
static void add_decimal(struct buf *out, const struct quantity *quantity)
{
	char digits[NATURAL_DIGITS];
	size_t len = natural_digits(&quantity->nanos, digits), zeros = 0;
	while (digits[len - 1 - zeros] == '0')
		zeros++;
	zeros -= zeros % 3;
	buf_add(out, (struct bytes){ digits, len - zeros });
	add_suffix(out, quantity->format == QUANTITY_BINARY ? QUANTITY_DECIMAL : quantity->format,
		(int)zeros - 9);
}

static void add_binary(struct buf *out, struct natural whole)
{
	struct natural next = whole;
	int exponent = 0;
	while (exponent < 60 && natural_divide(&next, 1024) == 0) {
		whole = next;
		exponent += 10;
	}
	char digits[NATURAL_DIGITS];
	buf_add(out, (struct bytes){ digits, natural_digits(&whole, digits) });
	if (exponent)
		add_suffix(out, QUANTITY_BINARY, exponent);
}

struct bytes quantity_text(struct arena *owner, const struct quantity *quantity)
{
	if (!quantity->nanos.count)
		return BYTES("0");
	struct buf out = buf_new(owner);
	struct natural whole = quantity->nanos, kibi = natural_of(1024);
	bool exact = natural_divide(&whole, 1000000000) == 0;
	if (quantity->negative)
		buf_add_char(&out, '-');
	if (quantity->format == QUANTITY_BINARY && exact && natural_compare(&whole, &kibi) >= 0)
		add_binary(&out, whole);
	else
		add_decimal(&out, quantity);
	return buf_bytes(&out);
}

/* --- values ----------------------------------------------------------------------------------- */

int quantity_sign(const struct quantity *quantity)
{
	return quantity->nanos.count == 0 ? 0 : quantity->negative ? -1 : 1;
}

int quantity_compare(const struct quantity *a, const struct quantity *b)
{
	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	int order = natural_compare(&a->nanos, &b->nanos);
	return a->negative ? -order : order;
}

/* The whole number that, times 10^scale, is the value. */
static struct natural counted_in(const struct quantity *quantity, int scale)
{
	struct natural n = quantity->nanos;
	bool rest;
	return natural_shift(&n, -9 - scale, &rest) ? n : (struct natural){ 0 };
}

static bool has_64_bits(const struct natural *n, bool negative)
{
	uint64_t value;
	return natural_uint64(n, &value) && value <= (uint64_t)INT64_MAX + negative;
}

static bool fits(const struct quantity *quantity, int scale)
{
	struct natural n = counted_in(quantity, scale);
	return has_64_bits(&n, quantity->negative);
}

static bool add_signed(const struct quantity *a, const struct quantity *b, struct quantity *sum)
{
	*sum = *a;
	if (a->negative == b->negative)
		return natural_add(&sum->nanos, &b->nanos);
	if (natural_compare(&a->nanos, &b->nanos) >= 0) {
		natural_subtract(&sum->nanos, &b->nanos);
	} else {
		sum->nanos = b->nanos;
		natural_subtract(&sum->nanos, &a->nanos);
		sum->negative = b->negative;
	}
	sum->negative = sum->negative && sum->nanos.count;
	return true;
}

bool quantity_add(const struct quantity *a, const struct quantity *b, struct quantity *sum)
{
	struct quantity result;
	if (!add_signed(a, b, &result))
		return false;
	if (!a->nanos.count)
		result.format = b->format;
	result.scale = a->scale < b->scale ? a->scale : b->scale;
	if (!b->nanos.count)
		result.scale = a->scale;
	else if (!a->nanos.count)
		result.scale = b->scale;
	result.is_long = a->is_long || b->is_long || !fits(a, result.scale) ||
		!fits(b, result.scale) || !fits(&result, result.scale);
	*sum = result;
	return true;
}

bool quantity_subtract(
	const struct quantity *a, const struct quantity *b, struct quantity *difference)
{
	struct quantity opposite = *b;
	opposite.negative = !b->negative && b->nanos.count;
	return quantity_add(a, &opposite, difference);
}

bool quantity_integer(const struct quantity *quantity, int64_t *integer)
{
	struct natural whole = counted_in(quantity, 0);
	uint64_t magnitude;
	if (quantity->is_long || quantity->scale < 0 || !has_64_bits(&whole, quantity->negative) ||
		!natural_uint64(&whole, &magnitude))
		return false;
	*integer = quantity->negative ? (int64_t)-magnitude : (int64_t)magnitude;
	return true;
}

/* As Go's math.Pow10, whose products are not always the nearest doubles. */
static double power_of_ten(int exponent)
{
	static const double small[] = { 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
		1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24,
		1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31 };
	static const double large[] = { 1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256,
		1e288 };
	if (exponent < 0)
		return 1 / small[-exponent];
	return exponent > 308 ? INFINITY : large[exponent / 32] * small[exponent % 32];
}

double quantity_float(const struct quantity *quantity)
{
	char digits[NATURAL_DIGITS + 1];
	struct natural mantissa = counted_in(quantity, quantity->scale);
	digits[natural_digits(&mantissa, digits)] = '\0';
	double value = strtod(digits, NULL);
	if (quantity->scale)
		value *= power_of_ten(quantity->scale);
	return quantity->negative ? -value : value;
}
