#include "folder.h"

#include "buf.h"
#include "folder_recorded.h"
#include "message.h"
#include "utf8.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_WAIT_DEFAULT = 10000 };

static void close_handle(void *handle)
{
	struct folder *folder = handle;
	close(folder->handle);
}

/* Whether a path, less the slash at its end, leads to something. */
static bool is_there(struct arena *owner, const char *path)
{
	struct bytes name = bytes_of(path);
	while (name.len > 1 && name.at[name.len - 1] == '/')
		name.len--;
	return access(bytes_string(owner, name), F_OK) == 0;
}

static bool open_failed(struct arena *owner, const char *path, struct diags *d)
{
	struct span at = span_of_path(owner, bytes_of(path));
	const char *why = strerror(errno);
	if (errno != ENOENT && errno != ENOTDIR)
		return diag_world(
			d, at, "file/unreadable", "cannot open the folder '%s': %s", path, why);
	return diag_error(d, at, "file/missing",
		is_there(owner, path) ? N_("'%s' is a file, not a folder")
				      : N_("there is no folder '%s'"),
		path);
}

struct folder *folder_open(struct arena *owner, struct bytes prefix, struct diags *d)
{
	const char *path = prefix.len ? bytes_string(owner, prefix) : ".";
	int handle = world_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
	char real[PATH_MAX];
	if (handle < 0 || !realpath(path, real)) {
		open_failed(owner, path, d);
		if (handle >= 0)
			close(handle);
		return NULL;
	}
	struct folder *folder = arena_new_of(owner, struct folder);
	bool closed = prefix.len == 0 || bytes_ends(prefix, BYTES("/"));
	*folder = (struct folder){
		.prefix = bytes_print(owner, BYTES_FMT "%s", BYTES_ARG(prefix), closed ? "" : "/"),
		.real = bytes_copy(owner, bytes_of(real)),
		.handle = handle,
		.file_limit = OWN_FILE_LIMIT_DEFAULT,
		.lock_wait = LOCK_WAIT_DEFAULT,
		.inputs = inputs_new(owner),
		.secrets = secrets_new(owner),
	};
	arena_undo(owner, close_handle, folder);
	return folder;
}

struct bytes folder_path(struct arena *owner, const struct folder *folder, struct bytes path)
{
	bool other = folder_is_recorded(folder, path) && folder->snapshot->prefix.at;
	struct bytes prefix = other ? folder->snapshot->prefix : folder->prefix;
	if (prefix.len == 0)
		return path;
	return bytes_print(owner, BYTES_FMT BYTES_FMT, BYTES_ARG(prefix), BYTES_ARG(path));
}

struct folder *folder_with(
	struct arena *owner, const struct folder *folder, const struct staged *files, size_t count)
{
	struct folder *view = arena_new_of(owner, struct folder);
	struct staged *all = arena_array_of(owner, struct staged, folder->staged_count + count);
	struct resolved_parent parent = { 0 };
	*view = *folder;
	view->inputs = inputs_new(owner);
	view->staged = all;
	view->staged_count = folder->staged_count + count;
	for (size_t i = 0; i < count; i++)
		all[i] = (struct staged){ folder_resolve(owner, folder, files[i].path, &parent),
			files[i].text };
	if (folder->staged_count)
		memcpy(all + count, folder->staged, folder->staged_count * sizeof *all);
	return view;
}

/* --- paths ------------------------------------------------------------------------------- */

static bool has_control(struct bytes path)
{
	for (size_t i = 0; i < path.len; i++)
		if (memchr("\0\n\r", path.at[i], 3))
			return true;
	return false;
}

bool folder_path_allowed(struct bytes path, struct span at, struct diags *d)
{
	if (has_control(path))
		return diag_error(d, at, "path/form", "a path must not hold a line end or NUL");
	if (bytes_begins(path, BYTES("/")))
		return diag_error(d, at, "path/outside",
			"the path '" BYTES_FMT "' must be relative to the project",
			BYTES_ARG(path));
	struct bytes rest = path.len ? path : BYTES(""), part;
	while (bytes_cut(&rest, '/', &part)) {
		if (bytes_is(part, ".."))
			return diag_error(d, at, "path/outside",
				"the path '" BYTES_FMT "' must not hold '..'", BYTES_ARG(path));
		if (part.len == 0 || bytes_is(part, "."))
			return diag_error(d, at, "path/form",
				"the path '" BYTES_FMT "' has an empty part or a '.'",
				BYTES_ARG(path));
	}
	return true;
}

