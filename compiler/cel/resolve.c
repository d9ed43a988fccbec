#include "eval.h"

#include "base/message.h"
#include "base/nearest.h"

/* Variables of macros that are in sight. */
struct scope {
	const struct scope *outer;
	struct bytes name;
	int depth;
};

struct resolver {
	struct cel_program *program;
	const struct cel_env *env;
	struct arena *owner;
	struct diags *d;
	bool good;
};

static void resolve(struct resolver *resolver, struct expr *node, const struct scope *scope);

struct span cel_place(const struct cel_program *program, uint32_t begin, uint32_t end)
{
	struct span at = program->at;
	if (!at.source || at.begin + end > at.end)
		return at;
	return (struct span){ at.source, at.begin + begin, at.begin + end };
}

static struct span place(const struct resolver *resolver, uint32_t begin, uint32_t end)
{
	return cel_place(resolver->program, begin, end);
}

/* --- names ------------------------------------------------------------------------------------ */

static const struct scope *find_local(const struct scope *scope, struct bytes name)
{
	while (scope && !bytes_equal(scope->name, name))
		scope = scope->outer;
	return scope;
}

static int find_variable(const struct cel_env *env, struct bytes name)
{
	for (size_t i = 0; i < env->variables.count; i++)
		if (bytes_equal(env->variables.at[i], name))
			return (int)i;
	return -1;
}

/* Types are values: `type(1) == int`. */
static bool find_type(struct bytes name, struct cel_value *type)
{
	for (int kind = CEL_NULL; kind < CEL_KINDS; kind++)
		if (bytes_is(name, cel_type_name((enum cel_kind)kind))) {
			*type = (struct cel_value){ .kind = CEL_TYPE,
				.type = cel_type_name((enum cel_kind)kind) };
			return true;
		}
	return false;
}

static bool take_name(struct resolver *resolver, struct expr *node, struct bytes name)
{
	struct cel_value type;
	int slot = find_variable(resolver->env, name);
	if (slot >= 0) {
		node->kind = EXPR_IDENT;
		node->slot = slot;
		return true;
	}
	if (!find_type(name, &type))
		return false;
	node->kind = EXPR_CONST;
	node->constant = type;
	return true;
}

/* In the container a.b the name x is a.b.x, then a.x, then x. */
static bool take_in_container(struct resolver *resolver, struct expr *node, struct bytes name)
{
	struct bytes container = resolver->env->options.container;
	while (container.len) {
		if (take_name(resolver, node,
			    bytes_join(resolver->owner, container, BYTES("."), name)))
			return true;
		const char *dot = memrchr(container.at, '.', container.len);
		container.len = dot ? (size_t)(dot - container.at) : 0;
	}
	return take_name(resolver, node, name);
}

static bool is_field(const struct expr *node)
{
	return node->kind == EXPR_SELECT && !node->optional && !node->test;
}

/* The name that a chain of fields spells, if it begins with a name that is no local's. */
static bool spell(const struct expr *node, const struct scope *scope, struct buf *name)
{
	if (is_field(node)) {
		if (!spell(node->args[0], scope, name))
			return false;
		buf_add_char(name, '.');
	} else if (node->kind != EXPR_IDENT ||
		(!node->leading_dot && find_local(scope, node->name))) {
		return false;
	}
	buf_add(name, node->name);
	return true;
}

static const struct expr *chain_begin(const struct expr *node)
{
	while (is_field(node))
		node = node->args[0];
	return node;
}

/* Whether the name that the node spells is that of a variable or type. */
static bool take_spelt(struct resolver *resolver, struct expr *node, struct bytes name)
{
	return chain_begin(node)->leading_dot ? take_name(resolver, node, name)
					      : take_in_container(resolver, node, name);
}

/* What cannot be looked up is an error where it is evaluated. */
static bool is_later(const struct resolver *resolver, struct expr *node)
{
	node->kind = EXPR_UNKNOWN;
	return resolver->env->options.unchecked;
}

