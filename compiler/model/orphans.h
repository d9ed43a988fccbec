/*
 * Orphans: what a values file holds at paths of images that the project at the base managed, and
 * that nothing manages any more (SPEC §5.5). Compiling leaves them where they are. Part of the face
 * of model/.
 */
#ifndef LEME_MODEL_ORPHANS_H
#define LEME_MODEL_ORPHANS_H

#include "history.h"

/* The largest part of a file that holds nothing else. */
struct orphan {
	struct bytes path;
	struct span at;      /* its key */
	struct span all;     /* what the key stands before */
	struct span written; /* what wrote it, at the base */
};

struct orphans {
	ARRAY(struct orphan);
};

/*
 * In the chart's values.yaml, and in outputs that are edited. The history may be NULL. Only where
 * it is known anything is found; *amiss says why it is not.
 */
enum history_answer orphans_find(struct arena *owner, const struct resolver *resolver,
	struct history *history, struct orphans *orphans, struct missing_evidence *amiss);

#endif
