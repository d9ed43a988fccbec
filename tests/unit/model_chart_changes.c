#include "unit.h"

#include "model/chart_changes_parts.h"
#include "model/shape.h"

static const struct value *read_value(struct bytes text)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(text), DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(value, "%s", unit_diags(&d));
	return value;
}

/* --- how far a version has moved -------------------------------------------------------------- */

static const struct {
	const char *before, *now;
	enum version_step most; /* the largest step that it makes */
} moves[] = {
	{ "1.2.3", "1.2.3", VERSION_NO_STEP },
	{ "1.2.3", "1.2.2", VERSION_NO_STEP },
	{ "1.2.3", "1.2.3-rc.1", VERSION_NO_STEP },
	{ "1.2.3", "1.2.3+b", VERSION_NO_STEP },
	{ "1.2.3", "1.2.4", VERSION_PATCH },
	{ "1.2.3", "1.2.9", VERSION_PATCH },
	{ "1.2.3", "1.2.4-rc.1", VERSION_PATCH },
	{ "1.2.3", "1.3.0", VERSION_MINOR },
	{ "1.2.3", "1.10.0-rc.1", VERSION_MINOR },
	{ "1.2.3", "2.0.0", VERSION_MAJOR },
	{ "1.2.3", "2.0.0-rc.1", VERSION_MAJOR },
	{ "0.4.1", "0.5.0", VERSION_MINOR },
	/* A pre-release is on the way to what it was made for. */
	{ "1.2.3-rc.1", "1.2.3-rc.2", VERSION_PATCH },
	{ "1.2.3-rc.1", "1.2.3", VERSION_PATCH },
	{ "1.3.0-rc.1", "1.3.0-rc.2", VERSION_MINOR },
	{ "2.0.0-rc.1", "2.0.0-rc.2", VERSION_MAJOR },
	{ "2.0.0-rc.1", "2.0.0", VERSION_MAJOR },
	/* Beyond the last number there is nothing to ask for. */
	{ "18446744073709551615.0.0", "18446744073709551615.1.0", VERSION_MAJOR },
};

START_TEST(reaches)
{
	for (size_t step = VERSION_NO_STEP; step <= VERSION_MAJOR; step++)
		ck_assert_msg(
			chart_version_reaches(bytes_of(moves[_i].now), bytes_of(moves[_i].before),
				(enum version_step)step) == (step <= moves[_i].most),
			"%s, %s: %s", moves[_i].before, moves[_i].now, version_step_names[step]);
}
END_TEST

static const struct {
	const char *before, *now;
	enum version_step step;
	const char *due; /* NULL: none */
} dues[] = {
	{ "1.2.3", "1.2.3", VERSION_PATCH, "1.2.4" },
	{ "1.2.3", "1.2.4", VERSION_MINOR, "1.3.0" },
	{ "1.2.3", "1.1.0", VERSION_MINOR, "1.3.0" },
	{ "1.2.3", "1.3.0", VERSION_MAJOR, "2.0.0" },
	{ "1.2.3", "2.0.0-rc.1", VERSION_MAJOR, "2.0.0" },
	{ "1.0.18446744073709551615", "1.0.0", VERSION_PATCH, NULL },
};

START_TEST(what_is_due_reaches)
{
	struct bytes due = { 0 }, before = bytes_of(dues[_i].before);
	bool good = chart_version_due(
		unit_arena(), bytes_of(dues[_i].now), before, dues[_i].step, &due);
	ck_assert_msg(good == !!dues[_i].due, "%s", dues[_i].before);
	if (good) {
		unit_same(dues[_i].before, due, bytes_of(dues[_i].due));
		ck_assert(chart_version_reaches(due, before, dues[_i].step));
	}
}
END_TEST

/* --- the table -------------------------------------------------------------------------------- */

static const char *faults_of_table(const char *key, const char *step)
{
	struct diags d = diags_new(unit_arena());
	const struct value *value = read_value(bytes_print(unit_arena(),
		"apiVersion: leme/v1\nkind: Catalog\nname: n\n"
		"chart: {path: c, version: 1.0.0, bump: {%s: %s}}\n",
		key, step));
	const struct shape *shape = shape_of_document(value, "Catalog", &d);
	(void)!shape_check(shape, value, &d);
	return unit_diags(&d);
}

