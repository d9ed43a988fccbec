/* A text that grows. It lives in an arena and is never freed on its own. */
#ifndef LEME_BASE_BUF_H
#define LEME_BASE_BUF_H

#include "bytes.h"

#include <stdarg.h>

struct buf {
	struct arena *owner;
	char *at;
	size_t len, room;
};

static inline struct buf buf_new(struct arena *owner)
{
	return (struct buf){ .owner = owner };
}

/* Makes room for so many more bytes and returns their place. */
char *buf_room(struct buf *buf, size_t more);

/* Emission is made of these two, so they are inline. */
static inline void buf_add(struct buf *buf, struct bytes text)
{
	if (text.len == 0)
		return;
	if (buf->room - buf->len < text.len)
		buf_room(buf, text.len);
	memcpy(buf->at + buf->len, text.at, text.len);
	buf->len += text.len;
}

static inline void buf_add_char(struct buf *buf, char c)
{
	if (buf->room == buf->len)
		buf_room(buf, 1);
	buf->at[buf->len++] = c;
}

void buf_add_times(struct buf *buf, char c, size_t times);

/* In decimal or, for base 16, in lower-case hexadecimal digits. */
void buf_add_number(struct buf *buf, uint64_t number, unsigned base);

/* As printf; the result may be of any length. */
void buf_print(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprint(struct buf *buf, const char *format, va_list args);

/* The text so far. It is valid until the next addition. */
static inline struct bytes buf_bytes(const struct buf *buf)
{
	return (struct bytes){ buf->at ? buf->at : "", buf->len };
}

/* One text from a format, owned by the arena. */
struct bytes bytes_print(struct arena *owner, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
