#include "cmd.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"

enum { HELP_COLUMN = 26 };

const struct option common_options[] = {
	{ 'C', "directory", N_("DIR"), N_("look for leme.yaml upward from DIR") },
	{ 0, "source", N_("NAME=DIR"),
		N_("read this source of the catalogue from DIR; may be repeated") },
	{ 0, "max-file", N_("BYTES"), N_("largest own file (default 67108864)") },
	{ 0, "max-depth", N_("N"), N_("deepest nesting of a file (default 250)") },
	{ 0, "max-alias", N_("BYTES"),
		N_("most that aliases may add to a file (default 10485760)") },
	{ 0, "max-cost", N_("COST"), N_("most that an expression may cost (default 1000000)") },
	{ 0, "max-steps", N_("N"),
		N_("most steps of a pattern at one place of a text (default 100000)") },
	{ 0, "color", N_("WHEN"),
		N_("auto, always or never (default auto; NO_COLOR is respected)") },
	{ 'q', "quiet", NULL, N_("say nothing but errors") },
	{ 'v', "verbose", NULL, N_("say what is done to each file") },
	{ 'h', "help", NULL, N_("print this help") },
	{ 0, "version", NULL, N_("print the version") },
	{ 0 },
};

const struct command *command_find(struct bytes name)
{
	for (const struct command *command = commands; command->name; command++)
		if (bytes_is(name, command->name))
			return command;
	return NULL;
}

static const struct option *find(const struct option *table, struct bytes name, char letter)
{
	for (const struct option *option = table; option && option->name; option++)
		if (letter ? option->letter == letter : bytes_is(name, option->name))
			return option;
	return NULL;
}

static const struct option *find_option(
	const struct command *command, struct bytes name, char letter)
{
	const struct option *option = find(command->options, name, letter);
	return option ? option : find(common_options, name, letter);
}

/* Those who pipe a stream into it mean the post-renderer, if that has such an option. */
static const struct command *command_with(struct bytes name, char letter)
{
	const struct command *renderer = command_find(BYTES("post-render"));
	if (find(renderer->options, name, letter))
		return renderer;
	for (const struct command *command = commands; command->name; command++)
		if (find(command->options, name, letter))
			return command;
	return NULL;
}

bool option_is_early(struct run *run, struct bytes text)
{
	bool is_long = bytes_begins(text, BYTES("--"));
	struct bytes rest = bytes_slice(text, is_long ? 2 : 1, text.len), name;
	bytes_cut(&rest, '=', &name);
	char letter = is_long || !name.len ? 0 : name.at[0];
	if (!name.len || find(common_options, name, letter) || !command_with(name, letter))
		return false;
	diag_error(&run->diags, (struct span){ 0 }, "usage/option",
		N_("'" BYTES_FMT "' is an option of a command, and none stands before it"),
		BYTES_ARG(text));
	diag_hint(&run->diags, N_("name the command first, as in 'leme %s " BYTES_FMT " ...'"),
		command_with(name, letter)->name, BYTES_ARG(text));
	return true;
}

static void add_names(struct run *run, const struct option *table, struct texts *known)
{
	for (const struct option *option = table; option && option->name; option++)
		*array_push(run->arena, known) = bytes_of(option->name);
}

static bool unknown_option(
	struct run *run, const struct command *command, struct bytes text, struct bytes name)
{
	struct texts known = { 0 };
	if (!command->run && option_is_early(run, text))
		return false;
	add_names(run, command->options, &known);
	add_names(run, common_options, &known);
	struct bytes near = nearest(name, known.at, known.count);
	diag_error(&run->diags, (struct span){ 0 }, "usage/option",
		N_("'leme %s' has no option '" BYTES_FMT "'"), command->name, BYTES_ARG(text));
	if (near.len)
		diag_hint(&run->diags, N_("did you mean '--" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(&run->diags, N_("'leme %s --help' lists the options"), command->name);
	return false;
}

static bool add_given(struct run *run, const struct option *option, struct bytes value)
{
	*array_push(run->arena, &run->given) = (struct given){ option, value };
	return true;
}

static bool no_value(struct run *run, const struct option *option)
{
	diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("the option '--%s' needs a value: %s"), option->name, _(option->value));
	return false;
}

/* `--name`, `--name VALUE`, `--name=VALUE`; *next moves past what was used. */
static bool parse_long(struct run *run, const struct command *command, char ***next)
{
	struct bytes text = bytes_of(*(*next)++), name;
	struct bytes rest = bytes_slice(text, 2, text.len);
	bytes_cut(&rest, '=', &name);
	const struct option *option = find_option(command, name, 0);
	if (!option)
		return unknown_option(run, command, text, name);
	if (!option->value) {
		if (!rest.at)
			return add_given(run, option, rest);
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("the option '--%s' takes no value"), option->name);
	}
	if (rest.at)
		return add_given(run, option, rest);
	if (!**next)
		return no_value(run, option);
	return add_given(run, option, bytes_of(*(*next)++));
}

/* `-p VALUE`, `-pVALUE`, `-p=VALUE`, and switches in one word: `-qv`. */
static bool parse_short(struct run *run, const struct command *command, char ***next)
{
	struct bytes text = bytes_of(*(*next)++);
	for (size_t i = 1; i < text.len; i++) {
		const struct option *option = find_option(command, text, text.at[i]);
		if (!option)
			return unknown_option(run, command, text, bytes_slice(text, i, i + 1));
		if (!option->value) {
			add_given(run, option, (struct bytes){ 0 });
			continue;
		}
		struct bytes value = bytes_slice(text, i + 1, text.len);
		if (bytes_begins(value, BYTES("=")))
			return add_given(run, option, bytes_slice(value, 1, value.len));
		if (value.len)
			return add_given(run, option, value);
		if (!**next)
			return no_value(run, option);
		return add_given(run, option, bytes_of(*(*next)++));
	}
	return true;
}

