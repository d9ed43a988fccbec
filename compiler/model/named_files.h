/*
 * Files that a list of the catalogue names, by their paths or by globs. Internal to model/.
 */
#ifndef LEME_MODEL_NAMED_FILES_H
#define LEME_MODEL_NAMED_FILES_H

#include "base/folder.h"
#include "base/names.h"

struct file_list {
	struct arena *run;
	const struct folder *folder;
	const char *standard; /* the glob that such a list has where nobody writes one */
	struct names known;   /* those already named: more than one glob may match one */
};

static inline struct file_list file_list_new(
	struct arena *run, const struct folder *folder, const char *standard)
{
	return (struct file_list){ run, folder, standard, { .owner = run } };
}

/*
 * Adds the paths that match and that the list has not named before. `at` is who wrote the glob;
 * where somebody did and nothing matches, `path/unmatched` warns. False, with diags: a file that is
 * named without a pattern is not there, or folder_glob() fails.
 */
bool files_named(struct file_list *list, struct bytes glob, struct span at, struct texts *paths,
	struct diags *d) MUST_USE;

#endif
