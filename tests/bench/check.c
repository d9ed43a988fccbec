/*
 * `leme check`: check LEME DEMO FLEET FAILING RENDERED PEER ROUNDS. The folders are projects: the
 * demo with all shipped packs; a fleet, and one of which each profile fails, compiled; rendered
 * objects, or ''. PEER is a folder with @bufbuild/cel, or ''.
 *
 * A check is told beside the compile that knows nothing of the last one and finds all files as they
 * should be, which reads and resolves the same profiles, and beside that which writes all of them.
 */
#include "bench.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_WORDS = 12, SMALL_TIMES = 5, PATH = 512 };

enum row {
	NOTHING,
	DEMO_COMPILE,
	DEMO_CHECK,
	COMPILE,
	COMPILE_ALL,
	CHECK,
	CHECK_FAILING,
	RENDERED,
	RENDERED_PEER,
	ROWS
};

struct run {
	const char *words[MOST_WORDS];
	int status;
	void (*before)(struct run *run);
	struct samples samples;
	long peak; /* KiB */
	int times;
};

static struct run runs[ROWS];
static const char *const names[ROWS] = {
	[NOTHING] = "true",
	[DEMO_COMPILE] = "the demo: compile, nothing changed, no index",
	[DEMO_CHECK] = "the demo: check, seven packs",
	[COMPILE] = "the fleet: compile, nothing changed, no index",
	[COMPILE_ALL] = "the fleet: compile, all files written",
	[CHECK] = "the fleet: check, seven packs",
	[CHECK_FAILING] = "the fleet: check, where all fail",
	[RENDERED] = "rendered objects: check, 20 policies",
	[RENDERED_PEER] = "rendered objects: @bufbuild/cel in Node.js",
};

/* --- what goes before ------------------------------------------------------------------------- */

static const char *path_in(const struct run *run, const char *name)
{
	static char path[PATH];
	if (snprintf(path, sizeof path, "%s/%s", run->words[2], name) >= (int)sizeof path)
		bench_fail(name);
	return path;
}

static void remove_index(struct run *run)
{
	if (remove(path_in(run, ".leme/index")) != 0 && errno != ENOENT)
		bench_fail(".leme/index");
}

static void remove_outputs(struct run *run)
{
	const char *remove_all[] = { "/bin/rm", "-rf", path_in(run, "values"), NULL };
	remove_index(run);
	bench_run(remove_all, NULL);
	sync();
}

/* --- runs ------------------------------------------------------------------------------------- */

static void run_row(struct run *run, bool warm)
{
	for (int i = 0; run->words[0] && i < run->times; i++) {
		if (run->before)
			run->before(run);
		double took = bench_run_to(run->words, run->status, &run->peak);
		if (!warm)
			bench_add(&run->samples, took);
	}
}

/* A command of leme in a project; its status is 1 where there are findings. */
static void take(enum row row, const char *const words[], int status, void (*before)(struct run *))
{
	struct run *run = &runs[row];
	bool small = row <= DEMO_CHECK;
	size_t count = 0;
	for (; words[count]; count++)
		run->words[count] = words[count];
	run->words[count] = NULL;
	run->status = status;
	run->before = before;
	run->times = small ? SMALL_TIMES : 1;
	run->samples.name = names[row];
}

static void take_all(char **argv)
{
	const char *leme = argv[1], *demo = argv[2], *fleet = argv[3], *failing = argv[4];
	const char *rendered = argv[5], *peer = argv[6];
	static char file[PATH];
	snprintf(file, sizeof file, "%s/rendered.yaml", rendered);
	take(NOTHING, (const char *[]){ "/bin/true", NULL }, 0, NULL);
	take(DEMO_COMPILE, (const char *[]){ leme, "-C", demo, "compile", NULL }, 0, remove_index);
	take(DEMO_CHECK, (const char *[]){ leme, "-C", demo, "check", NULL }, 0, NULL);
	take(COMPILE, (const char *[]){ leme, "-C", fleet, "compile", NULL }, 0, remove_index);
	take(COMPILE_ALL, (const char *[]){ leme, "-C", fleet, "compile", NULL }, 0,
		remove_outputs);
	take(CHECK, (const char *[]){ leme, "-C", fleet, "check", NULL }, 0, NULL);
	take(CHECK_FAILING, (const char *[]){ leme, "-C", failing, "check", NULL }, 1, NULL);
	if (*rendered)
		take(RENDERED,
			(const char *[]){ leme, "-C", rendered, "check", "-p", "live",
				"--manifests", file, NULL },
			1, NULL);
	if (*rendered && *peer)
		take(RENDERED_PEER,
			(const char *[]){ "/usr/bin/env", "node", "tests/bench/policy.mjs", peer,
				rendered, NULL },
			0, NULL);
}

/* --- figures ---------------------------------------------------------------------------------- */

static double median(enum row row)
{
	return bench_median(&runs[row].samples);
}

static void tell(const char *name, double figure, const char *unit)
{
	printf("  %-46s %9.2f %s\n", name, figure, unit);
}

static void tell_all(void)
{
	for (size_t i = 0; i < ROWS; i++)
		if (runs[i].words[0]) {
			bench_print(&runs[i].samples);
			printf("  %-44s %9.1f MiB\n", "    peak memory",
				(double)runs[i].peak / 1024);
		}
}

static void judge(void)
{
	tell_all();
	tell("the demo: check / compile", median(DEMO_CHECK) / median(DEMO_COMPILE), "");
	tell("the demo: check / true", median(DEMO_CHECK) / median(NOTHING), "");
	bench_judge("C1: check / compile, all written", median(CHECK) / median(COMPILE_ALL), 2, 1);
	tell("    check / compile, nothing changed", median(CHECK) / median(COMPILE), "");
	tell("    where all fail / compile, all written",
		median(CHECK_FAILING) / median(COMPILE_ALL), "");
	if (!runs[RENDERED].words[0])
		return;
	bench_judge("C1: rendered objects, ms", median(RENDERED), 200, 0);
	if (runs[RENDERED_PEER].words[0])
		tell("    @bufbuild/cel / leme", median(RENDERED_PEER) / median(RENDERED), "");
}

int main(int argc, char **argv)
{
	size_t order[ROWS];
	if (argc != 8)
		return EXIT_FAILURE;
	take_all(argv);
	for (size_t i = 0; i < ROWS; i++)
		order[i] = i;
	for (int round = 0; round <= atoi(argv[7]); round++) {
		for (size_t i = 0; i < ROWS; i++)
			run_row(&runs[order[i]], round == 0);
		bench_shuffle(order, ROWS);
	}
	judge();
	return EXIT_SUCCESS;
}
