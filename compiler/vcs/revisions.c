/* Names of git: what they stand for, how their histories meet. */
#include "repository.h"

/* The answer, if it is one line; else an empty text: a range of revisions has two. */
static struct bytes ask_line(struct repository *repository, const char *const *arguments)
{
	struct program_answer answer;
	struct bytes line;
	if (!git_ask(&repository->git, repository->run, arguments, &answer))
		return BYTES("");
	bytes_cut(&answer.out, '\n', &line);
	return answer.out.len ? BYTES("") : line;
}

/* Git would take it for an option, or for what is to be left out. */
static bool can_be_name(struct bytes name)
{
	return name.len && name.at[0] != '-' && name.at[0] != '^' &&
		!memchr(name.at, '\0', name.len);
}

struct bytes repository_commit(struct repository *repository, struct bytes name)
{
	if (!can_be_name(name))
		return BYTES("");
	struct bytes commit = bytes_join(repository->run, name, BYTES("^{commit}"), BYTES(""));
	const char *const arguments[] = { "rev-parse", "--verify", "--quiet",
		bytes_string(repository->run, commit), NULL };
	return ask_line(repository, arguments);
}

enum ancestry repository_merge_base(struct repository *repository, struct bytes one,
	struct bytes other, struct bytes *commit, struct diags *d)
{
	const char *const arguments[] = { "merge-base", bytes_string(repository->run, one),
		bytes_string(repository->run, other), NULL };
	struct program_answer answer;
	if (git_ask(&repository->git, repository->run, arguments, &answer)) {
		bytes_cut(&answer.out, '\n', commit);
		return ANCESTRY_FOUND;
	}
	if (answer.status == 1)
		return repository->is_shallow ? ANCESTRY_CUT_OFF : ANCESTRY_NONE;
	git_tell(&answer, repository_place(repository), d);
	return ANCESTRY_FAILED;
}

bool repository_is_shallow(const struct repository *repository)
{
	return repository->is_shallow;
}

bool repository_has_remote(struct repository *repository)
{
	static const char *const arguments[] = { "remote", NULL };
	struct program_answer answer;
	return git_ask(&repository->git, repository->run, arguments, &answer) && answer.out.len;
}

struct bytes repository_branch(struct repository *repository)
{
	static const char *const arguments[] = { "symbolic-ref", "--quiet", "HEAD", NULL };
	struct bytes name = ask_line(repository, arguments), heads = BYTES("refs/heads/");
	return bytes_begins(name, heads) ? bytes_slice(name, heads.len, name.len) : BYTES("");
}

struct bytes repository_branch_called(struct repository *repository, struct bytes name)
{
	struct bytes heads = BYTES("refs/heads/"), remotes = BYTES("refs/remotes/"), remote;
	if (!can_be_name(name))
		return BYTES("");
	const char *const arguments[] = { "rev-parse", "--symbolic-full-name",
		bytes_string(repository->run, name), NULL };
	struct bytes full = ask_line(repository, arguments);
	if (bytes_begins(full, heads))
		return bytes_slice(full, heads.len, full.len);
	if (!bytes_begins(full, remotes))
		return BYTES("");
	full = bytes_slice(full, remotes.len, full.len);
	bytes_cut(&full, '/', &remote);
	return full.at ? full : BYTES("");
}
