/* What the keywords of a schema say: each makes a rule, or takes part in another's. */
#include "check.h"
#include "format.h"
#include "reader.h"

#include "base/message.h"
#include "base/nearest.h"

const struct value *reader_given(
	const struct reader *reader, const struct part *part, const char *name)
{
	size_t keyword = keyword_find(bytes_of(name), part->resource->dialect.draft);
	return keyword < keyword_count ? reader->given[keyword] : NULL;
}

static const struct part **parts_room(struct reader *reader, size_t count)
{
	return arena_array_of(reader->owner, const struct part *, count);
}

static struct parts parts_of(struct reader *reader, const struct value *list)
{
	struct parts parts = { parts_room(reader, list->count), list->count };
	for (size_t i = 0; i < list->count; i++)
		parts.at[i] = reader_part(reader, list->items[i]);
	return parts;
}

/* --- scalars ---------------------------------------------------------------------------------- */

bool read_plain(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)reader;
	(void)part;
	(void)rule;
	return true;
}

bool read_true(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)reader;
	(void)part;
	return rule->value->boolean;
}

bool read_count(struct reader *reader, struct part *part, struct rule *rule)
{
	double count = rule->value->number;
	(void)reader;
	(void)part;
	rule->count = count < EXACT ? (size_t)count : SIZE_MAX;
	return true;
}

static uint8_t kinds_of(struct bytes type)
{
	static const struct {
		const char *name;
		uint8_t kinds;
	} rows[] = {
		{ "array", KIND_LIST },
		{ "boolean", KIND_BOOL },
		{ "integer", KIND_INTEGER },
		{ "null", KIND_NULL },
		{ "number", KIND_NUMBER },
		{ "object", KIND_MAP },
		{ "string", KIND_STRING },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(type, rows[i].name))
			return rows[i].kinds;
	return 0;
}

bool read_type(struct reader *reader, struct part *part, struct rule *rule)
{
	const struct value *types = rule->value;
	(void)reader;
	part->kinds = types->kind == VALUE_STRING ? kinds_of(types->text) : 0;
	for (size_t i = 0; types->kind == VALUE_LIST && i < types->count; i++)
		part->kinds |= kinds_of(types->items[i]->text);
	rule->count = part->kinds;
	return true;
}

bool read_enum(struct reader *reader, struct part *part, struct rule *rule)
{
	const struct value *list = rule->value;
	struct choices *choices = arena_new_of(reader->owner, struct choices);
	bool texts = list->count > MEMBERS_FEW;
	(void)part;
	*choices = (struct choices){ .list = list, .texts = { .owner = reader->owner } };
	for (size_t i = 0; i < list->count && texts; i++)
		texts = list->items[i]->kind == VALUE_STRING;
	for (size_t i = 0; i < list->count && texts; i++)
		names_set(&choices->texts, list->items[i]->text, 1);
	rule->choices = choices;
	return true;
}

/* In draft 04 a bool beside it says whether the limit itself is out. */
bool read_limit(struct reader *reader, struct part *part, struct rule *rule)
{
	bool upper = strcmp(rule->keyword->name, "maximum") == 0;
	const struct value *exclusive = reader_given(
		reader, part, upper ? "exclusiveMaximum" : "exclusiveMinimum");
	rule->exclusive = exclusive && exclusive->kind == VALUE_BOOL && exclusive->boolean;
	return true;
}

bool read_exclusive(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)reader;
	(void)part;
	rule->exclusive = true;
	return true;
}

/* --- patterns and formats --------------------------------------------------------------------- */

/* The place in a pattern, where its text stands in the file as it is read. */
static struct span inside(struct span at, struct bytes pattern, size_t offset)
{
	struct span place = at;
	for (uint32_t quote = 0; quote < 2 && at.source && at.source->text.at; quote++) {
		place.begin = at.begin + quote;
		place.end = place.begin + (uint32_t)pattern.len;
		if (place.end > at.end || !bytes_equal(span_text(place), pattern))
			continue;
		place.begin += (uint32_t)offset;
		place.end = place.begin + (offset < pattern.len);
		return place;
	}
	return at;
}

