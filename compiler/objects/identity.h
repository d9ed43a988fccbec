/* What an object says of itself. Private to objects/. */
#ifndef LEME_OBJECTS_IDENTITY_H
#define LEME_OBJECTS_IDENTITY_H

#include "objects.h"

/* The object that a map is. */
struct object object_read(struct arena *owner, const struct manifest *manifest, node_id map);

/* An annotation of an object, or 0. */
node_id object_annotation(const struct tree *tree, node_id map, struct bytes key);

/* The text that Helm makes of a scalar where one is wanted: `n` is "false". Empty for all else. */
struct bytes helm_text(struct arena *owner, const struct tree *tree, node_id id);

/* Whether a map's kind is that of a list. */
bool object_is_list(struct arena *owner, const struct tree *tree, node_id map);

/* The template that a document is from, as a `# Source:` comment or an annotation has it. */
struct bytes manifest_file(struct arena *owner, const struct manifest *manifest);

#endif
