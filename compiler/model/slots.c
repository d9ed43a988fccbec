/* The components of a profile: which of them run in it, and in which version. */
#include "evaluate.h"

#include "read.h"

/* --- presence --------------------------------------------------------------------------------- */

static const struct value *listed(const struct value *list, struct bytes name)
{
	for (size_t i = 0; list && i < list->count; i++)
		if (bytes_equal(list->items[i]->text, name))
			return list->items[i];
	return NULL;
}

/* Who made it absent: the nearest word counts, `absent` or an entry in `versions`. */
static const struct value *made_absent(const struct layer *layer, struct bytes name)
{
	for (; layer; layer = layer->under) {
		const struct value *item = listed(layer->absent, name);
		if (item)
			return item;
		if (layer->versions && value_get(layer->versions, name))
			return NULL;
	}
	return NULL;
}

static void find_presence(const struct evaluation *evaluation, struct version_slot *slot)
{
	const struct layer *layer = evaluation->layer;
	slot->present = true;
	if (!layer->any_absent)
		return;
	const struct value *absent = made_absent(layer, slot->component->id);
	if (!absent && slot->role)
		absent = made_absent(layer,
			bytes_join(evaluation->owner, slot->component->id, BYTES("/"),
				slot->role->id));
	slot->present = !absent;
	if (absent)
		slot->absent_at = absent->at;
}

/* --- versions --------------------------------------------------------------------------------- */

static bool find_version(struct pending *pending, struct cel_value *value)
{
	struct version_slot *slot = (struct version_slot *)pending;
	if (!version_of(pending->evaluation, slot))
		return false;
	*value = (struct cel_value){ .kind = CEL_NULL };
	/* With its place, for messages. */
	if (slot->version.text.at)
		*value = cel_of(value_string(
			pending->evaluation->owner, slot->version.text, slot->version.at));
	return true;
}

bool evaluation_version(struct version_slot *slot)
{
	if (!slot->said)
		return true;
	pending_keep(&slot->pending);
	return slot->pending.progress == DONE;
}

static struct bytes slot_name(struct arena *owner, const struct version_slot *slot)
{
	return versioned_name(
		owner, (struct versioned){ slot->component, slot->role, slot->artifact });
}

/* --- slots ------------------------------------------------------------------------------------ */

static void slot_begin(struct evaluation *evaluation, struct version_slot *slot,
	size_t component_index, const struct role *role, const struct artifact *artifact)
{
	static const struct step versions = { .key = { "versions", 8 } };
	const struct component *component = &evaluation->catalog->components.at[component_index];
	*slot = (struct version_slot){ .component = component,
		.role = role,
		.artifact = artifact,
		.component_index = component_index };
	pending_begin(&slot->pending, evaluation,
		(struct step){ &versions, slot_name(evaluation->owner, slot), 0 }, find_version);
	find_presence(evaluation, slot);
	slot->said = slot->present && version_is_said(evaluation, slot, &slot->pending.at);
}

static void slots_begin(struct evaluation *evaluation)
{
	const struct catalog *catalog = evaluation->catalog;
	size_t parts = catalog->components.count, artifacts = 0;
	for (size_t i = 0; i < catalog->components.count; i++) {
		parts += catalog->components.at[i].roles.count;
		artifacts += catalog->components.at[i].artifacts.count;
	}
	evaluation->parts = arena_array_of(evaluation->owner, struct version_slot, parts);
	evaluation->artifacts = arena_array_of(evaluation->owner, struct version_slot, artifacts);
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		slot_begin(evaluation, &evaluation->parts[evaluation->part_count++], i, NULL, NULL);
		for (size_t r = 0; r < component->roles.count; r++)
			slot_begin(evaluation, &evaluation->parts[evaluation->part_count++], i,
				&component->roles.at[r], NULL);
		for (size_t a = 0; a < component->artifacts.count; a++)
			slot_begin(evaluation, &evaluation->artifacts[evaluation->artifact_count++],
				i, NULL, &component->artifacts.at[a]);
	}
}

struct cel_value versions_object(const struct evaluation *evaluation)
{
	struct members object = { .owner = evaluation->owner };
	struct version_slot *const groups[] = { evaluation->parts, evaluation->artifacts };
	const size_t counts[] = { evaluation->part_count, evaluation->artifact_count };
	for (size_t g = 0; g < 2; g++)
		for (size_t i = 0; i < counts[g]; i++)
			if (groups[g][i].said)
				object_add(&object, groups[g][i].pending.step.key,
					cel_promised(&groups[g][i].pending.promise));
	return object_value(&object);
}

struct evaluation *evaluation_new(struct arena *owner, const struct resolver *resolver,
	const struct layer *layer, const struct head *head, struct diags *d)
{
	struct evaluation *evaluation = arena_new_of(owner, struct evaluation);
	*evaluation = (struct evaluation){ .owner = owner,
		.resolver = resolver,
		.catalog = resolver->fleet->catalog,
		.layer = layer,
		.head = head,
		.d = d };
	slots_begin(evaluation);
	evaluation->facts = mirror(evaluation, layer->facts, "facts", KEEP_TYPES);
	evaluation->values = mirror(evaluation, layer->values, "values", KEEP_TYPES);
	return evaluation;
}
