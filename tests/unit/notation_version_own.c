#include "unit.h"

#include "notation/notation.h"

/* The scheme of SPEC §1.1. */
static const char protheus[] = "^(?<a>\\d+)\\.(?<b>\\d+)(?:\\.(?<c>\\d+))?(?:\\.(?<d>\\d+))?(?<rev>"
			       "P)?(?:-(?<build>\\d{8}))?"
			       "(?<pre>-rc\\.?\\d+)?$";

static const struct version_scheme *scheme_of(const char *pattern, const char *order,
	const char *prerelease, struct version_pattern_fault *fault)
{
	struct version_pattern given = { .name = BYTES("own"),
		.pattern = bytes_of(pattern),
		.prerelease = bytes_of(prerelease) };
	struct bytes rest = bytes_of(order), name;
	while (bytes_cut(&rest, ' ', &name))
		*array_push(unit_arena(), &given.order) = name;
	return version_scheme_new(unit_arena(), &given, fault);
}

static const struct version_scheme *protheus_scheme(void)
{
	struct version_pattern_fault fault;
	const struct version_scheme *scheme = scheme_of(
		protheus, "a b c d rev build", "pre", &fault);
	ck_assert_msg(scheme, "%s", fault.text);
	return scheme;
}

static struct version_value parsed(const struct version_scheme *scheme, struct bytes text)
{
	struct version_value version;
	const char *fault = version_parse(unit_arena(), scheme, text, &version);
	ck_assert_msg(!fault, BYTES_FMT ": %s", BYTES_ARG(text), fault);
	return version;
}

/* Each is earlier than the next. */
static const char *const ordered[] = { "9.9", "12.1-rc.1", "12.1-rc.2", "12.1-rc.10", "12.1",
	"12.1-20221101-rc1", "12.1-20221101", "12.1-20221102", "12.1P", "12.1P-20221101", "12.1.1",
	"12.1.2210", "12.1.2210.1", "12.2", "100.0" };

START_TEST(orders_by_groups)
{
	const struct version_scheme *scheme = protheus_scheme();
	for (int j = 0; j < (int)COUNT(ordered); j++) {
		struct version_value a = parsed(scheme, bytes_of(ordered[_i]));
		struct version_value b = parsed(scheme, bytes_of(ordered[j]));
		ck_assert_msg(version_compare(&a, &b) == (_i > j) - (_i < j), "%s against %s",
			ordered[_i], ordered[j]);
	}
}
END_TEST

static const struct {
	const char *constraint;
	const char *inside, *outside; /* versions, with blanks between */
} constraint_rows[] = {
	{ "=12", "12.0 12.1.2210P-20221121", "11.9 13.0" },
	{ "=12.1", "12.1 12.1.2210 12.1P", "12.10 12.1-rc.1" },
	{ "=12.1.2210", "12.1.2210 12.1.2210-20221121", "12.1.2211" },
	{ "=12.1-20221121", "12.1-20221121 12.1.0.0-20221121", "12.1 12.1-20221122" },
	{ "=12.1-rc.1", "12.1-rc.1 12.1.0-rc.1", "12.1 12.1-rc.2" },
	{ "<=12", "12.9 11.0 13.0-rc.1", "13.0" },
	{ ">12", "13.0", "12.9 12.9P" },
	{ "<=12.1P", "12.1 12.1P 12.1P-20221121", "12.1.1" },
	{ ">12.1P", "12.1.1 12.2", "12.1P-20221121 12.1" },
	{ ">=12.1.2210, <13", "12.1.2210 12.9", "12.1.2209 13.0" },
	{ "*", "0.0 12.1-rc.1", "" },
	{ "!=12.1", "12.2", "12.1 12.1.5" },
};

static void check_versions(
	const struct version_scheme *scheme, const char *constraint, const char *list, bool wanted)
{
	const char *fault;
	const struct version_constraint *read = version_constraint_parse(
		unit_arena(), scheme, bytes_of(constraint), &fault);
	struct bytes rest = bytes_of(list), word;
	ck_assert_msg(read, "%s: %s", constraint, fault);
	while (rest.len && bytes_cut(&rest, ' ', &word)) {
		struct version_value version = parsed(scheme, word);
		ck_assert_msg(version_satisfies(&version, read) == wanted, BYTES_FMT " in %s",
			BYTES_ARG(word), constraint);
	}
}

START_TEST(satisfies)
{
	const struct version_scheme *scheme = protheus_scheme();
	check_versions(scheme, constraint_rows[_i].constraint, constraint_rows[_i].inside, true);
	check_versions(scheme, constraint_rows[_i].constraint, constraint_rows[_i].outside, false);
}
END_TEST

static const char *const no_constraints[] = { "x", "=12x", "1.2.3.4.5.6.7", "12.", "~12",
	"12.1-rc" };

START_TEST(refuses_constraints)
{
	const char *fault;
	ck_assert_msg(!version_constraint_parse(unit_arena(), protheus_scheme(),
			      bytes_of(no_constraints[_i]), &fault),
		"%s", no_constraints[_i]);
}
END_TEST

START_TEST(takes_the_whole_text)
{
	struct version_pattern_fault fault;
	const struct version_scheme *scheme = scheme_of("(?<n>\\d+)|x", "n", "", &fault);
	struct version_value version;
	ck_assert_ptr_nonnull(scheme);
	ck_assert_ptr_null(version_parse(unit_arena(), scheme, BYTES("12"), &version));
	ck_assert_ptr_nonnull(version_parse(unit_arena(), scheme, BYTES("12a"), &version));
	ck_assert_ptr_nonnull(version_parse(unit_arena(), scheme, BYTES("a12"), &version));
	ck_assert_ptr_nonnull(version_parse(unit_arena(), scheme, BYTES("12\n"), &version));
	ck_assert_ptr_nonnull(version_parse(unit_arena(), scheme, BYTES("1\xff"), &version));
}
END_TEST

START_TEST(knows_prereleases)
{
	struct version_value version = parsed(protheus_scheme(), BYTES("12.1.2210-rc.1"));
	unit_same("with", version_prerelease(&version), BYTES("rc.1"));
	version = parsed(protheus_scheme(), BYTES("12.1.2210P"));
	unit_same("without", version_prerelease(&version), BYTES(""));
}
END_TEST

static const struct {
	const char *pattern, *order, *prerelease, *group;
} fault_rows[] = {
	{ "(", "a", "", "" },
	{ "a)(?:b", "a", "", "" },
	{ "(?<a>\\d+)", "a b", "", "b" },
	{ "(?<a>\\d+)", "a", "pre", "pre" },
};

START_TEST(refuses_patterns)
{
	struct version_pattern_fault fault;
	ck_assert_msg(!scheme_of(fault_rows[_i].pattern, fault_rows[_i].order,
			      fault_rows[_i].prerelease, &fault),
		"%s", fault_rows[_i].pattern);
	ck_assert_ptr_nonnull(fault.text);
	unit_same(fault_rows[_i].pattern, fault.group, bytes_of(fault_rows[_i].group));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_version_own");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, orders_by_groups, 0, COUNT(ordered));
	tcase_add_loop_test(cases, satisfies, 0, COUNT(constraint_rows));
	tcase_add_loop_test(cases, refuses_constraints, 0, COUNT(no_constraints));
	tcase_add_test(cases, takes_the_whole_text);
	tcase_add_test(cases, knows_prereleases);
	tcase_add_loop_test(cases, refuses_patterns, 0, COUNT(fault_rows));
	return suite;
}
