/*
 * The YAML readers: yaml FILE... The whole of tree_read() in both dialects beside the bare event
 * loops of libyaml and libfyaml, which build nothing, on the same texts in one interleaved run.
 */
#include "bench.h"
#include "libyaml.h"

#include "base/buf.h"
#include "tree/tree.h"

#include <libfyaml.h>
#include <string.h>

enum { ROUNDS = 9, MOST_TEXTS = 4096 };

static struct bytes texts[MOST_TEXTS];
static size_t text_count, text_bytes;
static struct arena *run;

static bool read_leme(struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(run);
	const struct source *source = source_new(run, BYTES("x"), BYTES("x"), text);
	bool good = tree_read(run, source, dialect, LIMITS_DEFAULT, &d) != NULL;
	arena_reset(run);
	return good;
}

static bool read_strict(struct bytes text)
{
	return read_leme(text, DIALECT_STRICT);
}

static bool read_helm(struct bytes text)
{
	return read_leme(text, DIALECT_HELM);
}

static bool read_libfyaml(struct bytes text)
{
	struct fy_parse_cfg config = { .flags = FYPCF_QUIET };
	struct fy_parser *parser = fy_parser_create(&config);
	struct fy_event *event;
	fy_parser_set_string(parser, text.at, text.len);
	while ((event = fy_parser_parse(parser)))
		fy_parser_event_free(parser, event);
	bool good = !fy_parser_get_stream_error(parser);
	fy_parser_destroy(parser);
	return good;
}

static struct {
	bool (*read)(struct bytes text);
	struct samples samples;
} rows[] = {
	{ read_strict, { .name = "leme, strict dialect" } },
	{ read_helm, { .name = "leme, Helm's dialect" } },
	{ read_libyaml, { .name = "libyaml, events only" } },
	{ read_libfyaml, { .name = "libfyaml, events only" } },
};

enum { ROWS = sizeof rows / sizeof *rows };

/* A text that any of the four refuses is left out: all read the same. */
static void load(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file || fseek(file, 0, SEEK_END) != 0)
		bench_fail(path);
	size_t len = (size_t)ftell(file);
	char *at = malloc(len + 1);
	rewind(file);
	if (!at || fread(at, 1, len, file) != len || text_count == MOST_TEXTS)
		bench_fail(path);
	fclose(file);
	struct bytes text = { at, len };
	for (size_t row = 0; row < ROWS; row++)
		if (!rows[row].read(text)) {
			printf("  left out, refused by %s: %s\n", rows[row].samples.name, path);
			free(at);
			return;
		}
	texts[text_count++] = text;
	text_bytes += len;
}

static void time_row(size_t row)
{
	double began = bench_now();
	for (size_t i = 0; i < text_count; i++)
		rows[row].read(texts[i]);
	bench_add(&rows[row].samples, bench_now() - began);
}

int main(int argc, char **argv)
{
	size_t order[ROWS];
	run = arena_new();
	for (int i = 1; i < argc; i++)
		load(argv[i]);
	for (size_t i = 0; i < ROWS; i++)
		order[i] = i;
	for (size_t round = 0; round < ROUNDS; round++) {
		bench_shuffle(order, ROWS);
		for (size_t i = 0; i < ROWS; i++)
			time_row(order[i]);
	}
	printf("  %zu texts, %zu bytes\n", text_count, text_bytes);
	double events = bench_median(&rows[2].samples);
	for (size_t i = 0; i < ROWS; i++) {
		double median = bench_median(&rows[i].samples);
		printf("  %-26s %8.2f ms [%.2f - %.2f] %6.1f MB/s, %.2fx libyaml's time\n",
			rows[i].samples.name, median, rows[i].samples.at[0],
			rows[i].samples.at[ROUNDS - 1], (double)text_bytes / median / 1e3,
			median / events);
	}
	arena_end(run);
	return EXIT_SUCCESS;
}
