#include "crds.h"

struct custom_kind {
	struct bytes group, version, kind;
	const struct merge_type *type;
};

struct crds {
	struct arena *owner;
	const struct stream *stream;
	struct limits limits;
	bool searched;
	ARRAY(struct custom_kind);
};

struct crds *crds_new(struct arena *run, const struct stream *stream, struct limits limits)
{
	struct crds *crds = arena_new_of(run, struct crds);
	*crds = (struct crds){ .owner = run, .stream = stream, .limits = limits };
	return crds;
}

/* --- reading definitions ---------------------------------------------------------------------- */

static const struct value *get(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, bytes_of(key)) : NULL;
}

static struct bytes text_of(const struct value *value)
{
	return value && value->kind == VALUE_STRING ? value->text : BYTES("");
}

static void add_version(struct crds *crds, const struct value *spec, const struct value *version)
{
	const struct value *schema = get(get(version, "schema"), "openAPIV3Schema");
	if (!schema)
		return;
	*array_push(crds->owner, crds) = (struct custom_kind){
		.group = text_of(get(spec, "group")),
		.version = text_of(get(version, "name")),
		.kind = text_of(get(get(spec, "names"), "kind")),
		.type = merge_type_of_schema(crds->owner, schema),
	};
}

static void add_definition(struct crds *crds, const struct object *object, struct diags *d)
{
	const struct value *definition = tree_value(
		crds->owner, object->manifest->tree, object->node, crds->limits, d);
	const struct value *spec = get(definition, "spec"), *versions = get(spec, "versions");
	for (size_t i = 0; versions && versions->kind == VALUE_LIST && i < versions->count; i++)
		add_version(crds, spec, versions->items[i]);
}

static void read_document(struct crds *crds, size_t index)
{
	struct diags d = diags_new(crds->owner); /* told where the document itself is rendered */
	const struct manifest *manifest = manifest_read(
		crds->owner, crds->stream, index, crds->limits, &d);
	for (size_t i = 0; manifest && i < manifest->objects.count; i++)
		if (bytes_equal(manifest->objects.at[i].id.kind, BYTES("CustomResourceDefinition")))
			add_definition(crds, &manifest->objects.at[i], &d);
}

static void search(struct crds *crds)
{
	struct bytes name = BYTES("CustomResourceDefinition");
	for (size_t i = 0; i < crds->stream->documents.count; i++) {
		struct stretch at = crds->stream->documents.at[i];
		struct bytes text = bytes_slice(crds->stream->source->text, at.begin, at.end);
		if (bytes_find(text, name, 0) < text.len)
			read_document(crds, i);
	}
	crds->searched = true;
}

/* --- asking ----------------------------------------------------------------------------------- */

const struct merge_type *crds_find(
	struct crds *crds, struct bytes group, struct bytes version, struct bytes kind)
{
	if (!crds->searched)
		search(crds);
	for (size_t i = 0; i < crds->count; i++) {
		const struct custom_kind *custom = &crds->at[i];
		if (bytes_equal(custom->kind, kind) && bytes_equal(custom->group, group) &&
			bytes_equal(custom->version, version))
			return custom->type;
	}
	return NULL;
}
