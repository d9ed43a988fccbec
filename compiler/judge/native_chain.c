/* The hops of `leme trace`, for all components of a profile. */
#include "native_parts.h"

/* What the world keeps from being read, the hops tell as undecided. */
static void make_chains(
	struct native *native, struct arena *scratch, const struct resolved_profile *profile)
{
	struct diags unheard = diags_new(scratch);
	const struct catalog *catalog = native->catalog;
	native->chained = profile->head;
	native->chains.count = 0;
	native->chains.at = NULL;
	native->chains.room = 0;
	if (!native->ground)
		native->ground = chain_ground_new(native->owner, catalog, &unheard);
	const struct output_values *output = output_values_read(
		scratch, profile, PLACES_OF_FAULTS, &unheard);
	native->output = output;
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct version_chain *chain = chain_of_faults(scratch, native->ground,
			profile, output, &catalog->components.at[i], &unheard);
		if (chain)
			*array_push(scratch, &native->chains) = chain;
	}
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

void judge_hop(struct native *native, const struct resolved_profile *profile, enum hop hop,
	struct native_findings *found)
{
	if (native->chained != profile->head)
		make_chains(native, found->owner, profile);
	/* The last one is that of every component. */
	size_t count = native->chains.count;
	count = hop == HOP_CHART && count ? 1 : count;
	for (size_t i = 0; i < count; i++) {
		const struct version_chain *chain = native->chains.at[i];
		for (size_t j = 0; j < chain->count; j++)
			if (chain->at[j].hop == hop && chain->at[j].state >= HOP_UNDECIDED &&
				!is_told(native, &chain->at[j]))
				add_witness(found, chain, &chain->at[j]);
	}
	if (hop == HOP_VALUES && native->output)
		judge_drift(profile, native->output, found);
}
