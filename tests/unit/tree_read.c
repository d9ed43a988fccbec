/* The readers: what nodes there are, where exactly they stand, and what is refused. */
#include "unit.h"
#include "../libfyaml_leaks.h"

#include "tree/tree.h"

#include <stdlib.h>

static struct tree *read_text(struct bytes text, enum dialect dialect, struct diags *d)
{
	return tree_read(unit_arena(), unit_source(text), dialect, LIMITS_DEFAULT, d);
}

/* --- spans -------------------------------------------------------------------------------- */

/* Each node is its bytes in brackets or, for a collection, its extent; properties in <>. */
static void add_node(struct buf *out, const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	const struct properties *properties = &tree->properties.at[node->properties];
	if (node->properties)
		buf_print(out, "<" BYTES_FMT ">",
			BYTES_ARG(bytes_slice(
				tree->source->text, properties->begin, properties->end)));
	if (node->kind == NODE_MAP || node->kind == NODE_SEQ)
		buf_print(out, "%c%u-%u ", node->kind == NODE_MAP ? 'm' : 's', node->begin,
			node->end);
	else if (node->begin == node->end)
		buf_print(out, "@%u ", node->begin);
	else
		buf_print(out, "[" BYTES_FMT "] ", BYTES_ARG(span_text(tree_span(tree, id))));
}

static struct bytes spans(const struct tree *tree)
{
	struct buf out = buf_new(unit_arena());
	for (node_id id = 1; id < tree->nodes.count; id++)
		add_node(&out, tree, id);
	return bytes_trim(buf_bytes(&out));
}

enum { IN_STRICT = 1, IN_HELM = 2, IN_BOTH = 3 };

struct span_row {
	const char *law, *text, *nodes;
	int where;
};

