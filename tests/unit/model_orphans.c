/* Orphans: what a values file still holds of what was managed at the base. */
#include "unit.h"

#include "base/temporary.h"
#include "model/model.h"

struct project {
	struct diags d;
	const struct catalog *catalog;
	const struct resolver *resolver;
};

static struct bytes catalogue(const char *components)
{
	struct buf out = buf_new(unit_arena());
	buf_print(&out,
		"apiVersion: leme/v1\nkind: Catalog\nname: shop\n"
		"chart: {path: chart, version: 1.0.0}\nstamp: leme.stamp\n"
		"environments: [live]\nprofiles: [profiles.yaml]\n"
		"registries: {house: {at: example.com}}\n"
		"defaults: {version: {from: versions/all}}\n"
		"components: {%s}\n",
		components);
	return buf_bytes(&out);
}

static struct project read_project(const char *components, const char *values, const char *profile)
{
	struct project project = { .d = diags_new(unit_arena()) };
	struct diags *d = &project.d;
	const struct staged files[] = {
		{ BYTES("leme.yaml"), catalogue(components) },
		{ BYTES("profiles.yaml"),
			bytes_join(unit_arena(),
				BYTES("apiVersion: leme/v1\nkind: Profile\nname: live\n"),
				bytes_of(profile), BYTES("\n")) },
		{ BYTES("versions/all"), BYTES("1\n") },
		{ BYTES("chart/values.yaml"), bytes_of(values) },
		{ BYTES("live.yaml"), bytes_of(values) },
	};
	const struct folder *folder = temporary_folder(unit_arena(), files, COUNT(files), d);
	ck_assert_msg(folder, "%s", unit_diags(d));
	project.catalog = catalog_read(
		unit_arena(), folder, LIMITS_DEFAULT, &(struct sources_given){ 0 }, d);
	ck_assert_msg(project.catalog, "%s", unit_diags(d));
	const struct fleet *fleet = fleet_read(unit_arena(), project.catalog, 1, d);
	ck_assert_msg(fleet, "%s", unit_diags(d));
	project.resolver = resolver_new(unit_arena(), fleet, d);
	ck_assert_msg(project.resolver, "%s", unit_diags(d));
	return project;
}

/* `FILE:LINE PATH=what stands there` of each. */
static struct bytes found_in(struct project *project, struct history *history)
{
	struct orphans orphans;
	struct missing_evidence amiss;
	struct buf out = buf_new(unit_arena());
	enum history_answer answer = orphans_find(
		unit_arena(), project->resolver, history, &orphans, &amiss);
	ck_assert_int_eq(answer, history ? HISTORY_KNOWN : HISTORY_NONE);
	for (size_t i = 0; i < orphans.count; i++) {
		const struct orphan *orphan = &orphans.at[i];
		struct bytes name = orphan->at.source->name;
		buf_print(&out, BYTES_FMT ":%u " BYTES_FMT "=" BYTES_FMT "\n", BYTES_ARG(name),
			(unsigned)source_place(orphan->at.source, orphan->at.begin).line,
			BYTES_ARG(orphan->path), BYTES_ARG(span_text(orphan->all)));
	}
	return buf_bytes(&out);
}

#define API "api: {image: api, writes: api}"
#define OLD "old: {image: old, writes: {image: old.image, enabled: old.on}}"
#define LIVE "live.yaml:"
#define CHART "chart/values.yaml:"

static const struct {
	const char *base, *now; /* components */
	const char *values;     /* of the chart and in live.yaml */
	const char *profile;
	const char *found;
	const char *law;
} rows[] = {
	{ API ", " OLD, API, "a: 1\nold: {image: {tag: 1}, x: 1}", "",
		CHART "2 old.image={tag: 1}\n", "an image of the chart" },
	{ API ", " OLD, API, "old: {image: {tag: 1}, x: 1}",
		"output: {values: live.yaml, mode: edit}",
		CHART "1 old.image={tag: 1}\n" LIVE "1 old.image={tag: 1}\n",
		"one of an output that is edited" },
	{ API ", " OLD, API, "old: {image: {tag: 1}, x: 1}",
		"output: {values: chart/values.yaml, mode: edit}", CHART "1 old.image={tag: 1}\n",
		"once, where the output is the chart's" },
	{ API ", " OLD, API ", " OLD, "old: {image: {tag: 1}}", "", "", "what is managed is none" },
	{ API ", " OLD, API ", new: {image: new, writes: old.image}", "old: {image: {tag: 1}}", "",
		"", "whoever manages it" },
	{ API, API, "old: {image: {tag: 1}}", "", "", "what nobody managed is none" },
	{ API ", " OLD, API, "old: {image: {tag: 1}, on: true}", "",
		CHART "1 old={image: {tag: 1}, on: true}\n", "with all that was managed" },
	{ API ", " OLD, API, "old: {on: true}", "", "", "but not without an image" },
	{ API ", " OLD, API, "old: {image: {tag: 1, pullPolicy: x, repository: a}}", "",
		CHART "1 old.image.tag=1\n" CHART "1 old.image.repository=a\n",
		"beside other things each part" },
	{ API ", " OLD, API, "old:\n  image:\n    tag:\n", "", CHART "1 old=image:\n    tag:\n",
		"an empty one" },
	{ API ", " OLD, API, "old: {image: {tag: {a: 1}}}", "", "", "another thing at its place" },
	{ API ", " OLD, API, "old: {image: {}}", "", "", "a map of nothing" },
	{ API ", " OLD, API, "old: {image: {tag: 1}}", "values: {old: {image: {tag: 2}}}", "",
		"what a profile sets is its own" },
	{ API ", " OLD, API, "x: &x {tag: 1}\nold: {image: *x}", "", "", "an alias" },
	{ API ", " OLD, API, "old: {image: {tag: 1}}\n---\na: 1\n", "", "", "several documents" },
	{ "api: {image: api, writes: {tag: 'a\\.b.c'}}", "", "a.b: {c: 1}\na: {b: {c: 1}}", "",
		CHART "1 a\\.b={c: 1}\n", "a dot in a key" },
	{ "api: {image: api, writes: {reference: a.b}}", "api: {image: api, writes: {tag: a.b.c}}",
		"a: {b: 1}", "", "", "what is on the way to what is managed" },
	{ "api: {image: api, writes: {tag: a.b.c}}", "api: {image: api, writes: {reference: a.b}}",
		"a: {b: {c: 1}}", "", "", "what is behind it" },
	{ "api: {image: api, roles: {a: {writes: {tag: x.a}}, b: {writes: {tag: x.b}}}}",
		"api: {image: api, roles: {a: {writes: {tag: x.a}}}}", "x: {a: 1, b: 2}", "",
		CHART "1 x.b=2\n", "that of a role" },
};

START_TEST(what_is_left_is_found)
{
	struct project now = read_project(rows[_i].now, rows[_i].values, rows[_i].profile);
	struct project base = read_project(rows[_i].base, "", "");
	struct history *history = history_of(unit_arena(), now.catalog, base.resolver);
	unit_same(rows[_i].law, found_in(&now, history), bytes_of(rows[_i].found));
}
END_TEST

START_TEST(without_a_base_nothing_is_known)
{
	struct project now = read_project(API, "old: {image: {tag: 1}}", "");
	unit_same("no base", found_in(&now, NULL), BYTES(""));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("orphans");
	TCase *tcase = tcase_create("orphans");
	tcase_add_loop_test(tcase, what_is_left_is_found, 0, COUNT(rows));
	tcase_add_test(tcase, without_a_base_nothing_is_known);
	suite_add_tcase(suite, tcase);
	return suite;
}
