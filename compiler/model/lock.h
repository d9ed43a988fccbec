/*
 * leme.lock: which bytes the names of images and artifacts stand for, which revision of a source
 * was read, and what was released last. Keyed by canonical references, not by profiles: a digest
 * travels with its version. SPEC §4; the form is in leme.lock(5).
 *
 *   lock_read     the file → tables; frozen with the catalogue, shared by threads
 *   lock_find_*   one entry by its key, by a hash table
 *   lock_copy     a lock that a command may change; lock_set_* does
 *   lock_text     the bytes of leme.lock: sorted, one line an item
 *
 * git merges the file by union (`leme.lock merge=union`), so reading takes lines in any order and
 * equal ones twice; writing sorts and drops repeats. Two values for one key are clashes, which only
 * a command that mends them lives with: what nobody has chosen is written as it was read.
 */
#ifndef LEME_MODEL_LOCK_H
#define LEME_MODEL_LOCK_H

#include "base/folder.h"
#include "base/names.h"
#include "tree/tree.h"

#define LOCK_PATH "leme.lock"

/* An image of an index that was asked for by its platform. */
struct lock_platform {
	struct bytes name;   /* os/architecture or os/architecture/variant */
	struct bytes digest; /* algorithm:hex */
	struct span at;      /* of the digest */
};

struct lock_image {
	struct bytes reference; /* canonical, with tag, without digest */
	struct bytes digest;    /* algorithm:hex; of the index where there is one */
	struct {
		ARRAY(struct lock_platform);
	} platforms;
	struct span at; /* of the digest; of nothing if it was not read from the file */
};

struct lock_artifact {
	struct bytes name;   /* COMPONENT/ARTIFACT, or a more exact key; any text */
	struct bytes sha256; /* 64 lower-case hexadecimal digits */
	uint64_t size;       /* bytes */
	struct span at;      /* of the digits */
};

struct lock_source {
	struct bytes name;     /* as in the catalogue's sources */
	struct bytes url, git; /* where it was; one of them */
	struct bytes revision;
	struct span at; /* of the revision */
};

/* What was released last. What the map holds of components is for who records it. */
struct lock_release {
	struct bytes version;           /* SemVer; .at NULL: nothing is recorded */
	struct bytes chart;             /* sha256:hex of what `helm package` would ship */
	const struct value *components; /* NULL for none */
	struct span at, chart_at;       /* of version and chart */
	struct texts other_versions, other_charts; /* that clash */
};

enum lock_part { LOCK_IMAGE, LOCK_ARTIFACT, LOCK_SOURCE, LOCK_RELEASE };

/* Two values for one key, as a merge by union leaves them. */
struct lock_clash {
	enum lock_part part;
	struct bytes key;      /* of the entry; in the record, its way from `release` */
	struct bytes platform; /* of an image, if the digests are of this platform of one index */
	struct bytes first, second;
	struct span first_at, second_at;
};

/* Names of images that are not canonical, as after a registry's move. */
struct lock_aliases {
	size_t count;
	struct bytes written, canonical, digest; /* of the first */
	struct span at;
};

struct lock {
	struct arena *owner;
	const struct source *source; /* NULL: there is no leme.lock */
	struct {
		ARRAY(struct lock_image);
	} images;
	struct {
		ARRAY(struct lock_artifact);
	} artifacts;
	struct {
		ARRAY(struct lock_source);
	} sources;
	struct lock_release release;
	struct {
		ARRAY(struct lock_clash);
	} clashes; /* the first value is found by its key, the others stand in the arrays too */
	struct lock_aliases aliases;
	struct names image_places, artifact_places, source_places; /* key → index + 1 */
};

struct registries;

/*
 * An empty lock if there is no file. NULL, with diags: unknown keys and wrong types (`key/…`), a
 * digest or reference of the wrong form. Clashes and aliases are not told here.
 */
struct lock *lock_read(struct arena *owner, const struct folder *folder,
	const struct registries *registries, struct limits limits, struct diags *d) MUST_USE;

/*
 * For all that use a lock: a warning if names are not canonical here (`lock/reference`); false if
 * keys clash, with an error for each (`lock/duplicate`), both places and what mends it.
 */
bool lock_is_settled(const struct lock *lock, struct diags *d) MUST_USE;

/* Whether an entry clashes; any of the part for the empty key. */
bool lock_is_torn(const struct lock *lock, enum lock_part part, struct bytes key);

/* Tells the clashes of one entry, as errors. */
void lock_tell_torn(
	const struct lock *lock, enum lock_part part, struct bytes key, struct diags *d);

/* The clashes that a command leaves, which it may: as warnings. */
void lock_warn_torn(const struct lock *lock, struct diags *d);

/* NULL if it is not locked. The reference is canonical. */
const struct lock_image *lock_find_image(const struct lock *lock, struct bytes reference);
const struct lock_artifact *lock_find_artifact(const struct lock *lock, struct bytes name);
const struct lock_source *lock_find_source(const struct lock *lock, struct bytes name);

/* An empty one; the source may be NULL. */
struct lock *lock_new(struct arena *owner, const struct source *source);

/* Shares texts and values with the lock, which must live as long. */
struct lock *lock_copy(struct arena *owner, const struct lock *lock);

enum lock_change { LOCK_SAME, LOCK_ADDED, LOCK_MOVED, LOCK_REFUSED };

/* Whether another digest than the one that is locked may be taken. */
enum lock_moves { LOCK_STAYS, LOCK_MAY_MOVE };

/*
 * Locks what somebody says an image is; platforms join those of the same index. Another digest than
 * the locked one is `image/tag-moved` (exit 1, both named), unless it may move. One that clashes is
 * `lock/duplicate`, unless it may move: then what is said is chosen.
 */
enum lock_change lock_admit_image(struct lock *lock, const struct lock_image *image,
	enum lock_moves moves, struct diags *d) MUST_USE;

/*
 * An entry in the place of what its key had, whatever that was, so that it clashes no more. Texts
 * are kept, not copied.
 */
void lock_set_image(struct lock *lock, const struct lock_image *image);
void lock_set_artifact(struct lock *lock, const struct lock_artifact *artifact);
void lock_set_source(struct lock *lock, const struct lock_source *source);
void lock_set_release(struct lock *lock, const struct lock_release *release);

/*
 * The whole file. Its four headings are always there, empty ones too: between two of them git never
 * joins the lines of different sections. Comments of the file that was read are not in it.
 */
struct bytes lock_text(struct arena *owner, const struct lock *lock);

#endif