static const struct span_row span_rows[] = {
	{ "plain", "a: b c  # d\n", "m0-6 [a] [b c]", IN_BOTH },
	{ "plain over lines", "a: b\n   c\nd: e\n", "m0-14 [a] [b\n   c] [d] [e]", IN_BOTH },
	{ "single quotes in", "a: 'b''c' # d\n", "m0-9 [a] ['b''c']", IN_BOTH },
	{ "double quotes in", "a: \"b\\n\\\"c\"\n", "m0-11 [a] [\"b\\n\\\"c\"]", IN_BOTH },
	{ "quotes over lines", "a: \"b\n  c\"\n", "m0-10 [a] [\"b\n  c\"]", IN_BOTH },
	{ "quoted key", "'a': b\n", "m0-6 ['a'] [b]", IN_BOTH },
	{ "literal", "a: |\n  b\n  c\nd: e\n", "m0-17 [a] [|\n  b\n  c\n] [d] [e]", IN_BOTH },
	{ "clip leaves empty lines out", "a: |\n  b\n\n\nd: e\n", "m0-15 [a] [|\n  b\n] [d] [e]",
		IN_BOTH },
	{ "strip leaves empty lines out", "a: |-\n  b\n\nd: e\n", "m0-15 [a] [|-\n  b\n] [d] [e]",
		IN_BOTH },
	{ "keep takes empty lines in", "a: |+\n  b\n\nd: e\n", "m0-15 [a] [|+\n  b\n\n] [d] [e]",
		IN_BOTH },
	{ "folded with a comment", "a: >- # x\n  b\n c\n# d\n", NULL, IN_STRICT },
	{ "comment behind the header", "a: > # x\n  b\n# d\n", "m0-13 [a] [> # x\n  b\n]",
		IN_BOTH },
	{ "comment under a block is outside", "a:\n  - |\n    b\n  # c\nd: e\n",
		"m0-25 [a] s7-15 [|\n    b\n] [d] [e]", IN_BOTH },
	{ "indentation indicator", "a: |2\n    b\n   c\n", "m0-17 [a] [|2\n    b\n   c\n]",
		IN_BOTH },
	{ "blank line longer than the indent", "a: |\n b\n   \n c\n",
		"m0-15 [a] [|\n b\n   \n c\n]", IN_BOTH },
	{ "block at the end without line end", "a: |\n b", "m0-7 [a] [|\n b]", IN_BOTH },
	{ "empty block", "a: |\nb: c\n", "m0-9 [a] [|\n] [b] [c]", IN_BOTH },
	{ "empty blocks in a map in a map", "m:\n  a: |-\n  b: >\n  # d\n  c: |+\n\n  d: e\n",
		"m0-39 [m] m5-39 [a] [|-\n] [b] [>\n] [c] [|+\n\n] [d] [e]", IN_BOTH },
	{ "an empty block ends the text", "a: >\n", "m0-5 [a] [>\n]", IN_BOTH },
	{ "an empty block in a list in a map", "m:\n  - |\n  - b\n", "m0-14 [m] s7-14 [|\n] [b]",
		IN_BOTH },
	{ "an empty block behind an explicit key", "m:\n  ? |\n  : >\n  b: c\n",
		"m0-21 [m] m7-21 [|\n] [>\n] [b] [c]", IN_BOTH },
	{ "anchor out", "a: &x b\n", "m0-7 [a] <&x>[b]", IN_BOTH },
	{ "tag and anchor out", "a: !!str  &x 'b'\n", "m0-16 [a] <!!str  &x>['b']", IN_BOTH },
	{ "verbatim tag", "a: !<tag:x,1> b\n", "m0-15 [a] <!<tag:x,1>>[b]", IN_BOTH },
	{ "tag of nothing", "a: ! b\n", "m0-6 [a] <!>[b]", IN_BOTH },
	{ "anchor of a block map", "a: &x\n  b: c\n", "m0-12 [a] <&x>m8-12 [b] [c]", IN_BOTH },
	{ "anchor of a block map and of its key", "&x\n&y a: b\n", "<&x>m3-10 <&y>[a] [b]",
		IN_BOTH },
	{ "anchor of a block list in the parent", "- &x\n  - a\n", "s2-10 <&x>s9-10 [a]", IN_BOTH },
	{ "anchor of a block scalar", "a: &x |\n b\n", "m0-11 [a] <&x>[|\n b\n]", IN_BOTH },
	{ "anchor of a flow list", "a: &x [b]\n", "m0-9 [a] <&x>s6-9 [b]", IN_BOTH },
	{ "alias", "- &x a\n- *x # b\n", "s2-11 <&x>[a] [*x]", IN_BOTH },
	{ "empty value behind the colon", "a:   # x\nb: c\n", "m0-13 [a] @2 [b] [c]", IN_BOTH },
	{ "empty value at the end", "a:", "m0-2 [a] @2", IN_BOTH },
	{ "empty item behind the dash", "-\n-  # x\n- a\n", "s1-12 @1 @3 [a]", IN_BOTH },
	{ "empty value behind its anchor", "a: &x\nb: c\n", "m0-10 [a] <&x>@5 [b] [c]", IN_BOTH },
	{ "empty value of a quoted key", "'a' :\n", "m0-5 ['a'] @5", IN_BOTH },
	{ "empty value in flow", "{a: , b}\n", "m0-8 [a] @3 [b] @7", IN_BOTH },
	{ "empty key", ": a\n", "m0-3 @0 [a]", IN_STRICT },
	{ "explicit key without value", "? a\n? b\n: c\n", "m2-11 [a] @3 [b] [c]", IN_BOTH },
	{ "empty explicit key", "?\n: a\n", "m1-5 @1 [a]", IN_BOTH },
	{ "key that begins with a colon", "a:\n:b: c\n", "m0-8 [a] @2 [:b] [c]", IN_BOTH },
	{ "CRLF", "a: b\r\nc: |\r\n  d\r\ne: 'f'\r\n", "m0-23 [a] [b] [c] [|\r\n  d\r\n] [e] ['f']",
		IN_BOTH },
	{ "bytes, not characters", "\xC3\xA9: \xE2\x82\xAC # \xC3\xA9\na: b\n",
		"m0-17 [\xC3\xA9] [\xE2\x82\xAC] [a] [b]", IN_BOTH },
	{ "behind four-byte characters", "- \"\xF0\x9F\x98\x80\"\n- |\n  \xC3\xA9\n- x\n",
		"s2-21 [\"\xF0\x9F\x98\x80\"] [|\n  \xC3\xA9\n] [x]", IN_BOTH },
	{ "BOM counts",
		"\xEF\xBB\xBF"
		"a: b\n",
		"m3-7 [a] [b]", IN_BOTH },
	{ "a mark in a value at the fourth byte",
		"!: \xEF\xBB\xBF"
		"b\n",
		"<!:>[\xEF\xBB\xBF"
		"b]",
		IN_HELM },
	{ "flow over lines", "a: [b, # x\n  {c: d},\n  e ]\nf: g\n",
		"m0-31 [a] s3-26 [b] m13-19 [c] [d] [e] [f] [g]", IN_BOTH },
	{ "pair in a flow list", "[a: b, 'c':d]\n", "s0-13 m1-5 [a] [b] m7-12 ['c'] [d]", IN_BOTH },
	{ "map as the key of a pair", "[{a: b}: c]\n", "s0-11 m1-10 m1-7 [a] [b] [c]", IN_BOTH },
	{ "list at the key's column", "a:\n- b\n- c\nd: e\n", "m0-15 [a] s5-10 [b] [c] [d] [e]",
		IN_BOTH },
	{ "list in a list", "- - a\n  - b\n- c\n", "s4-15 s4-11 [a] [b] [c]", IN_BOTH },
	{ "block scalars as key and value", "? |\n x\n: |\n y\n", "m2-14 [|\n x\n] [|\n y\n]",
		IN_BOTH },
	{ "block scalar in a key", "? - |\n   x\n: |\n y\n", "m4-18 s4-11 [|\n   x\n] [|\n y\n]",
		IN_BOTH },
	{ "map in a list", "- a: b\n  c: d\n- e\n", "s2-17 m2-13 [a] [b] [c] [d] [e]", IN_BOTH },
	{ "comments are outside", "# a\nb: c # d\n# e\n", "m4-8 [b] [c]", IN_BOTH },
	{ "documents", "--- # a\nb: c\n...\n---\n- d\n", "m8-12 [b] [c] s23-24 [d]", IN_BOTH },
};

