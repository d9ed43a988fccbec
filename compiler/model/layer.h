/*
 * A layer is a profile on top of all it extends: what it says itself, and everything merged. The
 * layers of profiles that others extend are made once and shared. Internal to model/.
 */
#ifndef LEME_MODEL_LAYER_H
#define LEME_MODEL_LAYER_H

#include "template.h"

/* A profile's document and the expressions in it. */
struct profile_document {
	const struct value *value;
	struct templates templates;
};

struct layer {
	const struct layer *under; /* the next farther one of the chain; NULL above the catalogue */
	const struct head *head;
	const struct value *document;
	const struct templates *templates;     /* own ones */
	const struct value *versions, *absent; /* own ones, or NULL */
	bool any_absent,
		any_templates; /* here, in a layer under it, or in the catalogue's values */
	const struct value *values, *facts, *labels, *levels, *registries, *render; /* merged */
	int environment; /* index in the catalogue, or -1 */
};

struct resolver {
	const struct fleet *fleet;
	const struct layer **layers; /* by index of head; NULL unless it is a parent */
	const struct profile_document **documents; /* likewise */
	const struct value **read;   /* of files that hold several profiles, by index of head */
	const struct source **files; /* version files that parents or the catalogue name, by path */
	size_t file_count;
};

/* The layer of a profile; NULL, with a diag, if it has no environment or an ancestor is broken. */
const struct layer *layer_of(struct arena *owner, const struct resolver *resolver,
	const struct head *head, const struct profile_document *document, struct diags *d) MUST_USE;

/* The profile's document, read again from a file of its own, its expressions compiled. */
const struct profile_document *document_of(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d) MUST_USE;

/* The same for a profile that may be a parent: then what is shared. */
const struct layer *layer_of_profile(struct arena *owner, const struct resolver *resolver,
	const struct head *head, struct diags *d) MUST_USE;

struct evaluation;
struct version_slot;

/* Works out the version of a component, role or artifact; false after a diag. */
bool version_of(struct evaluation *evaluation, struct version_slot *slot) MUST_USE;

/* Whether anything says it, and where. */
bool version_is_said(
	const struct evaluation *evaluation, const struct version_slot *slot, struct span *at);

/* `output.values` of a profile worked out; only asked for where it is given. False after a diag. */
bool profile_output(struct arena *owner, const struct resolver *resolver, const struct head *head,
	struct bytes *path, struct diags *d) MUST_USE;

/* Reads the version files that many profiles share. A file that cannot be read is left out; who
 * needs it says so. */
void version_files_read(struct arena *run, struct resolver *resolver);

#endif
