/*
 * Documents → policies and bindings. What is refused here is what the API server's validation
 * refuses (pkg/apis/admissionregistration/validation); expressions come later.
 */
#include "policy_form.h"

#include "base/message.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* --- values ----------------------------------------------------------------------------------- */

/* In JSON null is nothing at all. */
const struct value *read_value(const struct value *map, const char *key)
{
	const struct value *value = map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key))
								  : NULL;
	return value && value->kind != VALUE_NULL ? value : NULL;
}

const struct value *read_map(const struct value *map, const char *key)
{
	const struct value *value = read_value(map, key);
	return value && value->kind == VALUE_MAP ? value : NULL;
}

struct bytes read_string(const struct value *map, const char *key)
{
	const struct value *value = read_value(map, key);
	return value && value->kind == VALUE_STRING ? value->text : (struct bytes){ 0 };
}

struct texts read_texts(struct arena *owner, const struct value *map, const char *key)
{
	const struct value *list = read_value(map, key);
	struct texts texts = { 0 };
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++)
		*array_push(owner, &texts) = list->items[i]->text;
	return texts;
}

static size_t count_of(const struct value *list)
{
	return list ? list->count : 0;
}

/* --- rules ------------------------------------------------------------------------------------ */

static const struct form_row rule_rows[] = {
	{ "apiGroups", WANT_TEXTS, true, NULL },
	{ "apiVersions", WANT_TEXTS, true, NULL },
	{ "operations", WANT_TEXTS, true, "CREATE UPDATE DELETE CONNECT *" },
	{ "resources", WANT_TEXTS, true, NULL },
	{ "resourceNames", WANT_TEXTS, false, NULL },
	{ "scope", WANT_TEXT, false, "Cluster Namespaced *" },
};

static bool has(const struct texts *texts, const char *text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (bytes_is(texts->at[i], text))
			return true;
	return false;
}

static enum scope scope_of(struct bytes text)
{
	if (bytes_is(text, "Cluster"))
		return SCOPE_CLUSTER;
	return bytes_is(text, "Namespaced") ? SCOPE_NAMESPACED : SCOPE_UNKNOWN;
}

/* A list that holds everything holds nothing else. */
static bool check_star(const struct value *map, const char *key, struct diags *d)
{
	const struct value *list = read_value(map, key);
	for (size_t i = 0; list->count > 1 && i < list->count; i++)
		if (bytes_is(list->items[i]->text, "*"))
			return form_fault(d, list->at, N_("beside '*' nothing else can stand"));
	return true;
}

static bool check_stars(const struct value *map, struct diags *d)
{
	bool good = check_star(map, "apiGroups", d);
	good = check_star(map, "apiVersions", d) && good;
	return check_star(map, "operations", d) && good;
}

static bool read_rule(
	struct arena *owner, const struct value *map, struct rules *rules, struct diags *d)
{
	if (!form_check(map, rule_rows, COUNT(rule_rows), STRANGERS_WARNED_OF, d))
		return false;
	struct texts operations = read_texts(owner, map, "operations");
	bool any = has(&operations, "*");
	*array_push(owner, rules) = (struct rule){
		.groups = read_texts(owner, map, "apiGroups"),
		.versions = read_texts(owner, map, "apiVersions"),
		.resources = read_texts(owner, map, "resources"),
		.names = read_texts(owner, map, "resourceNames"),
		.creates = any || has(&operations, "CREATE"),
		.updates = any || has(&operations, "UPDATE"),
		.scope = scope_of(read_string(map, "scope")),
	};
	return check_stars(map, d);
}

static bool read_rules(
	struct arena *owner, const struct value *list, struct rules *rules, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < count_of(list); i++)
		good = read_rule(owner, list->items[i], rules, d) && good;
	return good;
}

/* --- constraints ------------------------------------------------------------------------------ */

static const struct form_row constraint_rows[] = {
	{ "resourceRules", WANT_MAPS, false, NULL },
	{ "excludeResourceRules", WANT_MAPS, false, NULL },
	{ "matchPolicy", WANT_TEXT, false, "Exact Equivalent" },
	{ "namespaceSelector", WANT_MAP, false, NULL },
	{ "objectSelector", WANT_MAP, false, NULL },
};

