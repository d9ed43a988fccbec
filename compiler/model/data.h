/* From CEL's values back to data. Internal to model/. */
#ifndef LEME_MODEL_DATA_H
#define LEME_MODEL_DATA_H

#include "model.h"

/*
 * The value as YAML would have it, all of it at one place. Strings, numbers, truth values, null,
 * lists, and maps with texts as keys; of anything else NULL, and it is the *culprit.
 */
const struct value *data_of(
	struct arena *owner, struct cel_value value, struct span at, struct cel_value *culprit);

/* A kind with its article, and how to make something else of it or NULL: N_() texts. */
const char *kind_in_words(struct cel_value value);
const char *kind_hint(struct cel_value value);

#endif
