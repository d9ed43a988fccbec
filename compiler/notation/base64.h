/* Base64 of RFC 4648, the alphabet with '+' and '/'. */
#ifndef LEME_NOTATION_BASE64_H
#define LEME_NOTATION_BASE64_H

#include "base/buf.h"

/* With padding. */
struct bytes base64_encode(struct arena *owner, struct bytes data);

/* Padded or not at all; CR and LF anywhere are skipped, as in Go. False if the text is none. */
bool base64_decode(struct arena *owner, struct bytes text, struct bytes *data) MUST_USE;

#endif
