/* Findings: which of them are one, in which order they are told, how they are counted. */
#include "unit.h"

#include "judge/judge.h"

static const struct head heads[] = {
	{ .name = { "a", 1 }, .slug = { "a", 1 } },
	{ .name = { "b", 1 }, .slug = { "b", 1 } },
	{ .name = { "c", 1 }, .slug = { "c", 1 } },
	{ .name = { "d", 1 }, .slug = { "d", 1 } },
};

/* A finding on profile number i; -1 is none, offset -1 no place. */
struct row {
	const char *id, *component, *role, *message;
	enum level level;
	enum finding_outcome outcome;
	int offset, profile;
};

static struct finding finding_of(const struct row *row)
{
	/* Read anew each time, as files are. */
	struct source *source = unit_source(BYTES("one two three"));
	struct finding finding = { .id = bytes_of(row->id),
		.component = bytes_of(row->component),
		.role = bytes_of(row->role),
		.message = bytes_of(row->message),
		.level = row->level,
		.outcome = row->outcome };
	if (row->offset >= 0)
		finding.at = (struct span){ source, (uint32_t)row->offset,
			(uint32_t)row->offset + 1 };
	if (row->profile < 0)
		return finding;
	finding.profile_count = 1;
	finding.profiles[0] = finding.last_profile = &heads[row->profile];
	return finding;
}

/* `id@begin component/roles message count:names` of each. */
static struct bytes told(const struct findings *findings)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->at[i];
		buf_print(&out, "%s" BYTES_FMT "@%u " BYTES_FMT "/", i ? "; " : "",
			BYTES_ARG(finding->id), (unsigned)finding->at.begin,
			BYTES_ARG(finding->component));
		for (size_t j = 0; j < finding->roles.count; j++)
			buf_add(&out, finding->roles.at[j]);
		buf_print(&out, " " BYTES_FMT " %zu:", BYTES_ARG(finding->message),
			finding->profile_count);
		for (size_t j = 0; j < finding->profile_count && j < PROFILES_NAMED; j++)
			buf_add(&out, finding->profiles[j]->name);
	}
	return buf_bytes(&out);
}

#define AT(offset, profile) \
	{ \
		"p/r", "api", "", "no", LEVEL_ERROR, OUTCOME_FAIL, (offset), (profile) \
	}

