#include "syntax.h"

#include "base/message.h"

const struct macro cel_macros[] = {
	{ "has", false, 1, 0, EXPR_SELECT, 0, "has(map.field) bool",
		N_("whether the map has the field; the map itself must be there"),
		"has({'a': 1}.a) && !has({'a': 1}.b)" },
	{ "all", true, 2, 1, EXPR_ALL, 0, "range.all(x, bool) bool",
		N_("whether it holds for each item x of a list, each key x of a map"),
		"[1, 2].all(n, n > 0)" },
	{ "all", true, 3, 2, EXPR_ALL, 32, "range.all(i, x, bool) bool",
		N_("likewise, for index and item of a list, key and value of a map"),
		"{'a': 1}.all(k, v, k == 'a' && v == 1)" },
	{ "exists", true, 2, 1, EXPR_EXISTS, 0, "range.exists(x, bool) bool",
		N_("whether it holds for an item of a list, a key of a map"),
		"[1, 2].exists(n, n > 1)" },
	{ "exists", true, 3, 2, EXPR_EXISTS, 32, "range.exists(i, x, bool) bool",
		N_("likewise, for index and item of a list, key and value of a map"),
		"[4, 2].exists(i, n, i == 1 && n == 2)" },
	{ "exists_one", true, 2, 1, EXPR_EXISTS_ONE, 0, "range.exists_one(x, bool) bool",
		N_("whether it holds for just one item of a list, one key of a map"),
		"[1, 2].exists_one(n, n > 1)" },
	{ "exists_one", true, 3, 2, EXPR_EXISTS_ONE, 32, "range.exists_one(i, x, bool) bool",
		N_("likewise, for index and item of a list, key and value of a map"),
		"!{'a': 1, 'b': 1}.exists_one(k, v, v == 1)" },
	{ "existsOne", true, 2, 1, EXPR_EXISTS_ONE, 34, "range.existsOne(x, bool) bool",
		N_("another name of exists_one()"), "[1, 2].existsOne(n, n > 1)" },
	{ "existsOne", true, 3, 2, EXPR_EXISTS_ONE, 32, "range.existsOne(i, x, bool) bool",
		N_("another name of exists_one()"), "[2, 1].existsOne(i, n, i < n)" },
	{ "map", true, 2, 1, EXPR_MAP_EACH, 0, "range.map(x, T) list(T)",
		N_("a list of what is made of each item of a list, each key of a map"),
		"[1, 2].map(n, n * n) == [1, 4]" },
	{ "map", true, 3, 1, EXPR_MAP_EACH, 0, "range.map(x, bool, T) list(T)",
		N_("likewise, of those alone for which it holds"),
		"[1, 2, 3].map(n, n > 1, n * n) == [4, 9]" },
	{ "filter", true, 2, 1, EXPR_FILTER, 0, "range.filter(x, bool) list",
		N_("the items of a list, the keys of a map, for which it holds"),
		"[1, 2, 3].filter(n, n != 2) == [1, 3]" },
	{ "sortBy", true, 2, 1, EXPR_SORT_BY, 34, "list(T).sortBy(x, key) list(T)",
		N_("the items in the order of what is made of each"),
		"['ccc', 'a', 'bb'].sortBy(t, t.size()) == ['a', 'bb', 'ccc']" },
	{ "transformList", true, 3, 2, EXPR_TRANSFORM_LIST, 32,
		"range.transformList(i, x, T) list(T)",
		N_("a list of what is made of each index and item, each key and value"),
		"{'a': 1}.transformList(k, v, [k, v]) == [['a', 1]]" },
	{ "transformList", true, 4, 2, EXPR_TRANSFORM_LIST, 32,
		"range.transformList(i, x, bool, T) list(T)",
		N_("likewise, of those alone for which it holds"),
		"[5, 6, 7].transformList(i, n, i > 0, n) == [6, 7]" },
	{ "transformMap", true, 3, 2, EXPR_TRANSFORM_MAP, 32, "range.transformMap(k, v, T) map",
		N_("a map with the same keys and what is made of each key and value"),
		"{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}" },
	{ "transformMap", true, 4, 2, EXPR_TRANSFORM_MAP, 32,
		"range.transformMap(k, v, bool, T) map",
		N_("likewise, of those alone for which it holds"),
		"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}" },
	{ "transformMapEntry", true, 3, 2, EXPR_TRANSFORM_ENTRY, 32,
		"range.transformMapEntry(k, v, map) map",
		N_("a map of all entries of the maps that are made; no key may come twice"),
		"{'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}" },
	{ "transformMapEntry", true, 4, 2, EXPR_TRANSFORM_ENTRY, 32,
		"range.transformMapEntry(k, v, bool, map) map",
		N_("likewise, of those alone for which it holds"),
		"['a', 'b'].transformMapEntry(i, t, i > 0, {t: i}) == {'b': 1}" },
	{ "optMap", true, 2, 1, EXPR_OPT_MAP, 28, "optional(T).optMap(x, U) optional(U)",
		N_("an optional of what is made of its value; none if it has none"),
		"optional.of(1).optMap(n, n + 1).value() == 2" },
	{ "optFlatMap", true, 2, 1, EXPR_OPT_FLAT_MAP, 28,
		"optional(T).optFlatMap(x, optional(U)) optional(U)",
		N_("the optional that is made of its value; none if it has none"),
		"{'a': {'b': 1}}.?a.optFlatMap(m, m.?b).value() == 1" },
};
const size_t cel_macro_count = sizeof cel_macros / sizeof *cel_macros;

static const struct macro *macro_find(const struct expr *call)
{
	size_t count = call->count - call->method;
	for (size_t i = 0; i < cel_macro_count; i++)
		if (cel_macros[i].method == call->method && cel_macros[i].count == count &&
			bytes_is(call->name, cel_macros[i].name))
			return &cel_macros[i];
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
	if (field->kind != EXPR_SELECT || field->test || field->optional)
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
	for (size_t i = 0; i < cel_macro_count; i++)
		if (cel_macros[i].method == method)
			*array_push(owner, names) = bytes_of(cel_macros[i].name);
}

bool macro_is_named(struct bytes name)
{
	for (size_t i = 0; i < cel_macro_count; i++)
		if (bytes_is(name, cel_macros[i].name))
			return true;
	return false;
}
