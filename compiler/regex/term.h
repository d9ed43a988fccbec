/*
 * Inside the room: a pattern as a tree, between the reading of RE2's syntax and words for PCRE2.
 *
 * Flags are gone here: each term says for itself whether case counts, whether it is lazy, which of
 * the two meanings of `.`, `^` and `$` it has. `(?:...)` leaves no term.
 */
#ifndef LEME_REGEX_TERM_H
#define LEME_REGEX_TERM_H

#include "regex.h"

enum term_kind {
	TERM_EMPTY,
	TERM_LITERAL,
	TERM_CLASS,
	TERM_ANY,
	TERM_ANY_IN_LINE,
	TERM_TEXT_BEGIN,
	TERM_LINE_BEGIN,
	TERM_TEXT_END,
	TERM_LINE_END,
	TERM_WORD_EDGE,
	TERM_NO_WORD_EDGE,
	TERM_GROUP,
	TERM_REPEAT,
	TERM_SEQUENCE,
	TERM_CHOICE
};

/* What RE2 and Go allow: a count, also as a product of nested ones; levels; steps of a program. */
enum { REPEAT_MAX = 1000, HEIGHT_MAX = 1000, SIZE_MOST = (128 << 20) / 40 };

enum { CODE_POINT_MAX = 0x10FFFF, NO_END = -1 };

struct term;

struct terms {
	ARRAY(struct term *);
};

struct term {
	enum term_kind kind;
	bool fold;     /* TERM_LITERAL: in any case */
	bool lazy;     /* TERM_REPEAT: fewer are preferred */
	bool nullable; /* it can match the empty text */
	uint32_t code_point;
	int min, max; /* TERM_REPEAT; max may be NO_END */
	int copies;   /* the largest product of counts on a way down */
	int height;   /* of the tree */
	int64_t size; /* of Go's program for it */
	const struct class *class;
	struct terms parts;
};

/* --- classes ---------------------------------------------------------------------------------- */

/* Code points first to last, each step-th. */
struct stride {
	uint32_t first, last, step;
};

/* What `\p{...}` names. */
struct property {
	struct bytes words;          /* for PCRE2, inside of brackets */
	const struct stride *folded; /* what matching in any case adds; ends with a first of 0 */
	bool is_union;               /* `words` has several, so `\P` cannot be said by one letter */
};

/* A set of ASCII characters: `\d`, `[:alpha:]`. */
struct ascii_set {
	char name[8];
	size_t count;             /* of ranges */
	unsigned char ranges[10]; /* first and last of each, in order */
};

/* One of the three: a range, a set, a property. */
struct class_item {
	uint32_t first, last;
	const struct ascii_set *set;
	const struct property *property;
	bool negated;
};

struct class
{
	bool negated, fold;
	ARRAY(struct class_item);
};

/* NULL if there is none of the name. */
const struct property *property_of(struct arena *owner, struct bytes name);
const struct ascii_set *ascii_set_of(struct bytes name);

/* --- reading ---------------------------------------------------------------------------------- */

enum flag { FLAG_FOLD = 1, FLAG_LINES = 2, FLAG_DOT_ALL = 4, FLAG_LAZY = 8 };

struct reader {
	struct arena *owner;
	struct bytes pattern; /* valid UTF-8 */
	size_t at;
	unsigned flags;
	struct texts names; /* of the groups, in order; empty for those without */
	struct regex_fault *fault;
};

/* Tells the fault. Always false. */
bool reader_refuse(struct reader *reader, size_t at, const char *text);

/* The byte so far behind the place, or -1 behind the end. */
static inline int reader_peek(const struct reader *reader, size_t ahead)
{
	size_t at = reader->at + ahead;
	return at < reader->pattern.len ? (unsigned char)reader->pattern.at[at] : -1;
}

/* The code point at the place, which moves behind it. There must be one. */
uint32_t reader_take(struct reader *reader);

/* An escape of one code point, at its backslash. */
bool escape_read(struct reader *reader, uint32_t *code_point);

/* `\d`, `\pN` and the like at the place go into the class; *found tells whether there was one. */
bool class_read_escape(struct reader *reader, struct class *class, bool *found);

/* A class in brackets, at the '['. */
bool class_read(struct reader *reader, struct class *class);

/* The whole pattern; NULL with the fault told. */
const struct term *term_read(struct reader *reader);

/* --- writing ---------------------------------------------------------------------------------- */

/* A pattern for PCRE2. */
struct words {
	struct buf *out;
	struct arena *owner;
	bool for_automaton; /* which knows neither groups nor an order of preference */
	bool fold;          /* what (?i) is at this place */
	size_t groups;      /* opened so far, marks among them */
	size_t *numbers;    /* PCRE2's of each of our groups, SIZE_MAX for none; [0] is 0 */
	size_t known;       /* of our groups */
	bool has_marks;
};

/*
 * A loop over what can be empty is `()(?:()x(?C'n'))*`: the loop begins at group n, this turn of it
 * at group n + 1. A turn that takes nothing, unless it is the first, is no way on in RE2; PCRE2
 * would leave the loop by it. The callout stops it where that matters, see match.c.
 */
void term_write(struct words *words, const struct term *term);

void class_write(struct words *words, const struct class *class);

/* One code point, as it may stand inside brackets and outside. */
void code_point_write(struct words *words, uint32_t code_point);

/* Has what follows match in any case or not. */
void words_fold(struct words *words, bool fold);

#endif
