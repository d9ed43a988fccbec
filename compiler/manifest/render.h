/*
 * A stream through all stages of its profile, in SPEC §6's order: unknown and ungoverned images on
 * the input, registries and pins, patches, replacements, labels and annotations. Rules, policies
 * and gates look at the result, which is the caller's to splice.
 */
#ifndef LEME_MANIFEST_RENDER_H
#define LEME_MANIFEST_RENDER_H

#include "gate.h"
#include "rendering.h"

struct render_result {
	struct edits edits; /* of the stream's text */
	struct images_seen images;
	struct stamps_seen stamps;
	size_t objects, hooks; /* that leave */
	size_t came;           /* objects of the stream */
};

/*
 * Documents without an edit stay as they came. Findings about images are added as they are met.
 * False, with diags: a document that cannot be read, a patch that cannot be applied, or that met no
 * object.
 */
bool manifest_render(struct arena *run, struct rendering *rendering, const struct stream *stream,
	struct render_result *result, struct findings *findings, struct diags *d) MUST_USE;

/* Adds an annotation to each object of a stream; for what is only known once gates have spoken. */
bool manifest_annotate(struct arena *run, const struct stream *stream, const char *key,
	struct bytes text, struct limits limits, struct edits *edits, struct diags *d) MUST_USE;

#endif
