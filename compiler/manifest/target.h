/*
 * Whom a patch means: kustomize's selector. `group`, `version`, `kind`, `name` and `namespace` are
 * regular expressions that must match the whole text; what is not given may be anything. An object
 * that names no namespace is in that of the release, but for kinds that are in none. `hooks` is
 * leme's own.
 */
#ifndef LEME_MANIFEST_TARGET_H
#define LEME_MANIFEST_TARGET_H

#include "judge/judge.h"
#include "objects/objects.h"
#include "selector.h"

enum target_field {
	TARGET_GROUP,
	TARGET_VERSION,
	TARGET_KIND,
	TARGET_NAME,
	TARGET_NAMESPACE,
	TARGET_FIELDS
};

enum target_hooks { HOOKS_TOO, HOOKS_ONLY, HOOKS_EXCLUDED };

struct regex;

/* One text to compare with: as it is, since most are plain names, or as a pattern. */
struct target_text {
	struct bytes plain;          /* .at NULL: it is a pattern, or nothing */
	const struct regex *pattern; /* or NULL */
	struct span at;              /* of the pattern */
	bool *gave_up;               /* where it took too many steps on a text */
};

struct target {
	struct span at;
	struct target_text fields[TARGET_FIELDS];
	struct bytes written[TARGET_FIELDS]; /* as it was given, for messages; may be empty */
	struct label_selector labels, annotations;
	struct bytes labels_written, annotations_written;
	enum target_hooks hooks;
};

/* Of a map in the shape that model/ has checked. False, with diags at the faulty part. */
bool target_read(struct arena *owner, const struct value *map, struct limits limits,
	struct target *target, struct diags *d) MUST_USE;

/* The one object that a patch without a target names itself. False, with a diag: it names none. */
bool target_of_patch(const struct value *patch, struct target *target, struct diags *d) MUST_USE;

/* An object as it is at the moment, since patches may have changed it. */
struct aim {
	struct object_id
		id; /* with the release's namespace where it names none, but may be in one */
	struct bytes version;
};

/* `namespace` is the release's, and may be empty. */
struct aim aim_at(const struct object *object, struct bytes namespace);

/* Without the selectors, for which the object's data would be needed. See target_settle(). */
bool target_takes(const struct target *target, const struct aim *aim);

/* Whether an object may have this text for the field. */
bool target_field_takes(const struct target *target, enum target_field field, struct bytes text);

/* False, with a diag (`target/pattern`), if it could not tell of each object it was asked of. */
bool target_settle(const struct target *target, struct diags *d) MUST_USE;

/* Whether it asks for labels or annotations, and whether the object has them. */
bool target_selects(const struct target *target);
bool target_holds(const struct target *target, const struct value *object);

/* `kind: Deployment, labelSelector: tier=app, hooks: only`, for messages. */
void target_print(struct buf *out, const struct target *target);

#endif
