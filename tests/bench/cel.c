/*
 * CEL: cel [NODE-SCRIPT PEER]. Rules are compiled and evaluated beside another implementation, that
 * a script runs in Node.js, and judged by a third of what cel-go took for them on a machine of the
 * same kind (reference/cel.md, section 2; performance.md, C2). Times are those of the processor.
 */
#include "bench.h"

#include "cel/cel.h"

enum { ROUNDS = 15, ROLES = 30, CONTAINERS = 3, RULES = 100, MANIFESTS = 500, VARIABLES = 4 };

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define PINNED "containers.all(c, c.image.matches('@sha256:[0-9a-f]{64}$'))"

static const char *const variables[VARIABLES] = { "values", "files", "images", "object" };

static const struct {
	const char *name, *text;
	double cel_go; /* nanoseconds */
	unsigned times;
} rules[] = {
	{ "tag == VERSION", "values.image.tag == files['VERSION']", 205, 20000 },
	{ "30 roles, one tag", "values.roles.all(r, values.roles[r].image.tag == values.image.tag)",
		45000, 1000 },
	{ "30x30 pairs differ", "images.all(a, images.all(b, a.env == b.env || a.ref != b.ref))",
		1020000, 40 },
	{ "3 containers, regex", "object.spec.template.spec." PINNED, 5000, 5000 },
};

enum { ROWS = sizeof rules / sizeof *rules };

/* What others do on this machine at the same time is not of interest. */
static double cpu_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* --- data ------------------------------------------------------------------------------------- */

static void add_object(struct buf *out, size_t number)
{
	static const char *const kinds[] = { "Deployment", "StatefulSet", "Service", "ConfigMap" };
	buf_print(out,
		"{\"apiVersion\": \"apps/v1\", \"kind\": \"%s\", \"metadata\": {\"name\": "
		"\"app-%zu\", "
		"\"labels\": {\"app\": \"app-%zu\", \"tier\": \"back\"}}, \"spec\": {\"replicas\": "
		"%zu, "
		"\"template\": {\"spec\": {\"containers\": [",
		kinds[number % 4], number, number, number % 9 + 1);
	for (size_t i = 0; i < CONTAINERS; i++)
		buf_print(out,
			"%s{\"name\": \"c%zu\", \"image\": "
			"\"registry.example.com/house/app@sha256:" DIGEST
			"\", \"resources\": {\"limits\": {\"memory\": \"1Gi\"}}}",
			i ? ", " : "", i);
	buf_add(out, BYTES("]}}}}"));
}

static struct bytes data_text(struct arena *owner)
{
	struct buf out = buf_new(owner);
	buf_add(&out,
		BYTES("{\"files\": {\"VERSION\": \"12.1.2310\"}, \"values\": {\"image\": "
		      "{\"repository\": \"house/app\", \"tag\": \"12.1.2310\"}, \"roles\": {"));
	for (size_t i = 0; i < ROLES; i++)
		buf_print(&out,
			"%s\"role-%zu\": {\"image\": {\"tag\": \"12.1.2310\"}, \"replicas\": 2}",
			i ? ", " : "", i);
	buf_add(&out, BYTES("}}, \"images\": ["));
	for (size_t i = 0; i < ROLES; i++)
		buf_print(&out, "%s{\"env\": \"env-%zu\", \"ref\": \"gcr.io/house/app:%zu\"}",
			i ? ", " : "", i, i);
	buf_add(&out, BYTES("], \"object\": "));
	add_object(&out, 0);
	buf_add_char(&out, '}');
	return buf_bytes(&out);
}

