/*
 * Values against a JSON Schema: schema [NODE-SCRIPT PEER]. The values of a large chart are held
 * against a schema that names all their keys, beside reading them as YAML, and beside another
 * implementation, which a script runs in Node.js. Times are those of the processor.
 */
#include "bench.h"

#include "schema/schema.h"

enum { ROUNDS = 15, ROLES = 30, SCALARS = 14, CHECKS = 200, READS = 20 };

static double cpu_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* --- data ------------------------------------------------------------------------------------- */

/* Each line of it is one of a file as people write it. */
static void add_role_schema(struct buf *out, size_t number)
{
	buf_print(out,
		"%s\"role%zu\": {\"type\": \"object\", \"additionalProperties\": false,\n"
		"\"required\": [\"image\", \"replicas\"], \"properties\": {\n"
		"\"enabled\": {\"type\": \"boolean\"},\n"
		"\"image\": {\"$ref\": \"#/definitions/image\"},\n"
		"\"replicas\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": %zu},\n"
		"\"resources\": {\"$ref\": \"#/definitions/resources\"},\n"
		"\"ports\": {\"type\": \"array\", \"items\": {\"type\": \"object\",\n"
		"\"required\": [\"name\", \"port\"], \"properties\": {\n"
		"\"name\": {\"type\": \"string\", \"maxLength\": 15},\n"
		"\"port\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 65535}}}},\n"
		"\"url\": {\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"string\", \"minLength\": "
		"1}]}}}",
		number ? ",\n" : "", number, number + 50);
}

static struct bytes schema_text(struct arena *owner)
{
	struct buf out = buf_new(owner);
	buf_add(&out,
		BYTES("{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"definitions\": "
		      "{\n"
		      "\"image\": {\"type\": \"object\", \"required\": [\"repository\", \"tag\"],\n"
		      "\"additionalProperties\": false, \"properties\": {\n"
		      "\"repository\": {\"type\": \"string\", \"pattern\": \"^[a-z0-9./-]+$\"},\n"
		      "\"tag\": {\"type\": \"string\", \"maxLength\": 128},\n"
		      "\"pullPolicy\": {\"enum\": [\"Always\", \"IfNotPresent\", \"Never\"]}}},\n"
		      "\"resources\": {\"type\": \"object\", \"additionalProperties\": {\n"
		      "\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}}},\n"
		      "\"type\": \"object\", \"additionalProperties\": false, \"properties\": "
		      "{\n"));
	for (size_t i = 0; i < ROLES; i++)
		add_role_schema(&out, i);
	buf_add(&out, BYTES("}}\n"));
	return buf_bytes(&out);
}

static struct bytes values_text(struct arena *owner)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < ROLES; i++)
		buf_print(&out,
			"%s\"role%zu\": {\"enabled\": true, \"image\": {\"repository\": "
			"\"registry.example.com/house/app%zu\", \"tag\": \"1.2.%zu\", "
			"\"pullPolicy\": \"IfNotPresent\"},\n\"replicas\": %zu, \"resources\": "
			"{\"limits\": {\"cpu\": \"500m\", \"memory\": \"1Gi\"}, \"requests\": "
			"{\"cpu\": \"100m\", \"memory\": \"512Mi\"}},\n\"ports\": [{\"name\": "
			"\"http\", "
			"\"port\": 8080}, {\"name\": \"admin\", \"port\": 9090}], \"url\": "
			"\"https://app%zu.example.com\"}",
			i ? ",\n" : "{", i, i, i, i % 9, i);
	buf_add(&out, BYTES("}\n"));
	return buf_bytes(&out);
}

static const struct value *read_value(struct arena *owner, struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(owner);
	const struct source *source = source_new(owner, BYTES("x"), BYTES("x"), text);
	const struct tree *tree = tree_read(owner, source, dialect, LIMITS_DEFAULT, &d);
	return tree ? tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		    : NULL;
}

