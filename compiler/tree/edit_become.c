/* A node made into what was made of its data: what both share is not even looked at. */
#include "edit.h"
#include "edit_text.h"
#include "tag.h"

/* --- what aliases allow ----------------------------------------------------------------------- */

static bool is_anchored(const struct tree *tree, node_id id)
{
	uint32_t properties = tree_node(tree, id)->properties;
	return properties && tree->properties.at[properties].anchor.len;
}

static bool has_anchor_near(const struct tree *tree, node_id id)
{
	for (node_id at = tree_node(tree, id)->parent; at; at = tree_node(tree, at)->parent)
		if (is_anchored(tree, at))
			return true;
	for (node_id at = id; at < tree_node(tree, id)->after; at++)
		if (is_anchored(tree, at))
			return true;
	return false;
}

static bool is_in(const struct tree *tree, node_id id, node_id around)
{
	return id >= around && id < tree_node(tree, around)->after;
}

/* No alias outside of a node repeats something in it, and none something around it. */
static bool may_write_anew(const struct editor *e, node_id id)
{
	const struct tree *tree = e->tree;
	if (!has_anchor_near(tree, id))
		return true;
	for (node_id alias = 1; alias < tree->nodes.count; alias++) {
		node_id meant = tree_node(tree, alias)->extra;
		if (tree_node(tree, alias)->kind != NODE_ALIAS || !meant)
			continue;
		bool around = is_in(tree, id, meant) && id != meant;
		bool within = is_in(tree, meant, id) && !is_in(tree, alias, id);
		if ((around || within) && !e->in_the_way)
			return false;
		if (around || within)
			e->in_the_way[alias] = true;
	}
	return true;
}

/* --- maps ------------------------------------------------------------------------------------- */

/* A map, by the texts of its keys. */
struct maps {
	const struct editor *e;
	node_id map;
	struct keys keys;
	struct lookup had, wanted;
};

static node_id next_key(const struct maps *maps, node_id key)
{
	return tree_next(maps->e->tree, tree_next(maps->e->tree, key));
}

/* A `<<`, which never goes, or a key that is wanted. */
static bool key_stays(const struct maps *maps, node_id key)
{
	return key_merges(maps->e->tree, key) || lookup_get(&maps->wanted, key_text(maps->e, key));
}

/*
 * What a `<<` gives cannot be taken away. It can be given again behind all others, if it is not
 * there as a key of another type, which Helm refuses, or twice then.
 */
static bool merged_fits(const struct maps *maps, const struct entry *had)
{
	const struct value *wanted = lookup_get(&maps->wanted, had->key);
	if (!names_get(&maps->keys.merged, had->key))
		return true;
	if (!wanted)
		return false;
	if (!keys_merged(&maps->keys, had->key) || value_equal(had->value, wanted))
		return true;
	return !keys_find(&maps->keys, had->key) && resolve_helm(had->key).type == TYPE_STRING;
}

/* Pair by pair, if something stays. */
static bool is_kept(const struct maps *maps)
{
	if (maps->keys.strange)
		return false;
	for (size_t i = 0; maps->keys.merge && i < maps->had.map->count; i++)
		if (!merged_fits(maps, &maps->had.map->entries[i]))
			return false;
	for (node_id key = tree_first(maps->e->tree, maps->map); key; key = next_key(maps, key))
		if (key_stays(maps, key))
			return true;
	return false;
}

/* Where those behind a key go, its value must leave none of their lines. */
static bool make_value(
	const struct maps *maps, node_id key, const struct value *had, const struct value *wanted)
{
	struct editor here = *maps->e;
	node_id last = 0, next = next_key(maps, key);
	for (; next && !key_stays(maps, next); next = next_key(maps, next))
		last = next;
	node_id value = tree_next(here.tree, key);
	if (last && !edit_may_end(&here, value, node_stop(&here, tree_next(here.tree, last))))
		return false;
	here.no_literal |= last && edit_spoils_block(&here, maps->map, last);
	return edit_make_of(&here, value, had, wanted);
}

static bool make_values(const struct maps *maps)
{
	const struct tree *tree = maps->e->tree;
	for (node_id key = tree_first(tree, maps->map); key; key = next_key(maps, key)) {
		struct bytes text = key_text(maps->e, key);
		const struct value *wanted = lookup_get(&maps->wanted, text);
		bool counts = !key_merges(tree, key) && keys_find(&maps->keys, text) == key &&
			!keys_merged(&maps->keys, text);
		if (!wanted || !counts)
			continue;
		const struct value *had = lookup_get(&maps->had, text);
		if (had != wanted && !make_value(maps, key, had, wanted))
			return false;
	}
	return true;
}

