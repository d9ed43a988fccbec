#include "tree.h"

#include <assert.h>

struct bytes tree_text(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	if (node->kind != NODE_SCALAR)
		return (struct bytes){ 0 };
	if (node->decoded)
		return tree->texts.at[node->extra];
	bool quoted = node->style == STYLE_SINGLE || node->style == STYLE_DOUBLE;
	return bytes_slice(tree->source->text, node->begin + quoted, node->end - quoted);
}

struct span tree_span(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	return (struct span){ tree->source, node->begin, node->end };
}

node_id tree_first(const struct tree *tree, node_id id)
{
	return tree_node(tree, id)->after > id + 1 ? id + 1 : 0;
}

node_id tree_next(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	if (!node->parent)
		return 0;
	return node->after < tree_node(tree, node->parent)->after ? node->after : 0;
}

node_id tree_follow(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	return node->kind == NODE_ALIAS ? node->extra : id;
}

node_id tree_get(const struct tree *tree, node_id map, struct bytes key)
{
	assert(tree_node(tree, map)->kind == NODE_MAP);
	node_id found = 0;
	for (node_id at = tree_first(tree, map); at;) {
		node_id value = tree_next(tree, at), meant = tree_follow(tree, at);
		if (tree_node(tree, meant)->kind == NODE_SCALAR &&
			bytes_equal(tree_text(tree, meant), key))
			found = value;
		at = tree_next(tree, value);
	}
	return found;
}

size_t tree_count(const struct tree *tree, node_id id)
{
	size_t children = 0;
	for (node_id at = tree_first(tree, id); at; at = tree_next(tree, at))
		children++;
	return tree_node(tree, id)->kind == NODE_MAP ? children / 2 : children;
}
