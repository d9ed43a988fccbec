#include "unit.h"

#include "base/transaction.h"
#include "base/world.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct diags d;
static struct folder *folder;

/* --- a project on disk ----------------------------------------------------------------------- */

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

/* --- the set of files that the laws are tried on --------------------------------------------- */

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

enum uniform { ALL_OLD, ALL_NEW, MIXED };

/* Fails if a file is neither old nor new. */
static enum uniform look_at_set(const char *law)
{
	size_t old = 0, new = 0;
	for (size_t i = 0; i < COUNT(set); i++) {
		const char *text = get(set[i].path);
		bool is_old = same(text, set[i].old), is_new = same(text, set[i].new);
		ck_assert_msg(is_old || is_new, "%s: %s is «%s»", law, set[i].path,
			text ? text : "no file");
		old += is_old;
		new += is_new;
	}
	return old == COUNT(set) ? ALL_OLD : new == COUNT(set) ? ALL_NEW : MIXED;
}

static void assert_tidy(const char *law, enum uniform state)
{
	ck_assert_msg(temps_in(".") == 0, "%s: %zu temps are left", law, temps_in("."));
	ck_assert_msg(access(".leme/journal", F_OK) < 0, "%s: the journal is left", law);
	ck_assert_msg(state == ALL_NEW || access("new", F_OK) < 0, "%s: a folder is left", law);
	ck_assert_msg(same(get(".leme/.gitignore"), "*\n") || access(".leme", F_OK) < 0,
		"%s: .gitignore", law);
	struct stat link;
	ck_assert_msg(lstat("link.yaml", &link) == 0 && S_ISLNK(link.st_mode), "%s: link", law);
}

/* --- runs in a child, which may be killed ---------------------------------------------------- */

enum { CHILD_DONE = 0, CHILD_REFUSED = 10, CHILD_KILLED = 100 };

static int outcome_of(pid_t child)
{
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : CHILD_KILLED + WTERMSIG(status);
}

struct fault {
	const char *law;
	enum world_fault kind;
	int reason;
	unsigned lacks;
};

static int commit_with(const struct fault *fault, long n)
{
	pid_t child = fork();
	if (child == 0) {
		signal(SIGTERM, SIG_DFL); /* Check's handler would end the test */
		world_set_lacks(fault->lacks);
		struct transaction *t = transaction_begin(unit_arena(), folder, &d);
		if (!t || !write_set(t))
			_exit(1);
		world_set_fault(fault->kind, n, fault->reason);
		bool done = transaction_commit(t, &d);
		_exit(done ? CHILD_DONE : d.count ? CHILD_REFUSED : 2);
	}
	return outcome_of(child);
}

/* The number of calls that a sound commit makes, as an exit code cannot tell it. */
static long calls_of_commit(unsigned lacks)
{
	make_set();
	world_set_lacks(lacks);
	struct transaction *t = transaction_begin(unit_arena(), folder, &d);
	ck_assert(t && write_set(t));
	world_set_fault(WORLD_IS_SOUND, 1, 0);
	ck_assert_msg(transaction_commit(t, &d), "%s", unit_diags(&d));
	long calls = world_calls();
	world_set_fault(WORLD_IS_SOUND, 0, 0);
	world_set_lacks(0);
	ck_assert_int_eq(look_at_set("sound"), ALL_NEW);
	assert_tidy("sound", ALL_NEW);
	return calls;
}

static int recover_with(enum world_fault kind, long n)
{
	pid_t child = fork();
	if (child == 0) {
		world_set_fault(kind, n, EIO);
		struct transaction *t = transaction_begin(unit_arena(), folder, &d);
		_exit(t ? CHILD_DONE : CHILD_REFUSED);
	}
	return outcome_of(child);
}

static const char *law_at(const char *law, long n, long m)
{
	return bytes_print(unit_arena(), "%s, call %ld, then %ld", law, n, m).at;
}

static void assert_recovers(const char *law)
{
	look_at_set(law);
	ck_assert_msg(recover_with(WORLD_IS_SOUND, 0) == CHILD_DONE, "%s", law);
	enum uniform state = look_at_set(law);
	ck_assert_msg(state != MIXED, "%s: the set is mixed", law);
	assert_tidy(law, state);
}

/* --- laws ------------------------------------------------------------------------------------ */

static const struct fault faults[] = {
	{ "killed", WORLD_ENDS, 0, 0 },
	{ "killed without exchange", WORLD_ENDS, 0, WORLD_LACKS_EXCHANGE },
	{ "ENOSPC once", WORLD_FAILS_ONCE, ENOSPC, 0 },
	{ "EACCES once", WORLD_FAILS_ONCE, EACCES, 0 },
	{ "EINVAL once", WORLD_FAILS_ONCE, EINVAL, 0 },
	{ "EPERM once", WORLD_FAILS_ONCE, EPERM, 0 },
	{ "EIO once without exchange", WORLD_FAILS_ONCE, EIO, WORLD_LACKS_EXCHANGE },
	{ "EROFS from now", WORLD_FAILS_FROM_NOW, EROFS, 0 },
	{ "EIO from now without exchange", WORLD_FAILS_FROM_NOW, EIO, WORLD_LACKS_EXCHANGE },
	{ "EPERM once in an old kernel", WORLD_FAILS_ONCE, EPERM,
		WORLD_LACKS_EXCHANGE | WORLD_LACKS_OPENAT2 },
	{ "SIGTERM", WORLD_SIGNALS, 0, 0 },
};

