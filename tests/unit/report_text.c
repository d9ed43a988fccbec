#include "unit.h"

#include "report/report.h"

/* One error from `begin` to `end`; what is printed below its first line. */
static const struct {
	const char *text;
	unsigned begin, end;
	const char *printed, *law;
} rows[] = {
	{ "a: 1\n", 0, 1,
		"test.yaml:1:1: error: wrong [test/row]\n"
		"    1 | a: 1\n"
		"      | ^\n",
		"one character" },
	{ "a: 1\nkey: value\n", 10, 15,
		"test.yaml:2:6: error: wrong [test/row]\n"
		"    2 | key: value\n"
		"      |      ^~~~~\n",
		"a word in a later line" },
	{ "não: ação\n", 6, 12,
		"test.yaml:1:6: error: wrong [test/row]\n"
		"    1 | não: ação\n"
		"      |      ^~~~\n",
		"columns count code points" },
	{ "日本: x\n", 8, 9,
		"test.yaml:1:5: error: wrong [test/row]\n"
		"    1 | 日本: x\n"
		"      |       ^\n",
		"the caret stands below wide characters' columns" },
	{ "a\xCC\x83: x\n", 5, 6,
		"test.yaml:1:5: error: wrong [test/row]\n"
		"    1 | a\xCC\x83: x\n"
		"      |    ^\n",
		"a combining mark has no width" },
	{ "\ta: x\n", 1, 2,
		"test.yaml:1:2: error: wrong [test/row]\n"
		"    1 |  a: x\n"
		"      |  ^\n",
		"a tab is shown as one blank" },
	{ "a: 1", 4, 4,
		"test.yaml:1:5: error: wrong [test/row]\n"
		"    1 | a: 1\n"
		"      |     ^\n",
		"behind the end of a file without final newline" },
	{ "a: 1\n", 5, 5,
		"test.yaml:2:1: error: wrong [test/row]\n"
		"    2 | \n"
		"      | ^\n",
		"behind the last line" },
	{ "a: |\n  x\n  y\n", 3, 13,
		"test.yaml:1:4: error: wrong [test/row]\n"
		"    1 | a: |\n"
		"      |    ^\n",
		"a span of several lines is marked in its first" },
	{ "a: 1\r\nb: 2\r\n", 6, 7,
		"test.yaml:2:1: error: wrong [test/row]\n"
		"    2 | b: 2\n"
		"      | ^\n",
		"CRLF" },
	{ "a: \x1B[31m\n", 3, 4,
		"test.yaml:1:4: error: wrong [test/row]\n"
		"    1 | a:  [31m\n"
		"      |    ^\n",
		"a control character is not sent to the terminal" },
	{ "a: \xC2\x9B x\n", 6, 7,
		"test.yaml:1:6: error: wrong [test/row]\n"
		"    1 | a:    x\n"
		"      |       ^\n",
		"nor is one of two bytes" },
	{ "", 0, 0, "test.yaml:1:1: error: wrong [test/row]\n", "an empty file" },
};

START_TEST(shows_the_place)
{
	struct diags d = diags_new(unit_arena());
	struct span at = { unit_source(bytes_of(rows[_i].text)), rows[_i].begin, rows[_i].end };
	struct buf out = buf_new(unit_arena());
	diag_error(&d, at, "test/row", "wrong");
	report_text(&out, &d, NULL, COLOUR_NONE);
	unit_same(rows[_i].law, buf_bytes(&out), bytes_of(rows[_i].printed));
}
END_TEST

/* How many columns there are before the caret, and what stands above it. */
static struct bytes above_caret(struct bytes report)
{
	size_t line = bytes_find(report, BYTES("\n"), 0) + 1;
	size_t marks = bytes_find(report, BYTES("\n"), line) + 1;
	size_t caret = bytes_find(report, BYTES("^"), marks);
	size_t at = line;
	for (size_t column = 0; column < caret - marks; column++) {
		at++;
		while (((unsigned char)report.at[at] & 0xC0) == 0x80)
			at++;
	}
	return bytes_slice(report, at, marks - 1);
}

