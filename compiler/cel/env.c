#include "eval.h"

#include "base/message.h"

static struct cel_value cannot_run(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)args;
	(void)count;
	return cel_fail(
		eval, N_("'" BYTES_FMT "' cannot be called here"), BYTES_ARG(eval->node->name));
}

struct cel_env *cel_env_new(struct arena *owner, struct cel_options options)
{
	struct cel_env *env = arena_new_of(owner, struct cel_env);
	*env = (struct cel_env){
		.owner = owner, .options = options, .overloads = overloads_new(owner, &options)
	};
	return env;
}

size_t cel_env_variable(struct cel_env *env, struct bytes name)
{
	return cel_env_variable_of(env, name, cel_type_dyn());
}

size_t cel_env_variable_of(struct cel_env *env, struct bytes name, const struct cel_type *type)
{
	*array_push(env->owner, &env->variables) = name;
	*array_push(env->owner, &env->types) = type;
	return env->variables.count - 1;
}

const struct cel_env *cel_env_portable(
	struct arena *owner, const struct cel_env *env, unsigned release)
{
	struct cel_env *portable = arena_new_of(owner, struct cel_env);
	*portable = *env;
	portable->options.portable = release;
	return portable;
}

const struct cel_env *cel_env_retyped(
	struct arena *owner, const struct cel_env *env, size_t number, const struct cel_type *type)
{
	struct cel_env *other = arena_new_of(owner, struct cel_env);
	*other = *env;
	other->variables.at = arena_array_of(owner, struct bytes, env->variables.count);
	other->types.at = arena_array_of(owner, const struct cel_type *, env->types.count);
	for (size_t i = 0; i < env->variables.count; i++) {
		other->variables.at[i] = env->variables.at[i];
		other->types.at[i] = env->types.at[i];
	}
	other->variables.room = other->types.room = env->variables.count;
	other->types.at[number] = type ? type : cel_type_dyn();
	if (!type)
		other->variables.at[number] = (struct bytes){ 0 };
	return other;
}

bool cel_env_function(struct cel_env *env, struct bytes signature)
{
	struct function *function = arena_new_of(env->owner, struct function);
	*function = (struct function){
		.signature = bytes_string(env->owner, signature), .run = cannot_run, .text = ""
	};
	return overloads_add(&env->overloads, function);
}

const struct cel_program *cel_compile(struct arena *owner, const struct cel_env *env,
	struct bytes text, struct span at, struct diags *d)
{
	struct cel_program *program = arena_new_of(owner, struct cel_program);
	struct parse_options options = { .no_macros = env->options.no_macros,
		.test_macros = env->options.test_macros };
	*program = (struct cel_program){ .env = env, .owner = owner, .text = text, .at = at };
	program->root = cel_parse(owner, text, at, options, d);
	if (!program->root)
		return NULL;
	bool good = cel_resolve(program, d);
	good = cel_check(owner, program, d) && good;
	return good && cel_fold(program, owner, d) ? program : NULL;
}

const struct cel_program *cel_first_condition(
	struct arena *owner, const struct cel_program *program)
{
	if (program->root->kind != EXPR_AND)
		return program;
	struct cel_program *first = arena_new_of(owner, struct cel_program);
	*first = *program;
	first->root = program->root->args[0];
	first->type = cel_type_dyn();
	return first;
}

unsigned cel_program_height(const struct cel_program *program)
{
	return program->root->height;
}

struct names_seen {
	void (*visit)(void *context, size_t number, struct bytes field);
	void *context;
};

static void each_name(const struct names_seen *seen, const struct expr *node, struct bytes field)
{
	bool selects = node->kind == EXPR_SELECT;
	if (node->kind == EXPR_CONST)
		return;
	if (node->kind == EXPR_IDENT && node->slot >= 0)
		seen->visit(seen->context, (size_t)node->slot, field);
	for (size_t i = 0; i < node->count; i++)
		each_name(seen, node->args[i], selects ? node->name : (struct bytes){ 0 });
}

void cel_each_name(const struct cel_program *program,
	void (*visit)(void *context, size_t number, struct bytes field), void *context)
{
	struct names_seen seen = { visit, context };
	each_name(&seen, program->root, (struct bytes){ 0 });
}

bool cel_parses(struct arena *scratch, struct bytes text, struct diags *d)
{
	return cel_parse(scratch, text, (struct span){ 0 }, (struct parse_options){ 0 }, d);
}
