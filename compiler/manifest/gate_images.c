/* Gates over the images that leave: locked and complete. */
#include "gate_parts.h"

#include "base/message.h"

static struct bytes text_of(struct arena *owner, const struct image_seen *seen)
{
	struct buf out = buf_new(owner);
	buf_add(&out, seen->repository);
	buf_print(&out, "%s" BYTES_FMT, seen->tag.len ? ":" : "", BYTES_ARG(seen->tag));
	buf_print(&out, "%s" BYTES_FMT, seen->digest.len ? "@" : "", BYTES_ARG(seen->digest));
	return buf_bytes(&out);
}

/* One failure for an image, however many places it has; NULL: it was told. */
static struct gate_failure *fail_image(struct gating *gating, struct names *told, enum gate gate,
	const struct image_seen *seen, struct bytes text)
{
	uint32_t place = names_get(told, text);
	if (place) {
		gating->failures->at[place - 1].places++;
		return NULL;
	}
	struct gate_failure *failure = gate_fail(gating, gate, seen->repository);
	names_set(told, text, (uint32_t)gating->failures->count);
	failure->part = seen->governed ? seen->governed->parts.at[0] : NULL;
	failure->object = seen->object;
	failure->file = seen->file;
	failure->site = seen->site;
	failure->at = seen->at;
	return failure;
}

/* --- locked ----------------------------------------------------------------------------------- */

static struct bytes wanted_reference(struct arena *owner, const struct image_seen *seen)
{
	return bytes_join(
		owner, seen->repository, BYTES(":"), seen->tag.len ? seen->tag : BYTES("TAG"));
}

static void mend_lock(
	const struct gating *gating, struct gate_failure *failure, const struct image_seen *seen)
{
	struct bytes reference = wanted_reference(gating->owner, seen);
	struct bytes digest = seen->digest.len ? seen->digest : BYTES("sha256:…");
	if (seen->locked && !seen->digest.len)
		failure->command = bytes_of(_("'pin: both' in the catalogue adds the digest"));
	else if (seen->locked)
		failure->command = bytes_print(gating->owner,
			_("'leme lock --update " BYTES_FMT "@" BYTES_FMT
			  "' takes it, if that is meant"),
			BYTES_ARG(reference), BYTES_ARG(digest));
	else
		failure->command = bytes_print(gating->owner,
			_("'leme lock " BYTES_FMT "@" BYTES_FMT
			  "' locks it, 'leme-fetch images' asks the registry"),
			BYTES_ARG(reference), BYTES_ARG(digest));
}

static void tell_unlocked(struct gating *gating, struct names *told, const struct image_seen *seen)
{
	struct bytes text = text_of(gating->owner, seen);
	struct gate_failure *failure = fail_image(gating, told, GATE_LOCKED, seen, text);
	if (!failure)
		return;
	if (!seen->locked && profile_takes_prereleases(gating->matter->profile))
		failure->level = LEVEL_WARNING;
	failure->expected = seen->locked ? seen->locked->digest
					 : bytes_of(_("a digest in leme.lock"));
	failure->got = seen->digest.len || seen->tag.len ? text : bytes_of(_("no tag"));
	mend_lock(gating, failure, seen);
}

void judge_locked(struct gating *gating)
{
	const struct images_seen *images = gating->matter->images;
	struct names told = { .owner = gating->owner };
	for (size_t i = 0; i < images->count; i++)
		if (images->at[i].standing == IMAGE_GOVERNED && !images->at[i].is_locked)
			tell_unlocked(gating, &told, &images->at[i]);
}

/* --- complete --------------------------------------------------------------------------------- */

/* An image that the stream must bring. */
struct awaited {
	const struct part *part; /* the first that has it */
	struct bytes repository; /* canonical */
	bool came, told;
};

struct completing {
	struct gating *gating;
	struct {
		ARRAY(struct awaited);
	} awaited;
	struct names places; /* `REPOSITORY:TAG` → index + 1 */
	struct names told;
};

static bool is_named(struct bytes name, const struct part *part)
{
	struct bytes component;
	bytes_cut(&name, '/', &component);
	return bytes_equal(component, part->component->id) &&
		(!name.at || (part->role && bytes_equal(name, part->role->id)));
}

static bool is_brought(const struct resolved_profile *profile, const struct part *part)
{
	const struct value *only = profile->release_components;
	for (size_t i = 0; only && i < only->count; i++)
		if (is_named(only->items[i]->text, part))
			return true;
	return !only;
}