static const struct regex *regex_of(struct reader *reader, struct bytes pattern, struct span at)
{
	struct regex_fault fault;
	const struct regex *regex = regex_new(reader->owner, pattern, REGEX_STEPS_DEFAULT, &fault);
	if (regex)
		return regex;
	reader_fail(reader);
	diag_error(reader->d, inside(at, pattern, fault.at), "schema/pattern",
		N_("this is no pattern that Helm can read: %s"), _(fault.text));
	if (bytes_find(pattern, BYTES("(?"), 0) < pattern.len)
		diag_hint(reader->d,
			N_("Helm reads patterns as Go does, in RE2's syntax, which "
			   "has no look-around"));
	return NULL;
}

bool read_pattern(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)part;
	rule->regex = regex_of(reader, rule->value->text, rule->value->at);
	return rule->regex;
}

/* Once for each name: schemas are full of them. */
static bool is_told(struct reader *reader, struct bytes name)
{
	return names_set(&reader->told, name, 1);
}

bool read_format(struct reader *reader, struct part *part, struct rule *rule)
{
	const struct idiom *dialect = &part->resource->dialect;
	const struct value *name = rule->value;
	bool asked = dialect->draft <= SCHEMA_7 || reader->options.checks_formats ||
		(dialect->vocabularies & VOCABULARY_ASSERTED_FORMAT);
	rule->format = schema_format_find(name->text);
	if (rule->format && asked)
		return true;
	if (!reader_is_authors(reader, part))
		return false;
	if (rule->format && !is_told(reader, BYTES("format"))) {
		diag_warning(reader->d, name->at, "schema/format",
			N_("'format' is not checked in %s, as in Helm 4"),
			draft_name(dialect->draft));
		diag_hint(reader->d, N_("both Helm 3 and Helm 4 check it in draft-07"));
	}
	if (rule->format || schema_format_is_plain(name->text) || is_told(reader, name->text))
		return false;
	diag_warning(reader->d, name->at, "schema/format",
		N_("the format '" BYTES_FMT "' is not known, so it is not checked"),
		BYTES_ARG(name->text));
	struct bytes near = schema_format_near(name->text);
	if (near.len)
		diag_hint(reader->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	return false;
}

/* --- lists ------------------------------------------------------------------------------------ */

/* The first of a group of keywords that are one rule makes it. */
static bool leads(const struct reader *reader, const struct part *part, const struct rule *rule,
	const char *const *group)
{
	for (; *group; group++)
		if (reader_given(reader, part, *group))
			return strcmp(*group, rule->keyword->name) == 0;
	return false;
}

bool read_sequence(struct reader *reader, struct part *part, struct rule *rule)
{
	static const char *const group[] = { "prefixItems", "items", NULL };
	if (!leads(reader, part, rule, group))
		return false;
	struct sequence *sequence = arena_new_of(reader->owner, struct sequence);
	const struct value *items = reader_given(reader, part, "items");
	const struct value *first = reader_given(reader, part, "prefixItems"), *rest = items;
	if (items && items->kind == VALUE_LIST) {
		first = items;
		rest = reader_given(reader, part, "additionalItems");
	}
	if (first)
		sequence->first = parts_of(reader, first);
	sequence->rest = rest ? reader_part(reader, rest) : NULL;
	rule->sequence = sequence;
	return true;
}

static size_t count_given(
	const struct reader *reader, const struct part *part, const char *name, size_t otherwise)
{
	const struct value *count = reader_given(reader, part, name);
	if (!count)
		return otherwise;
	return count->number < EXACT ? (size_t)count->number : SIZE_MAX;
}

bool read_contains(struct reader *reader, struct part *part, struct rule *rule)
{
	struct containing *containing = arena_new_of(reader->owner, struct containing);
	containing->part = reader_part(reader, rule->value);
	containing->least = count_given(reader, part, "minContains", 1);
	containing->most = count_given(reader, part, "maxContains", SIZE_MAX);
	containing->marks = part->resource->dialect.draft >= SCHEMA_2020;
	rule->containing = containing;
	return true;
}

/* --- maps ------------------------------------------------------------------------------------- */

static struct member *member_of(struct members *members, struct bytes name)
{
	uint32_t place = names_get(&members->places, name);
	if (place)
		return &members->at[place - 1];
	members->at[members->count].name = name;
	names_set(&members->places, name, (uint32_t)++members->count);
	return &members->at[members->count - 1];
}

static void read_required(struct members *members, const struct value *required)
{
	members->required_at = required->at;
	for (size_t i = 0; i < required->count; i++) {
		member_of(members, required->items[i]->text)->required = true;
		members->required++;
	}
}

static void read_patterned(
	struct reader *reader, struct members *members, const struct value *patterns)
{
	members->patterns = arena_array_of(reader->owner, struct patterned, patterns->count);
	for (size_t i = 0; i < patterns->count; i++) {
		const struct entry *entry = &patterns->entries[i];
		struct patterned *patterned = &members->patterns[members->pattern_count];
		patterned->part = reader_part(reader, entry->value);
		patterned->pattern = regex_of(reader, entry->key, entry->key_at);
		members->pattern_count += patterned->pattern != NULL;
	}
}

bool read_members(struct reader *reader, struct part *part, struct rule *rule)
{
	static const char *const group[] = { "properties", "patternProperties",
		"additionalProperties", "required", NULL };
	const struct value *properties = reader_given(reader, part, group[0]);
	const struct value *patterns = reader_given(reader, part, group[1]);
	const struct value *rest = reader_given(reader, part, group[2]);
	const struct value *required = reader_given(reader, part, group[3]);
	if (!leads(reader, part, rule, group))
		return false;
	struct members *members = arena_new_of(reader->owner, struct members);
	members->at = arena_array_of(reader->owner, struct member,
		(properties ? properties->count : 0) + (required ? required->count : 0));
	members->places.owner = reader->owner;
	for (size_t i = 0; properties && i < properties->count; i++)
		member_of(members, properties->entries[i].key)->part = reader_part(
			reader, properties->entries[i].value);
	if (required)
		read_required(members, required);
	if (patterns)
		read_patterned(reader, members, patterns);
	members->rest = rest ? reader_part(reader, rest) : NULL;
	members->evaluates = properties || patterns || rest;
	rule->members = members;
	return true;
}

bool read_dependents(struct reader *reader, struct part *part, struct rule *rule)
{
	const struct value *map = rule->value;
	struct dependents *dependents = arena_new_of(reader->owner, struct dependents);
	(void)part;
	dependents->at = arena_array_of(reader->owner, struct dependent, map->count);
	dependents->count = map->count;
	for (size_t i = 0; i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		dependents->at[i].name = map->entries[i].key;
		if (value->kind == VALUE_LIST)
			dependents->at[i].texts = value;
		else
			dependents->at[i].part = reader_part(reader, value);
	}
	rule->dependents = dependents;
	return true;
}

/* --- schemas ---------------------------------------------------------------------------------- */

bool read_part_rule(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)part;
	rule->part = reader_part(reader, rule->value);
	return true;
}

