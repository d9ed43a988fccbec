#include "lock.h"

#include "base/message.h"

static bool is_of(const struct lock_clash *clash, enum lock_part part, struct bytes key)
{
	return clash->part == part && (!key.len || bytes_equal(clash->key, key));
}

bool lock_is_torn(const struct lock *lock, enum lock_part part, struct bytes key)
{
	for (size_t i = 0; i < lock->clashes.count; i++)
		if (is_of(&lock->clashes.at[i], part, key))
			return true;
	return false;
}

/* --- telling ---------------------------------------------------------------------------------- */

static void tell_entry(const struct lock_clash *clash, struct diags *d)
{
	diag_error(d, clash->second_at, "lock/duplicate",
		N_("'" BYTES_FMT "' is locked twice: to '" BYTES_FMT "' and to '" BYTES_FMT "'"),
		BYTES_ARG(clash->key), BYTES_ARG(clash->first), BYTES_ARG(clash->second));
	diag_related(d, clash->first_at, N_("it is locked here first"));
}

static void tell_image(const struct lock_clash *clash, struct diags *d)
{
	tell_entry(clash, d);
	diag_hint(d,
		N_("'leme lock --update " BYTES_FMT "@" BYTES_FMT
		   "' keeps this one, '--update " BYTES_FMT "@" BYTES_FMT "' the first"),
		BYTES_ARG(clash->key), BYTES_ARG(clash->second), BYTES_ARG(clash->key),
		BYTES_ARG(clash->first));
}

static void tell_platform(const struct lock_clash *clash, struct diags *d)
{
	diag_error(d, clash->second_at, "lock/duplicate",
		N_("'" BYTES_FMT "' is locked twice for '" BYTES_FMT "': to '" BYTES_FMT
		   "' and to '" BYTES_FMT "'"),
		BYTES_ARG(clash->key), BYTES_ARG(clash->platform), BYTES_ARG(clash->first),
		BYTES_ARG(clash->second));
	diag_related(d, clash->first_at, N_("it is locked here first"));
	diag_hint(d,
		N_("'leme lock --update " BYTES_FMT " --platform " BYTES_FMT
		   " --from PLACE' reads in its index which one is right"),
		BYTES_ARG(clash->key), BYTES_ARG(clash->platform));
}

static void tell_other(const struct lock_clash *clash, struct diags *d)
{
	tell_entry(clash, d);
	diag_hint(d, N_("delete the line that is wrong: leme does not choose"));
}

static void tell_record(const struct lock_clash *clash, struct diags *d)
{
	diag_error(d, clash->second_at, "lock/duplicate",
		N_("'" BYTES_FMT "' is recorded twice: '" BYTES_FMT "' and '" BYTES_FMT "'"),
		BYTES_ARG(clash->key), BYTES_ARG(clash->first), BYTES_ARG(clash->second));
	diag_related(d, clash->first_at, N_("it is recorded here first"));
	diag_hint(d, N_("'leme bump patch', or minor or major, records the release anew"));
}

static void tell(const struct lock_clash *clash, struct diags *d)
{
	static void (*const rows[])(const struct lock_clash *clash, struct diags *d) = {
		[LOCK_IMAGE] = tell_image,
		[LOCK_ARTIFACT] = tell_other,
		[LOCK_SOURCE] = tell_other,
		[LOCK_RELEASE] = tell_record,
	};
	(clash->platform.len ? tell_platform : rows[clash->part])(clash, d);
}

/* One for all, as a registry that moves leaves hundreds. */
static void tell_aliases(const struct lock_aliases *aliases, struct diags *d)
{
	if (!aliases->count)
		return;
	if (aliases->count == 1)
		diag_warning(d, aliases->at, "lock/reference",
			N_("'" BYTES_FMT "' is not the canonical name of this image"),
			BYTES_ARG(aliases->written));
	else
		diag_warning(d, aliases->at, "lock/reference",
			N_("%zu names are not the canonical ones of their images, '" BYTES_FMT
			   "' is the first"),
			aliases->count, BYTES_ARG(aliases->written));
	diag_hint(d, N_("'leme lock " BYTES_FMT "@" BYTES_FMT "' writes all of leme.lock anew"),
		BYTES_ARG(aliases->canonical), BYTES_ARG(aliases->digest));
}

bool lock_is_settled(const struct lock *lock, struct diags *d)
{
	tell_aliases(&lock->aliases, d);
	for (size_t i = 0; i < lock->clashes.count; i++)
		tell(&lock->clashes.at[i], d);
	return !lock->clashes.count;
}

void lock_tell_torn(const struct lock *lock, enum lock_part part, struct bytes key, struct diags *d)
{
	for (size_t i = 0; i < lock->clashes.count; i++)
		if (is_of(&lock->clashes.at[i], part, key))
			tell(&lock->clashes.at[i], d);
}

void lock_warn_torn(const struct lock *lock, struct diags *d)
{
	for (size_t i = 0; i < lock->clashes.count; i++) {
		tell(&lock->clashes.at[i], d);
		d->at[d->count - 1]->severity = SEVERITY_WARNING;
		d->at[d->count - 1]->code = EXIT_DONE;
	}
}
