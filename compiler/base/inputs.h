/*
 * The files that the results of a run depend on as a whole, with the state in which each was read.
 * folder_read() notes them; threads may read at once.
 */
#ifndef LEME_BASE_INPUTS_H
#define LEME_BASE_INPUTS_H

#include "identity.h"

struct input {
	struct bytes path;        /* in the project */
	struct identity identity; /* none: there was no such file */
};

struct inputs;

/* Ends with its owner. */
struct inputs *inputs_new(struct arena *owner);

/* A file that was noted with another state before counts as one that changes all the time. */
void inputs_note(struct inputs *inputs, struct bytes path, struct identity identity);

/* All of them, in the order of their paths. Nobody may note more meanwhile. */
const struct input *inputs_sorted(struct inputs *inputs, size_t *count);

#endif
