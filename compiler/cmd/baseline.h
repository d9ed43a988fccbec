/*
 * `leme check --baseline FILE`: what is known is left out of the findings, and the file follows.
 * Internal to cmd/.
 */
#ifndef LEME_CMD_BASELINE_H
#define LEME_CMD_BASELINE_H

#include "cmd.h"

struct adoption {
	struct bytes path;           /* in the project; no text (.at is NULL): there is none */
	const struct source *source; /* NULL: it is to be made */
	struct baseline baseline;
	struct findings known; /* that are not told */
	size_t gone;           /* findings */
	struct bytes text;     /* what the file shall hold */
};

/*
 * Reads the file that the option names. False, after diags: it is wrong, or it is to be made by a
 * run that does not see everything (`baseline/part`).
 */
bool adoption_read(struct run *run, const struct folder *folder, struct limits limits, bool whole,
	struct adoption *adoption) MUST_USE;

/* Takes out what is known; where there is no file yet, that is all. NULL: nothing is in reach. */
void adoption_filter(
	struct adoption *adoption, struct findings *findings, const struct baseline_reach *reach);

/*
 * Writes the file if it is new or something is gone, unless the run has failed: who reads that has
 * other things to do first. Says what was done. False after a diag.
 */
bool adoption_write(struct run *run, const struct folder *folder, const struct adoption *adoption,
	bool failed) MUST_USE;

#endif
