/* What evaluation remembers: the steps of an expression, their values and costs. */
#include "unit.h"

#include "cel/cel.h"

static const struct cel_explanation *explain(const char *text, uint64_t limit)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	struct cel_variables none = { 0 };
	struct cel_result plain = cel_eval(unit_arena(), program, none, limit);
	const struct cel_explanation *told = cel_explain(unit_arena(), program, none, limit);
	ck_assert_uint_eq(plain.cost, told->result.cost);
	ck_assert_int_eq(plain.value.kind, told->result.value.kind);
	return told;
}

/* --- the steps -------------------------------------------------------------------------------- */

static void print_step(struct buf *out, struct bytes text, const struct cel_step *step)
{
	if (step->constant)
		return;
	buf_add_char(out, '(');
	for (size_t i = 0; step->element && i < step->binding_count; i++) {
		buf_print(out, "%s" BYTES_FMT "=", i ? "," : "", BYTES_ARG(step->bindings[i].name));
		cel_print(out, step->bindings[i].value);
	}
	if (!step->element)
		buf_add(out, bytes_slice(text, step->begin, step->end));
	buf_print(out, step->skipped ? " -" : " %llu ", (unsigned long long)step->cost);
	if (!step->skipped)
		cel_print(out, step->value);
	for (const struct cel_step *below = step->first; below; below = below->next)
		print_step(out, text, below);
	if (step->left_out)
		buf_print(
			out, " +%zu:%llu", step->left_out, (unsigned long long)step->left_out_cost);
	buf_add_char(out, ')');
}

static const struct {
	const char *text, *steps;
} trees[] = {
	/* a constant is a step without others */
	{ "1", "" },
	{ "-(1) + 2", "(-(1) + 2 1 1(-(1) 1 -1))" },
	{ "size('abc') == 3 && 1 > 2",
		"(size('abc') == 3 && 1 > 2 0 false(size('abc') == 3 1 true(size('abc') 1 3))"
		"(1 > 2 1 false))" },
	/* what was decided before is not evaluated */
	{ "1 > 2 && 1 < 2 && 2 < 3",
		"(1 > 2 && 1 < 2 && 2 < 3 0 false(1 > 2 1 false)(1 < 2 -)(2 < 3 -))" },
	{ "1 < 2 ? !true : !false",
		"(1 < 2 ? !true : !false 0 false(1 < 2 1 true)(!true 1 false)(!false -))" },
	{ "1 > 2 ? !true : !false",
		"(1 > 2 ? !true : !false 0 true(1 > 2 1 false)(!true -)(!false 1 true))" },
	{ "true || !false", "(true || !false 0 true(!false -))" },
	/* an error stops a call, and not a conjunction */
	{ "[1][9] + -(1)",
		"([1][9] + -(1) 0 the index 9 is outside the list of 1"
		"([1][9] 1 the index 9 is outside the list of 1)(-(1) -))" },
	{ "1 / 0 > 1 && 1 > 2",
		"(1 / 0 > 1 && 1 > 2 0 false(1 / 0 > 1 0 division by zero"
		"(1 / 0 1 division by zero))(1 > 2 1 false))" },
	/* what the expression itself computes early is shown as it is written */
	{ "[1 + 1].size() == 1",
		"([1 + 1].size() == 1 1 true([1 + 1].size() 1 1([1 + 1] 10 [2](1 + 1 1 2))))" },
	{ "int('12') < -(1)", "(int('12') < -(1) 1 false(int('12') 0 12)(-(1) 1 -1))" },
	/* a macro shows each element */
	{ "[1, 2].all(n, n < 2)",
		"([1, 2].all(n, n < 2) 9 false"
		"(n=1 0 true(n < 2 1 true(n 1 1)))(n=2 0 false(n < 2 1 false(n 1 2))))" },
	{ "[].all(n, n)", "([].all(n, n) 1 true)" },
	{ "[3, 4].map(n, n > 3, n + 1)",
		"([3, 4].map(n, n > 3, n + 1) 24 [5]"
		"(n=3 0 false(n > 3 1 false(n 1 3)))"
		"(n=4 0 5(n > 3 1 true(n 1 4))(n + 1 1 5(n 1 4))))" },
	{ "{'a': 1}.all(k, v, v > 0)",
		"({'a': 1}.all(k, v, v > 0) 4 true"
		"(k='a',v=1 0 true(v > 0 1 true(v 1 1))))" },
	{ "[[1]].all(l, l.exists(n, n == 1))",
		"([[1]].all(l, l.exists(n, n == 1)) 4 true"
		"(l=[1] 0 true(l.exists(n, n == 1) 8 true(l 1 [1])"
		"(n=1 0 true(n == 1 1 true(n 1 1))))))" },
	/* others are kept only if they decide */
	{ "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2].map(n, 1).all(n, n == 1)",
		"([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2].map(n, 1).all(n, n == 1) 34 true"
		"([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2].map(n, 1) 143"
		" [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"
		"(n=1 0 1)(n=1 0 1)(n=1 0 1)(n=1 0 1)(n=1 0 1)(n=1 0 1)(n=1 0 1)(n=1 0 1)"
		" +3:0)"
		"(n=1 0 true(n == 1 1 true(n 1 1)))(n=1 0 true(n == 1 1 true(n 1 1)))"
		"(n=1 0 true(n == 1 1 true(n 1 1)))(n=1 0 true(n == 1 1 true(n 1 1)))"
		"(n=1 0 true(n == 1 1 true(n 1 1)))(n=1 0 true(n == 1 1 true(n 1 1)))"
		"(n=1 0 true(n == 1 1 true(n 1 1)))(n=1 0 true(n == 1 1 true(n 1 1)))"
		" +3:6)" },
	/* a variable that a bind gives */
	{ "cel.bind(x, 1 + 1, x * x)",
		"(cel.bind(x, 1 + 1, x * x) 10 4(1 + 1 1 2)(x * x 1 4(x 1 2)(x 1 2)))" },
};