static const struct {
	struct row rows[5];
	size_t count;
	const char *told, *law;
} sets[] = {
	{ { AT(0, 0) }, 1, "p/r@0 api/ no 1:a", "one" },
	{ { AT(0, 0), AT(0, 1), AT(0, 2), AT(0, 3) }, 4, "p/r@0 api/ no 4:abc",
		"a place that many share is told once" },
	{ { AT(0, 0), AT(0, 0), AT(0, 1) }, 3, "p/r@0 api/ no 2:ab",
		"two elements of a profile are one profile" },
	{ { AT(4, 0), AT(0, 1) }, 2, "p/r@0 api/ no 1:b; p/r@4 api/ no 1:a",
		"the order is that of places" },
	{ { AT(-1, 1), AT(-1, 0) }, 2, "p/r@0 api/ no 1:a; p/r@0 api/ no 1:b",
		"without a place each profile stands for itself" },
	{ { AT(0, 0), { "p/a", "api", "", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 } }, 2,
		"p/a@0 api/ no 1:a; p/r@0 api/ no 1:a", "at one place by the rule" },
	{ { AT(0, 0), { "p/r", "api", "", "no", LEVEL_WARNING, OUTCOME_FAIL, 0, 1 } }, 2,
		"p/r@0 api/ no 1:a; p/r@0 api/ no 1:b", "an error is no warning" },
	{ { AT(0, 0), { "p/r", "api", "", "no", LEVEL_ERROR, OUTCOME_ERROR, 0, 1 } }, 2,
		"p/r@0 api/ no 1:a; p/r@0 api/ no 1:b", "a failure is no error of the rule" },
	{ { { "p/r", "web", "", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 }, AT(0, 0) }, 2,
		"p/r@0 api/ no 1:a; p/r@0 web/ no 1:a",
		"components that share a file are told apart" },
	{ { { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 1 } },
		2, "p/r@0 api/x no 2:ab", "a role that all have is told" },
	{ { { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "api", "y", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 } },
		2, "p/r@0 api/xy no 1:a", "roles of which one thing is said are all told" },
	{ { { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "api", "y", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 1 },
		  { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 2 } },
		3, "p/r@0 api/xy no 3:abc", "each once" },
	{ { { "p/r", "api", "x", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 }, AT(0, 0) }, 2,
		"p/r@0 api/ no 1:a; p/r@0 api/x no 1:a", "a component is none of its roles" },
	{ { { "p/r", "api", "y", "y is bad", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "api", "x", "x is bad", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "api", "x", "x is bad", LEVEL_ERROR, OUTCOME_FAIL, 0, 1 } },
		3, "p/r@0 api/x x is bad 2:ab; p/r@0 api/y y is bad 1:a",
		"what says another thing is another finding" },
	{ { { "p/r", "api", "", "b is bad", LEVEL_ERROR, OUTCOME_FAIL, 0, 1 },
		  { "p/r", "api", "", "a is bad", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 } },
		2, "p/r@0 api/ a is bad 1:a; p/r@0 api/ b is bad 1:b",
		"a message that names its profile is true of no other" },
	{ { { "p/r", "a", "", "b c", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		  { "p/r", "a b", "", "c", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 } },
		2, "p/r@0 a/ b c 1:a; p/r@0 a b/ c 1:a", "texts do not run together" },
};

static struct findings add_all(size_t row)
{
	struct findings findings = findings_new(unit_arena());
	for (size_t i = 0; i < sets[row].count; i++) {
		struct finding finding = finding_of(&sets[row].rows[i]);
		findings_add(&findings, &finding);
	}
	return findings;
}

START_TEST(equal_ones_are_one)
{
	struct findings findings = add_all((size_t)_i);
	findings_sort(&findings);
	unit_same(sets[_i].law, told(&findings), bytes_of(sets[_i].told));
}
END_TEST

/* However the profiles are dealt to threads, what is joined is what one thread finds. */
START_TEST(joining_is_adding)
{
	for (size_t cut = 0; cut <= sets[_i].count; cut++) {
		struct findings first = findings_new(unit_arena()),
				rest = findings_new(unit_arena());
		struct findings joined = findings_new(unit_arena());
		for (size_t i = 0; i < sets[_i].count; i++) {
			struct finding finding = finding_of(&sets[_i].rows[i]);
			findings_add(i < cut ? &first : &rest, &finding);
		}
		findings_join(&joined, &first);
		findings_join(&joined, &rest);
		findings_sort(&joined);
		/* No profile is dealt to two threads. */
		if (cut > 0 && cut < sets[_i].count &&
			sets[_i].rows[cut].profile == sets[_i].rows[cut - 1].profile)
			continue;
		unit_same(sets[_i].law, told(&joined), bytes_of(sets[_i].told));
	}
}
END_TEST

/* Each is answered for by somebody else. */
START_TEST(what_two_waivers_cover_is_two)
{
	static const struct waiver waivers[2];
	static const struct row row = { "p/a", "", "", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 };
	static const size_t wanted[] = { 1, 1, 2, 2, 3 };
	const struct waiver *covered_by[] = { &waivers[0], &waivers[0], &waivers[1], &waivers[1],
		NULL };
	struct findings findings = findings_new(unit_arena());
	for (size_t i = 0; i < COUNT(wanted); i++) {
		struct finding finding = finding_of(&row);
		finding.waiver = covered_by[i];
		findings_add(&findings, &finding);
		ck_assert_uint_eq(findings.count, wanted[i]);
	}
}
END_TEST

START_TEST(undecided_is_neither_error_nor_warning)
{
	static const struct row rows[] = {
		{ "p/a", "", "", "no", LEVEL_ERROR, OUTCOME_FAIL, 0, 0 },
		{ "p/b", "", "", "no", LEVEL_ERROR, OUTCOME_ERROR, 0, 0 },
		{ "p/c", "", "", "no", LEVEL_WARNING, OUTCOME_FAIL, 0, 0 },
		{ "p/d", "", "", "no", LEVEL_INFO, OUTCOME_FAIL, 0, 0 },
		{ "p/e", "", "", "no", LEVEL_ERROR, OUTCOME_UNDECIDED, 0, 0 },
	};
	struct findings findings = findings_new(unit_arena());
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct finding finding = finding_of(&rows[i]);
		ck_assert_ptr_eq(
			findings_add(&findings, &finding), findings_add(&findings, &finding));
	}
	struct finding_counts counts = findings_count(&findings);
	ck_assert_uint_eq(counts.errors, 2);
	ck_assert_uint_eq(counts.warnings, 1);
	ck_assert_uint_eq(counts.infos, 1);
	ck_assert_uint_eq(counts.undecided, 1);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_finding");
	TCase *tests = tcase_create("findings");
	tcase_add_loop_test(tests, equal_ones_are_one, 0, COUNT(sets));
	tcase_add_loop_test(tests, joining_is_adding, 0, COUNT(sets));
	tcase_add_test(tests, what_two_waivers_cover_is_two);
	tcase_add_test(tests, undecided_is_neither_error_nor_warning);
	suite_add_tcase(suite, tests);
	return suite;
}
