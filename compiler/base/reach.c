#include "reach.h"

#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Beyond the room only the count goes on. */
static bool note_system(struct reach *reach, int handle)
{
	struct stat status;
	if (world_stat(handle, &status) < 0)
		return false;
	for (size_t i = 0; i < reach->systems && i < REACH_SYSTEMS; i++)
		if (reach->system[i].device == status.st_dev)
			return true;
	if (reach->systems < REACH_SYSTEMS) {
		int kept = fcntl(handle, F_DUPFD_CLOEXEC, 0);
		if (kept < 0)
			return false;
		reach->system[reach->systems].device = status.st_dev;
		reach->system[reach->systems].handle = kept;
	}
	reach->systems++;
	return true;
}

int reach_folder(struct reach *reach, const char *path)
{
	if (reach->path && strcmp(reach->path, path) == 0)
		return reach->handle;
	if (reach->path)
		close(reach->handle);
	reach->path = NULL;
	reach->handle = folder_open_at(reach->folder, path, O_RDONLY | O_DIRECTORY);
	if (reach->handle < 0)
		return -1;
	if (note_system(reach, reach->handle)) {
		reach->path = path;
		return reach->handle;
	}
	int reason = errno;
	close(reach->handle);
	errno = reason;
	return -1;
}

bool reach_sync(const struct reach *reach)
{
	if (reach->systems > REACH_SYSTEMS) {
		sync();
		return true;
	}
	for (size_t i = 0; i < reach->systems; i++)
		if (world_sync_system(reach->system[i].handle) < 0)
			return false;
	return true;
}

void reach_end(struct reach *reach)
{
	if (reach->path)
		close(reach->handle);
	for (size_t i = 0; i < reach->systems && i < REACH_SYSTEMS; i++)
		close(reach->system[i].handle);
	*reach = reach_new(reach->folder);
}
