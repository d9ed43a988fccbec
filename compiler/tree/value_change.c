#include "tree.h"

#include <string.h>

static size_t find(const struct value *map, struct bytes key)
{
	size_t i = 0;
	while (i < map->count && !bytes_equal(map->entries[i].key, key))
		i++;
	return i;
}

static struct value *map_of(
	struct arena *owner, const struct value *like, struct entry *entries, size_t count)
{
	struct value *map = arena_new_of(owner, struct value);
	*map = *like;
	map->entries = entries;
	map->count = count;
	return map;
}

static struct value *list_of(
	struct arena *owner, const struct value *like, const struct value **items, size_t count)
{
	struct value *list = arena_new_of(owner, struct value);
	*list = *like;
	list->items = items;
	list->count = count;
	return list;
}

/* NULL for none, which memcpy() must not be given. */
static void copy(void *to, const void *from, size_t size)
{
	if (size)
		memcpy(to, from, size);
}

const struct value *value_put(
	struct arena *owner, const struct value *map, const struct entry *entry)
{
	size_t at = find(map, entry->key), count = map->count + (at == map->count);
	struct entry *entries = arena_array_of(owner, struct entry, count);
	copy(entries, map->entries, map->count * sizeof *entries);
	if (at == map->count)
		entries[at] = *entry;
	entries[at].value = entry->value;
	return map_of(owner, map, entries, count);
}

const struct value *value_less(struct arena *owner, const struct value *map, struct bytes key)
{
	size_t at = find(map, key);
	if (at == map->count)
		return map;
	struct entry *entries = arena_array_of(owner, struct entry, map->count);
	copy(entries, map->entries, at * sizeof *entries);
	copy(entries + at, map->entries + at + 1, (map->count - at - 1) * sizeof *entries);
	return map_of(owner, map, entries, map->count - 1);
}

const struct value *value_list_put(
	struct arena *owner, const struct value *list, size_t index, const struct value *item)
{
	const struct value **items = arena_array_of(owner, const struct value *, list->count);
	copy(items, list->items, list->count * sizeof *items);
	items[index] = item;
	return list_of(owner, list, items, list->count);
}

const struct value *value_list_insert(
	struct arena *owner, const struct value *list, size_t index, const struct value *item)
{
	const struct value **items = arena_array_of(owner, const struct value *, list->count + 1);
	copy(items, list->items, index * sizeof *items);
	items[index] = item;
	/* An empty list has no array to point into. */
	if (index < list->count)
		copy(items + index + 1, list->items + index, (list->count - index) * sizeof *items);
	return list_of(owner, list, items, list->count + 1);
}

const struct value *value_list_less(struct arena *owner, const struct value *list, size_t index)
{
	const struct value **items = arena_array_of(owner, const struct value *, list->count);
	copy(items, list->items, index * sizeof *items);
	copy(items + index, list->items + index + 1, (list->count - index - 1) * sizeof *items);
	return list_of(owner, list, items, list->count - 1);
}
