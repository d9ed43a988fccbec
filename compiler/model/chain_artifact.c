/* The first hop: the files of the mirror. */
#include "chain_hops.h"

#include "base/message.h"

/* Of what has no text to point into. */
static struct span file_place(struct arena *owner, struct bytes path, struct bytes name)
{
	return (struct span){ source_new(owner, path, name, (struct bytes){ 0 }), 0, 0 };
}

static void tell_lack(struct arena *owner, struct witness *witness, const struct mirror_file *found)
{
	static const char *const texts[] = {
		[MIRROR_LACKS_FOLDER] = N_("the mirror has no folder '" BYTES_FMT "'"),
		[MIRROR_LACKS_VERSION] = N_("the mirror has no version '" BYTES_FMT "'"),
		[MIRROR_LACKS_NAME] = N_("the mirror has no artifact '" BYTES_FMT "' there"),
	};
	witness->state = HOP_BROKEN;
	witness_text(owner, witness, texts[found->lack], BYTES_ARG(found->missing));
	if (found->near.len)
		witness_hint(owner, witness, N_("did you mean '" BYTES_FMT "'?"),
			BYTES_ARG(found->near));
}

/* False after a diag. */
static bool find_artifact(
	struct chaining *chaining, const struct artifact_part *part, struct witness *witness)
{
	struct arena *owner = chaining->owner;
	const struct sources *sources = chaining->ground->catalog->sources;
	struct diags faults = diags_new(owner);
	struct mirror_place place = { part->folder, part->version.text, part->name,
		part->artifact->at };
	struct mirror_file found = { 0 };
	enum source_answer answer = mirror_find(owner, sources, &place, &found, &faults);
	if (answer == SOURCE_ABSENT)
		(void)sources_tell_absent(sources, part->folder, part->artifact->at, &faults);
	if (chain_world_failed(&faults, chaining->d))
		return false;
	witness->state = answer == SOURCE_ABSENT ? HOP_UNDECIDED : HOP_BROKEN;
	if (faults.count)
		witness_fault(owner, witness, &faults);
	else
		witness->at = file_place(owner, found.path, found.file);
	if (answer == SOURCE_NO_FILE)
		tell_lack(owner, witness, &found);
	if (answer != SOURCE_FOUND)
		return true;
	witness->state = HOP_HOLDS;
	witness->value = part->name;
	return true;
}

static bool add_artifact(struct chaining *chaining, const struct artifact_part *part)
{
	struct witness *witness = chain_add(chaining, HOP_ARTIFACT, HOP_NONE,
		versioned_name(chaining->owner,
			(struct versioned){ part->component, NULL, part->artifact }),
		part->artifact->at);
	if (!part->version.text.at) {
		witness->text = bytes_of(_(N_("nothing says a version")));
		return true;
	}
	witness_related(chaining->owner, witness, part->version.at, N_("the version is said here"));
	if (!part->folder.len) {
		witness->text = bytes_of(
			_(N_("the catalogue gives it no folder in this environment")));
		return true;
	}
	return find_artifact(chaining, part, witness);
}

bool judge_artifact(struct chaining *chaining)
{
	const struct resolved_profile *profile = chaining->profile;
	struct versioned subject = chaining->chain->subject;
	bool good = true;
	for (size_t i = 0; chain_part(chaining)->present && i < profile->artifacts.count; i++) {
		const struct artifact_part *part = &profile->artifacts.at[i];
		if (part->component == subject.component &&
			(!subject.artifact || part->artifact == subject.artifact))
			good = add_artifact(chaining, part) && good;
	}
	if (!chaining->chain->count)
		chain_add_none(chaining, HOP_ARTIFACT, N_("the catalogue declares no artifact"));
	return good;
}
