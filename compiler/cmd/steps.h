/* The steps of an evaluation as text and as JSON, for `leme eval --explain`. */
#ifndef LEME_CMD_STEPS_H
#define LEME_CMD_STEPS_H

#include "cel/cel.h"

/*
 * A table of cost, part and value, a line for each step, with the parts indented below what they
 * are parts of; then the whole cost and its limit. Constants are left out, being their own value.
 */
void steps_print(struct buf *out, const struct cel_explanation *explanation);

/* A line for each reason, with the place of the data that it speaks of. */
void reasons_print(struct buf *out, const struct cel_reasons *reasons);

/*
 * All of it as one JSON object. A step has its value as CEL writes it, cut if it is long; only the
 * result is there as JSON.
 */
void steps_print_json(struct buf *out, const struct cel_explanation *explanation,
	const struct cel_reasons *reasons);

#endif
