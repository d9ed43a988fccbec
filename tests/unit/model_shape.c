#include "unit.h"

#include "model/shape.h"

#define CATALOG "apiVersion: leme/v1\nkind: Catalog\nname: demo\n"
#define PROFILE "apiVersion: leme/v1\nkind: Profile\nname: staging\n"
#define RULES "apiVersion: leme/v1\nkind: RulePack\nname: own\n"
#define WAIVERS "apiVersion: leme/v1\nkind: Waivers\n"

/* `found`: each diag as `line:col id`, with blanks between; empty: the shape is right. */
static const struct {
	const char *text, *found, *law;
} rows[] = {
	{ CATALOG, "", "the least catalogue" },
	{ PROFILE, "", "the least profile" },
	{ RULES "rules: []\n", "", "the least pack" },
	{ WAIVERS "waivers: []\n", "", "the least waivers" },
	{ "kind: Catalog\nname: demo\n", "1:1 file/api-version", "no apiVersion" },
	{ "apiVersion: leme/v2\nkind: Catalog\n", "1:13 file/api-version", "another apiVersion" },
	{ "apiVersion: leme/v1\n", "1:1 file/kind", "no kind" },
	{ "apiVersion: leme/v1\nkind: catalog\n", "2:7 file/kind", "an unknown kind" },
	{ "apiVersion: leme/v1\nkind: [Catalog]\n", "2:7 file/kind", "a kind that is no text" },
	{ "- 1\n", "1:3 file/not-a-map", "a list" },
	{ "text\n", "1:1 file/not-a-map", "a text" },
	{ CATALOG "titel: x\n", "4:1 key/unknown", "an unknown key" },
	{ CATALOG "title: {a: 1}\n", "4:8 key/type", "a map for a text" },
	{ CATALOG "title: null\n", "4:8 key/type", "null for a text" },
	{ CATALOG "title: ''\n", "4:8 key/form", "an empty text" },
	{ CATALOG "title: 1.10\n", "", "any scalar is a text" },
	{ CATALOG "environments: [a, b]\n", "", "a list of names" },
	{ CATALOG "environments: []\n", "", "an empty list" },
	{ CATALOG "environments: [a b, 'c/d', [e]]\n", "4:16 key/form 4:21 key/form 4:28 key/type",
		"each item counts" },
	{ CATALOG "environments: {a: b}\n", "4:15 key/type", "a map for a list" },
	{ CATALOG "chart: {}\n", "4:8 key/missing 4:8 key/missing", "keys that must be there" },
	{ CATALOG "chart: {path: c, version: 1.0}\n", "4:27 key/form",
		"the chart's version is SemVer" },
	{ CATALOG "pin: Tag\n", "4:6 key/value", "choices are exact" },
	{ CATALOG "pin: true\n", "4:6 key/value", "a truth value is no choice" },
	{ CATALOG "components: {a_b: {image: x}}\n", "4:14 key/form", "the form of an id" },
	{ CATALOG "components: {a: {image: x, external: 'true'}}\n", "4:38 key/type",
		"a text is no truth value" },
	{ CATALOG "components: {a: {writes: a.b}}\n", "", "writes as a path" },
	{ CATALOG "components: {a: {writes: {tag: a., image: b}}}\n", "4:32 key/form",
		"writes as paths" },
	{ CATALOG "components: {a: {image: 'x:${{ 1 }}'}}\n", "", "an expression" },
	{ CATALOG "components: {a: {title: '${{ 1 }}'}}\n", "4:25 expression/misplaced",
		"an expression where none can stand" },
	{ CATALOG "values: {a: '${{ 1 }}', b: ['$${{ 1 }}'], c: {d: '${{ 2 }}'}}\n", "",
		"expressions inside data" },
	{ CATALOG "merge: {a.b: append, c: {by: name}, d: replace}\n", "", "all forms of merge" },
	{ CATALOG "merge: {a..b: append, c: {by: name, to: x}}\n", "4:9 key/form 4:37 key/unknown",
		"a bad path, an unknown key" },
	{ CATALOG "leme: '>=0.1 <2'\n", "", "a constraint" },
	{ CATALOG "leme: soon\n", "4:7 key/form", "no constraint" },
	{ CATALOG "holds: [{reason: x, from: 2026-12-18, until: 2026-13-01}]\n", "4:46 key/form",
		"dates" },
	{ CATALOG "secrets: ['**.password']\nenv: [CI]\nbreakGlass: [fresh]\nstamp: a.b\n", "",
		"keys of later commands are known" },
	{ CATALOG "sources: {arte: {url: x}}\nschemes: {s: {pattern: p, order: [a]}}\nwaivers: "
		  "[w]\nrules: [r]\npolicies: [p]\n",
		"", "more of them" },
	{ PROFILE "extends: a\n", "", "one parent" },
	{ PROFILE "extends: [a, b]\n", "", "several" },
	{ PROFILE "versions: {a: 1.10, b/c: {from: x}, d: {version: 2, reason: r, until: "
		  "2026-01-31}}\n",
		"", "all forms of versions" },
	{ PROFILE "versions: {a: , b/c/d: 1, E: 1}\n", "4:14 key/type 4:17 key/form 4:27 key/form",
		"bad versions" },
	{ PROFILE "values: 1\n", "4:9 key/type", "values are a mapping" },
	{ PROFILE "values: {a: [{b: null}]}\n", "", "of any data" },
	{ PROFILE "labels: {a: 1, b: [x]}\n", "4:19 key/type", "labels are texts" },
	{ PROFILE "levels: {a/b: fatal}\n", "4:15 key/value", "levels have names" },
	{ PROFILE "render: {gate: [fresh, stamped], labels: {a: b}, images: {unknown: keep}}\n", "",
		"render" },
	{ PROFILE "render: {images: {sites: [{kind: a.b/C, path: 'a[].b[c=d]', format: "
		  "repository+tag, optional: true}, {kind: A, path: '${{ a }}['}]}}\n",
		"", "sites of images" },
	{ PROFILE "render: {images: {sites: [{kind: apps/v1/Deployment, path: 'a['}, "
		  "{kind: /A, path: 'a[b].c'}]}}\n",
		"4:34 key/form 4:60 key/form 4:74 key/form 4:84 key/form",
		"their kinds and paths have a form" },
	{ PROFILE "render: {labels: [{pairs: {a: b}, includeTemplates: true}]}\n", "",
		"labels as kustomize has them" },
	{ PROFILE "render: {labels: [{pairs: {a: b}, fields: [{path: a/b, group: g, version: v, "
		  "kind: "
		  "K, create: true}]}]}\n",
		"", "with fields" },
	{ PROFILE "render: {labels: [{pairs: {a: b}, fields: [{path: [a], creat: true, create: "
		  "'yes'}, "
		  "{kind: K}, a]}, {pairs: {}, fields: a/b}]}\n",
		"4:51 key/type 4:56 key/unknown 4:77 key/type 4:85 key/missing 4:96 key/type "
		"4:121 key/type",
		"each of its shape" },
	{ PROFILE "render: {patches: [{target: {kind: X}, patch: [{op: add}], expect: 2}], "
		  "replacements: []}\n",
		"", "patches" },
	{ PROFILE "render: {patches: [{targets: {}}]}\n", "4:21 key/unknown",
		"an unknown key of a patch" },
	{ RULES "rules: [{name: a, expression: 'true', each: image}]\n", "4:45 key/value",
		"a scope" },
	{ RULES "rules: [{name: a, expression: x, tests: [{expect: pass, input: {x: '${{ 1 "
		"}}'}}]}]\n",
		"", "but not in what a test takes" },
	{ RULES "rules: [{name: a, expression: '${{ x }}'}]\n", "4:31 expression/misplaced",
		"a rule is CEL as it is" },
	{ WAIVERS "waivers: [{rule: a/b, owner: o, reason: r}]\n", "3:11 key/missing",
		"a waiver expires" },
};

