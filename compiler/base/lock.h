/*
 * The lock of a project: `.leme/lock`, held by flock() while a run writes. It ends with the
 * process that holds it, so none is ever stale; the text in the file only says who it is.
 */
#ifndef LEME_BASE_LOCK_H
#define LEME_BASE_LOCK_H

#include "folder.h"

/*
 * Takes the lock in `.leme`, whose handle is `state`; waits for the folder's lock_wait. Returns a
 * handle for lock_drop(), or -1 with a diag (`lock/held` or `lock/failed`, exit 3).
 */
int lock_take(struct arena *scratch, const struct folder *folder, int state, struct diags *d);

void lock_drop(int lock);

/* What a look at the lock found. */
enum lock_state { LOCK_FREE, LOCK_HELD, LOCK_UNKNOWN };

/* Looks without taking it. LOCK_UNKNOWN, with errno, if it cannot be looked at. */
enum lock_state lock_look(int state);

/* Waits 50 ms; false if the folder's lock_wait is over. */
bool lock_pause(const struct folder *folder, unsigned *waited);

/* Records `lock/held`, naming the holder; returns false. */
bool lock_is_held(struct arena *scratch, const struct folder *folder, int state, struct diags *d);

#endif
