/*
 * JUnit's XML, as Jenkins and GitLab read it: a suite for each pack, a test for each finding, and
 * one that passes for each rule that has none. What is no error passes, and is told in its output.
 */
#include "format.h"

#include "base/utf8.h"

/* --- XML -------------------------------------------------------------------------------------- */

/* XML 1.0, Char: other characters cannot be written at all. */
static bool is_character(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

/* Line ends and tabs as they are would be read as blanks in an attribute. */
static const char *reference_of(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\t':
		return "&#9;";
	case '\n':
		return "&#10;";
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

static void add_xml(struct buf *out, struct bytes text)
{
	size_t len = 0, valid = utf8_invalid(text);
	for (size_t i = 0; i < text.len; i += len) {
		uint32_t c = 0xFFFE;
		len = 1;
		if (i == valid)
			valid += 1 + utf8_invalid(bytes_slice(text, i + 1, text.len));
		else
			c = utf8_at(text, i, &len);
		const char *reference = reference_of(c);
		if (reference)
			buf_add(out, bytes_of(reference));
		else
			buf_add(out,
				is_character(c) ? bytes_slice(text, i, i + len)
						: BYTES("\xEF\xBF\xBD"));
	}
}

static void add_attribute(struct buf *out, const char *name, struct bytes value)
{
	buf_print(out, " %s=\"", name);
	add_xml(out, value);
	buf_add_char(out, '"');
}

/* --- tests ------------------------------------------------------------------------------------ */

struct tally {
	size_t tests, failures, errors, skipped;
};

struct suite {
	struct buf *out;
	const struct findings_report *report;
	struct names names; /* of tests, none of which may be there twice */
	struct tally tally;
};

static struct bytes pack_of(struct bytes id)
{
	return bytes_slice(id, 0, bytes_find(id, BYTES("/"), 0));
}

/* A test that was not made: why. */
static void add_skipped(struct suite *suite, struct bytes message, struct bytes story)
{
	buf_add(suite->out, BYTES("<skipped"));
	add_attribute(suite->out, "message", message);
	buf_add_char(suite->out, '>');
	add_xml(suite->out, story);
	buf_add(suite->out, BYTES("</skipped>"));
	suite->tally.skipped++;
}

static void add_waived(struct suite *suite, const struct finding *finding)
{
	struct arena *owner = suite->out->owner;
	const struct waiver *waiver = finding->waiver;
	struct bytes message = bytes_print(owner,
		"waived by " BYTES_FMT " until " BYTES_FMT ": " BYTES_FMT, BYTES_ARG(waiver->owner),
		BYTES_ARG(waiver->expires), BYTES_ARG(waiver->reason));
	add_skipped(suite, secrets_mask(owner, suite->report->secrets, message),
		finding_story(owner, finding));
}

/* What a test contains: a child with the story. */
static void add_outcome(struct suite *suite, const struct finding *finding)
{
	struct buf *out = suite->out;
	const char *child = "system-out";
	if (finding->waiver) {
		add_waived(suite, finding);
		return;
	}
	if (finding->outcome == OUTCOME_UNDECIDED) {
		add_skipped(suite, finding_text(out->owner, finding),
			finding_story(out->owner, finding));
		return;
	}
	if (finding->level == LEVEL_ERROR && finding->outcome == OUTCOME_ERROR) {
		child = "error";
		suite->tally.errors++;
	} else if (finding->level == LEVEL_ERROR) {
		child = "failure";
		suite->tally.failures++;
	}
	buf_print(out, "<%s", child);
	if (strcmp(child, "system-out") != 0) {
		add_attribute(out, "message", finding_text(out->owner, finding));
		add_attribute(out, "type", bytes_of(level_names[finding->level]));
	}
	buf_add_char(out, '>');
	add_xml(out, finding_story(out->owner, finding));
	buf_print(out, "</%s>", child);
}

/* `leme.yaml:3:4 dbaccess`, and the same with a number for a second one. */
static struct bytes test_name(struct suite *suite, const struct finding *finding)
{
	struct arena *owner = suite->out->owner;
	struct bytes place = place_text(owner, finding->at);
	if (!place.len)
		place = finding_file(finding);
	struct bytes name = finding->component.len
		? bytes_join(owner, place, BYTES(" "), finding->component)
		: place;
	size_t before = count_again(
		&suite->names, bytes_join(owner, finding->id, BYTES(" "), name));
	return before ? bytes_print(owner, BYTES_FMT " #%zu", BYTES_ARG(name), before + 1) : name;
}

static void add_finding(struct suite *suite, const struct finding *finding)
{
	struct place begin, end;
	buf_add(suite->out, BYTES("  <testcase"));
	add_attribute(suite->out, "classname", finding->id);
	add_attribute(suite->out, "name", test_name(suite, finding));
	add_attribute(suite->out, "file", finding_file(finding));
	if (finding_region(finding, &begin, &end))
		buf_print(suite->out, " line=\"%zu\"", begin.line);
	buf_add_char(suite->out, '>');
	add_outcome(suite, finding);
	buf_add(suite->out, BYTES("</testcase>\n"));
	suite->tally.tests++;
}

static void add_findings(struct suite *suite, const struct findings *findings, struct bytes id)
{
	for (size_t i = 0; i < findings->count; i++)
		if (bytes_equal(findings->at[i]->id, id))
			add_finding(suite, findings->at[i]);
}

static void add_rule(struct suite *suite, const struct listed_rule *rule)
{
	size_t before = suite->tally.tests;
	add_findings(suite, suite->report->findings, rule->id);
	add_findings(suite, suite->report->covered, rule->id);
	if (suite->tally.tests > before)
		return;
	buf_add(suite->out, BYTES("  <testcase"));
	add_attribute(suite->out, "classname", rule->id);
	add_attribute(suite->out, "name", BYTES("all"));
	buf_add(suite->out, BYTES("/>\n"));
	suite->tally.tests++;
}

/* --- suites ----------------------------------------------------------------------------------- */

static void begin_element(
	struct buf *out, const char *name, struct bytes title, const struct tally *tally)
{
	buf_print(out, "<%s", name);
	add_attribute(out, "name", title);
	buf_print(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		tally->tests, tally->failures, tally->errors, tally->skipped);
}

static void add_suite(struct buf *out, const struct findings_report *report,
	const struct listed_rules *rules, struct bytes pack, struct tally *sum)
{
	struct buf tests = buf_new(out->owner);
	struct suite suite = { .out = &tests, .report = report, .names = { .owner = out->owner } };
	for (size_t i = 0; i < rules->count; i++)
		if (bytes_equal(pack_of(rules->at[i].id), pack))
			add_rule(&suite, &rules->at[i]);
	buf_add_char(out, ' ');
	begin_element(out, "testsuite", pack, &suite.tally);
	buf_add(out, buf_bytes(&tests));
	buf_add(out, BYTES(" </testsuite>\n"));
	sum->tests += suite.tally.tests;
	sum->failures += suite.tally.failures;
	sum->errors += suite.tally.errors;
	sum->skipped += suite.tally.skipped;
}

void print_junit(struct buf *out, const struct findings_report *report)
{
	struct listed_rules rules = rules_listed(out->owner, report);
	struct names packs = { .owner = out->owner };
	struct buf suites = buf_new(out->owner);
	struct tally sum = { 0 };
	for (size_t i = 0; i < rules.count; i++) {
		struct bytes pack = pack_of(rules.at[i].id);
		if (!names_set(&packs, pack, 1))
			add_suite(&suites, report, &rules, pack, &sum);
	}
	buf_add(out, BYTES("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
	begin_element(out, "testsuites", BYTES("leme check"), &sum);
	buf_add(out, buf_bytes(&suites));
	buf_add(out, BYTES("</testsuites>\n"));
}
