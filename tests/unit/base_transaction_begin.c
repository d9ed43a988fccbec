/* Runs that fail anywhere between their first look at the project and their last word. */
#include "transaction_laws.h"

/* --- whole runs ------------------------------------------------------------------------------- */

static bool run_all(void)
{
	struct arena *arena = arena_new();
	struct folder *here = folder_open(arena, BYTES(""), &d);
	struct transaction *t = here ? transaction_begin(arena, here, &d) : NULL;
	return t && write_set(t) && transaction_commit(t, &d);
}

static int run_with(enum world_fault kind, int reason, long n)
{
	pid_t child = fork();
	if (child == 0) {
		signal(SIGTERM, SIG_DFL); /* Check's handler would end the test */
		world_set_fault(kind, n, reason);
		bool done = run_all();
		_exit(done ? CHILD_DONE : d.count ? CHILD_REFUSED : 2);
	}
	return outcome_of(child);
}

static const struct {
	const char *law;
	enum world_fault kind;
	int reason;
} faults[] = {
	{ "killed", WORLD_ENDS, 0 },
	{ "SIGTERM", WORLD_SIGNALS, 0 },
	{ "EIO once", WORLD_FAILS_ONCE, EIO },
	{ "ENOSPC once", WORLD_FAILS_ONCE, ENOSPC },
	{ "EMFILE once", WORLD_FAILS_ONCE, EMFILE },
	{ "EROFS from now", WORLD_FAILS_FROM_NOW, EROFS },
	{ "EIO from now", WORLD_FAILS_FROM_NOW, EIO },
};

static void assert_outcome(const char *law, enum world_fault kind, int outcome)
{
	enum uniform state = look_at_set(law);
	bool refused = outcome == CHILD_REFUSED;
	ck_assert_msg(outcome == CHILD_DONE || refused || kind == WORLD_ENDS ||
			outcome == CHILD_KILLED + SIGTERM,
		"%s: %d", law, outcome);
	ck_assert_msg(outcome != CHILD_DONE || state == ALL_NEW, "%s: not new", law);
	ck_assert_msg(!refused || kind == WORLD_FAILS_FROM_NOW || state == ALL_OLD,
		"%s: not undone by the run itself", law);
	if (kind == WORLD_SIGNALS || (refused && kind == WORLD_FAILS_ONCE))
		assert_tidy(law, state);
}

/* Every call is tried until one is beyond the end of the run. */
START_TEST(set_is_uniform_wherever_a_run_fails)
{
	long n = 1;
	for (int outcome = CHILD_REFUSED;; n++) {
		const char *law = law_at(faults[_i].law, n, 0);
		make_set();
		outcome = run_with(faults[_i].kind, faults[_i].reason, n);
		assert_outcome(law, faults[_i].kind, outcome);
		assert_recovers(law);
		if (outcome == CHILD_DONE && n > 200)
			break;
	}
}
END_TEST

/* --- allocations ----------------------------------------------------------------------------- */

/* A sanitizer has an allocator of its own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED
#endif

#ifndef IS_SANITIZED
static long allocations_left = -1; /* below 0: they do not end */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *piece, size_t size);

static bool is_last(void)
{
	return allocations_left >= 0 && allocations_left-- == 0;
}

/* glibc lets a program have its own. */
void *malloc(size_t size)
{
	return is_last() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return is_last() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *piece, size_t size)
{
	return is_last() ? NULL : __libc_realloc(piece, size);
}
START_TEST(set_is_uniform_whatever_allocation_fails)
{
	for (long n = 0, outcome = EXIT_WORLD; outcome == EXIT_WORLD; n++) {
		const char *law = law_at("allocation", n, 0);
		make_set();
		pid_t child = fork();
		if (child == 0) {
			dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
			allocations_left = n;
			_exit(run_all() ? CHILD_DONE : CHILD_REFUSED);
		}
		outcome = outcome_of(child);
		enum uniform state = look_at_set(law);
		ck_assert_msg(
			outcome == EXIT_WORLD || outcome == CHILD_DONE, "%s: %ld", law, outcome);
		ck_assert_msg(outcome == EXIT_WORLD || state == ALL_NEW, "%s: not new", law);
		ck_assert_msg(state != MIXED, "%s: mixed", law);
		ck_assert_msg(temps_in(".") == 0, "%s: temps are left", law);
		assert_recovers(law);
	}
}
END_TEST
#endif

/* --- what others do meanwhile ----------------------------------------------------------------- */

/* Between staging and commit somebody takes a folder away, or puts something in its place. */
static const struct {
	const char *law, *gone, *now; /* a file, or NULL for nothing, in its place */
} vanishing[] = {
	{ "a folder of outputs", "values", NULL },
	{ "a file in its place", "values", "x" },
	{ "leme's own folder", ".leme", NULL },
	{ "a file in the place of leme's own", ".leme", "x" },
};

START_TEST(a_folder_vanishes)
{
	make_set();
	struct transaction *t = begun();
	ck_assert(write_set(t));
	remove_below(AT_FDCWD, vanishing[_i].gone);
	ck_assert_int_eq(rmdir(vanishing[_i].gone), 0);
	if (vanishing[_i].now)
		put(vanishing[_i].gone, vanishing[_i].now);
	bool done = transaction_commit(t, &d);
	transaction_abandon(t);
	ck_assert_msg(done || d.count, "%s: refused without a word", vanishing[_i].law);
	ck_assert_msg(temps_in(".") == 0, "%s: temps are left", vanishing[_i].law);
	ck_assert_msg(done || strcmp(get("VERSION"), "1.0\n") == 0, "%s", vanishing[_i].law);
	ck_assert_msg(done || access("fresh.yaml", F_OK) < 0, "%s", vanishing[_i].law);
	ck_assert_msg(done || access("gone.yaml", F_OK) == 0, "%s", vanishing[_i].law);
	ck_assert_msg(!done || strcmp(get("VERSION"), "1.1\n") == 0, "%s", vanishing[_i].law);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_transaction_begin");
	TCase *rows = tcase_create("faults");
	tcase_add_checked_fixture(rows, begin, finish);
	tcase_set_timeout(rows, 600);
	tcase_add_loop_test(rows, a_folder_vanishes, 0, COUNT(vanishing));
	tcase_add_loop_test(rows, set_is_uniform_wherever_a_run_fails, 0, COUNT(faults));
#ifndef IS_SANITIZED
	tcase_add_test(rows, set_is_uniform_whatever_allocation_fails);
#endif
	suite_add_tcase(suite, rows);
	return suite;
}
