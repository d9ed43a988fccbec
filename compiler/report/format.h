/* What formats of findings share. Internal to report/. */
#ifndef LEME_REPORT_FORMAT_H
#define LEME_REPORT_FORMAT_H

#include "report.h"

/*
 * The text, with U+FFFD for each byte that is no UTF-8: a path may hold any, and nobody reads JSON
 * that does.
 */
struct bytes valid_text(struct arena *owner, struct bytes text);

/* `message (profile, profile and 7 more)`, `Kind/name: message` */
struct bytes finding_text(struct arena *owner, const struct finding *finding);

/* With the related places and the hint below it, a line each. */
struct bytes finding_story(struct arena *owner, const struct finding *finding);

/* The file that a report names: of a finding without a place the catalogue. */
struct bytes finding_file(const struct finding *finding);

/* Where it is in its file; false where it is about the file as a whole, or has no place. */
bool finding_region(const struct finding *finding, struct place *begin, struct place *end);

/* `file:line:column`, `file`, or nothing. */
struct bytes place_text(struct arena *owner, struct span at);

/*
 * 64 hexadecimal digits for a finding, none twice, that stay what they are when lines move. They
 * are of the rule, the file, the component and the text of the line; of a finding without a line,
 * of the profile. The findings must come in their order.
 */
struct fingerprints {
	struct names counts;
	struct secrets *secrets;
};
struct fingerprints fingerprints_new(struct arena *owner, struct secrets *secrets);
struct bytes fingerprint_of(struct fingerprints *prints, const struct finding *finding);

/* How often a key was counted before. */
size_t count_again(struct names *counts, struct bytes key);

/* A rule that a report lists: those that were judged, then what else findings name. */
struct listed_rule {
	struct bytes id;
	const struct rule *rule; /* NULL: one of leme's own */
};
struct listed_rules {
	ARRAY(struct listed_rule);
	struct names numbers; /* id → number + 1 */
};
struct listed_rules rules_listed(struct arena *owner, const struct findings_report *report);

/* Adds those that only the baseline names. */
void rules_list_known(
	struct arena *owner, struct listed_rules *listed, const struct findings_report *report);

/* `2 errors, 1 waived` and a line end, or nothing. */
void add_findings_summary(struct buf *out, const struct findings *findings, size_t waived);

void print_text(struct buf *out, const struct findings_report *report);
void print_json(struct buf *out, const struct findings_report *report);
void print_sarif(struct buf *out, const struct findings_report *report);
void print_junit(struct buf *out, const struct findings_report *report);
void print_github(struct buf *out, const struct findings_report *report);
void print_gitlab(struct buf *out, const struct findings_report *report);
void print_markdown(struct buf *out, const struct findings_report *report);

#endif
