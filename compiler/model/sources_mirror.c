#include "model.h"

#include "base/digest.h"
#include "base/message.h"
#include "base/world.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* A path below a source or the project. */
struct spot_in {
	const struct folder *folder;
	struct bytes path;
};

static struct spot_in spot_of(struct arena *owner, const struct sources *sources, struct bytes file)
{
	const struct source_root *root = sources_root(sources, file);
	struct bytes rest = file, name;
	if (!root)
		return (struct spot_in){ sources_project(sources), file };
	bytes_cut(&rest, ':', &name);
	return (struct spot_in){ root->folder, bytes_copy(owner, rest) };
}

static bool unreadable(
	struct arena *owner, const struct spot_in *spot, struct span asked_at, struct diags *d)
{
	struct bytes shown = folder_path(owner, spot->folder, spot->path);
	struct span at = asked_at.source ? asked_at : span_of_path(owner, shown);
	if (errno == EXDEV)
		return diag_error(d, at, "path/outside",
			N_("'" BYTES_FMT "' leads out of its source through a link"),
			BYTES_ARG(shown));
	return diag_world(d, at, "file/unreadable", N_("cannot read '" BYTES_FMT "': %s"),
		BYTES_ARG(shown), strerror(errno));
}

static int open_spot(struct arena *owner, const struct spot_in *spot, int flags)
{
	return folder_open_at(spot->folder, bytes_string(owner, spot->path), flags | O_NONBLOCK);
}

/* --- what is near ----------------------------------------------------------------------------- */

/* The only one is near, be it what it may. */
static struct bytes near_of(struct arena *owner, struct bytes name, struct texts names)
{
	struct bytes near = name_near(owner, name, names);
	return !near.len && names.count == 1 ? names.at[0] : near;
}

/* --- finding ---------------------------------------------------------------------------------- */

/* A part of a path that is not a path itself. */
static bool is_one_part(struct bytes text, struct span at, struct diags *d)
{
	if (text.len && !memchr(text.at, '/', text.len))
		return folder_path_allowed(text, at, d);
	return diag_error(d, at, "path/form",
		N_("'" BYTES_FMT "' cannot be the name of a file or folder in the mirror"),
		BYTES_ARG(text));
}

static void tell_lack(struct arena *owner, const struct sources *sources, struct bytes above,
	enum mirror_lack lack, struct bytes missing, struct mirror_file *found)
{
	struct spot_in spot = spot_of(owner, sources, above);
	found->lack = lack;
	found->missing = missing;
	found->near = near_of(owner, missing, folder_names(owner, spot.folder, spot.path));
}

/* Where a folder ends whose name is `NAME:a/b`: what is above its last part. */
static struct bytes above_of(struct bytes file, struct bytes *last)
{
	size_t cut = file.len;
	while (cut && file.at[cut - 1] != '/' && file.at[cut - 1] != ':')
		cut--;
	*last = bytes_slice(file, cut, file.len);
	return bytes_slice(file, 0, cut && file.at[cut - 1] == '/' ? cut - 1 : cut);
}

static bool is_folder(struct arena *owner, const struct sources *sources, struct bytes file)
{
	struct spot_in spot = spot_of(owner, sources, file);
	return folder_has_folder(spot.folder, spot.path);
}

static void find_lack(struct arena *owner, const struct sources *sources,
	const struct mirror_place *place, struct mirror_file *found)
{
	struct bytes last, below = bytes_join(owner, place->folder, BYTES("/"), place->version);
	if (is_folder(owner, sources, below)) {
		tell_lack(owner, sources, below, MIRROR_LACKS_NAME, place->name, found);
	} else if (is_folder(owner, sources, place->folder)) {
		tell_lack(
			owner, sources, place->folder, MIRROR_LACKS_VERSION, place->version, found);
	} else {
		struct bytes above = above_of(place->folder, &last);
		tell_lack(owner, sources, above, MIRROR_LACKS_FOLDER, last, found);
	}
}

static enum source_answer measure(struct arena *owner, int handle, const struct spot_in *spot,
	struct span asked_at, struct mirror_file *found, struct diags *d)
{
	struct stat status;
	bool known = world_stat(handle, &status) == 0;
	if (known && !S_ISREG(status.st_mode)) {
		diag_error(d, asked_at, "file/unreadable", N_("'" BYTES_FMT "' is no regular file"),
			BYTES_ARG(found->path));
		known = false;
	} else if (!known) {
		unreadable(owner, spot, asked_at, d);
	}
	found->size = known ? (uint64_t)status.st_size : 0;
	close(handle);
	return known ? SOURCE_FOUND : SOURCE_BAD;
}

enum source_answer mirror_find(struct arena *owner, const struct sources *sources,
	const struct mirror_place *place, struct mirror_file *found, struct diags *d)
{
	*found = (struct mirror_file){ 0 };
	if (!sources_path_allowed(sources, place->folder, place->asked_at, d) ||
		!is_one_part(place->version, place->asked_at, d) ||
		!is_one_part(place->name, place->asked_at, d))
		return SOURCE_BAD;
	found->file = bytes_print(owner, BYTES_FMT "/" BYTES_FMT "/" BYTES_FMT,
		BYTES_ARG(place->folder), BYTES_ARG(place->version), BYTES_ARG(place->name));
	struct spot_in spot = spot_of(owner, sources, found->file);
	if (!spot.folder)
		return SOURCE_ABSENT;
	found->path = folder_path(owner, spot.folder, spot.path);
	int handle = open_spot(owner, &spot, O_RDONLY);
	if (handle >= 0)
		return measure(owner, handle, &spot, place->asked_at, found, d);
	if (errno != ENOENT && errno != ENOTDIR) {
		unreadable(owner, &spot, place->asked_at, d);
		return SOURCE_BAD;
	}
	find_lack(owner, sources, place, found);
	return SOURCE_NO_FILE;
}

/* --- digest ----------------------------------------------------------------------------------- */

enum { PIECE = 256 * 1024 };

static bool add_all(struct digest *digest, int handle, char *piece)
{
	for (;;) {
		ssize_t got = world_read(handle, piece, PIECE);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		digest_add(digest, (struct bytes){ piece, (size_t)got });
	}
}

struct bytes mirror_digest(struct arena *owner, const struct sources *sources,
	const struct mirror_file *found, struct diags *d)
{
	struct spot_in spot = spot_of(owner, sources, found->file);
	struct arena *scratch = arena_new();
	struct digest *digest = digest_new(scratch);
	struct bytes hex = { 0 };
	int handle = open_spot(owner, &spot, O_RDONLY);
	if (handle >= 0 && add_all(digest, handle, arena_take_unset(scratch, PIECE)))
		hex = digest_end(owner, digest);
	else
		unreadable(owner, &spot, (struct span){ 0 }, d);
	if (handle >= 0)
		close(handle);
	arena_end(scratch);
	return hex;
}
