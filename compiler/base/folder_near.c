#include "folder_recorded.h"

#include "nearest.h"
#include "utf8.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Of more, none is looked at: they only serve a hint. */
enum { NAMES_MOST = 4096 };

static void list_names(struct arena *owner, DIR *entries, struct texts *names)
{
	const struct dirent *entry;
	while (names->count <= NAMES_MOST && (entry = readdir(entries)))
		if (entry->d_name[0] != '.')
			*array_push(owner, names) = bytes_copy(owner, bytes_of(entry->d_name));
	if (names->count > NAMES_MOST)
		names->count = 0;
	if (names->count)
		qsort(names->at, names->count, sizeof *names->at, bytes_order);
}

static void list_recorded(
	struct arena *owner, const struct folder *folder, struct bytes path, struct texts *names)
{
	struct folder_entries entries = { 0 };
	if (!folder_list_recorded(owner, folder, path, &entries) || entries.count > NAMES_MOST)
		return;
	for (size_t i = 0; i < entries.count; i++)
		if (entries.at[i].name.at[0] != '.')
			*array_push(owner, names) = entries.at[i].name;
	if (names->count)
		qsort(names->at, names->count, sizeof *names->at, bytes_order);
}

struct texts folder_names(struct arena *owner, const struct folder *folder, struct bytes path)
{
	struct texts names = { 0 };
	if (folder_is_recorded(folder, path)) {
		list_recorded(owner, folder, path, &names);
		return names;
	}
	int handle = folder_open_at(
		folder, bytes_string(owner, path), O_RDONLY | O_DIRECTORY | O_NONBLOCK);
	DIR *entries = handle < 0 ? NULL : fdopendir(handle);
	if (!entries && handle >= 0)
		close(handle);
	if (!entries)
		return names;
	list_names(owner, entries, &names);
	closedir(entries);
	return names;
}

struct bytes name_near(struct arena *owner, struct bytes name, struct texts names)
{
	struct bytes slug = utf8_slug(owner, name);
	for (size_t i = 0; i < names.count; i++)
		if (bytes_equal(slug, utf8_slug(owner, names.at[i])))
			return names.at[i];
	return nearest(name, names.at, names.count);
}

static bool exists(struct arena *owner, const struct folder *folder, struct bytes path)
{
	char real[PATH_MAX];
	if (folder_is_recorded(folder, path))
		return folder_real_path(folder, bytes_string(owner, path), real);
	int handle = folder_open_at(folder, bytes_string(owner, path), O_PATH);
	if (handle >= 0)
		close(handle);
	return handle >= 0;
}

static struct bytes join(struct arena *owner, struct bytes above, struct bytes name)
{
	return above.len ? bytes_join(owner, above, BYTES("/"), name) : name;
}

/* What is there and yet leads nowhere is a link, and not what is meant. */
static struct bytes near_part(
	struct arena *owner, const struct folder *folder, struct bytes above, struct bytes part)
{
	struct bytes near = name_near(owner, part, folder_names(owner, folder, above));
	return !bytes_equal(near, part) ? near : (struct bytes){ 0 };
}

struct near_path folder_near(struct arena *owner, const struct folder *folder, struct bytes path)
{
	struct near_path near = { 0 };
	struct bytes rest = path, above = { 0 }, part;
	while (rest.len) {
		struct bytes before = rest;
		bytes_cut(&rest, '/', &part);
		struct bytes here = join(owner, above, part);
		if (glob_is_pattern(part)) {
			above = join(owner, above, before);
			break;
		}
		if (!exists(owner, folder, here)) {
			part = near_part(owner, folder, above, part);
			if (!near.missing.len)
				near.missing = here;
			if (!part.len)
				return near;
			here = join(owner, above, part);
		}
		above = here;
	}
	near.meant = near.missing.len ? above : near.meant;
	return near;
}
