/*
 * Lines of a stream that begin with three dashes or dots. As all of the text is looked at on the
 * way to the next one, in blocks of 64 bytes, whatever else is to be known of all of it is learnt
 * then, and it is read but once. Private to objects/.
 */
#ifndef LEME_OBJECTS_MARKERS_H
#define LEME_OBJECTS_MARKERS_H

#include "base/bytes.h"

/* The annotation by which Helm 4 finds a document's file again. */
#define FILENAME "postrenderer.helm.sh/postrender-filename"

struct markers {
	struct bytes text;
	size_t good;         /* what was looked at is UTF-8 without a NUL before this place … */
	bool bad;            /* … at which stands a byte that is not */
	bool names_filename; /* FILENAME was met */
	bool wide;           /* the processor has registers of 32 bytes */
};

struct markers markers_new(struct bytes text);

bool marker_begins(struct bytes text, size_t at);

/* The first one behind a place, or the end of the text. Places must not go back. */
size_t markers_next(struct markers *markers, size_t at);

#endif
