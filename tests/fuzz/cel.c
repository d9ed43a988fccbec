/*
 * CEL over any text, in both dialects: no crash; what is refused is refused the same way twice, at
 * a place inside the text; what is compiled gives the same value at the same cost twice, over
 * borrowed data as over a copy of them, within its own cost and not within less; explained, it
 * comes to the same, at costs that add up; a value is of the type that was deduced, and is what it
 * prints. Nothing takes long (fuzz.sh has a time-out).
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "cel/cel.h"

#include "base/utf8.h"

enum { COST = 30000, NODES = 1000, NESTING = 100 };

static const char text_of_data[] =
	"image: {repository: gcr.io/house/app, tag: 1.2.3-rc.1}\n"
	"replicas: 3\nratio: 0.5\nlarge: 1e300\nnothing: null\ntrue: no\nb-c/d: e\n"
	"text: \"a\\u00e9\\U0001F451\\n\\0'\\\"\\\\\"\nempty: ''\n"
	"list: [1, 2.5, a, true, null, [], {}, [1, [2]]]\n"
	"roles: {a: {tag: '1'}, b: {tag: '2'}, c: {tag: '1'}}\n"
	"letters: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10, k: 11, l: 12}\n";

/* The data as `x`, of no known type, and as `self`; also a number, a text and a name with a dot. */
enum { VARIABLES = 5 };
static const char *const variables[VARIABLES][2] = {
	{ "x", "dyn" },
	{ "self",
		"{image: {repository: string, tag: string}, replicas: int, ratio: double,"
		" list: list(dyn), roles: map(string, {tag: string}), letters: map(string, int),"
		" ...}" },
	{ "i", "int" },
	{ "s", "string" },
	{ "a.b", "uint" },
};

struct world {
	const struct cel_env *env[2];
	struct cel_value borrowed[VARIABLES], copied[VARIABLES];
};

/* --- what is there to evaluate with ----------------------------------------------------------- */

static struct cel_value copy(struct arena *owner, struct cel_value value)
{
	bool is_map = value.kind == CEL_MAP;
	if (!value.borrowed)
		return value;
	struct cel_value *items = arena_array_of(owner, struct cel_value, (size_t)value.len * 2);
	for (size_t i = 0; i < value.len && is_map; i++) {
		items[2 * i] = cel_key(value, i);
		items[2 * i + 1] = copy(owner, cel_entry_value(value, i));
	}
	for (size_t i = 0; i < value.len && !is_map; i++)
		items[i] = copy(owner, cel_item(value, i));
	value.borrowed = false;
	value.items = items;
	return value;
}

