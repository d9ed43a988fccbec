/*
 * `leme post-render` on what a stream may be at worst: adverse LEME FOLDER ROUNDS. Each shape at
 * one size and at four times that, whole processes in turns; and nests deeper than may be, which
 * must end in an error that is told. The folder has the project `plain`.
 */
#include "rows.h"

static const struct shape {
	const char *name, *head, *unit; /* of which there are many, with their number */
	const char *tail;
	size_t count;
} shapes[] = {
	{ "many documents", "", "---\nkind: A\nmetadata: {name: a%zu}\n", "", 40000 },
	{ "one huge block text", "data:\n  k: |\n", "    some text of line %zu\n", "", 400000 },
	{ "one huge plain text", "data:\n  k: a\n", "    some text of line %zu\n", "", 200000 },
	{ "one huge quoted text", "data:\n  k: \"a\n", "    some text of line %zu\n", "    \"\n",
		200000 },
	{ "one long line", "data:\n  k: ", "some text of word %zu ", "x\n", 400000 },
	{ "many keys", "data:\n", "  key-%zu: some text\n", "", 100000 },
	{ "many keys that are quoted", "data:\n", "  \"key\\t%zu\": some text\n", "", 60000 },
	{ "a long list", "spec:\n", "- some/text:%zu\n", "", 200000 },
	{ "a list of lists", "spec:\n", "- - - - - - a: %zu\n", "", 60000 },
	{ "a long flow list", "spec: [\n", "  some/text:%zu,\n", "  last]\n", 200000 },
	{ "nests in flow", "spec:\n", "- [[[[[[[[[[[[[[[[{a: [{a: [%zu]}]}]]]]]]]]]]]]]]]]\n", "",
		10000 },
	{ "comments", "spec: a\n", "# some comment of line %zu\n", "", 400000 },
	{ "anchors and aliases", "spec:\n", "- [&a%zu x, *a0]\n", "", 40000 },
	{ "images", "",
		"---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a%zu\nspec:\n  containers:\n"
		"  - {name: a, image: 'docker.io/bitnami/nginx:1.29.1-debian-12-r0'}\n",
		"", 10000 },
	{ "images that warn", "",
		"---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: a%zu\nspec:\n  containers:\n"
		"  - {name: a, image: 'docker.io/bitnami/nginx:0'}\n",
		"", 10000 },
};

/* More than the limit, and far more. Each level of block style is a line of its own. */
static const struct nest {
	const char *name, *unit;
	bool block;
	size_t depth;
} nests[] = {
	{ "1,000 maps", "a:\n", true, 1000 },
	{ "5,000 maps", "a:\n", true, 5000 },
	{ "1,000 lists", "- ", false, 1000 },
	{ "100,000 lists", "- ", false, 100000 },
	{ "1,000 flow lists", "[", false, 1000 },
	{ "400,000 flow lists", "[", false, 400000 },
	{ "400,000 flow maps", "{a: ", false, 400000 },
};

static FILE *create(const char *path)
{
	FILE *file = fopen(path, "wb");
	if (!file)
		bench_fail(path);
	fputs("apiVersion: v1\nkind: A\nmetadata:\n  name: a\n", file);
	return file;
}

static const char *finish(FILE *file, const char *path)
{
	if (fclose(file) != 0)
		bench_fail(path);
	return path;
}

static const char *write_shape(const struct shape *shape, size_t times)
{
	const char *path = path_of(times == 1 ? "shape" : "larger");
	FILE *file = create(path);
	fputs(shape->head, file);
	for (size_t i = 0; i < shape->count * times; i++)
		fprintf(file, shape->unit, i);
	fputs(shape->tail, file);
	return finish(file, path);
}

static void bench_shape(const struct shape *shape, int rounds)
{
	struct table table = { 0 };
	char title[64];
	const char *once = write_shape(shape, 1), *again = write_shape(shape, 4);
	struct row *row = add_leme(&table, shape->name, "plain");
	struct row *larger = add_leme(&table, shape->name, "plain");
	for (int round = 0; round <= rounds; round++) {
		run_well(row, once, round == 0);
		run_well(larger, again, round == 0);
	}
	printf("  %-44s %9.2f ms, x4 %.2f ms, peak %.1f times the input\n", shape->name,
		bench_median(&row->cpu), bench_median(&larger->cpu),
		(double)larger->peak * 1024 / 1e6 / megabytes(again));
	snprintf(title, sizeof title, "P6: %s, x4", shape->name);
	bench_judge(title, ratio(larger, row), 5, 4.2);
}

static const char *write_nest(const struct nest *nest)
{
	const char *path = path_of("nest");
	FILE *file = create(path);
	fputs(nest->block ? "spec:\n" : "spec:\n  ", file);
	for (size_t i = 0; i < nest->depth; i++)
		fprintf(file, "%*s%s", nest->block ? (int)i + 1 : 0, "", nest->unit);
	fputc('\n', file);
	return finish(file, path);
}

/* 2 is what cannot be read; a signal is no exit. */
static void bench_nest(const struct nest *nest)
{
	struct table table = { 0 };
	struct row *row = add_leme(&table, nest->name, "plain");
	int status = run_process(row, write_nest(nest), false);
	bool told = WIFEXITED(status) && WEXITSTATUS(status) == 2;
	printf("  P6: %-40s %9.2f ms, %s\n", nest->name, bench_median(&row->cpu),
		told ? "an error PASS" : "no error MISS");
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return EXIT_FAILURE;
	leme = argv[1];
	folder = argv[2];
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		bench_shape(&shapes[i], atoi(argv[3]));
	printf("  Nests too deep\n");
	for (size_t i = 0; i < sizeof nests / sizeof *nests; i++)
		bench_nest(&nests[i]);
	return EXIT_SUCCESS;
}
