/* Percent-encoding of URL parts as Go's net/url, and Go's quotes. Used inside this room only. */
#ifndef LEME_NOTATION_ESCAPE_H
#define LEME_NOTATION_ESCAPE_H

#include "base/buf.h"

/* Which bytes a part may hold as they are. */
enum part { PART_PATH, PART_HOST, PART_ZONE, PART_USER, PART_QUERY, PART_FRAGMENT };

/* Decodes a part. NULL, or what is wrong with it. */
const char *part_decode(
	struct arena *owner, enum part part, struct bytes text, struct bytes *decoded) MUST_USE;

/* Encodes what the part may not hold. */
struct bytes part_encode(struct arena *owner, enum part part, struct bytes text);

/* Whether every byte may stand in an encoded part. */
bool part_is_encoded(enum part part, struct bytes text);

/* In double quotes, with escapes, as Go's %q. */
struct bytes quote_go(struct arena *owner, struct bytes text);

#endif
