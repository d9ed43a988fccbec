/* Yes or no without a step back: pcre2_dfa_match(), with the pattern in words of its own. */
#include "base/buf.h"
#include "code.h"

/*
 * At each byte it compares its states with each other, so the longer the text is, the fewer it may
 * have. The room is in ints, of which a state takes three, now and for the next byte.
 */
enum { COMPARED_MOST = 1 << 30, STATES_LEAST = 64, STATES_MOST = 20000, STATES_FIRST = 500 };

static size_t states_most(size_t len)
{
	size_t states = STATES_MOST;
	while (states > STATES_LEAST && states * states > COMPARED_MOST / (len + 1))
		states -= states / 8;
	return states;
}

struct run {
	const pcre2_code *code;
	pcre2_match_data *data;
	struct bytes text;
	size_t from;
};

static int run_with(const struct run *run, size_t states)
{
	struct arena *arena = arena_new();
	size_t room = 6 * states;
	int result = pcre2_dfa_match(run->code, (PCRE2_SPTR)run->text.at, run->text.len, run->from,
		PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED | PCRE2_DFA_SHORTEST, run->data, NULL,
		arena_array_of(arena, int, room), room);
	arena_end(arena);
	return result;
}

/* The room grows until it is enough or the most. */
static int run_all(const struct run *run)
{
	size_t most = states_most(run->text.len - run->from);
	size_t states = most < STATES_FIRST ? most : STATES_FIRST;
	int result = run_with(run, states);
	while (result == PCRE2_ERROR_DFA_WSSIZE && states < most) {
		states = states < most / 4 ? states * 4 : most;
		result = run_with(run, states);
	}
	return result;
}

/*
 * PCRE2 would begin anew at each byte. Behind `.*?` it need not: one run from the front is in the
 * states of all places at once.
 */
static struct bytes write_words(struct arena *owner, const struct regex *regex, size_t reach)
{
	struct buf out = buf_new(owner);
	struct words words = { .out = &out, .owner = owner, .for_automaton = true };
	if (reach == REACH_ALL)
		buf_add(&out, BYTES(".*?(?:"));
	else
		buf_print(&out, ".{0,%zu}?(?:", reach);
	term_write(&words, regex->term);
	buf_add_char(&out, ')');
	return buf_bytes(&out);
}

enum regex_answer automaton_matches(
	const struct regex *regex, struct bytes text, size_t from, size_t reach)
{
	struct arena *arena = arena_new();
	pcre2_code *code = code_new(write_words(arena, regex, reach), 0);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	if (!data)
		arena_exhausted();
	struct run run = { code, data, text, from };
	int result = code ? run_all(&run) : PCRE2_ERROR_INTERNAL;
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	arena_end(arena);
	return answer_of(result);
}
