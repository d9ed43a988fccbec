/*
 * The project's folder: reading files that lie inside it, and finding them by glob.
 *
 * Paths are relative to the folder, with '/', without '..'; a symbolic link may lead to another
 * place inside the folder, never out of it. Every function that fails has recorded a diag:
 * `path/outside` (exit 2), `file/missing` (exit 2), `file/unreadable` (exit 3), `file/encoding`
 * (exit 2), `limit/file` (exit 2).
 */
#ifndef LEME_BASE_FOLDER_H
#define LEME_BASE_FOLDER_H

#include "diag.h"
#include "inputs.h"
#include "secrets.h"
#include "snapshot.h"

#include <limits.h>

enum { OWN_FILE_LIMIT_DEFAULT = 64 * 1024 * 1024 };

struct folder {
	struct bytes
		prefix; /* what leads from the current directory to the folder: "", "../", "a/b/" */
	struct bytes real;       /* its absolute path without links */
	int handle;              /* open for openat; closed with the arena that owns the folder */
	size_t file_limit;       /* bytes; a larger file is error `limit/file` */
	unsigned lock_wait;      /* milliseconds that a run waits for another that writes */
	struct inputs *inputs;   /* what folder_read() has read */
	struct secrets *secrets; /* of the project; what is read in the folder has them, too */
	bool is_source;          /* it lies outside the project; for messages only */
	const struct staged *staged;
	size_t staged_count;             /* files as they will be; see folder_with() */
	const struct snapshot *snapshot; /* what is read in the place of the disk, or NULL */
};

/* A file that is to be written. */
struct staged {
	struct bytes path, text;
};

/* NULL, with a diag, if there is no such folder. prefix "" is the current directory. */
struct folder *folder_open(struct arena *owner, struct bytes prefix, struct diags *d) MUST_USE;

/* The same, after making the folder and those above it where they do not exist. */
struct folder *folder_make(struct arena *owner, struct bytes prefix, struct diags *d) MUST_USE;

/*
 * The same folder as it will be when these files are written: whoever reads one of them gets its
 * text, and no identity. Files that are not there yet are read, but found by no glob or list.
 * Notes its inputs apart. Ends with the folder that it is made of, if its owner does not end first.
 */
struct folder *folder_with(
	struct arena *owner, const struct folder *folder, const struct staged *files, size_t count);

/*
 * The same folder as a snapshot has it: what is read and found comes from there and has no
 * identity. `.leme/`, which belongs to the machine, is that of the disk. Notes its inputs apart,
 * ends as folder_with() does.
 */
struct folder *folder_at(
	struct arena *owner, const struct folder *folder, const struct snapshot *snapshot);

/* Whether a path of the folder is looked up in a snapshot. */
bool folder_is_recorded(const struct folder *folder, struct bytes path);

/* The path as a person at the current directory would open it; `REVISION:path` in a revision. */
struct bytes folder_path(struct arena *owner, const struct folder *folder, struct bytes path);

/*
 * True if the path is of the form that is allowed at all: relative, not empty, no empty, '.' or
 * '..' part, no NUL or line end. Says so at the span otherwise (`path/outside` or `path/form`).
 */
bool folder_path_allowed(struct bytes path, struct span at, struct diags *d) MUST_USE;

/*
 * Opens what lies inside the folder, the path "" being the folder itself. -1 with errno otherwise:
 * EXDEV where a link leads out of the folder. No memory is taken and no diag made. In a snapshot
 * only files can be opened, for reading.
 */
int folder_open_at(const struct folder *folder, const char *path, int flags) MUST_USE;

/* The state of the file at a path, a link followed; none if there is none or it cannot be told. */
struct identity folder_identity(const struct folder *folder, struct bytes path);

/* Whether the path itself is a symbolic link, wherever it leads. */
bool folder_is_link(const struct folder *folder, const char *path);

/* The path without links, relative to the folder. False with errno, EXDEV if it leads outside. */
bool folder_real_path(const struct folder *folder, const char *path, char real[PATH_MAX]) MUST_USE;

/* The folder resolved last; zeroed at first. */
struct resolved_parent {
	struct bytes path, real;
};

/*
 * Where a write to the path would end, links followed as far as they exist. `parent` saves asking
 * again for the next path in the same folder.
 */
