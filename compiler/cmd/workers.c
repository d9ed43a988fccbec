#include "workers.h"

#include "base/message.h"
#include "base/slices.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Few enough for the results to stay small. */
enum { BATCH = 256 };

struct worker {
	const struct work *work;
	struct arena *kept;    /* results of the batch */
	struct arena *scratch; /* one profile */
	struct arena *faulty;  /* lives as long as the run: what diags point into */
	struct diags diags;    /* of the profile at hand */
	struct outcome *outcomes;
	struct diags *found; /* by profile of the batch */
};

/* Diags point into what the scratch arena holds, so a profile with faults keeps it. */
static void keep_faulty(struct worker *worker)
{
	if (worker->diags.count == 0) {
		arena_reset(worker->scratch);
		return;
	}
	arena_adopt(worker->faulty, worker->scratch);
	worker->scratch = arena_new();
}

struct batch {
	struct worker *workers;
	size_t begin;
};

static void work_on_slice(void *context, size_t slice, size_t begin, size_t end)
{
	const struct batch *batch = context;
	struct worker *worker = &batch->workers[slice];
	const struct work *work = worker->work;
	for (size_t i = begin; i < end; i++) {
		worker->diags = diags_new(worker->faulty);
		worker->outcomes[i] = output_of(worker->kept, worker->scratch, work->resolver,
			work->heads[batch->begin + i], work->rules, &worker->diags);
		worker->found[i] = worker->diags;
		keep_faulty(worker);
	}
}

static void take_batch(
	const struct work *work, struct worker *workers, size_t jobs, size_t begin, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		diags_join(&work->run->diags, &workers[0].found[i]);
		work->take(work->context, begin + i, &workers[0].outcomes[i]);
	}
	for (size_t j = 0; j < jobs; j++)
		arena_reset(workers[j].kept);
}

/* --- progress --------------------------------------------------------------------------------- */

static double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* On a terminal, once the run takes longer than a second. */
static void show_progress(const struct work *work, double began, size_t done)
{
	if (work->run->quiet || !isatty(STDERR_FILENO) || seconds_now() - began < 1)
		return;
	fputc('\r', stderr);
	if (done < work->count)
		fprintf(stderr, _("%zu of %zu profiles"), done, work->count);
	else
		fputs("\033[K", stderr);
	fflush(stderr);
}

/* --- the whole -------------------------------------------------------------------------------- */

void work_through(const struct work *work)
{
	struct arena *run = work->run->arena;
	size_t jobs = slices_for(work->jobs, work->count);
	struct worker *workers = arena_array_of(run, struct worker, jobs);
	struct outcome *outcomes = arena_array_of(run, struct outcome, BATCH);
	struct diags *found = arena_array_of(run, struct diags, BATCH);
	double began = seconds_now();
	for (size_t j = 0; j < jobs; j++) {
		workers[j] = (struct worker){ .work = work,
			.kept = arena_new(),
			.scratch = arena_new(),
			.faulty = arena_new(),
			.outcomes = outcomes,
			.found = found };
		arena_adopt(run, workers[j].faulty);
	}
	for (size_t begin = 0; begin < work->count; begin += BATCH) {
		struct batch batch = { workers, begin };
		size_t count = work->count - begin < BATCH ? work->count - begin : BATCH;
		slices_run(jobs, count, work_on_slice, &batch);
		take_batch(work, workers, jobs, begin, count);
		show_progress(work, began, begin + count);
	}
	for (size_t j = 0; j < jobs; j++) {
		arena_end(workers[j].kept);
		arena_end(workers[j].scratch);
	}
}
