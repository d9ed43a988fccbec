/*
 * How far the chart's version has to move since the base, for `leme bump auto`. Internal to cmd/.
 */
#ifndef LEME_CMD_DUE_H
#define LEME_CMD_DUE_H

#include "cmd.h"

struct due {
	struct bytes base; /* the revision, as it was asked for */
	struct chart_changes changes;
	bool moves; /* whether the version has to move at all */
};

/*
 * The catalogue of the disk; the project, which may have been read from a folder_with(); and the
 * folder in which its chart is as `leme compile` would leave it. False after diags: without a base
 * what is due is not known (`bump/base`).
 */
bool due_find(struct run *run, const struct catalog *catalog, const struct project *now,
	const struct folder *folder, struct due *due) MUST_USE;

/* Says to the person which step is due, and why. */
void due_tell(struct run *run, const struct due *due);

#endif
