#include "unit.h"

#include "emit/emit.h"

struct row {
	const char *version, *app_version, *before;
	const char *after; /* or the first diag, as `line:col id` */
	const char *law;
};

static struct catalog catalog_of(const struct row *row)
{
	struct catalog catalog = { .limits = LIMITS_DEFAULT };
	catalog.chart.version = bytes_of(row->version);
	return catalog;
}

static void check_result(const struct row *row, bool good, struct bytes text, const struct diags *d)
{
	if (good) {
		unit_same(row->law, text, bytes_of(row->after));
		return;
	}
	ck_assert_msg(strncmp(unit_diags(d), row->after, strlen(row->after)) == 0, "%s: %s",
		row->law, unit_diags(d));
}

static const struct row version_rows[] = {
	{ "1.42.0", NULL, NULL, "1.42.0\n", "a new file" },
	{ "1.42.0", NULL, "1.42.0\n", "1.42.0\n", "unchanged" },
	{ "1.42.0", NULL, "1.41.9\n", "1.42.0\n", "one line" },
	{ "1.42.0", NULL, "1.41.9", "1.42.0", "no final newline" },
	{ "1.42.0", NULL, "1.41.9\r\n", "1.42.0\r\n", "CRLF" },
	{ "1.42.0", NULL,
		"\xEF\xBB\xBF"
		"1\n",
		"\xEF\xBB\xBF"
		"1.42.0\n",
		"a byte order mark" },
	{ "1.42.0", NULL, "  1 \n\n", "  1.42.0 \n\n", "blanks around it" },
	{ "1.42.0", NULL, "", "1:1 version/file", "an empty file" },
	{ "1.42.0", NULL, " \n", "1:1 version/file", "a blank line" },
	{ "1.42.0", NULL, "*.tmp\n", "1:1 version/file", "somebody's text" },
	{ "1.42.0", NULL, "v7.00.240223P", "1.42.0", "any text that looks like a version" },
	{ "1.42.0", NULL, "1\n2\n", "2:1 version/file", "two lines" },
	{ "1.42.0", NULL, "1.42.0\n\n2\n", "2:1 version/file", "two lines apart" },
};

START_TEST(version_file)
{
	const struct row *row = &version_rows[_i];
	struct catalog catalog = catalog_of(row);
	struct diags d = diags_new(unit_arena());
	struct bytes text = { 0 };
	const struct source *old = row->before ? unit_source(bytes_of(row->before)) : NULL;
	bool good = emit_version_file(unit_arena(), &catalog, old, &text, &d);
	check_result(row, good, text, &d);
}
END_TEST

static const struct row chart_rows[] = {
	{ "1.2.4", NULL, "name: x\nversion: 1.2.3\n", "name: x\nversion: 1.2.4\n",
		"plain stays plain" },
	{ "1.2.4", NULL, "version: \"1.2.3\" # c\n", "version: \"1.2.4\" # c\n",
		"quotes and comment stay" },
	{ "1.2.3", NULL, "version: 1.2.3\r\n", "version: 1.2.3\r\n", "unchanged" },
	{ "1.2.4", NULL, "version: 1.2.3\r\nname: x", "version: 1.2.4\r\nname: x",
		"CRLF, no final newline" },
	{ "1.2.4", NULL, "name: x\n", "name: x\nversion: '1.2.4'\n",
		"a version that is created is quoted" },
	{ "1.2.4", NULL, "{name: x, version: 1.2.3}\n", "{name: x, version: 1.2.4}\n",
		"flow style" },
	{ "1.2.4", NULL, "appVersion: 1.0\nversion: 1.2.3\n", "appVersion: 1.0\nversion: 1.2.4\n",
		"appVersion is not touched if the catalogue has none" },
	{ "1.2.4", "1.10", "appVersion: 1.9\nversion: 1.2.3\n",
		"appVersion: '1.10'\nversion: 1.2.4\n", "appVersion is text for Helm" },
	{ "1.2.4", "1.10", "appVersion: 1.10\nversion: 1.2.4\n",
		"appVersion: '1.10'\nversion: 1.2.4\n",
		"a number of the same letters is not the same text" },
	{ "1.2.4", NULL, "version: 1.2.3\nversion: 1.2.3\n", "2:1 edit/duplicate-key",
		"duplicate key" },
	{ "1.2.4", NULL, "version: &v 1.2.3\nappVersion: *v\n", "1:13 edit/alias",
		"a version that something else repeats" },
	{ "1.2.4", NULL, "# nothing\n", "1:1 chart/empty", "an empty chart" },
	{ "1.2.4", NULL, "version: [\n", "2:1 yaml/syntax", "broken" },
	{ "1.2.4", NULL, "<<<<<<< HEAD\nversion: 1\n=======\n", "1:1 file/conflict",
		"conflict markers" },
};

START_TEST(chart_file)
{
	const struct row *row = &chart_rows[_i];
	struct catalog catalog = catalog_of(row);
	struct diags d = diags_new(unit_arena());
	struct bytes text = { 0 };
	bool good = emit_chart_file(unit_arena(), &catalog, bytes_of(row->app_version),
		unit_source(bytes_of(row->before)), &text, &d);
	check_result(row, good, text, &d);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("emit_chart");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, version_file, 0, COUNT(version_rows));
	tcase_add_loop_test(cases, chart_file, 0, COUNT(chart_rows));
	return suite;
}
