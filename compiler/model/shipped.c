#include "model.h"

#include "base/digest.h"
#include "base/message.h"
#include "base/names.h"
#include "helmignore.h"

#include <stdlib.h>

struct walk {
	struct arena *owner;
	const struct catalog *catalog;
	struct helmignore rules;
	struct texts *files;
	struct diags *d;
};

/* A folder on the way down; paths are in the chart, the real one in the project. */
struct visit {
	struct bytes path, real;
	const struct visit *above;
};

static bool visit_folder(struct walk *walk, const struct visit *visit);

/* --- names ------------------------------------------------------------------------------------ */

static struct bytes join(struct arena *owner, struct bytes folder, struct bytes name)
{
	return folder.len ? bytes_join(owner, folder, BYTES("/"), name) : name;
}

static struct bytes in_project(const struct walk *walk, struct bytes path)
{
	return join(walk->owner, walk->catalog->chart.path, path);
}

/* Helm takes the names in charts/ for those of sub-charts, in each of them anew. */
static bool is_left_out(struct bytes path)
{
	struct bytes folder, name;
	while (path.at && bytes_begins(path, BYTES("charts/")) &&
		!bytes_ends(path, BYTES(".prov"))) {
		bytes_cut(&path, '/', &folder);
		if (!bytes_cut(&path, '/', &name) || name.len == 0)
			return false;
		if (name.at[0] == '_' || name.at[0] == '.')
			return true;
	}
	return false;
}

static void add_file(struct walk *walk, struct bytes path)
{
	if (!is_left_out(path))
		*array_push(walk->owner, walk->files) = path;
}

/* --- what is there ---------------------------------------------------------------------------- */

static bool refuse(struct walk *walk, struct bytes path, const char *id, const char *text)
{
	struct bytes shown = folder_path(
		walk->owner, walk->catalog->folder, in_project(walk, path));
	diag_error(walk->d, span_of_path(walk->owner, shown), id, "%s", _(text));
	diag_hint(walk->d, N_("'helm package' fails too"));
	return false;
}

static bool is_circle(const struct visit *visit, struct bytes real)
{
	for (; visit; visit = visit->above)
		if (bytes_equal(visit->real, real))
			return true;
	return false;
}

static bool visit_below(
	struct walk *walk, const struct visit *above, const struct folder_entry *entry)
{
	struct visit visit = { .path = join(walk->owner, above->path, entry->name),
		.above = above };
	struct resolved_parent parent = { 0 };
	visit.real = folder_resolve(
		walk->owner, walk->catalog->folder, in_project(walk, visit.path), &parent);
	if (entry->is_link && is_circle(above, visit.real))
		return refuse(walk, visit.path, "chart/link",
			N_("this link leads to a folder that it is in"));
	return visit_folder(walk, &visit);
}

/* Helm looks where links lead before it asks the rules. */
static bool visit_entry(
	struct walk *walk, const struct visit *visit, const struct folder_entry *entry)
{
	struct bytes path = join(walk->owner, visit->path, entry->name);
	if (entry->kind == ENTRY_LOST)
		return refuse(walk, path, "chart/link", N_("this link leads nowhere"));
	if (helmignore_hides(&walk->rules, path, entry->kind == ENTRY_FOLDER))
		return true;
	if (entry->kind == ENTRY_OTHER)
		return refuse(walk, path, "chart/file",
			N_("a chart holds files and folders only; .helmignore hides what is "
			   "neither"));
	if (entry->kind == ENTRY_FOLDER)
		return visit_below(walk, visit, entry);
	add_file(walk, path);
	return true;
}

static bool visit_folder(struct walk *walk, const struct visit *visit)
{
	struct folder_entries entries;
	bool good = folder_list(walk->owner, walk->catalog->folder, in_project(walk, visit->path),
		walk->catalog->chart.at, &entries, walk->d);
	for (size_t i = 0; i < entries.count; i++)
		good = visit_entry(walk, visit, &entries.at[i]) && good;
	return good;
}

/* --- what will be there ----------------------------------------------------------------------- */

static bool begin_walk(struct walk *walk)
{
	const struct catalog *catalog = walk->catalog;
	size_t before = walk->d->count;
	const struct source *source = folder_read_raw(walk->owner, catalog->folder,
		in_project(walk, BYTES(".helmignore")), MISSING_IS_NULL, catalog->chart.at,
		walk->d);
	return walk->d->count == before &&
		helmignore_read(walk->owner, source, &walk->rules, walk->d);
}

