/* The keys of maps as the reader understands them, found fast in large maps. */
#include "edit.h"
#include "tag.h"

static bool is_plain(const struct node *node)
{
	return node->style == STYLE_PLAIN || node->style == STYLE_EMPTY;
}

struct bytes key_text(const struct editor *e, node_id key)
{
	node_id id = tree_follow(e->tree, key);
	const struct node *node = tree_node(e->tree, id);
	if (!id || node->kind != NODE_SCALAR)
		return (struct bytes){ 0 };
	struct bytes text = tree_text(e->tree, id);
	bool tagged = tree_tag(e->tree, id).len;
	if (e->tree->dialect == DIALECT_HELM && is_plain(node) && !tagged)
		return resolve_helm_key(e->edits->owner, text);
	return text.at ? text : BYTES("");
}

/* What a `<<` gives: the keys of a map, or of a list of maps. */
static void add_merged(struct keys *keys, node_id merge, const struct value *value)
{
	for (size_t i = 0; value->kind == VALUE_LIST && i < value->count; i++)
		add_merged(keys, merge, value->items[i]);
	for (size_t i = 0; value->kind == VALUE_MAP && i < value->count; i++)
		names_set(&keys->merged, value->entries[i].key, merge);
}

static void add_merge(const struct editor *e, struct keys *keys, node_id merge)
{
	const struct value *value = edit_data(e, tree_next(e->tree, merge));
	keys->merge = merge;
	if (value)
		add_merged(keys, merge, value);
	else
		keys->strange = true;
}

static void add_key(const struct editor *e, struct keys *keys, node_id key)
{
	struct bytes text = key_text(e, key);
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
	struct keys keys = { { .owner = owner }, { .owner = owner }, { .owner = owner }, 0, false };
	for (node_id key = tree_first(e->tree, map); key;
		key = tree_next(e->tree, tree_next(e->tree, key)))
		if (key_merges(e->tree, key))
			add_merge(e, &keys, key);
		else
			add_key(e, &keys, key);
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

node_id keys_merged(const struct keys *keys, struct bytes text)
{
	node_id merge = names_get(&keys->merged, text);
	return merge > keys_find(keys, text) ? merge : 0;
}
