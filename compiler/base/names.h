/* A table from texts to numbers: anchors, keys of large maps, images of a lock, schema names. */
#ifndef LEME_BASE_NAMES_H
#define LEME_BASE_NAMES_H

#include "bytes.h"

struct names {
	struct arena *owner;
	struct names_slot {
		struct bytes text;
		uint32_t number; /* 0: a free slot */
		uint32_t hash;   /* a part of it, so that other texts are seldom looked at */
	} * slots;
	size_t count, room;
};

/* The number of a text, or 0. */
uint32_t names_get(const struct names *names, struct bytes text);

/* Sets the number, not 0, of a text, which is kept, not copied. Returns the one before, or 0. */
uint32_t names_set(struct names *names, struct bytes text, uint32_t number);

/* Forgets all texts. */
void names_clear(struct names *names);

#endif
