#include "unit.h"

#include "regex/regex.h"

#include <stdio.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <threads.h>
#include <unistd.h>

enum { PARTS = 8 };

static const struct regex *compiled(struct bytes pattern)
{
	struct regex_fault fault = { 0 };
	const struct regex *regex = regex_new(unit_arena(), pattern, REGEX_STEPS_DEFAULT, &fault);
	ck_assert_msg(regex, BYTES_FMT ": %zu: %s", BYTES_ARG(bytes_slice(pattern, 0, 100)),
		fault.at, fault.text);
	return regex;
}

/* "0,3 1,2 -" for the whole and the groups; "no"; "limit". */
static struct bytes found(const struct regex *regex, struct bytes text, size_t from)
{
	struct regex_part parts[PARTS];
	struct buf out = buf_new(unit_arena());
	enum regex_answer answer = regex_find(regex, text, from, parts, PARTS);
	if (answer != REGEX_YES)
		return answer == REGEX_NO ? BYTES("no") : BYTES("limit");
	for (size_t i = 0; i <= regex_group_count(regex); i++)
		if (parts[i].begin == SIZE_MAX)
			buf_print(&out, "%s-", i ? " " : "");
		else
			buf_print(&out, "%s%zu,%zu", i ? " " : "", parts[i].begin, parts[i].end);
	return buf_bytes(&out);
}

