#include "git.h"

#include "base/message.h"

#include <errno.h>

/* --- the environment -------------------------------------------------------------------------- */

/* The two last keep a partial clone from fetching what it lacks: the first is younger. */
static const char *const settings[] = {
	"LC_ALL=C",
	"GIT_OPTIONAL_LOCKS=0",
	"GIT_LITERAL_PATHSPECS=0",
	"GIT_GLOB_PATHSPECS=0",
	"GIT_NOGLOB_PATHSPECS=0",
	"GIT_ICASE_PATHSPECS=0",
	"GIT_NO_LAZY_FETCH=1",
	"GIT_ALLOW_PROTOCOL=none",
	NULL,
};

/* What says where the repository is. */
static const char *const whereabouts[] = { "GIT_DIR=", "GIT_WORK_TREE=", "GIT_COMMON_DIR=", NULL };

struct git git_new(struct arena *owner, const char *folder, bool elsewhere)
{
	return (struct git){ folder,
		program_environment(owner, settings, elsewhere ? whereabouts : NULL) };
}

/* --- starting --------------------------------------------------------------------------------- */

/* A monitor of the work tree is a program that the configuration names. */
static const char *const *command_line(
	struct arena *scratch, const struct git *git, const char *const *arguments)
{
	enum { BEFORE = 5 };
	size_t count = 0, used = 0;
	while (arguments[count])
		count++;
	const char **line = arena_array_of(scratch, const char *, count + BEFORE + 1);
	line[used++] = "git";
	line[used++] = "-c";
	line[used++] = "core.fsmonitor=false";
	if (git->folder) {
		line[used++] = "-C";
		line[used++] = git->folder;
	}
	memcpy(line + used, arguments, count * sizeof *line);
	return line;
}

bool git_start(const struct git *git, struct arena *scratch, const char *const *arguments,
	bool with_input, struct program_process *process)
{
	struct program program = { command_line(scratch, git, arguments), git->environment };
	return program_start(&program, with_input, process);
}

bool git_ask(const struct git *git, struct arena *owner, const char *const *arguments,
	struct program_answer *answer)
{
	struct program program = { command_line(owner, git, arguments), git->environment };
	return program_ask(owner, &program, PROGRAM_MAY_TAKE_ITS_TIME, answer);
}

/* --- complaints ------------------------------------------------------------------------------- */

struct bytes git_complaint(struct bytes err)
{
	static const char *const heads[] = { "fatal: ", "error: " };
	struct bytes rest = bytes_trim(err), line = { 0 };
	bytes_cut(&rest, '\n', &line);
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (bytes_begins(line, bytes_of(heads[i])))
			line = bytes_slice(line, strlen(heads[i]), line.len);
	return line.len ? line : BYTES("?");
}

bool git_tell(const struct program_answer *answer, struct span at, struct diags *d)
{
	struct bytes complaint = git_complaint(answer->err);
	if (answer->reason == ENOENT) {
		diag_world(d, at, "git/program", N_("there is no program 'git'"));
		diag_hint(d, N_("install git; without --staged and --base it is not needed"));
		return false;
	}
	if (answer->reason)
		return diag_world(
			d, at, "git/program", N_("cannot run 'git': %s"), strerror(answer->reason));
	if (!bytes_begins(complaint, BYTES("not a git repository")))
		return diag_world(d, at, "git/failed", N_("git has failed: " BYTES_FMT),
			BYTES_ARG(complaint));
	diag_error(d, at, "git/repository", N_("the project is in no git repository"));
	diag_hint(d, N_("'git init' makes one; without --staged and --base none is needed"));
	return false;
}
