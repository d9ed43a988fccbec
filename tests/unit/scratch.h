/* A folder of its own for a test that needs files: the current one from scratch_enter() on. */
#ifndef LEME_TESTS_SCRATCH_H
#define LEME_TESTS_SCRATCH_H

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void scratch_enter(void)
{
	char place[] = "/tmp/leme-scratch-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(place));
	ck_assert_int_eq(chdir(place), 0);
}

/* Takes it away with all that is in it. */
static inline void scratch_leave(void)
{
	char place[64], command[96];
	ck_assert_ptr_nonnull(getcwd(place, sizeof place));
	ck_assert_int_eq(chdir("/"), 0);
	snprintf(command, sizeof command, "rm -r '%s'", place);
	ck_assert_int_eq(system(command), 0);
}

/* Writes a file. */
static inline void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	ck_assert_msg(file && fputs(text, file) >= 0, "%s", path);
	fclose(file);
}

#endif
