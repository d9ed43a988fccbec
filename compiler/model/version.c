#include "layer.h"

#include "base/message.h"
#include "read.h"

#include <stdlib.h>

/* --- version files ---------------------------------------------------------------------------- */

/* `NAME:path` of a declared source is read from its copy in `.leme/sources/NAME/`. */
static struct bytes place_of(struct arena *owner, const struct catalog *catalog, struct bytes from)
{
	const struct value *sources = read_key(catalog->value, "sources");
	struct bytes rest = from, name;
	bytes_cut(&rest, ':', &name);
	if (!rest.at || !sources || !value_get(sources, name))
		return from;
	return bytes_print(
		owner, ".leme/sources/" BYTES_FMT "/" BYTES_FMT, BYTES_ARG(name), BYTES_ARG(rest));
}

bool version_path_allowed(struct arena *scratch, const struct catalog *catalog, struct bytes from,
	struct span at, struct diags *d)
{
	return folder_path_allowed(place_of(scratch, catalog, from), at, d);
}

static int by_name(const void *a, const void *b)
{
	const struct source *const *x = a, *const *y = b;
	return bytes_compare((*x)->name, (*y)->name);
}

static int to_name(const void *key, const void *item)
{
	const struct source *const *source = item;
	return bytes_compare(*(const struct bytes *)key, (*source)->name);
}

struct files {
	ARRAY(const struct source *);
};

static void add_file(
	struct arena *run, const struct catalog *catalog, struct bytes from, struct files *files)
{
	struct diags ignored = diags_new(run);
	struct bytes path = place_of(run, catalog, from);
	if (from.len == 0 || !folder_path_allowed(path, (struct span){ 0 }, &ignored))
		return;
	const struct source *source = folder_read(
		run, catalog->folder, path, MISSING_IS_NULL, (struct span){ 0 }, &ignored);
	if (source)
		*array_push(run, files) = source;
}

static void add_defaults(struct arena *run, const struct catalog *catalog, struct files *files)
{
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		add_file(run, catalog, component->from, files);
		for (size_t r = 0; r < component->roles.count; r++)
			add_file(run, catalog, component->roles.at[r].from, files);
	}
}

void version_files_read(struct arena *run, struct resolver *resolver)
{
	const struct fleet *fleet = resolver->fleet;
	struct files files = { 0 };
	add_defaults(run, fleet->catalog, &files);
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct value *versions = read_key(resolver->documents[i], "versions");
		for (size_t v = 0; versions && v < versions->count; v++)
			if (versions->entries[v].value->kind == VALUE_MAP)
				add_file(run, fleet->catalog,
					read_text(run, versions->entries[v].value, "from"), &files);
	}
	if (files.count)
		qsort(files.at, files.count, sizeof *files.at, by_name);
	resolver->files = files.at;
	resolver->file_count = files.count;
}

static const struct source *find_file(struct arena *owner, const struct resolver *resolver,
	struct bytes from, struct span asked_at, struct diags *d)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	struct bytes path = place_of(owner, catalog, from);
	if (!folder_path_allowed(path, asked_at, d))
		return NULL;
	const struct source **found = resolver->file_count
		? bsearch(&path, resolver->files, resolver->file_count, sizeof *resolver->files,
			  to_name)
		: NULL;
	if (found)
		return *found;
	return folder_read(owner, catalog->folder, path, MISSING_IS_ERROR, asked_at, d);
}

static bool bad_file(
	const struct source *source, size_t begin, size_t end, const char *text, struct diags *d)
{
	diag_error(d, (struct span){ source, (uint32_t)begin, (uint32_t)end }, "version/file", "%s",
		_(text));
	diag_hint(d, N_("a version file is one line that holds the version and nothing else"));
	return false;
}

