/*
 * One profile → the bytes its output should hold, compared with what is there. Internal to cmd/.
 */
#ifndef LEME_CMD_OUTPUTS_H
#define LEME_CMD_OUTPUTS_H

#include "cmd.h"

enum hand_edits { HAND_EDITS_REFUSED, HAND_EDITS_OVERWRITTEN };
enum unowned { UNOWNED_REFUSED, UNOWNED_ADOPTED };

/* Where outputs go and what may be overwritten. */
struct output_rules {
	const struct folder *project; /* inputs, and files that are edited */
	const struct folder *target;  /* where results are compared and written: mostly the same */
	enum hand_edits hand_edits;
	enum unowned unowned;
	bool only_compare; /* --check: nobody's file is in danger */
};

struct outcome {
	bool good; /* false: diags say why */
	bool changed;
	bool silent;          /* no diag was made on the way: a warning must be made again */
	struct identity done; /* the state in which the file is right already; none: not known */
	struct bytes path;    /* in the target folder */
	struct bytes text;    /* what it should hold; kept only if changed */
	bool existed;
	struct bytes old; /* what it holds; kept only if changed */
};

/*
 * Resolves, emits, verifies and compares. `scratch` holds everything on the way; texts that are
 * kept go to `owner`.
 */
struct outcome output_of(struct arena *owner, struct arena *scratch,
	const struct resolver *resolver, const struct head *head, const struct output_rules *rules,
	struct diags *d);

/*
 * Whether Helm reads the output that is there as what the profile compiles to, whatever its bytes;
 * in mode edit the managed paths. Of none that is there the difference is empty. False after a
 * diag.
 */
struct emit_difference;
bool output_is_fresh(struct arena *owner, const struct resolved_profile *profile,
	const struct folder *project, bool *fresh, struct emit_difference *difference,
	struct diags *d) MUST_USE;

/* As output_of(), for VERSION and Chart.yaml. */
struct outcome output_of_version(struct arena *owner, const struct catalog *catalog,
	const struct output_rules *rules, struct diags *d);
struct outcome output_of_chart(struct arena *owner, const struct resolver *resolver,
	const struct catalog *catalog, const struct output_rules *rules, struct diags *d);

/* The diff of what has changed, under the path that a person would open, without secrets. */
void outcome_diff(struct buf *out, struct secrets *secrets, const struct folder *target,
	const struct outcome *outcome, enum colour colour);

/* The whole text of a profile's output, whatever is there. False after a diag. */
bool output_text(struct arena *owner, const struct resolver *resolver, const struct head *head,
	const struct folder *project, struct bytes *text, struct diags *d) MUST_USE;

#endif
