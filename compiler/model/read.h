/* Reading the parts of a document whose shape has been checked. Internal to model/. */
#ifndef LEME_MODEL_READ_H
#define LEME_MODEL_READ_H

#include "model.h"

static inline const struct value *read_key(const struct value *map, const char *key)
{
	return map ? value_get(map, bytes_of(key)) : NULL;
}

/* The text of a scalar, or an empty text where the key is missing. */
struct bytes read_text(const struct value *map, const char *key);

/* The place of a key's value, or of nothing. */
struct span read_place(const struct value *map, const char *key);

bool read_truth(const struct value *map, const char *key);

struct name read_name(struct arena *owner, const struct value *value);

/* `'x' does not exist` with what diag_suggest() finds among the known names. Returns false. */
bool unknown_name(struct diags *d, struct span at, const char *id, const char *format,
	struct bytes name, const struct bytes *known, size_t count);

/* `environment/unknown`: the catalogue has none of that name. Returns false. */
bool unknown_environment(const struct catalog *catalog, const struct name *name, struct diags *d);

/* Every document of a file whose kind is wanted, checked against its shape. */
struct document_list {
	ARRAY(const struct value *);
};
bool read_documents(struct arena *owner, const struct source *source, const char *kinds,
	struct limits limits, struct document_list *documents, struct diags *d) MUST_USE;

/* The parts of the catalogue that have a file of their own. */
bool components_read(struct arena *run, struct catalog *catalog, struct diags *d) MUST_USE;

struct texts component_ids(struct arena *owner, const struct catalog *catalog);

/* Whether the files that `policies` names are there. */
bool policies_check(struct arena *run, const struct catalog *catalog, struct diags *d) MUST_USE;

/* A whole profile document, apart from its names: ids that do not exist, wrong combinations. */
bool profile_check(struct arena *scratch, const struct catalog *catalog,
	const struct value *document, struct diags *d) MUST_USE;

/* Where the catalogue has faults: records those that the shapes of the profiles have besides. */
void profiles_check_shapes(struct arena *run, const struct catalog *catalog, struct diags *d);

#endif
