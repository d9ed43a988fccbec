/* Fixes change the bytes in question, and no others. */
#include "unit.h"

#include "judge/judge.h"

/* The place is that of the text `at`, where it stands first. */
static const struct {
	const char *law, *name, *text, *at;
	enum fix_kind kind;
	const char *wanted, *after; /* after NULL: nothing is done */
} rows[] = {
	{ "quotes and comments stay", "a.yaml", "k:   \"A\" # why\n", "\"A\"", FIX_SET, "b",
		"k:   \"b\" # why\n" },
	{ "line ends stay", "a.yaml", "k: A\r\nl: 1\r\n", "A", FIX_SET, "b", "k: b\r\nl: 1\r\n" },
	{ "what would be another type is quoted", "a.yaml", "k: A\n", "A", FIX_SET, "1.2",
		"k: '1.2'\n" },
	{ "a pair goes with its comments", "a.yaml", "# stays\n\n# goes\nk: A # too\nl: 1\n", "A",
		FIX_REMOVE, "", "# stays\n\nl: 1\n" },
	{ "an item goes", "a.yaml", "k: [a, B, c]\n", "B", FIX_REMOVE, "", "k: [a, c]\n" },
	{ "the last item leaves a list", "a.yaml", "k:\n- {b: 1}\n", "{b: 1}", FIX_REMOVE, "",
		"k: []\n" },
	{ "a file that is not YAML is bytes", "VERSION", "v1.2\n", "v1.2", FIX_SET, "1.2",
		"1.2\n" },
	{ "of a file that is not YAML nothing is taken out", "VERSION", "v1.2\n", "v1.2",
		FIX_REMOVE, "", NULL },
	{ "what is as it should be stays", "a.yaml", "k: b\n", "b", FIX_SET, "b", NULL },
	{ "so do bytes", "VERSION", "1.2\n", "1.2", FIX_SET, "1.2", NULL },
	{ "a mark at the begin stays", "a.yaml", "\xEF\xBB\xBFk: A\n", "A", FIX_SET, "b",
		"\xEF\xBB\xBFk: b\n" },
	{ "and before bytes", "VERSION", "\xEF\xBB\xBFv1\r\n", "v1", FIX_SET, "1",
		"\xEF\xBB\xBF"
		"1\r\n" },
	{ "a pair goes with its line end", "a.yaml", "k: A\r\nl: 1\r\n", "A", FIX_REMOVE, "",
		"l: 1\r\n" },
	{ "no line end is made at the end", "a.yaml", "l: 1\nk: A", "A", FIX_SET, "b",
		"l: 1\nk: b" },
	{ "an expression stays", "a.yaml", "k: '${{ a }}'\n", "'${{ a }}'", FIX_SET, "b", NULL },
	{ "what an alias repeats stays", "a.yaml", "k: &a A\nl: *a\n", "A", FIX_SET, "b", NULL },
	{ "a place that is no node stays", "a.yaml", "k: some text\n", "text", FIX_SET, "b", NULL },
	{ "a whole document stays", "a.yaml", "{k: A}\n", "{k: A}", FIX_REMOVE, "", NULL },
};

static struct fix fix_of(const struct source *source, size_t row)
{
	size_t begin = bytes_find(source->text, bytes_of(rows[row].at), 0);
	struct span at = { source, (uint32_t)begin, (uint32_t)(begin + strlen(rows[row].at)) };
	return (struct fix){ rows[row].kind, at, bytes_of(rows[row].wanted) };
}

START_TEST(only_what_is_meant_changes)
{
	struct arena *run = unit_arena();
	struct bytes name = bytes_of(rows[_i].name), text;
	const struct source *source = source_new(run, name, name, bytes_of(rows[_i].text));
	struct fix fix = fix_of(source, (size_t)_i);
	struct fixes fixes = { 0 };
	*array_push(run, &fixes) = &fix;
	*array_push(run, &fixes) = &fix;
	size_t done = fixes_apply(run, source, &fixes, LIMITS_DEFAULT, &text);
	const char *after = rows[_i].after;
	ck_assert_msg(done == (after != NULL), "%s: %zu done", rows[_i].law, done);
	unit_same(rows[_i].law, text, bytes_of(after ? after : rows[_i].text));
}
END_TEST

/* What formats tell of a fix is what is done. */
START_TEST(the_edits_are_the_fix)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct bytes name = bytes_of(rows[_i].name), text;
	const struct source *source = source_new(run, name, name, bytes_of(rows[_i].text));
	struct fix fix = fix_of(source, (size_t)_i);
	const struct edits *told = fix_edits(run, source, &fix, LIMITS_DEFAULT);
	ck_assert_msg((told != NULL) == (rows[_i].after != NULL), "%s", rows[_i].law);
	if (!told)
		return;
	struct edits edits = *told;
	ck_assert_msg(edits_apply(run, &edits, &text, &d), "%s", rows[_i].law);
	unit_same(rows[_i].law, text, bytes_of(rows[_i].after));
}
END_TEST

START_TEST(several_are_done_from_the_end)
{
	struct arena *run = unit_arena();
	struct bytes text, name = BYTES("a.yaml");
	const struct source *source = source_new(
		run, name, name, BYTES("k:\n# one\n- a\n# two\n- b\nl: C\n"));
	const struct fix all[] = {
		{ FIX_REMOVE, { source, 11, 12 }, { 0 } },
		{ FIX_SET, { source, 26, 27 }, BYTES("d") },
		{ FIX_REMOVE, { source, 21, 22 }, { 0 } },
	};
	struct fixes fixes = { 0 };
	for (size_t i = 0; i < COUNT(all); i++)
		*array_push(run, &fixes) = &all[i];
	ck_assert_uint_eq(fixes_apply(run, source, &fixes, LIMITS_DEFAULT, &text), 3);
	unit_same("all", text, BYTES("k: []\nl: d\n"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_fix");
	TCase *tests = tcase_create("fixes");
	tcase_add_loop_test(tests, only_what_is_meant_changes, 0, COUNT(rows));
	tcase_add_loop_test(tests, the_edits_are_the_fix, 0, COUNT(rows));
	tcase_add_test(tests, several_are_done_from_the_end);
	suite_add_tcase(suite, tests);
	return suite;
}
