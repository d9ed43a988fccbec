/* Two patches of one file that want different things of one place. Private to manifest/. */
#ifndef LEME_MANIFEST_CONFLICT_H
#define LEME_MANIFEST_CONFLICT_H

#include "patches.h"

/*
 * Whether patch number `index`, which made `after` of `before`, left alone what the others of its
 * file have written; a nearer profile's wins over an inherited one's. False, with `patch/conflict`
 * at what the later one says, and the earlier one's place.
 */
bool conflict_check(struct arena *scratch, const struct patches *patches, size_t index,
	const struct value *before, const struct value *after, struct diags *d) MUST_USE;

#endif
