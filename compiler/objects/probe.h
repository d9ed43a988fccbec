/* Who sent a stream. Private to objects/. */
#ifndef LEME_OBJECTS_PROBE_H
#define LEME_OBJECTS_PROBE_H

#include "markers.h"
#include "objects.h"

/*
 * Reads at most the documents that look as if they told it. `names_filename`: the text has FILENAME
 * in it.
 */
enum host host_of(const struct stream *stream, bool names_filename);

/* Whether a document is a ResourceList. */
bool manifest_is_resource_list(const struct manifest *manifest);

/* Whether the document or an object in it says which of Helm 4's files it is from. */
bool manifest_is_of_helm4(const struct manifest *manifest);

#endif
