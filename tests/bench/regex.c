/*
 * Regular expressions: patterns that backtracking takes forever for, on a text and on one four
 * times as long; and an image's digest, against PCRE2 with nothing around it.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "bench.h"

#include "regex/regex.h"

enum { TIMES_LONGER = 4, ROUNDS = 25, DIGESTS = 20000 };

static const struct {
	const char *pattern, *tail;
	char letter;
	size_t count;
} hard[] = {
	{ "^(a+)+$", "b", 'a', 20000 },
	{ "(a|aa)+$", "b", 'a', 20000 },
	{ "(a?){24}a{24}[bc]", "", 'a', 5000 },
	{ "(.*)(.*)(.*)(.*)[^a]", "", 'a', 20000 },
	{ "(x+x+)+[yz]", "", 'x', 20000 },
	{ "(?:a|b)*[cd]", "", 'a', 20000 },
	{ "\\w+[@,]\\w+", "", 'a', 20000 },
};

/* Only this process computes here, and the others' share of the time is not of interest. */
static double cpu_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static const struct regex *compiled(struct arena *arena, const char *pattern)
{
	struct regex_fault fault;
	const struct regex *regex = regex_new(
		arena, bytes_of(pattern), REGEX_STEPS_DEFAULT, &fault);
	if (!regex)
		bench_fail(fault.text);
	return regex;
}

static struct bytes text_of(struct arena *arena, char letter, size_t count, const char *tail)
{
	char *text = arena_take(arena, count + strlen(tail));
	memset(text, letter, count);
	memcpy(text + count, tail, strlen(tail));
	return (struct bytes){ text, count + strlen(tail) };
}

static double time_no(const struct regex *regex, struct bytes text)
{
	double began = cpu_now();
	if (regex_matches(regex, text) != REGEX_NO)
		bench_fail("an answer is wrong");
	return cpu_now() - began;
}

static void bench_hard(size_t row)
{
	struct arena *arena = arena_new();
	const struct regex *regex = compiled(arena, hard[row].pattern);
	struct bytes shorter = text_of(arena, hard[row].letter, hard[row].count, hard[row].tail);
	struct bytes longer = text_of(
		arena, hard[row].letter, TIMES_LONGER * hard[row].count, hard[row].tail);
	struct samples few = { .name = hard[row].pattern };
	struct samples many = { .name = "    the text four times as long" };
	for (int round = 0; round < ROUNDS; round++) {
		bench_add(&few, time_no(regex, shorter));
		bench_add(&many, time_no(regex, longer));
	}
	bench_print(&few);
	bench_print(&many);
	bench_judge("    ratio", bench_median(&many) / bench_median(&few), 2 * TIMES_LONGER, 0);
	arena_end(arena);
}

/* --- the digest ------------------------------------------------------------------------------- */

#define DIGEST_PATTERN "@sha256:[0-9a-f]{64}$"

static const struct bytes image = { "registry.example.com/house/app@sha256:"
				    "0123456789abcdef0123456789abcdef"
				    "0123456789abcdef0123456789abcdef",
	102 };

static double time_ours(const struct regex *regex)
{
	double began = cpu_now();
	for (int i = 0; i < DIGESTS; i++)
		if (regex_matches(regex, image) != REGEX_YES)
			bench_fail("an answer is wrong");
	return cpu_now() - began;
}

static double time_bare(const pcre2_code *code, pcre2_match_data *data)
{
	double began = cpu_now();
	for (int i = 0; i < DIGESTS; i++)
		if (pcre2_match(code, (PCRE2_SPTR)image.at, image.len, 0, PCRE2_NO_UTF_CHECK, data,
			    NULL) != 1)
			bench_fail("an answer is wrong");
	return cpu_now() - began;
}

static void bench_digest(void)
{
	struct arena *arena = arena_new();
	const struct regex *regex = compiled(arena, DIGEST_PATTERN);
	int error;
	size_t at;
	pcre2_code *code = pcre2_compile(
		(PCRE2_SPTR)DIGEST_PATTERN, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &at, NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	struct samples ours = { .name = "digest, 20 000 times" };
	struct samples bare = { .name = "digest, 20 000 times, bare PCRE2" };
	if (!code || !data || pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) != 0)
		bench_fail("PCRE2");
	for (int round = 0; round < ROUNDS; round++) {
		bench_add(&ours, time_ours(regex));
		bench_add(&bare, time_bare(code, data));
	}
	bench_print(&ours);
	bench_print(&bare);
	printf("  %-44s %9.0f ns\n", "    one", bench_median(&ours) / DIGESTS * 1e6);
	bench_judge("    ratio", bench_median(&ours) / bench_median(&bare), 2, 0);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	arena_end(arena);
}

int main(void)
{
	for (size_t row = 0; row < sizeof hard / sizeof *hard; row++)
		bench_hard(row);
	bench_digest();
	return EXIT_SUCCESS;
}
