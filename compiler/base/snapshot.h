/*
 * The files of a folder as they stand somewhere else than on the disk, such as in git's index or in
 * one of its revisions: a list of paths, and somebody who keeps the contents. folder_at() makes a
 * folder of it that is read like any other.
 */
#ifndef LEME_BASE_SNAPSHOT_H
#define LEME_BASE_SNAPSHOT_H

#include "source.h"

#include <limits.h>

struct snapshot_file {
	struct bytes path;   /* in the folder, with '/' */
	struct bytes target; /* where a link leads; .at NULL: it is a regular file */
	struct bytes id;     /* by which the keeper knows the content */
};

enum snapshot_answer {
	SNAPSHOT_READ,
	SNAPSHOT_TOO_LARGE, /* over so many bytes */
	SNAPSHOT_LOST,      /* the keeper has it no more, or cannot be asked; *why is set */
};

struct snapshot {
	ARRAY(struct snapshot_file); /* by path, each once; no path is below another's file */
	struct bytes prefix; /* what a person puts before a path; .at NULL: that of the folder */
	const char *add;     /* N_(): how a file gets there, for hints; or NULL */
	/* The content of a file or the target of a link. Threads may ask at once. */
	enum snapshot_answer (*read)(void *keeper, struct arena *owner, struct bytes id,
		size_t limit, struct bytes *text, struct bytes *why);
	void *keeper;
};

/* Brings the files into their order. */
void snapshot_sort(struct snapshot *snapshot);

/* The file or link of exactly that path, which holds no links on its way; or NULL. */
const struct snapshot_file *snapshot_file(const struct snapshot *snapshot, struct bytes path);

/*
 * Follows links: *file is what the path leads to, NULL for a folder, and `real` its path without
 * links, "" being the folder itself. `root` is the absolute path at which the folder is thought of;
 * links may leave it on their way. False with errno: ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG, or EXDEV
 * where it leads out of the folder.
 */
bool snapshot_resolve(const struct snapshot *snapshot, struct bytes root, struct bytes path,
	const struct snapshot_file **file, char real[PATH_MAX]) MUST_USE;

/* One name after another in a folder whose path is without links. */
struct snapshot_walk {
	const struct snapshot *snapshot;
	size_t next, head; /* the file that comes, and how much of its path is the folder's */
	struct bytes folder;
};

struct snapshot_entry {
	struct bytes name;
	const struct snapshot_file *file; /* NULL: a folder */
};

struct snapshot_walk snapshot_walk(const struct snapshot *snapshot, struct bytes real);
bool snapshot_next(struct snapshot_walk *walk, struct snapshot_entry *entry);

#endif
