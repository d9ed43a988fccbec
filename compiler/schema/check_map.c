/* Keywords of maps. */
#include "check.h"

#include "base/message.h"
#include "base/utf8.h"

/* --- properties, patternProperties, additionalProperties, required ---------------------------- */

/* Files and schemas often have the keys in one order, so the one behind the last is tried first. */
static const struct member *member_find(
	const struct members *members, struct bytes key, size_t *next)
{
	size_t at = *next;
	if (at >= members->count || !bytes_equal(members->at[at].name, key)) {
		if (members->count > MEMBERS_FEW)
			at = names_get(&members->places, key) - (size_t)1;
		else
			for (at = 0; at < members->count; at++)
				if (bytes_equal(members->at[at].name, key))
					break;
		if (at >= members->count)
			return NULL;
	}
	*next = at + 1;
	return &members->at[at];
}

/* How many patterns a key matches is added to *matched. */
static bool patterns_check(struct run *run, const struct frame *frame,
	const struct members *members, const struct entry *entry, size_t *matched)
{
	bool good = true, valid = utf8_invalid(entry->key) == entry->key.len;
	for (size_t i = 0; i < members->pattern_count && valid; i++) {
		enum regex_answer answer = regex_matches(members->patterns[i].pattern, entry->key);
		if (answer == REGEX_LIMIT)
			return stop_check(run, frame,
				N_("it takes too long to tell whether a key fits "
				   "'patternProperties'"));
		if (answer == REGEX_NO)
			continue;
		++*matched;
		good &= entry_check(run, frame, members->patterns[i].part, entry);
	}
	return good;
}

static bool rest_check(struct run *run, const struct rule *rule, const struct frame *frame,
	const struct entry *entry)
{
	const struct part *rest = rule->members->rest;
	if (rest->source->kind == VALUE_BOOL && !rest->kinds)
		return refuse_entry(run, frame, rule, entry, rule->members);
	return entry_check(run, frame, rest, entry);
}

static bool member_check(struct run *run, const struct rule *rule, const struct frame *frame,
	const struct member *member, size_t place, struct marks *marks)
{
	const struct members *members = rule->members;
	const struct entry *entry = &frame->value->entries[place];
	size_t matched = member && member->part;
	bool good = !matched || entry_check(run, frame, member->part, entry);
	if (members->pattern_count)
		good &= patterns_check(run, frame, members, entry, &matched);
	if (!matched && members->rest) {
		good &= rest_check(run, rule, frame, entry);
		matched = 1;
	}
	if (matched)
		marks_set(marks, place);
	return good;
}

/* A key that stands there and may have been meant: near to the missing one, and not known. */
static struct bytes meant(struct run *run, const struct members *members, const struct value *map,
	struct bytes missing)
{
	struct texts others = { 0 };
	for (size_t i = 0; i < map->count; i++)
		if (!names_get(&members->places, map->entries[i].key))
			*array_push(run->owner, &others) = map->entries[i].key;
	return near_text(missing, &others);
}

static void refuse_missing(
	struct run *run, const struct rule *rule, const struct frame *frame, struct bytes name)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return;
	violation->keyword = "required";
	violation->rule = rule->members->required_at;
	struct bytes near = meant(run, rule->members, frame->value, name);
	if (near.len)
		violation_hint(
			run, violation, _("did you mean it by '" BYTES_FMT "'?"), BYTES_ARG(near));
	violation_say(run, violation, _("'" BYTES_FMT "' lacks the key '" BYTES_FMT "'"),
		BYTES_ARG(violation->path), BYTES_ARG(name));
}

static bool refuse_lacking(struct run *run, const struct rule *rule, const struct frame *frame)
{
	const struct members *members = rule->members;
	struct lookup lookup = { 0 };
	if (!run->found)
		return false;
	lookup = value_lookup(run->owner, frame->value);
	for (size_t i = 0; i < members->count; i++)
		if (members->at[i].required && !lookup_get(&lookup, members->at[i].name))
			refuse_missing(run, rule, frame, members->at[i].name);
	return false;
}

bool check_members(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct members *members = rule->members;
	const struct value *map = frame->value;
	size_t next = 0, present = 0;
	bool good = true;
	if (map->count < members->required && !run->found)
		return false;
	for (size_t i = 0; i < map->count; i++) {
		const struct member *member = member_find(members, map->entries[i].key, &next);
		present += member && member->required;
		good &= member_check(run, rule, frame, member, i, marks);
		if (!good && (!run->found || run->stopped))
			return false;
	}
	if (present < members->required)
		return refuse_lacking(run, rule, frame);
	return good;
}

/* --- other keywords --------------------------------------------------------------------------- */

static bool refuse_name(struct run *run, const struct rule *rule, const struct frame *frame,
	const struct frame *name)
{
	struct violations inner = { 0 };
	struct violation *violation = violation_add(run, name, rule);
	if (!violation)
		return false;
	struct run again = { .owner = run->owner, .found = &inner, .steps = run->steps };
	bool fits = part_check(&again, name, NULL);
	if (!fits && inner.count)
		violation->hint = inner.at[0].text;
	return violation_say(run, violation,
		_("the key '" BYTES_FMT "' is not one that 'propertyNames' allows in '" BYTES_FMT
		  "'"),
		BYTES_ARG(name->value->text), BYTES_ARG(path_of(run->owner, frame)));
}

bool check_names(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct value *map = frame->value;
	bool good = true;
	(void)marks;
	for (size_t i = 0; i < map->count; i++) {
		struct value key = { .kind = VALUE_STRING,
			.text = map->entries[i].key,
			.at = map->entries[i].key_at };
		struct entry entry = { key.text, key.at, &key };
		struct frame name = { frame, rule->part, &key, &entry, 0 };
		struct violations *found = run->found;
		run->found = NULL;
		bool fits = part_check(run, &name, NULL);
		run->found = found;
		if (fits)
			continue;
		good = refuse_name(run, rule, frame, &name);
		if (!run->found || run->stopped)
			return false;
	}
	return good;
}

static bool refuse_dependent(struct run *run, const struct rule *rule, const struct frame *frame,
	struct bytes name, struct bytes missing)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation,
		_("'" BYTES_FMT "' has the key '" BYTES_FMT "', so it must have '" BYTES_FMT
		  "' too"),
		BYTES_ARG(violation->path), BYTES_ARG(name), BYTES_ARG(missing));
}

static bool dependent_check(struct run *run, const struct rule *rule, const struct frame *frame,
	const struct dependent *dependent, struct marks *marks)
{
	const struct value *map = frame->value, *texts = dependent->texts;
	bool good = true;
	if (dependent->part)
		return same_check(run, frame, dependent->part, marks);
	for (size_t i = 0; i < texts->count; i++)
		if (!value_get(map, texts->items[i]->text))
			good = refuse_dependent(
				run, rule, frame, dependent->name, texts->items[i]->text);
	return good;
}

bool check_dependents(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct dependents *dependents = rule->dependents;
	bool good = true;
	for (size_t i = 0; i < dependents->count; i++) {
		if (!value_get(frame->value, dependents->at[i].name))
			continue;
		good &= dependent_check(run, rule, frame, &dependents->at[i], marks);
		if (!good && (!run->found || run->stopped))
			return false;
	}
	return good;
}
