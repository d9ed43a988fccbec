#include "identity.h"

struct hook_event {
	const char *written, *name;
};

static const struct hook_event events[] = {
	{ "pre-install", "pre-install" },
	{ "post-install", "post-install" },
	{ "pre-upgrade", "pre-upgrade" },
	{ "post-upgrade", "post-upgrade" },
	{ "pre-delete", "pre-delete" },
	{ "post-delete", "post-delete" },
	{ "pre-rollback", "pre-rollback" },
	{ "post-rollback", "post-rollback" },
	{ "test", "test" },
	{ "test-success", "test" },
};

static const char *event_find(struct bytes written)
{
	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		if (bytes_equal_nocase(written, bytes_of(events[i].written)))
			return events[i].name;
	return NULL;
}

struct texts object_hook_events(struct arena *owner, const struct object *object)
{
	struct texts names = { 0 };
	const struct tree *tree = object->manifest->tree;
	node_id hook = object_annotation(tree, object->node, BYTES("helm.sh/hook"));
	struct bytes rest = helm_text(owner, tree, hook), written;
	while (bytes_cut(&rest, ',', &written)) {
		const char *name = event_find(bytes_trim(written));
		if (!name)
			return (struct texts){ 0 };
		*array_push(owner, &names) = bytes_of(name);
	}
	return names;
}
