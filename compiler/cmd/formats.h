/* `--format FORMAT[=FILE]`, several at once: where findings go, and in which language. */
#ifndef LEME_CMD_FORMATS_H
#define LEME_CMD_FORMATS_H

#include "cmd.h"

struct wanted_format {
	enum findings_format format;
	struct bytes file; /* .at NULL: the standard output */
	struct bytes text; /* what is to be written to the file */
};

struct wanted_formats {
	ARRAY(struct wanted_format);
};

/*
 * Text goes to the standard output unless another format does. False after `usage/value`: a format
 * that there is not, two for one place.
 */
bool formats_given(struct run *run, struct wanted_formats *wanted) MUST_USE;

/* Whether any of them is for people, or for machines. */
bool formats_have(const struct wanted_formats *wanted, bool local);

/* Prints those for people or those for machines, where the language is already theirs. */
void formats_print(struct run *run, struct wanted_formats *wanted, bool local,
	const struct findings_report *report);

/* Writes the files, unless something was wrong. False after a diag. */
bool formats_write(struct run *run, const struct wanted_formats *wanted) MUST_USE;

#endif
