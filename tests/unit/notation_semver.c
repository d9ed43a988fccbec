#include "unit.h"

#include "notation/notation.h"

/* semver.org 2.0.0, points 2 to 10 */
static const struct {
	const char *text;
	bool good;
} parse_rows[] = {
	{ "0.0.0", true },
	{ "1.42.0", true },
	{ "1.0.0-rc.1", true },
	{ "1.0.0-0.x-y.7z", true },
	{ "1.0.0+001.build", true },
	{ "1.0.0-a+b", true },
	{ "1.0.0--", true },
	{ "1.0.0+a-b", true },
	{ "999999999999999999.0.0", true },
	{ "", false },
	{ "1", false },
	{ "1.2", false },
	{ "1.2.3.4", false },
	{ "v1.2.3", false },
	{ "01.2.3", false },
	{ "1.02.3", false },
	{ "1.2.03", false },
	{ "1.2.3-", false },
	{ "1.2.3+", false },
	{ "1.2.3-01", false },
	{ "1.2.3-a..b", false },
	{ "1.2.3-a_b", false },
	{ "1.2.3 ", false },
	{ " 1.2.3", false },
	{ "1..3", false },
	{ "-1.2.3", false },
	{ "1.2.x", false },
	{ "1.2.3-é", false },
	{ "1.2.3\n", false },
};

START_TEST(parses)
{
	struct semver version;
	ck_assert_msg(semver_parse(bytes_of(parse_rows[_i].text), &version) == parse_rows[_i].good,
		"%s", parse_rows[_i].text);
}
END_TEST

/* semver.org 2.0.0, point 11, extended: each is earlier than the next. */
static const char *const ordered[] = { "0.0.1", "0.1.0", "1.0.0-0", "1.0.0-2", "1.0.0-10",
	"1.0.0--", "1.0.0-A", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta",
	"1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0",
	"2.0.0" };

START_TEST(orders)
{
	for (int j = 0; j < (int)COUNT(ordered); j++) {
		struct semver a, b;
		ck_assert(semver_parse(bytes_of(ordered[_i]), &a));
		ck_assert(semver_parse(bytes_of(ordered[j]), &b));
		int wanted = (_i > j) - (_i < j);
		ck_assert_msg(
			semver_compare(&a, &b) == wanted, "%s against %s", ordered[_i], ordered[j]);
	}
}
END_TEST

START_TEST(build_does_not_count)
{
	struct semver a, b;
	ck_assert(semver_parse(BYTES("1.0.0+1"), &a) && semver_parse(BYTES("1.0.0+2"), &b));
	ck_assert_int_eq(semver_compare(&a, &b), 0);
}
END_TEST

static const struct {
	const char *constraint;
	const char *inside, *outside; /* versions, with blanks between */
} constraint_rows[] = {
	{ ">=0.1 <2", "0.1.0 1.9.9", "0.0.9 2.0.0 2.0.0-rc.1 1.0.0-rc.1" },
	{ ">=0.1, <2", "0.1.0 1.9.9", "0.0.9 2.0.0" },
	{ ">= 0.1 , < 2", "0.1.0 1.9.9", "0.0.9 2.0.0" },
	{ "1.2.3", "1.2.3 1.2.3+b", "1.2.4 1.2.3-rc" },
	{ "=1.2", "1.2.0 1.2.9", "1.3.0 1.1.9" },
	{ "1.x", "1.0.0 1.9.9", "0.9.9 2.0.0" },
	{ "1.2.*", "1.2.0 1.2.9", "1.3.0" },
	{ "*", "0.0.0 9.9.9", "1.0.0-rc" },
	{ "!=1.2.3", "1.2.4", "1.2.3" },
	{ "!=1.2", "1.3.0 1.1.0", "1.2.0 1.2.9" },
	{ ">1", "2.0.0", "1.0.0 1.9.9" },
	{ ">1.2.3", "1.2.4", "1.2.3" },
	{ "<=1.2", "1.2.9 1.0.0", "1.3.0" },
	{ "<1.2", "1.1.9", "1.2.0" },
	{ "~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2" },
	{ "~1.2", "1.2.0 1.2.9", "1.3.0" },
	{ "~1", "1.0.0 1.9.0", "2.0.0" },
	{ "~>1.2.3", "1.2.9", "1.3.0" },
	{ "~0.0.0", "0.0.0 1.2.3", "1.0.0-rc" },
	{ "^1.2.3", "1.2.3 1.9.0", "2.0.0 1.2.2" },
	{ "^0.2.3", "0.2.3 0.2.9", "0.3.0" },
	{ "^0.0.3", "0.0.3", "0.0.4" },
	{ "^0.0", "0.0.0 0.0.9", "0.1.0" },
	{ "^0", "0.0.0 0.9.0", "1.0.0" },
	{ "1.2 - 1.4.5", "1.2.0 1.4.5", "1.1.9 1.4.6" },
	{ "1.2.0 - 1.4.5 !=1.3.0", "1.2.0 1.4.5", "1.3.0" },
	{ "<1 || >=2", "0.9.0 2.0.0", "1.0.0" },
	{ "=> 1.0, =< 1.5", "1.0.0 1.5.0", "1.6.0" },
	{ ">=1.0.0-0", "1.0.0-rc.1 1.0.0 2.0.0-beta", "0.9.0" },
	{ ">=1.0.0 <=2.0.0-beta", "1.0.1-beta 2.0.0-beta", "2.0.0 2.0.0-rc" },
	{ "!=4.1-alpha", "4.1.0 4.1.0-beta", "4.1.3-alpha" },
};

