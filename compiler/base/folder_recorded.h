/* What of a folder is in a snapshot. Internal to the files called folder*.c. */
#ifndef LEME_BASE_FOLDER_RECORDED_H
#define LEME_BASE_FOLDER_RECORDED_H

#include "folder.h"

/* A handle of a file in memory; see folder_open_at(). -1 with errno. */
int folder_open_recorded(const struct folder *folder, struct bytes path, int flags) MUST_USE;

/* Adds what is in a folder, in any order. False with errno. */
bool folder_list_recorded(struct arena *owner, const struct folder *folder, struct bytes path,
	struct folder_entries *entries) MUST_USE;

#endif
