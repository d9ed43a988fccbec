/*
 * What the own files may hold, as tables: one row a key. Checking a file against its shape gives
 * every unknown key, wrong kind and bad form in one go; afterwards a reader may take the kinds
 * for granted. Internal to model/.
 */
#ifndef LEME_MODEL_SHAPE_H
#define LEME_MODEL_SHAPE_H

#include "tree/tree.h"

enum accepts {
	ACCEPT_TEXT = 1, /* any scalar but null; its text counts, as it was written */
	ACCEPT_BOOL = 2,
	ACCEPT_NUMBER = 4,   /* an integer */
	ACCEPT_ANY = 8,      /* any data at all */
	ACCEPT_NOTHING = 16, /* the key alone */
};

enum expressions { EXPRESSIONS_REFUSED, EXPRESSIONS_ALLOWED };

struct shape {
	const char *means; /* "a text or a list of texts": what a message says was expected */
	unsigned accepts;
	enum expressions expressions; /* whether `${{ }}` may stand in its texts */
	const char *const *choices;   /* the texts allowed, NULL behind the last; NULL for any */
	const char *(*form)(struct bytes text); /* NULL, or says what is wrong with a text */
	const struct field *fields; /* a map with these keys; a row without name ends it */
	const struct shape *values; /* a map from any key to this */
	const char *(*key_form)(struct bytes key);
	const struct shape *items; /* a list of these */
};

struct field {
	const char *name;
	const struct shape *shape;
	enum { FIELD_OPTIONAL, FIELD_REQUIRED } presence;
};

/* Of the kinds Baseline and Lock. */
extern const struct shape baseline_shape;
extern const struct shape lock_shape;

/* True if the value has the shape; else a diag for every fault in it. */
bool shape_check(const struct shape *shape, const struct value *value, struct diags *d) MUST_USE;

/*
 * The shape of a document of a kind (Catalog, Profile, RulePack, Waivers, Baseline, Lock), or
 * NULL with a diag: `file/api-version`, `file/kind`. The document must be a map (`file/not-a-map`).
 */
const struct shape *shape_of_document(
	const struct value *document, const char *wanted_kinds, struct diags *d) MUST_USE;

#endif
