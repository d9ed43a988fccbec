#include "scheme.h"

#include "base/message.h"

#include <assert.h>

enum relation { EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, MORE, MORE_EQUAL, ANY };

struct clause {
	enum relation relation;
	struct version_value operand;
	size_t given; /* fields of a prefix; 0: the operand is meant exactly */
	bool has_next;
	struct version_value next; /* the first one behind all that begin with the prefix */
};

struct clauses {
	ARRAY(struct clause); /* all of them */
};

struct version_constraint {
	const struct version_scheme *scheme;
	const struct semver_constraint *semver; /* of scheme semver, and nothing below */
	ARRAY(struct clauses);                  /* one of them */
};

static const char *const no_constraint = N_(
	"a constraint is clauses such as '>=3, <4', with '||' between alternatives");

/* --- reading ---------------------------------------------------------------------------------- */

static struct bytes take_relation(struct bytes text, enum relation *relation)
{
	static const struct {
		const char *text;
		enum relation relation;
	} rows[] = { { "!=", NOT_EQUAL }, { "<=", LESS_EQUAL }, { ">=", MORE_EQUAL },
		{ "==", EQUAL }, { "=", EQUAL }, { "<", LESS }, { ">", MORE } };
	*relation = EQUAL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_begins(text, bytes_of(rows[i].text))) {
			*relation = rows[i].relation;
			return bytes_trim(bytes_slice(text, strlen(rows[i].text), text.len));
		}
	return text;
}

/* A number that is one greater, in decimal digits of any length. */
static struct bytes one_more(struct arena *owner, struct bytes digits)
{
	struct buf out = buf_new(owner);
	buf_add_char(&out, '0');
	buf_add(&out, digits);
	size_t i = out.len - 1;
	for (; out.at[i] == '9'; i--)
		out.at[i] = '0';
	out.at[i]++;
	return buf_bytes(&out);
}

static bool is_number(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return true;
}

/* 1.2 is followed by 1.3. What ends in a text has no next one; there, fields are compared. */
static void find_next(struct arena *owner, struct clause *clause)
{
	const struct texts *fields = &clause->operand.fields;
	if (!clause->given || !is_number(fields->at[clause->given - 1]))
		return;
	clause->has_next = true;
	clause->next = (struct version_value){ .scheme = clause->operand.scheme };
	for (size_t i = 0; i < clause->given; i++)
		*array_push(owner, &clause->next.fields) = i + 1 < clause->given
			? fields->at[i]
			: one_more(owner, fields->at[i]);
}

static const char *parse_clause(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct clause *clause)
{
	*clause = (struct clause){ 0 };
	text = take_relation(text, &clause->relation);
	if (bytes_is(text, "*")) {
		bool any = clause->relation == EQUAL || clause->relation == MORE_EQUAL ||
			clause->relation == LESS_EQUAL;
		clause->relation = ANY;
		return any ? NULL : no_constraint;
	}
	if (!scheme->parse_operand)
		return N_("versions of scheme opaque have no order; the only constraint is '*'");
	bool open = bytes_ends(text, BYTES(".*"));
	if (open)
		text.len -= 2;
	/* `3.x` would be a suffix; only semver knows it as a wildcard. */
	if (text.len == 0 || bytes_ends(text, BYTES(".x")) || bytes_ends(text, BYTES(".X")))
		return no_constraint;
	clause->operand = (struct version_value){ .scheme = scheme, .text = text };
	const char *fault = scheme->parse_operand(
		owner, scheme, text, &clause->operand, &clause->given);
	find_next(owner, clause);
	return !fault && open && !clause->given ? no_constraint : fault;
}

/* A word ends at a blank or comma; blanks behind its operator are inside it. */
static struct bytes take_word(struct bytes *text)
{
	size_t end = 0;
	while (end < text->len && strchr("=!<>", text->at[end]))
		end++;
	while (end < text->len && text->at[end] == ' ')
		end++;
	while (end < text->len && text->at[end] != ' ' && text->at[end] != ',')
		end++;
	struct bytes word = bytes_slice(*text, 0, end);
	*text = bytes_trim(bytes_slice(*text, end, text->len));
	return word;
}

static const char *parse_clauses(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct clauses *clauses)
{
	text = bytes_trim(text);
	if (text.len == 0)
		return no_constraint;
	while (text.len) {
		const char *fault = parse_clause(
			owner, scheme, take_word(&text), array_push(owner, clauses));
		bool comma = text.len && text.at[0] == ',';
		if (comma)
			text = bytes_trim(bytes_slice(text, 1, text.len));
		if (fault || (comma && text.len == 0))
			return fault ? fault : no_constraint;
	}
	return NULL;
}

static const char *parse_alternatives(
	struct arena *owner, struct bytes text, struct version_constraint *constraint)
{
	for (size_t from = 0;;) {
		size_t end = bytes_find(text, BYTES("||"), from);
		struct clauses *clauses = array_push(owner, constraint);
		*clauses = (struct clauses){ 0 };
		const char *fault = parse_clauses(
			owner, constraint->scheme, bytes_slice(text, from, end), clauses);
		if (fault || end == text.len)
			return fault;
		from = end + 2;
	}
}

const struct version_constraint *version_constraint_parse(struct arena *owner,
	const struct version_scheme *scheme, struct bytes text, const char **fault)
{
	struct version_constraint *constraint = arena_new_of(owner, struct version_constraint);
	constraint->scheme = scheme;
	if (scheme == version_scheme_find(BYTES("semver"))) {
		constraint->semver = semver_constraint_parse(owner, text);
		*fault = constraint->semver ? NULL : no_constraint;
	} else {
		*fault = parse_alternatives(owner, text, constraint);
	}
	return *fault ? NULL : constraint;
}

/* --- judging ---------------------------------------------------------------------------------- */

static bool is_at_most(const struct version_value *version, const struct clause *clause)
{
	if (clause->has_next)
		return version_compare(version, &clause->next) < 0;
	if (clause->given)
		return version_compare_fields(version, &clause->operand, clause->given) <= 0;
	return version_compare(version, &clause->operand) <= 0;
}

static bool is_equal(const struct version_value *version, const struct clause *clause)
{
	int order = version_compare(version, &clause->operand);
	if (!clause->given)
		return order == VERSION_SAME;
	/* 3-rc is earlier than 3, so it is not among 3.x either. */
	return order >= 0 && version_compare_fields(version, &clause->operand, clause->given) == 0;
}

static bool clause_holds(const struct version_value *version, const struct clause *clause)
{
	switch (clause->relation) {
	case EQUAL:
		return is_equal(version, clause);
	case NOT_EQUAL:
		return !is_equal(version, clause);
	case LESS:
		return version_compare(version, &clause->operand) < 0;
	case MORE_EQUAL:
		return version_compare(version, &clause->operand) >= 0;
	case LESS_EQUAL:
		return is_at_most(version, clause);
	case MORE:
		return !is_at_most(version, clause);
	case ANY:
		break;
	}
	return true;
}

static bool all_hold(const struct version_value *version, const struct clauses *clauses)
{
	for (size_t i = 0; i < clauses->count; i++)
		if (!clause_holds(version, &clauses->at[i]))
			return false;
	return true;
}

bool version_satisfies(
	const struct version_value *version, const struct version_constraint *constraint)
{
	assert(version->scheme == constraint->scheme);
	if (constraint->semver)
		return semver_satisfies(&version->semver, constraint->semver);
	for (size_t i = 0; i < constraint->count; i++)
		if (all_hold(version, &constraint->at[i]))
			return true;
	return false;
}
