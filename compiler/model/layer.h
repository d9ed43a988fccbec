/*
 * A layer is a profile on top of all it extends: what it says itself, and everything merged. The
 * layers of profiles that others extend are made once and shared. Internal to model/.
 */
#ifndef LEME_MODEL_LAYER_H
#define LEME_MODEL_LAYER_H

#include "model.h"

struct layer {
	const struct layer *under; /* the next farther one of the chain; NULL above the catalogue */
	const struct head *head;
	const struct value *document;
	const struct value *versions, *absent; /* own ones, or NULL */
	bool any_absent;                       /* here or in a layer under it */
	const struct value *values, *facts, *labels, *levels, *registries, *render; /* merged */
	int environment; /* index in the catalogue, or -1 */
};

struct resolver {
	const struct fleet *fleet;
	const struct layer **layers;    /* by index of head; NULL unless it is a parent */
	const struct value **documents; /* likewise */
	const struct source **files; /* version files that parents or the catalogue name, by path */
	size_t file_count;
};

/* The layer of a profile; NULL, with a diag, if it has no environment or an ancestor is broken. */
const struct layer *layer_of(struct arena *owner, const struct resolver *resolver,
	const struct head *head, const struct value *document, struct diags *d) MUST_USE;

/* The profile's document, read again from its file. */
const struct value *document_of(struct arena *owner, const struct fleet *fleet,
	const struct head *head, struct diags *d) MUST_USE;

/* The version of COMPONENT or COMPONENT/PART in a layer; false after a diag. */
bool version_of(struct arena *owner, const struct resolver *resolver, const struct layer *layer,
	const struct component *component, const struct role *role, const struct artifact *artifact,
	struct version *version, struct diags *d) MUST_USE;

/* Reads the version files that many profiles share. A file that cannot be read is left out; who
 * needs it says so. */
void version_files_read(struct arena *run, struct resolver *resolver);

#endif