/* The paths of what is staged are without links. */
static void add_staged(struct walk *walk, struct bytes chart)
{
	const struct folder *folder = walk->catalog->folder;
	for (size_t i = 0; i < folder->staged_count; i++) {
		struct bytes path = folder->staged[i].path;
		if (!bytes_begins(path, chart) || path.len <= chart.len ||
			path.at[chart.len] != '/')
			continue;
		path = bytes_slice(path, chart.len + 1, path.len);
		if (!helmignore_hides_file(&walk->rules, path))
			add_file(walk, path);
	}
}

static void sort_unique(struct texts *files)
{
	size_t kept = 0;
	if (files->count)
		qsort(files->at, files->count, sizeof *files->at, bytes_order);
	for (size_t i = 0; i < files->count; i++)
		if (!kept || !bytes_equal(files->at[kept - 1], files->at[i]))
			files->at[kept++] = files->at[i];
	files->count = kept;
}

static bool has_chart_file(const struct walk *walk)
{
	for (size_t i = 0; i < walk->files->count; i++)
		if (bytes_is(walk->files->at[i], "Chart.yaml"))
			return true;
	diag_error(walk->d, walk->catalog->chart.at, "chart/hidden",
		N_("a package of this chart would hold no Chart.yaml"));
	diag_hint(walk->d,
		N_("its .helmignore hides it; a rule '!x' hides all that does not match x"));
	return false;
}

bool shipped_list(
	struct arena *owner, const struct catalog *catalog, struct texts *files, struct diags *d)
{
	struct walk walk = { .owner = owner, .catalog = catalog, .files = files, .d = d };
	struct resolved_parent parent = { 0 };
	struct visit top = { .path = BYTES(""),
		.real = folder_resolve(owner, catalog->folder, catalog->chart.path, &parent) };
	*files = (struct texts){ 0 };
	if (!begin_walk(&walk) || !visit_folder(&walk, &top))
		return false;
	add_staged(&walk, top.real);
	sort_unique(files);
	return has_chart_file(&walk);
}

bool shipped_takes(
	struct arena *scratch, const struct catalog *catalog, struct bytes path, struct diags *d)
{
	struct walk walk = { .owner = scratch, .catalog = catalog, .d = d };
	struct bytes chart = catalog->chart.path;
	if (!chart.len || !bytes_begins(path, chart) || path.len <= chart.len ||
		path.at[chart.len] != '/')
		return false;
	path = bytes_slice(path, chart.len + 1, path.len);
	return begin_walk(&walk) && !is_left_out(path) && !helmignore_hides_file(&walk.rules, path);
}

/* --- the digest ------------------------------------------------------------------------------- */

static void add_netstring(
	struct arena *scratch, struct digest *digest, struct bytes one, struct bytes two)
{
	digest_add(digest, bytes_print(scratch, "%zu:", one.len + two.len));
	digest_add(digest, one);
	digest_add(digest, two);
	digest_add(digest, BYTES(","));
}

/* The value of `version` in Chart.yaml; an empty place at the end where there is none. */
static bool find_version(struct arena *scratch, const struct catalog *catalog,
	const struct source *source, struct span *at, struct diags *d)
{
	struct tree *tree = tree_read(scratch, source, DIALECT_HELM, catalog->limits, d);
	node_id root = tree && tree->documents.count ? tree->documents.at[0].root : 0;
	node_id version = root ? tree_get(tree, root, BYTES("version")) : 0;
	uint32_t end = (uint32_t)source->text.len;
	*at = version ? tree_span(tree, version) : (struct span){ source, end, end };
	return tree != NULL;
}

/* What is left out of a file: an empty place in most of them. */
static bool find_left_out(struct arena *scratch, const struct catalog *catalog, struct bytes path,
	const struct source *source, struct span *at, struct diags *d)
{
	*at = (struct span){ source, 0, 0 };
	if (bytes_is(path, "Chart.yaml"))
		return find_version(scratch, catalog, source, at, d);
	struct bytes line = bytes_trim(source->text);
	if (!line.len || !bytes_equal(source->name, catalog->chart.version_file))
		return true;
	at->begin = (uint32_t)(line.at - source->text.at);
	at->end = at->begin + (uint32_t)line.len;
	return true;
}

/* What stands before the version and behind it; all of it in most files. */
struct content {
	struct bytes head, tail;
};

static bool read_content(struct arena *scratch, const struct catalog *catalog, struct bytes path,
	struct content *content, struct diags *d)
{
	struct span version;
	const struct source *source = folder_read_raw(scratch, catalog->folder,
		join(scratch, catalog->chart.path, path), MISSING_IS_ERROR, catalog->chart.at, d);
	if (!source || !find_left_out(scratch, catalog, path, source, &version, d))
		return false;
	content->head = bytes_slice(source->text, 0, version.begin);
	content->tail = bytes_slice(source->text, version.end, source->text.len);
	return true;
}

