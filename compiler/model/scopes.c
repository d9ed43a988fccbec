/* What expressions can name, and what all expressions of a project see alike. */
#include "evaluate.h"

#include "base/message.h"
#include "base/utf8.h"
#include "notation/notation.h"
#include "read.h"

#include <stdlib.h>

/* --- names ------------------------------------------------------------------------------------ */

#define IN(scope) (1u << (scope))
#define PROFILES_OWN (IN(SCOPE_FROM) | IN(SCOPE_IMAGE) | IN(SCOPE_VALUES))
#define EVERYWHERE (PROFILES_OWN | IN(SCOPE_PROJECT))

static const struct {
	const char *name;
	unsigned scopes;
} names[NAMES] = {
	[NAME_CATALOG] = { "catalog", EVERYWHERE },
	[NAME_CHART] = { "chart", EVERYWHERE },
	[NAME_ENVIRONMENTS] = { "environments", IN(SCOPE_PROJECT) },
	[NAME_PROFILES] = { "profiles", IN(SCOPE_PROJECT) },
	[NAME_ENVIRONMENT] = { "environment", PROFILES_OWN },
	[NAME_PROFILE] = { "profile", PROFILES_OWN },
	[NAME_FACTS] = { "facts", PROFILES_OWN },
	[NAME_VALUES] = { "values", IN(SCOPE_VALUES) },
	[NAME_VERSIONS] = { "versions", IN(SCOPE_VALUES) },
	[NAME_COMPONENT] = { "component", IN(SCOPE_FROM) | IN(SCOPE_IMAGE) },
	[NAME_ROLE] = { "role", IN(SCOPE_IMAGE) },
	[NAME_VERSION] = { "version", IN(SCOPE_IMAGE) },
};

unsigned scope_names(enum scope scope)
{
	unsigned set = 0;
	for (unsigned i = 0; i < NAMES; i++)
		set |= (unsigned)((names[i].scopes & IN(scope)) != 0) << i;
	return set;
}

struct cel_variables scope_variables(
	struct arena *owner, unsigned set, const struct cel_value objects[NAMES])
{
	struct cel_variables variables = { .values = arena_array_of(
						   owner, struct cel_value, NAMES) };
	for (unsigned i = 0; i < NAMES; i++)
		if (set >> i & 1)
			variables.values[variables.count++] = objects[i];
	return variables;
}

/* --- what the world outside tells ------------------------------------------------------------- */

static const struct version_scheme *own_scheme(void *context, struct bytes name)
{
	const struct catalog *catalog = context;
	for (size_t i = 0; i < catalog->schemes.count; i++)
		if (bytes_equal(version_scheme_name(catalog->schemes.at[i]), name))
			return catalog->schemes.at[i];
	return NULL;
}

static bool permitted_variable(void *context, struct bytes name, struct bytes *value)
{
	const struct catalog *catalog = context;
	for (size_t i = 0; i < catalog->env.count; i++) {
		if (!bytes_equal(catalog->env.at[i].name, name))
			continue;
		*value = catalog->env.at[i].value;
		return true;
	}
	return false;
}

/* Each variable is read once, so that all threads see the same. */
bool environment_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "env");
	bool good = true;
	for (size_t i = 0; list && i < list->count; i++) {
		struct bytes name = list->items[i]->text;
		struct bytes value = bytes_of(getenv(bytes_string(run, name)));
		*array_push(run, &catalog->env) = (struct env_variable){ name, value };
		if (utf8_invalid(value) < value.len)
			good = diag_error(d, list->items[i]->at, "env/encoding",
				N_("the environment variable '" BYTES_FMT "' is not UTF-8"),
				BYTES_ARG(name));
	}
	return good;
}

static struct texts texts_of(struct arena *run, const struct value *list)
{
	struct texts texts = { 0 };
	for (size_t i = 0; list && i < list->count; i++)
		*array_push(run, &texts) = list->items[i]->text;
	return texts;
}

static bool bad_pattern(
	const struct value *map, const struct version_pattern_fault *fault, struct diags *d)
{
	const struct value *at = read_key(map, "pattern"), *order = read_key(map, "order");
	if (!fault->group.len)
		return diag_error(d,
			scalar_place(at, fault->at < at->text.len ? fault->at : 0, at->text.len),
			"scheme/pattern", "%s", _(fault->text));
	for (size_t i = 0; i < order->count; i++)
		if (bytes_equal(order->items[i]->text, fault->group))
			at = order->items[i];
	return diag_error(d, at->at, "scheme/pattern",
		N_("the pattern has no group called '" BYTES_FMT "'"), BYTES_ARG(fault->group));
}

