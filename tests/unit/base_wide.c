/* What loops find in registers of 32 bytes is what they find without. */
#include "unit.h"

#include "base/source.h"
#include "base/wide.h"
#include "objects/markers.h"
#include "tree/stops.h"

enum { TEXTS = 2000, LONGEST = 400 };

/* Texts of what the loops look for, among letters. */
static struct bytes random_text(struct arena *arena, uint32_t *seed)
{
	static const char *const parts[] = { "\n", "\r\n", "\r", ": ", ":", " #", "#", "---\n",
		"\n---", "\n...", "\t", "é", "\x7F", "\xFF", "hap", FILENAME,
		"a long text of nothing, ", "x" };
	struct buf text = buf_new(arena);
	size_t length = 0;
	*seed = *seed * 1103515245 + 12345;
	for (length = *seed >> 8; buf_bytes(&text).len < length % LONGEST;) {
		*seed = *seed * 1103515245 + 12345;
		buf_add(&text, bytes_of(parts[(*seed >> 16) % COUNT(parts)]));
	}
	return buf_bytes(&text);
}

static void compare_texts(uint32_t seed, void (*compare)(struct bytes text))
{
	struct arena *arena = arena_new();
	for (int i = 0; i < TEXTS; i++) {
		compare(random_text(arena, &seed));
		arena_reset(arena);
	}
	arena_end(arena);
}

/* --- stops ------------------------------------------------------------------------------------ */

static void compare_stops_of(struct bytes text, bool helm)
{
	struct stops narrow = stops_new(text, 0, helm), wide = narrow;
	narrow.wide = false;
	for (uint32_t at = 0; at < text.len; at += 64) {
		stops_load(&narrow, at);
		stops_load(&wide, at);
		ck_assert_uint_eq(narrow.ends, wide.ends);
		ck_assert_uint_eq(narrow.all, wide.all);
		ck_assert_uint_eq(narrow.judged, wide.judged);
		ck_assert_int_eq(narrow.bad, wide.bad);
		ck_assert_int_eq(narrow.tabs, wide.tabs);
	}
}

static void compare_stops(struct bytes text)
{
	compare_stops_of(text, false);
	compare_stops_of(text, true);
}

START_TEST(stops)
{
	compare_texts(1, compare_stops);
}
END_TEST

/* --- markers ---------------------------------------------------------------------------------- */

static void compare_markers(struct bytes text)
{
	struct markers narrow = markers_new(text), wide = narrow;
	narrow.wide = false;
	for (size_t at = 0; at < text.len;) {
		size_t next = markers_next(&narrow, at);
		ck_assert_uint_eq(next, markers_next(&wide, at));
		at = next;
	}
	ck_assert_uint_eq(narrow.good, wide.good);
	ck_assert_int_eq(narrow.bad, wide.bad);
	ck_assert_int_eq(narrow.names_filename, wide.names_filename);
}

START_TEST(markers)
{
	compare_texts(2, compare_markers);
}
END_TEST

/* --- lines ------------------------------------------------------------------------------------ */

static size_t line_at(struct bytes text, size_t offset)
{
	size_t line = 1;
	for (size_t i = 0; i < offset; i++)
		line += text.at[i] == '\n' ||
			(text.at[i] == '\r' && (i + 1 == text.len || text.at[i + 1] != '\n'));
	return line;
}

START_TEST(lines)
{
	struct arena *arena = arena_new();
	uint32_t seed = 3;
	for (int i = 0; i < TEXTS / 10; i++) {
		struct buf text = buf_new(arena);
		for (int part = 0; part < 10; part++)
			buf_add(&text, random_text(arena, &seed));
		struct bytes all = buf_bytes(&text);
		const struct source *source = source_new(arena, BYTES("a"), BYTES("a"), all);
		for (size_t at = 0; at <= all.len; at += 97)
			ck_assert_uint_eq(source_place(source, at).line, line_at(all, at));
		arena_reset(arena);
	}
	arena_end(arena);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_wide");
	TCase *forms = tcase_create(wide_is_there() ? "forms" : "one form");
	tcase_add_test(forms, stops);
	tcase_add_test(forms, markers);
	tcase_add_test(forms, lines);
	suite_add_tcase(suite, forms);
	return suite;
}