/* What Go 1.19's regexp.FindStringSubmatchIndex says. */
static const struct {
	struct bytes pattern, text;
	const char *found;
} rows[] = {
#define ROW(pattern, text, found) \
	{ \
		{ pattern, sizeof(pattern) - 1 }, { text, sizeof(text) - 1 }, found \
	}
	/* literals and escapes */
	ROW("", "", "0,0"),
	ROW("", "abc", "0,0"),
	ROW("b", "abc", "1,2"),
	ROW("a#b c", "a#b c", "0,5"),
	ROW("\\a\\f\\n\\r\\t\\v", "\a\f\n\r\t\v", "0,6"),
	ROW("\\101\\07\\0", "A\a\0", "0,3"),
	ROW("\\x41\\x{e9}\\x{10FFFF}", "A\303\251\364\217\277\277", "0,7"),
	ROW("\\777", "\307\277", "0,2"),
	ROW("\\Qa.*\\E.", "a.*b", "0,4"),
	ROW("\\Q\\\\E+", "\\\\", "0,2"),
	ROW("\\Qab", "ab", "0,2"),
	ROW("a\\Q\\E*", "aa", "0,2"),
	ROW("\\_\\-\\@\\/\\ ", "_-@/ ", "0,5"),
	ROW("a\0b", "a\0b", "0,3"),
	ROW("\\x{D800}", "\357\277\275", "no"),
	ROW("é+", "éé", "0,4"),
	ROW("a{,2}", "a{,2}", "0,5"),
	ROW("a{", "a{", "0,2"),
	ROW("a{1", "a{1", "0,3"),
	ROW("a{01}", "a{01}", "0,5"),
	ROW("]}", "]}", "0,2"),
	/* classes */
	ROW("[]a]+", "]a", "0,2"),
	ROW("[^]a]", "]ab", "2,3"),
	ROW("[a-]+", "a-", "0,2"),
	ROW("[-a]+", "a-", "0,2"),
	ROW("[a-c-e]+", "b-e", "0,3"),
	ROW("[\\]\\-\\\\]+", "]-\\", "0,3"),
	ROW("[[a]+", "[a", "0,2"),
	ROW("[[:a]+", ":a[", "0,3"),
	ROW("[a&&b]+", "&", "0,1"),
	ROW("[[:alpha:]_]+", "1aZ_\303\251", "1,4"),
	ROW("[[:^alpha:]]+", "a1\303\251", "1,4"),
	ROW("[^[:^digit:]]+", "a12", "1,3"),
	ROW("[[:space:]]", "\v", "0,1"),
	ROW("\\s", "\v", "no"),
	ROW("\\s+", "a\t\n\f\r b", "1,6"),
	ROW("\\S", "\v", "0,1"),
	ROW("\\d+", "a1\331\241", "1,2"),
	ROW("\\w+", "\303\251a_1", "2,5"),
	ROW("\\W", "a\303\251", "1,3"),
	ROW("[\\d\\-x]+", "a1-x", "1,4"),
	ROW("[^\\s\\S]", "a", "no"),
	ROW("[\\D]", "1a", "1,2"),
	ROW("\\pN+", "a1\331\241", "1,4"),
	ROW("\\PN", "1a", "1,2"),
	ROW("\\p{Greek}", "a\316\261", "1,3"),
	ROW("\\P{Greek}", "\316\261a", "2,3"),
	ROW("\\p{^Greek}", "\316\261a", "2,3"),
	ROW("\\P{^Greek}", "a\316\261", "1,3"),
	ROW("[\\p{Lu}\\d]+", "aB1", "1,3"),
	ROW("[^\\pL]", "a1", "1,2"),
	ROW("\\p{C}", "\315\270", "no"), /* U+0378 is not assigned */
	ROW("\\P{C}", "\315\270", "0,2"),
	ROW("[\\P{C}]", "\1\315\270", "1,3"),
	ROW("\\p{Any}", "\n", "0,1"),
	ROW("\\P{Any}", "a", "no"),
	ROW("[\\x{D7FF}-\\x{E000}]", "\356\200\200", "0,3"),
	ROW("[\\x{D800}-\\x{DFFF}]", "a", "no"),
	ROW("[^\\x{D800}]", "a", "0,1"),
	/* case */
	ROW("(?i)straSSe", "STRASSE", "0,7"),
	ROW("(?i)k", "\342\204\252", "0,3"), /* the sign for Kelvin */
	ROW("(?i)s", "\305\277", "0,2"),     /* long s */
	ROW("(?i)\\w", "\305\277", "0,2"),
	ROW("(?i)\\W", "\305\277", "no"),
	ROW("(?i)[^\\w]", "\305\277", "no"),
	ROW("(?i)[\\Wa]", "\305\277A", "2,3"),
	ROW("(?i)[^k]", "K\342\204\252x", "4,5"),
	ROW("(?i)[[:^lower:]]", "aA", "no"),
	ROW("(?i)[[:upper:]]", "a", "0,1"),
	ROW("(?i)\303\237", "\341\272\236", "0,3"), /* sharp s */
	ROW("(?i)\303\237", "ss", "no"),
	ROW("(?i)i", "\304\260", "no"), /* the dotted I is a letter of its own */
	ROW("(?i)\316\243", "\317\202", "0,2"),
	ROW("(?i)\\p{Lu}", "a", "0,1"),
	ROW("(?i)\\P{Lu}", "a1", "1,2"),
	ROW("(?i)[^\\P{Lu}a]", "Ab", "1,2"),
	ROW("(?i)[B-\\x{10FFFF}]", "1A", "1,2"),
	ROW("a(?i)b|c", "C", "0,1"),
	ROW("a(?i:b)c", "aBC", "no"),
	ROW("(a(?i)b)c", "aBC", "no"),
	ROW("(?i)a(?-i)b", "AB", "no"),
	ROW("(?i:a)b|A", "A", "0,1"),
	/* . ^ $ and edges */
	ROW(".+", "\na\r\302\205", "1,5"),
	ROW("(?s).+", "\na", "0,2"),
	ROW("(?s:.).", "\n\n", "no"),
	ROW("^a", "b\na", "no"),
	ROW("(?m)^a", "b\na", "2,3"),
	ROW("(?m)^$", "a\n", "2,2"),
	ROW("(?m)\\Aa", "b\na", "no"),
	ROW("a$", "a\n", "no"),
	ROW("a\\z", "a\n", "no"),
	ROW("(?m)a$", "a\nb", "0,1"),
	ROW("(?m)a$", "a\r\n", "no"),
	ROW("(?m)a\\z", "a\n", "no"),
	ROW("\\bb\\b", "ab b", "3,4"),
	ROW("\\b\303\251", "\303\251", "no"),
	ROW("\\Bb", "bb", "1,2"),
	ROW("\\B", "", "0,0"),
	ROW("^*a", "ba", "1,2"),
	ROW("\\b+a", "a", "0,1"),
	ROW("(?:$)?a", "a", "0,1"),
	/* repetition */
	ROW("a*", "aaa", "0,3"),
	ROW("a*?", "aaa", "0,0"),
	ROW("a+?", "aaa", "0,1"),
	ROW("a??b", "ab", "0,2"),
	ROW("a{2}", "aaa", "0,2"),
	ROW("a{2,}", "aaa", "0,3"),
	ROW("a{2,}?", "aaa", "0,2"),
	ROW("a{1,2}?", "aaa", "0,1"),
	ROW("a{0}b", "ab", "1,2"),
	ROW("(?U)a+", "aaa", "0,1"),
	ROW("(?U)a+?", "aaa", "0,3"),
	ROW("(?U:a+)a*", "aaa", "0,3"),
	ROW("(?:a{2}){3}", "aaaaaaa", "0,6"),
	ROW("a*(?i)*b", "aab", "0,3"),
	ROW("(?:-*|^){0}\\s", "a\n", "1,2"),
	ROW("[a-z]{1000}", "a", "no"),
	/* groups */
	ROW("(a)(b)?", "a", "0,1 0,1 -"),
	ROW("(a|b)*", "ab", "0,2 1,2"),
	ROW("(?:(a)|b)*", "ab", "0,2 0,1"),
	ROW("(?P<x>a)(?<y>b)", "ab", "0,2 0,1 1,2"),
	ROW("()(a){0}(b)", "b", "0,1 0,0 - 0,1"),
	ROW("a|ab", "ab", "0,1"),
	ROW("|a", "a", "0,0"),
	ROW("a||b", "b", "0,0"),
	ROW("()|(a)", "a", "0,0 0,0 -"),
	ROW("(?:a|(b))c", "bc", "0,2 0,1"),
	ROW("((((a))))", "a", "0,1 0,1 0,1 0,1 0,1"),
	/* turns that take nothing: Perl has 2,2, 0,0 and 0,2 here */
	ROW("(a*)+", "aa", "0,2 0,2"),
	ROW("(a|b|)*", "ab", "0,2 1,2"),
	ROW("^(?:|a|X)+X", "aXaX", "0,4"),
	ROW("(a*)*", "b", "0,0 0,0"),
	ROW("(a*)+", "b", "0,0 0,0"),
	ROW("(|a)*", "aa", "0,0 0,0"),
	ROW("((a*)*|b)*", "aab", "0,3 2,3 0,2"),
	ROW("(?:a*?)*?b", "aab", "0,3"),
	ROW("(?:1?.?\?){2,}x", "k12ax", "0,5"),
	ROW("(?:a?\?){2,}", "aab", "0,0"),
	ROW("^(?:|a|X){2,}X", "aXaX", "0,4"),
	/* what people write */
	ROW("@sha256:[0-9a-f]{64}$",
		"r/a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
		"3,75"),
	ROW("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$", "a-b.c",
		"0,5 1,3 3,5 -"),
	ROW("^v(\\d+)\\.(\\d+)", "v1.27.3", "0,5 1,2 3,5"),
#undef ROW
};

