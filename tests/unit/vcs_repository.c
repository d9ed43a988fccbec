/* A repository as git tells of it, in scratch ones; its hostile states are in tests/e2e/git*.sh. */
#include "unit.h"

#include "vcs/vcs.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILES = 200, THREADS = 8, ROUNDS = 4 };

static struct diags d;
static const struct folder *folder;

static void run(const char *command)
{
	ck_assert_msg(system(command) == 0, "%s", command);
}

/* A folder `in` of a repository, in the name of nobody. */
static struct repository *begin(const char *setup)
{
	static const char *const variables[] = { "GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME",
		"GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL" };
	static const char *const whereabouts[] = { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE" };
	char place[] = "/tmp/leme-vcs-XXXXXX";
	if (system("git --version >/dev/null 2>&1") != 0)
		ck_abort_msg("no git: apt-get install git");
	for (size_t i = 0; i < COUNT(variables); i++)
		setenv(variables[i], "a", 1);
	for (size_t i = 0; i < COUNT(whereabouts); i++)
		unsetenv(whereabouts[i]);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
	run("git init -q . && mkdir in && cd in");
	run(setup);
	d = diags_new(unit_arena());
	folder = folder_open(unit_arena(), BYTES("in/"), &d);
	ck_assert_ptr_nonnull(folder);
	struct repository *repository = repository_open(unit_arena(), folder, &d);
	ck_assert_ptr_nonnull(repository);
	return repository;
}

static void finish(void)
{
	char place[64], command[96];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	snprintf(command, sizeof command, "rm -rf %s", place);
	ck_assert_int_eq(chdir("/"), 0);
	run(command);
}

static const struct snapshot *index_of(struct repository *repository)
{
	const struct snapshot *snapshot = repository_index(repository, &d);
	ck_assert_ptr_nonnull(snapshot);
	return snapshot;
}

/* --- contents --------------------------------------------------------------------------------- */

static enum snapshot_answer ask(const struct snapshot *snapshot, struct bytes id, size_t limit,
	struct bytes *text, struct bytes *why)
{
	return snapshot->read(snapshot->keeper, unit_arena(), id, limit, text, why);
}

/* Each file holds its own path; one that does not is counted. */
static void *read_all(void *context)
{
	const struct snapshot *snapshot = context;
	struct arena *scratch = arena_new();
	size_t wrong = 0;
	for (size_t i = 0; i < ROUNDS * snapshot->count; i++) {
		const struct snapshot_file *file = &snapshot->at[i % snapshot->count];
		struct bytes text, why;
		wrong += snapshot->read(snapshot->keeper, scratch, file->id, 64, &text, &why) !=
				SNAPSHOT_READ ||
			!bytes_equal(text, file->path);
	}
	arena_end(scratch);
	return wrong ? context : NULL;
}

START_TEST(threads_ask_for_contents_at_once)
{
	struct repository *repository = begin(
		"cd in && for i in $(seq 200); do printf %s $i >$i; done && git add .");
	const struct snapshot *snapshot = index_of(repository);
	pthread_t threads[THREADS];
	ck_assert_uint_eq(snapshot->count, FILES);
	for (size_t i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, read_all, (void *)(uintptr_t)snapshot);
	for (size_t i = 0; i < THREADS; i++) {
		void *wrong;
		pthread_join(threads[i], &wrong);
		ck_assert_ptr_null(wrong);
	}
	finish();
}
END_TEST

/* After each answer, whatever it was, the next one is right. */
START_TEST(one_answer_leaves_nothing_for_the_next)
{
	struct repository *repository = begin(
		"cd in && head -c 300000 /dev/zero >big && : >empty && echo a >small && git add .");
	const struct snapshot *snapshot = index_of(repository);
	struct bytes big = snapshot->at[0].id, empty = snapshot->at[1].id,
		     small = snapshot->at[2].id, text, why;
	for (size_t i = 0; i < 2; i++) {
		ck_assert_int_eq(ask(snapshot, big, 1000, &text, &why), SNAPSHOT_TOO_LARGE);
		ck_assert_int_eq(ask(snapshot, small, 1000, &text, &why), SNAPSHOT_READ);
		unit_same("small", text, BYTES("a\n"));
		ck_assert_int_eq(ask(snapshot, BYTES("0123"), 1000, &text, &why), SNAPSHOT_LOST);
		ck_assert_uint_gt(why.len, 0);
		ck_assert_int_eq(ask(snapshot, empty, 0, &text, &why), SNAPSHOT_READ);
		ck_assert_uint_eq(text.len, 0);
		ck_assert_int_eq(ask(snapshot, big, 300000, &text, &why), SNAPSHOT_READ);
		ck_assert_uint_eq(text.len, 300000);
	}
	finish();
}
END_TEST

START_TEST(a_repository_that_goes_leaves_an_explanation)
{
	struct repository *repository = begin("cd in && echo a >a && git add .");
	const struct snapshot *snapshot = index_of(repository);
	struct bytes text, why;
	signal(SIGPIPE, SIG_IGN);
	run("rm -rf .git");
	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(
			ask(snapshot, snapshot->at[0].id, 1000, &text, &why), SNAPSHOT_LOST);
		ck_assert_uint_gt(why.len, 0);
	}
	finish();
}
END_TEST

