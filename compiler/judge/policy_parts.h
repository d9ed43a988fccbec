/*
 * Policies as they are kept, and the steps that judge by them. Internal to judge/.
 *
 *   policy_read.c      documents → policies and bindings, with their faults
 *   policy_kinds.c     kinds → resources: the built-in ones, those of CRDs, guesses
 *   policy_selector.c  label selectors
 *   policy_match.c     matchConstraints
 *   policy_names.c     what expressions see: the environments
 *   policy_compile.c   expressions → programs
 *   policy_request.c   one object → the values that expressions see
 *   policy_params.c    a binding → its params
 *   policy_eval.c      one policy, binding and param → verdicts
 *   policy.c           the face
 */
#ifndef LEME_JUDGE_POLICY_PARTS_H
#define LEME_JUDGE_POLICY_PARTS_H

#include "policy.h"

/* What can be told without the cluster. */
enum answer { NO, YES, UNSURE };

/* --- documents -------------------------------------------------------------------------------- */

struct expression {
	const struct value *scalar; /* NULL: there is none */
	struct span at;             /* in the file, without blanks around it */
	const struct cel_program *program;
	bool lenient; /* there are names in it that only Kyverno knows */
};

enum selector_operator { OPERATOR_IN, OPERATOR_NOT_IN, OPERATOR_EXISTS, OPERATOR_DOES_NOT_EXIST };

struct requirement {
	struct bytes key;
	enum selector_operator operator;
	struct texts values;
};

/* All must hold; without any, everything is selected. */
struct selector {
	ARRAY(struct requirement);
};

enum scope { SCOPE_UNKNOWN, SCOPE_NAMESPACED, SCOPE_CLUSTER };

struct rule {
	struct texts groups, versions, resources, names;
	bool creates, updates;
	enum scope scope; /* unknown: any */
};

struct rules {
	ARRAY(struct rule);
};

struct constraints {
	bool exact; /* matchPolicy */
	struct selector namespaces, objects;
	struct rules rules, excluded;
};

struct validation {
	struct expression expression, message_expression;
	struct bytes message, reason;
};

/* A match condition, variable or audit annotation. */
struct named_expression {
	struct bytes name;
	struct expression expression;
};

struct named_expressions {
	ARRAY(struct named_expression);
};

struct param_ref {
	bool given;
	bool denies; /* parameterNotFoundAction */
	bool by_selector;
	struct bytes name, namespace;
	struct selector selector;
};

struct binding {
	struct bytes name, policy;
	struct span policy_at;
	unsigned actions;
	struct constraints constraints;
	struct param_ref param_ref;
};

struct policy {
	struct bytes name;
	const struct value *document;
	bool refused; /* by the API server: it judges nothing */
	bool kyverno;
	bool ignores; /* failurePolicy */
	bool has_params;
	struct bytes param_version, param_kind;
	enum scope param_scope;
	struct {
		ARRAY(const struct value *);
	} params; /* all documents of the kind */
	struct constraints constraints;
	struct named_expressions conditions, variables, annotations;
	struct {
		ARRAY(struct validation);
	} validations;
	size_t message_count; /* of expressions for messages */
	struct {
		ARRAY(const struct binding *);
	} bindings;
};

struct policies {
	struct arena *owner;
	struct policy_options options;
	struct {
		ARRAY(struct policy *);
	} all;
	struct {
		ARRAY(struct binding *);
	} bindings;
	struct {
		ARRAY(const struct value *);
	} namespaces, definitions, params; /* documents; definitions are CRDs */
};

/* What may be anything: the texts of a list, a value that is not null, a map, a text. */
struct texts read_texts(struct arena *owner, const struct value *map, const char *key);
const struct value *read_value(const struct value *map, const char *key);
const struct value *read_map(const struct value *map, const char *key); /* or NULL */
struct bytes read_string(const struct value *map, const char *key);

/* False after diags (`policy/field`). */
bool policy_read(struct policies *policies, const struct value *document, struct diags *d) MUST_USE;
bool binding_read(
	struct policies *policies, const struct value *document, struct diags *d) MUST_USE;

/* --- selectors -------------------------------------------------------------------------------- */

/* False after diags. No selector (NULL) selects everything. */
bool selector_read(struct arena *owner, const struct value *value, struct selector *selector,
	struct diags *d) MUST_USE;

/* What is known of labels: a map or NULL; of a Namespace also the label with its name. */
struct labels {
	const struct value *map;
	struct bytes namespace; /* .at NULL: no label of it */
	bool partly;            /* there may be others */
};

enum answer selector_selects(const struct selector *selector, const struct labels *labels);

/* --- kinds ------------------------------------------------------------------------------------ */

/* What a kind is called in requests. */
struct resource {
	struct bytes group, kind, plural;
	enum scope scope;
	bool guessed;         /* nobody knows the kind: the plural is what it mostly would be */
	struct bytes served;  /* versions with blanks between, perhaps GROUP/VERSION; a `~` */
	struct bytes retired; /* before one whose objects look otherwise; retired: not served now */
};

/* A kind that a run has met, by what it was asked for; and what may be about objects of it. */
struct met_kind {
	struct bytes group, kind;
	struct resource resource;
	bool *concerns; /* by policy */
	bool concerns_any;
};

struct resource resource_of(struct arena *owner, const struct policies *policies,
	struct bytes group, struct bytes kind);

/* Whether a rule's word may be the plural of the kind. */
bool resource_is(const struct resource *resource, struct bytes plural);

