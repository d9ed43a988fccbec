/*
 * What `leme lock` is told that images are: by REF@DIGEST, by a layout, by the bytes of a manifest.
 * Internal to cmd/.
 */
#ifndef LEME_CMD_CLAIMS_H
#define LEME_CMD_CLAIMS_H

#include "cmd.h"

struct claim {
	struct bytes reference; /* canonical, with tag */
	struct oci_image image;
	bool seen; /* in its bytes, so that its platforms are known */
	enum lock_moves moves;
	bool changed; /* leme.lock, once it was admitted */
};

struct claims {
	ARRAY(struct claim);
};

/*
 * Names are the operands and what --image and --update say. Without --from each must say its
 * digest; with it they choose, and a layout without names gives all that it names itself. False,
 * after diags: `usage/…`, `lock/layout`, `lock/blob`.
 */
bool claims_read(struct run *run, const struct catalog *catalog, struct texts operands,
	struct claims *claims) MUST_USE;

#endif