static const char *found_in(const char *text)
{
	struct diags d = diags_new(unit_arena());
	const struct source *source = unit_source(bytes_of(text));
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert(value);
	const struct shape *shape = shape_of_document(
		value, "Catalog Profile RulePack Waivers", &d);
	bool good = shape && shape_check(shape, value, &d);
	ck_assert_msg(good == (d.count == 0), "%s: false goes with a diag", text);
	diags_sort(&d);
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < d.count; i++) {
		struct place place = source_place(source, d.at[i]->at.begin);
		buf_print(
			&out, "%s%zu:%zu %s", i ? " " : "", place.line, place.column, d.at[i]->id);
	}
	return bytes_string(unit_arena(), buf_bytes(&out));
}

START_TEST(finds_every_fault_at_its_place)
{
	const char *found = found_in(rows[_i].text);
	ck_assert_msg(strcmp(found, rows[_i].found) == 0, "%s:\n got «%s»\nwant «%s»", rows[_i].law,
		found, rows[_i].found);
}
END_TEST

START_TEST(only_wanted_kinds)
{
	struct diags d = diags_new(unit_arena());
	const struct source *source = unit_source(BYTES(CATALOG));
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_ptr_null(shape_of_document(value, "Profile", &d));
	ck_assert_ptr_nonnull(shape_of_document(value, "Profile Catalog", &d));
	ck_assert_uint_eq(d.count, 1);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_shape");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, finds_every_fault_at_its_place, 0, COUNT(rows));
	tcase_add_test(cases, only_wanted_kinds);
	return suite;
}
