#include "syntax.h"

#include "base/message.h"

struct macro {
	char name[20]; /* in the row, so that it is not to be relocated at each start */
	bool method;
	size_t count;     /* arguments, without the range */
	size_t variables; /* how many of them are names of variables */
	enum expr_kind kind;
	unsigned since; /* as a function has it */
};

static const struct macro macros[] = {
	{ "has", false, 1, 0, EXPR_SELECT, 0 },
	{ "all", true, 2, 1, EXPR_ALL, 0 },
	{ "all", true, 3, 2, EXPR_ALL, 32 },
	{ "exists", true, 2, 1, EXPR_EXISTS, 0 },
	{ "exists", true, 3, 2, EXPR_EXISTS, 32 },
	{ "exists_one", true, 2, 1, EXPR_EXISTS_ONE, 0 },
	{ "exists_one", true, 3, 2, EXPR_EXISTS_ONE, 32 },
	{ "existsOne", true, 2, 1, EXPR_EXISTS_ONE, 34 },
	{ "existsOne", true, 3, 2, EXPR_EXISTS_ONE, 32 },
	{ "map", true, 2, 1, EXPR_MAP_EACH, 0 },
	{ "map", true, 3, 1, EXPR_MAP_EACH, 0 },
	{ "filter", true, 2, 1, EXPR_FILTER, 0 },
	{ "sortBy", true, 2, 1, EXPR_SORT_BY, 34 },
	{ "transformList", true, 3, 2, EXPR_TRANSFORM_LIST, 32 },
	{ "transformList", true, 4, 2, EXPR_TRANSFORM_LIST, 32 },
	{ "transformMap", true, 3, 2, EXPR_TRANSFORM_MAP, 32 },
	{ "transformMap", true, 4, 2, EXPR_TRANSFORM_MAP, 32 },
	{ "transformMapEntry", true, 3, 2, EXPR_TRANSFORM_ENTRY, 32 },
	{ "transformMapEntry", true, 4, 2, EXPR_TRANSFORM_ENTRY, 32 },
	{ "optMap", true, 2, 1, EXPR_OPT_MAP, 28 },
	{ "optFlatMap", true, 2, 1, EXPR_OPT_FLAT_MAP, 28 },
};

static const struct macro *macro_find(const struct expr *call)
{
	size_t count = call->count - call->method;
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (macros[i].method == call->method && macros[i].count == count &&
			bytes_is(call->name, macros[i].name))
			return &macros[i];
	return NULL;
}

static struct expr *wrong(const char *text, uint32_t at, const char **fault, uint32_t *fault_at)
{
	*fault = text;
	*fault_at = at;
	return NULL;
}

/* has(a.b): the last step is asked for, not taken. */
static struct expr *has(struct expr *call, const char **fault, uint32_t *fault_at)
{
	struct expr *field = call->args[0];
	if (field->kind != EXPR_SELECT || field->test)
		return wrong(N_("has() takes a field: has(a.b)"), field->begin, fault, fault_at);
	field->test = true;
	field->begin = call->begin;
	field->end = call->end;
	return field;
}

static bool is_variable(const struct expr *node)
{
	/* The name that other implementations give to what a macro gathers. */
	return node->kind == EXPR_IDENT && !node->leading_dot &&
		!bytes_is(node->name, "__result__");
}

static struct expr *with_variables(struct arena *owner, const struct expr *call,
	const struct macro *macro, const char **fault, uint32_t *fault_at)
{
	struct expr *node = expr_new(owner, macro->kind, call->begin, call->end);
	node->at = call->at;
	node->name = call->name;
	node->since = macro->since;
	expr_add(owner, node, call->args[0]);
	for (size_t i = 1; i <= macro->variables; i++) {
		const struct expr *variable = call->args[i];
		if (!is_variable(variable))
			return wrong(N_("a variable's name should stand here"), variable->begin,
				fault, fault_at);
		node->variables[node->variable_count++] = variable->name;
	}
	if (node->variable_count == 2 && bytes_equal(node->variables[0], node->variables[1]))
		return wrong(N_("the two variables need two names"), call->args[2]->begin, fault,
			fault_at);
	for (size_t i = 1 + macro->variables; i < call->count; i++)
		expr_add(owner, node, call->args[i]);
	return node;
}

