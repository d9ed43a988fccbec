/* What values the charts of a tree get. What is expected is what Helm 3.17 and 4.1 say. */
#include "unit.h"

#include "base/temporary.h"
#include "model/model.h"

static struct diags d;

static const struct value *read(struct bytes text)
{
	const struct source *source = unit_source(text);
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(value, "%s", unit_diags(&d));
	return value;
}

static struct bytes json(const struct value *value)
{
	struct buf out = buf_new(unit_arena());
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

/* --- charts from rows ------------------------------------------------------------------------- */

/* The values.yaml of the charts p, s in it, and l in s; `needs` are the dependencies of p. */
struct charts {
	const char *needs, *p, *s, *l;
};

struct files {
	ARRAY(struct staged);
};

static void add_file(struct files *files, const char *path, struct bytes text)
{
	*array_push(unit_arena(), files) = (struct staged){ bytes_of(path), text };
}

static struct bytes chart_file(const char *name, const char *needs)
{
	return bytes_print(unit_arena(), "{apiVersion: v2, name: %s, version: 1.2.3%s%s}", name,
		needs ? ", dependencies: " : "", needs ? needs : "");
}

static struct catalog *catalog_in(const struct files *files)
{
	struct catalog *catalog = arena_new_of(unit_arena(), struct catalog);
	catalog->folder = temporary_folder(unit_arena(), files->at, files->count, &d);
	ck_assert_msg(catalog->folder, "%s", unit_diags(&d));
	catalog->chart.path = BYTES("p");
	catalog->limits = LIMITS_DEFAULT;
	return catalog;
}

static struct chart_data *make_charts(const struct charts *charts)
{
	struct files files = { 0 };
	struct chart_data *data = arena_new_of(unit_arena(), struct chart_data);
	add_file(&files, "p/Chart.yaml", chart_file("p", charts->needs));
	add_file(&files, "p/values.yaml", bytes_of(charts->p));
	add_file(&files, "p/charts/s/Chart.yaml",
		chart_file("s", "[{name: l, version: '*', condition: l.up, tags: [t]}]"));
	add_file(&files, "p/charts/s/values.yaml", bytes_of(charts->s));
	add_file(&files, "p/charts/s/charts/l/Chart.yaml", chart_file("l", NULL));
	add_file(&files, "p/charts/s/charts/l/values.yaml", bytes_of(charts->l));
	chart_data_read(unit_arena(), catalog_in(&files), data, &d);
	ck_assert_msg(d.count == 0, "%s", unit_diags(&d));
	return data;
}

/* --- rows ------------------------------------------------------------------------------------- */

#define PLAIN "[{name: s, version: 1.x}]"

static const struct {
	const char *law;
	struct charts charts;
	const char *given, *values;
} rows[] = {
	{ "defaults go up, and an empty global down", { PLAIN, "{a: 1}", "{b: 2}", "{c: 3}" }, "{}",
		"{\"a\":1,\"s\":{\"b\":2,\"global\":{},\"l\":{\"c\":3,\"global\":{}}}}" },
	{ "the parent's values count more",
		{ PLAIN, "{s: {b: 5, l: {c: 6}}}", "{b: 2, l: {c: 4}}", "{c: 3}" }, "{}",
		"{\"s\":{\"b\":5,\"global\":{},\"l\":{\"c\":6,\"global\":{}}}}" },
	{ "and the profile's more than those", { PLAIN, "{s: {b: 5}}", "{b: 2}", "{c: 3}" },
		"{s: {b: 7, l: {c: 8}}}",
		"{\"s\":{\"b\":7,\"global\":{},\"l\":{\"c\":8,\"global\":{}}}}" },
	{ "maps merge, lists do not", { PLAIN, "{}", "{m: {x: 1, w: [1]}}", "{}" },
		"{s: {m: {w: [2], z: 3}}}",
		"{\"s\":{\"global\":{},\"l\":{\"global\":{}},"
		"\"m\":{\"w\":[2],\"x\":1,\"z\":3}}}" },
	{ "a scalar takes the place of a map", { PLAIN, "{}", "{m: {x: 1}}", "{}" }, "{s: {m: 1}}",
		"{\"s\":{\"global\":{},\"l\":{\"global\":{}},\"m\":1}}" },
	{ "null takes a default away",
		{ PLAIN, "{a: 1, m: {x: 1}}", "{b: 2, m: {x: 1}}", "{c: 3}" },
		"{a: null, m: {x: null}, s: {b: null, m: {x: null}, l: {c: null}}}",
		"{\"m\":{},\"s\":{\"global\":{},\"l\":{\"global\":{}},\"m\":{}}}" },
	{ "also in the parent's values", { PLAIN, "{s: {b: null}}", "{b: 2}", "{}" }, "{}",
		"{\"s\":{\"global\":{},\"l\":{\"global\":{}}}}" },
	{ "where there is none it stays", { PLAIN, "{m: {}}", "{}", "{}" },
		"{a: null, m: {x: null}, s: {b: null}}",
		"{\"a\":null,\"m\":{\"x\":null},\"s\":{\"b\":null,\"global\":{},"
		"\"l\":{\"global\":{}}}}" },
	{ "null for all of a sub-chart is nothing", { PLAIN, "{s: {b: 1}}", "{}", "{}" },
		"{s: null}", "{\"s\":{\"global\":{},\"l\":{\"global\":{}}}}" },
	{ "but where no default is", { PLAIN, "{}", "{}", "{}" }, "{s: null}", "s" },
	{ "a sub-chart has a map", { PLAIN, "{}", "{}", "{}" }, "{s: {l: 1}}", "l" },
	{ "global goes down to all", { PLAIN, "{global: {g: 1}}", "{global: {h: 2}}", "{}" }, "{}",
		"{\"global\":{\"g\":1},\"s\":{\"global\":{\"g\":1,\"h\":2},"
		"\"l\":{\"global\":{\"g\":1,\"h\":2}}}}" },
	{ "and counts more than theirs", { PLAIN, "{global: {g: 1, m: {x: 1}}}", "{}", "{}" },
		"{s: {global: {g: 2, m: {x: 2, w: 2}}}}",
		"{\"global\":{\"g\":1,\"m\":{\"x\":1}},"
		"\"s\":{\"global\":{\"g\":1,\"m\":{\"w\":2,\"x\":1}},"
		"\"l\":{\"global\":{\"g\":1,\"m\":{\"w\":2,\"x\":1}}}}}" },
	{ "but a map never meets something else",
		{ PLAIN, "{global: {g: 1, m: {x: 1}}}", "{}", "{}" },
		"{s: {global: {g: {x: 1}, m: 5}}}",
		"{\"global\":{\"g\":1,\"m\":{\"x\":1}},\"s\":{\"global\":{\"g\":{\"x\":1},\"m\":5},"
		"\"l\":{\"global\":{\"g\":1,\"m\":{\"x\":1}}}}}" },
	{ "an alias is another name",
		{ "[{name: s, version: 1.x, alias: q}]", "{q: {b: 1}}", "{b: 2}", "{}" },
		"{s: {b: 3}}",
		"{\"q\":{\"b\":1,\"global\":{},\"l\":{\"global\":{}}},\"s\":{\"b\":3}}" },
	{ "one chart may have two",
		{ "[{name: s, version: 1.x, alias: q}, {name: s, version: 1.x}]", "{}", "{b: 2}",
			"{}" },
		"{q: {b: 1}}",
		"{\"q\":{\"b\":1,\"global\":{},\"l\":{\"global\":{}}},"
		"\"s\":{\"b\":2,\"global\":{},\"l\":{\"global\":{}}}}" },
	{ "a version that does not fit names nothing",
		{ "[{name: s, version: 2.x, alias: q}]", "{}", "{b: 2}", "{}" }, "{}",
		"{\"s\":{\"b\":2,\"global\":{},\"l\":{\"global\":{}}}}" },
	{ "without a list all are there", { NULL, "{}", "{b: 2}", "{}" }, "{s: {l: {up: false}}}",
		"{\"s\":{\"b\":2,\"global\":{},\"l\":{\"global\":{},\"up\":false}}}" },
	{ "a condition switches off",
		{ "[{name: s, version: 1.x, condition: s.up}]", "{}", "{b: 2}", "{}" },
		"{s: {up: false}}", "{\"s\":{\"up\":false}}" },
	{ "by a default of the sub-chart, too",
		{ "[{name: s, version: 1.x, condition: s.up}]", "{}", "{up: false}", "{}" }, "{}",
		"{}" },
	{ "the first bool counts",
		{ "[{name: s, version: 1.x, condition: 'x.w,s,a,b'}]", "{}", "{}", "{}" },
		"{a: false, b: true}", "{\"a\":false,\"b\":true}" },
	{ "a blank is of the path",
		{ "[{name: s, version: 1.x, condition: 'x, a'}]", "{}", "{}", "{}" }, "{a: false}",
		"{\"a\":false,\"s\":{\"global\":{},\"l\":{\"global\":{}}}}" },
	{ "further down it starts at its chart", { PLAIN, "{}", "{}", "{c: 3}" },
		"{l: {up: false}, s: {l: {up: false}}}",
		"{\"l\":{\"up\":false},\"s\":{\"global\":{},\"l\":{\"up\":false}}}" },
	{ "tags start at the top", { PLAIN, "{}", "{}", "{c: 3}" }, "{tags: {t: false}}",
		"{\"s\":{\"global\":{}},\"tags\":{\"t\":false}}" },
	{ "a condition counts more than tags", { PLAIN, "{}", "{}", "{}" },
		"{tags: {t: false}, s: {l: {up: true}}}",
		"{\"s\":{\"global\":{},\"l\":{\"global\":{},\"up\":true}},\"tags\":{\"t\":false}"
		"}" },
	{ "imports are below the parent's values",
		{ "[{name: s, version: 1.x, import-values: [d, {child: m.k, parent: a.b}]}]",
			"{x: 1}", "{exports: {d: {x: 2, w: 2}}, m: {k: {z: 3}}}", "{}" },
		"{}",
		"{\"a\":{\"b\":{\"z\":3}},"
		"\"s\":{\"exports\":{\"d\":{\"w\":2,\"x\":2}},\"global\":{},\"l\":{\"global\":{}},"
		"\"m\":{\"k\":{\"z\":3}}},\"w\":2,\"x\":1}" },
	{ "and are not those of the profile",
		{ "[{name: s, version: 1.x, import-values: [d]}]", "{}", "{exports: {d: {w: 2}}}",
			"{}" },
		"{s: {exports: {d: {w: 5}}}}",
		"{\"s\":{\"exports\":{\"d\":{\"w\":5}},\"global\":{},\"l\":{\"global\":{}}},"
		"\"w\":2}" },
};

START_TEST(gives_each_chart_its_values)
{
	struct chart_clash clash;
	d = diags_new(unit_arena());
	const struct chart_data *data = make_charts(&rows[_i].charts);
	const struct value *given = read(bytes_of(rows[_i].given));
	const struct chart_node *root = chart_values(unit_arena(), data, given, &clash);
	unit_same(rows[_i].law, root ? json(root->values) : clash.name, bytes_of(rows[_i].values));
}
END_TEST

/* Who gives a value is who is to blame for it. */
START_TEST(keeps_places)
{
	const struct charts charts = { PLAIN, "{s: {m: {a: 1}}}", "{m: {a: 2, b: 2}}", "{c: 3}" };
	struct chart_clash clash;
	d = diags_new(unit_arena());
	const struct chart_data *data = make_charts(&charts);
	const struct value *given = read(BYTES("{s: {m: {d: 4}}}"));
	const struct chart_node *root = chart_values(unit_arena(), data, given, &clash);
	const struct value *map = value_get(root->parts.at[0]->values, BYTES("m"));
	unit_same("the profile", map->at.source->name, BYTES("test.yaml"));
	unit_same(
		"the parent", value_get(map, BYTES("a"))->at.source->name, BYTES("p/values.yaml"));
	unit_same("the sub-chart", value_get(map, BYTES("b"))->at.source->name,
		BYTES("p/charts/s/values.yaml"));
}
END_TEST

START_TEST(knows_what_is_missing)
{
	const struct charts charts = { "[{name: x, version: 1.x, condition: up}]", "{}", "{}",
		"{}" };
	struct chart_clash clash;
	d = diags_new(unit_arena());
	const struct chart_data *data = make_charts(&charts);
	const struct chart_node *on = chart_values(unit_arena(), data, read(BYTES("{}")), &clash);
	const struct chart_node *off = chart_values(
		unit_arena(), data, read(BYTES("{up: false}")), &clash);
	ck_assert_uint_eq(on->missing.count, 1);
	ck_assert_uint_eq(off->missing.count, 0);
}
END_TEST

static void add_nested(struct files *files, int depth)
{
	struct buf path = buf_new(unit_arena());
	buf_add(&path, BYTES("p/"));
	for (int i = 0; i <= depth; i++) {
		struct bytes whole = bytes_join(
			unit_arena(), buf_bytes(&path), BYTES("Chart.yaml"), BYTES(""));
		add_file(files, bytes_string(unit_arena(), whole), chart_file("a", NULL));
		buf_add(&path, BYTES("charts/a/"));
	}
}

/* What is not looked at is told, not taken for good. */
START_TEST(tells_of_charts_that_are_too_deep)
{
	static const struct {
		int depth;
		size_t faults;
	} depths[] = { { 32, 0 }, { 33, 1 } };
	for (size_t i = 0; i < COUNT(depths); i++) {
		struct files files = { 0 };
		struct chart_data data;
		d = diags_new(unit_arena());
		add_nested(&files, depths[i].depth);
		chart_data_read(unit_arena(), catalog_in(&files), &data, &d);
		ck_assert_msg(d.count == depths[i].faults, "%s", unit_diags(&d));
	}
}
END_TEST

START_TEST(refuses_to_import_to_a_deep_place)
{
	struct files files = { 0 };
	struct chart_data data;
	struct buf needs = buf_new(unit_arena());
	d = diags_new(unit_arena());
	buf_print(&needs, "[{name: s, version: 1.x, import-values: [{child: c, parent: a");
	for (int i = 0; i < 100000; i++)
		buf_add(&needs, BYTES(".a"));
	buf_add(&needs, BYTES("}]}]"));
	add_file(&files, "p/Chart.yaml",
		chart_file("p", bytes_string(unit_arena(), buf_bytes(&needs))));
	chart_data_read(unit_arena(), catalog_in(&files), &data, &d);
	ck_assert_uint_eq(d.count, 1);
	ck_assert_str_eq(d.at[0]->id, "limit/depth");
	ck_assert_ptr_null(data.needs.at[0].imports);
}
END_TEST

/* Each part's values are put into those of the chart, which are not copied for each. */
START_TEST(takes_room_for_each_part_once)
{
	enum { PARTS = 1000, ROOM_OF_ONE = 1000 };
	struct arena *arena = unit_arena();
	struct chart_data *data = arena_new_of(arena, struct chart_data);
	struct chart_clash clash;
	for (int i = 0; i < PARTS; i++) {
		struct chart_data *part = arena_new_of(arena, struct chart_data);
		part->name = bytes_print(arena, "s%d", i);
		*array_push(arena, &data->parts) = part;
	}
	d = diags_new(arena);
	const struct value *given = read(BYTES("{global: {a: 1}}"));
	size_t before = arena_used(arena);
	const struct chart_node *root = chart_values(arena, data, given, &clash);
	ck_assert_uint_eq(root->values->count, PARTS + 1);
	ck_assert_uint_lt(arena_used(arena) - before, (size_t)PARTS * ROOM_OF_ONE);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_chart_values");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, gives_each_chart_its_values, 0, COUNT(rows));
	tcase_add_test(cases, keeps_places);
	tcase_add_test(cases, knows_what_is_missing);
	tcase_add_test(cases, takes_room_for_each_part_once);
	tcase_add_test(cases, tells_of_charts_that_are_too_deep);
	tcase_add_test(cases, refuses_to_import_to_a_deep_place);
	return suite;
}
