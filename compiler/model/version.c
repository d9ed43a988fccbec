#include "evaluate.h"

#include "base/message.h"
#include "read.h"

#include <stdlib.h>

/* --- version files ---------------------------------------------------------------------------- */

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
	const struct source *source;
	if (from.len &&
		sources_read(run, catalog->sources, from, (struct span){ 0 }, &source, &ignored) ==
			SOURCE_FOUND)
		*array_push(run, files) = source;
}

/* The expressions of the catalogue as a parent has them: most of its children will, too. */
static void add_defaults(struct arena *run, const struct resolver *resolver,
	const struct layer *layer, const struct head *head, struct files *files)
{
	struct arena *scratch = arena_new();
	struct diags ignored = diags_new(scratch);
	struct evaluation *evaluation = evaluation_new(scratch, resolver, layer, head, &ignored);
	for (size_t i = 0; i < evaluation->part_count; i++) {
		const struct version_slot *slot = &evaluation->parts[i];
		const struct formula *from = slot->role ? &slot->role->from
							: &slot->component->from;
		struct bytes path;
		if (from->template && formula_text(evaluation, from, slot, &path))
			add_file(run, resolver->fleet->catalog, bytes_copy(run, path), files);
	}
	arena_end(scratch);
}

static void add_entries(struct arena *run, const struct catalog *catalog,
	const struct value *versions, struct files *files)
{
	for (size_t v = 0; versions && v < versions->count; v++) {
		const struct value *version = versions->entries[v].value;
		struct bytes from = version->kind == VALUE_MAP ? read_text(version, "from")
							       : (struct bytes){ 0 };
		if (!text_is_template(from))
			add_file(run, catalog, from, files);
	}
}

static void add_constant(struct arena *run, const struct catalog *catalog, struct files *files)
{
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		if (!component->from.template)
			add_file(run, catalog, component->from.text, files);
		for (size_t r = 0; r < component->roles.count; r++)
			if (!component->roles.at[r].from.template)
				add_file(run, catalog, component->roles.at[r].from.text, files);
	}
}

static bool any_formula(const struct catalog *catalog)
{
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		for (size_t r = 0; r < component->roles.count; r++)
			if (component->roles.at[r].from.template)
				return true;
		if (component->from.template)
			return true;
	}
	return false;
}

static void sort_files(struct resolver *resolver, struct files *files)
{
	size_t kept = 0;
	if (files->count)
		qsort(files->at, files->count, sizeof *files->at, by_name);
	for (size_t i = 0; i < files->count; i++)
		if (!kept || !bytes_equal(files->at[kept - 1]->name, files->at[i]->name))
			files->at[kept++] = files->at[i];
	resolver->files = files->at;
	resolver->file_count = kept;
}

void version_files_read(struct arena *run, struct resolver *resolver)
{
	const struct fleet *fleet = resolver->fleet;
	struct files files = { 0 };
	bool formulas = any_formula(fleet->catalog);
	add_constant(run, fleet->catalog, &files);
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct profile_document *document = resolver->documents[i];
		if (document)
			add_entries(
				run, fleet->catalog, read_key(document->value, "versions"), &files);
		if (formulas && resolver->layers[i])
			add_defaults(
				run, resolver, resolver->layers[i], &fleet->heads.at[i], &files);
	}
	sort_files(resolver, &files);
}

static const struct source *find_file(struct arena *owner, const struct resolver *resolver,
	struct bytes from, enum missing missing, struct span asked_at, struct diags *d)
{
	const struct sources *sources = resolver->fleet->catalog->sources;
	const struct source **found = resolver->file_count
		? bsearch(&from, resolver->files, resolver->file_count, sizeof *resolver->files,
			  to_name)
		: NULL;
	const struct source *source;
	if (found)
		return *found;
	if (missing == MISSING_IS_ERROR)
		return sources_need(owner, sources, from, asked_at, d);
	return sources_read(owner, sources, from, asked_at, &source, d) == SOURCE_FOUND ? source
											: NULL;
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

static bool read_from_file(struct evaluation *evaluation, struct bytes from, enum missing missing,
	struct span asked_at, struct version *version)
{
	const struct resolver *resolver = evaluation->resolver;
	struct diags *d = evaluation->d;
	size_t before = d->count;
	if (is_own_output(resolver->fleet->catalog, from, asked_at, d))
		return false;
	const struct source *source = find_file(
		evaluation->owner, resolver, from, missing, asked_at, d);
	if (!source)
		return d->count == before;
	if (read_version_line(source, version, d))
		return true;
	if (asked_at.source)
		diag_related(d, asked_at, N_("the file is named here"));
	return false;
}

/* --- who says the version --------------------------------------------------------------------- */

/* The nearest entry, or a default file; neither: nobody. */
struct saying {
	const struct entry *entry;
	const struct formula *from;
};

static struct saying nearest_entry(const struct layer *layer, struct bytes key)
{
	for (; layer; layer = layer->under)
		for (size_t i = 0; layer->versions && i < layer->versions->count; i++)
			if (bytes_equal(layer->versions->entries[i].key, key))
				return (struct saying){ &layer->versions->entries[i], NULL };
	return (struct saying){ 0 };
}

/* A role or artifact without one of its own has its component's. */
static struct saying find_saying(const struct layer *layer, const struct version_slot *slot)
{
	const struct component *component = slot->component;
	if (slot->role || slot->artifact) {
		struct saying own = nearest_entry(layer, slot->pending.step.key);
		if (own.entry)
			return own;
		if (slot->role && formula_given(&slot->role->from))
			return (struct saying){ .from = &slot->role->from };
	}
	struct saying saying = nearest_entry(layer, component->id);
	if (!saying.entry && formula_given(&component->from))
		saying.from = &component->from;
	return saying;
}

static bool read_entry(struct evaluation *evaluation, const struct version_slot *slot,
	const struct entry *entry, struct version *version)
{
	const struct value *value = entry->value, *text = value;
	struct bytes path;
	version->entry = entry->key_at;
	if (value->kind == VALUE_MAP) {
		const struct value *from = read_key(value, "from");
		if (from)
			return scalar_text(evaluation, from, SCOPE_FROM, slot, &path) &&
				read_from_file(
					evaluation, path, MISSING_IS_ERROR, from->at, version);
		version->reason = read_text(value, "reason");
		version->until = read_text(value, "until");
		text = read_key(value, "version");
	}
	version->text = text->text;
	version->at = text->at;
	return true;
}

bool version_of(struct evaluation *evaluation, struct version_slot *slot)
{
	struct saying saying = find_saying(evaluation->layer, slot);
	struct bytes path;
	slot->version = (struct version){ 0 };
	if (saying.entry)
		return read_entry(evaluation, slot, saying.entry, &slot->version);
	if (!saying.from)
		return true;
	/* A default for all components need not suit one that is elsewhere. */
	enum missing missing = slot->component->external ? MISSING_IS_NULL : MISSING_IS_ERROR;
	slot->version.entry = saying.from->at;
	return formula_text(evaluation, saying.from, slot, &path) &&
		read_from_file(evaluation, path, missing, saying.from->at, &slot->version);
}

bool version_is_said(
	const struct evaluation *evaluation, const struct version_slot *slot, struct span *at)
{
	struct saying saying = find_saying(evaluation->layer, slot);
	if (saying.entry)
		*at = saying.entry->key_at;
	else if (saying.from)
		*at = saying.from->at;
	return saying.entry || saying.from;
}
