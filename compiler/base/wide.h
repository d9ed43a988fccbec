/*
 * Registers of 32 bytes (AVX2), for loops over whole texts that have a form for them. What the
 * processor has is asked of glibc, which learnt it before main(): to ask the processor itself takes
 * longer in a virtual machine than to read 10 KB.
 */
#ifndef LEME_BASE_WIDE_H
#define LEME_BASE_WIDE_H

#include <stdbool.h>

#if defined __x86_64__ && __has_include(<sys/platform/x86.h>)
#include <immintrin.h>
#include <sys/platform/x86.h>

/* A function that may be called only where there are some. */
#define WIDE __attribute__((target("avx2")))

static inline bool wide_is_there(void)
{
	return CPU_FEATURE_ACTIVE(AVX2);
}

#else

static inline bool wide_is_there(void)
{
	return false;
}

#endif

#endif
