/*
 * JSON as RFC 8259 has it. Data is read as YAML, which takes nearly all JSON, and more: where a
 * file must be JSON to others too, this tells.
 */
#ifndef LEME_NOTATION_JSON_H
#define LEME_NOTATION_JSON_H

#include "base/bytes.h"

/* Deeper nesting is taken for none. */
enum { JSON_DEPTH = 1000 };

/* Whether a text is JSON. If not, *fault is the first byte that cannot stand there, or its end. */
bool json_is_well_formed(struct bytes text, size_t *fault) MUST_USE;

#endif
