/* What every unit test program shares: tables of rows, and main. */
#ifndef LEME_TESTS_UNIT_H
#define LEME_TESTS_UNIT_H

#include <check.h>

#include "base/buf.h"
#include "base/diag.h"

/* Each program defines this: its suite. */
Suite *unit_suite(void);

/* A fresh arena for the running test; it ends with the process of the test. */
struct arena *unit_arena(void);

/* A source from a text, named "test.yaml". */
struct source *unit_source(struct bytes text);

/* The diags as lines `line:col id text`, for comparing with what is expected. */
const char *unit_diags(const struct diags *d);

/* Compares texts and shows both on failure; `row` names the case. */
#define unit_same(row, got, want) \
	ck_assert_msg(bytes_equal((got), (want)), \
		"%s:\n got «" BYTES_FMT "»\nwant «" BYTES_FMT "»", (row), BYTES_ARG(got), \
		BYTES_ARG(want))

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#endif
