/* Findings in the formats that machines read: what each of them escapes, and how places count. */
#include "unit.h"

#include "report/report.h"

static struct findings findings_of(struct finding finding)
{
	struct findings findings = findings_new(unit_arena());
	findings_add(&findings, &finding);
	return findings;
}

static struct bytes printed(enum findings_format format, const struct findings *findings)
{
	struct buf out = buf_new(unit_arena());
	struct findings_report report = { .findings = findings, .colour = COLOUR_NONE };
	report_findings_as(&out, format, &report);
	return buf_bytes(&out);
}

static bool holds(struct bytes text, const char *part)
{
	return bytes_find(text, bytes_of(part), 0) < text.len;
}

#define EXPECT(law, text, part) \
	ck_assert_msg(holds((text), (part)), "%s:\n got «" BYTES_FMT "»\nwant «%s»", (law), \
		BYTES_ARG(text), (part))

/* --- texts ------------------------------------------------------------------------------------ */

#define REPLACED "\xEF\xBF\xBD"

static const struct {
	enum findings_format format;
	struct bytes message;
	const char *part, *law;
} texts[] = {
	{ FINDINGS_GITHUB, { "a%b\r\nc:d,e", 10 }, "::a%25b%0D%0Ac:d,e\n", "data of a command" },
	{ FINDINGS_GITHUB, { "\n::error::x", 11 }, "::%0A::error::x\n", "no command in a text" },
	{ FINDINGS_JUNIT, { "<&>\"'", 5 }, "message=\"&lt;&amp;&gt;&quot;'\"", "an attribute" },
	{ FINDINGS_JUNIT, { "a\tb\nc\rd", 7 }, "message=\"a&#9;b&#10;c&#13;d\"",
		"what an attribute would lose" },
	{ FINDINGS_JUNIT, { "a\0b\x1B\x7F", 5 }, "message=\"a" REPLACED "b" REPLACED "\x7F\"",
		"what XML cannot hold" },
	{ FINDINGS_JUNIT, { "\xEF\xBF\xBE\xEF\xBF\xBF", 6 }, "message=\"" REPLACED REPLACED "\"",
		"no characters" },
	{ FINDINGS_JUNIT,
		{ "\xFF"
		  "a\xC3"
		  "b\xF0\x9F\x98\x80\xE2\x82",
			10 },
		"message=\"" REPLACED "a" REPLACED "b\xF0\x9F\x98\x80" REPLACED REPLACED "\"",
		"bytes that are no UTF-8" },
	{ FINDINGS_JUNIT, { "]]>", 3 }, ">]]&gt;</failure>", "the end of a section" },
	{ FINDINGS_GITLAB, { "\"\\\n\x01", 4 }, "\"description\":\"\\\"\\\\\\n\\u0001\"", "JSON" },
	{ FINDINGS_SARIF, { "\"\\\n\x01", 4 }, "{\"text\":\"\\\"\\\\\\n\\u0001\"}", "JSON" },
	{ FINDINGS_MARKDOWN, { "a|b`c`*d*_e_", 12 }, "| a\\|b\\`c\\`\\*d\\*\\_e\\_ |", "marks" },
	{ FINDINGS_MARKDOWN, { "<b>&amp;[x](y)", 14 }, "| \\<b\\>\\&amp;\\[x\\](y) |",
		"HTML, links" },
	{ FINDINGS_MARKDOWN, { "a\\|b\nc", 6 }, "| a\\\\\\|b<br>c |", "a row is a line" },
	{ FINDINGS_MARKDOWN, { "@octocat", 8 }, "| @<!-- -->octocat |", "nobody is called" },
};

