/* Why an expression came out as it did: the part that decided, its values, and their places. */
#include "unit.h"

#include "cel/cel.h"

static const char data[] = "stage: prod\n"
			   "replicas: 0x07\n"
			   "tag: 12.10\n"
			   "on: True\n"
			   "image: {name: redis, tag: '6.2', digest: }\n"
			   "other: {name: redis, tag: '7.0'}\n"
			   "hosts: [a.example, b.example, c.test]\n"
			   "roles:\n"
			   "  erp: {tag: '1.0', size: 3}\n"
			   "  rest: {tag: '1.1', size: 3}\n"
			   "numbers: [1, 2, 3]\n"
			   "none: {}\n";

static const struct value *read_data(void)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(BYTES(data)), DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

static const struct cel_explanation *explain(const char *text)
{
	struct diags d = diags_new(unit_arena());
	const struct value *map = read_data();
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	struct cel_value *values = arena_array_of(unit_arena(), struct cel_value, map->count);
	for (size_t i = 0; i < map->count; i++)
		values[cel_env_variable(env, map->entries[i].key)] = cel_of(map->entries[i].value);
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	return cel_explain(unit_arena(), program,
		(struct cel_variables){ .values = values, .count = map->count }, CEL_COST_LIMIT);
}

static void print_reason(struct buf *out, struct bytes text, const struct cel_reason *reason)
{
	struct place place = { 0 };
	if (reason->place.source)
		place = source_place(reason->place.source, reason->place.begin);
	buf_print(
		out, "%zu:%zu: " BYTES_FMT "\n", place.line, place.column, BYTES_ARG(reason->text));
	if (reason->hint.len)
		buf_print(out, "hint: " BYTES_FMT "\n", BYTES_ARG(reason->hint));
	ck_assert_uint_le(reason->begin, reason->end);
	ck_assert_uint_le(reason->end, text.len);
}

