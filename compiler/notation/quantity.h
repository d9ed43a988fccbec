/*
 * Amounts of resources as k8s.io/apimachinery's resource.Quantity: `250m`, `1.5Gi`, `12e6`. The
 * value is exact, in steps of 10^-9; a finer one is rounded away from zero when it is read, and a
 * binary one is capped at 2^63-1, as there.
 *
 * Reasons of failure are texts of Kubernetes, in English, as CEL shows them.
 */
#ifndef LEME_NOTATION_QUANTITY_H
#define LEME_NOTATION_QUANTITY_H

#include "natural.h"

#include "base/buf.h"

/* How a quantity is printed: as it was written. */
enum quantity_format { QUANTITY_DECIMAL, QUANTITY_EXPONENT, QUANTITY_BINARY };

struct quantity {
	enum quantity_format format;
	bool negative;
	struct natural nanos; /* the value without its sign, in 10^-9 */
	/*
	 * How Kubernetes would hold it: as 64 bits times a power of ten, or as a decimal of any
	 * length. What is an integer, and what double is near, depends on that there.
	 */
	bool is_long;
	int scale;
};

/* NULL, or what is wrong with the text. */
const char *quantity_parse(struct bytes text, struct quantity *quantity) MUST_USE;

/* A whole number as a quantity. */
struct quantity quantity_of(int64_t integer);

/* Canonical: no fraction, the largest suffix that loses nothing. */
struct bytes quantity_text(struct arena *owner, const struct quantity *quantity);

/* -1, 0, 1 by value, whatever the formats. */
int quantity_compare(const struct quantity *a, const struct quantity *b);
int quantity_sign(const struct quantity *quantity);

/* Exact. The result has a's format, or b's if a is zero. False: more digits than there is room. */
bool quantity_add(
	const struct quantity *a, const struct quantity *b, struct quantity *sum) MUST_USE;
bool quantity_subtract(
	const struct quantity *a, const struct quantity *b, struct quantity *difference) MUST_USE;

/*
 * False, with *integer untouched, where Kubernetes says "not an integer": a fraction, more than 64
 * bits, and also what it keeps as a long decimal (1.5Ki, 19 digits) or in fractions (1000m).
 */
bool quantity_integer(const struct quantity *quantity, int64_t *integer) MUST_USE;

/* Mantissa times power of ten, both as doubles, as AsApproximateFloat64: not always the nearest. */
double quantity_float(const struct quantity *quantity);

#endif
