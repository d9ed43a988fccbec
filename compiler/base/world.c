#include "world.h"

#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PIECES = 512 };

static struct {
	bool counting;
	unsigned lacks;
	enum world_fault fault;
	long n, calls;
	int reason;
} test;

void world_set_fault(enum world_fault fault, long n, int reason)
{
	test.counting = n > 0;
	test.fault = fault;
	test.n = n;
	test.calls = 0;
	test.reason = reason;
}

void world_set_lacks(unsigned lacks)
{
	test.lacks = lacks;
}

long world_calls(void)
{
	return test.calls;
}

static bool count_call(void)
{
	long call = ++test.calls;
	if (call < test.n || (call > test.n && test.fault != WORLD_FAILS_FROM_NOW))
		return false;
	switch (test.fault) {
	case WORLD_IS_SOUND:
		return false;
	case WORLD_ENDS:
	case WORLD_SIGNALS:
		raise(test.fault == WORLD_ENDS ? SIGKILL : SIGTERM);
		return false;
	case WORLD_EXHAUSTS:
		arena_exhausted();
	default:
		errno = test.reason;
		return true;
	}
}

static inline bool fails(void)
{
	return test.counting && count_call();
}

static bool is_lacking(enum world_lack call, int reason)
{
	if (!(test.lacks & call))
		return false;
	errno = reason;
	return true;
}

int world_open(int folder, const char *path, int flags)
{
	return fails() ? -1 : openat(folder, path, flags | O_CLOEXEC);
}

int world_open_how(int folder, const char *path, const struct open_how *how, size_t size)
{
	if (fails() || is_lacking(WORLD_LACKS_OPENAT2, ENOSYS))
		return -1;
	return (int)syscall(SYS_openat2, folder, path, how, size);
}

int world_create(int folder, const char *path, int flags, mode_t mode)
{
	return fails() ? -1 : openat(folder, path, flags | O_CREAT | O_CLOEXEC, mode);
}

ssize_t world_read(int handle, void *room, size_t size)
{
	return fails() ? -1 : read(handle, room, size);
}

ssize_t world_read_at(int handle, void *room, size_t size, off_t at)
{
	return fails() ? -1 : pread(handle, room, size, at);
}

int world_stat(int handle, struct stat *status)
{
	return fails() ? -1 : fstat(handle, status);
}

int world_stat_at(int folder, const char *name, struct stat *status)
{
	return fails() ? -1 : fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW);
}

int world_chmod(int handle, mode_t mode)
{
	return fails() ? -1 : fchmod(handle, mode);
}

int world_truncate(int handle, off_t size)
{
	return fails() ? -1 : ftruncate(handle, size);
}

int world_sync(int handle)
{
	return fails() ? -1 : fsync(handle);
}

int world_sync_system(int handle)
{
	return fails() ? -1 : syncfs(handle);
}

int world_make_folder(int folder, const char *name)
{
	return fails() ? -1 : mkdirat(folder, name, 0777);
}

int world_remove_folder(int folder, const char *name)
{
	return fails() ? -1 : unlinkat(folder, name, AT_REMOVEDIR);
}

int world_remove(int folder, const char *name)
{
	return fails() ? -1 : unlinkat(folder, name, 0);
}

int world_link(int folder, const char *from, const char *to)
{
	return fails() ? -1 : linkat(folder, from, folder, to, 0);
}

int world_rename(int folder, const char *from, const char *to, unsigned flags)
{
	if (fails() || (flags && is_lacking(WORLD_LACKS_EXCHANGE, EINVAL)))
		return -1;
	return renameat2(folder, from, folder, to, flags);
}

int world_close(int handle)
{
	return close(handle) < 0 || fails() ? -1 : 0;
}

/* Takes what was written from the front of the pieces, and returns how many are done. */
static size_t pieces_done(struct iovec *pieces, size_t count, size_t wrote)
{
	size_t done = 0;
	for (; done < count && wrote >= pieces[done].iov_len; done++)
		wrote -= pieces[done].iov_len;
	if (done < count) {
		pieces[done].iov_base = (char *)pieces[done].iov_base + wrote;
		pieces[done].iov_len -= wrote;
	}
	return done;
}

static bool write_pieces(int handle, struct iovec *pieces, size_t count)
{
	for (size_t done = 0; done < count;) {
		ssize_t wrote = fails() ? -1 : writev(handle, pieces + done, (int)(count - done));
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		done += pieces_done(pieces + done, count - done, (size_t)wrote);
	}
	return true;
}

bool world_write_texts(int handle, const struct texts *texts)
{
	struct iovec pieces[PIECES];
	size_t count = 0;
	for (size_t i = 0; i < texts->count; i++) {
		void *at = (void *)(uintptr_t)texts->at[i].at; /* which is not written to */
		if (texts->at[i].len)
			pieces[count++] = (struct iovec){ at, texts->at[i].len };
		if (count == PIECES && !write_pieces(handle, pieces, count))
			return false;
		count = count < PIECES ? count : 0;
	}
	return write_pieces(handle, pieces, count);
}

bool world_write(int handle, const char *at, size_t len)
{
	while (len) {
		ssize_t wrote = fails() ? -1 : write(handle, at, len);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return false;
		at += wrote;
		len -= (size_t)wrote;
	}
	return true;
}
