/* Judges that are no expressions: which there are, and what they find, where. */
#include "unit.h"

#include "base/folder.h"
#include "judge/judge.h"
#include "judge/native.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CATALOG(chart) \
	"apiVersion: leme/v1\nkind: Catalog\nname: shop\n" chart \
	"environments: [live]\nvalues: {api: {port: 80}}\n"
#define CHART "chart: {path: chart, version: 1.2.0}\n"
#define CHART_OF(more) "chart: {path: chart, version: 1.2.0, " more "}\n"

/* A project of which each row changes a file. */
static const struct {
	const char *path, *text;
} files[] = {
	{ "leme.yaml", CATALOG(CHART) },
	{ "profiles/live.yaml", "apiVersion: leme/v1\nkind: Profile\nname: live\n" },
	{ "chart/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.2.0\n" },
	{ "chart/values.yaml", "api:\n  port: 1\n" },
	{ "chart/values.schema.json",
		"{\"properties\": {\"api\": {\"properties\": {\"port\": "
		"{\"type\": \"integer\"}}}}}\n" },
	{ "VERSION", "1.2.0\n" },
};

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	ck_assert_msg(file && fputs(text, file) >= 0, "%s", path);
	fclose(file);
}

static void begin(void)
{
	char place[] = "/tmp/leme-native-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	ck_assert_int_eq(system("mkdir chart profiles"), 0);
	for (size_t i = 0; i < COUNT(files); i++)
		put(files[i].path, files[i].text);
}

static void finish(void)
{
	char place[64], command[96];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof command, "rm -r '%s'", place);
	ck_assert_int_eq(system(command), 0);
}

/* `FILE:LINE:COLUMN` of each finding of the judge, for the only profile. */
static struct bytes places(const char *judge, bool of_profile)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	struct buf out = buf_new(run);
	struct folder *folder = folder_open(run, BYTES(""), &d);
	struct catalog *catalog = catalog_read(run, folder, LIMITS_DEFAULT, NULL, &d);
	ck_assert_msg(catalog, "%s", unit_diags(&d));
	struct fleet *fleet = fleet_read(run, catalog, 1, &d);
	struct resolver *resolver = fleet ? resolver_new(run, fleet, &d) : NULL;
	ck_assert_msg(resolver, "%s", unit_diags(&d));
	struct resolved_profile *profile = profile_resolve(run, resolver, &fleet->heads.at[0], &d);
	ck_assert_msg(profile, "%s", unit_diags(&d));
	struct native_findings found = { .owner = run };
	struct native_matter matter = { .catalog = catalog, .resolver = resolver };
	native_judge(native_new(run, &matter), native_find(bytes_of(judge)),
		of_profile ? profile : NULL, &found);
	for (size_t i = 0; i < found.count; i++) {
		struct span at = found.at[i].at;
		ck_assert_msg(found.at[i].message.len && at.source, "%s", judge);
		struct place place = source_place(at.source, at.begin);
		buf_print(&out, "%s" BYTES_FMT ":%zu:%zu", i ? " " : "", BYTES_ARG(at.source->name),
			place.line, place.column);
	}
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

static const struct {
	const char *judge;
	bool of_profile;
	const char *path, *text; /* of the project, as this row has it */
	const char *places, *law;
} rows[] = {
	{ "schema", false, "VERSION", "1.2.0\n", "", "a schema that can be read" },
	{ "schema", false, "chart/values.schema.json", "{\n\"type\": 5}\n",
		"chart/values.schema.json:2:9", "one that is none" },
	{ "values-schema", true, "VERSION", "1.2.0\n", "", "values as the schema has them" },
	{ "values-schema", true, "profiles/live.yaml",
		"apiVersion: leme/v1\nkind: Profile\nname: live\nvalues: {api: {port: x}}\n",
		"profiles/live.yaml:4:22", "others stand where the author wrote them" },
	{ "values-schema", true, "chart/values.schema.json", "{\"type\": 5}\n",
		"chart/values.schema.json:1:1", "undecided by a schema that is none" },
	{ "unknown-value", true, "VERSION", "1.2.0\n", "", "values that the chart knows" },
	{ "unknown-value", true, "profiles/live.yaml",
		"apiVersion: leme/v1\nkind: Profile\nname: live\nvalues: {ap: 1}\n",
		"profiles/live.yaml:4:10", "one that it does not know" },
	{ "version-agreement", false, "VERSION", "1.2.0\n", "", "versions that agree" },
	{ "version-agreement", false, "chart/Chart.yaml",
		"apiVersion: v2\nname: shop\nversion: 1.1.0\n", "chart/Chart.yaml:3:10",
		"one that stays behind" },
	{ "version-agreement", false, "VERSION", "1.2\n", "VERSION:1:1", "also as text" },
	{ "version-agreement", false, "leme.yaml", CATALOG(CHART_OF("versionFile: chart")),
		"chart:1:1", "undecided by a file that cannot be read" },
	{ "version-agreement", false, "leme.yaml", CATALOG(CHART_OF("appVersion: '7'")),
		"chart/Chart.yaml:1:1", "another appVersion" },
	{ "version-agreement", false, "leme.yaml",
		CATALOG(CHART_OF("appVersion: '${{ profiles.live.name + string([1][1]) }}'")),
		"leme.yaml:4:83", "an appVersion that cannot be worked out" },
	{ "version-agreement", false, "leme.yaml", CATALOG(""), "", "without a chart none differ" },
	{ "schema", false, "leme.yaml", CATALOG(""), "", "nor is there a schema" },
	{ "unknown-value", true, "leme.yaml", CATALOG(""), "", "nor anybody to know values" },
};

START_TEST(faults_have_a_place)
{
	put(rows[_i].path, rows[_i].text);
	unit_same(rows[_i].law, places(rows[_i].judge, rows[_i].of_profile),
		bytes_of(rows[_i].places));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("judge_native");
	TCase *cases = tcase_create("native");
	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(cases, begin, finish);
	tcase_add_loop_test(cases, each_is_found_by_its_name, 0, COUNT(names));
	tcase_add_test(cases, others_are_not_found);
	tcase_add_loop_test(cases, faults_have_a_place, 0, COUNT(rows));
	return suite;
}