START_TEST(set_is_uniform_whatever_fails)
{
	const struct fault *fault = &faults[_i];
	long calls = calls_of_commit(fault->lacks);
	ck_assert_int_gt(calls, 50);
	for (long n = 1; n <= calls; n++) {
		const char *law = law_at(fault->law, n, 0);
		make_set();
		int outcome = commit_with(fault, n);
		enum uniform state = look_at_set(law);
		if (fault->kind == WORLD_ENDS)
			ck_assert_msg(outcome == CHILD_KILLED + SIGKILL, "%s: %d", law, outcome);
		if (fault->kind == WORLD_SIGNALS)
			ck_assert_msg(outcome == CHILD_KILLED + SIGTERM, "%s: %d", law, outcome);
		if (outcome == CHILD_DONE)
			ck_assert_msg(state == ALL_NEW, "%s", law);
		if (fault->kind == WORLD_FAILS_ONCE)
			ck_assert_msg(outcome == CHILD_DONE || outcome == CHILD_REFUSED, "%s: %d",
				law, outcome);
		if (outcome == CHILD_REFUSED && fault->kind == WORLD_FAILS_ONCE)
			ck_assert_msg(state == ALL_OLD, "%s: not undone by the run itself", law);
		if (fault->kind == WORLD_SIGNALS ||
			(outcome == CHILD_REFUSED && fault->kind == WORLD_FAILS_ONCE))
			assert_tidy(law, state);
		assert_recovers(law);
	}
}
END_TEST

static void crash_twice(const struct fault *fault, long n, enum world_fault second)
{
	for (long m = 1;; m++) {
		const char *law = law_at(fault->law, n, m);
		make_set();
		commit_with(fault, n);
		int outcome = recover_with(second, m);
		assert_recovers(law);
		if (outcome == CHILD_DONE)
			return;
	}
}

/* Not every call: some ten thousand runs would show nothing more. */
START_TEST(repair_can_itself_be_interrupted)
{
	long calls = calls_of_commit(faults[_i].lacks);
	for (long n = 1; n <= calls; n += 13) {
		crash_twice(&faults[_i], n, WORLD_ENDS);
		crash_twice(&faults[_i], n, WORLD_FAILS_ONCE);
	}
}
END_TEST

START_TEST(out_of_memory_takes_back_what_was_begun)
{
	long calls = calls_of_commit(0);
	for (long n = 1; n <= calls; n++) {
		make_set();
		pid_t child = fork();
		if (child == 0) {
			struct transaction *t = transaction_begin(unit_arena(), folder, &d);
			if (!t || !write_set(t))
				_exit(1);
			freopen("/dev/null", "w", stderr);
			dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
			world_set_fault(WORLD_EXHAUSTS, n, 0);
			_exit(transaction_commit(t, &d) ? CHILD_DONE : CHILD_REFUSED);
		}
		const char *law = law_at("memory", n, 0);
		ck_assert_msg(outcome_of(child) == EXIT_WORLD, "%s", law);
		if (look_at_set(law) != ALL_NEW) {
			ck_assert_msg(look_at_set(law) == ALL_OLD, "%s", law);
			assert_tidy(law, ALL_OLD);
		}
		assert_recovers(law);
	}
}
END_TEST

/* --- single cases ---------------------------------------------------------------------------- */

static struct transaction *begun(void)
{
	struct transaction *t = transaction_begin(unit_arena(), folder, &d);
	ck_assert_msg(t, "%s", unit_diags(&d));
	return t;
}

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

/* --- several runs ---------------------------------------------------------------------------- */

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

/* What somebody did between the crash and the next run is theirs. */
START_TEST(repair_keeps_later_edits)
{
	long calls = calls_of_commit(0);
	for (long n = 1; n <= calls; n++) {
		make_set();
		commit_with(&faults[0], n);
		put("values/b.yaml", "edited\n");
		ck_assert_int_eq(unlink("VERSION"), 0);
		transaction_abandon(begun());
		ck_assert_str_eq(get("values/b.yaml"), "edited\n");
		ck_assert_uint_eq(temps_in("."), 0);
		const char *rest = get("values/c.yaml"), *link = get("link.yaml");
		ck_assert(same(rest, "a\n") == same(link, "a link still\n"));
	}
}
END_TEST

static const struct {
	const char *text;
	bool taken; /* as a run that had not begun */
} journals[] = {
	{ "", true },
	{ "leme journal 1 00", true },
	{ "leme journal 1 00\nfile - 0123", true },
	{ "leme journal 1 00\nend\n", true },
	{ "leme journal 2 00\nend\n", false },
	{ "leme journal 1 ../x\nend\n", false },
	{ "leme journal 1 00\nfolder ../x\nend\n", false },
	{ "leme journal 1 00\nfile - - x\nend\n", false },
	{ "leme journal 1 00\nfile 00 - x\nend\n", false },
	{ "leme journal 1 00\nmore\nend\n", false },
};

START_TEST(only_a_whole_journal_is_obeyed)
{
	ck_assert_int_eq(mkdir(".leme", 0777), 0);
	put(".leme/journal", journals[_i].text);
	struct transaction *t = transaction_begin(unit_arena(), folder, &d);
	ck_assert_msg(!t == !journals[_i].taken, "%s", journals[_i].text);
	ck_assert_int_eq(access(".leme/journal", F_OK) < 0, journals[_i].taken);
	if (!t)
		ck_assert_int_eq(diags_code(&d), EXIT_WORLD);
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
	tcase_add_loop_test(rows, only_a_whole_journal_is_obeyed, 0, COUNT(journals));
	tcase_add_test(rows, repair_keeps_later_edits);
	tcase_add_loop_test(rows, set_is_uniform_whatever_fails, 0, COUNT(faults));
	tcase_add_test(rows, out_of_memory_takes_back_what_was_begun);
	tcase_add_loop_test(rows, repair_can_itself_be_interrupted, 0, 2);
	suite_add_tcase(suite, rows);
	return suite;
}
