/* Making a tree hold what is wanted, with as few edits as that takes. */
#include "edit.h"
#include "edit_text.h"

#include <assert.h>

static bool contain(const struct editor *e, node_id map, const struct value *wanted);

/* --- refusals --------------------------------------------------------------------------------- */

static bool refuse_through(const struct editor *e, node_id id)
{
	diag_error(e->d, tree_span(e->tree, id), "edit/not-a-map",
		"a map is wanted here, and there is something else");
	diag_hint(e->d, "make it a map by hand, or set another path");
	return false;
}

static bool refuse_duplicate(const struct editor *e, node_id key)
{
	diag_error(e->d, tree_span(e->tree, key), "edit/duplicate-key",
		"the key '" BYTES_FMT "' is there more than once in this map",
		BYTES_ARG(tree_text(e->tree, key)));
	diag_hint(e->d, "keep the last one, which is what Helm reads, and delete the others");
	return false;
}

bool edit_refuse_merge(const struct editor *e, node_id merge, struct bytes key)
{
	diag_error(e->d, tree_span(e->tree, merge), "edit/merge-key",
		"'" BYTES_FMT "' would be set beside what '<<' merges into this map",
		BYTES_ARG(key));
	diag_hint(e->d, "write the merged keys out in the place of '<<'");
	return false;
}

bool edit_refuse_alias(const struct editor *e, node_id alias)
{
	diag_error(e->d, tree_span(e->tree, alias), "edit/alias",
		"the value to be changed is an alias");
	diag_hint(e->d, "write the value out in the place of the alias");
	return false;
}

static bool refuse_documents(const struct editor *e)
{
	const struct document *second = &e->tree->documents.at[1];
	struct span at = { e->tree->source, second->begin, second->end };
	diag_error(e->d, at, "edit/documents", "a file of several documents cannot be edited");
	diag_hint(e->d, "keep one document in the file");
	return false;
}

/* --- maps made equal -------------------------------------------------------------------------- */

const struct value *edit_data(const struct editor *e, node_id id)
{
	return tree_value(e->edits->owner, e->tree, id, LIMITS_DEFAULT, e->d);
}

static bool equal_or_make(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct value *have = edit_data(e, id);
	if (!have)
		return false;
	return value_equal(have, wanted) || edit_make_equal(e, id, wanted);
}

static node_id next_key(const struct editor *e, node_id key)
{
	return tree_next(e->tree, tree_next(e->tree, key));
}

/* The entries that are wanted, by their keys. */
static struct names wanted_keys(const struct editor *e, const struct value *wanted)
{
	struct names names = { .owner = e->edits->owner };
	for (size_t i = 0; i < wanted->count; i++)
		names_set(&names, wanted->entries[i].key, (uint32_t)i + 1);
	return names;
}

/* Pair by pair, if one of them stays, and none is there twice or merged. */
static bool is_kept(
	const struct editor *e, node_id map, const struct keys *keys, const struct value *wanted)
{
	if (keys->merge || keys->strange || keys->twice.count)
		return false;
	for (size_t i = 0; i < wanted->count; i++)
		if (keys_find(keys, wanted->entries[i].key))
			return true;
	return tree_count(e->tree, map) == 0;
}

/* The value of a key; where those below it go, it must leave none of their lines. */
static bool make_value_equal(const struct editor *e, node_id map, node_id key,
	const struct names *names, const struct value *wanted)
{
	struct editor here = *e;
	node_id last = 0, next = next_key(e, key);
	for (; next && !names_get(names, key_text(e, next)); next = next_key(e, next))
		last = next;
	here.no_literal |= last && edit_spoils_block(e, map, last);
	return equal_or_make(&here, tree_next(e->tree, key), wanted);
}

/* Runs of keys that are not wanted; `follows` is what comes behind the map's last one. */
static bool take_out_keys(
	const struct editor *e, node_id map, const struct names *names, enum what_follows follows)
{
	bool made = true;
	node_id first = 0, last = 0;
	for (node_id key = tree_first(e->tree, map); key; key = next_key(e, key)) {
		bool goes = !names_get(names, key_text(e, key));
		if (!goes && first)
			made &= edit_take_out(e, first, last, NOTHING_FOLLOWS);
		first = !goes ? 0 : first ? first : key;
		last = key;
	}
	return first ? edit_take_out(e, first, last, follows) && made : made;
}