START_TEST(texts_are_escaped)
{
	struct findings findings = findings_of((struct finding){
		.id = BYTES("p/r"), .level = LEVEL_ERROR, .message = texts[_i].message });
	struct bytes text = printed(texts[_i].format, &findings);
	EXPECT(texts[_i].law, text, texts[_i].part);
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

#define FACE "\xF0\x9F\x98\x80" /* two units of UTF-16, four bytes, one code point */

static const struct {
	enum findings_format format;
	const char *text;
	unsigned begin, end;
	const char *part, *law;
} places[] = {
	{ FINDINGS_SARIF, "a: 1\n", 3, 4,
		"{\"endColumn\":5,\"endLine\":1,\"startColumn\":4,\"startLine\":1}",
		"the end is behind the last" },
	{ FINDINGS_SARIF, FACE "\xC3\xA9: x\n", 8, 9,
		"{\"endColumn\":6,\"endLine\":1,\"startColumn\":5,\"startLine\":1}",
		"columns are code points" },
	{ FINDINGS_SARIF, "a: |\n  b\n", 3, 9,
		"{\"endColumn\":1,\"endLine\":3,\"startColumn\":4,\"startLine\":1}", "lines" },
	{ FINDINGS_GITHUB, "a: 12\n", 3, 5, " file=test.yaml,line=1,endLine=1,col=4,endColumn=5,",
		"the end is the last" },
	{ FINDINGS_GITHUB, "a:\n", 2, 2, " file=test.yaml,line=1,endLine=1,col=3,endColumn=3,",
		"nothing is a place too" },
	{ FINDINGS_GITHUB, "a: |\n  b\n", 3, 9, " file=test.yaml,line=1,endLine=3,title",
		"columns only in one line" },
	{ FINDINGS_GITLAB, "a: |\n  b\n", 3, 9,
		"{\"lines\":{\"begin\":1,\"end\":3},\"path\":\"test.yaml\"}", "lines" },
	{ FINDINGS_JUNIT, "\n\na: 1\n", 2, 3,
		" name=\"test.yaml:3:1 api\" file=\"test.yaml\" line=\"3\"", "a test" },
	{ FINDINGS_MARKDOWN, "\n\na: 1\n", 2, 3, "| test.yaml:3:1 |", "a cell" },
};

START_TEST(places_are_told)
{
	struct source *source = unit_source(bytes_of(places[_i].text));
	struct findings findings = findings_of((struct finding){ .id = BYTES("p/r"),
		.level = LEVEL_ERROR,
		.component = BYTES("api"),
		.message = BYTES("m"),
		.at = { source, places[_i].begin, places[_i].end } });
	struct bytes text = printed(places[_i].format, &findings);
	EXPECT(places[_i].law, text, places[_i].part);
}
END_TEST

static const struct {
	enum findings_format format;
	const char *name, *part;
} files[] = {
	{ FINDINGS_SARIF, "arte:a b/\xC3\xA7#1%.yaml",
		"\"uri\":\"arte%3Aa%20b/%C3%A7%231%25.yaml\"" },
	{ FINDINGS_GITHUB, "a,b:c%\n.yaml", " file=a%2Cb%3Ac%25%0A.yaml," },
	{ FINDINGS_JUNIT, "a<b>\".yaml", " file=\"a&lt;b&gt;&quot;.yaml\"" },
	{ FINDINGS_GITLAB, "a\"b.yaml", "\"path\":\"a\\\"b.yaml\"" },
	{ FINDINGS_MARKDOWN, "a|b_c.yaml", "| a\\|b\\_c.yaml |" },
	{ FINDINGS_JSON, "a\xFF.yaml", "\"file\":\"a" REPLACED ".yaml\"" },
	{ FINDINGS_SARIF, "a\xFF.yaml", "\"uri\":\"a%FF.yaml\"" },
	{ FINDINGS_GITLAB, "a\xC3.yaml\xC3", "\"path\":\"a" REPLACED ".yaml" REPLACED "\"" },
	{ FINDINGS_GITHUB, "a\xFF\xFF.yaml", " file=a" REPLACED REPLACED ".yaml," },
	{ FINDINGS_MARKDOWN, "a\xFF.yaml", "| a" REPLACED ".yaml |" },
	{ FINDINGS_TEXT, "a\x1B[1m\n.yaml", "a [1m .yaml: error: m" },
};

/* A file as a whole has no line. */
START_TEST(files_are_told)
{
	struct span at = span_of_path(unit_arena(), bytes_of(files[_i].name));
	struct findings findings = findings_of((struct finding){
		.id = BYTES("p/r"), .level = LEVEL_ERROR, .message = BYTES("m"), .at = at });
	struct bytes text = printed(files[_i].format, &findings);
	EXPECT("a file as a whole", text, files[_i].part);
	ck_assert(!holds(text, "\"startLine\"") && !holds(text, "line="));
}
END_TEST

/* --- fixes ------------------------------------------------------------------------------------ */

static const struct {
	enum findings_format format;
	const char *secret, *part, *law;
} fixes[] = {
	{ FINDINGS_JSON, "none",
		"\"fix\":{\"edits\":[{\"length\":2,\"offset\":8,\"place\":{\"column\":4,"
		"\"endColumn\":6,\"endLine\":2,\"file\":\"test.yaml\",\"line\":2},\"text\":\"x\"},"
		"{\"length\":5,\"offset\":11,\"place\":{\"column\":1,\"endColumn\":1,\"endLine\":4,"
		"\"file\":\"test.yaml\",\"line\":3},\"text\":\"\"}]}",
		"bytes, and where they are" },
	{ FINDINGS_SARIF, "none",
		"\"replacements\":[{\"deletedRegion\":{\"byteLength\":2,\"byteOffset\":8,"
		"\"endColumn\":6,\"endLine\":2,\"startColumn\":4,\"startLine\":2},"
		"\"insertedContent\":{\"text\":\"x\"}},{\"deletedRegion\":{\"byteLength\":5,"
		"\"byteOffset\":11,\"endColumn\":1,\"endLine\":4,\"startColumn\":1,"
		"\"startLine\":3}}]}]",
		"what is taken out leaves nothing" },
	{ FINDINGS_JSON, "x", NULL, "what would be written is no secret" },
	{ FINDINGS_SARIF, "x", NULL, "what would be written is no secret" },
};

START_TEST(fixes_are_told)
{
	struct arena *run = unit_arena();
	struct source *source = unit_source(BYTES("# \xC3\xA9\nk: 12\nl: 3\n"));
	struct edits edits = edits_new(run, source);
	struct secrets *secrets = secrets_new(run);
	struct buf out = buf_new(run);
	edits_add(&edits, 8, 10, BYTES("x"));
	edits_add(&edits, 11, 16, BYTES(""));
	secrets_add(secrets, bytes_of(fixes[_i].secret));
	struct findings findings = findings_of((struct finding){ .id = BYTES("p/r"),
		.level = LEVEL_ERROR,
		.message = BYTES("m"),
		.at = { source, 8, 10 },
		.fixed_by = &edits });
	struct findings_report report = { .findings = &findings, .secrets = secrets };
	report_findings_as(&out, fixes[_i].format, &report);
	if (fixes[_i].part)
		EXPECT(fixes[_i].law, buf_bytes(&out), fixes[_i].part);
	else
		ck_assert_msg(!holds(buf_bytes(&out), "\"fix"), "%s", fixes[_i].law);
}
END_TEST

/* --- fingerprints ----------------------------------------------------------------------------- */

static struct bytes fingerprint(const char *text, unsigned begin, const char *id)
{
	struct source *source = unit_source(bytes_of(text));
	struct findings findings = findings_of((struct finding){ .id = bytes_of(id),
		.level = LEVEL_ERROR,
		.message = bytes_of(text),
		.at = { source, begin, begin + 1 } });
	struct bytes report = printed(FINDINGS_GITLAB, &findings);
	size_t at = bytes_find(report, BYTES("\"fingerprint\":\""), 0) + 15;
	return bytes_slice(report, at, at + 64);
}

START_TEST(fingerprints_follow_lines)
{
	struct bytes print = fingerprint("a: 1\n", 0, "p/r");
	ck_assert(bytes_equal(print, fingerprint("\n\n# x\n  a: 1\n", 8, "p/r")));
	ck_assert(!bytes_equal(print, fingerprint("a: 2\n", 0, "p/r")));
	ck_assert(!bytes_equal(print, fingerprint("a: 1\n", 0, "p/s")));
}
END_TEST

/* Two findings on lines that are equal are two. */
START_TEST(fingerprints_differ)
{
	struct source *source = unit_source(BYTES("x: {a: 1}\nx: {a: 1}\n"));
	struct findings findings = findings_new(unit_arena());
	for (unsigned i = 0; i < 4; i++)
		findings_add(&findings,
			&(struct finding){ .id = BYTES("p/r"),
				.level = LEVEL_ERROR,
				.at = { source, 5 * i, 5 * i + 1 } });
	struct bytes report = printed(FINDINGS_GITLAB, &findings);
	struct bytes seen[4];
	for (size_t i = 0, at = 0; i < 4; i++) {
		at = bytes_find(report, BYTES("\"fingerprint\":\""), at) + 15;
		seen[i] = bytes_slice(report, at, at + 64);
		for (size_t j = 0; j < i; j++)
			ck_assert(!bytes_equal(seen[i], seen[j]));
	}
}
END_TEST

/* --- outcomes --------------------------------------------------------------------------------- */

static const struct {
	enum findings_format format;
	enum level level;
	enum finding_outcome outcome;
	const char *part;
} outcomes[] = {
	{ FINDINGS_SARIF, LEVEL_ERROR, OUTCOME_FAIL, "\"kind\":\"fail\",\"level\":\"error\"" },
	{ FINDINGS_SARIF, LEVEL_ERROR, OUTCOME_ERROR, "\"kind\":\"fail\",\"level\":\"error\"" },
	{ FINDINGS_SARIF, LEVEL_INFO, OUTCOME_FAIL, "\"kind\":\"fail\",\"level\":\"note\"" },
	{ FINDINGS_SARIF, LEVEL_ERROR, OUTCOME_UNDECIDED, "\"kind\":\"open\",\"level\":\"none\"" },
	{ FINDINGS_JUNIT, LEVEL_ERROR, OUTCOME_FAIL, "failures=\"1\" errors=\"0\" skipped=\"0\"" },
	{ FINDINGS_JUNIT, LEVEL_ERROR, OUTCOME_ERROR, "failures=\"0\" errors=\"1\" skipped=\"0\"" },
	{ FINDINGS_JUNIT, LEVEL_ERROR, OUTCOME_UNDECIDED,
		"failures=\"0\" errors=\"0\" skipped=\"1\"" },
	{ FINDINGS_JUNIT, LEVEL_WARNING, OUTCOME_FAIL,
		"failures=\"0\" errors=\"0\" skipped=\"0\"" },
	{ FINDINGS_GITHUB, LEVEL_WARNING, OUTCOME_FAIL, "::warning file=leme.yaml,title=p/r::m\n" },
	{ FINDINGS_GITHUB, LEVEL_INFO, OUTCOME_FAIL, "::notice file=leme.yaml,title=p/r::m\n" },
	{ FINDINGS_GITHUB, LEVEL_ERROR, OUTCOME_UNDECIDED,
		"::notice file=leme.yaml,title=p/r (undecided)::m\n" },
	{ FINDINGS_GITLAB, LEVEL_ERROR, OUTCOME_FAIL, "\"severity\":\"major\"" },
	{ FINDINGS_GITLAB, LEVEL_ERROR, OUTCOME_UNDECIDED, "\"severity\":\"info\"" },
	{ FINDINGS_MARKDOWN, LEVEL_ERROR, OUTCOME_UNDECIDED, "| undecided |" },
};

START_TEST(outcomes_are_told)
{
	struct findings findings = findings_of((struct finding){ .id = BYTES("p/r"),
		.level = outcomes[_i].level,
		.outcome = outcomes[_i].outcome,
		.message = BYTES("m") });
	struct bytes text = printed(outcomes[_i].format, &findings);
	EXPECT("an outcome", text, outcomes[_i].part);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("report_formats");
	TCase *cases = tcase_create("formats");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, texts_are_escaped, 0, COUNT(texts));
	tcase_add_loop_test(cases, places_are_told, 0, COUNT(places));
	tcase_add_loop_test(cases, files_are_told, 0, COUNT(files));
	tcase_add_loop_test(cases, fixes_are_told, 0, COUNT(fixes));
	tcase_add_test(cases, fingerprints_follow_lines);
	tcase_add_test(cases, fingerprints_differ);
	tcase_add_loop_test(cases, outcomes_are_told, 0, COUNT(outcomes));
	return suite;
}
