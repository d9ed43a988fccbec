#include "base/file.h"
#include "base/message.h"
#include "base/program.h"
#include "base/transaction.h"
#include "emit/emit.h"
#include "plugins.h"
#include "tools.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const struct option helm_plugin_options[] = {
	{ 0, "command", N_("PATH"), N_("the program that Helm runs (default: leme, from PATH)") },
	{ 0 },
};

enum { DESCRIPTION_LIMIT = 1 << 20 };

struct helm_plugin {
	struct run *run;
	struct bytes dir, folder, file; /* DIR, DIR/leme/, DIR/leme/plugin.yaml */
	struct bytes command;
	const struct source *before; /* what is there already, or NULL */
};

/* --- the command of the plugin ---------------------------------------------------------------- */

static const struct bytes bundle = { "${HELM_PLUGIN_DIR}/", 19 };

/* Helm splits at blanks first, then puts variables in; it knows no way to write either. */
static bool is_safe(struct bytes command)
{
	if (bytes_begins(command, bundle))
		command = bytes_slice(command, bundle.len, command.len);
	for (size_t i = 0; i < command.len; i++)
		if ((unsigned char)command.at[i] <= ' ' || command.at[i] == '$')
			return false;
	return command.len;
}

static bool is_program(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* Helm runs it wherever its user is, so that a path must lead there from anywhere. */
static bool make_absolute(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	struct bytes given = plugin->command;
	char here[PATH_MAX];
	if (!is_program(bytes_string(run->arena, given)))
		return diag_error(&run->diags, (struct span){ 0 }, "plugin/command",
			N_("there is no program '" BYTES_FMT "'"), BYTES_ARG(given));
	if (given.at[0] != '/' && getcwd(here, sizeof here))
		plugin->command = bytes_join(run->arena, bytes_of(here), BYTES("/"), given);
	return true;
}

static bool choose_command(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	struct bytes given = option_value(run, "command");
	plugin->command = given.at ? given : BYTES("leme");
	bool is_path = bytes_find(plugin->command, BYTES("/"), 0) < plugin->command.len;
	if (is_path && !bytes_begins(plugin->command, bundle) && !make_absolute(plugin))
		return false;
	if (!is_safe(plugin->command)) {
		diag_error(&run->diags, (struct span){ 0 }, "plugin/command",
			N_("Helm cannot run '" BYTES_FMT "': no blank and no '$' may be in it"),
			BYTES_ARG(plugin->command));
		diag_hint(&run->diags,
			N_("make a link to the program, or let ${HELM_PLUGIN_DIR}/ stand for the "
			   "plugin's own folder"));
		return false;
	}
	if (is_path || program_path(run->arena, bytes_string(run->arena, plugin->command)).at)
		return true;
	diag_warning(&run->diags, (struct span){ 0 }, "plugin/path",
		N_("there is no '" BYTES_FMT "' on PATH, where Helm will look for it"),
		BYTES_ARG(plugin->command));
	diag_hint(&run->diags, N_("put it there, or name the program with --command PATH"));
	return true;
}

/* --- the folder ------------------------------------------------------------------------------- */

static bool choose_folder(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	if (!run->operands.count || !run->operands.at[0].len) {
		diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
			N_("'leme %s' needs a folder"), run->command->name);
		diag_hint(&run->diags,
			N_("one that Helm 4 alone will find, by HELM_PLUGINS; the plugin will be "
			   "in leme/ below it"));
		return false;
	}
	plugin->dir = run->operands.at[0];
	while (plugin->dir.len > 1 && plugin->dir.at[plugin->dir.len - 1] == '/')
		plugin->dir.len--;
	plugin->folder = bytes_join(run->arena, plugin->dir, BYTES("/leme/"), BYTES(""));
	plugin->file = bytes_join(run->arena, plugin->folder, BYTES(""), BYTES("plugin.yaml"));
	return true;
}

/* Both Helms share it, and Helm 3 loads none of its plugins where it cannot read one. */
static bool leaves_helm3_alone(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	struct bytes usual = plugin_folder_default(run->arena);
	if (!usual.at ||
		!bytes_equal(path_without_links(run->arena, usual),
			path_without_links(run->arena, plugin->dir)))
		return true;
	struct tools helms = helms_on_path(run->arena);
	if (!helms_have(&helms, 3))
		return true;
	diag_refuse(&run->diags, span_of_path(run->arena, plugin->dir), "plugin/shared",
		N_("Helm 3, which is on PATH, reads this folder too, and would load none of its "
		   "plugins any more"));
	diag_hint(&run->diags,
		N_("choose a folder of its own; Helm 4 finds it by HELM_PLUGINS, and Helm 3 needs "
		   "no plugin to post-render"));
	return false;
}

