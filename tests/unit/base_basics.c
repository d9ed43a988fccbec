#include "unit.h"

#include "base/digest.h"
#include "base/folder.h"
#include "base/message.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* A constant, as BYTES() is not one. */
#define TEXT(literal) \
	{ \
		literal, sizeof(literal) - 1 \
	}

/* --- arena ----------------------------------------------------------------------------------- */

START_TEST(arena_gives_zeroed_aligned_memory)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 1000, 16384, 16385, 65536, 1000000 };
	struct arena *arena = arena_new();
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(sizes); i++) {
			char *at = arena_take(arena, sizes[i]);
			ck_assert_uint_eq((uintptr_t)at % 16, 0);
			size_t set = 0;
			for (size_t k = 0; k < sizes[i]; k++)
				set += at[k] != 0;
			ck_assert_uint_eq(set, 0);
			memset(at, 0xFF, sizes[i]);
		}
		ck_assert_uint_gt(arena_used(arena), 1000000);
		arena_reset(arena);
		ck_assert_uint_eq(arena_used(arena), 0);
	}
	arena_end(arena);
	arena_end(NULL);
}
END_TEST

static char undone[8];

static void note_undo(void *handle)
{
	strcat(undone, handle);
}

START_TEST(arena_undoes_the_last_first_and_once)
{
	static char a[] = "a", b[] = "b", c[] = "c";
	struct arena *arena = arena_new();
	arena_undo(arena, note_undo, a);
	arena_undo(arena, note_undo, b);
	arena_reset(arena);
	ck_assert_str_eq(undone, "ba");
	arena_undo(arena, note_undo, c);
	arena_end(arena);
	ck_assert_str_eq(undone, "bac");
}
END_TEST

START_TEST(array_keeps_its_items)
{
	struct arena *arena = arena_new();
	struct {
		ARRAY(int);
	} list = { 0 };
	for (int i = 0; i < 1000; i++)
		*array_push(arena, &list) = i;
	ck_assert_uint_eq(list.count, 1000);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(list.at[i], i);
	arena_end(arena);
}
END_TEST

static void say_last(void)
{
	_exit(77);
}

START_TEST(exhausted_memory_ends_with_3_after_the_last_words)
{
	for (int with_words = 0; with_words < 2; with_words++) {
		pid_t child = fork();
		if (child == 0) {
			close(STDERR_FILENO);
			if (with_words)
				arena_set_last_words(say_last);
			arena_take(arena_new(), SIZE_MAX / 2);
			_exit(0);
		}
		int status;
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		ck_assert(WIFEXITED(status));
		ck_assert_int_eq(WEXITSTATUS(status), with_words ? 77 : 3);
	}
}
END_TEST

/* --- bytes and buf --------------------------------------------------------------------------- */

static const struct {
	struct bytes a, b;
	int order;
	bool equal_nocase;
} orders[] = {
	{ TEXT(""), TEXT(""), 0, true }, { TEXT("a"), TEXT("a"), 0, true },
	{ TEXT("a"), TEXT("A"), 1, true }, { TEXT("a"), TEXT("ab"), -1, false },
	{ TEXT("b"), TEXT("ab"), 1, false },
	{ TEXT("\xC3\xA7"), TEXT("z"), 1, false },        /* bytes are unsigned */
	{ TEXT("\xC3\xA7"), TEXT("\xC3\x87"), 1, false }, /* letters beyond ASCII have a case */
	{ TEXT("a\0b"), TEXT("a\0c"), -1, false },        /* NUL is a byte like any other */
};

START_TEST(bytes_have_an_order)
{
	struct bytes a = orders[_i].a, b = orders[_i].b;
	int order = bytes_compare(a, b), reverse = bytes_compare(b, a);
	ck_assert_int_eq((order > 0) - (order < 0), orders[_i].order);
	ck_assert_int_eq((reverse > 0) - (reverse < 0), -orders[_i].order);
	ck_assert_int_eq(bytes_equal(a, b), orders[_i].order == 0);
	ck_assert_int_eq(bytes_equal_nocase(a, b), orders[_i].equal_nocase);
	ck_assert(bytes_equal(a, b) == (bytes_hash(a) == bytes_hash(b)));
}
END_TEST

