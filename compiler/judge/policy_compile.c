/* Expressions → programs, each with the names and types that the API server gives it. */
#include "policy_parts.h"

#include "base/message.h"

struct compiler {
	struct arena *owner;
	struct policy *policy;
	const struct cel_env *conditions, *env, *messages;
	struct diags *d;
	bool good;
};

/* --- one expression --------------------------------------------------------------------------- */

/* Diags of CEL come with places in the scalar's text; what is not Kubernetes' own is refused. */
static bool settle(const struct compiler *compiler, const struct value *scalar, size_t before)
{
	bool good = true;
	for (size_t i = before; i < compiler->d->count; i++) {
		struct diag *diag = compiler->d->at[i];
		diag->at = value_place(scalar, diag->at.begin, diag->at.end);
		if (strcmp(diag->id, "cel/portable") != 0)
			continue;
		diag->severity = SEVERITY_ERROR;
		diag->code = EXIT_INPUT;
		good = false;
	}
	return good;
}

static struct bytes shown(struct arena *owner, const struct cel_type *type)
{
	struct buf out = buf_new(owner);
	cel_type_print(&out, type);
	return buf_bytes(&out);
}

/* Kubernetes wants the type itself: what may be anything is refused. */
static bool gives(struct compiler *compiler, const struct expression *expression,
	enum cel_kind wanted, enum cel_kind other)
{
	const struct cel_type *type = cel_program_type(expression->program);
	if (type == cel_type_of(wanted) || type == cel_type_of(other))
		return true;
	struct bytes got = shown(compiler->owner, type);
	struct bytes want = shown(compiler->owner, cel_type_of(wanted));
	diag_error(compiler->d, expression->at, "cel/type",
		N_("this gives " BYTES_FMT ", where " BYTES_FMT " is wanted"), BYTES_ARG(got),
		BYTES_ARG(want));
	if (type == cel_type_dyn())
		diag_hint(compiler->d,
			N_("the API server refuses what may be of any type: compare "
			   "it, or convert it with " BYTES_FMT "()"),
			BYTES_ARG(want));
	return false;
}

static struct span place_of(const struct value *scalar)
{
	struct bytes inner = bytes_trim(scalar->text);
	size_t begin = inner.len ? (size_t)(inner.at - scalar->text.at) : 0;
	return value_place(scalar, begin, begin + inner.len);
}

static bool compile(
	struct compiler *compiler, const struct cel_env *env, struct expression *expression)
{
	const struct value *scalar = expression->scalar;
	struct span at = { scalar->at.source, 0, (uint32_t)scalar->text.len };
	size_t before = compiler->d->count;
	expression->at = place_of(scalar);
	expression->program = cel_compile(compiler->owner, env, scalar->text, at, compiler->d);
	bool good = settle(compiler, scalar, before) && expression->program;
	compiler->good = compiler->good && good;
	return good;
}

static void compile_to(struct compiler *compiler, const struct cel_env *env,
	struct expression *expression, enum cel_kind wanted, enum cel_kind other)
{
	if (expression->scalar && compile(compiler, env, expression) &&
		!gives(compiler, expression, wanted, other))
		compiler->good = false;
}

/* --- variables -------------------------------------------------------------------------------- */

/* What Kubernetes knows of a variable's type: of optionals, quantities and the like nothing. */
static const struct cel_type *known_type(struct compiler *compiler, const struct cel_type *type)
{
	static const enum cel_kind kinds[] = { CEL_NULL, CEL_BOOL, CEL_INT, CEL_UINT, CEL_DOUBLE,
		CEL_STRING, CEL_BYTES, CEL_TIMESTAMP, CEL_DURATION };
	struct bytes name = shown(compiler->owner, type);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (type == cel_type_of(kinds[i]))
			return type;
	bool holds_others = bytes_begins(name, BYTES("list(")) || bytes_begins(name, BYTES("map("));
	return holds_others ? type : cel_type_dyn();
}

/* Each sees those before it. What is not known of a faulty one is not missed either. */
static void compile_variables(struct compiler *compiler)
{
	struct named_expressions *variables = &compiler->policy->variables;
	struct cel_field *fields = arena_array_of(
		compiler->owner, struct cel_field, variables->count);
	for (size_t i = 0; i < variables->count; i++) {
		struct expression *expression = &variables->at[i].expression;
		bool good = compile(compiler, compiler->env, expression);
		fields[i] = (struct cel_field){ variables->at[i].name,
			good ? known_type(compiler, cel_program_type(expression->program))
			     : cel_type_dyn() };
		compiler->env = cel_env_retyped(compiler->owner, compiler->env, NAME_VARIABLES,
			cel_type_record(compiler->owner, fields, i + 1, NULL));
	}
}

/* --- policies --------------------------------------------------------------------------------- */

static void choose_environments(struct compiler *compiler, const struct environments *environments)
{
	struct arena *owner = compiler->owner;
	const struct policy *policy = compiler->policy;
	const struct cel_env *env = policy->kyverno ? environments->kyverno : environments->plain;
	if (!policy->has_params)
		env = cel_env_retyped(owner, env, NAME_PARAMS, NULL);
	compiler->conditions = cel_env_retyped(owner, env, NAME_VARIABLES, NULL);
	compiler->env = policy->variables.count ? env : compiler->conditions;
}

/* Messages are made without the authorizer. */
static void choose_for_messages(struct compiler *compiler)
{
	compiler->messages = cel_env_retyped(compiler->owner, compiler->env, NAME_AUTHORIZER, NULL);
	compiler->messages = cel_env_retyped(
		compiler->owner, compiler->messages, NAME_REQUEST_RESOURCE, NULL);
}

bool policy_compile(struct arena *owner, struct policy *policy,
	const struct environments *environments, struct diags *d)
{
	struct compiler compiler = { .owner = owner, .policy = policy, .d = d, .good = true };
	choose_environments(&compiler, environments);
	/* Kyverno lets its conditions see the variables. */
	if (policy->kyverno)
		compile_variables(&compiler);
	for (size_t i = 0; i < policy->conditions.count; i++)
		compile_to(&compiler, policy->kyverno ? compiler.env : compiler.conditions,
			&policy->conditions.at[i].expression, CEL_BOOL, CEL_BOOL);
	if (!policy->kyverno)
		compile_variables(&compiler);
	choose_for_messages(&compiler);
	for (size_t i = 0; i < policy->validations.count; i++) {
		struct validation *validation = &policy->validations.at[i];
		compile_to(&compiler, compiler.env, &validation->expression, CEL_BOOL, CEL_BOOL);
		compile_to(&compiler, compiler.messages, &validation->message_expression,
			CEL_STRING, CEL_STRING);
	}
	for (size_t i = 0; i < policy->annotations.count; i++)
		compile_to(&compiler, compiler.env, &policy->annotations.at[i].expression,
			CEL_STRING, CEL_NULL);
	return compiler.good;
}
