/*
 * Prints the objects of the manifest stream on stdin, for comparing with other ways to find them. A
 * line each: hook or template, group, kind, namespace, name, file, line of the name; tabs between.
 */
#include "objects/objects.h"

#include <stdio.h>
#include <stdlib.h>

static struct bytes read_stdin(struct arena *owner)
{
	struct buf text = buf_new(owner);
	char part[65536];
	for (size_t len; (len = fread(part, 1, sizeof part, stdin)) > 0;)
		buf_add(&text, (struct bytes){ part, len });
	return buf_bytes(&text);
}

static void print_text(struct bytes text)
{
	printf("\t" BYTES_FMT, BYTES_ARG(text));
}

static void print_object(const struct object *object)
{
	printf("%s", object->id.hook ? "hook" : "template");
	print_text(object->id.group);
	print_text(object->id.kind);
	print_text(object->id.namespace);
	print_text(object->id.name);
	print_text(object->file);
	printf("\t%zu\n", source_place(object->at.source, object->at.begin).line);
}

/* Each document in an arena of its own, as who reads a stream does. */
static bool print_stream(const struct stream *stream, struct diags *d)
{
	struct arena *scratch = arena_new();
	bool good = true;
	for (size_t i = 0; good && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			scratch, stream, i, LIMITS_DEFAULT, d);
		good = manifest != NULL;
		for (size_t k = 0; good && k < manifest->objects.count; k++)
			print_object(&manifest->objects.at[k]);
		arena_reset(scratch);
	}
	arena_end(scratch);
	return good;
}

static void print_diags(const struct diags *d)
{
	for (size_t i = 0; i < d->count; i++) {
		struct span at = d->at[i]->at;
		fprintf(stderr, "line %zu: " BYTES_FMT " [%s]\n",
			source_place(at.source, at.begin).line, BYTES_ARG(d->at[i]->text),
			d->at[i]->id);
	}
}

int main(void)
{
	struct arena *run = arena_new();
	struct diags d = diags_new(run);
	struct source *source = source_new(
		run, BYTES("<stdin>"), BYTES("<stdin>"), read_stdin(run));
	struct stream *stream = stream_open(run, source, &d);
	bool good = stream && print_stream(stream, &d);
	print_diags(&d);
	arena_end(run);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
