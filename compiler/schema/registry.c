/* Where schemas stand: parts, resources, anchors; and what references lead to. */
#include "reader.h"
#include "uri.h"

#include "base/message.h"
#include "base/nearest.h"
#include "notation/notation.h"

bool reader_fail(struct reader *reader)
{
	reader->failed = true;
	return false;
}

const char *draft_name(enum schema_draft draft)
{
	static const char *const names[] = {
		[SCHEMA_4] = "draft-04",
		[SCHEMA_6] = "draft-06",
		[SCHEMA_7] = "draft-07",
		[SCHEMA_2019] = "draft 2019-09",
		[SCHEMA_2020] = "draft 2020-12",
	};
	return names[draft];
}

/* --- parts ------------------------------------------------------------------------------------ */

/* A value's address, as a text for a table. */
static struct bytes address(const struct value *const *value)
{
	return (struct bytes){ (const char *)value, sizeof *value };
}

struct part *reader_part(const struct reader *reader, const struct value *source)
{
	uint32_t place = names_get(&reader->places, address(&source));
	return place ? reader->parts.at[place - 1] : NULL;
}

bool reader_is_authors(const struct reader *reader, const struct part *part)
{
	return part->source->at.source == reader->parts.at[0]->source->at.source;
}

static struct part *add_part(
	struct reader *reader, const struct value *source, const struct resource *resource)
{
	struct part *part = arena_new_of(reader->owner, struct part);
	*part = (struct part){ .source = source, .resource = resource, .kinds = KIND_ANY };
	*array_push(reader->owner, &reader->parts) = part;
	names_set(&reader->places, address((const struct value *const *)&part->source),
		(uint32_t)reader->parts.count);
	return part;
}

static const struct value *text_of(const struct value *schema, const char *name)
{
	const struct value *value = value_get(schema, bytes_of(name));
	return value && value->kind == VALUE_STRING ? value : NULL;
}

/* --- identifiers ------------------------------------------------------------------------------ */

static struct resource *resource_at(const struct reader *reader, struct bytes uri)
{
	uint32_t place = names_get(&reader->uris, uri);
	return place ? reader->resources.at[place - 1] : NULL;
}

static struct resource *add_resource(
	struct reader *reader, struct bytes uri, struct idiom dialect, const struct value *id)
{
	const struct resource *same = resource_at(reader, uri);
	if (same) {
		reader_fail(reader);
		diag_error(reader->d, id->at, "schema/reference",
			N_("two schemas have the identifier '" BYTES_FMT "'"), BYTES_ARG(uri));
		if (same->root)
			diag_related(reader->d, same->root->source->at, N_("the other one"));
	}
	struct resource *resource = arena_new_of(reader->owner, struct resource);
	*resource = (struct resource){ .uri = uri, .dialect = dialect };
	*array_push(reader->owner, &reader->resources) = resource;
	if (!same)
		names_set(&reader->uris, uri, (uint32_t)reader->resources.count);
	return resource;
}

/* The schema's own identifier; NULL for none. Before 2019-09 none stands beside a reference. */
static const struct value *id_of(const struct value *schema, enum schema_draft draft)
{
	if (draft <= SCHEMA_7 && text_of(schema, "$ref"))
		return NULL;
	return text_of(schema, draft == SCHEMA_4 ? "id" : "$id");
}

/* Where a schema stands: in the resource around it, or one of its own. */
static struct resource *enter(
	struct reader *reader, const struct value *schema, struct resource *around)
{
	struct bytes fragment, uri;
	struct idiom dialect = around->dialect;
	if (schema->kind != VALUE_MAP)
		return around;
	if (around->root && (text_of(schema, "$id") || text_of(schema, "id")))
		dialect = reader_dialect(reader, schema, dialect);
	const struct value *id = id_of(schema, dialect.draft);
	if (!id)
		return around;
	uri = uri_resolve(reader->owner, around->uri, id->text, &fragment);
	if (fragment.len && dialect.draft >= SCHEMA_2019) {
		reader_fail(reader);
		diag_error(reader->d, id->at, "schema/keyword",
			N_("an identifier has no fragment in %s"), draft_name(dialect.draft));
		diag_hint(reader->d, N_("'$anchor' names a place in a schema"));
	}
	if (bytes_equal(uri, around->uri) || id->text.at[0] == '#')
		return around;
	return add_resource(reader, uri, dialect, id);
}