START_TEST(finds_what_go_finds)
{
	const struct regex *regex = compiled(rows[_i].pattern);
	struct bytes text = rows[_i].text;
	char name[200];
	snprintf(name, sizeof name, "«" BYTES_FMT "» in «" BYTES_FMT "»",
		BYTES_ARG(rows[_i].pattern), BYTES_ARG(text));
	unit_same(name, found(regex, text, 0), bytes_of(rows[_i].found));
	bool matches = strcmp(rows[_i].found, "no") != 0;
	ck_assert_msg(regex_matches(regex, text) == (matches ? REGEX_YES : REGEX_NO), "%s", name);
}
END_TEST

/* --- what is refused -------------------------------------------------------------------------- */

static const struct {
	const char *pattern;
	size_t at;
	const char *text;
} refused[] = {
	{ "(", 0, "a group is not closed by ')'" },
	{ "a(b(c)", 1, "a group is not closed by ')'" },
	{ "a)", 1, "there is no group for this ')' to close" },
	{ "a(b))", 4, "there is no group for this ')' to close" },
	{ "[a-z", 0, "a class is not closed by ']'" },
	{ "a[]", 1, "a class is not closed by ']'" },
	{ "[^", 0, "a class is not closed by ']'" },
	{ "[a-", 0, "a class is not closed by ']'" },
	{ "[z-a]", 1, "a range ends before it begins" },
	{ "(?i)[a-Z]", 5, "a range ends before it begins" },
	{ "[a-\\d]", 3, "the escape is unknown" },
	{ "[\\b]", 1, "the escape is unknown" },
	{ "[[:foo:]]", 1, "there is no class of this name" },
	{ "[[:d:]]", 1, "there is no class of this name" },
	{ "[[:Alpha:]]", 1, "there is no class of this name" },
	{ "\\p{Foo}", 0, "there is no Unicode class of this name" },
	{ "\\p{greek}", 0, "there is no Unicode class of this name" },
	{ "\\p{Greek", 0, "there is no Unicode class of this name" },
	{ "\\pX", 0, "there is no Unicode class of this name" },
	{ "\\p", 0, "there is no Unicode class of this name" },
	{ "[\\p{}]", 1, "there is no Unicode class of this name" },
	{ "\\p{Letter}", 0, "there is no Unicode class of this name" },
	{ "a\\", 1, "a backslash ends the pattern" },
	{ "(a)\\1", 3, "backreferences are not supported" },
	{ "\\8", 0, "backreferences are not supported" },
	{ "\\C", 0, "the escape is unknown" },
	{ "\\K", 0, "the escape is unknown" },
	{ "\\G", 0, "the escape is unknown" },
	{ "\\R", 0, "the escape is unknown" },
	{ "\\X", 0, "the escape is unknown" },
	{ "\\h", 0, "the escape is unknown" },
	{ "a\\Z", 1, "the escape is unknown" },
	{ "\\e", 0, "the escape is unknown" },
	{ "\\cA", 0, "the escape is unknown" },
	{ "\\E", 0, "the escape is unknown" },
	{ "\\N", 0, "the escape is unknown" },
	{ "\\k<a>", 0, "the escape is unknown" },
	{ "\\g1", 0, "the escape is unknown" },
	{ "\\é", 0, "the escape is unknown" },
	{ "\\x4", 0, "'\\x' takes two hexadecimal digits, or up to 10FFFF in braces" },
	{ "\\x{}", 0, "'\\x' takes two hexadecimal digits, or up to 10FFFF in braces" },
	{ "\\x{110000}", 0, "'\\x' takes two hexadecimal digits, or up to 10FFFF in braces" },
	{ "\\x{41", 0, "'\\x' takes two hexadecimal digits, or up to 10FFFF in braces" },
	{ "*", 0, "there is nothing to repeat" },
	{ "a|*", 2, "there is nothing to repeat" },
	{ "(?i)+", 4, "there is nothing to repeat" },
	{ "(*ACCEPT)", 1, "there is nothing to repeat" },
	{ "(*UCP)a", 1, "there is nothing to repeat" },
	{ "\\Q\\E*", 4, "there is nothing to repeat" },
	{ "{2}", 0, "there is nothing to repeat" },
	{ "x++", 2, "a repetition follows a repetition" },
	{ "x**", 2, "a repetition follows a repetition" },
	{ "x*?*", 3, "a repetition follows a repetition" },
	{ "x{2}{3}", 4, "a repetition follows a repetition" },
	{ "x{2}+", 4, "a repetition follows a repetition" },
	{ "x{1001}", 1, "a repetition count is above 1000" },
	{ "x{9876543210}", 1, "a repetition count is above 1000" },
	{ "x{2,1001}", 1, "a repetition count is above 1000" },
	{ "x{2,1}", 1, "a repetition ends before it begins" },
	{ "((x{10}){10}){11}", 13, "nested repetitions multiply to more than 1000" },
	{ "((((((((((x{2}){2}){2}){2}){2}){2}){2}){2}){2}){2})", 47,
		"nested repetitions multiply to more than 1000" },
	{ "(?=a)", 0, "lookahead and lookbehind are not supported" },
	{ "a(?!b)", 1, "lookahead and lookbehind are not supported" },
	{ "(?<=a)b", 0, "lookahead and lookbehind are not supported" },
	{ "(?<!a)b", 0, "lookahead and lookbehind are not supported" },
	{ "(?>a)", 0, "atomic groups are not supported" },
	{ "(?R)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?1)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?#a)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?|a)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?x)a", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?i-)a", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?-i-s)a", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?'n'a)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?P=n)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?P>n)", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?", 0, "'(?' is followed by neither ':', flags (imsU) nor a name" },
	{ "(?P<n", 0, "a group's name is letters, digits and '_' between '<' and '>'" },
	{ "(?P<>a)", 0, "a group's name is letters, digits and '_' between '<' and '>'" },
	{ "(?P<x y>a)", 0, "a group's name is letters, digits and '_' between '<' and '>'" },
	{ "(?<é>a)", 0, "a group's name is letters, digits and '_' between '<' and '>'" },
	{ "(?P<n>a)(?<n>b)", 11, "two groups have this name" },
	{ "a\xff", 1, "the pattern is not valid UTF-8" },
	{ "[\xc3]", 1, "the pattern is not valid UTF-8" },
	{ "\\Q\xed\xa0\x80", 2, "the pattern is not valid UTF-8" },
};

