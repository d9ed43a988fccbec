/* Start-up: startup LEME HELLO. `leme version` beside /bin/true and a hello world of libc alone. */
#include "bench.h"

enum { ROUNDS = 400, ROWS = 3 };

static struct samples rows[ROWS] = {
	{ .name = "/bin/true" },
	{ .name = "hello world in C, dynamic" },
	{ .name = "leme version" },
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return EXIT_FAILURE;
	const char *programs[ROWS][3] = { { "/bin/true" }, { argv[2] }, { argv[1], "version" } };
	size_t order[ROWS] = { 0, 1, 2 };
	for (size_t round = 0; round <= ROUNDS; round++) {
		bench_shuffle(order, ROWS);
		for (size_t i = 0; i < ROWS; i++) {
			double took = bench_run(programs[order[i]], NULL);
			if (round > 0) /* the first one warms up */
				bench_add(&rows[order[i]], took);
		}
	}
	for (size_t i = 0; i < ROWS; i++)
		bench_print(&rows[i]);
	double leme = bench_median(&rows[2]);
	bench_judge("P12: leme version / true", leme / bench_median(&rows[0]), 1.2, 0);
	bench_judge("     leme version / hello", leme / bench_median(&rows[1]), 1.2, 0);
	return EXIT_SUCCESS;
}
