#include "mutant.h"

/* What is left to count before the mutant that is wanted. */
struct search {
	struct arena *owner;
	size_t left;
};

static const struct value *mutant(struct search *search, const struct value *value);

static bool is_next(struct search *search)
{
	return search->left-- == 0;
}

static const struct value *other_text(struct search *search, const struct value *value)
{
	static const char *const texts[] = { "", "mutant", "0" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (is_next(search))
			return value_string(search->owner, bytes_of(texts[i]), value->at);
	if (is_next(search))
		return value_string(search->owner,
			bytes_join(search->owner, value->text, BYTES(""), BYTES("-mutant")),
			value->at);
	return NULL;
}

static const struct value *other_number(struct search *search, const struct value *value, int step)
{
	struct value *other = arena_new_of(search->owner, struct value);
	if (!is_next(search))
		return NULL;
	*other = *value;
	other->integer += step;
	other->number += step;
	other->text = bytes_print(search->owner, "%lld", (long long)other->integer);
	return other;
}

static const struct value *map_with(
	struct search *search, const struct value *map, size_t place, const struct value *value)
{
	struct entry *entries = arena_array_of(search->owner, struct entry, map->count);
	struct value *other = arena_new_of(search->owner, struct value);
	*other = *map;
	other->count = 0;
	for (size_t i = 0; i < map->count; i++) {
		if (i == place && !value)
			continue;
		entries[other->count] = map->entries[i];
		if (i == place)
			entries[other->count].value = value;
		other->count++;
	}
	other->entries = entries;
	return other;
}

static const struct value *other_map(struct search *search, const struct value *map)
{
	for (size_t i = 0; i < map->count; i++) {
		if (is_next(search))
			return map_with(search, map, i, NULL);
		const struct value *value = mutant(search, map->entries[i].value);
		if (value)
			return map_with(search, map, i, value);
	}
	return NULL;
}

static const struct value *list_with(
	struct search *search, const struct value *list, size_t place, const struct value *value)
{
	const struct value **items = arena_array_of(
		search->owner, const struct value *, list->count);
	struct value *other = arena_new_of(search->owner, struct value);
	*other = *list;
	other->count = 0;
	for (size_t i = 0; i < list->count; i++)
		if (i != place || value)
			items[other->count++] = i == place ? value : list->items[i];
	other->items = items;
	return other;
}

static const struct value *other_list(struct search *search, const struct value *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (is_next(search))
			return list_with(search, list, i, NULL);
		const struct value *value = mutant(search, list->items[i]);
		if (value)
			return list_with(search, list, i, value);
	}
	return NULL;
}

static const struct value *mutant(struct search *search, const struct value *value)
{
	switch (value->kind) {
	case VALUE_BOOL:
		return is_next(search) ? value_bool(search->owner, !value->boolean, value->at)
				       : NULL;
	case VALUE_INT: {
		const struct value *more = other_number(search, value, 1);
		return more ? more : other_number(search, value, -1);
	}
	case VALUE_STRING:
		return other_text(search, value);
	case VALUE_MAP:
		return other_map(search, value);
	case VALUE_LIST:
		return other_list(search, value);
	default:
		return NULL;
	}
}

const struct value *value_mutant(struct arena *owner, const struct value *value, size_t n)
{
	struct search search = { owner, n };
	return mutant(&search, value);
}
