/*
 * Many profiles at once. Workers resolve, emit and compare; each owns its arenas and diags. One
 * thread takes the results, in the order of slugs, so that the same input gives the same bytes
 * and messages whatever the number of workers. Internal to cmd/.
 */
#ifndef LEME_CMD_WORKERS_H
#define LEME_CMD_WORKERS_H

#include "outputs.h"

struct work {
	struct run *run;
	const struct resolver *resolver;
	const struct head *const *heads;
	size_t count;
	const struct output_rules *rules;
	size_t jobs; /* 0: as many as there are processors, if there is work for them */
	/* Takes what became of heads[i]; the outcome lives for the call. */
	void (*take)(void *context, size_t i, const struct outcome *outcome);
	void *context;
};

void work_through(const struct work *work);

#endif
