/* The manual of CEL: every example of a function, operator or macro, run as it is printed. */
#include "unit.h"

#include "cel/cel.h"

static struct cel_function row(size_t number)
{
	struct cel_functions all = cel_functions(unit_arena());
	ck_assert_uint_lt(number, all.count);
	return all.at[number];
}

static int rows(void)
{
	struct arena *arena = arena_new();
	size_t count = cel_functions(arena).count;
	arena_end(arena);
	return (int)count;
}

static bool nothing_is_set(void *context, struct bytes name, struct bytes *value)
{
	(void)context, (void)name, (void)value;
	return true;
}

static void check_is_true(const struct cel_function *function, enum cel_dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(),
		(struct cel_options){ .dialect = dialect, .host.getenv = nothing_is_set });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(function->example), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", function->example, unit_diags(&d));
	struct cel_value value =
		cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, value);
	ck_assert_msg(value.kind == CEL_BOOL && value.boolean, "%s is " BYTES_FMT,
		function->example, BYTES_ARG(buf_bytes(&shown)));
}

START_TEST(is_true)
{
	const struct cel_function function = row((size_t)_i);
	ck_assert(function.text && *function.text);
	check_is_true(&function, CEL_KUBERNETES);
	check_is_true(&function, CEL_SPEC);
}
END_TEST

/* The first part of the name where operands stand inside it: `a ? b : c`, `m.?f`, `l[0]`. */
START_TEST(shows_its_function)
{
	const struct cel_function function = row((size_t)_i);
	struct bytes name = function.name, example = bytes_of(function.example);
	char last = name.at[name.len - 1];
	if (last == ':' || last == ']')
		name.len--;
	else if (last >= 'A' && !bytes_is(name, "in") && !bytes_is(name, "||"))
		name = bytes_join(unit_arena(), name, BYTES(""), BYTES("("));
	ck_assert_msg(bytes_find(example, name, 0) < example.len, BYTES_FMT ": %s",
		BYTES_ARG(function.signature), function.example);
}
END_TEST

START_TEST(has_a_heading)
{
	ck_assert(*row((size_t)_i).library);
}
END_TEST

static const struct {
	const char *name, *signature, *cost;
	unsigned since;
} shown[] = {
	{ "+", "int + int -> int", "1; of texts 1 for every 10 characters", 0 },
	{ "-", "-int -> int", "1", 0 },
	{ "!", "!bool -> bool", "1", 0 },
	{ "in", "E in map(E, V) -> bool", "1 for every item of a list; 1 for a map", 0 },
	{ "&&", "bool && bool -> bool", "0", 0 },
	{ "size", "map(K, V).size() -> int", "1", 0 },
	{ "math.greatest", "math.greatest(dyn...) -> dyn", "1", CEL_NOT_IN_KUBERNETES },
	{ "url", "url(string) -> url", "1 for every 10 characters", 24 },
	{ "getQuery", "url.getQuery() -> map(string, list(string))", "1", 24 },
	{ "has", "has(map.field) -> bool", "0", 0 },
	{ "all", "range.all(i, x, bool) -> bool", "1, 3 for every item, 2 more if one decides",
		32 },
	{ "filter", "range.filter(x, bool) -> list",
		"11, 13 for every item that is taken, 1 for any other", 0 },
	{ "cel.bind", "cel.bind(x, T, U) -> U", "10", CEL_NOT_IN_KUBERNETES },
};

START_TEST(is_shown)
{
	struct cel_functions all = cel_functions(unit_arena());
	size_t i = 0;
	while (i < all.count && !bytes_is(all.at[i].signature, shown[_i].signature))
		i++;
	ck_assert_msg(i < all.count, "%s", shown[_i].signature);
	unit_same(shown[_i].signature, all.at[i].name, bytes_of(shown[_i].name));
	unit_same(shown[_i].signature, all.at[i].cost, bytes_of(shown[_i].cost));
	ck_assert_uint_eq(all.at[i].since, shown[_i].since);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_examples");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_true, 0, rows());
	tcase_add_loop_test(cases, shows_its_function, 0, rows());
	tcase_add_loop_test(cases, has_a_heading, 0, rows());
	tcase_add_loop_test(cases, is_shown, 0, COUNT(shown));
	return suite;
}
