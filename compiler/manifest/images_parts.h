/* What a text comes to as an image of the profile. Internal to manifest/. */
#ifndef LEME_MANIFEST_IMAGES_PARTS_H
#define LEME_MANIFEST_IMAGES_PARTS_H

#include "images.h"

/* Of a text, whatever holds it; worked out once. */
struct image_decision {
	const char *fault; /* why it is no reference, or NULL */
	enum image_standing standing;
	const struct governed *governed;
	struct bytes repository, tag, digest; /* canonical; as written */
	struct texts tags;                    /* those that it counts as */
	const struct lock_image *locked;
	bool is_locked;      /* after what is added */
	bool differs;        /* it has another digest than the lock */
	bool is_other;       /* governed, and no present part has such a tag */
	struct bytes name;   /* in the place of the one that is written; no .at: it stays */
	struct bytes pinned; /* the digest to add; no .at: none */
	bool drops_tag;      /* since it is named by its digest alone */
	struct bytes leaves; /* the whole reference then; no .at: as it is */
};

enum { IMAGE_TAILS = 4096 };

struct image_rules {
	struct arena *run, *scratch; /* the latter of one object's edits */
	const struct resolved_profile *profile;
	struct {
		ARRAY(struct governed);
	} governed;
	struct texts repositories;        /* theirs and the allowed ones, for hints */
	struct names governed_places;     /* canonical repository → index + 1 */
	struct names allowed;             /* canonical repository → 1 */
	uint64_t tails[IMAGE_TAILS / 64]; /* bits of the last parts of their names */
	struct declared_sites declared;
	bool *used;         /* of the declared ones */
	enum level unknown; /* LEVEL_OFF: what is unknown is kept */
	bool complete;      /* the gate is on */
	struct {
		ARRAY(struct image_decision);
	} decisions;
	struct names decided; /* text → index + 1 */
};

/* The bit of a last part of a name, so that most other texts need no look-up. */
static inline unsigned image_tail_bit(struct bytes tail)
{
	uint32_t hash = (uint32_t)tail.len;
	for (size_t i = 0; i < tail.len; i++)
		hash = hash * 31 + (unsigned char)tail.at[i];
	return (hash ^ hash >> 12) % IMAGE_TAILS;
}

/* Valid until the next one is asked for. */
const struct image_decision *image_decide(struct image_rules *rules, struct bytes text);

/* Of a site; a fault also where it has no text, or none for Kubernetes. */
const struct image_decision *image_decide_site(
	struct arena *scratch, struct image_rules *rules, const struct site *site);

/* A finding at a site or another place of an object, with the component that governs it, if any. */
struct finding image_finding(struct arena *scratch, const struct image_rules *rules,
	const struct object *object, const struct governed *governed, const char *id);

#endif
