/*
 * From the files of the profiles to their heads: the first half of fleet_read(). Internal to
 * model/.
 */
#ifndef LEME_MODEL_HEADS_H
#define LEME_MODEL_HEADS_H

#include "model.h"

/*
 * Reads every file of profiles by as many threads (0: as the machine has processors) and fills
 * fleet->heads, in the order of the files' paths. False if a file or its shape has faults.
 */
bool heads_read(struct arena *run, struct fleet *fleet, size_t jobs, struct diags *d) MUST_USE;

#endif
