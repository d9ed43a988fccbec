#include "plan.h"
#include "read.h"
#include "template.h"

#include "base/message.h"
#include "notation/notation.h"

const struct component *catalog_component(const struct catalog *catalog, struct bytes id)
{
	for (size_t i = 0; i < catalog->components.count; i++)
		if (bytes_equal(catalog->components.at[i].id, id))
			return &catalog->components.at[i];
	return NULL;
}

/* --- writes ----------------------------------------------------------------------------------- */

static void add_write(struct arena *run, struct writes *writes, enum write_field field,
	struct texts path, struct span at)
{
	*array_push(run, writes) = (struct write){ field, path, at };
}

static struct texts path_with(struct arena *run, struct texts path, struct bytes key)
{
	struct texts longer = { 0 };
	for (size_t i = 0; i < path.count; i++)
		*array_push(run, &longer) = path.at[i];
	*array_push(run, &longer) = key;
	return longer;
}

static bool chart_has(const struct catalog *catalog, struct texts path)
{
	const struct value *value = catalog->chart_values;
	for (size_t i = 0; value && i < path.count; i++)
		value = value->kind == VALUE_MAP ? value_get(value, path.at[i]) : NULL;
	return value != NULL;
}

/* P stands for P.repository, P.tag and, where the chart knows it, P.digest. */
static void add_image_write(struct arena *run, const struct catalog *catalog, struct writes *writes,
	struct texts path, struct span at)
{
	struct texts digest = path_with(run, path, BYTES("digest"));
	add_write(run, writes, WRITE_REPOSITORY, path_with(run, path, BYTES("repository")), at);
	add_write(run, writes, WRITE_TAG, path_with(run, path, BYTES("tag")), at);
	if (chart_has(catalog, digest))
		add_write(run, writes, WRITE_DIGEST, digest, at);
}

static enum write_field write_field_of(struct bytes name)
{
	static const struct {
		const char *name;
		enum write_field field;
	} rows[] = {
		{ "image", WRITE_IMAGE },
		{ "reference", WRITE_REFERENCE },
		{ "registry", WRITE_REGISTRY },
		{ "repository", WRITE_REPOSITORY },
		{ "tag", WRITE_TAG },
		{ "digest", WRITE_DIGEST },
		{ "enabled", WRITE_ENABLED },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(name, rows[i].name))
			return rows[i].field;
	return WRITE_IMAGE;
}

static struct writes read_writes(
	struct arena *run, const struct catalog *catalog, const struct value *value)
{
	struct writes writes = { 0 };
	if (value && value->kind != VALUE_MAP)
		add_image_write(run, catalog, &writes, path_parse(run, value->text), value->at);
	for (size_t i = 0; value && value->kind == VALUE_MAP && i < value->count; i++) {
		const struct value *path = value->entries[i].value;
		enum write_field field = write_field_of(value->entries[i].key);
		if (field == WRITE_IMAGE)
			add_image_write(
				run, catalog, &writes, path_parse(run, path->text), path->at);
		else
			add_write(run, &writes, field, path_parse(run, path->text), path->at);
	}
	return writes;
}

/* An external component has no image, so it can be enabled at most. */
static bool check_external_writes(const struct writes *writes, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < writes->count; i++) {
		if (writes->at[i].field == WRITE_ENABLED)
			continue;
		good = diag_error(d, writes->at[i].at, "component/external-image",
			N_("an external component has no image to write"));
		diag_hint(d, N_("only 'enabled' can be written for it"));
	}
	return good;
}

/* --- parts of a component --------------------------------------------------------------------- */

/* What every component has unless it says otherwise. */
struct defaults {
	const struct value *map;
	struct formula from, tag, build;
};

struct reading {
	struct arena *run;
	struct catalog *catalog;
	struct templates templates; /* of the formulas, which know their own */
	struct defaults defaults;
	struct diags *d;
};

static struct formula read_formula(
	struct reading *reading, const struct value *map, const char *key, enum scope scope)
{
	return formula_read(reading->run, reading->catalog, &reading->templates, read_key(map, key),
		scope, reading->d);
}

static struct formula read_from(struct reading *reading, const struct value *map, const char *key)
{
	return read_formula(reading, read_key(map, key), "from", SCOPE_FROM);
}

static void read_roles(
	struct reading *reading, const struct value *map, struct component *component)
{
	struct arena *run = reading->run;
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct role *role = array_push(run, &component->roles);
		*role = (struct role){
			.id = map->entries[i].key,
			.at = map->entries[i].key_at,
			.title = read_text(value, "title"),
			.writes = read_writes(run, reading->catalog, read_key(value, "writes")),
		};
		role->image = read_formula(reading, value, "image", SCOPE_IMAGE);
		role->from = read_from(reading, value, "version");
	}
}

