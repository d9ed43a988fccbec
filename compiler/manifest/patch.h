/*
 * Patches: an object and what somebody wants of it → the object as it then is. All are values; what
 * a patch leaves alone is the object's own (the same pointer), and a map or list that it changes
 * keeps its place, so that edit_become() (tree.h) can make the bytes say it. What comes from the
 * patch has its place in the patch's file.
 *
 *   patch_json       RFC 6902
 *   patch_merge      RFC 7396
 *   patch_strategic  Kubernetes' strategic merge patch (apimachinery pkg/util/strategicpatch)
 */
#ifndef LEME_MANIFEST_PATCH_H
#define LEME_MANIFEST_PATCH_H

#include "tree/tree.h"

/*
 * A list of operations, in order. NULL, with a diag at the operation (`patch/json`): it is none, or
 * its path leads nowhere, or a test fails; or what it makes is too deep (`limit/depth`) or too
 * large, since `copy` may double it each time (`limit/copies`).
 */
const struct value *patch_json(struct arena *owner, const struct value *object,
	const struct value *patch, struct limits limits, struct diags *d) MUST_USE;

const struct value *patch_merge(
	struct arena *owner, const struct value *object, const struct value *patch);

/*
 * How the lists of a type merge. The built-in kinds' are facts of Kubernetes' own Go types
 * (merge_table.c says of which release); those of a custom resource are read from the schema of its
 * definition: x-kubernetes-list-type, -list-map-keys (with the defaults of such keys), -map-type,
 * -embedded-resource. There, as in the API server, a list that says nothing is atomic, and what
 * -preserve-unknown-fields leaves open is data: maps are joined, lists are atomic.
 */
struct merge_type;

/* NULL if Kubernetes has no such kind. The group is empty for the core one. */
const struct merge_type *merge_type_find(
	struct bytes group, struct bytes version, struct bytes kind);

/* Of a version's `schema.openAPIV3Schema` in a CustomResourceDefinition, which is kept. */
const struct merge_type *merge_type_of_schema(struct arena *owner, const struct value *schema);

/*
 * Maps are joined, nulls take keys out, what is new comes last. Lists merge as the type has it, and
 * their items stand as Kubernetes puts them: what the patch names in the patch's order, new items
 * before the old ones that are left. Directives: `$patch` (in a map, an item, at the top),
 * `$retainKeys`, `$setElementOrder/LIST`, `$deleteFromPrimitiveList/LIST`; none is left in what
 * comes out, nor is a null in what is new. What takes the place of an old map or list keeps its
 * nulls, as in Kubernetes, unless the old one says the same without them.
 *
 * A list that the type does not know (a type of NULL knows none) merges only where each way to do
 * so gives the same: the object lacks it or has an empty one, both say the same, the patch takes it
 * out with null, or marks it with an item that is `$patch: replace`. Else it is an error
 * (`patch/unknown-list`), never a guess.
 *
 * Where Kubernetes itself does not merge, which is with a type of NULL or of a schema, directives
 * do what kustomize makes of them: a map with `$patch: delete` goes with its key, one with
 * `$patch: replace` may be new, and `$patch: merge` says what is so anyway. In Kubernetes' own
 * kinds the first leaves an empty map, the second is left out (with a warning), the third is an
 * error.
 *
 * NULL, with diags at the patch for all that is wrong: an unknown list, an item without its merge
 * key, a directive that is none (`patch/strategic`). A value of VALUE_NULL: the object is taken
 * away (`$patch: delete` at the top). The object itself if nothing changes.
 */
const struct value *patch_strategic(struct arena *owner, const struct value *object,
	const struct value *patch, const struct merge_type *type, struct diags *d) MUST_USE;

#endif
