/* Merged data with promises in the place of expressions, and back to data. */
#include "evaluate.h"

/* A scalar of the data. */
struct scalar_slot {
	struct pending pending; /* the first member */
	const struct value *scalar, *data;
	const struct template *template;
	enum typing typing;
};

static bool work_out(struct pending *pending, struct cel_value *value)
{
	struct scalar_slot *slot = (struct scalar_slot *)pending;
	slot->data = slot->typing == ONLY_TEXTS
		? template_text(pending->evaluation, slot->template, slot->scalar, NULL)
		: template_value(pending->evaluation, slot->template, slot->scalar, NULL);
	if (slot->data)
		*value = cel_of(slot->data);
	return slot->data;
}

/* --- from data -------------------------------------------------------------------------------- */

static struct cel_value mirror_at(struct evaluation *evaluation, const struct value *data,
	const struct step *step, enum typing typing);

static struct cel_value mirror_scalar(struct evaluation *evaluation, const struct value *data,
	const struct step *step, enum typing typing)
{
	const struct template *template = evaluation_template(evaluation, data, SCOPE_VALUES);
	if (!template)
		return cel_of(data);
	struct scalar_slot *slot = arena_new_of(evaluation->owner, struct scalar_slot);
	slot->scalar = data;
	slot->template = template;
	slot->typing = typing;
	pending_begin(&slot->pending, evaluation, *step, work_out);
	slot->pending.at = data->at;
	return cel_promised(&slot->pending.promise);
}

static bool is_plain(struct cel_value value)
{
	bool holds = value.kind == CEL_LIST || value.kind == CEL_MAP;
	return value.kind != CEL_PROMISED && (!holds || value.borrowed);
}

/* `render.patches[0].patch` is any data. */
static enum typing typing_of(const struct step *step, enum typing typing)
{
	const struct step *list = step->up ? step->up->up : NULL;
	bool patch = list && list->up && !list->up->up && bytes_is(step->key, "patch");
	return patch ? KEEP_TYPES : typing;
}

/* What stands in a list or map; the data itself where nothing in it is promised. */
static struct cel_value mirror_items(struct evaluation *evaluation, const struct value *data,
	const struct step *step, enum typing typing)
{
	bool is_map = data->kind == VALUE_MAP, plain = true;
	size_t width = is_map ? 2 : 1;
	struct step *steps = arena_array_of(evaluation->owner, struct step, data->count);
	struct cel_value *items = arena_array_of(
		evaluation->owner, struct cel_value, width * data->count);
	for (size_t i = 0; i < data->count; i++) {
		steps[i] = (struct step){ step, { 0 }, i };
		if (is_map) {
			steps[i].key = data->entries[i].key;
			items[2 * i] = cel_string(data->entries[i].key);
		}
		struct cel_value *item = &items[width * i + width - 1];
		*item = mirror_at(evaluation, is_map ? data->entries[i].value : data->items[i],
			&steps[i], typing_of(&steps[i], typing));
		plain = plain && is_plain(*item);
	}
	if (plain)
		return cel_of(data);
	return is_map ? cel_map(items, data->count) : cel_list(items, data->count);
}

static struct cel_value mirror_at(struct evaluation *evaluation, const struct value *data,
	const struct step *step, enum typing typing)
{
	return data->kind == VALUE_MAP || data->kind == VALUE_LIST
		? mirror_items(evaluation, data, step, typing)
		: mirror_scalar(evaluation, data, step, typing);
}

struct cel_value mirror(struct evaluation *evaluation, const struct value *data, const char *name,
	enum typing typing)
{
	if (!evaluation->layer->any_templates)
		return cel_of(data);
	struct step *root = arena_new_of(evaluation->owner, struct step);
	root->key = bytes_of(name);
	return mirror_at(evaluation, data, root, typing);
}

/* --- and back --------------------------------------------------------------------------------- */

static const struct value *map_data(
	struct evaluation *evaluation, const struct value *data, struct cel_value mirror)
{
	struct value *copy = arena_new_of(evaluation->owner, struct value);
	struct entry *entries = arena_array_of(evaluation->owner, struct entry, data->count);
	bool good = true;
	for (size_t i = 0; i < data->count; i++) {
		entries[i] = data->entries[i];
		entries[i].value = mirrored_data(
			evaluation, data->entries[i].value, mirror.items[2 * i + 1]);
		good = entries[i].value && good;
	}
	*copy = *data;
	copy->entries = entries;
	return good ? copy : NULL;
}

static const struct value *list_data(
	struct evaluation *evaluation, const struct value *data, struct cel_value mirror)
{
	struct value *copy = arena_new_of(evaluation->owner, struct value);
	const struct value **items = arena_array_of(
		evaluation->owner, const struct value *, data->count);
	bool good = true;
	for (size_t i = 0; i < data->count; i++) {
		items[i] = mirrored_data(evaluation, data->items[i], mirror.items[i]);
		good = items[i] && good;
	}
	*copy = *data;
	copy->items = items;
	return good ? copy : NULL;
}

const struct value *mirrored_data(
	struct evaluation *evaluation, const struct value *data, struct cel_value mirror)
{
	if (mirror.kind == CEL_PROMISED) {
		struct scalar_slot *slot = (struct scalar_slot *)mirror.promise;
		pending_keep(&slot->pending);
		return slot->data;
	}
	if (is_plain(mirror))
		return data;
	return data->kind == VALUE_MAP ? map_data(evaluation, data, mirror)
				       : list_data(evaluation, data, mirror);
}
