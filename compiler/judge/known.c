#include "known.h"

#include "base/names.h"

/* Parts that are told apart, in a thread: about 4 MiB. Beyond it, all is forgotten. */
enum { MOST_KNOWN = 1 << 14 };

/* --- what a rule sees ------------------------------------------------------------------------- */

struct sight {
	const struct rule_variables *variables;
	bool *seen; /* by variable */
	bool alike;
	bool same;  /* whatever the element is */
	bool tells; /* of what it asks for, if that has faults */
};

static void see(struct sight *sight, const struct rule_expression *expression);

/* Each once: of variables that use the one before twice the thirtieth uses the first 2^30 times. */
static void see_variable(struct sight *sight, struct bytes name)
{
	for (size_t i = 0; i < sight->variables->count; i++) {
		if (!bytes_equal(sight->variables->at[i].name, name))
			continue;
		bool again = sight->seen[i];
		sight->seen[i] = true;
		if (!again)
			see(sight, &sight->variables->at[i].expression);
		return;
	}
	sight->alike = sight->same = false;
}

static void see_name(void *context, size_t number, struct bytes field)
{
	struct sight *sight = context;
	switch ((enum evidence_name)number) {
	case EVIDENCE_CATALOG:
	case EVIDENCE_CHART:
	case EVIDENCE_COMPONENTS:
	case EVIDENCE_BASE:
	case EVIDENCE_GIT:
		break;
	case EVIDENCE_ENVIRONMENTS:
	case EVIDENCE_PROFILES:
	case EVIDENCE_IMAGES:
		sight->tells = true;
		break;
	case EVIDENCE_ENVIRONMENT:
	case EVIDENCE_COMPONENT:
	case EVIDENCE_VERSION:
	case EVIDENCE_ROLE:
	case EVIDENCE_ARTIFACTS:
		sight->same = false;
		break;
	case EVIDENCE_IMAGE:
		sight->same = false;
		sight->alike = sight->alike && field.len && !bytes_is(field, "profile");
		break;
	case EVIDENCE_VARIABLES:
		see_variable(sight, field);
		break;
	case EVIDENCE_FILES:
		sight->tells = true;
		sight->alike = sight->same = false;
		break;
	default:
		sight->alike = sight->same = false;
	}
}

static void see(struct sight *sight, const struct rule_expression *expression)
{
	if (expression->program)
		cel_each_name(expression->program, see_name, sight);
}

static struct sight sight_of(struct arena *run, const struct rule *rule)
{
	return (struct sight){ .variables = rule->variables,
		.seen = arena_array_of(run, bool, rule->variables->count),
		.alike = !rule->judge,
		.same = true };
}

/* What might tell of faults is asked of each element, whatever comes of it. */
static void find_gate(struct arena *run, struct rule *rule)
{
	struct sight whole = sight_of(run, rule), sight = sight_of(run, rule);
	struct rule_expression first = rule->when;
	if (!first.program)
		return;
	see(&whole, &rule->when);
	first.program = cel_first_condition(run, first.program);
	see(&sight, &first);
	if (sight.same && !whole.tells)
		rule->gate = first;
}

void rule_sees(struct arena *run, struct rule *rule)
{
	struct sight sight = sight_of(run, rule);
	find_gate(run, rule);
	see(&sight, &rule->when);
	rule->when_is_alike = sight.alike;
	see(&sight, &rule->expression);
	rule->is_alike = sight.alike;
}

/* --- what is known ---------------------------------------------------------------------------- */

struct known {
	const struct rule_set *set;
	struct arena *arena; /* of the table and what is in it */
	struct names numbers;
	struct {
		ARRAY(uint8_t *);
	} verdicts;
	struct buf key;
};

static void begin(struct known *known)
{
	known->numbers = (struct names){ .owner = known->arena };
	known->verdicts.at = NULL;
	known->verdicts.count = known->verdicts.room = 0;
}

struct known *known_new(struct arena *owner, const struct rule_set *set)
{
	struct known *known = arena_new_of(owner, struct known);
	*known = (struct known){ .set = set, .arena = arena_new(), .key = buf_new(owner) };
	arena_adopt(owner, known->arena);
	begin(known);
	return known;
}

static void add_text(struct buf *key, struct bytes text)
{
	uint32_t len = (uint32_t)text.len;
	buf_add(key, (struct bytes){ (const char *)&len, sizeof len });
	buf_add(key, text);
}

static void add_address(struct buf *key, const void *at)
{
	buf_add(key, (struct bytes){ (const char *)&at, sizeof at });
}

static void add_artifacts(
	struct buf *key, const struct resolved_profile *profile, const struct component *component)
{
	for (size_t i = 0; i < profile->artifacts.count; i++)
		if (profile->artifacts.at[i].component == component)
			add_text(key, profile->artifacts.at[i].version.text);
}

/* All that image, component, version, role, artifacts and environment are made of. */
static struct bytes key_of(
	struct buf *key, const struct resolved_profile *profile, const struct part *part)
{
	key->len = 0;
	add_address(key, profile->environment);
	add_address(key, part->component);
	add_address(key, part->role);
	add_address(key, part->locked);
	add_text(key, part->version.text.at ? BYTES("=") : BYTES(""));
	add_text(key, part->version.text);
	add_text(key, part->repository);
	add_text(key, part->tag);
	add_artifacts(key, profile, part->component);
	return buf_bytes(key);
}

uint8_t *known_verdicts(
	struct known *known, const struct resolved_profile *profile, const struct part *part)
{
	if (profile->spellings != profile->catalog->spellings)
		return NULL;
	struct bytes key = key_of(&known->key, profile, part);
	uint32_t number = names_get(&known->numbers, key);
	if (number)
		return known->verdicts.at[number - 1];
	if (known->verdicts.count == MOST_KNOWN) {
		arena_reset(known->arena);
		begin(known);
	}
	uint8_t *verdicts = arena_array_of(known->arena, uint8_t, known->set->count);
	*array_push(known->arena, &known->verdicts) = verdicts;
	names_set(&known->numbers, bytes_copy(known->arena, key), (uint32_t)known->verdicts.count);
	return verdicts;
}
