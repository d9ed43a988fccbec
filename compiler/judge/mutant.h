/* Data with one thing changed. Internal to judge/. */
#ifndef LEME_JUDGE_MUTANT_H
#define LEME_JUDGE_MUTANT_H

#include "tree/tree.h"

/*
 * The n-th mutant of a value, from 0; NULL behind the last one. An entry or an item goes away; a
 * text is emptied, or becomes another; a truth value turns; a number is one more or less.
 */
const struct value *value_mutant(struct arena *owner, const struct value *value, size_t n);

#endif
