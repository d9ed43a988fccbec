#include "gzip.h"

#include "buf.h"
#include "message.h"

#include <limits.h>
#define ZLIB_CONST
#include <zlib.h>

enum { HEAD = 10, CHUNK = 1 << 14, GZIP_ONLY = 16 };

struct unpacking {
	z_stream stream;
	struct bytes rest;
	struct buf out;
	size_t limit;
};

static void *take(void *owner, uInt count, uInt size)
{
	return arena_take(owner, (size_t)count * size);
}

static void leave(void *owner, void *place)
{
	(void)owner;
	(void)place;
}

/* One byte more than the limit tells what is too much from what just fits. */
static int unpack_some(struct unpacking *u)
{
	size_t left = u->limit - u->out.len, most = (left < CHUNK ? left : CHUNK) + 1;
	size_t given = u->rest.len < UINT_MAX ? u->rest.len : UINT_MAX;
	u->stream.next_in = (const Bytef *)u->rest.at;
	u->stream.avail_in = (uInt)given;
	u->stream.next_out = (Bytef *)buf_room(&u->out, most);
	u->stream.avail_out = (uInt)most;
	int end = inflate(&u->stream, Z_NO_FLUSH);
	u->rest = bytes_slice(u->rest, given - u->stream.avail_in, u->rest.len);
	u->out.len += most - u->stream.avail_out;
	return end;
}

/* Returns the fault, or NULL. */
static const char *unpack_member(struct unpacking *u)
{
	if (u->rest.len < HEAD || !bytes_begins(u->rest, BYTES("\x1F\x8B\x08")))
		return N_("it is no gzip file");
	int end = inflateReset(&u->stream);
	while (end == Z_OK && u->out.len <= u->limit)
		end = unpack_some(u);
	if (u->out.len > u->limit) {
		u->out.len = u->limit;
		return N_("it holds too much");
	}
	if (end == Z_BUF_ERROR)
		return N_("the gzip data end too early");
	return end == Z_STREAM_END ? NULL : N_("the gzip data are damaged");
}

bool gzip_unpack(struct arena *owner, struct bytes file, size_t limit, struct bytes *text,
	const char **fault)
{
	struct unpacking u = { .rest = file, .out = buf_new(owner), .limit = limit };
	u.stream = (z_stream){ .zalloc = take, .zfree = leave, .opaque = owner };
	(void)inflateInit2(&u.stream, MAX_WBITS + GZIP_ONLY); /* inflateReset() knows if not */
	do
		*fault = unpack_member(&u);
	while (!*fault && u.rest.len);
	*text = buf_bytes(&u.out);
	return !*fault;
}
