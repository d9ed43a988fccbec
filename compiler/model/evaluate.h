/*
 * One profile being worked out: what its expressions see, and what they come to. An expression is
 * worked out once, when somebody needs it. Internal to model/.
 *
 *   promise.c    what can be asked for: states, cycles
 *   evaluate.c   a template's value; texts of the catalogue and the profile
 *   mirror.c     merged data with promises in the place of expressions, and back to data
 *   objects.c    the names that expressions see
 */
#ifndef LEME_MODEL_EVALUATE_H
#define LEME_MODEL_EVALUATE_H

#include "layer.h"
#include "template.h"

struct evaluation;

/* --- promises --------------------------------------------------------------------------------- */

/* A step of the way to a value: `values`, then `a`, then [0]. */
struct step {
	const struct step *up;
	struct bytes key; /* .at NULL: an index */
	size_t index;
};

enum progress { TO_DO, WORKING, DONE, BROKEN };

/* What can be asked for: an expression's value, a component's version. */
struct pending {
	struct cel_promise promise;
	struct evaluation *evaluation;
	struct step step;
	struct span at;
	enum progress progress;
	struct pending *asker; /* while it is being worked on */
	bool (*work)(struct pending *pending, struct cel_value *value); /* false after a diag */
	struct cel_value value;
};

/* Sets what all have; promise, progress, value. */
void pending_begin(struct pending *pending, struct evaluation *evaluation, struct step step,
	bool (*work)(struct pending *pending, struct cel_value *value));

/* Works it out if nobody has. An error without a text: it is broken, diags say why. */
struct cel_value pending_keep(struct pending *pending);

/* Such an error. */
extern const struct cel_error error_told;

/* --- a profile -------------------------------------------------------------------------------- */

/* A component, role or artifact, and its version. */
struct version_slot {
	struct pending pending; /* the first member */
	const struct component *component;
	const struct role *role;
	const struct artifact *artifact;
	size_t component_index;
	struct span absent_at;
	bool present;
	bool said; /* somebody says the version */
	struct version version;
};

struct evaluation {
	struct arena *owner;
	const struct resolver *resolver;
	const struct catalog *catalog;
	const struct layer *layer;
	const struct head *head;
	struct diags *d;
	struct version_slot *parts; /* in the order of the catalogue: a component, then its roles */
	struct version_slot *artifacts; /* of all components, likewise */
	size_t part_count, artifact_count;
	struct cel_value values, facts; /* mirrors */
	bool has_objects;
	struct cel_value objects[NAMES]; /* once somebody needs them */
	struct pending *working;         /* the innermost */
	unsigned depth;
	unsigned height; /* of all expressions that wait for one another */
	size_t broken;   /* how often something was asked for that is broken */
};

/* Everything is known of the profile and nothing is worked out. */
struct evaluation *evaluation_new(struct arena *owner, const struct resolver *resolver,
	const struct layer *layer, const struct head *head, struct diags *d);

/* The version of a part or artifact; one without a text where none is needed. */
bool evaluation_version(struct version_slot *slot) MUST_USE;

/* --- texts ------------------------------------------------------------------------------------ */

/*
 * What a template comes to: data at the scalar's place, which hides what that hid. The slot is what
 * it is about, or NULL. NULL after a diag.
 */
const struct value *template_value(struct evaluation *evaluation, const struct template *template,
	const struct value *scalar, const struct version_slot *slot);

/* The same where a text must stand, and not an empty one. */
const struct value *template_text(struct evaluation *evaluation, const struct template *template,
	const struct value *scalar, const struct version_slot *slot);

/* What a text of the catalogue comes to. False after a diag. */
bool formula_text(struct evaluation *evaluation, const struct formula *formula,
	const struct version_slot *slot, struct bytes *text) MUST_USE;

/* What a text of a profile comes to; an empty one for NULL. False after a diag. */
bool scalar_text(struct evaluation *evaluation, const struct value *scalar, enum scope scope,
	const struct version_slot *slot, struct bytes *text) MUST_USE;

/* The template of a scalar of the profile, of an ancestor or of the catalogue's values; or NULL. */
const struct template *evaluation_template(
	const struct evaluation *evaluation, const struct value *scalar, enum scope scope);

/* --- merged data ------------------------------------------------------------------------------ */

enum typing { KEEP_TYPES, ONLY_TEXTS }; /* of `render`: only a patch is data */

/* Data as CEL sees it, its templates as promises. */
struct cel_value mirror(struct evaluation *evaluation, const struct value *data, const char *name,
	enum typing typing);

/* The data with all promises kept. NULL after a diag. */
const struct value *mirrored_data(
	struct evaluation *evaluation, const struct value *data, struct cel_value mirror);

/* --- objects ---------------------------------------------------------------------------------- */

/* What expressions of the profile see. */
void evaluation_objects(struct evaluation *evaluation);

/* From COMPONENT, COMPONENT/ROLE and COMPONENT/ARTIFACT to the versions that somebody says. */
struct cel_value versions_object(const struct evaluation *evaluation);

/* A map that rules and expressions see, while it is put together. */
struct members {
	struct arena *owner;
	ARRAY(struct cel_value);
};

void object_add(struct members *object, struct bytes key, struct cel_value value);
struct cel_value object_value(const struct members *object);

/* name, slug and index; null for none. */
struct cel_value environment_object(
	struct arena *owner, const struct catalog *catalog, const struct name *environment);

/* From keys to texts, as they are written. */
struct cel_value labels_object(struct arena *owner, const struct value *labels);

/* As versions_object() of a profile that is worked out; each knows its place. */
struct cel_value resolved_versions(struct arena *owner, const struct resolved_profile *profile);

/*
 * All concrete profiles, and those that are called as their environment, by slug: each is resolved
 * into the owner and shown when somebody asks for it. Of one with faults the diags tell, unless
 * something is to be asked `instead`.
 */
struct profile_pool;
struct profiles_shown {
	struct cel_value profiles, environments;
	struct profile_pool *pool; /* of those that were asked for */
};
typedef struct cel_value show_profile(
	void *context, struct arena *owner, const struct resolved_profile *profile);
struct profiles_shown profiles_on_demand(struct arena *owner, const struct resolver *resolver,
	show_profile *show, void *context, struct cel_promise *instead, struct diags *d);

/*
 * For whoever holds nothing that was shown so far: forgets the profiles that were asked for, if
 * they have become many; true if so. Not where many are asked for again and again.
 */
bool profiles_rest(struct profile_pool *pool);

/* Somebody holds what was shown: nothing is forgotten any more. */
void profiles_pin(struct profile_pool *pool);

/* id and title of a role; null for none. */
struct cel_value role_object(struct arena *owner, const struct role *role);

#endif
