#include "anchors.h"
#include "identity.h"
#include "probe.h"

#include "base/message.h"

struct collector {
	struct arena *owner;
	struct manifest *manifest;
	struct diags *d;
};

/* --- what a document may be ------------------------------------------------------------------- */

/* `.inf` and `.nan`, which Helm refuses; and a few that it takes. */
static bool may_be_infinite(const struct tree *tree, node_id id)
{
	struct bytes text = tree_text(tree, id);
	for (size_t i = 0; i < text.len && i < 3; i++)
		if (strchr("iInN", text.at[i]))
			return true;
	return false;
}

static bool has_odd_key(const struct tree *tree, node_id map)
{
	for (node_id key = tree_first(tree, map); key;
		key = tree_next(tree, tree_next(tree, key))) {
		const struct node *node = tree_node(tree, key);
		if (node->kind != NODE_SCALAR || node->type != TYPE_STRING ||
			bytes_equal(tree_text(tree, key), BYTES("<<")))
			return true;
	}
	return false;
}

/* Whether a tree has what Helm may refuse though it is YAML. */
static bool is_odd(const struct tree *tree)
{
	for (node_id id = 1; id < tree->nodes.count; id++) {
		const struct node *node = tree_node(tree, id);
		if (node->properties || node->kind == NODE_ALIAS ||
			(node->type == TYPE_FLOAT && may_be_infinite(tree, id)) ||
			(node->kind == NODE_MAP && has_odd_key(tree, id)))
			return true;
	}
	return false;
}

/* What only a walk along the aliases shows: cycles, ambiguous keys, limits. */
static bool check_value(struct manifest *manifest, struct limits limits, struct diags *d)
{
	if (manifest->tree->usual || !is_odd(manifest->tree))
		return true;
	struct arena *scratch = arena_new();
	bool good = tree_value(scratch, manifest->tree, manifest->root, limits, d);
	arena_end(scratch);
	return good;
}

static bool is_null(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	return node->kind == NODE_SCALAR && node->type == TYPE_NULL;
}

static bool check_root(struct manifest *manifest, struct diags *d)
{
	const struct tree *tree = manifest->tree;
	node_id meant = tree_follow(tree, manifest->root);
	if (meant && tree_node(tree, meant)->kind == NODE_MAP)
		return true;
	bool is_list = meant && tree_node(tree, meant)->kind == NODE_SEQ;
	diag_error(d, tree_span(tree, manifest->root), "manifest/not-a-map",
		is_list ? N_("this document is a list; an object is a map")
			: N_("this document is a text; an object is a map"));
	return false;
}

static void warn_of_twins(const struct manifest *manifest, struct arena *owner, struct diags *d)
{
	const struct tree *tree = manifest->tree;
	if (tree->usual)
		return;
	struct twins twins = tree_twins(owner, tree, manifest->root);
	for (size_t i = 0; i < twins.count; i++) {
		struct twin twin = twins.at[i];
		diag_warning(d, tree_span(tree, twin.second), "manifest/duplicate-key",
			"key '" BYTES_FMT "' is given twice; Helm takes the last",
			BYTES_ARG(tree_text(tree, tree_follow(tree, twin.second))));
		diag_related(d, tree_span(tree, twin.first), "it is given here first");
	}
}

/* Only Helm drops them; what else takes Helm's hooks for its own may know more of them. */
static void warn_of_hooks(const struct manifest *manifest, struct arena *owner, struct diags *d)
{
	enum host host = manifest->stream->host;
	for (size_t i = 0; i < manifest->objects.count; i++) {
		const struct object *object = &manifest->objects.at[i];
		if (!object->id.hook || (host != HOST_HELM3 && host != HOST_HELM4) ||
			object_hook_events(owner, object).count)
			continue;
		node_id hook = object_annotation(
			manifest->tree, object->node, BYTES("helm.sh/hook"));
		diag_warning(d, tree_span(manifest->tree, hook), "manifest/unknown-hook",
			"Helm knows no such hook and drops this object");
	}
}

/* --- objects ---------------------------------------------------------------------------------- */