static void check_refused(struct bytes pattern, size_t at, const char *text)
{
	struct regex_fault fault = { 0 };
	struct bytes name = bytes_slice(pattern, 0, 100); /* check cannot print more of some */
	ck_assert_msg(!regex_new(unit_arena(), pattern, REGEX_STEPS_DEFAULT, &fault), BYTES_FMT,
		BYTES_ARG(name));
	unit_same(bytes_string(unit_arena(), name), bytes_of(fault.text), bytes_of(text));
	ck_assert_msg(fault.at == at, BYTES_FMT ": %zu", BYTES_ARG(name), fault.at);
}

START_TEST(refuses_what_re2_refuses)
{
	check_refused(bytes_of(refused[_i].pattern), refused[_i].at, refused[_i].text);
}
END_TEST

static struct bytes repeated(const char *head, size_t times, const char *tail)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < times; i++)
		buf_add(&out, bytes_of(head));
	for (size_t i = 0; i < times; i++)
		buf_add(&out, bytes_of(tail));
	return buf_bytes(&out);
}

START_TEST(nests_as_deeply_as_go_and_no_more)
{
	compiled(repeated("(", 999, ")"));
	compiled(repeated("(", 400, ")*"));
	compiled(repeated("(?:", 100000, ")"));
	compiled(repeated("(?:a|", 300, ")"));
	check_refused(repeated("(", 1000, ")"), 1999, "the pattern nests too deeply");
	check_refused(repeated("(?:", 1000, ")*"), 5000, "the pattern nests too deeply");
}
END_TEST

