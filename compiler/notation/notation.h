/*
 * Texts with a grammar, each to and from a value: values paths, image names, versions and
 * constraints. Nothing here knows files or places; a caller that has a span makes the diag.
 */
#ifndef LEME_NOTATION_H
#define LEME_NOTATION_H

#include "base/buf.h"

/* --- values path: `a.b\.c` is the key `b.c` in `a`, as in `helm --set` ------------------------ */

/* Most keys of a path, so that what is written there stays far from the limit of nesting. */
enum { PATH_KEYS = 200 };

/* NULL, or what is wrong with the text, for a message. */
const char *path_fault(struct bytes text);

/* The keys of a path without fault (asserted). */
struct texts path_parse(struct arena *owner, struct bytes text);

/* The text of a path; dots and backslashes inside keys get a backslash. */
struct bytes path_text(struct arena *owner, const struct bytes *keys, size_t count);

/* --- image name: [domain/]path, as in github.com/distribution/reference ----------------------- */

struct image_name {
	struct bytes domain; /* empty where the name has none: `bitnami/redis` */
	struct bytes path;
};

/* The first part is a domain if it holds '.', ':' or an upper-case letter, or is `localhost`. */
struct image_name image_name_split(struct bytes name);

/* Whether a text is a name: domain and lower-case path by the grammar, no tag, no digest. */
bool image_name_valid(struct bytes name);

/* --- SemVer 2.0 (semver.org), constraints as Masterminds/semver, the library Helm uses -------- */

struct semver {
	uint64_t major, minor, patch;
	struct bytes prerelease, build; /* without '-' and '+' */
};

/* Strictly MAJOR.MINOR.PATCH[-pre][+build], as Helm demands of a chart. */
bool semver_parse(struct bytes text, struct semver *version) MUST_USE;

/* -1, 0, 1 by precedence; build metadata does not count. */
int semver_compare(const struct semver *a, const struct semver *b);

struct semver_constraint;

/*
 * `>=0.1 <2`: comma or space is AND, `||` is OR; operators = != < <= > >= ~ ^, `x` `X` `*` for any
 * part, missing parts, `1.2 - 1.4`. NULL if the text is none.
 */
const struct semver_constraint *semver_constraint_parse(
	struct arena *owner, struct bytes text) MUST_USE;

/* A pre-release satisfies only clauses among which one names a pre-release, as in Helm 4. */
bool semver_satisfies(const struct semver *version, const struct semver_constraint *constraint);

#endif
