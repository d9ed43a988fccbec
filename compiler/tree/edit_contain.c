/* Making a tree hold what is wanted, with as few edits as that takes. */
#include "edit.h"
#include "edit_text.h"

#include <assert.h>

static bool contain(const struct editor *e, node_id map, const struct value *wanted);
static bool make_equal(const struct editor *e, node_id id, const struct value *wanted);

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

static bool refuse_merge(const struct editor *e, node_id merge, struct bytes key)
{
	diag_error(e->d, tree_span(e->tree, merge), "edit/merge-key",
		"'" BYTES_FMT "' would be set beside what '<<' merges into this map",
		BYTES_ARG(key));
	diag_hint(e->d, "write the merged keys out in the place of '<<'");
	return false;
}

static bool refuse_alias(const struct editor *e, node_id alias)
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

/* --- lists and maps made equal ---------------------------------------------------------------- */

static const struct value *data_of(const struct editor *e, node_id id)
{
	return tree_value(e->edits->owner, e->tree, id, LIMITS_DEFAULT, e->d);
}

static bool equal_or_make(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct value *have = data_of(e, id);
	if (!have)
		return false;
	return value_equal(have, wanted) || make_equal(e, id, wanted);
}

static bool take_out_items(const struct editor *e, node_id seq, const node_id *items, size_t count)
{
	if (!edit_allowed(e, seq))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!edit_allowed_within(e, items[i]))
			return false;
	edit_take_out(e, items[0], items[count - 1]);
	return true;
}

/* The items of a list and their data. False, after a diag, if one cannot be read. */
struct items {
	size_t count;
	node_id *ids;
	const struct value **values;
};

static bool items_of(const struct editor *e, node_id seq, struct items *items)
{
	size_t count = tree_count(e->tree, seq);
	*items = (struct items){ .ids = arena_array_of(e->edits->owner, node_id, count),
		.values = arena_array_of(e->edits->owner, const struct value *, count) };
	for (node_id item = tree_first(e->tree, seq); item; item = tree_next(e->tree, item)) {
		items->ids[items->count] = item;
		items->values[items->count] = data_of(e, item);
		if (!items->values[items->count++])
			return false;
	}
	return true;
}

/* How many items are equal at the front, or behind those at the end. */
static size_t equal_front(const struct items *have, const struct value *wanted)
{
	size_t n = 0;
	while (n < have->count && n < wanted->count &&
		value_equal(have->values[n], wanted->items[n]))
		n++;
	return n;
}

static size_t equal_end(const struct items *have, const struct value *wanted, size_t front)
{
	size_t n = 0;
	while (front + n < have->count && front + n < wanted->count &&
		value_equal(
			have->values[have->count - 1 - n], wanted->items[wanted->count - 1 - n]))
		n++;
	return n;
}

/* Only what lies between the equal items at both ends changes: their comments stay theirs. */
static bool make_list_equal(const struct editor *e, node_id seq, const struct value *wanted)
{
	struct items have;
	if (!items_of(e, seq, &have))
		return false;
	size_t front = equal_front(&have, wanted), end = equal_end(&have, wanted, front);
	size_t old = have.count - front - end, new = wanted->count - front - end, i = front;
	size_t both = old < new ? old : new;
	bool made = true;
	for (; i < front + both; i++)
		if (!value_equal(have.values[i], wanted->items[i]))
			made = make_equal(e, have.ids[i], wanted->items[i]) && made;
	if (old > new)
		return made && take_out_items(e, seq, have.ids + i, old - new);
	for (; i < front + new; i++)
		made = made && edit_add_item(e, seq, front + old, wanted->items[i]);
	return made;
}

/* Every key of the map is wanted, and none is there twice or merged. */
static bool is_within(const struct editor *e, node_id map, const struct value *wanted)
{
	if (key_merge(e, map))
		return false;
	for (node_id key = tree_first(e->tree, map); key;) {
		size_t count;
		struct bytes text = key_text(e, key);
		if (!text.at || !value_get(wanted, text))
			return false;
		key_find(e, map, text, &count);
		if (count != 1)
			return false;
		key = tree_next(e->tree, tree_next(e->tree, key));
	}
	return true;
}