static bool add_content(struct arena *scratch, const struct catalog *catalog, struct bytes path,
	struct digest *digest, struct diags *d)
{
	struct content content;
	if (!read_content(scratch, catalog, path, &content, d))
		return false;
	add_netstring(scratch, digest, path, BYTES(""));
	add_netstring(scratch, digest, content.head, content.tail);
	return true;
}

bool shipped_digest(
	struct arena *owner, const struct catalog *catalog, struct bytes *hex, struct diags *d)
{
	struct texts files;
	struct digest *digest = digest_new(owner);
	if (!shipped_list(owner, catalog, &files, d))
		return false;
	for (size_t i = 0; i < files.count; i++) {
		struct arena *scratch = arena_new();
		bool added = add_content(scratch, catalog, files.at[i], digest, d);
		if (!added)
			arena_adopt(owner, scratch);
		else
			arena_end(scratch);
		if (!added)
			return false;
	}
	*hex = digest_end(owner, digest);
	return true;
}

/* --- changes ---------------------------------------------------------------------------------- */

struct comparison {
	struct arena *owner;
	const struct shipped_sides *sides;
	struct names touched;
	struct file_changes *changes;
	struct diags *d;
};

/* What is about to be written is touched, too. */
static void note_touched(struct comparison *comparison)
{
	const struct file_changes *touched = comparison->sides->touched;
	const struct folder *folder = comparison->sides->now->folder;
	comparison->touched.owner = comparison->owner;
	for (size_t i = 0; touched && i < touched->count; i++)
		names_set(&comparison->touched, touched->at[i].path, 1);
	for (size_t i = 0; i < folder->staged_count; i++)
		names_set(&comparison->touched, folder->staged[i].path, 1);
}

/* Git says nothing of what is found at a path by way of a link. */
static bool is_as_it_was(const struct comparison *comparison, struct bytes path)
{
	const struct shipped_sides *sides = comparison->sides;
	struct bytes folder = sides->now->chart.path;
	if (!sides->touched || !sides->before->folder->snapshot ||
		!bytes_equal(folder, sides->before->chart.path))
		return false;
	path = join(comparison->owner, folder, path);
	const struct snapshot_file *file = snapshot_file(sides->before->folder->snapshot, path);
	return file && !file->target.at && !names_get(&comparison->touched, path);
}

static bool read_sides(const struct comparison *comparison, struct arena *scratch,
	struct bytes path, struct content *before, struct content *now)
{
	const struct shipped_sides *sides = comparison->sides;
	return read_content(scratch, sides->before, path, before, sides->before_faults) &&
		read_content(scratch, sides->now, path, now, comparison->d);
}

static bool is_same(const struct content *a, const struct content *b)
{
	return bytes_equal(a->head, b->head) && bytes_equal(a->tail, b->tail);
}

static void add_change(struct comparison *comparison, enum change_kind kind, struct bytes path)
{
	*array_push(comparison->owner, comparison->changes) = (struct file_change){ .kind = kind,
		.path = path };
}

static bool compare_content(struct comparison *comparison, struct bytes path)
{
	struct content before, now;
	if (is_as_it_was(comparison, path))
		return true;
	struct arena *scratch = arena_new();
	bool good = read_sides(comparison, scratch, path, &before, &now);
	if (good && !is_same(&before, &now))
		add_change(comparison, CHANGE_MODIFIED, path);
	if (good)
		arena_end(scratch);
	else
		arena_adopt(comparison->owner, scratch);
	return good;
}

static bool join_lists(
	struct comparison *comparison, const struct texts *before, const struct texts *now)
{
	bool good = true;
	for (size_t i = 0, j = 0; i < before->count || j < now->count;) {
		int order = i == before->count ? 1
			: j == now->count      ? -1
					       : bytes_compare(before->at[i], now->at[j]);
		if (order < 0)
			add_change(comparison, CHANGE_DELETED, before->at[i]);
		else if (order > 0)
			add_change(comparison, CHANGE_ADDED, now->at[j]);
		else
			good = compare_content(comparison, before->at[i]) && good;
		i += order <= 0;
		j += order >= 0;
	}
	return good;
}

bool shipped_changes(struct arena *owner, const struct shipped_sides *sides,
	struct file_changes *changes, struct diags *d)
{
	struct comparison comparison = {
		.owner = owner, .sides = sides, .changes = changes, .d = d
	};
	struct texts before, now;
	*changes = (struct file_changes){ 0 };
	note_touched(&comparison);
	return shipped_list(owner, sides->before, &before, sides->before_faults) &&
		shipped_list(owner, sides->now, &now, d) && join_lists(&comparison, &before, &now);
}
