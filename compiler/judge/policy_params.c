/*
 * The params of a binding: apiserver policy/generic/policy_dispatcher.go, CollectParams. What is
 * among the documents counts for all params of its kind that there are; of a kind without any
 * nothing is known.
 */
#include "policy_parts.h"

#include "base/message.h"

/* --- which there are -------------------------------------------------------------------------- */

static enum scope scope_of_kind(const struct policies *policies, const struct policy *policy)
{
	struct bytes version = policy->param_version, group = { 0 };
	size_t slash = bytes_find(version, BYTES("/"), 0);
	if (slash < version.len)
		group = bytes_slice(version, 0, slash);
	return resource_of(policies->owner, policies, group, policy->param_kind).scope;
}

bool is_param_of(const struct policy *policy, const struct value *document)
{
	return policy->has_params &&
		bytes_equal(read_string(document, "kind"), policy->param_kind) &&
		bytes_equal(read_string(document, "apiVersion"), policy->param_version);
}

void params_seal(const struct policies *policies, struct policy *policy)
{
	if (!policy->has_params)
		return;
	policy->param_scope = scope_of_kind(policies, policy);
	for (size_t i = 0; i < policies->params.count; i++)
		if (is_param_of(policy, policies->params.at[i]))
			*array_push(policies->owner, &policy->params) = policies->params.at[i];
}

/* --- which are meant -------------------------------------------------------------------------- */

struct search {
	struct policy_run *run;
	const struct param_ref *ref;
	enum scope scope;
	struct bytes namespace;
};

static bool is_in_namespace(const struct search *search, const struct value *metadata)
{
	struct bytes namespace = read_string(metadata, "namespace");
	if (search->scope == SCOPE_CLUSTER || (search->scope == SCOPE_UNKNOWN && !namespace.len))
		return true;
	if (!namespace.len)
	namespace = search->run->policies->options.namespace;
	return bytes_equal(namespace, search->namespace);
}

static bool is_meant(const struct search *search, const struct value *document)
{
	const struct value *metadata = read_value(document, "metadata");
	struct labels labels = { .map = read_map(metadata, "labels") };
	if (!is_in_namespace(search, metadata))
		return false;
	if (search->ref->by_selector)
		return selector_selects(&search->ref->selector, &labels) == YES;
	return bytes_equal(read_string(metadata, "name"), search->ref->name);
}

/* Whose the params are: those of the binding's namespace, else of the object's own. */
static const char *settle_namespace(struct search *search)
{
	const struct subject *subject = &search->run->subject;
	search->namespace = search->ref->namespace;
	if (search->scope == SCOPE_CLUSTER && search->namespace.len)
		return N_("the params are of a kind that has no namespace, but paramRef names one");
	if (search->scope != SCOPE_NAMESPACED && !search->namespace.len) {
		search->namespace = subject->namespace;
		return NULL;
	}
	if (!search->namespace.len)
		search->namespace = subject->namespace;
	if (!search->namespace.len && subject->scope == SCOPE_CLUSTER)
		return N_("paramRef names no namespace, and the object is in none");
	return NULL;
}

enum params_found params_find(struct policy_run *run, const struct policy *policy,
	const struct binding *binding, struct params *params, struct bytes *text)
{
	if (!policy->has_params || !binding || !binding->param_ref.given) {
		*array_push(run->scratch, params) = NULL;
		return PARAMS_FOUND;
	}
	struct search search = {
		.run = run, .ref = &binding->param_ref, .scope = policy->param_scope
	};
	const char *fault = settle_namespace(&search);
	for (size_t i = 0; i < policy->params.count && !fault; i++)
		if (is_meant(&search, policy->params.at[i]))
			*array_push(run->scratch, params) = policy->params.at[i];
	if (!fault && !policy->params.count) {
		*text = bytes_print(run->scratch,
			_("the params: no " BYTES_FMT " is among the documents"),
			BYTES_ARG(policy->param_kind));
		return PARAMS_UNKNOWN;
	}
	if (!fault && !params->count && search.ref->denies)
		fault = N_("there are no params for the binding, and parameterNotFoundAction is "
			   "Deny");
	if (fault)
		*text = bytes_of(_(fault));
	return fault ? PARAMS_ERROR : PARAMS_FOUND;
}
