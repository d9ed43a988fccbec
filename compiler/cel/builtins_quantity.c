/* Kubernetes' libraries `quantity` and `semver`. */
#include "eval.h"

#include "base/message.h"
#include "notation/notation.h"

static struct cel_value opaque(enum cel_kind kind, const void *value)
{
	return (struct cel_value){ .kind = (uint8_t)kind, .opaque = value };
}

/* --- quantity --------------------------------------------------------------------------------- */

static const struct quantity *quantity_in(struct cel_value value)
{
	return value.opaque;
}

static struct cel_value quantity_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct quantity *quantity = arena_new_of(eval->owner, struct quantity);
	const char *fault = quantity_parse(cel_text(args[0]), quantity);
	(void)count;
	return fault ? cel_fail(eval, N_("'" BYTES_FMT "' is no quantity: %s"), (int)args[0].len,
			       args[0].text, fault)
		     : opaque(CEL_QUANTITY, quantity);
}

static struct cel_value is_quantity(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct quantity quantity;
	(void)eval, (void)count;
	return cel_bool(!quantity_parse(cel_text(args[0]), &quantity));
}

static struct cel_value sign(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(quantity_sign(quantity_in(args[0])));
}

static struct cel_value is_integer(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t integer;
	(void)eval, (void)count;
	return cel_bool(quantity_integer(quantity_in(args[0]), &integer));
}

static struct cel_value as_integer(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t integer;
	(void)count;
	return quantity_integer(quantity_in(args[0]), &integer)
		? cel_int(integer)
		: cel_fail(eval, N_("the quantity is no integer"));
}

static struct cel_value as_float(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_double(quantity_float(quantity_in(args[0])));
}

typedef bool (*calculation)(
	const struct quantity *a, const struct quantity *b, struct quantity *result);

static struct cel_value calculate(struct eval *eval, const struct cel_value *args, calculation run)
{
	struct quantity *result = arena_new_of(eval->owner, struct quantity);
	struct quantity whole, *other = &whole;
	if (args[1].kind == CEL_INT)
		whole = quantity_of(args[1].integer);
	else
		whole = *quantity_in(args[1]);
	return run(quantity_in(args[0]), other, result)
		? opaque(CEL_QUANTITY, result)
		: cel_fail(eval, N_("the quantity has too many digits"));
}

static struct cel_value add(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return calculate(eval, args, quantity_add);
}

static struct cel_value subtract(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return calculate(eval, args, quantity_subtract);
}

static int order(const struct cel_value *args)
{
	return quantity_compare(quantity_in(args[0]), quantity_in(args[1]));
}

static struct cel_value is_less(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(order(args) < 0);
}

static struct cel_value is_greater(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(order(args) > 0);
}

static struct cel_value compare_to(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(order(args));
}

/* --- semver ----------------------------------------------------------------------------------- */

static const struct semver *semver_in(struct cel_value value)
{
	return value.opaque;
}

static bool read_semver(
	struct eval *eval, const struct cel_value *args, size_t count, struct semver *version)
{
	return count == 2 && args[1].boolean
		? semver_parse_normalized(eval->owner, cel_text(args[0]), version)
		: semver_parse(cel_text(args[0]), version);
}

static struct cel_value semver_from(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct semver *version = arena_new_of(eval->owner, struct semver);
	return read_semver(eval, args, count, version)
		? opaque(CEL_SEMVER, version)
		: cel_fail(eval, N_("'" BYTES_FMT "' is no semantic version"), (int)args[0].len,
			  args[0].text);
}

static struct cel_value is_semver(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct semver version;
	return cel_bool(read_semver(eval, args, count, &version));
}

static struct cel_value number(struct eval *eval, uint64_t value)
{
	return value > INT64_MAX ? cel_fail(eval, N_("the number is too large"))
				 : cel_int((int64_t)value);
}

static struct cel_value major_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return number(eval, semver_in(args[0])->major);
}

static struct cel_value minor_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return number(eval, semver_in(args[0])->minor);
}

static struct cel_value patch_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return number(eval, semver_in(args[0])->patch);
}

static struct cel_value prerelease_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(semver_in(args[0])->prerelease);
}

static struct cel_value build_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_string(semver_in(args[0])->build);
}

static int semver_order(const struct cel_value *args)
{
	return semver_compare(semver_in(args[0]), semver_in(args[1]));
}

