/* Matching: PCRE2's machine code first, under limits, then the automaton. */
#include "base/utf8.h"
#include "code.h"

#include <assert.h>

enum { JIT_STACK_FIRST = 64 * 1024, JIT_STACK_MOST = 8 * 1024 * 1024 };

/* The callout's text is the number n of term.h: the loop begins at group n, the turn at n + 1. */
int mark_check(pcre2_callout_block *block, void *unused)
{
	(void)unused;
	size_t n = 0;
	for (size_t i = 0; i < block->callout_string_length; i++)
		n = n * 10 + (block->callout_string[i] - (size_t)'0');
	size_t loop = block->offset_vector[2 * n], turn = block->offset_vector[2 * n + 2];
	return block->current_position == turn && turn != loop;
}

static pcre2_match_data *data_new(size_t pairs)
{
	pcre2_match_data *data = pcre2_match_data_create((uint32_t)pairs, NULL);
	if (!data)
		arena_exhausted();
	return data;
}

enum regex_answer answer_of(int result)
{
	if (result == PCRE2_ERROR_NOMEMORY)
		arena_exhausted();
	/* 0 is a match with more groups than there was room for. */
	if (result >= 0)
		return REGEX_YES;
	return result == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_LIMIT;
}

/* --- steps back ------------------------------------------------------------------------------- */

/*
 * PCRE2's machine code counts its steps anew from each place where a match could begin. A long text
 * may take PLACES times the steps of one place in all.
 */
enum { PLACES = 1500, STEPS_LEAST = 500 };

struct search {
	const struct regex *regex;
	struct bytes text;
	pcre2_match_data *data;
	pcre2_match_context *context; /* of this search alone */
};

static struct search search_new(
	const struct regex *regex, struct bytes text, size_t pairs, pcre2_match_context *context)
{
	text.at = text.at ? text.at : "";
	struct search search = { regex, text, data_new(pairs), pcre2_match_context_copy(context) };
	if (!search.context)
		arena_exhausted();
	return search;
}

static void search_end(struct search *search)
{
	pcre2_match_data_free(search->data);
	pcre2_match_context_free(search->context);
}

static int search_once(struct search *search, size_t from)
{
	return pcre2_match(search->regex->code, (PCRE2_SPTR)search->text.at, search->text.len, from,
		PCRE2_NO_UTF_CHECK, search->data, search->context);
}

/* A match that begins in [from, last], within so many steps from each place. */
static enum regex_answer search_in(struct search *search, size_t from, size_t last, size_t steps)
{
	pcre2_set_match_limit(search->context, (uint32_t)steps);
	pcre2_set_offset_limit(search->context, last);
	int result = search_once(search, from);
	if (result != PCRE2_ERROR_JIT_STACKLIMIT)
		return answer_of(result);
	/* With a stack of its own, for what needs more of it than PCRE2 takes from ours. */
	pcre2_jit_stack *stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (!stack)
		arena_exhausted();
	pcre2_jit_stack_assign(search->context, NULL, stack);
	result = search_once(search, from);
	pcre2_jit_stack_assign(search->context, NULL, NULL);
	pcre2_jit_stack_free(stack);
	return answer_of(result);
}

static size_t steps_each(const struct regex *regex, size_t len)
{
	size_t least = regex->steps < STEPS_LEAST ? regex->steps : STEPS_LEAST;
	size_t steps = (size_t)regex->steps * PLACES / (len + 1);
	if (regex->is_anchored || steps > regex->steps)
		return regex->steps;
	return steps < least ? least : steps;
}

/* --- the automaton's help --------------------------------------------------------------------- */

static size_t skip_characters(struct bytes text, size_t from, size_t count)
{
	size_t len;
	for (; count && from < text.len; count--, from += len)
		utf8_at(text, from, &len);
	return from;
}

/*
 * Where the first match begins, if there is one at all: by halving the number of characters that
 * the automaton may pass over.
 */
static enum regex_answer first_place(const struct search *search, size_t *from)
{
	size_t low = 0, high = REACH_MOST;
	enum regex_answer answer;
	while ((answer = automaton_matches(search->regex, search->text, *from, high)) == REGEX_NO)
		*from = skip_characters(search->text, *from, high + 1);
	while (answer != REGEX_LIMIT && low < high) {
		size_t middle = low + (high - low) / 2;
		answer = automaton_matches(search->regex, search->text, *from, middle);
		if (answer == REGEX_YES)
			high = middle;
		else
			low = middle + 1;
	}
	*from = skip_characters(search->text, *from, high);
	return answer == REGEX_LIMIT ? REGEX_LIMIT : REGEX_YES;
}

/* --- the face --------------------------------------------------------------------------------- */

static enum regex_answer search(struct search *search, size_t from, bool where)
{
	const struct regex *regex = search->regex;
	size_t steps = steps_each(regex, search->text.len - from);
	enum regex_answer answer = search_in(search, from, search->text.len, steps);
	if (answer != REGEX_LIMIT)
		return answer;
	answer = automaton_matches(regex, search->text, from, REACH_ALL);
	if (answer != REGEX_YES || !where)
		return answer;
	answer = first_place(search, &from);
	return answer == REGEX_YES ? search_in(search, from, from, regex->steps) : answer;
}

enum regex_answer regex_matches(const struct regex *regex, struct bytes text)
{
	assert(utf8_invalid(text) == text.len);
	struct search all = search_new(regex, text, 1, regex->context);
	enum regex_answer answer = search(&all, 0, false);
	search_end(&all);
	return answer;
}

static struct regex_part part_of(const struct regex *regex, const size_t *offsets, size_t group)
{
	if (group > regex->names.count || regex->numbers[group] == SIZE_MAX)
		return (struct regex_part){ SIZE_MAX, SIZE_MAX };
	const size_t *pair = offsets + 2 * regex->numbers[group];
	return (struct regex_part){ pair[0], pair[1] };
}

enum regex_answer regex_find(const struct regex *regex, struct bytes text, size_t from,
	struct regex_part *parts, size_t room)
{
	/* Whoever looks for all matches has the text checked once. */
	assert(from > 0 || utf8_invalid(text) == text.len);
	struct search all = search_new(regex, text, regex->groups + 1, regex->finding);
	enum regex_answer answer = search(&all, from, true);
	for (size_t i = 0; answer == REGEX_YES && i < room; i++)
		parts[i] = part_of(regex, pcre2_get_ovector_pointer(all.data), i);
	search_end(&all);
	return answer;
}
