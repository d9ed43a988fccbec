/*
 * What `helm package` would ship: the files that the package of the chart is made of. They are
 * those below chart.path that .helmignore does not hide (helmignore.h), links followed. Sub-charts
 * in charts/ are part of the chart: its .helmignore counts for them, their own do not. Helm leaves
 * out what in charts/ begins with `_` or `.`, but for `*.prov`. It opens archives in charts/, and
 * writes Chart.yaml and Chart.lock anew, with what old requirements.* say; here they are the files
 * they are. Part of model.h.
 */
#ifndef LEME_MODEL_SHIPPED_H
#define LEME_MODEL_SHIPPED_H

#include "vcs/vcs.h"

struct catalog;

/*
 * The paths in the chart, sorted by bytes; of a folder_with() those too that will be there. False
 * after diags where Helm would fail: a .helmignore that it refuses, a link that leads nowhere or in
 * a circle (`chart/link`), what is neither file nor folder (`chart/file`). A link that is not
 * hidden must not lead out of the project (`path/outside`).
 */
bool shipped_list(struct arena *owner, const struct catalog *catalog, struct texts *files,
	struct diags *d) MUST_USE;

/*
 * The SHA-256 of all of it, in hexadecimal digits, less the version itself: without the value of
 * `version` in Chart.yaml, and without the line in the chart's VERSION file if that is shipped. So
 * it changes when anything else does, appVersion too, and a bump alone does not change it. What is
 * hashed is, for each file in turn, two netstrings, path and bytes: `10:Chart.yaml,3:...,`.
 */
bool shipped_digest(struct arena *owner, const struct catalog *catalog, struct bytes *hex,
	struct diags *d) MUST_USE;

/*
 * Two states of the chart. `touched`, which may be NULL, are the files of the project that are not
 * as they were before, for git: what it writes into a work tree may differ from what it keeps, as
 * line ends do. The faults of the project before are heard apart, as somebody else may have to
 * answer for them.
 */
struct shipped_sides {
	const struct catalog *before, *now;
	const struct file_changes *touched;
	struct diags *before_faults;
};

/*
 * The files in which they differ by what the digest is of, by their paths in the chart: added now,
 * deleted or modified. A file under another name is two of them. False after diags.
 */
bool shipped_changes(struct arena *owner, const struct shipped_sides *sides,
	struct file_changes *changes, struct diags *d) MUST_USE;

#endif
