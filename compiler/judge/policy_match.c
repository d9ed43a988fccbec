/*
 * Which objects a policy or binding is about: apiserver policy/matching/matching.go, with the
 * predicates of webhooks for rules, namespaces and objects.
 */
#include "policy_parts.h"

#include "base/message.h"

/* --- words ------------------------------------------------------------------------------------ */

/* `*` stands for any word. */
static bool has_word(const struct texts *words, struct bytes word)
{
	for (size_t i = 0; i < words->count; i++)
		if (bytes_is(words->at[i], "*") || bytes_equal(words->at[i], word))
			return true;
	return false;
}

/* `pods`, `*`, either with all its subresources; what is created is never one of those. */
static bool has_resource(const struct texts *words, const struct resource *resource)
{
	for (size_t i = 0; i < words->count; i++) {
		struct bytes rest = words->at[i], plural;
		bool whole = bytes_cut(&rest, '/', &plural) && !rest.at;
		if ((whole || bytes_is(rest, "*")) &&
			(bytes_is(plural, "*") || resource_is(resource, plural)))
			return true;
	}
	return false;
}

/* --- rules ------------------------------------------------------------------------------------ */

/* A Namespace counts as an object of the cluster. */
static enum answer has_scope(const struct rule *rule, const struct subject *subject)
{
	if (rule->scope == SCOPE_UNKNOWN)
		return YES;
	if (subject->scope == SCOPE_UNKNOWN)
		return UNSURE;
	return subject->scope == rule->scope ? YES : NO;
}

static bool has_name(const struct rule *rule, const struct subject *subject)
{
	bool found = rule->names.count == 0;
	for (size_t i = 0; i < rule->names.count && !found; i++)
		found = bytes_equal(rule->names.at[i], subject->name);
	return found;
}

/* All but group and version. */
static enum answer is_about(const struct rule *rule, const struct subject *subject)
{
	if (!(subject->old ? rule->updates : rule->creates) ||
		!has_resource(&rule->resources, subject->resource) || !has_name(rule, subject))
		return NO;
	return has_scope(rule, subject);
}

static bool has_version(const struct rule *rule, struct bytes group, struct bytes version)
{
	return has_word(&rule->groups, group) && has_word(&rule->versions, version);
}

static struct match unsure(struct bytes text)
{
	return (struct match){ .answer = UNSURE, .unsure = text };
}

static struct bytes scope_unknown(struct arena *scratch, const struct subject *subject)
{
	return bytes_print(
		scratch, _("whether a " BYTES_FMT " is in a namespace"), BYTES_ARG(subject->kind));
}

static struct match match_exactly(
	struct arena *scratch, const struct rules *rules, const struct subject *subject)
{
	struct match match = { .answer = NO };
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->at[i];
		if (!has_version(rule, subject->group, subject->version))
			continue;
		enum answer about = is_about(rule, subject);
		if (about == YES)
			return (struct match){ YES, subject->group, subject->version, { 0 } };
		if (about == UNSURE)
			match = unsure(scope_unknown(scratch, subject));
	}
	return match;
}

/* --- the same objects as other versions ------------------------------------------------------- */

/* Of a kind that nobody knows any version may be another one of the same objects. */
static struct match match_guess(
	struct arena *scratch, const struct rules *rules, const struct subject *subject)
{
	for (size_t i = 0; i < rules->count; i++)
		if (has_word(&rules->at[i].groups, subject->group) &&
			is_about(&rules->at[i], subject) != NO)
			return unsure(
				bytes_print(scratch, _("which versions of " BYTES_FMT " there are"),
					BYTES_ARG(subject->kind)));
	return (struct match){ .answer = NO };
}

static struct match as_version(
	struct arena *scratch, const struct subject *subject, const struct served_version *version)
{
	if (version->other_shape ||
		!resource_shape_known(subject->resource, subject->group, subject->version))
		return unsure(
			bytes_print(scratch, _("the object converted to " BYTES_FMT "%s" BYTES_FMT),
				BYTES_ARG(version->group), version->group.len ? "/" : "",
				BYTES_ARG(version->version)));
	return (struct match){ YES, version->group, version->version, { 0 } };
}

