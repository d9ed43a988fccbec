#include "unit.h"

#include "notation/notation.h"

static struct version_value parsed(const char *scheme, struct bytes text)
{
	struct version_value version;
	const struct version_scheme *found = version_scheme_find(bytes_of(scheme));
	ck_assert_ptr_nonnull(found);
	const char *fault = version_parse(unit_arena(), found, text, &version);
	ck_assert_msg(!fault, "%s '" BYTES_FMT "': %s", scheme, BYTES_ARG(text), fault);
	return version;
}

/* Each word is earlier than the next; those joined by '~' are the same. */
static const struct {
	const char *scheme, *words;
} order_rows[] = {
	{ "dotted",
		"0~0.0 0.9 1-rc~1.0-rc 1~1.0~1.0.0~01.00 1P~1.0P 1.2 1.10 1.10.0.1 2 12.1.2210" },
	{ "dotted", "1-1 1-2 1-10 1-alpha 1-alpha.1 1-alpha.beta 1-beta.2 1-beta.11 1-rc 1" },
	{ "dotted", "1 1.Final~1.0.Final 1+b 1P 1P-20221121 1P-20221122 1_1 1a 1.0.1-rc" },
	{ "dotted",
		"9 10 99999999999999999999999999 100000000000000000000000000 "
		"1000000000000000000000000001" },
	{ "dotted", "20221120 20221121 20221121.1" },
	{ "date",
		"2025.12.31 2026-01-01~2026.01.01~2026-01.01~2026.01.01.0 2026-01-01.2 "
		"2026.01.01.10 2026-01-02" },
	{ "semver", "1.0.0-rc.1 1.0.0~1.0.0+b 1.2.0 1.10.0" },
};

static int place_of(const char *words, size_t at)
{
	int place = 0;
	for (size_t i = 0; i < at; i++)
		place += words[i] == ' ';
	return place;
}

static struct bytes take_version(struct bytes *rest)
{
	size_t end = 0;
	while (end < rest->len && rest->at[end] != ' ' && rest->at[end] != '~')
		end++;
	struct bytes word = bytes_slice(*rest, 0, end);
	*rest = bytes_slice(*rest, end + 1, rest->len);
	return word;
}

START_TEST(orders)
{
	const char *words = order_rows[_i].words;
	for (struct bytes left = bytes_of(words); left.len;) {
		struct bytes a = take_version(&left);
		for (struct bytes right = bytes_of(words); right.len;) {
			struct bytes b = take_version(&right);
			int i = place_of(words, (size_t)(a.at - words));
			int j = place_of(words, (size_t)(b.at - words));
			struct version_value x = parsed(order_rows[_i].scheme, a);
			struct version_value y = parsed(order_rows[_i].scheme, b);
			ck_assert_msg(version_compare(&x, &y) == (i > j) - (i < j),
				BYTES_FMT " against " BYTES_FMT, BYTES_ARG(a), BYTES_ARG(b));
		}
	}
}
END_TEST

START_TEST(compares_opaque_by_equality)
{
	struct version_value a = parsed("opaque", BYTES("1.0")), b = parsed("opaque", BYTES("1.0"));
	struct version_value c = parsed("opaque", BYTES("1.0.0"));
	ck_assert_int_eq(version_compare(&a, &b), VERSION_SAME);
	ck_assert_int_eq(version_compare(&a, &c), VERSION_UNORDERED);
}
END_TEST

START_TEST(compares_no_two_schemes)
{
	struct version_value a = parsed("dotted", BYTES("1.0.0")),
			     b = parsed("semver", BYTES("1.0.0"));
	ck_assert_int_eq(version_compare(&a, &b), VERSION_UNLIKE);
	ck_assert_int_eq(version_compare(&b, &a), VERSION_UNLIKE);
}
END_TEST

static const struct {
	const char *scheme, *a, *b;
	enum version_step step;
} step_rows[] = {
	{ "semver", "1.2.3", "2.0.0", VERSION_MAJOR },
	{ "semver", "1.2.3", "1.3.0", VERSION_MINOR },
	{ "semver", "1.2.3", "1.2.4", VERSION_PATCH },
	{ "semver", "1.2.3-rc.1", "1.2.3", VERSION_PATCH },
	{ "semver", "1.2.3+a", "1.2.3+b", VERSION_NO_STEP },
	{ "dotted", "20.3.1.4", "23.1.1", VERSION_MAJOR },
	{ "dotted", "20.3.1.4", "20.4", VERSION_MINOR },
	{ "dotted", "20.3.1.4", "20.3.1.5", VERSION_PATCH },
	{ "dotted", "20.3.1P", "20.3.1", VERSION_PATCH },
	{ "dotted", "1", "1.0.0", VERSION_NO_STEP },
	{ "dotted", "1", "1.1", VERSION_MINOR },
	{ "date", "2025-12-31", "2026-01-01", VERSION_PATCH },
	{ "date", "2026-01-01", "2026.01.01", VERSION_NO_STEP },
	{ "opaque", "1.0", "2.0", VERSION_PATCH },
	{ "opaque", "1.0", "1.0", VERSION_NO_STEP },
};

