/* Chains of which only faults matter: what holds in one profile holds in all that are alike. */
#include "chain_hops.h"

/* Components that are told apart. Beyond it, all is forgotten. */
enum { MOST_SOUND = 1 << 14 };

struct chain_memory {
	struct arena *arena; /* of the table */
	struct names sound;  /* keys of components whose hops before the values hold */
	struct buf key;
};

struct chain_memory *chain_memory_new(struct arena *run)
{
	struct chain_memory *memory = arena_new_of(run, struct chain_memory);
	*memory = (struct chain_memory){ .arena = arena_new(), .key = buf_new(run) };
	arena_adopt(run, memory->arena);
	memory->sound.owner = memory->arena;
	return memory;
}

/* --- what tells components apart -------------------------------------------------------------- */

static void add_address(struct buf *key, const void *at)
{
	buf_add(key, (struct bytes){ (const char *)&at, sizeof at });
}

static void add_text(struct buf *key, struct bytes text)
{
	uint32_t len = text.at ? (uint32_t)text.len : UINT32_MAX;
	buf_add(key, (struct bytes){ (const char *)&len, sizeof len });
	buf_add(key, text);
}

static void add_version(struct buf *key, const struct part *whole, const struct version *version)
{
	buf_add_char(key, version_same(&whole->version, version) ? '=' : '/');
	add_text(key, version->text);
}

static void add_part(struct buf *key, const struct part *whole, const struct part *part)
{
	add_address(key, part->role);
	buf_add_char(key, part->present ? '+' : '-');
	add_version(key, whole, &part->version);
	add_text(key, part->repository);
	add_text(key, part->tag);
	add_address(key, part->locked);
}

static void add_artifact(
	struct buf *key, const struct part *whole, const struct artifact_part *artifact)
{
	add_address(key, artifact->artifact);
	add_version(key, whole, &artifact->version);
	add_text(key, artifact->folder);
	add_text(key, artifact->name);
}

/* All that the hops before the values are judged by, less what is the same for the whole run. */
static struct bytes key_of(
	struct buf *key, const struct resolved_profile *profile, const struct component *component)
{
	const struct part *whole = component_part(profile, component);
	key->len = 0;
	add_address(key, component);
	add_text(key, whole->build);
	for (size_t i = 0; i < profile->parts.count; i++)
		if (profile->parts.at[i].component == component)
			add_part(key, whole, &profile->parts.at[i]);
	for (size_t i = 0; i < profile->artifacts.count; i++)
		if (profile->artifacts.at[i].component == component)
			add_artifact(key, whole, &profile->artifacts.at[i]);
	return buf_bytes(key);
}

/* --- what holds ------------------------------------------------------------------------------- */

static bool is_sound(const struct version_chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->at[i].hop < HOP_VALUES && chain->at[i].state >= HOP_UNDECIDED)
			return false;
	return true;
}

static bool chart_holds(const struct chain_ground *ground)
{
	for (size_t i = 0; i < ground->chart.count; i++)
		if (ground->chart.at[i].state >= HOP_UNDECIDED)
			return false;
	return true;
}

static void remember(struct chain_memory *memory, struct bytes key)
{
	if (memory->sound.count == MOST_SOUND) {
		arena_reset(memory->arena);
		memory->sound = (struct names){ .owner = memory->arena };
	}
	(void)names_set(&memory->sound, bytes_copy(memory->arena, key), 1);
}

const struct version_chain *chain_of_faults(struct arena *owner, const struct chain_ground *ground,
	const struct resolved_profile *profile, const struct output_values *output,
	const struct component *component, struct diags *d)
{
	struct chain_memory *memory = ground->memory;
	struct bytes key = key_of(&memory->key, profile, component);
	bool known = names_get(&memory->sound, key);
	if (known && output->values == profile->compiled && chart_holds(ground))
		return NULL;
	const struct version_chain *chain = chain_of(
		owner, ground, profile, output, (struct versioned){ component, NULL, NULL }, d);
	if (!known && is_sound(chain))
		remember(memory, key);
	return chain;
}
