/*
 * Paths through data.
 *
 *   values path  `a.b\.c` is the key `b.c` in `a`, as in `helm --set`: one place
 *   steps        `a.b[name=x].c`, `a[].c`, `a[0]`, `a[--flag=*]`: places in what is there
 */
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

/* --- steps ------------------------------------------------------------------------------------ */

enum path_step_kind {
	STEP_KEY,   /* `a`      the value of a key */
	STEP_ALL,   /* `[]`     each item of a list */
	STEP_INDEX, /* `[0]`    one item; from 0 */
	STEP_ITEM,  /* `[k=v]`  the items, maps, whose `k` is the text `v` */
	STEP_TEXT,  /* `[t*]`   last of all: what follows `t` in a text, or in a list's texts */
};

struct path_step {
	enum path_step_kind kind;
	struct bytes key;  /* of STEP_KEY and STEP_ITEM */
	struct bytes text; /* the `v` of STEP_ITEM, the `t` of STEP_TEXT */
	size_t index;
};

struct path_steps {
	ARRAY(struct path_step);
};

/*
 * Keys stand between dots, brackets behind a key or other brackets. A backslash takes the meaning
 * from the next character: of `.`, `[`, `]` and `\` everywhere, of `=` and a last `*` in brackets.
 * NULL, or what is wrong with the text, for a message.
 */
const char *path_steps_parse(
	struct arena *owner, struct bytes text, struct path_steps *steps) MUST_USE;

/* Writes a step of the kinds that name one place, behind those that are in the text. */
void path_add_key(struct buf *path, struct bytes key);
void path_add_index(struct buf *path, size_t index);

#endif
