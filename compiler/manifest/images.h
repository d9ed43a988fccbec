/*
 * The images of rendered objects: which of them the profile governs, how they are spelled here, and
 * which bytes they are to be. SPEC §6.
 *
 *   image_rules_new  a profile → what is the same for all objects
 *   image_sites      an object → the places in it that hold images
 *   images_judge     what nobody has decided on → findings
 *   images_edit      names and digests → edits; what leaves → `seen`
 *
 * A tag is never changed. What a text comes to is worked out once, however often it stands in a
 * stream, so rules know more after each object: a thread has rules of its own.
 */
#ifndef LEME_MANIFEST_IMAGES_H
#define LEME_MANIFEST_IMAGES_H

#include "judge/judge.h"
#include "model/model.h"
#include "objects/objects.h"

struct image_rules;

/* NULL, with diags: a declared site has no path (`key/form`). */
struct image_rules *image_rules_new(
	struct arena *run, const struct resolved_profile *profile, struct diags *d) MUST_USE;

/* The same for another thread; the first one must live as long and is read no more. */
struct image_rules *image_rules_again(struct arena *run, const struct image_rules *rules);

/* Which declared sites another thread has met. */
void image_rules_join(struct image_rules *rules, const struct image_rules *others);

/* Those of one object; marks the declared ones that it meets. */
struct sites image_sites(
	struct arena *owner, struct image_rules *rules, const struct object *object);

/*
 * Adds findings about an object: `image/unknown` (as `render.images.unknown` has it),
 * `image/reference` where there is none, and `image/ungoverned` for other strings that name an
 * image of the catalogue. False if one of them is an error.
 */
bool images_judge(struct arena *scratch, struct image_rules *rules, const struct object *object,
	const struct sites *sites, struct findings *findings);

/* Whether two texts name one image, however it is spelled and whether it is pinned. */
bool images_equal(struct image_rules *rules, struct bytes a, struct bytes b);

/*
 * Declared sites that no object of the stream had and that are not optional: errors
 * (`image/no-site`), but warnings where only hooks came.
 */
bool images_end(
	const struct image_rules *rules, const struct stream *stream, struct diags *d) MUST_USE;

/* --- what leaves ------------------------------------------------------------------------------ */

enum image_standing {
	IMAGE_FAULTY, /* no reference */
	IMAGE_UNKNOWN,
	IMAGE_ALLOWED, /* charts may bring it */
	IMAGE_GOVERNED,
};

/* A repository of the catalogue, and the parts of the profile that have it, absent ones too. */
struct governed {
	struct bytes repository; /* canonical */
	struct {
		ARRAY(const struct part *);
	} parts;
};

/* How a standing is written, in every language. */
extern const char *const image_standing_names[IMAGE_GOVERNED + 1];

struct image_seen {
	enum image_standing standing;
	struct bytes repository, tag, digest; /* canonical; as it leaves */
	struct texts tags;               /* those that it counts as; without a tag the lock's */
	const struct governed *governed; /* or NULL */
	const struct lock_image *locked; /* what the lock has of its tag, or NULL */
	bool is_locked;                  /* it leaves with a digest of the lock's */
	bool hook;
	struct bytes object, file,
		site;   /* `Deployment/api`, the template, the path in the object */
	struct span at; /* none where no gate can refuse it */
};

struct images_seen {
	ARRAY(struct image_seen);
};

/*
 * Spells names as the profile does and adds the digest that the lock has for the tag, as `pin` says
 * it. What is right already is left alone, so twice is once. Adds to `seen`, which may be NULL, how
 * each image leaves, all of it the owner's; to `findings`, which may be NULL,
 * `image/digest-differs` and, where no gate will refuse it, `image/other-version`. One edit for a
 * scalar, also where aliases lead several sites to it. False, with diags: a place that cannot be
 * edited.
 */
bool images_edit(struct arena *owner, struct image_rules *rules, const struct object *object,
	const struct sites *sites, struct edits *edits, struct images_seen *seen,
	struct findings *findings, struct diags *d) MUST_USE;

/* --- parts of it ------------------------------------------------------------------------------ */

/*
 * A text as name, tag and digest, be it a reference or not: `registry:5000/app:{tag}@digest`. What
 * is absent is empty.
 */
struct reference_parts {
	struct bytes name, tag, digest;
};
struct reference_parts reference_split(struct bytes text);

/* Whether two names are one image's: normalised where they are names, else by their bytes. */
bool reference_names_equal(struct arena *scratch, struct bytes a, struct bytes b);

/* A site's new text: a whole reference, or of a site in two parts both. */
struct site_change {
	const struct site *site;
	struct bytes text;            /* in the place of site->text */
	struct bytes repository, tag; /* of a site in two parts instead; no .at: it stays */
};

struct site_changes {
	ARRAY(struct site_change);
};

/* Edits of the changes of one object, in the quotes that are there. Their texts are kept. */
bool sites_edit(struct arena *scratch, const struct site_changes *changes, struct edits *edits,
	struct diags *d) MUST_USE;

#endif
