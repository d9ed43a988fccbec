/* The limits of trees and values: what is at a limit is read, one more is refused at its place. */
#include "unit.h"

#include "tree/tree.h"

enum { DEEPEST = 250, FAR_TOO_DEEP = 20000 };

static const enum dialect dialects[] = { DIALECT_STRICT, DIALECT_HELM };

static struct bytes repeated(const char *open, const char *middle, const char *close, size_t times)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < times; i++)
		buf_add(&out, bytes_of(open));
	buf_add(&out, bytes_of(middle));
	for (size_t i = 0; i < times; i++)
		buf_add(&out, bytes_of(close));
	buf_add_char(&out, '\n');
	return buf_bytes(&out);
}

/* --- nesting ------------------------------------------------------------------------------ */

/* Each part opens one level more. */
static const struct {
	const char *law, *open, *middle, *close;
	size_t levels; /* that a part opens */
} nests[] = {
	{ "lists in flow", "[", "", "]", 1 },
	{ "lists in flow, unclosed", "[", "", "", 1 },
	{ "maps in flow", "{a: ", "b", "}", 1 },
	{ "maps in flow, unclosed", "{a: ", "", "", 1 },
	{ "maps in lists in flow", "[{a: ", "b", "}]", 2 },
	{ "pairs in lists in flow", "[a: ", "b", "]", 2 },
	{ "maps in quoted keys", "{'a': ", "b", "}", 1 },
	{ "keys that are lists", "{[", "", "]: a}", 2 },
	{ "list items on a line", "- ", "a", "", 1 },
	{ "keys on a line", "? ", "a", "", 1 },
	{ "maps in items on a line", "- ? ", "a", "", 2 },
	{ "anchors before each", "[&a ", "", "]", 1 },
	{ "tags before each", "[!!seq ", "", "]", 1 },
	{ "comments between", "[ # [\n ", "", " ]", 1 },
};

typedef struct tree *reader(struct arena *owner, const struct source *source, enum dialect dialect,
	struct limits limits, struct diags *d);

static reader *const readers[] = { tree_read, tree_read_full };

/* NULL: read; else the refusal, whatever its place. */
static void check_nest(const char *law, struct bytes text, struct limits limits, const char *wanted)
{
	for (size_t i = 0; i < COUNT(dialects) * COUNT(readers); i++) {
		struct diags d = diags_new(unit_arena());
		struct tree *tree = readers[i / 2](
			unit_arena(), unit_source(text), dialects[i % 2], limits, &d);
		ck_assert_msg(!tree == !!wanted, "%s, %zu: %s", law, i, unit_diags(&d));
		ck_assert_msg(!wanted || (d.count == 1 && strcmp(d.at[0]->id, wanted) == 0),
			"%s, %zu: %s", law, i, unit_diags(&d));
	}
}

static bool is_unclosed(size_t nest)
{
	return !*nests[nest].close && *nests[nest].open != '-' && *nests[nest].open != '?';
}

START_TEST(nesting_ends_at_the_limit)
{
	size_t levels = nests[_i].levels;
	for (uint32_t depth = 2; depth <= DEEPEST; depth += DEEPEST - 2) {
		struct limits limits = LIMITS_DEFAULT;
		limits.depth = depth;
		struct bytes text = repeated(
			nests[_i].open, nests[_i].middle, nests[_i].close, depth / levels);
		check_nest(nests[_i].law, text, limits, is_unclosed(_i) ? "yaml/syntax" : NULL);
		text = repeated(
			nests[_i].open, nests[_i].middle, nests[_i].close, depth / levels + 1);
		check_nest(nests[_i].law, text, limits, "limit/depth");
	}
}
END_TEST

/* Where a library goes on to the end before it says so, this takes minutes, or all the stack. */
START_TEST(far_too_deep_is_refused_at_once)
{
	struct bytes text = repeated(
		nests[_i].open, nests[_i].middle, nests[_i].close, FAR_TOO_DEEP);
	check_nest(nests[_i].law, text, LIMITS_DEFAULT, "limit/depth");
}
END_TEST

static struct bytes indented(const char *line, size_t step, size_t levels)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < levels; i++) {
		buf_add_times(&out, ' ', i * step);
		buf_add(&out, bytes_of(line));
	}
	return buf_bytes(&out);
}

START_TEST(indentation_ends_at_the_limit)
{
	static const char *const lines[] = { "a:\n", "-\n", "- a:\n" };
	const char *line = lines[_i];
	size_t step = _i == 2 ? 4 : 1, levels = _i == 2 ? 2 : 1;
	check_nest(line, indented(line, step, DEEPEST / levels), LIMITS_DEFAULT, NULL);
	check_nest(line, indented(line, step, DEEPEST / levels + 1), LIMITS_DEFAULT, "limit/depth");
	check_nest(line, indented(line, step, 2000), LIMITS_DEFAULT, "limit/depth");
}
END_TEST

