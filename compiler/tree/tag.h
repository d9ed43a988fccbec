/* What a scalar is once its tag is honoured; for tree/ only. */
#ifndef LEME_TREE_TAG_H
#define LEME_TREE_TAG_H

#include "tree.h"

/* The name behind 'tag:yaml.org,2002:', or a text without .at if the tag is another. */
struct bytes tag_core_name(struct bytes tag);

/* The type a tag asks for; TYPE_STRING for any tag that asks for no other. */
enum scalar_type tag_type(struct bytes tag);

/* The tag of a node; empty if it has none. */
struct bytes tree_tag(const struct tree *tree, node_id id);

/* As go-yaml: whether a key is a plain `<<`, or any `<<` that has the tag !!merge. */
bool key_merges(const struct tree *tree, node_id key);

/*
 * A scalar's type and text. The text is the decoded one, but for !!binary in the Helm dialect,
 * which is decoded once more. False, with a diag `yaml/tag`, if the text is not what the tag
 * says, and in the strict dialect for a tag of no known meaning.
 */
bool scalar_read(struct arena *owner, const struct tree *tree, node_id id, struct scalar *scalar,
	struct bytes *text, struct diags *d) MUST_USE;

/* In the strict dialect: whether a map or list has no tag but its own. */
bool collection_tag_allowed(const struct tree *tree, node_id id, struct diags *d) MUST_USE;

#endif