/* With the key 0 as CPython 3.11 has them (PYTHONHASHSEED=0), with the other as Rust's own test. */
static const struct {
	uint64_t key[2];
	struct bytes text;
	uint64_t hash;
} hashes[] = {
	{ { 0, 0 }, TEXT("a"), UINT64_C(0x407448d2b89b1813) },
	{ { 0, 0 }, TEXT("abc"), UINT64_C(0xc03bc3a0042630f2) },
	{ { 0, 0 }, TEXT("abcdefg"), UINT64_C(0x6db12aae9070f506) },
	{ { 0, 0 }, TEXT("abcdefgh"), UINT64_C(0x3f7b849c0b8e35ea) },
	{ { 0, 0 }, TEXT("abcdefghi"), UINT64_C(0xf89b34a3d11eb6e5) },
	{ { 0, 0 }, TEXT("The quick brown fox jumps over the lazy dog"),
		UINT64_C(0x8df676d3d00c451e) },
	{ { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) }, TEXT(""),
		UINT64_C(0xabac0158050fc4dc) },
};

START_TEST(bytes_hash_is_siphash_1_3)
{
	ck_assert_uint_eq(bytes_hash_keyed(hashes[_i].key, hashes[_i].text), hashes[_i].hash);
}
END_TEST

START_TEST(bytes_hash_has_a_key_that_nobody_knows)
{
	static const uint64_t none[2];
	struct bytes text = BYTES("key");
	ck_assert_uint_eq(bytes_hash(text), bytes_hash(text));
	ck_assert_uint_ne(bytes_hash(text), bytes_hash_keyed(none, text));
}
END_TEST

START_TEST(bytes_are_cut_and_searched)
{
	struct bytes text = BYTES("one,two,,x");
	unit_same("slice", bytes_slice(text, 4, 7), BYTES("two"));
	unit_same("slice is clipped", bytes_slice(text, 8, 99), BYTES(",x"));
	ck_assert_ptr_null(bytes_slice((struct bytes){ 0 }, 0, 1).at);
	unit_same("slice is never negative", bytes_slice(text, 9, 3), BYTES(""));
	ck_assert(bytes_begins(text, BYTES("one")) && !bytes_begins(text, BYTES("two")));
	ck_assert(bytes_ends(text, BYTES(",x")) && !bytes_ends(BYTES("x"), text));
	ck_assert(bytes_begins(text, BYTES("")) && bytes_ends(text, BYTES("")));
	ck_assert_uint_eq(bytes_find(text, BYTES("two"), 0), 4);
	ck_assert_uint_eq(bytes_find(text, BYTES("two"), 5), text.len);
	ck_assert_uint_eq(bytes_find(text, BYTES(""), 3), 3);
	ck_assert_uint_eq(bytes_find(text, BYTES("x"), 99), text.len);
	unit_same("trim", bytes_trim(BYTES(" \t\r\na b\n")), BYTES("a b"));
	unit_same("trim of blanks", bytes_trim(BYTES(" \n ")), BYTES(""));
}
END_TEST

static const struct {
	const char *text, *parts;
} cuts[] = {
	{ "a,b,c", "<a><b><c>" },
	{ "a", "<a>" },
	{ "a,", "<a><>" },
	{ ",a", "<><a>" },
	{ "", "<>" },
};

START_TEST(bytes_cut_gives_every_part)
{
	struct buf out = buf_new(unit_arena());
	struct bytes rest = bytes_of(cuts[_i].text), part;
	while (bytes_cut(&rest, ',', &part))
		buf_print(&out, "<" BYTES_FMT ">", BYTES_ARG(part));
	unit_same(cuts[_i].text, buf_bytes(&out), bytes_of(cuts[_i].parts));
}
END_TEST

static const struct {
	const char *text;
	bool ok;
	uint64_t number;
} numbers[] = {
	{ "0", true, 0 },
	{ "007", true, 7 },
	{ "999999999999999999", true, 999999999999999999u },
	{ "1000000000000000000", false, 0 },
	{ "", false, 0 },
	{ "-1", false, 0 },
	{ "1 ", false, 0 },
	{ "0x1", false, 0 },
};

