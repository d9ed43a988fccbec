/* Data of rows that is changed by patches, and its text with it. */
#ifndef LEME_CONFORMANCE_PATCHED_H
#define LEME_CONFORMANCE_PATCHED_H

#include "conformance.h"

#include "tree/tree.h"

/* A text, and what it says. */
struct patched {
	const struct tree *tree;
	const struct value *value;
};

/* Of FIELD_text, or of the JSON of FIELD. False if it says nothing; the diags tell why. */
bool patched_read(struct trial *trial, const json_t *row, const char *field,
	struct patched *patched, struct diags *d);

/* What FIELD says. NULL if the row has none. */
const struct value *patched_value(struct trial *trial, const json_t *row, const char *field);

/* Whether a text can be edited to say what a patch made of it. */
bool patched_becomes(
	struct trial *trial, const struct patched *patched, const struct value *wanted);

#endif
