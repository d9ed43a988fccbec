/*
 * One file that a transaction changes, and the two names beside it, in the same folder:
 *
 *   name    the target: old until it is installed, new from then on
 *   temp    the new content until then, the old one from then on
 *   aside   for a moment a second name of the old content, where names cannot be exchanged
 *
 * The functions take no memory; they return false with errno on failure.
 */
#ifndef LEME_BASE_SPOT_H
#define LEME_BASE_SPOT_H

#include "bytes.h"

#include <limits.h>

enum deed { DEED_CREATE, DEED_REPLACE, DEED_REMOVE };

struct spot {
	enum deed deed;
	const char *folder; /* inside the project; "" is the project itself */
	const char *name;
	/* The names beside it follow from these alone, so that the next run finds them again. */
	struct bytes mark;
	size_t number;
};

/*
 * From a path inside the project, which is kept; there are no names beside it yet. `known` is the
 * folder of another spot, shared where it is the same, or NULL.
 */
struct spot spot_at(struct arena *owner, enum deed deed, const char *path, const char *known);

/* What temp is called. */
struct spot_name {
	char text[NAME_MAX + 1];
};
struct spot_name spot_temp(const struct spot *spot);

enum spot_state {
	SPOT_OLD,
	SPOT_NEW,
	SPOT_TORN, /* ended between two steps, as spot_settle() mends it; name is still whole */
};

/* Puts the new state into place. errno tells why, unless it is SPOT_NEW. */
enum spot_state spot_install(int folder, const struct spot *spot);

/* Puts the old state back after spot_install(); the new content is gone then. */
bool spot_restore(int folder, const struct spot *spot);

/* Completes an exchange that ended between two of its steps. */
bool spot_settle(int folder, const struct spot *spot);

/* Removes the temp, if there is one. */
bool spot_clear(int folder, const struct spot *spot);

#endif
