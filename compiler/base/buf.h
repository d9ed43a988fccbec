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

void buf_add(struct buf *buf, struct bytes text);
void buf_add_char(struct buf *buf, char c);
void buf_add_times(struct buf *buf, char c, size_t times);

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
