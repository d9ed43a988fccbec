#include "cmd.h"

#include "base/message.h"
#include "base/nearest.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

const struct command commands[] = {
	{ "compile", "[PROFILE]...", N_("Write the values files, Chart.yaml and VERSION"),
		compile_options, command_compile },
	{ "show", "PROFILE", N_("Print what a profile comes to"), show_options, command_show },
	{ "list", "[PROFILE]...", N_("List the profiles"), list_options, command_list },
	{ "helm-args", "PROFILE",
		N_("Print the arguments of the 'helm upgrade' that belongs to a profile"),
		helm_args_options, command_helm_args },
	{ "init", "[DIR]", N_("Begin a new project"), init_options, command_init },
	{ "help", "[COMMAND]", N_("Open the manual"), help_options, command_help },
	{ "version", "", N_("Print the version"), version_options, command_version },
	{ 0 },
};

/* --- writing the answer ---------------------------------------------------------------------------- */

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

/* stdout first: whether it could be written decides the exit code. */
static enum exit_code write_answer(struct run *run, enum exit_code code)
{
	enum exit_code worst = diags_code(&run->diags);
	code = worst > code ? worst : code;
	if (code <= EXIT_FOUND && !write_all(STDOUT_FILENO, buf_bytes(&run->out))) {
		diag_world(&run->diags, (struct span){ 0 }, "file/write",
			N_("the standard output: %s"), strerror(errno));
		code = EXIT_WORLD;
	}
	struct buf errors = buf_new(run->arena);
	report_text(&errors, &run->diags, run->error_colour);
	buf_add(&errors, buf_bytes(&run->notes));
	if (!run->quiet)
		report_summary(&errors, &run->diags);
	/* A closed stderr leaves nobody to tell. */
	(void)!write_all(STDERR_FILENO, buf_bytes(&errors));
	return code;
}

/* --- colour ------------------------------------------------------------------------------------------- */

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

/* --- choosing the command --------------------------------------------------------------------------------- */

static enum exit_code unknown_command(struct run *run, struct bytes name)
{
	struct texts known = { 0 };
	for (const struct command *command = commands; command->name; command++)
		*array_push(run->arena, &known) = bytes_of(command->name);
	struct bytes near = nearest(name, known.at, known.count);
	diag_error(&run->diags, (struct span){ 0 }, "usage/command",
		N_("there is no command '" BYTES_FMT "'"), BYTES_ARG(name));
	if (near.len)
		diag_hint(&run->diags, N_("did you mean 'leme " BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(&run->diags, N_("'leme --help' lists the commands"));
	return EXIT_INPUT;
}

static enum exit_code run_command(struct run *run, const struct command *command, char **arguments)
{
	run->command = command;
	bool good = arguments_parse(run, command, arguments);
	good = choose_colours(run) && good;
	run->quiet = option_given(run, "quiet");
	run->verbose = option_given(run, "verbose");
	if (option_given(run, "help")) {
		print_usage(&run->out, command);
		return EXIT_DONE;
	}
	if (option_given(run, "version"))
		return command_version(run);
	return good ? command->run(run) : EXIT_INPUT;
}

/* `leme -C DIR COMMAND`, as with git: the options before the command belong to every command. */
static char **skip_common(char **arguments)
{
	while (*arguments && **arguments == '-') {
		bool takes_next = strcmp(*arguments, "-C") == 0 ||
			strcmp(*arguments, "--directory") == 0 ||
			strcmp(*arguments, "--color") == 0;
		arguments += takes_next && arguments[1] ? 2 : 1;
	}
	return arguments;
}

static const struct command *choose(struct run *run, char **arguments, char **rest)
{
	char **name = skip_common(arguments);
	size_t count = 0;
	for (char **from = arguments; *from; from++)
		if (from != name)
			rest[count++] = *from;
	rest[count] = NULL;
	if (*name)
		return command_find(bytes_of(*name));
	(void)run;
	return command_find(BYTES("help"));
}

enum exit_code leme_run(char **arguments)
{
	struct arena *arena = arena_new();
	struct run run = { .arena = arena,
		.diags = diags_new(arena),
		.out = buf_new(arena),
		.notes = buf_new(arena) };
	size_t count = 0;
	while (arguments[count])
		count++;
	char **rest = arena_array_of(arena, char *, count + 1);
	const struct command *command = choose(&run, arguments, rest);
	enum exit_code code = EXIT_DONE;
	if (!command)
		code = unknown_command(&run, bytes_of(*skip_common(arguments)));
	else if (!*skip_common(arguments) && !*arguments)
		print_overview(&run.notes), code = EXIT_INPUT;
	else if (!*skip_common(arguments) &&
		(strcmp(*arguments, "--help") == 0 || strcmp(*arguments, "-h") == 0))
		print_overview(&run.out);
	else
		code = run_command(&run, command, rest);
	code = write_answer(&run, code);
	arena_end(arena);
	return code;
}
