#include "doctor.h"

#include "base/message.h"
#include "base/program.h"
#include "plugins.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* --- versions --------------------------------------------------------------------------------- */

/* What is known of versions from one up to another: what matters to who post-renders. */
static const struct {
	const char *name;
	struct tool_version from, until;
	enum health health;
	const char *text, *hint;
} known[] = {
	{ "helm-two", { 0, 0, 0 }, { 3, 1, 0 }, HEALTH_BAD, N_("it has no post-renderers"),
		N_("use Helm 3.9 or newer") },
	{ "helm-arguments", { 3, 1, 0 }, { 3, 9, 0 }, HEALTH_BAD,
		N_("it gives a post-renderer no arguments"), N_("use Helm 3.9 or newer") },
	{ "helm-hooks", { 3, 0, 0 }, { 4, 0, 0 }, HEALTH_NOTE,
		N_("it never gives hooks and tests to a post-renderer: no patch, pin or rule "
		   "reaches them"),
		N_("judge them too: helm template ... | leme check --manifests -") },
	{ "helm-output-dir", { 3, 0, 0 }, { 4, 0, 0 }, HEALTH_NOTE,
		N_("with --output-dir it writes its files before it runs the post-renderer"),
		N_("helm template ... | leme post-render -p PROFILE --output-dir DIR") },
	{ "helm-separators", { 4, 0, 0 }, { 4, 1, 2 }, HEALTH_BAD,
		N_("a template with text right behind '---' fails once there is a post-renderer"),
		N_("use Helm 4.2 or newer") },
	{ "helm-dashes", { 4, 1, 2 }, { 4, 2, 0 }, HEALTH_BAD,
		N_("it breaks each run of 7 dashes or more, as in banners and tables, before a "
		   "post-renderer sees it"),
		N_("use Helm 4.2 or newer") },
	{ "helm-rewrites", { 4, 0, 0 }, { 5, 0, 0 }, HEALTH_NOTE,
		N_("it writes all YAML anew before a post-renderer sees it: an empty value in a "
		   "flow map ({a: }) becomes '', and 'annotations: *alias' loses its content"),
		N_("write null in flow maps, and no alias for annotations") },
	{ "helm-empty", { 4, 0, 0 }, { 5, 0, 0 }, HEALTH_NOTE,
		N_("it fails where a post-renderer answers nothing: leme answers a chart that "
		   "renders nothing with a comment"),
		NULL },
	{ "helm-stderr", { 4, 0, 0 }, { 5, 0, 0 }, HEALTH_NOTE,
		N_("it throws away what a post-renderer writes to stderr: leme reports a failure "
		   "as a document, which Helm shows"),
		N_("'leme last' shows it again, with warnings") },
};

static void look_at_versions(struct checkup *checkup, const struct tool *helm)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (tool_version_compare(helm->version, known[i].from) < 0 ||
			tool_version_compare(helm->version, known[i].until) >= 0)
			continue;
		look_add(checkup, known[i].health, known[i].name, helm->name, "%s",
			_(known[i].text));
		if (known[i].hint)
			look_hint(checkup, "%s", _(known[i].hint));
	}
}

void look_at_helms(struct checkup *checkup)
{
	for (size_t i = 0; i < checkup->helms.count; i++) {
		const struct tool *helm = &checkup->helms.at[i];
		if (helm->complaint.len) {
			look_add(checkup, HEALTH_BAD, "helm-version", helm->name,
				N_(BYTES_FMT " does not tell its version: " BYTES_FMT),
				BYTES_ARG(helm->path), BYTES_ARG(helm->complaint));
			continue;
		}
		look_add(checkup, HEALTH_GOOD, "helm-version", helm->name,
			N_(BYTES_FMT " is Helm %d.%d.%d"), BYTES_ARG(helm->path),
			(int)helm->version.major, (int)helm->version.minor,
			(int)helm->version.patch);
		look_at_versions(checkup, helm);
	}
	if (!checkup->helms.count)
		look_add(checkup, HEALTH_NOTE, "helm-version", BYTES("helm"),
			N_("neither helm nor helm3 nor helm4 is on PATH"));
}

/* --- plugins ---------------------------------------------------------------------------------- */

static bool is_for_leme(const struct plugin *plugin)
{
	return bytes_is(plugin->name, "leme");
}

/* The program of a command line of Helm's; empty where only Helm knows. */
static struct bytes program_of(struct run *run, const struct plugin *plugin)
{
	static const struct bytes own = { "${HELM_PLUGIN_DIR}/", 19 };
	struct bytes rest = plugin->command, word = { 0 };
	bytes_cut(&rest, ' ', &word);
	if (bytes_begins(word, own))
		return bytes_join(run->arena, plugin->folder, BYTES("/"),
			bytes_slice(word, own.len, word.len));
	return bytes_find(word, BYTES("$"), 0) < word.len ? BYTES("") : word;
}

