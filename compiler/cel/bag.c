#include "bag.h"

/* --- hashes: equal values have equal ones ----------------------------------------------------- */

static uint64_t mixed(uint64_t hash, uint64_t more)
{
	uint64_t both[] = { hash, more };
	return bytes_hash((struct bytes){ (const char *)both, sizeof both });
}

/* Numbers of all kinds are compared as doubles at the least, so that is what is hashed. */
static uint64_t hash_number(double number)
{
	uint64_t bits;
	number = number == 0 ? 0 : number; /* -0 too */
	memcpy(&bits, &number, sizeof bits);
	return mixed(CEL_DOUBLE, bits);
}

static uint64_t hash_of(struct cel_value value, size_t *left);

static uint64_t hash_items(struct cel_value value, size_t *left)
{
	uint64_t hash = mixed(value.kind, value.len);
	for (size_t i = 0; i < value.len && cel_spend(left, 1); i++)
		if (value.kind == CEL_LIST)
			hash = mixed(hash, hash_of(cel_item(value, i), left));
		else /* in any order */
			hash += mixed(hash_of(cel_key(value, i), left),
				hash_of(cel_entry_value(value, i), left));
	return hash;
}

static uint64_t hash_of(struct cel_value value, size_t *left)
{
	switch (value.kind) {
	case CEL_INT:
		return hash_number((double)value.integer);
	case CEL_UINT:
		return hash_number((double)value.uinteger);
	case CEL_DOUBLE:
		return hash_number(value.number);
	case CEL_BOOL:
		return mixed(value.kind, value.boolean);
	case CEL_STRING:
	case CEL_BYTES:
		return mixed(value.kind, bytes_hash(cel_text(value)));
	case CEL_LIST:
	case CEL_MAP:
		return hash_items(value, left);
	case CEL_TIMESTAMP:
	case CEL_DURATION:
		return mixed(value.kind, value.uinteger);
	default:
		return value.kind;
	}
}

/* --- the table -------------------------------------------------------------------------------- */

struct bag bag_new(struct arena *owner, size_t room)
{
	struct bag bag = { .owner = owner, .room = room, .mask = 7 };
	while (bag.mask < 2 * room)
		bag.mask = 2 * bag.mask + 1;
	bag.items = arena_array_of(owner, struct cel_value, room);
	bag.slots = arena_array_of(owner, uint32_t, bag.mask + 1);
	return bag;
}

/* The value's slot, or the empty one where it would come. */
static size_t slot_of(const struct bag *bag, struct cel_value value)
{
	size_t slot = hash_of(value, bag->left) & bag->mask;
	while (bag->slots[slot] &&
		!cel_equal_within(bag->items[bag->slots[slot] - 1], value, bag->left))
		slot = (slot + 1) & bag->mask;
	return slot;
}

size_t bag_find(const struct bag *bag, struct cel_value value)
{
	return (size_t)bag->slots[slot_of(bag, value)] - 1;
}

bool bag_has(const struct bag *bag, struct cel_value value)
{
	return bag_find(bag, value) != SIZE_MAX;
}

static void grow(struct bag *bag)
{
	struct bag larger = bag_new(bag->owner, 2 * bag->room + 8);
	larger.left = bag->left;
	for (size_t i = 0; i < bag->count; i++)
		bag_add(&larger, bag->items[i]);
	*bag = larger;
}

bool bag_add(struct bag *bag, struct cel_value value)
{
	size_t slot = slot_of(bag, value);
	if (bag->slots[slot])
		return false;
	if (bag->count == bag->room) {
		grow(bag);
		slot = slot_of(bag, value);
	}
	bag->items[bag->count++] = value;
	bag->slots[slot] = (uint32_t)bag->count;
	return true;
}

struct bag bag_of(struct arena *owner, struct cel_value list, size_t *left)
{
	struct bag bag = bag_new(owner, list.len);
	bag.left = left;
	for (size_t i = 0; i < list.len; i++)
		bag_add(&bag, cel_item(list, i));
	return bag;
}
