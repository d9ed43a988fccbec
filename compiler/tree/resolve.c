/*
 * How plain scalars resolve: the core schema of YAML 1.2 (10.3.2), and go-yaml v2 as Helm 3 and 4
 * use it. Both scan the text by themselves: strtod() would take "inf", "0x1p3" and more.
 */
#include "number.h"
#include "tree.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* A reading of a text that can be blind to underscores, as go-yaml is in numbers. */
struct scan {
	struct bytes text;
	size_t at;
	bool blind;
};

static int scan_peek(struct scan *scan)
{
	while (scan->blind && scan->at < scan->text.len && scan->text.at[scan->at] == '_')
		scan->at++;
	return scan->at < scan->text.len ? (unsigned char)scan->text.at[scan->at] : -1;
}

static bool scan_take(struct scan *scan, char one, char other)
{
	int c = scan_peek(scan);
	if (c != one && c != other)
		return false;
	scan->at++;
	return true;
}

static int digit_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* --- integers --------------------------------------------------------------------------------- */

enum reading { READ_NOT, READ_FITS, READ_TOO_LARGE };

/* All that is left, as digits of the base. No digits at all are READ_NOT. */
static enum reading scan_digits(struct scan *scan, int base, uint64_t *value)
{
	enum reading reading = READ_NOT;
	*value = 0;
	for (; scan_peek(scan) >= 0; scan->at++) {
		int digit = digit_value(scan_peek(scan));
		if (digit >= base)
			return READ_NOT;
		if (reading == READ_NOT)
			reading = READ_FITS;
		if (__builtin_mul_overflow(*value, (uint64_t)base, value) ||
			__builtin_add_overflow(*value, (uint64_t)digit, value))
			reading = READ_TOO_LARGE;
	}
	return reading;
}

static bool fits_signed(bool negative, uint64_t magnitude)
{
	return magnitude <= (uint64_t)INT64_MAX + negative;
}

static struct scalar scalar_integer(bool negative, uint64_t magnitude)
{
	int64_t integer = (int64_t)(negative ? 0 - magnitude : magnitude);
	return (struct scalar){ TYPE_INT, false, integer, (double)integer };
}

static struct scalar scalar_of(enum scalar_type type)
{
	return (struct scalar){ .type = type };
}

static struct scalar scalar_number(double number)
{
	return (struct scalar){ .type = TYPE_FLOAT, .number = number };
}

/* The base that go's ParseInt(text, 0, 64) takes from the text behind the sign. */
static int scan_base(struct scan *scan)
{
	if (!scan_take(scan, '0', '0'))
		return 10;
	size_t behind = scan->at;
	if (scan_take(scan, 'x', 'X'))
		return 16;
	if (scan_take(scan, 'b', 'B'))
		return 2;
	if (!scan_take(scan, 'o', 'O'))
		scan->at = behind - 1; /* so that a lone 0 is a digit too */
	return 8;
}

/* --- decimals --------------------------------------------------------------------------------- */

/* More digits than any double needs to be rounded rightly; the rest is only zero or not. */
enum { DIGITS_KEPT = 800, EXPONENT_LIMIT = 100000 };

struct digits {
	char at[DIGITS_KEPT + 48]; /* with room for sign and exponent */
	size_t count, seen;
	int64_t exponent;
	bool dropped;
};

static void digits_add(struct digits *digits, char digit, bool fraction)
{
	digits->seen++;
	digits->exponent -= fraction;
	if (digits->count < DIGITS_KEPT) {
		if (digits->count || digit != '0')
			digits->at[digits->count++] = digit;
		return;
	}
	digits->exponent++;
	digits->dropped |= digit != '0';
}

static void scan_run(struct scan *scan, struct digits *digits, bool fraction)
{
	for (int c; c = scan_peek(scan), c >= '0' && c <= '9'; scan->at++)
		digits_add(digits, (char)c, fraction);
}

/* False if `e` is not followed by digits. */
static bool scan_exponent(struct scan *scan, int64_t *exponent)
{
	bool negative = scan_take(scan, '-', '-');
	if (!negative)
		scan_take(scan, '+', '+');
	size_t begin = scan->at;
	int64_t value = 0;
	for (int c; c = scan_peek(scan), c >= '0' && c <= '9'; scan->at++)
		value = value < EXPONENT_LIMIT ? value * 10 + (c - '0') : value;
	*exponent += negative ? -value : value;
	return scan->at > begin;
}

static double digits_number(struct digits *digits, bool negative)
{
	if (digits->count == 0)
		return negative ? -0.0 : 0.0;
	if (digits->dropped)
		digits->at[digits->count - 1] |= 1; /* sticky, so that a tie is none */
	snprintf(digits->at + digits->count, 48, "e%lld", (long long)digits->exponent);
	double number = strtod(digits->at, NULL);
	return negative ? -number : number;
}

