#include "site.h"

#include "base/message.h"

/* --- kinds ------------------------------------------------------------------------------------ */

/* In any version, since all of them agree. */
static const struct {
	const char *group, *kind, *path;
} pods[] = {
	{ "", "Pod", "spec" },
	{ "", "PodTemplate", "template.spec" },
	{ "", "ReplicationController", "spec.template.spec" },
	{ "apps", "DaemonSet", "spec.template.spec" },
	{ "apps", "Deployment", "spec.template.spec" },
	{ "apps", "ReplicaSet", "spec.template.spec" },
	{ "apps", "StatefulSet", "spec.template.spec" },
	{ "batch", "CronJob", "spec.jobTemplate.spec.template.spec" },
	{ "batch", "Job", "spec.template.spec" },
	{ "extensions", "DaemonSet", "spec.template.spec" },
	{ "extensions", "Deployment", "spec.template.spec" },
	{ "extensions", "ReplicaSet", "spec.template.spec" },
};

const char *pod_spec_path(struct bytes group, struct bytes kind)
{
	for (size_t i = 0; i < sizeof pods / sizeof *pods; i++)
		if (bytes_is(kind, pods[i].kind) && bytes_is(group, pods[i].group))
			return pods[i].path;
	return NULL;
}

/* --- nodes ------------------------------------------------------------------------------------ */

node_id site_find(const struct site_finder *finder, node_id map, struct bytes key)
{
	return tree_follow(finder->tree, tree_find(finder->tree, map, key));
}

struct bytes site_scalar(const struct site_finder *finder, node_id id)
{
	const struct node *node = tree_node(finder->tree, id);
	if (node->kind != NODE_SCALAR || node->type == TYPE_NULL)
		return BYTES("");
	if (!node->properties)
		return tree_text(finder->tree, id);
	struct diags ignored = diags_new(finder->owner);
	const struct value *value = tree_value(
		finder->owner, finder->tree, id, LIMITS_DEFAULT, &ignored);
	return value ? value->text : BYTES("");
}

/* --- pod specs -------------------------------------------------------------------------------- */

enum { LISTS = 4 };

/* Lists of a pod spec, and where an item of each has its image. */
static const struct image_list {
	enum site_kind kind;
	const char *key, *inside, *image;
} lists[LISTS] = {
	{ SITE_INIT, "initContainers", NULL, "image" },
	{ SITE_CONTAINER, "containers", NULL, "image" },
	{ SITE_EPHEMERAL, "ephemeralContainers", NULL, "image" },
	{ SITE_VOLUME, "volumes", "image", "reference" },
};

static struct bytes path_of(
	const struct site_finder *finder, const struct image_list *list, size_t index)
{
	struct buf path = buf_new(finder->owner);
	const struct object_id *id = &finder->object->id;
	buf_print(&path, "%s.%s[%zu]", pod_spec_path(id->group, id->kind), list->key, index);
	if (list->inside)
		path_add_key(&path, bytes_of(list->inside));
	path_add_key(&path, bytes_of(list->image));
	return buf_bytes(&path);
}

static void add_item(
	struct site_finder *finder, const struct image_list *list, node_id item, size_t index)
{
	node_id holder = item;
	if (list->inside)
		holder = site_find(finder, item, bytes_of(list->inside));
	if (tree_node(finder->tree, holder)->kind != NODE_MAP)
		return;
	node_id image = site_find(finder, holder, bytes_of(list->image));
	struct bytes text = site_scalar(finder, image);
	*array_push(finder->owner, &finder->sites) = (struct site){
		.kind = list->kind,
		.object = finder->object,
		.path = path_of(finder, list, index),
		.name = site_scalar(finder, site_find(finder, item, BYTES("name"))),
		.container = item,
		.reference = tree_node(finder->tree, image)->kind == NODE_SCALAR ? image : 0,
		.end = (uint32_t)text.len,
		.text = text,
		.at = tree_span(finder->tree, image ? image : item),
	};
}

static void add_list(struct site_finder *finder, node_id found, const struct image_list *list)
{
	const struct tree *tree = finder->tree;
	node_id seq = tree_follow(tree, found);
	size_t index = 0;
	if (tree_node(tree, seq)->kind != NODE_SEQ)
		return;
	for (node_id item = tree_first(tree, seq); item; item = tree_next(tree, item))
		add_item(finder, list, tree_follow(tree, item), index++);
}

static void add_pod(struct site_finder *finder)
{
	const struct object_id *id = &finder->object->id;
	struct bytes rest = bytes_of(pod_spec_path(id->group, id->kind)), key;
	node_id spec = finder->object->node;
	if (!rest.at)
		return;
	while (bytes_cut(&rest, '.', &key))
		spec = site_find(finder, spec, key);
	struct bytes keys[LISTS];
	node_id found[LISTS];
	for (size_t i = 0; i < LISTS; i++)
		keys[i] = bytes_of(lists[i].key);
	tree_find_all(finder->tree, spec, keys, LISTS, found);
	for (size_t i = 0; i < LISTS; i++)
		add_list(finder, found[i], &lists[i]);
}

/* --- the face --------------------------------------------------------------------------------- */

static bool is_declared_for(const struct declared *by, const struct object_id *id)
{
	return bytes_equal(by->kind, id->kind) &&
		(by->any_group || bytes_equal(by->group, id->group));
}

struct sites object_sites(struct arena *owner, const struct object *object,
	const struct declared_sites *declared, bool *used)
{
	struct site_finder finder = { owner, object, object->manifest->tree, { 0 } };
	add_pod(&finder);
	for (size_t i = 0; i < declared->count; i++)
		if (is_declared_for(&declared->at[i], &object->id))
			used[i] |= sites_declared(&finder, &declared->at[i]);
	return finder.sites;
}

/* Kubernetes takes a number or a truth value for no text, and refuses the object. */
static bool is_no_text(const struct tree *tree, node_id id)
{
	return id && tree_node(tree, id)->type != TYPE_STRING;
}

const char *site_image(struct arena *owner, const struct site *site, struct image *image)
{
	const struct tree *tree = site->object->manifest->tree;
	if (!site->text.len)
		return N_("there is no image here");
	if (is_no_text(tree, site->reference) || is_no_text(tree, site->repository) ||
		is_no_text(tree, site->tag))
		return N_("this is no text for Kubernetes; it needs quotes");
	return image_parse_normalized(owner, site->text, image);
}
