/*
 * Between strategic.c, which merges maps, and strategic_list.c, which merges lists. Nothing here
 * says that it fails: it records the diag, and the whole is then no patch.
 */
#ifndef LEME_MANIFEST_STRATEGIC_H
#define LEME_MANIFEST_STRATEGIC_H

#include "merge_type.h"

struct merging {
	struct arena *owner;
	struct diags *d;
	struct bytes kind; /* of the object, for messages */
	bool is_custom;    /* see patch.h: what Kubernetes itself does is not defined */
	bool failed;
};

/* A place on the way down the object: a key, or an item of a list that is told by its keys. */
struct where {
	const struct where *above;
	struct bytes key;
	const struct merge_field *field; /* of the list, for an item; else NULL */
	const struct value *item;
};

/* `spec.containers[name=web].ports`. */
struct bytes where_text(struct arena *owner, const struct where *at);

enum directive { DIRECTIVE_NONE, DIRECTIVE_MERGE, DIRECTIVE_REPLACE, DIRECTIVE_DELETE };

/* The `$patch` of a map; none in what is no map. */
enum directive directive_of(struct merging *m, const struct value *value);

/* How a value comes to be in the object. */
enum newness {
	NEW_KEY,   /* the object had no such key */
	NEW_ITEM,  /* in what is new: a map that replaces is as good as one that does not say so */
	NEW_WHOLE, /* it takes the place of what was there: its nulls stay, as in Kubernetes */
};

/*
 * The value as one that the object had not: without directives and what they take out, which may
 * be all of it (NULL), and without the keys that are null: else a patch that is made a second time
 * would find its nulls and change more.
 */
const struct value *value_plain(struct merging *m, const struct value *value, enum newness how);

/* NEW_WHOLE, but for maps of custom resources, in which kustomize leaves no null. */
enum newness newness_instead(const struct merging *m);

/* The old value where the new one says the same, or does without its nulls. */
const struct value *value_kept_instead(
	struct merging *m, const struct value *had, const struct value *whole);

/* The old value where the new one says the same. */
static inline const struct value *value_kept(const struct value *had, const struct value *value)
{
	return had && value_equal(had, value) ? had : value;
}

/* What stands for a map that is taken away with its key. */
extern const struct value value_taken;

const struct value *merge_map(struct merging *m, const struct where *at,
	const struct merge_type *type, const struct value *had, const struct value *patch);

/* Of these, `had` or `patch` may be NULL, and `order` ($setElementOrder). */
struct list_patch {
	const struct value *had, *patch, *order;
	struct span at; /* where the patch speaks of it */
};

const struct value *merge_list(struct merging *m, const struct where *at,
	const struct merge_field *field, const struct list_patch *list);

/* The list without the items that are also in the other one. */
const struct value *list_without(
	struct arena *owner, const struct value *list, const struct value *out);

#endif
