/*
 * The assignments in a text for GNU Make, and what their variables come to, as GNU Make 4.3 and
 * later with nothing in its environment would have them. Nothing is ever run. Part of the face of
 * model/.
 *
 * Read exactly: `=`, `:=`, `::=`, `:::=`, `?=`, `+=`, `define`, `undefine`, `override`, `export`,
 * `private`, references `$(X)`, `${X}`, `$X`, names made of references, continued lines, comments,
 * `include` of files below the same root, and conditionals whose operands are known. Rules and
 * recipes are passed over. What would have to be evaluated (functions, `!=`, substitutions) is an
 * error of the variables that depend on it, and of no other. An included file that cannot be read
 * leaves nothing known, as GNU Make may stop there; only an optional one may be missing. A
 * reference to a variable that the text does not define is an error too, where GNU Make would take
 * the environment's or nothing; `?=` takes it as not defined. So does a conditional where the text
 * defines it further down; else the environment decides, and nothing here.
 */
#ifndef LEME_MODEL_MAKEFILE_H
#define LEME_MODEL_MAKEFILE_H

#include "sources.h"
#include "tree/tree.h"

struct makefile; /* for one thread at a time */

/*
 * The file that `from` names, and what it includes: paths there are relative to its own folder, as
 * for `make -C FOLDER`. Not FOUND: as sources_read(); BAD also if GNU Make itself would refuse the
 * text (`make/syntax`) or a limit is reached (`make/limit`).
 */
enum source_answer makefile_read(struct arena *owner, const struct sources *sources,
	struct bytes file, struct span asked_at, struct limits limits, struct makefile **makefile,
	struct diags *d) MUST_USE;

struct make_value {
	struct bytes text; /* exactly; blanks at the end of a line belong to it, as for GNU Make */
	struct span at;    /* what the last assignment assigns, without blanks around it */
	bool literal;      /* the text is what stands at `at`, so that an edit there changes it */
	struct {
		ARRAY(struct span);
	} used; /* other assignments that the text is made of, in order, each once */
};

/*
 * What a variable comes to at the end of the text. False after a diag: `make/undefined` with the
 * nearest name, `make/unknown` for what would have to be evaluated, `make/cycle`, `make/limit`.
 * asked_at: who asks, for a name that is not defined at all.
 */
bool makefile_value(struct arena *owner, struct makefile *makefile, struct bytes name,
	struct span asked_at, struct make_value *value, struct diags *d) MUST_USE;

/* The names of the variables that the text assigns, in the order of their first assignment. */
struct texts makefile_names(struct arena *owner, const struct makefile *makefile);

#endif
