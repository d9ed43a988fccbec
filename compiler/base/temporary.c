#include "temporary.h"

#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct temporary {
	struct arena *owner;
	char *path; /* mkdtemp() writes the end of it */
	struct {
		ARRAY(const char *);
	} made; /* in the order of making: what is in a folder behind it */
};

/* A folder is no file: what fails as one is the other. */
static void remove_all(void *handle)
{
	struct temporary *temporary = handle;
	for (size_t i = temporary->made.count; i-- > 0;)
		(void)remove(temporary->made.at[i]);
	(void)rmdir(temporary->path);
}

static const char *path_of(struct temporary *temporary, struct bytes path)
{
	const char *whole = bytes_string(temporary->owner,
		bytes_join(temporary->owner, bytes_of(temporary->path), BYTES("/"), path));
	*array_push(temporary->owner, &temporary->made) = whole;
	return whole;
}

static bool make_folders(struct temporary *temporary, struct bytes path)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.at[i] == '/' &&
			mkdir(path_of(temporary, bytes_slice(path, 0, i)), 0700) < 0 &&
			errno != EEXIST)
			return false;
	return true;
}

static bool write_file(struct temporary *temporary, const struct staged *file)
{
	if (!make_folders(temporary, file->path))
		return false;
	FILE *stream = fopen(path_of(temporary, file->path), "w");
	if (!stream)
		return false;
	bool good = fwrite(file->text.at, 1, file->text.len, stream) == file->text.len;
	return fclose(stream) == 0 && good;
}

static char *form_of(struct arena *owner)
{
	static const char name[] = "/leme-XXXXXX";
	const char *place = getenv("TMPDIR");
	struct bytes folder = bytes_of(place && *place ? place : "/tmp");
	char *form = arena_take(owner, folder.len + sizeof name);
	memcpy(form, folder.at, folder.len);
	memcpy(form + folder.len, name, sizeof name);
	return form;
}

struct folder *temporary_folder(
	struct arena *owner, const struct staged *files, size_t count, struct diags *d)
{
	struct temporary *temporary = arena_new_of(owner, struct temporary);
	temporary->owner = owner;
	temporary->path = form_of(owner);
	bool good = mkdtemp(temporary->path);
	if (good)
		arena_undo(owner, remove_all, temporary);
	for (size_t i = 0; good && i < count; i++)
		good = write_file(temporary, &files[i]);
	if (good)
		return folder_open(owner, bytes_print(owner, "%s/", temporary->path), d);
	diag_world(d, span_of_path(owner, bytes_of(temporary->path)), "file/unwritable",
		N_("cannot be written: %s"), strerror(errno));
	return NULL;
}
