/* Values path: `a.b\.c` is the key `b.c` in `a`, as in `helm --set`. */
#ifndef LEME_NOTATION_PATH_H
#define LEME_NOTATION_PATH_H

#include "base/buf.h"

/* Most keys of a path, so that what is written there stays far from the limit of nesting. */
enum { PATH_KEYS = 200 };

/* NULL, or what is wrong with the text, for a message. */
const char *path_fault(struct bytes text);

/* The keys of a path without fault (asserted). */
struct texts path_parse(struct arena *owner, struct bytes text);

/* The text of a path; dots and backslashes inside keys get a backslash. */
struct bytes path_text(struct arena *owner, const struct bytes *keys, size_t count);

#endif
