/*
 * Edits of the author's files. Nothing here touches the disk: what comes back is the whole text of
 * a file, in which only the bytes that had to change are others. SPEC §4.
 *
 *   chart_version_*   bump: the next version, and leme.yaml with it
 *   release_record    what leme.lock keeps of a release
 */
#ifndef LEME_CHANGE_H
#define LEME_CHANGE_H

#include "model/model.h"
#include "notation/notation.h"

/* An error if the catalogue names no chart (`chart/missing`). */
bool chart_is_there(const struct catalog *catalog, struct diags *d) MUST_USE;

/*
 * The version that follows the chart's, or a later one that it has gone back from (`least`, which
 * may be empty), as `npm version` counts: a pre-release is followed by the release that it was made
 * for, if the step is as large as that; build metadata goes. An error where a number is at its end
 * (`bump/end`). There must be a chart.
 */
bool chart_version_next(struct arena *owner, const struct catalog *catalog, struct bytes least,
	enum version_step step, struct bytes *version, struct diags *d) MUST_USE;

/*
 * leme.yaml with another `chart.version`. It keeps the quoting, comments, line ends, and its other
 * documents. An error where an alias stands in its place or repeats it (`edit/alias`).
 */
bool chart_version_set(struct arena *owner, const struct catalog *catalog, struct bytes version,
	struct bytes *text, struct diags *d) MUST_USE;

/* --- the release record ----------------------------------------------------------------------- */

/*
 * What is to be known of a release later, where there is no history: the chart's version, the
 * digest of what it ships less that version (shipped.h), and in `components` the version of each
 * component that is present in an environment's own profile, the one named as the environment:
 * `producao/dbaccess: '23.1.1'`, an entry a line, so that git can merge them by union. The chart is
 * that of the folder, which may be a folder_with() what is about to be written.
 */
bool release_record(struct arena *owner, const struct fleet *fleet, const struct resolver *resolver,
	const struct folder *folder, struct lock_release *record, struct diags *d) MUST_USE;

#endif
