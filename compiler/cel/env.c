#include "eval.h"

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

const struct cel_program *cel_compile(struct arena *owner, const struct cel_env *env,
	struct bytes text, struct span at, struct diags *d)
{
	struct cel_program *program = arena_new_of(owner, struct cel_program);
	struct parse_options options = { .no_macros = env->options.no_macros,
		.test_macros = env->options.test_macros };
	*program = (struct cel_program){ .env = env, .owner = owner, .text = text, .at = at };
	program->root = cel_parse(owner, text, at, options, d);
	bool good = program->root && cel_resolve(program, d) && cel_fold(program, owner, d);
	return good ? program : NULL;
}

bool cel_parses(struct arena *scratch, struct bytes text, struct diags *d)
{
	return cel_parse(scratch, text, (struct span){ 0 }, (struct parse_options){ 0 }, d);
}
