/* The index and revisions as snapshots. */
#include "repository.h"

#include "base/message.h"

/* --- rows of git ------------------------------------------------------------------------------ */

/* `MODE SP ID SP STAGE TAB PATH`, or with a type before the id and no stage. */
struct row {
	struct bytes mode, id, stage, path;
};

static bool read_target(
	const struct repository *repository, struct snapshot_file *file, struct diags *d)
{
	struct bytes why;
	enum { TARGET_MOST = 64 * 1024 };
	enum snapshot_answer answer = contents_read(
		repository->contents, repository->run, file->id, TARGET_MOST, &file->target, &why);
	if (answer == SNAPSHOT_READ)
		return true;
	if (answer == SNAPSHOT_TOO_LARGE)
		why = bytes_of(_("a link is not that long"));
	return diag_world(d, repository_place(repository), "git/failed",
		N_("cannot read the link '" BYTES_FMT "': " BYTES_FMT), BYTES_ARG(file->path),
		BYTES_ARG(why));
}

static bool add_file(const struct repository *repository, struct snapshot *snapshot,
	const struct row *row, struct diags *d)
{
	struct snapshot_file *file = array_push(repository->run, snapshot);
	*file = (struct snapshot_file){ .path = repository_inside(repository, row->path),
		.id = row->id };
	return !mode_is_link(row->mode) || read_target(repository, file, d);
}

static struct snapshot *new_snapshot(const struct repository *repository)
{
	struct snapshot *snapshot = arena_new_of(repository->run, struct snapshot);
	*snapshot = (struct snapshot){ .read = contents_read, .keeper = repository->contents };
	return snapshot;
}

/* --- the index -------------------------------------------------------------------------------- */

/* Git has an empty content in the place of a file that is only meant to be added (`add -N`). */
static bool is_empty(struct bytes id)
{
	return bytes_is(id, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") ||
		bytes_is(id, "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
}

static bool is_one_of(struct texts texts, struct bytes text)
{
	for (size_t i = 0; i < texts.count; i++)
		if (bytes_equal(texts.at[i], text))
			return true;
	return false;
}

static bool list_meant(struct repository *repository, struct texts *meant, struct diags *d)
{
	const char *const arguments[] = { "diff-files", "-z", "--name-only", "--diff-filter=A",
		"--ignore-submodules=all", "--", repository->limit, NULL };
	struct bytes out, path;
	if (!repository_ask(repository, arguments, &out, d))
		return false;
	while (bytes_cut(&out, '\0', &path))
		if (path.len)
			*array_push(repository->run, meant) = path;
	return true;
}

static bool drop_meant(struct repository *repository, struct snapshot *snapshot, struct diags *d)
{
	struct texts meant = { 0 };
	size_t kept = 0, empty = 0;
	for (size_t i = 0; i < snapshot->count; i++)
		empty += is_empty(snapshot->at[i].id);
	if (empty && !list_meant(repository, &meant, d))
		return false;
	for (size_t i = 0; i < meant.count; i++)
		meant.at[i] = repository_inside(repository, meant.at[i]);
	for (size_t i = 0; i < snapshot->count; i++)
		if (!is_empty(snapshot->at[i].id) || !is_one_of(meant, snapshot->at[i].path))
			snapshot->at[kept++] = snapshot->at[i];
	snapshot->count = kept;
	return true;
}

static bool unmerged(const struct repository *repository, struct bytes path, struct diags *d)
{
	struct bytes inside = repository_inside(repository, path);
	diag_error(d,
		span_of_path(
			repository->run, folder_path(repository->run, repository->folder, inside)),
		"git/unmerged", N_("the file has conflicts that nobody has resolved"));
	diag_hint(d, N_("resolve them, then 'git add' the file"));
	return false;
}

static bool add_staged(const struct repository *repository, struct snapshot *snapshot,
	struct bytes text, struct bytes *last, struct diags *d)
{
	struct row row;
	bytes_cut(&text, ' ', &row.mode);
	bytes_cut(&text, ' ', &row.id);
	bytes_cut(&text, '\t', &row.stage);
	row.path = text;
	if (mode_is_submodule(row.mode))
		return true;
	if (bytes_is(row.stage, "0"))
		return add_file(repository, snapshot, &row, d);
	bool again = bytes_equal(*last, row.path);
	*last = row.path;
	return !again && unmerged(repository, row.path, d);
}

const struct snapshot *repository_index(struct repository *repository, struct diags *d)
{
	const char *const arguments[] = { "ls-files", "-z", "--stage", "--full-name", "--",
		repository->limit, NULL };
	struct snapshot *snapshot = new_snapshot(repository);
	struct bytes out, row, last = { 0 };
	bool good = true;
	if (!repository_ask(repository, arguments, &out, d))
		return NULL;
	while (bytes_cut(&out, '\0', &row))
		if (row.len)
			good = add_staged(repository, snapshot, row, &last, d) && good;
	if (!good || !drop_meant(repository, snapshot, d))
		return NULL;
	snapshot->add = N_("'git add " BYTES_FMT "' puts a file into the index");
	snapshot_sort(snapshot);
	return snapshot;
}

/* --- revisions -------------------------------------------------------------------------------- */

static bool add_recorded(const struct repository *repository, struct snapshot *snapshot,
	struct bytes text, struct diags *d)
{
	struct row row;
	struct bytes type;
	bytes_cut(&text, ' ', &row.mode);
	bytes_cut(&text, ' ', &type);
	bytes_cut(&text, '\t', &row.id);
	row.path = text;
	return mode_is_submodule(row.mode) || add_file(repository, snapshot, &row, d);
}

const struct snapshot *repository_revision(
	struct repository *repository, struct bytes commit, struct diags *d)
{
	enum { SHOWN = 12 };
	const char *const arguments[] = { "ls-tree", "-z", "-r", "--full-tree",
		bytes_string(repository->run, commit), "--", repository->limit, NULL };
	struct snapshot *snapshot = new_snapshot(repository);
	struct bytes out, row;
	bool good = true;
	if (!repository_ask(repository, arguments, &out, d))
		return NULL;
	while (bytes_cut(&out, '\0', &row))
		if (row.len)
			good = add_recorded(repository, snapshot, row, d) && good;
	snapshot->prefix = bytes_join(
		repository->run, bytes_slice(commit, 0, SHOWN), BYTES(":"), repository->above);
	snapshot_sort(snapshot);
	return good ? snapshot : NULL;
}