START_TEST(shows)
{
	const char *text = trees[_i].text;
	struct buf out = buf_new(unit_arena());
	print_step(&out, bytes_of(text), explain(text, CEL_COST_LIMIT)->root);
	unit_same(text, buf_bytes(&out), bytes_of(trees[_i].steps));
}
END_TEST

/* --- costs ------------------------------------------------------------------------------------ */

static uint64_t sum(const struct cel_step *step)
{
	uint64_t cost = step->cost + step->left_out_cost;
	for (const struct cel_step *below = step->first; below; below = below->next)
		cost += sum(below);
	return cost;
}

static const struct {
	const char *text;
	uint64_t limit;
} sums[] = {
	{ "lists.range(100).map(i, i % 7).filter(i, i > 2).exists_one(i, i == 6)", 1000000 },
	{ "lists.range(30).all(a, lists.range(30).all(b, a != b || a == b))", 1000000 },
	{ "lists.range(30).all(a, lists.range(30).all(b, a != b || a == b))", 500 },
	{ "[1, 2, 3].all(x, x < 9) && [4, 5].size() > 2", 7 }, /* literals cost nothing */
	{ "lists.range(9).sortBy(e, -e).transformMap(i, v, v > 2, v * i)", 1000000 },
	{ "optional.of(1).optMap(x, x + 1).orValue(0) + optional.none().orValue(2)", 1000000 },
	{ "{'a': [1, 2]}.a[0] == 1 && 'abc'.matches('b') || has({}.b)", 1000000 },
	{ "lists.range(5).map(a, lists.range(5).map(b, 10 / (a - b)))", 1000000 },
};

START_TEST(add_up)
{
	const struct cel_explanation *told = explain(sums[_i].text, sums[_i].limit);
	ck_assert_msg(sum(told->root) == told->result.cost, "%s: %llu, not %llu", sums[_i].text,
		(unsigned long long)sum(told->root), (unsigned long long)told->result.cost);
}
END_TEST

static const struct cel_step *last_below(const struct cel_step *step)
{
	const struct cel_step *below = step->first;
	while (below->next)
		below = below->next;
	return below;
}

/* The element that decides is kept, however late it comes. */
static const struct {
	const char *text;
	size_t number;
} deciding[] = {
	{ "lists.range(1000).all(i, i < 900)", 900 },
	{ "lists.range(1000).exists(i, i == 77)", 77 },
	{ "lists.range(1000).exists_one(i, i == 500 || i == 600 || i == 700)", 600 },
	{ "lists.range(1000).all(i, 10 / (i - 50) < 99)", 50 },
	{ "lists.range(1000).exists(i, 10 / (i - 50) > 99)", 50 },
	{ "lists.range(1000).map(i, 10 / (i - 50))", 50 },
	{ "lists.range(1000).all(i, i < 20 ? true : dyn(i))", 20 },
};

START_TEST(keeps_what_decides)
{
	const struct cel_explanation *told = explain(deciding[_i].text, CEL_COST_LIMIT);
	ck_assert_msg(last_below(told->root)->number == deciding[_i].number, "%s: %zu",
		deciding[_i].text, last_below(told->root)->number);
}
END_TEST

/* Elements that are not kept give their memory back. */
START_TEST(is_bounded)
{
	const char *text = "lists.range(300).all(a, lists.range(300).all(b, a + b >= 0))";
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	struct arena *plain = arena_new(), *explained = arena_new();
	cel_eval(plain, program, (struct cel_variables){ 0 }, UINT64_MAX);
	cel_explain(explained, program, (struct cel_variables){ 0 }, UINT64_MAX);
	ck_assert_msg(arena_used(explained) < arena_used(plain) + (1 << 20), "%zu, not %zu",
		arena_used(explained), arena_used(plain));
	arena_end(plain);
	arena_end(explained);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_explain");
	TCase *cases = tcase_create("steps");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, shows, 0, COUNT(trees));
	tcase_add_loop_test(cases, add_up, 0, COUNT(sums));
	tcase_add_loop_test(cases, keeps_what_decides, 0, COUNT(deciding));
	tcase_add_test(cases, is_bounded);
	return suite;
}
