/*
 * Rules at work: what is judged, element by element → findings. SPEC §5.2.
 *
 *   rules_judge   everything of the scopes catalog to images, by as many threads as are wanted, and
 *                 changes; or rendered objects
 *   rule_verdict  one rule on what an evidence shows at the moment
 */
#ifndef LEME_JUDGE_RULES_H
#define LEME_JUDGE_RULES_H

#include "rendered.h"
#include "waiver.h"

/* --- one rule on one element ------------------------------------------------------------------ */

enum verdict_result {
	VERDICT_SKIPPED, /* its `when` does not hold */
	VERDICT_PASSED,
	VERDICT_FAILED,
	VERDICT_ERROR,
	VERDICT_UNDECIDED,
	VERDICT_TOLD, /* it needs what has faults, of which the diags tell */
};

struct verdict {
	enum verdict_result result;
	const struct rule_expression *expression; /* that decided */
	struct missing_evidence missing;          /* of an undecided one */
};

/* The variables of packs, each worked out at most once for each element. */
struct rule_memory;
struct rule_memory *rule_memory_new(struct arena *owner, struct evidence *evidence, uint64_t limit);

/* Another element: what is known of variables is forgotten; what is made is the scratch's. */
void rule_memory_begin(struct rule_memory *memory, struct arena *scratch);

struct verdict rule_verdict(struct rule_memory *memory, const struct rule *rule);

/*
 * Whether the rule is undecided by what is the same for all elements: of each it is skipped, or
 * undecided by that.
 */
bool rule_is_shut(struct rule_memory *memory, const struct rule *rule);

/*
 * What a failed rule says, and why: message, related places, the place of the first of them; and
 * its fix, whose place is the caller's to say.
 */
void rule_explain(struct rule_memory *memory, const struct rule *rule,
	const struct verdict *verdict, struct finding *finding);

/* --- everything ------------------------------------------------------------------------------- */

/* Whether any rule is about rendered objects. */
bool rules_want_rendered(const struct rule_set *set);

struct inquiry {
	const struct rule_set *set;
	const struct waivers *waivers;
	const struct resolver *resolver;
	struct history *history;         /* what git knows; or NULL */
	struct bytes today;              /* YYYY-MM-DD */
	const struct head *const *heads; /* the profiles, in the order of slugs */
	size_t count;
	/* 0: as many as there are processors, if there is work for them; 1: no thread is made. */
	size_t jobs;
	bool whole;         /* all of the project: what no one needs can be told */
	bool expired_warns; /* a waiver that has expired is no error: a release must not wait */
	/*
	 * Given: the scopes objects and containers, and complete policies, are judged, and no other
	 * scope. The profile is the one that they are rendered for, or NULL. Of the other members
	 * set, waivers, resolver and today are used then, and jobs; neither heads nor, unless a
	 * rule asks for it, history. Nothing is read but what rules ask for, so that a stream that
	 * is in memory (rendered_read, rendered_open) is judged where it is. Without policies:
	 * NULL, or complete ones without documents.
	 */
	const struct rendered *rendered;
	const struct resolved_profile *profile;
	const struct policies *policies;
	struct rendered_options seen_as;
};

/* What is covered by waivers, each finding with its own, and how often one was needed. */
struct waived {
	struct findings findings;
	size_t count;
};

/*
 * Adds the findings, and the diags of profiles with faults, of which nothing is judged. `levels` of
 * a profile must name rules (`rules/unknown-rule`). Waived ones come apart.
 */
void rules_judge(struct arena *run, const struct inquiry *inquiry, struct findings *findings,
	struct waived *waived, struct diags *d);

#endif
