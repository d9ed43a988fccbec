/*
 * Rules that CEL cannot say: a shipped rule with `judge: NAME` in the place of an expression. The
 * judge adds what it finds, at the author's place; waivers, levels and what makes findings one are
 * those of every rule. Internal to judge/.
 */
#ifndef LEME_JUDGE_NATIVE_H
#define LEME_JUDGE_NATIVE_H

#include "finding.h"

/* What judges remember: one thread's. */
struct native;

/*
 * What they judge. The resolver may be NULL for scopes without profiles, the history where git
 * is not known; an empty day is before all others.
 */
struct native_matter {
	const struct catalog *catalog;
	const struct resolver *resolver;
	struct history *history;
	struct bytes today;
};
struct native *native_new(struct arena *owner, const struct native_matter *matter);

/*
 * What a judge says of one thing: outcome, place, message, hint, component, role, fix, related;
 * and a level where it is less than that of the rule, else LEVEL_OFF. The rest is for whoever
 * asked to say.
 */
struct native_findings {
	struct arena *owner;
	ARRAY(struct finding);
};

struct native_row;

/* NULL: there is no such judge. */
const struct native_row *native_find(struct bytes name);

/*
 * A rule with that judge is on as well: what it tells of the chart's own files, others that would
 * say the same of each profile do not tell again.
 */
void native_stand_aside(struct native *native, const struct native_row *row);

/* The profile is NULL in the scope catalog. What is found lives as long as its owner. */
void native_judge(struct native *native, const struct native_row *row,
	const struct resolved_profile *profile, struct native_findings *found);

#endif