/* --- the other implementation ----------------------------------------------------------------- */

static void write_text(const char *path, struct bytes text)
{
	FILE *file = fopen(path, "w");
	if (!file || fwrite(text.at, 1, text.len, file) != text.len || fclose(file) != 0)
		bench_fail(path);
}

/* The script prints the nanoseconds of one check, of each round. */
static void run_peer(
	struct arena *run, const char *script, const char *peer, struct samples *samples)
{
	char line[64];
	write_text("build/bench-schema.json", schema_text(run));
	write_text("build/bench-values.json", values_text(run));
	FILE *node = popen(bytes_string(run,
				   bytes_print(run,
					   "node '%s' '%s' build/bench-schema.json "
					   "build/bench-values.json %d %d",
					   script, peer, ROUNDS, CHECKS)),
		"r");
	while (node && fgets(line, sizeof line, node))
		bench_add(samples, strtod(line, NULL));
	if (!node || pclose(node) != 0)
		bench_fail(script);
}

/* --- measuring -------------------------------------------------------------------------------- */

static struct samples checking = { .name = "check" }, reading = { .name = "read" },
		      compiling = { .name = "compile" }, peers = { .name = "peer" };

static void time_round(
	struct arena *scratch, const struct schema *schema, const struct value *values)
{
	struct diags d = diags_new(scratch);
	double began = cpu_now();
	for (size_t i = 0; i < CHECKS; i++)
		if (!schema_check(scratch, schema, values, NULL))
			bench_fail("the values are not valid");
	bench_add(&checking, (cpu_now() - began) * 1e6 / CHECKS);
	struct bytes text = values_text(scratch);
	began = cpu_now();
	for (size_t i = 0; i < READS; i++)
		if (!read_value(scratch, text, DIALECT_HELM))
			bench_fail("the values are not read");
	bench_add(&reading, (cpu_now() - began) * 1e6 / READS);
	const struct value *document = read_value(scratch, schema_text(scratch), DIALECT_STRICT);
	began = cpu_now();
	if (!schema_read(scratch, document, SCHEMA_OPTIONS_DEFAULT, &d))
		bench_fail("the schema is not read");
	bench_add(&compiling, (cpu_now() - began) * 1e6);
	arena_reset(scratch);
}

static void print_row(const char *name, struct samples *samples, double scalars, double mine)
{
	double median = bench_median(samples);
	printf("  %-28s %9.1f us, %6.1f ns a scalar [%.1f - %.1f], %.2fx the check's time\n", name,
		median / 1e3, median / scalars, samples->at[0] / scalars,
		samples->at[samples->count - 1] / scalars, median / mine);
}

int main(int argc, char **argv)
{
	struct arena *run = arena_new(), *scratch = arena_new();
	struct diags d = diags_new(run);
	struct bytes text = schema_text(run);
	const struct schema *schema = schema_read(
		run, read_value(run, text, DIALECT_STRICT), SCHEMA_OPTIONS_DEFAULT, &d);
	const struct value *values = read_value(run, values_text(run), DIALECT_HELM);
	if (!schema || !values)
		bench_fail("the data are not read");
	for (size_t round = 0; round < ROUNDS; round++)
		time_round(scratch, schema, values);
	if (argc > 2)
		run_peer(run, argv[1], argv[2], &peers);
	double mine = bench_median(&checking), scalars = ROLES * SCALARS;
	printf("  %d scalars, a schema of %zu lines\n", ROLES * SCALARS,
		source_place(source_new(run, BYTES("x"), BYTES("x"), text), text.len).line - 1);
	print_row("check", &checking, scalars, mine);
	print_row("reading the values", &reading, scalars, mine);
	print_row("reading the schema, once", &compiling, scalars, mine);
	if (peers.count)
		print_row("check, ajv in Node.js", &peers, scalars, mine);
	arena_end(scratch);
	arena_end(run);
	return EXIT_SUCCESS;
}