static void look_at_command(struct checkup *checkup, const struct plugin *plugin)
{
	struct run *run = checkup->run;
	struct bytes program = program_of(run, plugin);
	const char *text = bytes_string(run->arena, program);
	bool is_path = bytes_find(program, BYTES("/"), 0) < program.len;
	bool found = !program.len ||
		(is_path ? access(text, X_OK) == 0 : program_path(run->arena, text).at != NULL);
	if (found) {
		look_add(checkup, HEALTH_GOOD, "plugin-leme", plugin->folder,
			N_("Helm 4 finds leme here, and runs '" BYTES_FMT "'"),
			BYTES_ARG(plugin->command));
		return;
	}
	look_add(checkup, HEALTH_BAD, "plugin-leme", plugin->folder,
		N_("there is no program '" BYTES_FMT "'"), BYTES_ARG(program));
	look_hint(checkup, N_("leme helm-plugin DIR --command PATH"));
}

static void look_at_plugin(struct checkup *checkup, const struct plugin *plugin)
{
	if (plugin->is_lost) {
		look_add(checkup, HEALTH_BAD, "plugin-link", plugin->folder,
			N_("the link leads nowhere"));
		look_hint(checkup, N_("remove it"));
	} else if (plugin->is_broken) {
		look_add(checkup, HEALTH_BAD, "plugin-broken", plugin->folder,
			N_("its plugin.yaml cannot be read"));
		look_hint(checkup, N_("remove it, or install the plugin again"));
	}
	if (plugin->is_for_four && helms_have(&checkup->helms, 3)) {
		look_add(checkup, HEALTH_BAD, "plugin-shared", plugin->folder,
			N_("it is for Helm 4, and Helm 3 loads no plugin from where it is"));
		look_hint(checkup,
			N_("keep it in a folder that only Helm 4 is given by HELM_PLUGINS, or run "
			   "Helm 3 with HELM_NO_PLUGINS=1"));
	}
	if (is_for_leme(plugin) && bytes_is(plugin->type, "postrenderer/v1"))
		look_at_command(checkup, plugin);
	else if (is_for_leme(plugin) && helms_have(&checkup->helms, 4)) {
		look_add(checkup, HEALTH_BAD, "plugin-leme", plugin->folder,
			N_("it has leme's name, but is no post-renderer for Helm 4"));
		look_hint(checkup, N_("remove it, then: leme helm-plugin DIR"));
	}
}

static void look_for_twins(struct checkup *checkup, const struct plugins *plugins)
{
	for (size_t i = 1; i < plugins->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct plugin *one = &plugins->at[i], *other = &plugins->at[j];
			if (!one->name.len || !bytes_equal(one->name, other->name))
				continue;
			look_add(checkup, HEALTH_BAD, "plugin-twins", one->folder,
				N_("its name is '" BYTES_FMT "', as that of " BYTES_FMT
				   ", and Helm loads no plugin then"),
				BYTES_ARG(one->name), BYTES_ARG(other->folder));
			look_hint(checkup, N_("remove one of them"));
			break;
		}
}

static void look_for_leme(struct checkup *checkup, const struct plugins *plugins)
{
	for (size_t i = 0; i < plugins->count; i++)
		if (is_for_leme(&plugins->at[i]))
			return;
	if (!helms_have(&checkup->helms, 4))
		return;
	look_add(checkup, HEALTH_NOTE, "plugin-leme", BYTES("leme"),
		N_("Helm 4 finds no plugin of this name, and so no post-renderer"));
	look_hint(checkup, N_("leme helm-plugin DIR"));
}

void look_at_plugins(struct checkup *checkup)
{
	struct arena *arena = checkup->run->arena;
	struct texts folders = plugin_folders(arena);
	struct plugins all = { 0 };
	for (size_t i = 0; i < folders.count; i++) {
		struct plugins there = plugins_in(arena, folders.at[i]);
		if (access(bytes_string(arena, folders.at[i]), R_OK | X_OK) == 0)
			look_add(checkup, HEALTH_GOOD, "plugin-folder", folders.at[i],
				N_("plugins in it: %zu"), there.count);
		else if (errno != ENOENT || getenv("HELM_PLUGINS"))
			look_add(checkup, HEALTH_NOTE, "plugin-folder", folders.at[i], "%s",
				strerror(errno));
		for (size_t j = 0; j < there.count; j++) {
			look_at_plugin(checkup, &there.at[j]);
			*array_push(arena, &all) = there.at[j];
		}
	}
	look_for_twins(checkup, &all);
	look_for_leme(checkup, &all);
}
