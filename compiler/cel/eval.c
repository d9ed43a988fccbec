#include "eval.h"

#include "base/message.h"

#include <stdarg.h>

enum { LONGEST_WALK = 16 };

/* --- errors ----------------------------------------------------------------------------------- */

static struct cel_value fail(struct eval *eval, const char *hint, const char *format, va_list args)
{
	struct buf text = buf_new(eval->owner);
	struct cel_error *error = arena_new_of(eval->owner, struct cel_error);
	buf_vprint(&text, _(format), args);
	*error = (struct cel_error){ buf_bytes(&text), eval->node->begin, eval->node->end, hint };
	return (struct cel_value){ .kind = CEL_ERROR, .error = error };
}

struct cel_value cel_fail(struct eval *eval, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct cel_value error = fail(eval, NULL, format, args);
	va_end(args);
	return error;
}

struct cel_value cel_fail_limit(struct eval *eval, const char *hint, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct cel_value error = fail(eval, hint, format, args);
	va_end(args);
	return error;
}

struct cel_value cel_no_overload(
	struct eval *eval, struct bytes name, const struct cel_value *args, size_t count)
{
	struct buf kinds = buf_new(eval->owner);
	for (size_t i = 0; i < count; i++)
		buf_print(
			&kinds, "%s%s", i ? ", " : "", cel_type_name((enum cel_kind)args[i].kind));
	return cel_fail(eval, N_("no such overload: " BYTES_FMT "(" BYTES_FMT ")"), BYTES_ARG(name),
		BYTES_ARG(buf_bytes(&kinds)));
}

struct cel_value eval_over_limit(struct eval *eval)
{
	return cel_fail_limit(eval, N_("--max-cost sets the limit"),
		N_("the expression costs more than %llu"), (unsigned long long)eval->cost_limit);
}

bool eval_has_room(const struct eval *eval, size_t more)
{
	size_t used = arena_used(eval->owner);
	return used <= eval->memory_limit && more <= eval->memory_limit - used;
}

struct cel_value eval_out_of_room(struct eval *eval)
{
	return cel_fail(eval, N_("the expression takes more than %d MiB of memory"),
		CEL_MEMORY_LIMIT >> 20);
}

/* --- lists and maps --------------------------------------------------------------------------- */

struct cel_value cel_optional(struct eval *eval, const struct cel_value *value)
{
	struct cel_value *kept = NULL;
	if (value) {
		kept = arena_new_of(eval->owner, struct cel_value);
		*kept = *value;
	}
	return (struct cel_value){ .kind = CEL_OPTIONAL, .optional = kept };
}

/* What `?` before an item lets in: the value of an optional, or nothing. Sets *skip. */
static struct cel_value unwrapped(
	struct eval *eval, struct cel_value value, bool optional, bool *skip)
{
	*skip = false;
	if (!optional || cel_is_error(value))
		return value;
	if (value.kind != CEL_OPTIONAL)
		return cel_fail(eval, N_("'?' takes an optional, not a %s"),
			cel_type_name((enum cel_kind)value.kind));
	*skip = !value.optional;
	return *skip ? value : *value.optional;
}

static struct cel_value list_of(struct eval *eval, const struct expr *node)
{
	struct items items = { 0 };
	eval_charge(eval, 10);
	for (size_t i = 0; i < node->count; i++) {
		bool skip;
		struct cel_value item = eval_node(eval, node->args[i]);
		item = unwrapped(eval, item, node->args[i]->optional_item, &skip);
		if (cel_is_error(item))
			return item;
		if (!skip)
			*array_push(eval->owner, &items) = item;
	}
	return cel_list(items.at, items.count);
}

static bool is_key(struct cel_value key)
{
	return key.kind == CEL_BOOL || key.kind == CEL_INT || key.kind == CEL_UINT ||
		key.kind == CEL_STRING;
}