static bool read_constraints(struct arena *owner, const struct value *map,
	struct constraints *constraints, struct diags *d)
{
	if (!form_check(map, constraint_rows, COUNT(constraint_rows), STRANGERS_WARNED_OF, d))
		return false;
	constraints->exact = bytes_is(read_string(map, "matchPolicy"), "Exact");
	bool good = read_rules(owner, read_value(map, "resourceRules"), &constraints->rules, d);
	good = read_rules(
		       owner, read_value(map, "excludeResourceRules"), &constraints->excluded, d) &&
		good;
	good = selector_read(
		       owner, read_value(map, "namespaceSelector"), &constraints->namespaces, d) &&
		good;
	return selector_read(owner, read_value(map, "objectSelector"), &constraints->objects, d) &&
		good;
}

/* --- expressions ------------------------------------------------------------------------------ */

static const struct form_row condition_rows[] = {
	{ "name", WANT_TEXT, true, NULL },
	{ "expression", WANT_TEXT, true, NULL },
};

static const struct form_row annotation_rows[] = {
	{ "key", WANT_TEXT, true, NULL },
	{ "valueExpression", WANT_TEXT, true, NULL },
};

/* A list of maps with a name and an expression; no name may come twice. */
static bool read_named(struct policies *policies, const struct value *list,
	const struct form_row rows[2], struct named_expressions *named, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < count_of(list); i++) {
		const struct value *item = list->items[i];
		if (!form_check(item, rows, 2, STRANGERS_WARNED_OF, d)) {
			good = false;
			continue;
		}
		const struct value *name = read_value(item, rows[0].name);
		for (size_t j = 0; j < named->count; j++)
			if (bytes_equal(named->at[j].name, name->text))
				good = form_fault(d, name->at, N_("this name comes twice"));
		*array_push(policies->owner, named) = (struct named_expression){
			.name = name->text,
			.expression = { .scalar = read_value(item, rows[1].name) },
		};
	}
	return good;
}

static bool is_identifier(struct bytes name)
{
	static const char reserved[] = "true false null in as break const continue else for "
				       "function if import let loop package namespace return var "
				       "void while";
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
		if (!letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return name.len && !form_has_word(reserved, name);
}

static bool check_variable_names(const struct value *list, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < count_of(list); i++) {
		const struct value *name = read_value(list->items[i], "name");
		if (name && name->kind == VALUE_STRING && !is_identifier(name->text))
			good = form_fault(d, name->at, N_("this is no name for a variable"));
	}
	return good;
}

/* --- validations ------------------------------------------------------------------------------ */

static const struct form_row validation_rows[] = {
	{ "expression", WANT_TEXT, true, NULL },
	{ "message", WANT_TEXT, false, NULL },
	{ "messageExpression", WANT_TEXT, false, NULL },
	{ "reason", WANT_TEXT, false, "Unauthorized Forbidden Invalid RequestEntityTooLarge" },
};

static bool check_message(const struct value *message, struct diags *d)
{
	struct bytes text = message ? bytes_trim(message->text) : BYTES("-");
	if (!text.len)
		return form_fault(d, message->at, N_("this must not be empty"));
	if (memchr(text.at, '\n', text.len) || memchr(text.at, '\r', text.len))
		return form_fault(d, message->at, N_("a message is a single line"));
	return true;
}

static bool read_validation(
	struct arena *owner, const struct value *item, struct policy *policy, struct diags *d)
{
	if (!form_check(item, validation_rows, COUNT(validation_rows), STRANGERS_WARNED_OF, d))
		return false;
	const struct value *dynamic = read_value(item, "messageExpression");
	struct validation validation = { .expression = { .scalar = read_value(item, "expression") },
		.message = bytes_trim(read_string(item, "message")),
		.reason = read_string(item, "reason") };
	bool good = check_message(read_value(item, "message"), d);
	if (dynamic && dynamic->text.len && !bytes_trim(dynamic->text).len)
		good = form_fault(d, dynamic->at, N_("this must not be empty"));
	if (dynamic && dynamic->text.len)
		validation.message_expression.scalar = dynamic;
	if (!validation.reason.len)
		validation.reason = BYTES("Invalid");
	policy->message_count += validation.message_expression.scalar != NULL;
	*array_push(owner, &policy->validations) = validation;
	return good;
}