static bool make_map_equal(
	const struct editor *e, node_id map, const struct keys *keys, const struct value *wanted)
{
	bool made = true;
	struct value *missing = arena_new_of(e->edits->owner, struct value);
	struct entry *entries = arena_array_of(e->edits->owner, struct entry, wanted->count);
	struct names names = wanted_keys(e, wanted);
	*missing = (struct value){ .kind = VALUE_MAP, .entries = entries };
	for (size_t i = 0; i < wanted->count; i++) {
		node_id key = keys_find(keys, wanted->entries[i].key);
		if (key)
			made &= make_value_equal(e, map, key, &names, wanted->entries[i].value);
		else
			entries[missing->count++] = wanted->entries[i];
	}
	enum what_follows follows = missing->count ? MORE_FOLLOWS : NOTHING_FOLLOWS;
	return made && take_out_keys(e, map, &names, follows) && edit_add_pairs(e, map, missing);
}

bool edit_make_equal(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	bool part = tree_count(e->tree, id) > 0 && wanted->count > 0;
	if (node->kind == NODE_ALIAS)
		return edit_refuse_alias(e, id);
	if (node->kind == NODE_SCALAR && wanted->kind < VALUE_LIST)
		return edit_change(e, id, wanted);
	if (node->kind == NODE_SEQ && wanted->kind == VALUE_LIST && part)
		return edit_make_list_equal(e, id, wanted);
	if (node->kind == NODE_MAP && wanted->kind == VALUE_MAP && part) {
		struct keys keys = keys_of(e, id);
		if (is_kept(e, id, &keys, wanted))
			return make_map_equal(e, id, &keys, wanted);
	}
	return edit_replace(e, id, wanted);
}

/* --- containing ------------------------------------------------------------------------------- */

static bool is_contained(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct value *have = edit_data(e, id);
	return have && value_equal(have, value_contained(e->edits->owner, have, wanted));
}

static bool contain_map(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	if (node->kind == NODE_MAP)
		return contain(e, id, wanted);
	if (node->kind == NODE_ALIAS)
		return is_contained(e, id, wanted) || edit_refuse_alias(e, id);
	return node_is_null(e, id) ? edit_replace(e, id, wanted) : refuse_through(e, id);
}

static bool contain_value(const struct editor *e, node_id id, const struct value *wanted)
{
	return wanted->kind == VALUE_MAP ? contain_map(e, id, wanted)
					 : equal_or_make(e, id, wanted);
}