START_TEST(measures_steps)
{
	const char *scheme = step_rows[_i].scheme;
	struct version_value a = parsed(scheme, bytes_of(step_rows[_i].a));
	struct version_value b = parsed(scheme, bytes_of(step_rows[_i].b));
	ck_assert_msg(version_step(&a, &b) == step_rows[_i].step &&
			version_step(&b, &a) == step_rows[_i].step,
		"%s: %s, %s", scheme, step_rows[_i].a, step_rows[_i].b);
}
END_TEST

static const struct {
	const char *scheme, *text;
} refused_rows[] = {
	{ "semver", "1.2" },
	{ "semver", "v1.2.3" },
	{ "semver", "" },
	{ "dotted", "" },
	{ "dotted", "v1" },
	{ "dotted", ".1" },
	{ "dotted", "1." },
	{ "dotted", "1..2" },
	{ "dotted", "1-" },
	{ "dotted", "1 2" },
	{ "dotted", "1,2" },
	{ "dotted", "1.*" },
	{ "dotted", "1\n" },
	{ "dotted", "-1" },
	{ "date", "2026" },
	{ "date", "2026-11" },
	{ "date", "2026-11-31" },
	{ "date", "2025-02-29" },
	{ "date", "2026-13-01" },
	{ "date", "2026-00-01" },
	{ "date", "2026-1-1" },
	{ "date", "20261121" },
	{ "date", "2026-11-21-1" },
	{ "date", "2026-11-21." },
	{ "date", "2026-11-21.1.1" },
	{ "date", "26-11-21" },
	{ "date", "2026-11-21x" },
	{ "opaque", "" },
};

START_TEST(refuses)
{
	struct version_value version;
	const struct version_scheme *scheme = version_scheme_find(
		bytes_of(refused_rows[_i].scheme));
	ck_assert_msg(
		version_parse(unit_arena(), scheme, bytes_of(refused_rows[_i].text), &version),
		"%s '%s'", refused_rows[_i].scheme, refused_rows[_i].text);
}
END_TEST

static const struct {
	const char *scheme, *text, *prerelease;
} prerelease_rows[] = {
	{ "semver", "1.0.0-rc.1+b", "rc.1" },
	{ "semver", "1.0.0", "" },
	{ "dotted", "1.2-rc.1", "rc.1" },
	{ "dotted", "1.2P", "" },
	{ "dotted", "1.2", "" },
	{ "date", "2026-11-21.2", "" },
	{ "opaque", "1.0-rc", "" },
};

START_TEST(knows_prereleases)
{
	struct version_value version = parsed(
		prerelease_rows[_i].scheme, bytes_of(prerelease_rows[_i].text));
	unit_same(prerelease_rows[_i].text, version_prerelease(&version),
		bytes_of(prerelease_rows[_i].prerelease));
}
END_TEST

static const struct {
	const char *scheme, *constraint;
	const char *inside, *outside; /* versions, with blanks between */
} constraint_rows[] = {
	{ "dotted", "=3", "3 3.0 3.9.9 3P 3.1-rc", "2.9 4 3-rc 4-rc 30" },
	{ "dotted", "3", "3 3.9", "4" },
	{ "dotted", "3.*", "3 3.9", "4" },
	{ "dotted", "==3.1", "3.1 3.1.5", "3.10 3 3.2" },
	{ "dotted", "=1.0", "1 1.0.5", "1.1" },
	{ "dotted", "!=3", "2 4 3-rc", "3 3.1" },
	{ "dotted", "<=3", "3 3.9.9 2 4-rc", "4 4.0.1" },
	{ "dotted", ">3", "4 4.0", "3 3.9.9 4-rc" },
	{ "dotted", ">=3", "3 3.1 4", "2.9 3-rc" },
	{ "dotted", "<3", "2.9 3-rc", "3 3.1" },
	{ "dotted", "<=9", "9.9", "10" },
	{ "dotted", "<=1.99", "1.99.5", "1.100 2" },
	{ "dotted", "=3.0-rc.1", "3-rc.1", "3 3.0-rc.2 3.0.1-rc.1" },
	{ "dotted", ">=3.0-rc.1", "3-rc.1 3.0-rc.2 3", "3-rc.0" },
	{ "dotted", "<=3P", "3P 3", "3Q 3.1" },
	{ "dotted", ">=23.1", "23.1 23.1.3 24", "23.0.9" },
	{ "dotted", ">=3, <4", "3 3.9", "4 2" },
	{ "dotted", ">=3 <4", "3 3.9", "4 2" },
	{ "dotted", " >= 3 , < 4 ", "3 3.9", "4 2" },
	{ "dotted", "<1 || >=2, <3 || =5", "0.9 2.5 5.5", "1 3 4 6" },
	{ "dotted", "*", "0 1-rc 99", "" },
	{ "dotted", "* !=3", "2", "3" },
	{ "date", "=2026", "2026-01-01 2026.12.31.9", "2025-12-31 2027-01-01" },
	{ "date", "<=2026-11", "2026-11-30.5 2026.10.01", "2026-12-01" },
	{ "date", ">2026.12", "2027-01-01", "2026-12-31.5" },
	{ "date", "=2026-11-21", "2026-11-21 2026-11-21.3", "2026-11-22" },
	{ "date", ">=2026-11-21.2", "2026-11-21.2 2026-11-21.10", "2026-11-21 2026-11-21.1" },
	{ "semver", ">=3.0.0 <4", "3.0.0 3.9.9", "4.0.0 3.5.0-rc" },
	{ "semver", "^1.2 || ~2.1", "1.9.0 2.1.5", "2.2.0" },
	{ "semver", "1.x", "1.5.0", "2.0.0" },
	{ "semver", "*", "1.0.0", "1.0.0-rc" },
	{ "opaque", "*", "anything", "" },
};

