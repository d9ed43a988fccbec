#include "lock.h"

#include "base/message.h"

static bool has_platform(const struct lock_image *image, const struct lock_platform *platform)
{
	for (size_t i = 0; i < image->platforms.count; i++)
		if (bytes_equal(image->platforms.at[i].name, platform->name))
			return true;
	return false;
}

/* Of one index: what is said of a platform now, and of others what was known. */
static struct lock_image joined(
	struct arena *owner, const struct lock_image *locked, const struct lock_image *image)
{
	struct lock_image both = {
		.reference = locked->reference, .digest = locked->digest, .at = locked->at
	};
	for (size_t i = 0; i < locked->platforms.count; i++)
		if (!has_platform(image, &locked->platforms.at[i]))
			*array_push(owner, &both.platforms) = locked->platforms.at[i];
	for (size_t i = 0; i < image->platforms.count; i++)
		*array_push(owner, &both.platforms) = image->platforms.at[i];
	return both;
}

static enum lock_change join(struct lock *lock, const struct lock_image *locked,
	const struct lock_image *image, bool moved)
{
	struct lock_image both = joined(lock->owner, locked, image);
	if (!moved && both.platforms.count == locked->platforms.count)
		return LOCK_SAME;
	lock_set_image(lock, &both);
	return moved ? LOCK_MOVED : LOCK_ADDED;
}

/* --- what clashes ----------------------------------------------------------------------------- */

static const struct lock_image *find_same(const struct lock *lock, const struct lock_image *image)
{
	for (size_t i = 0; i < lock->images.count; i++)
		if (bytes_equal(lock->images.at[i].reference, image->reference) &&
			bytes_equal(lock->images.at[i].digest, image->digest))
			return &lock->images.at[i];
	return NULL;
}

static enum lock_change refuse_torn(
	const struct lock *lock, const struct lock_image *image, struct diags *d)
{
	lock_tell_torn(lock, LOCK_IMAGE, image->reference, d);
	return LOCK_REFUSED;
}

/* What is said is chosen; a platform that clashes has to be said itself. */
static enum lock_change choose(struct lock *lock, const struct lock_image *image, struct diags *d)
{
	const struct lock_image *same = find_same(lock, image);
	struct lock_image chosen = same ? joined(lock->owner, same, image) : *image;
	for (size_t i = 1; i < chosen.platforms.count; i++) {
		struct lock_image before = chosen;
		before.platforms.count = i;
		if (has_platform(&before, &chosen.platforms.at[i]))
			return refuse_torn(lock, image, d);
	}
	lock_set_image(lock, &chosen);
	return LOCK_MOVED;
}

/* --- admitting -------------------------------------------------------------------------------- */

/* The first platform that is locked to another digest, or NULL. */
static const struct lock_platform *moved_platform(
	const struct lock_image *locked, const struct lock_image *image)
{
	for (size_t i = 0; i < locked->platforms.count; i++)
		for (size_t k = 0; k < image->platforms.count; k++)
			if (bytes_equal(
				    locked->platforms.at[i].name, image->platforms.at[k].name) &&
				!bytes_equal(locked->platforms.at[i].digest,
					image->platforms.at[k].digest))
				return &locked->platforms.at[i];
	return NULL;
}

static enum lock_change refuse_platform(
	const struct lock_image *locked, const struct lock_platform *platform, struct diags *d)
{
	diag_refuse(d, platform->at, "image/tag-moved",
		N_("'" BYTES_FMT "' for '" BYTES_FMT "' is locked to '" BYTES_FMT
		   "', but its index says another digest"),
		BYTES_ARG(locked->reference), BYTES_ARG(platform->name),
		BYTES_ARG(platform->digest));
	diag_hint(d, N_("'--update " BYTES_FMT "' takes what the index says"),
		BYTES_ARG(locked->reference));
	return LOCK_REFUSED;
}

static enum lock_change refuse(
	const struct lock_image *locked, const struct lock_image *image, struct diags *d)
{
	diag_refuse(d, locked->at, "image/tag-moved",
		N_("'" BYTES_FMT "' is locked to '" BYTES_FMT "', but is now '" BYTES_FMT "'"),
		BYTES_ARG(locked->reference), BYTES_ARG(locked->digest), BYTES_ARG(image->digest));
	if (image->at.source)
		diag_related(d, image->at, N_("it is the other one here"));
	diag_hint(d,
		N_("'leme lock --update " BYTES_FMT "@" BYTES_FMT "' takes it, if that is meant"),
		BYTES_ARG(locked->reference), BYTES_ARG(image->digest));
	return LOCK_REFUSED;
}

enum lock_change lock_admit_image(
	struct lock *lock, const struct lock_image *image, enum lock_moves moves, struct diags *d)
{
	const struct lock_image *locked = lock_find_image(lock, image->reference);
	const struct lock_platform *moved = locked ? moved_platform(locked, image) : NULL;
	if (lock_is_torn(lock, LOCK_IMAGE, image->reference))
		return moves == LOCK_MAY_MOVE ? choose(lock, image, d)
					      : refuse_torn(lock, image, d);
	if (locked && bytes_equal(locked->digest, image->digest)) {
		if (moved && moves == LOCK_STAYS)
			return refuse_platform(locked, moved, d);
		return join(lock, locked, image, moved);
	}
	if (locked && moves == LOCK_STAYS)
		return refuse(locked, image, d);
	lock_set_image(lock, image);
	return locked ? LOCK_MOVED : LOCK_ADDED;
}