static struct cel_value read_data(struct arena *owner)
{
	struct diags d = diags_new(owner);
	struct source *source = source_new(owner, BYTES("data"), BYTES("data"),
		(struct bytes){ text_of_data, sizeof text_of_data - 1 });
	const struct tree *tree = tree_read(owner, source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	demand(tree, "the data are read");
	const struct value *value = tree_value(
		owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	demand(value, "the data are data");
	return cel_of(value);
}

/* Made once: it costs more than most expressions. */
static const struct world *world(void)
{
	static struct world made;
	if (made.env[0])
		return &made;
	struct arena *forever = arena_new();
	struct cel_value values[VARIABLES] = { read_data(forever), read_data(forever), cel_int(7),
		cel_string(BYTES("a\xC3\xA9,b")), cel_uint(7) };
	for (size_t i = 0; i < VARIABLES; i++) {
		demand(cel_type_holds(cel_type_read(forever, bytes_of(variables[i][1])), values[i]),
			"the data are of their types");
		made.borrowed[i] = values[i];
		made.copied[i] = copy(forever, values[i]);
	}
	for (int dialect = 0; dialect < 2; dialect++) {
		struct cel_options options = { .dialect = (enum cel_dialect)dialect,
			.unchecked = dialect == CEL_SPEC,
			.records = dialect == CEL_KUBERNETES };
		struct cel_env *env = cel_env_new(forever, options);
		for (size_t i = 0; i < VARIABLES; i++)
			cel_env_variable_of(env, bytes_of(variables[i][0]),
				cel_type_read(forever, bytes_of(variables[i][1])));
		made.env[dialect] = env;
	}
	return &made;
}

/* --- same: equal and of one kind; NaN is NaN -------------------------------------------------- */

static struct cel_value part(struct cel_value value, size_t i)
{
	if (value.kind == CEL_LIST)
		return cel_item(value, i);
	return i % 2 ? cel_entry_value(value, i / 2) : cel_key(value, i / 2);
}

static size_t parts(struct cel_value value)
{
	if (value.kind == CEL_LIST || value.kind == CEL_MAP)
		return value.kind == CEL_MAP ? (size_t)value.len * 2 : value.len;
	return 0;
}

static bool same(struct cel_value a, struct cel_value b)
{
	if (a.kind != b.kind)
		return false;
	if (a.kind == CEL_DOUBLE && a.number != a.number)
		return b.number != b.number;
	if (a.kind == CEL_OPTIONAL)
		return a.optional && b.optional ? same(*a.optional, *b.optional)
						: a.optional == b.optional;
	if (a.kind == CEL_ERROR)
		return bytes_equal(a.error->text, b.error->text) &&
			a.error->begin == b.error->begin && a.error->end == b.error->end;
	if (a.kind != CEL_LIST && a.kind != CEL_MAP)
		return cel_equal(a, b);
	for (size_t i = 0; i < parts(a) && a.len == b.len; i++)
		if (!same(part(a, i), part(b, i)))
			return false;
	return a.len == b.len;
}

/* --- values ----------------------------------------------------------------------------------- */

/* What is large is left: lists that hold each other twice are very large when they are printed. */
static bool is_small(struct cel_value value, size_t *nodes, size_t depth)
{
	if (++*nodes > NODES || depth == NESTING)
		return false;
	if (value.kind == CEL_OPTIONAL && value.optional)
		return is_small(*value.optional, nodes, depth + 1);
	for (size_t i = 0; i < parts(value); i++)
		if (!is_small(part(value, i), nodes, depth + 1))
			return false;
	return true;
}

/* Visits a small value: texts are UTF-8. Whether it can be written as an expression. */
static bool is_literal(struct cel_value value)
{
	bool good = true;
	if (value.kind == CEL_STRING)
		demand(utf8_invalid(cel_text(value)) == value.len, "a string is UTF-8");
	for (size_t i = 0; i < parts(value); i++)
		good &= is_literal(part(value, i));
	if (value.kind == CEL_OPTIONAL && value.optional)
		return is_literal(*value.optional);
	/* There is none for what is no number, which equals nothing; Go writes `//` as no URL. */
	if (value.kind == CEL_DOUBLE)
		return value.number - value.number == 0;
	return good && value.kind != CEL_ERROR && value.kind != CEL_URL;
}

static void check_print(struct arena *arena, const struct cel_env *env, struct cel_value value)
{
	struct diags d = diags_new(arena);
	struct buf text = buf_new(arena);
	cel_print(&text, value);
	if (text.len > COST)
		return;
	const struct cel_program *program = cel_compile(
		arena, env, buf_bytes(&text), (struct span){ 0 }, &d);
	demand(program, "a printed value is an expression");
	struct cel_result again = cel_eval(arena, program, (struct cel_variables){ 0 }, UINT64_MAX);
	demand(cel_equal(value, again.value), "a value is what it prints");
}

static void check_value(struct arena *arena, const struct cel_env *env, struct cel_value value)
{
	size_t nodes = 0;
	if (!is_small(value, &nodes, 0) || !is_literal(value))
		return;
	demand(cel_equal(value, value), "a value equals itself");
	check_print(arena, env, value);
}

/* --- programs --------------------------------------------------------------------------------- */

static struct cel_result run(struct arena *arena, const struct cel_program *program,
	const struct cel_value *values, uint64_t limit)
{
	struct cel_value own[VARIABLES];
	memcpy(own, values, sizeof own);
	return cel_eval(
		arena, program, (struct cel_variables){ .values = own, .count = VARIABLES }, limit);
}

static bool is_small_result(struct cel_result result)
{
	size_t nodes = 0;
	return is_small(result.value, &nodes, 0);
}

static void check_runs(struct arena *arena, const struct cel_program *program, size_t length)
{
	const struct world *w = world();
	struct cel_result one = run(arena, program, w->borrowed, COST);
	struct cel_result two = run(arena, program, w->copied, COST);
	demand(one.cost == two.cost, "it costs the same with borrowed data");
	if (!is_small_result(one) || !is_small_result(two))
		return;
	demand(same(one.value, two.value), "it is the same with borrowed data");
	demand(one.value.kind == CEL_ERROR || cel_type_holds(cel_program_type(program), one.value),
		"a value is of the type that was deduced");
	if (one.value.kind == CEL_ERROR)
		demand(one.value.error->begin <= one.value.error->end &&
				one.value.error->end <= length,
			"an error has a place in the text");
	if (one.cost > COST)
		return;
	demand(same(one.value, run(arena, program, w->borrowed, one.cost).value),
		"it costs what it costs");
	if (one.cost)
		demand(run(arena, program, w->borrowed, one.cost - 1).value.kind == CEL_ERROR,
			"it does not cost less");
}

static uint64_t check_step(const struct cel_step *step, size_t length)
{
	uint64_t cost = step->cost + step->left_out_cost;
	demand(step->begin <= step->end && step->end <= length, "a step has a place in the text");
	demand(!step->skipped || (!step->first && cost == 0), "what is skipped costs nothing");
	for (const struct cel_step *below = step->first; below; below = below->next)
		cost += check_step(below, length);
	return cost;
}

static void check_explained(struct arena *arena, const struct cel_program *program, size_t length)
{
	struct cel_value own[VARIABLES];
	struct cel_result plain = run(arena, program, world()->borrowed, COST);
	memcpy(own, world()->borrowed, sizeof own);
	const struct cel_explanation *told = cel_explain(
		arena, program, (struct cel_variables){ .values = own, .count = VARIABLES }, COST);
	demand(told->result.cost == plain.cost, "explained it costs the same");
	demand(check_step(told->root, length) == plain.cost, "the costs of steps add up");
	if (is_small_result(plain))
		demand(same(told->result.value, plain.value), "explained it is the same");
	struct cel_reasons reasons = cel_why(arena, told);
	demand(reasons.count || !cel_is_error(plain.value), "there is a reason for an error");
	for (size_t i = 0; i < reasons.count; i++)
		demand(reasons.at[i].begin <= reasons.at[i].end && reasons.at[i].end <= length &&
				utf8_invalid(reasons.at[i].text) == reasons.at[i].text.len,
			"a reason has a place and is a text");
}

static bool same_diags(const struct diags *a, const struct diags *b)
{
	for (size_t i = 0; i < a->count && a->count == b->count; i++)
		if (!bytes_equal(a->at[i]->text, b->at[i]->text) ||
			a->at[i]->at.begin != b->at[i]->at.begin ||
			a->at[i]->at.end != b->at[i]->at.end)
			return false;
	return a->count == b->count;
}

static void check(struct arena *arena, struct bytes text, const struct cel_env *env)
{
	struct diags d = diags_new(arena), again = diags_new(arena);
	struct source *source = source_new(arena, BYTES("fuzz"), BYTES("fuzz"), text);
	struct span at = { source, 0, (uint32_t)text.len };
	const struct cel_program *program = cel_compile(arena, env, text, at, &d);
	const struct cel_program *other = cel_compile(arena, env, text, at, &again);
	demand(!program == !other && same_diags(&d, &again), "it is refused the same way twice");
	demand(program || d.count, "there is a diag where it is refused");
	for (size_t i = 0; i < d.count; i++)
		demand(d.at[i]->at.begin <= d.at[i]->at.end && d.at[i]->at.end <= text.len,
			"a diag has a place in the text");
	if (!program)
		return;
	check_runs(arena, program, text.len);
	check_explained(arena, program, text.len);
	struct cel_result result = run(arena, program, world()->borrowed, COST);
	check_value(arena, env, result.value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = { (const char *)data, size };
	for (int dialect = 0; dialect < 2; dialect++) {
		struct arena *arena = arena_new();
		check(arena, text, world()->env[dialect]);
		arena_end(arena);
	}
	return 0;
}
