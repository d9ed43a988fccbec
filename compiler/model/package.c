#include "package.h"

#include "base/buf.h"
#include "base/gzip.h"
#include "base/message.h"
#include "base/tar.h"

/* Helm's own. */
enum { UNPACKED_MOST = 100 << 20 };

/* --- names ------------------------------------------------------------------------------------ */

/* Behind the first part; with '/' between parts, be it packed where '\' is. */
static struct bytes below_top(struct arena *owner, struct bytes name)
{
	bool is_foreign = bytes_find(name, BYTES("\\"), 0) < name.len;
	struct bytes rest = name, top = { 0 };
	bytes_cut(&rest, is_foreign ? '\\' : '/', &top);
	if (bytes_is(top, "Chart.yaml"))
		return BYTES("");
	if (!is_foreign)
		return rest;
	char *path = arena_take(owner, rest.len + 1);
	for (size_t i = 0; i < rest.len; i++)
		path[i] = rest.at[i] == '\\' ? '/' : rest.at[i];
	return (struct bytes){ path, rest.len };
}

/* Where the text without its last part ends. */
static size_t parent_of(struct bytes path)
{
	size_t end = path.len;
	while (end && path.at[end - 1] != '/')
		end--;
	return end ? end - 1 : 0;
}

/* Without `.`, `..` and empty parts; an empty text where it leads out, or nowhere. */
static struct bytes clean(struct arena *owner, struct bytes path)
{
	struct buf out = buf_new(owner);
	struct bytes rest = path, part;
	while (rest.len) {
		bytes_cut(&rest, '/', &part);
		if (!part.len || bytes_is(part, "."))
			continue;
		if (bytes_is(part, "..") && !out.len)
			return BYTES("");
		if (bytes_is(part, "..")) {
			out.len = parent_of(buf_bytes(&out));
			continue;
		}
		if (out.len)
			buf_add_char(&out, '/');
		buf_add(&out, part);
	}
	return buf_bytes(&out);
}

static bool has_drive(struct bytes path)
{
	return path.len > 2 && path.at[1] == ':' && path.at[2] == '/' &&
		((path.at[0] | 32) >= 'a' && (path.at[0] | 32) <= 'z');
}

/* An empty text: Helm refuses the name. */
static struct bytes path_of(struct arena *owner, struct bytes name)
{
	struct bytes below = below_top(owner, name);
	struct bytes path = bytes_begins(below, BYTES("/")) ? BYTES("") : clean(owner, below);
	bool is_refused = bytes_begins(path, BYTES("..")) || has_drive(path) ||
		bytes_find(name, BYTES("\0"), 0) < name.len;
	return is_refused ? BYTES("") : path;
}

/* --- files ------------------------------------------------------------------------------------ */

static bool refuse(struct arena *owner, struct bytes name, const char **fault)
{
	*fault = bytes_print(
		owner, _("Helm refuses the file name '" BYTES_FMT "'"), BYTES_ARG(name))
			 .at;
	return false;
}

static bool add_files(struct arena *owner, const struct tar_files *files, struct package *package,
	const char **fault)
{
	for (size_t i = 0; i < files->count; i++) {
		const struct tar_file *file = &files->at[i];
		struct bytes path = path_of(owner, file->path);
		if (!path.len)
			return refuse(owner, file->path, fault);
		*array_push(owner, package) = (struct package_file){ path, file->path, file->text };
	}
	return true;
}

/* Helm does not read on behind the archive's end, and what gzip has against that is not told. */
bool package_read(
	struct arena *owner, struct bytes text, struct package *package, const char **fault)
{
	struct tar_files files = { 0 };
	struct bytes archive;
	bool good = gzip_unpack(owner, text, UNPACKED_MOST, &archive, fault);
	enum tar_end end = tar_read(owner, archive, &files);
	if (!good && end != TAR_ENDED)
		*fault = _(*fault);
	else if (end == TAR_BROKEN || !files.count)
		*fault = _("it is no tar archive");
	else
		return add_files(owner, &files, package, fault);
	return false;
}

const struct package_file *package_find(const struct package *package, struct bytes path)
{
	for (size_t i = package->count; i > 0; i--)
		if (bytes_equal(package->at[i - 1].path, path))
			return &package->at[i - 1];
	return NULL;
}
