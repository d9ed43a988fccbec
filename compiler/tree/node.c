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

node_id tree_get(const struct tree *tree, node_id map, struct bytes key)
{
	assert(tree_node(tree, map)->kind == NODE_MAP);
	node_id found = 0;
	for (node_id at = map + 1, end = tree_node(tree, map)->after; at < end;) {
		node_id value = tree_node(tree, at)->after, meant = tree_follow(tree, at);
		if (tree_node(tree, meant)->kind == NODE_SCALAR && tree_text_is(tree, meant, key))
			found = value;
		at = tree_node(tree, value)->after;
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
