#include "edit_fixture.h"

/* --- removing and inserting ------------------------------------------------------------------- */

struct remove_row {
	const char *before, *path, *after, *why;
};

static const struct remove_row remove_rows[] = {
	// clang-format off
	{ "a: 1\nb: 2\n", "a", "b: 2\n", "first" },
	{ "a: 1\nb: 2\nc: 3\n", "b", "a: 1\nc: 3\n", "middle" },
	{ "a: 1\nb: 2\n", "b", "a: 1\n", "last" },
	{ "a: 1\nb: 2", "b", "a: 1", "last, no line end" },
	{ "a: 1\r\nb: 2\r\nc: 3\r\n", "b", "a: 1\r\nc: 3\r\n", "CRLF" },
	{ "a:\n  b\n \t\n", "a", "{}\n\n", "a tab below, which only a plain text allows" },
	{ "\xEF\xBB\xBF" "a: 1\nb: 2\n", "a", "\xEF\xBB\xBF" "b: 2\n", "byte order mark" },
	{ "# one\na: 1 # c\n# two\nb: 2\n", "a", "# two\nb: 2\n", "its comments go" },
	{ "# head\n\n# one\na: 1\nb: 2\n", "a", "# head\n\nb: 2\n", "only those directly above" },
	{ "a: 1\n  # deep\nb: 2\n", "b", "a: 1\n  # deep\n", "not those of the one before" },
	{ "a:\n  b: 1\n  c:\n    - 1\nd: 2\n", "a", "d: 2\n", "with all below" },
	{ "a: |\n  x\n\nb: 2\n", "a", "b: 2\n", "a literal, the first one takes the empty line" },
	{ "a: 1\n\nb: 2\n\nc: 3\n", "b", "a: 1\n\nc: 3\n", "one empty line of two stays" },
	{ "a: 1\n\nb: 2\n", "b", "a: 1\n", "the last one takes the empty line before it" },
	{ "a: 1\nb: 2\n\nc: 3\n", "b", "a: 1\n\nc: 3\n", "an empty line between groups stays" },
	{ "a: |+\n  x\n\nb: 2\n", "b", "a: |+\n  x\n\n", "an empty line that is text stays" },
	{ "a: |+\n  x\n\nb: 2\n\nc: 3\n", "b", "a: |+\n  x\n\nc: 3\n",
	  "an empty line below that would become text" },
	{ "a: |+\n  x\nb: 2\n \n\n # c\nc: 3\n", "b", "a: |+\n  x\n # c\nc: 3\n",
	  "empty lines below, up to a comment" },
	{ "m:\n  a: 1\nz: 1\n", "m.a", "m: {}\nz: 1\n", "the last one of a map" },
	{ "m: # c\n  # d\n  a: 1\nz: 1\n", "m.a", "m: {} # c\nz: 1\n",
	  "the last one, with its comments" },
	{ "a: 1\n", "a", "{}\n", "the last one of the file" },
	{ "m:\n- a\nz: 1\n", "m.0", "m: []\nz: 1\n", "the last one of a list" },
	{ "m:\n- a: 1\n", "m.0.a", "m:\n- {}\n", "the last one of a map in a list" },
	{ "m:\n- a # c\n- b\n", "m.0", "m:\n- b\n", "an item" },
	{ "m:\n  - a\n  # two\n  - b", "m.1", "m:\n  - a", "an item with its comment" },
	{ "m:\n- a: 1\n  b: 2\n", "m.0.a", "m:\n- b: 2\n", "the pair beside the dash" },
	{ "m:\n- a: 1 # c\n  # two\n  b: 2\n", "m.0.a", "m:\n-\n  # two\n  b: 2\n",
	  "the pair beside the dash, a comment below" },
	{ "m:\n- - a\n  - b\n", "m.0.0", "m:\n- - b\n", "the item beside the dash" },
	{ "m:\n- |\n x\n- b\n  # deep\n- c\n", "m.1", "m:\n- |\n x\n- c\n",
	  "a comment below that a block text above would take" },
	{ "a: |\n  x\nb: 1\n\n  # deep\n# flat\nc: 2\n", "b", "a: |\n  x\n# flat\nc: 2\n",
	  "a comment further below that it would take" },
	{ "a: |\n  x\nb: 1\n# flat\n  # deep\nc: 2\n", "b", "a: |\n  x\n# flat\n  # deep\nc: 2\n",
	  "a comment that it could not take" },
	{ "a: |\n   x\nb: 1\n # deep\nc: 2\n", "b", "a: |\n   x\n # deep\nc: 2\n",
	  "a comment that is not as deep as the block text" },
	{ "a: |1\n   x\nb: 1\n  # deep\nc: 2\n", "b", "a: |1\n   x\nc: 2\n",
	  "a comment as deep as the block text says it is" },
	{ "m: {a: 1, b: 2}\n", "m.a", "m: {b: 2}\n", "flow, first" },
	{ "m: {a: 1, b: 2}\n", "m.b", "m: {a: 1}\n", "flow, last" },
	{ "m: { a: 1 } # c\n", "m.a", "m: {} # c\n", "flow, only" },
	{ "m: [a, b, c]\n", "m.1", "m: [a, c]\n", "flow, item" },
	{ "m: {\n  a: 1,\n  b: 2\n}\n", "m.b", "m: {\n  a: 1\n}\n", "flow, one a line" },
	{ "? a\n: 1\nb: 2\n", "a", "b: 2\n", "explicit key" },
	{ "m: &x !!map # c\n  a: 1\n", "m.a", "m: &x !!map {} # c\n",
	  "the last one, its anchor and tag stay" },
	{ "m: &x\n  !!map\n  a: 1\nz: 1\n", "m.a", "m: &x\n  !!map {}\nz: 1\n",
	  "the last one, its tag below the key" },
	{ "m:\n  # d\n\n  # own\n  a: 1 # own\n  # e\nz: 1\n", "m.a",
	  "m: {}\n  # d\n\n  # e\nz: 1\n", "the last one, with its own comments only" },
	{ "m:\n- # c\n  a: 1 # own\n", "m.0.a", "m:\n- {} # c\n",
	  "the last one of an item below its dash" },
	{ "m:\n- a: 1 # own\n", "m.0.a", "m:\n- {}\n", "the last one of an item, its comment" },
	{ "# head\n\n# own\na: 1 # own\n# end\n", "a", "# head\n\n{}\n# end\n",
	  "the last one of the file, with its comments" },
	{ "m: {\n  # own\n  a: 1, # own\n  # of b\n  b: 2, # c\n}\n", "m.a",
	  "m: {\n  # of b\n  b: 2, # c\n}\n", "flow, its comments, not those of the next" },
	{ "m: [\n  a, # of a\n  b # own\n]\n", "m.1", "m: [\n  a # of a\n]\n",
	  "flow, the last one, the comma before it" },
	{ "m: [ a\n# c\n, b]\n", "m.0", "m: [\n# c\n b]\n", "flow, a comment between" },
	{ "m: [ a\n# c\n, b]\n", "m.1", "m: [ a\n# c\n]\n", "flow, a comment before" },
	{ "m: [a, b,\n  c]\n", "m.1", "m: [a,\n  c]\n", "flow, lines stay" },
	{ "m: [ # c\n  a\n]\n", "m.0", "m: [ # c\n]\n", "flow, only, a comment of the list" },
	{ "m: [a: 1]\n", "m.0.a", "m: [{}]\n", "flow, a pair without braces" },
	{ "{a: v,\n\"b\":#\n}\n", "b", "{a: v\n}\n", "flow, a comment at the colon" },
	{ "{a: v, \"b\":#\n}\n", "b", "{a: v #\n}\n",
	  "flow, a comment at the colon, behind another" },
	{ "a: |\n  x\nb: 1", "b", "a: |\n  x\n", "behind a text that has a line end" },
	{ "? |\n  x\nb: 1", "b", "? |\n  x\n", "behind a key that has a line end" },
	{ "? |\n  x\nb: 1\n  # deep\nc: 2\n", "b", "? |\n  x\nc: 2\n",
	  "a comment that a key would take" },
	{ "[?\na: b, c]\n", "0", "[c]\n", "flow, a pair announced in the line above" },
	{ "{? \na: b, c: d}\n", "a", "{c: d}\n", "flow, a key announced in the line above" },
	{ "{-, b}\n", "b", "{-}\n", "flow, behind a key that a blank would make a dash" },
	{ "{a, b: 1}\n", "b", "{a}\n", "flow, behind a key without a colon" },
	{ "{!!str , b: 1}\n", "b", "{!!str }\n", "flow, behind a tag" },
	{ "{? a, b: 1}\n", "b", "{? a}\n", "flow, behind an announced key" },
	{ "- >\n  x\n- b\n \n   \n # c\n- d\n", "1", "- >\n  x\n # c\n- d\n",
	  "blanks that a block text above would take" },
	{ "a: 'x'\nb: 2\n \t\nc: 3\n", "b", "a: 'x'\n\nc: 3\n",
	  "a blank line with a tab, which libyaml takes behind a plain scalar only" },
	// clang-format on
};

