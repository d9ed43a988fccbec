#include "file.h"

#include "message.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	WORTH_MAPPING = 128 * 1024, /* to copy it costs more than to ask for its pages */
	LARGE = 1024 * 1024,
};

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

/* A byte more than a file has, so that its end is found without room for more. */
static size_t first_room(const struct reading *r, int handle)
{
	enum { FIRST = 64 * 1024 };
	struct stat is;
	if (fstat(handle, &is) != 0 || !S_ISREG(is.st_mode) || is.st_size < FIRST)
		return FIRST;
	return ((size_t)is.st_size < r->limit ? (size_t)is.st_size : r->limit) + 1;
}

/* --- large texts ------------------------------------------------------------------------------ */

enum { NO_LEASE = -1 };

struct mapping {
	void *at;
	size_t size;
	int leased; /* the file */
};

static void unmap(void *mapping)
{
	const struct mapping *m = mapping;
	munmap(m->at, m->size);
	if (m->leased != NO_LEASE)
		fcntl(m->leased, F_SETLEASE, F_UNLCK);
}

static char *keep_mapping(struct arena *owner, void *at, size_t size, int leased)
{
	if (at == MAP_FAILED)
		return NULL;
	struct mapping *mapping = arena_new_of(owner, struct mapping);
	*mapping = (struct mapping){ at, size, leased };
	arena_undo(owner, unmap, mapping);
	return at;
}

/* Memory in large pages, each given when it is first used; NULL where there is none. */
static char *map_room(struct arena *owner, size_t size)
{
	void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at != MAP_FAILED)
		(void)!madvise(at, size, MADV_HUGEPAGE);
	return keep_mapping(owner, at, size, NO_LEASE);
}

/*
 * Nobody has the file open to write it, and who wants to must wait until the lease is given back
 * (45 seconds at most, by default). The kernel tells of him by a signal, which none heeds.
 */
static bool take_lease(int handle)
{
	return fcntl(handle, F_SETSIG, SIGURG) == 0 && fcntl(handle, F_SETLEASE, F_RDLCK) == 0;
}

static bool is_worth_mapping(const struct reading *r, int handle, struct stat *is)
{
	return fstat(handle, is) == 0 && S_ISREG(is->st_mode) && is->st_size >= WORTH_MAPPING &&
		(size_t)is->st_size <= r->limit;
}

/*
 * A file that is not small, as the standard input, is used where it is in memory already, if it
 * stays as it is: the text of one that is written meanwhile would change after it was judged, and
 * one that is cut short would end the program. Whose lease cannot be had (it is another user's, or
 * is being written) is copied.
 */
static bool map_standard(const struct reading *r, int handle, struct bytes *text)
{
	struct stat is;
	if (handle != STDIN_FILENO || !is_worth_mapping(r, handle, &is) ||
		lseek(handle, 0, SEEK_CUR) != 0 || !take_lease(handle))
		return false;
	size_t size = is_worth_mapping(r, handle, &is) ? (size_t)is.st_size : 0;
	void *at = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, handle, 0)
			: MAP_FAILED;
	*text = (struct bytes){ keep_mapping(r->owner, at, size, handle), size };
	if (!text->at)
		fcntl(handle, F_SETLEASE, F_UNLCK);
	return text->at && lseek(handle, 0, SEEK_END) >= 0;
}

static char *take_room(const struct reading *r, size_t room)
{
	char *at = room < LARGE ? NULL : map_room(r->owner, room);
	return at ? at : arena_take_unset(r->owner, room);
}

/* What is long may be of any length: its place is where nothing stands behind it. */
static char *more_room(const struct reading *r, char *at, size_t len, size_t *room)
{
	char *moved = len < LARGE && r->limit > LARGE ? map_room(r->owner, r->limit + 1) : NULL;
	if (!moved)
		return array_room(r->owner, at, len, room, 1);
	*room = r->limit + 1;
	return memcpy(moved, at, len);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* To the end, as a pipe does not know its size. */
static bool read_all(const struct reading *r, int handle, struct bytes *text)
{
	size_t room = first_room(r, handle), len = 0;
	char *at = take_room(r, room);
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
			at = more_room(r, at, len, &room);
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
	bool read = map_standard(&r, handle, &text) || read_all(&r, handle, &text);
	if (!standard)
		close(handle);
	return read ? source_new(owner, path, path, text) : NULL;
}

bool file_exists(struct arena *scratch, struct bytes path)
{
	return access(bytes_string(scratch, path), F_OK) == 0;
}
