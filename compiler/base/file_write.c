#include "file.h"

#include "buf.h"
#include "interrupt.h"
#include "message.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILE_MODE = 0666 };

static bool write_and_close(int handle, struct bytes text)
{
	if (world_write(handle, text.at, text.len))
		return world_close(handle) == 0;
	int reason = errno;
	(void)!world_close(handle);
	errno = reason;
	return false;
}

/* A pipe or a device: nothing can be put in its place. */
static bool write_through(const char *path, struct bytes text)
{
	int handle = world_open(AT_FDCWD, path, O_WRONLY);
	return handle >= 0 && write_and_close(handle, text);
}

/* A new file in its place, with the rights of the old one. */
static bool write_anew(
	const char *path, const char *temp, const struct stat *before, struct bytes text)
{
	int handle = world_create(AT_FDCWD, temp, O_WRONLY | O_EXCL, FILE_MODE);
	if (handle < 0)
		return false;
	if (before && world_chmod(handle, before->st_mode & 07777) < 0) {
		(void)!world_close(handle);
	} else if (write_and_close(handle, text) && world_rename(AT_FDCWD, temp, path, 0) == 0) {
		return true;
	}
	int reason = errno;
	(void)!world_remove(AT_FDCWD, temp);
	errno = reason;
	return false;
}

static bool write_file(struct arena *scratch, const char *path, struct bytes text)
{
	struct stat status;
	struct interrupt interrupt;
	char real[PATH_MAX];
	bool is_there = stat(path, &status) == 0;
	if (is_there && !S_ISREG(status.st_mode))
		return write_through(path, text);
	/* A link stays one, and so does a file that may not be written. */
	if (is_there && (!realpath(path, real) || access(real, W_OK) < 0))
		return false;
	const char *target = is_there ? real : path;
	const char *temp = bytes_string(
		scratch, bytes_print(scratch, "%s.leme-%ld", target, (long)getpid()));
	interrupt_hold(&interrupt);
	bool good = write_anew(target, temp, is_there ? &status : NULL, text);
	int reason = errno;
	interrupt_release(&interrupt);
	errno = reason;
	return good;
}

bool file_write(struct arena *scratch, struct bytes path, struct bytes text, struct diags *d)
{
	if (write_file(scratch, bytes_string(scratch, path), text))
		return true;
	return diag_world(d, span_of_path(scratch, path), "file/unwritable",
		N_("cannot be written: %s"), strerror(errno));
}
