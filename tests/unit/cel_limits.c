/* CEL's limits: nesting, length, cost and memory; each stops with a place, none with a crash. */
#include "unit.h"

#include "cel/cel.h"

static const struct cel_program *load(struct bytes text, struct diags *d)
{
	const struct source *source = source_new(unit_arena(), BYTES("a"), BYTES("a"), text);
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	cel_env_variable(env, BYTES("a"));
	cel_env_variable(env, BYTES("large"));
	return cel_compile(
		unit_arena(), env, text, (struct span){ source, 0, (uint32_t)text.len }, d);
}

static struct cel_error run(const struct cel_program *program, uint64_t cost_limit)
{
	char *large = arena_take(unit_arena(), 1 << 20);
	struct cel_value values[] = { cel_int(1),
		cel_string((struct bytes){ memset(large, 'x', 1 << 20), 1 << 20 }) };
	struct cel_variables variables = { .values = values, .count = COUNT(values) };
	struct cel_value value = cel_eval(unit_arena(), program, variables, cost_limit).value;
	return value.kind == CEL_ERROR ? *value.error : (struct cel_error){ .end = 0 };
}

/* --- nesting ---------------------------------------------------------------------------------- */

enum { DEEPEST = 250, HIGHEST = 1000, MOST_CHARACTERS = 100000 };

/* `open` and `close` around an `a`, so often; nothing that is of a wrong type whatever `a` is. */
static const struct nest {
	const char *open, *close;
	int most; /* how often they may stand, the outermost expression being the first level */
} nests[] = {
	{ "(", ")", DEEPEST - 1 },
	{ "[", "]", DEEPEST - 1 },
	{ "[a, [", "]]", (DEEPEST - 1) / 2 },
	{ "{1: ", "}", DEEPEST - 1 },
	{ "{dyn(", "): 1}", (DEEPEST - 1) / 2 },
	{ "dyn(", ")", DEEPEST - 1 },
	{ "[1].map(x, ", ")", DEEPEST - 1 },
	{ "[1].all(x, true || ", ")", DEEPEST - 1 },
	{ "cel.bind(x, 1, ", ")", DEEPEST - 1 },
	{ "[1][1 - ", "]", DEEPEST - 1 },
	{ "-(", ")", DEEPEST - 1 },
	{ "!(true || ", ")", DEEPEST - 1 },
	{ "true ? 1 : ", "", DEEPEST - 1 },
	{ "a == 1 ? (", ") : 1", DEEPEST - 1 },
	{ "(a + ", ").b", DEEPEST - 1 },
	{ "a.orValue(", ")", DEEPEST - 1 },
};

static struct bytes nested(const struct nest *nest, int times)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < times; i++)
		buf_add(&text, bytes_of(nest->open));
	buf_add_char(&text, 'a');
	for (int i = 0; i < times; i++)
		buf_add(&text, bytes_of(nest->close));
	return buf_bytes(&text);
}

START_TEST(nesting_has_a_limit)
{
	const struct nest *nest = &nests[_i];
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = load(nested(nest, nest->most), &d);
	ck_assert_msg(program, "%s: %s", nest->open, unit_diags(&d));
	run(program, UINT64_MAX);
	ck_assert_msg(!load(nested(nest, nest->most + 1), &d), "%s", nest->open);
	ck_assert_str_eq(d.at[0]->id, "cel/syntax");
	ck_assert(bytes_is(d.at[0]->text, "nested too deeply"));
	size_t deepest = strlen(nest->open) * (size_t)nest->most;
	ck_assert_msg(d.at[0]->at.begin > deepest - strlen(nest->open) &&
			d.at[0]->at.begin <= deepest + strlen(nest->open),
		"%s: at %u", nest->open, d.at[0]->at.begin);
}
END_TEST

/* `begin`, then `link` again and again: in a row, yet nested to who evaluates it. */
static const struct {
	const char *begin, *link;
} chains[] = {
	{ "a", ".b" },
	{ "a", "[0]" },
	{ "a", ".?b" },
	{ "dyn(a)", ".f" },
	{ "1", " + 1" },
	{ "a", " == a" },
	{ "a", ".value()" },
	{ "a", ".map(x, x)" },
};

static struct bytes chained(size_t i, int times)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, bytes_of(chains[i].begin));
	for (int link = 0; link < times; link++)
		buf_add(&text, bytes_of(chains[i].link));
	return buf_bytes(&text);
}

