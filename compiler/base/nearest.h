/* "did you mean": the candidate nearest to a word that somebody mistyped. */
#ifndef LEME_BASE_NEAREST_H
#define LEME_BASE_NEAREST_H

#include "bytes.h"

/*
 * The candidate with the least Damerau-Levenshtein distance, if it is near enough to be meant
 * (a third of the word, at least 1), else an empty text. The first of equals wins.
 */
struct bytes nearest(struct bytes word, const struct bytes *candidates, size_t count);

#endif
