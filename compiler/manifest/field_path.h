/*
 * kustomize's field paths: `spec.template.spec.containers.[name=app].image`, `spec.hosts.0`,
 * `metadata.annotations.example\.com/x`, `spec.rules.*.host`. A part is a key, with
 * dots in it as `[example.com/x]`, too; of a list an index, `*` for all, `-` for one more, or
 * `[key=value]` (`[=value]`: the item itself).
 */
#ifndef LEME_MANIFEST_FIELD_PATH_H
#define LEME_MANIFEST_FIELD_PATH_H

#include "tree/tree.h"

struct field_path {
	struct texts steps; /* without the backslashes */
	struct span at;
	struct bytes text;
};

struct field_path field_path_read(struct arena *owner, struct bytes text, struct span at);

/* The first value there, or NULL. */
const struct value *field_get(const struct value *value, const struct field_path *path);

/* What a field becomes; had is NULL where it is to be created. NULL, after a diag, stops all. */
typedef const struct value *field_change(
	void *context, struct arena *owner, const struct value *had);

/*
 * The value with all fields that the path leads to changed; *met counts them. With `create` the
 * maps and the field that are missing are made, also an item `[key=value]`. NULL if a change was.
 */
const struct value *field_set(struct arena *owner, const struct value *value,
	const struct field_path *path, bool create, field_change *change, void *context,
	size_t *met);

#endif
