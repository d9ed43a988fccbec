/*
 * A text that edits made of a part of another one, so that what is told of it can be told of the
 * text that somebody has, and what is done to it be done to that: the stream as it came. Private to
 * manifest/.
 */
#ifndef LEME_MANIFEST_REVISION_H
#define LEME_MANIFEST_REVISION_H

#include "objects/objects.h"

struct revision {
	const struct source *source;
	const struct revision *was; /* NULL: this is the text that came */
	const struct edits *edits;  /* of what it was, sorted */
	struct stretch part;        /* of what it was */
	const uint32_t *ends;       /* where the text of each edit ends in this one */
};

enum revision_life { REVISION_OF_DOCUMENT, REVISION_OF_RUN };

/*
 * The text of a part of another one with the edits made that stand there, under the same name.
 * They may no longer be changed. NULL, with diags, if edits overlap.
 */
const struct revision *revision_new(struct arena *owner, const struct revision *was,
	struct stretch part, struct edits *edits, enum revision_life life,
	struct diags *d) MUST_USE;

/*
 * The place in the text that came. What an edit brought stands where the edit does. A span of
 * another source than these comes back as it is.
 */
struct span revision_place(const struct revision *revision, struct span at);

/* The same for all diags from number `from` on. */
void revision_place_diags(const struct revision *revision, struct diags *d, size_t from);

/* Whether the source is one of its texts. */
bool revision_has(const struct revision *revision, const struct source *source);

/* Adds, as edits of an earlier text, what leads from it to this one, and sorted edits of this. */
void revision_join(const struct revision *revision, const struct revision *earlier,
	const struct edits *edits, struct edits *joined);

#endif