static struct value *missing_of(const struct maps *maps)
{
	struct arena *owner = maps->e->edits->owner;
	const struct value *wanted = maps->wanted.map;
	struct value *missing = arena_new_of(owner, struct value);
	struct entry *entries = NULL;
	*missing = (struct value){ .kind = VALUE_MAP };
	for (size_t i = 0; i < wanted->count; i++) {
		const struct entry *entry = &wanted->entries[i];
		const struct value *had = keys_merged(&maps->keys, entry->key)
			? lookup_get(&maps->had, entry->key)
			: NULL;
		if ((had && value_equal(had, entry->value)) ||
			(!had && keys_find(&maps->keys, entry->key)))
			continue;
		if (!entries)
			entries = arena_array_of(owner, struct entry, wanted->count);
		entries[missing->count++] = *entry;
	}
	missing->entries = entries;
	return missing;
}

static bool take_out_keys(const struct maps *maps, enum what_follows follows)
{
	node_id first = 0, last = 0;
	for (node_id key = tree_first(maps->e->tree, maps->map); key; key = next_key(maps, key)) {
		bool goes = !key_stays(maps, key);
		if (!goes && first && !edit_take_out(maps->e, first, last, NOTHING_FOLLOWS))
			return false;
		first = !goes ? 0 : first ? first : key;
		last = key;
	}
	return !first || edit_take_out(maps->e, first, last, follows);
}

static bool take_all_keys(const struct maps *maps)
{
	node_id first = tree_first(maps->e->tree, maps->map), last = first;
	for (node_id key = first; key; key = next_key(maps, key))
		last = key;
	return !maps->keys.merge && edit_take_all(maps->e, first, last);
}

/* Whether the same keys are wanted in the same order, and each stands once in the text. */
static bool has_same_keys(
	const struct editor *e, node_id map, const struct value *had, const struct value *wanted)
{
	node_id key = tree_first(e->tree, map);
	if (had->count != wanted->count)
		return false;
	for (size_t i = 0; i < had->count; i++) {
		const struct entry *entry = &had->entries[i];
		if (!key || entry->key_at.begin != tree_node(e->tree, key)->begin ||
			!bytes_equal(entry->key, wanted->entries[i].key))
			return false;
		key = tree_next(e->tree, tree_next(e->tree, key));
	}
	return !key;
}

static bool make_same_keys(
	const struct editor *e, node_id map, const struct value *had, const struct value *wanted)
{
	node_id key = tree_first(e->tree, map);
	for (size_t i = 0; i < had->count; i++) {
		const struct value *old = had->entries[i].value, *new = wanted->entries[i].value;
		node_id value = tree_next(e->tree, key);
		if (old != new && !edit_make_of(e, value, old, new))
			return false;
		key = tree_next(e->tree, value);
	}
	return true;
}

static bool make_map_of(
	const struct editor *e, node_id map, const struct value *had, const struct value *wanted)
{
	if (has_same_keys(e, map, had, wanted))
		return make_same_keys(e, map, had, wanted);
	struct arena *owner = e->edits->owner;
	struct maps maps = { e, map, keys_of(e, map), value_lookup(owner, had),
		value_lookup(owner, wanted) };
	if (wanted->count == 0)
		return take_all_keys(&maps);
	if (!is_kept(&maps) || !make_values(&maps))
		return false;
	const struct value *missing = missing_of(&maps);
	/* New items would come to stand behind the brace that a map without braces gets. */
	if (missing->count && node_is_bare(e, map))
		return false;
	enum what_follows follows = missing->count ? MORE_FOLLOWS : NOTHING_FOLLOWS;
	return take_out_keys(&maps, follows) && edit_add_pairs(e, map, missing);
}

/* Of an alias nobody knows yet what will stand in its place. */
static bool holds_block(const struct tree *tree, node_id id)
{
	for (node_id at = id; at < tree_node(tree, id)->after; at++) {
		const struct node *node = tree_node(tree, at);
		bool is_text = node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
		if (node->kind == NODE_ALIAS || (is_text && at != id))
			return true;
	}
	return false;
}

bool edit_may_end(struct editor *here, node_id changed, size_t stop)
{
	struct bytes text = here->text;
	bool cut_off = text_line_begin(text, text.len) < text.len;
	if (!cut_off || text_line_stop(text, stop) < text.len)
		return true;
	here->no_literal = true;
	return !holds_block(here->tree, changed);
}

