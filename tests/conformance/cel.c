/* CEL: values, errors and parsing, as ../shared/data/cel/README.md says. */
#include "conformance.h"

#include "cel/cel.h"
#include "notation/notation.h"

#include <math.h>
#include <stdlib.h>

/* --- typed values of the rows ----------------------------------------------------------------- */

static struct cel_value read_typed(struct trial *trial, const json_t *typed);

static struct bytes text_of(const json_t *value)
{
	return (struct bytes){ json_string_value(value), json_string_length(value) };
}

static struct cel_value read_items(struct trial *trial, const json_t *list)
{
	size_t count = json_array_size(list);
	struct cel_value *items = arena_array_of(trial->arena, struct cel_value, count);
	for (size_t i = 0; i < count; i++)
		items[i] = read_typed(trial, json_array_get(list, i));
	return (struct cel_value){ .kind = CEL_LIST, .len = (uint32_t)count, .items = items };
}

static struct cel_value read_entries(struct trial *trial, const json_t *map)
{
	size_t count = json_array_size(map);
	struct cel_value *items = arena_array_of(trial->arena, struct cel_value, 2 * count);
	for (size_t i = 0; i < count; i++)
		for (size_t side = 0; side < 2; side++)
			items[2 * i + side] = read_typed(
				trial, json_array_get(json_array_get(map, i), side));
	return (struct cel_value){ .kind = CEL_MAP, .len = (uint32_t)count, .items = items };
}

static double read_double(struct bytes text)
{
	if (bytes_is(text, "NaN"))
		return NAN;
	if (bytes_is(text, "Infinity"))
		return INFINITY;
	return bytes_is(text, "-Infinity") ? -INFINITY : strtod(text.at, NULL);
}

static struct cel_value read_bytes(struct trial *trial, struct bytes text)
{
	struct bytes data;
	struct cel_value value = cel_string(text);
	if (base64_decode(trial->arena, text, &data))
		value = cel_string(data);
	value.kind = CEL_BYTES;
	return value;
}

static struct cel_value read_time(enum cel_kind kind, const json_t *time)
{
	int64_t seconds = strtoll(json_text(time, "seconds").at, NULL, 10);
	int64_t nanos = json_integer_value(json_object_get(time, "nanos"));
	if (kind == CEL_DURATION)
		return (struct cel_value){ .kind = CEL_DURATION,
			.integer = seconds * 1000000000 + nanos };
	return (struct cel_value){
		.kind = CEL_TIMESTAMP, .integer = seconds, .len = (uint32_t)nanos
	};
}

static struct cel_value read_optional(struct trial *trial, const json_t *inner)
{
	struct cel_value *value = NULL;
	if (!json_is_null(inner)) {
		value = arena_new_of(trial->arena, struct cel_value);
		*value = read_typed(trial, inner);
	}
	return (struct cel_value){ .kind = CEL_OPTIONAL, .optional = value };
}

/* Values of the Kubernetes libraries are made by their own functions. */
static struct cel_value read_made(struct trial *trial, const char *function, struct bytes text)
{
	struct diags d = diags_new(trial->arena);
	struct cel_env *env = cel_env_new(trial->arena, (struct cel_options){ 0 });
	cel_env_variable(env, BYTES("text"));
	const struct cel_program *program = cel_compile(trial->arena, env,
		bytes_print(trial->arena, "%s(text)", function), (struct span){ 0 }, &d);
	struct cel_value argument = cel_string(text);
	struct cel_variables variables = { .values = &argument, .count = 1 };
	if (!program)
		return (struct cel_value){ .kind = CEL_NULL };
	return cel_eval(trial->arena, program, variables, CEL_COST_LIMIT).value;
}

static struct cel_value read_type(struct bytes name)
{
	for (int kind = CEL_NULL; kind < CEL_KINDS; kind++)
		if (bytes_is(name, cel_type_name((enum cel_kind)kind)))
			return (struct cel_value){ .kind = CEL_TYPE,
				.type = cel_type_name((enum cel_kind)kind) };
	return (struct cel_value){ .kind = CEL_TYPE, .type = "unknown" };
}

