/* Numbers as cel-go's library `math` has them. Kubernetes does not offer it. */
#include "eval.h"
#include "real.h"

#include "base/message.h"

#include <math.h>

/* --- the greatest and the least --------------------------------------------------------------- */

/* The first one that no other is before (sign -1) or behind (sign 1). */
static struct cel_value extreme(
	struct eval *eval, const struct cel_value *args, size_t count, int sign)
{
	struct cel_value list = cel_list(args, count), best = { .kind = CEL_NULL };
	if (count == 1 && args[0].kind == CEL_LIST)
		list = args[0];
	if (list.len == 0)
		return cel_fail(eval, N_("there is no number to choose from"));
	for (size_t i = 0; i < list.len; i++) {
		struct cel_value item = cel_item(list, i);
		if (item.kind != CEL_INT && item.kind != CEL_UINT && item.kind != CEL_DOUBLE)
			return cel_no_overload(eval, eval->node->name, &item, 1);
		if (i == 0 || cel_order(item, best) == sign)
			best = item;
	}
	return best;
}

static struct cel_value greatest(struct eval *eval, const struct cel_value *args, size_t count)
{
	return extreme(eval, args, count, 1);
}

static struct cel_value least(struct eval *eval, const struct cel_value *args, size_t count)
{
	return extreme(eval, args, count, -1);
}

/* --- rounding --------------------------------------------------------------------------------- */

#define DOUBLE_FUNCTION(name, result, function) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		(void)eval, (void)count; \
		return result(function(args[0].number)); \
	}

DOUBLE_FUNCTION(round_up, cel_double, real_ceil)
DOUBLE_FUNCTION(round_down, cel_double, real_floor)
DOUBLE_FUNCTION(round_near, cel_double, real_round)
DOUBLE_FUNCTION(round_to_zero, cel_double, real_trunc)
DOUBLE_FUNCTION(root_of_double, cel_double, real_sqrt)
DOUBLE_FUNCTION(abs_of_double, cel_double, fabs)
DOUBLE_FUNCTION(is_infinite, cel_bool, isinf)
DOUBLE_FUNCTION(is_no_number, cel_bool, isnan)
DOUBLE_FUNCTION(is_finite, cel_bool, isfinite)

static struct cel_value root_of_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double(real_sqrt((double)args[0].integer));
}

static struct cel_value root_of_uint(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double(real_sqrt((double)args[0].uinteger));
}

/* --- signs ------------------------------------------------------------------------------------ */

static struct cel_value same(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return args[0];
}

static struct cel_value abs_of_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	if (args[0].integer == INT64_MIN)
		return cel_fail(eval, N_("the result is too large for its type"));
	return cel_int(args[0].integer < 0 ? -args[0].integer : args[0].integer);
}

static struct cel_value sign_of_int(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int((args[0].integer > 0) - (args[0].integer < 0));
}

static struct cel_value sign_of_uint(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_uint(args[0].uinteger > 0);
}

static struct cel_value sign_of_double(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	double number = args[0].number;
	(void)eval, (void)count;
	return isnan(number) ? args[0] : cel_double((number > 0) - (number < 0));
}

/* --- bits ------------------------------------------------------------------------------------- */

/* Of ints and uints alike: the result is of the first one's kind. */
#define BIT_OPERATION(name, operator) \
	static struct cel_value name( \
		struct eval *eval, const struct cel_value *args, size_t count) \
	{ \
		struct cel_value result = { .kind = args[0].kind }; \
		(void)eval, (void)count; \
		result.uinteger = args[0].uinteger operator args[1].uinteger; \
		return result; \
	}

BIT_OPERATION(bit_and, &)
BIT_OPERATION(bit_or, |)
BIT_OPERATION(bit_xor, ^)

static struct cel_value bit_not(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value result = { .kind = args[0].kind };
	(void)eval, (void)count;
	result.uinteger = ~args[0].uinteger;
	return result;
}

static struct cel_value shift(struct eval *eval, const struct cel_value *args, bool left)
{
	struct cel_value result = { .kind = args[0].kind };
	int64_t places = args[1].integer;
	if (places < 0)
		return cel_fail(eval, N_("a shift by %lld places"), (long long)places);
	if (places < 64)
		result.uinteger = left ? args[0].uinteger << places : args[0].uinteger >> places;
	return result;
}

static struct cel_value shift_left(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return shift(eval, args, true);
}

/* Zeros come in from the left, also to a negative int. */
static struct cel_value shift_right(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return shift(eval, args, false);
}

