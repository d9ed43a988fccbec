/*
 * What rendered objects are judged by, and how `check --manifests` and `post-render` come by it:
 * rules and waivers, and the cluster's own policies.
 */
#ifndef LEME_CMD_JUDGEMENT_H
#define LEME_CMD_JUDGEMENT_H

#include "cmd.h"

struct judgement {
	struct bytes day; /* YYYY-MM-DD, for waivers */
	struct rule_set set;
	struct waivers waivers;
	const struct resolved_profile *profile; /* that the objects are rendered for, or NULL */
	struct rendered rendered;
	struct policies *policies;
	struct policy_documents documents;
	bool wants_stream; /* a rule or policy is about rendered objects */
	bool idle;         /* there is nothing at all to judge */
};

/* Today, in UTC. */
struct bytes judgement_today(struct arena *owner);

/* Reads rules and waivers. False after diags. */
bool judgement_read_rules(
	struct run *run, const struct project *project, struct judgement *judgement) MUST_USE;

/* Adds the objects of a stream, which lives as long as the run. False after diags. */
bool judgement_read_stream(struct run *run, const struct project *project, struct source *stream,
	struct judgement *judgement) MUST_USE;

/*
 * The same of a result, whose Secrets are known: it is read when it is judged, unless there are
 * policies, which must see all objects before they judge one.
 */
bool judgement_open_stream(struct run *run, const struct project *project, struct source *stream,
	struct judgement *judgement) MUST_USE;

/* Reads the policies, and shows them all objects. False after diags. */
bool judgement_read_policies(
	struct run *run, const struct project *project, struct judgement *judgement) MUST_USE;

/*
 * A stream on its way, judged without a thread: reads rules and policies; with `wants_stream` the
 * result is to be read, else nothing is to be known of it; then adds what they have against it.
 * Each is false after diags.
 */
bool judgement_begin(struct run *run, const struct project *project,
	const struct resolved_profile *profile, struct judgement *judgement) MUST_USE;
bool judgement_end(struct run *run, const struct project *project, struct judgement *judgement,
	struct findings *findings, struct waived *waived) MUST_USE;

#endif