START_TEST(bytes_number_is_decimal)
{
	uint64_t number = 0;
	ck_assert_int_eq(bytes_number(bytes_of(numbers[_i].text), &number), numbers[_i].ok);
	if (numbers[_i].ok)
		ck_assert_uint_eq(number, numbers[_i].number);
}
END_TEST

START_TEST(buf_grows)
{
	struct buf buf = buf_new(unit_arena());
	unit_same("an empty one is a text too", buf_bytes(&buf), BYTES(""));
	for (int i = 0; i < 500; i++)
		buf_print(&buf, "%d,", i % 10);
	buf_add(&buf, BYTES("x\0y"));
	buf_add_char(&buf, '!');
	buf_add_times(&buf, '-', 300);
	buf_add_times(&buf, '-', 0);
	ck_assert_uint_eq(buf.len, 1304);
	unit_same("in order", bytes_slice(buf_bytes(&buf), 990, 1006), BYTES("5,6,7,8,9,x\0y!--"));
	unit_same("print", bytes_print(unit_arena(), "%s-%d", "a", 7), BYTES("a-7"));
}
END_TEST

/* --- source ---------------------------------------------------------------------------------- */

static const struct {
	const char *law;
	struct bytes text;
	size_t offset, line, column;
	const char *whole;
} offsets[] = {
	{ "front", TEXT("a\nb"), 0, 1, 1, "a" },
	{ "LF ends its own line", TEXT("a\nb"), 1, 1, 2, "a" },
	{ "after LF", TEXT("a\nb"), 2, 2, 1, "b" },
	{ "end of text", TEXT("a\nb"), 3, 2, 2, "b" },
	{ "beyond the end", TEXT("a\nb"), 99, 2, 2, "b" },
	{ "behind the last line end", TEXT("a\n"), 2, 2, 1, "" },
	{ "CRLF is one end", TEXT("a\r\nb"), 3, 2, 1, "b" },
	{ "CR within CRLF", TEXT("a\r\nb"), 1, 1, 2, "a" },
	{ "a lone CR ends a line", TEXT("a\rb\rc"), 4, 3, 1, "c" },
	{ "CR at the very end", TEXT("a\r"), 2, 2, 1, "" },
	{ "mixed", TEXT("a\r\rb\r\n\nc"), 7, 5, 1, "c" },
	{ "columns are code points", TEXT("\xC3\xA7\xC3\xA3o"), 4, 1, 3, "\xC3\xA7\xC3\xA3o" },
	{ "of four bytes too", TEXT("\xF0\x9F\x9A\x80x"), 4, 1, 2, "\xF0\x9F\x9A\x80x" },
	{ "empty text", TEXT(""), 0, 1, 1, "" },
};

START_TEST(source_knows_places)
{
	const struct source *source = unit_source(offsets[_i].text);
	struct place place = source_place(source, offsets[_i].offset);
	ck_assert_msg(place.line == offsets[_i].line && place.column == offsets[_i].column,
		"%s: %zu:%zu", offsets[_i].law, place.line, place.column);
	size_t begin;
	struct bytes line = source_line(source, offsets[_i].offset, &begin);
	unit_same(offsets[_i].law, line, bytes_of(offsets[_i].whole));
	ck_assert_ptr_eq(line.at, source->text.at + begin);
}
END_TEST

/* --- diags ----------------------------------------------------------------------------------- */

START_TEST(diags_are_sorted_by_place_and_said_once)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run), others = diags_new(run);
	const struct source *a = source_new(run, BYTES("a"), BYTES("a"), BYTES("1\n2\n"));
	const struct source *b = source_new(run, BYTES("b"), BYTES("b"), BYTES("1\n2\n"));
	struct span first = { a, 0, 1 }, second = { a, 2, 3 }, other = { b, 0, 1 };
	ck_assert(!diag_error(&d, other, "x/b", "in b"));
	diag_warning(&d, second, "x/late", "late %d", 1);
	diag_error(&d, first, "x/second", "said second");
	diag_error(&others, first, "x/third", "said in the others");
	diag_error(&others, second, "x/late", "late %d", 1);
	diag_error(&others, (struct span){ 0 }, "x/nowhere", "without a place");
	diags_join(&d, &others);
	diags_sort(&d);
	ck_assert_str_eq(unit_diags(&d),
		"x/nowhere without a place\n"
		"1:1 x/second said second\n"
		"1:1 x/third said in the others\n"
		"2:1 x/late late 1\n"
		"1:1 x/b in b\n");
}
END_TEST

