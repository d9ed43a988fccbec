/*
 * Findings and differences as text for people. SPEC §9: places are relative to the current
 * directory, columns count code points from 1.
 */
#ifndef LEME_REPORT_H
#define LEME_REPORT_H

#include "base/buf.h"
#include "base/diag.h"

enum colour { COLOUR_NONE, COLOUR_ANSI };

/*
 * Each diag as gcc prints one, sorted by place:
 *
 *   path:12:3: error: unknown key 'chrat' [key/unknown]
 *      12 | chrat: {path: charts/smarterp}
 *         | ^~~~~
 *   path:3:1: note: the first one
 *   hint: did you mean 'chart'?
 */
void report_text(struct buf *out, struct diags *d, enum colour colour);

/* "2 errors, 1 warning", in the reader's language; nothing where there is neither. */
void report_summary(struct buf *out, const struct diags *d);

/*
 * The unified diff that turns old into new, with three lines around each change; nothing where
 * they are equal. A missing final newline is said as `diff` says it.
 */
void report_diff(struct buf *out, struct bytes old_name, struct bytes new_name,
	struct bytes old_text, struct bytes new_text, enum colour colour);

#endif
