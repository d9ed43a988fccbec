#include "number.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Fills in the digits of a text like "-1.2345e+06". */
static struct decimal decimal_read(const char *text)
{
	struct decimal decimal = { .negative = *text == '-' };
	const char *exponent = strchr(text, 'e');
	for (const char *c = text; c < exponent; c++)
		if (*c >= '0' && *c <= '9')
			decimal.digits[decimal.count++] = *c;
	while (decimal.count > 1 && decimal.digits[decimal.count - 1] == '0')
		decimal.count--;
	decimal.digits[decimal.count] = '\0';
	decimal.point = atoi(exponent + 1) + 1;
	return decimal;
}

struct decimal decimal_of(double number)
{
	assert(isfinite(number));
	char text[40];
	for (int digits = 0; digits < DECIMAL_DIGITS; digits++) {
		snprintf(text, sizeof text, "%.*e", digits, number);
		if (strtod(text, NULL) == number)
			break;
	}
	return decimal_read(text);
}

struct decimal decimal_of_single(float number)
{
	assert(isfinite(number));
	char text[40];
	for (int digits = 0; digits < 9; digits++) {
		snprintf(text, sizeof text, "%.*e", digits, (double)number);
		if (strtof(text, NULL) == number)
			break;
	}
	return decimal_read(text);
}

static int with_exponent(char *text, const struct decimal *decimal, int width)
{
	const char *digits = decimal->digits;
	int exponent = decimal->point - 1;
	return snprintf(text, DECIMAL_TEXT, "%s%c%s%se%c%0*d", decimal->negative ? "-" : "",
		digits[0], decimal->count > 1 ? "." : "", digits + 1, exponent < 0 ? '-' : '+',
		width, abs(exponent));
}

int decimal_text(
	char text[DECIMAL_TEXT], const struct decimal *decimal, int least, int most, int width)
{
	const char *sign = decimal->negative ? "-" : "", *digits = decimal->digits;
	int point = decimal->point, count = decimal->count;
	if (point > most || point <= -least)
		return with_exponent(text, decimal, width);
	if (point <= 0)
		return snprintf(text, DECIMAL_TEXT, "%s0.%.*s%s", sign, -point, "00000000", digits);
	if (point >= count)
		return snprintf(text, DECIMAL_TEXT, "%s%s%.*s", sign, digits, point - count,
			"00000000000000000000000");
	return snprintf(text, DECIMAL_TEXT, "%s%.*s.%s", sign, point, digits, digits + point);
}
