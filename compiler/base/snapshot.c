#include "snapshot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINKS_MOST = 40 };

static int by_path(const void *a, const void *b)
{
	const struct snapshot_file *x = a, *y = b;
	return bytes_compare(x->path, y->path);
}

void snapshot_sort(struct snapshot *snapshot)
{
	if (snapshot->count)
		qsort(snapshot->at, snapshot->count, sizeof *snapshot->at, by_path);
}

/* --- looking up ------------------------------------------------------------------------------- */

/* How the path of a file stands to `path`, with a '/' behind it if it is a folder's. */
static int compare(struct bytes file, struct bytes path, bool as_folder)
{
	size_t len = file.len < path.len ? file.len : path.len;
	int order = len ? memcmp(file.at, path.at, len) : 0;
	if (order || file.len < path.len)
		return order ? order : -1;
	if (!as_folder)
		return file.len > path.len;
	return file.len == path.len ? -1 : (unsigned char)file.at[path.len] - '/';
}

/* The first that is not before it: with as_folder the first below it, if there are any. */
static size_t first_from(const struct snapshot *snapshot, struct bytes path, bool as_folder)
{
	size_t begin = 0, end = snapshot->count;
	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;
		if (compare(snapshot->at[middle].path, path, as_folder) < 0)
			begin = middle + 1;
		else
			end = middle;
	}
	return begin;
}

static bool is_below(struct bytes file, struct bytes folder)
{
	return !folder.len ||
		(file.len > folder.len && file.at[folder.len] == '/' && bytes_begins(file, folder));
}

const struct snapshot_file *snapshot_file(const struct snapshot *snapshot, struct bytes path)
{
	size_t i = first_from(snapshot, path, false);
	bool found = i < snapshot->count && bytes_equal(snapshot->at[i].path, path);
	return found ? &snapshot->at[i] : NULL;
}

static bool has_folder(const struct snapshot *snapshot, struct bytes path)
{
	size_t i = path.len ? first_from(snapshot, path, true) : 0;
	return !path.len || (i < snapshot->count && is_below(snapshot->at[i].path, path));
}

/* --- links ------------------------------------------------------------------------------------ */

/* A way that is being gone: `real` is absolute, the root being "", and `rest` is yet to go. */
struct way {
	const struct snapshot *snapshot;
	struct bytes root;
	char *real;
	size_t len;
	char rest[PATH_MAX];
	const struct snapshot_file *file;
	unsigned links;
};

static bool fail(int reason)
{
	errno = reason;
	return false;
}

/* What is reached so far as a path in the folder; false if it is not in it. */
static bool inside(const struct way *way, struct bytes *path)
{
	struct bytes real = { way->real, way->len };
	*path = bytes_slice(real, way->root.len + 1, real.len);
	return bytes_equal(real, way->root) || is_below(real, way->root);
}

/* Puts the way of a link before what is yet to go. */
static bool go_by_link(struct way *way, struct bytes target, struct bytes rest)
{
	char joined[PATH_MAX];
	if (++way->links > LINKS_MOST)
		return fail(ELOOP);
	int len = snprintf(joined, sizeof joined, BYTES_FMT "%s" BYTES_FMT, BYTES_ARG(target),
		rest.at ? "/" : "", BYTES_ARG(rest));
	if (len < 0 || (size_t)len >= sizeof joined)
		return fail(ENAMETOOLONG);
	memcpy(way->rest, joined, (size_t)len + 1);
	return true;
}

static void go_up(struct way *way)
{
	while (way->len && way->real[way->len - 1] != '/')
		way->len--;
	way->len -= way->len > 0;
}

static bool go_down(struct way *way, struct bytes name)
{
	if (way->len + name.len + 2 > PATH_MAX)
		return fail(ENAMETOOLONG);
	way->real[way->len++] = '/';
	memcpy(way->real + way->len, name.at, name.len);
	way->len += name.len;
	return true;
}

/* What stands at the place reached: NULL and true for a folder, and for what is not in here. */
static bool look(struct way *way)
{
	struct bytes path;
	way->file = NULL;
	if (!inside(way, &path))
		return true;
	way->file = snapshot_file(way->snapshot, path);
	return way->file || has_folder(way->snapshot, path) || fail(ENOENT);
}

static bool step(struct way *way, struct bytes name, struct bytes rest)
{
	if (way->file)
		return fail(ENOTDIR);
	if (!name.len || bytes_is(name, "."))
		name.len = 0;
	else if (bytes_is(name, ".."))
		go_up(way);
	else if (!go_down(way, name))
		return false;
	if (!look(way))
		return false;
	if (!way->file || !way->file->target.at) {
		memmove(way->rest, rest.len ? rest.at : "", rest.len);
		way->rest[rest.len] = '\0';
		return true;
	}
	struct bytes target = way->file->target;
	way->file = NULL;
	go_up(way);
	if (bytes_begins(target, BYTES("/")))
		way->len = 0;
	return go_by_link(way, target, rest);
}

bool snapshot_resolve(const struct snapshot *snapshot, struct bytes root, struct bytes path,
	const struct snapshot_file **file, char real[PATH_MAX])
{
	struct way way = { .snapshot = snapshot, .root = root, .real = real };
	struct bytes found;
	if (bytes_is(root, "/"))
		way.root.len = 0;
	if (way.root.len >= PATH_MAX || path.len >= PATH_MAX)
		return fail(ENAMETOOLONG);
	memcpy(real, way.root.at, way.root.len);
	way.len = way.root.len;
	if (path.len)
		memcpy(way.rest, path.at, path.len);
	bool is_folder = false; /* as a '/' behind it says */
	while (way.rest[0]) {
		struct bytes rest = bytes_of(way.rest), name;
		bytes_cut(&rest, '/', &name);
		is_folder = rest.at && !rest.len;
		if (!step(&way, name, rest))
			return false;
	}
	if (way.file && is_folder)
		return fail(ENOTDIR);
	if (!inside(&way, &found))
		return fail(EXDEV);
	memmove(real, found.at, found.len);
	real[found.len] = '\0';
	*file = way.file;
	return true;
}

/* --- folders ---------------------------------------------------------------------------------- */

struct snapshot_walk snapshot_walk(const struct snapshot *snapshot, struct bytes real)
{
	return (struct snapshot_walk){ .snapshot = snapshot,
		.next = real.len ? first_from(snapshot, real, true) : 0,
		.head = real.len ? real.len + 1 : 0,
		.folder = real };
}

bool snapshot_next(struct snapshot_walk *walk, struct snapshot_entry *entry)
{
	const struct snapshot *snapshot = walk->snapshot;
	if (walk->next >= snapshot->count || !is_below(snapshot->at[walk->next].path, walk->folder))
		return false;
	const struct snapshot_file *file = &snapshot->at[walk->next++];
	struct bytes rest = bytes_slice(file->path, walk->head, file->path.len), whole = rest;
	bytes_cut(&rest, '/', &entry->name);
	entry->file = entry->name.len == whole.len ? file : NULL;
	if (entry->file)
		return true;
	struct bytes below = bytes_slice(file->path, 0, walk->head + entry->name.len);
	while (walk->next < snapshot->count && is_below(snapshot->at[walk->next].path, below))
		walk->next++;
	return true;
}
