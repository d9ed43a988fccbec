/* What every fuzzer shares: the function that libFuzzer calls, and laws. */
#ifndef LEME_TESTS_FUZZ_H
#define LEME_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Says which law an input breaks, and ends the process so that libFuzzer keeps the input. */
static inline void demand(bool holds, const char *law)
{
	if (holds)
		return;
	fprintf(stderr, "law broken: %s\n", law);
	abort();
}

#endif
