#include "spool.h"

#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { HELD = 256 * 1024 };

struct spool spool_new(struct arena *owner, int state)
{
	return (struct spool){ .owner = owner, .state = state, .handle = -1 };
}

/* The name goes at once, so that nothing is left of the file when the process ends. */
static bool open_file(struct spool *spool)
{
	if (spool->handle >= 0)
		return true;
	spool->handle = world_create(spool->state, "spool", O_RDWR | O_TRUNC | O_NOFOLLOW, 0600);
	return spool->handle >= 0 && world_remove(spool->state, "spool") == 0;
}

static bool put_to_file(struct spool *spool, struct bytes content)
{
	if (!open_file(spool) || !world_write(spool->handle, content.at, content.len))
		return false;
	spool->filed += content.len;
	return true;
}

bool spool_add(struct spool *spool, struct bytes content, uint64_t *at)
{
	if (spool->held_len + content.len > HELD) {
		if (!put_to_file(spool, (struct bytes){ spool->held, spool->held_len }))
			return false;
		spool->held_len = 0;
	}
	*at = spool->filed + spool->held_len;
	if (content.len > HELD)
		return put_to_file(spool, content);
	if (!spool->held)
		spool->held = arena_take(spool->owner, HELD);
	if (content.len)
		memcpy(spool->held + spool->held_len, content.at, content.len);
	spool->held_len += content.len;
	return true;
}

char *spool_room(struct spool *spool, size_t len)
{
	if (spool->room_len < len) {
		spool->room_len = len * 2;
		spool->room = arena_take(spool->owner, spool->room_len);
	}
	return spool->room;
}

bool spool_get(struct spool *spool, uint64_t at, size_t len, struct bytes *content)
{
	if (at >= spool->filed) {
		*content = (struct bytes){ spool->held ? spool->held + (at - spool->filed) : "",
			len };
		return true;
	}
	char *room = spool_room(spool, len + 1);
	*content = (struct bytes){ room, len };
	for (size_t done = 0; done < len;) {
		ssize_t got = world_read_at(
			spool->handle, room + done, len - done, (off_t)(at + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			return errno = EIO, false;
		done += (size_t)got;
	}
	return true;
}

void spool_end(struct spool *spool)
{
	if (spool->handle >= 0)
		close(spool->handle);
	spool->handle = -1;
}
