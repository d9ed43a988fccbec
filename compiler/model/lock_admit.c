#include "lock.h"

#include "base/message.h"

static bool has_platform(const struct lock_image *image, const struct lock_platform *platform)
{
	for (size_t i = 0; i < image->platforms.count; i++)
		if (bytes_equal(image->platforms.at[i].name, platform->name))
			return true;
	return false;
}

/* Of one index, so a platform has one digest. */
static enum lock_change join(
	struct lock *lock, const struct lock_image *locked, const struct lock_image *image)
{
	struct lock_image joined = {
		.reference = locked->reference, .digest = locked->digest, .at = locked->at
	};
	for (size_t i = 0; i < locked->platforms.count; i++)
		*array_push(lock->owner, &joined.platforms) = locked->platforms.at[i];
	for (size_t i = 0; i < image->platforms.count; i++)
		if (!has_platform(locked, &image->platforms.at[i]))
			*array_push(lock->owner, &joined.platforms) = image->platforms.at[i];
	if (joined.platforms.count == locked->platforms.count)
		return LOCK_SAME;
	lock_set_image(lock, &joined);
	return LOCK_ADDED;
}

static enum lock_change refuse(
	const struct lock_image *locked, const struct lock_image *image, struct diags *d)
{
	diag_refuse(d, locked->at, "image/tag-moved",
		N_("'" BYTES_FMT "' is locked to '" BYTES_FMT "', but is now '" BYTES_FMT "'"),
		BYTES_ARG(locked->reference), BYTES_ARG(locked->digest), BYTES_ARG(image->digest));
	if (image->at.source)
		diag_related(d, image->at, N_("it is the other one here"));
	diag_hint(d, N_("'leme lock --update " BYTES_FMT "' takes it, if that is meant"),
		BYTES_ARG(locked->reference));
	return LOCK_REFUSED;
}

enum lock_change lock_admit_image(
	struct lock *lock, const struct lock_image *image, enum lock_moves moves, struct diags *d)
{
	const struct lock_image *locked = lock_find_image(lock, image->reference);
	if (locked && bytes_equal(locked->digest, image->digest))
		return join(lock, locked, image);
	if (locked && moves == LOCK_STAYS)
		return refuse(locked, image, d);
	lock_set_image(lock, image);
	return locked ? LOCK_MOVED : LOCK_ADDED;
}
