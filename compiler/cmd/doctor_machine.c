#include "doctor.h"

#include "base/message.h"
#include "base/program.h"
#include "base/sandbox.h"
#include "outlets.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- leme itself ------------------------------------------------------------------------------ */

static void look_at_leme(struct checkup *checkup)
{
	struct bytes path = program_path(checkup->run->arena, "leme");
	char found[PATH_MAX], own[PATH_MAX];
	if (!path.at) {
		look_add(checkup, HEALTH_NOTE, "leme-path", BYTES("leme"),
			N_("it is not on PATH, where Helm looks for it"));
		look_hint(checkup, N_("put it there, or give Helm its whole path"));
	} else if (!realpath(path.at, found) || !realpath("/proc/self/exe", own) ||
		strcmp(found, own) == 0) {
		look_add(checkup, HEALTH_GOOD, "leme-path", BYTES("leme"),
			N_(BYTES_FMT " is leme %s"), BYTES_ARG(path), LEME_VERSION);
	} else {
		look_add(checkup, HEALTH_NOTE, "leme-path", BYTES("leme"),
			N_(BYTES_FMT " is on PATH, but this one is another, %s"), BYTES_ARG(path),
			own);
		look_hint(checkup, N_("'leme version' tells the version of either"));
	}
}

/* --- the kernel ------------------------------------------------------------------------------- */

static void look_at_kernel(struct checkup *checkup)
{
	static const struct {
		enum sandbox_means means;
		const char *name, *lost;
	} rows[] = {
		{ SANDBOX_LANDLOCK, "Landlock",
			N_("the kernel has it not, or turned off: with --output-dir 'leme "
			   "post-render' can write anywhere") },
		{ SANDBOX_FILTER, "seccomp",
			N_("the kernel has it not: 'leme post-render' keeps all its rights") },
	};
	unsigned means = sandbox_means();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		look_add(checkup, means & rows[i].means ? HEALTH_GOOD : HEALTH_NOTE, "kernel",
			bytes_of(rows[i].name), "%s",
			means & rows[i].means ? _("the kernel has it") : _(rows[i].lost));
}

/* --- the state -------------------------------------------------------------------------------- */

/* 0 if the file can be written, or made; else errno. `root` is what must be there. */
static int state_reason(struct arena *arena, struct bytes root, struct bytes path)
{
	struct stat status;
	if (stat(bytes_string(arena, path), &status) == 0) {
		if (!S_ISREG(status.st_mode))
			return EINVAL;
		return access(bytes_string(arena, path), R_OK | W_OK) == 0 ? 0 : errno;
	}
	while (errno == ENOENT && path.len > root.len) {
		while (path.len && path.at[path.len - 1] != '/')
			path.len--;
		path.len -= path.len > 1;
		if (access(bytes_string(arena, path), W_OK | X_OK) == 0)
			return 0;
	}
	return errno;
}

static void look_at_state(struct checkup *checkup)
{
	struct bytes root, path = state_path(checkup->run->arena, &root);
	if (!path.at) {
		look_add(checkup, HEALTH_NOTE, "state", BYTES("leme last"),
			N_("neither XDG_STATE_HOME nor HOME says where to remember runs"));
		return;
	}
	int reason = state_reason(checkup->run->arena, root, path);
	if (!reason) {
		look_add(checkup, HEALTH_GOOD, "state", path, N_("'leme last' remembers runs"));
		return;
	}
	look_add(checkup, HEALTH_BAD, "state", path, N_("'leme last' cannot remember runs: %s"),
		strerror(reason));
	look_hint(checkup, N_("let the file be written, or name another folder in XDG_STATE_HOME"));
}

/* --- git -------------------------------------------------------------------------------------- */

static void look_at_git(struct checkup *checkup)
{
	struct tool git = git_on_path(checkup->run->arena);
	if (!git.path.at)
		look_add(checkup, HEALTH_NOTE, "git", git.name,
			N_("it is not on PATH: --staged and --base do not work"));
	else if (git.complaint.len)
		look_add(checkup, HEALTH_BAD, "git", git.name,
			N_(BYTES_FMT " does not tell its version: " BYTES_FMT), BYTES_ARG(git.path),
			BYTES_ARG(git.complaint));
	else
		look_add(checkup, HEALTH_GOOD, "git", git.name, N_(BYTES_FMT " is git %d.%d.%d"),
			BYTES_ARG(git.path), (int)git.version.major, (int)git.version.minor,
			(int)git.version.patch);
}

void look_at_machine(struct checkup *checkup)
{
	look_at_leme(checkup);
	look_at_kernel(checkup);
	look_at_state(checkup);
	look_at_git(checkup);
}
