/* Changes of a value that the bytes of an input choose, as patches make them. */
#ifndef LEME_TESTS_RANDOM_CHANGE_H
#define LEME_TESTS_RANDOM_CHANGE_H

#include "random_value.h"

static inline const struct value *random_change(
	struct arena *run, struct choices *choices, const struct value *had);

static inline const struct value *random_map_change(
	struct arena *run, struct choices *choices, const struct value *map)
{
	static const char *const keys[] = { "a", "b", "new", "n", "1", "<<", "a: b" };
	struct entry entry = { .key = bytes_of(keys[choose(choices, 7)]) };
	size_t way = map->count ? choose(choices, 8) : 0;
	if (way == 0) {
		entry.value = random_value(run, choices, 1);
		return value_put(run, map, &entry);
	}
	entry = map->entries[choose(choices, 256) % map->count];
	if (way < 3)
		return value_less(run, map, entry.key);
	entry.value = random_change(run, choices, entry.value);
	return value_put(run, map, &entry);
}

static inline const struct value *random_list_change(
	struct arena *run, struct choices *choices, const struct value *list)
{
	size_t way = list->count ? choose(choices, 8) : 0;
	size_t at = list->count ? choose(choices, 256) % list->count : 0;
	size_t to = list->count ? choose(choices, 256) % list->count : 0;
	const struct value *item = list->count ? list->items[at] : NULL;
	switch (way) {
	case 0:
		return value_list_insert(run, list, to, random_value(run, choices, 1));
	case 1:
		return value_list_insert(run, list, list->count, random_value(run, choices, 1));
	case 2:
		return value_list_less(run, list, at);
	case 3:
		return value_list_insert(run, list, to, item);
	case 4:
	case 5:
		return value_list_insert(run, value_list_less(run, list, at), to, item);
	default:
		return value_list_put(run, list, at, random_change(run, choices, item));
	}
}

static inline const struct value *random_change(
	struct arena *run, struct choices *choices, const struct value *had)
{
	if (choose(choices, 8) == 7)
		return random_value(run, choices, 1);
	if (had->kind == VALUE_MAP)
		return random_map_change(run, choices, had);
	return had->kind == VALUE_LIST ? random_list_change(run, choices, had)
				       : random_scalar(run, choices);
}

#endif
