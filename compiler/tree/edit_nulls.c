/* Nulls that are wanted because a chart has a value: their keys are taken out. */
#include "edit.h"
#include "tag.h"

/* --- data ------------------------------------------------------------------------------------- */

static struct value *map_like(struct arena *owner, const struct value *map)
{
	struct value *made = arena_new_of(owner, struct value);
	*made = *map;
	made->entries = NULL;
	made->count = 0;
	return made;
}

const struct value *value_without_nulls(struct arena *owner, const struct value *map)
{
	struct value *rest = map_like(owner, map);
	struct entry *entries = arena_array_of(owner, struct entry, map->count);
	for (size_t i = 0; i < map->count; i++) {
		struct entry entry = map->entries[i];
		bool is_map = entry.value->kind == VALUE_MAP, asked = entry.value->count == 0;
		if (is_map)
			entry.value = value_without_nulls(owner, entry.value);
		if (entry.value->kind != VALUE_NULL && (!is_map || asked || entry.value->count))
			entries[rest->count++] = entry;
	}
	rest->entries = entries;
	return rest;
}

const struct value *value_less_nulls(
	struct arena *owner, const struct value *have, const struct value *wanted)
{
	struct value *rest = map_like(owner, have);
	struct entry *entries = arena_array_of(owner, struct entry, have->count);
	struct lookup lookup = value_lookup(owner, wanted);
	for (size_t i = 0; i < have->count; i++) {
		struct entry entry = have->entries[i];
		const struct value *theirs = lookup_get(&lookup, entry.key);
		if (theirs && theirs->kind == VALUE_NULL)
			continue;
		if (theirs && theirs->kind == VALUE_MAP && entry.value->kind == VALUE_MAP)
			entry.value = value_less_nulls(owner, entry.value, theirs);
		entries[rest->count++] = entry;
	}
	rest->entries = entries;
	return rest;
}

/* --- the edit --------------------------------------------------------------------------------- */

/* A run of keys that go, as long as it is not ended. */
struct run {
	node_id first, last;
};

static bool end_run(const struct editor *e, node_id map, struct run *run)
{
	struct run ended = *run;
	*run = (struct run){ 0 };
	if (!ended.first)
		return true;
	bool all = ended.first == tree_first(e->tree, map) &&
		!tree_next(e->tree, tree_next(e->tree, ended.last));
	return all ? edit_take_all(e, ended.first, ended.last)
		   : edit_take_out(e, ended.first, ended.last, NOTHING_FOLLOWS);
}

/* A null cannot take away what a `<<` gives. */
static bool has_no_merged(const struct editor *e, node_id map, const struct value *wanted)
{
	bool good = true;
	node_id key = tree_first(e->tree, map);
	while (key && !key_merges(e->tree, key))
		key = tree_next(e->tree, tree_next(e->tree, key));
	struct keys keys = key ? keys_of(e, map) : (struct keys){ .merge = 0 };
	for (size_t i = 0; key && i < wanted->count; i++) {
		const struct entry *entry = &wanted->entries[i];
		node_id merge = names_get(&keys.merged, entry->key);
		if (merge && entry->value->kind == VALUE_NULL)
			good = edit_refuse_merge(e, merge, entry->key);
	}
	return good;
}

static bool remove_nulls(const struct editor *e, node_id map, const struct value *wanted);

static bool remove_below(const struct editor *e, node_id value, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, value);
	if (wanted->kind != VALUE_MAP)
		return true;
	if (node->kind == NODE_MAP)
		return remove_nulls(e, value, wanted);
	if (node->kind != NODE_ALIAS)
		return true;
	const struct value *have = edit_data(e, value);
	if (!have || have->kind != VALUE_MAP)
		return have;
	return value_equal(have, value_less_nulls(e->edits->owner, have, wanted)) ||
		edit_refuse_alias(e, value);
}

static bool remove_nulls(const struct editor *e, node_id map, const struct value *wanted)
{
	struct lookup lookup = value_lookup(e->edits->owner, wanted);
	struct run run = { 0 };
	bool made = has_no_merged(e, map, wanted);
	for (node_id key = tree_first(e->tree, map); key;
		key = tree_next(e->tree, tree_next(e->tree, key))) {
		struct bytes text = key_text(e, key);
		const struct value *theirs = text.at ? lookup_get(&lookup, text) : NULL;
		if (theirs && theirs->kind == VALUE_NULL) {
			run = (struct run){ run.first ? run.first : key, key };
			continue;
		}
		made &= end_run(e, map, &run);
		made &= !theirs || remove_below(e, tree_next(e->tree, key), theirs);
	}
	return end_run(e, map, &run) && made;
}

bool edit_remove_nulls(struct edits *edits, const struct tree *tree, node_id map,
	const struct value *wanted, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	return remove_below(&e, map, wanted);
}
