#include "unit.h"

#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct bytes diff_of(struct bytes old_text, struct bytes new_text)
{
	struct buf out = buf_new(unit_arena());
	report_diff(&out, BYTES("a"), BYTES("b"), old_text, new_text, COLOUR_NONE);
	return buf_bytes(&out);
}

static const struct {
	const char *old_text, *new_text, *diff, *law;
} rows[] = {
	{ "a\n", "a\n", "", "equal texts have no difference" },
	{ "", "", "", "nor have empty ones" },
	{ "", "a\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n", "a new file" },
	{ "a\n", "", "--- a\n+++ b\n@@ -1 +0,0 @@\n-a\n", "a lost file" },
	{ "a\nb\n", "a\nc\n", "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n", "one line" },
	{ "a\nb", "a\nb\n",
		"--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n",
		"a final newline is a difference" },
	{ "a", "b",
		"--- a\n+++ b\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
		"\\ No newline at end of file\n",
		"no final newline on both sides" },
	{ "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
		"--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n",
		"three lines around a change" },
	{ "a\n1\n2\n3\n4\n5\n6\nb\n", "x\n1\n2\n3\n4\n5\n6\ny\n",
		"--- a\n+++ b\n@@ -1,8 +1,8 @@\n-a\n+x\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+y\n",
		"six lines between two changes join them" },
	{ "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "x\n1\n2\n3\n4\n5\n6\n7\ny\n",
		"--- a\n+++ b\n@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n 3\n"
		"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+y\n",
		"seven do not" },
};

START_TEST(prints_as_diff_does)
{
	struct bytes got = diff_of(bytes_of(rows[_i].old_text), bytes_of(rows[_i].new_text));
	unit_same(rows[_i].law, got, bytes_of(rows[_i].diff));
}
END_TEST

/* --- against the real diff and patch ------------------------------------------------------- */

static char folder[] = "/tmp/leme-unit-diff.XXXXXX";

static void write_file(const char *name, struct bytes text)
{
	char path[64];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	ck_assert(file && fwrite(text.at ? text.at : "", 1, text.len, file) == text.len &&
		fclose(file) == 0);
}

static int run(const char *what)
{
	char command[256];
	snprintf(command, sizeof command, "cd %s && %s", folder, what);
	return system(command);
}

static struct bytes random_text(unsigned *seed, int lines)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < lines; i++)
		buf_print(&text, "line %d\n", rand_r(seed) % 12);
	if (text.len && rand_r(seed) % 4 == 0)
		text.len--;
	return buf_bytes(&text);
}

static struct bytes changed_text(unsigned *seed, struct bytes text)
{
	struct buf out = buf_new(unit_arena());
	struct bytes line;
	for (struct bytes rest = text; rest.len && bytes_cut(&rest, '\n', &line);) {
		int what = rand_r(seed) % 12;
		if (what == 0)
			buf_print(&out, "new %d\n", rand_r(seed) % 5);
		if (what != 1)
			buf_print(&out, BYTES_FMT "\n", BYTES_ARG(line));
	}
	return buf_bytes(&out);
}

/* Lines that change, without context: how many there are says whether a diff is the shortest. */
static size_t changes(struct bytes diff)
{
	size_t count = 0;
	struct bytes line;
	for (int i = 0; bytes_cut(&diff, '\n', &line); i++)
		count += i > 1 && line.len && (line.at[0] == '-' || line.at[0] == '+');
	return count;
}

static struct bytes read_file(const char *name)
{
	char path[64], *text = arena_take(unit_arena(), 1 << 16);
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	ck_assert(file);
	struct bytes read = { text, fread(text, 1, 1 << 16, file) };
	fclose(file);
	return read;
}

/* patch(1) makes the new text from the old, and no diff of diff(1) --minimal has fewer lines. */
START_TEST(patch_applies_it_and_it_is_shortest)
{
	unsigned seed = (unsigned)_i + 1;
	struct bytes old_text = random_text(&seed, rand_r(&seed) % 60);
	struct bytes new_text = _i % 2 ? changed_text(&seed, old_text)
				       : random_text(&seed, rand_r(&seed) % 60);
	struct bytes diff = diff_of(old_text, new_text);
	memset(strchr(folder, '.') + 1, 'X', 6); /* where the last test ran in this process */
	ck_assert(mkdtemp(folder));
	write_file("a", old_text);
	write_file("b", new_text);
	write_file("ours", diff);
	ck_assert_int_ne(run("diff -u --minimal a b >theirs"), -1);
	ck_assert_uint_eq(changes(diff), changes(read_file("theirs")));
	ck_assert(diff.len == 0 || run("patch -s a ours") == 0);
	ck_assert_int_eq(run("cmp -s a b"), 0);
	ck_assert_int_eq(run("rm -r \"$PWD\""), 0);
}
END_TEST

/* Texts that have nothing in common cost no more than a bound, and the diff is still right. */
START_TEST(large_texts_without_anything_in_common)
{
	struct buf old_text = buf_new(unit_arena()), new_text = buf_new(unit_arena());
	for (int i = 0; i < 5000; i++) {
		buf_print(&old_text, "old %d\n", i);
		buf_print(&new_text, "new %d\n", i);
	}
	struct bytes diff = diff_of(buf_bytes(&old_text), buf_bytes(&new_text));
	ck_assert(
		bytes_begins(diff, BYTES("--- a\n+++ b\n@@ -1,5000 +1,5000 @@\n-old 0\n-old 1\n")));
	ck_assert_uint_eq(changes(diff), 10000);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("report_diff");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_set_timeout(cases, 60);
	tcase_add_loop_test(cases, prints_as_diff_does, 0, COUNT(rows));
	tcase_add_loop_test(cases, patch_applies_it_and_it_is_shortest, 0, 60);
	tcase_add_test(cases, large_texts_without_anything_in_common);
	return suite;
}