START_TEST(the_greatest_code_counts)
{
	struct diags d = diags_new(unit_arena());
	struct span nowhere = { 0 };
	ck_assert_int_eq(diags_code(&d), EXIT_DONE);
	diags_sort(&d);
	diag_warning(&d, nowhere, "x/x", "warning");
	ck_assert_int_eq(diags_code(&d), EXIT_DONE);
	diag_refuse(&d, nowhere, "x/x", "refused");
	ck_assert_int_eq(diags_code(&d), EXIT_FOUND);
	diag_world(&d, nowhere, "x/x", "world");
	diag_error(&d, nowhere, "x/x", "input");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
}
END_TEST

START_TEST(hint_and_related_go_to_the_last)
{
	struct diags d = diags_new(unit_arena());
	struct span nowhere = { 0 };
	diag_error(&d, nowhere, "x/a", "a");
	diag_error(&d, nowhere, "x/b", "b");
	diag_hint(&d, "do %s", "this");
	diag_related(&d, nowhere, "see %d", 1);
	diag_related(&d, nowhere, "see %d", 2);
	ck_assert_uint_eq(d.at[0]->hint.len, 0);
	unit_same("hint", d.at[1]->hint, BYTES("do this"));
	ck_assert_uint_eq(d.at[1]->related.count, 2);
	unit_same("related", d.at[1]->related.at[1].text, BYTES("see 2"));
}
END_TEST

static const struct {
	const char *all, *messages, *lang;
	enum language language;
} environments[] = {
	{ NULL, NULL, NULL, LANGUAGE_ENGLISH },
	{ NULL, NULL, "pt_BR.UTF-8", LANGUAGE_PORTUGUESE },
	{ NULL, "C", "pt_BR.UTF-8", LANGUAGE_ENGLISH },
	{ "pt", "C", "C", LANGUAGE_PORTUGUESE },
	{ "", "", "pt_PT", LANGUAGE_PORTUGUESE }, /* an empty variable is as none */
	{ "en_US", "pt_BR", "pt_BR", LANGUAGE_ENGLISH },
};