/* ENOSYS also where a sandbox forbids the call. */
static int open_beneath(const struct folder *folder, const char *path, int flags)
{
	struct open_how how = {
		.flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int handle, tries = 16;
	do /* EAGAIN: something above was renamed while the kernel walked through '..' */
		handle = world_open_how(folder->handle, path, &how, sizeof how);
	while (handle < 0 && errno == EAGAIN && tries--);
	return handle;
}

bool folder_is_link(const struct folder *folder, const char *path)
{
	char to;
	if (!folder_is_recorded(folder, bytes_of(path)))
		return readlinkat(folder->handle, path, &to, 1) >= 0;
	const struct snapshot_file *file = snapshot_file(folder->snapshot, bytes_of(path));
	return file && file->target.at;
}

static bool real_recorded(const struct folder *folder, struct bytes path, char real[PATH_MAX])
{
	const struct snapshot_file *file;
	if (!snapshot_resolve(folder->snapshot, folder->real, path, &file, real))
		return false;
	if (!*real)
		memcpy(real, ".", 2);
	return true;
}

bool folder_real_path(const struct folder *folder, const char *path, char real[PATH_MAX])
{
	char joined[PATH_MAX];
	if (folder_is_recorded(folder, bytes_of(path)))
		return real_recorded(folder, bytes_of(path), real);
	int len = snprintf(joined, sizeof joined, BYTES_FMT "/%s", BYTES_ARG(folder->real), path);
	if (len < 0 || (size_t)len >= sizeof joined) {
		errno = ENAMETOOLONG;
		return false;
	}
	if (!realpath(joined, real))
		return false;
	struct bytes root = folder->real, found = bytes_of(real);
	if (bytes_equal(found, root)) {
		memcpy(real, ".", 2);
		return true;
	}
	size_t begin = root.len + !bytes_is(root, "/");
	if (!bytes_begins(found, root) || real[begin - 1] != '/') {
		errno = EXDEV;
		return false;
	}
	memmove(real, real + begin, found.len - begin + 1);
	return true;
}

int folder_open_at(const struct folder *folder, const char *path, int flags)
{
	if (folder_is_recorded(folder, bytes_of(path)))
		return folder_open_recorded(folder, bytes_of(path), flags);
	int handle = open_beneath(folder, *path ? path : ".", flags);
	if (handle >= 0 || (errno != EXDEV && errno != ENOSYS && errno != EPERM))
		return handle;
	/* A link may leave the folder on its way and yet end inside. */
	bool no_call = errno != EXDEV;
	char real[PATH_MAX];
	if (!folder_real_path(folder, path, real))
		return -1;
	return no_call ? world_open(folder->handle, real, flags | O_NOFOLLOW)
		       : open_beneath(folder, real, flags | O_NOFOLLOW);
}

static const struct staged *find_staged(const struct folder *folder, struct bytes path)
{
	if (!folder->staged_count)
		return NULL;
	struct arena *scratch = arena_new();
	struct resolved_parent parent = { 0 };
	const struct staged *found = NULL;
	struct bytes real = folder_resolve(scratch, folder, path, &parent);
	for (size_t i = 0; !found && i < folder->staged_count; i++)
		if (bytes_equal(folder->staged[i].path, real))
			found = &folder->staged[i];
	arena_end(scratch);
	return found;
}

struct identity folder_identity(const struct folder *folder, struct bytes path)
{
	struct stat status;
	char name[PATH_MAX];
	if (path.len >= sizeof name || find_staged(folder, path) ||
		folder_is_recorded(folder, path))
		return IDENTITY_NONE;
	memcpy(name, path.at, path.len);
	name[path.len] = '\0';
	return fstatat(folder->handle, name, &status, 0) == 0 ? identity_of(&status)
							      : IDENTITY_NONE;
}

static bool has_regular(const struct folder *folder, const char *path)
{
	struct stat status;
	int handle = folder_open_at(folder, path, O_PATH);
	if (handle < 0)
		return errno != ENOENT && errno != ENOTDIR;
	bool regular = fstat(handle, &status) < 0 || S_ISREG(status.st_mode);
	close(handle);
	return regular;
}

bool folder_has_file(const struct folder *folder, struct bytes path)
{
	const struct snapshot_file *file;
	char name[PATH_MAX];
	if (path.len >= sizeof name)
		return false;
	if (find_staged(folder, path))
		return true;
	if (folder_is_recorded(folder, path))
		return snapshot_resolve(folder->snapshot, folder->real, path, &file, name)
			? file != NULL
			: errno != ENOENT && errno != ENOTDIR;
	memcpy(name, path.at, path.len);
	name[path.len] = '\0';
	return has_regular(folder, name);
}

/* --- reading ----------------------------------------------------------------------------- */

struct reading {
	struct arena *owner;
	const struct folder *folder;
	struct bytes path, shown;
	struct span asked_at;
	struct diags *d;
};

static struct span place_of(const struct reading *r)
{
	return r->asked_at.source ? r->asked_at : span_of_path(r->owner, r->shown);
}

static bool is_only_on_disk(const struct reading *r)
{
	const struct snapshot *snapshot = r->folder->snapshot;
	return snapshot && snapshot->add &&
		faccessat(r->folder->handle, bytes_string(r->owner, r->path), F_OK, 0) == 0;
}

static bool lost(const struct reading *r, int reason)
{
	diag_error(r->d, place_of(r), "file/missing", "there is no file '" BYTES_FMT "'",
		BYTES_ARG(r->shown));
	struct near_path near = folder_near(r->owner, r->folder, r->path);
	if (reason == ENOTDIR)
		diag_hint(r->d, "a part of the path is a file, not a folder");
	else if (is_only_on_disk(r))
		diag_hint(r->d, r->folder->snapshot->add, BYTES_ARG(r->shown));
	else if (near.meant.len)
		diag_hint(r->d, "did you mean '" BYTES_FMT "'?", BYTES_ARG(near.meant));
	else if (r->asked_at.source)
		diag_hint(r->d, "create the file or correct the path");
	else
		diag_hint(r->d, "create the file");
	return false;
}

static bool unreadable(const struct reading *r, const char *reason)
{
	return diag_world(r->d, place_of(r), "file/unreadable", "cannot read '" BYTES_FMT "': %s",
		BYTES_ARG(r->shown), reason);
}

static bool outside(const struct reading *r)
{
	if (r->folder->is_source)
		return diag_error(r->d, place_of(r), "path/outside",
			"'" BYTES_FMT "' leads out of its source through a link",
			BYTES_ARG(r->shown));
	diag_error(r->d, place_of(r), "path/outside",
		"'" BYTES_FMT "' leads out of the project through a link", BYTES_ARG(r->shown));
	diag_hint(r->d, "copy what it leads to into the project");
	return false;
}

static bool cannot_open(const struct reading *r, int reason)
{
	if (reason == ENOENT || reason == ENOTDIR)
		return lost(r, reason);
	if (reason == EXDEV)
		return outside(r);
	return unreadable(r, strerror(reason));
}

static bool too_large(const struct reading *r)
{
	size_t limit = r->folder->file_limit, mebi = 1024 * 1024;
	bool whole = limit % mebi == 0;
	diag_error(r->d, span_of_path(r->owner, r->shown), "limit/file",
		"'" BYTES_FMT "' is larger than %zu %s, the limit of a file in the project",
		BYTES_ARG(r->shown), whole ? limit / mebi : limit, whole ? "MiB" : "bytes");
	diag_hint(r->d, "raise the limit with --max-file");
	return false;
}

/* Spans count in 32 bits, so that no setting of the limit goes beyond. */
static bool is_too_large(const struct reading *r, size_t size)
{
	return size > r->folder->file_limit || size > UINT32_MAX;
}

static bool is_readable_file(const struct reading *r, const struct stat *status)
{
	if (S_ISDIR(status->st_mode))
		return unreadable(r, _("it is a folder"));
	if (!S_ISREG(status->st_mode))
		return unreadable(r, _("it is not a regular file"));
	if (status->st_size < 0 || is_too_large(r, (size_t)status->st_size))
		return too_large(r);
	return true;
}

/*
 * Reads to the end, even if the file grows meanwhile. A NUL that does not count is behind it. A
 * regular file gives less than was asked for only at its end.
 */
static bool read_all(const struct reading *r, int handle, size_t size, struct bytes *text)
{
	size_t room = size + 1, len = 0;
	char *at = arena_take(r->owner, room);
	for (;;) {
		ssize_t got = world_read(handle, at + len, room - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return unreadable(r, strerror(errno));
		if (got == 0)
			break;
		bool at_end = (size_t)got < room - len && len + (size_t)got == size;
		len += (size_t)got;
		if (is_too_large(r, len))
			return too_large(r);
		if (at_end)
			break;
		if (len == room)
			at = array_room(r->owner, at, len, &room, 1);
	}
	*text = (struct bytes){ at, len };
	return true;
}

/* The identity is taken before the text, so that a write between the two shows in it later. */
static bool read_handle(
	const struct reading *r, int handle, struct bytes *text, struct identity *identity)
{
	struct stat status;
	if (world_stat(handle, &status) < 0)
		return unreadable(r, strerror(errno));
	*identity = identity_of(&status);
	return is_readable_file(r, &status) && read_all(r, handle, (size_t)status.st_size, text);
}

static struct source *source_in(
	struct arena *owner, const struct reading *r, struct bytes path, struct bytes text)
{
	struct source *source = source_new(owner, r->shown, path, text);
	source->secrets = r->folder->secrets;
	return source;
}

static struct source *take_recorded(
	const struct reading *r, struct bytes path, const struct snapshot_file *file)
{
	const struct snapshot *snapshot = r->folder->snapshot;
	size_t limit = r->folder->file_limit < UINT32_MAX ? r->folder->file_limit : UINT32_MAX;
	struct bytes text, why;
	if (!file) {
		unreadable(r, _("it is a folder"));
		return NULL;
	}
	enum snapshot_answer answer = snapshot->read(
		snapshot->keeper, r->owner, file->id, limit, &text, &why);
	if (answer == SNAPSHOT_READ) {
		struct source *source = source_in(r->owner, r, path, text);
		source->is_past = snapshot->prefix.at;
		return source;
	}
	if (answer == SNAPSHOT_TOO_LARGE)
		too_large(r);
	else
		unreadable(r, bytes_string(r->owner, why));
	return NULL;
}

static struct source *read_recorded(
	const struct reading *r, struct bytes path, enum missing missing)
{
	const struct snapshot_file *file;
	char real[PATH_MAX];
	if (snapshot_resolve(r->folder->snapshot, r->folder->real, path, &file, real))
		return take_recorded(r, path, file);
	if (missing == MISSING_IS_ERROR || (errno != ENOENT && errno != ENOTDIR))
		cannot_open(r, errno);
	return NULL;
}

struct source *folder_read_raw(struct arena *owner, const struct folder *folder, struct bytes path,
	enum missing missing, struct span asked_at, struct diags *d)
{
	struct reading r = { owner, folder, path, folder_path(owner, folder, path), asked_at, d };
	if (!folder_path_allowed(path, place_of(&r), d))
		return NULL;
	const struct staged *staged = find_staged(folder, path);
	if (staged)
		return source_in(owner, &r, path, staged->text);
	if (folder_is_recorded(folder, path))
		return read_recorded(&r, path, missing);
	/* O_NONBLOCK: opening a FIFO would wait for its writer. */
	int handle = folder_open_at(folder, bytes_string(owner, path), O_RDONLY | O_NONBLOCK);
	if (handle < 0) {
		if (missing == MISSING_IS_ERROR || (errno != ENOENT && errno != ENOTDIR))
			cannot_open(&r, errno);
		return NULL;
	}
	struct bytes text;
	struct identity identity;
	bool read = read_handle(&r, handle, &text, &identity);
	close(handle);
	if (!read)
		return NULL;
	struct source *source = source_in(owner, &r, path, text);
	source->identity = identity;
	return source;
}

/* --- encoding ---------------------------------------------------------------------------- */

static bool encoding_fault(const struct source *source, size_t offset, size_t len, struct diags *d)
{
	struct span at = { source, (uint32_t)offset, (uint32_t)(offset + len) };
	unsigned char byte = (unsigned char)source->text.at[offset];
	if (len == 3)
		return diag_error(d, at, "file/encoding",
			"a byte order mark inside the text, at byte offset %zu", offset);
	if (byte == 0)
		return diag_error(
			d, at, "file/encoding", "a NUL in the text, at byte offset %zu", offset);
	diag_error(d, at, "file/encoding", "the text is not UTF-8: byte 0x%02X at byte offset %zu",
		byte, offset);
	diag_hint(d, "save the file as UTF-8");
	return false;
}

bool source_is_proper(const struct source *source, struct diags *d)
{
	struct bytes text = source->text;
	const char *nul = text.len ? memchr(text.at, '\0', text.len) : NULL;
	size_t end = nul ? (size_t)(nul - text.at) : text.len;
	size_t bad = utf8_invalid(bytes_slice(text, 0, end));
	if (bad < text.len)
		return encoding_fault(source, bad, 1, d);
	/* Looking for its first byte is much faster, and finds nothing in most files. */
	size_t mark = text.len && memchr(text.at, 0xEF, text.len)
		? bytes_find(text, BYTES("\xEF\xBB\xBF"), 1)
		: text.len;
	return mark == text.len || encoding_fault(source, mark, 3, d);
}

struct source *folder_read_unnoted(struct arena *owner, const struct folder *folder,
	struct bytes path, enum missing missing, struct span asked_at, struct diags *d)
{
	struct source *source = folder_read_raw(owner, folder, path, missing, asked_at, d);
	return source && source_is_proper(source, d) ? source : NULL;
}

struct source *folder_read(struct arena *owner, const struct folder *folder, struct bytes path,
	enum missing missing, struct span asked_at, struct diags *d)
{
	struct source *source = folder_read_raw(owner, folder, path, missing, asked_at, d);
	inputs_note(folder->inputs, path, source ? source->identity : IDENTITY_NONE);
	return source && source_is_proper(source, d) ? source : NULL;
}
