/* Which entries of a map a program asks for. */
#include "unit.h"

#include "cel/cel.h"

enum { MAP, BASE };

/* As it is shown: literal keys as they are, what is no literal in brackets; `~`: of a likeness. */
static const struct {
	const char *text, *map, *field; /* uses of `map`, and of `base.map` */
} rows[] = {
	{ "map['a'] == map[\"b\"]", "a b", "" },
	{ "map.a == map[?'b'].orValue('c')", "a b", "" },
	{ "has(map.a) || map.?b.hasValue()", "a b", "" },
	{ "'a' in map", "a", "" },
	{ "map['']", "", "" },
	{ "'a' in map && map['a'] == map[r'a\\b']", "a a a\\b", "" },
	{ "map[string(1)]", "[string(1)]", "" },
	{ "map['a' + 'b']", "['a' + 'b']", "" },
	{ "map[1]", "[1]", "" },
	{ "map[b'a']", "[b'a']", "" },
	{ "string(1) in map", "[string(1)]", "" },
	{ "size(map)", "[map]", "" },
	{ "map", "[map]", "" },
	{ "[map]", "[map]", "" },
	{ "map in [map]", "[map] [map]", "" },
	{ "map.all(k, map[k] == k)", "[map] [k]", "" },
	{ "map[map['a']]", "[map['a']] a", "" },
	{ "cel.bind(m, map, m['a'])", "[map]", "" },
	{ "[{'a': 'b'}].all(map, map['a'] == map.b)", "", "" },
	{ "base.map['a']", "", "a" },
	{ "base['map']['a']", "", "a" },
	{ "base.?map[?'a']", "", "a" },
	{ "'a' in base.map && has(base.map.b)", "", "a b" },
	{ "has(base.map)", "", "" },
	{ "'map' in base", "", "" },
	{ "base == null", "", "" },
	{ "base.map", "", "[base.map]" },
	{ "base.map[map['a']]", "a", "[map['a']]" },
	{ "base.map.all(k, true)", "", "[base.map]" },
	{ "cel.bind(b, base, b.map['a'] + b.map[b.c])", "", "~a ~[b.c]" },
	{ "base.base.map['a']", "", "~a" },
	{ "map.map['a']", "map", "~a" },
};

static struct bytes shown(const char *text, size_t variable, const char *field)
{
	struct arena *owner = unit_arena();
	struct diags d = diags_new(owner);
	struct cel_env *env = cel_env_new(owner, (struct cel_options){ 0 });
	cel_env_variable_of(env, BYTES("map"), cel_type_of(CEL_MAP));
	cel_env_variable(env, BYTES("base"));
	const struct cel_program *program = cel_compile(
		owner, env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	struct cel_uses uses = { 0 };
	struct buf out = buf_new(owner);
	cel_uses_of(owner, program, variable, bytes_of(field), &uses);
	for (size_t i = 0; i < uses.count; i++) {
		const struct cel_use *use = &uses.at[i];
		struct bytes part = bytes_slice(bytes_of(text), use->begin, use->end);
		buf_print(&out, "%s%s", i ? " " : "", use->certain ? "" : "~");
		buf_print(&out, use->literal ? BYTES_FMT : "[" BYTES_FMT "]",
			BYTES_ARG(use->literal ? use->key : part));
	}
	return buf_bytes(&out);
}

START_TEST(uses_are_told)
{
	struct bytes map = shown(rows[_i].text, MAP, "");
	struct bytes field = shown(rows[_i].text, BASE, "map");
	unit_same(rows[_i].text, map, bytes_of(rows[_i].map));
	unit_same(rows[_i].text, field, bytes_of(rows[_i].field));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_uses");
	TCase *tests = tcase_create("uses");
	tcase_add_loop_test(tests, uses_are_told, 0, COUNT(rows));
	suite_add_tcase(suite, tests);
	return suite;
}
