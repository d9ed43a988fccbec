/* The last line of a file that leme owns: the SHA-256 of all bytes above it. */
#ifndef LEME_EMIT_HASH_LINE_H
#define LEME_EMIT_HASH_LINE_H

#define HASH_LINE "# leme:sha256="

#endif
