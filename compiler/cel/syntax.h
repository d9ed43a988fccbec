/*
 * The syntax tree of a CEL expression (cel-spec, langdef.md). Internal to cel/.
 *
 *   text --lex--> tokens --parse--> nodes, macros told apart --resolve--> slots and functions
 *   --check--> types --fold--> constants computed
 *
 * Macros are nodes of their own, not the general fold that other implementations expand them to:
 * that is faster, and a failed `all()` can name the element.
 */
#ifndef LEME_CEL_SYNTAX_H
#define LEME_CEL_SYNTAX_H

#include "cel.h"

/* --- tokens ----------------------------------------------------------------------------------- */

enum token_kind {
	TOKEN_END,
	TOKEN_IDENT,
	TOKEN_QUOTED, /* `a-b/c`, a field's name */
	TOKEN_INT,
	TOKEN_UINT,
	TOKEN_DOUBLE,
	TOKEN_STRING,
	TOKEN_BYTES,
	TOKEN_SIGN, /* an operator or bracket, by its characters */
};

/* Signs of two characters count as one number: SIGN('&', '&'). */
#define SIGN(a, b) ((uint32_t)(a) << 8 | (uint32_t)(b))

struct token {
	enum token_kind kind;
	uint32_t begin, end;
	uint32_t sign;     /* of a sign: the character, or SIGN() */
	struct bytes text; /* identifier without quotes; decoded string or bytes */
	uint64_t integer;  /* int: its magnitude */
	double number;
	bool is_hex;
};

struct lexer {
	struct arena *owner;
	struct bytes text;
	uint32_t at;
	uint32_t fault_at; /* where the fault is, once lex() has failed */
	const char *fault; /* N_() text */
};

/* False, with the fault filled in, where no token can be read. */
bool lex(struct lexer *lexer, struct token *token) MUST_USE;

/* --- nodes ------------------------------------------------------------------------------------ */

enum expr_kind {
	EXPR_CONST,
	EXPR_UNKNOWN, /* a name that nobody knows; an error when it is evaluated */
	EXPR_IDENT,
	EXPR_SELECT, /* args[0].name, `.?name` if optional, has(...) if test */
	EXPR_INDEX,  /* args[0][args[1]], `[?` if optional */
	EXPR_CALL,   /* name(args), or args[0].name(args[1]...) if method */
	EXPR_LIST_OF,
	EXPR_MAP_OF,    /* args: key, value, key, value ... */
	EXPR_RECORD_OF, /* name{...}; args: constant texts and values in turn */
	EXPR_AND,       /* two args or more */
	EXPR_OR,
	EXPR_CHOICE, /* args[0] ? args[1] : args[2] */
	/* Macros. args[0] is the range; the variables are locals. */
	EXPR_ALL,
	EXPR_EXISTS,
	EXPR_EXISTS_ONE,
	EXPR_MAP_EACH, /* args: range, transform, or range, filter, transform */
	EXPR_FILTER,
	EXPR_SORT_BY, /* args: range, key */
	EXPR_TRANSFORM_LIST,
	EXPR_TRANSFORM_MAP,
	EXPR_TRANSFORM_ENTRY,
	EXPR_BIND,         /* args: the variable's value, body */
	EXPR_OPT_MAP,      /* args: optional, body */
	EXPR_OPT_FLAT_MAP, /* likewise */
};

struct overload;
struct regex;
struct bag;

/* A release that never came: what only leme has. */
enum { LEME_ONLY = CEL_NOT_IN_KUBERNETES };

struct expr {
	enum expr_kind kind;
	bool optional, test, method;
	bool optional_item;      /* `?` before this item of a list, or key of a map or record */
	bool leading_dot;        /* of an identifier: not looked for in the container */
	uint32_t begin, end, at; /* `at`: of the operator or name, where a fault is shown */
	struct bytes name;
	struct cel_value constant;
	size_t count, room;
	struct expr **args;
	unsigned height;
	unsigned since; /* of a macro or way of writing: the Kubernetes 1.N that brought it */
	struct bytes variables[2];
	size_t variable_count;
	/* Filled in by resolve: */
	int slot;  /* of an identifier: a variable's number, or -1 - depth for a local */
	int local; /* of a macro: the depth of its first variable */
	const struct overload *overloads; /* of a call: the first that may fit */
	size_t overload_count;
	uint8_t formula; /* of a call: what it costs */
	bool has_else;   /* of a call: `or`, `orValue`: the argument is only asked if needed */
	/* Filled in by check: */
	const struct cel_type *type; /* of a call */
	/* Filled in by fold: */
	enum expr_kind folded;     /* of a constant: what it was before it was computed, */
	uint64_t cost;             /* and what that costs */
	const struct regex *regex; /* of a call whose pattern is constant */
	const struct bag *set;     /* of `in`, the items of a constant list, if they are many */
};

/* What it was before it was computed as a constant. */
static inline enum expr_kind kind_as_written(const struct expr *node)
{
	return node->kind == EXPR_CONST ? node->folded : node->kind;
}

/* Whether it is a macro that goes through a list or map. */
static inline bool is_loop_kind(enum expr_kind kind)
{
	return kind >= EXPR_ALL && kind <= EXPR_TRANSFORM_ENTRY;
}

static inline bool is_loop(const struct expr *node)
{
	return is_loop_kind(node->kind);
}

struct expr *expr_new(struct arena *owner, enum expr_kind kind, uint32_t begin, uint32_t end);
void expr_add(struct arena *owner, struct expr *node, struct expr *arg);

/* --- parsing ---------------------------------------------------------------------------------- */

struct parse_options {
	bool no_macros;
	bool test_macros;
};

/* NULL, with one `cel/syntax` diag, if the text is no expression. `at` is where it stands. */
struct expr *cel_parse(struct arena *owner, struct bytes text, struct span at,
	struct parse_options options, struct diags *d) MUST_USE;

/* A macro: how it is told from a call, and what the manual says, as of a function. */
struct macro {
	const char *name;
	bool method;
	size_t count;     /* arguments, without the range */
	size_t variables; /* how many of them are names of variables */
	enum expr_kind kind;
	unsigned since; /* as a function has it */
	const char *signature, *text, *example;
};

extern const struct macro cel_macros[];
extern const size_t cel_macro_count;

/*
 * What a call comes to if it is a macro: another node, the call itself if it is none, or NULL with
 * *fault (N_() text) and *fault_at where its arguments are wrong.
 */
struct expr *macro_of(struct arena *owner, struct parse_options options, struct expr *call,
	const char **fault, uint32_t *fault_at);

/* Adds the names of the macros that are written as methods, or as functions. */
void macro_names(struct arena *owner, bool method, struct texts *names);
bool macro_is_named(struct bytes name);

#endif
