/* What the outside suites of JSON and merge patches do not say: faults, and what is kept. */
#include "unit.h"

#include "manifest/manifest.h"

static const struct value *read_value(const char *text, bool repeated)
{
	struct diags d = diags_new(unit_arena());
	struct limits limits = LIMITS_DEFAULT;
	limits.repeated_keys = repeated;
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_STRICT, limits, &d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&d));
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, limits, &d);
}

static struct bytes json_of(const struct value *value)
{
	struct buf out = buf_new(unit_arena());
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

/* --- faults ----------------------------------------------------------------------------------- */

struct fault_row {
	const char *object, *patch, *diag, *hint;
};

static const struct fault_row fault_rows[] = {
	// clang-format off
	{ "{}", "{op: add}", "1:1 patch/json a JSON patch is a list of operations", "" },
	{ "{}", "[5]", "1:2 patch/json an operation is a map with 'op' and 'path'", "" },
	{ "{}", "- path: ''", "1:3 patch/json this operation has no 'op'", "" },
	{ "{}", "- {op: 1, path: ''}", "1:8 patch/json the 'op' of an operation is a text", "" },
	{ "{}", "- {op: ad, path: ''}", "1:8 patch/json there is no operation 'ad'",
	  "did you mean 'add'?" },
	{ "{}", "- {op: add}", "1:3 patch/json this operation has no 'path'", "" },
	{ "{}", "- {op: add, path: /a}", "1:3 patch/json this operation has no 'value'", "" },
	{ "{}", "- {op: move, path: /a}", "1:3 patch/json this operation has no 'from'", "" },
	{ "{}", "- {op: add, path: /a, op: test, value: 1}",
	  "1:23 patch/json 'op' is there twice in this operation", "" },
	{ "{}", "- {op: add, path: a/b, value: 1}",
	  "1:19 patch/json a path begins with '/', or is empty for the whole object", "" },
	{ "{}", "- {op: add, path: /a~2b, value: 1}", "1:21 patch/json "
	  "in a path '~' stands only in '~0' for a tilde and '~1' for a slash", "" },
	{ "{}", "- {op: add, path: /a~, value: 1}", "1:21 patch/json "
	  "in a path '~' stands only in '~0' for a tilde and '~1' for a slash", "" },
	{ "{spec: {replicas: 1}}", "- {op: replace, path: /spec/replica, value: 2}",
	  "1:29 patch/json '/spec/replica' leads nowhere: there is no 'replica'",
	  "did you mean 'replicas'?" },
	{ "{spec: {a: 1}}", "- {op: add, path: \"/spce/b\", value: 2}",
	  "1:21 patch/json '/spce/b' leads nowhere: there is no 'spce'", "did you mean 'spec'?" },
	{ "{l: [1, 2]}", "- {op: add, path: /l/3, value: 2}",
	  "1:22 patch/json '/l/3' leads nowhere: '3' is no place in a list of 2 items", "" },
	{ "{l: [1, 2]}", "- {op: remove, path: /l/01}",
	  "1:25 patch/json '/l/01' leads nowhere: '01' is no place in a list of 2 items", "" },
	{ "{l: [1, 2]}", "- {op: replace, path: /l/-, value: 1}",
	  "1:26 patch/json '/l/-' leads nowhere: '-' is no place in a list of 2 items", "" },
	{ "{l: [1, 2]}", "- {op: test, path: /l/99999999999999999999, value: 1}",
	  "1:23 patch/json '/l/99999999999999999999' leads nowhere: '99999999999999999999' is no "
	  "place in a list of 2 items", "" },
	{ "{a: x}", "- {op: add, path: /a/b/c, value: 1}",
	  "1:22 patch/json '/a/b/c' leads nowhere: before 'b' there is neither a map nor a list",
	  "" },
	{ "{a: x}", "- {op: test, path: /a, value: w}",
	  "1:3 patch/json the test of '/a' fails: another value is there", "" },
	{ "{a: {b: 1}}", "- {op: move, from: /a, path: /a/b}",
	  "1:30 patch/json '/a' cannot be moved to a place within itself", "" },
	{ "{a: 1}", "- {op: remove, path: ''}",
	  "1:23 patch/json the whole object cannot be removed", "" },
	{ "{a: 1}", "- {op: add, path: /b, value: 1}\n- {op: remove, path: /c}",
	  "2:23 patch/json '/c' leads nowhere: there is no 'c'", NULL },
	// clang-format on
};

START_TEST(faults)
{
	const struct fault_row *row = &fault_rows[_i];
	struct diags d = diags_new(unit_arena());
	const struct value *object = read_value(row->object, false);
	struct bytes before = json_of(object);
	ck_assert_msg(
		!patch_json(unit_arena(), object, read_value(row->patch, true), LIMITS_DEFAULT, &d),
		"%s", row->patch);
	ck_assert_uint_eq(d.count, 1);
	const char *got = unit_diags(&d);
	ck_assert_msg(strncmp(got, row->diag, strlen(row->diag)) == 0, "%s: %s", row->patch, got);
	if (row->hint)
		unit_same(row->patch, d.at[0]->hint, bytes_of(row->hint));
	unit_same(row->patch, json_of(object), before);
}
END_TEST

/* --- what comes out --------------------------------------------------------------------------- */

struct made_row {
	const char *object, *patch, *made;
};

static const struct made_row json_rows[] = {
	// clang-format off
	{ "{a: 1}", "[{op: test, path: /a, value: 1.0}]", "{\"a\":1}" },
	{ "{a: 1}", "[{op: move, from: /a, path: /a}]", "{\"a\":1}" },
	{ "{a/b: {'~1': 1}}", "[{op: replace, path: /a~1b/~01, value: 2}]",
	  "{\"a/b\":{\"~1\":2}}" },
	{ "{a: {}}", "[{op: copy, from: '', path: /a/b}]", "{\"a\":{\"b\":{\"a\":{}}}}" },
	{ "{a: {}}", "[{op: copy, from: /a, path: /b}, {op: add, path: /a/k, value: 1}]",
	  "{\"a\":{\"k\":1},\"b\":{}}" },
	{ "{a: {}}", "[{op: add, path: /a/k, value: {}}, {op: copy, from: /a, path: /b}, "
	  "{op: add, path: /b/k/m, value: 2}, {op: add, path: /a/k/w, value: 1}]",
	  "{\"a\":{\"k\":{\"w\":1}},\"b\":{\"k\":{\"m\":2}}}" },
	{ "{l: [1, 2, 3]}", "[{op: move, from: /l/0, path: /l/-}]", "{\"l\":[2,3,1]}" },
	{ "{l: [1, 2, 3]}", "[{op: move, from: /l/2, path: /l/0}]", "{\"l\":[3,1,2]}" },
	{ "{l: []}", "[{op: add, path: /l/-, value: 1}, {op: add, path: /l/1, value: 2}, "
	  "{op: add, path: /l/0, value: 0}]", "{\"l\":[0,1,2]}" },
	{ "{a: 1}", "[{op: remove, path: /a}, {op: add, path: /a, value: null}]", "{\"a\":null}" },
	{ "{a: 1}", "[{op: replace, path: '', value: [x]}, {op: add, path: /0, value: w}]",
	  "[\"w\",\"x\"]" },
	{ "{a: 1}", "[{op: add, path: /b, value: 1, comment: why}]", "{\"a\":1,\"b\":1}" },
	// clang-format on
};

START_TEST(json_makes)
{
	const struct made_row *row = &json_rows[_i];
	struct diags d = diags_new(unit_arena());
	const struct value *made = patch_json(unit_arena(), read_value(row->object, false),
		read_value(row->patch, false), LIMITS_DEFAULT, &d);
	ck_assert_msg(made, "%s: %s", row->patch, unit_diags(&d));
	unit_same(row->patch, json_of(made), bytes_of(row->made));
}
END_TEST

/* What a patch leaves alone is the object's own; what it changes stays at its place. */
START_TEST(keep_what_they_leave_alone)
{
	struct diags d = diags_new(unit_arena());
	const struct value *object = read_value("a: {b: {k: 1}, c: [1]}\nl: [{k: 1}]", false);
	const struct value *patch = read_value("- {op: add, path: /a/b/w, value: 2}", false);
	const struct value *merge = read_value("{a: {b: {w: 2}, c: [1]}, x: null}", false);
	const struct value *made[] = { patch_json(unit_arena(), object, patch, LIMITS_DEFAULT, &d),
		patch_merge(unit_arena(), object, merge) };
	for (size_t i = 0; i < 2; i++) {
		const struct value *a = value_get(made[i], BYTES("a"));
		ck_assert_uint_eq(value_get(a, BYTES("b"))->at.begin, 7);
		ck_assert_ptr_eq(value_get(made[i], BYTES("l")), value_get(object, BYTES("l")));
		ck_assert_uint_eq(value_get(a, BYTES("b"))->count, 2);
	}
	ck_assert_ptr_eq(patch_merge(unit_arena(), made[1], merge), made[1]);
	ck_assert_ptr_eq(
		patch_json(unit_arena(), object, read_value("[]", false), LIMITS_DEFAULT, &d),
		object);
}
END_TEST

/* A list is not copied for each operation. */
START_TEST(json_takes_many_operations)
{
	enum { MANY = 10000 };
	struct buf patch = buf_new(unit_arena()), object = buf_new(unit_arena());
	struct diags d = diags_new(unit_arena());
	for (size_t i = 0; i < MANY; i++) {
		buf_print(&patch, "- {op: add, path: /l/-, value: {k: 1}}\n");
		buf_print(&patch, "- {op: replace, path: /l/%zu/k, value: 2}\n", i);
		buf_print(&object, "%s%zu", i ? ", " : "l: [", i);
	}
	buf_add(&object, BYTES("]"));
	const struct value *had = read_value(bytes_string(unit_arena(), buf_bytes(&object)), false);
	const struct value *operations = read_value(
		bytes_string(unit_arena(),
			bytes_join(unit_arena(), BYTES("- {op: replace, path: /l, value: []}\n"),
				BYTES(""), buf_bytes(&patch))),
		false);
	size_t before = arena_used(unit_arena());
	const struct value *made = patch_json(unit_arena(), had, operations, LIMITS_DEFAULT, &d);
	ck_assert_msg(made, "%s", unit_diags(&d));
	ck_assert_uint_eq(value_get(made, BYTES("l"))->count, MANY);
	ck_assert_uint_lt(arena_used(unit_arena()) - before, 64u << 20);
}
END_TEST

/* --- limits ----------------------------------------------------------------------------------- */

static const struct limit_row {
	const char *operation; /* with the number of the operation in it; done 300 times */
	const char *diag;
} limit_rows[] = {
	// clang-format off
	{ "- {op: copy, from: '', path: /a%zu}",
	  ":30 limit/copies what is copied adds more than 10485760 bytes\n" },
	{ "- {op: copy, from: '', path: /a} # %zu",
	  ":30 limit/depth maps and lists would be nested more than 250 levels deep\n" },
	{ "- {op: add, path: /n, value: {}}\n- {op: move, from: /k, path: /n/k}\n"
	  "- {op: move, from: /n, path: /k} # %zu",
	  ":30 limit/depth maps and lists would be nested more than 250 levels deep\n" },
	// clang-format on
};

START_TEST(what_a_patch_makes_is_limited)
{
	const struct limit_row *row = &limit_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct buf patch = buf_new(unit_arena());
	for (size_t i = 0; i < 300; i++) {
		buf_print(&patch, row->operation, i);
		buf_add(&patch, BYTES("\n"));
	}
	const struct value *operations = read_value(
		bytes_string(unit_arena(), buf_bytes(&patch)), false);
	ck_assert(!patch_json(
		unit_arena(), read_value("{k: [text]}", false), operations, LIMITS_DEFAULT, &d));
	const char *got = unit_diags(&d);
	unit_same(row->operation, bytes_of(got + strcspn(got, ":")), bytes_of(row->diag));
}
END_TEST

/* --- a second time ---------------------------------------------------------------------------- */

static const struct once_row {
	const char *patch, *why; /* empty: repeatable */
} once_rows[] = {
	// clang-format off
	{ "[]", "" },
	{ "- {op: add, path: /a/b, value: 1}", "" },
	{ "- {op: add, path: /a/-, value: 1}", "it adds an item to a list each time" },
	{ "- {op: add, path: /a/0, value: 1}", "it adds an item to a list each time" },
	{ "- {op: copy, from: /b, path: /a/-}", "it adds an item to a list each time" },
	{ "- {op: copy, from: /b, path: /a}", "" },
	{ "- {op: replace, path: /a/0, value: 1}", "" },
	{ "- {op: remove, path: /a}", "what it removes is not there any more" },
	{ "- {op: move, from: /a, path: /b}", "what it moves is not there any more" },
	{ "[{op: test, path: /a/b, value: 1}, {op: replace, path: /a, value: 2}]",
	  "what it asks for is changed by an operation behind it" },
	{ "[{op: test, path: /a, value: 1}, {op: replace, path: /ab, value: 2}]", "" },
	{ "{a: null}", "" },
	{ "{$patch: delete}", "the object that it takes away is not there any more" },
	// clang-format on
};

static const struct {
	const char *patch;
	bool may_change;
	const char *name, *why;
} named_rows[] = {
	// clang-format off
	{ "{metadata: {name: b}}", true, "a", "what it makes is not what its target asks for" },
	{ "{metadata: {name: b}}", true, "b", "" },
	{ "{metadata: {name: b}}", true, "a|b", "" },
	{ "{metadata: {name: b}}", true, "a.*", "what it makes is not what its target asks for" },
	{ "{metadata: {name: b}}", false, "a", "" },
	{ "{kind: B}", true, "a", "what it makes is not what its target asks for" },
	{ "{kind: B}", false, "a", "" },
	{ "{kind: A}", true, "a", "" },
	{ "- {op: replace, path: /metadata/name, value: b}", false, "a",
	  "what it makes is not what its target asks for" },
	{ "- {op: replace, path: /metadata/name, value: a}", false, "a", "" },
	{ "- {op: add, path: /metadata/namespace, value: b}", false, "a",
	  "what it makes is not what its target asks for" },
	// clang-format on
};

START_TEST(once_since_its_target_is_gone)
{
	struct diags d = diags_new(unit_arena());
	const struct value *wanted = read_value(named_rows[_i].patch, false);
	struct patch patch = { .kind = wanted->kind == VALUE_LIST ? PATCH_JSON : PATCH_MERGE,
		.wanted = wanted,
		.entry = wanted,
		.may_rename = named_rows[_i].may_change,
		.may_change_kind = named_rows[_i].may_change };
	struct bytes target = bytes_print(
		unit_arena(), "{kind: A, namespace: a, name: '%s'}", named_rows[_i].name);
	ck_assert(target_read(unit_arena(), read_value(bytes_string(unit_arena(), target), false),
		LIMITS_DEFAULT, &patch.target, &d));
	struct span at;
	const char *why = patch_once(&patch, &at);
	ck_assert_str_eq(why ? why : "", named_rows[_i].why);
}
END_TEST

START_TEST(once)
{
	const struct once_row *row = &once_rows[_i];
	const struct value *wanted = read_value(row->patch, false);
	bool is_list = wanted->kind == VALUE_LIST;
	struct patch patch = {
		.kind = is_list ? PATCH_JSON : PATCH_STRATEGIC, .wanted = wanted, .entry = wanted
	};
	struct span at;
	const char *why = patch_once(&patch, &at);
	ck_assert_str_eq(why ? why : "", row->why);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_patch");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_add_loop_test(rows, faults, 0, COUNT(fault_rows));
	tcase_add_loop_test(rows, json_makes, 0, COUNT(json_rows));
	tcase_add_loop_test(rows, what_a_patch_makes_is_limited, 0, COUNT(limit_rows));
	tcase_add_loop_test(rows, once, 0, COUNT(once_rows));
	tcase_add_loop_test(rows, once_since_its_target_is_gone, 0, COUNT(named_rows));
	tcase_add_test(rows, keep_what_they_leave_alone);
	tcase_add_test(rows, json_takes_many_operations);
	return suite;
}