static bool read_validations(
	struct arena *owner, const struct value *spec, struct policy *policy, struct diags *d)
{
	const struct value *list = read_value(spec, "validations");
	bool good = true;
	if (!count_of(list) && !count_of(read_value(spec, "auditAnnotations")))
		return form_fault(d, list ? list->at : spec->at,
			N_("a policy needs validations or auditAnnotations"));
	for (size_t i = 0; i < count_of(list); i++)
		good = read_validation(owner, list->items[i], policy, d) && good;
	return good;
}

/* --- policies --------------------------------------------------------------------------------- */

static const struct form_row policy_rows[] = {
	{ "failurePolicy", WANT_TEXT, false, "Fail Ignore" },
	{ "matchConstraints", WANT_MAP, true, NULL },
	{ "paramKind", WANT_MAP, false, NULL },
	{ "matchConditions", WANT_MAPS, false, NULL },
	{ "variables", WANT_MAPS, false, NULL },
	{ "validations", WANT_MAPS, false, NULL },
	{ "auditAnnotations", WANT_MAPS, false, NULL },
};

static const struct form_row param_kind_rows[] = {
	{ "apiVersion", WANT_TEXT, true, NULL },
	{ "kind", WANT_TEXT, true, NULL },
};

static bool read_match(
	struct arena *owner, const struct value *spec, struct policy *policy, struct diags *d)
{
	const struct value *constraints = read_value(spec, "matchConstraints");
	bool good = read_constraints(owner, constraints, &policy->constraints, d);
	if (good && !policy->constraints.rules.count)
		good = form_fault(d, constraints->at, N_("a policy needs resourceRules"));
	return good;
}

static bool read_param_kind(const struct value *spec, struct policy *policy, struct diags *d)
{
	const struct value *kind = read_value(spec, "paramKind");
	policy->has_params = kind != NULL;
	policy->param_version = read_string(kind, "apiVersion");
	policy->param_kind = read_string(kind, "kind");
	return form_check(kind, param_kind_rows, COUNT(param_kind_rows), STRANGERS_WARNED_OF, d);
}

static bool read_spec(
	struct policies *policies, const struct value *spec, struct policy *policy, struct diags *d)
{
	struct arena *owner = policies->owner;
	const struct value *variables = read_value(spec, "variables");
	if (!form_check(spec, policy_rows, COUNT(policy_rows),
		    policy->kyverno ? STRANGERS_ALLOWED : STRANGERS_WARNED_OF, d))
		return false;
	policy->ignores = bytes_is(read_string(spec, "failurePolicy"), "Ignore");
	bool good = read_match(owner, spec, policy, d);
	good = read_param_kind(spec, policy, d) && good;
	good = read_named(policies, read_value(spec, "matchConditions"), condition_rows,
		       &policy->conditions, d) &&
		good;
	good = read_named(policies, variables, condition_rows, &policy->variables, d) && good;
	good = check_variable_names(variables, d) && good;
	good = read_named(policies, read_value(spec, "auditAnnotations"), annotation_rows,
		       &policy->annotations, d) &&
		good;
	return read_validations(owner, spec, policy, d) && good;
}

/* The spec and the name of a document. NULL, with a diag, if it lacks one. */
static const struct value *spec_of(
	const struct value *document, struct bytes *name, struct diags *d)
{
	const struct value *spec = read_value(document, "spec");
	*name = read_string(read_value(document, "metadata"), "name");
	if (!name->len)
		diag_error(d, document->at, "policy/field", N_("'%s' is missing"), "metadata.name");
	else if (!spec || spec->kind != VALUE_MAP)
		diag_error(d, document->at, "policy/field", N_("'%s' is missing"), "spec");
	else
		return spec;
	return NULL;
}

/* --- bindings --------------------------------------------------------------------------------- */

static const struct form_row binding_rows[] = {
	{ "policyName", WANT_TEXT, true, NULL },
	{ "paramRef", WANT_MAP, false, NULL },
	{ "matchResources", WANT_MAP, false, NULL },
	{ "validationActions", WANT_TEXTS, true, "Deny Warn Audit" },
};

