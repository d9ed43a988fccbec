/* Parts of a source read alone; copies of nodes from one tree in another. */
#include "unit.h"
#include "../libfyaml_leaks.h"

#include "tree/tree.h"

#include <stdlib.h>

#define BEFORE "# \xC3\xA9 | x\n- 'y\n---\n"
#define BEHIND "---\n- \"z\n"

static const char *const texts[] = {
	"a: b\n",
	"a: |\n  b\n\n  c\nd: >-\n e\n",
	"- 'a\n  b'\n- \"\\xE9\"\n- !!str 1 # c\n",
	"\xC3\xA9: {a: [b, \xE2\x82\xAC]} # x\nb: &b c\nd: *b\n",
	"a: |\nb: |+\n\n",
	"# nothing\n",
	"a: b\r\nc:\r\n- d\r\n",
	"a:\n  - b\n  -\n  -   - c\n",
	"a: b",
	"",
};

static struct bytes place_text(const struct tree *tree, node_id id, uint32_t shift)
{
	struct node node = *tree_node(tree, id);
	return bytes_print(unit_arena(), "%d %d %d %u-%u %u %u " BYTES_FMT, node.kind, node.style,
		node.type, node.begin - shift, node.end - shift, node.parent, node.after,
		BYTES_ARG(tree_text(tree, id)));
}

/* In a text that is no YAML as a whole, a part of it is what its bytes alone are. */
static void check_part(struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct bytes whole = bytes_join(unit_arena(), BYTES(BEFORE), text, BYTES(BEHIND));
	uint32_t begin = sizeof BEFORE - 1;
	struct tree_part lines = { begin, begin + (uint32_t)text.len, NULL };
	const struct tree *alone = tree_read(
		unit_arena(), unit_source(text), dialect, LIMITS_DEFAULT, &d);
	const struct tree *part = tree_read_part(
		unit_arena(), unit_source(whole), lines, dialect, LIMITS_DEFAULT, &d);
	ck_assert_msg(alone && part, BYTES_FMT ": %s", BYTES_ARG(text), unit_diags(&d));
	ck_assert_uint_eq(part->nodes.count, alone->nodes.count);
	for (node_id id = 1; id < part->nodes.count; id++)
		unit_same(text.at, place_text(part, id, begin), place_text(alone, id, 0));
	ck_assert_uint_eq(part->documents.count, alone->documents.count);
	for (size_t i = 0; i < part->documents.count; i++) {
		ck_assert_uint_eq(
			part->documents.at[i].begin, alone->documents.at[i].begin + begin);
		ck_assert_uint_eq(part->documents.at[i].end, alone->documents.at[i].end + begin);
	}
}

START_TEST(test_part)
{
	check_part(bytes_of(texts[_i]), DIALECT_HELM);
	check_part(bytes_of(texts[_i]), DIALECT_STRICT);
}
END_TEST

START_TEST(test_error)
{
	struct diags d = diags_new(unit_arena());
	struct source *source = unit_source(BYTES("a: b\n---\nc: d: e\n---\nf: g\n"));
	struct tree_part part = { 9, 17, NULL };
	ck_assert(!tree_read_part(unit_arena(), source, part, _i ? DIALECT_STRICT : DIALECT_HELM,
		LIMITS_DEFAULT, &d));
	ck_assert_uint_eq(d.count, 1);
	ck_assert_uint_eq(source_place(source, d.at[0]->at.begin).line, 3);
}
END_TEST

/* --- aliases to what stands outside ----------------------------------------------------------- */

static struct tree *read_lines(
	struct source *source, uint32_t begin, uint32_t end, struct strays *strays)
{
	struct diags d = diags_new(unit_arena());
	struct tree_part part = { begin, end, strays };
	struct tree *tree = tree_read_part(
		unit_arena(), source, part, DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	return tree;
}

START_TEST(test_adopt)
{
	struct diags d = diags_new(unit_arena());
	struct source *source = unit_source(
		BYTES("o: &o \"\\x78\"\nm: &m {k: *o, l: [&p q, *p]}\n---\nz: *m\n"));
	struct strays strays = { 0 };
	uint32_t end = (uint32_t)bytes_find(source->text, BYTES("---"), 0);
	struct tree *first = read_lines(source, 0, end, NULL);
	struct tree *second = read_lines(source, end + 4, (uint32_t)source->text.len, &strays);
	ck_assert_uint_eq(strays.count, 1);
	ck_assert_uint_eq(tree_follow(second, strays.at[0]), 0);
	struct tree *cut = tree_cut(unit_arena(), first, tree_get(first, 1, BYTES("m")));
	tree_point(second, strays.at[0], tree_adopt(second, cut, 1));
	const struct value *value = tree_value(unit_arena(), second, 1, LIMITS_DEFAULT, &d);
	struct buf out = buf_new(unit_arena());
	ck_assert_msg(value, "%s", unit_diags(&d));
	emit_canonical_json(&out, value);
	unit_same("all that the copy needs comes along", buf_bytes(&out),
		BYTES("{\"z\":{\"k\":\"x\",\"l\":[\"q\",\"q\"]}}"));
	ck_assert_uint_eq(tree_node(second, 1)->after, 4);
}
END_TEST

/* --- keys given twice ------------------------------------------------------------------------- */

START_TEST(test_twins)
{
	struct buf text = buf_new(unit_arena()), out = buf_new(unit_arena());
	for (int i = 0; i < 40; i++)
		buf_print(&text, "k%d: %d\n", i % 38, i);
	buf_print(&text, "m: {a: 1, 'a': 2, <<: {b: 1}, <<: {b: 2}, y: 3, yes: 4, a: 5}\n");
	struct source *source = unit_source(buf_bytes(&text));
	struct tree *tree = read_lines(source, 0, (uint32_t)text.len, NULL);
	struct twins twins = tree_twins(unit_arena(), tree, 1);
	for (size_t i = 0; i < twins.count; i++)
		buf_print(&out, BYTES_FMT "-" BYTES_FMT " ",
			BYTES_ARG(span_text(tree_span(tree, twins.at[i].first))),
			BYTES_ARG(span_text(tree_span(tree, twins.at[i].second))));
	unit_same("each with the first", buf_bytes(&out), BYTES("k0-k0 k1-k1 a-'a' y-yes a-a "));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_part");
	TCase *rows = tcase_create("rows");
	tcase_add_loop_test(rows, test_part, 0, COUNT(texts));
	tcase_add_loop_test(rows, test_error, 0, 2);
	tcase_add_test(rows, test_adopt);
	tcase_add_test(rows, test_twins);
	suite_add_tcase(suite, rows);
	return suite;
}
