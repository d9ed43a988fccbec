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
 * The files in which two charts differ by what the digest is of, by their paths in the chart: added
 * in the second, deleted or modified there. A file under another name is two of them. False after
 * diags, the first chart's apart, as somebody else may have to answer for them.
 */
bool shipped_changes(struct arena *owner, const struct catalog *before, struct diags *before_faults,
	const struct catalog *now, struct file_changes *changes, struct diags *d) MUST_USE;

#endif
