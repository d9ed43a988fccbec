/* Which keywords a document has: its draft, and the vocabularies of a metaschema of one's own. */
#include "reader.h"
#include "uri.h"

#include "base/message.h"

static const struct {
	const char *name;
	enum schema_draft draft;
	unsigned vocabularies;
} vocabularies[] = {
	{ "2019-09/vocab/core", SCHEMA_2019, VOCABULARY_CORE },
	{ "2019-09/vocab/applicator", SCHEMA_2019, VOCABULARY_APPLICATOR },
	{ "2019-09/vocab/validation", SCHEMA_2019, VOCABULARY_VALIDATION },
	{ "2019-09/vocab/meta-data", SCHEMA_2019, VOCABULARY_ANNOTATION },
	{ "2019-09/vocab/format", SCHEMA_2019, VOCABULARY_ASSERTED_FORMAT },
	{ "2019-09/vocab/content", SCHEMA_2019, VOCABULARY_ANNOTATION },
	{ "2020-12/vocab/core", SCHEMA_2020, VOCABULARY_CORE },
	{ "2020-12/vocab/applicator", SCHEMA_2020, VOCABULARY_APPLICATOR },
	{ "2020-12/vocab/unevaluated", SCHEMA_2020, VOCABULARY_UNEVALUATED },
	{ "2020-12/vocab/validation", SCHEMA_2020, VOCABULARY_VALIDATION },
	{ "2020-12/vocab/meta-data", SCHEMA_2020, VOCABULARY_ANNOTATION },
	{ "2020-12/vocab/format-annotation", SCHEMA_2020, VOCABULARY_ANNOTATION },
	{ "2020-12/vocab/format-assertion", SCHEMA_2020, VOCABULARY_ASSERTED_FORMAT },
	{ "2020-12/vocab/content", SCHEMA_2020, VOCABULARY_ANNOTATION },
};

enum { VOCABULARIES = sizeof vocabularies / sizeof *vocabularies };

static size_t vocabulary_find(struct bytes uri)
{
	static const struct bytes head = { "https://json-schema.org/draft/", 30 };
	size_t i = 0;
	if (!bytes_begins(uri, head))
		return VOCABULARIES;
	struct bytes name = bytes_slice(uri, head.len, uri.len);
	while (i < VOCABULARIES && !bytes_is(name, vocabularies[i].name))
		i++;
	return i;
}

/* The keywords of a metaschema, which says them one by one, or has those of its own draft. */
static struct idiom dialect_of(
	struct reader *reader, const struct value *metaschema, struct idiom dialect)
{
	const struct value *list = value_get(metaschema, BYTES("$vocabulary"));
	if (!list || list->kind != VALUE_MAP)
		return dialect;
	dialect.vocabularies = VOCABULARY_CORE | VOCABULARY_ANNOTATION;
	for (size_t i = 0; i < list->count; i++) {
		const struct entry *entry = &list->entries[i];
		size_t found = vocabulary_find(entry->key);
		bool required = entry->value->kind == VALUE_BOOL && entry->value->boolean;
		if (found < VOCABULARIES) {
			dialect.draft = vocabularies[found].draft;
			dialect.vocabularies |= vocabularies[found].vocabularies;
		} else if (required) {
			reader_fail(reader);
			diag_error(reader->d, entry->key_at, "schema/dialect",
				N_("the vocabulary '" BYTES_FMT "' is not known"),
				BYTES_ARG(entry->key));
		}
	}
	return dialect;
}

static const struct value *given_document(const struct reader *reader, struct bytes uri)
{
	for (size_t i = 0; i < reader->options.document_count; i++)
		if (bytes_equal(reader->options.documents[i].uri, uri))
			return reader->options.documents[i].value;
	return NULL;
}

static void refuse(struct reader *reader, const struct value *name)
{
	reader_fail(reader);
	diag_error(reader->d, name->at, "schema/dialect",
		N_("'" BYTES_FMT "' is no draft of JSON Schema that leme knows"),
		BYTES_ARG(name->text));
	diag_hint(reader->d,
		N_("'https://json-schema.org/draft/2020-12/schema' is one, "
		   "'http://json-schema.org/draft-07/schema#' is what Helm 3 reads too"));
}

struct idiom reader_dialect(
	struct reader *reader, const struct value *schema, struct idiom otherwise)
{
	const struct value *name = value_get(schema, BYTES("$schema"));
	struct idiom dialect = { otherwise.draft, VOCABULARY_ALL };
	for (unsigned hops = 0; name && name->kind == VALUE_STRING && hops < 8; hops++) {
		struct uri split = uri_split(name->text);
		struct bytes uri = bytes_slice(name->text, 0,
			split.fragment.at ? (size_t)(split.fragment.at - name->text.at) - 1
					  : name->text.len);
		if (!split.fragment.len && metaschema_draft(uri, &dialect.draft))
			return dialect;
		const struct value *metaschema = given_document(reader, uri);
		if (!metaschema || metaschema->kind != VALUE_MAP) {
			refuse(reader, name);
			return otherwise;
		}
		if (value_get(metaschema, BYTES("$vocabulary")))
			return dialect_of(reader, metaschema, dialect);
		name = value_get(metaschema, BYTES("$schema"));
	}
	return otherwise;
}