static struct cel_value read_typed(struct trial *trial, const json_t *typed)
{
	const char *kind = json_object_iter_key(json_object_iter((json_t *)(uintptr_t)typed));
	const json_t *inner = json_object_get(typed, kind);
	struct bytes name = bytes_of(kind);
	if (bytes_is(name, "bool"))
		return cel_bool(json_is_true(inner));
	if (bytes_is(name, "int64"))
		return cel_int(strtoll(json_string_value(inner), NULL, 10));
	if (bytes_is(name, "uint64"))
		return cel_uint(strtoull(json_string_value(inner), NULL, 10));
	if (bytes_is(name, "double"))
		return cel_double(read_double(text_of(inner)));
	if (bytes_is(name, "string"))
		return cel_string(text_of(inner));
	if (bytes_is(name, "bytes"))
		return read_bytes(trial, text_of(inner));
	if (bytes_is(name, "list"))
		return read_items(trial, inner);
	if (bytes_is(name, "map"))
		return read_entries(trial, inner);
	if (bytes_is(name, "type"))
		return read_type(text_of(inner));
	if (bytes_is(name, "timestamp"))
		return read_time(CEL_TIMESTAMP, inner);
	if (bytes_is(name, "duration"))
		return read_time(CEL_DURATION, inner);
	if (bytes_is(name, "optional"))
		return read_optional(trial, inner);
	if (bytes_is(name, "error")) {
		struct cel_error *error = arena_new_of(trial->arena, struct cel_error);
		error->text = BYTES("given");
		return (struct cel_value){ .kind = CEL_ERROR, .error = error };
	}
	if (!bytes_is(name, "null"))
		return read_made(trial, kind, text_of(inner));
	return (struct cel_value){ .kind = CEL_NULL };
}

/* --- same: equal and of one kind; NaN is NaN -------------------------------------------------- */

static bool is_same(struct cel_value got, struct cel_value wanted);

static bool is_same_map(struct cel_value got, struct cel_value wanted)
{
	struct cel_value other;
	for (size_t i = 0; i < wanted.len; i++)
		if (!cel_find(got, cel_key(wanted, i), &other) ||
			!is_same(other, cel_entry_value(wanted, i)))
			return false;
	return got.len == wanted.len;
}

static bool is_same_list(struct cel_value got, struct cel_value wanted)
{
	if (got.len != wanted.len)
		return false;
	for (size_t i = 0; i < wanted.len; i++)
		if (!is_same(cel_item(got, i), cel_item(wanted, i)))
			return false;
	return true;
}

static bool is_same(struct cel_value got, struct cel_value wanted)
{
	if (got.kind != wanted.kind)
		return false;
	switch (got.kind) {
	case CEL_DOUBLE:
		return got.number == wanted.number || (isnan(got.number) && isnan(wanted.number));
	case CEL_LIST:
		return is_same_list(got, wanted);
	case CEL_MAP:
		return is_same_map(got, wanted);
	case CEL_OPTIONAL:
		if (!got.optional || !wanted.optional)
			return got.optional == wanted.optional;
		return is_same(*got.optional, *wanted.optional);
	default:
		return cel_equal(got, wanted);
	}
}

/* --- rows ------------------------------------------------------------------------------------- */

static struct cel_options options_of(struct trial *trial, const json_t *row)
{
	struct bytes dialect = trial_option(trial, "--dialect");
	/* Its tests set cel-go up as the API server does; those of the libraries do not. */
	struct bytes source = json_text(row, "source");
	bool is_api_server = source.len &&
		bytes_begins(source, BYTES("kubernetes/apiextensions-apiserver "));
	bool has_cost = json_object_get(json_object_get(row, "expect"), "cost");
	return (struct cel_options){
		.dialect = bytes_is(dialect, "spec") ? CEL_SPEC : CEL_KUBERNETES,
		.no_macros = json_flag(row, "disable_macros"),
		.test_macros = true,
		.unchecked = json_flag(row, "disable_check") ||
			bytes_is(json_text(row, "mode"), "eval_unchecked"),
		.one_type = is_api_server,
		.all_cost = has_cost && !is_api_server,
		.container = json_text(row, "container"),
	};
}

