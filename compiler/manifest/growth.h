/*
 * What may become of an object by repeating parts of it, which can double it each time: as much as
 * aliases may make of a file. Private to manifest/.
 */
#ifndef LEME_MANIFEST_GROWTH_H
#define LEME_MANIFEST_GROWTH_H

#include "tree/tree.h"

struct growth {
	struct limits limits;
	size_t added; /* bytes so far */
};

/* False, with `limit/depth` at the place: a value is too deep for so many levels around it. */
bool growth_fits(const struct growth *growth, const struct value *value, size_t levels,
	struct span at, struct diags *d) MUST_USE;

/* The same for one that is repeated; also, with `limit/copies`, if all that were are too large. */
bool growth_adds(struct growth *growth, const struct value *value, size_t levels, struct span at,
	struct diags *d) MUST_USE;

#endif
