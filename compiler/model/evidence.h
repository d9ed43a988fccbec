/*
 * What rules see (SPEC §5.1): the project, and one element of a scope after another. Numbers of
 * variables are those of enum evidence_name in every scope, so that one array of values serves all
 * programs.
 *
 *   evidence_env      the names and types of a scope, to compile rules with
 *   evidence_new      one thread's view of the project
 *   evidence_enter    one profile; then its components and images, one by one
 *   evidence_enter_object   one rendered object; then its containers, one by one
 *
 * What is not there offline is a promise that notes that it was asked for and fails, so that the
 * rule is undecided unless it is decided without it. Part of the face of model/.
 */
#ifndef LEME_MODEL_EVIDENCE_H
#define LEME_MODEL_EVIDENCE_H

#include "cel/cel.h"

struct catalog;
struct file_change;
struct history;
struct object;
struct resolved_profile;
struct resolver;
struct part;
struct shared_objects;
struct site;
struct value;

/* Once per what a rule is judged. */
enum rule_scope {
	EACH_CATALOG,
	EACH_PROFILES,
	EACH_COMPONENTS,
	EACH_IMAGES,
	EACH_OBJECTS,
	EACH_CONTAINERS,
	EACH_CHANGES,
	RULE_SCOPES,
};

/* As `each` names them. */
extern const char *const rule_scope_names[RULE_SCOPES];

enum evidence_name {
	EVIDENCE_CATALOG,
	EVIDENCE_CHART,
	EVIDENCE_ENVIRONMENTS,
	EVIDENCE_PROFILES,
	EVIDENCE_COMPONENTS,
	EVIDENCE_IMAGES,
	EVIDENCE_FILES,
	EVIDENCE_BASE,
	EVIDENCE_GIT,
	EVIDENCE_VARIABLES, /* the pack's own: whoever judges sets them */
	EVIDENCE_PROFILE,
	EVIDENCE_ENVIRONMENT,
	EVIDENCE_VALUES,
	EVIDENCE_FACTS,
	EVIDENCE_COMPONENT,
	EVIDENCE_VERSION,
	EVIDENCE_ROLE,
	EVIDENCE_IMAGE,
	EVIDENCE_OBJECT,
	EVIDENCE_CONTAINER,
	EVIDENCE_CHANGE,
	EVIDENCE_NEEDS,
	EVIDENCE_ARTIFACTS,
	EVIDENCE_SECRETS,
	EVIDENCE_STRANGERS,
	EVIDENCE_NAMES,
};

const struct cel_env *evidence_env(
	struct arena *owner, const struct catalog *catalog, enum rule_scope each);

struct evidence;

/*
 * The files that rules name, now and at the base. All threads share them, so that each is read once
 * in a run, when a rule asks for it first.
 */
struct rule_files;
struct rule_files *rule_files_new(struct arena *run, const struct texts *names);

/* What is not there; .what.at NULL: nothing is amiss. */
struct missing_evidence {
	struct bytes what;
	struct bytes hint; /* may be empty */
	struct span at;    /* what asks for it, if anything does but the rule */
};

/* Something that is not known here: asking for it notes that, and is an error. */
struct unknown_evidence {
	struct cel_promise promise;
	struct evidence *evidence;
	const char *what, *hint; /* N_(); the hint may be NULL */
	struct span at;
};

/* What is worked out when somebody asks for it; see evidence_history.c. */
struct past_evidence {
	struct cel_promise promise;
	struct evidence *evidence;
	bool made;
	struct cel_value value;
};

struct evidence {
	struct arena *owner; /* of the view: profiles that rules ask for stay in it */
	const struct catalog *catalog;
	const struct shared_objects *shared;
	struct evidence *hearer; /* who notes what was asked for in vain: itself, or that of now */
	struct missing_evidence missing; /* what the evaluation at hand asked for in vain */
	struct history *history;         /* or NULL: none is known */
	struct rule_files *files;        /* or NULL: rules name none */
	struct profile_pool *pool;       /* profiles that rules asked for */
	struct evidence *past;     /* the project at the base, once a rule has asked; or NULL */
	struct diags *past_faults; /* of profiles there */
	struct diags *d;           /* of profiles and files that rules ask for */
	struct cel_value values[EVIDENCE_NAMES];
	struct past_evidence base, git, changes, named; /* the last: of files */
	struct unknown_evidence digest, profile, need;
};

/*
 * The diags, which tell of faulty profiles and files that rules ask for, must live as long. The
 * history and the files may be NULL.
 */
struct evidence *evidence_new(struct arena *owner, const struct resolver *resolver,
	struct history *history, struct rule_files *files, struct diags *d);

/*
 * What a test shows to rules: a map from names to data; other names are not known. NULL, with diags
 * (`test/input`), for a name that rules do not have, and data that is not of its type.
 */
struct evidence *evidence_of_data(struct arena *owner, const struct catalog *catalog,
	const struct value *input, struct diags *d) MUST_USE;

/* The profile must live until the next one is entered; what is made of it is the scratch's. */
void evidence_enter(
	struct evidence *evidence, struct arena *scratch, const struct resolved_profile *profile);

/* Whether a part of the profile is an element of a scope. */
bool part_is_element(const struct part *part, enum rule_scope each);

/* Sets what the scopes components and images bind to a part of the profile that was entered. */
void evidence_enter_part(struct evidence *evidence, struct arena *scratch,
	const struct resolved_profile *profile, const struct part *part);

/*
 * Sets what the scope objects binds. `profile` is what was entered, or not known. The value is the
 * object's, or NULL: it is made when a rule asks for it.
 */
void evidence_enter_object(struct evidence *evidence, struct arena *scratch,
	const struct object *object, const struct value *value);

/*
 * Sets what the scope containers binds. The image's component, role and version are what the
 * profile, which may be NULL, has for its repository: the version that it should be of. Empty
 * where it has none.
 */
void evidence_enter_container(struct evidence *evidence, struct arena *scratch,
	const struct resolved_profile *profile, const struct site *site,
	const struct value *container);

/*
 * For whoever holds nothing of what was seen: what rules asked for is forgotten if it has become
 * much.
 */
void evidence_rest(struct evidence *evidence);

/* Sets `change`. */
void evidence_enter_change(
	struct evidence *evidence, struct arena *scratch, const struct file_change *change);

#endif
