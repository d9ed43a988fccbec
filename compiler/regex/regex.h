/*
 * Regular expressions in RE2's syntax (github.com/google/re2/wiki/Syntax), as CEL, Kubernetes and
 * Go have them, over UTF-8. A pattern is parsed here, refused where RE2 refuses it, and handed to
 * PCRE2 in words that mean the same there; PCRE2 stays behind this face.
 *
 * Matching is leftmost-first as in RE2 and Go and always ends: beyond a number of steps a
 * search asks an automaton that does not backtrack whether there is a match at all. Where that
 * cannot answer either, or there is one whose place is not to be found in so many steps, the answer
 * is REGEX_LIMIT.
 */
#ifndef LEME_REGEX_H
#define LEME_REGEX_H

#include "base/bytes.h"

struct regex;

/* What is wrong with a pattern. */
struct regex_fault {
	size_t at;        /* byte offset in the pattern */
	const char *text; /* N_() text, for people: "a group is not closed" */
};

/* Steps that a search may take from one place, and 1500 times as many in all. */
enum { REGEX_STEPS_DEFAULT = 100000, REGEX_STEPS_MOST = 10000000 };

/*
 * NULL, with *fault filled in, if RE2 refuses the pattern. The result is frozen: threads may share
 * it. It ends with its owner. `steps` is from 1 to REGEX_STEPS_MOST.
 */
const struct regex *regex_new(struct arena *owner, struct bytes pattern, uint32_t steps,
	struct regex_fault *fault) MUST_USE;

enum regex_answer { REGEX_NO, REGEX_YES, REGEX_LIMIT };

/* A part of the text: [begin, end) in bytes; begin is SIZE_MAX for a group that took no part. */
struct regex_part {
	size_t begin, end;
};

/* Whether the pattern matches anywhere in the text, which must be valid UTF-8 (asserted). */
enum regex_answer regex_matches(const struct regex *regex, struct bytes text);

/*
 * The first match at or after an offset, which is not inside of a character; what is before it
 * still counts for `^`, `\A` and `\b`. parts[0] is the whole, parts[i] the i-th group; `room` parts
 * are filled, those beyond the groups as such that took no part.
 */
enum regex_answer regex_find(const struct regex *regex, struct bytes text, size_t from,
	struct regex_part *parts, size_t room);

/* Groups, without the whole. */
size_t regex_group_count(const struct regex *regex);

/* The number of a named group, `(?P<name>` or `(?<name>`; 0 if there is none. */
size_t regex_group(const struct regex *regex, struct bytes name);

/* The pattern as it was given. */
struct bytes regex_pattern(const struct regex *regex);

/*
 * Patterns that come from data: those asked for last are kept compiled, and so are the faults of
 * bad ones. What regex_cached() gives is valid until it is called again. Not for several threads at
 * once.
 */
struct regex_cache;
struct regex_cache *regex_cache_new(struct arena *owner, uint32_t steps);
const struct regex *regex_cached(
	struct regex_cache *cache, struct bytes pattern, struct regex_fault *fault) MUST_USE;

#endif
