#include "file.h"

#include "message.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct reading {
	struct arena *owner;
	struct bytes path;
	size_t limit;
	struct span asked_at;
	struct diags *d;
};

static struct span place_of(const struct reading *r)
{
	return r->asked_at.source ? r->asked_at : span_of_path(r->owner, r->path);
}

static bool unreadable(const struct reading *r, int reason)
{
	if (reason == ENOENT || reason == ENOTDIR)
		return diag_error(r->d, place_of(r), "file/missing",
			N_("there is no file '" BYTES_FMT "'"), BYTES_ARG(r->path));
	return diag_world(r->d, place_of(r), "file/unreadable",
		N_("cannot read '" BYTES_FMT "': %s"), BYTES_ARG(r->path), strerror(reason));
}

static bool too_large(const struct reading *r)
{
	diag_error(r->d, place_of(r), "limit/file", N_("'" BYTES_FMT "' is larger than %zu bytes"),
		BYTES_ARG(r->path), r->limit);
	diag_hint(r->d, N_("raise the limit with --max-file"));
	return false;
}

/* To the end, as a pipe does not know its size. */
static bool read_all(const struct reading *r, int handle, struct bytes *text)
{
	enum { FIRST = 64 * 1024 };
	size_t room = FIRST, len = 0;
	char *at = arena_take(r->owner, room);
	for (;;) {
		ssize_t got = world_read(handle, at + len, room - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return unreadable(r, errno);
		if (got == 0)
			break;
		len += (size_t)got;
		if (len > r->limit || len > UINT32_MAX)
			return too_large(r);
		if (len == room)
			at = array_room(r->owner, at, len, &room, 1);
	}
	*text = (struct bytes){ at, len };
	return true;
}

struct source *file_read(
	struct arena *owner, struct bytes path, size_t limit, struct span asked_at, struct diags *d)
{
	struct reading r = { owner, path, limit, asked_at, d };
	bool standard = bytes_is(path, "-");
	struct bytes text;
	int handle = standard ? STDIN_FILENO
			      : world_open(AT_FDCWD, bytes_string(owner, path), O_RDONLY);
	if (handle < 0) {
		unreadable(&r, errno);
		return NULL;
	}
	bool read = read_all(&r, handle, &text);
	if (!standard)
		close(handle);
	return read ? source_new(owner, path, path, text) : NULL;
}

bool file_exists(struct arena *scratch, struct bytes path)
{
	return access(bytes_string(scratch, path), F_OK) == 0;
}