/* --- revisions -------------------------------------------------------------------------------- */

/* `+a -b ~c a>b` of the changes. */
static struct bytes told(const struct file_changes *changes)
{
	static const char *const marks[] = { "+", "-", "~", "" };
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *change = &changes->at[i];
		buf_print(&out, "%s%s" BYTES_FMT "%s" BYTES_FMT "%s", i ? " " : "",
			marks[change->kind], BYTES_ARG(change->from), change->from.len ? ">" : "",
			BYTES_ARG(change->path), change->is_link ? "@" : "");
	}
	return buf_bytes(&out);
}

static const struct {
	const char *law, *command, *index, *tree;
} changes[] = {
	{ "nothing", ":", "", "" },
	{ "times alone are no change", "touch -d 2000-01-01 in/a", "", "" },
	{ "what is staged", "echo 2 >in/a; git add .; echo 1 >in/a", "~in/a", "" },
	{ "what is not staged", "echo 2 >in/a", "", "~in/a" },
	{ "a new file", "echo 2 >in/b", "", "+in/b" },
	{ "a file that is ignored", "echo b >.gitignore; echo 2 >in/b", "", "" },
	{ "a file that is meant", "echo 2 >in/b; git add -N in/b", "", "+in/b" },
	{ "a file that is gone", "rm in/a", "", "-in/a" },
	{ "out of the index", "git rm -q --cached in/a", "-in/a", "~in/a" },
	{ "a rename", "git mv in/long 'in/l ng'", "in/long>in/l ng", "in/long>in/l ng" },
	{ "a rename from beside", "git mv long in/more", "+in/more", "+in/more" },
	{ "a rename to beside", "git mv in/long more", "-in/long", "-in/long" },
	{ "beside", "echo 2 >long; git add .", "", "" },
	{ "a link in its place", "ln -sf long in/a; git add .", "~in/a@", "~in/a@" },
	{ "a new link", "ln -s long in/b", "", "+in/b@" },
	{ "a repository within", "git init -q in/sub && echo 1 >in/sub/x", "", "" },
	{ "a folder in its place", "rm in/a; mkdir in/a; echo 1 >in/a/b; git add .", "in/a>in/a/b",
		"in/a>in/a/b" },
};

static void same_changes(struct repository *repository, size_t row, enum change_target target)
{
	struct file_changes found;
	struct buf want = buf_new(unit_arena());
	const char *text = target == CHANGE_TO_INDEX ? changes[row].index : changes[row].tree;
	struct bytes head = repository_commit(repository, BYTES("HEAD"));
	ck_assert(repository_changes(repository, head, target, &found, &d));
	for (const char *c = text; *c; c++)
		if (strncmp(c, "in/", 3) == 0)
			c += 2;
		else
			buf_add_char(&want, *c);
	unit_same(changes[row].law, told(&found), buf_bytes(&want));
}

START_TEST(what_has_changed_is_told)
{
	struct repository *repository = begin("echo 1 >in/a; seq 30 >in/long; seq 40 70 >long; "
					      "git add . && git commit -qm one");
	for (size_t i = 0; i < COUNT(changes); i++) {
		run(changes[i].command);
		same_changes(repository, i, CHANGE_TO_INDEX);
		same_changes(repository, i, CHANGE_TO_WORK_TREE);
		run("git reset -q --hard && rm -rf .gitignore && git clean -ffdqx");
	}
	finish();
}
END_TEST

