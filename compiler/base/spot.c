#include "spot.h"

#include "buf.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

struct spot spot_at(struct arena *owner, enum deed deed, const char *path, const char *known)
{
	const char *slash = strrchr(path, '/');
	struct bytes folder = { path, slash ? (size_t)(slash - path) : 0 };
	return (struct spot){
		.deed = deed,
		.folder = known && bytes_is(folder, known) ? known : bytes_string(owner, folder),
		.name = slash ? slash + 1 : path,
	};
}

struct spot_name spot_temp(const struct spot *s)
{
	enum { ADDED_MAX = sizeof "..leme-~" }; /* and the mark */
	struct spot_name temp;
	if (strlen(s->name) + s->mark.len + ADDED_MAX <= NAME_MAX)
		snprintf(temp.text, sizeof temp.text, ".%s.leme-" BYTES_FMT, s->name,
			BYTES_ARG(s->mark));
	else
		snprintf(temp.text, sizeof temp.text, ".leme-" BYTES_FMT "-%zu", BYTES_ARG(s->mark),
			s->number);
	return temp;
}

/* The temp's name leaves room for one more character. */
static struct spot_name aside_of(const struct spot *s)
{
	struct spot_name aside = spot_temp(s);
	strcat(aside.text, "~");
	return aside;
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
static enum spot_state exchange_in_steps(int folder, const struct spot *s, const char *temp)
{
	struct spot_name name = aside_of(s);
	const char *aside = name.text;
	if (world_link(folder, s->name, aside) < 0)
		return SPOT_OLD;
	if (world_rename(folder, temp, s->name, 0) < 0) {
		int reason = errno;
		bool cleared = remove_if_there(folder, aside);
		return fail_with(reason, cleared ? SPOT_OLD : SPOT_TORN);
	}
	if (world_rename(folder, aside, temp, 0) == 0)
		return SPOT_NEW;
	int reason = errno;
	bool back = world_rename(folder, aside, s->name, 0) == 0;
	return fail_with(reason, back ? SPOT_OLD : SPOT_TORN);
}

static enum spot_state exchange(int folder, const struct spot *s, const char *temp)
{
	if (world_rename(folder, temp, s->name, RENAME_EXCHANGE) == 0)
		return SPOT_NEW;
	return is_unknown_flag(errno) ? exchange_in_steps(folder, s, temp) : SPOT_OLD;
}

enum spot_state spot_install(int folder, const struct spot *s)
{
	struct spot_name name = spot_temp(s);
	const char *temp = name.text;
	if (s->deed == DEED_REPLACE)
		return exchange(folder, s, temp);
	bool creates = s->deed == DEED_CREATE;
	const char *from = creates ? temp : s->name, *to = creates ? s->name : temp;
	return rename_to_free_name(folder, from, to) ? SPOT_NEW : SPOT_OLD;
}

bool spot_restore(int folder, const struct spot *s)
{
	struct spot_name name = spot_temp(s);
	const char *temp = name.text;
	switch (s->deed) {
	case DEED_CREATE:
		return remove_if_there(folder, s->name);
	case DEED_REMOVE:
		return rename_to_free_name(folder, temp, s->name);
	default:
		return world_rename(folder, temp, s->name, 0) == 0;
	}
}

/* With both names there, nothing was exchanged yet; with aside alone, only its name is wrong. */
bool spot_settle(int folder, const struct spot *s)
{
	struct spot_name name = spot_temp(s), other = aside_of(s);
	const char *temp = name.text, *aside = other.text;
	bool has_aside = false, has_temp = false;
	if (s->deed == DEED_REPLACE && !look(folder, aside, &has_aside))
		return false;
	if (!has_aside)
		return true;
	if (!look(folder, temp, &has_temp))
		return false;
	return has_temp ? world_remove(folder, aside) == 0
			: world_rename(folder, aside, temp, 0) == 0;
}

bool spot_clear(int folder, const struct spot *s)
{
	struct spot_name name = spot_temp(s);
	return remove_if_there(folder, name.text);
}
