/* SemVer 2.0 (semver.org), constraints as Masterminds/semver, the library Helm uses. */
#ifndef LEME_NOTATION_SEMVER_H
#define LEME_NOTATION_SEMVER_H

#include "base/buf.h"

struct semver {
	uint64_t major, minor, patch;
	struct bytes prerelease, build; /* without '-' and '+' */
};

/* Strictly MAJOR.MINOR.PATCH[-pre][+build], as Helm demands of a chart; numbers of 64 bits. */
bool semver_parse(struct bytes text, struct semver *version) MUST_USE;

/* What a reader lets pass beyond that, as NewVersion of Masterminds. */
enum semver_style {
	SEMVER_STRICT,
	SEMVER_SHORT, /* a leading `v`, and missing parts, which are 0 */
	SEMVER_LOOSE, /* and leading zeros of the parts: what `semver` of Helm's templates takes */
};

bool semver_read(struct bytes text, enum semver_style style, struct semver *version) MUST_USE;

/* MAJOR.MINOR.PATCH with pre-release and build. */
struct bytes semver_text(struct arena *owner, const struct semver *version);

enum semver_part { SEMVER_MAJOR, SEMVER_MINOR, SEMVER_PATCH };

/*
 * The next release: 1.2.3 gives 2.0.0, 1.3.0 or 1.2.4; a pre-release of such a version gives the
 * version: 2.0.0-rc is followed by 2.0.0. False if a part is at its end.
 */
bool semver_next(const struct semver *version, enum semver_part part, struct semver *next) MUST_USE;

/*
 * As semver_parse, after what `semver(text, true)` of Kubernetes does: a leading `v` and leading
 * zeros go, missing parts are 0 where there is no tail. The owner has the version's texts.
 */
bool semver_parse_normalized(
	struct arena *owner, struct bytes text, struct semver *version) MUST_USE;

/* -1, 0, 1 by precedence; build metadata does not count. */
int semver_compare(const struct semver *a, const struct semver *b);

/* The order of two pre-releases, without '-'; no pre-release is later than any. */
int semver_compare_prereleases(struct bytes a, struct bytes b);

struct semver_constraint;

/*
 * `>=0.1 <2`: comma or space is AND, `||` is OR; operators = != < <= > >= ~ ^, `x` `X` `*` for any
 * part, missing parts, `1.2 - 1.4`. NULL if the text is none.
 */
const struct semver_constraint *semver_constraint_parse(
	struct arena *owner, struct bytes text) MUST_USE;

/* A pre-release satisfies only clauses among which one names a pre-release, as in Helm 4. */
bool semver_satisfies(const struct semver *version, const struct semver_constraint *constraint);

/* As semver_satisfies, but a pre-release counts as any version does. */
bool semver_satisfies_anyhow(
	const struct semver *version, const struct semver_constraint *constraint);

#endif
