#include "program.h"

#include "buf.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { PIECE = 64 * 1024 };

/* --- the environment -------------------------------------------------------------------------- */

static size_t count_of(const char *const *list)
{
	size_t count = 0;
	while (list && list[count])
		count++;
	return count;
}

static bool names_any(const char *variable, const char *const *list)
{
	for (; list && *list; list++)
		if (strncmp(variable, *list, strcspn(*list, "=") + 1) == 0)
			return true;
	return false;
}

char **program_environment(
	struct arena *owner, const char *const *settings, const char *const *dropped)
{
	size_t count = count_of((const char *const *)environ), more = count_of(settings), kept = 0;
	char **made = arena_array_of(owner, char *, count + more + 1);
	for (size_t i = 0; i < count; i++)
		if (!names_any(environ[i], settings) && !names_any(environ[i], dropped))
			made[kept++] = environ[i];
	for (size_t i = 0; i < more; i++)
		made[kept++] = (char *)(uintptr_t)settings[i];
	return made;
}

struct bytes program_path(struct arena *owner, const char *name)
{
	struct bytes rest = bytes_of(getenv("PATH")), folder;
	struct stat status;
	while (bytes_cut(&rest, ':', &folder)) {
		struct bytes path = folder.len
			? bytes_join(owner, folder, BYTES("/"), bytes_of(name))
			: bytes_join(owner, BYTES("./"), BYTES(""), bytes_of(name));
		const char *text = bytes_string(owner, path);
		if (stat(text, &status) == 0 && S_ISREG(status.st_mode) && access(text, X_OK) == 0)
			return path;
	}
	return (struct bytes){ 0 };
}

/* --- starting --------------------------------------------------------------------------------- */

/* The ends of the child, -1 for none. */
struct ends {
	int in, out, err;
};

static int spawn(const struct program *program, const struct ends *ends, pid_t *id)
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
	int reason = posix_spawnp(id, program->line[0], &actions, &attributes,
		(char **)(uintptr_t)program->line,
		program->environment ? program->environment : environ);
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
		(*err = memfd_create("errors", MFD_CLOEXEC)) >= 0;
}

bool program_start(const struct program *program, bool with_input, struct program_process *process)
{
	int in[2], out[2], err, reason = 0;
	pid_t id = -1;
	if (!open_pipes(with_input, in, out, &err))
		reason = errno;
	if (!reason)
		reason = spawn(program, &(struct ends){ in[0], out[1], err }, &id);
	close_if_open(in[0]);
	close_if_open(out[1]);
	*process = (struct program_process){ id, in[1], out[0], err };
	if (!reason)
		return true;
	close_if_open(in[1]);
	close_if_open(out[0]);
	close_if_open(err);
	errno = reason;
	return false;
}

int program_end(struct program_process *process)
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

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* False when the time is over; a signal is no reason to give up. */
static bool wait_for(int handle, int64_t end)
{
	struct pollfd asked = { .fd = handle, .events = POLLIN };
	for (;;) {
		int64_t left = end < 0 ? -1 : end - now();
		if (end >= 0 && left <= 0)
			return false;
		int ready = poll(&asked, 1, (int)left);
		if (ready > 0 || (ready < 0 && errno != EINTR))
			return true;
	}
}

static bool read_all(struct arena *owner, int handle, int64_t end, struct bytes *out)
{
	struct buf text = buf_new(owner);
	bool in_time;
	while ((in_time = wait_for(handle, end))) {
		char *room = buf_room(&text, PIECE);
		ssize_t got = world_read(handle, room, PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		text.len += (size_t)got;
	}
	*out = buf_bytes(&text);
	return in_time;
}

/* It shares its place in the file with the program, which goes on writing at the end. */
struct bytes program_errors(struct arena *owner, const struct program_process *process)
{
	struct buf text = buf_new(owner);
	char *room = buf_room(&text, PIECE);
	ssize_t got = world_read_at(process->err, room, PIECE, 0);
	text.len = got > 0 ? (size_t)got : 0;
	return buf_bytes(&text);
}

bool program_ask(struct arena *owner, const struct program *program, int milliseconds,
	struct program_answer *answer)
{
	struct program_process process;
	int64_t end = milliseconds < 0 ? -1 : now() + milliseconds;
	*answer = (struct program_answer){ .status = -1 };
	if (!program_start(program, false, &process)) {
		answer->reason = errno;
		return false;
	}
	if (!read_all(owner, process.out, end, &answer->out)) {
		answer->reason = ETIMEDOUT;
		kill(process.id, SIGKILL);
	}
	int err = fcntl(process.err, F_DUPFD_CLOEXEC, 0);
	answer->status = program_end(&process);
	answer->err = program_errors(owner, &(struct program_process){ .err = err });
	close_if_open(err);
	return answer->status == 0 && !answer->reason;
}
