/*
 * The patches of a profile, in order: whom each means, what it wants, how often it was asked for.
 *
 *   patches_read    `render.patches` → entries; kustomize's own texts and files as they are
 *   patches_apply   all that mean an object, each on what the last one left
 *   patches_settle  at the end: those that met no object, or not as many as they expect
 */
#ifndef LEME_MANIFEST_PATCHES_H
#define LEME_MANIFEST_PATCHES_H

#include "model/model.h"
#include "target.h"

enum patch_kind { PATCH_STRATEGIC, PATCH_MERGE, PATCH_JSON };

struct patch {
	enum patch_kind kind;
	struct target target;
	const struct value *wanted; /* a map; of PATCH_JSON a list */
	const struct value *entry;  /* of `patches`, in the profile that says it */
	int64_t expect;             /* objects; -1: at least one */
	bool may_rename, may_change_kind;
	size_t met; /* objects so far */
};

/*
 * Why a patch cannot be applied to what it has made, or changes it once more, and where it says so.
 * NULL: a second time it changes nothing. Told by what is written, without an object: a number at
 * the end of a path is taken for an index.
 */
const char *patch_once(const struct patch *patch, struct span *at);

struct crds;

struct patches {
	ARRAY(struct patch);
	struct bytes namespace; /* of objects that name none; may be empty */
	struct crds *crds;      /* the custom kinds of the stream */
	struct limits limits;
};

/* `list`: `render.patches` in the shape that model/ has checked. Files are those of the folder. */
bool patches_read(struct arena *run, const struct folder *folder, const struct value *list,
	struct limits limits, struct patches *patches, struct diags *d) MUST_USE;

/* Whether any may mean an object of this identity. */
bool patches_may_touch(const struct patches *patches, const struct object *object);

/*
 * What becomes of an object, whose data *value is; VALUE_NULL: it is taken away. False, with diags
 * at the patch that cannot be applied, and where two entries of one file want different things of
 * one place (`patch/conflict`).
 */
bool patches_apply(struct arena *owner, struct patches *patches, const struct object *object,
	const struct value **value, struct diags *d) MUST_USE;

/*
 * False, with `patch/no-match`, which names the objects that come nearest, or `patch/expect`. Where
 * hooks come apart, `patch/no-match` is a warning for what another call may meet. Reads the stream
 * again only to find those.
 */
bool patches_settle(
	const struct patches *patches, const struct stream *stream, struct diags *d) MUST_USE;

#endif
