/*
 * Pins: versions that a profile holds on purpose, as `{version: …}` in `versions` (SPEC §1.2). Part
 * of the face of model/.
 *
 *   profile_pins        those that a profile has, its own and those of what it extends
 *   pin_is_redundant    whether all profiles would have the same versions without it
 */
#ifndef LEME_MODEL_PINS_H
#define LEME_MODEL_PINS_H

#include "base/diag.h"

struct head;
struct resolved_profile;
struct resolver;

struct pin_entry {
	struct bytes name;         /* what is pinned, as in `versions` */
	struct bytes component;    /* its id */
	struct bytes role;         /* likewise, or empty */
	struct bytes until;        /* or empty */
	const struct head *head;   /* of the profile that says it */
	struct span at;            /* the name */
	struct span until_at, all; /* the day; what the name stands before */
	bool in_force;             /* the profile has the version from it */
};

struct pin_entries {
	ARRAY(struct pin_entry);
};

/* The nearest ones first. They live as long as the profile. */
struct pin_entries profile_pins(struct arena *owner, const struct resolved_profile *profile);

/* What has been found out of pins: one thread's. */
struct pin_memory;
struct pin_memory *pin_memory_new(struct arena *owner, const struct resolver *resolver);

/*
 * Whether the versions of all profiles that have the pin would be the same without it, and without
 * all others that are redundant and stand in profiles that extend more: so that all of them can be
 * taken out at once.
 */
bool pin_is_redundant(struct pin_memory *memory, const struct pin_entry *pin);

#endif
