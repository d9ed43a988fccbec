/* JSON Merge Patch, RFC 7396. */
#include "patch.h"

/* All that is not null, as there is nothing that a null could take away. */
static const struct value *made_of(struct arena *owner, const struct value *patch)
{
	struct value *map;
	struct entry *entries;
	if (patch->kind != VALUE_MAP)
		return patch;
	map = arena_new_of(owner, struct value);
	entries = arena_array_of(owner, struct entry, patch->count);
	*map = *patch;
	map->count = 0;
	for (size_t i = 0; i < patch->count; i++) {
		struct entry entry = patch->entries[i];
		if (entry.value->kind == VALUE_NULL)
			continue;
		entry.value = made_of(owner, entry.value);
		entries[map->count++] = entry;
	}
	map->entries = entries;
	return map;
}

struct merge {
	struct lookup object, patch;
	struct entry *entries;
	size_t count;
	bool changed;
};

static void merge_own(struct arena *owner, struct merge *merge)
{
	const struct value *object = merge->object.map;
	for (size_t i = 0; i < object->count; i++) {
		struct entry entry = object->entries[i];
		const struct value *theirs = lookup_get(&merge->patch, entry.key);
		if (theirs)
			entry.value = theirs->kind == VALUE_NULL
				? NULL
				: patch_merge(owner, entry.value, theirs);
		merge->changed |= entry.value != object->entries[i].value;
		if (entry.value)
			merge->entries[merge->count++] = entry;
	}
}

static void merge_new(struct arena *owner, struct merge *merge)
{
	const struct value *patch = merge->patch.map;
	for (size_t i = 0; i < patch->count; i++) {
		struct entry entry = patch->entries[i];
		if (entry.value->kind == VALUE_NULL || lookup_get(&merge->object, entry.key))
			continue;
		entry.value = made_of(owner, entry.value);
		merge->entries[merge->count++] = entry;
		merge->changed = true;
	}
}

const struct value *patch_merge(
	struct arena *owner, const struct value *object, const struct value *patch)
{
	if (patch->kind != VALUE_MAP)
		return value_equal(object, patch) ? object : patch;
	if (object->kind != VALUE_MAP)
		return made_of(owner, patch);
	struct merge merge = { .object = value_lookup(owner, object),
		.patch = value_lookup(owner, patch) };
	merge.entries = arena_array_of(owner, struct entry, object->count + patch->count);
	merge_own(owner, &merge);
	merge_new(owner, &merge);
	if (!merge.changed)
		return object;
	struct value *merged = arena_new_of(owner, struct value);
	*merged = *object;
	merged->entries = merge.entries;
	merged->count = merge.count;
	return merged;
}
