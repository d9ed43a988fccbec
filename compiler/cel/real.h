/*
 * Rounding of doubles, by hand: libm would be loaded at each start for nothing else, and Debian's
 * static one cannot be linked into a position-independent program.
 */
#ifndef LEME_CEL_REAL_H
#define LEME_CEL_REAL_H

#include <math.h>
#include <stdint.h>

/* Towards zero. From 2^52 on every double is whole; infinities and NaN stay. */
static inline double real_trunc(double x)
{
	return fabs(x) < 4503599627370496.0 ? copysign((double)(int64_t)x, x) : x;
}

static inline double real_floor(double x)
{
	double whole = real_trunc(x);
	return whole > x ? whole - 1 : whole;
}

/* -0.5 becomes -0, as in C. */
static inline double real_ceil(double x)
{
	double whole = real_trunc(x);
	return whole < x ? copysign(whole + 1, x) : whole;
}

/* To the nearest, halves away from zero. */
static inline double real_round(double x)
{
	double whole = real_trunc(x);
	return fabs(x - whole) >= 0.5 ? whole + copysign(1, x) : whole;
}

/* One instruction: the flag -fno-math-errno leaves no call to the library. */
static inline double real_sqrt(double x)
{
	return sqrt(x);
}

#endif
