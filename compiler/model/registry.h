/*
 * How the names of images are spelled. A registry has one canonical place: the catalogue's `at`, or
 * its own name where that is a domain. Aliases, mirrors and what a profile calls it (a cut-over)
 * are other names of the same place. Lock, rules and gates use the canonical name; outputs the
 * profile's. SPEC §1.1, §6.
 *
 *   registries_new        the catalogue's registries, with a profile's over them
 *   registries_canonical  any spelling → the canonical name
 *   registries_spelled    the canonical name → what stands in the profile's output
 *
 * Prefixes end where a part of the name ends, and the longest one wins.
 */
#ifndef LEME_MODEL_REGISTRY_H
#define LEME_MODEL_REGISTRY_H

#include "tree/tree.h"

struct image;
struct registries;

/*
 * Both are maps of `registries` or NULL; the profile's is merged with its ancestors' and the
 * catalogue's. NULL, with diags: a mirror that begins with its own source (`registry/mirror`), one
 * name for two registries (`registry/ambiguous`).
 */
const struct registries *registries_new(struct arena *owner, const struct value *catalog,
	const struct value *profile, struct diags *d) MUST_USE;

/* A repository, domain and path, in any spelling; one without domain is Docker Hub's. */
struct bytes registries_canonical(
	struct arena *owner, const struct registries *registries, struct bytes repository);

/* The other way: by the profile's `mirror`, else its `at`; else the name itself. */
struct bytes registries_spelled(
	struct arena *owner, const struct registries *registries, struct bytes repository);

/*
 * A whole reference by its canonical repository, tag and digest as they are. NULL, or what is wrong
 * with the text.
 */
const char *registries_reference(struct arena *owner, const struct registries *registries,
	struct bytes text, struct image *image) MUST_USE;

/* The canonical repository of an image that is named relative to the house; or nothing. */
struct bytes registries_of_house(
	struct arena *owner, const struct registries *registries, struct bytes image);

/* What follows the house registry's canonical place in a canonical repository, or nothing. */
struct bytes registries_in_house(const struct registries *registries, struct bytes repository);

#endif
