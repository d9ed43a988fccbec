/* What expressions see that belong to no profile: the project, its profiles on demand. */
#include "evaluate.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- a profile that is worked out ------------------------------------------------------------- */

/* With its place, for messages. */
static void add_version(struct members *object, struct bytes component, struct bytes id,
	const struct version *version)
{
	if (version->text.at)
		object_add(object,
			id.at ? bytes_join(object->owner, component, BYTES("/"), id) : component,
			cel_of(value_string(object->owner, version->text, version->at)));
}

struct cel_value resolved_versions(struct arena *owner, const struct resolved_profile *profile)
{
	struct members object = { .owner = owner };
	for (size_t i = 0; i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		add_version(&object, part->component->id,
			part->role ? part->role->id : (struct bytes){ 0 }, &part->version);
	}
	for (size_t i = 0; i < profile->artifacts.count; i++) {
		const struct artifact_part *part = &profile->artifacts.at[i];
		add_version(&object, part->component->id, part->artifact->id, &part->version);
	}
	return object_value(&object);
}

static struct cel_value image_object(
	struct arena *owner, const struct resolved_profile *profile, const struct part *part)
{
	struct members object = { .owner = owner };
	struct bytes reference = part_reference(owner, profile, part);
	struct image image;
	if (image_parse(owner, reference, &image))
		image = (struct image){ .path = part->repository, .tag = part->tag };
	object_add(&object, BYTES("ref"), cel_string(reference));
	object_add(&object, BYTES("registry"), cel_string(image.domain));
	object_add(&object, BYTES("repository"), cel_string(image.path));
	object_add(&object, BYTES("tag"), cel_string(image.tag));
	object_add(&object, BYTES("digest"),
		cel_string(part->locked ? part->locked->digest : BYTES("")));
	object_add(&object, BYTES("version"), cel_string(part->version.text));
	object_add(&object, BYTES("profile"), cel_string(profile->head->slug));
	object_add(&object, BYTES("component"), cel_string(part->component->id));
	object_add(&object, BYTES("role"), cel_string(part->role ? part->role->id : BYTES("")));
	return object_value(&object);
}

/* Made if somebody asks: of ten thousand profiles they would fill the memory. */
struct images {
	struct cel_promise promise; /* the first member */
	struct arena *owner;
	const struct resolved_profile *profile;
	bool made;
	ARRAY(struct cel_value);
};

/* Of every part that runs and is a role or has none. */
static struct cel_value make_images(struct cel_promise *promise)
{
	struct images *images = (struct images *)promise;
	const struct resolved_profile *profile = images->profile;
	for (size_t i = 0; !images->made && i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		if (part->present && !part->component->external &&
			(part->role || !part->component->roles.count))
			*array_push(images->owner, images) = image_object(
				images->owner, profile, part);
	}
	images->made = true;
	return cel_list(images->at, images->count);
}

static struct cel_value promised_images(struct arena *owner, const struct resolved_profile *profile)
{
	struct images *images = arena_new_of(owner, struct images);
	*images = (struct images){ .promise = { make_images }, .owner = owner, .profile = profile };
	return cel_promised(&images->promise);
}

static void take_objects(struct arena *owner, const struct resolved_profile *profile,
	struct cel_value objects[NAMES])
{
	struct members object = { .owner = owner };
	const struct name *environment = profile->environment;
	objects[NAME_ENVIRONMENT] = environment_object(owner, profile->catalog, environment);
	objects[NAME_VALUES] = cel_of(profile->values);
	objects[NAME_FACTS] = cel_of(profile->facts);
	objects[NAME_VERSIONS] = resolved_versions(owner, profile);
	object_add(&object, BYTES("name"), cel_string(profile->head->name));
	object_add(&object, BYTES("slug"), cel_string(profile->head->slug));
	object_add(&object, BYTES("environment"),
		environment ? cel_string(environment->slug)
			    : (struct cel_value){ .kind = CEL_NULL });
	object_add(&object, BYTES("labels"), labels_object(owner, profile->labels));
	object_add(&object, BYTES("values"), objects[NAME_VALUES]);
	object_add(&object, BYTES("facts"), objects[NAME_FACTS]);
	object_add(&object, BYTES("versions"), objects[NAME_VERSIONS]);
	object_add(&object, BYTES("images"), promised_images(owner, profile));
	objects[NAME_PROFILE] = object_value(&object);
}

/* --- on demand -------------------------------------------------------------------------------- */

struct profile_pool {
	struct arena *arena;
	unsigned age; /* how often all was forgotten */
	size_t resolved, since_rest;
	unsigned crowds; /* how often there were many between two rests */
	bool pinned;
};

static struct profile_pool *pool_new(struct arena *owner)
{
	struct profile_pool *pool = arena_new_of(owner, struct profile_pool);
	pool->arena = arena_new();
	arena_adopt(owner, pool->arena);
	return pool;
}

void profiles_pin(struct profile_pool *pool)
{
	pool->pinned = true;
}

