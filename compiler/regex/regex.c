/* From a pattern to PCRE2's code for it. */
#include "base/buf.h"
#include "base/message.h"
#include "code.h"
#include "term.h"

/*
 * PCRE2 sets a limit of its own to nested parentheses; ours are limited already, and a term takes
 * at most three of its words' parentheses.
 */
enum { NEST_MOST = 4 * HEIGHT_MAX };

static void free_code(void *handle)
{
	pcre2_code_free(handle);
}

static void free_context(void *handle)
{
	pcre2_match_context_free(handle);
}

/* Nothing is made possessive: its turns would take no counted steps. */
pcre2_code *code_new(struct bytes words, uint32_t options)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	int error;
	size_t at;
	if (!context)
		arena_exhausted();
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_parens_nest_limit(context, NEST_MOST);
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)words.at, words.len,
		options | PCRE2_NO_AUTO_POSSESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK |
			PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY | PCRE2_DOTALL |
			PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX,
		&error, &at, context);
	pcre2_compile_context_free(context);
	if (!code && error == PCRE2_ERROR_HEAP_FAILED)
		arena_exhausted();
	return code;
}

static pcre2_match_context *context_new(struct arena *owner, uint32_t steps)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	if (!context)
		arena_exhausted();
	arena_undo(owner, free_context, context);
	pcre2_set_match_limit(context, steps);
	pcre2_set_depth_limit(context, steps);
	pcre2_set_heap_limit(context, HEAP_MOST_KIB);
	return context;
}

static bool read_term(struct arena *owner, struct regex *regex, struct regex_fault *fault)
{
	struct reader reader = { .owner = owner, .pattern = regex->pattern, .fault = fault };
	regex->term = term_read(&reader);
	regex->names = reader.names;
	return regex->term;
}

static struct bytes write_words(struct arena *owner, struct regex *regex)
{
	struct buf out = buf_new(owner);
	struct words words = { .out = &out, .owner = owner };
	words.numbers = arena_array_of(owner, size_t, regex->names.count + 1);
	term_write(&words, regex->term);
	regex->numbers = words.numbers;
	regex->groups = words.groups;
	regex->has_marks = words.has_marks;
	return buf_bytes(&out);
}

static void compile(struct arena *owner, struct regex *regex)
{
	regex->code = code_new(write_words(owner, regex), PCRE2_USE_OFFSET_LIMIT);
	if (!regex->code)
		return;
	arena_undo(owner, free_code, regex->code);
	/* Where the system forbids it, PCRE2 interprets its code. */
	(void)pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE);
	uint32_t options = 0;
	pcre2_pattern_info(regex->code, PCRE2_INFO_ALLOPTIONS, &options);
	regex->is_anchored = options & PCRE2_ANCHORED;
	regex->context = context_new(owner, regex->steps);
	regex->finding = regex->context;
	if (!regex->has_marks)
		return;
	regex->finding = context_new(owner, regex->steps);
	pcre2_set_callout(regex->finding, mark_check, NULL);
}

const struct regex *regex_new(
	struct arena *owner, struct bytes pattern, uint32_t steps, struct regex_fault *fault)
{
	struct regex *regex = arena_new_of(owner, struct regex);
	regex->steps = steps;
	regex->pattern = bytes_copy(owner, pattern);
	if (!read_term(owner, regex, fault))
		return NULL;
	compile(owner, regex);
	if (regex->code)
		return regex;
	/* All else that PCRE2 could refuse was refused before. */
	*fault = (struct regex_fault){ .text = N_("the pattern is too large") };
	return NULL;
}

size_t regex_group_count(const struct regex *regex)
{
	return regex->names.count;
}

size_t regex_group(const struct regex *regex, struct bytes name)
{
	for (size_t i = 0; i < regex->names.count; i++)
		if (name.len && bytes_equal(name, regex->names.at[i]))
			return i + 1;
	return 0;
}

struct bytes regex_pattern(const struct regex *regex)
{
	return regex->pattern;
}
