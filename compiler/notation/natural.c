#include "natural.h"

#include <assert.h>

static const uint32_t base = 1000000000;

static void trim(struct natural *n)
{
	while (n->count && n->limb[n->count - 1] == 0)
		n->count--;
}

bool natural_scale(struct natural *n, uint32_t factor, uint32_t plus)
{
	uint64_t carry = plus;
	for (size_t i = 0; i < n->count; i++) {
		carry += (uint64_t)n->limb[i] * factor;
		n->limb[i] = (uint32_t)(carry % base);
		carry /= base;
	}
	for (; carry; carry /= base) {
		if (n->count == NATURAL_LIMBS)
			return false;
		n->limb[n->count++] = (uint32_t)(carry % base);
	}
	trim(n);
	return true;
}

uint32_t natural_divide(struct natural *n, uint32_t divisor)
{
	uint64_t rest = 0;
	for (size_t i = n->count; i-- > 0;) {
		rest = rest * base + n->limb[i];
		n->limb[i] = (uint32_t)(rest / divisor);
		rest %= divisor;
	}
	trim(n);
	return (uint32_t)rest;
}

bool natural_shift(struct natural *n, int power, bool *rest)
{
	*rest = false;
	for (; power > 0 && n->count; power--)
		if (!natural_scale(n, 10, 0))
			return false;
	for (; power < 0 && n->count; power++)
		*rest = natural_divide(n, 10) || *rest;
	return true;
}

bool natural_add(struct natural *n, const struct natural *more)
{
	uint32_t carry = 0;
	size_t count = n->count > more->count ? n->count : more->count;
	for (size_t i = 0; i < count; i++) {
		uint32_t sum = n->limb[i] + more->limb[i] + carry;
		carry = sum >= base;
		n->limb[i] = carry ? sum - base : sum;
	}
	n->count = count;
	if (!carry)
		return true;
	if (count == NATURAL_LIMBS)
		return false;
	n->limb[n->count++] = carry;
	return true;
}

void natural_subtract(struct natural *n, const struct natural *less)
{
	assert(natural_compare(n, less) >= 0);
	uint32_t borrow = 0;
	for (size_t i = 0; i < n->count; i++) {
		uint32_t take = less->limb[i] + borrow;
		borrow = n->limb[i] < take;
		n->limb[i] += borrow * base - take;
	}
	trim(n);
}

int natural_compare(const struct natural *a, const struct natural *b)
{
	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	for (size_t i = a->count; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

bool natural_uint64(const struct natural *n, uint64_t *value)
{
	uint64_t sum = 0;
	for (size_t i = n->count; i-- > 0;)
		if (__builtin_mul_overflow(sum, base, &sum) ||
			__builtin_add_overflow(sum, n->limb[i], &sum))
			return false;
	*value = sum;
	return true;
}

struct natural natural_of(uint64_t value)
{
	struct natural n = { 0 };
	for (; value; value /= base)
		n.limb[n.count++] = (uint32_t)(value % base);
	return n;
}

size_t natural_digits(const struct natural *n, char room[NATURAL_DIGITS])
{
	char reversed[NATURAL_DIGITS] = { 0 };
	size_t len = 0;
	for (size_t i = 0; i < n->count; i++) {
		uint32_t limb = n->limb[i];
		for (int digit = 0; digit < 9; digit++, limb /= 10)
			reversed[len++] = (char)('0' + limb % 10);
	}
	while (len && reversed[len - 1] == '0')
		len--;
	for (size_t i = 0; i < len; i++)
		room[i] = reversed[len - 1 - i];
	return len;
}
