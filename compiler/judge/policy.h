/*
 * The cluster's own policies: ValidatingAdmissionPolicy (admissionregistration.k8s.io v1, v1beta1,
 * v1alpha1) with its bindings and params, unchanged, over objects, without the cluster.
 *
 *   policies_new      nothing is known yet
 *   policies_add      a document of a policy file
 *   policies_notice   an object of the stream: what it tells of others
 *   policies_seal     all expressions compiled, bindings and params found; read-only from then on
 *   policies_judge    one object → verdicts
 *
 * A verdict is the API server's for the creation of the object (its update, where the old one is
 * given), as far as that can be told from the documents. What only the cluster knows (who asks,
 * whom the authorizer lets, a Namespace that is not among the documents) makes a verdict undecided,
 * unless the expression is decided without it; it never makes one pass. ValidatingPolicy of Kyverno
 * is read as far as it is the same thing: what its own library finds out is undecided.
 *
 * Source: kubernetes/apiserver pkg/admission/plugin/{policy,cel}, pkg/apis/admissionregistration.
 */
#ifndef LEME_JUDGE_POLICY_H
#define LEME_JUDGE_POLICY_H

#include "cel/cel.h"

struct policies;

struct policy_options {
	/* Of objects that name none: the release's. Empty: what depends on it is undecided. */
	struct bytes namespace;
	/* What Kubernetes 1.N does not have is a fault in an expression; 0: the newest known. */
	unsigned release;
	uint32_t regex_steps; /* as cel_options has them */
};

/* Documents that are given to the policies must live as long as they do. */
struct policies *policies_new(struct arena *owner, struct policy_options options);

/*
 * A policy, a binding, a List of such, or any other object: it may be params. False, with diags,
 * for what the API server would refuse (`policy/field`); the others may be used.
 */
bool policies_add(struct policies *policies, const struct value *document, struct diags *d);

/*
 * An object of the stream, once all policies are added. A Namespace, a CustomResourceDefinition and
 * what may be params are known from then on, and true is returned: the object must live as long as
 * the policies. Of any other object nothing is kept.
 */
bool policies_notice(struct policies *policies, const struct value *object);

/* Whether an object of such a kind may be one of those; policies_notice() need see no other. */
bool policies_may_notice(const struct policies *policies, struct bytes kind);

/*
 * Compiles each expression, once. False, with the diags of CEL at places in the policy's file, if
 * the API server would refuse one; that policy judges nothing, the others may be used. Warns of a
 * binding to a policy that is not there (`policy/binding`).
 */
bool policies_seal(struct policies *policies, struct diags *d);

/* Whether there is any that can judge. */
bool policies_any(const struct policies *policies);

/* --- verdicts --------------------------------------------------------------------------------- */

enum policy_result {
	POLICY_PASSED,
	POLICY_FAILED,
	POLICY_ERROR, /* it could not be evaluated: failurePolicy says what that means */
	POLICY_UNDECIDED,
};

/* What the API server does about it: a set. No bit: it lets the object in without a word. */
enum policy_action { POLICY_DENY = 1, POLICY_WARN = 2, POLICY_AUDIT = 4 };

/* The number of a verdict that is no single validation's. */
#define POLICY_WHOLE SIZE_MAX

/* One thing that a person should know about why an expression came out so; as cel_reason. */
struct policy_reason {
	struct bytes text, hint;
	struct span expression; /* the part of the policy that it speaks of */
	struct span place;      /* of the data that it speaks of; source NULL: it was computed */
};

struct policy_verdict {
	struct bytes policy, binding; /* names; a policy that nothing binds is judged as by Warn */
	size_t validation;            /* in spec.validations, from 0; or POLICY_WHOLE */
	enum policy_result result;
	unsigned actions;     /* of an undecided one: what would be done if it failed */
	struct bytes message; /* undecided: what is not known here */
	struct bytes reason;  /* of a failure: `Invalid`, … */
	const struct value *object, *param; /* the param is NULL where there is none */
	struct span expression;             /* the part of the policy that decided */
	struct span place; /* what it decided on, in the object's file; source NULL: unknown */
	struct {
		ARRAY(struct policy_reason);
	} reasons; /* in the order in which a person would ask; none of what passed */
};

/* An audit annotation that would be published. */
struct policy_annotation {
	struct bytes key; /* POLICY/KEY */
	struct bytes value;
	const struct value *object;
};

/*
 * In the order of policies, bindings, params and validations. No verdicts of a policy that the
 * object is no matter of.
 */
struct policy_verdicts {
	bool without_passed; /* set by the caller: of what passes nothing is told */
	ARRAY(struct policy_verdict);
	struct {
		ARRAY(struct policy_annotation);
	} annotations;
};

/* What one thread needs to judge; any number may share the policies. */
struct policy_run;
struct policy_run *policy_run_new(struct arena *owner, const struct policies *policies);

/* Whether any may be about objects of such a kind; if not, judging one gives no verdict. */
bool policies_concern(struct policy_run *run, struct bytes group, struct bytes kind);

/*
 * Adds the verdicts on an object, in the owner. `old` is the object as it was, or NULL: it is
 * created.
 */
void policies_judge(struct arena *owner, struct policy_run *run, const struct value *object,
	const struct value *old, struct policy_verdicts *verdicts);

#endif
