#include "unit.h"

#include "change/change.h"

static struct diags d;

/* --- the next version ------------------------------------------------------------------------- */

static const struct {
	const char *now, *patch, *minor, *major;
} versions[] = {
	{ "1.42.0", "1.42.1", "1.43.0", "2.0.0" },
	{ "0.0.0", "0.0.1", "0.1.0", "1.0.0" },
	{ "1.9.9", "1.9.10", "1.10.0", "2.0.0" },
	{ "1.2.3+build.7", "1.2.4", "1.3.0", "2.0.0" },
	/* A pre-release ends in what it was made for. */
	{ "1.2.3-rc.1", "1.2.3", "1.3.0", "2.0.0" },
	{ "1.3.0-rc.1", "1.3.0", "1.3.0", "2.0.0" },
	{ "2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0" },
	{ "2.0.0-rc.1+x", "2.0.0", "2.0.0", "2.0.0" },
	{ "1.0.18446744073709551615", NULL, "1.1.0", "2.0.0" },
	{ "18446744073709551615.0.0", "18446744073709551615.0.1", "18446744073709551615.1.0",
		NULL },
};

static struct catalog catalog_of(const char *text, struct bytes version)
{
	return (struct catalog){ .source = unit_source(bytes_of(text)),
		.chart = { .path = BYTES("c"), .version = version },
		.limits = LIMITS_DEFAULT };
}

static void judge_next(struct bytes now, enum version_step step, const char *want)
{
	struct catalog catalog = catalog_of("", now);
	struct bytes next = BYTES("(none)");
	d = diags_new(unit_arena());
	bool good = chart_version_next(unit_arena(), &catalog, BYTES(""), step, &next, &d);
	ck_assert_msg(good == !!want && good == !d.count, BYTES_FMT ": %s", BYTES_ARG(now),
		unit_diags(&d));
	if (want)
		unit_same(now.at, next, bytes_of(want));
}

START_TEST(steps)
{
	struct bytes now = bytes_of(versions[_i].now);
	judge_next(now, VERSION_PATCH, versions[_i].patch);
	judge_next(now, VERSION_MINOR, versions[_i].minor);
	judge_next(now, VERSION_MAJOR, versions[_i].major);
}
END_TEST

START_TEST(no_chart_has_no_version)
{
	struct catalog catalog = catalog_of("", BYTES(""));
	d = diags_new(unit_arena());
	catalog.chart.path = BYTES("");
	ck_assert(!chart_is_there(&catalog, &d));
	ck_assert_str_eq(unit_diags(&d), "1:1 chart/missing the catalogue names no chart\n");
}
END_TEST

/* --- leme.yaml -------------------------------------------------------------------------------- */

#define HEAD "apiVersion: leme/v1\nkind: Catalog\n"

static const struct {
	const char *law, *text;
	const char *after; /* of version 1.10.0; or the diags, where `fails` */
	bool fails;
} edits[] = {
	{ "plain", HEAD "chart:\n  path: c\n  version: 1.9.0\n",
		HEAD "chart:\n  path: c\n  version: 1.10.0\n", false },
	{ "flow", HEAD "chart: {version: 1.9.0, path: c} # x\nname: n\n",
		HEAD "chart: {version: 1.10.0, path: c} # x\nname: n\n", false },
	{ "single quotes", HEAD "chart: {version: '1.9.0'}\n", HEAD "chart: {version: '1.10.0'}\n",
		false },
	{ "double quotes and a comment", HEAD "chart:\n  version: \"1.9.0\"   # x\n",
		HEAD "chart:\n  version: \"1.10.0\"   # x\n", false },
	{ "CRLF, a byte order mark, no line end at the end",
		"\xEF\xBB\xBF" HEAD "name: n\r\nchart:\r\n  version: 1.9.0",
		"\xEF\xBB\xBF" HEAD "name: n\r\nchart:\r\n  version: 1.10.0", false },
	{ "a second document", HEAD "chart: {version: 1.9.0}\n---\nkind: Profile\n# end\n",
		HEAD "chart: {version: 1.10.0}\n---\nkind: Profile\n# end\n", false },
	{ "the second document",
		"kind: Profile\nchart: {version: 1}\n---\n" HEAD "chart: {version: 1.9.0}\n",
		"kind: Profile\nchart: {version: 1}\n---\n" HEAD "chart: {version: 1.10.0}\n",
		false },
	{ "an anchor that nothing repeats", HEAD "chart: {version: &v 1.9.0}\n",
		HEAD "chart: {version: &v 1.10.0}\n", false },
	{ "a tag", HEAD "chart: {version: !!str 1.9.0}\n", HEAD "chart: {version: !!str 1.10.0}\n",
		false },
	{ "a block text", HEAD "chart:\n  version: |-\n    1.9.0\n  path: c\n",
		HEAD "chart:\n  version: '1.10.0'\n  path: c\n", false },
	{ "an anchor that is repeated", HEAD "chart: {version: &v 1.9.0}\nvalues: {v: *v}\n",
		"3:21 edit/alias a change here would change what the alias '*v' repeats "
		"elsewhere\n",
		true },
	{ "an alias", HEAD "values: {v: &v 1.9.0}\nchart: {version: *v}\n",
		"4:18 edit/alias the value to be changed is an alias\n", true },
	{ "an alias above", HEAD "values: &c {version: 1.9.0}\nchart: *c\n",
		"4:8 edit/alias the value to be changed is an alias\n", true },
};

START_TEST(edits_the_catalogue)
{
	struct catalog catalog = catalog_of(edits[_i].text, BYTES("1.9.0"));
	struct bytes text;
	d = diags_new(unit_arena());
	bool good = chart_version_set(unit_arena(), &catalog, BYTES("1.10.0"), &text, &d);
	ck_assert_msg(good != edits[_i].fails, "%s: %s", edits[_i].law, unit_diags(&d));
	unit_same(edits[_i].law, good ? text : bytes_of(unit_diags(&d)), bytes_of(edits[_i].after));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("change_bump");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, steps, 0, COUNT(versions));
	tcase_add_test(cases, no_chart_has_no_version);
	tcase_add_loop_test(cases, edits_the_catalogue, 0, COUNT(edits));
	return suite;
}
