#include "workers.h"

#include "base/message.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* Enough for threads to pay, few enough for the results to stay small. */
enum { BATCH = 256, WORTH_THREADS = 512 };

struct worker {
	const struct work *work;
	struct arena *kept;    /* results of the batch */
	struct arena *scratch; /* one profile */
	struct arena *faulty;  /* lives as long as the run: what diags point into */
	struct diags diags;    /* of the profile at hand */
	size_t begin, end;     /* the slice of the batch */
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

static void *work_on_slice(void *context)
{
	struct worker *worker = context;
	const struct work *work = worker->work;
	for (size_t i = worker->begin; i < worker->end; i++) {
		worker->diags = diags_new(worker->faulty);
		worker->outcomes[i % BATCH] = output_of(worker->kept, worker->scratch,
			work->resolver, work->heads[i], work->rules, &worker->diags);
		worker->found[i % BATCH] = worker->diags;
		keep_faulty(worker);
	}
	return NULL;
}

/* The first worker is this thread. A thread that cannot be had does its slice here. */
static void run_batch(struct worker *workers, size_t jobs, size_t begin, size_t end)
{
	pthread_t threads[MOST_JOBS];
	bool started[MOST_JOBS] = { false };
	for (size_t j = 0; j < jobs; j++) {
		workers[j].begin = begin + (end - begin) * j / jobs;
		workers[j].end = begin + (end - begin) * (j + 1) / jobs;
		started[j] = j > 0 &&
			pthread_create(&threads[j], NULL, work_on_slice, &workers[j]) == 0;
	}
	for (size_t j = 0; j < jobs; j++)
		if (!started[j])
			work_on_slice(&workers[j]);
	for (size_t j = 0; j < jobs; j++)
		if (started[j])
			pthread_join(threads[j], NULL);
}

static void take_batch(
	const struct work *work, struct worker *workers, size_t jobs, size_t begin, size_t end)
{
	for (size_t i = begin; i < end; i++) {
		diags_join(&work->run->diags, &workers[0].found[i % BATCH]);
		work->take(work->context, &workers[0].outcomes[i % BATCH]);
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

static size_t jobs_for(const struct work *work)
{
	size_t jobs = work->jobs;
	if (!jobs) {
		long processors = sysconf(_SC_NPROCESSORS_ONLN);
		jobs = work->count < WORTH_THREADS || processors < 1 ? 1 : (size_t)processors;
	}
	jobs = jobs > MOST_JOBS ? MOST_JOBS : jobs;
	return jobs > work->count && work->count ? work->count : jobs;
}

void work_through(const struct work *work)
{
	struct arena *run = work->run->arena;
	size_t jobs = jobs_for(work);
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
		size_t end = begin + BATCH < work->count ? begin + BATCH : work->count;
		run_batch(workers, jobs, begin, end);
		take_batch(work, workers, jobs, begin, end);
		show_progress(work, began, end);
	}
	for (size_t j = 0; j < jobs; j++) {
		arena_end(workers[j].kept);
		arena_end(workers[j].scratch);
	}
}