static void await(struct completing *completing, const struct part *part)
{
	const struct resolved_profile *profile = completing->gating->matter->profile;
	struct arena *owner = completing->gating->owner;
	bool is_image = part->role || part->component->roles.count == 0;
	struct bytes reference = part_reference(owner, profile, part);
	if (!part->present || !is_image || !reference.len || !is_brought(profile, part) ||
		names_get(&completing->places, reference))
		return;
	*array_push(owner, &completing->awaited) = (struct awaited){ .part = part,
		.repository = bytes_slice(reference, 0, reference.len - part->tag.len - 1) };
	names_set(&completing->places, reference, (uint32_t)completing->awaited.count);
}

/* Whether it is one that is awaited. */
static bool come(struct completing *completing, const struct image_seen *seen)
{
	bool awaited = false;
	for (size_t i = 0; i < seen->tags.count; i++) {
		uint32_t place = names_get(&completing->places,
			bytes_join(completing->gating->owner, seen->repository, BYTES(":"),
				seen->tags.at[i]));
		if (place)
			completing->awaited.at[place - 1].came = awaited = true;
	}
	return awaited;
}

/* The tags of a repository that are awaited: those that did not come, else all. */
static struct bytes tags_awaited(struct completing *completing, struct bytes repository)
{
	for (int all = 0; all <= 1; all++) {
		struct buf out = buf_new(completing->gating->owner);
		for (size_t i = 0; i < completing->awaited.count; i++) {
			struct awaited *awaited = &completing->awaited.at[i];
			if (!bytes_equal(awaited->repository, repository) ||
				(awaited->came && !all))
				continue;
			awaited->told = true;
			buf_print(&out, "%s" BYTES_FMT, out.len ? ", " : "",
				BYTES_ARG(awaited->part->tag));
		}
		if (out.len)
			return buf_bytes(&out);
	}
	return (struct bytes){ 0 };
}

static void tell_extra(struct completing *completing, const struct image_seen *seen)
{
	struct gating *gating = completing->gating;
	struct bytes text = text_of(gating->owner, seen);
	struct gate_failure *failure = fail_image(
		gating, &completing->told, GATE_COMPLETE, seen, text);
	if (!failure)
		return;
	failure->expected = tags_awaited(completing, seen->repository);
	if (!failure->expected.len)
		failure->expected = bytes_of(_("no such image"));
	failure->got = text;
	if (seen->standing == IMAGE_UNKNOWN)
		failure->command = bytes_of(
			_("'registries.REGISTRY.allow' names what charts may bring"));
	else
		gate_mend_values(gating, failure);
}

static void tell_missing(struct completing *completing, const struct awaited *awaited)
{
	struct gating *gating = completing->gating;
	const struct part *part = awaited->part;
	struct gate_failure *failure = gate_fail(gating, GATE_COMPLETE, awaited->repository);
	failure->part = part;
	failure->at = part->tag_at.source ? part->tag_at : part->component->at;
	failure->expected = part->tag;
	failure->got = bytes_of(_("nothing"));
	gate_mend_values(gating, failure);
	if (!part->component->hook || gating->matter->host != HOST_HELM3)
		return;
	failure->outcome = OUTCOME_UNDECIDED;
	failure->expected = failure->got = (struct bytes){ 0 };
	failure->text = bytes_print(gating->owner,
		_("Helm 3 hides hooks, so nobody knows whether '" BYTES_FMT "' is there"),
		BYTES_ARG(awaited->repository));
	failure->command = (struct bytes){ 0 };
}

void judge_complete(struct gating *gating)
{
	const struct gate_matter *matter = gating->matter;
	struct completing completing = { .gating = gating,
		.places = { .owner = gating->owner },
		.told = { .owner = gating->owner } };
	bool *came = arena_array_of(gating->owner, bool, matter->images->count);
	if (matter->objects && matter->objects == matter->hooks)
		return;
	for (size_t i = 0; i < matter->profile->parts.count; i++)
		await(&completing, &matter->profile->parts.at[i]);
	for (size_t i = 0; i < matter->images->count; i++)
		came[i] = come(&completing, &matter->images->at[i]);
	for (size_t i = 0; i < matter->images->count; i++) {
		enum image_standing standing = matter->images->at[i].standing;
		if (!came[i] && (standing == IMAGE_GOVERNED || standing == IMAGE_UNKNOWN))
			tell_extra(&completing, &matter->images->at[i]);
	}
	for (size_t i = 0; i < completing.awaited.count; i++)
		if (!completing.awaited.at[i].came && !completing.awaited.at[i].told)
			tell_missing(&completing, &completing.awaited.at[i]);
}
