#include "tag.h"

static bool key_is(const struct tree *tree, node_id key, struct bytes text)
{
	node_id id = tree_follow(tree, key);
	const struct node *node = tree_node(tree, id);
	struct bytes own = tree_text(tree, id);
	if (!id || node->kind != NODE_SCALAR)
		return false;
	bool plain = node->type == TYPE_STRING && !node->properties;
	if (plain || tree->dialect == DIALECT_STRICT)
		return bytes_equal(own, text);
	struct diags ignored = diags_new(tree->owner);
	struct scalar scalar;
	if (!scalar_read(tree->owner, tree, id, &scalar, &own, &ignored))
		return false;
	if (scalar.type != TYPE_STRING)
		own = resolve_helm_key(tree->owner, own);
	return own.at && bytes_equal(own, text);
}

/* Of a list of maps the first that has the key wins. */
static node_id find_merged(const struct tree *tree, node_id value, struct bytes key)
{
	node_id found = 0;
	if (tree_node(tree, value)->kind != NODE_SEQ)
		return tree_find(tree, value, key);
	for (node_id at = tree_first(tree, value); at && !found; at = tree_next(tree, at))
		found = tree_find(tree, at, key);
	return found;
}

/* In a usual tree all keys are texts, each its own, and nothing is merged. */
static node_id find_usual(const struct tree *tree, node_id map, struct bytes key)
{
	node_id end = tree_node(tree, map)->after;
	for (node_id at = map + 1; at < end; at = tree_node(tree, at + 1)->after) {
		if (tree_text_is(tree, at, key))
			return at + 1;
	}
	return 0;
}

node_id tree_find(const struct tree *tree, node_id map, struct bytes key)
{
	node_id meant = tree_follow(tree, map), found = 0;
	if (!meant || tree_node(tree, meant)->kind != NODE_MAP)
		return 0;
	if (tree->usual)
		return find_usual(tree, meant, key);
	for (node_id at = tree_first(tree, meant); at;) {
		node_id value = tree_next(tree, at), here = 0;
		if (tree->dialect == DIALECT_HELM && key_merges(tree, at))
			here = find_merged(tree, value, key);
		else if (key_is(tree, at, key))
			here = value;
		found = here ? here : found;
		at = tree_next(tree, value);
	}
	return found;
}

/* The number of the key among those still looked for, or `count`. */
static size_t number_of(const struct tree *tree, node_id id, const struct bytes *keys, size_t count,
	const node_id *found)
{
	for (size_t i = 0; i < count; i++)
		if (!found[i] && tree_text_is(tree, id, keys[i]))
			return i;
	return count;
}

void tree_find_all(const struct tree *tree, node_id map, const struct bytes *keys, size_t count,
	node_id *found)
{
	node_id meant = tree_follow(tree, map);
	const struct node *node = tree_node(tree, meant);
	bool usual = tree->usual && meant && node->kind == NODE_MAP;
	for (size_t i = 0; i < count; i++)
		found[i] = usual ? 0 : tree_find(tree, map, keys[i]);
	if (!usual)
		return;
	size_t left = count;
	for (node_id at = meant + 1; at < node->after && left;
		at = tree_node(tree, at + 1)->after) {
		size_t number = number_of(tree, at, keys, count, found);
		if (number == count)
			continue;
		found[number] = at + 1;
		left--;
	}
}

node_id tree_key(const struct tree *tree, node_id value)
{
	node_id map = tree_node(tree, value)->parent;
	if (!map || tree_node(tree, map)->kind != NODE_MAP)
		return 0;
	node_id key = tree_first(tree, map);
	while (key && key != value && tree_next(tree, key) != value)
		key = tree_next(tree, tree_next(tree, key));
	return key == value ? 0 : key;
}
