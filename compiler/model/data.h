/* From CEL's values back to data. Internal to model/. */
#ifndef LEME_MODEL_DATA_H
#define LEME_MODEL_DATA_H

#include "model.h"

/* What cannot be data: a value, or the key of a mapping. */
struct culprit {
	struct cel_value value;
	bool is_key;
};

/*
 * The value as YAML would have it, all of it at one place. Strings, numbers, truth values, null,
 * lists, and maps with texts as keys; of anything else NULL, and *culprit says of what.
 */
const struct value *data_of(
	struct arena *owner, struct cel_value value, struct span at, struct culprit *culprit);

/* A kind with its article, and how to make something else of it or NULL: N_() texts. */
const char *kind_in_words(struct cel_value value);
const char *kind_hint(struct cel_value value);

#endif