START_TEST(each_kind_may_be_given_each_step)
{
	for (size_t step = VERSION_NO_STEP; step <= VERSION_MAJOR; step++)
		ck_assert_str_eq(
			faults_of_table(chart_change_rows[_i].name, version_step_names[step]), "");
	ck_assert_str_eq(faults_of_table(chart_change_rows[_i].name, "majro"),
		bytes_string(unit_arena(),
			bytes_print(unit_arena(), "4:%zu key/value 'majro' is no value of '%s'\n",
				strlen(chart_change_rows[_i].name) + 43,
				chart_change_rows[_i].name)));
}
END_TEST

START_TEST(other_kinds_are_unknown)
{
	ck_assert_str_eq(
		faults_of_table("keyadded", "minor"), "4:41 key/unknown unknown key 'keyadded'\n");
}
END_TEST

/* --- values ----------------------------------------------------------------------------------- */

/* In the catalogue `a` writes a.image as a reference, and whether it runs at a.on. */
static const struct {
	const char *law, *before, *now, *told;
} values[] = {
	{ "nothing", "{a: 1, b: {c: [1]}}", "{b: {c: [1]}, a: 1.0}", "" },
	{ "a value", "{b: {c: 1}}", "{b: {c: 2}}", "patch: the value 'b.c' has changed" },
	{ "another type", "{b: 1}", "{b: '1'}", "patch: the value 'b' has changed" },
	{ "nothing in its place", "{b: 1}", "{b: }", "patch: the value 'b' has changed" },
	{ "a list is one value", "{b: [1, 2]}", "{b: [1, 2, 3]}",
		"patch: the value 'b' has changed" },
	{ "an empty map for a scalar", "{b: 1}", "{b: {}}", "patch: the value 'b' has changed" },
	{ "a new key", "{}", "{b: {c: 1}}", "minor: the key 'b' was added to the values" },
	{ "one below", "{b: {}}", "{b: {c: 1}}", "minor: the key 'b.c' was added to the values" },
	{ "one that is gone", "{b: {c: 1}}", "{b: {}}",
		"major: the key 'b.c' was removed from the values" },
	{ "another name", "{b: 1}", "{c: 1}",
		"major: the key 'b' was removed from the values; "
		"minor: the key 'c' was added to the values" },
	{ "a map that becomes a scalar", "{b: {c: 1}}", "{b: 1}",
		"major: the key 'b.c' was removed from the values" },
	{ "a scalar that becomes a map", "{b: 1}", "{b: {c: 1}}",
		"minor: the key 'b.c' was added to the values" },
	{ "a dot in a key", "{b.c: 1}", "{b.c: 2}", "patch: the value 'b\\.c' has changed" },
	{ "an image", "{a: {image: x:1}}", "{a: {image: x:2}}",
		"patch: the image of 'a' has changed" },
	{ "whether it runs is a value", "{a: {on: true}}", "{a: {on: false}}",
		"patch: the value 'a.on' has changed" },
};

static struct bytes told_of(const struct value *before, const struct value *now)
{
	struct bytes image[] = { BYTES("a"), BYTES("image") }, on[] = { BYTES("a"), BYTES("on") };
	struct write writes[] = {
		{ .field = WRITE_REFERENCE, .path = { .at = image, .count = 2 } },
		{ .field = WRITE_ENABLED, .path = { .at = on, .count = 2 } },
	};
	struct component component = { .id = BYTES("a"), .writes = { .at = writes, .count = 2 } };
	struct catalog catalog = { .components = { .at = &component, .count = 1 } };
	struct chart_changes changes = { 0 };
	struct chart_comparison comparison = {
		.owner = unit_arena(), .before = &catalog, .now = &catalog, .changes = &changes
	};
	for (size_t kind = 0; kind < CHART_CHANGE_KINDS; kind++)
		catalog.chart.bump[kind] = chart_change_rows[kind].step;
	chart_compare_values(&comparison, before, now);
	return chart_changes_text(unit_arena(), &changes, 5);
}

START_TEST(compares_values)
{
	unit_same(values[_i].law,
		told_of(read_value(bytes_of(values[_i].before)),
			read_value(bytes_of(values[_i].now))),
		bytes_of(values[_i].told));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_chart_changes");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, reaches, 0, COUNT(moves));
	tcase_add_loop_test(cases, what_is_due_reaches, 0, COUNT(dues));
	tcase_add_loop_test(cases, each_kind_may_be_given_each_step, 0, CHART_CHANGE_KINDS);
	tcase_add_test(cases, other_kinds_are_unknown);
	tcase_add_loop_test(cases, compares_values, 0, COUNT(values));
	return suite;
}
