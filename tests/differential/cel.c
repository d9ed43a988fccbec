/*
 * Evaluates expressions for a comparison with another implementation: `cel DATA`.
 *
 * Reads texts that end with a NUL from stdin and answers each at once with one line: what the
 * expression comes to, with its kind, in a form that the other side writes too. DATA is a JSON file
 * whose fields are the variables. The dialect is the spec's; names are looked up late.
 *
 *   int 5   uint 5   double 3ff8000000000000   string "a%c3%a9"   bytes "%ff"   bool true   null
 *   list [int 5, …]   map {string "a": int 5, …} by the keys' texts   type int
 *   timestamp SECONDS.NANOS   duration NANOSECONDS   error WORDS
 */
#include "cel/cel.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { COST = 1000000 };

/* --- writing ---------------------------------------------------------------------------------- */

static void write_value(struct buf *out, struct cel_value value);

/* Bytes that are not plain ASCII are written as %hh. */
static void write_text(struct buf *out, struct bytes text)
{
	buf_add_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c > ' ' && c < 0x7F && c != '"' && c != '%')
			buf_add_char(out, text.at[i]);
		else
			buf_print(out, "%%%02x", c);
	}
	buf_add_char(out, '"');
}

/* All that are no number are one. */
static void write_double(struct buf *out, double number)
{
	uint64_t bits;
	memcpy(&bits, &number, sizeof bits);
	if (number != number)
		bits = UINT64_C(0x7ff8000000000000);
	buf_print(out, "double %016" PRIx64, bits);
}

static void write_list(struct buf *out, struct cel_value list)
{
	buf_add(out, BYTES("list ["));
	for (size_t i = 0; i < list.len; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES(""));
		write_value(out, cel_item(list, i));
	}
	buf_add_char(out, ']');
}

static int compare_texts(const void *a, const void *b)
{
	return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

static void write_map(struct buf *out, struct cel_value map)
{
	struct bytes *entries = arena_array_of(out->owner, struct bytes, map.len);
	for (size_t i = 0; i < map.len; i++) {
		struct buf entry = buf_new(out->owner);
		write_value(&entry, cel_key(map, i));
		buf_add(&entry, BYTES(": "));
		write_value(&entry, cel_entry_value(map, i));
		entries[i] = buf_bytes(&entry);
	}
	qsort(entries, map.len, sizeof *entries, compare_texts);
	buf_add(out, BYTES("map {"));
	for (size_t i = 0; i < map.len; i++) {
		buf_add(out, i ? BYTES(", ") : BYTES(""));
		buf_add(out, entries[i]);
	}
	buf_add_char(out, '}');
}

static void write_value(struct buf *out, struct cel_value value)
{
	switch (value.kind) {
	case CEL_NULL:
		buf_add(out, BYTES("null"));
		break;
	case CEL_BOOL:
		buf_print(out, "bool %s", value.boolean ? "true" : "false");
		break;
	case CEL_INT:
		buf_print(out, "int %" PRId64, value.integer);
		break;
	case CEL_UINT:
		buf_print(out, "uint %" PRIu64, value.uinteger);
		break;
	case CEL_DOUBLE:
		write_double(out, value.number);
		break;
	case CEL_STRING:
	case CEL_BYTES:
		buf_print(out, "%s ", cel_type_name((enum cel_kind)value.kind));
		write_text(out, cel_text(value));
		break;
	case CEL_LIST:
		write_list(out, value);
		break;
	case CEL_MAP:
		write_map(out, value);
		break;
	case CEL_TYPE:
		buf_print(out, "type %s", value.type);
		break;
	case CEL_TIMESTAMP:
		buf_print(out, "timestamp %" PRId64 ".%09" PRIu32, value.integer, value.len);
		break;
	case CEL_DURATION:
		buf_print(out, "duration %" PRId64, value.integer);
		break;
	case CEL_ERROR:
		buf_add(out, BYTES("error "));
		write_text(out, value.error->text);
		break;
	default:
		buf_print(out, "other %s", cel_type_name((enum cel_kind)value.kind));
	}
}

/* --- variables -------------------------------------------------------------------------------- */

struct world {
	struct cel_env *env;
	struct cel_variables variables;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "cel: %s\n", what);
	exit(EXIT_FAILURE);
}

static struct bytes read_file(struct arena *owner, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf text = buf_new(owner);
	int c;
	if (!file)
		die("cannot read the data");
	while ((c = getc(file)) != EOF)
		buf_add_char(&text, (char)c);
	fclose(file);
	return buf_bytes(&text);
}

static struct world read_world(struct arena *owner, const char *path)
{
	struct diags d = diags_new(owner);
	struct world world = {
		cel_env_new(owner, (struct cel_options){ .dialect = CEL_SPEC, .unchecked = true }),
		{ 0 }
	};
	struct source *source = source_new(
		owner, bytes_of(path), bytes_of(path), read_file(owner, path));
	const struct tree *tree = tree_read(owner, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	const struct value *data = tree
		? tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		: NULL;
	if (!data)
		die("the data are no JSON");
	world.variables.values = arena_array_of(owner, struct cel_value, data->count);
	for (size_t i = 0; i < data->count; i++) {
		size_t number = cel_env_variable(world.env, data->entries[i].key);
		world.variables.values[number] = cel_of(data->entries[i].value);
		world.variables.count = number + 1;
	}
	return world;
}

/* --- one expression --------------------------------------------------------------------------- */

static void answer(struct arena *arena, const struct world *world, struct bytes text)
{
	struct diags d = diags_new(arena);
	struct buf out = buf_new(arena);
	const struct cel_program *program = cel_compile(
		arena, world->env, text, (struct span){ 0 }, &d);
	if (program)
		write_value(&out, cel_eval(arena, program, world->variables, COST).value);
	else {
		buf_add(&out, BYTES("error "));
		write_text(&out, d.at[0]->text);
	}
	buf_add_char(&out, '\n');
	fwrite(out.at, 1, out.len, stdout);
	fflush(stdout);
}

int main(int argc, char **argv)
{
	struct arena *forever = arena_new(), *scratch = arena_new();
	char *text = NULL;
	size_t room = 0;
	if (argc != 2)
		die("usage: cel DATA");
	struct world world = read_world(forever, argv[1]);
	for (ssize_t len; (len = getdelim(&text, &room, '\0', stdin)) > 0;) {
		answer(scratch, &world, (struct bytes){ text, (size_t)len - 1 });
		arena_reset(scratch);
	}
	free(text);
	arena_end(scratch);
	arena_end(forever);
	return EXIT_SUCCESS;
}
