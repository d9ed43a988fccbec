/*
 * Where a filter writes beside its standard output: the report, the state of the user, a folder of
 * files. All of it is opened before rights are shed (base/sandbox.h).
 *
 * The state is the file `runs` in $XDG_STATE_HOME/leme or ~/.local/state/leme: a line of JSON for
 * each run, in the order of their ends. Runs append to it side by side; a line that a run could not
 * finish is left out by readers. Of a file that is longer than a few megabytes, all but the last
 * RUNS_KEPT go when a run starts.
 */
#ifndef LEME_CMD_OUTLETS_H
#define LEME_CMD_OUTLETS_H

#include "cmd.h"
#include "rendered_files.h"

enum { RUNS_KEPT = 20 };

struct outlets {
	int report, state; /* handles; -1: none */
	struct bytes report_path;
	struct rendered_files files;
};

/* What is kept of a run, beside what was found. */
struct render_record {
	const char *host;
	struct bytes profile, release, namespace;
	size_t objects, edits;
	struct rendering_details details; /* for the report */
};

/* The findings and what was told beside them, as findings. */
struct findings findings_with(struct run *run, const struct findings *findings);

/* False after a diag (exit 3): an unusable state is no reason to fail, anything else is. */
bool outlets_open(struct run *run, struct outlets *outlets) MUST_USE;

/* The findings as JSON, and how many waivers cover. False after a diag. */
bool outlets_report(struct run *run, const struct outlets *outlets,
	const struct render_record *record, const struct findings *findings,
	size_t waived) MUST_USE;

/* Adds the run to the state. */
void outlets_remember(struct run *run, const struct outlets *outlets,
	const struct render_record *record, enum exit_code code, struct bytes told);

/* The lines of the last runs that are whole, oldest first; none where there is no state. */
struct texts runs_remembered(struct arena *owner, size_t most);

/*
 * The file of the state, and the folder above it that is never made, $HOME or /; .at NULL
 * where the environment names none.
 */
struct bytes state_path(struct arena *owner, struct bytes *root);

#endif
