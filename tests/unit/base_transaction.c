#include "transaction_set.h"

#include <signal.h>
#include <sys/mount.h>
#include <time.h>

static bool write_one(const char *path, const char *old, const char *new)
{
	struct transaction *t = begun();
	struct bytes before = bytes_of(old);
	bool done = transaction_write(t, bytes_of(path), old ? &before : NULL, bytes_of(new), &d) &&
		transaction_commit(t, &d);
	transaction_abandon(t);
	return done;
}

static const struct {
	const char *path, *old, *diags;
	enum exit_code code;
} refused[] = {
	{ "dir", NULL, "output/kind cannot write 'dir': it is a folder\n", EXIT_WORLD },
	{ "to-dir", NULL, "output/kind cannot write 'to-dir': it is a folder\n", EXIT_WORLD },
	{ "fifo", NULL, "output/kind cannot write 'fifo': it is not a regular file\n", EXIT_WORLD },
	{ "file/x", NULL, "output/failed cannot write 'file/x': Not a directory\n", EXIT_WORLD },
	{ "lost", NULL, "output/failed cannot write 'lost': No such file or directory\n",
		EXIT_WORLD },
	{ "out", NULL, "path/outside 'out' leads out of the project through a link\n", EXIT_INPUT },
	{ "out-dir/new", NULL,
		"path/outside 'out-dir/new' leads out of the project through a link\n",
		EXIT_INPUT },
	{ "../x", NULL, "path/outside the path '../x' must not hold '..'\n", EXIT_INPUT },
	{ "/x", NULL, "path/outside the path '/x' must be relative to the project\n", EXIT_INPUT },
	{ "file", NULL, "output/changed 'file' was changed by somebody else meanwhile\n",
		EXIT_FOUND },
	{ "file", "other", "output/changed 'file' was changed by somebody else meanwhile\n",
		EXIT_FOUND },
	{ "file", "tex", "output/changed 'file' was changed by somebody else meanwhile\n",
		EXIT_FOUND },
	{ "none", "text", "output/changed 'none' was changed by somebody else meanwhile\n",
		EXIT_FOUND },
};

START_TEST(target_is_refused)
{
	put("file", "text");
	ck_assert_int_eq(mkdir("dir", 0777), 0);
	ck_assert_int_eq(mkfifo("fifo", 0666), 0);
	ck_assert_int_eq(symlink("dir", "to-dir"), 0);
	ck_assert_int_eq(symlink("nothing", "lost"), 0);
	ck_assert_int_eq(symlink("/etc/hostname", "out"), 0);
	ck_assert_int_eq(symlink("/tmp", "out-dir"), 0);
	ck_assert(!write_one(refused[_i].path, refused[_i].old, "new"));
	unit_same(refused[_i].path, bytes_of(unit_diags(&d)), bytes_of(refused[_i].diags));
	ck_assert_int_eq(diags_code(&d), refused[_i].code);
	ck_assert_str_eq(get("file"), "text");
	ck_assert_uint_eq(temps_in("."), 0);
	ck_assert_int_lt(access(".leme/journal", F_OK), 0);
}
END_TEST

START_TEST(one_path_is_written_once)
{
	struct transaction *t = begun();
	ck_assert(transaction_write(t, BYTES("a"), NULL, BYTES("1"), &d));
	ck_assert(transaction_write(t, BYTES("b"), NULL, BYTES("1"), &d));
	ck_assert(transaction_write(t, BYTES("a"), NULL, BYTES("2"), &d));
	ck_assert(!transaction_commit(t, &d));
	ck_assert_str_eq(unit_diags(&d), "output/twice 'a' is written twice\n");
	ck_assert_ptr_null(get("a"));
	ck_assert_ptr_null(get("b"));
}
END_TEST

START_TEST(unchanged_is_not_touched)
{
	put("file", "text");
	struct stat before, after;
	ck_assert_int_eq(stat("file", &before), 0);
	struct transaction *t = begun();
	struct bytes old = BYTES("text");
	ck_assert(transaction_write(t, BYTES("file"), &old, BYTES("text"), &d));
	ck_assert_uint_eq(transaction_count(t), 0);
	ck_assert(transaction_commit(t, &d));
	ck_assert_int_eq(stat("file", &after), 0);
	ck_assert_int_eq(before.st_ino, after.st_ino);
	ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
	ck_assert_int_eq(before.st_ctim.tv_nsec, after.st_ctim.tv_nsec);
}
END_TEST

