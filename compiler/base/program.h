/*
 * Running another program, without a shell: the one door to other processes (tests/layers.sh says
 * who may go through it). It is given no standard input but a pipe, and SIGPIPE ends it.
 */
#ifndef LEME_BASE_PROGRAM_H
#define LEME_BASE_PROGRAM_H

#include "bytes.h"

#include <sys/types.h>

struct program {
	const char *const *line;  /* looked up on PATH if the first has no '/'; NULL ends it */
	char *const *environment; /* NULL: our own */
};

/*
 * Our own environment, with the settings (`NAME=VALUE`) in the place of what has their names, and
 * without the names (`NAME=`) that are dropped. NULL ends either list.
 */
char **program_environment(
	struct arena *owner, const char *const *settings, const char *const *dropped);

/* One that goes on, with pipes to it and from it. */
struct program_process {
	pid_t id;
	int in, out; /* what it reads, or -1; what it writes */
	int err;     /* a file in memory */
};

/* False with errno. */
bool program_start(
	const struct program *program, bool with_input, struct program_process *process) MUST_USE;

/* Closes the pipes, waits for the end and gives its exit code, -1 for a signal. */
int program_end(struct program_process *process);

/* What it has written to stderr so far. */
struct bytes program_errors(struct arena *owner, const struct program_process *process);

struct program_answer {
	int status; /* the exit code; -1: a signal ended it, or it could not be run */
	int reason; /* errno, if it could not be run, ETIMEDOUT if it was ended; else 0 */
	struct bytes out, err;
};

/* Where PATH has an executable file of that name; .at is NULL if nowhere. */
struct bytes program_path(struct arena *owner, const char *name);

enum { PROGRAM_MAY_TAKE_ITS_TIME = -1 };

/*
 * Runs it to its end, with nothing to read. What is not done within so many milliseconds is ended.
 * True if it gave 0.
 */
bool program_ask(struct arena *owner, const struct program *program, int milliseconds,
	struct program_answer *answer) MUST_USE;

#endif
