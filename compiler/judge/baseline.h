/*
 * A baseline: the findings that were there when somebody began to check (SPEC §5.4). It may only
 * shrink: what is known is not told, what is not known is, and what is gone is struck out.
 *
 * A finding is known by its rule, file, component, object and what it says in English, not by its
 * line, so that the file serves whoever reads, and lines may move. One without a file is known by
 * its profile. Of those that have all of that in common there may be so many.
 *
 * What is undecided, and what waivers are told, is never known.
 */
#ifndef LEME_JUDGE_BASELINE_H
#define LEME_JUDGE_BASELINE_H

#include "finding.h"

struct known {
	struct bytes line; /* what tells it from others, as it is written */
	struct bytes rule, file, component, object; /* all but the rule may be empty */
	size_t allowed, met;
	size_t gone; /* so many fewer are allowed since baseline_shrink() */
};

struct baseline {
	struct arena *owner;
	ARRAY(struct known);
	struct names numbers; /* of the lines, plus 1 */
};

static inline struct baseline baseline_new(struct arena *owner)
{
	return (struct baseline){ .owner = owner, .numbers = { .owner = owner } };
}

/* Adds what a file lists. False, after diags, where it has not the shape of a baseline. */
bool baseline_read(struct baseline *baseline, const struct source *source, struct limits limits,
	struct diags *d) MUST_USE;

/* Adds all findings that can be known. */
void baseline_adopt(struct baseline *baseline, const struct findings *findings);

/*
 * Moves those that are known from the findings behind the known ones; returns how many. Where there
 * are more of a sort than there were, nobody can tell which is new, and all of them stay.
 */
size_t baseline_filter(
	struct baseline *baseline, struct findings *findings, struct findings *known);

/* Which of what is known this run would have met. */
struct baseline_reach {
	bool rendered;      /* findings on rendered objects, else all others */
	struct texts files; /* of rendered objects: those that were read */
};

/*
 * After baseline_filter(): lowers what is allowed to what was met, within reach. Returns how many
 * findings fewer are allowed.
 */
size_t baseline_shrink(struct baseline *baseline, const struct baseline_reach *reach);

/* The file: one entry a line, sorted by bytes; those of which none is allowed are left out. */
struct bytes baseline_text(struct baseline *baseline);

#endif
