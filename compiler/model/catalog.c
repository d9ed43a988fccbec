#include "model.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"
#include "read.h"
#include "template.h"

/* --- chart ------------------------------------------------------------------------------------ */

static bool check_path(const struct value *map, const char *key, struct diags *d)
{
	const struct value *path = read_key(map, key);
	return !path || folder_path_allowed(path->text, path->at, d);
}

/*
 * The chart's values decide whether P.image has a `digest`. They are read as Helm reads them, once.
 * A chart without values.yaml is legal.
 */
static bool read_chart_values(struct arena *run, struct catalog *catalog, struct diags *d)
{
	struct bytes path = bytes_print(
		run, BYTES_FMT "/values.yaml", BYTES_ARG(catalog->chart.path));
	size_t before = d->count;
	const struct source *source = folder_read(
		run, catalog->folder, path, MISSING_IS_NULL, catalog->chart.at, d);
	if (!source)
		return d->count == before;
	if (!source_is_merged(source, d))
		return false;
	struct tree *tree = tree_read(run, source, DIALECT_HELM, catalog->limits, d);
	if (!tree)
		return false;
	node_id root = tree->documents.count ? tree->documents.at[0].root : 0;
	if (!root)
		return true;
	catalog->chart_values = tree_value(run, tree, root, catalog->limits, d);
	secret_note(catalog->folder->secrets, catalog->chart_values);
	return catalog->chart_values != NULL;
}

static void read_bump(struct chart *chart, const struct value *map)
{
	for (size_t kind = 0; kind < CHART_CHANGE_KINDS; kind++) {
		struct bytes step = read_text(map, chart_change_rows[kind].name);
		chart->bump[kind] = chart_change_rows[kind].step;
		for (size_t i = 0; i <= VERSION_MAJOR; i++)
			if (bytes_is(step, version_step_names[i]))
				chart->bump[kind] = (enum version_step)i;
	}
}

static bool read_chart(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *map = read_key(catalog->value, "chart");
	struct chart *chart = &catalog->chart;
	if (!map)
		return true;
	bool good = check_path(map, "path", d);
	good = check_path(map, "versionFile", d) && good;
	*chart = (struct chart){
		.path = read_text(map, "path"),
		.version = read_text(map, "version"),
		.version_file = read_text(map, "versionFile"),
		.base = read_text(map, "base"),
		.at = read_place(map, "path"),
		.version_at = read_place(map, "version"),
		.version_file_at = read_place(map, "versionFile"),
	};
	if (chart->version_file.len == 0)
		chart->version_file = BYTES("VERSION");
	if (chart->base.len == 0)
		chart->base = BYTES("develop");
	read_bump(chart, read_key(map, "bump"));
	return good && read_chart_values(run, catalog, d);
}

/* --- names ------------------------------------------------------------------------------------ */

int catalog_environment(const struct catalog *catalog, struct bytes slug)
{
	for (size_t i = 0; i < catalog->environments.count; i++)
		if (bytes_equal(catalog->environments.at[i].slug, slug))
			return (int)i;
	return -1;
}

bool unknown_environment(const struct catalog *catalog, const struct name *name, struct diags *d)
{
	struct texts known = { 0 };
	for (size_t i = 0; i < catalog->environments.count; i++)
		*array_push(d->owner, &known) = catalog->environments.at[i].text;
	return unknown_name(d, name->at, "environment/unknown",
		N_("no environment is called '" BYTES_FMT "'"), name->text, known.at, known.count);
}

static bool read_environments(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "environments");
	bool good = true;
	for (size_t i = 0; list && i < list->count; i++) {
		struct name name = read_name(run, list->items[i]);
		int same = catalog_environment(catalog, name.slug);
		if (same >= 0) {
			good = diag_error(d, name.at, "environment/duplicate",
				N_("the environment '" BYTES_FMT "' is listed twice"),
				BYTES_ARG(name.text));
			diag_related(d, catalog->environments.at[same].at, N_("the first one"));
			continue;
		}
		*array_push(run, &catalog->environments) = name;
	}
	return good;
}