static void check_spans(const struct span_row *row, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(bytes_of(row->text), dialect, &d);
	if (!row->nodes) {
		ck_assert_msg(!tree, "%s: accepted", row->law);
		return;
	}
	ck_assert_msg(tree, "%s: %s", row->law, unit_diags(&d));
	unit_same(row->law, spans(tree), bytes_of(row->nodes));
}

START_TEST(test_spans)
{
	const struct span_row *row = &span_rows[_i];
	if (row->where & IN_STRICT)
		check_spans(row, DIALECT_STRICT);
	if (row->where & IN_HELM)
		check_spans(row, DIALECT_HELM);
}
END_TEST

/* --- documents ---------------------------------------------------------------------------- */

/* The documents of a text, each its bytes in brackets; `-` for one without a root. */
static const struct {
	const char *law, *text, *documents;
} document_rows[] = {
	{ "nothing at all", "", "" },
	{ "comments alone", "# a\n", "" },
	{ "one without markers", "# a\nb: c\n", "[# a\nb: c\n]" },
	{ "markers begin documents", "# a\n---\nb\n# c\n---\nd\n",
		"[# a\n---\nb\n# c\n][---\nd\n]" },
	{ "an end marker ends one", "a\n... # b\n# c\n---\nd\n", "[a\n... # b\n][# c\n---\nd\n]" },
	{ "empty documents have no root", "---\n# a\n---\nb\n---\n",
		"[---\n# a\n]-[---\nb\n][---\n]-" },
	{ "a tag makes a root of nothing", "--- !!str\n", "[--- !!str\n]" },
	{ "CRLF", "---\r\na\r\n---\r\nb\r\n", "[---\r\na\r\n][---\r\nb\r\n]" },
};

static void check_documents(
	const char *law, const char *text, const char *wanted, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(bytes_of(text), dialect, &d);
	ck_assert_msg(tree, "%s: %s", law, unit_diags(&d));
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < tree->documents.count; i++) {
		const struct document *document = &tree->documents.at[i];
		buf_print(&out, "[" BYTES_FMT "]%s",
			BYTES_ARG(bytes_slice(tree->source->text, document->begin, document->end)),
			document->root ? "" : "-");
	}
	unit_same(law, buf_bytes(&out), bytes_of(wanted));
}

START_TEST(test_documents)
{
	check_documents(document_rows[_i].law, document_rows[_i].text, document_rows[_i].documents,
		DIALECT_STRICT);
	check_documents(document_rows[_i].law, document_rows[_i].text, document_rows[_i].documents,
		DIALECT_HELM);
}
END_TEST

/* --- texts -------------------------------------------------------------------------------- */

static const struct {
	const char *text, *decoded;
} text_rows[] = {
	{ "plain\n", "plain" },
	{ "plain\n over\n\n lines\n", "plain over\nlines" },
	{ "'it''s'\n", "it's" },
	{ "'a''''b'\n", "a''b" },
	{ "'a''''\n  b\n\n  c'\n", "a'' b\nc" },
	{ "''''\n", "'" },
	{ "'a\r\n'\n", "a " },
	{ "' '' \r''\r\n\n''\\n'\n", " ' '\n'\\n" },
	{ "\"tab\\t\\u00e9\"\n", "tab\t\xC3\xA9" },
	{ "\"a\\\n  b\"\n", "ab" },
	{ "|\n a\n  b\n", "a\n b\n" },
	{ "|-\n a\n\n", "a" },
	{ "|+\n a\n\n", "a\n\n" },
	{ ">\n a\n b\n\n c\n", "a b\nc\n" },
	{ "|\n a", "a" },
	{ "|+\n a\n b ", "a\nb " },
	{ "|\n a\n ", "a\n" },
	{ "|\r\n a\r\n b\r\n", "a\nb\n" },
	{ ">\n a\n\n   b\n   c\n\n d\n e\n", "a\n\n  b\n  c\n\nd e\n" },
	{ ">\n a\n \n  b", "a\n\n b" },
	{ ">-\n\n a\n \tb\n c\n", "\na\n\tb\nc" },
	{ "|\n # no comment\n", "# no comment\n" },
	{ "''\n", "" },
};

