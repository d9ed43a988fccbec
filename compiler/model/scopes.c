/* What expressions can name, and what all expressions of a project see alike. */
#include "evaluate.h"
#include "read.h"

#include <pthread.h>

/* --- names ------------------------------------------------------------------------------------ */

#define IN(scope) (1u << (scope))
#define PROFILES_OWN (IN(SCOPE_FROM) | IN(SCOPE_IMAGE) | IN(SCOPE_VALUES))
#define EVERYWHERE (PROFILES_OWN | IN(SCOPE_PROJECT))

#define OF_PROFILE \
	"name: string, slug: string, environment: string, labels: map(string, string), " \
	"values: map(string, dyn), facts: map(string, dyn), versions: map(string, dyn)"
#define PROFILE "{" OF_PROFILE "}"

/* A profile that is worked out, as nothing is that it holds itself. */
#define WHOLE_PROFILE \
	"{" OF_PROFILE ", images: list({ref: string, registry: string, repository: string, " \
	"tag: string, digest: string, version: string, profile: string, component: string, " \
	"role: string})}"

/* What may be null is of any type. */
static const struct {
	const char *name, *type;
	unsigned scopes;
} names[NAMES] = {
	[NAME_CATALOG] = { "catalog", "map(string, dyn)", EVERYWHERE },
	[NAME_CHART] = { "chart", "dyn", EVERYWHERE },
	[NAME_ENVIRONMENTS] = { "environments", "map(string, " WHOLE_PROFILE ")",
		IN(SCOPE_PROJECT) },
	[NAME_PROFILES] = { "profiles", "map(string, " WHOLE_PROFILE ")", IN(SCOPE_PROJECT) },
	[NAME_ENVIRONMENT] = { "environment", "{name: string, slug: string, index: int}",
		PROFILES_OWN },
	[NAME_PROFILE] = { "profile", PROFILE, PROFILES_OWN },
	[NAME_FACTS] = { "facts", "map(string, dyn)", PROFILES_OWN },
	[NAME_VALUES] = { "values", "map(string, dyn)", IN(SCOPE_VALUES) },
	[NAME_VERSIONS] = { "versions", "map(string, dyn)", IN(SCOPE_VALUES) },
	[NAME_COMPONENT] = { "component",
		"{name: string, title: string, external: bool, needs: map(string, string), "
		"roles: map(string, dyn)}",
		IN(SCOPE_FROM) | IN(SCOPE_IMAGE) },
	[NAME_ROLE] = { "role", "dyn", IN(SCOPE_IMAGE) },
	[NAME_VERSION] = { "version", "dyn", IN(SCOPE_IMAGE) },
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
	struct members object = { .owner = owner };
	if (!chart->path.len)
		return (struct cel_value){ .kind = CEL_NULL };
	object_add(&object, BYTES("path"), cel_string(chart->path));
	object_add(&object, BYTES("version"),
		cel_of(value_string(owner, chart->version, chart->version_at)));
	object_add(&object, BYTES("versionFile"), cel_string(chart->version_file));
	object_add(&object, BYTES("base"), cel_string(chart->base));
	return object_value(&object);
}

static struct cel_value needs_object(struct arena *owner, const struct component *component)
{
	struct members object = { .owner = owner };
	for (size_t i = 0; i < component->needs.count; i++)
		object_add(&object, component->needs.at[i].component,
			cel_string(component->needs.at[i].constraint));
	return object_value(&object);
}

static struct cel_value component_object(
	struct arena *owner, const struct catalog *catalog, const struct component *component)
{
	const struct value *value = value_get(
		read_key(catalog->value, "components"), component->id);
	const struct value *roles = read_key(value, "roles");
	struct members object = { .owner = owner };
	object_add(&object, BYTES("name"), cel_string(component->id));
	object_add(&object, BYTES("title"),
		cel_string(component->title.len ? component->title : component->id));
	object_add(&object, BYTES("external"), cel_bool(component->external));
	object_add(&object, BYTES("needs"), needs_object(owner, component));
	object_add(&object, BYTES("roles"), cel_of(roles ? roles : &value_empty_map));
	return object_value(&object);
}

/* --- environments ----------------------------------------------------------------------------- */

/* What the chart's schema says of all values, if it can be read: Helm tells of one that cannot. */
static const struct cel_type *values_type(struct arena *owner, const struct catalog *catalog)
{
	struct diags unheard = diags_new(owner);
	struct bytes path = bytes_print(
		owner, BYTES_FMT "/values.schema.json", BYTES_ARG(catalog->chart.path));
	const struct source *source = catalog->chart.path.len
		? folder_read(owner, catalog->folder, path, MISSING_IS_NULL, (struct span){ 0 },
			  &unheard)
		: NULL;
	/* JSON is YAML. */
	struct tree *tree = source
		? tree_read(owner, source, DIALECT_STRICT, catalog->limits, &unheard)
		: NULL;
	node_id root = tree && tree->documents.count ? tree->documents.at[0].root : 0;
	const struct value *schema = root ? tree_value(owner, tree, root, catalog->limits, &unheard)
					  : NULL;
	return schema ? cel_type_of_schema(owner, schema) : NULL;
}

static const struct cel_type *type_of_name(
	struct arena *owner, const struct catalog *catalog, unsigned set, enum name_id name)
{
	const struct cel_type *type = NULL;
	if (name == NAME_VALUES)
		type = values_type(owner, catalog);
	else if (name == NAME_PROFILE && set >> NAME_PROFILES & 1)
		type = cel_type_read(owner, BYTES(WHOLE_PROFILE));
	else if (name == NAME_CHART && catalog->chart.path.len)
		type = cel_type_read(owner,
			BYTES("{path: string, version: string, versionFile: string, base: "
			      "string}"));
	return type ? type : cel_type_read(owner, bytes_of(names[name].type));
}

struct cel_env *scope_env(struct arena *owner, const struct catalog *catalog, unsigned set)
{
	struct cel_env *env = cel_env_new(owner,
		(struct cel_options){ .host = catalog_host(catalog),
			.regex_steps = (uint32_t)catalog->limits.regex_steps });
	for (unsigned i = 0; i < NAMES; i++)
		if (set >> i & 1)
			cel_env_variable_of(env, bytes_of(names[i].name),
				type_of_name(owner, catalog, set, (enum name_id)i));
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
