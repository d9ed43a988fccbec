#include "evaluate.h"
#include "read.h"

#include "base/names.h"

static bool is_pin(const struct entry *entry)
{
	return entry->value->kind == VALUE_MAP && read_key(entry->value, "version");
}

/* --- those of a profile ----------------------------------------------------------------------- */

static bool is_nearest(const struct layer *layer, const struct layer *from, struct bytes name)
{
	for (; layer != from; layer = layer->under)
		if (layer->versions && value_get(layer->versions, name))
			return false;
	return true;
}

static bool is_present(const struct resolved_profile *profile, struct versioned what)
{
	for (size_t i = 0; i < profile->parts.count; i++)
		if (profile->parts.at[i].component == what.component &&
			profile->parts.at[i].role == what.role)
			return profile->parts.at[i].present;
	return false;
}

static void add_pin(struct arena *owner, const struct resolved_profile *profile,
	const struct layer *layer, const struct entry *entry, struct pin_entries *pins)
{
	struct diags unheard = diags_new(owner);
	struct versioned what;
	if (!is_pin(entry) ||
		!versioned_find(
			owner, profile->catalog, entry->key, entry->key_at, &what, &unheard))
		return;
	const struct value *until = read_key(entry->value, "until");
	*array_push(owner, pins) = (struct pin_entry){ .name = entry->key,
		.component = what.component->id,
		.role = what.role ? what.role->id : BYTES(""),
		.until = until ? until->text : BYTES(""),
		.head = layer->head,
		.at = entry->key_at,
		.until_at = until ? until->at : (struct span){ 0 },
		.all = entry->value->at,
		.in_force = is_present(profile, what) &&
			is_nearest(profile->layer, layer, entry->key) };
}

struct pin_entries profile_pins(struct arena *owner, const struct resolved_profile *profile)
{
	struct pin_entries pins = { 0 };
	for (const struct layer *layer = profile->layer; layer; layer = layer->under)
		for (size_t i = 0; layer->versions && i < layer->versions->count; i++)
			add_pin(owner, profile, layer, &layer->versions->entries[i], &pins);
	return pins;
}

/* --- without some of them --------------------------------------------------------------------- */

enum { MATTERS = 1, REDUNDANT = 2 };

/* A pin of a name stands in one profile at most once. */
struct pin_memory {
	struct arena *owner;
	const struct resolver *resolver;
	struct names *known; /* by profile: what the pin of a name is */
};

struct pin_memory *pin_memory_new(struct arena *owner, const struct resolver *resolver)
{
	struct pin_memory *memory = arena_new_of(owner, struct pin_memory);
	*memory = (struct pin_memory){ .owner = owner,
		.resolver = resolver,
		.known = arena_array_of(owner, struct names, resolver->fleet->heads.count) };
	return memory;
}

struct without {
	struct bytes name;
	ARRAY(const struct head *);
};

static bool takes_out(const struct without *without, const struct head *head)
{
	for (size_t i = 0; i < without->count; i++)
		if (without->at[i] == head)
			return true;
	return false;
}

static const struct value *all_but(struct arena *owner, const struct value *map, struct bytes name)
{
	struct value *less = arena_new_of(owner, struct value);
	struct entry *entries = arena_array_of(owner, struct entry, map->count);
	*less = *map;
	less->entries = entries;
	less->count = 0;
	for (size_t i = 0; i < map->count; i++)
		if (!bytes_equal(map->entries[i].key, name))
			entries[less->count++] = map->entries[i];
	return less;
}

static const struct layer *layer_without(
	struct arena *owner, const struct layer *layer, const struct without *without)
{
	if (!layer)
		return NULL;
	struct layer *less = arena_new_of(owner, struct layer);
	*less = *layer;
	less->under = layer_without(owner, layer->under, without);
	if (layer->versions && takes_out(without, layer->head))
		less->versions = all_but(owner, layer->versions, without->name);
	return less;
}

/* --- whether it matters ----------------------------------------------------------------------- */

static bool is_same(struct version_slot *slot, struct version_slot *other)
{
	if (slot->present != other->present || slot->said != other->said)
		return false;
	if (!slot->said || !slot->present)
		return true;
	return evaluation_version(slot) && evaluation_version(other) &&
		bytes_equal(slot->version.text, other->version.text);
}