static bool read_prereleases(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "prereleases");
	bool good = true;
	if (!list && catalog->environments.count)
		*array_push(run, &catalog->prereleases) = catalog->environments.at[0];
	for (size_t i = 0; list && i < list->count; i++) {
		struct name name = read_name(run, list->items[i]);
		*array_push(run, &catalog->prereleases) = name;
		if (catalog_environment(catalog, name.slug) < 0)
			good = unknown_environment(catalog, &name, d);
	}
	return good;
}

static bool check_holds(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	const struct value *holds = read_key(catalog->value, "holds");
	bool good = true;
	for (size_t i = 0; holds && i < holds->count; i++) {
		const struct value *environment = read_key(holds->items[i], "environment");
		if (!environment)
			continue;
		struct name name = read_name(run, environment);
		if (catalog_environment(catalog, name.slug) < 0)
			good = unknown_environment(catalog, &name, d);
	}
	return good;
}

/* --- merge rules, globs, the rest ------------------------------------------------------------- */

static void read_merges(struct arena *run, struct catalog *catalog)
{
	const struct value *map = read_key(catalog->value, "merge");
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *how = map->entries[i].value;
		struct merge_rule *rule = array_push(run, &catalog->merges);
		*rule = (struct merge_rule){ .path = path_parse(run, map->entries[i].key) };
		if (how->kind == VALUE_MAP) {
			rule->kind = MERGE_BY;
			rule->by = read_text(how, "by");
		} else if (bytes_is(how->text, "append")) {
			rule->kind = MERGE_APPEND;
		}
	}
}

static void read_globs(struct arena *run, struct catalog *catalog)
{
	const struct value *list = read_key(catalog->value, "profiles");
	if (!list) {
		*array_push(run, &catalog->profile_globs) = BYTES("profiles/**/*.yaml");
		*array_push(run, &catalog->profile_globs_at) = (struct span){ 0 };
	}
	for (size_t i = 0; list && i < list->count; i++) {
		*array_push(run, &catalog->profile_globs) = list->items[i]->text;
		*array_push(run, &catalog->profile_globs_at) = list->items[i]->at;
	}
}

/* Told even if the shape is wrong: unknown keys may be what a later leme knows. */
static bool check_own_version(struct arena *run, const struct value *value, struct diags *d)
{
	const struct value *wanted = value ? read_key(value, "leme") : NULL;
	struct semver own;
	const struct semver_constraint *constraint = wanted
		? semver_constraint_parse(run, wanted->text)
		: NULL;
	if (!constraint || !semver_parse(BYTES(LEME_VERSION), &own) ||
		semver_satisfies(&own, constraint))
		return true;
	diag_error(d, wanted->at, "catalog/leme",
		N_("this project asks for leme '" BYTES_FMT "', but this is leme %s"),
		BYTES_ARG(wanted->text), LEME_VERSION);
	diag_hint(d, N_("install a version that fits, or widen the constraint"));
	return false;
}

/* --- images: how they are named, what they are locked to -------------------------------------- */

static enum pin read_pin(const struct catalog *catalog)
{
	struct bytes pin = read_text(catalog->value, "pin");
	if (!pin.len)
		return catalog->lock->source ? PIN_BOTH : PIN_TAG;
	return bytes_is(pin, "both") ? PIN_BOTH : bytes_is(pin, "digest") ? PIN_DIGEST : PIN_TAG;
}

