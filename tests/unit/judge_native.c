/* Judges that are no expressions: which there are, and what they find, where. */
#include "scratch.h"

#include "base/folder.h"
#include "judge/judge.h"
#include "judge/native.h"

#include <stdio.h>
#include <stdlib.h>

#define CATALOG_OF(chart, writes) \
	"apiVersion: leme/v1\nkind: Catalog\nname: shop\n" chart \
	"environments: [test, live]\nvalues: {api: {port: 80}}\n" \
	"components:\n  api:\n    image: example.com/api\n    version: {from: API}\n" \
	"    writes: " writes "\n    build: {from: v.mk, key: V}\n" \
	"    artifacts: {pack: {folder: mirror, name: pack.tgz}}\n"
#define CATALOG(chart) CATALOG_OF(chart, "api.image")
#define CHART "chart: {path: chart, version: 1.2.0}\n"
#define CHART_OF(more) "chart: {path: chart, version: 1.2.0, " more "}\n"
#define PROFILE(rest) "apiVersion: leme/v1\nkind: Profile\nname: live\n" rest
#define OTHER(rest) "---\napiVersion: leme/v1\nkind: Profile\nname: test\n" rest

/* A project of which each row changes a file. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "leme.yaml", CATALOG(CHART) },
	{ "profiles/live.yaml", PROFILE("") },
	{ "API", "1.0\n" },
	{ "v.mk", "V := 1.0\n" },
	{ "mirror/1.0/pack.tgz", "pack" },
	{ "values/live.yaml",
		"api:\n  port: 80\n  image:\n    repository: example.com/api\n    tag: '1.0'\n" },
	{ "chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.2.0\n" },
	{ "chart/values.yaml", "api:\n  port: 1\n  image: {repository: a, tag: b}\n" },
	{ "chart/values.schema.json",
		"{\"properties\": {\"api\": {\"properties\": {\"port\": "
		"{\"type\": \"integer\"}}}}}\n" },
	{ "VERSION", "1.2.0\n" },
};

static void begin(void)
{
	scratch_enter();
	ck_assert_int_eq(system("mkdir -p chart profiles values mirror/1.0"), 0);
	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i].path, files[i].text);
	ck_assert_int_eq(system("mkdir base && cp -r * base 2>/dev/null; test -f base/v.mk"), 0);
}

struct project {
	struct catalog *catalog;
	struct fleet *fleet;
	struct resolver *resolver;
};

static struct project project_in(const char *path)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct project project = { 0 };
	struct folder *folder = folder_open(run, bytes_of(path), &d);
	project.catalog = folder ? catalog_read(run, folder, LIMITS_DEFAULT, NULL, &d) : NULL;
	project.fleet = project.catalog ? fleet_read(run, project.catalog, 1, &d) : NULL;
	project.resolver = project.fleet ? resolver_new(run, project.fleet, &d) : NULL;
	ck_assert_msg(project.resolver, "%s", unit_diags(&d));
	return project;
}

static const struct resolved_profile *profile_in(const struct project *project)
{
	struct diags d = diags_new(unit_arena());
	size_t live = 0;
	while (!bytes_is(project->fleet->heads.at[live].name, "live"))
		live++;
	const struct resolved_profile *profile = profile_resolve(
		unit_arena(), project->resolver, &project->fleet->heads.at[live], &d);
	ck_assert_msg(profile, "%s", unit_diags(&d));
	return profile;
}

static void add_finding(struct buf *out, const struct finding *finding)
{
	struct span at = finding->at;
	ck_assert(finding->message.len && at.source);
	buf_print(out, "%s" BYTES_FMT, out->len ? " " : "", BYTES_ARG(at.source->name));
	if (at.source->text.at) {
		struct place place = source_place(at.source, at.begin);
		buf_print(out, ":%zu:%zu", place.line, place.column);
	}
	buf_add(out, finding->outcome == OUTCOME_UNDECIDED ? BYTES("?") : BYTES(""));
}

enum judged { OF_PROJECT, OF_PROFILE, SINCE_BASE };

/* `FILE:LINE:COLUMN` of each finding of the judge, for the profile live; `?` where undecided. */
static struct bytes places(const char *judge, enum judged judged)
{
	struct arena *run = unit_arena();
	struct buf out = buf_new(run);
	struct project project = project_in(""), base = project_in("base");
	struct native_findings found = { .owner = run };
	struct native_matter matter = { .catalog = project.catalog,
		.resolver = project.resolver,
		.history = judged == SINCE_BASE ? history_of(run, project.catalog, base.resolver)
						: NULL,
		.today = BYTES("2026-11-23") };
	native_judge(native_new(run, &matter), native_find(bytes_of(judge)),
		judged == OF_PROFILE ? profile_in(&project) : NULL, &found);
	for (size_t i = 0; i < found.count; i++)
		add_finding(&out, &found.at[i]);
	return buf_bytes(&out);
}