/* A map of one key, for asking whether it is contained as merged. */
static struct value single(const struct entry *entry)
{
	return (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
}

static bool contain_entry(const struct editor *e, node_id map, const struct keys *keys,
	const struct entry *entry, bool *is_missing)
{
	node_id key = keys_find(keys, entry->key), merge = keys_merged(keys, entry->key);
	*is_missing = false;
	if (keys_twice(keys, entry->key))
		return refuse_duplicate(e, key);
	if (merge) {
		struct value wanted = single(entry);
		return is_contained(e, map, &wanted) || edit_refuse_merge(e, merge, entry->key);
	}
	*is_missing = !key;
	return key ? contain_value(e, tree_next(e->tree, key), entry->value) : true;
}

static bool contain(const struct editor *e, node_id map, const struct value *wanted)
{
	bool made = true;
	struct keys keys = keys_of(e, map);
	struct value *missing = arena_new_of(e->edits->owner, struct value);
	struct entry *entries = arena_array_of(e->edits->owner, struct entry, wanted->count);
	*missing = (struct value){ .kind = VALUE_MAP, .entries = entries };
	for (size_t i = 0; i < wanted->count; i++) {
		bool is_missing;
		made &= contain_entry(e, map, &keys, &wanted->entries[i], &is_missing);
		if (is_missing)
			entries[missing->count++] = wanted->entries[i];
	}
	return made && edit_add_pairs(e, map, missing);
}

/* --- the empty document ----------------------------------------------------------------------- */

/* Before a line `...`, which ends the document, or at the end of the text. */
static size_t document_stop(struct bytes text)
{
	for (size_t at = text_line_begin(text, 0); at < text.len; at = text_line_next(text, at))
		if (bytes_begins(bytes_slice(text, at, text.len), BYTES("...")))
			return at;
	return text.len;
}

static bool fill_document(const struct editor *e, const struct value *wanted)
{
	struct layout layout = layout_near(e, 0);
	struct buf out = buf_new(e->edits->owner);
	size_t at = document_stop(e->text);
	bool ended = at == text_line_begin(e->text, at);
	layout.no_literal = !ended;
	layout_root(&out, &layout, wanted, 0);
	if (ended)
		edit_put(e, at, at, buf_bytes(&out));
	else
		edit_put_lines(e, at, buf_bytes(&out));
	return true;
}

static bool is_blank_root(const struct editor *e, node_id map)
{
	const struct node *node = tree_node(e->tree, map);
	return !map || (node->style == STYLE_EMPTY && !node->properties);
}

/* --- items that move -------------------------------------------------------------------------- */

static struct tree *tree_after(const struct editor *e, struct edits *edits)
{
	struct arena *owner = edits->owner;
	const struct source *old = edits->source;
	struct bytes text;
	if (!edits_apply(owner, edits, &text, e->d))
		return NULL;
	struct source *source = source_new(owner, old->path, old->name, text);
	return tree_read(owner, source, e->tree->dialect, LIMITS_DEFAULT, e->d);
}

static bool holds(
	const struct editor *e, const struct tree *tree, node_id map, const struct value *intended)
{
	if (!tree || map >= tree->nodes.count)
		return false;
	const struct value *got = tree_value(e->edits->owner, tree, map, LIMITS_DEFAULT, e->d);
	return got && value_equal(got, intended);
}

/*
 * Items that move are put in order first, as they are; then all is edited in the text that came of
 * it. What is not as intended then is left to edits that move nothing.
 */
static bool contain_in_order(
	const struct editor *e, node_id map, const struct value *wanted, struct edits *edits)
{
	struct arena *owner = edits->owner;
	struct diags unsaid = diags_new(owner);
	struct editor order = editor_of(edits, e->tree, &unsaid);
	struct edits orders = edits_new(owner, e->tree->source);
	const struct value *have = edit_data(&order, map);
	order.edits = &orders;
	struct tree *between = edit_order(&order, map, wanted) ? tree_after(&order, &orders) : NULL;
	if (!have || !between || between->nodes.count != e->tree->nodes.count)
		return false;
	struct edits changes = edits_new(owner, between->source);
	struct editor change = editor_of(&changes, between, &unsaid);
	if (!contain_map(&change, map, wanted))
		return false;
	const struct value *intended = value_contained(owner, have, wanted);
	if (!holds(&change, tree_after(&change, &changes), map, intended))
		return false;
	edits_join(edits, &orders, &changes);
	return true;
}

/* --- the doors -------------------------------------------------------------------------------- */

bool edit_contain(struct edits *edits, const struct tree *tree, node_id map,
	const struct value *wanted, struct diags *d)
{
	bool moves = false;
	size_t before = edits->count, said = d->count;
	struct editor e = editor_of(edits, tree, d);
	e.moves = &moves;
	assert(wanted->kind == VALUE_MAP);
	if (tree->documents.count > 1)
		return refuse_documents(&e);
	if (is_blank_root(&e, map) && !(map && tree_node(tree, map)->parent))
		return wanted->count == 0 || fill_document(&e, wanted);
	bool made = contain_map(&e, map, wanted);
	if (!moves)
		return made;
	struct edits in_order = edits_new(edits->owner, edits->source);
	if (!contain_in_order(&e, map, wanted, &in_order))
		return made;
	edits->count = before;
	d->count = said;
	edits_add_all(edits, &in_order);
	return true;
}

bool edit_set(struct edits *edits, const struct tree *tree, node_id map, struct texts path,
	const struct value *wanted, struct diags *d)
{
	assert(path.count > 0);
	for (size_t i = path.count; i-- > 0;) {
		struct entry *entry = arena_new_of(edits->owner, struct entry);
		struct value *around = arena_new_of(edits->owner, struct value);
		*entry = (struct entry){ .key = path.at[i], .value = wanted };
		*around = single(entry);
		wanted = around;
	}
	return edit_contain(edits, tree, map, wanted, d);
}

bool edit_scalar(struct edits *edits, const struct tree *tree, node_id scalar,
	const struct value *wanted, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	assert(wanted->kind < VALUE_LIST);
	if (tree_node(tree, scalar)->kind == NODE_ALIAS)
		return edit_refuse_alias(&e, scalar);
	return edit_change(&e, scalar, wanted);
}

bool edit_insert(struct edits *edits, const struct tree *tree, node_id seq, size_t index,
	const struct value *wanted, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	const struct value **items = arena_array_of(edits->owner, const struct value *, 1);
	if (tree_node(tree, seq)->kind == NODE_ALIAS)
		return edit_refuse_alias(&e, seq);
	bool is_list = tree_node(tree, seq)->kind == NODE_SEQ;
	node_id before = is_list ? tree_first(tree, seq) : 0;
	while (before && index-- > 0)
		before = tree_next(tree, before);
	items[0] = wanted;
	return edit_add_items(&e, seq, before, (struct new_items){ items, 1, NULL });
}
