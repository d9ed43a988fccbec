/* What a language around CEL needs: where an expression ends, and what a value is as text. */
#include "eval.h"

bool cel_find_end(struct arena *scratch, struct bytes text, size_t *end, const char **fault)
{
	struct lexer lexer = { .owner = scratch, .text = text };
	struct token token = { .kind = TOKEN_SIGN };
	for (size_t open = 0;;) {
		if (!lex(&lexer, &token)) {
			*end = lexer.fault_at;
			*fault = lexer.fault;
			return false;
		}
		*end = token.kind == TOKEN_END ? text.len : token.begin;
		bool closes = token.kind == TOKEN_SIGN && token.sign == '}';
		if (token.kind == TOKEN_END)
			return true;
		if (closes && open == 0 &&
			bytes_begins(bytes_slice(text, *end, text.len), BYTES("}}")))
			return true;
		if (token.kind == TOKEN_SIGN && token.sign == '{')
			open++;
		else if (closes && open)
			open--;
	}
}

struct cel_value cel_to_string(
	struct arena *owner, const struct cel_env *env, struct cel_value value)
{
	size_t count;
	const struct overload *overloads = overloads_find(
		&env->overloads, BYTES("string"), false, &count);
	struct expr *node = expr_new(owner, EXPR_CALL, 0, 0);
	struct eval eval = { .owner = owner, .env = env, .node = node };
	for (size_t i = 0; i < count; i++)
		if (overloads[i].count == 1 && overloads[i].kinds[0] >> value.kind & 1)
			/* cppcheck-suppress returnDanglingLifetime ; the owner has what it gives */
			return overloads[i].function->run(&eval, &value, 1);
	return cel_no_overload(&eval, BYTES("string"), &value, 1);
}
