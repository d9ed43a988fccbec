/*
 * Aliases that are in the way of editing an object alone: to anchors of other documents, as Helm 4
 * leaves them when it takes a List apart, which the cluster's reader would refuse; and to anchors
 * of other objects of the same List. Each is written as what it means. Private to manifest/.
 */
#ifndef LEME_MANIFEST_STRAYS_H
#define LEME_MANIFEST_STRAYS_H

#include "objects/objects.h"

/* Whether there are aliases to other documents; to other objects of this one. */
bool strays_any(const struct manifest *manifest);
bool strays_cross(struct arena *scratch, const struct manifest *manifest);

/* Writes all of both kinds. */
bool strays_resolve(const struct manifest *manifest, struct limits limits, struct edits *edits,
	struct diags *d) MUST_USE;

#endif