static struct cel_value is_earlier(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(semver_order(args) < 0);
}

static struct cel_value is_later(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_bool(semver_order(args) > 0);
}

static struct cel_value semver_compare_to(
	struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)eval, (void)count;
	return cel_int(semver_order(args));
}

static const struct function rows[] = {
	{ "quantity(string) quantity", quantity_from, N_("an amount of a resource"),
		"quantity('1Gi').isGreaterThan(quantity('1G'))", 28 },
	{ "isQuantity(string) bool", is_quantity, N_("whether the text is an amount"),
		"isQuantity('250m') && !isQuantity('1 Gi')", 28 },
	{ "<quantity>.sign() int", sign, N_("-1, 0 or 1"), "quantity('-1').sign() == -1", 28 },
	{ "<quantity>.isInteger() bool", is_integer, N_("whether it is a whole number of 64 bits"),
		"quantity('50k').isInteger()", 28 },
	{ "<quantity>.asInteger() int", as_integer, N_("the whole number; an error if it is none"),
		"quantity('50k').asInteger() == 50000", 28 },
	{ "<quantity>.asApproximateFloat() double", as_float, N_("the number as a double"),
		"quantity('1.5').asApproximateFloat() == 1.5", 28 },
	{ "<quantity>.add(quantity) quantity", add, N_("the sum"),
		"quantity('50k').add(quantity('20k')) == quantity('70k')", 28 },
	{ "<quantity>.add(int) quantity", add, N_("the sum"),
		"quantity('50').add(20) == quantity('70')", 28 },
	{ "<quantity>.sub(quantity) quantity", subtract, N_("the difference"),
		"quantity('50k').sub(quantity('20k')) == quantity('30k')", 28 },
	{ "<quantity>.sub(int) quantity", subtract, N_("the difference"),
		"quantity('50').sub(20) == quantity('30')", 28 },
	{ "<quantity>.isLessThan(quantity) bool", is_less, N_("whether it is smaller"),
		"quantity('50k').isLessThan(quantity('1M'))", 28 },
	{ "<quantity>.isGreaterThan(quantity) bool", is_greater, N_("whether it is larger"),
		"quantity('1M').isGreaterThan(quantity('50k'))", 28 },
	{ "<quantity>.compareTo(quantity) int", compare_to, N_("-1, 0 or 1"),
		"quantity('1000m').compareTo(quantity('1')) == 0", 28 },
	{ "semver(string) semver", semver_from, N_("a version by SemVer 2.0"),
		"semver('1.2.3').major() == 1", 33 },
	{ "semver(string, bool) semver", semver_from,
		N_("the same; if true, `v1.2` and the like are made whole first"),
		"semver('v1.2', true) == semver('1.2.0')", 33 },
	{ "isSemver(string) bool", is_semver, N_("whether the text is a version"),
		"isSemver('1.2.3-rc.1')", 33 },
	{ "isSemver(string, bool) bool", is_semver, N_("the same, perhaps made whole first"),
		"isSemver('v1.2', true)", 33 },
	{ "<semver>.major() int", major_of, N_("the first number"), "semver('1.2.3').major() == 1",
		33 },
	{ "<semver>.minor() int", minor_of, N_("the second number"), "semver('1.2.3').minor() == 2",
		33 },
	{ "<semver>.patch() int", patch_of, N_("the third number"), "semver('1.2.3').patch() == 3",
		33 },
	{ "<semver>.prerelease() string", prerelease_of, N_("what follows the '-', or ''"),
		"semver('1.2.3-rc.1').prerelease() == 'rc.1'", LEME_ONLY },
	{ "<semver>.build() string", build_of, N_("what follows the '+', or ''"),
		"semver('1.2.3+7').build() == '7'", LEME_ONLY },
	{ "<semver>.isLessThan(semver) bool", is_earlier, N_("whether it is earlier"),
		"semver('1.2.3-rc.1').isLessThan(semver('1.2.3'))", 33 },
	{ "<semver>.isGreaterThan(semver) bool", is_later, N_("whether it is later"),
		"semver('1.10.0').isGreaterThan(semver('1.9.0'))", 33 },
	{ "<semver>.compareTo(semver) int", semver_compare_to, N_("-1, 0 or 1"),
		"semver('1.2.3').compareTo(semver('1.2.3+7')) == 0", 33 },
};

const struct library cel_quantity = ROWS(rows);