/* `name(T, int) list(T)` of an overload's `params` and `result`. */
static bool declare_function(
	struct trial *trial, struct cel_env *env, struct bytes name, const json_t *overload)
{
	struct buf text = buf_new(trial->arena);
	const json_t *params = json_object_get(overload, "params");
	buf_print(&text, BYTES_FMT "(", BYTES_ARG(name));
	for (size_t i = 0; i < json_array_size(params); i++)
		buf_print(&text, "%s" BYTES_FMT, i ? ", " : "",
			BYTES_ARG(text_of(json_array_get(params, i))));
	buf_print(&text, ") " BYTES_FMT, BYTES_ARG(json_text(overload, "result")));
	return cel_env_function(env, buf_bytes(&text)) ||
		trial_fail(trial, "no signature: " BYTES_FMT, BYTES_ARG(buf_bytes(&text)));
}

static const json_t *declaration(const json_t *types, struct bytes name)
{
	for (size_t i = 0; i < json_array_size(types); i++)
		if (bytes_equal(json_text(json_array_get(types, i), "name"), name))
			return json_array_get(types, i);
	return NULL;
}

/* A variable without a declared type may be anything. */
static bool declare_variable(
	struct trial *trial, struct cel_env *env, struct bytes name, const json_t *declared)
{
	struct bytes text = declared ? json_text(declared, "type") : BYTES("dyn");
	const struct cel_type *type = cel_type_read(trial->arena, text);
	if (!type)
		return trial_fail(trial, "no type: " BYTES_FMT, BYTES_ARG(text));
	cel_env_variable_of(env, name, type);
	return true;
}

/* What has a binding comes first, since values have the numbers of their variables. */
static bool declare(struct trial *trial, struct cel_env *env, const json_t *row)
{
	json_t *bindings = json_object_get(row, "bindings");
	const json_t *types = json_object_get(row, "type_env");
	for (void *at = json_object_iter(bindings); at; at = json_object_iter_next(bindings, at)) {
		struct bytes name = bytes_of(json_object_iter_key(at));
		if (!declare_variable(trial, env, name, declaration(types, name)))
			return false;
	}
	for (size_t i = 0; i < json_array_size(types); i++) {
		const json_t *declared = json_array_get(types, i);
		const json_t *overloads = json_object_get(declared, "function");
		struct bytes name = json_text(declared, "name");
		for (size_t j = 0; j < json_array_size(overloads); j++)
			if (!declare_function(trial, env, name, json_array_get(overloads, j)))
				return false;
		if (!overloads && !json_object_get(bindings, bytes_string(trial->arena, name)) &&
			!declare_variable(trial, env, name, declared))
			return false;
	}
	return true;
}

static struct cel_variables bind(struct trial *trial, const json_t *row)
{
	json_t *bindings = json_object_get(row, "bindings");
	struct cel_variables variables = { 0 };
	variables.values = arena_array_of(
		trial->arena, struct cel_value, json_object_size(bindings));
	for (void *at = json_object_iter(bindings); at; at = json_object_iter_next(bindings, at))
		variables.values[variables.count++] = read_typed(trial, json_object_iter_value(at));
	return variables;
}

static bool judge_value(struct trial *trial, struct cel_value got, const json_t *wanted)
{
	struct cel_value value = read_typed(trial, wanted);
	struct buf shown = buf_new(trial->arena), expected = buf_new(trial->arena);
	if (is_same(got, value))
		return true;
	cel_print(&shown, got);
	cel_print(&expected, value);
	return trial_fail(trial, "got %s " BYTES_FMT ", wanted %s " BYTES_FMT,
		cel_type_name((enum cel_kind)got.kind), BYTES_ARG(buf_bytes(&shown)),
		cel_type_name((enum cel_kind)value.kind), BYTES_ARG(buf_bytes(&expected)));
}

static bool judge_result(struct trial *trial, const json_t *expect, struct cel_result result)
{
	const json_t *value = json_object_get(expect, "value");
	const json_t *cost = json_object_get(expect, "cost");
	bool wants_error = json_object_get(expect, "error") || json_object_get(expect, "any_error");
	if (wants_error && result.value.kind != CEL_ERROR)
		return trial_fail(trial, "wanted an error");
	if (value && !judge_value(trial, result.value, value))
		return false;
	if (cost && (uint64_t)json_integer_value(cost) != result.cost)
		return trial_fail(trial, "cost %llu, wanted %lld", (unsigned long long)result.cost,
			(long long)json_integer_value(cost));
	return true;
}

