#include "read.h"
#include "tag.h"

enum { FEW_PAIRS = 16 };

/* The text of a key, if it has one to compare. `<<` may be given as often as one likes. */
static bool key_text(const struct tree *tree, node_id key, struct bytes *text)
{
	node_id id = tree_follow(tree, key);
	const struct node *node = tree_node(tree, id);
	if (!id || node->kind != NODE_SCALAR || node->style == STYLE_EMPTY)
		return false;
	*text = tree_text(tree, id);
	if (tree->dialect == DIALECT_STRICT)
		return true;
	if (node->type != TYPE_STRING)
		*text = resolve_helm_key(tree->owner, *text);
	return text->at && !key_merges(tree, key);
}

static void add(struct arena *owner, struct twins *twins, node_id first, node_id second)
{
	*array_push(owner, twins) = (struct twin){ first, second };
}

static void compare_few(
	struct arena *owner, const struct tree *tree, node_id map, struct twins *twins)
{
	struct bytes texts[FEW_PAIRS];
	node_id keys[FEW_PAIRS];
	size_t count = 0;
	for (node_id key = tree_first(tree, map); key;
		key = tree_next(tree, tree_next(tree, key))) {
		if (!key_text(tree, key, &texts[count]))
			continue;
		size_t same = 0;
		while (same < count && !bytes_equal(texts[same], texts[count]))
			same++;
		keys[count] = key;
		if (same < count)
			add(owner, twins, keys[same], key);
		else
			count++;
	}
}

static void compare_many(
	struct arena *owner, const struct tree *tree, node_id map, struct twins *twins)
{
	struct names names = { .owner = tree->owner };
	struct bytes text;
	for (node_id key = tree_first(tree, map); key;
		key = tree_next(tree, tree_next(tree, key))) {
		if (!key_text(tree, key, &text))
			continue;
		node_id first = names_set(&names, text, key);
		if (!first)
			continue;
		add(owner, twins, first, key);
		names_set(&names, text, first);
	}
}

static bool has_few(const struct tree *tree, node_id map)
{
	size_t count = 0;
	for (node_id key = tree_first(tree, map); key && count <= FEW_PAIRS; count++)
		key = tree_next(tree, tree_next(tree, key));
	return count <= FEW_PAIRS;
}

void twins_add(struct arena *owner, const struct tree *tree, node_id map, struct twins *twins)
{
	if (has_few(tree, map))
		compare_few(owner, tree, map, twins);
	else
		compare_many(owner, tree, map, twins);
}

struct twins tree_twins(struct arena *owner, const struct tree *tree, node_id id)
{
	struct twins twins = { 0 };
	for (node_id at = id; at < tree_node(tree, id)->after; at++)
		if (tree_node(tree, at)->kind == NODE_MAP)
			twins_add(owner, tree, at, &twins);
	return twins;
}
