#include "policy_form.h"

#include "base/message.h"
#include "make.h"

/* --- documents -------------------------------------------------------------------------------- */

struct policies *policies_new(struct arena *owner, struct policy_options options)
{
	struct policies *policies = arena_new_of(owner, struct policies);
	*policies = (struct policies){ .owner = owner, .options = options };
	return policies;
}

static struct bytes group_of(const struct value *document)
{
	struct bytes version = read_string(document, "apiVersion");
	size_t slash = bytes_find(version, BYTES("/"), 0);
	return slash < version.len ? bytes_slice(version, 0, slash) : (struct bytes){ "", 0 };
}

static bool is_a(const struct value *document, const char *group, const char *kind)
{
	return bytes_is(read_string(document, "kind"), kind) && bytes_is(group_of(document), group);
}

/* The API server gives each Namespace a label with its name. */
static const struct value *labelled(struct arena *owner, const struct value *namespace)
{
	const struct value *metadata = read_value(namespace, "metadata");
	const struct value *name = read_value(metadata, "name");
	if (!name || name->kind != VALUE_STRING)
		return namespace;
	const struct value *labels = make_with(
		owner, read_map(metadata, "labels"), "kubernetes.io/metadata.name", name);
	return make_with(
		owner, namespace, "metadata", make_with(owner, metadata, "labels", labels));
}

/* What is known to be about others. */
static bool keep(struct policies *policies, const struct value *object)
{
	if (is_a(object, "", "Namespace"))
		*array_push(policies->owner, &policies->namespaces) = labelled(
			policies->owner, object);
	else if (is_a(object, "apiextensions.k8s.io", "CustomResourceDefinition"))
		*array_push(policies->owner, &policies->definitions) = object;
	else
		return false;
	return true;
}

static bool add_items(struct policies *policies, const struct value *items, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; items && items->kind == VALUE_LIST && i < items->count; i++)
		good = policies_add(policies, items->items[i], d) && good;
	return good;
}

bool policies_add(struct policies *policies, const struct value *document, struct diags *d)
{
	static const char group[] = "admissionregistration.k8s.io";
	if (document->kind != VALUE_MAP)
		return diag_error(
			d, document->at, "policy/field", "%s", _(N_("this must be a mapping")));
	if (is_a(document, group, "ValidatingAdmissionPolicy") ||
		is_a(document, "policies.kyverno.io", "ValidatingPolicy"))
		return policy_read(policies, document, d);
	if (is_a(document, group, "ValidatingAdmissionPolicyBinding"))
		return binding_read(policies, document, d);
	if (is_a(document, "", "List"))
		return add_items(policies, read_value(document, "items"), d);
	keep(policies, document);
	*array_push(policies->owner, &policies->params) = document;
	return true;
}

bool policies_may_notice(const struct policies *policies, struct bytes kind)
{
	bool may = bytes_is(kind, "Namespace") || bytes_is(kind, "CustomResourceDefinition");
	for (size_t i = 0; i < policies->all.count && !may; i++)
		may = policies->all.at[i]->has_params &&
			bytes_equal(policies->all.at[i]->param_kind, kind);
	return may;
}

bool policies_notice(struct policies *policies, const struct value *object)
{
	bool kept = keep(policies, object), param = false;
	for (size_t i = 0; i < policies->all.count && !param; i++)
		param = is_param_of(policies->all.at[i], object);
	if (param)
		*array_push(policies->owner, &policies->params) = object;
	return kept || param;
}

/* --- sealing ---------------------------------------------------------------------------------- */

static struct policy *find_policy(const struct policies *policies, struct bytes name)
{
	for (size_t i = 0; i < policies->all.count; i++)
		if (bytes_equal(policies->all.at[i]->name, name))
			return policies->all.at[i];
	return NULL;
}

static void bind(struct policies *policies, const struct binding *binding, struct diags *d)
{
	struct policy *policy = find_policy(policies, binding->policy);
	if (policy)
		*array_push(policies->owner, &policy->bindings) = binding;
	else
		diag_warning(d, binding->policy_at, "policy/binding",
			N_("there is no policy '" BYTES_FMT "' among the documents"),
			BYTES_ARG(binding->policy));
}

