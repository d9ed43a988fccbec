#include "git.h"

#include "base/message.h"
#include "base/world.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PIECE = 64 * 1024 };

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
};

/* What says where the repository is. */
static const char *const whereabouts[] = { "GIT_DIR=", "GIT_WORK_TREE=", "GIT_COMMON_DIR=" };

enum { SETTINGS = sizeof settings / sizeof *settings };
enum { WHEREABOUTS = sizeof whereabouts / sizeof *whereabouts };

static bool has_name(const char *variable, const char *setting)
{
	size_t len = strcspn(setting, "=") + 1;
	return strncmp(variable, setting, len) == 0;
}

static bool is_replaced(const char *variable, bool elsewhere)
{
	bool replaced = false;
	for (size_t i = 0; i < SETTINGS; i++)
		replaced = replaced || has_name(variable, settings[i]);
	for (size_t i = 0; elsewhere && i < WHEREABOUTS; i++)
		replaced = replaced || has_name(variable, whereabouts[i]);
	return replaced;
}

static char **environment(struct arena *owner, bool elsewhere)
{
	size_t count = 0, kept = 0;
	while (environ[count])
		count++;
	char **made = arena_array_of(owner, char *, count + SETTINGS + 1);
	for (size_t i = 0; i < count; i++)
		if (!is_replaced(environ[i], elsewhere))
			made[kept++] = environ[i];
	for (size_t i = 0; i < SETTINGS; i++)
		made[kept++] = (char *)(uintptr_t)settings[i];
	return made;
}

struct git git_new(struct arena *owner, const char *folder, bool elsewhere)
{
	return (struct git){ folder, environment(owner, elsewhere) };
}

/* --- starting --------------------------------------------------------------------------------- */

/* A monitor of the work tree is a program that the configuration names. */
static char **command_line(
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
	return (char **)(uintptr_t)line;
}

/* The ends of the child, -1 for none. */
struct ends {
	int in, out, err;
};

static int spawn(const struct git *git, char **line, const struct ends *ends, pid_t *id)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t standard;
	sigemptyset(&standard);
	sigaddset(&standard, SIGPIPE);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigdefault(&attributes, &standard);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	if (ends->in >= 0)
		posix_spawn_file_actions_adddup2(&actions, ends->in, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends->out, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends->err, STDERR_FILENO);
	int reason = posix_spawnp(id, "git", &actions, &attributes, line, git->environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return reason;
}

static void close_if_open(int handle)
{
	if (handle >= 0)
		close(handle);
}

static bool open_pipes(bool with_input, int in[2], int out[2], int *err)
{
	in[0] = in[1] = out[0] = out[1] = *err = -1;
	return (!with_input || pipe2(in, O_CLOEXEC) == 0) && pipe2(out, O_CLOEXEC) == 0 &&
		(*err = memfd_create("git", MFD_CLOEXEC)) >= 0;
}

bool git_start(const struct git *git, struct arena *scratch, const char *const *arguments,
	bool with_input, struct git_process *process)
{
	int in[2], out[2], err, reason = 0;
	pid_t id = -1;
	if (!open_pipes(with_input, in, out, &err))
		reason = errno;
	if (!reason)
		reason = spawn(git, command_line(scratch, git, arguments),
			&(struct ends){ in[0], out[1], err }, &id);
	close_if_open(in[0]);
	close_if_open(out[1]);
	*process = (struct git_process){ id, in[1], out[0], err };
	if (!reason)
		return true;
	close_if_open(in[1]);
	close_if_open(out[0]);
	close_if_open(err);
	errno = reason;
	return false;
}

int git_end(struct git_process *process)
{
	int status;
	close_if_open(process->in);
	close_if_open(process->out);
	close_if_open(process->err);
	while (waitpid(process->id, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* --- asking ----------------------------------------------------------------------------------- */

static struct bytes read_all(struct arena *owner, int handle)
{
	struct buf text = buf_new(owner);
	for (;;) {
		char *room = buf_room(&text, PIECE);
		ssize_t got = world_read(handle, room, PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return buf_bytes(&text);
		text.len += (size_t)got;
	}
}

/* It shares its place in the file with git, which goes on writing at the end. */
struct bytes git_errors(struct arena *owner, const struct git_process *process)
{
	struct buf text = buf_new(owner);
	char *room = buf_room(&text, PIECE);
	ssize_t got = world_read_at(process->err, room, PIECE, 0);
	text.len = got > 0 ? (size_t)got : 0;
	return buf_bytes(&text);
}

bool git_ask(const struct git *git, struct arena *owner, const char *const *arguments,
	struct git_answer *answer)
{
	struct git_process process;
	*answer = (struct git_answer){ .status = -1 };
	if (!git_start(git, owner, arguments, false, &process)) {
		answer->reason = errno;
		return false;
	}
	answer->out = read_all(owner, process.out);
	int err = fcntl(process.err, F_DUPFD_CLOEXEC, 0);
	answer->status = git_end(&process);
	answer->err = git_errors(owner, &(struct git_process){ .err = err });
	close_if_open(err);
	return answer->status == 0;
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

bool git_tell(const struct git_answer *answer, struct span at, struct diags *d)
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