static void check_versions(const char *text, const char *list, bool wanted)
{
	const struct semver_constraint *constraint = semver_constraint_parse(
		unit_arena(), bytes_of(text));
	struct bytes rest = bytes_of(list), word;
	ck_assert_msg(constraint, "%s", text);
	while (bytes_cut(&rest, ' ', &word)) {
		struct semver version;
		ck_assert(semver_parse(word, &version));
		ck_assert_msg(semver_satisfies(&version, constraint) == wanted, BYTES_FMT " in %s",
			BYTES_ARG(word), text);
	}
}

START_TEST(satisfies)
{
	check_versions(constraint_rows[_i].constraint, constraint_rows[_i].inside, true);
	check_versions(constraint_rows[_i].constraint, constraint_rows[_i].outside, false);
}
END_TEST

static const char *const no_constraints[] = { "", " ", "newest", ">=", "1.2.3.4", "||", "1 ||",
	">1,", "v", "1.2 -", "- 1.2", "1..2", "== 1", "1.2.3-", "a.b.c" };

START_TEST(refuses_what_is_none)
{
	ck_assert_msg(!semver_constraint_parse(unit_arena(), bytes_of(no_constraints[_i])), "%s",
		no_constraints[_i]);
}
END_TEST

/* Masterminds' NewVersion; strict is parse_rows' business */
static const struct {
	const char *text, *strict, *brief, *loose; /* what each style reads; NULL: refused */
} style_rows[] = {
	{ "1.2.3-rc.1+b", "1.2.3-rc.1+b", "1.2.3-rc.1+b", "1.2.3-rc.1+b" },
	{ "v1.2.3", NULL, "1.2.3", "1.2.3" },
	{ "1.2", NULL, "1.2.0", "1.2.0" },
	{ "v1", NULL, "1.0.0", "1.0.0" },
	{ "1-rc", NULL, "1.0.0-rc", "1.0.0-rc" },
	{ "01.2.03", NULL, NULL, "1.2.3" },
	{ "1.2.3-01", NULL, NULL, NULL },
	{ "", NULL, NULL, NULL },
	{ "v", NULL, NULL, NULL },
	{ "1.", NULL, NULL, NULL },
	{ "1.2.3.4", NULL, NULL, NULL },
	{ "18446744073709551615.0.0", "18446744073709551615.0.0", "18446744073709551615.0.0",
		"18446744073709551615.0.0" },
	{ "18446744073709551616.0.0", NULL, NULL, NULL },
};

static void check_style(const char *text, enum semver_style style, const char *wanted)
{
	struct semver version;
	bool good = semver_read(bytes_of(text), style, &version);
	ck_assert_msg(good == (wanted != NULL), "%s in style %d", text, style);
	if (good)
		unit_same(text, semver_text(unit_arena(), &version), bytes_of(wanted));
}

