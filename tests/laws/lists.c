/* Lists that are given with one item more, less or changed, or in another order. */
#include "laws.h"

#include "../tree_laws.h"

struct list {
	const struct subject *subject;
	node_id map, key, seq;
	const struct value *value;
};

static const struct value *map_of(const struct list *list, const struct value *value)
{
	struct arena *owner = list->subject->owner;
	struct value *map = arena_new_of(owner, struct value);
	struct entry *entry = arena_new_of(owner, struct entry);
	*entry = (struct entry){ .key = tree_text(list->subject->tree, list->key), .value = value };
	*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
	return map;
}

/* The list with `gone` items at a place replaced by others. */
static const struct value *spliced(const struct list *list, size_t at, size_t gone,
	const struct value *const *items, size_t count)
{
	struct arena *owner = list->subject->owner;
	const struct value *have = list->value;
	struct value *made = arena_new_of(owner, struct value);
	const struct value **all = arena_array_of(owner, const struct value *, have->count + count);
	size_t total = 0;
	for (size_t i = 0; i <= have->count; i++) {
		for (size_t n = 0; i == at && n < count; n++)
			all[total++] = items[n];
		if (i < have->count && (i < at || i >= at + gone))
			all[total++] = have->items[i];
	}
	*made = *have;
	made->items = all;
	made->count = total;
	return made;
}

static node_id item_at(const struct list *list, size_t at)
{
	node_id item = tree_first(list->subject->tree, list->seq);
	while (at-- > 0)
		item = tree_next(list->subject->tree, item);
	return item;
}

/* Any other item of the same data might go in its stead. */
static bool is_alone(const struct list *list, size_t at)
{
	for (size_t i = 0; i < list->value->count; i++)
		if (i != at && value_equal(list->value->items[i], list->value->items[at]))
			return false;
	return true;
}

static struct change contain(const struct list *list, const struct value *value)
{
	struct change change = change_contain(list->subject, list->map, map_of(list, value));
	change.either = (struct range){ 0 };
	return change;
}

static struct change drop(const struct list *list, size_t at)
{
	struct change change = contain(list, spliced(list, at, 1, NULL, 0));
	change.own = change_remove(list->subject, item_at(list, at)).own;
	return change;
}

/* --- another order ---------------------------------------------------------------------------- */

static bool all_alone(const struct list *list)
{
	for (size_t i = 0; i < list->value->count; i++)
		if (!is_alone(list, i))
			return false;
	return true;
}

/*
 * What may be taken out and come anew, without its comments: an alias, since that must stay behind
 * its anchor; a text that would take in the empty lines below its new place; for libfyaml, nothing.
 */
static bool may_come_anew(const struct list *list)
{
	const struct tree *tree = list->subject->tree;
	for (node_id id = list->seq; id < tree_node(tree, list->seq)->after; id++) {
		const struct node *node = tree_node(tree, id);
		bool block = node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
		struct bytes head = bytes_slice(
			subject_text(list->subject), node->begin, node->begin + 3);
		if (tree->properties.at[node->properties].anchor.len || node->kind == NODE_ALIAS ||
			(block && bytes_find(head, BYTES("+"), 0) < head.len) ||
			(node->style == STYLE_EMPTY && tree->dialect == DIALECT_STRICT))
			return true;
	}
	return false;
}

static struct change reorder(const struct list *list, const size_t *items)
{
	struct arena *owner = list->subject->owner;
	size_t count = list->value->count;
	const struct value **all = arena_array_of(owner, const struct value *, count);
	struct moves *moves = arena_new_of(owner, struct moves);
	struct range *pieces = arena_array_of(owner, struct range, count);
	for (size_t i = 0; i < count; i++) {
		all[i] = list->value->items[items[i]];
		pieces[i] = piece_of(list->subject, item_at(list, i));
	}
	struct change change = contain(list, spliced(list, 0, count, all, count));
	*moves = (struct moves){ list->seq, count, items, pieces };
	change.anew = may_come_anew(list);
	change.moves = change.anew ? NULL : moves;
	return change;
}

