#include "transaction_laws.h"

/* --- runs that fail, at the call asked for ------------------------------------------------- */

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

/* --- laws ---------------------------------------------------------------------------------- */

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
	Suite *suite = suite_create("base_transaction_faults");
	TCase *rows = tcase_create("faults");
	tcase_add_checked_fixture(rows, begin, finish);
	tcase_set_timeout(rows, 600);
	tcase_add_loop_test(rows, only_a_whole_journal_is_obeyed, 0, COUNT(journals));
	tcase_add_test(rows, repair_keeps_later_edits);
	tcase_add_loop_test(rows, set_is_uniform_whatever_fails, 0, COUNT(faults));
	tcase_add_test(rows, out_of_memory_takes_back_what_was_begun);
	tcase_add_loop_test(rows, repair_can_itself_be_interrupted, 0, 2);
	suite_add_tcase(suite, rows);
	return suite;
}
