/*
 * A project in a folder of its own, and the set of files that the laws of transactions are tried
 * on: what base_transaction and base_transaction_faults share.
 */
#ifndef LEME_TESTS_TRANSACTION_SET_H
#define LEME_TESTS_TRANSACTION_SET_H

#include "unit.h"

#include "base/transaction.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct diags d;
static struct folder *folder;

/* --- a project on disk --------------------------------------------------------------------- */

static void put(const char *path, const char *text)
{
	int handle = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	ck_assert_msg(handle >= 0, "%s: %s", path, strerror(errno));
	ck_assert_int_eq(write(handle, text, strlen(text)), strlen(text));
	close(handle);
}

/* The content, or NULL where there is no file. */
static const char *get(const char *path)
{
	static char room[4][256];
	static size_t next;
	char *text = room[next++ % 4];
	int handle = open(path, O_RDONLY);
	ssize_t len = handle < 0 ? -1 : read(handle, text, sizeof room[0] - 1);
	if (handle >= 0)
		close(handle);
	if (len < 0)
		return NULL;
	text[len] = '\0';
	return text;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void remove_below(int above, const char *name)
{
	int handle = openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	DIR *entries = handle < 0 ? NULL : fdopendir(handle);
	const struct dirent *entry;
	ck_assert_ptr_nonnull(entries);
	while ((entry = readdir(entries))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		bool is_folder = entry->d_type == DT_DIR;
		if (is_folder)
			remove_below(handle, entry->d_name);
		ck_assert_int_eq(unlinkat(handle, entry->d_name, is_folder ? AT_REMOVEDIR : 0), 0);
	}
	closedir(entries);
}

static char place[64];

/* In memory where there is such a place: the laws take some thousand runs. */
static void begin(void)
{
	snprintf(place, sizeof place, "%s/leme-transaction-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	ck_assert_int_eq(chmod(place, 0755), 0);
	d = diags_new(unit_arena());
	folder = folder_open(unit_arena(), BYTES(""), &d);
	ck_assert_ptr_nonnull(folder);
	folder->lock_wait = 0;
}

static void finish(void)
{
	remove_below(AT_FDCWD, ".");
	ck_assert_int_eq(rmdir(place), 0);
}

/* Counts the files below whose names are those of temps. */
static size_t temps_in(const char *path)
{
	size_t count = 0;
	DIR *entries = opendir(path);
	const struct dirent *entry;
	while (entries && (entry = readdir(entries))) {
		char below[512];
		snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
		if (strstr(entry->d_name, ".leme-"))
			count++;
		if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 &&
			strcmp(entry->d_name, "..") != 0)
			count += temps_in(below);
	}
	if (entries)
		closedir(entries);
	return count;
}

static struct transaction *begun(void)
{
	struct transaction *t = transaction_begin(unit_arena(), folder, &d);
	ck_assert_msg(t, "%s", unit_diags(&d));
	return t;
}

/* --- the set of files that the laws are tried on ------------------------------------------- */

static const struct {
	const char *path, *old, *new;
	const char *stands; /* where the file is, if path is a link */
} set[] = {
	{ "VERSION", "1.0\n", "1.1\n", NULL },
	{ "values/a.yaml", "", "begins with the old\n", NULL },
	{ "values/b.yaml", "a\n", "a\nb\n", NULL },
	{ "values/c.yaml", "a\nb\n", "a\n", NULL },
	{ "values/full.yaml", "a\n", "", NULL },
	{ "link.yaml", "behind a link\n", "a link still\n", "values/target.yaml" },
	{ "linked/inside.yaml", "x\n", "y\n", "values/inside.yaml" },
	{ "fresh.yaml", NULL, "in an old folder\n", NULL },
	{ "new/deep/d.yaml", NULL, "in new folders\n", NULL },
	{ "new/e.yaml", NULL, "in a new folder\n", NULL },
	{ "gone.yaml", "to be removed\n", NULL, NULL },
};

static const char *stands_at(size_t i)
{
	return set[i].stands ? set[i].stands : set[i].path;
}

static void make_set(void)
{
	remove_below(AT_FDCWD, ".");
	ck_assert_int_eq(mkdir("values", 0777), 0);
	ck_assert_int_eq(symlink("values/target.yaml", "link.yaml"), 0);
	ck_assert_int_eq(symlink("values", "linked"), 0);
	for (size_t i = 0; i < COUNT(set); i++)
		if (set[i].old)
			put(stands_at(i), set[i].old);
}

static bool write_set(struct transaction *t)
{
	for (size_t i = 0; i < COUNT(set); i++) {
		struct bytes old = bytes_of(set[i].old), path = bytes_of(set[i].path);
		bool staged = set[i].new ? transaction_write(t, path, set[i].old ? &old : NULL,
						   bytes_of(set[i].new), &d)
					 : transaction_remove(t, path, old, &d);
		if (!staged)
			return false;
	}
	return true;
}

/* --- runs in a child, which may be killed -------------------------------------------------- */

enum { CHILD_DONE = 0, CHILD_REFUSED = 10, CHILD_KILLED = 100 };

static int outcome_of(pid_t child)
{
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : CHILD_KILLED + WTERMSIG(status);
}

#endif
