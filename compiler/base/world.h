/*
 * The calls by which files are read and changed, behind one door, so that a test can have any of
 * them fail or end the process there. In production the door costs one comparison.
 */
#ifndef LEME_BASE_WORLD_H
#define LEME_BASE_WORLD_H

#include "bytes.h"

#include <linux/openat2.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

/* Each is the system call of that name with O_CLOEXEC where it opens: -1 and errno on failure. */
int world_open(int folder, const char *path, int flags);
int world_open_how(int folder, const char *path, const struct open_how *how, size_t size);
int world_create(int folder, const char *path, int flags, mode_t mode);
ssize_t world_read(int handle, void *room, size_t size);
ssize_t world_read_at(int handle, void *room, size_t size, off_t at); /* pread */
int world_stat(int handle, struct stat *status);
int world_stat_at(int folder, const char *name, struct stat *status); /* follows no link */
int world_chmod(int handle, mode_t mode);
int world_truncate(int handle, off_t size);
int world_sync(int handle);
int world_sync_system(int handle); /* syncfs */
int world_make_folder(int folder, const char *name);
int world_remove_folder(int folder, const char *name);
int world_remove(int folder, const char *name);
int world_link(int folder, const char *from, const char *to);
int world_rename(int folder, const char *from, const char *to, unsigned flags); /* renameat2 */

int world_close(int handle); /* closes in any case; a failure is that of a late write */

/* Writes everything or fails. */
bool world_write(int handle, const char *at, size_t len);
bool world_write_texts(int handle, const struct texts *texts);

enum world_fault {
	WORLD_IS_SOUND,
	WORLD_FAILS_ONCE,     /* the n-th call fails */
	WORLD_FAILS_FROM_NOW, /* the n-th call and every later one */
	WORLD_ENDS,           /* the process is killed where the n-th call would be */
	WORLD_SIGNALS,        /* the n-th call is made with a SIGTERM before it */
	WORLD_EXHAUSTS,       /* memory is out where the n-th call would be */
};

/* For tests: what becomes of the n-th call from now, n from 1, and with which errno it fails. */
void world_set_fault(enum world_fault fault, long n, int reason);

/* For tests: what an older kernel or another file system does not know; the rest is known. */
enum world_lack { WORLD_LACKS_EXCHANGE = 1, WORLD_LACKS_OPENAT2 = 2 };
void world_set_lacks(unsigned lacks);

/* For tests: how many calls were made since world_set_fault(). */
long world_calls(void);

#endif