START_TEST(mode_is_kept)
{
	static const mode_t modes[] = { 0600, 0644, 0755, 0444, 0666 };
	umask(027);
	struct stat status;
	for (size_t i = 0; i < COUNT(modes); i++) {
		put("file", "a");
		ck_assert_int_eq(chmod("file", modes[i]), 0);
		ck_assert_msg(write_one("file", "a", "b"), "%s", unit_diags(&d));
		ck_assert_int_eq(stat("file", &status), 0);
		ck_assert_int_eq(status.st_mode & 07777, modes[i]);
		ck_assert_int_eq(unlink("file"), 0);
	}
	ck_assert(write_one("new", NULL, "b"));
	ck_assert_int_eq(stat("new", &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
}
END_TEST

START_TEST(owner_is_kept_by_root)
{
	if (geteuid() != 0)
		return;
	put("file", "a");
	ck_assert_int_eq(chown("file", 1234, 2345), 0);
	ck_assert(write_one("file", "a", "b"));
	struct stat status;
	ck_assert_int_eq(stat("file", &status), 0);
	ck_assert_int_eq(status.st_uid, 1234);
	ck_assert_int_eq(status.st_gid, 2345);
}
END_TEST

START_TEST(long_names_have_room_for_a_temp)
{
	char name[256];
	memset(name, 'n', 255);
	name[255] = '\0';
	ck_assert_msg(write_one(name, NULL, "a"), "%s", unit_diags(&d));
	ck_assert_msg(write_one(name, "a", "b"), "%s", unit_diags(&d));
	ck_assert_str_eq(get(name), "b");
}
END_TEST

START_TEST(abandoned_writes_nothing)
{
	struct arena *arena = arena_new();
	struct transaction *t = transaction_begin(arena, folder, &d);
	ck_assert(transaction_write(t, BYTES("a/b"), NULL, BYTES("1"), &d));
	ck_assert_uint_eq(transaction_count(t), 1);
	arena_end(arena);
	ck_assert_ptr_null(get("a/b"));
	transaction_abandon(begun());
	ck_assert_str_eq(unit_diags(&d), "");
}
END_TEST

START_TEST(handles_are_given_back)
{
	make_set();
	int before = dup(0);
	close(before);
	struct transaction *t = begun();
	ck_assert(write_set(t) && transaction_commit(t, &d));
	ck_assert(transaction_none_left(folder, unit_arena(), &d));
	int after = dup(0);
	close(after);
	ck_assert_int_eq(before, after);
}
END_TEST

START_TEST(read_only_folder_is_the_world)
{
	if (geteuid() == 0)
		ck_assert_int_eq(chown(".", 65534, 65534), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(65534), 0);
	ck_assert_int_eq(mkdir("dir", 0777), 0);
	put("dir/file", "a");
	put("first", "a");
	ck_assert_int_eq(chmod("dir", 0555), 0);
	struct transaction *t = begun();
	struct bytes old = BYTES("a");
	ck_assert(transaction_write(t, BYTES("first"), &old, BYTES("b"), &d));
	ck_assert(transaction_write(t, BYTES("dir/file"), &old, BYTES("b"), &d));
	ck_assert(!transaction_commit(t, &d));
	ck_assert_str_eq(
		unit_diags(&d), "output/failed cannot write 'dir/file': Permission denied\n");
	ck_assert_str_eq(bytes_string(unit_arena(), d.at[0]->hint),
		"make the folder of the file writable, then run again");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	ck_assert_str_eq(get("first"), "a");
	ck_assert_uint_eq(temps_in("."), 0);

	d = diags_new(unit_arena());
	remove_below(AT_FDCWD, ".leme");
	ck_assert_int_eq(rmdir(".leme"), 0);
	ck_assert_int_eq(chmod(".", 0555), 0);
	ck_assert_ptr_null(transaction_begin(unit_arena(), folder, &d));
	ck_assert_str_eq(
		unit_diags(&d), "lock/failed cannot make the folder '.leme': Permission denied\n");
	ck_assert_int_eq(chmod(".", 0755), 0);
	ck_assert_int_eq(chmod("dir", 0755), 0);
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}
END_TEST

START_TEST(full_disk_is_undone)
{
	ck_assert_int_eq(mkdir("small", 0777), 0);
	if (geteuid() != 0 || mount("leme", "small", "tmpfs", 0, "size=64k") < 0) {
		fprintf(stderr, "base_transaction: SKIPPED full_disk_is_undone: no mount here\n");
		return;
	}
	put("small/a", "a");
	put("first", "a");
	char *large = arena_take(unit_arena(), 100 * 1024);
	struct transaction *t = begun();
	struct bytes old = BYTES("a");
	bool staged = transaction_write(t, BYTES("first"), &old, BYTES("b"), &d) &&
		transaction_write(t, BYTES("small/a"), &old, BYTES("b"), &d) &&
		transaction_write(
			t, BYTES("small/b"), NULL, (struct bytes){ large, 100 * 1024 }, &d);
	bool done = staged && transaction_commit(t, &d);
	bool whole = same(get("small/a"), "a") && !get("small/b") && same(get("first"), "a") &&
		temps_in(".") == 0;
	ck_assert_int_eq(umount2("small", MNT_DETACH), 0);
	ck_assert(staged && !done && whole);
	ck_assert_str_eq(
		unit_diags(&d), "output/failed cannot write 'small/b': No space left on device\n");
	ck_assert_str_eq(
		bytes_string(unit_arena(), d.at[0]->hint), "free some space, then run again");
}
END_TEST

/* 200 files of up to 300 KB: more than is kept in memory until commit. */
static struct bytes large_content(struct arena *arena, unsigned number, char letter)
{
	size_t len = number == 7 ? 300000 : number * 37u % 9000;
	char *at = arena_take(arena, len);
	for (size_t i = 0; i < len; i++)
		at[i] = (char)(letter + (i + number) % 23);
	return (struct bytes){ at, len };
}

static bool write_large_set(bool has_old, char old_letter, char letter)
{
	struct transaction *t = begun();
	struct arena *scratch = arena_new();
	bool staged = true;
	for (unsigned i = 1; i <= 200; i++) {
		struct bytes path = bytes_print(scratch, "d%u/f%u", i % 3, i);
		struct bytes old = large_content(scratch, i, old_letter);
		staged = staged &&
			transaction_write(t, path, has_old ? &old : NULL,
				large_content(scratch, i, letter), &d);
		arena_reset(scratch);
	}
	arena_end(scratch);
	return staged && transaction_commit(t, &d);
}

START_TEST(large_set_is_written_as_given)
{
	ck_assert_msg(write_large_set(false, 0, 'A'), "%s", unit_diags(&d));
	ck_assert_msg(write_large_set(true, 'A', 'a'), "%s", unit_diags(&d));
	for (unsigned i = 1; i <= 200; i++) {
		struct bytes path = bytes_print(unit_arena(), "d%u/f%u", i % 3, i);
		struct source *source = folder_read(
			unit_arena(), folder, path, MISSING_IS_ERROR, (struct span){ 0 }, &d);
		unit_same("content", source->text, large_content(unit_arena(), i, 'a'));
	}
	ck_assert(!write_large_set(true, 'A', 'b'));
	ck_assert_uint_eq(temps_in("."), 0);
}
END_TEST

/* --- several runs -------------------------------------------------------------------------- */

/* Two sets, written again and again by two runs each; whatever the order, they never mix. */
static void write_often(char letter)
{
	folder = folder_open(unit_arena(), BYTES(""), &d);
	for (int i = 0; i < 60; i++) {
		struct arena *arena = arena_new();
		struct transaction *t = transaction_begin(arena, folder, &d);
		bool done = t;
		for (char name = 'a'; done && name <= 'e'; name++) {
			struct bytes path = { &name, 1 };
			struct bytes old = bytes_copy(
				arena, bytes_of(get(bytes_copy(arena, path).at)));
			done = transaction_write(t, bytes_copy(arena, path), &old,
				bytes_copy(arena, (struct bytes){ &letter, 1 }), &d);
		}
		if (!done || !transaction_commit(t, &d))
			_exit(1);
		arena_end(arena);
	}
	_exit(0);
}

START_TEST(concurrent_runs_do_not_mix)
{
	for (char name = 'a'; name <= 'e'; name++)
		put((char[]){ name, '\0' }, "-");
	pid_t children[4];
	for (int i = 0; i < 4; i++)
		if ((children[i] = fork()) == 0)
			write_often((char)('A' + i));
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(outcome_of(children[i]), 0);
	char last = get("a")[0];
	for (char name = 'b'; name <= 'e'; name++)
		ck_assert_int_eq(get((char[]){ name, '\0' })[0], last);
	ck_assert_uint_eq(temps_in("."), 0);
}
END_TEST

/* A child that holds the lock until it is killed. */
static pid_t start_holder(void)
{
	int ready[2];
	char byte;
	ck_assert_int_eq(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct transaction *t = transaction_begin(unit_arena(), folder, &d);
		(void)!write(ready[1], t ? "y" : "n", 1);
		pause();
	}
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	ck_assert_int_eq(byte, 'y');
	close(ready[0]);
	close(ready[1]);
	return child;
}

START_TEST(held_lock_says_by_whom)
{
	pid_t holder = start_holder();
	folder->lock_wait = 200;
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	ck_assert_ptr_null(transaction_begin(unit_arena(), folder, &d));
	clock_gettime(CLOCK_MONOTONIC, &to);
	double waited = (double)(to.tv_sec - from.tv_sec) +
		(double)(to.tv_nsec - from.tv_nsec) / 1e9;
	ck_assert_double_ge(waited, 0.2);
	struct bytes text = d.at[0]->text;
	ck_assert_str_eq(d.at[0]->id, "lock/held");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	char who[64];
	snprintf(who, sizeof who, "process %d on ", (int)holder);
	ck_assert_uint_lt(bytes_find(text, bytes_of(who), 0), text.len);
	ck_assert_uint_lt(bytes_find(text, BYTES("base_transaction"), 0), text.len);

	/* A journal with a holder makes a reader wait, too; without a journal it does not. */
	d = diags_new(unit_arena());
	ck_assert(transaction_none_left(folder, unit_arena(), &d));
	put(".leme/journal", "leme journal 1 00\nend\n");
	ck_assert(!transaction_none_left(folder, unit_arena(), &d));
	ck_assert_str_eq(d.at[0]->id, "lock/held");

	/* What the dead held is free, and the file alone is no lock. */
	kill(holder, SIGKILL);
	outcome_of(holder);
	d = diags_new(unit_arena());
	folder->lock_wait = 10000;
	ck_assert(!transaction_none_left(folder, unit_arena(), &d));
	ck_assert_str_eq(
		unit_diags(&d), "journal/left an interrupted run left its files half written\n");
	ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
	transaction_abandon(begun());
	ck_assert(transaction_none_left(folder, unit_arena(), &d));
}
END_TEST

START_TEST(waiting_run_gets_the_lock)
{
	pid_t holder = start_holder();
	pid_t killer = fork();
	if (killer == 0) {
		usleep(200000);
		kill(holder, SIGKILL);
		_exit(0);
	}
	folder->lock_wait = 10000;
	ck_assert(write_one("file", NULL, "a"));
	outcome_of(killer);
	outcome_of(holder);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_transaction");
	TCase *rows = tcase_create("transaction");
	tcase_add_checked_fixture(rows, begin, finish);
	tcase_set_timeout(rows, 600);
	tcase_add_loop_test(rows, target_is_refused, 0, COUNT(refused));
	tcase_add_test(rows, one_path_is_written_once);
	tcase_add_test(rows, unchanged_is_not_touched);
	tcase_add_test(rows, mode_is_kept);
	tcase_add_test(rows, owner_is_kept_by_root);
	tcase_add_test(rows, long_names_have_room_for_a_temp);
	tcase_add_test(rows, large_set_is_written_as_given);
	tcase_add_test(rows, abandoned_writes_nothing);
	tcase_add_test(rows, handles_are_given_back);
	tcase_add_test(rows, read_only_folder_is_the_world);
	tcase_add_test(rows, full_disk_is_undone);
	tcase_add_test(rows, concurrent_runs_do_not_mix);
	tcase_add_test(rows, held_lock_says_by_whom);
	tcase_add_test(rows, waiting_run_gets_the_lock);
	suite_add_tcase(suite, rows);
	return suite;
}
