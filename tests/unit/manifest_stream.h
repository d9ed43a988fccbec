/* What tests of manifests share: data from a text, and a stream with each object changed. */
#ifndef LEME_TESTS_UNIT_MANIFEST_STREAM_H
#define LEME_TESTS_UNIT_MANIFEST_STREAM_H

#include "unit.h"

#include "manifest/manifest.h"

/* What a person writes in a profile. */
static inline const struct value *written(const char *text, struct diags *d)
{
	struct source *source = source_new(
		unit_arena(), BYTES("p.yaml"), BYTES("p.yaml"), bytes_of(text));
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, d);
	ck_assert_msg(tree && tree->documents.count, "%s", text);
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
}

static inline const struct stream *streamed(const char *text, struct diags *d)
{
	return stream_open(unit_arena(), unit_source(bytes_of(text)), d);
}

typedef bool change_object(
	void *context, const struct object *object, struct edits *edits, struct diags *d);

static inline bool change_objects(const struct stream *stream, change_object *change, void *context,
	struct edits *edits, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			unit_arena(), stream, i, LIMITS_DEFAULT, d);
		ck_assert_msg(manifest, "%s", unit_diags(d));
		for (size_t j = 0; j < manifest->objects.count; j++)
			good = change(context, &manifest->objects.at[j], edits, d) && good;
	}
	return good;
}

/* The text with the edits made, or the diags. */
static inline struct bytes outcome(struct edits *edits, bool good, struct diags *d)
{
	struct bytes text;
	if (!good || !edits_apply(unit_arena(), edits, &text, d))
		return bytes_of(unit_diags(d));
	return text;
}

#endif
