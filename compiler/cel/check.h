/* The checker's parts. Internal to cel/. */
#ifndef LEME_CEL_CHECK_H
#define LEME_CEL_CHECK_H

#include "eval.h"

struct checker {
	struct arena *owner;
	const struct cel_program *program;
	const struct cel_env *env;
	struct diags *d;
	const struct cel_type **locals; /* types of macros' variables, by depth */
	bool good;
};

/* The type of a node; `dyn` after a fault in it, so that one fault is told once. */
const struct cel_type *check_node(struct checker *checker, struct expr *node);

/* The type of a call, from the signatures that fit its arguments. */
const struct cel_type *check_call(struct checker *checker, struct expr *node);

/* The type of what a macro makes. */
const struct cel_type *check_macro(struct checker *checker, struct expr *node);

/* Records a fault at a part of the text; gives dyn. */
const struct cel_type *check_fault(struct checker *checker, const char *id, uint32_t begin,
	uint32_t end, const char *format, ...) DIAG_FORMAT(5);

/* `sign` wants a type in words here, and the node is of another: true if it may be of that kind. */
bool check_is(struct checker *checker, const struct expr *node, const struct cel_type *type,
	enum cel_kind kind, struct bytes sign);

/* Warns, if a release is asked for, that something came later, or never. */
void check_since(
	struct checker *checker, uint32_t begin, uint32_t end, struct bytes what, unsigned since);

/* For messages. */
struct bytes check_shown(const struct checker *checker, const struct cel_type *type);

/* The sign or word of a function's name: `+` of `_+_`, `in` of `@in`. */
struct bytes check_sign(struct bytes name);

#endif