static void add_folder(struct reading *reading, struct artifact *artifact, int environment,
	const struct value *folder)
{
	*array_push(reading->run, &artifact->folders) = (struct artifact_folder){ environment,
		formula_read(reading->run, reading->catalog, &reading->templates, folder,
			SCOPE_FROM, reading->d) };
}

/* One for all environments, or one for each. */
static bool read_folders(
	struct reading *reading, struct artifact *artifact, const struct value *folder)
{
	bool good = true;
	if (folder && folder->kind != VALUE_MAP)
		add_folder(reading, artifact, -1, folder);
	for (size_t i = 0; folder && folder->kind == VALUE_MAP && i < folder->count; i++) {
		struct value key = { .text = folder->entries[i].key,
			.at = folder->entries[i].key_at };
		struct name name = read_name(reading->run, &key);
		int environment = catalog_environment(reading->catalog, name.slug);
		if (environment < 0)
			good = unknown_environment(reading->catalog, &name, reading->d);
		else
			add_folder(reading, artifact, environment, folder->entries[i].value);
	}
	return good;
}

static bool read_artifacts(
	struct reading *reading, const struct value *map, struct component *component)
{
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct artifact *artifact = array_push(reading->run, &component->artifacts);
		*artifact = (struct artifact){ .id = map->entries[i].key,
			.at = map->entries[i].key_at };
		artifact->name = read_formula(reading, value, "name", SCOPE_IMAGE);
		good = read_folders(reading, artifact, read_key(value, "folder")) && good;
		for (size_t r = 0; r < component->roles.count; r++) {
			if (!bytes_equal(component->roles.at[r].id, map->entries[i].key))
				continue;
			good = diag_error(reading->d, map->entries[i].key_at,
				"component/duplicate-id",
				N_("'" BYTES_FMT "' is a role and an artifact of one component"),
				BYTES_ARG(map->entries[i].key));
			diag_related(reading->d, component->roles.at[r].at, N_("the role"));
		}
	}
	return good;
}

static void read_needs(struct arena *run, const struct value *map, struct component *component)
{
	for (size_t i = 0; map && i < map->count; i++)
		*array_push(run, &component->needs) = (struct need){ map->entries[i].key,
			map->entries[i].value->text, map->entries[i].key_at };
}

/* A component that is not external has an image, of its own or of each of its roles. */
static bool check_image(
	const struct component *component, const struct value *value, struct diags *d)
{
	if (component->external) {
		const struct value *image = read_key(value, "image");
		bool good = check_external_writes(&component->writes, d);
		return image ? diag_error(d, image->at, "component/external-image",
				       N_("an external component has no image"))
			     : good;
	}
	bool own = formula_given(&component->image), covered = own || component->roles.count > 0;
	for (size_t i = 0; i < component->roles.count; i++)
		covered = covered && (own || formula_given(&component->roles.at[i].image));
	if (covered)
		return true;
	diag_error(d, component->at, "component/no-image",
		N_("the component '" BYTES_FMT "' has no image"), BYTES_ARG(component->id));
	diag_hint(d, N_("give it 'image', or 'external: true' if it runs elsewhere"));
	return false;
}

/* What an expression gives is judged when it is known. */
static bool check_path(struct reading *reading, const struct formula *from)
{
	return from->template || !from->text.len ||
		sources_path_allowed(reading->catalog->sources, from->text, from->at, reading->d);
}

static bool check_paths(struct reading *reading, const struct component *component)
{
	bool good = check_path(reading, &component->from);
	good = check_path(reading, &component->build) && good;
	for (size_t i = 0; i < component->roles.count; i++)
		good = check_path(reading, &component->roles.at[i].from) && good;
	for (size_t i = 0; i < component->artifacts.count; i++) {
		const struct artifact *artifact = &component->artifacts.at[i];
		for (size_t f = 0; f < artifact->folders.count; f++)
			good = check_path(reading, &artifact->folders.at[f].folder) && good;
	}
	return good;
}

/* Each of the two may be the default; a default alone counts only if it is whole. */
static bool read_build(
	struct reading *reading, const struct value *value, struct component *component)
{
	const struct value *own = read_key(value, "build"),
			   *defaults = read_key(reading->defaults.map, "build");
	struct formula build = read_key(own, "from") ? read_from(reading, value, "build")
						     : reading->defaults.build;
	struct bytes key = read_text(read_key(own, "key") ? own : defaults, "key");
	bool whole = formula_given(&build) && key.len;
	if (whole) {
		component->build = build;
		component->build_key = key;
	}
	if (whole || !own)
		return true;
	diag_error(reading->d, own->at, "key/missing", N_("the key '%s' is missing"),
		key.len ? "from" : "key");
	diag_hint(reading->d, N_("say it here or in 'defaults.build'"));
	return false;
}

