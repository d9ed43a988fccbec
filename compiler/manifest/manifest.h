/*
 * Rendered manifests on their way from Helm to the cluster: what a profile's `render` does to them,
 * as edits of the stream, and what gates say of the result. SPEC §6.
 *
 *   rendering_read    a profile's `render` → images, patches, replacements, labels, gates
 *   manifest_render   stream → edits of its text, the images that leave with it, findings
 *
 * The face of this room, one header a subject.
 */
#ifndef LEME_MANIFEST_H
#define LEME_MANIFEST_H

#include "gate.h"    /* what must hold of the result */
#include "images.h"  /* which images leave, under which names */
#include "patch.h"   /* one object changed: strategic merge, JSON Patch, JSON Merge Patch */
#include "patches.h" /* the patches of a profile: whom each means */
#include "render.h"  /* a stream through all stages */

#endif
