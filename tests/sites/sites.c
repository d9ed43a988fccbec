/*
 * Prints the image sites of the manifest stream on stdin, for comparing with other ways to find
 * them. A line each: KIND/NAME, kind of site, path, container, reference, line; tabs between.
 *
 * sites [--without KIND] [--declared FILE]     as if KIND were not known; what FILE declares too
 */
#include "objects/objects.h"

#include <stdio.h>
#include <stdlib.h>

struct run {
	struct arena *arena;
	struct diags d;
	struct bytes without;
	struct declared_sites declared;
	bool *used;
};

static const struct source *read_source(struct run *run, const char *path, FILE *file)
{
	struct buf text = buf_new(run->arena);
	char part[65536];
	for (size_t len; file && (len = fread(part, 1, sizeof part, file)) > 0;)
		buf_add(&text, (struct bytes){ part, len });
	if (!file || ferror(file)) {
		perror(path);
		return NULL;
	}
	return source_new(run->arena, bytes_of(path), bytes_of(path), buf_bytes(&text));
}

static bool read_declared(struct run *run, const char *path)
{
	FILE *file = fopen(path, "r");
	const struct source *source = read_source(run, path, file);
	if (file)
		fclose(file);
	struct tree *tree = source
		? tree_read(run->arena, source, DIALECT_STRICT, LIMITS_DEFAULT, &run->d)
		: NULL;
	const struct value *list = tree
		? tree_value(run->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &run->d)
		: NULL;
	return list && declared_sites_read(run->arena, list, &run->declared, &run->d);
}

static void print_site(const struct site *site)
{
	static const char *const kinds[] = {
		[SITE_INIT] = "init",
		[SITE_CONTAINER] = "container",
		[SITE_EPHEMERAL] = "ephemeral",
		[SITE_VOLUME] = "volume",
		[SITE_DECLARED] = "declared",
	};
	const struct object_id *id = &site->object->id;
	struct place place = source_place(site->at.source, site->at.begin);
	printf(BYTES_FMT "/" BYTES_FMT "\t%s\t" BYTES_FMT "\t" BYTES_FMT "\t" BYTES_FMT "\t%zu\n",
		BYTES_ARG(id->kind), BYTES_ARG(id->name), kinds[site->kind], BYTES_ARG(site->path),
		BYTES_ARG(site->name), BYTES_ARG(site->text), place.line);
}

static void print_object(struct run *run, const struct object *object)
{
	if (bytes_equal(object->id.kind, run->without))
		return;
	struct sites sites = object_sites(run->arena, object, &run->declared, run->used);
	for (size_t i = 0; i < sites.count; i++)
		print_site(&sites.at[i]);
}

static bool print_stream(struct run *run, const struct source *source)
{
	struct stream *stream = stream_open(run->arena, source, &run->d);
	bool good = stream != NULL;
	for (size_t i = 0; good && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			run->arena, stream, i, LIMITS_DEFAULT, &run->d);
		good = manifest != NULL;
		for (size_t k = 0; good && k < manifest->objects.count; k++)
			print_object(run, &manifest->objects.at[k]);
	}
	return good;
}

static void print_diags(const struct diags *d)
{
	for (size_t i = 0; i < d->count; i++) {
		struct span at = d->at[i]->at;
		struct place place = at.source ? source_place(at.source, at.begin)
					       : (struct place){ 0 };
		fprintf(stderr, "sites: line %zu: " BYTES_FMT " [%s]\n", place.line,
			BYTES_ARG(d->at[i]->text), d->at[i]->id);
	}
}

int main(int argc, char **argv)
{
	struct run run = { .arena = arena_new() };
	bool good = true;
	run.d = diags_new(run.arena);
	for (int i = 1; good && i < argc; i++) {
		bool without = strcmp(argv[i], "--without") == 0 && i + 1 < argc;
		if (without)
			run.without = bytes_of(argv[++i]);
		else if (strcmp(argv[i], "--declared") == 0 && i + 1 < argc)
			good = read_declared(&run, argv[++i]);
		else
			good = fprintf(stderr, "sites: what is %s?\n", argv[i]) < 0;
	}
	run.used = arena_array_of(run.arena, bool, run.declared.count);
	const struct source *source = good ? read_source(&run, "stdin", stdin) : NULL;
	good = source && print_stream(&run, source);
	print_diags(&run.d);
	arena_end(run.arena);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
