/*
 * Rendered manifests as rules and policies see them, and what the cluster's own policies have
 * against them (SPEC §5.3).
 *
 *   rendered_read       a stream → its objects, all at once
 *   rendered_open       a stream → its objects, one document after the other
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
	const struct stream *stream; /* whose objects are read when they are judged; or NULL */
};

/*
 * Adds the objects of a stream, which so many threads read (0: as many as pay for themselves; 1:
 * the caller's, and no other is made); they live in the owner. False, with diags: it cannot be
 * read.
 *
 * The source may be a file or a text in memory, and lives as long as the objects. Whoever makes it
 * gives it `secrets`, to which what is in Secrets is added, and says source_stays() of one that
 * lives as long as the run, so that findings point to it; of any other they keep a copy of each
 * line that they tell of.
 */
bool rendered_read(struct arena *owner, const struct source *source, size_t jobs,
	struct limits limits, struct rendered *rendered, struct diags *d) MUST_USE;

/*
 * The same of a stream of which what is in Secrets is known already, in place of objects, for
 * rules_judge() alone: of a large one little is in memory then. Diags tell there what cannot be
 * read, and then nothing is found. False, with diags: it is no stream.
 */
bool rendered_open(struct arena *owner, const struct source *source, struct limits limits,
	struct rendered *rendered, struct diags *d) MUST_USE;

/* Whether an object can be made into data; false, with diags: aliases make too much of it. */
bool rendered_has_value(struct arena *scratch, const struct rendered *rendered,
	const struct object *object, struct diags *d) MUST_USE;

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

/* Whether they may find anything in an object; if not, nobody needs its value for their sake. */
bool policies_may_find(
	struct policy_run *run, const struct object *object, struct rendered_options options);

struct policy_findings {
	ARRAY(struct finding);
};

/*
 * Adds a finding for each validation of complete policies that an object does not pass:
 * `policy/NAME`, an error where it denies, a warning where it warns, an info where it is only
 * audited. It stands at the value in the manifest that decided, else at the object's name; related
 * are the place in the policy, and what else there is to know. Equal ones are one. All of it is
 * the owner's.
 */
void policies_find(struct arena *owner, struct policy_run *run, const struct object *object,
	const struct value *value, struct rendered_options options,
	struct policy_findings *findings);

/*
 * Says which template the object is from, and where in it the finding's place is; before it is
 * added, while the object is there.
 */
void finding_locate(struct arena *owner, struct finding *finding, const struct object *object);

/* The same where the path is known, which is then not asked of the place; empty: none. */
void finding_locate_path(struct arena *owner, struct finding *finding, const struct object *object,
	struct bytes path);

/* `Deployment/appserver-erp`, for messages. */
struct bytes object_name(struct arena *owner, const struct object *object);

#endif
