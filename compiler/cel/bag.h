/*
 * A set of values, told apart as `==` does: 1, 1u and 1.0 are one. Internal to cel/.
 *
 * Adding and asking take the same time however many there are; NaN, which equals nothing, is new
 * each time. A frozen bag may be asked by several threads.
 */
#ifndef LEME_CEL_BAG_H
#define LEME_CEL_BAG_H

#include "cel.h"

struct bag {
	struct arena *owner;
	size_t *left;            /* as of cel_equal_within(); NULL at first */
	struct cel_value *items; /* in the order in which they came */
	size_t count, room;
	uint32_t *slots; /* 1 + the item's number; a power of two, at least twice the room */
	size_t mask;
};

/* An empty bag with room for so many values. It grows beyond that. */
struct bag bag_new(struct arena *owner, size_t room);

/* The number of a value among those that came, from 0, or SIZE_MAX. */
size_t bag_find(const struct bag *bag, struct cel_value value);

bool bag_has(const struct bag *bag, struct cel_value value);

/* False if it was there before. */
bool bag_add(struct bag *bag, struct cel_value value);

/* With all items of a list. */
struct bag bag_of(struct arena *owner, struct cel_value list, size_t *left);

#endif
