/* What has a version: a component, or a role or artifact of it. Part of the face of model/. */
#ifndef LEME_MODEL_VERSIONED_H
#define LEME_MODEL_VERSIONED_H

#include "base/diag.h"

struct catalog;

struct versioned {
	const struct component *component;
	const struct role *role;         /* or NULL */
	const struct artifact *artifact; /* or NULL */
};

/*
 * Finds COMPONENT, COMPONENT/ROLE or COMPONENT/ARTIFACT; else an error that names the nearest
 * (`component/unknown`, `component/unknown-part`).
 */
bool versioned_find(struct arena *scratch, const struct catalog *catalog, struct bytes name,
	struct span at, struct versioned *found, struct diags *d) MUST_USE;

/* Its name, as in `versions`. */
struct bytes versioned_name(struct arena *owner, struct versioned what);

#endif
