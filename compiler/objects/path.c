#include "objects.h"

static size_t index_of(const struct tree *tree, node_id seq, node_id item)
{
	size_t index = 0;
	for (node_id at = tree_first(tree, seq); at && at != item; at = tree_next(tree, at))
		index++;
	return index;
}

/* The way down to a node is found upward. */
static void add_steps(
	struct buf *path, const struct tree *tree, const struct object *object, node_id node)
{
	node_id parent = tree_node(tree, node)->parent;
	if (node == object->node || !parent)
		return;
	add_steps(path, tree, object, parent);
	node_id key = tree_key(tree, node);
	if (key)
		path_add_key(path, tree_text(tree, key));
	else if (tree_node(tree, parent)->kind == NODE_SEQ)
		path_add_index(path, index_of(tree, parent, node));
}

struct bytes object_path(struct arena *owner, const struct object *object, node_id node)
{
	struct buf path = buf_new(owner);
	add_steps(&path, object->manifest->tree, object, node);
	return buf_bytes(&path);
}

node_id object_node_at(const struct object *object, struct span at)
{
	const struct tree *tree = object->manifest->tree;
	node_id after = tree_node(tree, object->node)->after, found = 0;
	for (node_id node = object->node; at.source == tree->source && node < after; node++) {
		struct span span = tree_span(tree, node);
		if (span.begin == at.begin && span.end == at.end)
			found = node;
	}
	return found;
}
