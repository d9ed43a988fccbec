#include "cmd.h"

#include "base/message.h"
#include "base/nearest.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

const struct option help_options[] = { { 0 } };

/* Has man show the page. False if there is no man, or it has no such page. */
static bool open_manual(const char *page)
{
	pid_t child = fork();
	if (child < 0)
		return false;
	if (child == 0) {
		/* "No manual entry" is no news here: the help is printed instead. */
		int nowhere = open("/dev/null", O_WRONLY);
		if (nowhere >= 0)
			dup2(nowhere, STDERR_FILENO);
		execlp("man", "man", page, (char *)NULL);
		_exit(127);
	}
	int status;
	return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What is no command but has a page: leme.yaml(5), leme.lock(5), leme-profile(5), leme-cel(7). */
static const struct {
	const char *name, *page;
} topics[] = {
	{ "leme.yaml", "leme.yaml" },
	{ "leme.lock", "leme.lock" },
	{ "profile", "leme-profile" },
	{ "cel", "leme-cel" },
};

enum { TOPICS = sizeof topics / sizeof *topics };

static const char *page_of(struct run *run, struct bytes name, const struct command *command)
{
	if (command)
		return bytes_string(
			run->arena, bytes_print(run->arena, "leme-" BYTES_FMT, BYTES_ARG(name)));
	for (size_t i = 0; i < TOPICS; i++)
		if (bytes_is(name, topics[i].name))
			return topics[i].page;
	return NULL;
}

static enum exit_code unknown_page(struct run *run, struct bytes name)
{
	struct texts known = { 0 };
	for (const struct command *command = commands; command->name; command++)
		*array_push(run->arena, &known) = bytes_of(command->name);
	for (size_t i = 0; i < TOPICS; i++)
		*array_push(run->arena, &known) = bytes_of(topics[i].name);
	struct bytes near = nearest(name, known.at, known.count);
	diag_error(&run->diags, (struct span){ 0 }, "usage/command",
		N_("there is no manual for '" BYTES_FMT "'"), BYTES_ARG(name));
	if (near.len)
		diag_hint(&run->diags, N_("did you mean 'leme help " BYTES_FMT "'?"),
			BYTES_ARG(near));
	else
		diag_hint(&run->diags, N_("'leme --help' lists the commands"));
	return EXIT_INPUT;
}

enum exit_code command_help(struct run *run)
{
	struct bytes name = run->operands.count ? run->operands.at[0] : (struct bytes){ 0 };
	const struct command *command = name.at ? command_find(name) : NULL;
	const char *page = name.at ? page_of(run, name, command) : "leme";
	if (!page)
		return unknown_page(run, name);
	if (open_manual(page))
		return EXIT_DONE;
	if (command)
		print_usage(&run->out, command);
	else
		print_overview(&run->out);
	return EXIT_DONE;
}
