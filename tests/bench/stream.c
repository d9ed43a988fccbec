/*
 * Streams of manifests: stream STREAM. Each stage of the way from a text to the images in it, with
 * those before it, beside libyaml's bare events and `grep -c image:`, in one interleaved run. grep
 * is a process of its own; what starts it is in its time.
 */
#include "bench.h"
#include "libyaml.h"

#include "objects/objects.h"

#include <string.h>

enum { ROUNDS = 15 };

static struct bytes text;
static const char *path;
static struct arena *run, *scratch;
static size_t images;

static bool open_only(struct bytes all)
{
	struct diags d = diags_new(run);
	const struct source *source = source_new(run, BYTES("x"), BYTES("x"), all);
	bool good = stream_open(run, source, &d) != NULL;
	arena_reset(run);
	return good;
}

static void count_images(const struct manifest *manifest)
{
	static const struct declared_sites none;
	for (size_t i = 0; i < manifest->objects.count; i++)
		images += object_sites(scratch, &manifest->objects.at[i], &none, NULL).count;
}

static bool read_all(struct bytes all, void (*then)(const struct manifest *manifest))
{
	struct diags d = diags_new(run);
	const struct source *source = source_new(run, BYTES("x"), BYTES("x"), all);
	struct stream *stream = stream_open(run, source, &d);
	bool good = stream != NULL;
	for (size_t i = 0; good && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			scratch, stream, i, LIMITS_DEFAULT, &d);
		good = manifest != NULL;
		if (good && then)
			then(manifest);
		arena_reset(scratch);
	}
	arena_reset(run);
	return good;
}

static bool read_manifests(struct bytes all)
{
	return read_all(all, NULL);
}

static bool find_sites(struct bytes all)
{
	images = 0;
	return read_all(all, count_images);
}

static bool run_grep(struct bytes all)
{
	static const char *const grep[] = { "/bin/sh", "-c", NULL, NULL };
	const char *program[4];
	char command[4096];
	memcpy(program, grep, sizeof grep);
	(void)all;
	/* To a file: grep reads no further than the first match if nobody sees its answer. */
	snprintf(command, sizeof command, "exec grep -c image: '%s' >'%s.count'", path, path);
	program[2] = command;
	bench_run(program, NULL);
	return true;
}

static struct {
	bool (*read)(struct bytes text);
	struct samples samples;
} rows[] = {
	{ open_only, { .name = "stream_open" } },
	{ read_manifests, { .name = "+ manifest_read" } },
	{ find_sites, { .name = "+ object_sites" } },
	{ read_libyaml, { .name = "libyaml, events only" } },
	{ run_grep, { .name = "grep -c image:" } },
};

enum { ROWS = sizeof rows / sizeof *rows, LINE = 2, LIBYAML = 3, GREP = 4 };

static struct bytes load(const char *name)
{
	FILE *file = fopen(name, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0)
		bench_fail(name);
	size_t len = (size_t)ftell(file);
	char *at = malloc(len + 1);
	rewind(file);
	if (!at || fread(at, 1, len, file) != len)
		bench_fail(name);
	fclose(file);
	return (struct bytes){ at, len };
}

static void time_row(size_t row)
{
	double began = bench_now();
	if (!rows[row].read(text)) {
		fprintf(stderr, "%s does not read %s\n", rows[row].samples.name, path);
		exit(EXIT_FAILURE);
	}
	bench_add(&rows[row].samples, bench_now() - began);
}

static void measure(const char *name)
{
	size_t order[ROWS];
	path = name;
	text = load(name);
	for (size_t i = 0; i < ROWS; i++) {
		order[i] = i;
		rows[i].samples.count = 0;
	}
	for (size_t round = 0; round < ROUNDS; round++) {
		bench_shuffle(order, ROWS);
		for (size_t i = 0; i < ROWS; i++)
			time_row(order[i]);
	}
	printf("  %zu bytes, %zu images\n", text.len, images);
	for (size_t i = 0; i < ROWS; i++) {
		double median = bench_median(&rows[i].samples);
		printf("  %-22s %8.2f ms [%.2f - %.2f] %7.1f MB/s\n", rows[i].samples.name, median,
			rows[i].samples.at[0], rows[i].samples.at[ROUNDS - 1],
			(double)text.len / median / 1e3);
	}
	double line = bench_median(&rows[LINE].samples);
	bench_judge("P2: of the time of grep", line / bench_median(&rows[GREP].samples), 2.5, 1);
	bench_reach("P3: libyaml's time / ours", bench_median(&rows[LIBYAML].samples) / line, 6, 0);
	free((void *)(uintptr_t)text.at);
}

int main(int argc, char **argv)
{
	run = arena_new();
	scratch = arena_new();
	if (argc > 1)
		measure(argv[1]);
	arena_end(scratch);
	arena_end(run);
	return EXIT_SUCCESS;
}