static void add_object(struct collector *collector, node_id map, const struct object_id *list,
	struct bytes list_version)
{
	struct manifest *manifest = collector->manifest;
	/* Nearly all documents have one, and there are thousands of them. */
	if (!list && !manifest->objects.room) {
		manifest->objects.at = arena_new_of(collector->owner, struct object);
		manifest->objects.room = 1;
	}
	struct object *object = array_push(collector->owner, &manifest->objects);
	*object = object_read(collector->owner, manifest, map);
	/* As the API server sends lists, their items say neither. */
	if (!list || object->id.kind.len || object->api_version.len)
		return;
	bool has_tail = bytes_ends(list->kind, BYTES("List"));
	object->id.kind = bytes_slice(list->kind, 0, list->kind.len - (has_tail ? 4 : 0));
	object->id.group = list->group;
	object->api_version = list_version;
}

static bool collect(struct collector *collector, node_id map, const struct object *above);

static bool collect_items(struct collector *collector, node_id items, const struct object *list)
{
	const struct tree *tree = collector->manifest->tree;
	bool good = true;
	for (node_id at = tree_first(tree, items); at; at = tree_next(tree, at)) {
		node_id item = tree_follow(tree, at);
		if (tree_node(tree, item)->kind == NODE_MAP)
			good &= collect(collector, item, list);
		else
			good = diag_error(collector->d, tree_span(tree, at), "manifest/not-a-map",
				"an item of a list of objects must be a map");
	}
	return good;
}

/* Kubernetes takes everything for a list that has `items`, whatever its kind. */
static bool collect(struct collector *collector, node_id map, const struct object *above)
{
	const struct tree *tree = collector->manifest->tree;
	node_id items = tree_follow(tree, tree_find(tree, map, BYTES("items")));
	if (items && tree_node(tree, items)->kind == NODE_SEQ) {
		struct object list = object_read(collector->owner, collector->manifest, map);
		return collect_items(collector, items, &list);
	}
	struct object_id id = above ? above->id : (struct object_id){ 0 };
	if (items && is_null(tree, items) && object_is_list(collector->owner, tree, map))
		return true;
	add_object(collector, map, above ? &id : NULL,
		above ? above->api_version : (struct bytes){ 0 });
	return true;
}

/* --- the entry -------------------------------------------------------------------------------- */

/* A `---` behind a line end that only YAML knows: a second document, which Helm would drop. */
static bool check_documents(const struct tree *tree, struct diags *d)
{
	size_t roots = 0, at = 0;
	for (size_t i = 0; i < tree->documents.count; i++)
		if (tree->documents.at[i].root && roots++)
			at = tree->documents.at[i].begin;
	return roots < 2 ||
		diag_error(d, (struct span){ tree->source, (uint32_t)at, (uint32_t)at + 3 },
			"manifest/separator", "Helm does not see the separator on this line");
}

static node_id root_of(const struct tree *tree)
{
	for (size_t i = 0; i < tree->documents.count; i++)
		if (tree->documents.at[i].root)
			return tree->documents.at[i].root;
	return 0;
}

static struct tree *read_tree(struct arena *owner, const struct stream *stream, size_t index,
	struct limits limits, struct diags *d)
{
	struct stretch at = stream->documents.at[index];
	struct strays strays = { 0 };
	struct tree_part part = { at.begin, at.end, &strays };
	struct tree *tree = tree_read_part(owner, stream->source, part, DIALECT_HELM, limits, d);
	if (!tree || !check_documents(tree, d) ||
		!anchors_lend(stream, index, tree, &strays, limits, d))
		return NULL;
	return tree;
}

const struct manifest *manifest_read(struct arena *owner, const struct stream *stream, size_t index,
	struct limits limits, struct diags *d)
{
	struct tree *tree = read_tree(owner, stream, index, limits, d);
	if (!tree)
		return NULL;
	struct manifest *manifest = arena_new_of(owner, struct manifest);
	*manifest = (struct manifest){ stream, index, tree, .root = root_of(tree) };
	if (manifest->root && !check_value(manifest, limits, d))
		return NULL;
	manifest->file = manifest_file(owner, manifest);
	if (!manifest->root || is_null(tree, manifest->root))
		return manifest;
	if (!check_root(manifest, d))
		return NULL;
	warn_of_twins(manifest, owner, d);
	struct collector collector = { owner, manifest, d };
	if (!collect(&collector, tree_follow(tree, manifest->root), NULL))
		return NULL;
	warn_of_hooks(manifest, owner, d);
	return manifest;
}