static void check_text(const char *text, const char *decoded, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(bytes_of(text), dialect, &d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&d));
	unit_same(text, tree_text(tree, tree->documents.at[0].root), bytes_of(decoded));
}

START_TEST(test_texts)
{
	check_text(text_rows[_i].text, text_rows[_i].decoded, DIALECT_STRICT);
	check_text(text_rows[_i].text, text_rows[_i].decoded, DIALECT_HELM);
}
END_TEST

/* --- double quotes ------------------------------------------------------------------------ */

#define TEXT(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}

enum { NOWHERE = -1 };

/* What stands between the quotes, and its text or where its fault is. */
static const struct {
	const char *law;
	struct bytes inner, decoded;
	int fault, where;
} double_rows[] = {
	{ "nothing", TEXT(""), TEXT(""), NOWHERE, IN_BOTH },
	{ "blanks in a line stay", TEXT(" \t a  b\t"), TEXT(" \t a  b\t"), NOWHERE, IN_BOTH },
	{ "escapes of C", TEXT("\\0\\a\\b\\t\\n\\v\\f\\r\\e"), TEXT("\0\a\b\t\n\v\f\r\x1B"),
		NOWHERE, IN_BOTH },
	{ "escaped tab and blank", TEXT("\\\t\\ "), TEXT("\t "), NOWHERE, IN_BOTH },
	{ "quote, backslash", TEXT("\\\"\\\\\\\\\\\""), TEXT("\"\\\\\""), NOWHERE, IN_BOTH },
	{ "a slash, as JSON has it", TEXT("\\/a\\/"), TEXT("/a/"), NOWHERE, IN_STRICT },
	{ "an escaped slash is none for Helm", TEXT("\\\\/\n\\n\\/"), TEXT(""), 6, IN_HELM },
	{ "a slash behind an escaped backslash", TEXT("\\\\/"), TEXT("\\/"), NOWHERE, IN_BOTH },
	{ "N, _, L, P", TEXT("\\N\\_\\L\\P"), TEXT("\xC2\x85\xC2\xA0\xE2\x80\xA8\xE2\x80\xA9"),
		NOWHERE, IN_BOTH },
	{ "an escaped backslash escapes nothing", TEXT("\\\\n\\\\x41"), TEXT("\\n\\x41"), NOWHERE,
		IN_BOTH },
	{ "x has two digits", TEXT("\\x00\\x7fg\\xFf1"), TEXT("\0\x7Fg\303\2771"), NOWHERE,
		IN_BOTH },
	{ "u has four digits", TEXT("\\u0041\\u20aC\\uD7FF\\uE000\\uFFFF1"),
		TEXT("A\xE2\x82\xAC\xED\x9F\xBF\xEE\x80\x80\357\277\2771"), NOWHERE, IN_BOTH },
	{ "U has eight digits", TEXT("\\U00000041\\U0001F600\\U0010ffff1"),
		TEXT("A\xF0\x9F\x98\x80\364\217\277\2771"), NOWHERE, IN_BOTH },
	{ "characters beyond ASCII", TEXT("\xC3\xA9\\\\\xF0\x9F\x98\x80"),
		TEXT("\xC3\xA9\\\xF0\x9F\x98\x80"), NOWHERE, IN_BOTH },
	{ "a pair of surrogates, as JSON has it", TEXT("1\\uD83D\\uDE00\\ud800\\udc001"),
		TEXT("1\xF0\x9F\x98\x80\360\220\200\2001"), NOWHERE, IN_STRICT },
	{ "the last pair", TEXT("\\uDBFF\\uDFFF"), TEXT("\xF4\x8F\xBF\xBF"), NOWHERE, IN_STRICT },
	{ "a pair is none for Helm", TEXT("\\uD83D\\uDE00"), TEXT(""), 2, IN_HELM },

	{ "a line end is a blank", TEXT("a\nb\rc\r\nd"), TEXT("a b c d"), NOWHERE, IN_BOTH },
	{ "blanks around a line end go", TEXT("a \t\n \tb"), TEXT("a b"), NOWHERE, IN_BOTH },
	{ "empty lines are line feeds", TEXT("a\n\nb\r\rc\r\n\r\nd\n \t\n\n e"),
		TEXT("a\nb\nc\nd\n\ne"), NOWHERE, IN_BOTH },
	{ "line ends at begin and end", TEXT(" \n a \n "), TEXT(" a "), NOWHERE, IN_BOTH },
	{ "CRLF at the end", TEXT("a\r\n"), TEXT("a "), NOWHERE, IN_BOTH },
	{ "line ends alone", TEXT("\n\n"), TEXT("\n"), NOWHERE, IN_BOTH },
	{ "escaped line ends are nothing", TEXT("a\\\nb\\\rc\\\r\nd"), TEXT("abcd"), NOWHERE,
		IN_BOTH },
	{ "blanks before an escaped line end stay", TEXT("a \t\\\n \tb"), TEXT("a \tb"), NOWHERE,
		IN_BOTH },
	{ "empty lines behind an escaped line end", TEXT("a\\\n\n \r\n\r b"), TEXT("a\n\n\nb"),
		NOWHERE, IN_BOTH },
	{ "lines of a backslash alone", TEXT("a\n  \\\n\\\n b"), TEXT("a b"), NOWHERE, IN_BOTH },
	{ "an escaped line end at the end", TEXT("a\\\n"), TEXT("a"), NOWHERE, IN_BOTH },
	{ "an escaped backslash before an escaped line end", TEXT("a\\\\\\\nb"), TEXT("a\\b"),
		NOWHERE, IN_BOTH },
	{ "an escaped backslash before a line end", TEXT("a\\\\\nb"), TEXT("a\\ b"), NOWHERE,
		IN_BOTH },
	{ "an escaped blank before a line end", TEXT("a\\ \nb"), TEXT("a  b"), NOWHERE, IN_BOTH },
	{ "escaped blanks and others before one", TEXT("a\\ \\  \t\rb"), TEXT("a   b"), NOWHERE,
		IN_BOTH },
	{ "an escaped blank before empty lines", TEXT("a\\ \n\n\r\nb\\ \n"), TEXT("a \n\nb  "),
		NOWHERE, IN_BOTH },
	{ "an escaped tab before a line end", TEXT("a\\\t\nb\\t\r\nc"), TEXT("a\t b\t c"), NOWHERE,
		IN_BOTH },
	{ "an escaped blank begins a line", TEXT("a\n \\  b\n\\\tc"), TEXT("a   b \tc"), NOWHERE,
		IN_BOTH },
	{ "an escaped line feed before a line end", TEXT("a\\n\n b"), TEXT("a\n b"), NOWHERE,
		IN_BOTH },
	{ "line ends of YAML 1.1 are characters", TEXT("a\xC2\x85\\n\xE2\x80\xA8 b"),
		TEXT("a\xC2\x85\n\xE2\x80\xA8 b"), NOWHERE, IN_STRICT },

	{ "an unknown escape", TEXT("ab\\qc"), TEXT(""), 2, IN_BOTH },
	{ "a single quote is not escaped", TEXT("\\'"), TEXT(""), 0, IN_BOTH },
	{ "capitals are other escapes", TEXT("a\n\\n\\R"), TEXT(""), 4, IN_BOTH },
	{ "an escaped character beyond ASCII", TEXT("\\\xC3\xA9"), TEXT(""), 0, IN_BOTH },
	{ "an escaped line end of YAML 1.1", TEXT("a\\\xE2\x80\xA8"), TEXT(""), 1, IN_STRICT },
	{ "too few digits for x", TEXT("\\n\\x4"), TEXT(""), 2, IN_STRICT },
	{ "too few digits for u", TEXT("\\u123g"), TEXT(""), 0, IN_STRICT },
	{ "too few digits for U", TEXT("\\U0010FFF "), TEXT(""), 0, IN_STRICT },
	{ "digits over a line end", TEXT("\\x4\n1"), TEXT(""), 0, IN_STRICT },
	{ "beyond the last code point", TEXT("\\U00110000"), TEXT(""), 0, IN_STRICT },
	{ "far beyond it", TEXT("\\UFFFFFFFF"), TEXT(""), 0, IN_STRICT },
	{ "a high surrogate alone", TEXT("a\\uD83Db"), TEXT(""), 1, IN_STRICT },
	{ "a high surrogate at the end", TEXT("a\\uDBFF"), TEXT(""), 1, IN_STRICT },
	{ "a low surrogate alone", TEXT("a\\uDC00"), TEXT(""), 1, IN_STRICT },
	{ "surrogates the wrong way round", TEXT("\\uDE00\\uD83D"), TEXT(""), 0, IN_STRICT },
	{ "a high surrogate and a letter", TEXT("\\uD83D\\u0041"), TEXT(""), 6, IN_STRICT },
	{ "surrogates of eight digits", TEXT("\\U0000D83D\\U0000DE00"), TEXT(""), 0, IN_STRICT },
};