/* In the spec's dialect a bad or repeated key is an error; cel-go keeps the last one. */
static struct cel_value put(
	struct eval *eval, struct entries *entries, struct cel_value key, struct cel_value value)
{
	bool spec = eval->dialect == CEL_SPEC;
	if (!is_key(key) && (spec || key.kind != CEL_DOUBLE))
		return cel_fail(eval, N_("a %s cannot be the key of a map"),
			cel_type_name((enum cel_kind)key.kind));
	struct cel_value *before = entries_find(eval, entries, key);
	if (before && spec)
		return cel_fail(eval, N_("a key stands twice in the map"));
	if (before)
		*before = value;
	else
		entries_add(eval, entries, key, value);
	return value;
}

static struct cel_value map_of(struct eval *eval, const struct expr *node)
{
	struct entries entries = { 0 };
	eval_charge(eval, node->kind == EXPR_RECORD_OF ? 40 : 30);
	for (size_t i = 0; i < node->count; i += 2) {
		bool skip;
		struct cel_value key = eval_node(eval, node->args[i]);
		if (cel_is_error(key))
			return key;
		struct cel_value value = eval_node(eval, node->args[i + 1]);
		value = unwrapped(eval, value, node->args[i]->optional_item, &skip);
		if (cel_is_error(value))
			return value;
		if (skip)
			continue;
		value = put(eval, &entries, key, value);
		if (cel_is_error(value))
			return value;
	}
	return cel_map(entries.items.at, entries.items.count / 2);
}

/* --- names and fields ------------------------------------------------------------------------- */

static struct cel_value ident(struct eval *eval, const struct expr *node)
{
	eval_charge(eval, 1);
	if (node->slot < 0)
		return eval->locals[-1 - node->slot];
	size_t number = (size_t)node->slot;
	const struct cel_variables *variables = &eval->variables;
	if (number < variables->count && variables->values[number].kind != CEL_KINDS)
		return variables->values[number].kind == CEL_PROMISED
			? cel_kept(variables->values[number])
			: variables->values[number];
	if (variables->get)
		return variables->get(variables->context, number);
	return cel_fail(
		eval, N_("the variable '" BYTES_FMT "' has no value"), BYTES_ARG(node->name));
}

static struct cel_value no_key(struct eval *eval, struct bytes name)
{
	return cel_fail(eval, N_("no such key: '" BYTES_FMT "'"), BYTES_ARG(name));
}

/* Kubernetes has it that a scalar lacks what is only asked for; to the spec that is an error. */
static bool lacks_all(const struct eval *eval, const struct expr *node, struct cel_value of)
{
	return eval->dialect == CEL_KUBERNETES && (node->test || node->optional) &&
		of.kind != CEL_MAP && of.kind != CEL_LIST;
}

/* A field of a map; *found false where it has none. Errors are for what has no fields. */
static struct cel_value field(
	struct eval *eval, const struct expr *node, struct cel_value of, bool *found)
{
	struct cel_value value = { .kind = CEL_NULL };
	*found = !lacks_all(eval, node, of);
	if (*found && of.kind != CEL_MAP)
		return cel_fail(eval, N_("a %s has no field '" BYTES_FMT "'"),
			cel_type_name((enum cel_kind)of.kind), BYTES_ARG(node->name));
	*found = *found && eval_find(eval, of, cel_string(node->name), node->test ? NULL : &value);
	return value;
}

/* From an optional or by `.?` the result is an optional. */
static struct cel_value optional_field(
	struct eval *eval, const struct expr *node, struct cel_value of)
{
	bool found;
	if (of.kind == CEL_OPTIONAL) {
		if (!of.optional)
			return of;
		of = *of.optional;
	}
	struct cel_value value = field(eval, node, of, &found);
	return cel_is_error(value) ? value : cel_optional(eval, found ? &value : NULL);
}

static struct cel_value select_from(struct eval *eval, const struct expr *node, struct cel_value of)
{
	bool found;
	eval->node = node;
	if (!node->test)
		eval_charge(eval, 1);
	if (node->test && of.kind == CEL_OPTIONAL) {
		struct cel_value value = optional_field(eval, node, of);
		return cel_is_error(value) ? value : cel_bool(value.optional != NULL);
	}
	if (node->optional || of.kind == CEL_OPTIONAL)
		return optional_field(eval, node, of);
	struct cel_value value = field(eval, node, of, &found);
	if (node->test)
		return cel_is_error(value) ? value : cel_bool(found);
	return found ? value : no_key(eval, node->name);
}

