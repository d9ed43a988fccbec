/*
 * Helm tells a post-renderer neither release nor namespace. Whoever says them on the command line
 * may be wrong, and the stream tells: by `meta.helm.sh/release-…`, by `app.kubernetes.io/instance`
 * of what is `managed-by` Helm, by `metadata.namespace`.
 */
#ifndef LEME_CMD_CROSSCHECK_H
#define LEME_CMD_CROSSCHECK_H

#include "cmd.h"
#include "objects/objects.h"

/*
 * Some objects of a release may name another one, or be of another namespace: only where some name
 * any, and none of them the given one, it is wrong. False after a diag at the first that does
 * (`render/release`, `render/namespace`). A text without .at was not given.
 */
bool crosscheck(struct run *run, const struct stream *stream, struct bytes release,
	struct bytes namespace) MUST_USE;

#endif