/* The next version of a list, in its group. */
struct served_version {
	struct bytes group, version;
	bool other_shape;
};
bool resource_version(
	const struct resource *resource, struct bytes *list, struct served_version *version);

/* Whether an object is of a shape that has no `~`. */
bool resource_shape_known(
	const struct resource *resource, struct bytes group, struct bytes version);

/* --- objects ---------------------------------------------------------------------------------- */

struct subject {
	const struct value *object, *old;
	struct bytes group, version, kind, name, namespace;
	const struct resource *resource;
	enum scope scope;
	bool is_namespace;
	const struct value *namespace_object; /* among the documents, or NULL */
	struct labels labels, old_labels, namespace_labels;
};

/* As which version of which group the API server shows it to a policy. */
struct match {
	enum answer answer;
	struct bytes group, version;
	struct bytes unsure; /* what is not known */
};

struct match constraints_match(struct arena *scratch, const struct constraints *constraints,
	const struct subject *subject);

/* False where they match no object of the kind, in whatever version of the group or another. */
bool constraints_may_match(
	const struct constraints *constraints, const struct resource *resource, struct bytes group);

/* --- names ------------------------------------------------------------------------------------ */

enum name_id {
	NAME_OBJECT,
	NAME_OLD_OBJECT,
	NAME_NAMESPACE,
	NAME_NAMESPACE_NAME, /* known also where nothing else of the Namespace is */
	NAME_REQUEST,
	NAME_PARAMS,
	NAME_VARIABLES,
	NAME_AUTHORIZER,
	NAME_REQUEST_RESOURCE,
	NAMES,
};

/* Kubernetes' own; and one that takes any name, which is an error when it is asked for. */
struct environments {
	const struct cel_env *strict, *lenient;
};

struct environments environments_new(struct arena *owner, const struct policy_options *options);

/* False after diags. */
bool policy_compile(struct arena *owner, struct policy *policy,
	const struct environments *environments, struct diags *d) MUST_USE;

/* --- judging ---------------------------------------------------------------------------------- */

/* Something that the cluster knows: an error that notes that it was asked for. */
struct unknown {
	struct cel_promise promise;
	struct policy_run *run;
	struct bytes what;
};

/* A variable of the policy at hand, for the object at hand. */
struct variable {
	struct cel_promise promise;
	struct policy_run *run;
	const struct named_expression *named;
	size_t phase; /* that it was worked out in */
	struct cel_value value;
	struct bytes missing;
	uint64_t cost; /* its own */
};

/* Where a part of an expression stands in the file. */
struct known_place {
	const struct value *scalar; /* NULL: this one is not in use */
	size_t begin, end;
	struct span place;
};

enum { PLACES = 512 };

enum { REQUEST_FIELDS = 12, GROUP_FIELDS = 3, NAMESPACE_FIELDS = 3, METADATA_FIELDS = 12 };

struct policy_run {
	const struct policies *policies;
	struct arena *owner;
	struct arena *scratch; /* of one object */
	struct {
		ARRAY(struct met_kind *);
	} kinds_met;
	struct subject subject;
	bool seen;            /* the object has been shown to a policy, */
	struct bytes seen_as; /* as this version */
	struct bytes missing; /* what the evaluation at hand asked for and is not known */
	struct cel_value values[NAMES];
	struct unknown unknown_namespace, unknown_name, unknown_scope, unknown_user,
		unknown_options, unknown_authorizer, unknown_kyverno, unknown_params,
		unknown_server;
	struct cel_value request[2 * REQUEST_FIELDS];
	struct cel_value kinds[4][2 * GROUP_FIELDS]; /* kind, resource, requestKind, … */
	struct cel_value namespace[2 * NAMESPACE_FIELDS], metadata[2 * METADATA_FIELDS];
	struct {
		ARRAY(struct variable);
	} variables;
	struct cel_value *variable_items; /* keys and promises */
	size_t phase;
	uint64_t spent; /* by variables, in the evaluation at hand */
	struct known_place places[PLACES];
};

/* Sets what expressions see, for all policies; for one that sees the object as another version. */
void run_see(struct policy_run *run);
void run_see_as(struct policy_run *run, const struct match *match);
void run_see_namespace(struct policy_run *run, bool in_conditions);
void run_unknowns(struct policy_run *run);

/* What a variable comes to in this phase. */
struct cel_value variable_keep(struct cel_promise *promise);

/* Whether a document may be a param of the policy; finds all of them. */
bool is_param_of(const struct policy *policy, const struct value *document);
void params_seal(const struct policies *policies, struct policy *policy);

enum params_found { PARAMS_FOUND, PARAMS_ERROR, PARAMS_UNKNOWN };

/* NULL stands for no param. PARAMS_ERROR, PARAMS_UNKNOWN: *text says why. */
struct params {
	ARRAY(const struct value *);
};
enum params_found params_find(struct policy_run *run, const struct policy *policy,
	const struct binding *binding, struct params *params, struct bytes *text);

/* One policy with one binding (or NULL) and one param. */
struct judgement {
	struct arena *owner;
	struct policy_run *run;
	const struct policy *policy;
	const struct binding *binding;
	const struct value *param;
	unsigned actions;
	struct bytes unsure; /* why it is not sure that the policy is about the object; or empty */
	struct policy_verdicts *verdicts;
};

void judgement_make(struct judgement *judgement);

/* Adds a verdict on the policy as a whole. */
struct policy_verdict *judgement_add(struct judgement *judgement, size_t validation,
	enum policy_result result, struct bytes message);

#endif
