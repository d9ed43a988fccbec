/* Data made of other data, which stays as it is. Internal to judge/. */
#ifndef LEME_JUDGE_MAKE_H
#define LEME_JUDGE_MAKE_H

#include "tree/tree.h"

/* A map of so many entries, at the place of another value. */
const struct value *make_map(
	struct arena *owner, const struct entry *entries, size_t count, const struct value *like);

/* The map (NULL: an empty one) with a value at a key, in the place of the one that it had. */
const struct value *make_with(
	struct arena *owner, const struct value *map, const char *key, const struct value *value);

const struct value *make_text(struct arena *owner, struct bytes text, const struct value *like);

/*
 * An object without the keys that are null, however deep: to the API server they say nothing, but
 * for the few fields that it shows as null. The object itself where there are none.
 */
const struct value *make_without_nulls(struct arena *owner, const struct value *object);

#endif