bool read_unevaluated(struct reader *reader, struct part *part, struct rule *rule)
{
	part->tracks = true;
	return read_part_rule(reader, part, rule);
}

bool read_parts(struct reader *reader, struct part *part, struct rule *rule)
{
	(void)part;
	rule->parts = parts_of(reader, rule->value);
	return true;
}

bool read_conditional(struct reader *reader, struct part *part, struct rule *rule)
{
	struct conditional *conditional = arena_new_of(reader->owner, struct conditional);
	const struct value *then = reader_given(reader, part, "then");
	const struct value *otherwise = reader_given(reader, part, "else");
	conditional->when = reader_part(reader, rule->value);
	conditional->then = then ? reader_part(reader, then) : NULL;
	conditional->otherwise = otherwise ? reader_part(reader, otherwise) : NULL;
	rule->conditional = conditional;
	return true;
}

/* Whether what a reference leads to has the anchor, so that another in scope may take its place. */
static bool has_anchor(const struct part *part, struct bytes name)
{
	const struct resource *resource = part->resource;
	for (size_t i = 0; i < resource->dynamic.count; i++)
		if (resource->dynamic.at[i].part == part &&
			bytes_equal(resource->dynamic.at[i].name, name))
			return true;
	return false;
}

bool read_reference(struct reader *reader, struct part *part, struct rule *rule)
{
	struct reference *reference = arena_new_of(reader->owner, struct reference);
	struct bytes text = rule->value->text;
	size_t fragment = bytes_find(text, BYTES("#"), 0) + 1;
	reference->part = reader_resolve(reader, part->resource, rule->value);
	if (!reference->part)
		return false;
	reference->anchor = bytes_slice(text, fragment, text.len);
	reference->is_dynamic = strcmp(rule->keyword->name, "$ref") != 0 &&
		has_anchor(reference->part, reference->anchor);
	rule->reference = reference;
	return true;
}
