/*
 * What the benchmarks share. A row is timed again and again beside the rows that it is compared
 * with, in one interleaved run; what counts is the ratio of medians, never the time itself.
 */
#ifndef LEME_TESTS_BENCH_H
#define LEME_TESTS_BENCH_H

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BENCH_MOST = 2000 };

struct samples {
	const char *name;
	double at[BENCH_MOST]; /* milliseconds */
	size_t count;
};

static inline double bench_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static inline void bench_add(struct samples *samples, double milliseconds)
{
	if (samples->count < BENCH_MOST)
		samples->at[samples->count++] = milliseconds;
}

static inline void bench_fail(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/*
 * Runs a program with its stdout and stderr away and returns the milliseconds from vfork to wait.
 * A program that ends with another status ends the benchmark. *peak becomes its largest memory in
 * KiB, but at least that of this process so far (the kernel counts the borrowed memory of vfork).
 */
static inline double bench_run_to(const char *const program[], int wanted, long *peak)
{
	struct rusage usage;
	int status, nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	double began = bench_now();
	pid_t child = vfork();
	if (child == 0) {
		dup2(nowhere, 1);
		dup2(nowhere, 2);
		execv(program[0], (char *const *)(uintptr_t)program); /* which does not write */
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		bench_fail(program[0]);
	double took = bench_now() - began;
	close(nowhere);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != wanted) {
		fprintf(stderr, "%s %s failed: %d\n", program[0], program[1] ? program[1] : "",
			WEXITSTATUS(status));
		exit(EXIT_FAILURE);
	}
	if (peak && usage.ru_maxrss > *peak)
		*peak = usage.ru_maxrss;
	return took;
}

static inline double bench_run(const char *const program[], long *peak)
{
	return bench_run_to(program, EXIT_SUCCESS, peak);
}

static inline int bench_compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return (left > right) - (left < right);
}

/* Sorts the samples. */
static inline double bench_median(struct samples *samples)
{
	size_t n = samples->count;
	if (n == 0)
		return 0;
	qsort(samples->at, n, sizeof *samples->at, bench_compare);
	return n % 2 ? samples->at[n / 2] : (samples->at[n / 2 - 1] + samples->at[n / 2]) / 2;
}

static inline void bench_print(struct samples *samples)
{
	double median = bench_median(samples);
	printf("  %-44s %9.2f ms  [%.2f - %.2f]\n", samples->name, median, samples->at[0],
		samples->at[samples->count - 1]);
}

/* One figure against its gate, which must be met, and its goal (0: none). */
static inline void bench_judge(const char *name, double figure, double gate, double goal)
{
	const char *verdict = figure <= gate ? "PASS" : "MISS";
	printf("  %-44s %9.2f     gate %.2f %s", name, figure, gate, verdict);
	if (goal > 0)
		printf(", goal %.2f %s", goal, figure <= goal ? "PASS" : "MISS");
	putchar('\n');
}

/* The same for a figure that must be as large. */
static inline void bench_reach(const char *name, double figure, double gate, double goal)
{
	const char *verdict = figure >= gate ? "PASS" : "MISS";
	printf("  %-44s %9.2f     gate %.2f %s", name, figure, gate, verdict);
	if (goal > 0)
		printf(", goal %.2f %s", goal, figure >= goal ? "PASS" : "MISS");
	putchar('\n');
}

/* The order of rows is another in each round, so that no row always follows the same one. */
static inline void bench_shuffle(size_t *order, size_t count)
{
	static unsigned seed = 1;
	for (size_t i = count; i > 1; i--) {
		seed = seed * 1103515245u + 12345u;
		size_t other = (seed >> 16) % i, kept = order[i - 1];
		order[i - 1] = order[other];
		order[other] = kept;
	}
}

#endif