static bool is_a_parent(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	struct bytes file = bytes_join(run->arena, plugin->dir, BYTES("/"), BYTES("plugin.yaml"));
	if (bytes_find(path_without_links(run->arena, plugin->dir), BYTES(":"), 0) <
		path_without_links(run->arena, plugin->dir).len)
		return diag_error(&run->diags, span_of_path(run->arena, plugin->dir),
			"plugin/folder", N_("HELM_PLUGINS cannot name a folder with a ':'"));
	if (!file_exists(run->arena, file))
		return true;
	diag_refuse(&run->diags, span_of_path(run->arena, file), "plugin/folder",
		N_("this is the folder of a plugin, not one of plugins"));
	diag_hint(&run->diags, N_("name the folder above it"));
	return false;
}

/* Helm 4 loads neither of two plugins with one name, and then no other. */
static bool is_the_only_one(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	struct plugins there = plugins_in(run->arena, plugin->dir);
	for (size_t i = 0; i < there.count; i++) {
		if (!bytes_is(there.at[i].name, "leme") ||
			bytes_ends(there.at[i].folder, BYTES("/leme")))
			continue;
		diag_refuse(&run->diags, span_of_path(run->arena, there.at[i].file), "plugin/name",
			N_("this plugin is called 'leme', too"));
		diag_hint(&run->diags, N_("remove it, or choose another folder"));
		return false;
	}
	return true;
}

static bool is_ours(struct helm_plugin *plugin)
{
	struct run *run = plugin->run;
	if (!file_exists(run->arena, plugin->file))
		return true;
	plugin->before = file_read(
		run->arena, plugin->file, DESCRIPTION_LIMIT, (struct span){ 0 }, &run->diags);
	if (!plugin->before)
		return false;
	enum ownership owner = output_ownership(run->arena, plugin->before->text);
	if (owner == OWNED || owner == CONFLICTED)
		return true;
	diag_refuse(&run->diags, span_of_path(run->arena, plugin->file), "plugin/foreign",
		owner == EDITED ? N_("it was edited by hand")
				: N_("it was not written by 'leme helm-plugin'"));
	diag_hint(&run->diags, N_("move it away to have it written anew"));
	return false;
}

/* --- what is written -------------------------------------------------------------------------- */

static struct bytes description(struct helm_plugin *plugin)
{
	struct buf out = buf_new(plugin->run->arena);
	buf_add(&out,
		BYTES("# Generated by 'leme helm-plugin', for Helm 4 only.\n"
		      "apiVersion: v1\n"
		      "type: postrenderer/v1\n"
		      "name: leme\n"
		      "version: " LEME_VERSION "\n"
		      "runtime: subprocess\n"
		      "runtimeConfig:\n"
		      "  platformCommand:\n"
		      "    - command: "));
	emit_scalar(&out, plugin->command, QUOTE_IF_NEEDED);
	buf_add_char(&out, '\n');
	return text_owned(plugin->run->arena, buf_bytes(&out));
}

static bool write_plugin(struct helm_plugin *plugin, bool *changed)
{
	struct run *run = plugin->run;
	struct folder *folder = folder_make(run->arena, plugin->folder, &run->diags);
	struct transaction *transaction = folder
		? transaction_begin(run->arena, folder, &run->diags)
		: NULL;
	if (!transaction ||
		!transaction_write(transaction, BYTES("plugin.yaml"),
			plugin->before ? &plugin->before->text : NULL, description(plugin),
			&run->diags))
		return false;
	*changed = transaction_count(transaction);
	return transaction_commit(transaction, &run->diags);
}

static void say_what_is_next(struct helm_plugin *plugin, bool changed)
{
	struct buf *notes = &plugin->run->notes;
	buf_print(notes, changed ? _("write %.*s\n") : _("keep %.*s\n"), BYTES_ARG(plugin->file));
	buf_print(notes,
		"%s\n  export HELM_PLUGINS=", _("where Helm 4 runs, and not where Helm 3 does:"));
	print_word(notes, path_without_links(plugin->run->arena, plugin->dir));
	buf_print(notes, "\n%s\n", _("then, with either of them:"));
	buf_add(notes,
		BYTES("  helm template RELEASE CHART --post-renderer leme --post-renderer-args "
		      "post-render --post-renderer-args -p=PROFILE\n"));
}

enum exit_code command_helm_plugin(struct run *run)
{
	struct helm_plugin plugin = { .run = run };
	bool changed;
	bool good = choose_folder(&plugin);
	good = choose_command(&plugin) && good;
	if (!good || !leaves_helm3_alone(&plugin) || !is_a_parent(&plugin) ||
		!is_the_only_one(&plugin) || !is_ours(&plugin) || !write_plugin(&plugin, &changed))
		return diags_code(&run->diags);
	if (!run->quiet)
		say_what_is_next(&plugin, changed);
	return EXIT_DONE;
}
