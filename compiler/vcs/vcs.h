/*
 * What git knows of the project, by running `git` itself: no shell, nothing written, nothing
 * fetched. The face of this room.
 *
 *   repository_open       the repository that holds a folder
 *   repository_index      the folder as it would be committed → a snapshot (base/snapshot.h)
 *   repository_revision   the folder as a commit has it → another
 *   repository_commit     what a name of git stands for; repository_merge_base() of two
 *   repository_changes    which files differ from those of a commit
 *
 * Paths are those of the folder, whatever bytes they hold; what lies beside it in the repository,
 * and submodules, are left out. Failures are diags: `git/program` (exit 3, there is no git),
 * `git/repository` (exit 2, the folder is in none), `git/failed` (exit 3, what git said).
 */
#ifndef LEME_VCS_H
#define LEME_VCS_H

#include "base/folder.h"

struct repository;

/*
 * Heeds GIT_DIR, GIT_WORK_TREE and GIT_INDEX_FILE, which hooks are run with. Lives as long as its
 * owner, with one git that hands out contents, if any is asked for.
 */
struct repository *repository_open(
	struct arena *run, const struct folder *folder, struct diags *d) MUST_USE;

/*
 * What a commit would record now: files that were added in part are as far as they were added,
 * those that nobody has added are not there. NULL after diags, `git/unmerged` (exit 2) for each
 * file with conflicts.
 */
const struct snapshot *repository_index(struct repository *repository, struct diags *d) MUST_USE;

/* --- revisions -------------------------------------------------------------------------------- */

/* The id of the commit that a name of git stands for; an empty text if it stands for none. */
struct bytes repository_commit(struct repository *repository, struct bytes name);

/* Where two commits parted. */
enum ancestry {
	ANCESTRY_FOUND,
	ANCESTRY_NONE,    /* they have nothing in common */
	ANCESTRY_CUT_OFF, /* not in the part of the history that this clone has */
	ANCESTRY_FAILED,  /* after a diag */
};
enum ancestry repository_merge_base(struct repository *repository, struct bytes one,
	struct bytes other, struct bytes *commit, struct diags *d) MUST_USE;

/*
 * The folder as a commit has it; its paths are shown as `git show` takes them. A folder that the
 * commit does not have is empty. NULL after a diag.
 */
const struct snapshot *repository_revision(
	struct repository *repository, struct bytes commit, struct diags *d) MUST_USE;

/* Whether its history is cut off somewhere; whether there is a place to fetch from. */
bool repository_is_shallow(const struct repository *repository);
bool repository_has_remote(struct repository *repository);

/* The branch that HEAD is on; an empty text where it is on none. */
struct bytes repository_branch(struct repository *repository);

/* The branch that a name stands for, without the remote; an empty text if it is no branch's. */
struct bytes repository_branch_called(struct repository *repository, struct bytes name);

/* --- changes ---------------------------------------------------------------------------------- */

enum change_kind { CHANGE_ADDED, CHANGE_DELETED, CHANGE_MODIFIED, CHANGE_RENAMED };

struct file_change {
	enum change_kind kind;
	struct bytes path;
	struct bytes from; /* of a renamed file: where it was */
	bool was_link, is_link;
};

struct file_changes {
	ARRAY(struct file_change); /* by path, each once */
};

enum change_target {
	CHANGE_TO_INDEX,
	CHANGE_TO_WORK_TREE, /* with the files that nobody has added and nothing ignores */
};

/* What has changed since a commit; since the beginning for an empty text. False after a diag. */
bool repository_changes(struct repository *repository, struct bytes since,
	enum change_target target, struct file_changes *changes, struct diags *d) MUST_USE;

#endif
