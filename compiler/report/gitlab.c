/*
 * GitLab's Code Quality report: a list of objects with the six members that its documentation
 * demands. A place is always told, so what has no line stands at the first.
 */
#include "format.h"
#include "json_out.h"

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
	struct json_out *json, const struct finding *finding, struct bytes fingerprint)
{
	struct place begin = { 1, 1 }, end = begin;
	finding_region(finding, &begin, &end);
	json_out_line(json);
	json_out_object(json, NULL);
	json_out_text(json, "check_name", finding->id);
	json_out_text(json, "description", finding_story(json->out->owner, finding));
	json_out_text(json, "fingerprint", fingerprint);
	json_out_object(json, "location");
	json_out_object(json, "lines");
	json_out_number(json, "begin", begin.line);
	json_out_number(json, "end", end.line);
	json_out_end_object(json);
	json_out_text(json, "path", finding_file(finding));
	json_out_end_object(json);
	json_out_text(json, "severity", severity_of(finding));
	json_out_end_object(json);
}

void print_gitlab(struct buf *out, const struct findings_report *report)
{
	const struct findings *findings = report->findings;
	struct fingerprints prints = fingerprints_new(out->owner, report->secrets);
	struct json_out json = { .out = out };
	json_out_list(&json, NULL);
	for (size_t i = 0; i < findings->count; i++)
		add_issue(&json, findings->at[i], fingerprint_of(&prints, findings->at[i]));
	json_out_end_list(&json);
	buf_add_char(out, '\n');
}