/* One line, blanks around it trimmed, perhaps behind a byte order mark. */
static bool read_version_line(const struct source *source, struct version *version, struct diags *d)
{
	struct bytes text = source->text;
	if (bytes_begins(text, BYTES("\xEF\xBB\xBF")))
		text = bytes_slice(text, 3, text.len);
	text = bytes_trim(text);
	if (text.len == 0)
		return bad_file(source, 0, 0, N_("the version file is empty"), d);
	size_t begin = (size_t)(text.at - source->text.at);
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] == '\n' || text.at[i] == '\r')
			return bad_file(source, begin + i + 1, begin + text.len,
				N_("the version file has more than one line"), d);
	version->text = text;
	version->at = (struct span){ source, (uint32_t)begin, (uint32_t)(begin + text.len) };
	version->from_file = true;
	return true;
}

/* leme writes the chart's VERSION, so reading a component's version there would be a circle. */
static bool is_own_output(
	const struct catalog *catalog, struct bytes from, struct span at, struct diags *d)
{
	if (!catalog->chart.path.len || !bytes_equal(from, catalog->chart.version_file))
		return false;
	diag_error(d, at, "version/own-output",
		N_("leme writes the chart's version to '" BYTES_FMT "'"), BYTES_ARG(from));
	diag_hint(d, N_("take the component's version from another file"));
	diag_related(
		d, catalog->chart.version_file_at, N_("the chart's version file is named here"));
	return true;
}

static bool read_from_file(struct arena *owner, const struct resolver *resolver, struct bytes from,
	struct span asked_at, struct version *version, struct diags *d)
{
	if (is_own_output(resolver->fleet->catalog, from, asked_at, d))
		return false;
	const struct source *source = find_file(owner, resolver, from, asked_at, d);
	if (!source)
		return false;
	size_t before = d->count;
	if (read_version_line(source, version, d))
		return true;
	if (d->count > before && asked_at.source)
		diag_related(d, asked_at, N_("the file is named here"));
	return false;
}

/* --- who says the version --------------------------------------------------------------------- */

static const struct entry *nearest_entry(const struct layer *layer, struct bytes key)
{
	for (; layer; layer = layer->under)
		for (size_t i = 0; layer->versions && i < layer->versions->count; i++)
			if (bytes_equal(layer->versions->entries[i].key, key))
				return &layer->versions->entries[i];
	return NULL;
}

static bool read_entry(struct arena *owner, const struct resolver *resolver,
	const struct entry *entry, struct version *version, struct diags *d)
{
	const struct value *value = entry->value, *text = value;
	version->entry = entry->key_at;
	if (value->kind == VALUE_MAP) {
		const struct value *from = read_key(value, "from");
		if (from)
			return read_from_file(owner, resolver, read_text(owner, value, "from"),
				from->at, version, d);
		version->reason = read_text(owner, value, "reason");
		version->until = read_text(owner, value, "until");
		text = read_key(value, "version");
	}
	version->text = text->text;
	version->at = text->at;
	return true;
}

static bool read_default(struct arena *owner, const struct resolver *resolver, struct bytes from,
	struct span at, struct version *version, struct diags *d)
{
	version->entry = at;
	return read_from_file(owner, resolver, from, at, version, d);
}

static bool component_version(struct arena *owner, const struct resolver *resolver,
	const struct layer *layer, const struct component *component, struct version *version,
	struct diags *d)
{
	const struct entry *entry = nearest_entry(layer, component->id);
	if (entry)
		return read_entry(owner, resolver, entry, version, d);
	if (component->from.len)
		return read_default(
			owner, resolver, component->from, component->from_at, version, d);
	return true;
}

bool version_of(struct arena *owner, const struct resolver *resolver, const struct layer *layer,
	const struct component *component, const struct role *role, const struct artifact *artifact,
	struct version *version, struct diags *d)
{
	struct bytes id = role ? role->id : artifact ? artifact->id : (struct bytes){ 0 };
	*version = (struct version){ 0 };
	if (id.at) {
		struct bytes key = bytes_print(
			owner, BYTES_FMT "/" BYTES_FMT, BYTES_ARG(component->id), BYTES_ARG(id));
		const struct entry *entry = nearest_entry(layer, key);
		if (entry)
			return read_entry(owner, resolver, entry, version, d);
		if (role && role->from.len)
			return read_default(owner, resolver, role->from, role->from_at, version, d);
	}
	return component_version(owner, resolver, layer, component, version, d);
}
