/* SHA-256 (FIPS 180-4; nettle behind this face). */
#ifndef LEME_BASE_DIGEST_H
#define LEME_BASE_DIGEST_H

#include "bytes.h"

enum { DIGEST_HEX_LEN = 64 };

/* 64 lower-case hexadecimal digits, owned by the arena. */
struct bytes digest_hex(struct arena *owner, struct bytes text);

/* The same of a text that comes in pieces. */
struct digest;
struct digest *digest_new(struct arena *owner);
void digest_add(struct digest *digest, struct bytes piece);
struct bytes digest_end(struct arena *owner, struct digest *digest);

/* Whether that is the digest of the text. Takes no memory. */
bool digest_is(struct bytes text, struct bytes hex);

#endif
