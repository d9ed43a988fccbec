#include "folder.h"

#include "buf.h"
#include "folder_recorded.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARTS_MAX = 64 };

/* A folder to look into, with the set of the parts that its entries may match. */
struct visit {
	struct bytes path; /* "" or closed by '/' */
	uint64_t parts;
};

struct search {
	struct arena *owner;
	const struct folder *folder;
	struct span at;
	struct texts *found;
	struct diags *d;
	size_t count;
	struct bytes parts[PARTS_MAX];
	struct {
		ARRAY(struct visit);
	} visits;
};

enum kind { KIND_OTHER, KIND_FILE, KIND_FOLDER, KIND_LINK_TO_FOLDER };

static bool is_descent(struct bytes part)
{
	return bytes_is(part, "**");
}

static bool is_hidden(struct bytes name)
{
	return name.at[0] == '.';
}

/* `**` stands for no folder too: the part behind it may match at once. */
static uint64_t with_empty_descents(const struct search *s, uint64_t parts)
{
	for (size_t i = 0; i + 1 < s->count; i++)
		if (parts >> i & 1 && is_descent(s->parts[i]))
			parts |= (uint64_t)2 << i;
	return parts;
}

static bool part_matches(struct bytes part, struct bytes name)
{
	return (!is_hidden(name) || part.at[0] == '.') && glob_matches(part, name);
}

static bool file_matches(const struct search *s, uint64_t parts, struct bytes name)
{
	return parts >> (s->count - 1) & 1 && part_matches(s->parts[s->count - 1], name);
}

/* The parts that the entries of a folder of that name may match; none: do not enter it. */
static uint64_t parts_inside(
	const struct search *s, uint64_t parts, struct bytes name, enum kind kind)
{
	uint64_t inside = 0;
	for (size_t i = 0; i < s->count; i++) {
		if (!(parts >> i & 1))
			continue;
		if (!is_descent(s->parts[i])) {
			if (i + 1 < s->count && part_matches(s->parts[i], name))
				inside |= (uint64_t)2 << i;
		} else if (kind == KIND_FOLDER && !is_hidden(name)) {
			inside |= (uint64_t)1 << i;
		}
	}
	return with_empty_descents(s, inside);
}

static enum kind kind_of_link(int handle, const char *name)
{
	struct stat status;
	if (fstatat(handle, name, &status, 0) < 0)
		return KIND_FILE;
	if (S_ISDIR(status.st_mode))
		return KIND_LINK_TO_FOLDER;
	return S_ISREG(status.st_mode) ? KIND_FILE : KIND_OTHER;
}