static const struct value *read_data(struct arena *owner, struct bytes text)
{
	struct diags d = diags_new(owner);
	struct source *source = source_new(owner, BYTES("data"), BYTES("data"), text);
	const struct tree *tree = tree_read(owner, source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	const struct value *value = !tree
		? NULL
		: tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	if (!value)
		bench_fail("data");
	return value;
}

/* --- our side --------------------------------------------------------------------------------- */

struct world {
	struct arena *forever, *scratch;
	struct cel_env *env;
	struct cel_value values[VARIABLES];
};

static struct world world_new(struct bytes text)
{
	struct world world = { .forever = arena_new(), .scratch = arena_new() };
	const struct value *data = read_data(world.forever, text);
	world.env = cel_env_new(world.forever, (struct cel_options){ 0 });
	for (size_t i = 0; i < VARIABLES; i++) {
		cel_env_variable(world.env, bytes_of(variables[i]));
		world.values[i] = cel_of(value_get(data, bytes_of(variables[i])));
	}
	return world;
}

static const struct cel_program *compiled(
	struct arena *owner, const struct world *world, const char *text)
{
	struct diags d = diags_new(owner);
	const struct cel_program *program = cel_compile(
		owner, world->env, bytes_of(text), (struct span){ 0 }, &d);
	if (!program)
		bench_fail(text);
	return program;
}

static void run(struct world *world, const struct cel_program *program)
{
	struct cel_variables given = { .values = world->values, .count = VARIABLES };
	struct cel_value value = cel_eval(world->scratch, program, given, CEL_COST_LIMIT).value;
	if (value.kind != CEL_BOOL || !value.boolean)
		bench_fail("a rule is not true");
	arena_reset(world->scratch);
}

static double time_compile(struct world *world, size_t row)
{
	double began = cpu_now();
	for (size_t i = 0; i < 200; i++) {
		compiled(world->scratch, world, rules[row].text);
		arena_reset(world->scratch);
	}
	return (cpu_now() - began) / 200 * 1e6;
}

static double time_run(struct world *world, size_t row)
{
	const struct cel_program *program = compiled(world->forever, world, rules[row].text);
	double began = cpu_now();
	for (size_t i = 0; i < rules[row].times; i++)
		run(world, program);
	return (cpu_now() - began) / rules[row].times * 1e6;
}

/* --- the other side --------------------------------------------------------------------------- */

struct peer {
	FILE *to, *from; /* NULL: there is none */
};

static struct peer peer_start(const char *script, const char *folder, const char *data)
{
	int to[2], from[2];
	if (pipe(to) || pipe(from))
		bench_fail("pipe");
	pid_t child = fork();
	if (child == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		close(to[1]);
		execlp("node", "node", script, folder, data, (char *)NULL);
		_exit(127);
	}
	close(to[0]);
	close(from[1]);
	return (struct peer){ fdopen(to[1], "w"), fdopen(from[0], "r") };
}

static double time_peer(struct peer *peer, unsigned times, const char *deed, const char *text)
{
	double nanoseconds;
	fprintf(peer->to, "%u %s %s\n", times, deed, text);
	fflush(peer->to);
	if (fscanf(peer->from, "%lf", &nanoseconds) != 1)
		bench_fail("the peer");
	return nanoseconds;
}

/* --- many rules over many manifests ----------------------------------------------------------- */

static const char *rule_text(struct arena *owner, size_t number)
{
	static const char *const templates[] = {
		"object.kind != 'Deployment' || object.spec.template.spec." PINNED,
		"object.kind != 'StatefulSet' || object.spec.replicas <= %zu",
		"!has(object.metadata.labels) || object.metadata.labels.all(k, k.size() < %zu)",
		"object.kind != 'ConfigMap' || object.metadata.name.startsWith('app-')",
	};
	return bytes_string(owner, bytes_print(owner, templates[number % 4], 63 + number));
}

static void bench_many(struct world *world)
{
	struct samples making = { .name = "100 rules compiled" };
	struct samples all = { .name = "100 rules on 500 manifests" };
	const struct cel_program *programs[RULES];
	const struct value *objects[MANIFESTS];
	for (size_t i = 0; i < MANIFESTS; i++) {
		struct buf text = buf_new(world->forever);
		add_object(&text, i);
		objects[i] = read_data(world->forever, buf_bytes(&text));
	}
	for (int round = 0; round < ROUNDS; round++) {
		double began = cpu_now();
		for (size_t i = 0; i < RULES; i++)
			programs[i] = compiled(world->forever, world, rule_text(world->forever, i));
		bench_add(&making, cpu_now() - began);
		began = cpu_now();
		for (size_t m = 0; m < MANIFESTS; m++) {
			world->values[VARIABLES - 1] = cel_of(objects[m]);
			for (size_t i = 0; i < RULES; i++)
				run(world, programs[i]);
		}
		bench_add(&all, cpu_now() - began);
	}
	bench_print(&making);
	bench_print(&all);
	bench_judge("    milliseconds", bench_median(&all), 100, 0);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void print_row(const char *name, struct samples *ours, struct samples *theirs)
{
	printf("  %-24s %12.0f ns", name, bench_median(ours));
	if (theirs->count)
		printf("   the peer %12.0f ns, %.0f times", bench_median(theirs),
			bench_median(theirs) / bench_median(ours));
	putchar('\n');
}

static void bench_row(struct world *world, struct peer *peer, size_t row)
{
	struct samples ours = { 0 }, theirs = { 0 };
	for (int round = 0; round < ROUNDS; round++) {
		bench_add(&ours, time_run(world, row));
		if (peer->to)
			bench_add(&theirs,
				time_peer(peer, rules[row].times / 10, "run", rules[row].text));
	}
	print_row(rules[row].name, &ours, &theirs);
	bench_judge(
		"    C2: of what cel-go took", bench_median(&ours) / rules[row].cel_go, 1.0 / 3, 0);
}

static void bench_compile(struct world *world, struct peer *peer)
{
	struct samples ours = { 0 }, theirs = { 0 };
	for (int round = 0; round < ROUNDS * ROWS; round++) {
		size_t row = (size_t)round % ROWS;
		bench_add(&ours, time_compile(world, row));
		if (peer->to)
			bench_add(&theirs, time_peer(peer, 20, "compile", rules[row].text));
	}
	print_row("compile a rule", &ours, &theirs);
	bench_judge("    C2: microseconds", bench_median(&ours) / 1e3, 10, 0);
}

int main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct peer peer = { 0 };
	struct bytes text = data_text(arena);
	struct world world = world_new(text);
	if (argc > 2) {
		FILE *file = fopen("build/bench-cel.json", "w");
		if (!file || fwrite(text.at, 1, text.len, file) != text.len || fclose(file))
			bench_fail("build/bench-cel.json");
		peer = peer_start(argv[1], argv[2], "build/bench-cel.json");
	}
	bench_compile(&world, &peer);
	for (size_t row = 0; row < ROWS; row++)
		bench_row(&world, &peer, row);
	bench_many(&world);
	if (peer.to)
		fclose(peer.to);
	arena_end(world.scratch);
	arena_end(world.forever);
	arena_end(arena);
	return EXIT_SUCCESS;
}