bool policies_seal(struct policies *policies, struct diags *d)
{
	bool good = true;
	struct environments environments = environments_new(policies->owner, &policies->options);
	for (size_t i = 0; i < policies->bindings.count; i++)
		bind(policies, policies->bindings.at[i], d);
	for (size_t i = 0; i < policies->all.count; i++) {
		struct policy *policy = policies->all.at[i];
		bool compiled = policy_compile(policies->owner, policy, &environments, d);
		policy->refused = policy->refused || !compiled;
		good = good && !policy->refused;
		params_seal(policies, policy);
	}
	return good;
}

bool policies_any(const struct policies *policies)
{
	for (size_t i = 0; i < policies->all.count; i++)
		if (!policies->all.at[i]->refused)
			return true;
	return false;
}

/* --- objects ---------------------------------------------------------------------------------- */

static void end_scratch(void *scratch)
{
	arena_end(scratch);
}

struct policy_run *policy_run_new(struct arena *owner, const struct policies *policies)
{
	struct policy_run *run = arena_new_of(owner, struct policy_run);
	*run = (struct policy_run){ .policies = policies, .owner = owner, .scratch = arena_new() };
	arena_undo(owner, end_scratch, run->scratch);
	run_unknowns(run);
	return run;
}

static struct met_kind *meet(struct policy_run *run, struct bytes group, struct bytes kind)
{
	const struct policies *policies = run->policies;
	struct met_kind *met = arena_new_of(run->owner, struct met_kind);
	met->resource = resource_of(run->owner, policies, group, kind);
	met->group = bytes_copy(run->owner, group);
	met->kind = bytes_copy(run->owner, kind);
	met->concerns = arena_array_of(run->owner, bool, policies->all.count);
	for (size_t i = 0; i < policies->all.count; i++) {
		const struct policy *policy = policies->all.at[i];
		met->concerns[i] = !policy->refused &&
			constraints_may_match(&policy->constraints, &met->resource, group);
		met->concerns_any = met->concerns_any || met->concerns[i];
	}
	*array_push(run->owner, &run->kinds_met) = met;
	return met;
}

static const struct met_kind *kind_met(
	struct policy_run *run, struct bytes group, struct bytes kind)
{
	for (size_t i = 0; i < run->kinds_met.count; i++) {
		const struct met_kind *met = run->kinds_met.at[i];
		if (bytes_equal(met->kind, kind) && bytes_equal(met->group, group))
			return met;
	}
	return meet(run, group, kind);
}

static void find_namespace(struct subject *subject, const struct policies *policies)
{
	for (size_t i = 0; i < policies->namespaces.count; i++) {
		const struct value *metadata = read_value(policies->namespaces.at[i], "metadata");
		if (bytes_equal(read_string(metadata, "name"), subject->namespace))
			subject->namespace_object = policies->namespaces.at[i];
	}
	const struct value *known = read_value(subject->namespace_object, "metadata");
	subject->namespace_labels = (struct labels){ .map = read_map(known, "labels"),
		.partly = !known };
	if (subject->namespace.len)
		subject->namespace_labels.namespace = subject->namespace;
}

static struct labels labels_of(const struct subject *subject, const struct value *object)
{
	struct labels labels = { .map = read_map(read_value(object, "metadata"), "labels") };
	if (subject->is_namespace)
		labels.namespace = subject->name;
	return labels;
}

static void see_namespace(struct policy_run *run, const struct value *metadata)
{
	struct subject *subject = &run->subject;
	struct bytes namespace = read_string(metadata, "namespace");
	subject->scope = subject->resource->scope;
	if (subject->scope == SCOPE_UNKNOWN && namespace.len)
		subject->scope = SCOPE_NAMESPACED;
	if (subject->is_namespace)
		subject->namespace = subject->name;
	else if (subject->scope == SCOPE_NAMESPACED)
		subject->namespace = namespace.len ? namespace : run->policies->options.namespace;
	if (subject->is_namespace)
		subject->namespace_labels = labels_of(subject, subject->object);
	else if (subject->scope == SCOPE_NAMESPACED)
		find_namespace(subject, run->policies);
}

