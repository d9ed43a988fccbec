#include "named_files.h"

#include "base/message.h"
#include "base/nearest.h"

/* Whether the pattern would match something, if it were written so. */
static bool would_match(const struct file_list *list, struct bytes glob)
{
	struct diags unheard = diags_new(list->run);
	struct texts paths = { 0 };
	return folder_glob(list->run, list->folder, glob, (struct span){ 0 }, &paths, &unheard) &&
		paths.count;
}

/* The part before the first pattern, without its '/'. */
static struct bytes plain_folder(struct bytes glob)
{
	struct bytes rest = glob, part, folder = { 0 };
	while (bytes_cut(&rest, '/', &part) && !glob_is_pattern(part))
		folder = bytes_slice(glob, 0, (size_t)(part.at + part.len - glob.at));
	return folder;
}

/* The name in the folder that the pattern may be meant for. */
static struct bytes some_name(
	const struct file_list *list, struct bytes folder, struct bytes pattern)
{
	struct texts names = folder_names(list->run, list->folder, folder);
	struct bytes near = name_near(list->run, pattern, names);
	return near.len ? near : names.count ? names.at[0] : (struct bytes){ 0 };
}

/* A rule, a waiver or a policy that is not read because of one letter would be missed by nobody. */
static void tell_unmatched(
	const struct file_list *list, struct bytes glob, struct span at, struct diags *d)
{
	struct near_path near = folder_near(list->run, list->folder, glob);
	struct bytes folder = plain_folder(glob);
	struct bytes pattern = bytes_slice(glob, folder.len + (folder.len > 0), glob.len);
	struct bytes there = some_name(list, folder, pattern);
	if (near.missing.len)
		diag_warning(d, at, "path/unmatched",
			N_("no file matches '" BYTES_FMT "': there is no '" BYTES_FMT "'"),
			BYTES_ARG(glob), BYTES_ARG(near.missing));
	else
		diag_warning(d, at, "path/unmatched", N_("no file matches '" BYTES_FMT "'"),
			BYTES_ARG(glob));
	if (near.missing.len && !near.meant.len)
		near.meant = bytes_of(list->standard);
	if (near.meant.len && would_match(list, near.meant))
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near.meant));
	else if (!near.missing.len && there.len)
		diag_hint(d, N_("'" BYTES_FMT "' has '" BYTES_FMT "'"),
			BYTES_ARG(folder.len ? folder : BYTES(".")), BYTES_ARG(there));
	else
		diag_hint(d, N_("take it away until there is something to read"));
}

bool files_named(struct file_list *list, struct bytes glob, struct span at, struct texts *paths,
	struct diags *d)
{
	struct texts found = { 0 };
	if (!folder_glob(list->run, list->folder, glob, at, &found, d))
		return false;
	for (size_t i = 0; i < found.count; i++)
		if (!names_set(&list->known, found.at[i], 1))
			*array_push(list->run, paths) = found.at[i];
	if (found.count || !at.source)
		return true;
	/* A file that is named must be there; a pattern may match nothing yet. */
	if (!glob_is_pattern(glob))
		return folder_read(list->run, list->folder, glob, MISSING_IS_ERROR, at, d);
	tell_unmatched(list, glob, at, d);
	return true;
}
