/*
 * Folders of the project, one at a time: the last one stays open, since files come sorted by
 * folder. Remembers which file systems were reached, to sync each once.
 */
#ifndef LEME_BASE_REACH_H
#define LEME_BASE_REACH_H

#include "folder.h"

#include <sys/types.h>

enum { REACH_SYSTEMS = 16 };

struct reach {
	const struct folder *folder;
	const char *path; /* of the open folder, kept, not copied; NULL: none is open */
	int handle;
	size_t systems; /* how many; beyond REACH_SYSTEMS everything is synced */
	struct {
		dev_t device;
		int handle;
	} system[REACH_SYSTEMS];
};

static inline struct reach reach_new(const struct folder *folder)
{
	return (struct reach){ .folder = folder, .handle = -1 };
}

/* The handle of a folder inside the project, valid until the next call; -1 with errno. */
int reach_folder(struct reach *reach, const char *path);

/* Writes everything that was changed in the file systems reached to disk. errno on failure. */
bool reach_sync(const struct reach *reach);

/* Closes the handles. */
void reach_end(struct reach *reach);

#endif
