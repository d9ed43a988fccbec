/* What a version scheme is to this room: the rows behind version.h. */
#ifndef LEME_NOTATION_SCHEME_H
#define LEME_NOTATION_SCHEME_H

#include "version.h"

struct version_scheme {
	const char *name;
	/* Fills fields and tail, or semver. NULL, or what is wrong. */
	const char *(*parse)(struct arena *owner, const struct version_scheme *scheme,
		struct bytes text, struct version_value *version);
	/*
	 * As parse, for an operand of a constraint: it may be shorter than a version. *given: how
	 * many fields it has, if whatever comes behind them is open; 0 if it is meant exactly.
	 */
	const char *(*parse_operand)(struct arena *owner, const struct version_scheme *scheme,
		struct bytes text, struct version_value *version, size_t *given);
	const struct own_scheme *own;
};

/* Fields that are digits with single dots between; false for anything else. */
bool version_take_numbers(struct arena *owner, struct bytes text, struct texts *fields) MUST_USE;

/* -1, 0, 1 over the first fields, at most so many. */
int version_compare_fields(
	const struct version_value *a, const struct version_value *b, size_t most);

#endif
