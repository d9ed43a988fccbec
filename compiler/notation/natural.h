/*
 * Natural numbers of a fixed room, in base 10^9: what quantities are counted in. Used inside this
 * room only.
 */
#ifndef LEME_NOTATION_NATURAL_H
#define LEME_NOTATION_NATURAL_H

#include "base/bytes.h"

enum { NATURAL_LIMBS = 40, NATURAL_DIGITS = 9 * NATURAL_LIMBS };

struct natural {
	size_t count;                 /* limbs in use, the last is not 0; none for zero */
	uint32_t limb[NATURAL_LIMBS]; /* the lowest first; those not in use are 0 */
};

/* n * factor + plus, in place. False, with n spoilt, if there is no room for it. */
bool natural_scale(struct natural *n, uint32_t factor, uint32_t plus) MUST_USE;

/* n / divisor, in place; returns the remainder. */
uint32_t natural_divide(struct natural *n, uint32_t divisor);

/* n * 10^power, in place; for a negative power the quotient. *rest: what was cut off is not 0. */
bool natural_shift(struct natural *n, int power, bool *rest) MUST_USE;

/* n + more, in place. False, with n spoilt, if there is no room for it. */
bool natural_add(struct natural *n, const struct natural *more) MUST_USE;

/* n - less, in place; less is not the greater one (asserted). */
void natural_subtract(struct natural *n, const struct natural *less);

/* -1, 0, 1. */
int natural_compare(const struct natural *a, const struct natural *b);

/* False if it does not fit. */
bool natural_uint64(const struct natural *n, uint64_t *value) MUST_USE;
struct natural natural_of(uint64_t value);

/* Decimal digits, none for zero; returns how many. */
size_t natural_digits(const struct natural *n, char room[NATURAL_DIGITS]);

#endif