static const struct form_row param_ref_rows[] = {
	{ "name", WANT_TEXT, false, NULL },
	{ "namespace", WANT_TEXT, false, NULL },
	{ "selector", WANT_MAP, false, NULL },
	{ "parameterNotFoundAction", WANT_TEXT, true, "Allow Deny" },
};

static bool read_param_ref(
	struct arena *owner, const struct value *map, struct param_ref *ref, struct diags *d)
{
	if (!map)
		return true;
	if (!form_check(map, param_ref_rows, COUNT(param_ref_rows), STRANGERS_WARNED_OF, d))
		return false;
	const struct value *selector = read_value(map, "selector");
	*ref = (struct param_ref){ .given = true,
		.denies = bytes_is(read_string(map, "parameterNotFoundAction"), "Deny"),
		.by_selector = selector != NULL,
		.name = read_string(map, "name"),
		.namespace = read_string(map, "namespace") };
	if (selector ? ref->name.len > 0 : !ref->name.len)
		return form_fault(d, map->at, N_("params are found by name or by selector"));
	return selector_read(owner, selector, &ref->selector, d);
}

static bool read_actions(const struct value *list, unsigned *actions, struct diags *d)
{
	static const char *const names[] = { "Deny", "Warn", "Audit" };
	*actions = 0;
	for (size_t i = 0; i < count_of(list); i++)
		for (unsigned action = 0; action < COUNT(names); action++) {
			if (!bytes_is(list->items[i]->text, names[action]))
				continue;
			if (*actions >> action & 1)
				return form_fault(
					d, list->items[i]->at, N_("this action comes twice"));
			*actions |= 1u << action;
		}
	if ((*actions & POLICY_DENY) && (*actions & POLICY_WARN))
		return form_fault(d, list->at, N_("Deny and Warn exclude each other"));
	return true;
}

bool binding_read(struct policies *policies, const struct value *document, struct diags *d)
{
	struct binding *binding = arena_new_of(policies->owner, struct binding);
	const struct value *spec = spec_of(document, &binding->name, d);
	if (!spec || !form_check(spec, binding_rows, COUNT(binding_rows), STRANGERS_WARNED_OF, d))
		return false;
	const struct value *name = read_value(spec, "policyName");
	const struct value *resources = read_value(spec, "matchResources");
	binding->policy = name->text;
	binding->policy_at = name->at;
	bool good = read_actions(read_value(spec, "validationActions"), &binding->actions, d);
	good = read_param_ref(
		       policies->owner, read_value(spec, "paramRef"), &binding->param_ref, d) &&
		good;
	good = (!resources ||
		       read_constraints(policies->owner, resources, &binding->constraints, d)) &&
		good;
	if (good)
		*array_push(policies->owner, &policies->bindings) = binding;
	return good;
}

/* --- Kyverno's ValidatingPolicy --------------------------------------------------------------- */

/* It binds itself; without actions it denies. */
static bool bind_itself(struct policies *policies, const struct policy *policy,
	const struct value *spec, struct diags *d)
{
	struct binding *binding = arena_new_of(policies->owner, struct binding);
	const struct value *actions = read_value(spec, "validationActions");
	*binding = (struct binding){ .policy = policy->name, .policy_at = spec->at };
	if (!form_check(spec, &binding_rows[3], actions != NULL, STRANGERS_ALLOWED, d) ||
		!read_actions(actions, &binding->actions, d))
		return false;
	if (!binding->actions)
		binding->actions = POLICY_DENY;
	*array_push(policies->owner, &policies->bindings) = binding;
	return true;
}

bool policy_read(struct policies *policies, const struct value *document, struct diags *d)
{
	struct policy *policy = arena_new_of(policies->owner, struct policy);
	const struct value *spec = spec_of(document, &policy->name, d);
	if (!spec)
		return false;
	policy->document = document;
	policy->kyverno = bytes_is(read_string(document, "kind"), "ValidatingPolicy");
	policy->refused = !read_spec(policies, spec, policy, d);
	if (policy->kyverno)
		policy->refused = !bind_itself(policies, policy, spec, d) || policy->refused;
	*array_push(policies->owner, &policies->all) = policy;
	return !policy->refused;
}
