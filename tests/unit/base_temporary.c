/* Folders of files for a while: what is in them, and that nothing is left. */
#include "unit.h"

#include "base/temporary.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char place[32];

static void begin(void)
{
	strcpy(place, "/tmp/leme-unit-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(setenv("TMPDIR", place, 1), 0);
}

/* Only an empty folder can be removed. */
static void finish(void)
{
	ck_assert_int_eq(rmdir(place), 0);
}

/* How many folders there are, and the last one's path. */
static size_t count_folders(struct bytes *path)
{
	size_t count = 0;
	DIR *all = opendir(place);
	ck_assert_ptr_nonnull(all);
	for (struct dirent *one; (one = readdir(all));) {
		if (one->d_name[0] == '.')
			continue;
		*path = bytes_print(unit_arena(), "%s/%s", place, one->d_name);
		count++;
	}
	closedir(all);
	return count;
}

#define TEXT(text) \
	{ \
		(text), sizeof(text) - 1 \
	}

static const struct {
	struct staged files[3];
	size_t count;
	const char *diags, *law;
} rows[] = {
	{ { { TEXT("a"), TEXT("one\n") } }, 1, "", "a file" },
	{ { { TEXT("a/b/c"), TEXT("1") }, { TEXT("a/b/d"), TEXT("2") },
		  { TEXT("a/e"), TEXT("3") } },
		3, "", "folders that several are in" },
	{ { { TEXT("a"), TEXT("x\r\n\ty") }, { TEXT("b"), TEXT("") } }, 2, "",
		"all bytes as they are" },
	{ { { TEXT("a"), TEXT("1") }, { TEXT("a"), TEXT("2") } }, 2, "", "the last one counts" },
	{ { { { 0 }, { 0 } } }, 0, "", "none" },
	{ { { TEXT("a"), TEXT("1") }, { TEXT("a/b"), TEXT("2") } }, 2, "file/unwritable",
		"no file is a folder" },
	{ { { TEXT("a/b"), TEXT("1") }, { TEXT("a"), TEXT("2") } }, 2, "file/unwritable",
		"no folder is a file" },
};

static void expect_text(const struct folder *folder, size_t row, size_t file)
{
	struct diags d = diags_new(unit_arena());
	const struct staged *wanted = &rows[row].files[file];
	const struct source *source = folder_read_unnoted(
		unit_arena(), folder, wanted->path, MISSING_IS_ERROR, (struct span){ 0 }, &d);
	ck_assert_msg(source, "%s", rows[row].law);
	if (file + 1 == rows[row].count || !bytes_equal(wanted->path, wanted[1].path))
		unit_same(rows[row].law, source->text, wanted->text);
}

START_TEST(files_are_there_and_go)
{
	struct arena *owner = arena_new();
	struct diags d = diags_new(unit_arena());
	struct bytes path;
	const struct folder *folder = temporary_folder(owner, rows[_i].files, rows[_i].count, &d);
	ck_assert_msg((folder != NULL) == !*rows[_i].diags, "%s", rows[_i].law);
	for (size_t i = 0; folder && i < rows[_i].count; i++)
		expect_text(folder, (size_t)_i, i);
	if (!folder) {
		ck_assert_str_eq(d.at[0]->id, rows[_i].diags);
		ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	}
	arena_end(owner);
	ck_assert_msg(count_folders(&path) == 0, "%s: something is left", rows[_i].law);
}
END_TEST

START_TEST(nobody_else_can_read)
{
	struct arena *owner = arena_new();
	struct diags d = diags_new(unit_arena());
	struct stat status;
	struct bytes path;
	ck_assert_ptr_nonnull(temporary_folder(owner, rows[1].files, rows[1].count, &d));
	ck_assert_uint_eq(count_folders(&path), 1);
	ck_assert_int_eq(stat(bytes_string(unit_arena(), path), &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0700);
	arena_end(owner);
}
END_TEST

START_TEST(two_are_two)
{
	struct arena *owner = arena_new();
	struct diags d = diags_new(unit_arena());
	struct bytes path;
	ck_assert_ptr_nonnull(temporary_folder(owner, rows[0].files, 1, &d));
	ck_assert_ptr_nonnull(temporary_folder(owner, rows[0].files, 1, &d));
	ck_assert_uint_eq(count_folders(&path), 2);
	arena_end(owner);
}
END_TEST

START_TEST(a_place_must_be_there)
{
	struct diags d = diags_new(unit_arena());
	struct bytes path;
	ck_assert_int_eq(setenv("TMPDIR", "/tmp/leme/none/such", 1), 0);
	ck_assert_ptr_null(temporary_folder(unit_arena(), rows[0].files, 1, &d));
	ck_assert_str_eq(d.at[0]->id, "file/unwritable");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	ck_assert_uint_eq(count_folders(&path), 0);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_temporary");
	TCase *cases = tcase_create("temporary");
	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(cases, begin, finish);
	tcase_add_loop_test(cases, files_are_there_and_go, 0, COUNT(rows));
	tcase_add_test(cases, nobody_else_can_read);
	tcase_add_test(cases, two_are_two);
	tcase_add_test(cases, a_place_must_be_there);
	return suite;
}