/* [-+]? ( \.[0-9]+ | [0-9]+(\.[0-9]*)? ) ([eE][-+]?[0-9]+)? */
static bool scan_decimal(struct scan scan, double *number)
{
	struct digits digits = { .count = 0 };
	bool negative = scan_take(&scan, '-', '-');
	if (!negative)
		scan_take(&scan, '+', '+');
	scan_run(&scan, &digits, false);
	if (scan_take(&scan, '.', '.'))
		scan_run(&scan, &digits, true);
	if (digits.seen == 0)
		return false;
	if (scan_take(&scan, 'e', 'E') && !scan_exponent(&scan, &digits.exponent))
		return false;
	if (scan_peek(&scan) >= 0)
		return false;
	*number = digits_number(&digits, negative);
	return true;
}

/* --- words ------------------------------------------------------------------------------------ */

enum meaning { MEANS_NULL, MEANS_FALSE, MEANS_TRUE, MEANS_INF, MEANS_MINUS_INF, MEANS_NAN };

struct word {
	const char *text;
	enum meaning meaning;
	bool core; /* in YAML 1.2 too; the others are Helm's alone */
};

static const struct word words[] = {
	// clang-format off
	{ "", MEANS_NULL, true },          { "~", MEANS_NULL, true },
	{ "null", MEANS_NULL, true },      { "Null", MEANS_NULL, true },
	{ "NULL", MEANS_NULL, true },      { "true", MEANS_TRUE, true },
	{ "True", MEANS_TRUE, true },      { "TRUE", MEANS_TRUE, true },
	{ "false", MEANS_FALSE, true },    { "False", MEANS_FALSE, true },
	{ "FALSE", MEANS_FALSE, true },    { "y", MEANS_TRUE, false },
	{ "Y", MEANS_TRUE, false },        { "yes", MEANS_TRUE, false },
	{ "Yes", MEANS_TRUE, false },      { "YES", MEANS_TRUE, false },
	{ "on", MEANS_TRUE, false },       { "On", MEANS_TRUE, false },
	{ "ON", MEANS_TRUE, false },       { "n", MEANS_FALSE, false },
	{ "N", MEANS_FALSE, false },       { "no", MEANS_FALSE, false },
	{ "No", MEANS_FALSE, false },      { "NO", MEANS_FALSE, false },
	{ "off", MEANS_FALSE, false },     { "Off", MEANS_FALSE, false },
	{ "OFF", MEANS_FALSE, false },     { ".inf", MEANS_INF, true },
	{ ".Inf", MEANS_INF, true },       { ".INF", MEANS_INF, true },
	{ "+.inf", MEANS_INF, true },      { "+.Inf", MEANS_INF, true },
	{ "+.INF", MEANS_INF, true },      { "-.inf", MEANS_MINUS_INF, true },
	{ "-.Inf", MEANS_MINUS_INF, true }, { "-.INF", MEANS_MINUS_INF, true },
	{ ".nan", MEANS_NAN, true },       { ".NaN", MEANS_NAN, true },
	{ ".NAN", MEANS_NAN, true },
	// clang-format on
};

enum { LONGEST_WORD = 5 };

/* Most texts are told apart by their first character. NUL stands for the empty text. */
static bool may_begin_word(char first)
{
	return memchr("\0~nNtTfFyYoO.+-", first, sizeof "\0~nNtTfFyYoO.+-" - 1) != NULL;
}

static const struct word *word_find(struct bytes text)
{
	char first = text.len ? text.at[0] : '\0';
	if (text.len > LONGEST_WORD || !may_begin_word(first))
		return NULL;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (first == words[i].text[0] && bytes_is(text, words[i].text))
			return &words[i];
	return NULL;
}

static struct scalar word_scalar(const struct word *word)
{
	switch (word->meaning) {
	case MEANS_NULL:
		return scalar_of(TYPE_NULL);
	case MEANS_FALSE:
	case MEANS_TRUE:
		return (struct scalar){ TYPE_BOOL, word->meaning == MEANS_TRUE, 0, 0 };
	case MEANS_INF:
		return scalar_number(INFINITY);
	case MEANS_MINUS_INF:
		return scalar_number(-INFINITY);
	default:
		return scalar_number(NAN);
	}
}

/* --- the two schemas -------------------------------------------------------------------------- */

/* [-+]?[0-9]+ | 0o[0-7]+ | 0x[0-9a-fA-F]+ */
static enum reading core_integer(struct bytes text, bool *negative, uint64_t *magnitude)
{
	struct scan scan = { text, 0, false };
	if (bytes_begins(text, BYTES("0o")) || bytes_begins(text, BYTES("0x"))) {
		scan.at = 2;
		return scan_digits(&scan, text.at[1] == 'x' ? 16 : 8, magnitude);
	}
	*negative = scan_take(&scan, '-', '-');
	if (!*negative)
		scan_take(&scan, '+', '+');
	return scan_digits(&scan, 10, magnitude);
}

