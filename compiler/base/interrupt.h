/*
 * SIGINT, SIGTERM, SIGHUP, SIGQUIT and SIGPIPE while a set of files is half written: they are only
 * noted, and take effect when the set is uniform again.
 */
#ifndef LEME_BASE_INTERRUPT_H
#define LEME_BASE_INTERRUPT_H

#include <signal.h>

enum { INTERRUPT_COUNT = 5 };

/* What the signals did before. */
struct interrupt {
	struct sigaction before[INTERRUPT_COUNT];
};

/* From now on the signals are noted. What was ignored stays ignored. */
void interrupt_hold(struct interrupt *interrupt);

/* The signal that came meanwhile, or 0. */
int interrupt_noted(void);

/* Puts the old state back and raises the signal that was noted. */
void interrupt_release(const struct interrupt *interrupt);

#endif
