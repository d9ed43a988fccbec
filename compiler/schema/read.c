#include "check.h"
#include "reader.h"

#include "base/message.h"
#include "base/nearest.h"

#include <assert.h>

/* --- keywords that say nothing ---------------------------------------------------------------- */

static void tell_unknown(struct reader *reader, const struct entry *entry)
{
	struct texts names = { 0 };
	if (names_set(&reader->told, entry->key, 1))
		return;
	for (size_t i = 0; i < keyword_count; i++)
		*array_push(reader->owner, &names) = bytes_of(keywords[i].name);
	struct bytes near = nearest(entry->key, names.at, names.count);
	diag_warning(reader->d, entry->key_at, "schema/unknown-keyword",
		N_("JSON Schema has no keyword '" BYTES_FMT "', so it says nothing"),
		BYTES_ARG(entry->key));
	if (near.len)
		diag_hint(reader->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

/* A keyword of other drafts. */
static void tell_foreign(struct reader *reader, const struct part *part, const struct entry *entry)
{
	const struct keyword *keyword = keyword_named(entry->key);
	enum schema_draft draft = part->resource->dialect.draft;
	diag_warning(reader->d, entry->key_at, "schema/no-effect", N_("'%s' says nothing in %s"),
		keyword->name, draft_name(draft));
	if (keyword->first > draft)
		diag_hint(reader->d, N_("it came with %s; '$schema' says which one holds"),
			draft_name((enum schema_draft)keyword->first));
	else
		diag_hint(reader->d, N_("it went after %s; '$schema' says which one holds"),
			draft_name((enum schema_draft)keyword->last));
}

/* Keywords that need another one beside them. */
static const struct {
	const char *keyword, *needed;
} companions[] = {
	{ "then", "if" },
	{ "else", "if" },
	{ "additionalItems", "items" },
	{ "minContains", "contains" },
	{ "maxContains", "contains" },
};

static void tell_alone(struct reader *reader, const struct part *part)
{
	for (size_t i = 0; i < sizeof companions / sizeof *companions; i++) {
		const struct value *value = reader_given(reader, part, companions[i].keyword);
		const struct value *needed = reader_given(reader, part, companions[i].needed);
		if (value && !needed)
			diag_warning(reader->d, value->at, "schema/no-effect",
				N_("'%s' says nothing without '%s'"), companions[i].keyword,
				companions[i].needed);
	}
}

/* --- a part ----------------------------------------------------------------------------------- */

static void tell_other(struct reader *reader, const struct part *part, const struct entry *entry)
{
	if (!reader_is_authors(reader, part) || bytes_begins(entry->key, BYTES("x-")))
		return;
	if (keyword_named(entry->key))
		tell_foreign(reader, part, entry);
	else
		tell_unknown(reader, entry);
}

/* The part's own entries for keywords of its dialect, by the keyword's place. */
static void gather(struct reader *reader, const struct part *part)
{
	const struct value *source = part->source;
	const struct idiom *dialect = &part->resource->dialect;
	memset(reader->given, 0, sizeof reader->given);
	for (size_t i = 0; i < source->count; i++) {
		const struct entry *entry = &source->entries[i];
		size_t found = keyword_find(entry->key, dialect->draft);
		if (found >= keyword_count)
			tell_other(reader, part, entry);
		else if ((dialect->vocabularies & keywords[found].vocabulary) &&
			shape_fits(reader, &keywords[found], dialect->draft, entry->value))
			reader->given[found] = entry->value;
	}
}

/* Up to draft 07 nothing stands beside a reference but what says nothing anyway. */
static void drop_siblings(struct reader *reader, const struct part *part)
{
	const struct value *reference = reader_given(reader, part, "$ref");
	if (!reference || part->resource->dialect.draft > SCHEMA_7)
		return;
	for (size_t i = 0; i < keyword_count; i++) {
		const struct value *value = reader->given[i];
		if (!value || value == reference || !keywords[i].read)
			continue;
		reader->given[i] = NULL;
		if (!reader_is_authors(reader, part))
			continue;
		diag_warning(reader->d, value->at, "schema/no-effect",
			N_("'%s' says nothing beside '$ref' in %s"), keywords[i].name,
			draft_name(part->resource->dialect.draft));
		diag_hint(reader->d, N_("let the reference stand alone, as an item of 'allOf'"));
	}
}

void reader_rules(struct reader *reader, struct part *part)
{
	struct rule rules[KEYWORDS_MOST];
	if (part->source->kind == VALUE_BOOL) {
		part->kinds = part->source->boolean ? KIND_ANY : 0;
		return;
	}
	gather(reader, part);
	drop_siblings(reader, part);
	if (reader_is_authors(reader, part))
		tell_alone(reader, part);
	for (size_t i = 0; i < keyword_count; i++) {
		struct rule *rule = &rules[part->rule_count];
		*rule = (struct rule){ .keyword = &keywords[i], .value = reader->given[i] };
		if (rule->value && keywords[i].read)
			part->rule_count += keywords[i].read(reader, part, rule);
	}
	struct rule *kept = arena_array_of(reader->owner, struct rule, part->rule_count);
	memcpy(kept, rules, part->rule_count * sizeof *rules);
	part->rules = kept;
}

/* --- the entry -------------------------------------------------------------------------------- */

static const struct schema *read_document(
	struct reader *reader, struct bytes uri, const struct value *document)
{
	const struct part *root = reader_document(reader, uri, document);
	for (size_t i = 0; i < reader->parts.count; i++)
		reader_rules(reader, reader->parts.at[i]);
	if (reader->failed)
		return NULL;
	struct schema *schema = arena_new_of(reader->owner, struct schema);
	*schema = (struct schema){ .root = root, .steps = reader->options.steps };
	return schema;
}

static struct reader *reader_new(
	struct arena *owner, struct schema_options options, struct diags *d)
{
	struct reader *reader = arena_new_of(owner, struct reader);
	*reader = (struct reader){ .owner = owner, .options = options, .d = d };
	reader->places.owner = reader->uris.owner = owner;
	reader->anchors.owner = reader->told.owner = owner;
	return reader;
}

/* Helm holds a schema against its metaschema first: what that has against it is an error too. */
static bool is_of_metaschema(
	struct reader *reader, enum schema_draft draft, const struct value *document)
{
	struct violations found = { 0 };
	struct diags none = diags_new(reader->owner);
	struct schema_options options = { .draft = draft, .steps = SCHEMA_STEPS };
	struct bytes uri = metaschema_uri(draft);
	const struct schema *metaschema = read_document(reader_new(reader->owner, options, &none),
		uri, metaschema_find(reader->owner, uri));
	assert(metaschema);
	if (schema_check(reader->owner, metaschema, document, &found))
		return true;
	for (size_t i = 0; i < found.count; i++)
		diag_error(reader->d, found.at[i].at, "schema/keyword",
			N_("this is no schema of %s: " BYTES_FMT), draft_name(draft),
			BYTES_ARG(found.at[i].text));
	return false;
}

const struct schema *schema_read(struct arena *owner, const struct value *document,
	struct schema_options options, struct diags *d)
{
	struct reader *reader = reader_new(owner, options, d);
	/* Where Helm 4 says that the schema is. */
	const struct schema *schema = read_document(
		reader, BYTES("file:///values.schema.json"), document);
	if (!schema)
		return NULL;
	enum schema_draft draft = schema->root->resource->dialect.draft;
	return is_of_metaschema(reader, draft, document) ? schema : NULL;
}
