/* Numbers as decimal digits, the shortest that read back as the same number. Private to tree/. */
#ifndef LEME_TREE_NUMBER_H
#define LEME_TREE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

enum { DECIMAL_DIGITS = 17, DECIMAL_TEXT = 32 };

/* 0.d1d2d3… × 10^point. Zero is one digit '0' with point 1. */
struct decimal {
	bool negative;
	int count, point;
	char digits[DECIMAL_DIGITS + 1];
};

/* The number must be finite. */
struct decimal decimal_of(double number);

/* The same for what is left of the number in single precision; that must be finite too. */
struct decimal decimal_of_single(float number);

/*
 * The text: digits alone where 10^-least <= |number| < 10^most, else with an exponent of at
 * least `width` digits. Returns its length.
 */
int decimal_text(
	char text[DECIMAL_TEXT], const struct decimal *decimal, int least, int most, int width);

#endif