/* --- which there are -------------------------------------------------------------------------- */

static const char *const names[] = { "schema", "values-schema", "unknown-value", "output-in-chart",
	"version-agreement", "version-bump", "orphan", "pin-expired", "pin-redundant",
	"hold-expired", "facts", "hop-artifact", "hop-version", "hop-build", "hop-image",
	"hop-values", "hop-chart" };

START_TEST(each_is_found_by_its_name)
{
	const struct native_row *row = native_find(bytes_of(names[_i]));
	ck_assert_msg(row, "%s", names[_i]);
	for (int i = 0; i < _i; i++)
		ck_assert_ptr_ne(row, native_find(bytes_of(names[i])));
}
END_TEST

START_TEST(others_are_not_found)
{
	static const char *const others[] = { "", "schem", "schemas", "Schema", "hop", "hop-" };
	for (size_t i = 0; i < COUNT(others); i++)
		ck_assert_msg(!native_find(bytes_of(others[i])), "%s", others[i]);
}
END_TEST

/* --- what they find --------------------------------------------------------------------------- */

#define HOLD(until) "holds: [{environment: live, " until "reason: x}]\n"

static const struct {
	const char *judge;
	enum judged judged;
	const char *path, *text; /* of the project, as this row has it */
	const char *places, *law;
} rows[] = {
	{ "schema", OF_PROJECT, "VERSION", "1.2.0\n", "", "a schema that can be read" },
	{ "schema", OF_PROJECT, "chart/values.schema.json", "{\n\"type\": 5}\n",
		"chart/values.schema.json:2:9", "one that is none" },
	{ "values-schema", OF_PROFILE, "VERSION", "1.2.0\n", "", "values as the schema has them" },
	{ "values-schema", OF_PROFILE, "profiles/live.yaml", PROFILE("values: {api: {port: x}}\n"),
		"profiles/live.yaml:4:22", "others stand where the author wrote them" },
	{ "values-schema", OF_PROFILE, "chart/values.schema.json", "{\"type\": 5}\n",
		"chart/values.schema.json:1:1?", "undecided by a schema that is none" },
	{ "unknown-value", OF_PROFILE, "VERSION", "1.2.0\n", "", "values that the chart knows" },
	{ "unknown-value", OF_PROFILE, "profiles/live.yaml", PROFILE("values: {ap: 1}\n"),
		"profiles/live.yaml:4:10", "one that it does not know" },
	{ "version-agreement", OF_PROJECT, "VERSION", "1.2.0\n", "", "versions that agree" },
	{ "version-agreement", OF_PROJECT, "chart/Chart.yaml",
		"apiVersion: v2\nname: shop\nversion: 1.1.0\n", "chart/Chart.yaml:3:10",
		"one that stays behind" },
	{ "version-agreement", OF_PROJECT, "VERSION", "1.2\n", "VERSION:1:1", "also as text" },
	{ "version-agreement", OF_PROJECT, "leme.yaml", CATALOG(CHART_OF("versionFile: chart")),
		"chart?", "undecided by a file that cannot be read" },
	{ "version-agreement", OF_PROJECT, "leme.yaml", CATALOG(CHART_OF("appVersion: '7'")),
		"chart/Chart.yaml:1:1", "another appVersion" },
	{ "version-agreement", OF_PROJECT, "leme.yaml",
		CATALOG(CHART_OF("appVersion: '${{ profiles.live.name + string([1][1]) }}'")),
		"leme.yaml:4:83", "an appVersion that cannot be worked out" },
	{ "version-agreement", OF_PROJECT, "leme.yaml", CATALOG(""), "",
		"without a chart none differ" },
	{ "schema", OF_PROJECT, "leme.yaml", CATALOG(""), "", "nor is there a schema" },
	{ "unknown-value", OF_PROFILE, "leme.yaml", CATALOG(""), "", "nor anybody to know values" },

	{ "version-bump", SINCE_BASE, "VERSION", "1.2.0\n", "", "a chart that is as it was" },
	{ "version-bump", SINCE_BASE, "chart/values.yaml", "api: {port: 2}\n", "leme.yaml:4:31",
		"one that ships other things under its version" },
	{ "version-bump", SINCE_BASE, "leme.yaml",
		CATALOG("chart: {path: chart, version: 1.3.0}\n"), "", "a version that has moved" },
	{ "version-bump", SINCE_BASE, "chart/Chart.yaml", "[\n", "chart/Chart.yaml:2:1?",
		"a chart that cannot be read" },
	{ "version-bump", OF_PROJECT, "VERSION", "1.2.0\n", "leme.yaml:4:31?",
		"neither base nor record" },
	{ "version-bump", OF_PROJECT, "leme.yaml", CATALOG(""), "", "nor a chart" },

	{ "orphan", SINCE_BASE, "VERSION", "1.2.0\n", "", "what is written is none" },
	{ "orphan", SINCE_BASE, "leme.yaml", CATALOG_OF(CHART, "web.image"),
		"chart/values.yaml:3:3", "an image that nobody writes any more" },
	{ "orphan", OF_PROJECT, "VERSION", "1.2.0\n", "leme.yaml:4:15?", "without a base" },

	{ "output-in-chart", OF_PROFILE, "VERSION", "1.2.0\n", "", "outputs beside the chart" },
	{ "output-in-chart", OF_PROFILE, "profiles/live.yaml",
		PROFILE("output: {values: chart/live.yaml}\n"), "profiles/live.yaml:3:7",
		"one that would be packed" },
	{ "output-in-chart", OF_PROFILE, "profiles/live.yaml",
		PROFILE("output: {values: chart/values.yaml, mode: edit}\n"), "",
		"that of the chart itself" },

	{ "pin-expired", OF_PROFILE, "profiles/live.yaml",
		PROFILE("versions: {api: {version: 1.0, until: 2026-11-22}}\n"),
		"profiles/live.yaml:4:39", "a pin of yesterday" },
	{ "pin-expired", OF_PROFILE, "profiles/live.yaml",
		PROFILE("versions: {api: {version: 1.0, until: 2026-11-23}}\n"), "",
		"one of today" },
	{ "pin-expired", OF_PROFILE, "profiles/live.yaml",
		PROFILE("versions: {api: {version: 1.0, reason: x}}\n"), "", "one for ever" },
	{ "pin-redundant", OF_PROFILE, "profiles/live.yaml",
		PROFILE("versions: {api: {version: 1.0, reason: x}}\n"), "profiles/live.yaml:4:12",
		"what would be so without it" },
	{ "pin-redundant", OF_PROFILE, "profiles/live.yaml",
		PROFILE("versions: {api: {version: 0.9, reason: x}}\n"), "", "what would not" },
	{ "pin-redundant", OF_PROFILE, "profiles/live.yaml", PROFILE("versions: {api: 1.0}\n"), "",
		"a version is no pin" },

	{ "hold-expired", OF_PROJECT, "leme.yaml", CATALOG(CHART) HOLD("until: 2026-11-22, "),
		"leme.yaml:14:36", "a hold of yesterday" },
	{ "hold-expired", OF_PROJECT, "leme.yaml", CATALOG(CHART) HOLD("until: 2026-11-23, "), "",
		"one of today" },

	{ "facts", OF_PROFILE, "profiles/live.yaml",
		PROFILE("facts: {users: 7}\n") OTHER("facts: {users: 5}\n"), "",
		"facts of one kind" },
	{ "facts", OF_PROFILE, "profiles/live.yaml",
		PROFILE("facts: {users: '7'}\n") OTHER("facts: {users: 5}\n"),
		"profiles/live.yaml:4:16", "a text that elsewhere is a number" },
	{ "facts", OF_PROFILE, "profiles/live.yaml",
		PROFILE("facts: {usres: 7}\n") OTHER("facts: {users: 5}\n"),
		"profiles/live.yaml:4:9", "a name that is nearly another" },
	{ "facts", OF_PROFILE, "profiles/live.yaml",
		PROFILE("facts: {usres: 7, users: 5}\n") OTHER("facts: {users: 5}\n"), "",
		"who says both in one file means two" },

	{ "hop-artifact", OF_PROFILE, "VERSION", "1.2.0\n", "", "an artifact in its place" },
	{ "hop-artifact", OF_PROFILE, "mirror/1.0/pack.tgz", "", "mirror/1.0/pack.tgz",
		"an empty one" },
	{ "hop-version", OF_PROFILE, "API", "1.0\n", "", "a version of its scheme" },
	{ "hop-version", OF_PROFILE, "API", "x\n", "API:1:1", "one that is none" },
	{ "hop-build", OF_PROFILE, "v.mk", "V := 1.0\n", "", "a build of the version" },
	{ "hop-build", OF_PROFILE, "v.mk", "\nV := 0.9\n", "v.mk:2:6", "one of another" },
	{ "hop-build", OF_PROFILE, "v.mk", "V := $(shell cat API)\n", "v.mk:1:6?",
		"one that only make can tell" },
	{ "hop-image", OF_PROFILE, "VERSION", "1.2.0\n", "", "an image without a lock" },
	{ "hop-image", OF_PROFILE, "leme.lock", "apiVersion: leme/v1\nkind: Lock\nimages: {}\n",
		"leme.lock", "one that the lock does not have" },
	{ "hop-values", OF_PROFILE, "VERSION", "1.2.0\n", "", "values as they are compiled" },
	{ "hop-values", OF_PROFILE, "values/live.yaml",
		"api: {port: 80, image: {repository: example.com/api, tag: '0.9'}}\n",
		"values/live.yaml:1:59", "another tag" },
	{ "hop-values", OF_PROFILE, "values/live.yaml",
		"api: {port: 81, image: {repository: example.com/api, tag: '1.0'}}\n",
		"values/live.yaml:1:13", "another value" },
	{ "hop-chart", OF_PROFILE, "VERSION", "1.2.0\n", "", "one version of the chart" },
	{ "hop-chart", OF_PROFILE, "VERSION", "1.2.1\n", "VERSION:1:1", "another in its file" },
};

START_TEST(faults_have_a_place)
{
	put(rows[_i].path, rows[_i].text);
	unit_same(rows[_i].law, places(rows[_i].judge, rows[_i].judged), bytes_of(rows[_i].places));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_native");
	TCase *cases = tcase_create("native");
	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(cases, begin, scratch_leave);
	tcase_add_loop_test(cases, each_is_found_by_its_name, 0, COUNT(names));
	tcase_add_test(cases, others_are_not_found);
	tcase_add_loop_test(cases, faults_have_a_place, 0, COUNT(rows));
	return suite;
}
