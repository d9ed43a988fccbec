#include "unit.h"

#include "notation/notation.h"

#include <math.h>

static struct quantity parsed(const char *text)
{
	struct quantity quantity;
	const char *fault = quantity_parse(bytes_of(text), &quantity);
	ck_assert_msg(!fault, "%s: %s", text, fault);
	return quantity;
}

/* k8s.io/apimachinery/pkg/api/resource: the canonical form */
static const struct {
	const char *text, *canonical, *law;
} text_rows[] = {
	{ "0", "0", "zero" },
	{ "0Mi", "0", "zero has no suffix" },
	{ "-0", "0", "nor a sign" },
	{ "+", "0", "as Kubernetes, a sign alone is zero" },
	{ ".", "0", "and so is a point" },
	{ "12Mi", "12Mi", "binary" },
	{ "1024Ki", "1Mi", "the largest suffix" },
	{ "1.5Gi", "1536Mi", "no fraction" },
	{ "-1.5Gi", "-1536Mi", "a sign" },
	{ "1023Ki", "1023Ki", "not to be divided" },
	{ "512", "512", "decimal" },
	{ "0.5Ki", "512", "binary below 1024 is decimal" },
	{ "0.1Ki", "102400m", "a fraction of binary is decimal" },
	{ "1000", "1k", "decimal, the largest suffix" },
	{ "1500", "1500", "in steps of three" },
	{ "10000", "10k", "two zeros do not count" },
	{ "0.5", "500m", "milli" },
	{ "1.2345", "1234500u", "micro" },
	{ "0.001k", "1", "units" },
	{ ".5", "500m", "no digit before the point" },
	{ "5.", "5", "none behind it" },
	{ "+5", "5", "a plus is dropped" },
	{ "00012", "12", "leading zeros are dropped" },
	{ "0.9n", "1n", "rounded up to nanos" },
	{ "-0.9n", "-1n", "away from zero" },
	{ "1.0000000001", "1000000001n", "however little it is" },
	{ "12e6", "12e6", "an exponent stays one" },
	{ "12E6", "12e6", "in lower case" },
	{ "12e+6", "12e6", "with a sign" },
	{ "1e-3", "1e-3", "negative" },
	{ "1e4", "10e3", "in steps of three" },
	{ "1e0", "1", "none" },
	{ "1E", "1E", "E is a suffix too" },
	{ "1Ei", "1Ei", "and Ei" },
	{ "8Ei", "9223372036854775807", "binary is capped" },
	{ "-9Ei", "-9223372036854775807", "on both sides" },
	{ "1000E", "1e21", "beyond E there are exponents only" },
	{ "9999999999999999999999999999999999999G", "9999999999999999999999999999999999999G",
		"long" },
	{ "340282366920938463463374607431768211456", "340282366920938463463374607431768211456",
		"beyond 128 bits" },
};

START_TEST(prints_canonically)
{
	struct quantity quantity = parsed(text_rows[_i].text);
	struct bytes text = quantity_text(unit_arena(), &quantity);
	unit_same(text_rows[_i].law, text, bytes_of(text_rows[_i].canonical));
	struct quantity again;
	ck_assert_ptr_null(quantity_parse(text, &again));
	ck_assert_int_eq(quantity_compare(&quantity, &again), 0);
}
END_TEST

static const struct {
	const char *text, *fault;
} fault_rows[] = {
	{ "", "quantities must match the regular expression" },
	{ "10Mo", "quantities must match the regular expression" },
	{ "10Mm", "unable to parse quantity's suffix" },
	{ "10i", "unable to parse quantity's suffix" },
	{ "10K", "unable to parse quantity's suffix" },
	{ "10e", "unable to parse quantity's suffix" },
	{ "1e99999999999999999999", "unable to parse quantity's suffix" },
	{ "1e1000", "quantity has too many digits" },
	{ " 1", "quantities must match the regular expression" },
	{ "1 ", "quantities must match the regular expression" },
	{ "1.2.3", "quantities must match the regular expression" },
	{ "1k1k", "quantities must match the regular expression" },
	{ "--1", "unable to parse quantity's suffix" },
	{ "1.0.", "quantities must match the regular expression" },
	{ "0x10", "quantities must match the regular expression" },
};

START_TEST(refuses)
{
	struct quantity quantity;
	const char *fault = quantity_parse(bytes_of(fault_rows[_i].text), &quantity);
	ck_assert_msg(fault, "%s", fault_rows[_i].text);
	ck_assert_msg(bytes_begins(bytes_of(fault), bytes_of(fault_rows[_i].fault)), "%s: %s",
		fault_rows[_i].text, fault);
}
END_TEST

/* Each is less than the next; those in one row are equal. */
static const char *const ordered[] = { "-1e30", "-1Ei", "-2", "-1n", "0 0.0 -0Ki", "1n 0.1n",
	"999999999n", "1 1000m 1e0", "1Ki 1024 1.024k", "50M 0.05G 50e6 50000k", "50Mi",
	"9223372036854775807 8Ei", "9223372036854775808", "1e30", "1e300" };