/* --- in the name of cel ----------------------------------------------------------------------- */

static struct expr *bound(struct arena *owner, const struct expr *call, struct bytes name,
	struct expr *value, struct expr *body)
{
	struct expr *node = expr_new(owner, EXPR_BIND, call->begin, call->end);
	node->at = call->at;
	node->name = call->name;
	node->since = LEME_ONLY;
	node->variables[0] = name;
	node->variable_count = 1;
	expr_add(owner, node, value);
	expr_add(owner, node, body);
	return node;
}

/* cel.bind(name, value, body) */
static struct expr *bind(
	struct arena *owner, const struct expr *call, const char **fault, uint32_t *fault_at)
{
	const struct expr *variable = call->args[1];
	if (!is_variable(variable))
		return wrong(N_("a variable's name should stand here"), variable->begin, fault,
			fault_at);
	return bound(owner, call, variable->name, call->args[2], call->args[3]);
}

/* A name that nobody can write, by the numbers in the call: `index 1`. */
static struct expr *numbered(
	struct arena *owner, const struct expr *call, const char **fault, uint32_t *fault_at)
{
	struct buf name = buf_new(owner);
	struct expr *node = expr_new(owner, EXPR_IDENT, call->begin, call->end);
	buf_add(&name, call->name);
	for (size_t i = 1; i < call->count; i++) {
		const struct expr *number = call->args[i];
		if (number->kind != EXPR_CONST || number->constant.kind != CEL_INT)
			return wrong(
				N_("a number should stand here"), number->begin, fault, fault_at);
		buf_print(&name, " %lld", (long long)number->constant.integer);
	}
	node->name = buf_bytes(&name);
	return node;
}

/* cel.block([a, b], body): a is bound to what cel.index(0) means, b to cel.index(1). */
static struct expr *block(
	struct arena *owner, const struct expr *call, const char **fault, uint32_t *fault_at)
{
	const struct expr *values = call->args[1];
	struct expr *body = call->args[2];
	if (values->kind != EXPR_LIST_OF)
		return wrong(N_("a list should stand here"), values->begin, fault, fault_at);
	for (size_t i = values->count; i-- > 0;)
		body = bound(
			owner, call, bytes_print(owner, "index %zu", i), values->args[i], body);
	return body;
}

static const struct {
	const char *name;
	size_t count;
	bool test; /* for tests of implementations only */
	struct expr *(*make)(struct arena *owner, const struct expr *call, const char **fault,
		uint32_t *fault_at);
} macros_of_cel[] = {
	{ "bind", 3, false, bind },
	{ "block", 2, true, block },
	{ "index", 1, true, numbered },
	{ "iterVar", 2, true, numbered },
	{ "accuVar", 2, true, numbered },
};

static bool is_of_cel(const struct expr *call)
{
	return call->method && call->args[0]->kind == EXPR_IDENT &&
		bytes_is(call->args[0]->name, "cel");
}

struct expr *macro_of(struct arena *owner, struct parse_options options, struct expr *call,
	const char **fault, uint32_t *fault_at)
{
	for (size_t i = 0; is_of_cel(call) && i < sizeof macros_of_cel / sizeof *macros_of_cel; i++)
		if (call->count == macros_of_cel[i].count + 1 &&
			bytes_is(call->name, macros_of_cel[i].name) &&
			(options.test_macros || !macros_of_cel[i].test))
			return macros_of_cel[i].make(owner, call, fault, fault_at);
	const struct macro *macro = macro_find(call);
	if (!macro)
		return call;
	return macro->kind == EXPR_SELECT ? has(call, fault, fault_at)
					  : with_variables(owner, call, macro, fault, fault_at);
}

void macro_names(struct arena *owner, bool method, struct texts *names)
{
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (macros[i].method == method)
			*array_push(owner, names) = bytes_of(macros[i].name);
}

bool macro_is_named(struct bytes name)
{
	for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
		if (bytes_is(name, macros[i].name))
			return true;
	return false;
}
