#include "slices.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>

/* Below it a thread costs more than it does. */
enum { WORTH_THREADS = 256 };

struct slice {
	void (*work)(void *context, size_t slice, size_t begin, size_t end);
	void *context;
	size_t number, begin, end;
	pthread_t thread;
	bool started;
};

size_t slices_for(size_t wanted, size_t count)
{
	size_t slices = wanted;
	if (!slices) {
		long processors = sysconf(_SC_NPROCESSORS_ONLN);
		slices = count < WORTH_THREADS || processors < 1 ? 1 : (size_t)processors;
	}
	slices = slices > SLICES_MOST ? SLICES_MOST : slices;
	slices = slices > count ? count : slices;
	return slices ? slices : 1;
}

static void *work_on(void *context)
{
	const struct slice *slice = context;
	slice->work(slice->context, slice->number, slice->begin, slice->end);
	return NULL;
}

void slices_run(size_t slices, size_t count,
	void (*work)(void *context, size_t slice, size_t begin, size_t end), void *context)
{
	struct slice all[SLICES_MOST];
	for (size_t i = 0; i < slices; i++) {
		all[i] = (struct slice){ .work = work,
			.context = context,
			.number = i,
			.begin = count * i / slices,
			.end = count * (i + 1) / slices };
		all[i].started = i > 0 &&
			pthread_create(&all[i].thread, NULL, work_on, &all[i]) == 0;
	}
	for (size_t i = 0; i < slices; i++)
		if (!all[i].started)
			work_on(&all[i]);
	for (size_t i = 0; i < slices; i++)
		if (all[i].started)
			pthread_join(all[i].thread, NULL);
}