bool profiles_rest(struct profile_pool *pool)
{
	enum { MANY = 64 };
	pool->crowds += pool->since_rest > MANY;
	pool->since_rest = 0;
	if (pool->pinned || pool->crowds > 1 || pool->resolved <= MANY)
		return false;
	arena_reset(pool->arena);
	pool->resolved = 0;
	pool->age++;
	return true;
}

struct on_demand {
	struct cel_promise promise; /* the first member */
	struct profile_pool *pool;
	unsigned age; /* of the pool, when it was resolved */
	const struct resolver *resolver;
	const struct head *head;
	show_profile *show;
	void *context;
	struct cel_promise *instead; /* of one with faults; or NULL */
	struct diags *d;
	enum progress progress;
	struct cel_value value;
};

static struct cel_value resolve_now(struct cel_promise *promise)
{
	struct on_demand *demand = (struct on_demand *)promise;
	struct profile_pool *pool = demand->pool;
	if (demand->progress == TO_DO || demand->age != pool->age) {
		const struct resolved_profile *profile = profile_resolve(
			pool->arena, demand->resolver, demand->head, demand->d);
		pool->resolved++;
		pool->since_rest++;
		demand->age = pool->age;
		demand->progress = profile ? DONE : BROKEN;
		demand->value = (struct cel_value){ .kind = CEL_ERROR, .error = &error_told };
		if (profile)
			demand->value = demand->show(demand->context, pool->arena, profile);
	}
	return demand->progress == BROKEN && demand->instead
		? demand->instead->keep(demand->instead)
		: demand->value;
}

static struct cel_value demanded(
	struct arena *owner, const struct on_demand *like, const struct head *head)
{
	struct on_demand *demand = arena_new_of(owner, struct on_demand);
	*demand = *like;
	demand->promise.keep = resolve_now;
	demand->head = head;
	return cel_promised(&demand->promise);
}

struct profiles_shown profiles_on_demand(struct arena *owner, const struct resolver *resolver,
	show_profile *show, void *context, struct cel_promise *instead, struct diags *d)
{
	const struct fleet *fleet = resolver->fleet;
	const struct on_demand like = {
		.pool = pool_new(owner),
		.resolver = resolver,
		.show = show,
		.context = context,
		.instead = instead,
		.d = d,
	};
	struct members profiles = { .owner = owner }, environments = { .owner = owner };
	struct profiles_shown shown;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct head *head = &fleet->heads.at[i];
		if (head->abstract)
			continue;
		struct cel_value value = demanded(owner, &like, head);
		object_add(&profiles, head->slug, value);
		if (catalog_environment(fleet->catalog, head->slug) >= 0)
			object_add(&environments, head->slug, value);
	}
	shown.pool = like.pool;
	shown.profiles = object_value(&profiles);
	/* As heads are in the order of slugs. */
	shown.profiles.by_slug = shown.profiles.sorted = true;
	shown.environments = object_value(&environments);
	shown.environments.by_slug = shown.environments.sorted = true;
	return shown;
}

static struct cel_value show_in_scene(
	void *context, struct arena *owner, const struct resolved_profile *profile)
{
	struct cel_value objects[NAMES];
	(void)context;
	take_objects(owner, profile, objects);
	return objects[NAME_PROFILE];
}

static void take_project(struct arena *owner, const struct resolver *resolver,
	struct cel_value objects[NAMES], struct diags *d)
{
	const struct shared_objects *shared = scopes_objects(resolver->fleet->catalog->scopes);
	struct profiles_shown shown = profiles_on_demand(
		owner, resolver, show_in_scene, NULL, NULL, d);
	objects[NAME_CATALOG] = shared->catalog;
	objects[NAME_CHART] = shared->chart;
	objects[NAME_PROFILES] = shown.profiles;
	objects[NAME_ENVIRONMENTS] = shown.environments;
}

struct scene scene_new(struct arena *owner, const struct resolver *resolver,
	const struct resolved_profile *profile, struct diags *d)
{
	unsigned names = scope_names(SCOPE_PROJECT);
	struct cel_value objects[NAMES];
	take_project(owner, resolver, objects, d);
	if (profile) {
		names |= scope_names(SCOPE_VALUES);
		take_objects(owner, profile, objects);
	}
	return (struct scene){ scope_env(owner, resolver->fleet->catalog, names),
		scope_variables(owner, names, objects) };
}

/* --- chart.appVersion ------------------------------------------------------------------------- */

bool project_app_version(
	struct arena *owner, const struct resolver *resolver, struct bytes *text, struct diags *d)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	static const struct layer no_layer = { .environment = -1 };
	struct evaluation evaluation = { .owner = owner,
		.resolver = resolver,
		.catalog = catalog,
		.layer = &no_layer,
		.d = d,
		.has_objects = true };
	take_project(owner, resolver, evaluation.objects, d);
	return formula_text(&evaluation, &catalog->chart.app_version, NULL, text);
}
