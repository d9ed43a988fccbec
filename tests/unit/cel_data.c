/* CEL over data that is borrowed from YAML. */
#include "unit.h"

#include "cel/cel.h"

static struct cel_value data(struct bytes text)
{
	struct diags d = diags_new(unit_arena());
	const struct source *source = source_new(unit_arena(), BYTES("a"), BYTES("a"), text);
	const struct tree *tree = tree_read(
		unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	return cel_of(
		tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d));
}

/* A hundred entries, `key-N: N`, beside a few others. */
static struct bytes many(void)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("few: {a: 1.0, b: 1.5, c: '1'}\nnone: {}\nmany:\n"));
	for (int i = 0; i < 100; i++)
		buf_print(&text, "  key-%d: %d\n", i, i);
	return buf_bytes(&text);
}

static const char *const truths[] = {
	"data.many.all(k, data.many[k] == int(k.substring(4)))",
	"data.many.all(k, !(k + '-' in data.many) && !(1 in data.many))",
	"lists.range(9).all(i, !has(data.many.key) && data.many.?key_1 == optional.none())",
	"lists.range(9).all(i, data.many.`key-42` == 42 && has(data.many.`key-42`))",
	"lists.range(9).all(i, data.few.a == 1 && data.few.b == 1.5 && data.few.c != 1)",
	"type(data.few.a) == int && !('a' in data.none) && data.none == {}",
};

START_TEST(is_true)
{
	struct diags d = diags_new(unit_arena());
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	cel_env_variable(env, BYTES("data"));
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(truths[_i]), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", truths[_i], unit_diags(&d));
	struct cel_value value = data(many());
	struct cel_variables variables = { .values = &value, .count = 1 };
	struct cel_value result = cel_eval(unit_arena(), program, variables, CEL_COST_LIMIT).value;
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, result);
	ck_assert_msg(result.kind == CEL_BOOL && result.boolean, "%s: " BYTES_FMT, truths[_i],
		BYTES_ARG(buf_bytes(&shown)));
}
END_TEST

/* Of a hundred names, of which every second is there: `name-10`, `name-12` and so on. */
START_TEST(a_sorted_map_finds_what_another_finds)
{
	struct cel_value items[2 * 45] = { 0 }, found;
	struct cel_value map = cel_map(items, 45);
	for (size_t i = 0; i < 45; i++) {
		items[2 * i] = cel_string(bytes_print(unit_arena(), "name-%zu", 10 + 2 * i));
		items[2 * i + 1] = cel_int((int64_t)(10 + 2 * i));
	}
	for (unsigned flags = 0; flags < 4; flags++) {
		map.sorted = flags & 1;
		map.by_slug = flags & 2;
		for (int i = 0; i < 110; i++) {
			struct bytes name = bytes_print(unit_arena(), "name-%d", i);
			struct bytes other = bytes_print(unit_arena(), "N\xC3\x81me-%d", i);
			bool there = i >= 10 && i < 100 && i % 2 == 0;
			ck_assert_int_eq(cel_find(map, cel_string(name), &found), there);
			ck_assert(!there || found.integer == i);
			ck_assert_int_eq(
				cel_find(map, cel_string(other), NULL), there && map.by_slug);
		}
		ck_assert(!cel_find(map, cel_int(10), &found));
		ck_assert(!cel_find(map, cel_string(BYTES("")), &found));
	}
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_data");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_true, 0, COUNT(truths));
	tcase_add_test(cases, a_sorted_map_finds_what_another_finds);
	return suite;
}
