#include "lock.h"

#include "buf.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE = 50, HOLDER_MAX = 512 };

/* The arguments of this process, blanks between them. */
static size_t read_command(char *room, size_t size)
{
	int handle = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t len = handle < 0 ? 0 : read(handle, room, size);
	if (handle >= 0)
		close(handle);
	for (ssize_t i = 0; i < len; i++)
		if (room[i] == '\0' || room[i] == '\n')
			room[i] = ' ';
	return len < 0 ? 0 : (size_t)len;
}

/* Only for the message of another run, so that a full disk is no reason to fail. */
static void say_who(int lock)
{
	char host[HOST_NAME_MAX + 1] = "", command[256], text[HOLDER_MAX];
	gethostname(host, sizeof host - 1);
	int len = (int)read_command(command, sizeof command);
	len = snprintf(
		text, sizeof text, "process %ld on %s: %.*s\n", (long)getpid(), host, len, command);
	ssize_t ignored = ftruncate(lock, 0) < 0 ? 0 : pwrite(lock, text, (size_t)len, 0);
	(void)ignored;
}

bool lock_pause(const struct folder *folder, unsigned *waited)
{
	if (*waited >= folder->lock_wait)
		return false;
	*waited += PAUSE;
	nanosleep(&(struct timespec){ .tv_nsec = PAUSE * 1000000L }, NULL);
	return true;
}

bool lock_is_held(struct arena *scratch, const struct folder *folder, int state, struct diags *d)
{
	char text[HOLDER_MAX];
	int lock = openat(state, "lock", O_RDONLY | O_CLOEXEC);
	ssize_t len = lock < 0 ? -1 : read(lock, text, sizeof text);
	if (lock >= 0)
		close(lock);
	struct bytes who = bytes_trim((struct bytes){ text, len < 0 ? 0 : (size_t)len });
	struct span at = span_of_path(scratch, folder_path(scratch, folder, BYTES(".leme/lock")));
	diag_world(d, at, "lock/held", "another run is writing this project: " BYTES_FMT,
		BYTES_ARG(who));
	diag_hint(d, "wait until it has ended, then run again");
	return false;
}

static int give_up(
	struct arena *scratch, const struct folder *folder, int state, int lock, struct diags *d)
{
	if (errno == EWOULDBLOCK) {
		lock_is_held(scratch, folder, state, d);
	} else {
		struct bytes path = folder_path(scratch, folder, BYTES(".leme/lock"));
		diag_world(d, span_of_path(scratch, path), "lock/failed",
			"cannot lock the project with '" BYTES_FMT "': %s", BYTES_ARG(path),
			strerror(errno));
	}
	if (lock >= 0)
		close(lock);
	return -1;
}

int lock_take(struct arena *scratch, const struct folder *folder, int state, struct diags *d)
{
	int lock = world_create(state, "lock", O_RDWR | O_NOFOLLOW, 0666);
	unsigned waited = 0;
	while (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) < 0)
		if (errno != EINTR && (errno != EWOULDBLOCK || !lock_pause(folder, &waited)))
			return give_up(scratch, folder, state, lock, d);
	if (lock < 0)
		return give_up(scratch, folder, state, lock, d);
	say_who(lock);
	return lock;
}

void lock_drop(int lock)
{
	int ignored = ftruncate(lock, 0);
	(void)ignored;
	close(lock);
}

enum lock_state lock_look(int state)
{
	int lock = openat(state, "lock", O_RDONLY | O_CLOEXEC);
	if (lock < 0)
		return errno == ENOENT ? LOCK_FREE : LOCK_UNKNOWN;
	int locked = flock(lock, LOCK_SH | LOCK_NB), reason = errno;
	close(lock);
	errno = reason;
	return locked == 0 ? LOCK_FREE : reason == EWOULDBLOCK ? LOCK_HELD : LOCK_UNKNOWN;
}
