/* Schemes of a catalogue's own: a pattern with named groups. */
#include "scheme.h"

#include "base/message.h"
#include "base/utf8.h"
#include "regex/regex.h"

struct own_scheme {
	const struct regex *regex;
	size_t *groups; /* the weightiest first */
	size_t count;
	size_t prerelease; /* 0 if there is none */
};

/* The text of a group; empty if it took no part. */
static struct bytes group_text(struct bytes text, const struct regex_part *parts, size_t group)
{
	if (parts[group].begin == SIZE_MAX)
		return (struct bytes){ text.at, 0 };
	return bytes_slice(text, parts[group].begin, parts[group].end);
}

static const char *parse_own(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version)
{
	const struct own_scheme *own = scheme->own;
	static const char *const no_match = N_("the scheme's pattern does not match this version");
	if (utf8_invalid(text) < text.len)
		return no_match;
	size_t room = regex_group_count(own->regex) + 1;
	struct regex_part *parts = arena_array_of(owner, struct regex_part, room);
	enum regex_answer answer = regex_find(own->regex, text, 0, parts, room);
	if (answer == REGEX_LIMIT)
		return N_("the scheme's pattern takes too long on this version");
	if (answer == REGEX_NO)
		return no_match;
	for (size_t i = 0; i < own->count; i++)
		*array_push(owner, &version->fields) = group_text(text, parts, own->groups[i]);
	if (!own->prerelease)
		return NULL;
	struct bytes tail = group_text(text, parts, own->prerelease);
	bool dash = tail.len && tail.at[0] == '-';
	version->tail_weight = tail.len ? -1 : 0;
	version->tail = bytes_slice(tail, dash, tail.len);
	return NULL;
}

/* Whatever the last groups hold is open if the operand has nothing for them. */
static const char *parse_own_operand(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version, size_t *given)
{
	const char *fault = parse_own(owner, scheme, text, version);
	*given = version->tail_weight ? 0 : version->fields.count;
	while (!fault && *given && version->fields.at[*given - 1].len == 0)
		--*given;
	if (!fault)
		return NULL;
	*version = (struct version_value){ .scheme = scheme, .text = text };
	if (!version_take_numbers(owner, text, &version->fields) ||
		version->fields.count > scheme->own->count)
		return fault;
	*given = version->fields.count;
	return NULL;
}

static bool find_group(const struct regex *regex, struct bytes name, size_t *group,
	struct version_pattern_fault *fault)
{
	*group = regex_group(regex, name);
	if (*group)
		return true;
	*fault = (struct version_pattern_fault){ N_("the pattern has no group of this name"), 0,
		name };
	return false;
}

static bool find_groups(struct arena *owner, const struct version_pattern *pattern,
	struct own_scheme *own, struct version_pattern_fault *fault)
{
	own->count = pattern->order.count;
	own->groups = arena_array_of(owner, size_t, own->count);
	for (size_t i = 0; i < own->count; i++)
		if (!find_group(own->regex, pattern->order.at[i], &own->groups[i], fault))
			return false;
	return !pattern->prerelease.len ||
		find_group(own->regex, pattern->prerelease, &own->prerelease, fault);
}

/* The pattern is compiled as it is for its faults, and between anchors for use. */
static const struct regex *compile(
	struct arena *owner, struct bytes pattern, struct version_pattern_fault *fault)
{
	struct regex_fault wrong = { 0, NULL };
	const struct regex *regex = regex_new(owner, pattern, REGEX_STEPS_DEFAULT, &wrong);
	if (regex)
		regex = regex_new(owner, bytes_join(owner, BYTES("\\A(?:"), pattern, BYTES(")\\z")),
			REGEX_STEPS_DEFAULT, &wrong);
	*fault = (struct version_pattern_fault){ .text = wrong.text, .at = wrong.at };
	return regex;
}

const struct version_scheme *version_scheme_new(struct arena *owner,
	const struct version_pattern *pattern, struct version_pattern_fault *fault)
{
	struct own_scheme *own = arena_new_of(owner, struct own_scheme);
	own->regex = compile(owner, pattern->pattern, fault);
	if (!own->regex || !find_groups(owner, pattern, own, fault))
		return NULL;
	struct version_scheme *scheme = arena_new_of(owner, struct version_scheme);
	*scheme = (struct version_scheme){ bytes_string(owner, pattern->name), parse_own,
		parse_own_operand, own };
	return scheme;
}