START_TEST(chains_have_a_limit)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = load(chained((size_t)_i, DEEPEST - 1), &d);
	ck_assert_msg(program, "%s: %s", chains[_i].link, unit_diags(&d));
	run(program, UINT64_MAX);
	ck_assert_msg(!load(chained((size_t)_i, DEEPEST), &d), "%s", chains[_i].link);
	ck_assert_str_eq(d.at[0]->id, "cel/syntax");
	size_t last = chained((size_t)_i, DEEPEST - 1).len +
		bytes_begins(bytes_of(chains[_i].link), BYTES(" "));
	ck_assert_uint_eq(d.at[0]->at.begin, last);
}
END_TEST

/* Chains in brackets in chains: neither limit alone keeps the tree low. */
START_TEST(height_has_a_limit)
{
	static const struct nest nest = { "(", ").b.b.b.b.b.b.b.b.b.b", HIGHEST / 10 };
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = load(nested(&nest, nest.most), &d);
	ck_assert_msg(program, "%s", unit_diags(&d));
	run(program, UINT64_MAX);
	ck_assert(!load(nested(&nest, nest.most + 1), &d));
	ck_assert_str_eq(d.at[0]->id, "cel/syntax");
}
END_TEST

/* Signs fold, and what && and || join is one node, so that neither is ever high. */
START_TEST(signs_and_logic_have_none)
{
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	buf_add_times(&text, '!', 50000);
	buf_add(&text, BYTES("false"));
	for (int i = 0; i < 5000; i++)
		buf_add(&text, BYTES(" || a"));
	const struct cel_program *program = load(buf_bytes(&text), &d);
	ck_assert_msg(program, "%s", unit_diags(&d));
	run(program, UINT64_MAX);
}
END_TEST

/* --- length ----------------------------------------------------------------------------------- */

/* In code points: letters of two bytes are one. */
START_TEST(length_has_a_limit)
{
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("'é' == 'é"));
	for (int i = 0; i < MOST_CHARACTERS - 10; i++)
		buf_add(&text, BYTES("ç"));
	buf_add_char(&text, '\'');
	ck_assert(text.len > MOST_CHARACTERS);
	ck_assert_msg(load(buf_bytes(&text), &d), "%s", unit_diags(&d));
	buf_add_char(&text, ' ');
	ck_assert(!load(buf_bytes(&text), &d));
	ck_assert_str_eq(d.at[0]->id, "cel/syntax");
	ck_assert_uint_eq(d.at[0]->at.begin, 0);
}
END_TEST

/* --- cost and memory -------------------------------------------------------------------------- */

static const struct {
	uint64_t cost_limit;
	const char *text, *fault, *at;
} stopped[] = {
	/* where it goes over the limit: in the loop, before a call, behind the last node */
	{ 99, "a == 1 && lists.range(100).all(x, x + 1 > 0)", "the expression costs more than 99",
		"lists.range(100).all(x, x + 1 > 0)" },
	{ 9, "[a, a].size() == 2", "the expression costs more than 9", "a" },
	{ 0, "a == 1", "the expression costs more than 0", "1" },
	{ 1, "a", NULL, NULL },
	{ 12, "[a, a].size()", "the expression costs more than 12", "[a, a].size()" },
	{ CEL_COST_LIMIT, "large.contains(large)", "the expression costs more than 1000000",
		"large.contains(large)" },
	{ CEL_COST_LIMIT, "(large + large + large + large + large + large).size()",
		"the expression costs more than 1000000", NULL },
	/* memory: grown step by step, or made of little by one call */
	{ UINT64_MAX, "lists.range(1000000).map(x, [x, x, x]).size()",
		"the expression takes more than 64 MiB of memory",
		"lists.range(1000000).map(x, [x, x, x])" },
	{ UINT64_MAX, "[1].map(x, large).map(x, x + x + x + x + x + x + x + x + x + x + x).size()",
		"the expression takes more than 64 MiB of memory", NULL },
	{ UINT64_MAX, "large.replace('', large)", "the expression takes more than 64 MiB of memory",
		"large.replace('', large)" },
	{ UINT64_MAX, "lists.range(1000000).map(x, large).join()",
		"the expression takes more than 64 MiB of memory", NULL },
	{ UINT64_MAX, "'%s%s'.format([lists.range(1000).map(x, large), 1])",
		"the expression takes more than 64 MiB of memory", NULL },
	{ UINT64_MAX, "lists.range(500).map(x, lists.range(500)).map(x, x).flatten().size()", NULL,
		NULL },
	{ UINT64_MAX, "cel.bind(l, large.split(''), [l, l, l, l, l, l, l, l].flatten().size())",
		"the expression takes more than 64 MiB of memory", NULL },
	{ UINT64_MAX, "(large + large + large + large).findAll('').size()",
		"the expression takes more than 64 MiB of memory", NULL },
	{ UINT64_MAX, "lists.range(900000).transformMapEntry(i, v, {i: v}).size() == 900000",
		"the expression takes more than 64 MiB of memory", NULL },
};

