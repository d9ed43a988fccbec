/* What has changed since a commit. */
#include "repository.h"

#include <stdlib.h>

/* --- rows of git ------------------------------------------------------------------------------ */

/* `:MODE SP MODE SP ID SP ID SP STATUS`, then one path, or two of a renamed file. */
struct row {
	struct bytes old_mode, new_mode, status, path, second;
};

static bool take_row(struct bytes *rest, struct row *row)
{
	struct bytes head, part;
	if (!bytes_cut(rest, '\0', &head) || !bytes_begins(head, BYTES(":")))
		return false;
	head = bytes_slice(head, 1, head.len);
	bytes_cut(&head, ' ', &row->old_mode);
	bytes_cut(&head, ' ', &row->new_mode);
	bytes_cut(&head, ' ', &part);
	bytes_cut(&head, ' ', &part);
	row->status = head;
	row->second = (struct bytes){ 0 };
	if (!bytes_cut(rest, '\0', &row->path))
		return false;
	return !bytes_begins(row->status, BYTES("R")) || bytes_cut(rest, '\0', &row->second);
}

/* A submodule is no file, so one that takes the place of a file removes it. */
static bool kind_of(const struct row *row, enum change_kind *kind)
{
	struct bytes none = BYTES("000000");
	bool was = !bytes_equal(row->old_mode, none) && !mode_is_submodule(row->old_mode);
	bool is = !bytes_equal(row->new_mode, none) && !mode_is_submodule(row->new_mode);
	*kind = row->second.at ? CHANGE_RENAMED
		: was && is    ? CHANGE_MODIFIED
		: was          ? CHANGE_DELETED
			       : CHANGE_ADDED;
	return was || is;
}

static void add_row(
	struct repository *repository, const struct row *row, struct file_changes *changes)
{
	struct file_change change = { .was_link = mode_is_link(row->old_mode),
		.is_link = mode_is_link(row->new_mode),
		.path = repository_inside(repository, row->second.at ? row->second : row->path) };
	if (row->second.at)
		change.from = repository_inside(repository, row->path);
	/* Conflicts have a row more, which tells of no file. */
	if (!bytes_is(row->status, "U") && kind_of(row, &change.kind))
		*array_push(repository->run, changes) = change;
}

static int by_path(const void *a, const void *b)
{
	const struct file_change *x = a, *y = b;
	return bytes_compare(x->path, y->path);
}

/* A file that was only taken out of the index is gone for git, and one that nobody has added. */
static void sort_unique(struct file_changes *changes)
{
	size_t kept = 0;
	if (changes->count)
		qsort(changes->at, changes->count, sizeof *changes->at, by_path);
	for (size_t i = 0; i < changes->count; i++) {
		struct file_change *last = kept ? &changes->at[kept - 1] : NULL;
		if (last && bytes_equal(last->path, changes->at[i].path))
			last->kind = CHANGE_MODIFIED;
		else
			changes->at[kept++] = changes->at[i];
	}
	changes->count = kept;
}

/* --- asking ----------------------------------------------------------------------------------- */

/* Git knows the tree without files even where nobody has written it. */
static bool empty_tree(struct repository *repository, struct bytes *id, struct diags *d)
{
	static const char *const arguments[] = { "hash-object", "-t", "tree", "--stdin", NULL };
	struct bytes out;
	if (!repository_ask(repository, arguments, &out, d))
		return false;
	bytes_cut(&out, '\n', id);
	return true;
}

/* diff-index goes by the times of files that are in the work tree; diff looks into them. */
static bool ask_changes(struct repository *repository, struct bytes since,
	enum change_target target, struct bytes *out, struct diags *d)
{
	const char *commit = bytes_string(repository->run, since);
	const char *const index[] = { "diff-index", "--cached", "--raw", "-z", "-r", "-M", "-l1000",
		"--ita-invisible-in-index", "--ignore-submodules=all", commit, "--",
		repository->limit, NULL };
	const char *const tree[] = { "diff", "--raw", "-z", "-M", "-l1000", "--no-relative",
		"--no-ext-diff", "--ignore-submodules=all", commit, "--", repository->limit, NULL };
	return repository_ask(repository, target == CHANGE_TO_INDEX ? index : tree, out, d);
}

static void add_new(struct repository *repository, struct bytes path, struct file_changes *changes)
{
	*array_push(repository->run, changes) = (struct file_change){ .path = path,
		.is_link = folder_is_link(
			repository->folder, bytes_string(repository->run, path)) };
}

/* A repository within is listed as a folder, which is left out as submodules are. */
static bool add_untracked(
	struct repository *repository, struct file_changes *changes, struct diags *d)
{
	const char *const arguments[] = { "ls-files", "-z", "--others", "--exclude-standard",
		"--full-name", "--", repository->limit, NULL };
	struct bytes out, path;
	if (!repository_ask(repository, arguments, &out, d))
		return false;
	while (bytes_cut(&out, '\0', &path))
		if (path.len && !bytes_ends(path, BYTES("/")))
			add_new(repository, repository_inside(repository, path), changes);
	return true;
}

bool repository_changes(struct repository *repository, struct bytes since,
	enum change_target target, struct file_changes *changes, struct diags *d)
{
	struct bytes out;
	struct row row;
	*changes = (struct file_changes){ 0 };
	if (!since.len && !empty_tree(repository, &since, d))
		return false;
	if (!ask_changes(repository, since, target, &out, d))
		return false;
	while (take_row(&out, &row))
		add_row(repository, &row, changes);
	if (target == CHANGE_TO_WORK_TREE && !add_untracked(repository, changes, d))
		return false;
	sort_unique(changes);
	return true;
}