bool schemes_read(struct arena *run, struct catalog *catalog, struct diags *d)
{
	const struct value *map = read_key(catalog->value, "schemes");
	bool good = true;
	for (size_t i = 0; map && i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		struct version_pattern pattern = { .name = map->entries[i].key,
			.pattern = read_key(value, "pattern")->text,
			.order = texts_of(run, read_key(value, "order")),
			.prerelease = read_text(value, "prerelease") };
		struct version_pattern_fault fault;
		const struct version_scheme *scheme = version_scheme_new(run, &pattern, &fault);
		if (scheme)
			*array_push(run, &catalog->schemes) = scheme;
		else
			good = bad_pattern(value, &fault, d);
	}
	return good;
}

struct cel_env *scope_env(struct arena *owner, const struct catalog *catalog, unsigned set)
{
	union {
		const struct catalog *catalog;
		void *context;
	} host = { catalog };
	struct cel_env *env = cel_env_new(owner,
		(struct cel_options){ .host = { host.context, own_scheme, permitted_variable } });
	for (unsigned i = 0; i < NAMES; i++)
		if (set >> i & 1)
			cel_env_variable(env, bytes_of(names[i].name));
	return env;
}

/* --- objects ---------------------------------------------------------------------------------- */

/* The catalogue as written; maps from the names of components and environments know such names. */
static struct cel_value with_names(struct arena *owner, const struct value *value, size_t depth)
{
	static const char *const path[] = { "components", "", "artifacts", "", "folder" };
	enum { DEPTH = sizeof path / sizeof *path };
	struct cel_value whole = cel_of(value);
	whole.by_slug = value->kind == VALUE_MAP && (depth == 1 || depth == DEPTH);
	if (value->kind != VALUE_MAP || depth == DEPTH)
		return whole;
	struct cel_value *items = arena_array_of(owner, struct cel_value, 2 * value->count);
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		bool on_path = !path[depth][0] || bytes_is(entry->key, path[depth]);
		items[2 * i] = cel_string(entry->key);
		items[2 * i + 1] = on_path ? with_names(owner, entry->value, depth + 1)
					   : cel_of(entry->value);
	}
	struct cel_value map = cel_map(items, value->count);
	map.by_slug = whole.by_slug;
	return map;
}

static struct cel_value chart_object(struct arena *owner, const struct chart *chart)
{
	struct object object = { .owner = owner };
	if (!chart->path.len)
		return (struct cel_value){ .kind = CEL_NULL };
	object_add(&object, BYTES("path"), cel_string(chart->path));
	object_add(&object, BYTES("version"), cel_string(chart->version));
	object_add(&object, BYTES("versionFile"), cel_string(chart->version_file));
	object_add(&object, BYTES("base"), cel_string(chart->base));
	return object_value(&object);
}

static struct cel_value or_empty(const struct value *map)
{
	return cel_of(map ? map : &value_empty_map);
}

static struct cel_value component_object(
	struct arena *owner, const struct catalog *catalog, const struct component *component)
{
	const struct value *value = value_get(
		read_key(catalog->value, "components"), component->id);
	struct object object = { .owner = owner };
	object_add(&object, BYTES("name"), cel_string(component->id));
	object_add(&object, BYTES("title"),
		cel_string(component->title.len ? component->title : component->id));
	object_add(&object, BYTES("external"), cel_bool(component->external));
	object_add(&object, BYTES("needs"), or_empty(read_key(value, "needs")));
	object_add(&object, BYTES("roles"), or_empty(read_key(value, "roles")));
	return object_value(&object);
}

/* --- the whole -------------------------------------------------------------------------------- */

struct scopes *scopes_new(struct arena *run, const struct catalog *catalog)
{
	struct scopes *scopes = arena_new_of(run, struct scopes);
	for (int i = 0; i < SCOPES; i++)
		scopes->envs[i] = scope_env(run, catalog, scope_names((enum scope)i));
	return scopes;
}

void scopes_fill(struct arena *run, struct scopes *scopes, const struct catalog *catalog)
{
	struct cel_value *components = arena_array_of(
		run, struct cel_value, catalog->components.count);
	for (size_t i = 0; i < catalog->components.count; i++)
		components[i] = component_object(run, catalog, &catalog->components.at[i]);
	scopes->components = components;
	scopes->catalog = with_names(run, catalog->value, 0);
	scopes->chart = chart_object(run, &catalog->chart);
}
