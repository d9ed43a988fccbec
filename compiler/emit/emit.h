/*
 * From a resolved profile to the bytes of its outputs. Nothing here touches the disk: the caller
 * reads what is there and hands the result to the transaction. SPEC §3.
 */
#ifndef LEME_EMIT_H
#define LEME_EMIT_H

#include "model/model.h"

/* What a file in the place of a `mode: write` output is. */
enum ownership {
	OWNED,      /* its last line is the hash of what is above it */
	EDITED,     /* it has such a line, but the hash is of something else */
	CONFLICTED, /* leme's, with a merge conflict in it: stale, to be made anew */
	UNOWNED,    /* somebody else's */
};

/* Line ends that git turned into CRLF do not count as an edit. */
enum ownership output_ownership(struct arena *scratch, struct bytes text);

/* The text with the line that makes it leme's. */
struct bytes text_owned(struct arena *owner, struct bytes text);

/* Lines that git leaves of a merge conflict. */
bool has_conflict_markers(struct bytes text);

/* The place of a top-level key `sops`, or text.len: encrypted, and never written by leme. */
size_t find_sops(struct bytes text);

/* The whole file of a profile in mode write, with its first line and its hash. */
struct bytes emit_file(struct arena *owner, const struct resolved_profile *profile);

/*
 * False, with a diag (`emit/retyped`), unless Helm reads the text as exactly the profile's values;
 * in mode edit: as values that contain them.
 */
bool emit_verify(struct arena *scratch, const struct resolved_profile *profile, struct bytes text,
	struct diags *d) MUST_USE;

/* The first value that Helm does not read as the profile has it. */
struct emit_difference {
	struct bytes path; /* empty: of the values as a whole, or Helm reads none */
	struct span at;    /* what the profile has it from */
};

/* Whether it reads a text of anybody's so; what is wrong with the text is a difference, too. */
bool emit_agrees(struct arena *scratch, const struct resolved_profile *profile, struct bytes text,
	struct emit_difference *difference);

/*
 * The chart's own values file with only what must change changed. A path through an alias, a
 * duplicate key or a scalar, several documents and conflict markers are errors (exit 2).
 */
bool emit_edited(struct arena *owner, const struct resolved_profile *profile,
	const struct source *old, struct bytes *text, struct diags *d) MUST_USE;

/* Chart.yaml with the catalogue's version, and with an appVersion if that is not empty. */
bool emit_chart_file(struct arena *owner, const struct catalog *catalog, struct bytes app_version,
	const struct source *old, struct bytes *text, struct diags *d) MUST_USE;

/* The chart's VERSION file: one line. old NULL: there is none. */
bool emit_version_file(struct arena *owner, const struct catalog *catalog, const struct source *old,
	struct bytes *text, struct diags *d) MUST_USE;

#endif
