/* Values as CEL would write them: what is printed reads back as the same value. */
#include "unit.h"

#include "cel/cel.h"

static struct cel_value run(struct bytes text)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	const struct cel_program *program = cel_compile(
		unit_arena(), env, text, (struct span){ 0 }, &d);
	ck_assert_msg(program, BYTES_FMT ": %s", BYTES_ARG(text), unit_diags(&d));
	return cel_eval(unit_arena(), program, (struct cel_variables){ 0 }, CEL_COST_LIMIT).value;
}

static const struct {
	const char *text, *printed;
} rows[] = {
	{ "1 + 1", "2" },
	{ "1u + 1u", "2u" },
	{ "1.0 + 9.0", "10.0" },
	{ "-0.0", "-0.0" },
	{ "1e300", "1e+300" },
	{ "null", "null" },
	{ "type(1)", "int" },
	{ "'it' + '\\'s \\\\ ação'", "'it\\'s \\\\ ação'" },
	{ "'\\n\\r\\t\\x00\\x1b\\x7f'", "'\\n\\r\\t\\x00\\x1b\\x7f'" },
	{ "b'a\\xffé\\n'", "b'a\\xff\\xc3\\xa9\\n'" },
	{ "{'a': [1, true], 2: {}}", "{'a': [1, true], 2: {}}" },
	{ "optional.of([1])", "optional.of([1])" },
	{ "optional.none()", "optional.none()" },
	{ "timestamp(60)", "timestamp('1970-01-01T00:01:00Z')" },
	{ "duration('90m')", "duration('1h30m0s')" },
	{ "quantity('1500m')", "quantity('1500m')" },
	{ "semver('1.2.3-rc.1+b')", "semver('1.2.3-rc.1+b')" },
	{ "url('https://a.b/c?d')", "url('https://a.b/c?d')" },
	{ "ip('::0:1')", "ip('::1')" },
	{ "cidr('10.0.0.0/8')", "cidr('10.0.0.0/8')" },
	{ "format.named('uri').value()", "format.uri()" },
	{ "version('1.2')", "version('1.2')" },
	{ "version('1.2.3', 'semver')", "version('1.2.3', 'semver')" },
};

START_TEST(reads_back)
{
	struct buf out = buf_new(unit_arena());
	struct cel_value value = run(bytes_of(rows[_i].text));
	cel_print(&out, value);
	unit_same(rows[_i].text, buf_bytes(&out), bytes_of(rows[_i].printed));
	struct cel_value again = run(buf_bytes(&out));
	ck_assert(again.kind == value.kind && cel_equal(again, value));
}
END_TEST

static const struct {
	const char *text;
	size_t most;
	const char *printed;
} cuts[] = {
	{ "'abc'", 5, "'abc'" },
	{ "'abcd'", 5, "'abcd..." },
	{ "'áéíóú'", 3, "'áé..." },
	{ "lists.range(1000)", 7, "[0, 1, ..." },
	{ "[[[[1, 2, 3]]]]", 6, "[[[[1,..." },
};

START_TEST(is_cut)
{
	struct buf out = buf_new(unit_arena());
	buf_add(&out, BYTES("= "));
	cel_print_short(&out, run(bytes_of(cuts[_i].text)), cuts[_i].most);
	unit_same(cuts[_i].text, bytes_slice(buf_bytes(&out), 2, out.len),
		bytes_of(cuts[_i].printed));
}
END_TEST

static const struct {
	const char *text, *json;
} jsons[] = {
	{ "{'b': [1, 2u, 1.5, true, null], 'a': 'é\\n'}",
		"{\"a\":\"é\\n\",\"b\":[1,2,1.5,true,null]}" },
	{ "[9223372036854775807, 18446744073709551615u]",
		"[9223372036854775807,18446744073709551615]" },
	{ "{1: 'a', true: 'b', 2u: 'c'}", "{\"1\":\"a\",\"2\":\"c\",\"true\":\"b\"}" },
	{ "[0.0 / 0.0, 1.0 / 0.0, -1.0 / 0.0, 10.0]", "[\"NaN\",\"Infinity\",\"-Infinity\",10]" },
	{ "[b'abc', type(1), optional.of(1), optional.none()]", "[\"YWJj\",\"int\",1,null]" },
	{ "[timestamp(0), duration('90m'), quantity('1Gi')]",
		"[\"1970-01-01T00:00:00Z\",\"5400s\",\"1Gi\"]" },
};

START_TEST(is_json)
{
	struct buf out = buf_new(unit_arena());
	cel_print_json(&out, run(bytes_of(jsons[_i].text)));
	unit_same(jsons[_i].text, buf_bytes(&out), bytes_of(jsons[_i].json));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_print");
	TCase *cases = tcase_create("values");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, reads_back, 0, COUNT(rows));
	tcase_add_loop_test(cases, is_cut, 0, COUNT(cuts));
	tcase_add_loop_test(cases, is_json, 0, COUNT(jsons));
	return suite;
}