START_TEST(orders)
{
	for (int j = 0; j < (int)COUNT(ordered); j++) {
		struct bytes left = bytes_of(ordered[_i]), a, b;
		while (bytes_cut(&left, ' ', &a))
			for (struct bytes right = bytes_of(ordered[j]);
				bytes_cut(&right, ' ', &b);) {
				struct quantity x, y;
				ck_assert(!quantity_parse(a, &x) && !quantity_parse(b, &y));
				ck_assert_int_eq(quantity_compare(&x, &y), (_i > j) - (_i < j));
			}
	}
}
END_TEST

static const struct {
	const char *a, *b, *sum, *difference, *law;
} sum_rows[] = {
	{ "50k", "20", "50020", "49980", "decimals" },
	{ "1Gi", "512Mi", "1536Mi", "512Mi", "binary" },
	{ "1Gi", "1G", "2073741824", "73741824", "the first one's format" },
	{ "0", "1Ki", "1Ki", "-1Ki", "or the second's, where the first is zero" },
	{ "1", "1", "2", "0", "down to zero" },
	{ "1", "2", "3", "-1", "below zero" },
	{ "-1", "-2", "-3", "1", "two negative ones" },
	{ "1e20", "1n", "100000000000000000000000000001e-9", "99999999999999999999999999999e-9",
		"nothing is lost" },
	{ "999999999999999999", "1", "1E", "999999999999999998", "a carry" },
};

START_TEST(adds)
{
	struct quantity a = parsed(sum_rows[_i].a), b = parsed(sum_rows[_i].b), result;
	ck_assert(quantity_add(&a, &b, &result));
	unit_same(
		sum_rows[_i].law, quantity_text(unit_arena(), &result), bytes_of(sum_rows[_i].sum));
	ck_assert(quantity_subtract(&a, &b, &result));
	unit_same(sum_rows[_i].law, quantity_text(unit_arena(), &result),
		bytes_of(sum_rows[_i].difference));
}
END_TEST

START_TEST(has_an_end)
{
	struct quantity a = parsed("9e350"), sum;
	ck_assert(!quantity_add(&a, &a, &sum));
	ck_assert(quantity_subtract(&a, &a, &sum));
	ck_assert_int_eq(quantity_sign(&sum), 0);
}
END_TEST

static const struct {
	const char *text;
	bool integer;
	int64_t value;
	double number;
	const char *law;
} value_rows[] = {
	{ "0", true, 0, 0, "zero" },
	{ "12Mi", true, 12582912, 12582912, "binary" },
	{ "-49980", true, -49980, -49980, "negative" },
	{ "50.703k", true, 50703, 50703, "a fraction that the suffix takes away" },
	{ "1e18", true, 1000000000000000000, 1e18, "within 64 bits" },
	{ "10E", false, 0, 1e19, "beyond 64 bits" },
	{ "1000m", false, 0, 1, "Kubernetes takes no integer out of fractions" },
	{ "1.5Ki", false, 0, 1536, "nor out of a long decimal" },
	{ "9223372036854775807", false, 0, 9223372036854775808.0, "19 digits are long" },
	{ "0.5", false, 0, 0.5, "a fraction" },
	{ "0.3", false, 0, 3 * 0.1, "3 times 10^-1, not the nearest double" },
	{ "1e350", false, 0, INFINITY, "beyond doubles" },
};

START_TEST(has_values)
{
	struct quantity quantity = parsed(value_rows[_i].text);
	int64_t value = 0;
	ck_assert_msg(quantity_integer(&quantity, &value) == value_rows[_i].integer, "%s",
		value_rows[_i].law);
	ck_assert_int_eq(value, value_rows[_i].value);
	ck_assert_msg(quantity_float(&quantity) == value_rows[_i].number, "%s: %.17g",
		value_rows[_i].law, quantity_float(&quantity));
}
END_TEST

static const int64_t integers[] = { 0, 1, -1, 20, INT64_MAX, INT64_MIN };

START_TEST(takes_integers)
{
	struct quantity quantity = quantity_of(integers[_i]);
	int64_t value;
	ck_assert(quantity_integer(&quantity, &value));
	ck_assert_int_eq(value, integers[_i]);
	ck_assert_int_eq(quantity_sign(&quantity), (integers[_i] > 0) - (integers[_i] < 0));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_quantity");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, prints_canonically, 0, COUNT(text_rows));
	tcase_add_loop_test(cases, refuses, 0, COUNT(fault_rows));
	tcase_add_loop_test(cases, orders, 0, COUNT(ordered));
	tcase_add_loop_test(cases, adds, 0, COUNT(sum_rows));
	tcase_add_test(cases, has_an_end);
	tcase_add_loop_test(cases, has_values, 0, COUNT(value_rows));
	tcase_add_loop_test(cases, takes_integers, 0, COUNT(integers));
	return suite;
}