static void unknown(struct resolver *resolver, struct expr *node)
{
	if (is_later(resolver, node))
		return;
	const struct texts *known = &resolver->env->variables;
	struct bytes near = nearest(node->name, known->at, known->count);
	resolver->good = diag_error(resolver->d, place(resolver, node->begin, node->end),
		"cel/name", N_("there is no variable '" BYTES_FMT "' here"), BYTES_ARG(node->name));
	if (near.len)
		diag_hint(resolver->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

/* No message of protobuf is known here. */
static void refuse_record(struct resolver *resolver, struct expr *node)
{
	if (resolver->env->options.records || is_later(resolver, node))
		return;
	resolver->good = diag_error(resolver->d, place(resolver, node->begin, node->end),
		"cel/name", N_("there is no type '" BYTES_FMT "' to be made"),
		BYTES_ARG(node->name));
}

static void resolve_ident(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	const struct scope *local = node->leading_dot ? NULL : find_local(scope, node->name);
	if (local)
		node->slot = -1 - local->depth;
	else if (!take_spelt(resolver, node, node->name))
		unknown(resolver, node);
}

/* The longest name at the front of the fields counts: of a.b.c also `a.b` may be a variable. */
static void resolve_fields(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	struct buf spelt = buf_new(resolver->owner);
	bool named = spell(node, scope, &spelt);
	struct bytes name = buf_bytes(&spelt);
	for (; is_field(node); node = node->args[0]) {
		if (named && take_spelt(resolver, node, name))
			return;
		name.len -= named ? node->name.len + 1 : 0;
	}
	resolve(resolver, node, scope);
}

/* --- calls ------------------------------------------------------------------------------------ */

static bool take_function(
	struct resolver *resolver, struct expr *node, struct bytes name, bool method)
{
	node->overloads = overloads_find(
		&resolver->env->overloads, name, method, &node->overload_count);
	return node->overloads;
}

/* `math.greatest(1, 2)` is written like a method of `math`. */
static bool spell_call(const struct expr *node, const struct scope *scope, struct buf *name)
{
	if (!node->method || !spell(node->args[0], scope, name))
		return false;
	buf_add_char(name, '.');
	buf_add(name, node->name);
	return true;
}

static void name_function(struct expr *node, struct bytes name)
{
	node->name = name;
	node->method = false;
	node->args++;
	node->count--;
}

static bool take_namespaced(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	struct buf name = buf_new(resolver->owner);
	if (!spell_call(node, scope, &name) ||
		!take_function(resolver, node, buf_bytes(&name), false))
		return false;
	name_function(node, buf_bytes(&name));
	return true;
}

static void check_count(struct resolver *resolver, struct expr *node)
{
	for (size_t i = 0; i < node->overload_count; i++)
		if (overload_takes(&node->overloads[i], node->count))
			return;
	if (is_later(resolver, node))
		return;
	resolver->good = diag_error(resolver->d, place(resolver, node->at, node->end),
		"cel/arguments", N_("'" BYTES_FMT "' does not take %zu arguments"),
		BYTES_ARG(node->name), node->count - node->method);
	diag_hint(resolver->d, "%s", node->overloads[0].function->signature);
}

/* The nearest of functions and macros that are called in the same way. */
static struct bytes near_function(struct resolver *resolver, const struct expr *node)
{
	const struct overloads *overloads = &resolver->env->overloads;
	struct texts names = { 0 };
	for (size_t i = 0; i < overloads->count; i++)
		if (overloads->at[i].method == node->method)
			*array_push(resolver->owner, &names) = overloads->at[i].name;
	macro_names(resolver->owner, node->method, &names);
	return nearest(node->name, names.at, names.count);
}

static bool is_namespace(const struct resolver *resolver, struct bytes head)
{
	const struct overloads *overloads = &resolver->env->overloads;
	if (find_variable(resolver->env, head) >= 0)
		return false;
	for (size_t i = 0; head.len && i < overloads->count; i++)
		if (overloads->at[i].name.len > head.len &&
			overloads->at[i].name.at[head.len] == '.' &&
			bytes_begins(overloads->at[i].name, head))
			return true;
	return false;
}

/* `lists.rang(1)` is no method of something that nobody knows either. */
static void take_namespace(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	struct buf name = buf_new(resolver->owner);
	if (!spell_call(node, scope, &name))
		return;
	struct bytes head = buf_bytes(&name);
	head.len -= node->name.len + 1;
	if (!is_namespace(resolver, head))
		return;
	name_function(node, buf_bytes(&name));
	node->at = node->begin;
}

/* What is meant for a macro has names in it that nobody else knows: they are no faults. */
static void unknown_function(
	struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	take_namespace(resolver, node, scope);
	struct bytes near = near_function(resolver, node);
	bool is_macro = macro_is_named(near);
	for (size_t i = 0; i < node->count && (i < 1 || !is_macro); i++)
		resolve(resolver, node->args[i], scope);
	if (is_later(resolver, node))
		return;
	resolver->good = diag_error(resolver->d,
		place(resolver, node->at, node->at + (uint32_t)node->name.len), "cel/function",
		node->method ? N_("there is no method '" BYTES_FMT "'")
			     : N_("there is no function '" BYTES_FMT "'"),
		BYTES_ARG(node->name));
	if (near.len)
		diag_hint(resolver->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

static void resolve_call(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	if (!take_namespaced(resolver, node, scope) &&
		!take_function(resolver, node, node->name, node->method)) {
		unknown_function(resolver, node, scope);
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		resolve(resolver, node->args[i], scope);
	node->formula = cost_formula(node->name);
	node->has_else = node->method && node->count == 2 &&
		(bytes_is(node->name, "or") || bytes_is(node->name, "orValue"));
	check_count(resolver, node);
}

/* --- macros ----------------------------------------------------------------------------------- */

static void resolve_macro(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	struct scope inner[2];
	const struct scope *innermost = scope;
	int depth = scope ? scope->depth + 1 : 0;
	node->local = depth;
	resolve(resolver, node->args[0], scope);
	for (size_t i = 0; i < node->variable_count; i++) {
		inner[i] = (struct scope){ innermost, node->variables[i], depth++ };
		innermost = &inner[i];
	}
	if (depth > resolver->program->locals)
		resolver->program->locals = depth;
	for (size_t i = 1; i < node->count; i++)
		resolve(resolver, node->args[i], innermost);
}

/* --- all -------------------------------------------------------------------------------------- */

static void resolve(struct resolver *resolver, struct expr *node, const struct scope *scope)
{
	switch (node->kind) {
	case EXPR_CONST:
		return;
	case EXPR_IDENT:
		resolve_ident(resolver, node, scope);
		return;
	case EXPR_SELECT:
		if (is_field(node))
			resolve_fields(resolver, node, scope);
		else
			resolve(resolver, node->args[0], scope);
		return;
	case EXPR_CALL:
		resolve_call(resolver, node, scope);
		return;
	case EXPR_RECORD_OF:
		refuse_record(resolver, node);
		break;
	default:
		break;
	}
	if (node->variable_count) {
		resolve_macro(resolver, node, scope);
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		resolve(resolver, node->args[i], scope);
}

bool cel_resolve(struct cel_program *program, struct diags *d)
{
	struct resolver resolver = { .program = program,
		.env = program->env,
		.owner = program->owner,
		.d = d,
		.good = true };
	resolve(&resolver, program->root, NULL);
	return resolver.good;
}