/* Hexadecimal or octal beyond uint64. */
static double large_number(struct bytes text)
{
	double base = text.at[1] == 'x' ? 16 : 8, number = 0;
	for (size_t i = 2; i < text.len; i++)
		number = number * base + digit_value((unsigned char)text.at[i]);
	return number;
}

/* By the first byte it is plain what to try at all; go-yaml does so too. */
static bool may_be_number(struct bytes text)
{
	char c = text.at[0];
	return (c >= '0' && c <= '9') || c == '+' || c == '-';
}

struct scalar resolve_core(struct bytes text)
{
	const struct word *word = word_find(text);
	if (word && word->core)
		return word_scalar(word);
	if (text.len == 0 || (text.at[0] != '.' && !may_be_number(text)))
		return scalar_of(TYPE_STRING);
	bool negative = false;
	uint64_t magnitude = 0;
	double number;
	enum reading reading = core_integer(text, &negative, &magnitude);
	if (reading == READ_FITS && fits_signed(negative, magnitude))
		return scalar_integer(negative, magnitude);
	if (scan_decimal((struct scan){ text, 0, false }, &number))
		return scalar_number(number);
	if (reading == READ_FITS)
		return scalar_number((double)magnitude);
	return reading == READ_TOO_LARGE ? scalar_number(large_number(text))
					 : scalar_of(TYPE_STRING);
}

/* ParseInt, then ParseUint, both of base 0. *is_unsigned: only the latter took it. */
static enum reading helm_integer(
	struct bytes text, bool *negative, uint64_t *magnitude, bool *is_unsigned)
{
	struct scan scan = { text, 0, true };
	*negative = scan_take(&scan, '-', '-');
	bool sign = *negative || scan_take(&scan, '+', '+');
	int base = scan_base(&scan);
	enum reading reading = scan_digits(&scan, base, magnitude);
	*is_unsigned = false;
	if (reading != READ_FITS || fits_signed(*negative, *magnitude))
		return reading;
	*is_unsigned = !sign;
	return sign ? READ_TOO_LARGE : READ_FITS;
}

/* A text that begins with a dot: ParseFloat, which takes underscores only between digits. */
static bool helm_dotted(struct bytes text, double *number)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '_' &&
			(i == 0 || i + 1 == text.len ||
				digit_value((unsigned char)text.at[i - 1]) > 9 ||
				digit_value((unsigned char)text.at[i + 1]) > 9))
			return false;
	return scan_decimal((struct scan){ text, 0, true }, number) && isfinite(*number);
}

static struct scalar helm_resolve(struct bytes text, bool *is_unsigned)
{
	*is_unsigned = false;
	const struct word *word = word_find(text);
	if (word)
		return word_scalar(word);
	double number;
	if (text.at[0] == '.')
		return helm_dotted(text, &number) ? scalar_number(number) : scalar_of(TYPE_STRING);
	if (!may_be_number(text))
		return scalar_of(TYPE_STRING);
	bool negative;
	uint64_t magnitude;
	enum reading reading = helm_integer(text, &negative, &magnitude, is_unsigned);
	if (reading == READ_FITS && !*is_unsigned)
		return scalar_integer(negative, magnitude);
	if (reading == READ_FITS)
		return scalar_number((double)magnitude);
	if (scan_decimal((struct scan){ text, 0, true }, &number) && isfinite(number))
		return scalar_number(number);
	return scalar_of(TYPE_STRING);
}

struct scalar resolve_helm(struct bytes text)
{
	bool is_unsigned;
	return helm_resolve(text, &is_unsigned);
}

/* As sigs.k8s.io/yaml: FormatFloat(key, 'g', -1, 32), the loss of single precision included. */
static struct bytes float_key(struct arena *owner, double number)
{
	float single = (float)number;
	if (isnan(single))
		return BYTES(".nan");
	if (isinf(single))
		return single > 0 ? BYTES(".inf") : BYTES("-.inf");
	char text[DECIMAL_TEXT];
	struct decimal decimal = decimal_of_single(single);
	int len = decimal_text(text, &decimal, 4, 6, 2);
	return bytes_copy(owner, (struct bytes){ text, (size_t)len });
}

struct bytes resolve_helm_key(struct arena *owner, struct bytes text)
{
	bool is_unsigned;
	struct scalar scalar = helm_resolve(text, &is_unsigned);
	if (is_unsigned || scalar.type == TYPE_NULL)
		return (struct bytes){ 0 };
	if (scalar.type == TYPE_BOOL)
		return scalar.boolean ? BYTES("true") : BYTES("false");
	if (scalar.type == TYPE_INT)
		return bytes_print(owner, "%lld", (long long)scalar.integer);
	return scalar.type == TYPE_FLOAT ? float_key(owner, scalar.number) : text;
}