static void add_anchor(
	struct reader *reader, const struct part *part, struct bytes name, struct span at)
{
	struct bytes key = bytes_join(reader->owner, part->resource->uri, BYTES("#"), name);
	uint32_t place = names_get(&reader->places, address(&part->source));
	uint32_t before = names_set(&reader->anchors, key, place);
	if (!before || before == place)
		return;
	reader_fail(reader);
	diag_error(reader->d, at, "schema/reference",
		N_("two schemas have the anchor '" BYTES_FMT "'"), BYTES_ARG(name));
	diag_related(reader->d, reader->parts.at[before - 1]->source->at, N_("the other one"));
}

static void add_dynamic(struct reader *reader, struct resource *resource, const struct part *part,
	struct bytes name)
{
	struct anchor *anchor = array_push(reader->owner, &resource->dynamic);
	*anchor = (struct anchor){ name, part };
}

/* The anchors of a schema; before 2019-09 they stand in the identifier. */
static void add_anchors(struct reader *reader, struct resource *resource, const struct part *part)
{
	enum schema_draft draft = resource->dialect.draft;
	const struct value *schema = part->source, *name = text_of(schema, "$anchor");
	if (draft <= SCHEMA_7) {
		const struct value *id = id_of(schema, draft);
		struct bytes fragment = id ? uri_split(id->text).fragment : (struct bytes){ 0 };
		if (fragment.len)
			add_anchor(reader, part, fragment, id->at);
		return;
	}
	if (name)
		add_anchor(reader, part, name->text, name->at);
	if (draft == SCHEMA_2020 && (name = text_of(schema, "$dynamicAnchor"))) {
		add_anchor(reader, part, name->text, name->at);
		add_dynamic(reader, resource, part, name->text);
	}
	name = value_get(schema, BYTES("$recursiveAnchor"));
	if (draft == SCHEMA_2019 && name && name->kind == VALUE_BOOL && name->boolean)
		add_dynamic(reader, resource, part, BYTES(""));
}

/* --- documents -------------------------------------------------------------------------------- */

struct scan {
	struct reader *reader;
	struct resource *resource;
};

/* Makes parts of a schema and of those in it. What is none is refused where it is read. */
static void scan_schema(void *context, const struct value *schema)
{
	const struct scan *around = context;
	struct reader *reader = around->reader;
	if ((schema->kind != VALUE_MAP && schema->kind != VALUE_BOOL) ||
		reader_part(reader, schema))
		return;
	struct scan scan = { reader, enter(reader, schema, around->resource) };
	struct part *part = add_part(reader, schema, scan.resource);
	if (!scan.resource->root)
		scan.resource->root = part;
	if (schema->kind == VALUE_BOOL)
		return;
	add_anchors(reader, scan.resource, part);
	for (size_t i = 0; i < schema->count; i++) {
		size_t keyword = keyword_find(schema->entries[i].key, scan.resource->dialect.draft);
		if (keyword < keyword_count)
			shape_schemas((enum shape)keywords[keyword].shape, schema->entries[i].value,
				scan_schema, &scan);
	}
}

const struct part *reader_document(
	struct reader *reader, struct bytes uri, const struct value *document)
{
	struct idiom dialect = { reader->options.draft, VOCABULARY_ALL };
	if (document->kind == VALUE_MAP)
		dialect = reader_dialect(reader, document, dialect);
	else if (document->kind != VALUE_BOOL) {
		reader_fail(reader);
		diag_error(reader->d, document->at, "schema/keyword",
			N_("a schema must be a mapping, or true or false"));
		return NULL;
	}
	struct resource *resource = add_resource(reader, uri, dialect, document);
	struct scan scan = { reader, resource };
	scan_schema(&scan, document);
	const struct part *root = reader_part(reader, document);
	if (!resource->root)
		resource->root = root;
	return root;
}

