/* Rights that a filter sheds: a process that tries what it must no longer do. */
#include "unit.h"

#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The leak check of the sanitizers looks at the process from one of its own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MAY_FORK 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define MAY_FORK 1
#endif

/* Each deed returns whether it could be done. */
static bool opens_socket(int folder)
{
	(void)folder;
	return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool runs_program(int folder)
{
	(void)folder;
	execl("/bin/true", "true", (char *)NULL);
	return errno != EPERM && errno != EACCES;
}

#ifndef MAY_FORK
static bool forks(int folder)
{
	(void)folder;
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	return child > 0;
}
#endif

static bool writes(int folder)
{
	return openat(folder, "old", O_WRONLY) >= 0 || openat(folder, "old", O_RDWR) >= 0;
}

static bool makes(int folder)
{
	return openat(folder, "new", O_WRONLY | O_CREAT, 0600) >= 0 ||
		openat(folder, ".", O_TMPFILE | O_WRONLY, 0600) >= 0;
}

static bool empties(int folder)
{
	return openat(folder, "old", O_RDONLY | O_TRUNC) >= 0;
}

static bool removes(int folder)
{
	return unlinkat(folder, "old", 0) == 0;
}

static bool renames(int folder)
{
	return renameat(folder, "old", folder, "other") == 0;
}

static bool makes_folder(int folder)
{
	return mkdirat(folder, "sub", 0700) == 0;
}

static bool links(int folder)
{
	return symlinkat("old", folder, "link") == 0 || linkat(folder, "old", folder, "l", 0) == 0;
}

static bool reads(int folder)
{
	char c;
	int handle = openat(folder, "old", O_RDONLY);
	return handle >= 0 && read(handle, &c, 1) == 1 && c == 'x';
}

struct row {
	const char *law;
	bool (*deed)(int folder);
	bool alone, in_folder; /* allowed where no folder may be written to; in the one that may */
};

static const struct row rows[] = {
	{ "no socket is opened", opens_socket, false, false },
	{ "no program is run", runs_program, false, false },
#ifndef MAY_FORK
	{ "no process is started", forks, false, false },
#endif
	{ "no file is opened for writing", writes, false, true },
	{ "no file is made", makes, false, true },
	{ "no file is emptied by opening it", empties, false, true },
	{ "no file is removed", removes, false, true },
	{ "no file is renamed", renames, false, true },
	{ "no folder is made", makes_folder, false, true },
	{ "no link is made", links, false, true },
	{ "files are read", reads, true, true },
};

enum { MEANS_SHIFT = 1, LACKING = 64 };

/* In a child: its rights, then the deed. Which means hold is told, too. */
static int outcome_of(const struct row *row, int writable, int folder)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		unsigned means = sandbox_enter(writable);
		_exit(!means ? LACKING : (int)(means << MEANS_SHIFT) | row->deed(folder));
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	/* A program that was run after all ends with 0, and says nothing of means. */
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int new_folder(void)
{
	char path[] = "/tmp/leme-sandbox.XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(path));
	int folder = open(path, O_RDONLY | O_DIRECTORY);
	int old = openat(folder, "old", O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(write(old, "x", 1), 1);
	close(old);
	return folder;
}

static void remove_folder(int folder)
{
	static const char *const names[] = { "old", "new", "other", "link", "l" };
	char link[64], path[256];
	snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
	ssize_t len = readlink(link, path, sizeof path - 1);
	for (size_t i = 0; i < COUNT(names); i++)
		unlinkat(folder, names[i], 0);
	unlinkat(folder, "sub", AT_REMOVEDIR);
	path[len > 0 ? len : 0] = '\0';
	rmdir(path);
	close(folder);
}

static void expect(const struct row *row, int writable, int folder, bool allowed)
{
	int outcome = outcome_of(row, writable, folder);
	if (outcome == LACKING)
		return; /* an old kernel: nothing is promised */
	ck_assert_msg(outcome > 0 && (outcome & 1) == allowed, "%s: outcome %d", row->law, outcome);
}

START_TEST(test_alone)
{
	int folder = new_folder();
	expect(&rows[_i], SANDBOX_NO_FOLDER, folder, rows[_i].alone);
	remove_folder(folder);
}
END_TEST

START_TEST(test_in_folder)
{
	int folder = new_folder();
	expect(&rows[_i], folder, folder, rows[_i].in_folder);
	remove_folder(folder);
}
END_TEST

/* Only Landlock can tell folders apart. */
START_TEST(test_elsewhere)
{
	int folder = new_folder(), other = new_folder();
	int outcome = outcome_of(&rows[_i], other, folder);
	bool told = outcome >> MEANS_SHIFT & SANDBOX_LANDLOCK;
	if (told && outcome != LACKING)
		ck_assert_msg((outcome & 1) == rows[_i].alone, "%s: %d", rows[_i].law, outcome);
	remove_folder(folder);
	remove_folder(other);
}
END_TEST

static bool is_written(int handle)
{
	return write(handle, "y", 1) == 1 && ftruncate(handle, 0) == 0;
}

START_TEST(test_open_already)
{
	int folder = new_folder();
	const struct row row = { "what is open already is written", is_written, true, true };
	expect(&row, SANDBOX_NO_FOLDER, openat(folder, "old", O_WRONLY), true);
	remove_folder(folder);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base/sandbox");
	TCase *laws = tcase_create("laws");
	tcase_add_loop_test(laws, test_alone, 0, COUNT(rows));
	tcase_add_loop_test(laws, test_in_folder, 0, COUNT(rows));
	tcase_add_loop_test(laws, test_elsewhere, 0, COUNT(rows));
	tcase_add_test(laws, test_open_already);
	suite_add_tcase(suite, laws);
	return suite;
}
