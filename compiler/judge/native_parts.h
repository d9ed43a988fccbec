/* What the judges of native.h share. Internal to judge/. */
#ifndef LEME_JUDGE_NATIVE_PARTS_H
#define LEME_JUDGE_NATIVE_PARTS_H

#include "native.h"

#include "base/message.h"
#include "schema/schema.h"

struct native {
	struct arena *owner;
	const struct catalog *catalog;
	struct native_matter matter;
	struct chart_data data;
	struct diags faults;            /* of the chart's files and its schema, each told once */
	const struct chart_node *known; /* all its charts, by their defaults; NULL: they clash */
	struct chart_clash clash;
	struct texts conditions;     /* paths of values that switch sub-charts on and off */
	struct native_findings told; /* by other rules, of files that the last hop looks at, too */
	const struct chain_ground *ground; /* NULL until it is asked for */
	struct pin_memory *pins;           /* likewise */
	const struct value **facts;        /* of the environments' own profiles; likewise */
	const struct head *chained;        /* the profile that chains and output are of */
	const struct output_values *output;
	struct {
		ARRAY(const struct version_chain *);
	} chains;
};

/* Adds a failure there. */
struct finding *native_fail(struct native_findings *found, struct span at, struct bytes message);

/* Adds that nothing can be said, because of the heaviest of the faults. */
struct finding *native_unreadable(struct native_findings *found, const struct diags *faults);

/* A failure that is undecided; the hint is in the reader's language. */
struct finding *native_undecided(
	struct native_findings *found, struct span at, struct bytes message, const char *hint);

/* Fills what is known of values. */
void native_know(struct native *native);

void judge_schema(struct native *, const struct resolved_profile *, struct native_findings *);
void judge_values_schema(
	struct native *, const struct resolved_profile *, struct native_findings *);
void judge_unknown_value(
	struct native *, const struct resolved_profile *, struct native_findings *);
void judge_output_in_chart(
	struct native *, const struct resolved_profile *, struct native_findings *);
void judge_version_agreement(
	struct native *, const struct resolved_profile *, struct native_findings *);
void judge_version_bump(struct native *, const struct resolved_profile *, struct native_findings *);
void judge_orphan(struct native *, const struct resolved_profile *, struct native_findings *);
void judge_pin_expired(struct native *, const struct resolved_profile *, struct native_findings *);
void judge_pin_redundant(
	struct native *, const struct resolved_profile *, struct native_findings *);
void judge_hold_expired(struct native *, const struct resolved_profile *, struct native_findings *);
void judge_facts(struct native *, const struct resolved_profile *, struct native_findings *);
/* Of the output, what no component writes there. Nothing of one that Helm cannot read. */
void judge_drift(
	const struct resolved_profile *, const struct output_values *, struct native_findings *);
void judge_hop(
	struct native *, const struct resolved_profile *, enum hop, struct native_findings *);

#endif