START_TEST(depth_is_refused_at_its_place)
{
	for (size_t i = 0; i < COUNT(dialects); i++) {
		struct diags d = diags_new(unit_arena());
		struct bytes text = repeated("[", "", "]", DEEPEST + 1);
		ck_assert_ptr_null(tree_read(
			unit_arena(), unit_source(text), dialects[i], LIMITS_DEFAULT, &d));
		ck_assert_str_eq(unit_diags(&d),
			"1:251 limit/depth maps and lists are nested more than 250 levels deep\n");
	}
}
END_TEST

/* --- aliases ------------------------------------------------------------------------------ */

static void check_value(const char *law, struct bytes text, size_t dialect, struct limits limits,
	const char *wanted)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(text), dialects[dialect], limits, &d);
	ck_assert_msg(tree, "%s: %s", law, unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, limits, &d);
	ck_assert_msg(!value == !!wanted, "%s: %s", law, unit_diags(&d));
	if (wanted)
		ck_assert_str_eq(unit_diags(&d), wanted);
}

/*
 * A list in which each item is one level deeper than the one before, by an alias. Helm wants some
 * items without.
 */
static struct bytes deep_aliases(const char *format, size_t levels)
{
	struct buf out = buf_new(unit_arena());
	buf_add(&out, BYTES("- &a0 {}\n"));
	buf_add(&out, repeated("- x\n", "", "", 3000));
	for (size_t i = 1; i < levels; i++)
		buf_print(&out, format, i, i - 1);
	return buf_bytes(&out);
}

/* The list itself is the first level; the place is that of the one level too many. */
START_TEST(aliases_nest_to_the_limit_only)
{
	static const char *const formats[] = { "- &a%zu [*a%zu]\n", "- &a%zu {b: *a%zu}\n" };
	const char *wanted =
		"1:7 limit/depth maps and lists are nested more than 250 levels deep\n";
	for (size_t i = 0; i < COUNT(formats) * COUNT(dialects); i++) {
		const char *format = formats[i / 2];
		check_value("at", deep_aliases(format, DEEPEST - 1), i % 2, LIMITS_DEFAULT, NULL);
		check_value("over", deep_aliases(format, DEEPEST), i % 2, LIMITS_DEFAULT, wanted);
		check_value(
			"far", deep_aliases(format, FAR_TOO_DEEP), i % 2, LIMITS_DEFAULT, wanted);
	}
}
END_TEST

/* An alias adds the bytes of what it means, and one. */
START_TEST(aliases_add_bytes_to_the_limit_only)
{
	struct limits limits = LIMITS_DEFAULT;
	struct bytes text = BYTES("- &a abcd\n- *a\n- [*a, *a]\n");
	for (size_t i = 0; i < COUNT(dialects); i++) {
		limits.alias_expansion = 15;
		check_value("at", text, i, limits, NULL);
		limits.alias_expansion = 14;
		check_value("over", text, i, limits,
			"3:8 limit/aliases aliases add more than 14 bytes\n");
	}
}
END_TEST

/* One document with very many anchors, then very many with one. */
START_TEST(many_anchors_do_not_burden_later_documents)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < 100000; i++)
		buf_print(&text, "- &a%d b\n", i);
	for (int i = 0; i < 100000; i++)
		buf_add(&text, BYTES("--- &a b\n"));
	check_nest("anchors", buf_bytes(&text), LIMITS_DEFAULT, NULL);
}
END_TEST

/* --- size --------------------------------------------------------------------------------- */

/* The text is not looked at: spans count bytes in 32 bits. */
START_TEST(a_text_of_4_gib_is_refused)
{
	for (size_t i = 0; i < COUNT(dialects); i++) {
		struct diags d = diags_new(unit_arena());
		struct bytes text = { "a", UINT32_MAX };
		ck_assert_ptr_null(tree_read(
			unit_arena(), unit_source(text), dialects[i], LIMITS_DEFAULT, &d));
		ck_assert_uint_eq(d.count, 1);
		ck_assert_str_eq(d.at[0]->id, "limit/file");
	}
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_limits");
	TCase *limits = tcase_create("limits");
	tcase_add_loop_test(limits, nesting_ends_at_the_limit, 0, COUNT(nests));
	tcase_add_loop_test(limits, far_too_deep_is_refused_at_once, 0, COUNT(nests));
	tcase_add_loop_test(limits, indentation_ends_at_the_limit, 0, 3);
	tcase_add_test(limits, depth_is_refused_at_its_place);
	tcase_add_test(limits, aliases_nest_to_the_limit_only);
	tcase_add_test(limits, aliases_add_bytes_to_the_limit_only);
	tcase_add_test(limits, many_anchors_do_not_burden_later_documents);
	tcase_add_test(limits, a_text_of_4_gib_is_refused);
	suite_add_tcase(suite, limits);
	return suite;
}
