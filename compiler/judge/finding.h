/*
 * What does not hold, and where. A finding stands at a place of the author's file. Where a line
 * that many profiles share breaks a rule in each of them, and the rule says the same of all, that
 * is one finding, which counts the profiles and names the first: nobody wants to read it ten
 * thousand times. What says another thing is another finding, at whatever place.
 */
#ifndef LEME_JUDGE_FINDING_H
#define LEME_JUDGE_FINDING_H

#include "model/model.h"

enum level { LEVEL_OFF, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR };

enum finding_outcome {
	OUTCOME_FAIL,
	OUTCOME_ERROR,     /* the rule itself could not be evaluated */
	OUTCOME_UNDECIDED, /* it needs what is not there */
};

/* How a level and an outcome are written, in every language. */
extern const char *const level_names[LEVEL_ERROR + 1];
extern const char *const outcome_names[OUTCOME_UNDECIDED + 1];

/* What would mend it, as far as a program can: an edit of the author's file. */
enum fix_kind {
	FIX_NONE,
	FIX_REMOVE, /* the pair whose value, or the item that, has the place is taken out */
	FIX_SET,    /* the scalar that has the place, or the bytes of a file that is not YAML, */
		    /* become the text */
};

struct fix {
	enum fix_kind kind;
	struct span at;
	struct bytes text;
};

enum { PROFILES_NAMED = 3 };

struct waiver;

struct finding {
	struct bytes id; /* PACK/RULE */
	enum level level;
	enum finding_outcome outcome;
	struct bytes component, role; /* empty: it is about none, or about several roles */
	struct {
		ARRAY(struct bytes);
	} roles;             /* all that it is about: filled when it is added */
	struct bytes object; /* `KIND/NAME` of a rendered object; empty: it is about none */
	struct span at;
	struct bytes message;
	struct bytes said; /* the message in English, where the rule has one of its own; or empty */
	struct bytes hint; /* may be empty */
	struct fix fix;
	const struct edits *fixed_by; /* sorted; NULL: nobody asked yet, or nothing can be done */
	struct related_list
		related; /* other places, and with no source what else there is to know */
	size_t profile_count;
	const struct head *profiles[PROFILES_NAMED]; /* the first of them, by slug */
	const struct head *last_profile;             /* that was counted */
	const struct waiver *waiver;                 /* that covers it, or NULL */
};

struct findings {
	struct arena *owner;
	ARRAY(struct finding *);
	struct names known; /* what makes findings one → number + 1 */
	struct buf key;     /* of the one at hand */
};

static inline struct findings findings_new(struct arena *owner)
{
	return (struct findings){
		.owner = owner, .known = { .owner = owner }, .key = buf_new(owner)
	};
}

/*
 * Adds a copy of one, so that its texts and sources may go, though not its component, role and
 * heads; or counts its profiles and its role with those of an equal one: of the same rule, level,
 * outcome, component, object, place, message and waiver. Returns the one that stays.
 */
struct finding *findings_add(struct findings *findings, const struct finding *finding);

/* Adds all; the others must live as long. */
void findings_join(struct findings *findings, const struct findings *others);

/* By place, then by id, component, first profile, message. */
void findings_sort(struct findings *findings);

struct finding_counts {
	size_t errors, warnings, infos, undecided;
};
struct finding_counts findings_count(const struct findings *findings);

#endif