static const struct function rows[] = {
	{ "math.greatest(dyn...) dyn", greatest,
		N_("the greatest of the numbers, or of one list of them"),
		"math.greatest(1, 2.5, 2u) == 2.5 && math.greatest([1, 3]) == 3", LEME_ONLY },
	{ "math.least(dyn...) dyn", least, N_("the least of the numbers, or of one list of them"),
		"math.least(1, 2.5, 2u) == 1 && math.least([3, 1]) == 1", LEME_ONLY },
	{ "math.ceil(double) double", round_up, N_("the next whole number, upwards"),
		"math.ceil(1.2) == 2.0", LEME_ONLY },
	{ "math.floor(double) double", round_down, N_("the next whole number, downwards"),
		"math.floor(-1.2) == -2.0", LEME_ONLY },
	{ "math.round(double) double", round_near,
		N_("the nearest whole number; a half goes away from zero"),
		"math.round(-1.5) == -2.0", LEME_ONLY },
	{ "math.trunc(double) double", round_to_zero, N_("without the fraction"),
		"math.trunc(-1.7) == -1.0", LEME_ONLY },
	{ "math.sqrt(double) double", root_of_double, N_("the square root; NaN below 0"),
		"math.sqrt(2.25) == 1.5", LEME_ONLY },
	{ "math.sqrt(int) double", root_of_int, N_("the square root; NaN below 0"),
		"math.sqrt(49) == 7.0", LEME_ONLY },
	{ "math.sqrt(uint) double", root_of_uint, N_("the square root"), "math.sqrt(49u) == 7.0",
		LEME_ONLY },
	{ "math.abs(int) int", abs_of_int, N_("without its sign"), "math.abs(-2) == 2", LEME_ONLY },
	{ "math.abs(uint) uint", same, N_("the same"), "math.abs(2u) == 2u", LEME_ONLY },
	{ "math.abs(double) double", abs_of_double, N_("without its sign"), "math.abs(-2.5) == 2.5",
		LEME_ONLY },
	{ "math.sign(int) int", sign_of_int, N_("-1, 0 or 1"), "math.sign(-7) == -1", LEME_ONLY },
	{ "math.sign(uint) uint", sign_of_uint, N_("0 or 1"), "math.sign(7u) == 1u", LEME_ONLY },
	{ "math.sign(double) double", sign_of_double, N_("-1, 0 or 1; NaN for NaN"),
		"math.sign(-0.5) == -1.0", LEME_ONLY },
	{ "math.isInf(double) bool", is_infinite, N_("whether it is infinite"),
		"math.isInf(1.0 / 0.0)", LEME_ONLY },
	{ "math.isNaN(double) bool", is_no_number, N_("whether it is not a number"),
		"math.isNaN(0.0 / 0.0)", LEME_ONLY },
	{ "math.isFinite(double) bool", is_finite, N_("whether it is neither infinite nor NaN"),
		"math.isFinite(1.5)", LEME_ONLY },
	{ "math.bitAnd(int, int) int", bit_and, N_("the bits that both have"),
		"math.bitAnd(6, 3) == 2", LEME_ONLY },
	{ "math.bitAnd(uint, uint) uint", bit_and, N_("the bits that both have"),
		"math.bitAnd(6u, 3u) == 2u", LEME_ONLY },
	{ "math.bitOr(int, int) int", bit_or, N_("the bits that one of them has"),
		"math.bitOr(6, 3) == 7", LEME_ONLY },
	{ "math.bitOr(uint, uint) uint", bit_or, N_("the bits that one of them has"),
		"math.bitOr(6u, 3u) == 7u", LEME_ONLY },
	{ "math.bitXor(int, int) int", bit_xor, N_("the bits that only one of them has"),
		"math.bitXor(6, 3) == 5", LEME_ONLY },
	{ "math.bitXor(uint, uint) uint", bit_xor, N_("the bits that only one of them has"),
		"math.bitXor(6u, 3u) == 5u", LEME_ONLY },
	{ "math.bitNot(int) int", bit_not, N_("the bits that it has not"), "math.bitNot(1) == -2",
		LEME_ONLY },
	{ "math.bitNot(uint) uint", bit_not, N_("the bits that it has not"),
		"math.bitNot(0u) == 18446744073709551615u", LEME_ONLY },
	{ "math.bitShiftLeft(int, int) int", shift_left, N_("its bits so many places further up"),
		"math.bitShiftLeft(1, 4) == 16", LEME_ONLY },
	{ "math.bitShiftLeft(uint, int) uint", shift_left, N_("its bits so many places further up"),
		"math.bitShiftLeft(1u, 4) == 16u", LEME_ONLY },
	{ "math.bitShiftRight(int, int) int", shift_right,
		N_("its bits so many places further down, zeros above"),
		"math.bitShiftRight(16, 4) == 1", LEME_ONLY },
	{ "math.bitShiftRight(uint, int) uint", shift_right,
		N_("its bits so many places further down"), "math.bitShiftRight(16u, 4) == 1u",
		LEME_ONLY },
};

const struct library cel_math = ROWS(rows);