/* Whatever the data were, what came out is of the type that was deduced. */
static bool judge_soundness(
	struct trial *trial, const struct cel_program *program, struct cel_value got)
{
	struct buf type = buf_new(trial->arena), value = buf_new(trial->arena);
	if (got.kind == CEL_ERROR || cel_type_holds(cel_program_type(program), got))
		return true;
	cel_type_print(&type, cel_program_type(program));
	cel_print(&value, got);
	return trial_fail(trial, "type " BYTES_FMT ", value " BYTES_FMT,
		BYTES_ARG(buf_bytes(&type)), BYTES_ARG(buf_bytes(&value)));
}

static uint64_t cost_of(const struct cel_step *step)
{
	uint64_t cost = step->cost + step->left_out_cost;
	for (const struct cel_step *below = step->first; below; below = below->next)
		cost += cost_of(below);
	return cost;
}

/* What is explained comes to the same, and its steps to the whole cost. */
static bool judge_explained(struct trial *trial, const struct cel_program *program,
	struct cel_variables variables, struct cel_result result)
{
	const struct cel_explanation *told = cel_explain(
		trial->arena, program, variables, UINT64_MAX);
	(void)cel_why(trial->arena, told);
	if (told->result.value.kind != result.value.kind ||
		(!cel_is_error(result.value) && !is_same(told->result.value, result.value)))
		return trial_fail(trial, "another value when it is explained");
	return (told->result.cost == result.cost && cost_of(told->root) == result.cost) ||
		trial_fail(trial, "cost %llu, %llu when it is explained, %llu in all steps",
			(unsigned long long)result.cost, (unsigned long long)told->result.cost,
			(unsigned long long)cost_of(told->root));
}

/* The type that is deduced, where the row has one. */
static bool judge_type(struct trial *trial, struct bytes wanted, const struct cel_type *type)
{
	struct buf shown = buf_new(trial->arena);
	cel_type_print(&shown, type);
	return !wanted.len || bytes_equal(buf_bytes(&shown), wanted) ||
		trial_fail(trial, "type " BYTES_FMT ", wanted " BYTES_FMT,
			BYTES_ARG(buf_bytes(&shown)), BYTES_ARG(wanted));
}

static bool judge_parse(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct bytes wanted = json_text(json_object_get(row, "expect"), "parse");
	bool parsed = cel_parses(trial->arena, json_text(row, "expr"), &d);
	if (parsed == bytes_is(wanted, "ok"))
		return true;
	return trial_fail(trial, "%s " BYTES_FMT, parsed ? "parsed" : "refused",
		BYTES_ARG(trial_diags(trial, &d)));
}

static bool judge_run(struct trial *trial, const json_t *row)
{
	const json_t *expect = json_object_get(row, "expect");
	struct diags d = diags_new(trial->arena);
	struct cel_env *env = cel_env_new(trial->arena, options_of(trial, row));
	if (!declare(trial, env, row))
		return false;
	const struct cel_program *program = cel_compile(
		trial->arena, env, json_text(row, "expr"), (struct span){ 0 }, &d);
	bool wants_error = json_object_get(expect, "error") ||
		json_object_get(expect, "any_error") || json_object_get(expect, "compile_error");
	if (!program)
		return wants_error ||
			trial_fail(trial, "refused: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	if (json_object_get(expect, "compile_error"))
		return trial_fail(trial, "wanted to be refused");
	if (!judge_type(trial, json_text(expect, "type"), cel_program_type(program)))
		return false;
	if (bytes_is(json_text(row, "mode"), "check"))
		return true;
	struct cel_variables variables = bind(trial, row);
	struct cel_result result = cel_eval(trial->arena, program, variables, UINT64_MAX);
	return judge_soundness(trial, program, result.value) &&
		judge_explained(trial, program, variables, result) &&
		judge_result(trial, expect, result);
}

bool judge_cel(struct trial *trial, const json_t *row)
{
	const json_t *expect = json_object_get(row, "expect");
	if (json_object_get(expect, "parse") || json_object_get(expect, "parse_error"))
		return judge_parse(trial, row);
	return judge_run(trial, row);
}
