/*
 * The custom kinds that a stream defines: how their lists merge, from the schemas of its
 * CustomResourceDefinitions (apiextensions.k8s.io v1). The stream is searched when the first custom
 * kind is asked for, once.
 */
#ifndef LEME_MANIFEST_CRDS_H
#define LEME_MANIFEST_CRDS_H

#include "objects/objects.h"
#include "patch.h"

struct crds;
struct crds *crds_new(struct arena *run, const struct stream *stream, struct limits limits);

/* NULL if the stream does not define it. */
const struct merge_type *crds_find(
	struct crds *crds, struct bytes group, struct bytes version, struct bytes kind);

#endif
