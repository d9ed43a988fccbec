/* Numbers as decimals: what divides what is not to be told from doubles. */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

/* digits * 10^power; no digits end in 0 but those of zero. */
struct decimal {
	uint64_t digits;
	int power;
};

enum { TEXT = 32, DIGITS = 17 };

/* The shortest that reads back as the same number, without its sign. */
static struct decimal decimal_of(double number)
{
	char text[TEXT];
	struct decimal decimal = { 0 };
	for (int precision = DIGITS - 3; precision < DIGITS; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, number);
		if (strtod(text, NULL) == number)
			break;
	}
	const char *at = text + (*text == '-');
	int behind = 0;
	for (bool point = false; *at && *at != 'e'; at++) {
		if (*at < '0' || *at > '9') {
			point = true;
			continue;
		}
		decimal.digits = decimal.digits * 10 + (uint64_t)(*at - '0');
		behind += point;
	}
	decimal.power = (*at ? atoi(at + 1) : 0) - behind;
	while (decimal.digits && decimal.digits % 10 == 0) {
		decimal.digits /= 10;
		decimal.power++;
	}
	return decimal;
}

static uint64_t remainder_of_power(uint64_t digits, int power, uint64_t divisor)
{
	wide left = digits % divisor;
	for (; power > 0 && left; power--)
		left = left * 10 % divisor;
	return (uint64_t)left;
}

static bool is_small_integer(double number)
{
	return number > -EXACT && number < EXACT && number == (double)(int64_t)number;
}

bool is_multiple(double number, double divisor)
{
	if (number - number != 0 || divisor - divisor != 0)
		return false;
	if (number == 0)
		return true;
	if (is_small_integer(number) && is_small_integer(divisor))
		return (int64_t)number % (int64_t)divisor == 0;
	struct decimal a = decimal_of(number), b = decimal_of(divisor);
	if (a.power >= b.power)
		return remainder_of_power(a.digits, a.power - b.power, b.digits) == 0;
	/* The digits end in no zero, so what is left of them would have to be a power of ten. */
	wide whole = b.digits;
	for (int power = b.power - a.power; power > 0; power--) {
		whole *= 10;
		if (whole > a.digits)
			return false;
	}
	return a.digits % (uint64_t)whole == 0;
}
