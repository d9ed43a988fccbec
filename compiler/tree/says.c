#include "tree.h"

static bool says(const struct tree *tree, node_id id, const struct value *value);

static bool number_says(const struct node *node, struct bytes text, const struct value *value)
{
	if (node->type != TYPE_INT && node->type != TYPE_FLOAT)
		return false;
	struct scalar got = resolve_helm(text);
	bool both_int = got.type == TYPE_INT && value->kind == VALUE_INT;
	return both_int ? got.integer == value->integer : got.number == value->number;
}

static bool scalar_says(const struct tree *tree, node_id id, const struct value *value)
{
	const struct node *node = tree_node(tree, id);
	struct bytes text = tree_text(tree, id);
	switch (value->kind) {
	case VALUE_NULL:
		return node->type == TYPE_NULL;
	case VALUE_BOOL:
		return node->type == TYPE_BOOL && resolve_helm(text).boolean == value->boolean;
	case VALUE_STRING:
		return node->type == TYPE_STRING && bytes_equal(text, value->text);
	default:
		return number_says(node, text, value);
	}
}

static bool list_says(const struct tree *tree, node_id id, const struct value *list)
{
	node_id item = tree_first(tree, id);
	for (size_t i = 0; i < list->count; i++, item = tree_next(tree, item))
		if (!item || !says(tree, item, list->items[i]))
			return false;
	return !item;
}

static bool key_says(const struct tree *tree, node_id key, struct bytes text)
{
	const struct node *node = tree_node(tree, key);
	return node->kind == NODE_SCALAR && node->type == TYPE_STRING && !node->properties &&
		bytes_equal(tree_text(tree, key), text) &&
		(node->style != STYLE_PLAIN || !bytes_is(text, "<<"));
}

static bool map_says(const struct tree *tree, node_id id, const struct value *map)
{
	node_id key = tree_first(tree, id);
	for (size_t i = 0; i < map->count; i++) {
		if (!key || !key_says(tree, key, map->entries[i].key))
			return false;
		node_id value = tree_next(tree, key);
		if (!says(tree, value, map->entries[i].value))
			return false;
		key = tree_next(tree, value);
	}
	return !key;
}

static bool says(const struct tree *tree, node_id id, const struct value *value)
{
	const struct node *node = tree_node(tree, id);
	if (node->properties)
		return false;
	switch (node->kind) {
	case NODE_SCALAR:
		return value->kind < VALUE_LIST && scalar_says(tree, id, value);
	case NODE_SEQ:
		return value->kind == VALUE_LIST && list_says(tree, id, value);
	case NODE_MAP:
		return value->kind == VALUE_MAP && map_says(tree, id, value);
	default:
		return false;
	}
}

bool tree_says(const struct tree *tree, node_id id, const struct value *value)
{
	return tree->dialect == DIALECT_HELM && says(tree, id, value);
}