/* As a root, so that tabs may begin lines. */
static void check_double(size_t row, enum dialect dialect)
{
	const char *law = double_rows[row].law;
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_join(
		unit_arena(), BYTES("\""), double_rows[row].inner, BYTES("\"\n"));
	struct tree *tree = read_text(text, dialect, &d);
	if (double_rows[row].fault == NOWHERE) {
		ck_assert_msg(tree, "%s: %s", law, unit_diags(&d));
		unit_same(
			law, tree_text(tree, tree->documents.at[0].root), double_rows[row].decoded);
		return;
	}
	ck_assert_msg(!tree && d.count == 1, "%s: %s", law, unit_diags(&d));
	ck_assert_str_eq(d.at[0]->id, "yaml/syntax");
	ck_assert_msg(d.at[0]->at.begin == (uint32_t)double_rows[row].fault + 1, "%s: %u", law,
		d.at[0]->at.begin);
}

START_TEST(test_double_quotes)
{
	if (double_rows[_i].where & IN_STRICT)
		check_double((size_t)_i, DIALECT_STRICT);
	if (double_rows[_i].where & IN_HELM)
		check_double((size_t)_i, DIALECT_HELM);
}
END_TEST

/* --- walking ------------------------------------------------------------------------------ */

START_TEST(test_walking)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(
		BYTES("a: 1\nb: &x [p, q, {r: s}]\na: 2\nc: *x\nd: {}\n"), DIALECT_HELM, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	node_id root = tree->documents.at[0].root;
	ck_assert_uint_eq(tree_count(tree, root), 5);
	unit_same("the last of two keys", tree_text(tree, tree_get(tree, root, BYTES("a"))),
		BYTES("2"));
	node_id list = tree_get(tree, root, BYTES("b"));
	ck_assert_uint_eq(tree_count(tree, list), 3);
	node_id item = tree_first(tree, list);
	unit_same("the first item", tree_text(tree, item), BYTES("p"));
	item = tree_next(tree, tree_next(tree, item));
	ck_assert_uint_eq(tree_node(tree, item)->kind, NODE_MAP);
	ck_assert_uint_eq(tree_next(tree, item), 0);
	ck_assert_uint_eq(tree_follow(tree, tree_get(tree, root, BYTES("c"))), list);
	ck_assert_uint_eq(tree_follow(tree, item), item);
	ck_assert_uint_eq(tree_first(tree, tree_get(tree, root, BYTES("d"))), 0);
	ck_assert_uint_eq(tree_get(tree, root, BYTES("none")), 0);
	ck_assert_uint_eq(tree_next(tree, root), 0);
}
END_TEST

