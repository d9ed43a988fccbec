/*
 * What git knows of the project, by running `git` itself: no shell, nothing written, nothing
 * fetched. The face of this room.
 *
 *   repository_open       the repository that holds a folder
 *   repository_index      the folder as it would be committed → a snapshot (base/snapshot.h)
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

#endif
