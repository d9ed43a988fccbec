#include "repository.h"

#include "base/message.h"

#include <limits.h>
#include <stdlib.h>

struct span repository_place(const struct repository *repository)
{
	return span_of_path(repository->run,
		folder_path(repository->run, repository->folder, BYTES("leme.yaml")));
}

bool repository_ask(struct repository *repository, const char *const *arguments, struct bytes *out,
	struct diags *d)
{
	struct program_answer answer;
	bool good = git_ask(&repository->git, repository->run, arguments, &answer);
	*out = answer.out;
	return good || git_tell(&answer, repository_place(repository), d);
}

/* --- which repository ------------------------------------------------------------------------- */

static struct bytes git_dir(struct arena *scratch, const struct git *git)
{
	static const char *const arguments[] = { "rev-parse", "--absolute-git-dir", NULL };
	struct program_answer answer;
	return git_ask(git, scratch, arguments, &answer) ? answer.out : (struct bytes){ 0 };
}

/*
 * With GIT_DIR alone git takes the current folder for the whole work tree. A hook of a linked work
 * tree has it set; so where the folder lies in that repository anyway, git is to find out itself.
 */
static struct git choose_git(struct arena *run, const struct folder *folder)
{
	struct git found = git_new(run, bytes_string(run, folder->real), true);
	if (!getenv("GIT_DIR"))
		return git_new(run, found.folder, false);
	struct git given = git_new(run, NULL, false);
	struct bytes one = git_dir(run, &given), other = git_dir(run, &found);
	return one.len && bytes_equal(one, other) ? found : given;
}

static bool is_outside(const struct repository *repository, struct bytes top, struct diags *d)
{
	diag_error(d, repository_place(repository), "git/repository",
		N_("the project is not in the work tree of the repository, '" BYTES_FMT "'"),
		BYTES_ARG(top));
	diag_hint(d, N_("GIT_DIR or GIT_WORK_TREE of the environment names it"));
	return false;
}

/* `top` is without links, as the folder's own path is. */
static bool take_top(struct repository *repository, struct bytes top, struct diags *d)
{
	struct bytes real = repository->folder->real;
	size_t head = bytes_is(top, "/") ? 1 : top.len + 1;
	if (bytes_equal(real, top))
		repository->above = BYTES("");
	else if (bytes_begins(real, top) && (head == 1 || real.at[top.len] == '/'))
		repository->above = bytes_print(repository->run, BYTES_FMT "/",
			BYTES_ARG(bytes_slice(real, head, real.len)));
	else
		return is_outside(repository, top, d);
	repository->limit = bytes_string(repository->run,
		bytes_join(repository->run, BYTES(":(top,literal)"), BYTES(""), repository->above));
	return true;
}

struct repository *repository_open(struct arena *run, const struct folder *folder, struct diags *d)
{
	static const char *const arguments[] = { "rev-parse", "--is-shallow-repository",
		"--show-toplevel", NULL };
	struct repository *repository = arena_new_of(run, struct repository);
	struct program_answer answer;
	struct bytes shallow;
	*repository = (struct repository){ .run = run, .folder = folder };
	repository->git = choose_git(run, folder);
	if (!git_ask(&repository->git, run, arguments, &answer)) {
		git_tell(&answer, repository_place(repository), d);
		return NULL;
	}
	/* The folder's name may hold line ends; the last is git's. */
	struct bytes top = bytes_slice(answer.out, 0, answer.out.len - (answer.out.len > 0));
	bytes_cut(&top, '\n', &shallow);
	repository->is_shallow = bytes_is(shallow, "true");
	repository->contents = contents_new(run, &repository->git);
	return take_top(repository, top, d) ? repository : NULL;
}
