/* Inside the room: what PCRE2 made of a pattern. */
#ifndef LEME_REGEX_CODE_H
#define LEME_REGEX_CODE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "term.h"

/* The memory of PCRE2's interpreter. */
enum { HEAP_MOST_KIB = 20 * 1024 };

struct regex {
	struct bytes pattern;
	const struct term *term;
	struct texts names; /* of the groups; empty for those without */
	size_t *numbers;    /* PCRE2's of each, SIZE_MAX for none; [0] is 0 */
	size_t groups;      /* PCRE2's, with the marks (see term.h) */
	bool has_marks;
	bool is_anchored; /* a match begins at the text's front or nowhere */
	uint32_t steps;   /* that PCRE2 may take from one place */
	pcre2_code *code;
	/* Only read once they are made. `finding` calls mark_check(), which no yes or no needs. */
	pcre2_match_context *context, *finding;
};

/* NULL if the words are more than PCRE2 can take. */
pcre2_code *code_new(struct bytes words, uint32_t options);

/* What PCRE2 says, but that memory is out, which ends the process. */
enum regex_answer answer_of(int result);

/* How many characters the automaton may pass over before a match begins. */
enum { REACH_MOST = 0xFFFF, REACH_ALL };

/*
 * Whether there is a match that begins at a place or at most `reach` characters behind it, by
 * PCRE2's matcher that takes no steps back. Its time is in proportion to the text's length.
 */
enum regex_answer automaton_matches(
	const struct regex *regex, struct bytes text, size_t from, size_t reach);

/* Refuses a turn of a loop that took nothing, unless it is the first. */
int mark_check(pcre2_callout_block *block, void *unused);

#endif
