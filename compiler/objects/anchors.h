/* Anchors of earlier documents. Private to objects/. */
#ifndef LEME_OBJECTS_ANCHORS_H
#define LEME_OBJECTS_ANCHORS_H

#include "objects.h"

struct anchors *anchors_new(struct arena *owner);

/*
 * Gives the stray aliases of a document what the nearest earlier document has under their anchors.
 * False, with diags, where none has.
 */
bool anchors_lend(const struct stream *stream, size_t index, struct tree *tree,
	const struct strays *strays, struct limits limits, struct diags *d);

#endif