/* --- indices ---------------------------------------------------------------------------------- */

/* An index may be of any kind of number, if it is whole. */
static bool list_index(struct cel_value index, int64_t *at)
{
	struct cel_value zero = cel_int(0);
	*at = -1;
	if (index.kind == CEL_INT)
		*at = index.integer;
	else if (index.kind == CEL_UINT && index.uinteger <= UINT32_MAX)
		*at = (int64_t)index.uinteger;
	else if (index.kind == CEL_DOUBLE && index.number >= 0 && index.number <= UINT32_MAX)
		*at = (int64_t)index.number;
	return index.kind == CEL_UINT || index.kind == CEL_INT ||
		(index.kind == CEL_DOUBLE &&
			(*at < 0 ? cel_order(index, zero) < 0 : index.number == (double)*at));
}

static struct cel_value element(
	struct eval *eval, struct cel_value of, struct cel_value index, bool *found)
{
	struct cel_value value = { .kind = CEL_NULL };
	int64_t at;
	*found = !lacks_all(eval, eval->node, of);
	if (!*found)
		return value;
	if (of.kind == CEL_MAP) {
		if (!is_key(index) && index.kind != CEL_DOUBLE)
			return cel_no_overload(
				eval, BYTES("_[_]"), (struct cel_value[]){ of, index }, 2);
		*found = eval_find(eval, of, index, &value);
		return value;
	}
	if (of.kind != CEL_LIST || !list_index(index, &at))
		return cel_no_overload(eval, BYTES("_[_]"), (struct cel_value[]){ of, index }, 2);
	*found = at >= 0 && at < of.len;
	return *found ? cel_item(of, (size_t)at) : value;
}

static struct cel_value index_from(struct eval *eval, const struct expr *node, struct cel_value of)
{
	bool found;
	struct cel_value index = eval_node(eval, node->args[1]);
	eval->node = node;
	eval_charge(eval, 1);
	if (cel_is_error(index))
		return index;
	bool optional = node->optional || of.kind == CEL_OPTIONAL;
	if (of.kind == CEL_OPTIONAL) {
		if (!of.optional)
			return of;
		of = *of.optional;
	}
	struct cel_value value = element(eval, of, index, &found);
	if (cel_is_error(value))
		return value;
	if (optional)
		return cel_optional(eval, found ? &value : NULL);
	if (found)
		return value;
	struct buf text = buf_new(eval->owner);
	cel_print(&text, index);
	return of.kind == CEL_MAP
		? cel_fail(eval, N_("no such key: " BYTES_FMT), BYTES_ARG(buf_bytes(&text)))
		: cel_fail(eval, N_("the index " BYTES_FMT " is outside the list of %u"),
			  BYTES_ARG(buf_bytes(&text)), (unsigned)of.len);
}

/* --- chains ----------------------------------------------------------------------------------- */

static bool is_step(const struct expr *node)
{
	return node->kind == EXPR_SELECT || node->kind == EXPR_INDEX;
}

/* What a small map of the data has at `.name` or `['name']`; NULL: go the long way. */
static const struct value *in_data(const struct expr *node, struct cel_value map)
{
	struct bytes name = node->name;
	if (map.kind != CEL_MAP || !map.borrowed || map.by_slug || map.len > FEW_TEXTS ||
		node->test || node->optional)
		return NULL;
	if (kind_as_written(node) == EXPR_INDEX) {
		const struct expr *index = node->args[1];
		if (index->kind != EXPR_CONST || index->constant.kind != CEL_STRING || index->cost)
			return NULL;
		name = cel_text(index->constant);
	}
	return value_get(map.tree, name);
}

