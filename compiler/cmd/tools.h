/* The programs that stand on PATH around leme, and what they say of their versions. */
#ifndef LEME_CMD_TOOLS_H
#define LEME_CMD_TOOLS_H

#include "cmd.h"

struct tool_version {
	uint64_t major, minor, patch;
};

/* Like strcmp. */
int tool_version_compare(struct tool_version a, struct tool_version b);

struct tool {
	struct bytes name, path;
	struct tool_version version; /* zeroed where it could not be told */
	struct bytes complaint;      /* why not; else empty */
};

struct tools {
	ARRAY(struct tool);
};

/*
 * `helm`, `helm3` and `helm4` as far as they are there, each file once, and their versions. They
 * are run, without a shell; one that gives no answer in ten seconds is ended.
 */
struct tools helms_on_path(struct arena *owner);

/* Whether one of them is of that version. */
bool helms_have(const struct tools *helms, uint64_t major);

/* git, likewise; .path has .at NULL where there is none. */
struct tool git_on_path(struct arena *owner);

#endif
