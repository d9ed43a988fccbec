/*
 * Fixes, done on the text of a file. Each is an edit of bytes: what is around it stays as it is.
 */
#ifndef LEME_JUDGE_FIX_H
#define LEME_JUDGE_FIX_H

#include "finding.h"

/*
 * Lets the hint of each finding whose fix can be done say so. Those that have a fix have it in this
 * source; it is read once for all of them.
 */
void fixes_announce(struct arena *owner, const struct source *source,
	struct finding *const *findings, size_t count, struct limits limits);

/* Those of one file, in any order; equal ones count once. */
struct fixes {
	ARRAY(const struct fix *);
};

/*
 * The edits that are one fix, sorted. NULL where nothing can be done: what cannot be edited without
 * touching more (an alias, an expression, a place that is no node), and what would leave a text
 * that does not read.
 */
const struct edits *fix_edits(struct arena *owner, const struct source *source,
	const struct fix *fix, struct limits limits);

/*
 * Does what can be done, from the end of the text to its begin. Returns how many were done; the
 * text is the source's own if none was.
 */
size_t fixes_apply(struct arena *owner, const struct source *source, struct fixes *fixes,
	struct limits limits, struct bytes *text);

#endif
