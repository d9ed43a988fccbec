/*
 * Where a scanner must stop in a text: looked for in blocks of 64 bytes, of which each is read
 * once. For tree/ only.
 *
 * A stop is a line end, a `:` that a blank, a line end or a control character follows, or a `#`
 * that stands behind a space. On the way the characters are judged: who has looked for a stop from
 * each place on has looked at all of the text before the last one.
 */
#ifndef LEME_TREE_STOPS_H
#define LEME_TREE_STOPS_H

#include "base/bytes.h"

struct stops {
	const char *at;
	uint32_t begin, length; /* of the text */
	uint32_t block;         /* where the one at hand begins; UINT32_MAX: none yet */
	uint64_t ends, all;     /* line ends, and all stops: a bit for each byte of the block */
	uint32_t judged;        /* behind the last character that is not plain ASCII */
	bool helm;              /* CR before LF is allowed, tabs, all of Unicode */
	bool wide;              /* the processor has registers of 32 bytes */
	bool tabs;              /* there was one */
	bool bad;               /* there was a character that a full reader must judge */
};

struct stops stops_new(struct bytes text, uint32_t begin, bool helm);

/* Makes the block that holds a place the one at hand. */
void stops_load(struct stops *stops, uint32_t at);

static inline uint32_t stops_first(struct stops *stops, uint32_t at, bool of_all)
{
	for (;;) {
		uint32_t offset = at - stops->block;
		uint64_t masks = of_all ? stops->all : stops->ends;
		if (offset < 64 && masks >> offset)
			return at + (uint32_t)__builtin_ctzll(masks >> offset);
		if (offset < 64)
			at = stops->block + 64;
		if (at >= stops->length)
			return stops->length;
		stops_load(stops, at);
	}
}

/* The first stop at or behind a place of the text. There is one at its end. */
static inline uint32_t stops_next(struct stops *stops, uint32_t at)
{
	return stops_first(stops, at, true);
}

/* The same for LF alone. */
static inline uint32_t stops_line(struct stops *stops, uint32_t at)
{
	return stops_first(stops, at, false);
}

#endif
