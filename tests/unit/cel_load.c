/* What is refused when a CEL program is made, and where; and what is left for the evaluation. */
#include "unit.h"

#include "cel/cel.h"

static const struct cel_program *load(struct bytes text, struct diags *d)
{
	const struct source *source = source_new(unit_arena(), BYTES("a"), BYTES("a"), text);
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ .all_cost = true });
	cel_env_variable(env, BYTES("a"));
	return cel_compile(
		unit_arena(), env, text, (struct span){ source, 0, (uint32_t)text.len }, d);
}

static const struct {
	const char *text, *id, *marked;
} refused[] = {
	/* syntax */
	{ "1 + 1.99e90000009", "cel/syntax", "1" },
	{ "0x + 1", "cel/syntax", "0" },
	{ "[1, 2", "cel/syntax", "" },
	/* names */
	{ "a + b", "cel/name", "b" },
	{ "a.trims()", "cel/function", "trims" },
	{ "a.trim(1)", "cel/arguments", "trim(1)" },
	{ "cel.block([1], cel.index(0))", "cel/name", "cel" },
	/* a constant pattern: at its fault, or all of it where it is written otherwise */
	{ "a.matches('x[b-a]')", "cel/literal", "b" },
	{ "a.find(r'x\\d**')", "cel/literal", "*" },
	{ "a.find('x\\\\d(?=y)')", "cel/literal", "'x\\\\d(?=y)'" },
	{ "a.matches('(')", "cel/literal", "(" },
	{ "a.findAll('a' + '++')", "cel/literal", "'a' + '++'" },
	{ "false && matches(a, 'x++')", "cel/literal", "+" },
	/* durations and times */
	{ "a > duration('1 hour')", "cel/literal", "'1 hour'" },
	{ "a > timestamp('today')", "cel/literal", "'today'" },
	{ "a > timestamp(-62135596801)", "cel/literal", "-62135596801" },
};

START_TEST(is_refused_at_its_place)
{
	struct diags d = diags_new(unit_arena());
	ck_assert_msg(!load(bytes_of(refused[_i].text), &d), "%s", refused[_i].text);
	ck_assert_str_eq(d.at[0]->id, refused[_i].id);
	struct bytes marked = span_text(d.at[0]->at);
	ck_assert_msg(bytes_is(marked, refused[_i].marked), "%s: " BYTES_FMT ": %s",
		refused[_i].text, BYTES_ARG(marked), unit_diags(&d));
}
END_TEST

/* Errors of constants that only evaluation is to meet, if at all. */
static const struct {
	const char *text, *printed;
	uint64_t cost;
} loaded[] = {
	{ "true || 1 / 0 > 0", "true", 0 },
	{ "1 / 0", "division by zero", 1 },
	{ "semver('x') == a", "'x' is no semantic version", 1 },
	/* constants cost what they would cost: a list 10, a map 30, a call 1 */
	{ "[1, 2, 3]", "[1, 2, 3]", 10 },
	{ "2 in [1, 2, 3]", "true", 13 },
	{ "1u in [9, 8, 7, 6, 5, 4, 3, 2, 1]", "true", 19 },
	{ "dyn('1') in [9, 8, 7, 6, 5, 4, 3, 2, 1]", "false", 20 },
	{ "{'a': [1]}['a'][0] + 1", "2", 43 },
	{ "{'a': 1}.b", "no such key: 'b'", 31 },
	{ "[[1], []].map(x, x + [1])", "[[1, 1], [1]]", 89 },
	{ "{'a': optional.of(1)}.a.hasValue()", "true", 33 },
	{ "[?optional.none(), 2]", "[2]", 11 },
	{ "lists.range(1000).size()", "1000", 2 },
	{ "'x'.replace('', 'y').matches('^yxy$')", "true", 3 },
	{ "version('2') in [1, 2, 3, 4, 5, 6, 7, 8, 9, version('2', 'opaque')]",
		"a version of scheme dotted is compared with one of scheme opaque", 22 },
	{ "duration('60m') == duration('1h') && type(1) == int", "true", 5 },
};

START_TEST(constants_are_as_if_evaluated)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = load(bytes_of(loaded[_i].text), &d);
	ck_assert_msg(program, "%s: %s", loaded[_i].text, unit_diags(&d));
	struct cel_result result = cel_eval(
		unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT);
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, result.value);
	ck_assert_msg(bytes_is(buf_bytes(&shown), loaded[_i].printed), "%s: " BYTES_FMT,
		loaded[_i].text, BYTES_ARG(buf_bytes(&shown)));
	ck_assert_msg(result.cost == loaded[_i].cost, "%s: cost %llu", loaded[_i].text,
		(unsigned long long)result.cost);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_load");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_refused_at_its_place, 0, COUNT(refused));
	tcase_add_loop_test(cases, constants_are_as_if_evaluated, 0, COUNT(loaded));
	return suite;
}
