#include "claims.h"
#include "missing.h"

#include "base/message.h"
#include "base/transaction.h"

const struct option lock_options[] = {
	{ 0, "from", N_("PLACE"),
		N_("read what images are from oci:DIR, an image layout, or json:FILE, a "
		   "manifest") },
	{ 0, "image", N_("REF"), N_("which image is read; may be repeated") },
	{ 0, "update", N_("REF"), N_("take another digest than the locked one; may be repeated") },
	{ 0, "platform", N_("OS/ARCH"),
		N_("lock the image of this platform beside its index; may be repeated") },
	{ 'p', "profile", N_("NAME"), N_("what this profile or glob needs; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"),
		N_("what profiles with this label need; may be repeated") },
	{ 'o', "output", N_("FORMAT"),
		N_("the list of what is missing: table, name or json (default: table)") },
	{ 0 },
};

struct locking {
	struct run *run;
	struct project project;
	struct lock *lock;
	struct claims claims;
	size_t added, moved, same;
	bool used;   /* a component has one that was locked or updated */
	bool tidied; /* the file is written in another way, whatever is locked */
};

/* --- platforms -------------------------------------------------------------------------------- */

static struct bytes known_platforms(struct run *run, const struct oci_image *image)
{
	struct buf out = buf_new(run->arena);
	for (size_t i = 0; i < image->platforms.count; i++)
		buf_print(&out, "%s" BYTES_FMT, i ? ", " : "",
			BYTES_ARG(image->platforms.at[i].name));
	return buf_bytes(&out);
}

static bool take_platform(
	struct run *run, const struct claim *claim, struct bytes name, struct lock_image *image)
{
	const struct lock_platform *found = NULL;
	size_t count = 0;
	for (size_t i = 0; i < claim->image.platforms.count; i++) {
		if (!bytes_equal(claim->image.platforms.at[i].name, name))
			continue;
		found = &claim->image.platforms.at[i];
		count++;
	}
	if (count == 1) {
		*array_push(run->arena, &image->platforms) = *found;
		return true;
	}
	diag_error(&run->diags, claim->image.at, "lock/platform",
		count ? N_("'" BYTES_FMT "' has several images for '" BYTES_FMT "'")
		      : N_("'" BYTES_FMT "' has no image for '" BYTES_FMT "'"),
		BYTES_ARG(claim->reference), BYTES_ARG(name));
	if (claim->image.platforms.count)
		diag_hint(&run->diags, N_("it has: " BYTES_FMT),
			BYTES_ARG(known_platforms(run, &claim->image)));
	else
		diag_hint(&run->diags, N_("it is one image, no index: its digest is the only one"));
	return false;
}

/* What was asked for once is asked for again, if the bytes are here. */
static bool keep_platforms(struct run *run, const struct claim *claim,
	const struct lock_image *locked, struct lock_image *image)
{
	bool good = true;
	if (!locked->platforms.count || bytes_equal(locked->digest, image->digest))
		return true;
	if (!claim->seen) {
		diag_warning(&run->diags, locked->at, "lock/platform",
			N_("the platforms of '" BYTES_FMT "' are not locked any more"),
			BYTES_ARG(claim->reference));
		diag_hint(&run->diags, N_("--from reads them from a layout or an index"));
		return true;
	}
	for (size_t i = 0; i < locked->platforms.count; i++)
		good = take_platform(run, claim, locked->platforms.at[i].name, image) && good;
	return good;
}

static bool choose_platforms(
	struct locking *locking, const struct claim *claim, struct lock_image *image)
{
	struct run *run = locking->run;
	struct texts asked = option_values(run, "platform");
	const struct lock_image *locked = lock_find_image(locking->lock, claim->reference);
	bool good = true;
	if (asked.count && !claim->seen)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/options",
			N_("'--platform' needs '--from': a digest alone does not tell"));
	for (size_t i = 0; i < asked.count; i++)
		good = take_platform(run, claim, asked.at[i], image) && good;
	if (asked.count || !locked || lock_is_torn(locking->lock, LOCK_IMAGE, claim->reference))
		return good;
	return keep_platforms(run, claim, locked, image) && good;
}

/* --- one image -------------------------------------------------------------------------------- */

/* `before` is empty if it was locked twice. */
static void tell(struct locking *locking, enum lock_change change, const struct lock_image *image,
	struct bytes before)
{
	struct buf *notes = &locking->run->notes;
	locking->added += change == LOCK_ADDED;
	locking->moved += change == LOCK_MOVED;
	locking->same += change == LOCK_SAME;
	if (change == LOCK_ADDED)
		buf_print(notes, _("lock %.*s %.*s\n"), BYTES_ARG(image->reference),
			BYTES_ARG(image->digest));
	else if (change == LOCK_MOVED && !before.len)
		buf_print(notes, _("choose %.*s %.*s\n"), BYTES_ARG(image->reference),
			BYTES_ARG(image->digest));
	else if (change == LOCK_MOVED)
		buf_print(notes, _("update %.*s %.*s, was %.*s\n"), BYTES_ARG(image->reference),
			BYTES_ARG(image->digest), BYTES_ARG(before));
	else if (change == LOCK_SAME && locking->run->verbose)
		buf_print(notes, _("unchanged %.*s\n"), BYTES_ARG(image->reference));
}

