/*
 * What gzip has packed (RFC 1952), unpacked in memory: packages of Helm are made so. zlib stays
 * behind this face.
 */
#ifndef LEME_BASE_GZIP_H
#define LEME_BASE_GZIP_H

#include "bytes.h"

/*
 * All members of the file, one after the other. False, with *fault (a text of N_()), if it is no
 * such file, is cut off or damaged (its CRC-32 counts), or would be larger than the limit;
 * *text is what there is of it until then, and never more than the limit.
 */
bool gzip_unpack(struct arena *owner, struct bytes file, size_t limit, struct bytes *text,
	const char **fault) MUST_USE;

#endif
