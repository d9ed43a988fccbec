/*
 * Which state of which file: equal identities mean equal contents, without reading either. Any
 * write, rename or replacement gives a file another one, but for a second write within one tick of
 * the clock that stamps files; see identity_settled().
 */
#ifndef LEME_BASE_IDENTITY_H
#define LEME_BASE_IDENTITY_H

#include "buf.h"

#include <sys/stat.h>

struct identity {
	uint64_t device, inode, size;
	int64_t modified, changed; /* nanoseconds since 1970 */
};

/* No file. */
#define IDENTITY_NONE ((struct identity){ 0 })

struct identity identity_of(const struct stat *status);

static inline bool identity_is_none(struct identity identity)
{
	return identity.inode == 0;
}

bool identity_equal(struct identity a, struct identity b);

/*
 * Whether the file was left alone so long before `later`, the identity of a file made on the same
 * file system just now, that any further write will show. Never for another file system, whose
 * clock may differ.
 */
bool identity_settled(struct identity identity, struct identity later);

/* As five numbers, or `-` for none; and back. False if it is neither. */
void identity_print(struct buf *out, struct identity identity);
bool identity_parse(struct bytes text, struct identity *identity);

#endif