START_TEST(stops_at_its_place)
{
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_of(stopped[_i].text);
	const struct cel_program *program = load(text, &d);
	ck_assert_msg(program, "%s: %s", stopped[_i].text, unit_diags(&d));
	size_t before = arena_used(unit_arena());
	struct cel_error error = run(program, stopped[_i].cost_limit);
	size_t took = arena_used(unit_arena()) - before;
	ck_assert_msg(took < 4 * (size_t)CEL_MEMORY_LIMIT, "%s: %zu", stopped[_i].text, took);
	ck_assert_msg(stopped[_i].fault ? bytes_is(error.text, stopped[_i].fault) : !error.end,
		"%s: " BYTES_FMT, stopped[_i].text, BYTES_ARG(error.text));
	struct bytes at = bytes_slice(text, error.begin, error.end);
	ck_assert_msg(!stopped[_i].at || bytes_is(at, stopped[_i].at), "%s: " BYTES_FMT,
		stopped[_i].text, BYTES_ARG(at));
}
END_TEST

/* Lists of twice the list before: small, but endless to whoever looks at each item. */
static const struct {
	const char *body, *fault;
} doubled[] = {
	{ "d.size() == 2", NULL },
	{ "d[0][1][0] in [dyn(1), 2]", NULL },
	{ "d == d", "the lists or maps are too large to be compared" },
	{ "{'a': d} != {'a': d}", "the lists or maps are too large to be compared" },
	{ "optional.of(d) == optional.of(d)", "the lists or maps are too large to be compared" },
	{ "[d, d].distinct()", "the lists or maps are too large to be compared" },
	{ "[d, d].indexOf(d)", "the lists or maps are too large to be compared" },
	{ "sets.contains([d], [d])", "the lists or maps are too large to be compared" },
	{ "'%s'.format([d])", "the expression takes more than 64 MiB of memory" },
	{ "d.flatten(99)", "the expression takes more than 64 MiB of memory" },
	{ "d", "the expression takes more than 64 MiB of memory" },
	{ "{'a': [optional.of(d)]}", "the expression takes more than 64 MiB of memory" },
};

START_TEST(doubled_lists_end)
{
	enum { TIMES = 60 };
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("cel.bind(d, [a, a], "));
	for (int i = 0; i < TIMES; i++)
		buf_add(&text, BYTES("cel.bind(d, [d, d], "));
	buf_add(&text, bytes_of(doubled[_i].body));
	buf_add_times(&text, ')', TIMES + 1);
	const struct cel_program *program = load(buf_bytes(&text), &d);
	ck_assert_msg(program, "%s: %s", doubled[_i].body, unit_diags(&d));
	struct cel_error error = run(program, CEL_COST_LIMIT);
	ck_assert_msg(doubled[_i].fault ? bytes_is(error.text, doubled[_i].fault) : !error.end,
		"%s: " BYTES_FMT, doubled[_i].body, BYTES_ARG(error.text));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_limits");
	TCase *cases = tcase_create("rows");
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, nesting_has_a_limit, 0, COUNT(nests));
	tcase_add_loop_test(cases, chains_have_a_limit, 0, COUNT(chains));
	tcase_add_test(cases, height_has_a_limit);
	tcase_add_test(cases, signs_and_logic_have_none);
	tcase_add_test(cases, length_has_a_limit);
	tcase_add_loop_test(cases, stops_at_its_place, 0, COUNT(stopped));
	tcase_add_loop_test(cases, doubled_lists_end, 0, COUNT(doubled));
	return suite;
}
