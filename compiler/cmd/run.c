#include "channel.h"

#include "base/message.h"
#include "base/nearest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const struct command commands[] = {
	{ "compile", N_("[PROFILE]..."), N_("Write the values files, Chart.yaml and VERSION"),
		compile_options, command_compile },
	{ "check", N_("[PROFILE]..."), N_("Judge the catalogue and its profiles by rules"),
		check_options, command_check },
	{ "post-render", N_("[FILE]"),
		N_("Render for Helm: patch and judge manifests on their way"), post_render_options,
		command_post_render },
	{ "last", "[N]", N_("Print what the last runs of 'leme post-render' said"), last_options,
		command_last },
	{ "test", N_("[PACK]..."), N_("Run the tests of the packs of rules"), test_options,
		command_test },
	{ "bump", "[patch|minor|major|auto]",
		N_("Give the chart its next version and record the release"), bump_options,
		command_bump },
	{ "show", N_("PROFILE"), N_("Print what a profile comes to"), show_options, command_show },
	{ "list", N_("[PROFILE]..."), N_("List the profiles"), list_options, command_list },
	{ "trace", N_("COMPONENT"), N_("Follow a version from its artifact to the chart"),
		trace_options, command_trace },
	{ "helm-args", N_("PROFILE"),
		N_("Print the arguments of the 'helm upgrade' that belongs to a profile"),
		helm_args_options, command_helm_args },
	{ "helm-plugin", N_("DIR"), N_("Write the plugin by which Helm 4 finds leme"),
		helm_plugin_options, command_helm_plugin },
	{ "doctor", "", N_("Look at the Helms, their plugins, the machine and the project"),
		doctor_options, command_doctor },
	{ "init", N_("[DIR]"), N_("Begin a new project"), init_options, command_init },
	{ "lock", N_("[REF@DIGEST]..."),
		N_("Lock images to digests, or list those that are not locked"), lock_options,
		command_lock },
	{ "eval", N_("EXPRESSION"), N_("Evaluate a CEL expression"), eval_options, command_eval },
	{ "explain", N_("[NAME]"), N_("Explain a rule, or the functions of CEL"), explain_options,
		command_explain },
	{ "help", N_("[COMMAND]"), N_("Open the manual"), help_options, command_help },
	{ "version", "", N_("Print the version"), version_options, command_version },
	{ 0 },
};

/* --- writing the answer ----------------------------------------------------------------------- */

static bool write_all(int to, struct bytes text)
{
	while (text.len) {
		ssize_t wrote = write(to, text.at, text.len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		text = bytes_slice(text, (size_t)wrote, text.len);
	}
	return true;
}

void hide_secrets(struct run *run, bool is_json)
{
	struct bytes text = buf_bytes(&run->out);
	text = is_json ? secret_json(run->arena, run->secrets, text)
		       : secrets_mask(run->arena, run->secrets, text);
	run->out = buf_new(run->arena);
	buf_add(&run->out, text);
}

/*
 * stdout first: whether it could be written decides the exit code. Who reads no further has what he
 * wanted; the files that a command writes are all in place by now.
 */
static enum exit_code write_answer(struct run *run, enum exit_code code)
{
	enum exit_code worst = diags_code(&run->diags);
	code = worst > code ? worst : code;
	if (run->channel)
		return channel_answer(run, run->channel, code);
	if (code <= EXIT_FOUND && !write_all(STDOUT_FILENO, buf_bytes(&run->out))) {
		if (errno == EPIPE)
			return EXIT_PIPE;
		diag_world(&run->diags, (struct span){ 0 }, "file/write",
			N_("the standard output: %s"), strerror(errno));
		code = EXIT_WORLD;
	}
	if (run->quiet)
		diags_drop_warnings(&run->diags);
	struct buf errors = buf_new(run->arena);
	report_text(&errors, &run->diags, run->secrets, run->error_colour);
	buf_add(&errors, secrets_mask(run->arena, run->secrets, buf_bytes(&run->notes)));
	if (!run->quiet)
		report_summary(&errors, &run->diags);
	/* A closed stderr leaves nobody to tell. */
	(void)!write_all(STDERR_FILENO, buf_bytes(&errors));
	return code;
}

/* --- colour ----------------------------------------------------------------------------------- */

static enum colour colour_for(const struct run *run, int stream)
{
	struct bytes when = option_value(run, "color");
	const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
	if (when.at && !bytes_is(when, "auto"))
		return bytes_is(when, "always") ? COLOUR_ANSI : COLOUR_NONE;
	if ((no_colour && *no_colour) || (term && strcmp(term, "dumb") == 0))
		return COLOUR_NONE;
	return isatty(stream) ? COLOUR_ANSI : COLOUR_NONE;
}

static bool choose_colours(struct run *run)
{
	struct bytes when = option_value(run, "color");
	run->colour = colour_for(run, STDOUT_FILENO);
	run->error_colour = colour_for(run, STDERR_FILENO);
	if (!when.at || bytes_is(when, "auto") || bytes_is(when, "always") ||
		bytes_is(when, "never"))
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("'--color' is auto, always or never, not '" BYTES_FMT "'"), BYTES_ARG(when));
}

/* --- choosing the command --------------------------------------------------------------------- */

