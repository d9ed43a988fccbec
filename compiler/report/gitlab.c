/*
 * GitLab's Code Quality report: a list of objects with the six members that its documentation
 * demands. A place is always told, so what has no line stands at the first.
 */
#include "format.h"
#include "json.h"

static struct bytes severity_of(const struct finding *finding)
{
	static const char *const severities[] = {
		[LEVEL_OFF] = "info",
		[LEVEL_INFO] = "info",
		[LEVEL_WARNING] = "minor",
		[LEVEL_ERROR] = "major",
	};
	return bytes_of(
		finding->outcome == OUTCOME_UNDECIDED ? "info" : severities[finding->level]);
}

static void add_issue(
	struct json_writer *json, const struct finding *finding, struct bytes fingerprint)
{
	struct place begin = { 1, 1 }, end = begin;
	finding_region(finding, &begin, &end);
	put_line(json);
	put_object(json, NULL);
	put_text(json, "check_name", finding->id);
	put_text(json, "description", finding_story(json->out->owner, finding));
	put_text(json, "fingerprint", fingerprint);
	put_object(json, "location");
	put_object(json, "lines");
	put_number(json, "begin", begin.line);
	put_number(json, "end", end.line);
	put_end_object(json);
	put_text(json, "path", finding_file(finding));
	put_end_object(json);
	put_text(json, "severity", severity_of(finding));
	put_end_object(json);
}

void print_gitlab(struct buf *out, const struct findings_report *report)
{
	const struct findings *findings = report->findings;
	struct bytes *fingerprints = findings_fingerprints(out->owner, report);
	struct json_writer json = { .out = out };
	put_list(&json, NULL);
	for (size_t i = 0; i < findings->count; i++)
		add_issue(&json, findings->at[i], fingerprints[i]);
	put_end_list(&json);
	buf_add_char(out, '\n');
}
