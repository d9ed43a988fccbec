/* What a baseline knows. */
#include "unit.h"

#include "judge/judge.h"

static const struct source *source_of(struct arena *run, const char *text)
{
	return source_new(run, BYTES("known.yaml"), BYTES("known.yaml"), bytes_of(text));
}

static bool read(struct baseline *baseline, const char *entries, struct diags *d)
{
	struct bytes text = bytes_print(
		baseline->owner, "apiVersion: leme/v1\nkind: Baseline\nfindings:\n%s", entries);
	return baseline_read(baseline,
		source_of(baseline->owner, bytes_string(baseline->owner, text)), LIMITS_DEFAULT, d);
}

static void add(struct arena *run, struct findings *findings, const char *id, uint32_t begin)
{
	const struct source *file = source_new(run, BYTES("a"), BYTES("a"), BYTES("some text"));
	findings_add(findings,
		&(struct finding){ .id = bytes_of(id),
			.level = LEVEL_ERROR,
			.at = { file, begin, begin + 1 },
			.message = BYTES("no") });
}

static const struct {
	const char *law, *entries;
	uint32_t found; /* findings of shop/one in the file `a` */
	size_t known, gone;
	const char *left;
} rows[] = {
	{ "what is listed is known", "- {rule: shop/one, file: a}\n", 1, 1, 0,
		"findings:\n- {rule: 'shop/one', file: 'a'}\n" },
	{ "of more than there were all are told", "- {rule: shop/one, file: a}\n", 2, 0, 0,
		"findings:\n- {rule: 'shop/one', file: 'a'}\n" },
	{ "fewer make it shrink", "- {rule: shop/one, file: a, count: 3}\n", 2, 2, 1,
		"findings:\n- {rule: 'shop/one', file: 'a', count: 2}\n" },
	{ "of an entry that is there twice the larger count holds",
		"- {rule: shop/one, file: a}\n- {file: a, rule: shop/one, count: 2}\n", 2, 2, 0,
		"findings:\n- {rule: 'shop/one', file: 'a', count: 2}\n" },
	{ "another file is another finding", "- {rule: shop/one, file: b}\n", 1, 0, 1,
		"findings: []\n" },
	{ "of rendered objects this run has met none",
		"- {rule: shop/one, file: a, object: Pod/x}\n", 1, 0, 0,
		"findings:\n- {rule: 'shop/one', file: 'a', object: 'Pod/x'}\n" },
	{ "entries are sorted",
		"- {rule: shop/two, file: a, object: x}\n- {rule: shop/one, file: a}\n", 1, 1, 0,
		"findings:\n- {rule: 'shop/one', file: 'a'}\n- {rule: 'shop/two', file: 'a', "
		"object: 'x'}\n" },
};

START_TEST(a_baseline_only_shrinks)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct baseline baseline = baseline_new(run);
	struct findings findings = findings_new(run);
	ck_assert_msg(read(&baseline, rows[_i].entries, &d), "%s", rows[_i].law);
	for (uint32_t i = 0; i < rows[_i].found; i++)
		add(run, &findings, "shop/one", i);
	struct findings kept = findings_new(run);
	size_t known = baseline_filter(&baseline, &findings, &kept);
	size_t gone = baseline_shrink(&baseline, &(struct baseline_reach){ 0 });
	struct bytes text = baseline_text(&baseline);
	ck_assert_uint_eq(known, rows[_i].known);
	ck_assert_uint_eq(kept.count, rows[_i].known);
	ck_assert_uint_eq(gone, rows[_i].gone);
	ck_assert_uint_eq(findings.count, rows[_i].found - known);
	struct bytes left = bytes_slice(text, bytes_find(text, BYTES("findings:"), 0), text.len);
	unit_same(rows[_i].law, left, bytes_of(rows[_i].left));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_baseline");
	TCase *tests = tcase_create("baseline");
	tcase_add_loop_test(tests, a_baseline_only_shrinks, 0, COUNT(rows));
	suite_add_tcase(suite, tests);
	return suite;
}