START_TEST(refuses_what_is_too_large)
{
	check_refused(repeated("(xx?){1000}", 1000, ""), 11000, "the pattern is too large");
	check_refused(repeated("(?:abcdefghij){1000}", 10, ""), 0, "the pattern is too large");
	struct bytes many = repeated(".{1000}", 4000, "");
	check_refused(many, many.len, "the pattern is too large");
	compiled(repeated("[a-z]{1000}", 500, ""));
}
END_TEST

/* --- limits ----------------------------------------------------------------------------------- */

static struct bytes times(const char *part, size_t count, const char *tail)
{
	return bytes_join(unit_arena(), repeated(part, count, ""), BYTES(""), bytes_of(tail));
}

static const struct {
	const char *pattern, *part, *tail;
	size_t count;
	enum regex_answer matches;
	const char *found;
} hard[] = {
	{ "^(a+)+$", "a", "b", 5000, REGEX_NO, "no" },
	{ "(a|aa)+$", "a", "b", 5000, REGEX_NO, "no" },
	{ "(a?){24}a{24}", "a", "", 24, REGEX_YES, "limit" },
	{ "(.*)(.*)(.*)(.*)[^a]", "a", "", 5000, REGEX_NO, "no" },
	{ "(x+x+)+[yz]", "x", "", 5000, REGEX_NO, "no" },
	{ "(?:a|b)*[cd]", "ab", "", 40000, REGEX_NO, "no" },
	{ "(?:a|b)*[cd]", "ab", "c", 10000, REGEX_YES, "0,20001" },
	{ "(?i)(?:[\\Wa]|aa)+$", "a", "b", 5000, REGEX_NO, "no" },
	/* a long way that is the right one needs no more than its length */
	{ "(a|b)*$", "ab", "", 40000, REGEX_YES, "0,80000 79999,80000" },
	{ "a*[bc]", "a", "", 40000, REGEX_NO, "no" },
	{ "a*[bc]", "a", "xab", 40000, REGEX_YES, "40001,40003" },
};

