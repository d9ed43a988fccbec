/* Running other programs: what comes back of them, and what they see of the environment. */
#include "scratch.h"

#include "base/program.h"

#include <errno.h>

enum { LONG = 20000, SHORT = 200 };

static const struct {
	const char *what, *script;
	int milliseconds, status, reason;
	const char *out, *err;
} runs[] = {
	{ "its output", "echo a; echo b >&2", LONG, 0, 0, "a\n", "b\n" },
	{ "its exit code", "echo a; exit 7", LONG, 7, 0, "a\n", "" },
	{ "a signal that ends it", "kill -9 $$", LONG, -1, 0, "", "" },
	{ "SIGPIPE is what it usually is", "kill -PIPE $$; echo a", LONG, -1, 0, "", "" },
	{ "it has nothing to read", "cat", LONG, 0, 0, "", "" },
	{ "no haste", "sleep 0.1; echo a", PROGRAM_MAY_TAKE_ITS_TIME, 0, 0, "a\n", "" },
	{ "what takes too long is ended", "echo a; exec sleep 60", SHORT, -1, ETIMEDOUT, "a\n",
		"" },
	{ "also if a child of it does", "sleep 60 & echo a", SHORT, 0, ETIMEDOUT, "a\n", "" },
};

START_TEST(what_a_program_gives_comes_back)
{
	const char *const line[] = { "sh", "-c", runs[_i].script, NULL };
	struct program program = { .line = line };
	struct program_answer answer;
	bool good = program_ask(unit_arena(), &program, runs[_i].milliseconds, &answer);
	ck_assert_msg(good == (!runs[_i].status && !runs[_i].reason), "%s", runs[_i].what);
	ck_assert_msg(answer.status == runs[_i].status, "%s: %d", runs[_i].what, answer.status);
	ck_assert_msg(answer.reason == runs[_i].reason, "%s: %d", runs[_i].what, answer.reason);
	unit_same(runs[_i].what, answer.out, bytes_of(runs[_i].out));
	unit_same(runs[_i].what, answer.err, bytes_of(runs[_i].err));
}
END_TEST

START_TEST(a_program_that_is_not_there_cannot_be_run)
{
	const char *const line[] = { "leme-no-such-program", NULL };
	struct program program = { .line = line };
	struct program_answer answer;
	ck_assert(!program_ask(unit_arena(), &program, LONG, &answer));
	ck_assert_int_eq(answer.reason, ENOENT);
	ck_assert_ptr_null(program_path(unit_arena(), line[0]).at);
}
END_TEST

START_TEST(settings_take_the_place_of_what_has_their_names)
{
	static const char *const settings[] = { "LEME_A=new", NULL };
	static const char *const dropped[] = { "LEME_B=", NULL };
	const char *const line[] = { "sh", "-c", "echo $LEME_A ${LEME_B-none} $LEME_AB", NULL };
	struct program_answer answer;
	setenv("LEME_A", "old", 1);
	setenv("LEME_B", "old", 1);
	setenv("LEME_AB", "kept", 1);
	struct program program = { line, program_environment(unit_arena(), settings, dropped) };
	ck_assert(program_ask(unit_arena(), &program, LONG, &answer));
	unit_same("environment", answer.out, BYTES("new none kept\n"));
}
END_TEST

START_TEST(a_program_is_found_on_the_path)
{
	scratch_enter();
	ck_assert_int_eq(system("mkdir -p d/sh"), 0);
	setenv("PATH", "d:/nowhere:/bin", 1);
	unit_same("no folder counts", program_path(unit_arena(), "sh"), BYTES("/bin/sh"));
	setenv("PATH", "d", 1);
	ck_assert_ptr_null(program_path(unit_arena(), "sh").at);
	setenv("PATH", "/bin", 1);
	scratch_leave();
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_program");
	TCase *cases = tcase_create("programs");
	tcase_add_loop_test(cases, what_a_program_gives_comes_back, 0, COUNT(runs));
	tcase_add_test(cases, a_program_that_is_not_there_cannot_be_run);
	tcase_add_test(cases, settings_take_the_place_of_what_has_their_names);
	tcase_add_test(cases, a_program_is_found_on_the_path);
	suite_add_tcase(suite, cases);
	return suite;
}
