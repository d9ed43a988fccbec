/* What expressions can name, and what all expressions of a project see alike. */
#include "evaluate.h"
#include "read.h"

#include <pthread.h>

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

/* --- environments ----------------------------------------------------------------------------- */

struct cel_env *scope_env(struct arena *owner, const struct catalog *catalog, unsigned set)
{
	struct cel_env *env = cel_env_new(
		owner, (struct cel_options){ .host = catalog_host(catalog) });
	for (unsigned i = 0; i < NAMES; i++)
		if (set >> i & 1)
			cel_env_variable(env, bytes_of(names[i].name));
	return env;
}

/* --- what all share, made when it is needed --------------------------------------------------- */

struct scopes {
	pthread_mutex_t lock;
	struct arena *owner; /* of its own, as threads share it */
	const struct catalog *catalog;
	const struct cel_env *envs[SCOPES];
	const struct shared_objects *objects;
};

static void end(void *handle)
{
	struct scopes *scopes = handle;
	pthread_mutex_destroy(&scopes->lock);
	arena_end(scopes->owner);
}

struct scopes *scopes_new(struct arena *run, const struct catalog *catalog)
{
	struct scopes *scopes = arena_new_of(run, struct scopes);
	*scopes = (struct scopes){ .owner = arena_new(), .catalog = catalog };
	pthread_mutex_init(&scopes->lock, NULL);
	arena_undo(run, end, scopes);
	return scopes;
}

const struct cel_env *scopes_env(struct scopes *scopes, enum scope scope)
{
	pthread_mutex_lock(&scopes->lock);
	if (!scopes->envs[scope])
		scopes->envs[scope] = scope_env(scopes->owner, scopes->catalog, scope_names(scope));
	const struct cel_env *env = scopes->envs[scope];
	pthread_mutex_unlock(&scopes->lock);
	return env;
}

static const struct shared_objects *make_objects(struct scopes *scopes)
{
	const struct catalog *catalog = scopes->catalog;
	struct shared_objects *objects = arena_new_of(scopes->owner, struct shared_objects);
	struct cel_value *components = arena_array_of(
		scopes->owner, struct cel_value, catalog->components.count);
	for (size_t i = 0; i < catalog->components.count; i++)
		components[i] = component_object(
			scopes->owner, catalog, &catalog->components.at[i]);
	*objects = (struct shared_objects){ with_names(scopes->owner, catalog->value, 0),
		chart_object(scopes->owner, &catalog->chart), components };
	return objects;
}

const struct shared_objects *scopes_objects(struct scopes *scopes)
{
	pthread_mutex_lock(&scopes->lock);
	if (!scopes->objects)
		scopes->objects = make_objects(scopes);
	const struct shared_objects *objects = scopes->objects;
	pthread_mutex_unlock(&scopes->lock);
	return objects;
}
