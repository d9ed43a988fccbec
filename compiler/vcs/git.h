/* Running git. Internal to vcs/. */
#ifndef LEME_VCS_GIT_H
#define LEME_VCS_GIT_H

#include "base/diag.h"
#include "base/program.h"

/* How git is called. */
struct git {
	const char *folder; /* where it looks for the repository; NULL: where leme runs */
	char **environment;
};

/*
 * In English, without network, without locks and with paths taken as they are. `elsewhere`: what
 * the environment says of the repository does not count, but for the index.
 */
struct git git_new(struct arena *owner, const char *folder, bool elsewhere);

/* Runs `git ARGUMENTS` to its end. True if it could be run and gave 0. */
bool git_ask(const struct git *git, struct arena *owner, const char *const *arguments,
	struct program_answer *answer) MUST_USE;

/* What it complained of: one line, without `fatal: `. */
struct bytes git_complaint(struct bytes err);

/* Records why git gave no answer (`git/program`, `git/repository`, `git/failed`). Returns false. */
bool git_tell(const struct program_answer *answer, struct span at, struct diags *d);

/* A git that goes on, with pipes to it and from it. False with errno. */
bool git_start(const struct git *git, struct arena *scratch, const char *const *arguments,
	bool with_input, struct program_process *process) MUST_USE;

#endif