START_TEST(nothing_was_before_the_beginning)
{
	struct repository *repository = begin("echo 1 >in/a; echo 2 >b; git add .");
	struct file_changes found;
	ck_assert(repository_changes(repository, BYTES(""), CHANGE_TO_INDEX, &found, &d));
	unit_same("all", told(&found), BYTES("+a"));
	unit_same("HEAD", repository_commit(repository, BYTES("HEAD")), BYTES(""));
	finish();
}
END_TEST

static const struct {
	const char *name;
	const char *commit; /* as git calls it; NULL: none */
	const char *branch;
} names[] = {
	{ "HEAD", "one", "one" },
	{ "one", "one", "one" },
	{ "two", "two", "two" },
	{ "refs/heads/two", "two", "two" },
	{ "tag", "two", "" },
	{ "far/a/b", "two", "a/b" },
	{ "HEAD~0", "one", "" },
	{ "none", NULL, "" },
	{ "", NULL, "" },
	{ "-q", NULL, "" },
	{ "--all", NULL, "" },
	{ "one..two", NULL, "" },
	{ "^one", NULL, "" },
	{ "HEAD^{tree}", NULL, "" },
};

START_TEST(a_name_stands_for_one_commit)
{
	struct repository *repository = begin("echo 1 >a; git add .; git commit -qm 1; "
					      "git checkout -qb two; git commit -q --allow-empty "
					      "-m 2; git tag -am t tag; git update-ref "
					      "refs/remotes/far/a/b two; git checkout -qb one "
					      "HEAD~1");
	for (size_t i = 0; i < COUNT(names); i++) {
		struct bytes commit = repository_commit(repository, bytes_of(names[i].name));
		struct bytes want = names[i].commit
			? repository_commit(repository, bytes_of(names[i].commit))
			: BYTES("");
		unit_same(names[i].name, commit, want);
		ck_assert_msg(!commit.len == !names[i].commit, "%s", names[i].name);
		unit_same(names[i].name,
			repository_branch_called(repository, bytes_of(names[i].name)),
			bytes_of(names[i].branch));
	}
	unit_same("branch", repository_branch(repository), BYTES("one"));
	finish();
}
END_TEST

START_TEST(a_revision_is_a_folder_of_its_own)
{
	struct repository *repository = begin("echo 1 >in/a; git add .; git commit -qm 1; "
					      "git mv in/a in/b; git commit -qm 2; "
					      "git mv in out; git commit -qm 3; mkdir -p in");
	struct bytes commit = repository_commit(repository, BYTES("HEAD~2"));
	const struct snapshot *first = repository_revision(repository, commit, &d);
	ck_assert_uint_eq(first->count, 1);
	unit_same("path", first->at[0].path, BYTES("a"));
	unit_same("prefix", first->prefix,
		bytes_join(unit_arena(), bytes_slice(commit, 0, 12), BYTES(":"), BYTES("in/")));
	struct source *source = folder_read(unit_arena(), folder_at(unit_arena(), folder, first),
		BYTES("a"), MISSING_IS_ERROR, (struct span){ 0 }, &d);
	unit_same("text", source->text, BYTES("1\n"));
	ck_assert(source->is_past);
	commit = repository_commit(repository, BYTES("HEAD"));
	ck_assert_uint_eq(repository_revision(repository, commit, &d)->count, 0);
	finish();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("vcs_repository");
	TCase *tests = tcase_create("repository");
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, threads_ask_for_contents_at_once);
	tcase_add_test(tests, one_answer_leaves_nothing_for_the_next);
	tcase_add_test(tests, a_repository_that_goes_leaves_an_explanation);
	tcase_add_test(tests, what_has_changed_is_told);
	tcase_add_test(tests, nothing_was_before_the_beginning);
	tcase_add_test(tests, a_name_stands_for_one_commit);
	tcase_add_test(tests, a_revision_is_a_folder_of_its_own);
	suite_add_tcase(suite, tests);
	return suite;
}
