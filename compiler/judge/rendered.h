/*
 * Rendered manifests as rules and policies see them, and what the cluster's own policies have
 * against them (SPEC §5.3).
 *
 *   rendered_read       a stream → its objects
 *   rendered_value      an object → data of the API server's
 *   policies_complete   the policies have seen what tells of others, and are read-only
 *   policies_find       policies over an object → findings
 */
#ifndef LEME_JUDGE_RENDERED_H
#define LEME_JUDGE_RENDERED_H

#include "finding.h"
#include "objects/objects.h"

struct policies;
struct policy_run;

struct rendered {
	ARRAY(struct object); /* in the order of streams */
	struct limits limits;
};

/*
 * Adds the objects of a stream, which so many threads read (0: as many as pay for themselves); they
 * live in the owner. False, with diags: it cannot be read.
 */
bool rendered_read(struct arena *owner, const struct source *source, size_t jobs,
	struct limits limits, struct rendered *rendered, struct diags *d) MUST_USE;

/* A map. It takes a multiple of what the object takes, so make it where it is soon forgotten. */
const struct value *rendered_value(
	struct arena *owner, const struct rendered *rendered, const struct object *object);

/* What the cluster makes of an object before its policies see it. */
struct rendered_options {
	bool defaults;    /* fills in the fields that the API server fills in */
	bool expand_pods; /* judges the pods of controllers, too */
};

/*
 * Policies are complete once they have seen all objects: some tell of others, and are the owner's,
 * as the policies are. False, with diags, if one of them is refused.
 */
bool policies_complete(struct arena *owner, struct policies *policies,
	const struct rendered *rendered, struct diags *d) MUST_USE;

/*
 * Adds a finding for each validation of complete policies that an object does not pass:
 * `policy/NAME`, an error where it denies, a warning where it warns, an info where it is only
 * audited. It stands at the value in the manifest that decided, else at the object's name; related
 * are the place in the policy, and what else there is to know. All of it is the owner's.
 */
void policies_find(struct arena *owner, struct policy_run *run, const struct object *object,
	const struct value *value, struct rendered_options options, struct findings *findings);

/* `Deployment/appserver-erp`, for messages. */
struct bytes object_name(struct arena *owner, const struct object *object);

#endif
