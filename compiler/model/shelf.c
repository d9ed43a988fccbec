#include "shelf.h"

#include "base/message.h"
#include "base/names.h"

#include <stdlib.h>

static struct bytes join(struct arena *owner, struct bytes folder, struct bytes name)
{
	return folder.len ? bytes_join(owner, folder, BYTES("/"), name) : name;
}

struct shelf shelf_new(const struct catalog *catalog)
{
	return (struct shelf){ .catalog = catalog, .path = catalog->chart.path };
}

/* --- files ------------------------------------------------------------------------------------ */

static struct source *read_packed(struct arena *owner, const struct shelf *shelf, struct bytes path)
{
	const struct package_file *file = package_find(shelf->package, path);
	if (!file)
		return NULL;
	struct source *source = source_new(owner,
		bytes_join(owner, shelf->shown, BYTES(":"), file->name),
		bytes_join(owner, shelf->name, BYTES(":"), file->name), file->text);
	source->secrets = shelf->catalog->folder->secrets;
	return source;
}

/* What .helmignore hides of the chart's own files Helm takes no notice of, but for Chart.yaml. */
static bool is_hidden(
	struct arena *owner, const struct shelf *shelf, struct bytes path, struct diags *d)
{
	return !bytes_equal(shelf->path, shelf->catalog->chart.path) &&
		!shipped_takes(owner, shelf->catalog, path, d);
}

static struct source *read_raw(
	struct arena *owner, const struct shelf *shelf, struct bytes path, struct diags *d)
{
	struct bytes whole = join(owner, shelf->path, path);
	if (shelf->package)
		return read_packed(owner, shelf, whole);
	struct source *source = folder_read_raw(
		owner, shelf->catalog->folder, whole, MISSING_IS_NULL, shelf->catalog->chart.at, d);
	inputs_note(
		shelf->catalog->folder->inputs, whole, source ? source->identity : IDENTITY_NONE);
	return source && !is_hidden(owner, shelf, whole, d) ? source : NULL;
}

const struct source *shelf_read(
	struct arena *owner, const struct shelf *shelf, struct bytes path, struct diags *d)
{
	const struct source *source = read_raw(owner, shelf, path, d);
	return source && source_is_proper(source, d) ? source : NULL;
}

/* --- packages --------------------------------------------------------------------------------- */

static bool refuse(
	struct arena *owner, const struct source *source, const char *why, struct diags *d)
{
	diag_error(d, span_of_path(owner, source->path), "chart/package",
		N_("this package of a chart cannot be read: %s"), why);
	diag_hint(d, N_("'helm dependency build' gets it again"));
	return false;
}

static bool open_package(struct arena *owner, const struct shelf *shelf, struct bytes path,
	struct shelves *parts, struct diags *d)
{
	size_t before = d->count;
	const struct source *source = read_raw(owner, shelf, path, d);
	struct package *package = arena_new_of(owner, struct package);
	const char *fault;
	if (!source)
		return d->count == before;
	if (!package_read(owner, source->text, package, &fault))
		return refuse(owner, source, fault, d);
	*array_push(owner, parts) = (struct shelf){ shelf->catalog, package, source->path,
		source->name, BYTES("") };
	return true;
}

/* --- charts/ ---------------------------------------------------------------------------------- */

struct listing {
	ARRAY(struct folder_entry);
	struct names seen;
};

static void add_entry(
	struct arena *owner, struct listing *listing, struct bytes name, enum entry_kind kind)
{
	if (!names_set(&listing->seen, name, 1))
		*array_push(owner, listing) = (struct folder_entry){ name, kind, false };
}

static void list_packed(struct arena *owner, const struct shelf *shelf, struct listing *listing)
{
	struct bytes head = join(owner, shelf->path, BYTES("charts/")), name;
	for (size_t i = 0; i < shelf->package->count; i++) {
		struct bytes rest = shelf->package->at[i].path;
		if (!bytes_begins(rest, head))
			continue;
		rest = bytes_slice(rest, head.len, rest.len);
		bool is_folder = bytes_find(rest, BYTES("/"), 0) < rest.len;
		bytes_cut(&rest, '/', &name);
		add_entry(owner, listing, name, is_folder ? ENTRY_FOLDER : ENTRY_FILE);
	}
}

static bool list_folder(
	struct arena *owner, const struct shelf *shelf, struct listing *listing, struct diags *d)
{
	const struct folder *folder = shelf->catalog->folder;
	struct folder_entries entries = { 0 };
	struct bytes path = join(owner, shelf->path, BYTES("charts"));
	if (!folder_has_folder(folder, path))
		return true;
	if (!folder_list(owner, folder, path, shelf->catalog->chart.at, &entries, d))
		return false;
	for (size_t i = 0; i < entries.count; i++)
		add_entry(owner, listing, entries.at[i].name, entries.at[i].kind);
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct folder_entry *one = a, *two = b;
	return bytes_compare(one->name, two->name);
}

/* A folder of which .helmignore hides all is no sub-chart; its Chart.yaml shows that it is one. */
static bool is_taken(struct arena *owner, const struct shelf *shelf,
	const struct folder_entry *entry, struct bytes path, struct diags *d)
{
	struct bytes whole = join(owner, shelf->path, path);
	if (entry->name.len == 0 || entry->name.at[0] == '_' || entry->name.at[0] == '.' ||
		bytes_ends(entry->name, BYTES(".prov")))
		return false;
	if (entry->kind == ENTRY_FOLDER)
		whole = bytes_join(owner, whole, BYTES("/"), BYTES("Chart.yaml"));
	return shelf->package || shipped_takes(owner, shelf->catalog, whole, d);
}

static bool add_part(struct arena *owner, const struct shelf *shelf,
	const struct folder_entry *entry, struct shelves *parts, struct diags *d)
{
	struct bytes path = bytes_join(owner, BYTES("charts"), BYTES("/"), entry->name);
	if (!is_taken(owner, shelf, entry, path, d))
		return true;
	if (entry->kind != ENTRY_FOLDER && bytes_ends(entry->name, BYTES(".tgz")))
		return open_package(owner, shelf, path, parts, d);
	struct shelf *part = array_push(owner, parts);
	*part = *shelf;
	part->path = join(owner, shelf->path, path);
	return true;
}

bool shelf_parts(
	struct arena *owner, const struct shelf *shelf, struct shelves *parts, struct diags *d)
{
	struct listing listing = { .seen = { .owner = owner } };
	bool good = shelf->package || list_folder(owner, shelf, &listing, d);
	if (shelf->package)
		list_packed(owner, shelf, &listing);
	if (listing.count)
		qsort(listing.at, listing.count, sizeof *listing.at, by_name);
	for (size_t i = 0; i < listing.count; i++)
		good = add_part(owner, shelf, &listing.at[i], parts, d) && good;
	return good;
}
