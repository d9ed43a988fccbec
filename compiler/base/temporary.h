/* A folder of files that somebody needs on a disk for a while. */
#ifndef LEME_BASE_TEMPORARY_H
#define LEME_BASE_TEMPORARY_H

#include "folder.h"

/*
 * A new folder with these files, in $TMPDIR or /tmp; it goes with its owner. NULL, after a diag
 * (exit 3), where that cannot be made. The paths must be allowed: folder_path_allowed().
 */
struct folder *temporary_folder(
	struct arena *owner, const struct staged *files, size_t count, struct diags *d) MUST_USE;

#endif