/* --- what is refused ---------------------------------------------------------------------- */

static const struct {
	const char *text, *strict, *helm; /* NULL: read */
} refusal_rows[] = {
	{ "a: b\na: c\n", "2:1 yaml/duplicate-key key 'a' is given twice\n", NULL },
	{ "{a: b, 'a': c}\n", "1:8 yaml/duplicate-key key 'a' is given twice\n", NULL },
	{ "a: b\nc: d\na: e\nc: f\n",
		"3:1 yaml/duplicate-key key 'a' is given twice\n"
		"4:1 yaml/duplicate-key key 'c' is given twice\n",
		NULL },
	{ "a: *b\n", "1:4 yaml/alias no anchor '&b' stands before\n",
		"1:4 yaml/alias no anchor '&b' stands before\n" },
	{ "--- &a b\n--- *a\n", "2:5 yaml/alias no anchor '&a' stands before\n",
		"2:5 yaml/alias no anchor '&a' stands before\n" },
	{ "a:\n\tb: c\n", "2:1 yaml/syntax a tab indents this line\n",
		"2:1 yaml/syntax a tab indents this line\n" },
	{ "a: 'b\n", "1:5 yaml/syntax a single quote is not closed\n",
		"1:4 yaml/syntax a quote is not closed\n" },
	{ "a: [b\nc: d\n", "3:1 yaml/syntax a '[' is not closed\n",
		"2:2 yaml/syntax a comma or a closing bracket is missing\n" },
	{ "\xC3\xA9\xC3\xA9: b: c\n", "1:6 yaml/syntax a second ': ' stands in one line\n",
		"1:6 yaml/syntax a ': ' cannot stand here\n" },
	{ "a:b\nc: d\n", "1:1 yaml/syntax a text over several lines cannot be a key\n",
		"2:2 yaml/syntax a ': ' cannot stand here\n" },
	{ "a:\n  b: c\n d: e\n", "3:2 yaml/syntax this indentation fits no map above\n",
		"3:2 yaml/syntax a key should stand here\n" },
	{ "a: \x01\n", "1:4 yaml/syntax the character U+0001 may not stand in YAML\n",
		"1:4 yaml/syntax a control character may not stand in YAML\n" },
	{ "a: \xFF\n", "1:4 yaml/syntax byte 3 is not UTF-8\n",
		"1:4 yaml/syntax this byte is not UTF-8\n" },
	{ "a: b\xEF\xBB\xBF\n",
		"1:5 yaml/syntax a byte order mark may stand only at the start of a file\n", NULL },
	{ "- |1\n  \n- a\n", NULL, NULL },
	{ "a: |\n   \n  # b\n",
		"2:1 yaml/syntax an empty line has more blanks than the first line of the text\n",
		NULL },
	{ "? k:\t? k: 0\n", "1:5 yaml/syntax a tab stands where blanks should\n", "" },
	{ "{a: ?}\n", "1:5 yaml/syntax a text cannot begin with this character\n",
		"1:5 yaml/syntax a value should stand here\n" },
	{ "[a, ?]\n", "1:5 yaml/syntax a text cannot begin with this character\n",
		"2:1 yaml/syntax a comma or a closing bracket is missing\n" },
	{ "{a: ?b}\n", NULL, "1:5 yaml/syntax a value should stand here\n" },
	{ "?\ta\n", "1:2 yaml/syntax a tab stands where blanks should\n", "" },
	{ "? a\n: \tb\n", "2:3 yaml/syntax a tab stands where blanks should\n", "" },
	{ "? |\n  a\n:\tb\n", "3:2 yaml/syntax a tab stands where blanks should\n", "" },
	{ "a: b\n:\tc\n", NULL, "" },
	{ "? 'a'\n: b:\tc\n  d:\t\te\n", NULL, NULL },
	{ "a:\n- - -\n- \nb: c\n", NULL, NULL },
	{ "--- |\na\n  b\n", NULL, "2:1 yaml/syntax a '---' should stand here\n" },
	{ "--- >\na\r b\n", NULL, "" },
	{ "a:\n  b: |\n  c\n", "3:3 yaml/syntax a map cannot go on with this line\n", "" },
	{ "- ? |\n  a\n", "2:3 yaml/syntax a map cannot go on with this line\n", "" },
	{ "- a: &b |\n\n\n  c\n", "4:3 yaml/syntax a map cannot go on with this line\n", "" },
	{ "a:\n    >\n  # b\nc: d\n", NULL, NULL },
	{ "---\n  >\n\n # b\n", NULL, NULL },
	{ "a:\n  b: |\n # c\n", NULL, NULL },
	{ "a:\n    |\n    b\n      c\n", NULL, NULL },
	{ "a:\n    |\n     b\n      c\n", NULL, NULL },
	{ " a: |\n b: c\n", NULL, NULL },
	{ "a: |\nb: |+\n\nc: d\n", NULL, NULL },
	{ "a:\rb", "2:1 yaml/syntax this must be indented more than the line above\n", "" },
	{ "a: &b\nc\n", "2:1 yaml/syntax this must be indented more than the line above\n", "" },
	{ "a:\n  &b\n!t\n", "3:1 yaml/syntax this must be indented more than the line above\n",
		"" },
	{ "a:\n  &b\n  !t\n", NULL, NULL },
	{ "a: &b\n[c]\n", "2:1 yaml/syntax this must be indented more than the line above\n", "" },
	{ "- &b\n  c\n- &d\n- &e # f\n  g: h\n", NULL, NULL },
	{ "a: &b\n- c\n", NULL, NULL },
	{ "a: b\n?\nc\n", "3:1 yaml/syntax this must be indented more than the line above\n", "" },
	{ "a: b\n?\n c\n&d e:\n", NULL, NULL },
	{ "\xEF\xBB\xBF"
	  "a: |\n  b\n",
		NULL, NULL },
	{ "--- |\na\n\nb\n", NULL, "2:1 yaml/syntax a '---' should stand here\n" },
	{ "? - ? a\n  - b\n: c\n",
		"3:1 yaml/syntax a '?' cannot stand in a key that began with '?'\n", NULL },
	{ "?\n- ?\n- a:\n: &x c\n",
		"4:1 yaml/syntax a '?' cannot stand in a key that began with '?'\n", NULL },
	{ "? - {? a}\n  - b\n: c\n? d\n?\n: e\n", NULL, NULL },
	{ "? a\n: b\n: c\n", NULL, "" },
	{ "?\n- ? a\n- b\n: : c\n",
		"4:1 yaml/syntax a '?' cannot stand in a key that began with '?'\n", "" },
	{ "?\n- ? a\n- b\n:\n  ? c\n",
		"4:1 yaml/syntax a '?' cannot stand in a key that began with '?'\n", NULL },
	{ "a:\n? b\n:\n: c\n? d\n?\n: e\n", NULL, "" },
	{ "a: b\n%c: d\n", "2:1 yaml/syntax a percent sign cannot begin a line here\n", "" },
	{ "%a\nb: c\n", "1:1 yaml/syntax a percent sign cannot begin a line here\n", "" },
	{ "--- !!map\n%a b\nb: c\n", "2:1 yaml/syntax a percent sign cannot begin a line here\n",
		"" },
	{ "[a,\n%b\n]\n", "2:1 yaml/syntax a percent sign cannot begin a line here\n", "" },
	{ "'b\n%c'\n", NULL, NULL },
	{ "a: \"b\n  c\\q\"\n",
		"2:4 yaml/syntax a double-quoted text has an escape that YAML does not know\n",
		"2:4 yaml/syntax a double-quoted text has an escape that YAML does not know\n" },
	{ "a: \"\\x4g\"\n",
		"1:5 yaml/syntax a double-quoted text has an escape that YAML does not know\n",
		"1:7 yaml/syntax a double-quoted text has an escape that YAML does not know\n" },
	{ "\"\\uD83D\"\n", "1:2 yaml/syntax an escape stands for no character\n",
		"1:4 yaml/syntax an escape stands for no character\n" },
	{ "\"\\uD83D\\n\"\n", "1:2 yaml/syntax an escape stands for no character\n",
		"1:4 yaml/syntax an escape stands for no character\n" },
	{ "\"\\uD83D\\u0041\"\n", "1:8 yaml/syntax an escape stands for no character\n",
		"1:4 yaml/syntax an escape stands for no character\n" },
	{ "a: '\\/'\nb: \\/\n", NULL, NULL },
	{ "a: &b \"\\\\/\\/\"\n", NULL, "1:11 yaml/syntax Helm does not know the escape '\\/'\n" },
	{ "\"\\/a\": b\n", NULL, "1:2 yaml/syntax Helm does not know the escape '\\/'\n" },
	{ "---\n{\"\xC3\xA9\": [\"a\", \"b\\/\"]}\n", NULL,
		"2:15 yaml/syntax Helm does not know the escape '\\/'\n" },
	{ "--- |\n%a\n", NULL, "" },
	{ "%YAML 1.2\n# a\n%TAG ! !b\n---\nc\n", NULL, NULL },
	{ "a\n...\n# b\n%TAG ! !c\n---\nd\n", NULL, NULL },
};

