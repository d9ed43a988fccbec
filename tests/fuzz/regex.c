/*
 * A pattern up to the first line end, and a text behind it. Whatever is read is compiled, but for
 * its size; the machine code and the automaton agree; nothing takes long (fuzz.sh has a time-out).
 */
#include "fuzz.h"

#include "regex/code.h"
#include "base/utf8.h"

enum { PARTS = 16, LONG = 512 };

static void check_parts(
	const struct regex *regex, struct bytes text, const struct regex_part *parts)
{
	for (size_t i = 0; i < PARTS; i++) {
		bool none = parts[i].begin == SIZE_MAX;
		demand(!none || parts[i].end == SIZE_MAX, "no part has neither begin nor end");
		demand(none || (parts[i].begin <= parts[i].end && parts[i].end <= text.len),
			"a part is in the text");
		demand(none || i <= regex_group_count(regex), "there is a group for each part");
	}
	demand(parts[0].begin != SIZE_MAX, "a match has a place");
}

/* Matches as findAll would. */
static void check_all(const struct regex *regex, struct bytes text)
{
	struct regex_part parts[PARTS];
	size_t from = 0, len;
	for (int i = 0; i < 20 && from <= text.len; i++) {
		if (regex_find(regex, text, from, parts, PARTS) != REGEX_YES)
			return;
		check_parts(regex, text, parts);
		demand(parts[0].begin >= from, "a match is not before where it is looked for");
		from = parts[0].end;
		if (parts[0].end > parts[0].begin)
			continue;
		if (from == text.len)
			return;
		utf8_at(text, from, &len);
		from += len;
	}
}

static void check_answers(const struct regex *regex, struct bytes text)
{
	struct regex_part part;
	enum regex_answer matches = regex_matches(regex, text);
	enum regex_answer found = regex_find(regex, text, 0, &part, 1);
	enum regex_answer automaton = automaton_matches(regex, text, 0, REACH_ALL);
	demand(matches == found || matches == REGEX_LIMIT || found == REGEX_LIMIT,
		"what matches is found");
	demand(matches == automaton || matches == REGEX_LIMIT || automaton == REGEX_LIMIT,
		"the automaton gives the same answer");
	if (found == REGEX_YES)
		demand(automaton_matches(regex, text, 0, REACH_MOST) != REGEX_NO ||
				part.begin > REACH_MOST,
			"the automaton finds it within its reach");
}

static void check(struct bytes pattern, struct bytes text)
{
	struct arena *arena = arena_new();
	struct regex_fault fault = { .at = SIZE_MAX };
	const struct regex *regex = regex_new(arena, pattern, REGEX_STEPS_DEFAULT, &fault);
	demand(regex || (fault.at <= pattern.len && fault.text), "a fault has a place and a text");
	bool large = !regex && strcmp(fault.text, "the pattern is too large") == 0;
	demand(!large || pattern.len > LONG || memchr(pattern.at, '{', pattern.len) ||
			memchr(pattern.at, '\\', pattern.len),
		"PCRE2 takes what is read, but for its size");
	if (regex && utf8_invalid(text) == text.len) {
		check_answers(regex, text);
		check_all(regex, text);
	}
	arena_end(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes all = { (const char *)data, size }, pattern;
	if (bytes_cut(&all, '\n', &pattern))
		check(pattern, all);
	return 0;
}
