/* The hops of `leme trace`, for all components of a profile. */
#include "native_parts.h"

static void add_chain(struct native *native, struct arena *scratch,
	const struct resolved_profile *profile, const struct output_values *output,
	const struct component *component)
{
	struct native_chain *made = array_push(scratch, &native->chains);
	*made = (struct native_chain){ .component = component, .faults = diags_new(scratch) };
	made->chain = chain_of(scratch, native->ground, profile, output,
		(struct versioned){ component, NULL, NULL }, &made->faults);
}

static void read_ground(struct native *native)
{
	if (!native->grounded)
		native->ground = chain_ground_new(
			native->owner, native->catalog, &native->ground_faults);
	native->grounded = true;
}

static void make_chains(
	struct native *native, struct arena *scratch, const struct resolved_profile *profile)
{
	const struct catalog *catalog = native->catalog;
	native->chained = profile->head;
	native->unread = diags_new(scratch);
	native->chains.count = 0;
	native->chains.at = NULL;
	native->chains.room = 0;
	read_ground(native);
	if (!native->ground) {
		diags_join(&native->unread, &native->ground_faults);
		return;
	}
	const struct output_values *output = output_values_read(scratch, profile, &native->unread);
	for (size_t i = 0; output && i < catalog->components.count; i++)
		add_chain(native, scratch, profile, output, &catalog->components.at[i]);
}

static struct bytes said(struct arena *owner, const struct witness *witness)
{
	if (witness->text.len)
		return witness->text;
	return bytes_print(owner, _("'" BYTES_FMT "' says '" BYTES_FMT "'"),
		BYTES_ARG(witness->name), BYTES_ARG(witness->value));
}

static void add_witness(struct native_findings *found, const struct version_chain *chain,
	const struct witness *witness)
{
	struct finding *finding = native_fail(found, witness->at, said(found->owner, witness));
	finding->outcome = witness->state == HOP_BROKEN ? OUTCOME_FAIL : OUTCOME_UNDECIDED;
	finding->hint = witness->hint;
	/* A file that is not there is not there for all components. */
	if (witness->hop < HOP_VALUES || witness->value.at)
		finding->component = chain->subject.component->id;
	if (witness->related.at.source)
		*array_push(found->owner, &finding->related) = witness->related;
}

/* One fault is told once: by the rule that is not asked again for each profile. */
static bool is_told(const struct native *native, const struct witness *witness)
{
	for (size_t i = 0; witness->hop == HOP_CHART && i < native->told.count; i++)
		if (span_compare(native->told.at[i].at, witness->at) == 0)
			return true;
	return false;
}

static void add_hop(const struct native *native, struct native_findings *found,
	const struct native_chain *made, enum hop hop)
{
	const struct version_chain *chain = made->chain;
	if (!chain) {
		native_undecided(found, &made->faults)->component = made->component->id;
		return;
	}
	for (size_t i = 0; i < chain->count; i++)
		if (chain->at[i].hop == hop && chain->at[i].state >= HOP_UNDECIDED &&
			!is_told(native, &chain->at[i]))
			add_witness(found, chain, &chain->at[i]);
}

/* The last hop is that of every component: one that can be read says it for all. */
static void add_last_hop(const struct native *native, struct native_findings *found)
{
	size_t i = 0;
	while (i + 1 < native->chains.count && !native->chains.at[i].chain)
		i++;
	if (native->chains.count)
		add_hop(native, found, &native->chains.at[i], HOP_CHART);
}

void judge_hop(struct native *native, const struct resolved_profile *profile, enum hop hop,
	struct native_findings *found)
{
	if (native->chained != profile->head)
		make_chains(native, found->owner, profile);
	if (native->unread.count)
		native_undecided(found, &native->unread);
	else if (hop == HOP_CHART)
		add_last_hop(native, found);
	else
		for (size_t i = 0; i < native->chains.count; i++)
			add_hop(native, found, &native->chains.at[i], hop);
}
