/* "did you mean": the candidate nearest to a word that somebody mistyped. */
#ifndef LEME_BASE_NEAREST_H
#define LEME_BASE_NEAREST_H

#include "diag.h"

/*
 * The candidate with the least Damerau-Levenshtein distance, if it is near enough to be meant
 * (a third of the word, at least 1), else an empty text. The first of equals wins. Letters of ASCII
 * that differ in case only are no distance.
 */
struct bytes nearest(struct bytes word, const struct bytes *candidates, size_t count);

/* Adds to the diag recorded last which candidate may be meant. False if none is near enough. */
bool diag_meant(struct diags *d, struct bytes word, const struct bytes *candidates, size_t count);

/* The same, and where none is near, but they are few, names them all. */
bool diag_suggest(struct diags *d, struct bytes word, const struct bytes *candidates, size_t count);

#endif
