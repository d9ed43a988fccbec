/*
 * Reading must be linear in the size of a text, whatever its shape: shapes. Each shape is read at
 * one size and at four times that, in both dialects, as data, beside libyaml's bare events. Each
 * reading has a process of its own, so that its memory can be told too; all sizes and readers take
 * turns in one run.
 */
#include "bench.h"
#include "libyaml.h"

#include "base/buf.h"
#include "tree/tree.h"

#include <string.h>

enum { ROUNDS = 5, SMALL = 1 << 20, TIMES = 4 };

#define GATE 4.2

/* --- shapes ----------------------------------------------------------------------------------- */

/* `head`, then `part` until the size is reached, then `tail`. A `%d` in a part is its number. */
static const struct shape {
	const char *name, *head, *part, *tail;
} shapes[] = {
	{ "many keys", "", "key%d: v\n", "" },
	{ "one quoted text", "a: \"", "word ", "\"\n" },
	{ "one quoted text, many lines", "a: '", "it''s so\n  ", "'\n" },
	{ "one block text", "a: |\n", "  a line of text\n", "" },
	{ "one plain text", "a: ", "word ", "x\n" },
	{ "list items", "", "- a\n", "" },
	{ "one flow list", "[", "a, ", "a]\n" },
	{ "documents", "", "---\na: %d\n", "" },
	{ "comments", "a: b\n", "# so it is\n", "" },
	{ "nests in flow", "",
		"- [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[{a: [{a: [{a: [{a: b}]}]}]}"
		"]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
		"" },
	{ "nests in block", "", "- - - - - - - - - - - - - - - - - - - - - - - - a: b\n", "" },
	{ "anchors and aliases", "", "- [&a%d x, *a%d]\n- plain\n- plain\n- plain\n", "" },
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

static struct bytes made(struct arena *run, const struct shape *shape, size_t size)
{
	struct buf out = buf_new(run);
	bool numbered = strchr(shape->part, '%');
	buf_add(&out, bytes_of(shape->head));
	for (int i = 0; out.len < size; i++) {
		if (numbered)
			buf_print(&out, shape->part, i, i);
		else
			buf_add(&out, bytes_of(shape->part));
	}
	buf_add(&out, bytes_of(shape->tail));
	return buf_bytes(&out);
}

/* --- readers ---------------------------------------------------------------------------------- */

static bool read_leme(struct bytes text, enum dialect dialect)
{
	struct arena *run = arena_new();
	struct diags d = diags_new(run);
	const struct source *source = source_new(run, BYTES("x"), BYTES("x"), text);
	const struct tree *tree = tree_read(run, source, dialect, LIMITS_DEFAULT, &d);
	for (size_t i = 0; tree && i < tree->documents.count; i++)
		if (!tree_value(run, tree, tree->documents.at[i].root, LIMITS_DEFAULT, &d))
			return false;
	return tree;
}

static bool read_strict(struct bytes text)
{
	return read_leme(text, DIALECT_STRICT);
}

static bool read_helm(struct bytes text)
{
	return read_leme(text, DIALECT_HELM);
}

static bool read_nothing(struct bytes text)
{
	return text.len > 0;
}

enum { STRICT, HELM, LIBYAML, NOTHING, READERS };

static const struct {
	const char *name;
	bool (*read)(struct bytes text);
} readers[READERS] = {
	{ "strict", read_strict },
	{ "Helm's", read_helm },
	{ "libyaml", read_libyaml },
	{ "nothing", read_nothing },
};

/* What other programs do meanwhile does not count: it would not be the same for both sizes. */
static double processor_time(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* --- measuring -------------------------------------------------------------------------------- */

/* One reader on one size. */
static struct cell {
	struct samples milliseconds, kibibytes;
} cells[READERS][2];

static void measure(struct bytes text, size_t reader, struct cell *cell)
{
	int ends[2], status;
	double took = 0.0;
	struct rusage usage;
	if (pipe(ends) < 0)
		bench_fail("pipe");
	pid_t child = fork();
	if (child == 0) {
		double began = processor_time();
		bool good = readers[reader].read(text);
		took = processor_time() - began;
		_exit(!good || write(ends[1], &took, sizeof took) != sizeof took);
	}
	close(ends[1]);
	bool told = child > 0 && read(ends[0], &took, sizeof took) == sizeof took;
	close(ends[0]);
	if (child < 0 || wait4(child, &status, 0, &usage) != child || !told || status != 0)
		bench_fail(readers[reader].name);
	bench_add(&cell->milliseconds, took);
	bench_add(&cell->kibibytes, (double)usage.ru_maxrss);
}

static void print_reader(size_t reader, size_t size)
{
	double time[2], memory[2];
	for (size_t i = 0; i < 2; i++) {
		struct cell *cell = &cells[reader][i];
		time[i] = bench_median(&cell->milliseconds);
		memory[i] = bench_median(&cell->kibibytes) -
			bench_median(&cells[NOTHING][i].kibibytes);
	}
	double ratio = time[1] / time[0], more = memory[1] / memory[0];
	printf("    %-8s %8.1f ms, %5.2fx for x4", readers[reader].name, time[1], ratio);
	if (reader != LIBYAML)
		printf(" %s", ratio <= GATE ? "PASS" : "MISS");
	printf("; memory %5.1fx the text, %5.2fx for x4", memory[1] * 1024 / (double)size, more);
	if (reader != LIBYAML)
		printf(" %s; %.2fx libyaml's time", more <= GATE ? "PASS" : "MISS",
			time[1] / bench_median(&cells[LIBYAML][1].milliseconds));
	putchar('\n');
}

static void bench_shape(struct arena *run, const struct shape *shape)
{
	struct bytes texts[2] = { made(run, shape, SMALL), made(run, shape, TIMES * SMALL) };
	size_t order[READERS * 2];
	memset(cells, 0, sizeof cells);
	for (size_t i = 0; i < READERS * 2; i++)
		order[i] = i;
	for (size_t round = 0; round < ROUNDS; round++) {
		bench_shuffle(order, READERS * 2);
		for (size_t i = 0; i < READERS * 2; i++)
			measure(texts[order[i] % 2], order[i] / 2,
				&cells[order[i] / 2][order[i] % 2]);
	}
	printf("  %s\n", shape->name);
	for (size_t reader = 0; reader < NOTHING; reader++)
		print_reader(reader, texts[1].len);
	fflush(stdout);
	arena_reset(run);
}

int main(void)
{
	struct arena *run = arena_new();
	printf("  gate: at most %.1fx the time and the memory for x4, %d and %d MiB\n", GATE,
		SMALL >> 20, TIMES * SMALL >> 20);
	fflush(stdout);
	for (size_t i = 0; i < SHAPES; i++)
		bench_shape(run, &shapes[i]);
	arena_end(run);
	return EXIT_SUCCESS;
}