START_TEST(always_ends)
{
	const struct regex *regex = compiled(bytes_of(hard[_i].pattern));
	struct bytes text = times(hard[_i].part, hard[_i].count, hard[_i].tail);
	ck_assert_msg(regex_matches(regex, text) == hard[_i].matches, "%s", hard[_i].pattern);
	unit_same(hard[_i].pattern, found(regex, text, 0), bytes_of(hard[_i].found));
}
END_TEST

/* --- the rest of the face --------------------------------------------------------------------- */

START_TEST(finds_from_a_place)
{
	const struct regex *word = compiled(BYTES("\\b[a-z]+"));
	struct bytes text = BYTES("one two");
	unit_same("front", found(word, text, 0), BYTES("0,3"));
	unit_same("inside a word", found(word, text, 1), BYTES("4,7"));
	unit_same("end", found(word, text, text.len), BYTES("no"));
	unit_same("front only", found(compiled(BYTES("^one")), BYTES("oneone"), 3), BYTES("no"));
	unit_same("empty at the end", found(compiled(BYTES("")), text, 7), BYTES("7,7"));
}
END_TEST

START_TEST(fills_the_parts_there_is_room_for)
{
	const struct regex *regex = compiled(BYTES("(?:()*a)*(b)(c)"));
	struct regex_part parts[6];
	ck_assert(regex_find(regex, BYTES("bc"), 0, parts, 0) == REGEX_YES);
	ck_assert(regex_find(regex, BYTES("bc"), 0, parts, 1) == REGEX_YES);
	ck_assert(parts[0].begin == 0 && parts[0].end == 2);
	ck_assert(regex_find(regex, BYTES("bc"), 0, parts, 6) == REGEX_YES);
	ck_assert(parts[2].begin == 0 && parts[3].begin == 1);
	ck_assert(parts[4].begin == SIZE_MAX && parts[5].begin == SIZE_MAX);
	ck_assert(regex_matches(regex, (struct bytes){ 0 }) == REGEX_NO);
}
END_TEST

