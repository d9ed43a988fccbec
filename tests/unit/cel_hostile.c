/* Expressions that are long, deep or hostile: refused or evaluated, but soon and in little room. */
#include "unit.h"

#include "base/utf8.h"
#include "cel/cel.h"

enum { MEBIBYTE = 1 << 20 };

struct outcome {
	bool compiled;
	struct cel_value value;
	size_t used;
};

static struct outcome run(struct bytes text)
{
	struct arena *arena = arena_new();
	arena_adopt(unit_arena(), arena);
	struct diags d = diags_new(unit_arena());
	struct outcome outcome = { 0 };
	struct cel_env *env = cel_env_new(arena, (struct cel_options){ 0 });
	cel_env_variable(env, BYTES("a"));
	const struct cel_program *program = cel_compile(arena, env, text, (struct span){ 0 }, &d);
	outcome.compiled = program;
	if (program)
		outcome.value =
			cel_eval(arena, program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
	outcome.used = arena_used(arena);
	return outcome;
}

static const struct {
	const char *head, *part, *tail;
	size_t times, mebibytes;
	bool compiled;
} rows[] = {
	{ "a", ".a", "", 249, 1, true }, { "a", ".a", "", 40000, 32, false },
	{ "a", ".a", "{}", 40000, 32, false }, { "", "(", "", 300, 1, false },
	{ "1", " + 1", "", 249, 1, true }, { "1", " + 1", "", 40000, 8, false },
	{ "true", " && true", "", 10000, 16, true }, /* one node */
	{ "", "-", "1", 50000, 1, true },
	{ "'\xFF'", "", "", 0, 1, false }, /* what is no text would make none */
};

static struct bytes text_of(size_t row)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, bytes_of(rows[row].head));
	for (size_t i = 0; i < rows[row].times; i++)
		buf_add(&text, bytes_of(rows[row].part));
	buf_add(&text, bytes_of(rows[row].tail));
	return buf_bytes(&text);
}

START_TEST(is_bounded)
{
	struct outcome outcome = run(text_of((size_t)_i));
	ck_assert_int_eq(outcome.compiled, rows[_i].compiled);
	ck_assert_uint_le(outcome.used, rows[_i].mebibytes * MEBIBYTE);
}
END_TEST

/* What an error quotes is not cut within a character. */
static const char *const quoted[] = {
	"'%\xC2\xA9'.format([1])",
	"'%.3\xE2\x82\xAC'.format([1])",
	"['\xC2\xA9'].map(x, duration(x))",
	"['\xC2\xA9'].map(x, timestamp(x))",
	"int('\xC2\xA9')",
};

START_TEST(errors_are_texts)
{
	struct outcome outcome = run(bytes_of(quoted[_i]));
	ck_assert(cel_is_error(outcome.value));
	struct bytes text = outcome.value.error->text;
	ck_assert_uint_eq(utf8_invalid(text), text.len);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_hostile");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_bounded, 0, COUNT(rows));
	tcase_add_loop_test(cases, errors_are_texts, 0, COUNT(quoted));
	return suite;
}
