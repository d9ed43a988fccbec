#include "strays.h"

/* What is borrowed stands behind the document's own nodes. */
static node_id own_end(const struct manifest *manifest)
{
	const struct tree *tree = manifest->tree;
	return manifest->root ? tree_node(tree, manifest->root)->after : (node_id)tree->nodes.count;
}

bool strays_any(const struct manifest *manifest)
{
	return manifest->tree->nodes.count > own_end(manifest);
}

/* --- among the objects of one document -------------------------------------------------------- */

/* Of each node: the number of the object that holds it, from 1; or that it holds objects itself. */
#define HOLDS_OBJECTS UINT32_MAX

static const uint32_t *owners_of(struct arena *scratch, const struct manifest *manifest)
{
	const struct tree *tree = manifest->tree;
	uint32_t *owners = arena_array_of(scratch, uint32_t, tree->nodes.count);
	for (size_t i = 0; i < manifest->objects.count; i++) {
		node_id object = manifest->objects.at[i].node;
		if (owners[object])
			continue;
		for (node_id at = object; at < tree_node(tree, object)->after; at++)
			owners[at] = (uint32_t)i + 1;
		node_id above = tree_node(tree, object)->parent;
		for (; above && !owners[above]; above = tree_node(tree, above)->parent)
			owners[above] = HOLDS_OBJECTS;
	}
	return owners;
}

/* Whether it repeats something of an object, but not of the one it stands in. */
static bool crosses(const struct tree *tree, const uint32_t *owners, node_id alias)
{
	const struct node *node = tree_node(tree, alias);
	uint32_t owner = node->kind == NODE_ALIAS ? owners[node->extra] : 0;
	return owner && owner != owners[alias];
}

bool strays_cross(struct arena *scratch, const struct manifest *manifest)
{
	bool any = false;
	if (manifest->objects.count < 2 || manifest->tree->properties.count < 2)
		return false;
	const uint32_t *owners = owners_of(scratch, manifest);
	for (node_id at = manifest->root; at < own_end(manifest) && !any; at++)
		any = crosses(manifest->tree, owners, at);
	return any;
}

/* --- both ------------------------------------------------------------------------------------- */

bool strays_resolve(
	const struct manifest *manifest, struct limits limits, struct edits *edits, struct diags *d)
{
	const struct tree *tree = manifest->tree;
	const uint32_t *owners = owners_of(edits->owner, manifest);
	node_id after = own_end(manifest);
	bool good = true;
	for (node_id at = manifest->root; at && at < after; at++) {
		const struct node *node = tree_node(tree, at);
		bool is_lent = node->kind == NODE_ALIAS && node->extra >= after;
		if (is_lent || crosses(tree, owners, at))
			good = edit_spell_out(edits, tree, at, limits, d) && good;
	}
	return good;
}
