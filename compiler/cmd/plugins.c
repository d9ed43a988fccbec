#include "plugins.h"

#include "base/file.h"
#include "base/folder.h"

#include <limits.h>
#include <stdlib.h>

enum { DESCRIPTION_LIMIT = 1 << 20 };

/* --- one plugin ------------------------------------------------------------------------------- */

static struct bytes text_of(const struct tree *tree, node_id node)
{
	return node && tree_node(tree, node)->kind == NODE_SCALAR ? tree_text(tree, node)
								  : BYTES("");
}

static struct bytes text_at(const struct tree *tree, node_id map, const char *key)
{
	return text_of(tree, tree_get(tree, map, bytes_of(key)));
}

/* The first of `runtimeConfig.platformCommand`, or Helm 3's `command`. */
static struct bytes command_of(const struct tree *tree, node_id root)
{
	node_id runtime = tree_get(tree, root, BYTES("runtimeConfig"));
	if (!runtime || tree_node(tree, runtime)->kind != NODE_MAP)
		return text_at(tree, root, "command");
	node_id list = tree_get(tree, runtime, BYTES("platformCommand"));
	if (!list || tree_node(tree, list)->kind != NODE_SEQ)
		return BYTES("");
	node_id first = tree_count(tree, list) ? tree_first(tree, list) : 0;
	return first && tree_node(tree, first)->kind == NODE_MAP ? text_at(tree, first, "command")
								 : BYTES("");
}

/* Problems are no diags: it is not ours to say how others' files must look. */
static void read_plugin(struct arena *owner, struct plugin *plugin)
{
	struct diags d = diags_new(owner);
	struct source *source = file_read(
		owner, plugin->file, DESCRIPTION_LIMIT, (struct span){ 0 }, &d);
	struct tree *tree = source ? tree_read(owner, source, DIALECT_HELM, LIMITS_DEFAULT, &d)
				   : NULL;
	node_id root = tree && tree->documents.count ? tree->documents.at[0].root : 0;
	plugin->is_broken = !root || tree_node(tree, root)->kind != NODE_MAP;
	if (plugin->is_broken)
		return;
	plugin->name = text_at(tree, root, "name");
	plugin->type = text_at(tree, root, "type");
	plugin->command = command_of(tree, root);
	plugin->is_for_four = tree_get(tree, root, BYTES("apiVersion"));
}

/* --- one folder ------------------------------------------------------------------------------- */

static struct bytes with_slash(struct arena *owner, struct bytes path)
{
	return bytes_ends(path, BYTES("/")) ? path : bytes_join(owner, path, BYTES("/"), BYTES(""));
}

struct plugins plugins_in(struct arena *owner, struct bytes folder)
{
	struct plugins found = { 0 };
	struct diags d = diags_new(owner);
	struct folder_entries entries = { 0 };
	struct bytes prefix = with_slash(owner, folder);
	const struct folder *opened = folder_open(owner, prefix, &d);
	if (!opened || !folder_list(owner, opened, BYTES(""), (struct span){ 0 }, &entries, &d))
		return found;
	for (size_t i = 0; i < entries.count; i++) {
		struct bytes at = bytes_join(owner, prefix, BYTES(""), entries.at[i].name);
		struct plugin plugin = { .folder = at,
			.file = bytes_join(owner, at, BYTES("/"), BYTES("plugin.yaml")),
			.is_lost = entries.at[i].kind == ENTRY_LOST };
		if (!plugin.is_lost && !file_exists(owner, plugin.file))
			continue;
		if (!plugin.is_lost)
			read_plugin(owner, &plugin);
		*array_push(owner, &found) = plugin;
	}
	return found;
}

/* --- all of them ------------------------------------------------------------------------------ */

struct bytes plugin_folder_default(struct arena *owner)
{
	static const struct {
		const char *variable, *below;
	} places[] = {
		{ "HELM_DATA_HOME", "plugins" },
		{ "XDG_DATA_HOME", "helm/plugins" },
		{ "HOME", ".local/share/helm/plugins" },
	};
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct bytes above = bytes_of(getenv(places[i].variable));
		if (above.len)
			return bytes_join(owner, above, BYTES("/"), bytes_of(places[i].below));
	}
	return (struct bytes){ 0 };
}

struct texts plugin_folders(struct arena *owner)
{
	struct texts folders = { 0 };
	struct bytes rest = bytes_of(getenv("HELM_PLUGINS")), folder;
	if (!rest.len)
		rest = plugin_folder_default(owner);
	while (bytes_cut(&rest, ':', &folder))
		if (folder.len)
			*array_push(owner, &folders) = folder;
	return folders;
}

struct bytes path_without_links(struct arena *owner, struct bytes path)
{
	char real[PATH_MAX];
	if (realpath(bytes_string(owner, path.len ? path : BYTES(".")), real))
		return bytes_copy(owner, bytes_of(real));
	size_t end = path.len, begin;
	while (end > 1 && path.at[end - 1] == '/')
		end--;
	for (begin = end; begin && path.at[begin - 1] != '/';)
		begin--;
	if (end <= 1)
		return path;
	struct bytes above = bytes_slice(path, 0, begin > 1 ? begin - 1 : begin);
	return bytes_join(
		owner, path_without_links(owner, above), BYTES("/"), bytes_slice(path, begin, end));
}