static bool admit(struct locking *locking, struct claim *claim)
{
	struct lock_image image = {
		.reference = claim->reference, .digest = claim->image.digest, .at = claim->image.at
	};
	const struct lock_image *locked = lock_find_image(locking->lock, claim->reference);
	bool torn = lock_is_torn(locking->lock, LOCK_IMAGE, claim->reference);
	struct bytes before = locked && !torn ? locked->digest : (struct bytes){ 0 };
	if (!choose_platforms(locking, claim, &image))
		return false;
	enum lock_change change = lock_admit_image(
		locking->lock, &image, claim->moves, &locking->run->diags);
	tell(locking, change, &image, before);
	claim->changed = change == LOCK_ADDED || change == LOCK_MOVED;
	return change != LOCK_REFUSED;
}

/* --- images that nobody has ------------------------------------------------------------------- */

/* By name, as the next version is locked before a profile has it. */
static void look_at_use(struct locking *locking)
{
	struct run *run = locking->run;
	struct known_images known = { 0 };
	for (size_t i = 0; i < locking->claims.count; i++) {
		const struct claim *claim = &locking->claims.at[i];
		bool used = image_is_known(run, &locking->project, &known, claim->reference);
		locking->used = locking->used || (used && claim->changed);
		if (used)
			continue;
		struct bytes name = reference_repository(claim->reference);
		struct bytes near = image_nearest(run->arena, &known, name);
		diag_warning(&run->diags, claim->image.at, "lock/unknown-image",
			N_("no component has the image '" BYTES_FMT "'"), BYTES_ARG(name));
		if (near.len)
			diag_hint(
				&run->diags, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	}
}

/* --- the whole -------------------------------------------------------------------------------- */

static void summarize(struct locking *locking)
{
	struct run *run = locking->run;
	if (run->quiet) {
		run->notes.len = 0;
		return;
	}
	buf_print(&run->notes, _("%zu locked, %zu updated, %zu unchanged\n"), locking->added,
		locking->moved, locking->same);
	if (locking->used)
		buf_print(&run->notes, "%s\n", _("now run 'leme compile'"));
	else if (locking->tidied && !locking->added && !locking->moved)
		buf_print(&run->notes, "%s\n", _("leme.lock was put in order"));
}

/* Whoever mends a part of it may leave the rest. */
static bool is_mended(struct locking *locking)
{
	struct run *run = locking->run;
	for (size_t i = 0; i < locking->claims.count; i++)
		if (locking->claims.at[i].moves == LOCK_MAY_MOVE &&
			lock_is_torn(locking->lock, LOCK_IMAGE, locking->claims.at[i].reference))
			return true;
	for (enum lock_part part = LOCK_IMAGE; part <= LOCK_RELEASE; part++)
		lock_tell_torn(locking->lock, part, (struct bytes){ 0 }, &run->diags);
	return !locking->lock->clashes.count;
}

static bool admit_all(struct locking *locking)
{
	bool good = is_mended(locking);
	if (!good)
		return false;
	for (size_t i = 0; i < locking->claims.count; i++)
		good = admit(locking, &locking->claims.at[i]) && good;
	return good;
}

/* Operands are images here, and no profiles. */
static enum exit_code lock_images(struct locking *locking, struct texts operands)
{
	struct run *run = locking->run;
	const struct folder *folder = locking->project.folder;
	struct transaction *transaction = transaction_begin(run->arena, folder, &run->diags);
	if (!transaction || !project_read_to_mend(run, folder, &locking->project))
		return EXIT_INPUT;
	const struct catalog *catalog = locking->project.catalog;
	const struct source *source = catalog->lock->source;
	locking->lock = lock_copy(run->arena, catalog->lock);
	bool good = claims_read(run, catalog, operands, &locking->claims) && admit_all(locking);
	if (good)
		look_at_use(locking);
	if (good)
		lock_warn_torn(locking->lock, &run->diags);
	struct bytes text = lock_text(run->arena, locking->lock);
	locking->tidied = source && !bytes_equal(source->text, text);
	good = good &&
		transaction_write(transaction, BYTES(LOCK_PATH), source ? &source->text : NULL,
			text, &run->diags) &&
		transaction_commit(transaction, &run->diags);
	if (!good)
		run->notes.len = 0;
	else
		summarize(locking);
	return diags_code(&run->diags);
}

/* What chooses profiles or forms the list has no meaning beside images. */
static bool no_list_wanted(struct run *run)
{
	static const char *const of_the_list[] = { "profile", "selector", "output" };
	bool good = true;
	for (size_t i = 0; i < sizeof of_the_list / sizeof *of_the_list; i++) {
		if (!option_given(run, of_the_list[i]))
			continue;
		good = diag_error(&run->diags, (struct span){ 0 }, "usage/options",
			N_("'--%s' is for the list of what is not locked, not for locking images"),
			of_the_list[i]);
	}
	return good;
}

enum exit_code command_lock(struct run *run)
{
	struct locking locking = { .run = run };
	struct texts operands = run->operands;
	run->operands.count = 0;
	bool any = operands.count || option_given(run, "from") || option_given(run, "image") ||
		option_given(run, "update") || option_given(run, "platform");
	locking.project.folder = project_folder(run);
	if (!locking.project.folder || (any && !no_list_wanted(run)))
		return EXIT_INPUT;
	return any ? lock_images(&locking, operands) : print_missing(run, &locking.project);
}
