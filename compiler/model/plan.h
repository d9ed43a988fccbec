/*
 * Where the components' scalars go: the tree of all values paths that the catalogue writes, made
 * once, so that a profile only has to fill in its leaves. Internal to model/.
 */
#ifndef LEME_MODEL_PLAN_H
#define LEME_MODEL_PLAN_H

#include "model.h"

/* A scalar of one component or role. Leaf 0 is the stamp where the catalogue has one. */
struct leaf {
	const struct write *write;
	size_t part; /* index in resolved_profile.parts */
};

struct plan_node {
	struct bytes key;
	struct span at; /* who wrote a path through here first */
	bool is_leaf;
	size_t leaf; /* index in plan.leaves */
	struct {
		ARRAY(struct plan_node *);
	} children;
};

struct plan {
	struct plan_node root;
	struct {
		ARRAY(struct leaf);
	} leaves;
};

/* Two writes on one path, or one through the other's scalar, are `values/conflict`. */
const struct plan *plan_make(
	struct arena *run, const struct catalog *catalog, struct diags *d) MUST_USE;

/*
 * The leaves' scalars as a map, in the catalogue's order. scalars[leaf] NULL: not written. A path
 * that `values` sets too, or that runs through a scalar there, is `values/conflict`; then NULL.
 */
const struct value *plan_values(struct arena *owner, const struct plan *plan,
	const struct value *const *scalars, const struct value *values, struct diags *d) MUST_USE;

#endif
