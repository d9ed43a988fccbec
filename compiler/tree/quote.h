/* The ways to write a scalar so that every YAML reader gets the same text. Private to tree/. */
#ifndef LEME_TREE_QUOTE_H
#define LEME_TREE_QUOTE_H

#include "tree.h"

/* Where the scalar will stand. In flow fewer texts can be plain. */
enum stand { STAND_BLOCK, STAND_FLOW };

/* No YAML 1.1 or 1.2 reader could take the plain text for anything but this string. */
bool quote_unneeded(struct bytes text, enum stand stand);

/*
 * The plain text is one plain scalar with this very text to every reader, of whatever type. The
 * dialect at hand then decides whether it is a string.
 */
bool quote_plain_fits(struct bytes text, enum stand stand);

/* Single quotes on one line give this text back with every reader. */
bool quote_single_fits(struct bytes text);

void quote_single(struct buf *out, struct bytes text);

/* Fits any text. Bytes that are no UTF-8 become U+FFFD. */
void quote_double(struct buf *out, struct bytes text);

/* Single quotes where they fit, else double. */
void quote_some(struct buf *out, struct bytes text);

/* A text of several lines that a literal block holds without an indentation indicator. */
bool literal_fits(struct bytes text);

/* The block from its `|`; its lines, each with `\n`, are indented so far. literal_fits() holds. */
void literal_add(struct buf *out, struct bytes text, size_t indent);

#endif
