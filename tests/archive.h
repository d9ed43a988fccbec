/* Archives that tests make: entries of tar, and gzip around them. */
#ifndef LEME_TESTS_ARCHIVE_H
#define LEME_TESTS_ARCHIVE_H

#include "base/buf.h"

#include <stdio.h>
#include <zlib.h>

enum { TAR_BLOCK = 512 };

/* An entry: its type as tar has it, its name in two parts, and the text. */
struct member {
	char type;
	const char *name, *prefix, *text;
};

/* The sum of a header, its own field counted as blanks, is put where it belongs. */
static inline void tar_sum(char block[TAR_BLOCK])
{
	unsigned sum = 0;
	memset(block + 148, ' ', 8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += (unsigned char)block[i];
	snprintf(block + 148, 8, "%06o", sum);
}

static inline void tar_add(struct buf *out, const struct member *member)
{
	char block[TAR_BLOCK] = { 0 };
	size_t len = strlen(member->text);
	memcpy(block, member->name, strlen(member->name));
	snprintf(block + 124, 12, "%011o", (unsigned)len);
	block[156] = member->type;
	memcpy(block + 257, "ustar", 5);
	memcpy(block + 345, member->prefix, strlen(member->prefix));
	tar_sum(block);
	buf_add(out, (struct bytes){ block, TAR_BLOCK });
	buf_add(out, bytes_of(member->text));
	buf_add_times(out, '\0', (TAR_BLOCK - len % TAR_BLOCK) % TAR_BLOCK);
}

static inline void gzip_add_number(struct buf *out, size_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		buf_add_char(out, (char)(number >> 8 * i & 255));
}

/* A gzip file of one member, in which the text is stored as it is. */
static inline struct bytes gzip_store(struct arena *owner, struct bytes text)
{
	enum { MOST = 0xFFFF };
	struct buf out = buf_new(owner);
	struct bytes rest = text;
	buf_add(&out, BYTES("\x1F\x8B\x08\0\0\0\0\0\0\xFF"));
	do {
		struct bytes some = bytes_slice(rest, 0, MOST);
		rest = bytes_slice(rest, some.len, rest.len);
		buf_add_char(&out, rest.len == 0);
		gzip_add_number(&out, some.len, 2);
		gzip_add_number(&out, MOST - some.len, 2);
		buf_add(&out, some);
	} while (rest.len);
	gzip_add_number(&out, crc32(0, (const Bytef *)text.at, (uInt)text.len), 4);
	gzip_add_number(&out, text.len, 4);
	return buf_bytes(&out);
}

#endif
