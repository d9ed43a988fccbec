/*
 * Versions by scheme: how a text is read as a version, which of two is later, and what a constraint
 * takes. A version is text and stays so; nothing here ever prints a number anew.
 *
 *   semver   SemVer 2, constraints as Masterminds (semver.h)
 *   dotted   1.10.3, 1.10 (the same as 1.10.0), 1.10-rc.1 (earlier), 1.10P (later)
 *   date     2026-11-21, 2026.11.21.2
 *   opaque   any text; equal or not
 *   own      what a pattern with named groups takes, ordered by the groups
 *
 * Reasons of failure are for people and may be translated.
 */
#ifndef LEME_NOTATION_VERSION_H
#define LEME_NOTATION_VERSION_H

#include "semver.h"

struct version_scheme;

/* semver, dotted, date or opaque; NULL for any other name. These are static. */
const struct version_scheme *version_scheme_find(struct bytes name);

/* A scheme of one's own. */
struct version_pattern {
	struct bytes name;
	struct bytes pattern;    /* RE2; it has to match the whole of a version */
	struct texts order;      /* names of groups, the weightiest first */
	struct bytes prerelease; /* name of the group that makes it earlier, or empty */
};

struct version_pattern_fault {
	const char *text;
	size_t at;          /* in the pattern, if it cannot be read; else 0 */
	struct bytes group; /* the name that the pattern has no group for, or empty */
};

/* NULL, with *fault, if RE2 refuses the pattern or lacks a group. Threads may share the result. */
const struct version_scheme *version_scheme_new(struct arena *owner,
	const struct version_pattern *pattern, struct version_pattern_fault *fault) MUST_USE;

struct bytes version_scheme_name(const struct version_scheme *scheme);

struct version_value {
	const struct version_scheme *scheme;
	struct bytes text;    /* as it was written */
	struct semver semver; /* of scheme semver, and nothing below */
	struct texts fields;  /* numbers or texts, the weightiest first; an empty one is 0 */
	struct bytes tail;    /* compared after them, as SemVer's pre-releases */
	int tail_weight;      /* -1: the tail makes it earlier; 0: there is none; 1: later */
};

/* NULL, or why the text is no version of the scheme. Texts are views; the owner has the fields. */
const char *version_parse(struct arena *owner, const struct version_scheme *scheme,
	struct bytes text, struct version_value *version) MUST_USE;

enum version_order {
	VERSION_EARLIER = -1,
	VERSION_SAME = 0,
	VERSION_LATER = 1,
	VERSION_UNORDERED, /* two opaque ones that differ */
	VERSION_UNLIKE,    /* of two schemes, which is the caller's error to tell */
};

enum version_order version_compare(const struct version_value *a, const struct version_value *b);

enum version_step { VERSION_NO_STEP, VERSION_PATCH, VERSION_MINOR, VERSION_MAJOR };

/*
 * How large a step leads from one to the other, whichever is later: the first number, or group, is
 * that of major steps, the second that of minor ones. Dates and opaque versions tell no size, and
 * what else differs is a patch. Both are of one scheme (asserted).
 */
enum version_step version_step(const struct version_value *a, const struct version_value *b);

/* `rc.1` of 1.2-rc.1; empty where there is none, and for dates and opaque ones. */
struct bytes version_prerelease(const struct version_value *version);

/* --- constraints ------------------------------------------------------------------------------ */

struct version_constraint;

/*
 * Comma or blank is AND, `||` is OR; = != < <= > >=, `*` for any. An operand may be a prefix, with
 * or without `.*`: =3 takes 3.x, <=3 is <4, >3 is >=4. Opaque versions have `*` only. NULL, with
 * *fault, if the text is none.
 */
const struct version_constraint *version_constraint_parse(struct arena *owner,
	const struct version_scheme *scheme, struct bytes text, const char **fault) MUST_USE;

/*
 * The version is of the constraint's scheme (asserted). Pre-releases: of semver as Masterminds has
 * it; others by plain order, so that 4-rc is within <4 and <=3, and 3-rc not within =3.
 */
bool version_satisfies(
	const struct version_value *version, const struct version_constraint *constraint);

#endif
