/* Where lines, dashes and colons stand in a text. Private to tree/. */
#ifndef LEME_TREE_EDIT_TEXT_H
#define LEME_TREE_EDIT_TEXT_H

#include "tree.h"

/* The begin of the line that holds `at`; behind the byte order mark in the first one. */
size_t text_line_begin(struct bytes text, size_t at);

/* The end of that line, before its line end. */
size_t text_line_stop(struct bytes text, size_t at);

/* The begin of the next line: behind the line end of this one, if it has any. */
size_t text_line_next(struct bytes text, size_t at);

/* How lines end before `at`, or behind it where nothing ends before, or "\n". */
struct bytes text_line_end(struct bytes text, size_t at);

/* Bytes from the begin of the line: blanks, as a place in block style has only those before it. */
size_t text_column(struct bytes text, size_t at);

/* Only blanks stand before `at` in its line. */
bool text_is_first(struct bytes text, size_t at);

/* Only blanks stand from `at` to the end of the line. */
bool text_is_last(struct bytes text, size_t at);

/* Only blanks and a comment do. */
bool text_has_comment(struct bytes text, size_t at);

/* Forward over blanks, line ends and comments. */
size_t text_skip(struct bytes text, size_t at);

/* Forward over blanks. */
size_t text_over_blanks(struct bytes text, size_t at);

/* Back over blanks. */
size_t text_back(struct bytes text, size_t at);

/* Before a line end that stands directly before `at`, else `at`. */
size_t text_before_line_end(struct bytes text, size_t at);

/* The begin of the block of comment lines, each in the given column, directly above a line. */
size_t text_comments_above(struct bytes text, size_t line_begin, size_t column);

/* The dash or `?` that announces what begins at `at`; `at` itself if there is none. */
size_t text_sign_before(struct bytes text, size_t at, char sign);

/*
 * What follows the line that holds `at` would become a part of a literal block there: blanks or a
 * comment that reach to this column.
 */
bool text_spoils_block(struct bytes text, size_t at, size_t column);

#endif
