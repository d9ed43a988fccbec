/* What an object says of itself. Private to objects/. */
#ifndef LEME_OBJECTS_IDENTITY_H
#define LEME_OBJECTS_IDENTITY_H

#include "objects.h"

/* The object that a map is. */
struct object object_read(struct arena *owner, const struct manifest *manifest, node_id map);

/* Whether a map's kind is that of a list. */
bool object_is_list(struct arena *owner, const struct tree *tree, node_id map);

/* The template that a document is from, as a `# Source:` comment or an annotation has it. */
struct bytes manifest_file(struct arena *owner, const struct manifest *manifest);

#endif
