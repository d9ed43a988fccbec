/* The names that expressions see. */
#include "evaluate.h"

static const struct cel_value nothing = { .kind = CEL_NULL };

void object_add(struct members *object, struct bytes key, struct cel_value value)
{
	*array_push(object->owner, object) = cel_string(key);
	*array_push(object->owner, object) = value;
}

struct cel_value object_value(const struct members *object)
{
	return cel_map(object->at, object->count / 2);
}

struct cel_value environment_object(
	struct arena *owner, const struct catalog *catalog, const struct name *environment)
{
	struct members object = { .owner = owner };
	if (!environment)
		return nothing;
	object_add(&object, BYTES("name"), cel_string(environment->text));
	object_add(&object, BYTES("slug"), cel_string(environment->slug));
	object_add(&object, BYTES("index"), cel_int(environment - catalog->environments.at));
	return object_value(&object);
}

struct cel_value role_object(struct arena *owner, const struct role *role)
{
	struct members object = { .owner = owner };
	if (!role)
		return nothing;
	object_add(&object, BYTES("name"), cel_string(role->id));
	object_add(&object, BYTES("title"), cel_string(role->title.len ? role->title : role->id));
	return object_value(&object);
}

struct cel_value labels_object(struct arena *owner, const struct value *labels)
{
	struct members object = { .owner = owner };
	for (size_t i = 0; i < labels->count; i++)
		object_add(&object, labels->entries[i].key,
			cel_string(labels->entries[i].value->text));
	return object_value(&object);
}

static struct cel_value profile_object(
	const struct evaluation *evaluation, const struct name *environment)
{
	struct members object = { .owner = evaluation->owner };
	const struct cel_value *objects = evaluation->objects;
	object_add(&object, BYTES("name"), cel_string(evaluation->head->name));
	object_add(&object, BYTES("slug"), cel_string(evaluation->head->slug));
	object_add(&object, BYTES("environment"),
		environment ? cel_string(environment->slug) : nothing);
	object_add(&object, BYTES("labels"),
		labels_object(evaluation->owner, evaluation->layer->labels));
	object_add(&object, BYTES("values"), objects[NAME_VALUES]);
	object_add(&object, BYTES("facts"), objects[NAME_FACTS]);
	object_add(&object, BYTES("versions"), objects[NAME_VERSIONS]);
	return object_value(&object);
}

void evaluation_objects(struct evaluation *evaluation)
{
	const struct catalog *catalog = evaluation->catalog;
	struct cel_value *objects = evaluation->objects;
	int index = evaluation->layer->environment;
	const struct name *environment = index >= 0 ? &catalog->environments.at[index] : NULL;
	if (evaluation->has_objects)
		return;
	evaluation->has_objects = true;
	const struct shared_objects *shared = scopes_objects(catalog->scopes);
	objects[NAME_CATALOG] = shared->catalog;
	objects[NAME_CHART] = shared->chart;
	objects[NAME_ENVIRONMENT] = environment_object(evaluation->owner, catalog, environment);
	objects[NAME_FACTS] = evaluation->facts;
	objects[NAME_VALUES] = evaluation->values;
	objects[NAME_VERSIONS] = versions_object(evaluation);
	objects[NAME_PROFILE] = profile_object(evaluation, environment);
}
