/*
 * Images as files: an OCI image layout (a folder with oci-layout, index.json and blobs/), or one
 * manifest or index with the bytes that its registry has. A digest is never believed: the sha256
 * is computed anew from the bytes of every manifest that is read. JSON is read as the YAML it is,
 * so that a fault has a place. Source: OCI image spec 1.1, image-layout, image-index, manifest.
 */
#ifndef LEME_MODEL_OCI_H
#define LEME_MODEL_OCI_H

#include "lock.h"

struct oci_image {
	struct bytes name;   /* what the layout calls it: a reference, a tag, or nothing */
	struct bytes digest; /* sha256:hex */
	struct span at;      /* of its descriptor's digest; of the file as a whole for bytes */
	bool is_index;
	struct {
		ARRAY(struct lock_platform);
	} platforms; /* its children, in order; those without a platform are left out */
};

struct oci_images {
	ARRAY(struct oci_image);
};

/*
 * All that index.json lists. False, with diags: `lock/layout` (not such a folder, or not such
 * JSON), `lock/blob` (a blob is not what its name says; with both digests), files that cannot be
 * read. Children that the layout does not hold are taken from the index.
 */
bool oci_layout_read(struct arena *owner, struct bytes folder, size_t file_limit,
	struct limits limits, struct oci_images *images, struct diags *d) MUST_USE;

/* One manifest or index: the source's bytes. */
bool oci_manifest_read(struct arena *owner, const struct source *source, struct limits limits,
	struct oci_image *image, struct diags *d) MUST_USE;

#endif
