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