static void check_refusal(const char *text, const char *wanted, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(bytes_of(text), dialect, &d);
	ck_assert_msg(!tree == !!wanted, "%s: %s", text, unit_diags(&d));
	if (wanted && *wanted)
		unit_same(text, bytes_of(unit_diags(&d)), bytes_of(wanted));
}

START_TEST(test_refusals)
{
	check_refusal(refusal_rows[_i].text, refusal_rows[_i].strict, DIALECT_STRICT);
	check_refusal(refusal_rows[_i].text, refusal_rows[_i].helm, DIALECT_HELM);
}
END_TEST

/* --- limits ------------------------------------------------------------------------------- */

static struct bytes repeated(const char *part, size_t times)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < times; i++)
		buf_add(&out, bytes_of(part));
	return buf_bytes(&out);
}

static struct bytes nested_maps(size_t levels)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < levels; i++) {
		buf_add_times(&out, ' ', i);
		buf_add(&out, BYTES("a:\n"));
	}
	return buf_bytes(&out);
}

static void check_depth(struct bytes text, const char *wanted, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = read_text(text, dialect, &d);
	ck_assert(!tree == !!wanted);
	if (wanted)
		ck_assert_str_eq(unit_diags(&d), wanted);
}

START_TEST(test_depth)
{
	enum dialect dialect = _i ? DIALECT_HELM : DIALECT_STRICT;
	check_depth(nested_maps(250), NULL, dialect);
	check_depth(nested_maps(300),
		"251:251 limit/depth maps and lists are nested more than 250 levels deep\n",
		dialect);
	check_depth(repeated("- ", 250), NULL, dialect);
	/* Quadratic in libyaml, unless it is stopped: minutes. */
	const char *wanted =
		"1:251 limit/depth maps and lists are nested more than 250 levels deep\n";
	check_depth(repeated("[", 20000), wanted, dialect);
	check_depth(repeated("[", 1000000), wanted, dialect);
}
END_TEST