bool arguments_parse(struct run *run, const struct command *command, char **arguments)
{
	bool good = true, only_operands = false;
	while (*arguments) {
		struct bytes text = bytes_of(*arguments);
		if (!only_operands && bytes_is(text, "--")) {
			only_operands = true;
			arguments++;
		} else if (!only_operands && bytes_begins(text, BYTES("--"))) {
			good = parse_long(run, command, &arguments) && good;
		} else if (!only_operands && text.len > 1 && text.at[0] == '-') {
			good = parse_short(run, command, &arguments) && good;
		} else {
			*array_push(run->arena, &run->operands) = text;
			arguments++;
		}
	}
	return good;
}

bool option_given(const struct run *run, const char *name)
{
	for (size_t i = 0; i < run->given.count; i++)
		if (strcmp(run->given.at[i].option->name, name) == 0)
			return true;
	return false;
}

struct bytes option_value(const struct run *run, const char *name)
{
	struct bytes value = { 0 };
	for (size_t i = 0; i < run->given.count; i++)
		if (strcmp(run->given.at[i].option->name, name) == 0)
			value = run->given.at[i].value;
	return value;
}

/* `text, json or mdoc`. */
static struct bytes print_choices(struct run *run, const char *const *choices)
{
	struct buf out = buf_new(run->arena);
	for (size_t i = 0; choices[i]; i++) {
		if (i)
			buf_add(&out, choices[i + 1] ? BYTES(", ") : bytes_of(_(" or ")));
		buf_add(&out, bytes_of(choices[i]));
	}
	return buf_bytes(&out);
}

bool choice_read(struct run *run, const char *option, struct bytes text, const char *const *choices,
	size_t *choice)
{
	*choice = 0;
	for (size_t i = 0; choices[i]; i++)
		if (bytes_is(text, choices[i])) {
			*choice = i;
			return true;
		}
	struct bytes all = print_choices(run, choices);
	struct texts known = { 0 };
	diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("'--%s' is " BYTES_FMT ", not '" BYTES_FMT "'"), option, BYTES_ARG(all),
		BYTES_ARG(text));
	for (; *choices; choices++)
		*array_push(run->arena, &known) = bytes_of(*choices);
	diag_meant(&run->diags, text, known.at, known.count);
	return false;
}

bool choice_given(struct run *run, const char *option, const char *const *choices, size_t *choice)
{
	struct bytes text = option_value(run, option);
	*choice = 0;
	return !text.at || choice_read(run, option, text, choices, choice);
}

struct texts option_values(struct run *run, const char *name)
{
	struct texts values = { 0 };
	for (size_t i = 0; i < run->given.count; i++)
		if (strcmp(run->given.at[i].option->name, name) == 0)
			*array_push(run->arena, &values) = run->given.at[i].value;
	return values;
}

/* --- help ------------------------------------------------------------------------------------- */

static void print_options(struct buf *out, const struct option *table)
{
	for (const struct option *option = table; option && option->name; option++) {
		struct buf head = buf_new(out->owner);
		if (option->letter)
			buf_print(&head, "  -%c, --%s", option->letter, option->name);
		else
			buf_print(&head, "      --%s", option->name);
		if (option->value)
			buf_print(&head, " %s", _(option->value));
		size_t width = utf8_width(buf_bytes(&head));
		buf_add_times(&head, ' ', width < HELP_COLUMN ? HELP_COLUMN - width : 0);
		buf_print(out, BYTES_FMT "  %s\n", BYTES_ARG(buf_bytes(&head)), _(option->help));
	}
}

void print_usage(struct buf *out, const struct command *command)
{
	bool takes = *command->operands;
	buf_print(out, _("Usage: leme %s [OPTION]...%s%s\n\n%s.\n"), command->name,
		takes ? " " : "", takes ? _(command->operands) : "", _(command->summary));
	if (command->options && command->options->name) {
		buf_print(out, "\n%s\n", _("Options:"));
		print_options(out, command->options);
	}
	buf_print(out, "\n%s\n", _("Options of every command:"));
	print_options(out, common_options);
	buf_print(out,
		_("\nExit codes: 0 done; 1 stale, different or refused; 2 wrong usage or input; 3 "
		  "the system failed.\n"
		  "'leme help %s' opens the manual.\n"),
		command->name);
}

void print_overview(struct buf *out)
{
	buf_print(out, "%s\n\n%s\n", _("Usage: leme COMMAND [OPTION]... [OPERAND]..."),
		_("Commands:"));
	for (const struct command *command = commands; command->name; command++)
		buf_print(out, "  %-11s  %s\n", command->name, _(command->summary));
	buf_print(out, "\n%s\n",
		_("'leme COMMAND --help' lists the options; 'leme help COMMAND' opens the "
		  "manual."));
}

/* --- for a shell ------------------------------------------------------------------------------ */

void print_word(struct buf *out, struct bytes word)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:@%+,";
	bool safe = word.len > 0;
	for (size_t i = 0; safe && i < word.len; i++)
		safe = word.at[i] && strchr(plain, word.at[i]);
	if (safe) {
		buf_add(out, word);
		return;
	}
	buf_add_char(out, '\'');
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '\'')
			buf_add(out, BYTES("'\\''"));
		else
			buf_add_char(out, word.at[i]);
	}
	buf_add_char(out, '\'');
}
