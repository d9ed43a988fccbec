/* How what rules see is put together. Internal to the files called evidence*.c. */
#ifndef LEME_MODEL_EVIDENCE_PARTS_H
#define LEME_MODEL_EVIDENCE_PARTS_H

#include "evaluate.h"

/*
 * A view of a project, be it that of now or of the base. Of a profile with faults the diags tell,
 * or something is asked `instead`. What is asked for in vain is noted by the hearer, NULL for
 * itself.
 */
struct evidence_options {
	struct evidence *hearer;
	struct rule_files *files;
	struct cel_promise *instead;
};
struct evidence *evidence_make(struct arena *owner, const struct resolver *resolver,
	struct evidence_options options, struct diags *d);

/* Notes that something was asked for in vain, and why; gives what is seen in its place. */
struct cel_value evidence_missing(struct evidence *evidence, const struct missing_evidence *amiss);

/* Sets `files`. Of one with faults the diags tell, but for those of the base. */
void evidence_begin_files(struct evidence *evidence, struct rule_files *files, struct diags *d);

/* Sets `base` and `git`. The history may be NULL. */
void evidence_begin_history(struct evidence *evidence, struct history *history);

#endif
