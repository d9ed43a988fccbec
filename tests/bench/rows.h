/*
 * Rows of whole processes over one input, in one interleaved run: of each its wall time, the
 * processor's time, and its peak memory.
 */
#ifndef LEME_TESTS_BENCH_ROWS_H
#define LEME_TESTS_BENCH_ROWS_H

#include "bench.h"

#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_ROWS = 8, MOST_WORDS = 10, PATH = 512, MEGABYTE = 1000 * 1000 };

struct row {
	const char *words[MOST_WORDS];
	struct samples wall, cpu;
	long peak; /* KiB */
};

struct table {
	const char *input;
	struct row rows[MOST_ROWS];
	size_t count;
};

static const char *leme, *folder;

static inline const char *path_of(const char *name)
{
	static char paths[16][PATH];
	static size_t next;
	char *path = paths[next++ % 16];
	if (snprintf(path, PATH, "%s/%s", folder, name) >= PATH)
		bench_fail(name);
	return path;
}

static inline double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/*
 * The status of a program, as wait() has it. grep reads no further than the first match if nobody
 * sees its answer: its own goes to a file.
 */
static inline int run_process(struct row *row, const char *input, bool warm)
{
	struct rusage usage;
	int status, in = open(input, O_RDONLY | O_CLOEXEC), away = open("/dev/null", O_WRONLY);
	int out = strstr(row->words[0], "grep")
		? open(path_of("count"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)
		: away;
	double began = bench_now();
	pid_t child = vfork();
	if (child == 0) {
		dup2(in, 0);
		dup2(out, 1);
		dup2(away, 2);
		execv(row->words[0], (char *const *)(uintptr_t)row->words);
		_exit(127);
	}
	if (in < 0 || child < 0 || wait4(child, &status, 0, &usage) != child)
		bench_fail(row->words[0]);
	if (!warm) {
		bench_add(&row->wall, bench_now() - began);
		bench_add(&row->cpu, (seconds(usage.ru_utime) + seconds(usage.ru_stime)) * 1e3);
	}
	if (usage.ru_maxrss > row->peak)
		row->peak = usage.ru_maxrss;
	close(in);
	if (out != away)
		close(out);
	close(away);
	return status;
}

static inline void run_well(struct row *row, const char *input, bool warm)
{
	if (run_process(row, input, warm) == 0)
		return;
	fprintf(stderr, "%s %s failed on %s\n", row->words[0], row->words[1], input);
	exit(EXIT_FAILURE);
}

static inline struct row *add(struct table *table, const char *name, const char *const words[])
{
	struct row *row = &table->rows[table->count++];
	memset(row, 0, sizeof *row);
	for (size_t i = 0; words[i]; i++)
		row->words[i] = words[i];
	row->wall.name = row->cpu.name = name;
	return row;
}

static inline struct row *add_leme(struct table *table, const char *name, const char *project)
{
	return add(table, name,
		(const char *[]){
			leme, "-C", path_of(project), "post-render", "-p", "live", NULL });
}

static inline void measure(struct table *table, int rounds)
{
	size_t order[MOST_ROWS];
	for (size_t i = 0; i < table->count; i++)
		order[i] = i;
	for (int round = 0; round <= rounds; round++) {
		for (size_t i = 0; i < table->count; i++)
			run_well(&table->rows[order[i]], table->input, round == 0);
		bench_shuffle(order, table->count);
	}
	for (size_t i = 0; i < table->count; i++) {
		struct row *row = &table->rows[i];
		bench_print(&row->wall);
		printf("  %-44s %9.2f ms, peak %.1f MiB\n", "    processor",
			bench_median(&row->cpu), (double)row->peak / 1024);
	}
}

static inline double ratio(struct row *row, struct row *other)
{
	return bench_median(&row->cpu) / bench_median(&other->cpu);
}

static inline double wall_ratio(struct row *row, struct row *other)
{
	return bench_median(&row->wall) / bench_median(&other->wall);
}

static inline double megabytes(const char *path)
{
	struct stat status;
	if (stat(path, &status) != 0)
		bench_fail(path);
	return (double)status.st_size / MEGABYTE;
}

/* Of a budget, in times the input. */
static inline double memory_ratio(const struct row *row, const char *input, double times)
{
	return (double)row->peak * 1024 / MEGABYTE / (times * megabytes(input) + 8);
}

#endif
