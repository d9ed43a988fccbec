#include "folder_recorded.h"

#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

struct folder *folder_at(
	struct arena *owner, const struct folder *folder, const struct snapshot *snapshot)
{
	struct folder *view = arena_new_of(owner, struct folder);
	*view = *folder;
	view->inputs = inputs_new(owner);
	view->snapshot = snapshot;
	return view;
}

bool folder_is_recorded(const struct folder *folder, struct bytes path)
{
	struct bytes state = BYTES(".leme");
	if (!folder->snapshot)
		return false;
	return !bytes_begins(path, state) || (path.len > state.len && path.at[state.len] != '/');
}

/* --- opening ---------------------------------------------------------------------------------- */

static bool write_from_start(int handle, struct bytes text)
{
	return world_write(handle, text.at, text.len) && lseek(handle, 0, SEEK_SET) == 0;
}

static int open_text(struct bytes text)
{
	int handle = memfd_create("leme", MFD_CLOEXEC);
	if (handle < 0 || write_from_start(handle, text))
		return handle;
	int reason = errno;
	close(handle);
	errno = reason;
	return -1;
}

int folder_open_recorded(const struct folder *folder, struct bytes path, int flags)
{
	const struct snapshot *snapshot = folder->snapshot;
	const struct snapshot_file *file;
	char real[PATH_MAX];
	struct bytes text, why;
	if (!snapshot_resolve(snapshot, folder->real, path, &file, real))
		return -1;
	if (!file || flags & O_DIRECTORY) {
		errno = file ? ENOTDIR : EISDIR;
		return -1;
	}
	struct arena *scratch = arena_new();
	bool read = snapshot->read(snapshot->keeper, scratch, file->id, SIZE_MAX, &text, &why) ==
		SNAPSHOT_READ;
	int handle = read ? open_text(text) : -1;
	int reason = read ? errno : EIO;
	arena_end(scratch);
	errno = reason;
	return handle;
}

/* --- listing ---------------------------------------------------------------------------------- */

/* A link that leads out of the folder is left to whoever reads it. */
static struct folder_entry link_entry(
	const struct folder *folder, const struct snapshot_entry *entry)
{
	struct folder_entry found = { entry->name, ENTRY_FILE, true };
	const struct snapshot_file *file;
	char real[PATH_MAX];
	if (snapshot_resolve(folder->snapshot, folder->real, entry->file->path, &file, real))
		found.kind = file ? ENTRY_FILE : ENTRY_FOLDER;
	else if (errno != EXDEV)
		found.kind = ENTRY_LOST;
	return found;
}

static void take_listed(struct arena *owner, const struct folder *folder,
	const struct snapshot_entry *entry, struct folder_entries *entries)
{
	struct folder_entry found = { entry->name, entry->file ? ENTRY_FILE : ENTRY_FOLDER, false };
	if (entry->file && entry->file->target.at)
		found = link_entry(folder, entry);
	*array_push(owner, entries) = found;
}

bool folder_list_recorded(struct arena *owner, const struct folder *folder, struct bytes path,
	struct folder_entries *entries)
{
	const struct snapshot_file *file;
	struct snapshot_entry entry;
	char real[PATH_MAX];
	if (!snapshot_resolve(folder->snapshot, folder->real, path, &file, real))
		return false;
	if (file) {
		errno = ENOTDIR;
		return false;
	}
	struct snapshot_walk walk = snapshot_walk(
		folder->snapshot, bytes_copy(owner, bytes_of(real)));
	while (snapshot_next(&walk, &entry))
		take_listed(owner, folder, &entry, entries);
	return true;
}