START_TEST(reads_styles)
{
	check_style(style_rows[_i].text, SEMVER_STRICT, style_rows[_i].strict);
	check_style(style_rows[_i].text, SEMVER_SHORT, style_rows[_i].brief);
	check_style(style_rows[_i].text, SEMVER_LOOSE, style_rows[_i].loose);
}
END_TEST

static const struct {
	const char *from, *major, *minor, *patch;
} next_rows[] = {
	{ "1.2.3", "2.0.0", "1.3.0", "1.2.4" },
	{ "1.2.3+b", "2.0.0", "1.3.0", "1.2.4" },
	{ "1.2.3-rc", "2.0.0", "1.3.0", "1.2.3" },
	{ "1.2.0-rc", "2.0.0", "1.2.0", "1.2.0" },
	{ "2.0.0-rc", "2.0.0", "2.0.0", "2.0.0" },
	{ "0.0.0", "1.0.0", "0.1.0", "0.0.1" },
};

static void check_next(const char *from, enum semver_part part, const char *wanted)
{
	struct semver version, next;
	ck_assert(semver_parse(bytes_of(from), &version) && semver_next(&version, part, &next));
	unit_same(from, semver_text(unit_arena(), &next), bytes_of(wanted));
}

START_TEST(counts_on)
{
	check_next(next_rows[_i].from, SEMVER_MAJOR, next_rows[_i].major);
	check_next(next_rows[_i].from, SEMVER_MINOR, next_rows[_i].minor);
	check_next(next_rows[_i].from, SEMVER_PATCH, next_rows[_i].patch);
}
END_TEST

START_TEST(has_a_last_version)
{
	struct semver version, next;
	ck_assert(semver_parse(BYTES("18446744073709551615.0.0"), &version));
	ck_assert(!semver_next(&version, SEMVER_MAJOR, &next));
	ck_assert(semver_next(&version, SEMVER_MINOR, &next));
}
END_TEST

/* `semver(text, true)` of Kubernetes */
static const struct {
	const char *text, *same; /* NULL: refused */
} normal_rows[] = {
	{ "1.2.3", "1.2.3" },
	{ "v1.0.0", "1.0.0" },
	{ "1", "1.0.0" },
	{ "1.1", "1.1.0" },
	{ "v01.01", "1.1.0" },
	{ "01.01.01", "1.1.1" },
	{ "00.0.00", "0.0.0" },
	{ "1.2.03-rc.1+b", "1.2.3-rc.1" },
	{ "1.2.0-rc.1", "1.2.0-rc.1" },
	{ "", NULL },
	{ "v", NULL },
	{ "vv1", NULL },
	{ "V1", NULL },
	{ "1.0.0 ", NULL },
	{ "1-rc", NULL },
	{ "1.1+b", NULL },
	{ "1.2.3.4", NULL },
	{ "1..3", NULL },
	{ "1.2.3-01", NULL },
};

START_TEST(normalizes)
{
	struct semver got, wanted;
	bool good = semver_parse_normalized(unit_arena(), bytes_of(normal_rows[_i].text), &got);
	ck_assert_msg(good == (normal_rows[_i].same != NULL), "%s", normal_rows[_i].text);
	if (!good)
		return;
	ck_assert(semver_parse(bytes_of(normal_rows[_i].same), &wanted));
	ck_assert_msg(semver_compare(&got, &wanted) == 0, "%s", normal_rows[_i].text);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_semver");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, parses, 0, COUNT(parse_rows));
	tcase_add_loop_test(cases, normalizes, 0, COUNT(normal_rows));
	tcase_add_loop_test(cases, reads_styles, 0, COUNT(style_rows));
	tcase_add_loop_test(cases, counts_on, 0, COUNT(next_rows));
	tcase_add_test(cases, has_a_last_version);
	tcase_add_loop_test(cases, orders, 0, COUNT(ordered));
	tcase_add_test(cases, build_does_not_count);
	tcase_add_loop_test(cases, satisfies, 0, COUNT(constraint_rows));
	tcase_add_loop_test(cases, refuses_what_is_none, 0, COUNT(no_constraints));
	return suite;
}
