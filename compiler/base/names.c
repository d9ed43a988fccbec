#include "names.h"

static uint32_t hash_of(struct bytes text)
{
	uint64_t hash = bytes_hash(text);
	return (uint32_t)(hash ^ hash >> 32);
}

/* The slot of a text, or the free one where it would go. The room is a power of two. */
static struct names_slot *slot_of(const struct names *names, struct bytes text, uint32_t hash)
{
	size_t mask = names->room - 1, at = hash & mask;
	for (;; at = (at + 1) & mask) {
		struct names_slot *slot = &names->slots[at];
		if (!slot->number || (slot->hash == hash && bytes_equal(slot->text, text)))
			return slot;
	}
}

/* All texts are different, so none needs to be looked at. */
static void names_grow(struct names *names)
{
	struct names larger = { .owner = names->owner, .count = names->count };
	larger.room = names->room ? names->room * 2 : 16;
	larger.slots = arena_array_of(names->owner, struct names_slot, larger.room);
	for (size_t i = 0; i < names->room; i++) {
		size_t at = names->slots[i].hash & (larger.room - 1);
		if (!names->slots[i].number)
			continue;
		while (larger.slots[at].number)
			at = (at + 1) & (larger.room - 1);
		larger.slots[at] = names->slots[i];
	}
	*names = larger;
}

uint32_t names_get(const struct names *names, struct bytes text)
{
	return names->count ? slot_of(names, text, hash_of(text))->number : 0;
}

uint32_t names_set(struct names *names, struct bytes text, uint32_t number)
{
	if (names->count * 2 >= names->room)
		names_grow(names);
	uint32_t hash = hash_of(text);
	struct names_slot *slot = slot_of(names, text, hash);
	uint32_t before = slot->number;
	names->count += !before;
	*slot = (struct names_slot){ text, number, hash };
	return before;
}

/* A table that was large once is given up: to clear it for each of many documents is quadratic. */
void names_clear(struct names *names)
{
	if (names->room > 64 && names->count * 8 < names->room)
		names->room = 0;
	else if (names->count)
		memset(names->slots, 0, names->room * sizeof *names->slots);
	names->count = 0;
}