static bool make_map_equal(const struct editor *e, node_id map, const struct value *wanted)
{
	bool made = true;
	struct value *missing = arena_new_of(e->edits->owner, struct value);
	struct entry *entries = arena_array_of(e->edits->owner, struct entry, wanted->count);
	*missing = (struct value){ .kind = VALUE_MAP, .entries = entries };
	for (size_t i = 0; i < wanted->count; i++) {
		size_t count;
		node_id key = key_find(e, map, wanted->entries[i].key, &count);
		if (key)
			made &= equal_or_make(e, tree_next(e->tree, key), wanted->entries[i].value);
		else
			entries[missing->count++] = wanted->entries[i];
	}
	return made && edit_add_pairs(e, map, missing);
}

static bool make_equal(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	bool part = tree_count(e->tree, id) > 0 && wanted->count > 0;
	if (node->kind == NODE_ALIAS)
		return refuse_alias(e, id);
	if (node->kind == NODE_SCALAR && wanted->kind < VALUE_LIST)
		return edit_change(e, id, wanted);
	if (node->kind == NODE_SEQ && wanted->kind == VALUE_LIST && part)
		return make_list_equal(e, id, wanted);
	if (node->kind == NODE_MAP && wanted->kind == VALUE_MAP && part && is_within(e, id, wanted))
		return make_map_equal(e, id, wanted);
	return edit_replace(e, id, wanted);
}

/* --- containing ------------------------------------------------------------------------------- */

static bool is_contained(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct value *have = data_of(e, id);
	return have && value_equal(have, value_contained(e->edits->owner, have, wanted));
}

static bool contain_map(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	if (node->kind == NODE_MAP)
		return contain(e, id, wanted);
	if (node->kind == NODE_ALIAS)
		return is_contained(e, id, wanted) || refuse_alias(e, id);
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

static bool contain_entry(
	const struct editor *e, node_id map, const struct entry *entry, bool *is_missing)
{
	size_t count;
	node_id key = key_find(e, map, entry->key, &count), merge = key_merge(e, map);
	*is_missing = false;
	if (count > 1)
		return refuse_duplicate(e, key);
	if (merge && key < merge) {
		struct value wanted = single(entry);
		return is_contained(e, map, &wanted) || refuse_merge(e, merge, entry->key);
	}
	*is_missing = !key;
	return key ? contain_value(e, tree_next(e->tree, key), entry->value) : true;
}

static bool contain(const struct editor *e, node_id map, const struct value *wanted)
{
	bool made = true;
	struct value *missing = arena_new_of(e->edits->owner, struct value);
	struct entry *entries = arena_array_of(e->edits->owner, struct entry, wanted->count);
	*missing = (struct value){ .kind = VALUE_MAP, .entries = entries };
	for (size_t i = 0; i < wanted->count; i++) {
		bool is_missing;
		made &= contain_entry(e, map, &wanted->entries[i], &is_missing);
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
	return !map || tree_node(e->tree, map)->style == STYLE_EMPTY;
}

/* --- the doors -------------------------------------------------------------------------------- */

bool edit_contain(struct edits *edits, const struct tree *tree, node_id map,
	const struct value *wanted, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	assert(wanted->kind == VALUE_MAP);
	if (tree->documents.count > 1)
		return refuse_documents(&e);
	if (!is_blank_root(&e, map) || (map && tree_node(tree, map)->parent))
		return contain_map(&e, map, wanted);
	return wanted->count == 0 || fill_document(&e, wanted);
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
		return refuse_alias(&e, scalar);
	return edit_change(&e, scalar, wanted);
}

bool edit_insert(struct edits *edits, const struct tree *tree, node_id seq, size_t index,
	const struct value *wanted, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	if (tree_node(tree, seq)->kind == NODE_ALIAS)
		return refuse_alias(&e, seq);
	return edit_add_item(&e, seq, index, wanted);
}
