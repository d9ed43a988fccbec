/*
 * Types of expressions. Internal to cel/.
 *
 * A type is what is certain before anything is evaluated, no more: `dyn` where nothing is. It is
 * immutable; basic types are the same everywhere, so that most comparisons are of pointers.
 */
#ifndef LEME_CEL_TYPE_H
#define LEME_CEL_TYPE_H

#include "cel.h"

/* Kinds of types beside those of values. */
enum type_kind {
	CEL_DYN = CEL_KINDS,
	CEL_NOTHING,   /* of the items of `[]`: anything may be asked of them */
	CEL_RECORD,    /* a map whose fields are known by name */
	CEL_NAMED,     /* of a declared function: `tuple(int, string)` */
	CEL_PARAMETER, /* of a signature */
};

/*
 * Parameters of signatures, by their letters. Where one stands several times, the types must have
 * one that holds both; the letters from E on say more:
 *
 *   E  may be compared by `==`: alike, or numbers of any kind
 *   N  may be added up: a number or a duration
 *   O  has an order: likewise, or bool, text, time or version
 */
enum parameter { PARAM_T, PARAM_K, PARAM_V, PARAM_U, PARAM_E, PARAM_N, PARAM_O, PARAMETERS };

struct cel_type {
	uint8_t kind;  /* of a value, or enum type_kind */
	uint8_t param; /* enum parameter */
	bool loose;    /* a record: the value may also be none at all */
	uint32_t count;
	const struct cel_type *const *args; /* list, optional, type: one; map: key, value */
	const struct cel_field *fields;     /* of a record */
	const struct cel_type *rest;        /* of a record's other fields; NULL: there are none */
	struct bytes name;                  /* of a named type */
};

static inline bool type_is_dyn(const struct cel_type *type)
{
	return type->kind == CEL_DYN || type->kind == CEL_NOTHING;
}

static inline bool type_is_number(const struct cel_type *type)
{
	return type->kind == CEL_INT || type->kind == CEL_UINT || type->kind == CEL_DOUBLE;
}

static inline bool type_is_map(const struct cel_type *type)
{
	return type->kind == CEL_MAP || type->kind == CEL_RECORD;
}

/* The type of the items of `[]`. */
const struct cel_type *type_nothing(void);

const struct cel_type *type_optional(struct arena *owner, const struct cel_type *inner);
const struct cel_type *type_of_type(struct arena *owner, const struct cel_type *inner);
const struct cel_type *type_named(
	struct arena *owner, struct bytes name, const struct cel_type *const *args, size_t count);

/* The type of keys and of values of a map or record; `dyn` for others. */
const struct cel_type *type_key(const struct cel_type *map);
const struct cel_type *type_value(struct arena *owner, const struct cel_type *map);

/* The type of items of a list; `dyn` for others. */
const struct cel_type *type_item(const struct cel_type *list);

/* A type that holds all values of both, or NULL if they have none but `dyn`. */
const struct cel_type *type_join(
	struct arena *owner, const struct cel_type *a, const struct cel_type *b);

/* What parameters stand for while one call is looked at. */
struct bindings {
	struct arena *owner;
	const struct cel_type *types[PARAMETERS];
};

/* Whether a value of the type may be given where a signature has `wanted`. */
bool type_fits(
	struct bindings *bindings, const struct cel_type *wanted, const struct cel_type *type);

/* A type of a signature with its parameters replaced. */
const struct cel_type *type_bound(const struct bindings *bindings, const struct cel_type *type);

/* Whether values of the two may be equal. */
bool type_may_equal(const struct cel_type *a, const struct cel_type *b);

#endif
