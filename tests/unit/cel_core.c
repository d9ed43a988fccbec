/* CEL's core: what the outside suites leave open. */
#include "unit.h"

#include "cel/cel.h"

enum {
	SPEC = 1 << CEL_SPEC,
	KUBERNETES = 1 << CEL_KUBERNETES,
	BOTH = SPEC | KUBERNETES,
	RECORDS = 4
};

static const struct {
	int dialects;
	const char *text, *printed; /* "!": refused or an error */
} rows[] = {
	/* a prefix of a text: b, r or br */
	{ BOTH, "br'\\\\d'", "b'\\\\\\\\d'" },
	{ BOTH, "bR'''\\d'''", "b'\\\\d'" },
	{ BOTH, "rb'a'", "!" },
	{ BOTH, "bb'a'", "!" },
	{ BOTH, "rr'a'", "!" },
	/* what stands behind a number */
	{ BOTH, "1in[1]", "true" },
	{ BOTH, "1uin [1]", "true" },
	{ BOTH, "1.5in []", "false" },
	{ BOTH, "1int", "!" },
	/* commas */
	{ BOTH, "[,]", "[]" },
	{ BOTH, "{,}", "{}" },
	{ BOTH, "[1,]", "[1]" },
	{ BOTH, "[,,]", "!" },
	{ BOTH, "[,1]", "!" },
	{ BOTH, "{,'a': 1}", "!" },
	{ BOTH, "size(,)", "!" },
	{ BOTH, "int(duration('-1.5s'))", "-1500000000" },
	/* types that nobody knows */
	{ BOTH, "A{}", "!" },
	{ BOTH, "true || a.B{c: 1}", "!" },
	{ RECORDS, "A{b: 1}", "{'b': 1}" },
	{ RECORDS, "a.B{c: D{}, ?`e-f`: optional.of(1)}", "{'c': {}, 'e-f': 1}" },
	{ RECORDS, "A{,}", "{}" },
	/* what is only asked for in a scalar: cel-go's EnableErrorOnBadPresenceTest */
	{ KUBERNETES, "has(dyn(1).a)", "false" },
	{ KUBERNETES, "has({'a': dyn(null)}.a.b)", "false" },
	{ KUBERNETES, "dyn('x').?a", "optional.none()" },
	{ KUBERNETES, "dyn('x')[?0].?b", "optional.none()" },
	{ SPEC, "has(dyn(1).a)", "!" },
	{ SPEC, "dyn('x').?a", "!" },
	{ BOTH, "has(dyn([]).a)", "!" },
	{ BOTH, "has({}.?a)", "!" }, /* that is no field, but an optional */
	{ BOTH, "has(dyn(1).a.b)", "!" },
	{ BOTH, "dyn(1).a", "!" },
	/* the other is only asked for where there is none; what is no optional is itself */
	{ BOTH, "optional.of(1).orValue(dyn({}).a)", "1" },
	{ BOTH, "optional.of(1).or(dyn({}).a).value()", "1" },
	{ BOTH, "optional.none().orValue(dyn({}).a)", "!" },
	{ BOTH, "dyn([1]).orValue([])", "[1]" },
	{ BOTH, "dyn(null).orValue(1)", "null" },
	{ BOTH, "dyn(1).or(optional.none())", "1" },
	{ BOTH, "dyn({}).a.orValue(1)", "!" },
};

static struct bytes printed(const char *text, struct cel_options options)
{
	struct diags d = diags_new(unit_arena());
	struct buf out = buf_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(), options);
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	if (!program)
		return BYTES("!");
	struct cel_value value =
		cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
	if (value.kind == CEL_ERROR)
		return BYTES("!");
	cel_print(&out, value);
	return buf_bytes(&out);
}

START_TEST(comes_to)
{
	static const struct cel_options options[] = { { .dialect = CEL_KUBERNETES },
		{ .dialect = CEL_SPEC }, { .records = true } };
	for (size_t i = 0; i < COUNT(options); i++)
		if (rows[_i].dialects >> i & 1)
			unit_same(rows[_i].text, printed(rows[_i].text, options[i]),
				bytes_of(rows[_i].printed));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_core");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, comes_to, 0, COUNT(rows));
	return suite;
}