/* A long line is cut, but the caret still stands below what is wrong, wherever that is. */
START_TEST(cuts_a_long_line)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < _i; i++)
		buf_add(&text, i % 3 ? BYTES("x") : BYTES("é"));
	size_t begin = text.len;
	buf_add(&text, BYTES("HERE"));
	for (int i = 0; i < 500; i++)
		buf_add(&text, i % 2 ? BYTES("y") : BYTES("ç"));
	struct diags d = diags_new(unit_arena());
	struct span at = { unit_source(buf_bytes(&text)), (uint32_t)begin, (uint32_t)begin + 4 };
	struct buf out = buf_new(unit_arena());
	diag_error(&d, at, "test/row", "wrong");
	report_text(&out, &d, NULL, COLOUR_NONE);
	ck_assert(bytes_begins(above_caret(buf_bytes(&out)), BYTES("HERE")));
	ck_assert_uint_lt(out.len, 1000);
}
END_TEST

START_TEST(sorts_by_place_and_drops_repeats)
{
	struct diags d = diags_new(unit_arena());
	struct source *source = unit_source(BYTES("a\nb\n"));
	struct buf out = buf_new(unit_arena());
	diag_error(&d, (struct span){ source, 2, 3 }, "test/b", "second");
	diag_error(&d, (struct span){ source, 0, 1 }, "test/a", "first");
	diag_error(&d, (struct span){ source, 2, 3 }, "test/b", "second");
	diag_error(&d, (struct span){ 0 }, "test/none", "without a place");
	diag_hint(&d, "do this");
	report_text(&out, &d, NULL, COLOUR_NONE);
	unit_same("order", buf_bytes(&out),
		BYTES("leme: error: without a place [test/none]\n"
		      "hint: do this\n"
		      "test.yaml:1:1: error: first [test/a]\n"
		      "    1 | a\n"
		      "      | ^\n"
		      "test.yaml:2:1: error: second [test/b]\n"
		      "    2 | b\n"
		      "      | ^\n"));
}
END_TEST

/* A key or a path of the project may hold anything. */
START_TEST(messages_are_clean_too)
{
	struct diags d = diags_new(unit_arena());
	struct buf out = buf_new(unit_arena());
	diag_error(&d, (struct span){ 0 }, "test/row", "unknown key '%s'", "a\x1B[2J\nb");
	diag_hint(&d, "did you mean '%s'?", "a\x1B[2J\nc");
	report_text(&out, &d, NULL, COLOUR_NONE);
	unit_same("no control character", buf_bytes(&out),
		BYTES("leme: error: unknown key 'a [2J b' [test/row]\n"
		      "hint: did you mean 'a [2J c'?\n"));
}
END_TEST

START_TEST(sums_up)
{
	struct diags d = diags_new(unit_arena());
	struct buf out = buf_new(unit_arena());
	report_summary(&out, &d);
	ck_assert_uint_eq(out.len, 0);
	diag_warning(&d, (struct span){ 0 }, "test/w", "w");
	report_summary(&out, &d);
	diag_error(&d, (struct span){ 0 }, "test/e", "e");
	diag_refuse(&d, (struct span){ 0 }, "test/r", "r");
	report_summary(&out, &d);
	unit_same("counts", buf_bytes(&out), BYTES("1 warning\n2 errors, 1 warning\n"));
	ck_assert_int_eq(diags_code(&d), EXIT_INPUT);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("report_text");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, shows_the_place, 0, COUNT(rows));
	tcase_add_loop_test(cases, cuts_a_long_line, 0, 260);
	tcase_add_test(cases, sorts_by_place_and_drops_repeats);
	tcase_add_test(cases, messages_are_clean_too);
	tcase_add_test(cases, sums_up);
	return suite;
}
