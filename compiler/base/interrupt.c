#include "interrupt.h"

#include <stddef.h>

static const int signals[INTERRUPT_COUNT] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };

static volatile sig_atomic_t noted;

static void note(int number)
{
	noted = number;
}

void interrupt_hold(struct interrupt *interrupt)
{
	noted = 0;
	for (size_t i = 0; i < INTERRUPT_COUNT; i++) {
		sigaction(signals[i], NULL, &interrupt->before[i]);
		if (interrupt->before[i].sa_handler == SIG_IGN)
			continue;
		struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
		sigemptyset(&action.sa_mask);
		sigaction(signals[i], &action, NULL);
	}
}

int interrupt_noted(void)
{
	return noted;
}

void interrupt_release(const struct interrupt *interrupt)
{
	for (size_t i = 0; i < INTERRUPT_COUNT; i++)
		sigaction(signals[i], &interrupt->before[i], NULL);
	int number = noted;
	noted = 0;
	if (number)
		raise(number);
}
