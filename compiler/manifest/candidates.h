/* What may have been meant, where a target met nothing. */
#ifndef LEME_MANIFEST_CANDIDATES_H
#define LEME_MANIFEST_CANDIDATES_H

#include "target.h"

/*
 * Whether the stream cannot have what is meant, since Helm may pass hooks and all else apart, or no
 * hooks at all: it has only hooks, or none where only those are meant. Reads the stream again.
 */
bool candidates_are_apart(enum target_hooks hooks, const struct stream *stream);

/* Warns of that, beside what met nothing: in another call for the release it may. */
void candidates_warn(
	const struct target *target, const char *id, const char *text, struct diags *d);

/*
 * Adds to the diag recorded last which object of the stream comes nearest, or how many there are of
 * the kind. Reads the stream again.
 */
void candidates_hint(const struct target *target, const struct stream *stream, struct diags *d);

/* The same of a kind alone. False, and no hint, if there are objects of that kind. */
bool candidates_kind_hint(struct bytes kind, const struct stream *stream, struct diags *d);

#endif