static bool are_same(struct version_slot *slots, struct version_slot *others, size_t count,
	struct bytes component)
{
	for (size_t i = 0; i < count; i++)
		if (bytes_equal(slots[i].component->id, component) &&
			!is_same(&slots[i], &others[i]))
			return false;
	return true;
}

static bool has_pin(const struct layer *layer, struct bytes name)
{
	for (size_t i = 0; layer->versions && i < layer->versions->count; i++)
		if (bytes_equal(layer->versions->entries[i].key, name))
			return is_pin(&layer->versions->entries[i]);
	return false;
}

/*
 * Pins have an order of which that of profiles is part, what extends before what is extended: else
 * two of them could each be redundant because the other is there.
 */
static bool is_before(const struct pin_memory *memory, struct arena *scratch,
	const struct head *head, const struct head *other)
{
	const struct fleet *fleet = memory->resolver->fleet;
	size_t height = head_chain(scratch, fleet, head).count;
	size_t limit = head_chain(scratch, fleet, other).count;
	return height == limit ? head < other : height > limit;
}

static struct without others_out(struct pin_memory *memory, struct arena *scratch,
	const struct layer *layer, const struct pin_entry *pin)
{
	struct without without = { .name = pin->name };
	for (; layer; layer = layer->under) {
		struct pin_entry other = *pin;
		other.head = layer->head;
		if (has_pin(layer, pin->name) &&
			is_before(memory, scratch, layer->head, pin->head) &&
			pin_is_redundant(memory, &other))
			*array_push(scratch, &without) = layer->head;
	}
	return without;
}

static bool matters_on(struct pin_memory *memory, struct arena *scratch, const struct layer *layer,
	const struct pin_entry *pin)
{
	struct diags unheard = diags_new(scratch);
	struct without without = others_out(memory, scratch, layer, pin);
	const struct resolver *resolver = memory->resolver;
	const struct head *head = layer->head;
	struct evaluation *with = evaluation_new(
		scratch, resolver, layer_without(scratch, layer, &without), head, &unheard);
	*array_push(scratch, &without) = pin->head;
	struct evaluation *less = evaluation_new(
		scratch, resolver, layer_without(scratch, layer, &without), head, &unheard);
	return !are_same(with->parts, less->parts, with->part_count, pin->component) ||
		!are_same(with->artifacts, less->artifacts, with->artifact_count, pin->component);
}

static bool has_ancestor(const struct fleet *fleet, struct arena *scratch, const struct head *head,
	const struct head *ancestor)
{
	struct chain chain = head_chain(scratch, fleet, head);
	for (size_t i = 0; i < chain.count; i++)
		if (&fleet->heads.at[chain.at[i]] == ancestor)
			return true;
	return false;
}

/* What a profile with faults would have, nobody knows. */
static bool matters_to(
	struct pin_memory *memory, const struct head *head, const struct pin_entry *pin)
{
	struct arena *scratch = arena_new();
	struct diags unheard = diags_new(scratch);
	bool matters = false;
	if (has_ancestor(memory->resolver->fleet, scratch, head, pin->head)) {
		const struct layer *layer = layer_of_profile(
			scratch, memory->resolver, head, &unheard);
		matters = !layer || matters_on(memory, scratch, layer, pin);
	}
	arena_end(scratch);
	return matters;
}

static bool matters(struct pin_memory *memory, const struct pin_entry *pin)
{
	const struct fleet *fleet = memory->resolver->fleet;
	if (!pin->head->is_parent)
		return matters_to(memory, pin->head, pin);
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (!fleet->heads.at[i].abstract && matters_to(memory, &fleet->heads.at[i], pin))
			return true;
	return false;
}

bool pin_is_redundant(struct pin_memory *memory, const struct pin_entry *pin)
{
	struct names *known = &memory->known[pin->head - memory->resolver->fleet->heads.at];
	uint32_t answer = names_get(known, pin->name);
	if (answer)
		return answer == REDUNDANT;
	answer = matters(memory, pin) ? MATTERS : REDUNDANT;
	known->owner = memory->owner;
	names_set(known, bytes_copy(memory->owner, pin->name), answer);
	return answer == REDUNDANT;
}
