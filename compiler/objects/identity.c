#include "identity.h"

#include "probe.h"

struct bytes helm_text(struct arena *owner, const struct tree *tree, node_id id)
{
	node_id meant = tree_follow(tree, id);
	const struct node *node = tree_node(tree, meant);
	if (!meant || node->kind != NODE_SCALAR)
		return BYTES("");
	if (node->type == TYPE_STRING && !node->properties)
		return tree_text(tree, meant);
	struct diags said = diags_new(owner); /* when the document was read */
	const struct value *value = tree_value(owner, tree, meant, LIMITS_DEFAULT, &said);
	if (!value || value->kind == VALUE_NULL)
		return BYTES("");
	if (value->kind == VALUE_STRING)
		return value->text;
	struct bytes resolved = resolve_helm_key(owner, value->text);
	return resolved.at ? resolved : value->text;
}

static struct bytes text_at(
	struct arena *owner, const struct tree *tree, node_id map, struct bytes key)
{
	return helm_text(owner, tree, tree_find(tree, map, key));
}

static node_id annotations_of(const struct tree *tree, node_id map)
{
	return tree_find(tree, tree_find(tree, map, BYTES("metadata")), BYTES("annotations"));
}

node_id object_annotation(const struct tree *tree, node_id map, struct bytes key)
{
	return tree_find(tree, annotations_of(tree, map), key);
}

/* --- files ------------------------------------------------------------------------------------ */

static struct bytes file_by_annotation(
	struct arena *owner, const struct tree *tree, node_id annotations)
{
	static const char *const keys[] = { FILENAME, "config.kubernetes.io/path",
		"internal.config.kubernetes.io/path" };
	struct bytes file = BYTES("");
	for (size_t i = 0; i < sizeof keys / sizeof *keys && !file.len; i++)
		file = text_at(owner, tree, annotations, bytes_of(keys[i]));
	return file;
}

static struct bytes file_by_comment(const struct manifest *manifest)
{
	struct stretch at = manifest->stream->documents.at[manifest->index];
	struct bytes mark = BYTES("# Source: "), line = BYTES("");
	struct bytes text = bytes_slice(manifest->stream->source->text, at.begin, at.end);
	while (bytes_cut(&text, '\n', &line))
		if (bytes_trim(line).len)
			break;
	if (!bytes_begins(line, mark))
		return BYTES("");
	return bytes_trim(bytes_slice(line, mark.len, line.len));
}

struct bytes manifest_file(struct arena *owner, const struct manifest *manifest)
{
	struct bytes file = file_by_comment(manifest);
	return file.len ? file
			: file_by_annotation(owner, manifest->tree,
				  annotations_of(manifest->tree, manifest->root));
}

/* --- objects ---------------------------------------------------------------------------------- */

static struct bytes group_of(struct bytes api_version)
{
	size_t slash = bytes_find(api_version, BYTES("/"), 0);
	return bytes_slice(api_version, 0, slash < api_version.len ? slash : 0);
}

/* What is looked for in an object, and in its metadata. */
enum { API_VERSION, KIND, METADATA, FIELDS };
enum { NAME, GENERATE_NAME, NAMESPACE, ANNOTATIONS, METADATA_FIELDS };

static struct span place_of(
	const struct tree *tree, node_id map, const node_id *own, const node_id *within)
{
	node_id name = within[NAME] ? within[NAME] : within[GENERATE_NAME];
	if (!name)
		name = own[KIND];
	return tree_span(tree, name ? name : map);
}

struct object object_read(struct arena *owner, const struct manifest *manifest, node_id map)
{
	static const struct bytes fields[FIELDS] = { { "apiVersion", 10 }, { "kind", 4 },
		{ "metadata", 8 } };
	static const struct bytes metadata_fields[METADATA_FIELDS] = { { "name", 4 },
		{ "generateName", 12 }, { "namespace", 9 }, { "annotations", 11 } };
	const struct tree *tree = manifest->tree;
	node_id own[FIELDS], within[METADATA_FIELDS];
	tree_find_all(tree, map, fields, FIELDS, own);
	tree_find_all(tree, own[METADATA], metadata_fields, METADATA_FIELDS, within);
	struct object object = { manifest, map, .at = place_of(tree, map, own, within) };
	object.api_version = helm_text(owner, tree, own[API_VERSION]);
	object.id.group = group_of(object.api_version);
	object.id.kind = helm_text(owner, tree, own[KIND]);
	object.id.namespace = helm_text(owner, tree, within[NAMESPACE]);
	object.id.name = helm_text(owner, tree, within[NAME]);
	if (object.id.name.len == 0) {
		object.id.name = helm_text(owner, tree, within[GENERATE_NAME]);
		object.id.generated = object.id.name.len > 0;
	}
	object.id.hook = tree_find(tree, within[ANNOTATIONS], BYTES("helm.sh/hook")) != 0;
	object.file = file_by_annotation(owner, tree, within[ANNOTATIONS]);
	if (object.file.len == 0)
		object.file = manifest->file;
	return object;
}

bool object_is_list(struct arena *owner, const struct tree *tree, node_id map)
{
	return bytes_ends(text_at(owner, tree, map, BYTES("kind")), BYTES("List"));
}

bool object_id_equal(const struct object_id *a, const struct object_id *b)
{
	return a->hook == b->hook && a->generated == b->generated &&
		bytes_equal(a->name, b->name) && bytes_equal(a->kind, b->kind) &&
		bytes_equal(a->namespace, b->namespace) && bytes_equal(a->group, b->group);
}

void object_id_print(struct buf *out, const struct object_id *id)
{
	buf_add(out, id->kind.len ? id->kind : BYTES("?"));
	if (id->namespace.len)
		buf_print(out, "/" BYTES_FMT, BYTES_ARG(id->namespace));
	buf_print(out, "/" BYTES_FMT "%s", BYTES_ARG(id->name), id->generated ? "*" : "");
}

/* --- hosts ------------------------------------------------------------------------------------ */

bool manifest_is_resource_list(const struct manifest *manifest)
{
	const struct tree *tree = manifest->tree;
	struct bytes kind = text_at(tree->owner, tree, manifest->root, BYTES("kind"));
	struct bytes version = text_at(tree->owner, tree, manifest->root, BYTES("apiVersion"));
	return bytes_is(kind, "ResourceList") &&
		bytes_is(group_of(version), "config.kubernetes.io");
}

bool manifest_is_of_helm4(const struct manifest *manifest)
{
	const struct tree *tree = manifest->tree;
	bool found = tree_find(tree, annotations_of(tree, manifest->root), BYTES(FILENAME));
	for (size_t i = 0; i < manifest->objects.count && !found; i++)
		found = tree_find(
			tree, annotations_of(tree, manifest->objects.at[i].node), BYTES(FILENAME));
	return found;
}
