/*
 * Label selectors as a text: `tier=app,env in (a,b),!canary` (apimachinery labels.Parse): `=`,
 * `==`, `!=`, `in`, `notin`, `KEY`, `!KEY`, `>` and `<` for whole numbers; all must hold.
 */
#ifndef LEME_MANIFEST_SELECTOR_H
#define LEME_MANIFEST_SELECTOR_H

#include "tree/tree.h"

enum selector_test { TEST_IN, TEST_NOT_IN, TEST_EXISTS, TEST_MISSING, TEST_GREATER, TEST_LESS };

struct selector_term {
	struct bytes key;
	enum selector_test test;
	struct texts values;
	int64_t number; /* of TEST_GREATER and TEST_LESS */
};

struct label_selector {
	ARRAY(struct selector_term);
};

/* Of a text value, whose text is kept. False, with `target/selector` at it, for any other text. */
bool label_selector_read(struct arena *owner, const struct value *text,
	struct label_selector *selector, struct diags *d) MUST_USE;

/* `labels` is the map in an object's metadata, or NULL. */
bool label_selector_holds(const struct label_selector *selector, const struct value *labels);

#endif
