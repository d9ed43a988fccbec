/*
 * Constraints on SemVer versions as github.com/Masterminds/semver v3 reads them. A clause is an
 * operator and a version whose later parts may be missing or wild.
 */
#include "semver.h"

#include <stdio.h>

enum operator{
	OP_EQUAL,
	OP_NOT,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_MORE,
	OP_MORE_EQUAL,
	OP_TILDE,
	OP_CARET
};

struct clause {
	enum operator operator;
	struct semver version;
	int given; /* parts that are numbers: 0 for `*`, 1 for `1` and `1.x`, 3 for `1.2.3` */
};

struct group {
	ARRAY(struct clause); /* all of them */
};

struct semver_constraint {
	ARRAY(struct group); /* one of them */
};

static struct bytes take_operator(struct bytes text, enum operator* operator)
{
	static const struct {
		const char *text;
		enum operator operator;
	} rows[] = {
		{ "!=", OP_NOT },
		{ "<=", OP_LESS_EQUAL },
		{ "=<", OP_LESS_EQUAL },
		{ ">=", OP_MORE_EQUAL },
		{ "=>", OP_MORE_EQUAL },
		{ "~>", OP_TILDE },
		{ "=", OP_EQUAL },
		{ "<", OP_LESS },
		{ ">", OP_MORE },
		{ "~", OP_TILDE },
		{ "^", OP_CARET },
	};
	*operator= OP_EQUAL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!bytes_begins(text, bytes_of(rows[i].text)))
			continue;
		*operator= rows[i].operator;
		return bytes_trim(bytes_slice(text, strlen(rows[i].text), text.len));
	}
	return text;
}

static bool is_wild(struct bytes part)
{
	return bytes_is(part, "*") || bytes_equal_nocase(part, BYTES("x"));
}

/* The parts may be fewer than three; a wild part ends them. */
static bool parse_parts(struct bytes parts, struct clause *clause)
{
	uint64_t *const fields[] = { &clause->version.major, &clause->version.minor,
		&clause->version.patch };
	struct bytes part;
	bool wild = false;
	for (int i = 0; bytes_cut(&parts, '.', &part); i++) {
		if (i == 3)
			return false;
		wild = wild || is_wild(part);
		if (wild)
			continue;
		if (!bytes_number(part, fields[i]))
			return false;
		clause->given = i + 1;
	}
	return true;
}

static bool parse_version(struct bytes text, struct clause *clause)
{
	struct semver tail;
	if (text.len && text.at[0] == 'v')
		text = bytes_slice(text, 1, text.len);
	size_t parts = 0;
	while (parts < text.len && text.at[parts] != '-' && text.at[parts] != '+')
		parts++;
	/* The tail is checked as that of a whole version. */
	char whole[256];
	int len = snprintf(whole, sizeof whole, "0.0.0" BYTES_FMT,
		BYTES_ARG(bytes_slice(text, parts, text.len)));
	if (parts == 0 || len < 0 || (size_t)len >= sizeof whole ||
		!semver_parse((struct bytes){ whole, (size_t)len }, &tail))
		return false;
	if (!parse_parts(bytes_slice(text, 0, parts), clause))
		return false;
	if (tail.prerelease.len)
		clause->version.prerelease = bytes_slice(
			text, parts + 1, parts + 1 + tail.prerelease.len);
	return true;
}

static bool add_clause(struct arena *owner, struct group *group, struct bytes text)
{
	struct clause clause = { 0 };
	struct bytes version = take_operator(text, &clause.operator);
	if (!parse_version(version, &clause))
		return false;
	*array_push(owner, group) = clause;
	return true;
}

/* The end of the word at the front; blanks between an operator and its version are inside it. */
static size_t word_end(struct bytes text)
{
	size_t i = 0;
	while (i < text.len && strchr("=!<>~^", text.at[i]))
		i++;
	while (i < text.len && text.at[i] == ' ')
		i++;
	while (i < text.len && text.at[i] != ' ' && text.at[i] != ',')
		i++;
	return i;
}

static struct bytes take_word(struct bytes *text)
{
	size_t end = word_end(*text);
	struct bytes word = bytes_slice(*text, 0, end);
	*text = bytes_trim(bytes_slice(*text, end, text->len));
	return word;
}

/* `1.2 - 1.4.5` is `>=1.2 <=1.4.5`. */
static bool parse_hyphen(
	struct arena *owner, struct group *group, struct bytes low, struct bytes high)
{
	struct clause from = { .operator= OP_MORE_EQUAL }, to = { .operator= OP_LESS_EQUAL };
	if (!parse_version(low, &from) || !parse_version(high, &to))
		return false;
	*array_push(owner, group) = from;
	*array_push(owner, group) = to;
	return true;
}

