/* The keys of maps as the reader understands them, found fast in large maps. */
#include "edit.h"

static bool is_plain(const struct node *node)
{
	return node->style == STYLE_PLAIN || node->style == STYLE_EMPTY;
}

static struct bytes node_tag(const struct editor *e, node_id id)
{
	return e->tree->properties.at[tree_node(e->tree, id)->properties].tag;
}

struct bytes key_text(const struct editor *e, node_id key)
{
	node_id id = tree_follow(e->tree, key);
	const struct node *node = tree_node(e->tree, id);
	if (!id || node->kind != NODE_SCALAR)
		return (struct bytes){ 0 };
	struct bytes text = tree_text(e->tree, id);
	bool tagged = node->properties && node_tag(e, id).len;
	if (e->tree->dialect == DIALECT_HELM && is_plain(node) && !tagged)
		return resolve_helm_key(e->edits->owner, text);
	return text.at ? text : BYTES("");
}

static bool is_merge(const struct editor *e, node_id key)
{
	const struct node *node = tree_node(e->tree, key);
	return node->kind == NODE_SCALAR && node->style == STYLE_PLAIN &&
		bytes_is(tree_text(e->tree, key), "<<");
}

static void add_key(const struct editor *e, struct keys *keys, node_id key)
{
	struct bytes text = key_text(e, key);
	if (is_merge(e, key))
		keys->merge = key;
	if (!text.at) {
		keys->strange = true;
		return;
	}
	if (names_set(&keys->last, text, key))
		names_set(&keys->twice, text, key);
}

struct keys keys_of(const struct editor *e, node_id map)
{
	struct arena *owner = e->edits->owner;
	struct keys keys = { .last = { .owner = owner }, .twice = { .owner = owner } };
	node_id key = tree_first(e->tree, map);
	while (key) {
		add_key(e, &keys, key);
		key = tree_next(e->tree, tree_next(e->tree, key));
	}
	return keys;
}

node_id keys_find(const struct keys *keys, struct bytes text)
{
	return names_get(&keys->last, text);
}

bool keys_twice(const struct keys *keys, struct bytes text)
{
	return names_get(&keys->twice, text) != 0;
}
