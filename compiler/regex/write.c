/*
 * From terms to words for PCRE2, which is told DOTALL, MULTILINE and ALT_CIRCUMFLEX: `.` is
 * anything, `^` and `$` are ends of lines. The other meanings have words of their own.
 */
#include "base/buf.h"
#include "term.h"

static void add(struct words *words, const char *text)
{
	buf_add(words->out, bytes_of(text));
}

void words_fold(struct words *words, bool fold)
{
	if (words->fold != fold)
		add(words, fold ? "(?i)" : "(?-i)");
	words->fold = fold;
}

static void write_literal(struct words *words, const struct term *term)
{
	uint32_t c = term->code_point, lower = c | 0x20;
	/* A surrogate is in no text. */
	if (c >= 0xD800 && c <= 0xDFFF) {
		add(words, "(?:(?!))");
		return;
	}
	if (c >= 0x80 || (lower >= 'a' && lower <= 'z'))
		words_fold(words, term->fold);
	code_point_write(words, c);
}

/* --- groups ----------------------------------------------------------------------------------- */

/* What (?i) says ends with the group that it is in. */
static void write_within(struct words *words, const struct term *term)
{
	bool outer = words->fold;
	term_write(words, term);
	buf_add_char(words->out, ')');
	words->fold = outer;
}

static void write_wrapped(struct words *words, const struct term *term)
{
	add(words, "(?:");
	write_within(words, term);
}

static void write_group(struct words *words, const struct term *term)
{
	if (words->for_automaton) {
		write_wrapped(words, term->parts.at[0]);
		return;
	}
	buf_add_char(words->out, '(');
	words->numbers[++words->known] = ++words->groups;
	write_within(words, term->parts.at[0]);
}

/* --- repetitions ------------------------------------------------------------------------------ */

static void write_counts(struct words *words, const struct term *term)
{
	if (term->max == NO_END && term->min <= 1)
		add(words, term->min ? "+" : "*");
	else if (term->max == NO_END)
		buf_print(words->out, "{%d,}", term->min);
	else
		buf_print(words->out, "{%d,%d}", term->min, term->max);
	if (term->lazy)
		buf_add_char(words->out, '?');
}

static bool is_character(const struct term *term)
{
	return term->kind == TERM_LITERAL || term->kind == TERM_CLASS || term->kind == TERM_ANY ||
		term->kind == TERM_ANY_IN_LINE;
}

static void write_atom(struct words *words, const struct term *term)
{
	if (is_character(term) || term->kind == TERM_GROUP)
		term_write(words, term);
	else
		write_wrapped(words, term);
}

static void write_marked(struct words *words, const struct term *term)
{
	size_t mark = words->groups + 1;
	bool outer = words->fold;
	words->has_marks = true;
	add(words, "()(?:()");
	words->groups += 2;
	write_atom(words, term->parts.at[0]);
	buf_print(words->out, "(?C'%zu'))", mark);
	words->fold = outer;
	write_counts(words, term);
}

/* The groups of a term that is repeated no times keep their numbers, for nothing. */
static void skip_groups(struct words *words, const struct term *term)
{
	if (term->kind == TERM_GROUP && !words->for_automaton)
		words->numbers[++words->known] = SIZE_MAX;
	for (size_t i = 0; i < term->parts.count; i++)
		skip_groups(words, term->parts.at[i]);
}

/* The automaton counts the turns of `x+`, each count a state of its own; not those of `x*`. */
static void write_uncounted(struct words *words, const struct term *term)
{
	struct term star = *term;
	star.min = 0;
	if (term->min)
		write_atom(words, term->parts.at[0]);
	write_atom(words, term->parts.at[0]);
	write_counts(words, &star);
}

static bool has_groups(const struct term *term)
{
	for (size_t i = 0; i < term->parts.count; i++)
		if (has_groups(term->parts.at[i]))
			return true;
	return term->kind == TERM_GROUP;
}

/* `x{n,}` is `x{n-1}x+`, but that a group cannot stand in two places. */
static void write_split(struct words *words, const struct term *term)
{
	struct term head = *term, tail = *term;
	head.min = head.max = term->min - 1;
	tail.min = 1;
	write_wrapped(words, term->parts.at[0]);
	write_counts(words, &head);
	write_marked(words, &tail);
}

static void write_repeat(struct words *words, const struct term *term)
{
	const struct term *part = term->parts.at[0];
	bool is_loop = term->max == NO_END && term->min <= 1;
	if (term->max == 0) {
		skip_groups(words, part);
	} else if (is_loop && words->for_automaton && is_character(part)) {
		write_uncounted(words, term);
	} else if (is_loop && !words->for_automaton && part->nullable) {
		write_marked(words, term);
	} else if (term->max == NO_END && !words->for_automaton && part->nullable &&
		!has_groups(part)) {
		write_split(words, term);
	} else {
		write_atom(words, part);
		write_counts(words, term);
	}
}

/* --- the rest --------------------------------------------------------------------------------- */

static void write_sequence(struct words *words, const struct term *term)
{
	for (size_t i = 0; i < term->parts.count; i++)
		if (term->parts.at[i]->kind == TERM_CHOICE)
			write_wrapped(words, term->parts.at[i]);
		else
			term_write(words, term->parts.at[i]);
}

static void write_choice(struct words *words, const struct term *term)
{
	for (size_t i = 0; i < term->parts.count; i++) {
		if (i)
			buf_add_char(words->out, '|');
		term_write(words, term->parts.at[i]);
	}
}

void term_write(struct words *words, const struct term *term)
{
	static const char plain[][4] = { [TERM_EMPTY] = "",
		[TERM_ANY] = ".",
		[TERM_ANY_IN_LINE] = "\\N",
		[TERM_TEXT_BEGIN] = "\\A",
		[TERM_LINE_BEGIN] = "^",
		[TERM_TEXT_END] = "\\z",
		[TERM_LINE_END] = "$",
		[TERM_WORD_EDGE] = "\\b",
		[TERM_NO_WORD_EDGE] = "\\B" };
	switch (term->kind) {
	case TERM_LITERAL:
		write_literal(words, term);
		return;
	case TERM_CLASS:
		class_write(words, term->class);
		return;
	case TERM_GROUP:
		write_group(words, term);
		return;
	case TERM_REPEAT:
		write_repeat(words, term);
		return;
	case TERM_SEQUENCE:
		write_sequence(words, term);
		return;
	case TERM_CHOICE:
		write_choice(words, term);
		return;
	default:
		add(words, plain[term->kind]);
	}
}
