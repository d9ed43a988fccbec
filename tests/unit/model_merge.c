#include "unit.h"

#include "model/model.h"
#include "notation/notation.h"

static const struct value *read(const char *text)
{
	struct diags d = diags_new(unit_arena());
	const struct source *source = unit_source(bytes_of(text));
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(value, "%s: %s", text, unit_diags(&d));
	return value;
}

static struct bytes json(const struct value *value)
{
	struct buf out = buf_new(unit_arena());
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

/* `path=append`, `path=replace` or `path=KEY` for {by: KEY}. */
static struct merge_rule rule_of(const char *text)
{
	struct bytes how = bytes_of(text), path;
	bytes_cut(&how, '=', &path);
	return (struct merge_rule){
		.path = path_parse(unit_arena(), path),
		.kind = bytes_is(how, "append")    ? MERGE_APPEND
			: bytes_is(how, "replace") ? MERGE_REPLACE
						   : MERGE_BY,
		.by = how,
	};
}

static const struct {
	const char *under, *over, *rule, *merged, *law;
} rows[] = {
	{ "{a: 1, b: 2}", "{b: 3, c: 4}", NULL, "{\"a\":1,\"b\":3,\"c\":4}", "maps merge" },
	{ "{a: {b: 1, c: 2}}", "{a: {c: 3}}", NULL, "{\"a\":{\"b\":1,\"c\":3}}", "deeply" },
	{ "{a: {b: 1}}", "{a: 1}", NULL, "{\"a\":1}", "a scalar replaces a map" },
	{ "{a: 1}", "{a: {b: 1}}", NULL, "{\"a\":{\"b\":1}}", "a map replaces a scalar" },
	{ "{a: {b: 1}}", "{a: null}", NULL, "{\"a\":null}", "null stays, for Helm to drop" },
	{ "{a: null}", "{a: {b: 1}}", NULL, "{\"a\":{\"b\":1}}", "and can be replaced" },
	{ "{a: {b: 1}}", "{a: {}}", NULL, "{\"a\":{\"b\":1}}", "an empty map adds nothing" },
	{ "{a: [1, 2]}", "{a: [3]}", NULL, "{\"a\":[3]}", "lists replace" },
	{ "{a: [1]}", "{a: []}", NULL, "{\"a\":[]}", "by an empty one too" },
	{ "{a: [1, 2]}", "{a: [3]}", "a=append", "{\"a\":[1,2,3]}", "or append" },
	{ "{a: [1]}", "{a: [1]}", "a=append", "{\"a\":[1,1]}", "repeats are kept" },
	{ "{a: [1]}", "{a: null}", "a=append", "{\"a\":null}", "only to a list" },
	{ "{a: [1]}", "{a: [2]}", "a=replace", "{\"a\":[2]}", "replace, said" },
	{ "{a: [1]}", "{a: [2]}", "b=append", "{\"a\":[2]}", "a rule is for its path" },
	{ "{a: {b: [1]}}", "{a: {b: [2]}}", "a.b=append", "{\"a\":{\"b\":[1,2]}}",
		"a path descends" },
	{ "{a: [1]}", "{a: [2]}", "a.b=append", "{\"a\":[2]}", "a longer path is another" },
	{ "{a.b: [1]}", "{a.b: [2]}", "a\\.b=append", "{\"a.b\":[1,2]}", "a key with a dot" },
	{ "{a: [{n: x, v: 1}, {n: y}]}", "{a: [{n: y, v: 2}, {n: z}]}", "a=n",
		"{\"a\":[{\"n\":\"x\",\"v\":1},{\"n\":\"y\",\"v\":2},{\"n\":\"z\"}]}",
		"items by a key" },
	{ "{a: [{n: x, m: {p: 1}}]}", "{a: [{n: x, m: {q: 2}}]}", "a=n",
		"{\"a\":[{\"m\":{\"p\":1,\"q\":2},\"n\":\"x\"}]}", "deeply" },
	{ "{a: [1, {n: x}]}", "{a: [1, {m: x}]}", "a=n",
		"{\"a\":[1,{\"n\":\"x\"},1,{\"m\":\"x\"}]}", "items without the key follow" },
	{ "{a: [{n: 1}]}", "{a: [{n: 1, v: 2}]}", "a=n", "{\"a\":[{\"n\":1,\"v\":2}]}",
		"a number as key" },
	{ "{a: [{n: ''}]}", "{a: [{n: '', v: 2}]}", "a=n", "{\"a\":[{\"n\":\"\",\"v\":2}]}",
		"an empty text as key" },
	{ "{a: [{n: x}]}", "{a: [{n: y}, {n: y}]}", "a=n",
		"{\"a\":[{\"n\":\"x\"},{\"n\":\"y\"},{\"n\":\"y\"}]}",
		"repeats of the upper list are kept" },
};

START_TEST(merges)
{
	struct merge_rule rule = { 0 };
	if (rows[_i].rule)
		rule = rule_of(rows[_i].rule);
	const struct value *merged = values_merge(unit_arena(), read(rows[_i].under),
		read(rows[_i].over), &rule, rows[_i].rule != NULL);
	unit_same(rows[_i].law, json(merged), bytes_of(rows[_i].merged));
}
END_TEST

/* Nothing over something, and something over nothing, are the something. */
START_TEST(nothing_is_neutral)
{
	const struct value *value = read("{a: {b: [1]}}"), *empty = read("{}");
	ck_assert_ptr_eq(values_merge(unit_arena(), value, NULL, NULL, 0), value);
	ck_assert_ptr_eq(values_merge(unit_arena(), NULL, value, NULL, 0), value);
	ck_assert(value_equal(values_merge(unit_arena(), value, empty, NULL, 0), value));
	ck_assert(value_equal(values_merge(unit_arena(), empty, value, NULL, 0), value));
	ck_assert_uint_eq(values_merge(unit_arena(), NULL, NULL, NULL, 0)->count, 0);
}
END_TEST

START_TEST(keys_keep_their_order)
{
	const struct value *merged = values_merge(
		unit_arena(), read("{b: 1, a: 2}"), read("{c: 3, a: 4}"), NULL, 0);
	ck_assert_uint_eq(merged->count, 3);
	unit_same("first", merged->entries[0].key, BYTES("b"));
	unit_same("second", merged->entries[1].key, BYTES("a"));
	unit_same("third", merged->entries[2].key, BYTES("c"));
}
END_TEST

START_TEST(remembers_what_is_hidden)
{
	const struct value *low = read("{a: 1}"), *middle = read("{a: 2}"), *top = read("{a: 3}");
	const struct value *merged = values_merge(
		unit_arena(), values_merge(unit_arena(), low, middle, NULL, 0), top, NULL, 0);
	const struct value *a = value_get(merged, BYTES("a"));
	ck_assert_int_eq(a->integer, 3);
	ck_assert_int_eq(a->hides->integer, 2);
	ck_assert_int_eq(a->hides->hides->integer, 1);
	ck_assert_ptr_null(a->hides->hides->hides);
	ck_assert_ptr_eq(a->at.source, value_get(top, BYTES("a"))->at.source);
}
END_TEST

START_TEST(leaves_its_operands_alone)
{
	const struct value *under = read("{a: {b: 1}, l: [1]}"),
			   *over = read("{a: {b: 2}, l: [2]}");
	struct merge_rule rule = rule_of("l=append");
	(void)values_merge(unit_arena(), under, over, &rule, 1);
	unit_same("under", json(under), BYTES("{\"a\":{\"b\":1},\"l\":[1]}"));
	unit_same("over", json(over), BYTES("{\"a\":{\"b\":2},\"l\":[2]}"));
	ck_assert_ptr_null(value_get(value_get(over, BYTES("a")), BYTES("b"))->hides);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_merge");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, merges, 0, COUNT(rows));
	tcase_add_test(cases, nothing_is_neutral);
	tcase_add_test(cases, keys_keep_their_order);
	tcase_add_test(cases, remembers_what_is_hidden);
	tcase_add_test(cases, leaves_its_operands_alone);
	return suite;
}
