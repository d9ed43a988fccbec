/* Values as YAML in a given layout: the canonical one, or that of a file. Private to tree/. */
#ifndef LEME_TREE_LAYOUT_H
#define LEME_TREE_LAYOUT_H

#include "tree.h"

struct layout {
	enum dialect dialect; /* which reader must read numbers back as they are */
	size_t step;          /* blanks that a level of maps is indented by */
	size_t list;          /* blanks between a key's column and that of its list's dashes */
	bool no_literal;      /* texts of several lines in double quotes too */
	bool no_keep; /* no literal whose last lines are empty: more may follow in the file */
	bool json;    /* in flow, keys and texts always in double quotes */
};

#define LAYOUT_CANONICAL ((struct layout){ .dialect = DIALECT_HELM, .step = 2, .list = 2 })

/* A scalar on one line: not a text in a literal block. */
void layout_scalar(
	struct buf *out, const struct layout *layout, const struct value *scalar, bool in_flow);

/*
 * What follows a key's `:` or stands behind `key`: a blank and a scalar, a blank and the head of a
 * literal block, or the lines of a map or list. Ends with a line end. Line ends are `\n`.
 * `indent` is the column of the key.
 */
void layout_member(
	struct buf *out, const struct layout *layout, const struct value *value, size_t indent);

/* The pair, from the key to the line end; the blanks before the key are not written. */
void layout_pair(
	struct buf *out, const struct layout *layout, const struct entry *entry, size_t indent);

/* The value alone, from its first byte in column `indent`, with the line end. */
void layout_root(
	struct buf *out, const struct layout *layout, const struct value *value, size_t indent);

/* The item, from its dash, in column `indent`, to the line end; the blanks before not written. */
void layout_item(
	struct buf *out, const struct layout *layout, const struct value *item, size_t indent);

/* In one line, as `{a: 1, b: [x]}`; padded: `{ a: 1 }`. */
void layout_flow(
	struct buf *out, const struct layout *layout, const struct value *value, bool padded);

/* A key and `:` for flow. */
void layout_flow_key(struct buf *out, const struct layout *layout, struct bytes key);

/* Whether the value would be written as a literal block. */
bool layout_is_literal(const struct layout *layout, const struct value *value);

#endif
