/*
 * What lies outside the project, in a source that the catalogue declares: files named `NAME:path`.
 *
 * On disk a source is the folder that `--source NAME=DIR` says, else `.leme/sources/NAME/` in the
 * project, else it is absent: then whatever hangs on it is undecided. Nothing is fetched here. A
 * path never leaves its source's folder. A name without a source is a file of the project, so that
 * one call reads either. Part of the face of model/.
 *
 *   sources_open   declared sources → folders
 *   sources_read   `NAME:path` → its text
 *   mirror_find    folder, version, name → an artifact; mirror_digest() its sha256
 *   makefile.h     the assignments in a text for GNU Make
 */
#ifndef LEME_MODEL_SOURCES_H
#define LEME_MODEL_SOURCES_H

#include "base/folder.h"

struct value;
struct sources; /* read-only once made; threads may share it */

/* What the command line says: `--source NAME=DIR`. The last one of a name counts. */
struct source_given {
	struct bytes name, folder; /* DIR from the current directory */
};
struct sources_given {
	ARRAY(struct source_given);
};

/* A declared source. */
struct source_root {
	struct bytes name;
	struct span at;              /* where the catalogue declares it */
	struct bytes url, git;       /* one of the two */
	const struct folder *folder; /* NULL: absent */
	bool given;                  /* by the command line */
};

/*
 * `declared` is the catalogue's `sources`, or NULL. False after diags: `source/address` for one
 * without an address, `usage/source` for a name that is not declared, `file/missing` for a folder
 * that was given and is not there, or is none, `path/outside` for a copy in `.leme/` that a link
 * leads out of the project. A copy whose name is near that of a source without one is warning
 * `source/unused`. *sources is set anyway.
 */
bool sources_open(struct arena *run, const struct folder *project, const struct value *declared,
	const struct sources_given *given, const struct sources **sources,
	struct diags *d) MUST_USE;

const struct folder *sources_project(const struct sources *sources);

/* In the order of the catalogue. */
const struct source_root *sources_list(const struct sources *sources, size_t *count);

/* The declared source that `NAME:path` names, or NULL for a file of the project. */
const struct source_root *sources_root(const struct sources *sources, struct bytes file);

/*
 * What else the result of a run depends on: which folder each source is read from. Empty if all
 * are in their own place.
 */
struct bytes sources_state(struct arena *owner, const struct sources *sources);

/*
 * Whether that can name a file: a path of the allowed form, of the project or of a declared source.
 * `path/outside`, `path/form`, `source/unknown` otherwise.
 */
bool sources_path_allowed(
	const struct sources *sources, struct bytes file, struct span at, struct diags *d) MUST_USE;

enum source_answer {
	SOURCE_FOUND,
	SOURCE_ABSENT,  /* its source is not on this machine: undecided */
	SOURCE_NO_FILE, /* the source, or the project, has no such file */
	SOURCE_BAD,     /* it cannot be read, or must not be; diags say why */
};

/*
 * The file as a source whose name is `NAME:path`: valid UTF-8 without NUL. What was found is noted
 * among the inputs of the project. ABSENT and NO_FILE make no diag.
 */
enum source_answer sources_read(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, const struct source **text,
	struct diags *d) MUST_USE;

/* The same where there must be one: NULL after a diag (`source/absent`, `file/missing`). */
const struct source *sources_need(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, struct diags *d) MUST_USE;

/* Says that the source of `NAME:path` is absent, and how to get it. Returns false. */
bool sources_tell_absent(
	const struct sources *sources, struct bytes file, struct span asked_at, struct diags *d);

/* --- the mirror ------------------------------------------------------------------------------- */

/* `FOLDER/VERSION/NAME`, each of them exact to the byte. */
struct mirror_place {
	struct bytes folder; /* `NAME:path`, or a folder of the project */
	struct bytes version, name;
	struct span asked_at;
};

enum mirror_lack { MIRROR_LACKS_FOLDER, MIRROR_LACKS_VERSION, MIRROR_LACKS_NAME };

struct mirror_file {
	struct bytes file; /* `NAME:FOLDER/VERSION/NAME` */
	struct bytes path; /* as a person at the current directory would open it */
	uint64_t size;
	/* Of what is not there: the first part that is missing, and the nearest beside it. */
	enum mirror_lack lack;
	struct bytes missing, near; /* near may be empty */
};

/* SOURCE_NO_FILE: `file` and `path` say where it should be. Only BAD makes a diag. */
enum source_answer mirror_find(struct arena *owner, const struct sources *sources,
	const struct mirror_place *place, struct mirror_file *found, struct diags *d) MUST_USE;

/* The sha256 of what was found, read piece by piece. An empty text after a diag. */
struct bytes mirror_digest(struct arena *owner, const struct sources *sources,
	const struct mirror_file *found, struct diags *d) MUST_USE;

#endif