START_TEST(knows_its_groups)
{
	const struct regex *regex = compiled(BYTES("(a)(?P<year>b)(?<month_1>c)(?:d)"));
	ck_assert_uint_eq(regex_group_count(regex), 3);
	ck_assert_uint_eq(regex_group(regex, BYTES("year")), 2);
	ck_assert_uint_eq(regex_group(regex, BYTES("month_1")), 3);
	ck_assert_uint_eq(regex_group(regex, BYTES("day")), 0);
	ck_assert_uint_eq(regex_group(regex, BYTES("")), 0);
	unit_same("pattern", regex_pattern(regex), BYTES("(a)(?P<year>b)(?<month_1>c)(?:d)"));
}
END_TEST

START_TEST(keeps_the_last_patterns)
{
	struct regex_cache *cache = regex_cache_new(unit_arena(), REGEX_STEPS_DEFAULT);
	struct regex_fault fault = { 0 };
	const struct regex *first = regex_cached(cache, BYTES("a+"), &fault);
	for (int round = 0; round < 200; round++) {
		struct bytes pattern = bytes_print(unit_arena(), "b{%d}", round);
		const struct regex *regex = regex_cached(cache, pattern, &fault);
		unit_same("the right one", regex_pattern(regex), pattern);
		ck_assert(regex_cached(cache, pattern, &fault) == regex);
		ck_assert(regex_cached(cache, BYTES("a+"), &fault) == first);
		fault = (struct regex_fault){ 0 };
		ck_assert(!regex_cached(cache, BYTES("a("), &fault) && fault.at == 1 && fault.text);
	}
	unit_same("still good", found(first, BYTES("baa"), 0), BYTES("1,3"));
}
END_TEST

/* --- threads and systems ---------------------------------------------------------------------- */

static int match_often(void *regex)
{
	int wrong = 0;
	struct regex_part parts[2];
	for (int i = 0; i < 200; i++) {
		wrong += regex_matches(regex, BYTES("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")) != REGEX_NO;
		wrong += regex_find(regex, BYTES("aa"), 0, parts, 2) != REGEX_YES ||
			parts[1].end != 2;
	}
	return wrong;
}

START_TEST(is_shared_by_threads)
{
	const struct regex *regex = compiled(BYTES("^(a*)+$"));
	thrd_t threads[4];
	for (size_t i = 0; i < COUNT(threads); i++)
		ck_assert(thrd_create(&threads[i], match_often, (void *)(uintptr_t)regex) ==
			thrd_success);
	for (size_t i = 0; i < COUNT(threads); i++) {
		int wrong = 1;
		thrd_join(threads[i], &wrong);
		ck_assert_int_eq(wrong, 0);
	}
}
END_TEST

/* The child may not make memory executable, as in a strict sandbox (Linux 6.3 and later). */
START_TEST(works_without_machine_code)
{
	enum { SET_MDWE = 65, REFUSE_EXEC_GAIN = 1 };
	pid_t child = fork();
	int status;
	if (child == 0) {
		if (prctl(SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) != 0)
			_exit(0);
		bool good = true;
		for (size_t i = 0; i < COUNT(rows); i++) {
			const struct regex *regex = compiled(rows[i].pattern);
			good = good && bytes_is(found(regex, rows[i].text, 0), rows[i].found);
		}
		_exit(!good);
	}
	ck_assert(child > 0 && waitpid(child, &status, 0) == child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("regex");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, finds_what_go_finds, 0, COUNT(rows));
	tcase_add_loop_test(cases, refuses_what_re2_refuses, 0, COUNT(refused));
	tcase_add_test(cases, nests_as_deeply_as_go_and_no_more);
	tcase_add_test(cases, refuses_what_is_too_large);
	tcase_add_loop_test(cases, always_ends, 0, COUNT(hard));
	tcase_add_test(cases, finds_from_a_place);
	tcase_add_test(cases, fills_the_parts_there_is_room_for);
	tcase_add_test(cases, knows_its_groups);
	tcase_add_test(cases, keeps_the_last_patterns);
	tcase_add_test(cases, is_shared_by_threads);
	tcase_add_test(cases, works_without_machine_code);
	return suite;
}