/* --- any node --------------------------------------------------------------------------------- */

static bool is_leaf(const struct value *value)
{
	return value->kind < VALUE_LIST;
}

static bool make(
	const struct editor *e, node_id id, const struct value *had, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	if (node->kind == NODE_SCALAR && is_leaf(wanted))
		return edit_change(e, id, wanted);
	if (tree_count(e->tree, id) == 0)
		return false;
	if (node->kind == NODE_SEQ && wanted->kind == VALUE_LIST)
		return edit_make_list_of(e, id, had, wanted);
	if (node->kind == NODE_MAP && wanted->kind == VALUE_MAP)
		return make_map_of(e, id, had, wanted);
	return false;
}

bool edit_make_of(
	const struct editor *e, node_id id, const struct value *had, const struct value *wanted)
{
	size_t before = e->edits->count;
	bool whole = tree_node(e->tree, id)->kind == NODE_ALIAS || is_leaf(had) || !had->count;
	if (had == wanted || (whole && value_equal(had, wanted)))
		return true;
	if (make(e, id, had, wanted))
		return true;
	e->edits->count = before;
	return may_write_anew(e, id) && edit_write_anew(e, id, wanted);
}

/* --- the door --------------------------------------------------------------------------------- */

/* Whether edits agree, those before this place aside. */
static bool agree(const struct edits *edits, size_t before)
{
	struct diags unsaid = diags_new(edits->owner);
	struct edits own = edits_new(edits->owner, edits->source);
	for (size_t i = before; i < edits->count; i++)
		*array_push(own.owner, &own) = edits->at[i];
	return edits_sort(&own, &unsaid);
}

static bool any(const struct tree *tree, const bool *marks)
{
	for (node_id id = 1; id < tree->nodes.count; id++)
		if (marks[id] && tree_node(tree, id)->kind == NODE_ALIAS)
			return true;
	return false;
}

/* False: no edit is left. */
static bool become(
	struct editor *e, node_id node, const struct value *had, const struct value *wanted)
{
	size_t before = e->edits->count;
	bool *in_the_way = NULL;
	if (e->tree->properties.count > 1)
		in_the_way = arena_array_of(e->edits->owner, bool, e->tree->nodes.count);
	e->in_the_way = in_the_way;
	bool made = edit_make_of(e, node, had, wanted);
	bool in_way = in_the_way && any(e->tree, in_the_way);
	if (made && !in_way && agree(e->edits, before))
		return true;
	e->edits->count = before;
	e->in_the_way = NULL;
	if (in_way && edit_make_spelled_out(e, node, had, wanted, in_the_way))
		return true;
	return in_way && edit_make_of(e, node, had, wanted) && agree(e->edits, before);
}

static bool is_filled(const struct edits *edits, size_t at)
{
	for (size_t i = 0; i < edits->count; i++)
		if (edits->at[i].begin == at && edits->at[i].text.len)
			return true;
	return false;
}

/* A CR that ends a line and an LF that ends another, nothing left between, are one line end. */
static bool keeps_line_ends(const struct editor *e, size_t first, struct diags *d)
{
	for (size_t i = first; i < e->edits->count; i++) {
		struct edit edit = e->edits->at[i];
		if (edit.text.len || edit.begin == 0 || edit.end == e->text.len ||
			e->text.at[edit.begin - 1] != '\r' || e->text.at[edit.begin] == '\n' ||
			e->text.at[edit.end] != '\n' || is_filled(e->edits, edit.end))
			continue;
		struct span at = { e->edits->source, edit.begin - 1, edit.begin };
		diag_error(d, at, "edit/unsafe",
			"this line ends with a CR alone, others with an LF: "
			"what is between cannot be taken out safely");
		diag_hint(d, "let all lines end alike");
		return false;
	}
	return true;
}

bool edit_become(struct edits *edits, const struct tree *tree, node_id node,
	const struct value *had, const struct value *wanted, struct diags *d)
{
	struct diags unsaid = diags_new(edits->owner);
	struct editor e = editor_of(edits, tree, &unsaid);
	size_t before = edits->count;
	if (become(&e, node, had, wanted))
		return keeps_line_ends(&e, before, d);
	edits->count = before;
	e.d = d;
	return may_write_anew(&e, node) ? edit_write_anew(&e, node, wanted)
					: edit_allowed(&e, node) && edit_allowed_within(&e, node);
}