struct bytes folder_resolve(struct arena *owner, const struct folder *folder, struct bytes path,
	struct resolved_parent *parent);

enum missing { MISSING_IS_ERROR, MISSING_IS_NULL };

/*
 * The file as a source: valid UTF-8 without NUL. `asked_at` is who named the file, for the
 * message when it is missing; a span without source if nobody did. The file, or that there is
 * none, is noted in folder->inputs.
 * MISSING_IS_NULL: NULL without a diag if there is no such file.
 */
struct source *folder_read(struct arena *owner, const struct folder *folder, struct bytes path,
	enum missing missing, struct span asked_at, struct diags *d) MUST_USE;

/*
 * The same for a file that not all results depend on, such as a profile or an output: whoever reads
 * it looks after its identity.
 */
struct source *folder_read_unnoted(struct arena *owner, const struct folder *folder,
	struct bytes path, enum missing missing, struct span asked_at, struct diags *d) MUST_USE;

/* The same without the demand on UTF-8 and NUL; for outputs that are only compared. */
struct source *folder_read_raw(struct arena *owner, const struct folder *folder, struct bytes path,
	enum missing missing, struct span asked_at, struct diags *d) MUST_USE;

/* Whether a text has the encoding that folder_read() demands: `file/encoding` if not. */
bool source_is_proper(const struct source *source, struct diags *d) MUST_USE;

/*
 * Adds the paths of all regular files that match, sorted by bytes, each once. `*` and `?` do not
 * match '/', `[a-z]` is a set, `**` as a whole part descends through any folders, a name that
 * begins with '.' is matched only by a pattern part that begins so. Links to folders are not
 * descended by `**`. A link that leads nowhere is found too, so that reading it says so. False,
 * with a diag, if a folder could not be read or leads outside, or the pattern is bad (`path/glob`).
 */
bool folder_glob(struct arena *owner, const struct folder *folder, struct bytes pattern,
	struct span at, struct texts *found, struct diags *d) MUST_USE;

enum entry_kind {
	ENTRY_FILE,
	ENTRY_FOLDER,
	ENTRY_OTHER, /* a FIFO, a socket, a device */
	ENTRY_LOST,  /* a link that leads nowhere */
};

struct folder_entry {
	struct bytes name;
	enum entry_kind kind; /* of what a link leads to, be it in the folder or not */
	bool is_link;
};

struct folder_entries {
	ARRAY(struct folder_entry);
};

/*
 * What is in a folder of the project, by the bytes of the names. False, with a diag at the span, if
 * it could not be read or leads outside.
 */
bool folder_list(struct arena *owner, const struct folder *folder, struct bytes path,
	struct span at, struct folder_entries *entries, struct diags *d) MUST_USE;

/*
 * Whether there is a regular file at the path, a link followed. Where it cannot be told, as behind
 * a link that leads out of the folder, the answer is true, and reading it says what is wrong.
 */
bool folder_has_file(const struct folder *folder, struct bytes path);

/* Whether there is a folder at the path, a link followed. */
bool folder_has_folder(const struct folder *folder, struct bytes path);

/*
 * The names in a folder that do not begin with '.', by their bytes; none if it cannot be read or
 * holds very many, as they only serve a hint.
 */
struct texts folder_names(struct arena *owner, const struct folder *folder, struct bytes path);

/* The one that differs in case and accents only, else the nearest(); or an empty text. */
struct bytes name_near(struct arena *owner, struct bytes name, struct texts names);

/* What a path or pattern is likely to mean where nothing is. */
struct near_path {
	struct bytes missing; /* the way down to the first part that is not there */
	struct bytes meant;   /* the path with what is there in the place of such parts */
};

/* Both are empty where no part is missing before the first pattern; `meant` if none is near. */
struct near_path folder_near(struct arena *owner, const struct folder *folder, struct bytes path);

/*
 * Whether a name matches a pattern of `*`, `?` (a code point) and `[set]`, `[!set]`; no '/' is
 * special here, and a '[' that nothing closes is a letter like any other.
 */
bool glob_matches(struct bytes pattern, struct bytes name);

/* Whether every '[' is closed. */
bool glob_is_well_formed(struct bytes pattern);

/* Whether a text has any of the characters that make it a pattern. */
bool glob_is_pattern(struct bytes text);

#endif
