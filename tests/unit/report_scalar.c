/* A text as one scalar document: safe whatever bytes it has, and read back line by line. */
#include "unit.h"

#include "report/report.h"
#include "tree/tree.h"

struct row {
	const char *law, *text, *document;
	const char *read; /* what readers get; NULL: the text with a line end */
};

static const struct row rows[] = {
	{ "a line", "a: b", "|2\n  a: b\n", NULL },
	{ "lines", "a\nb\n", "|2\n  a\n  b\n", "a\nb\n" },
	{ "blanks before the first line stay", "   12 | x\n", "|2\n     12 | x\n", "   12 | x\n" },
	{ "an empty line has its indentation", "a\n\nb", "|2\n  a\n  \n  b\n", NULL },
	{ "line ends at the end are one", "a\n\n\n", "|2\n  a\n", "a\n" },
	{ "no text is an empty line", "", "|2\n  \n", "" },
	{ "blanks at the end of a line go", "a  \nb \t\n", "|2\n  a\n  b\n", "a\nb\n" },
	{ "a tab goes to its column", "a\tb", "|2\n  a       b\n", "a       b\n" },
	{ "a carriage return goes", "a\r\nb", "|2\n  a\n  b\n", "a\nb\n" },
	{ "a control character is named", "a\033[1mb", "|2\n  a<U+001B>[1mb\n", "a<U+001B>[1mb\n" },
	{ "a wide control character is named",
		"a\xC2\x85"
		"b",
		"|2\n  a<U+0085>b\n", "a<U+0085>b\n" },
	{ "a byte order mark is named",
		"\xEF\xBB\xBF"
		"a",
		"|2\n  <U+FEFF>a\n", "<U+FEFF>a\n" },
	{ "a line separator is named",
		"a\xE2\x80\xA8"
		"b",
		"|2\n  a<U+2028>b\n", "a<U+2028>b\n" },
	{ "an astral character is named", "a\xF0\x9F\x98\x80", "|2\n  a<U+1F600>\n",
		"a<U+1F600>\n" },
	{ "letters stay", "produ\xC3\xA7\xC3\xA3o \xE2\x82\xAC",
		"|2\n  produ\xC3\xA7\xC3\xA3o \xE2\x82\xAC\n", NULL },
	{ "a bad byte is replaced",
		"a\xFF"
		"b",
		"|2\n  a\xEF\xBF\xBD"
		"b\n",
		"a\xEF\xBF\xBD"
		"b\n" },
	{ "five dashes stay", "-----BEGIN", "|2\n  -----BEGIN\n", NULL },
	{ "more dashes are five", "a --------- b\n---------", "|2\n  a ----- b\n  -----\n",
		"a ----- b\n-----\n" },
	{ "dashes that blanks part are several runs", "--- ---", "|2\n  --- ---\n", NULL },
	{ "a marker of documents is none", "---\na\n...\n", "|2\n  ---\n  a\n  ...\n",
		"---\na\n...\n" },
};

START_TEST(test_document)
{
	const struct row *row = &rows[_i];
	struct buf out = buf_new(unit_arena());
	report_scalar(&out, bytes_of(row->text));
	unit_same(row->law, buf_bytes(&out), bytes_of(row->document));
}
END_TEST

START_TEST(test_read_back)
{
	const struct row *row = &rows[_i];
	struct buf out = buf_new(unit_arena());
	struct diags d = diags_new(unit_arena());
	report_scalar(&out, bytes_of(row->text));
	struct tree *tree = tree_read(
		unit_arena(), unit_source(buf_bytes(&out)), DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree != NULL, "%s: %s", row->law, unit_diags(&d));
	ck_assert_msg(tree->documents.count == 1, "%s: one document", row->law);
	struct bytes read = bytes_trim(tree_text(tree, tree->documents.at[0].root));
	struct bytes want = bytes_of(row->read ? row->read : row->text);
	unit_same(row->law, read, bytes_trim(want));
}
END_TEST

/* Every byte, alone and beside others, gives one scalar document. */
START_TEST(test_any_byte)
{
	char text[] = { 'a', (char)_i, 'b', '\n', (char)_i, '\n', 'c', (char)_i };
	struct buf out = buf_new(unit_arena());
	struct diags d = diags_new(unit_arena());
	report_scalar(&out, (struct bytes){ text, sizeof text });
	struct tree *tree = tree_read(
		unit_arena(), unit_source(buf_bytes(&out)), DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree != NULL, "byte %d: %s", _i, unit_diags(&d));
	const struct node *root = tree_node(tree, tree->documents.at[0].root);
	ck_assert_msg(tree->documents.count == 1 && root->kind == NODE_SCALAR &&
			root->style == STYLE_LITERAL,
		"byte %d", _i);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("report/scalar");
	TCase *laws = tcase_create("laws");
	tcase_add_loop_test(laws, test_document, 0, COUNT(rows));
	tcase_add_loop_test(laws, test_read_back, 0, COUNT(rows));
	tcase_add_loop_test(laws, test_any_byte, 0, 256);
	suite_add_tcase(suite, laws);
	return suite;
}
