/*
 * UTF-8 (RFC 3629), normal form C and slugs (Unicode UAX #15; utf8proc behind this face).
 */
#ifndef LEME_BASE_UTF8_H
#define LEME_BASE_UTF8_H

#include "bytes.h"

/* The offset of the first byte that is not valid UTF-8, or text.len. NUL is valid here. */
size_t utf8_invalid(struct bytes text);

/*
 * The same of the characters that begin between two places, the first of which is the begin of one:
 * where the last one of them ends if all are valid.
 */
size_t utf8_reach(struct bytes text, size_t from, size_t end);

/* The code point at the offset and, in *len, its bytes (1 to 4). The text must be valid. */
uint32_t utf8_at(struct bytes text, size_t offset, size_t *len);

/* Adds the encoding of a code point to a room of at least 4 bytes; returns its length. */
size_t utf8_encode(uint32_t code_point, char room[4]);

/* Code points in a text; each bad byte counts as one. */
size_t utf8_length(struct bytes text);

/* Normal form C. Returns the text itself where it is already so. The text must be valid. */
struct bytes utf8_nfc(struct arena *owner, struct bytes text);

/* Lower case without diacritics: 'Produção', in any spelling, is 'producao'. */
struct bytes utf8_slug(struct arena *owner, struct bytes text);

/* Letters (with marks), digits and '-' only, at least one, not begun by '-'. */
bool utf8_is_name(struct bytes text);

/* Columns that a terminal uses for the text (wide letters are two). */
size_t utf8_width(struct bytes text);

#endif