static void check_versions(const char *scheme, const struct version_constraint *constraint,
	const char *list, bool wanted)
{
	struct bytes rest = bytes_of(list), word;
	while (rest.len && bytes_cut(&rest, ' ', &word)) {
		struct version_value version = parsed(scheme, word);
		ck_assert_msg(version_satisfies(&version, constraint) == wanted, BYTES_FMT,
			BYTES_ARG(word));
	}
}

START_TEST(satisfies)
{
	const char *scheme = constraint_rows[_i].scheme, *fault;
	const struct version_constraint *constraint = version_constraint_parse(unit_arena(),
		version_scheme_find(bytes_of(scheme)), bytes_of(constraint_rows[_i].constraint),
		&fault);
	ck_assert_msg(constraint, "%s: %s", constraint_rows[_i].constraint, fault);
	check_versions(scheme, constraint, constraint_rows[_i].inside, true);
	check_versions(scheme, constraint, constraint_rows[_i].outside, false);
}
END_TEST

static const struct {
	const char *scheme, *text;
} no_constraints[] = {
	{ "dotted", "" },
	{ "dotted", " " },
	{ "dotted", "newest" },
	{ "dotted", ">=" },
	{ "dotted", ">= , 3" },
	{ "dotted", ">3," },
	{ "dotted", ",>3" },
	{ "dotted", ">3,,<4" },
	{ "dotted", "||" },
	{ "dotted", "3 ||" },
	{ "dotted", "|| 3" },
	{ "dotted", "~3" },
	{ "dotted", "^3" },
	{ "dotted", "3.x" },
	{ "dotted", "3 - 4" },
	{ "dotted", "3-rc.*" },
	{ "dotted", "3.*.*" },
	{ "dotted", "!=*" },
	{ "dotted", "<*" },
	{ "dotted", "=>3" },
	{ "date", "=2026-13" },
	{ "date", "=2026-02-30" },
	{ "date", "=202" },
	{ "semver", "a" },
	{ "opaque", "=1" },
	{ "opaque", "1" },
};

START_TEST(refuses_constraints)
{
	const char *fault = NULL;
	const struct version_scheme *scheme = version_scheme_find(
		bytes_of(no_constraints[_i].scheme));
	ck_assert_msg(!version_constraint_parse(
			      unit_arena(), scheme, bytes_of(no_constraints[_i].text), &fault),
		"%s '%s'", no_constraints[_i].scheme, no_constraints[_i].text);
	ck_assert_ptr_nonnull(fault);
}
END_TEST

START_TEST(knows_schemes_by_name)
{
	const struct version_scheme *scheme = version_scheme_find(BYTES("dotted"));
	unit_same("name", version_scheme_name(scheme), BYTES("dotted"));
	ck_assert_ptr_null(version_scheme_find(BYTES("protheus")));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_version");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, orders, 0, COUNT(order_rows));
	tcase_add_test(cases, compares_opaque_by_equality);
	tcase_add_test(cases, compares_no_two_schemes);
	tcase_add_loop_test(cases, measures_steps, 0, COUNT(step_rows));
	tcase_add_loop_test(cases, refuses, 0, COUNT(refused_rows));
	tcase_add_loop_test(cases, knows_prereleases, 0, COUNT(prerelease_rows));
	tcase_add_loop_test(cases, satisfies, 0, COUNT(constraint_rows));
	tcase_add_loop_test(cases, refuses_constraints, 0, COUNT(no_constraints));
	tcase_add_test(cases, knows_schemes_by_name);
	return suite;
}