static bool read_images(struct arena *run, struct catalog *catalog, struct diags *d)
{
	catalog->spellings = registries_new(run, catalog->registries, NULL, d);
	if (!catalog->spellings)
		return false;
	catalog->lock = lock_read(run, catalog->folder, catalog->spellings, catalog->limits, d);
	if (!catalog->lock)
		return false;
	catalog->pin = read_pin(catalog);
	return true;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* leme.yaml may hold profiles beside the one catalogue. */
static const struct value *find_catalog(
	const struct source *source, const struct document_list *documents, struct diags *d)
{
	const struct value *found = NULL;
	for (size_t i = 0; i < documents->count; i++) {
		const struct value *kind = documents->at[i] && documents->at[i]->kind == VALUE_MAP
			? read_key(documents->at[i], "kind")
			: NULL;
		if (!kind || !bytes_is(kind->text, "Catalog"))
			continue;
		if (found) {
			diag_error(
				d, kind->at, "catalog/second", N_("a project has one catalogue"));
			diag_related(d, read_place(found, "kind"), N_("the first one"));
			return NULL;
		}
		found = documents->at[i];
	}
	if (!found)
		diag_error(d, (struct span){ source, 0, 0 }, "catalog/missing",
			N_("no document of kind Catalog is here"));
	return found;
}

/* What holds expressions, once it is known what they can ask for. */
static bool read_expressions(struct arena *run, struct catalog *catalog, struct diags *d)
{
	struct templates *templates = arena_new_of(run, struct templates);
	bool good = environment_read(run, catalog, d);
	good = schemes_read(run, catalog, d) && good;
	catalog->scopes = scopes_new(run, catalog);
	catalog->templates = templates;
	catalog->chart.app_version = formula_read(run, catalog, templates,
		read_key(read_key(catalog->value, "chart"), "appVersion"), SCOPE_PROJECT, d);
	templates_take(run, templates, catalog->scopes, catalog->values, SCOPE_VALUES, d);
	templates_seal(templates);
	return components_read(run, catalog, d) && good && !templates->bad;
}

static bool read_parts(struct arena *run, struct catalog *catalog,
	const struct sources_given *given, struct diags *d)
{
	catalog->name = read_text(catalog->value, "name");
	catalog->title = read_text(catalog->value, "title");
	catalog->registries = read_key(catalog->value, "registries");
	catalog->values = read_key(catalog->value, "values");
	struct bytes stamp = read_text(catalog->value, "stamp");
	if (stamp.len)
		catalog->stamp = path_parse(run, stamp);
	catalog->stamp_at = read_place(catalog->value, "stamp");
	read_merges(run, catalog);
	read_globs(run, catalog);

	bool good = read_environments(run, catalog, d);
	good = read_prereleases(run, catalog, d) && good;
	good = check_holds(run, catalog, d) && good;
	good = read_chart(run, catalog, d) && good;
	good = read_images(run, catalog, d) && good;
	good = sources_open(run, catalog->folder, read_key(catalog->value, "sources"), given,
		       &catalog->sources, d) &&
		good;
	return read_expressions(run, catalog, d) && good;
}

struct catalog *catalog_read_to_mend(struct arena *run, const struct folder *folder,
	struct limits limits, const struct sources_given *given, struct diags *d)
{
	struct source *source = folder_read(
		run, folder, BYTES("leme.yaml"), MISSING_IS_ERROR, (struct span){ 0 }, d);
	struct document_list documents = { 0 };
	if (!source)
		return NULL;
	bool good = read_documents(run, source, "Catalog Profile", limits, &documents, d);
	const struct value *value = good || documents.count ? find_catalog(source, &documents, d)
							    : NULL;
	if (!check_own_version(run, value, d) || !value || !good)
		return NULL;
	struct catalog *catalog = arena_new_of(run, struct catalog);
	catalog->folder = folder;
	catalog->source = source;
	catalog->limits = limits;
	catalog->value = value;
	if (read_parts(run, catalog, given, d))
		return catalog;
	profiles_check_shapes(run, catalog, d);
	return NULL;
}

struct catalog *catalog_read(struct arena *run, const struct folder *folder, struct limits limits,
	const struct sources_given *given, struct diags *d)
{
	struct catalog *catalog = catalog_read_to_mend(run, folder, limits, given, d);
	if (!catalog || lock_is_settled(catalog->lock, d))
		return catalog;
	profiles_check_shapes(run, catalog, d);
	return NULL;
}