/* A document that is known by a URI, read when it is first asked for. */
static const struct resource *resource_find(struct reader *reader, struct bytes uri)
{
	const struct resource *resource = resource_at(reader, uri);
	for (size_t i = 0; !resource && i < reader->options.document_count; i++) {
		const struct schema_document *document = &reader->options.documents[i];
		if (!bytes_equal(document->uri, uri))
			continue;
		reader_document(reader, uri, document->value);
		return resource_at(reader, uri);
	}
	const struct value *metaschema = resource ? NULL : metaschema_find(reader->owner, uri);
	if (!metaschema)
		return resource;
	reader_document(reader, uri, metaschema);
	return resource_at(reader, uri);
}

/* --- references ------------------------------------------------------------------------------- */

static const struct part *lost(
	struct reader *reader, const struct value *reference, struct bytes near)
{
	reader_fail(reader);
	diag_error(reader->d, reference->at, "schema/reference",
		N_("the reference '" BYTES_FMT "' leads nowhere"), BYTES_ARG(reference->text));
	if (near.len)
		diag_hint(reader->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	return NULL;
}

/* The key of a map that a step may have meant. */
static struct bytes near_key(struct arena *owner, const struct value *map, struct bytes step)
{
	struct texts keys = { 0 };
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->count; i++)
		*array_push(owner, &keys) = map->entries[i].key;
	return nearest(step, keys.at, keys.count);
}

/* Walks from the root of a resource. Another resource on the way counts for what is below it. */
static const struct part *follow(struct reader *reader, const struct resource *resource,
	struct bytes pointer, const struct value *reference)
{
	struct bytes escaped, rest = bytes_slice(pointer, 1, pointer.len);
	const struct value *at = resource->root->source;
	const struct part *holder = resource->root;
	while (bytes_cut(&rest, '/', &escaped)) {
		struct bytes step = pointer_token(reader->owner, escaped);
		const struct value *next = value_at(at, step);
		if (!next)
			return lost(reader, reference, near_key(reader->owner, at, step));
		const struct part *part = reader_part(reader, next);
		holder = part ? part : holder;
		at = next;
	}
	struct scan scan = { reader, resource_at(reader, holder->resource->uri) };
	if (scan.resource)
		scan_schema(&scan, at);
	const struct part *part = reader_part(reader, at);
	return part ? part : lost(reader, reference, (struct bytes){ 0 });
}

/* Another document. A `urn:` is true for Helm 4; what has an address of the web it would
 * fetch, so that it is not known here what the schema says; there is nothing else to be found. */
static const struct part *foreign(
	struct reader *reader, const struct value *reference, struct bytes uri)
{
	if (bytes_begins(uri, BYTES("urn:"))) {
		struct resource *resource = arena_new_of(reader->owner, struct resource);
		struct value *always = value_bool(reader->owner, true, reference->at);
		diag_warning(reader->d, reference->at, "schema/reference",
			N_("nothing here is called '" BYTES_FMT "': any value will do, as for "
			   "Helm 4"),
			BYTES_ARG(uri));
		resource->uri = uri;
		return resource->root = add_part(reader, always, resource);
	}
	bool remote = bytes_begins(uri, BYTES("http://")) || bytes_begins(uri, BYTES("https://"));
	reader_fail(reader);
	diag_error(reader->d, reference->at, remote ? "schema/remote" : "schema/reference",
		N_("the reference '" BYTES_FMT "' leads to another document, '" BYTES_FMT
		   "', and none is fetched"),
		BYTES_ARG(reference->text), BYTES_ARG(uri));
	diag_hint(reader->d, N_("take what it means into '$defs' of this schema"));
	return NULL;
}

const struct part *reader_resolve(
	struct reader *reader, const struct resource *from, const struct value *reference)
{
	struct bytes raw, uri = uri_resolve(reader->owner, from->uri, reference->text, &raw);
	const struct resource *resource = resource_find(reader, uri);
	if (!resource)
		return foreign(reader, reference, uri);
	struct bytes fragment = percent_decode(reader->owner, raw);
	if (!resource->root || !fragment.len)
		return resource->root;
	if (fragment.at[0] == '/')
		return follow(reader, resource, fragment, reference);
	uint32_t place = names_get(&reader->anchors,
		bytes_join(reader->owner, resource->root->resource->uri, BYTES("#"), fragment));
	return place ? reader->parts.at[place - 1] : lost(reader, reference, (struct bytes){ 0 });
}
