/*
 * What holds for the set of files of transaction_set.h whatever a run met: every file is old or
 * new, and after the run's own undo, or the next run, all are the same. Shared by the programs
 * that make runs fail.
 */
#ifndef LEME_TESTS_TRANSACTION_LAWS_H
#define LEME_TESTS_TRANSACTION_LAWS_H

#include "transaction_set.h"

#include "base/world.h"

#include <signal.h>

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
	ck_assert_msg(same(get(".leme/.gitignore"), "*\n") || access(".leme/lock", F_OK) < 0,
		"%s: .gitignore", law);
	struct stat link;
	ck_assert_msg(lstat("link.yaml", &link) == 0 && S_ISLNK(link.st_mode), "%s: link", law);
}

static const char *law_at(const char *law, long n, long m)
{
	return bytes_print(unit_arena(), "%s, call %ld, then %ld", law, n, m).at;
}

/* In this process: a fork each time would make it half as slow again. */
static void assert_recovers(const char *law)
{
	look_at_set(law);
	struct arena *arena = arena_new();
	struct diags found = diags_new(arena);
	struct transaction *t = transaction_begin(arena, folder, &found);
	ck_assert_msg(t, "%s: %s", law, unit_diags(&found));
	arena_end(arena);
	enum uniform state = look_at_set(law);
	ck_assert_msg(state != MIXED, "%s: the set is mixed", law);
	assert_tidy(law, state);
}

#endif