static void set_or_unset(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

START_TEST(language_is_read_as_text)
{
	set_or_unset("LC_ALL", environments[_i].all);
	set_or_unset("LC_MESSAGES", environments[_i].messages);
	set_or_unset("LANG", environments[_i].lang);
	ck_assert_int_eq(message_language_wanted(), environments[_i].language);
}
END_TEST

/* --- UTF-8 ----------------------------------------------------------------------------------- */

static const struct {
	struct bytes text;
	size_t invalid, length;
} encodings[] = {
	{ TEXT(""), 0, 0 },
	{ TEXT("a\0b"), 3, 3 },
	{ TEXT("\xC3\xA7"), 2, 1 },
	{ TEXT("\xE2\x82\xAC"), 3, 1 },
	{ TEXT("\xF0\x9F\x9A\x80"), 4, 1 },
	{ TEXT("\xF4\x8F\xBF\xBF"), 4, 1 },
	{ TEXT("\xF4\x90\x80\x80"), 0, 4 }, /* beyond U+10FFFF */
	{ TEXT("\xED\x9F\xBF"), 3, 1 },
	{ TEXT("\xED\xA0\x80"), 0, 3 }, /* a surrogate */
	{ TEXT("\xC0\x80"), 0, 2 },     /* overlong */
	{ TEXT("\xE0\x80\x80"), 0, 3 },
	{ TEXT("ab\xE2\x82"), 2, 4 },
	{ TEXT("ab\xE2\x82"
	       "c"),
		2, 5 },
	{ TEXT("\x80"), 0, 1 },
	{ TEXT("0123456789abcdef0123456789abcde\xFF"), 31, 32 },
};

START_TEST(utf8_is_judged_and_counted)
{
	struct bytes text = encodings[_i].text;
	ck_assert_uint_eq(utf8_invalid(text), encodings[_i].invalid);
	ck_assert_uint_eq(utf8_length(text), encodings[_i].length);
	char room[4];
	size_t len;
	if (text.len && encodings[_i].invalid == text.len && utf8_at(text, 0, &len))
		unit_same("there and back",
			((struct bytes){ room, utf8_encode(utf8_at(text, 0, &len), room) }),
			bytes_slice(text, 0, len));
}
END_TEST

static const struct {
	const char *text, *nfc, *slug;
} spellings[] = {
	{ "produ\xC3\xA7\xC3\xA3o", "produ\xC3\xA7\xC3\xA3o", "producao" },
	{ "Produc\xCC\xA7"
	  "a\xCC\x83o",
		"Produ\xC3\xA7\xC3\xA3o", "producao" }, /* NFD */
	{ "PRODU\xC3\x87\xC3\x83O", "PRODU\xC3\x87\xC3\x83O", "producao" },
	{ "sist\xC3\xAAmico", "sist\xC3\xAAmico", "sistemico" },
	{ "acme-01", "acme-01", "acme-01" },
	{ "\xEF\xBC\xA1", "\xEF\xBC\xA1", "\xEF\xBD\x81" }, /* a wide A is not an A */
	{ "\xE1\xBA\x9E", "\xE1\xBA\x9E", "\xC3\x9F" },
	{ "", "", "" },
};

START_TEST(utf8_spellings_meet)
{
	struct bytes text = bytes_of(spellings[_i].text);
	unit_same("nfc", utf8_nfc(unit_arena(), text), bytes_of(spellings[_i].nfc));
	struct bytes slug = utf8_slug(unit_arena(), text);
	unit_same("slug", slug, bytes_of(spellings[_i].slug));
	unit_same("a slug is its own slug", utf8_slug(unit_arena(), slug), slug);
}
END_TEST

static const struct {
	const char *text;
	bool is_name;
} names[] = {
	{ "produ\xC3\xA7\xC3\xA3o", true },
	{ "produc\xCC\xA7"
	  "a\xCC\x83o",
		true },
	{ "acme-01", true },
	{ "a", true },
	{ "", false },
	{ "-a", false },
	{ "a b", false },
	{ "a_b", false },
	{ "a.b", false },
	{ "a/b", false },
	{ "\xF0\x9F\x9A\x80", false },
};

START_TEST(names_are_letters_digits_and_hyphens)
{
	ck_assert_msg(
		utf8_is_name(bytes_of(names[_i].text)) == names[_i].is_name, "%s", names[_i].text);
}
END_TEST

START_TEST(width_is_that_of_a_terminal)
{
	ck_assert_uint_eq(utf8_width(BYTES("abc")), 3);
	ck_assert_uint_eq(utf8_width(BYTES("\xC3\xA7"
					   "c\xCC\xA7")),
		2);
	ck_assert_uint_eq(utf8_width(BYTES("\xE6\x97\xA5\xE6\x9C\xAC")), 4);
}
END_TEST

/* --- digest (the examples of FIPS 180-4) ------------------------------------------------------ */

static const struct {
	const char *text, *hex;
} digests[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

START_TEST(digest_is_sha256)
{
	unit_same(digests[_i].text, digest_hex(unit_arena(), bytes_of(digests[_i].text)),
		bytes_of(digests[_i].hex));
}
END_TEST

/* --- glob ------------------------------------------------------------------------------------ */

static const struct {
	const char *pattern, *name;
	bool matches;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "a", "a", true },
	{ "a", "ab", false },
	{ "*", "", true },
	{ "*", "any/thing", true },
	{ "a*", "a", true },
	{ "*.yaml", "x.yaml", true },
	{ "*.yaml", "x.yaml.bak", false },
	{ "a*b*c", "a-b-b-c", true },
	{ "a*b*c", "a-c-b", false },
	{ "**", "x", true },
	{ "?", "", false },
	{ "?", "a", true },
	{ "?", "\xC3\xA7", true }, /* one code point */
	{ "??", "\xC3\xA7", false },
	{ "*o", "produ\xC3\xA7\xC3\xA3o", true },
	{ "*?o", "\xC3\xA3o", true },
	{ "[ab]c", "bc", true },
	{ "[ab]c", "cc", false },
	{ "[a-c]", "b", true },
	{ "[a-c]", "d", false },
	{ "[!a-c]", "d", true },
	{ "[^a-c]", "b", false },
	{ "[]]", "]", true },
	{ "[!]]", "]", false },
	{ "[a-]", "-", true },
	{ "[\xC3\xA0-\xC3\xBF]", "\xC3\xA7", true },
	{ "[ab", "[ab", true }, /* nothing closes it */
	{ "[ab", "a", false },
	{ "[[]x", "[x", true },
	{ "*[0-9]", "acme-7", true },
	{ "?", "?", true },
	{ "[*]", "*", true },
	{ "[*]", "a", false },
};

START_TEST(glob_matches_whole_names)
{
	ck_assert_msg(glob_matches(bytes_of(globs[_i].pattern), bytes_of(globs[_i].name)) ==
			globs[_i].matches,
		"'%s' and '%s'", globs[_i].pattern, globs[_i].name);
}
END_TEST

/* A matcher that goes back to each star would need longer than the age of the world. */
START_TEST(glob_needs_no_exponential_time)
{
	struct buf pattern = buf_new(unit_arena()), name = buf_new(unit_arena());
	for (int i = 0; i < 100; i++)
		buf_add(&pattern, BYTES("a*"));
	buf_add_char(&pattern, 'b');
	buf_add_times(&name, 'a', 10000);
	ck_assert(!glob_matches(buf_bytes(&pattern), buf_bytes(&name)));
}
END_TEST

START_TEST(patterns_are_told_from_texts)
{
	ck_assert(glob_is_pattern(BYTES("a*")) && glob_is_pattern(BYTES("a?")) &&
		glob_is_pattern(BYTES("[a")) && !glob_is_pattern(BYTES("a]-!")));
	ck_assert(glob_is_well_formed(BYTES("[a][b]*")) && glob_is_well_formed(BYTES("[]]")) &&
		glob_is_well_formed(BYTES("a]")) && !glob_is_well_formed(BYTES("[]")) &&
		!glob_is_well_formed(BYTES("[!]")) && !glob_is_well_formed(BYTES("a[")));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_basics");
	TCase *memory = tcase_create("memory"), *text = tcase_create("text");
	TCase *diags = tcase_create("diags"), *glob = tcase_create("glob");
	tcase_add_test(memory, arena_gives_zeroed_aligned_memory);
	tcase_add_test(memory, arena_undoes_the_last_first_and_once);
	tcase_add_test(memory, array_keeps_its_items);
	tcase_add_test(memory, exhausted_memory_ends_with_3_after_the_last_words);
	tcase_add_loop_test(text, bytes_have_an_order, 0, COUNT(orders));
	tcase_add_loop_test(text, bytes_hash_is_siphash_1_3, 0, COUNT(hashes));
	tcase_add_test(text, bytes_hash_has_a_key_that_nobody_knows);
	tcase_add_test(text, bytes_are_cut_and_searched);
	tcase_add_loop_test(text, bytes_cut_gives_every_part, 0, COUNT(cuts));
	tcase_add_loop_test(text, bytes_number_is_decimal, 0, COUNT(numbers));
	tcase_add_test(text, buf_grows);
	tcase_add_loop_test(text, source_knows_places, 0, COUNT(offsets));
	tcase_add_loop_test(text, utf8_is_judged_and_counted, 0, COUNT(encodings));
	tcase_add_loop_test(text, utf8_spellings_meet, 0, COUNT(spellings));
	tcase_add_loop_test(text, names_are_letters_digits_and_hyphens, 0, COUNT(names));
	tcase_add_test(text, width_is_that_of_a_terminal);
	tcase_add_loop_test(text, digest_is_sha256, 0, COUNT(digests));
	tcase_add_test(diags, diags_are_sorted_by_place_and_said_once);
	tcase_add_test(diags, the_greatest_code_counts);
	tcase_add_test(diags, hint_and_related_go_to_the_last);
	tcase_add_loop_test(diags, language_is_read_as_text, 0, COUNT(environments));
	tcase_add_loop_test(glob, glob_matches_whole_names, 0, COUNT(globs));
	tcase_add_test(glob, glob_needs_no_exponential_time);
	tcase_add_test(glob, patterns_are_told_from_texts);
	suite_add_tcase(suite, memory);
	suite_add_tcase(suite, text);
	suite_add_tcase(suite, diags);
	suite_add_tcase(suite, glob);
	return suite;
}