/* Fields and indices are gone through from the head, unless each step is to be noted. */
static struct cel_value walk(struct eval *eval, const struct expr *node)
{
	const struct expr *chain[LONGEST_WALK];
	size_t count = 0, most = eval->trace ? 1 : LONGEST_WALK;
	do {
		chain[count++] = node;
		node = node->args[0];
	} while (is_step(node) && count < most);
	struct cel_value value = eval_node(eval, node);
	while (count && !cel_is_error(value)) {
		node = chain[--count];
		const struct value *found = in_data(node, value);
		if (found)
			eval_charge(eval, 1);
		bool is_index = kind_as_written(node) == EXPR_INDEX;
		value = found      ? cel_of(found)
			: is_index ? index_from(eval, node, value)
				   : select_from(eval, node, value);
	}
	return value;
}

/* --- patterns --------------------------------------------------------------------------------- */

uint32_t env_regex_steps(const struct cel_env *env)
{
	return env->options.regex_steps ? env->options.regex_steps : REGEX_STEPS_DEFAULT;
}

struct cel_value eval_too_many_steps(struct eval *eval)
{
	return cel_fail_limit(eval, N_("--max-steps sets the limit"),
		N_("the pattern takes more than %u steps on this text"),
		(unsigned)env_regex_steps(eval->env));
}

const struct regex *eval_regex(struct eval *eval, struct cel_value pattern, struct cel_value *error)
{
	struct regex_fault fault;
	if (eval->node->regex)
		return eval->node->regex;
	if (!eval->regexes)
		eval->regexes = regex_cache_new(eval->owner, env_regex_steps(eval->env));
	const struct regex *regex = regex_cached(eval->regexes, cel_text(pattern), &fault);
	if (!regex)
		*error = cel_fail(eval, N_("bad pattern: %s"), _(fault.text));
	return regex;
}

/* --- calls ------------------------------------------------------------------------------------ */

static bool fits(const struct overload *overload, const struct cel_value *args, size_t count)
{
	size_t fixed = overload->variadic ? overload->count - 1 : overload->count;
	if (!overload_takes(overload, count))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!(overload->kinds[i < fixed ? i : fixed] >> args[i].kind & 1))
			return false;
	return true;
}

static struct cel_value within_limits(struct eval *eval, struct cel_value result)
{
	if (eval->steps_left == 0)
		return cel_fail(eval, N_("the lists or maps are too large to be compared"));
	return eval_has_room(eval, 0) ? result : eval_out_of_room(eval);
}

/*
 * Of `a.orValue(b)`, as cel-go has it: b is only asked for where a is empty, and an `a` that is no
 * optional is itself what comes of it.
 */
static bool needs_no_else(const struct expr *node, struct cel_value *value)
{
	if (value->kind == CEL_OPTIONAL && !value->optional)
		return false;
	if (value->kind == CEL_OPTIONAL && bytes_is(node->name, "orValue"))
		*value = *value->optional;
	return true;
}

enum { MOST_ARGS = 16 };

static struct cel_value call(struct eval *eval, const struct expr *node)
{
	struct cel_value few[MOST_ARGS], *args = few;
	if (node->count > MOST_ARGS)
		args = arena_array_of(eval->owner, struct cel_value, node->count);
	for (size_t i = 0; i < node->count; i++) {
		args[i] = eval_node(eval, node->args[i]);
		if (cel_is_error(args[i]))
			return args[i];
		if (node->has_else && i == 0 && needs_no_else(node, &args[0])) {
			eval_charge(eval, 1);
			return args[0];
		}
	}
	eval->node = node;
	if (eval_is_over_limit(eval))
		return eval_over_limit(eval);
	for (size_t i = 0; i < node->overload_count; i++)
		if (fits(&node->overloads[i], args, node->count)) {
			struct cel_value result = node->overloads[i].function->run(
				eval, args, node->count);
			eval_charge(eval, call_cost(node->formula, args, node->count, result));
			return within_limits(eval, result);
		}
	return cel_no_overload(eval, node->name, args, node->count);
}

/* --- logic ------------------------------------------------------------------------------------ */

