/* Choices that a fuzzer makes for a test: the bytes of its input, one after the other. */
#ifndef LEME_TESTS_CHOICES_H
#define LEME_TESTS_CHOICES_H

#include <stddef.h>
#include <stdint.h>

struct choices {
	const uint8_t *at;
	size_t left;
};

/* A number below count, at most 256; 0 when the input is used up, so that all ends. */
static inline size_t choose(struct choices *choices, size_t count)
{
	if (choices->left == 0)
		return 0;
	choices->left--;
	return *choices->at++ % count;
}

#endif
