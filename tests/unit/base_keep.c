/* What is kept of a source that goes: of each place what is told of it, and nothing more. */
#include "unit.h"

#include <string.h>

static const struct {
	const char *text, *law;
	uint32_t begin, end;
} rows[] = {
	{ "one\ntwo\nthree\n", "at the begin", 0, 3 },
	{ "one\ntwo\nthree\n", "a line inside", 4, 7 },
	{ "one\ntwo\nthree\n", "in the midst of a line", 9, 11 },
	{ "one\ntwo\nthree", "the last line, without its end", 8, 13 },
	{ "one\ntwo\nthree\n", "over lines", 1, 10 },
	{ "one\ntwo\nthree\n", "the whole", 0, 14 },
	{ "one\n\nthree\n", "an empty line", 4, 4 },
	{ "one\r\ntwo\r\n", "with CR", 5, 8 },
	{ "one\rtwo\rthree", "with CR alone", 4, 8 },
	{ "\xC3\xA9\xC3\xA9: \xC3\xA7\n\xC3\xA9: x\n", "columns are code points", 11, 12 },
	{ "\xC3\xA9\xC3\xA9: \xC3\xA7\n\xC3\xA9: x\n", "also of the end", 6, 10 },
	{ "", "an empty file", 0, 0 },
};

/* `line:column-line:column (offset) excerpt`. */
static struct bytes told(struct span at)
{
	struct place begin = source_place(at.source, at.begin),
		     end = source_place(at.source, at.end);
	size_t line_begin;
	struct bytes line = source_line(at.source, at.begin, &line_begin);
	return bytes_print(unit_arena(), "%zu:%zu-%zu:%zu (%zu) " BYTES_FMT, begin.line,
		begin.column, end.line, end.column, at.begin - line_begin, BYTES_ARG(line));
}

/* Kept after the source has gone. */
static struct span kept(const char *text, uint32_t begin, uint32_t end)
{
	struct bytes copy = bytes_copy(unit_arena(), bytes_of(text));
	struct source *source = unit_source(copy);
	struct span at = span_kept(unit_arena(), (struct span){ source, begin, end });
	memset((char *)(uintptr_t)copy.at, '#', copy.len);
	memset(source, 0, sizeof *source);
	return at;
}

START_TEST(a_kept_place_is_told_alike)
{
	struct span whole = { unit_source(bytes_of(rows[_i].text)), rows[_i].begin, rows[_i].end };
	struct span once = kept(rows[_i].text, rows[_i].begin, rows[_i].end);
	struct span twice = span_kept(unit_arena(), once);
	unit_same(rows[_i].law, told(once), told(whole));
	unit_same(rows[_i].law, told(twice), told(whole));
	ck_assert_int_eq(span_compare(whole, once), 0);
	ck_assert_int_eq(span_compare(whole, twice), 0);
	ck_assert_ptr_nonnull(once.source->text.at);
}
END_TEST

START_TEST(one_line_is_kept)
{
	struct span at = kept("one\ntwo\nthree\n", 5, 7);
	unit_same("the line", at.source->text, BYTES("two\n"));
	unit_same("the text", span_text(at), BYTES("wo"));
}
END_TEST

START_TEST(no_place_and_no_text_stay_so)
{
	struct span at = span_kept(unit_arena(), span_of_path(unit_arena(), BYTES("lost/file")));
	unit_same("a path", at.source->path, BYTES("lost/file"));
	ck_assert_ptr_null(at.source->text.at);
	ck_assert_ptr_null(span_kept(unit_arena(), (struct span){ 0 }).source);
}
END_TEST

/* One profile's diags, in memory that is used again for the next. */
static void tell(struct diags *heard, const char *text, uint32_t begin)
{
	struct span at = { unit_source(bytes_of("a: 1\nb: 2\n")), begin, begin + 1 };
	diag_error(heard, at, "a/b", "%s", text);
	diag_hint(heard, "hint of %s", text);
	diag_related(heard, (struct span){ at.source, 8, 9 }, "note of %s", text);
}

START_TEST(a_diag_is_kept_once)
{
	struct diags kept_ones = diags_new(unit_arena());
	struct names names = { .owner = unit_arena() };
	for (int i = 0; i < 3; i++) {
		struct arena *scratch = arena_new();
		struct diags heard = diags_new(scratch);
		tell(&heard, "this", 5);
		tell(&heard, i ? "that" : "this", 0);
		diags_keep(&kept_ones, &names, &heard);
		arena_end(scratch);
	}
	diags_sort(&kept_ones);
	ck_assert_str_eq(unit_diags(&kept_ones), "1:1 a/b this\n1:1 a/b that\n2:1 a/b this\n");
	const struct diag *last = kept_ones.at[2];
	unit_same("hint", last->hint, BYTES("hint of this"));
	unit_same("note", last->related.at[0].text, BYTES("note of this"));
	ck_assert_uint_eq(source_place(last->related.at[0].at.source, 8).line, 2);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_keep");
	TCase *tests = tcase_create("keep");
	tcase_add_loop_test(tests, a_kept_place_is_told_alike, 0, COUNT(rows));
	tcase_add_test(tests, one_line_is_kept);
	tcase_add_test(tests, no_place_and_no_text_stay_so);
	tcase_add_test(tests, a_diag_is_kept_once);
	suite_add_tcase(suite, tests);
	return suite;
}
