/*
 * Work on many items by several threads: each takes one slice of them. What a slice touches is its
 * own: items, arenas, diags. The caller joins the results, in the order of the slices, so that they
 * do not depend on the number of threads.
 */
#ifndef LEME_BASE_SLICES_H
#define LEME_BASE_SLICES_H

#include <stddef.h>

enum { SLICES_MOST = 256 };

/*
 * How many slices to cut `count` items into: at most as many as wanted; for 0 wanted, one for each
 * processor if there are enough items to pay for threads. 1 to SLICES_MOST.
 */
size_t slices_for(size_t wanted, size_t count);

/*
 * Calls work(context, slice, begin, end) once for each slice and returns when all are done. The
 * first slice is this thread's, and so is each one whose thread cannot be had: of one slice no
 * thread is made.
 */
void slices_run(size_t slices, size_t count,
	void (*work)(void *context, size_t slice, size_t begin, size_t end), void *context);

#endif