static bool read_component(struct reading *reading, const struct entry *entry)
{
	struct arena *run = reading->run;
	const struct catalog *catalog = reading->catalog;
	const struct value *value = entry->value, *defaults = reading->defaults.map;
	struct component *component = array_push(run, &reading->catalog->components);
	*component = (struct component){
		.id = entry->key,
		.at = entry->key_at,
		.title = read_text(value, "title"),
		.scheme = read_text(read_key(value, "scheme") ? value : defaults, "scheme"),
		.external = read_truth(value, "external"),
		.hook = read_truth(value, "hook"),
		.tag = reading->defaults.tag,
		.from = reading->defaults.from,
		.writes = read_writes(run, catalog, read_key(value, "writes")),
	};
	component->image = read_formula(reading, value, "image", SCOPE_IMAGE);
	if (read_key(value, "tag"))
		component->tag = read_formula(reading, value, "tag", SCOPE_IMAGE);
	if (read_key(value, "version"))
		component->from = read_from(reading, value, "version");
	bool good = read_build(reading, value, component);
	read_needs(run, read_key(value, "needs"), component);
	read_roles(reading, read_key(value, "roles"), component);
	good = read_artifacts(reading, read_key(value, "artifacts"), component) && good;
	good = check_paths(reading, component) && good;
	return check_image(component, value, reading->d) && good;
}

/* --- what components say of each other -------------------------------------------------------- */

struct texts component_ids(struct arena *run, const struct catalog *catalog)
{
	struct texts ids = { 0 };
	for (size_t i = 0; i < catalog->components.count; i++)
		*array_push(run, &ids) = catalog->components.at[i].id;
	return ids;
}

static bool check_needs(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	struct texts ids = component_ids(run, catalog);
	bool good = true;
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		for (size_t n = 0; n < component->needs.count; n++) {
			const struct need *need = &component->needs.at[n];
			if (!catalog_component(catalog, need->component))
				good = unknown_name(d, need->at, "component/unknown",
					N_("no component is called '" BYTES_FMT "'"),
					need->component, ids.at, ids.count);
		}
	}
	return good;
}

static bool check_scheme(
	struct arena *run, const struct catalog *catalog, const struct value *map, struct diags *d)
{
	static const char *const shipped[] = { "semver", "dotted", "date", "opaque" };
	const struct value *own = read_key(catalog->value, "schemes"),
			   *scheme = read_key(map, "scheme");
	struct texts known = { 0 };
	if (!scheme)
		return true;
	for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
		*array_push(run, &known) = bytes_of(shipped[i]);
	for (size_t i = 0; own && i < own->count; i++)
		*array_push(run, &known) = own->entries[i].key;
	for (size_t i = 0; i < known.count; i++)
		if (bytes_equal(known.at[i], scheme->text))
			return true;
	return unknown_name(d, scheme->at, "scheme/unknown",
		N_("no version scheme is called '" BYTES_FMT "'"), scheme->text, known.at,
		known.count);
}

static bool check_schemes(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	const struct value *components = read_key(catalog->value, "components");
	bool good = check_scheme(run, catalog, read_key(catalog->value, "defaults"), d);
	for (size_t i = 0; components && i < components->count; i++)
		good = check_scheme(run, catalog, components->entries[i].value, d) && good;
	return good;
}

static bool check_held(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	const struct value *holds = read_key(catalog->value, "holds");
	struct texts ids = component_ids(run, catalog);
	bool good = true;
	for (size_t i = 0; holds && i < holds->count; i++) {
		const struct value *list = read_key(holds->items[i], "components");
		for (size_t c = 0; list && c < list->count; c++) {
			struct bytes rest = list->items[c]->text, id;
			bytes_cut(&rest, '/', &id);
			if (!catalog_component(catalog, id))
				good = unknown_name(d, list->items[c]->at, "component/unknown",
					N_("no component is called '" BYTES_FMT "'"), id, ids.at,
					ids.count);
		}
	}
	return good;
}

static void read_defaults(struct reading *reading)
{
	const struct value *map = read_key(reading->catalog->value, "defaults");
	reading->defaults.map = map;
	reading->defaults.from = read_from(reading, map, "version");
	reading->defaults.tag = read_formula(reading, map, "tag", SCOPE_IMAGE);
	reading->defaults.build = read_from(reading, map, "build");
}

bool components_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *map = read_key(catalog->value, "components");
	struct reading reading = { .run = run, .catalog = catalog, .d = d };
	read_defaults(&reading);
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++)
		good = read_component(&reading, &map->entries[i]) && good;
	good = check_needs(run, catalog, d) && good;
	good = check_schemes(run, catalog, d) && good;
	good = check_held(run, catalog, d) && good;
	catalog->plan = plan_make(run, catalog, d);
	return catalog->plan && good && !reading.templates.bad;
}
