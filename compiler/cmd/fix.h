/*
 * `leme check --fix`: what a program can mend in the author's files, shown and written as one step.
 * Internal to cmd/.
 */
#ifndef LEME_CMD_FIX_H
#define LEME_CMD_FIX_H

#include "cmd.h"

/* One file that is to be written. */
struct fixed_file {
	struct bytes path, old, text;
};

struct fixing {
	ARRAY(struct fixed_file);
	struct {
		ARRAY(struct staged);
	} names;     /* the same, by all the names that the project has for them */
	size_t done; /* fixes */
};

/*
 * Works out the files that the fixes of the findings change; writes nothing. A file that is not
 * what it was when it was judged is left alone (`output/changed`). False after a diag.
 */
bool fixing_plan(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits, struct fixing *fixing) MUST_USE;

/*
 * Lets the hints of sorted findings say what can be mended: not what an alias or an expression
 * keeps from it, nor what is of a file that is not there any more, or not what it was.
 */
void fixing_announce(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits);

/*
 * Lets findings that have a fix know its edits, for the formats that tell them. Those of a file
 * that is not there any more, or not what it was, have none.
 */
void fixing_offer(struct run *run, const struct folder *folder, const struct findings *findings,
	struct limits limits);

/* The diff of all files, without secrets. */
void fixing_show(struct run *run, const struct fixing *fixing, const struct folder *folder,
	struct buf *out, enum colour colour);

/* All of them or none. False after a diag. */
bool fixing_write(
	struct run *run, const struct folder *folder, const struct fixing *fixing) MUST_USE;

#endif