/* The place of what comes to stand at another. */
static size_t swap(size_t place, size_t count, size_t at)
{
	size_t other = (at + 1) % count;
	return place == at ? other : place == other ? at : place;
}

static size_t reverse(size_t place, size_t count, size_t at)
{
	(void)at;
	return count - 1 - place;
}

static size_t rotate(size_t place, size_t count, size_t at)
{
	return (place + 1 + at % (count - 1)) % count;
}

static size_t bring_front(size_t place, size_t count, size_t at)
{
	(void)count;
	return place == 0 ? at : place <= at ? place - 1 : place;
}

static size_t reorders(const struct list *list, size_t at, struct change *changes)
{
	static size_t (*const orders[])(
		size_t, size_t, size_t) = { swap, reverse, rotate, bring_front };
	size_t count = list->value->count, made = 0;
	for (size_t i = 0; count > 1 && i < sizeof orders / sizeof *orders; i++) {
		size_t *items = arena_array_of(list->subject->owner, size_t, count);
		for (size_t place = 0; place < count; place++)
			items[place] = orders[i](place, count, at);
		if (orders[i] != bring_front || at > 0)
			changes[made++] = reorder(list, items);
	}
	return made;
}

/* --- the rest --------------------------------------------------------------------------------- */

/* An item that is a map, less the pair at a place. */
static struct change drop_key(const struct list *list, size_t at, size_t place)
{
	struct arena *owner = list->subject->owner;
	const struct value *have = list->value->items[at];
	struct value *less = arena_new_of(owner, struct value);
	struct entry *entries = arena_array_of(owner, struct entry, have->count);
	*less = *have;
	less->count = 0;
	for (size_t i = 0; i < have->count; i++)
		if (i != place)
			entries[less->count++] = have->entries[i];
	less->entries = entries;
	const struct value *item = less;
	struct change change = contain(list, spliced(list, at, 1, &item, 1));
	node_id key = tree_first(list->subject->tree, item_at(list, at));
	while (place-- > 0)
		key = tree_next(list->subject->tree, tree_next(list->subject->tree, key));
	change.own = change_remove(list->subject, key).own;
	return change;
}

static bool read_list(struct list *list)
{
	const struct tree *tree = list->subject->tree;
	struct diags d = diags_new(list->subject->owner);
	list->seq = tree_next(tree, list->key);
	if (tree_node(tree, list->key)->kind != NODE_SCALAR ||
		tree_node(tree, list->seq)->kind != NODE_SEQ || !tree_count(tree, list->seq))
		return false;
	list->value = tree_value(list->subject->owner, tree, list->seq, LIMITS_DEFAULT, &d);
	return list->value;
}

size_t changes_of_list(struct laws *laws, const struct subject *subject, node_id map, node_id key,
	struct change changes[MOST_LIST_CHANGES])
{
	static const struct value text = { .kind = VALUE_STRING, .text = { "leme-item", 9 } };
	const struct value *item = &text;
	struct list list = { .subject = subject, .map = map, .key = key };
	size_t made = 0;
	if (!read_list(&list))
		return 0;
	size_t count = list.value->count, at = laws_chance(laws, count);
	const struct value *chosen = list.value->items[at];
	changes[made++] = contain(&list, spliced(&list, at, 0, &item, 1));
	if (!is_alone(&list, at))
		return made;
	if (count > 1)
		changes[made++] = drop(&list, at);
	if (all_alone(&list))
		made += reorders(&list, at, changes + made);
	bool is_map = tree_node(subject->tree, item_at(&list, at))->kind == NODE_MAP;
	if (is_map && chosen->count > 1 &&
		chosen->count == tree_count(subject->tree, item_at(&list, at)))
		changes[made++] = drop_key(&list, at, laws_chance(laws, chosen->count));
	return made;
}
