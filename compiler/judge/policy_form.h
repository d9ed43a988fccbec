/*
 * The fields that policies and bindings may have, as tables. Internal to judge/.
 *
 * What is said of a field here is what the API server says: what it refuses is error
 * `policy/field`, what it would drop is a warning.
 */
#ifndef LEME_JUDGE_POLICY_FORM_H
#define LEME_JUDGE_POLICY_FORM_H

#include "policy_parts.h"

enum wants { WANT_TEXT, WANT_TEXTS, WANT_MAP, WANT_MAPS };

struct form_row {
	const char *name;
	enum wants wants;
	bool required;       /* and not empty */
	const char *choices; /* the texts allowed, with blanks between; NULL: any */
};

enum strangers { STRANGERS_WARNED_OF, STRANGERS_ALLOWED };

/* False, with a diag for each fault. `map` may be NULL: then all is well. */
bool form_check(const struct value *map, const struct form_row *rows, size_t count,
	enum strangers strangers, struct diags *d) MUST_USE;

/* Whether a word is one of those in a text with blanks between. */
bool form_has_word(const char *words, struct bytes word);

/* Records the fault; returns false. */
bool form_fault(struct diags *d, struct span at, const char *text);

#endif
