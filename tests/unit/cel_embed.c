/* CEL inside other texts: where an expression ends, names that are compared by slug, promises. */
#include "unit.h"

#include "cel/cel.h"

/* --- the end ---------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	size_t end; /* of the text: there is none */
	const char *law;
} ends[] = {
	{ "a }} b", 2, "the end" },
	{ "a}}", 1, "without a blank" },
	{ "}}", 0, "nothing at all" },
	{ "a", 1, "none" },
	{ "", 0, "none in nothing" },
	{ "'}}' }}", 5, "not in a text" },
	{ "\"\\\"}}\" }}", 7, "not behind an escaped quote" },
	{ "'''a'}}''' }}", 11, "not in a long text" },
	{ "r'\\' }}", 5, "a raw text ends at its quote" },
	{ "{'a': {'b': 1}} }}", 16, "not at the ends of maps" },
	{ "{'a': {'b': 1}}}}", 15, "even when they touch it" },
	{ "{'a': 1}}}", 8, "the first brace closes the map" },
	{ "T{a: 1}}}", 7, "or the record" },
	{ "{ }} }}", 5, "an open brace takes the first" },
	{ "a } }}", 4, "a brace too many is the parser's to tell" },
	{ "a // }}\n }}", 9, "not in a comment" },
	{ "[1, 2]}} ${{ b }}", 6, "the first one" },
	{ "`a-}}` }}", 9, "a quoted name has no braces" },
};

START_TEST(an_expression_ends_at_the_first_braces_outside)
{
	size_t end = 99;
	const char *fault = NULL;
	bool read = cel_find_end(unit_arena(), bytes_of(ends[_i].text), &end, &fault);
	ck_assert_msg(read || fault, "%s", ends[_i].law);
	if (read)
		ck_assert_msg(end == ends[_i].end, "%s: %s: %zu", ends[_i].law, ends[_i].text, end);
}
END_TEST

static const struct {
	const char *text;
	size_t at;
	const char *law;
} faults[] = {
	{ "'a }}", 0, "a text without an end" },
	{ "a + 'b }}", 4, "at its begin" },
	{ "1a }}", 1, "a letter behind a number" },
	{ "a # }}", 2, "a sign that CEL does not have" },
};

START_TEST(what_is_no_token_is_told)
{
	size_t end;
	const char *fault = NULL;
	ck_assert_msg(!cel_find_end(unit_arena(), bytes_of(faults[_i].text), &end, &fault), "%s",
		faults[_i].law);
	ck_assert_msg(fault && end == faults[_i].at, "%s: %zu", faults[_i].law, end);
}
END_TEST

/* --- values of a host ------------------------------------------------------------------------- */

/* `names` has the keys produção and b; `late` is a list whose items are worked out on demand. */
struct late {
	struct cel_promise promise;
	int64_t number;
	unsigned asked;
};

static struct cel_value keep(struct cel_promise *promise)
{
	struct late *late = (struct late *)promise;
	late->asked++;
	return cel_int(late->number);
}

static struct cel_value run(const char *text, struct late *late)
{
	struct diags d = diags_new(unit_arena());
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	struct cel_value names[] = { cel_string(BYTES("produção")), cel_int(1),
		cel_string(BYTES("b")), cel_promised(&late[0].promise) };
	struct cel_value items[] = { cel_int(1), cel_promised(&late[1].promise) };
	struct cel_value values[] = { cel_map(names, 2), cel_list(items, 2),
		cel_promised(&late[2].promise) };
	values[0].by_slug = true;
	cel_env_variable(env, BYTES("names"));
	cel_env_variable(env, BYTES("late"));
	cel_env_variable(env, BYTES("last"));
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	return cel_eval(unit_arena(), program,
		(struct cel_variables){ .values = values, .count = 3 }, CEL_COST_LIMIT)
		.value;
}

static const struct {
	const char *text;
	unsigned asked[3];
} truths[] = {
	{ "names['produção'] == 1 && names['producao'] == 1", { 0 } },
	{ "names['PRODUC\\u0327A\\u0303O'] == 1 && names.producao == 1", { 0 } },
	{ "'Produção' in names && !('sistêmico' in names) && has(names.Producao)", { 0 } },
	{ "names.?sistemico.orValue(7) == 7 && names.B == 7", { 1, 0, 0 } },
	{ "size(late) == 2 && late[0] == 1", { 0 } },
	{ "late[1] == 8 && late == [1, 8]", { 0, 2, 0 } },
	{ "late.map(x, x * 2) == [2, 16] && 8 in late && late.sum() == 9", { 0, 3, 0 } },
	{ "last == 9 && string(last) == '9'", { 0, 0, 2 } },
	{ "true || last == 1", { 0 } },
	{ "has(names.b) && 'b' in names && size(names) == 2", { 0 } },
};

START_TEST(a_promise_is_kept_where_it_is_asked_for)
{
	struct late late[] = { { { keep }, 7, 0 }, { { keep }, 8, 0 }, { { keep }, 9, 0 } };
	struct cel_value value = run(truths[_i].text, late);
	ck_assert_msg(value.kind == CEL_BOOL && value.boolean, "%s", truths[_i].text);
	for (size_t i = 0; i < 3; i++)
		ck_assert_msg(late[i].asked == truths[_i].asked[i], "%s: %zu was asked %u times",
			truths[_i].text, i, late[i].asked);
}
END_TEST

/* --- as text ---------------------------------------------------------------------------------- */

static const struct {
	const char *text, *string; /* NULL: it has none */
} strings[] = {
	{ "'a'", "a" },
	{ "7", "7" },
	{ "7u", "7" },
	{ "1.5", "1.5" },
	{ "true", "true" },
	{ "b'ab'", "ab" },
	{ "duration('1m')", "60s" },
	{ "null", NULL },
	{ "[1]", NULL },
	{ "{}", NULL },
	{ "optional.of(1)", NULL },
};

START_TEST(a_value_is_text_as_string_has_it)
{
	struct diags d = diags_new(unit_arena());
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(strings[_i].text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", strings[_i].text, unit_diags(&d));
	struct cel_value value = cel_to_string(unit_arena(), env,
		cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value);
	if (!strings[_i].string)
		ck_assert_msg(value.kind == CEL_ERROR, "%s", strings[_i].text);
	else
		ck_assert_msg(
			value.kind == CEL_STRING && bytes_is(cel_text(value), strings[_i].string),
			"%s", strings[_i].text);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_embed");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, an_expression_ends_at_the_first_braces_outside, 0, COUNT(ends));
	tcase_add_loop_test(cases, what_is_no_token_is_told, 0, COUNT(faults));
	tcase_add_loop_test(cases, a_promise_is_kept_where_it_is_asked_for, 0, COUNT(truths));
	tcase_add_loop_test(cases, a_value_is_text_as_string_has_it, 0, COUNT(strings));
	return suite;
}
