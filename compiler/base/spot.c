#include "spot.h"

#include "buf.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

struct spot spot_at(struct arena *owner, enum deed deed, struct bytes path)
{
	const char *slash = memrchr(path.at, '/', path.len);
	size_t len = slash ? (size_t)(slash - path.at) : 0;
	return (struct spot){
		.deed = deed,
		.folder = bytes_string(owner, bytes_slice(path, 0, len)),
		.name = bytes_string(owner, bytes_slice(path, slash ? len + 1 : 0, path.len)),
	};
}

void spot_name_temps(struct arena *owner, struct spot *s, struct bytes mark, size_t number)
{
	enum { ADDED_MAX = sizeof "..leme-~" }; /* and the mark */
	bool fits = strlen(s->name) + mark.len + ADDED_MAX <= NAME_MAX;
	struct bytes temp = fits
		? bytes_print(owner, ".%s.leme-" BYTES_FMT, s->name, BYTES_ARG(mark))
		: bytes_print(owner, ".leme-" BYTES_FMT "-%zu", BYTES_ARG(mark), number);
	s->temp = temp.at;
	s->aside = bytes_print(owner, "%s~", temp.at).at;
}

static bool is_unknown_flag(int reason)
{
	return reason == EINVAL || reason == ENOSYS || reason == EOPNOTSUPP;
}

/* False with errno if that cannot be known. */
static bool look(int folder, const char *name, bool *is_there)
{
	struct stat status;
	*is_there = world_stat_at(folder, name, &status) == 0;
	return *is_there || errno == ENOENT;
}

static bool remove_if_there(int folder, const char *name)
{
	return world_remove(folder, name) == 0 || errno == ENOENT;
}

static bool rename_to_free_name(int folder, const char *from, const char *to)
{
	if (world_rename(folder, from, to, RENAME_NOREPLACE) == 0)
		return true;
	if (!is_unknown_flag(errno))
		return false;
	bool taken;
	if (!look(folder, to, &taken))
		return false;
	if (!taken)
		return world_rename(folder, from, to, 0) == 0;
	errno = EEXIST;
	return false;
}

static enum spot_state fail_with(int reason, enum spot_state state)
{
	errno = reason;
	return state;
}

/* The target is never missing: it is linked aside before the new content takes its name. */
static enum spot_state exchange_in_steps(int folder, const struct spot *s)
{
	if (world_link(folder, s->name, s->aside) < 0)
		return SPOT_OLD;
	if (world_rename(folder, s->temp, s->name, 0) < 0) {
		int reason = errno;
		bool cleared = remove_if_there(folder, s->aside);
		return fail_with(reason, cleared ? SPOT_OLD : SPOT_TORN);
	}
	if (world_rename(folder, s->aside, s->temp, 0) == 0)
		return SPOT_NEW;
	int reason = errno;
	bool back = world_rename(folder, s->aside, s->name, 0) == 0;
	return fail_with(reason, back ? SPOT_OLD : SPOT_TORN);
}

static enum spot_state exchange(int folder, const struct spot *s)
{
	if (world_rename(folder, s->temp, s->name, RENAME_EXCHANGE) == 0)
		return SPOT_NEW;
	return is_unknown_flag(errno) ? exchange_in_steps(folder, s) : SPOT_OLD;
}

enum spot_state spot_install(int folder, const struct spot *s)
{
	if (s->deed == DEED_REPLACE)
		return exchange(folder, s);
	bool creates = s->deed == DEED_CREATE;
	const char *from = creates ? s->temp : s->name, *to = creates ? s->name : s->temp;
	return rename_to_free_name(folder, from, to) ? SPOT_NEW : SPOT_OLD;
}

bool spot_restore(int folder, const struct spot *s)
{
	switch (s->deed) {
	case DEED_CREATE:
		return remove_if_there(folder, s->name);
	case DEED_REMOVE:
		return rename_to_free_name(folder, s->temp, s->name);
	default:
		return world_rename(folder, s->temp, s->name, 0) == 0;
	}
}

/* With both names there, nothing was exchanged yet; with aside alone, only its name is wrong. */
bool spot_settle(int folder, const struct spot *s)
{
	bool has_aside = false, has_temp = false;
	if (s->deed == DEED_REPLACE && !look(folder, s->aside, &has_aside))
		return false;
	if (!has_aside)
		return true;
	if (!look(folder, s->temp, &has_temp))
		return false;
	return has_temp ? world_remove(folder, s->aside) == 0
			: world_rename(folder, s->aside, s->temp, 0) == 0;
}

bool spot_clear(int folder, const struct spot *s)
{
	return remove_if_there(folder, s->temp);
}
