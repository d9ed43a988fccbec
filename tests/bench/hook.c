/*
 * What a post-renderer adds to `helm template`: hook ROUNDS HELM CHART LEME CAT. LEME and CAT are
 * what Helm calls them: programs for Helm 3, plugins for Helm 4. Each round runs Helm without one,
 * with `cat` and with `leme`, in an order of its own; what counts is the difference within a round.
 */
#include "bench.h"

enum { PLAIN, WITH_CAT, WITH_LEME, ROWS, MOST_WORDS = 12 };

static const char *commands[ROWS][MOST_WORDS];
static struct samples rows[ROWS] = { { .name = "helm template" }, { .name = "and cat" },
	{ .name = "and leme" } };
static struct samples cat_adds, leme_adds;

static void make_commands(char **argv)
{
	for (size_t i = 0; i < ROWS; i++) {
		const char *const words[] = { argv[2], "template", "r", argv[3], "--post-renderer",
			i == WITH_CAT ? argv[5] : argv[4], "--post-renderer-args", "post-render",
			"--post-renderer-args", "-p=live" };
		size_t count = i == PLAIN ? 4 : i == WITH_CAT ? 6 : 10;
		for (size_t k = 0; k < count; k++)
			commands[i][k] = words[k];
	}
}

static void measure(int rounds)
{
	size_t order[ROWS] = { PLAIN, WITH_CAT, WITH_LEME };
	double took[ROWS];
	for (int round = 0; round <= rounds; round++) {
		for (size_t i = 0; i < ROWS; i++)
			took[order[i]] = bench_run(commands[order[i]], NULL);
		bench_shuffle(order, ROWS);
		if (round == 0)
			continue;
		for (size_t i = 0; i < ROWS; i++)
			bench_add(&rows[i], took[i]);
		bench_add(&cat_adds, took[WITH_CAT] - took[PLAIN]);
		bench_add(&leme_adds, took[WITH_LEME] - took[WITH_CAT]);
	}
}

static double quartile(struct samples *samples, size_t quarter)
{
	return samples->at[(samples->count - 1) * quarter / 4];
}

static void print_difference(const char *name, struct samples *samples)
{
	double median = bench_median(samples);
	printf("  %-44s %+9.2f ms  [quartiles %+.2f, %+.2f]", name, median, quartile(samples, 1),
		quartile(samples, 3));
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return EXIT_FAILURE;
	make_commands(argv);
	measure(atoi(argv[1]));
	for (size_t i = 0; i < ROWS; i++)
		bench_print(&rows[i]);
	print_difference("cat adds", &cat_adds);
	putchar('\n');
	print_difference("P13: leme adds to that", &leme_adds);
	printf("\n  %-44s gate: it is within the quartiles %s\n", "P13: nothing is added",
		quartile(&leme_adds, 1) <= 0 ? "PASS" : "MISS");
	return EXIT_SUCCESS;
}
