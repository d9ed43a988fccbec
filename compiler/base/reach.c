#include "reach.h"

#include "world.h"

#include <fcntl.h>
#include <unistd.h>

static bool note_system(struct reach *reach, int handle)
{
	struct stat status;
	if (world_stat(handle, &status) < 0)
		return false;
	size_t i = 0;
	while (i < reach->systems && i < REACH_SYSTEMS && reach->system[i].device != status.st_dev)
		i++;
	if (i < reach->systems)
		return true;
	reach->systems++;
	if (i == REACH_SYSTEMS)
		return true;
	reach->system[i].device = status.st_dev;
	reach->system[i].handle = fcntl(handle, F_DUPFD_CLOEXEC, 0);
	return reach->system[i].handle >= 0;
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
	reach->path = path;
	return note_system(reach, reach->handle) ? reach->handle : -1;
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
