/* Expressions → programs, each with the names and types that the API server gives it. */
#include "policy_parts.h"

#include "base/message.h"

struct compiler {
	struct arena *owner;
	struct policy *policy;
	const struct cel_env *conditions, *env, *messages;
	const struct cel_env *lenient; /* of Kyverno's policies; or NULL */
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

/* The types that an expression may give; dyn: any. */
struct wanted {
	const struct cel_type *one, *other;
};

static struct wanted wanted(enum cel_kind kind)
{
	return (struct wanted){ cel_type_of(kind), cel_type_of(kind) };
}

static struct wanted wanted_any(void)
{
	return (struct wanted){ cel_type_dyn(), cel_type_dyn() };
}

/* Kubernetes wants the type itself: what may be anything is refused. */
static bool gives(
	struct compiler *compiler, const struct expression *expression, struct wanted types)
{
	const struct cel_type *type = cel_program_type(expression->program), *dyn = cel_type_dyn();
	if (types.one == dyn || type == types.one || type == types.other)
		return true;
	struct bytes got = shown(compiler->owner, type), want = shown(compiler->owner, types.one);
	diag_error(compiler->d, expression->at, "cel/type",
		N_("this gives " BYTES_FMT ", where " BYTES_FMT " is wanted"), BYTES_ARG(got),
		BYTES_ARG(want));
	if (type == dyn)
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

static bool compile_in(
	struct compiler *compiler, const struct cel_env *env, struct expression *expression)
{
	const struct value *scalar = expression->scalar;
	struct span at = { scalar->at.source, 0, (uint32_t)scalar->text.len };
	size_t before = compiler->d->count;
	expression->program = cel_compile(compiler->owner, env, scalar->text, at, compiler->d);
	return settle(compiler, scalar, before) && expression->program;
}

/* What is wrong with an expression of Kyverno's may be right to its own library. */
static bool compile(struct compiler *compiler, const struct cel_env *env,
	struct expression *expression, struct wanted types)
{
	struct diags *told = compiler->d, unheard = diags_new(compiler->owner);
	if (!expression->scalar)
		return true;
	expression->at = place_of(expression->scalar);
	if (compiler->lenient)
		compiler->d = &unheard;
	bool good = compile_in(compiler, env, expression) && gives(compiler, expression, types);
	compiler->d = told;
	if (!good && compiler->lenient) {
		expression->lenient = true;
		good = compile_in(compiler, compiler->lenient, expression);
	}
	compiler->good = compiler->good && good;
	return good;
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
		bool good = compile(compiler, compiler->env, expression, wanted_any());
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
	const struct cel_env *env = environments->strict;
	if (!policy->has_params)
		env = cel_env_retyped(owner, env, NAME_PARAMS, NULL);
	compiler->conditions = cel_env_retyped(owner, env, NAME_VARIABLES, NULL);
	compiler->env = policy->variables.count ? env : compiler->conditions;
	if (policy->kyverno)
		compiler->lenient = environments->lenient;
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
	struct wanted annotation = { cel_type_of(CEL_STRING), cel_type_of(CEL_NULL) };
	choose_environments(&compiler, environments);
	for (size_t i = 0; i < policy->conditions.count; i++)
		compile(&compiler, compiler.conditions, &policy->conditions.at[i].expression,
			wanted(CEL_BOOL));
	compile_variables(&compiler);
	choose_for_messages(&compiler);
	for (size_t i = 0; i < policy->validations.count; i++) {
		struct validation *validation = &policy->validations.at[i];
		compile(&compiler, compiler.env, &validation->expression, wanted(CEL_BOOL));
		compile(&compiler, compiler.messages, &validation->message_expression,
			wanted(CEL_STRING));
	}
	for (size_t i = 0; i < policy->annotations.count; i++)
		compile(&compiler, compiler.env, &policy->annotations.at[i].expression, annotation);
	return compiler.good;
}
