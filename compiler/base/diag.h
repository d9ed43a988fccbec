/*
 * A diag is for a person: what is wrong, where, and what to do. It is made once, at the bottom,
 * where the fault is known; collected, so that one run shows every fault; sorted and printed by
 * report/. The functions above only pass the failure on.
 *
 * Texts are whole sentences in English, lower case, without a final dot; they go through
 * message() (base/message.h) here, so callers mark a text that is not given directly with N_().
 */
#ifndef LEME_BASE_DIAG_H
#define LEME_BASE_DIAG_H

#include "names.h"
#include "source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

/*
 * The program's exit codes. Several at once: the greatest counts. The last one is what a shell
 * shows of a program that SIGPIPE ends, as it does ours where nobody reads its answer.
 */
enum exit_code { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_INPUT = 2, EXIT_WORLD = 3, EXIT_PIPE = 141 };

struct related {
	struct span at;
	struct bytes text;
};

struct related_list {
	ARRAY(struct related);
};

struct diag {
	enum severity severity;
	enum exit_code code; /* EXIT_DONE for warnings and notes */
	const char *id;      /* area/name; stable */
	struct span at;
	struct bytes text;
	struct bytes hint; /* what to do; may be empty */
	struct related_list related;
	size_t order;
};

struct diags {
	struct arena *owner;
	ARRAY(struct diag *);
};

#define DIAG_FORMAT(at) __attribute__((format(printf, at, (at) + 1)))

static inline struct diags diags_new(struct arena *owner)
{
	return (struct diags){ .owner = owner };
}

/* Each of these records one diag and returns false, so that a reader can return it. */
/* The input cannot be used: exit 2. */
bool diag_error(struct diags *d, struct span at, const char *id, const char *format, ...)
	DIAG_FORMAT(4);
/* Refused, stale or different: exit 1. */
bool diag_refuse(struct diags *d, struct span at, const char *id, const char *format, ...)
	DIAG_FORMAT(4);
/* The world failed (permission, disk, memory): exit 3. */
bool diag_world(struct diags *d, struct span at, const char *id, const char *format, ...)
	DIAG_FORMAT(4);
void diag_warning(struct diags *d, struct span at, const char *id, const char *format, ...)
	DIAG_FORMAT(4);

/* Adds to the diag recorded last: what to do about it; another place that matters. */
void diag_hint(struct diags *d, const char *format, ...) DIAG_FORMAT(2);
void diag_related(struct diags *d, struct span at, const char *format, ...) DIAG_FORMAT(3);

/* The exit code that all of them together give. */
enum exit_code diags_code(const struct diags *d);

/* Sorts by place, then by the order of recording, and drops exact repeats. */
void diags_sort(struct diags *d);

/* Keeps the errors only. */
void diags_drop_warnings(struct diags *d);

/* Appends the others; they must live as long as d does. */
void diags_join(struct diags *d, const struct diags *others);

/* Copies, which need neither the texts nor the sources of the others; see span_kept(). */
struct related_list related_kept(struct arena *owner, const struct related_list *related);

/* Appends copies of the others that were not told before, so that the others may go. */
void diags_keep(struct diags *d, struct names *told, const struct diags *others);

#endif