static bool parse_group(struct arena *owner, struct bytes text, struct group *group)
{
	text = bytes_trim(text);
	while (text.len) {
		struct bytes word = take_word(&text);
		bool range = bytes_begins(text, BYTES("- "));
		if (range)
			text = bytes_trim(bytes_slice(text, 2, text.len));
		if (range ? !parse_hyphen(owner, group, word, take_word(&text))
			  : !add_clause(owner, group, word))
			return false;
		if (text.len && text.at[0] == ',') {
			text = bytes_trim(bytes_slice(text, 1, text.len));
			if (text.len == 0)
				return false;
		}
	}
	return group->count > 0;
}

const struct semver_constraint *semver_constraint_parse(struct arena *owner, struct bytes text)
{
	struct semver_constraint *constraint = arena_new_of(owner, struct semver_constraint);
	for (size_t from = 0; from <= text.len;) {
		size_t end = bytes_find(text, BYTES("||"), from);
		struct group *group = array_push(owner, constraint);
		*group = (struct group){ 0 };
		if (!parse_group(owner, bytes_slice(text, from, end), group))
			return NULL;
		if (end == text.len)
			break;
		from = end + 2;
	}
	return constraint;
}

/* The first version above all that begin with the parts given: 1.2 gives 1.3.0. */
static struct semver next_after(const struct clause *clause, int parts)
{
	struct semver next = { .major = clause->version.major };
	if (parts == 1)
		next.major++;
	if (parts >= 2)
		next.minor = clause->version.minor + (parts == 2);
	if (parts == 3)
		next.patch = clause->version.patch + 1;
	return next;
}

static bool is_below(const struct semver *version, struct semver bound)
{
	/* A pre-release of the bound itself is not below it in spirit: <2 excludes 2.0.0-rc. */
	struct semver plain = *version;
	plain.prerelease = (struct bytes){ 0 };
	return semver_compare(&plain, &bound) < 0;
}

static bool begins_with(const struct semver *version, const struct clause *clause)
{
	return semver_compare(version, &clause->version) >= 0 &&
		(clause->given == 0 || is_below(version, next_after(clause, clause->given)));
}

/* ^1.2.3 is <2, ^0.2.3 is <0.3, ^0.0.3 is <0.0.4: up to the first part that is not 0. */
static int caret_parts(const struct clause *clause)
{
	if (clause->version.major || clause->given == 1)
		return 1;
	return clause->version.minor || clause->given == 2 ? 2 : 3;
}

/* `!=4.1-alpha`: where the patch is missing, pre-releases are compared as they stand. */
static bool differs(const struct semver *version, const struct clause *clause)
{
	const struct semver *other = &clause->version;
	if (clause->given == 3)
		return semver_compare(version, other) != 0;
	if (clause->given < 2 || !other->prerelease.len)
		return !begins_with(version, clause);
	return version->major != other->major || version->minor != other->minor ||
		!bytes_equal(version->prerelease, other->prerelease);
}

/* ~1.2.3 is <1.3, ~1.2 is <1.3, ~1 is <2; ~0.0.0 has no upper end. */
static bool is_near(const struct semver *version, const struct clause *clause)
{
	const struct semver *from = &clause->version;
	if (clause->given == 0 ||
		(clause->given == 3 && !from->major && !from->minor && !from->patch))
		return true;
	return is_below(version, next_after(clause, clause->given == 1 ? 1 : 2));
}

static bool clause_holds(const struct semver *version, const struct clause *clause)
{
	int order = semver_compare(version, &clause->version);
	bool whole = clause->given == 3;
	switch (clause->operator) {
	case OP_EQUAL:
		return whole ? order == 0 : begins_with(version, clause);
	case OP_NOT:
		return differs(version, clause);
	case OP_LESS:
		return order < 0;
	case OP_LESS_EQUAL:
		return whole ? order <= 0 : order < 0 || begins_with(version, clause);
	case OP_MORE:
		return whole ? order > 0 : order > 0 && !begins_with(version, clause);
	case OP_MORE_EQUAL:
		return order >= 0;
	case OP_TILDE:
		return order >= 0 && is_near(version, clause);
	case OP_CARET:
		return order >= 0 &&
			(clause->given == 0 ||
				is_below(version, next_after(clause, caret_parts(clause))));
	}
	return false;
}

/* A pre-release has to be asked for, by a clause of the group that names one. */
static bool asks_for_prereleases(const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (group->at[i].version.prerelease.len)
			return true;
	return false;
}

static bool group_holds(const struct semver *version, const struct group *group, bool anyhow)
{
	if (version->prerelease.len && !anyhow && !asks_for_prereleases(group))
		return false;
	for (size_t i = 0; i < group->count; i++)
		if (!clause_holds(version, &group->at[i]))
			return false;
	return true;
}

static bool holds(
	const struct semver *version, const struct semver_constraint *constraint, bool anyhow)
{
	for (size_t i = 0; i < constraint->count; i++)
		if (group_holds(version, &constraint->at[i], anyhow))
			return true;
	return false;
}

bool semver_satisfies(const struct semver *version, const struct semver_constraint *constraint)
{
	return holds(version, constraint, false);
}

bool semver_satisfies_anyhow(
	const struct semver *version, const struct semver_constraint *constraint)
{
	return holds(version, constraint, true);
}
