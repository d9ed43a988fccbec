/*
 * What a profile does to a stream, read and compiled once: `render` of SPEC §6.
 */
#ifndef LEME_MANIFEST_RENDERING_H
#define LEME_MANIFEST_RENDERING_H

#include "images.h"
#include "marks.h"
#include "patches.h"
#include "replacements.h"

struct rendering {
	const struct resolved_profile *profile;
	struct limits limits;
	struct image_rules *images;
	struct patches patches;
	struct replacements replacements;
	struct marks marks; /* labels, then annotations */
};

/* NULL, with diags at the faulty entries. Files of patches are read now. */
struct rendering *rendering_read(
	struct arena *run, const struct resolved_profile *profile, struct diags *d) MUST_USE;

#endif
