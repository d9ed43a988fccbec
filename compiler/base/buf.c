#include "buf.h"

#include <stdio.h>

char *buf_room(struct buf *buf, size_t more)
{
	if (buf->room - buf->len < more) {
		size_t room = buf->room ? buf->room * 2 : 256;
		while (room - buf->len < more)
			room *= 2;
		char *moved = arena_take_unset(buf->owner, room);
		if (buf->len)
			memcpy(moved, buf->at, buf->len);
		buf->at = moved;
		buf->room = room;
	}
	return buf->at + buf->len;
}

void buf_add_times(struct buf *buf, char c, size_t times)
{
	memset(buf_room(buf, times + 1), c, times);
	buf->len += times;
}

void buf_add_number(struct buf *buf, uint64_t number, unsigned base)
{
	char digits[20];
	size_t begin = sizeof digits;
	do
		digits[--begin] = "0123456789abcdef"[number % base];
	while (number /= base);
	buf_add(buf, (struct bytes){ digits + begin, sizeof digits - begin });
}

/* Mostly there is room; else its first try told how much is needed. */
void buf_vprint(struct buf *buf, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	size_t room = buf->room - buf->len;
	int len = vsnprintf(room ? buf->at + buf->len : NULL, room, format, args);
	if (len > 0 && (size_t)len >= room)
		vsnprintf(buf_room(buf, (size_t)len + 1), (size_t)len + 1, format, again);
	if (len > 0)
		buf->len += (size_t)len;
	va_end(again);
}

void buf_print(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprint(buf, format, args);
	va_end(args);
}

struct bytes bytes_print(struct arena *owner, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	size_t room = len > 0 ? (size_t)len + 1 : 1;
	char *text = arena_take_unset(owner, room);
	vsnprintf(text, room, format, again);
	va_end(again);
	va_end(args);
	return (struct bytes){ text, room - 1 };
}