START_TEST(removes)
{
	const struct remove_row *row = &remove_rows[_i];
	struct fixture f = fixture_of(bytes_of(row->before));
	bool made = edit_remove(&f.edits, f.tree, find(&f, bytes_of(row->path)), &f.d);
	ck_assert_msg(made, "%s: %s", row->why, unit_diags(&f.d));
	unit_same(row->why, apply(&f, row->why), bytes_of(row->after));
	ck_assert(read_value(bytes_of(row->after), DIALECT_HELM));
}
END_TEST

START_TEST(refuses_to_remove_what_an_alias_repeats)
{
	struct fixture f = fixture_of(BYTES("a: {b: &x 1}\nc: *x\n"));
	ck_assert(!edit_remove(&f.edits, f.tree, find(&f, BYTES("a")), &f.d));
	ck_assert_str_eq(first_diag(&f.d), "1:11 edit/alias");
}
END_TEST

struct insert_row {
	const char *before, *path;
	size_t index;
	const char *item, *after, *why;
};

static const struct insert_row insert_rows[] = {
	// clang-format off
	{ "l:\n- a\n- b\n", "l", 2, "c", "l:\n- a\n- b\n- c\n", "behind the last" },
	{ "l:\n-   a\n-   b: 1\n    c: 2\n", "l", 2, "{x: 1, k: 2}",
	  "l:\n-   a\n-   b: 1\n    c: 2\n-   x: 1\n    k: 2\n", "as far behind the dash" },
	{ "l:\n-   a\n", "l", 0, "[x, {k: 1, m: 2}]",
	  "l:\n-   - x\n    - k: 1\n      m: 2\n-   a\n", "a list as far behind the dash" },
	{ "l:\n- a\n- b", "l", 2, "c", "l:\n- a\n- b\n- c", "behind the last, no line end" },
	{ "l:\n  - a\n  # two\n  - b\n", "l", 1, "{x: 1, k: 2}",
	  "l:\n  - a\n  - x: 1\n    k: 2\n  # two\n  - b\n", "before one and its comment" },
	{ "l:\n- a\n", "l", 0, "[x]", "l:\n- - x\n- a\n", "before the first" },
	{ "l:\n- - a\n  - b\n", "l.0", 0, "x", "l:\n- - x\n  - a\n  - b\n",
	  "before one beside a dash" },
	{ "l: [a, b]\n", "l", 1, "x", "l: [a, x, b]\n", "flow" },
	{ "l: [a]\n", "l", 1, "x", "l: [a, x]\n", "flow, behind the last" },
	{ "l: []\n", "l", 0, "x", "l:\n  - x\n", "an empty list" },
	{ "l:\nz: 1\n", "l", 0, "x", "l:\n  - x\nz: 1\n", "nothing" },
	{ "l:\r\n- a\r\n", "l", 0, "x", "l:\r\n- x\r\n- a\r\n", "CRLF" },
	// clang-format on
};

START_TEST(inserts)
{
	const struct insert_row *row = &insert_rows[_i];
	const struct value *item = read_value(bytes_of(row->item), DIALECT_STRICT);
	struct fixture f = fixture_of(bytes_of(row->before));
	node_id seq = find(&f, bytes_of(row->path));
	if (tree_node(f.tree, tree_node(f.tree, seq)->parent)->kind == NODE_MAP)
		seq = tree_next(f.tree, seq);
	bool made = edit_insert(&f.edits, f.tree, seq, row->index, item, &f.d);
	ck_assert_msg(made, "%s: %s", row->why, unit_diags(&f.d));
	unit_same(row->why, apply(&f, row->why), bytes_of(row->after));
	ck_assert(read_value(bytes_of(row->after), DIALECT_HELM));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_edit_parts");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, removes, 0, COUNT(remove_rows));
	tcase_add_loop_test(rows, inserts, 0, COUNT(insert_rows));
	tcase_add_test(rows, refuses_to_remove_what_an_alias_repeats);
	return suite;
}
