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

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_data");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_true, 0, COUNT(truths));
	return suite;
}
