/* Lists that are given with one item more, less, moved or changed. */
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

static struct change swap(const struct list *list, size_t at)
{
	const struct value *turned[] = { list->value->items[at + 1], list->value->items[at] };
	struct change change = contain(list, spliced(list, at, 2, turned, 2));
	struct range first = change_remove(list->subject, item_at(list, at)).own;
	struct range second = change_remove(list->subject, item_at(list, at + 1)).own;
	change.either = (struct range){ first.begin, second.end };
	return change;
}

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
	if (at + 1 < count && is_alone(&list, at + 1))
		changes[made++] = swap(&list, at);
	bool is_map = tree_node(subject->tree, item_at(&list, at))->kind == NODE_MAP;
	if (is_map && chosen->count > 1 &&
		chosen->count == tree_count(subject->tree, item_at(&list, at)))
		changes[made++] = drop_key(&list, at, laws_chance(laws, chosen->count));
	return made;
}