static const struct met_kind *see_subject(
	struct policy_run *run, const struct value *object, const struct value *old)
{
	struct subject *subject = &run->subject;
	const struct value *metadata = read_value(object, "metadata");
	struct bytes version = read_string(object, "apiVersion");
	*subject = (struct subject){ .object = object,
		.old = old,
		.group = group_of(object),
		.kind = read_string(object, "kind"),
		.name = read_string(metadata, "name") };
	subject->version = subject->group.len
		? bytes_slice(version, subject->group.len + 1, version.len)
		: version;
	const struct met_kind *met = kind_met(run, subject->group, subject->kind);
	subject->resource = &met->resource;
	subject->is_namespace = is_a(object, "", "Namespace");
	see_namespace(run, metadata);
	subject->labels = labels_of(subject, object);
	if (old)
		subject->old_labels = labels_of(subject, old);
	run_see(run);
	return met;
}

/* Policies are not about policies, nor about what is only asked and never kept. */
static bool is_exempt(const struct subject *subject)
{
	struct bytes group = subject->group, kind = subject->kind;
	if (bytes_is(group, "admissionregistration.k8s.io"))
		return bytes_is(kind, "ValidatingAdmissionPolicy") ||
			bytes_is(kind, "ValidatingAdmissionPolicyBinding") ||
			bytes_is(kind, "MutatingAdmissionPolicy") ||
			bytes_is(kind, "MutatingAdmissionPolicyBinding");
	return (bytes_is(group, "authentication.k8s.io") ||
		       bytes_is(group, "authorization.k8s.io")) &&
		bytes_ends(kind, BYTES("Review"));
}

/* --- judging ---------------------------------------------------------------------------------- */

static void judge_binding(struct judgement *judgement)
{
	struct params params = { 0 };
	struct bytes text;
	enum params_found found = params_find(
		judgement->run, judgement->policy, judgement->binding, &params, &text);
	if (found != PARAMS_FOUND) {
		/* A binding that cannot be set up denies, whatever its actions are. */
		judgement->actions = POLICY_DENY;
		judgement_add(judgement, POLICY_WHOLE,
			found == PARAMS_ERROR ? POLICY_ERROR : POLICY_UNDECIDED, text);
		return;
	}
	struct bytes unsure = judgement->unsure;
	for (size_t i = 0; i < params.count; i++) {
		judgement->param = params.at[i];
		judgement->unsure = unsure;
		judgement_make(judgement);
	}
}

static void judge_bound(struct judgement judgement, const struct binding *binding)
{
	struct policy_run *run = judgement.run;
	struct match match = constraints_match(run->scratch, &binding->constraints, &run->subject);
	if (match.answer == NO)
		return;
	if (match.answer == UNSURE && !judgement.unsure.at)
		judgement.unsure = match.unsure;
	judgement.binding = binding;
	judgement.actions = binding->actions;
	judge_binding(&judgement);
}

static void judge_policy(struct arena *owner, struct policy_run *run, const struct policy *policy,
	struct policy_verdicts *verdicts)
{
	struct match match = constraints_match(run->scratch, &policy->constraints, &run->subject);
	if (match.answer == NO)
		return;
	struct judgement judgement = { .owner = owner,
		.run = run,
		.policy = policy,
		.actions = POLICY_WARN,
		.unsure = match.unsure,
		.verdicts = verdicts };
	if (match.answer == UNSURE && !match.version.at) {
		match.group = run->subject.group;
		match.version = run->subject.version;
	}
	run_see_as(run, &match);
	if (!policy->bindings.count)
		judge_binding(&judgement);
	for (size_t i = 0; i < policy->bindings.count; i++)
		judge_bound(judgement, policy->bindings.at[i]);
}

bool policies_concern(struct policy_run *run, struct bytes group, struct bytes kind)
{
	return kind_met(run, group, kind)->concerns_any;
}

void policies_judge(struct arena *owner, struct policy_run *run, const struct value *object,
	const struct value *old, struct policy_verdicts *verdicts)
{
	const struct policies *policies = run->policies;
	arena_reset(run->scratch);
	const struct met_kind *met = see_subject(run, object, old);
	if (is_exempt(&run->subject))
		return;
	for (size_t i = 0; i < policies->all.count; i++)
		if (met->concerns[i])
			judge_policy(owner, run, policies->all.at[i], verdicts);
}