static const struct {
	const char *text, *reasons;
} rows[] = {
	/* == and the others: the sides that are no constants, with their places */
	{ "stage == 'test'", "1:8: 'stage' is 'prod', not 'test'\n" },
	{ "'test' == stage", "1:8: 'stage' is 'prod', not 'test'\n" },
	{ "stage != 'prod'", "1:8: 'stage' is 'prod'\n" },
	{ "image.tag == other.tag", "5:27: 'image.tag' is '6.2'\n6:27: 'other.tag' is '7.0'\n" },
	{ "replicas < 5", "2:11: 'replicas' is 7 (written 0x07), which is not < 5\n" },
	{ "5 > replicas", "2:11: 'replicas' is 7 (written 0x07), which is not < 5\n" },
	{ "5 >= replicas", "2:11: 'replicas' is 7 (written 0x07), which is not <= 5\n" },
	{ "stage in ['test', 'dev']", "1:8: 'stage' is 'prod', which is not in ['test', 'dev']\n" },
	{ "'tag' in none", "12:7: 'none' is {}\n" },
	/* what was computed of one thing stands where that does */
	{ "hosts.size() == 2", "7:8: 'hosts.size()' is 3, not 2\n" },
	{ "hosts.map(h, h.size()).sum() < 3",
		"7:8: 'hosts.map(h, h.size()).sum()' is 24, which is not < 3\n" },
	{ "replicas + numbers[0] == 3", "0:0: 'replicas + numbers[0]' is 8, not 3\n" },
	/* unlike kinds, in words */
	{ "tag == '12.10'",
		"3:6: 'tag' is the number 12.1 (written 12.10), compared with a string\n" },
	{ "image.tag == 6.2", "5:27: 'image.tag' is the string '6.2', compared with a number\n" },
	{ "tag == image.tag",
		"3:6: 'tag' is the number 12.1 (written 12.10), compared with a string\n"
		"5:27: 'image.tag' is the string '6.2', compared with a number\n" },
	{ "tag in ['12.10', '12.2']",
		"3:6: 'tag' is the number 12.1 (written 12.10), compared with a string\n" },
	{ "on == 'True'",
		"4:5: 'on' is the truth value true (written True), compared with a string\n" },
	{ "image.digest == ''", "5:41: 'image.digest' is null, compared with a string\n" },
	/* logic */
	{ "stage == 'prod' && replicas > 9 && on",
		"2:11: 'replicas' is 7 (written 0x07), which is not > 9\n" },
	{ "stage == 'test' || replicas > 9",
		"1:8: 'stage' is 'prod', not 'test'\n"
		"2:11: 'replicas' is 7 (written 0x07), which is not > 9\n" },
	{ "!(stage == 'test' || on)", "4:5: 'on' is true (written True)\n" },
	{ "!(stage == 'prod' && on)",
		"1:8: 'stage' is 'prod'\n4:5: 'on' is true (written True)\n" },
	{ "stage == 'prod' ? replicas < 5 : true",
		"1:8: 'stage == 'prod'' is true\n"
		"2:11: 'replicas' is 7 (written 0x07), which is not < 5\n" },
	{ "stage == 'test' ? true : false", "1:8: 'stage' is 'prod', not 'test'\n" },
	{ "false", "0:0: it is always false\n" },
	{ "!on", "4:5: 'on' is true (written True)\n" },
	{ "cel.bind(t, image.tag, t.endsWith('.0'))", "5:27: 't' is '6.2'\n" },
	{ "image.tag.startsWith(other.tag)",
		"5:27: 'image.tag' is '6.2'\n6:27: 'other.tag' is '7.0'\n" },
	/* has() */
	{ "has(image.tga)", "5:8: 'image' has no 'tga'\nhint: did you mean 'tag'?\n" },
	{ "!has(image.tag)", "5:8: 'image' has 'tag'\n" },
	/* macros: the element that decided */
	{ "hosts.all(h, h.endsWith('.example'))",
		"7:31: item 3 of 3 breaks it: h = 'c.test'\n7:31: 'h' is 'c.test'\n" },
	{ "roles.all(r, roles[r].tag == '1.0')",
		"10:3: item 2 of 2 breaks it: r = 'rest'\n10:15: 'roles[r].tag' is '1.1', not "
		"'1.0'\n" },
	{ "roles.all(k, v, v.size == 3 && v.tag == '1.0')",
		"10:3: item 2 of 2 breaks it: k = 'rest', v = {'tag': '1.1', 'size': 3}\n"
		"10:15: 'v.tag' is '1.1', not '1.0'\n" },
	{ "hosts.exists(h, h == 'd')", "7:8: none of the 3 items fits\n" },
	{ "none.exists(h, h == 'd')", "12:7: there are no items\n" },
	{ "!hosts.exists(h, h == 'b.example')",
		"7:20: item 2 of 3 fits: h = 'b.example'\n7:20: 'h' is 'b.example'\n" },
	{ "!hosts.all(h, h != '')", "7:8: it holds for all 3 items\n" },
	{ "numbers.exists_one(n, n > 1)",
		"11:14: item 2 of 3 fits: n = 2\n11:17: item 3 of 3 fits: n = 3\n" },
	{ "numbers.exists_one(n, n > 3)", "11:10: none of the 3 items fits\n" },
	/* errors: the part that failed, and what it failed on */
	{ "image.tga == '6.2'",
		"0:0: no such key: 'tga'\nhint: did you mean 'tag'?\n"
		"5:8: 'image' has 'name', 'tag', 'digest'\n" },
	{ "image['nme'] == 'x'",
		"0:0: no such key: 'nme'\nhint: did you mean 'name'?\n"
		"5:8: 'image' has 'name', 'tag', 'digest'\n" },
	{ "none.x == 1", "0:0: no such key: 'x'\n12:7: 'none' is empty\n" },
	{ "hosts[3] == ''",
		"0:0: the index 3 is outside the list of 3\n"
		"7:8: 'hosts' is ['a.example', 'b.example', 'c.test']\n" },
	{ "replicas < stage",
		"0:0: no such overload: _<_(int, string)\n"
		"2:11: 'replicas' is 7 (written 0x07)\n1:8: 'stage' is 'prod'\n" },
	{ "roles.all(r, roles[r].tga == '')",
		"0:0: no such key: 'tga'\nhint: did you mean 'tag'?\n"
		"9:8: 'roles[r]' has 'tag', 'size'\n9:3: at item 1 of 2: r = 'erp'\n" },
	{ "numbers.all(n, n)",
		"0:0: no such overload: all(int)\n11:11: at item 1 of 3: n = 1\n11:11: 'n' is "
		"1\n" },
	{ "stage && on",
		"0:0: no such overload: _&&_(string)\n1:8: 'stage' is 'prod'\n"
		"4:5: 'on' is true (written True)\n" },
	/* what is no question */
	{ "1 + 2", "" },
};

START_TEST(tells)
{
	struct buf out = buf_new(unit_arena());
	struct bytes text = bytes_of(rows[_i].text);
	struct cel_reasons reasons = cel_why(unit_arena(), explain(rows[_i].text));
	for (size_t i = 0; i < reasons.count; i++)
		print_reason(&out, text, &reasons.at[i]);
	unit_same(rows[_i].text, buf_bytes(&out), bytes_of(rows[_i].reasons));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_why");
	TCase *cases = tcase_create("reasons");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, tells, 0, COUNT(rows));
	return suite;
}
