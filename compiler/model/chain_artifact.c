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

/* --- what is locked --------------------------------------------------------------------------- */

/* What is said of one version is before what is said of all. */
static const struct lock_artifact *locked(const struct chaining *chaining,
	const struct artifact_part *part, const struct witness *witness)
{
	const struct lock *lock = chaining->ground->catalog->lock;
	const struct lock_artifact *of_version = lock_find_artifact(
		lock, bytes_join(chaining->owner, witness->name, BYTES(":"), part->version.text));
	return of_version ? of_version : lock_find_artifact(lock, witness->name);
}

/* An empty text after a diag. */
static struct bytes digest_of(
	const struct chaining *chaining, const struct mirror_file *found, struct diags *faults)
{
	struct mirror_digests *known = chaining->ground->digests;
	uint32_t place = names_get(&known->places, found->file);
	if (place)
		return known->digests.at[place - 1];
	struct bytes digest = mirror_digest(
		known->run, chaining->ground->catalog->sources, found, faults);
	if (digest.len) {
		*array_push(known->run, &known->digests) = digest;
		names_set(&known->places, bytes_copy(known->run, found->file),
			(uint32_t)known->digests.count);
	}
	return digest;
}

static void tell_difference(
	struct arena *owner, struct witness *witness, const struct lock_artifact *locked)
{
	witness->state = HOP_BROKEN;
	witness_related(owner, witness, locked->at, N_("it is locked here"));
	witness_hint(owner, witness,
		N_("put back the file that was locked; if this one is right, change leme.lock"));
}

static void compare_size(struct arena *owner, struct witness *witness, uint64_t size,
	const struct lock_artifact *locked)
{
	if (size == locked->size)
		return;
	tell_difference(owner, witness, locked);
	witness->value = (struct bytes){ 0 };
	witness_text(owner, witness,
		N_("the file has %llu bytes, but the one that is locked has %llu"),
		(unsigned long long)size, (unsigned long long)locked->size);
}

static void compare_digest(struct arena *owner, struct witness *witness, struct bytes digest,
	const struct lock_artifact *locked)
{
	if (bytes_equal(digest, locked->sha256))
		return;
	tell_difference(owner, witness, locked);
	witness->value = bytes_join(owner, BYTES("sha256"), BYTES(":"), digest);
	witness->expected = bytes_join(owner, BYTES("sha256"), BYTES(":"), locked->sha256);
	witness_text(owner, witness,
		N_("the file is not the one that is locked, of which the digest is '" BYTES_FMT
		   "'"),
		BYTES_ARG(witness->expected));
}

/* What cannot be read may be right. */
static bool take_faults(
	struct chaining *chaining, struct witness *witness, const struct diags *faults)
{
	bool unread = chain_world_failed(faults, chaining->d);
	if (!faults->count)
		return false;
	witness->state = unread ? HOP_UNDECIDED : HOP_BROKEN;
	witness_fault(chaining->owner, witness, faults);
	return true;
}

/* A file of another size need not be read. */
static void compare_locked(struct chaining *chaining, const struct artifact_part *part,
	const struct mirror_file *found, struct witness *witness)
{
	struct arena *owner = chaining->owner;
	const struct lock_artifact *artifact = locked(chaining, part, witness);
	struct diags faults = diags_new(owner);
	if (!artifact)
		return;
	compare_size(owner, witness, found->size, artifact);
	if (witness->state == HOP_BROKEN)
		return;
	struct bytes digest = digest_of(chaining, found, &faults);
	if (!take_faults(chaining, witness, &faults))
		compare_digest(owner, witness, digest, artifact);
}

/* Whatever is locked: an upload that failed leaves such a file. */
static void refuse_empty(
	struct arena *owner, const struct mirror_file *found, struct witness *witness)
{
	if (witness->state != HOP_HOLDS || found->size)
		return;
	witness->state = HOP_BROKEN;
	witness->value = (struct bytes){ 0 };
	witness_text(owner, witness, N_("the file is empty"));
	witness_hint(owner, witness, N_("put the artifact there once more"));
}

/* --- the mirror ------------------------------------------------------------------------------- */

static void find_artifact(
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
	witness->state = HOP_BROKEN;
	if (!take_faults(chaining, witness, &faults))
		witness->at = file_place(owner, found.path, found.file);
	if (answer == SOURCE_ABSENT)
		witness->state = HOP_UNDECIDED;
	if (answer == SOURCE_NO_FILE)
		tell_lack(owner, witness, &found);
	if (answer != SOURCE_FOUND)
		return;
	witness->state = HOP_HOLDS;
	witness->value = part->name;
	compare_locked(chaining, part, &found, witness);
	refuse_empty(owner, &found, witness);
}

static void add_artifact(struct chaining *chaining, const struct artifact_part *part)
{
	struct witness *witness = chain_add(chaining, HOP_ARTIFACT, HOP_NONE,
		versioned_name(chaining->owner,
			(struct versioned){ part->component, NULL, part->artifact }),
		part->artifact->at);
	if (!part->version.text.at) {
		witness->text = bytes_of(_(N_("nothing says a version")));
		return;
	}
	witness_related(chaining->owner, witness, part->version.at, N_("the version is said here"));
	if (!part->folder.len) {
		witness->text = bytes_of(
			_(N_("the catalogue gives it no folder in this environment")));
		return;
	}
	find_artifact(chaining, part, witness);
}

void judge_artifact(struct chaining *chaining)
{
	const struct resolved_profile *profile = chaining->profile;
	struct versioned subject = chaining->chain->subject;
	for (size_t i = 0; chain_part(chaining)->present && i < profile->artifacts.count; i++) {
		const struct artifact_part *part = &profile->artifacts.at[i];
		if (part->component == subject.component &&
			(!subject.artifact || part->artifact == subject.artifact))
			add_artifact(chaining, part);
	}
	if (!chaining->chain->count)
		chain_add_none(chaining, HOP_ARTIFACT, N_("the catalogue declares no artifact"));
}
