#include "plan.h"
#include "read.h"

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

static struct bytes read_from(struct arena *run, const struct value *map, struct span *at)
{
	const struct value *version = read_key(map, "version");
	*at = read_place(version, "from");
	return read_text(run, version, "from");
}

static void read_roles(struct arena *run, const struct catalog *catalog, const struct value *map,
	struct component *component)
{
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct role *role = array_push(run, &component->roles);
		*role = (struct role){
			.id = map->entries[i].key,
			.at = map->entries[i].key_at,
			.title = read_text(run, value, "title"),
			.image = read_text(run, value, "image"),
			.image_at = read_place(value, "image"),
			.writes = read_writes(run, catalog, read_key(value, "writes")),
		};
		role->from = read_from(run, value, &role->from_at);
	}
}

static bool check_folder(struct arena *run, const struct catalog *catalog,
	const struct value *folder, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; folder && folder->kind == VALUE_MAP && i < folder->count; i++) {
		struct value key = { .text = folder->entries[i].key,
			.at = folder->entries[i].key_at };
		struct name name = read_name(run, &key);
		if (catalog_environment(catalog, name.slug) < 0)
			good = diag_error(d, name.at, "environment/unknown",
				N_("no environment is called '" BYTES_FMT "'"),
				BYTES_ARG(name.text));
	}
	return good;
}

static bool read_artifacts(struct arena *run, const struct catalog *catalog,
	const struct value *map, struct component *component, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		*array_push(run, &component->artifacts) = (struct artifact){
			.id = map->entries[i].key,
			.at = map->entries[i].key_at,
			.folder = read_key(value, "folder"),
			.name = read_text(run, value, "name"),
		};
		good = check_folder(run, catalog, read_key(value, "folder"), d) && good;
		for (size_t r = 0; r < component->roles.count; r++) {
			if (!bytes_equal(component->roles.at[r].id, map->entries[i].key))
				continue;
			good = diag_error(d, map->entries[i].key_at, "component/duplicate-id",
				N_("'" BYTES_FMT "' is a role and an artifact of one component"),
				BYTES_ARG(map->entries[i].key));
			diag_related(d, component->roles.at[r].at, N_("the role"));
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
	bool covered = component->image.len > 0 || component->roles.count > 0;
	for (size_t i = 0; i < component->roles.count; i++)
		covered = covered && (component->image.len || component->roles.at[i].image.len);
	if (covered)
		return true;
	diag_error(d, component->at, "component/no-image",
		N_("the component '" BYTES_FMT "' has no image"), BYTES_ARG(component->id));
	diag_hint(d, N_("give it 'image', or 'external: true' if it runs elsewhere"));
	return false;
}

static bool check_version_paths(struct arena *run, const struct catalog *catalog,
	const struct component *component, struct diags *d)
{
	bool good = !component->from.len ||
		version_path_allowed(run, catalog, component->from, component->from_at, d);
	for (size_t i = 0; i < component->roles.count; i++) {
		const struct role *role = &component->roles.at[i];
		good = (!role->from.len ||
			       version_path_allowed(run, catalog, role->from, role->from_at, d)) &&
			good;
	}
	return good;
}

static bool read_component(
	struct arena *run, struct catalog *catalog, const struct entry *entry, struct diags *d)
{
	const struct value *value = entry->value, *defaults = read_key(catalog->value, "defaults");
	struct component *component = array_push(run, &catalog->components);
	*component = (struct component){
		.id = entry->key,
		.at = entry->key_at,
		.title = read_text(run, value, "title"),
		.scheme = read_text(run, read_key(value, "scheme") ? value : defaults, "scheme"),
		.external = read_truth(value, "external"),
		.hook = read_truth(value, "hook"),
		.image = read_text(run, value, "image"),
		.image_at = read_place(value, "image"),
		.tag = read_text(run, read_key(value, "tag") ? value : defaults, "tag"),
		.tag_at = read_place(read_key(value, "tag") ? value : defaults, "tag"),
		.writes = read_writes(run, catalog, read_key(value, "writes")),
	};
	component->from = read_from(
		run, read_key(value, "version") ? value : defaults, &component->from_at);
	read_needs(run, read_key(value, "needs"), component);
	read_roles(run, catalog, read_key(value, "roles"), component);
	bool good = read_artifacts(run, catalog, read_key(value, "artifacts"), component, d);
	good = check_version_paths(run, catalog, component, d) && good;
	return check_image(component, value, d) && good;
}

/* --- what components say of each other -------------------------------------------------------- */

static struct texts component_ids(struct arena *run, const struct catalog *catalog)
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

bool components_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *map = read_key(catalog->value, "components");
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++)
		good = read_component(run, catalog, &map->entries[i], d) && good;
	good = check_needs(run, catalog, d) && good;
	good = check_schemes(run, catalog, d) && good;
	good = check_held(run, catalog, d) && good;
	catalog->plan = plan_make(run, catalog, d);
	return catalog->plan && good;
}
