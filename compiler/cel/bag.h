/*
 * A set of values, told apart as `==` does: 1, 1u and 1.0 are one. Internal to cel/.
 *
 * Adding and asking take the same time however many there are; NaN, which equals nothing, is new
 * each time.
 */
#ifndef LEME_CEL_BAG_H
#define LEME_CEL_BAG_H

#include "cel.h"

struct bag {
	struct cel_value *items; /* in the order in which they came */
	size_t count;
	uint32_t *slots; /* 1 + the item's number; a power of two, at least twice the most */
	size_t mask;
};

/* An empty bag for at most so many values. */
struct bag bag_new(struct arena *owner, size_t most);

bool bag_has(const struct bag *bag, struct cel_value value);

/* False if it was there before. */
bool bag_add(struct bag *bag, struct cel_value value);

/* With all items of a list. */
struct bag bag_of(struct arena *owner, struct cel_value list);

#endif