/* The deciding operand wins over an error, wherever it stands. */
static struct cel_value logic(struct eval *eval, const struct expr *node)
{
	bool decides = node->kind == EXPR_OR;
	struct cel_value result = cel_bool(!decides);
	for (size_t i = 0; i < node->count; i++) {
		struct cel_value operand = eval_node(eval, node->args[i]);
		if (operand.kind == CEL_BOOL && operand.boolean == decides)
			return operand;
		eval->node = node;
		if (operand.kind != CEL_BOOL && !cel_is_error(operand))
			operand = cel_no_overload(
				eval, decides ? BYTES("_||_") : BYTES("_&&_"), &operand, 1);
		if (cel_is_error(operand) && !cel_is_error(result))
			result = operand;
	}
	return result;
}

static struct cel_value choice(struct eval *eval, const struct expr *node)
{
	struct cel_value condition = eval_node(eval, node->args[0]);
	if (cel_is_error(condition))
		return condition;
	eval->node = node;
	if (condition.kind != CEL_BOOL)
		return cel_no_overload(eval, BYTES("_?_:_"), &condition, 1);
	return eval_node(eval, node->args[condition.boolean ? 1 : 2]);
}

/* --- all -------------------------------------------------------------------------------------- */

struct cel_value eval_as(struct eval *eval, const struct expr *node, enum expr_kind kind)
{
	switch (kind) {
	case EXPR_CONST:
		eval_charge(eval, node->cost);
		return node->constant;
	case EXPR_UNKNOWN:
		return cel_fail(eval, N_("nobody knows '" BYTES_FMT "'"), BYTES_ARG(node->name));
	case EXPR_IDENT:
		return ident(eval, node);
	case EXPR_SELECT:
	case EXPR_INDEX:
		return walk(eval, node);
	case EXPR_CALL:
		return call(eval, node);
	case EXPR_LIST_OF:
		return list_of(eval, node);
	case EXPR_MAP_OF:
	case EXPR_RECORD_OF:
		return map_of(eval, node);
	case EXPR_AND:
	case EXPR_OR:
		return logic(eval, node);
	case EXPR_CHOICE:
		return choice(eval, node);
	case EXPR_BIND:
	case EXPR_OPT_MAP:
	case EXPR_OPT_FLAT_MAP:
		return eval_bind(eval, node);
	default:
		return eval_each(eval, node);
	}
}

struct cel_value eval_node(struct eval *eval, const struct expr *node)
{
	eval->node = node;
	if (eval_is_over_limit(eval))
		return eval_over_limit(eval);
	return eval->trace ? trace_node(eval, node) : eval_as(eval, node, node->kind);
}

/* Whether a result is no larger when it is written out: what stands in it twice is there once. */
static bool spreads_within(struct cel_value value, size_t *left)
{
	if (value.kind == CEL_OPTIONAL && value.optional)
		return cel_spend(left, 1) && spreads_within(*value.optional, left);
	if ((value.kind != CEL_LIST && value.kind != CEL_MAP) || value.borrowed)
		return true;
	size_t count = value.kind == CEL_MAP ? 2 * (size_t)value.len : value.len;
	bool within = cel_spend(left, count);
	for (size_t i = 0; i < count && within; i++)
		within = spreads_within(value.items[i], left);
	return within;
}

struct cel_result eval_program(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit, struct trace *trace)
{
	struct eval eval = { .owner = owner,
		.env = program->env,
		.dialect = program->env->options.dialect,
		.variables = variables,
		.locals = arena_array_of(owner, struct cel_value, (size_t)program->locals),
		.node = program->root,
		.cost_limit = cost_limit,
		.trace = trace,
		.memory_limit = eval_memory_limit(owner),
		.steps_left = COMPARISON_LIMIT };
	struct cel_value value = eval_node(&eval, program->root);
	size_t left = CEL_MEMORY_LIMIT / sizeof value;
	if (!cel_is_error(value) && eval_is_over_limit(&eval))
		value = eval_over_limit(&eval);
	else if (!spreads_within(value, &left))
		value = eval_out_of_room(&eval);
	return (struct cel_result){ value, eval.cost };
}

struct cel_result cel_eval(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit)
{
	return eval_program(owner, program, variables, cost_limit, NULL);
}
