/* Large maps: those that are asked again and again get an index; and maps while they are made. */
#include "eval.h"

#include <assert.h>

enum {
	FEW = FEW_ENTRIES,
	PATIENCE = 3, /* searches before an index pays */
};

/* --- maps that are asked ---------------------------------------------------------------------- */

struct index {
	const void *map; /* its entries, which tell it from all others; NULL: a free slot */
	uint32_t len, searches;
	struct bag keys; /* once it pays */
};

struct indexes {
	struct index *slots;
	size_t count, mask;
};

static const void *identity(struct cel_value map)
{
	return map.borrowed ? (const void *)map.tree : (const void *)map.items;
}

static struct index *slot_of(const struct indexes *indexes, struct cel_value map)
{
	uint64_t hash = (uint64_t)(uintptr_t)identity(map) * UINT64_C(0x9e3779b97f4a7c15);
	size_t slot = (size_t)(hash >> 32) & indexes->mask;
	while (indexes->slots[slot].map &&
		(indexes->slots[slot].map != identity(map) || indexes->slots[slot].len != map.len))
		slot = (slot + 1) & indexes->mask;
	return &indexes->slots[slot];
}

static void make_room(struct eval *eval)
{
	struct indexes *old = eval->indexes;
	struct indexes *larger = arena_new_of(eval->owner, struct indexes);
	larger->mask = old ? 2 * old->mask + 1 : 15;
	larger->slots = arena_array_of(eval->owner, struct index, larger->mask + 1);
	eval->indexes = larger;
	for (size_t i = 0; old && i <= old->mask; i++) {
		const struct index *from = &old->slots[i];
		struct cel_value map = { .kind = CEL_MAP, .len = from->len, .items = from->map };
		if (!from->map)
			continue;
		*slot_of(larger, map) = *from;
		larger->count++;
	}
}

static struct index *index_of(struct eval *eval, struct cel_value map)
{
	if (!eval->indexes || 2 * eval->indexes->count > eval->indexes->mask)
		make_room(eval);
	struct index *index = slot_of(eval->indexes, map);
	if (!index->map) {
		index->map = identity(map);
		index->len = map.len;
		eval->indexes->count++;
	}
	return index;
}

static void index_keys(struct eval *eval, struct index *index, struct cel_value map)
{
	index->keys = bag_new(eval->owner, map.len);
	for (size_t i = 0; i < map.len; i++) {
		bool is_new = bag_add(&index->keys, cel_key(map, i));
		assert(is_new);
		(void)is_new;
	}
}

bool eval_find(
	struct eval *eval, struct cel_value map, struct cel_value key, struct cel_value *found)
{
	if (map.len <= (map.borrowed ? (uint32_t)FEW_TEXTS : (uint32_t)FEW) || map.sorted)
		return cel_find(map, key, found);
	struct index *index = index_of(eval, map);
	if (index->searches < PATIENCE) {
		index->searches++;
		return cel_find(map, key, found);
	}
	if (!index->keys.slots)
		index_keys(eval, index, map);
	size_t number = bag_find(&index->keys, key);
	if (number == SIZE_MAX)
		return map.by_slug && cel_find(map, key, found);
	if (found)
		*found = cel_entry_value(map, number);
	return true;
}

/* --- maps that are made ----------------------------------------------------------------------- */

struct cel_value *entries_find(struct eval *eval, struct entries *entries, struct cel_value key)
{
	struct cel_value *at = entries->items.at;
	if (entries->items.count <= 2 * FEW) {
		for (size_t i = 0; i < entries->items.count; i += 2)
			if (cel_equal(at[i], key))
				return &at[i + 1];
		return NULL;
	}
	if (!entries->keys.slots)
		entries->keys = bag_new(eval->owner, 4 * FEW);
	while (2 * entries->keys.count < entries->items.count)
		bag_add(&entries->keys, at[2 * entries->keys.count]);
	size_t number = bag_find(&entries->keys, key);
	return number == SIZE_MAX ? NULL : &at[2 * number + 1];
}

void entries_add(
	struct eval *eval, struct entries *entries, struct cel_value key, struct cel_value value)
{
	*array_push(eval->owner, &entries->items) = key;
	*array_push(eval->owner, &entries->items) = value;
}
