#include "pod.h"

#include "make.h"

/* Where a controller keeps its template, and what makes the pods of it. */
static const struct {
	const char *kind, *owner_version, *owner_kind;
	bool scheduled; /* the template stands in the template of a job */
} controllers[] = {
	{ "Deployment", "apps/v1", "ReplicaSet", false },
	{ "ReplicaSet", "apps/v1", "ReplicaSet", false },
	{ "StatefulSet", "apps/v1", "StatefulSet", false },
	{ "DaemonSet", "apps/v1", "DaemonSet", false },
	{ "Job", "batch/v1", "Job", false },
	{ "CronJob", "batch/v1", "Job", true },
	{ "ReplicationController", "v1", "ReplicationController", false },
};

enum { CONTROLLERS = sizeof controllers / sizeof *controllers };

static const struct value *map_at(const struct value *map, const char *key)
{
	const struct value *value = map ? value_get(map, bytes_of(key)) : NULL;
	return value && value->kind == VALUE_MAP ? value : NULL;
}

static const struct value *scalar_at(const struct value *map, const char *key)
{
	const struct value *value = map ? value_get(map, bytes_of(key)) : NULL;
	return value && value->kind == VALUE_STRING ? value : NULL;
}

static const struct value *text(struct arena *owner, const char *text, const struct value *like)
{
	return make_text(owner, bytes_of(text), like);
}

static const struct value *list_of(struct arena *owner, const struct value *item)
{
	const struct value **items = arena_array_of(owner, const struct value *, 1);
	struct value *list = arena_new_of(owner, struct value);
	items[0] = item;
	*list = (struct value){ .kind = VALUE_LIST, .at = item->at, .count = 1, .items = items };
	return list;
}

static const struct value *owners(
	struct arena *owner, size_t row, const struct value *name, const struct value *object)
{
	const struct value *yes = value_bool(owner, true, object->at);
	const struct value *reference = NULL;
	reference = make_with(owner, reference, "apiVersion",
		text(owner, controllers[row].owner_version, object));
	reference = make_with(
		owner, reference, "kind", text(owner, controllers[row].owner_kind, object));
	if (name)
		reference = make_with(owner, reference, "name", name);
	reference = make_with(owner, reference, "controller", yes);
	return list_of(owner, make_with(owner, reference, "blockOwnerDeletion", yes));
}

static const struct value *pod(
	struct arena *owner, size_t row, const struct value *object, const struct value *template)
{
	const struct value *its = map_at(object, "metadata");
	const struct value *name = scalar_at(its, "name");
	const struct value *namespace = scalar_at(its, "namespace");
	const struct value *metadata = map_at(template, "metadata"), *pod = NULL;
	if (name)
		metadata = make_with(owner, metadata, "name", name);
	if (namespace)
		metadata = make_with(owner, metadata, "namespace", namespace);
	metadata = make_with(owner, metadata, "ownerReferences", owners(owner, row, name, object));
	pod = make_with(owner, pod, "apiVersion", text(owner, "v1", object));
	pod = make_with(owner, pod, "kind", text(owner, "Pod", object));
	pod = make_with(owner, pod, "metadata", metadata);
	const struct value *spec = map_at(template, "spec");
	return spec ? make_with(owner, pod, "spec", spec) : pod;
}

static bool is_of_group(const struct value *object, size_t row)
{
	struct bytes version = scalar_at(object, "apiVersion")->text;
	struct bytes wanted = bytes_of(controllers[row].owner_version);
	size_t slash = bytes_find(wanted, BYTES("/"), 0);
	if (slash == wanted.len)
		return bytes_equal(version, wanted);
	return bytes_begins(version, bytes_slice(wanted, 0, slash + 1)) ||
		bytes_begins(version, BYTES("extensions/"));
}

const struct value *pod_of_controller(struct arena *owner, const struct value *object)
{
	bool is_map = object->kind == VALUE_MAP;
	const struct value *kind = is_map ? scalar_at(object, "kind") : NULL;
	size_t row = 0;
	if (!kind || !scalar_at(object, "apiVersion"))
		return NULL;
	while (row < CONTROLLERS && !bytes_is(kind->text, controllers[row].kind))
		row++;
	if (row == CONTROLLERS || !is_of_group(object, row))
		return NULL;
	const struct value *spec = map_at(object, "spec");
	if (controllers[row].scheduled)
		spec = map_at(map_at(spec, "jobTemplate"), "spec");
	const struct value *template = map_at(spec, "template");
	return template ? pod(owner, row, object, template) : NULL;
}
