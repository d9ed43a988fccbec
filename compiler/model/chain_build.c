/* The third hop: the makefile that links a version to its image. */
#include "chain_hops.h"

#include "base/message.h"

static bool is_pinned(const struct version *version)
{
	return version->reason.len || version->until.len;
}

/* Makefiles go on while a pin stays: what one said in its day is in the history of its source. */
static void tell_difference(struct arena *owner, struct witness *witness, const struct part *part)
{
	struct bytes value = witness->value, version = part->version.text;
	if (is_pinned(&part->version)) {
		witness->state = HOP_UNDECIDED;
		witness_text(owner, witness,
			N_("'" BYTES_FMT "' is '" BYTES_FMT "' by now, and the version is pinned"),
			BYTES_ARG(witness->name), BYTES_ARG(value));
		witness_hint(owner, witness,
			N_("the makefile that '" BYTES_FMT "' was built with would decide it"),
			BYTES_ARG(version));
		return;
	}
	witness->state = HOP_BROKEN;
	witness->expected = version;
	witness_text(owner, witness,
		N_("'" BYTES_FMT "' is '" BYTES_FMT "' here, but the version is '" BYTES_FMT "'"),
		BYTES_ARG(witness->name), BYTES_ARG(value), BYTES_ARG(version));
}

/* Blanks around it are none of it, as in a version file. */
static void compare_value(struct chaining *chaining, const struct part *part,
	const struct make_value *value, struct witness *witness)
{
	witness->at = value->at;
	witness->value = bytes_trim(value->text);
	witness_related(chaining->owner, witness, part->version.at, N_("the version is said here"));
	if (!bytes_equal(witness->value, part->version.text))
		tell_difference(chaining->owner, witness, part);
}

static enum source_answer read_value(struct chaining *chaining, const struct component *component,
	struct bytes file, struct make_value *value, struct diags *faults)
{
	const struct catalog *catalog = chaining->ground->catalog;
	struct makefile *makefile = NULL;
	enum source_answer answer = makefile_read(chaining->owner, catalog->sources, file,
		component->build.at, catalog->limits, &makefile, faults);
	if (answer == SOURCE_ABSENT)
		(void)sources_tell_absent(catalog->sources, file, component->build.at, faults);
	if (answer == SOURCE_NO_FILE)
		(void)!sources_need(
			chaining->owner, catalog->sources, file, component->build.at, faults);
	if (answer != SOURCE_FOUND)
		return answer;
	return makefile_value(chaining->owner, makefile, component->build_key, component->build.at,
		       value, faults)
		? SOURCE_FOUND
		: SOURCE_BAD;
}

/* What would have to be run is not wrong for that, but nothing here can tell what it comes to. */
static enum hop_state state_of(enum source_answer answer, const struct diags *faults)
{
	if (answer == SOURCE_FOUND)
		return HOP_HOLDS;
	bool unknown = faults->count && strcmp(faults->at[0]->id, "make/unknown") == 0;
	return answer == SOURCE_ABSENT || unknown ? HOP_UNDECIDED : HOP_BROKEN;
}

static void add_build(struct chaining *chaining, const struct part *part, struct bytes file)
{
	struct arena *owner = chaining->owner;
	const struct component *component = part->component;
	struct diags faults = diags_new(owner);
	struct make_value value = { 0 };
	enum source_answer answer = read_value(chaining, component, file, &value, &faults);
	bool unread = chain_world_failed(&faults, chaining->d);
	struct witness *witness = chain_add(chaining, HOP_BUILD,
		unread ? HOP_UNDECIDED : state_of(answer, &faults), component->build_key,
		component->build.at);
	if (faults.count)
		witness_fault(owner, witness, &faults);
	else
		compare_value(chaining, part, &value, witness);
}

/* Roles that have their component's version are linked with it. */
static bool is_first_of_version(const struct chaining *chaining, size_t which)
{
	for (size_t i = 0; i < which; i++)
		if (chaining->parts.at[i]->version.text.at &&
			version_same(&chaining->parts.at[i]->version,
				&chaining->parts.at[which]->version))
			return false;
	return true;
}

void judge_build(struct chaining *chaining)
{
	const struct part *whole = component_part(
		chaining->profile, chaining->chain->subject.component);
	for (size_t i = 0; whole->build.len && i < chaining->parts.count; i++)
		if (chaining->parts.at[i]->version.text.at && is_first_of_version(chaining, i))
			add_build(chaining, chaining->parts.at[i], whole->build);
	if (chain_state(chaining->chain, HOP_BUILD) == HOP_NONE)
		chain_add_none(chaining, HOP_BUILD, N_("the catalogue declares no 'build'"));
}
