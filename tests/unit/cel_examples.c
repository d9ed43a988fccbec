/* The manual's examples of CEL's functions: each row's own, run as it is printed. */
#include "unit.h"

#include "cel/eval.h"

static const struct function *row(size_t number)
{
	for (size_t i = 0; i < cel_library_count; i++) {
		if (number < cel_libraries[i]->count)
			return &cel_libraries[i]->functions[number];
		number -= cel_libraries[i]->count;
	}
	return NULL;
}

static int rows(void)
{
	size_t count = 0;
	while (row(count))
		count++;
	return (int)count;
}

static bool nothing_is_set(void *context, struct bytes name, struct bytes *value)
{
	(void)context, (void)name, (void)value;
	return true;
}

static void check_is_true(const struct function *function, enum cel_dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(),
		(struct cel_options){ .dialect = dialect, .host.getenv = nothing_is_set });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(function->example), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", function->signature, unit_diags(&d));
	struct cel_value value =
		cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, value);
	ck_assert_msg(value.kind == CEL_BOOL && value.boolean, "%s: %s is " BYTES_FMT,
		function->signature, function->example, BYTES_ARG(buf_bytes(&shown)));
}

START_TEST(is_true)
{
	const struct function *function = row((size_t)_i);
	ck_assert(function->text && *function->text);
	check_is_true(function, CEL_KUBERNETES);
	check_is_true(function, CEL_SPEC);
}
END_TEST

/* Operators have no name that an example could show. */
START_TEST(shows_its_function)
{
	const struct function *function = row((size_t)_i);
	struct bytes name = bytes_of(function->signature);
	if (strchr("_-!@", *function->signature))
		return;
	if (bytes_begins(name, BYTES("<")))
		name = bytes_slice(name, bytes_find(name, BYTES(">."), 0) + 2, name.len);
	name = bytes_slice(name, 0, bytes_find(name, BYTES("("), 0) + 1);
	struct bytes example = bytes_of(function->example);
	ck_assert_msg(bytes_find(example, name, 0) < example.len, "%s: %s", function->signature,
		function->example);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_examples");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_true, 0, rows());
	tcase_add_loop_test(cases, shows_its_function, 0, rows());
	return suite;
}
