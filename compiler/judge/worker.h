/*
 * One of the threads that judge: what it judges by, what it looks at, and what it has found. Rules
 * over the catalogue and its profiles: rules.c; over rendered objects: rules_rendered.c. Private to
 * judge/.
 */
#ifndef LEME_JUDGE_WORKER_H
#define LEME_JUDGE_WORKER_H

#include "known.h"
#include "native.h"
#include "policy.h"
#include "rules.h"

/* How often a rule found something to judge, to tell one that never does. */
struct tally {
	size_t elements, kept;
};

/* A rule that is shut says of a profile once that it is undecided. */
struct standing {
	bool asked, shut;
	const struct head *said; /* the last such profile, if no waiver counts how often; or NULL */
};

struct worker {
	const struct inquiry *inquiry;
	struct arena *owner;   /* lives as long as the run: findings and diags */
	struct arena *scratch; /* one profile */
	struct evidence *evidence;
	struct rule_memory *memory;
	struct known *known;
	uint8_t *verdicts;           /* known of the part at hand; or NULL */
	const struct part *entered;  /* that the evidence shows; or NULL */
	struct native *native;       /* NULL until a rule needs it */
	struct policy_run *policies; /* of rendered objects */
	struct findings findings;
	struct diags diags;         /* of profiles, and of those that rules ask for; each once */
	struct diags heard;         /* those of the profile at hand */
	struct names told;          /* what makes diags one */
	struct tally *tallies;      /* by rule */
	enum level *levels;         /* by rule, of the profile at hand */
	struct standing *standings; /* by rule */
	bool *used;                 /* by waiver */
	struct waived waived;
};

/* What a rule is asked about. */
struct element {
	const struct resolved_profile *profile; /* or NULL */
	const struct part *part;                /* or NULL */
	const struct object *object;            /* or NULL */
	const struct value *container;          /* of the object; or NULL */
	struct span file;                       /* a changed one; or no place */
};

/* Whether any rule is of the scope. */
bool rule_set_has(const struct rule_set *set, enum rule_scope each);

/* The levels that rules have in a profile, whose own may be NULL. */
void worker_take_levels(struct worker *worker, const struct value *levels);

/* All rules of a scope, on what the evidence shows. */
void worker_judge_element(
	struct worker *worker, enum rule_scope each, const struct element *element);

/* False: a waiver covers it. */
bool worker_add_finding(
	struct worker *worker, const struct finding *finding, const struct element *element);

/* Of what was looked at nothing stays but what is told of it: there may be ten thousand. */
void worker_leave(struct worker *worker);

/* Rendered objects between two numbers; or those of the stream, each document read for it. */
void worker_judge_objects(struct worker *worker, size_t begin, size_t end);
void worker_judge_stream(struct worker *worker);

#endif
