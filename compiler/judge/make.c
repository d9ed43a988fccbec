#include "make.h"

const struct value *make_map(
	struct arena *owner, const struct entry *entries, size_t count, const struct value *like)
{
	struct value *map = arena_new_of(owner, struct value);
	*map = (struct value){ .kind = VALUE_MAP, .count = count, .entries = entries };
	if (like)
		map->at = like->at;
	return map;
}

const struct value *make_with(
	struct arena *owner, const struct value *map, const char *key, const struct value *value)
{
	size_t count = map ? map->count : 0, at = 0;
	struct entry *entries = arena_array_of(owner, struct entry, count + 1);
	if (count)
		memcpy(entries, map->entries, count * sizeof *entries);
	while (at < count && !bytes_is(entries[at].key, key))
		at++;
	entries[at] = (struct entry){ bytes_of(key), value->at, value };
	return make_map(owner, entries, at < count ? count : count + 1, map ? map : value);
}

const struct value *make_text(struct arena *owner, struct bytes text, const struct value *like)
{
	return value_string(owner, text, like ? like->at : (struct span){ 0 });
}

/* --- nulls ------------------------------------------------------------------------------------ */

/* Lists that are shown though they are null, as kubernetes/api does not mark them omitempty. */
static bool is_shown(struct bytes key, unsigned depth)
{
	static const char *const keys[] = { "containers", "verbs", "sources", "nodeSelectorTerms" };
	if (depth == 0 && (bytes_is(key, "rules") || bytes_is(key, "endpoints")))
		return true;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (bytes_is(key, keys[i]))
			return true;
	return false;
}

static const struct value *without_nulls(
	struct arena *owner, const struct value *value, unsigned depth);

static const struct value *map_without_nulls(
	struct arena *owner, const struct value *map, unsigned depth)
{
	struct entry *entries = NULL;
	size_t count = 0;
	for (size_t i = 0; i < map->count; i++) {
		struct entry entry = map->entries[i];
		bool drop = entry.value->kind == VALUE_NULL && !is_shown(entry.key, depth);
		entry.value = without_nulls(owner, entry.value, depth + 1);
		if (!entries && (drop || entry.value != map->entries[i].value)) {
			entries = arena_array_of(owner, struct entry, map->count);
			memcpy(entries, map->entries, i * sizeof *entries);
		}
		if (entries && !drop)
			entries[count] = entry;
		count += !drop;
	}
	return entries ? make_map(owner, entries, count, map) : map;
}

static const struct value *list_without_nulls(
	struct arena *owner, const struct value *list, unsigned depth)
{
	const struct value **items = NULL;
	for (size_t i = 0; i < list->count; i++) {
		const struct value *item = without_nulls(owner, list->items[i], depth);
		if (!items && item != list->items[i]) {
			items = arena_array_of(owner, const struct value *, list->count);
			memcpy(items, list->items, list->count * sizeof *items);
		}
		if (items)
			items[i] = item;
	}
	if (!items)
		return list;
	struct value *copy = arena_new_of(owner, struct value);
	*copy = *list;
	copy->items = items;
	return copy;
}

static const struct value *without_nulls(
	struct arena *owner, const struct value *value, unsigned depth)
{
	if (value->kind == VALUE_MAP)
		return map_without_nulls(owner, value, depth);
	return value->kind == VALUE_LIST ? list_without_nulls(owner, value, depth) : value;
}

const struct value *make_without_nulls(struct arena *owner, const struct value *object)
{
	return without_nulls(owner, object, 0);
}