/* A host that throws stderr away is told in its own way, even where no command was found. */
static enum exit_code refuse_usage(struct run *run)
{
	if (!channel_is_plugin() || isatty(STDIN_FILENO))
		return EXIT_INPUT;
	run->command = command_find(BYTES("post-render"));
	return command_post_render(run);
}

/* What seems to be the command may be the value of an option that stands before it. */
static bool is_behind_option(struct run *run, char **arguments, char **name)
{
	for (; arguments < name; arguments++)
		if (**arguments == '-' && option_is_early(run, bytes_of(*arguments)))
			return true;
	return false;
}

static enum exit_code unknown_command(struct run *run, char **arguments, char **argument)
{
	struct texts known = { 0 };
	struct bytes name = bytes_of(*argument);
	if (is_behind_option(run, arguments, argument))
		return refuse_usage(run);
	for (const struct command *command = commands; command->name; command++)
		*array_push(run->arena, &known) = bytes_of(command->name);
	struct bytes near = nearest(name, known.at, known.count);
	diag_error(&run->diags, (struct span){ 0 }, "usage/command",
		N_("there is no command '" BYTES_FMT "'"), BYTES_ARG(name));
	if (near.len)
		diag_hint(&run->diags, N_("did you mean 'leme " BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(&run->diags, N_("'leme --help' lists the commands"));
	return refuse_usage(run);
}

/* "[DIR]" in the usage is one operand at most, "[PROFILE]..." any number. */
static bool operands_fit(struct run *run, const struct command *command)
{
	struct bytes usage = bytes_of(command->operands);
	size_t most = bytes_ends(usage, BYTES("...")) ? SIZE_MAX : usage.len > 0;
	if (run->operands.count <= most)
		return true;
	diag_error(&run->diags, (struct span){ 0 }, "usage/operand",
		N_("'leme %s' has no use for '" BYTES_FMT "'"), command->name,
		BYTES_ARG(run->operands.at[most]));
	diag_hint(&run->diags, N_("'leme %s --help' shows what it takes"), command->name);
	return false;
}

/* It is run whatever is wrong with its arguments, since its host is told in a way of its own. */
static bool is_filter(const struct command *command)
{
	return command->run == command_post_render;
}

bool run_begin(struct run *run, const struct command *command, char **arguments)
{
	run->command = command;
	run->arguments = arguments;
	bool good = arguments_parse(run, command, arguments);
	good = choose_colours(run) && good;
	run->quiet = option_given(run, "quiet");
	run->verbose = option_given(run, "verbose");
	return operands_fit(run, command) && good;
}

static enum exit_code run_command(struct run *run, const struct command *command, char **arguments)
{
	bool good = run_begin(run, command, arguments);
	if (option_given(run, "help")) {
		print_usage(&run->out, command);
		return EXIT_DONE;
	}
	if (option_given(run, "version"))
		return command_version(run);
	return good || is_filter(command) ? command->run(run) : EXIT_INPUT;
}

/* No command: the help and the version are given, anything else is wrong usage. */
static enum exit_code run_without_command(struct run *run, char **arguments)
{
	static const struct command any = { .name = "COMMAND", .operands = "" };
	run->command = &any;
	bool good = arguments_parse(run, &any, arguments);
	good = choose_colours(run) && good;
	if (option_given(run, "help")) {
		print_overview(&run->out);
		return EXIT_DONE;
	}
	if (option_given(run, "version"))
		return command_version(run);
	if (good)
		print_overview(&run->notes);
	return good ? EXIT_INPUT : refuse_usage(run);
}

static bool takes_next(struct bytes argument)
{
	bool is_long = bytes_begins(argument, BYTES("--"));
	for (const struct option *option = common_options; option->name; option++) {
		if (!option->value)
			continue;
		if (is_long ? bytes_is(bytes_slice(argument, 2, argument.len), option->name)
			    : argument.len == 2 && argument.at[1] == option->letter)
			return true;
	}
	return false;
}

/* `leme -C DIR COMMAND`, as with git: the options before the command belong to every command. */
static char **find_name(char **arguments)
{
	while (*arguments && **arguments == '-')
		arguments += takes_next(bytes_of(*arguments)) && arguments[1] ? 2 : 1;
	return arguments;
}

static enum exit_code choose_and_run(struct run *run, char **arguments)
{
	char **name = find_name(arguments);
	size_t count = 0;
	if (!*arguments && !isatty(STDIN_FILENO))
		return run_command(run, command_find(BYTES("post-render")), arguments);
	if (!*name)
		return run_without_command(run, arguments);
	const struct command *command = command_find(bytes_of(*name));
	if (!command)
		return unknown_command(run, arguments, name);
	while (arguments[count])
		count++;
	char **rest = arena_array_of(run->arena, char *, count);
	memcpy(rest, arguments, (size_t)(name - arguments) * sizeof *rest);
	memcpy(rest + (name - arguments), name + 1,
		(count - (size_t)(name - arguments)) * sizeof *rest);
	return run_command(run, command, rest);
}

enum exit_code leme_run(char **arguments)
{
	struct arena *arena = arena_new();
	struct run run = { .arena = arena,
		.diags = diags_new(arena),
		.out = buf_new(arena),
		.notes = buf_new(arena) };
	enum exit_code code = write_answer(&run, choose_and_run(&run, arguments));
	arena_end(arena);
	return code;
}