static struct match match_equivalents(
	struct arena *scratch, const struct rule *rule, const struct subject *subject)
{
	struct bytes list = subject->resource->served;
	struct served_version version;
	while (resource_version(subject->resource, &list, &version)) {
		if (bytes_equal(version.group, subject->group) &&
			bytes_equal(version.version, subject->version))
			continue;
		if (has_version(rule, version.group, version.version))
			return as_version(scratch, subject, &version);
	}
	return (struct match){ .answer = NO };
}

static struct match match_rules(
	struct arena *scratch, const struct rules *rules, bool exact, const struct subject *subject)
{
	struct match match = match_exactly(scratch, rules, subject);
	if (match.answer == YES || exact)
		return match;
	if (match.answer == NO && subject->resource->guessed)
		return match_guess(scratch, rules, subject);
	for (size_t i = 0; i < rules->count; i++) {
		enum answer about = is_about(&rules->at[i], subject);
		if (about == NO)
			continue;
		struct match other = match_equivalents(scratch, &rules->at[i], subject);
		if (other.answer == YES && about == UNSURE)
			other = unsure(scope_unknown(scratch, subject));
		if (other.answer == YES)
			return other;
		if (other.answer == UNSURE)
			match = other;
	}
	return match;
}

/* --- selectors -------------------------------------------------------------------------------- */

static struct match match_namespace(
	struct arena *scratch, const struct constraints *constraints, const struct subject *subject)
{
	bool exempt = subject->scope == SCOPE_CLUSTER && !subject->is_namespace;
	if (exempt || !constraints->namespaces.count)
		return (struct match){ .answer = YES };
	if (subject->scope == SCOPE_UNKNOWN)
		return unsure(scope_unknown(scratch, subject));
	enum answer selects = selector_selects(
		&constraints->namespaces, &subject->namespace_labels);
	if (selects != UNSURE)
		return (struct match){ .answer = selects };
	return unsure(subject->namespace.len
			? bytes_print(scratch, _("the labels of the Namespace '" BYTES_FMT "'"),
				  BYTES_ARG(subject->namespace))
			: bytes_of(_("the namespace of the object")));
}

static enum answer match_object(
	const struct constraints *constraints, const struct subject *subject)
{
	enum answer now = selector_selects(&constraints->objects, &subject->labels);
	if (now == YES || !subject->old)
		return now;
	return selector_selects(&constraints->objects, &subject->old_labels);
}

/* --- all -------------------------------------------------------------------------------------- */

struct match constraints_match(
	struct arena *scratch, const struct constraints *constraints, const struct subject *subject)
{
	struct match none = { .answer = NO };
	struct match as = { YES, subject->group, subject->version, { 0 } };
	if (match_object(constraints, subject) == NO)
		return none;
	if (constraints->rules.count)
		as = match_rules(scratch, &constraints->rules, constraints->exact, subject);
	if (as.answer == NO)
		return none;
	struct match namespace = match_namespace(scratch, constraints, subject);
	struct match excluded = match_rules(
		scratch, &constraints->excluded, constraints->exact, subject);
	if (namespace.answer == NO || excluded.answer == YES)
		return none;
	if (as.answer == YES && namespace.answer == UNSURE)
		as.unsure = namespace.unsure;
	else if (as.answer == YES && excluded.answer == UNSURE)
		as.unsure = excluded.unsure;
	as.answer = as.unsure.at ? UNSURE : YES;
	return as;
}

/* --- beforehand ------------------------------------------------------------------------------- */

static bool has_group(const struct rule *rule, const struct resource *resource, struct bytes group)
{
	struct bytes list = resource->served;
	struct served_version version;
	bool found = has_word(&rule->groups, group);
	while (!found && resource_version(resource, &list, &version))
		found = has_word(&rule->groups, version.group);
	return found;
}

bool constraints_may_match(
	const struct constraints *constraints, const struct resource *resource, struct bytes group)
{
	for (size_t i = 0; i < constraints->rules.count; i++) {
		const struct rule *rule = &constraints->rules.at[i];
		if (has_resource(&rule->resources, resource) && has_group(rule, resource, group))
			return true;
	}
	return constraints->rules.count == 0;
}
