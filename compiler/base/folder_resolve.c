#include "folder.h"

#include <limits.h>

/* The path without links; the path itself where it does not exist or leads outside. */
static struct bytes real_or_same(
	struct arena *owner, const struct folder *folder, struct bytes path)
{
	char real[PATH_MAX];
	if (!folder_real_path(folder, bytes_string(owner, path), real))
		return path;
	return bytes_copy(owner, bytes_of(real));
}

struct bytes folder_resolve(struct arena *owner, const struct folder *folder, struct bytes path,
	struct resolved_parent *parent)
{
	size_t slash = path.len;
	while (slash && path.at[slash - 1] != '/')
		slash--;
	struct bytes above = bytes_slice(path, 0, slash ? slash - 1 : 0);
	if (!bytes_equal(above, parent->path))
		*parent = (struct resolved_parent){ above, real_or_same(owner, folder, above) };
	if (slash && !bytes_equal(parent->real, above))
		path = bytes_join(
			owner, parent->real, BYTES("/"), bytes_slice(path, slash, path.len));
	return folder_is_link(folder, bytes_string(owner, path)) ? real_or_same(owner, folder, path)
								 : path;
}