static enum kind kind_of(int handle, const struct dirent *entry)
{
	int type = entry->d_type;
	struct stat status;
	if (type == DT_UNKNOWN && fstatat(handle, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0)
		type = (int)IFTODT(status.st_mode);
	if (type == DT_LNK)
		return kind_of_link(handle, entry->d_name);
	return type == DT_REG ? KIND_FILE : type == DT_DIR ? KIND_FOLDER : KIND_OTHER;
}

/* What it is may cost a question, so only those are looked at that the pattern is about. */
static bool concerns(const struct search *s, struct visit visit, struct bytes name)
{
	return parts_inside(s, visit.parts, name, KIND_FOLDER) ||
		file_matches(s, visit.parts, name);
}

static void take_name(struct search *s, struct visit visit, struct bytes name, enum kind kind)
{
	uint64_t inside = parts_inside(s, visit.parts, name, KIND_FOLDER);
	bool matches = file_matches(s, visit.parts, name);
	if (kind == KIND_FILE && matches)
		*array_push(s->owner, s->found) = bytes_print(
			s->owner, BYTES_FMT BYTES_FMT, BYTES_ARG(visit.path), BYTES_ARG(name));
	if (kind == KIND_LINK_TO_FOLDER)
		inside = parts_inside(s, visit.parts, name, kind);
	if ((kind == KIND_FOLDER || kind == KIND_LINK_TO_FOLDER) && inside)
		*array_push(s->owner, &s->visits) = (struct visit){
			bytes_print(s->owner, BYTES_FMT BYTES_FMT "/", BYTES_ARG(visit.path),
				BYTES_ARG(name)),
			inside,
		};
}

static void take_entry(struct search *s, struct visit visit, int handle, const struct dirent *entry)
{
	struct bytes name = bytes_of(entry->d_name);
	if (!bytes_is(name, ".") && !bytes_is(name, "..") && concerns(s, visit, name))
		take_name(s, visit, name, kind_of(handle, entry));
}

static bool cannot_read(struct arena *owner, const struct folder *folder, struct bytes path,
	struct span at, struct diags *d)
{
	struct bytes shown = folder_path(owner, folder, path);
	if (!at.source)
		at = span_of_path(owner, shown);
	if (errno == EXDEV)
		return diag_error(d, at, "path/outside",
			"the folder '" BYTES_FMT "' leads out of the project through a link",
			BYTES_ARG(shown));
	return diag_world(d, at, "file/unreadable", "cannot read the folder '" BYTES_FMT "': %s",
		BYTES_ARG(shown), strerror(errno));
}

static bool unreadable(struct search *s, struct bytes path)
{
	return cannot_read(s->owner, s->folder, path, s->at, s->d);
}

static bool read_entries(struct search *s, struct visit visit, DIR *entries)
{
	const struct dirent *entry;
	while (errno = 0, (entry = readdir(entries)))
		take_entry(s, visit, dirfd(entries), entry);
	return errno == 0 || unreadable(s, visit.path);
}

static void take_recorded(struct search *s, struct visit visit, const struct folder_entry *entry)
{
	enum kind kind = entry->kind == ENTRY_FOLDER ? KIND_FOLDER : KIND_FILE;
	if (kind == KIND_FOLDER && entry->is_link)
		kind = KIND_LINK_TO_FOLDER;
	if (concerns(s, visit, entry->name))
		take_name(s, visit, entry->name, kind);
}

static bool look_into_recorded(struct search *s, struct visit visit)
{
	struct folder_entries entries = { 0 };
	if (!folder_list_recorded(s->owner, s->folder, visit.path, &entries))
		return errno == ENOENT || errno == ENOTDIR || unreadable(s, visit.path);
	for (size_t i = 0; i < entries.count; i++)
		take_recorded(s, visit, &entries.at[i]);
	return true;
}

/* A folder that is not there holds nothing; that is no fault. */
static bool look_into(struct search *s, struct visit visit)
{
	if (folder_is_recorded(s->folder, visit.path))
		return look_into_recorded(s, visit);
	int handle = folder_open_at(
		s->folder, bytes_string(s->owner, visit.path), O_RDONLY | O_DIRECTORY);
	if (handle < 0)
		return errno == ENOENT || errno == ENOTDIR || unreadable(s, visit.path);
	DIR *entries = fdopendir(handle);
	if (!entries) {
		close(handle);
		return unreadable(s, visit.path);
	}
	bool read = read_entries(s, visit, entries);
	closedir(entries);
	return read;
}

static bool split(struct search *s, struct bytes pattern)
{
	struct bytes rest = pattern, part;
	while (bytes_cut(&rest, '/', &part)) {
		if (s->count && is_descent(part) && is_descent(s->parts[s->count - 1]))
			continue;
		if (!glob_is_well_formed(part))
			return diag_error(s->d, s->at, "path/glob",
				"the '[' in '" BYTES_FMT "' is not closed", BYTES_ARG(pattern));
		if (s->count == PARTS_MAX)
			return diag_error(s->d, s->at, "path/glob",
				"'" BYTES_FMT "' has more than %d parts", BYTES_ARG(pattern),
				(int)PARTS_MAX);
		s->parts[s->count++] = part;
	}
	return true;
}

/* Where the search begins: behind the parts that are no patterns. */
static struct visit first_visit(struct search *s, struct bytes pattern)
{
	size_t plain = 0, len = 0;
	while (plain + 1 < s->count && !glob_is_pattern(s->parts[plain]))
		len += s->parts[plain++].len + 1;
	return (struct visit){ bytes_slice(pattern, 0, len),
		with_empty_descents(s, (uint64_t)1 << plain) };
}

bool folder_glob(struct arena *owner, const struct folder *folder, struct bytes pattern,
	struct span at, struct texts *found, struct diags *d)
{
	struct search s = { .owner = owner, .folder = folder, .at = at, .found = found, .d = d };
	if (!folder_path_allowed(pattern, at, d) || !split(&s, pattern))
		return false;
	size_t before = found->count;
	*array_push(owner, &s.visits) = first_visit(&s, pattern);
	bool looked = true;
	for (size_t i = 0; i < s.visits.count; i++)
		looked = look_into(&s, s.visits.at[i]) && looked;
	if (found->count > before)
		qsort(found->at + before, found->count - before, sizeof *found->at, bytes_order);
	return looked;
}

/* --- one folder ------------------------------------------------------------------------------- */

static enum entry_kind entry_kind_of(mode_t mode)
{
	return S_ISREG(mode) ? ENTRY_FILE : S_ISDIR(mode) ? ENTRY_FOLDER : ENTRY_OTHER;
}

/* What has just gone is left out, as if it had gone before. */
static void take_listed(
	struct arena *owner, struct folder_entries *entries, int handle, const char *name)
{
	struct stat status, target;
	if (!strcmp(name, ".") || !strcmp(name, "..") ||
		fstatat(handle, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	bool is_link = S_ISLNK(status.st_mode);
	bool lost = is_link && fstatat(handle, name, &target, 0) < 0;
	mode_t mode = is_link && !lost ? target.st_mode : status.st_mode;
	*array_push(owner, entries) = (struct folder_entry){
		bytes_copy(owner, bytes_of(name)),
		lost ? ENTRY_LOST : entry_kind_of(mode),
		is_link,
	};
}

static int by_name(const void *a, const void *b)
{
	const struct folder_entry *x = a, *y = b;
	return bytes_compare(x->name, y->name);
}

/* False with errno. */
static bool list_disk(struct arena *owner, const struct folder *folder, struct bytes path,
	struct folder_entries *entries)
{
	int handle = folder_open_at(folder, bytes_string(owner, path), O_RDONLY | O_DIRECTORY);
	DIR *listed = handle < 0 ? NULL : fdopendir(handle);
	const struct dirent *entry;
	if (!listed) {
		int reason = errno;
		if (handle >= 0)
			close(handle);
		errno = reason;
		return false;
	}
	while (errno = 0, (entry = readdir(listed)))
		take_listed(owner, entries, dirfd(listed), entry->d_name);
	int reason = errno;
	closedir(listed);
	errno = reason;
	return reason == 0;
}

bool folder_list(struct arena *owner, const struct folder *folder, struct bytes path,
	struct span at, struct folder_entries *entries, struct diags *d)
{
	*entries = (struct folder_entries){ 0 };
	bool good = folder_is_recorded(folder, path)
		? folder_list_recorded(owner, folder, path, entries)
		: list_disk(owner, folder, path, entries);
	if (!good)
		cannot_read(owner, folder, path, at, d);
	if (entries->count)
		qsort(entries->at, entries->count, sizeof *entries->at, by_name);
	return good;
}

bool folder_has_folder(const struct folder *folder, struct bytes path)
{
	const struct snapshot_file *file;
	char name[PATH_MAX];
	if (path.len >= sizeof name)
		return false;
	if (folder_is_recorded(folder, path))
		return snapshot_resolve(folder->snapshot, folder->real, path, &file, name) && !file;
	if (path.len)
		memcpy(name, path.at, path.len);
	name[path.len] = '\0';
	int handle = folder_open_at(folder, name, O_RDONLY | O_DIRECTORY);
	if (handle >= 0)
		close(handle);
	return handle >= 0;
}