START_TEST(test_many_keys)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < 100000; i++)
		buf_print(&text, "k%d: v\n", i);
	buf_add(&text, BYTES("k77: w\n"));
	struct diags d = diags_new(unit_arena());
	ck_assert_ptr_null(read_text(buf_bytes(&text), DIALECT_STRICT, &d));
	ck_assert_str_eq(unit_diags(&d), "100001:1 yaml/duplicate-key key 'k77' is given twice\n");
	ck_assert_uint_eq(d.at[0]->related.at[0].at.begin, 2 * 0 + 10 * 6 + 67 * 7);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_read");
	TCase *reading = tcase_create("read");
	tcase_add_loop_test(reading, test_spans, 0, (int)COUNT(span_rows));
	tcase_add_loop_test(reading, test_documents, 0, (int)COUNT(document_rows));
	tcase_add_loop_test(reading, test_texts, 0, (int)COUNT(text_rows));
	tcase_add_loop_test(reading, test_double_quotes, 0, (int)COUNT(double_rows));
	tcase_add_test(reading, test_walking);
	tcase_add_loop_test(reading, test_refusals, 0, (int)COUNT(refusal_rows));
	tcase_add_loop_test(reading, test_depth, 0, 2);
	tcase_add_test(reading, test_many_keys);
	suite_add_tcase(suite, reading);
	return suite;
}
