#include "tree.h"

#include "base/names.h"

/*
 * Copies from one tree to another. Only the roots of what is copied are remembered, so that the
 * work is that of the copy, however large the other tree is.
 */
struct adoption {
	struct tree *tree;
	const struct tree *from;
	struct names copies; /* of the roots, by their nodes' numbers */
	struct {
		ARRAY(node_id);
	} wanted,
		aliases; /* subtrees to copy, of `from`; copies of aliases that mean nothing yet */
};

static struct bytes name_of(const node_id *id)
{
	return (struct bytes){ (const char *)id, sizeof *id };
}

static uint32_t copy_properties(struct adoption *adoption, const struct node *node)
{
	struct tree *tree = adoption->tree;
	if (!node->properties)
		return 0;
	struct properties copy = adoption->from->properties.at[node->properties];
	if (copy.tag.at)
		copy.tag = bytes_copy(tree->owner, copy.tag);
	*array_push(tree->owner, &tree->properties) = copy;
	return (uint32_t)tree->properties.count - 1;
}

static uint32_t copy_text(struct adoption *adoption, const struct node *node)
{
	struct tree *tree = adoption->tree;
	struct bytes text = adoption->from->texts.at[node->extra];
	*array_push(tree->owner, &tree->texts) = bytes_copy(tree->owner, text);
	return (uint32_t)tree->texts.count - 1;
}

static void copy_node(struct adoption *adoption, node_id id, node_id root, node_id copied_root)
{
	struct tree *tree = adoption->tree;
	struct node copy = *tree_node(adoption->from, id);
	node_id at = (node_id)tree->nodes.count;
	copy.parent = id == root ? 0 : copy.parent - root + copied_root;
	copy.after += at - id;
	copy.properties = copy_properties(adoption, &copy);
	if (copy.decoded)
		copy.extra = copy_text(adoption, &copy);
	if (copy.kind == NODE_ALIAS && copy.extra) {
		*array_push(tree->owner, &adoption->aliases) = at;
		*array_push(tree->owner, &adoption->wanted) = copy.extra;
	}
	*array_push(tree->owner, &tree->nodes) = copy;
}

static node_id copy_of(const struct adoption *adoption, node_id root)
{
	return names_get(&adoption->copies, name_of(&root));
}

static void copy_subtree(struct adoption *adoption, node_id root)
{
	struct tree *tree = adoption->tree;
	node_id copied_root = (node_id)tree->nodes.count;
	node_id *name = arena_new_of(tree->owner, node_id);
	if (copy_of(adoption, root))
		return;
	*name = root;
	names_set(&adoption->copies, name_of(name), copied_root);
	for (node_id id = root; id < tree_node(adoption->from, root)->after; id++)
		copy_node(adoption, id, root, copied_root);
}

node_id tree_adopt(struct tree *tree, const struct tree *from, node_id id)
{
	struct adoption adoption = {
		.tree = tree, .from = from, .copies = { .owner = tree->owner }
	};
	*array_push(tree->owner, &adoption.wanted) = id;
	for (size_t i = 0; i < adoption.wanted.count; i++)
		copy_subtree(&adoption, adoption.wanted.at[i]);
	for (size_t i = 0; i < adoption.aliases.count; i++) {
		struct node *alias = &tree->nodes.at[adoption.aliases.at[i]];
		alias->extra = copy_of(&adoption, alias->extra);
	}
	return copy_of(&adoption, id);
}

struct tree *tree_cut(struct arena *owner, const struct tree *from, node_id id)
{
	struct tree *tree = arena_new_of(owner, struct tree);
	*tree = (struct tree){ .source = from->source, .dialect = from->dialect, .owner = owner };
	*array_push(owner, &tree->nodes) = (struct node){ 0 };
	*array_push(owner, &tree->properties) = (struct properties){ 0 };
	tree_adopt(tree, from, id);
	return tree;
}

void tree_point(struct tree *tree, node_id alias, node_id meant)
{
	tree->nodes.at[alias].extra = meant;
}
