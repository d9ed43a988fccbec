/* A large file as the standard input: its text is what it was, whoever writes it meanwhile. */
#include "unit.h"

#include "base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 3 << 20 };

static char place[32];

static void begin(void)
{
	struct buf text = buf_new(unit_arena());
	strcpy(place, "/tmp/leme-unit-XXXXXX");
	int file = mkstemp(place);
	buf_add_times(&text, 'x', SIZE);
	ck_assert_int_eq(write(file, text.at, text.len), SIZE);
	close(file);
}

static void finish(void)
{
	unlink(place);
}

static void check_text(const struct source *source)
{
	ck_assert(source && source->text.len == SIZE);
	for (size_t i = 0; i < SIZE; i++)
		if (source->text.at[i] != 'x')
			ck_abort_msg("byte %zu is another", i);
}

static struct source *read_standard(struct arena *owner)
{
	struct diags d = diags_new(unit_arena());
	int file = open(place, O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(dup2(file, STDIN_FILENO), STDIN_FILENO);
	close(file);
	return file_read(owner, BYTES("-"), SIZE, (struct span){ 0 }, &d);
}

/* It does not wait until it may. */
static int cut(void)
{
	int file = open(place, O_WRONLY | O_TRUNC | O_NONBLOCK | O_CLOEXEC);
	if (file >= 0)
		close(file);
	return file;
}

START_TEST(nobody_cuts_what_is_being_read)
{
	struct arena *owner = arena_new();
	struct source *source = read_standard(owner);
	cut();
	check_text(source);
	arena_end(owner);
	ck_assert_msg(cut() >= 0, "what was read may be written");
}
END_TEST

START_TEST(what_is_being_written_is_copied)
{
	int writer = open(place, O_WRONLY | O_CLOEXEC);
	struct arena *owner = arena_new();
	struct source *source = read_standard(owner);
	ck_assert_int_eq(pwrite(writer, "y", 1, 0), 1);
	ck_assert_int_eq(ftruncate(writer, 1), 0);
	check_text(source);
	close(writer);
	arena_end(owner);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_file");
	TCase *tcase = tcase_create("standard input");
	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, finish);
	tcase_add_test(tcase, nobody_cuts_what_is_being_read);
	tcase_add_test(tcase, what_is_being_written_is_copied);
	return suite;
}
