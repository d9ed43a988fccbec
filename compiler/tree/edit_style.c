/* How a file looks, learned from what it holds. */
#include "edit.h"
#include "edit_text.h"

/* A level deeper than this is alignment, not indentation. */
enum { STEP_LIMIT = 8, VOTE_FAR = 1, VOTE_AROUND = 100, VOTE_NEAR = 10000 };

struct votes {
	const struct tree *tree;
	size_t step[STEP_LIMIT + 1], list[STEP_LIMIT + 1];
	node_id asked; /* what was asked for last, which may be asked for each item of a list */
	struct layout answer;
};

static bool is_block(const struct editor *e, node_id id)
{
	return id && tree_node(e->tree, id)->style == STYLE_BLOCK;
}

static void vote(const struct editor *e, struct votes *votes, node_id voter, size_t weight)
{
	node_id parent = tree_node(e->tree, voter)->parent;
	if (!is_block(e, voter) || !is_block(e, parent))
		return;
	if (tree_node(e->tree, parent)->kind != NODE_MAP)
		return;
	size_t own = node_column(e, voter), outer = node_column(e, parent);
	if (own < outer || own - outer > STEP_LIMIT)
		return;
	bool is_map = tree_node(e->tree, voter)->kind == NODE_MAP;
	size_t *count = is_map ? votes->step : votes->list;
	count[own - outer] += weight;
}

/* All votes of a tree, which are the same for all edits of it. */
static struct votes *votes_of(const struct editor *e)
{
	struct edits *edits = e->edits;
	if (edits->votes && edits->votes->tree == e->tree)
		return edits->votes;
	edits->votes = arena_new_of(edits->owner, struct votes);
	edits->votes->tree = e->tree;
	for (node_id voter = 1; voter < e->tree->nodes.count; voter++)
		vote(e, edits->votes, voter, VOTE_FAR);
	return edits->votes;
}

static size_t most(const size_t *count, size_t least, size_t otherwise)
{
	size_t best = otherwise;
	for (size_t i = least; i <= STEP_LIMIT; i++)
		if (count[i] > count[best])
			best = i;
	return best;
}

struct layout layout_near(const struct editor *e, node_id id)
{
	struct votes *all = votes_of(e), votes = *all;
	if (id && all->asked == id)
		return all->answer;
	/* Those directly in the node count most, then it and those around it, then all others. */
	for (node_id voter = id ? tree_first(e->tree, id) : 0; voter;
		voter = tree_next(e->tree, voter))
		vote(e, &votes, voter, VOTE_NEAR - VOTE_FAR);
	for (node_id voter = id; voter; voter = tree_node(e->tree, voter)->parent)
		vote(e, &votes, voter, VOTE_AROUND - VOTE_FAR);
	size_t step = most(votes.step, 1, 2);
	all->asked = id;
	all->answer = (struct layout){
		.dialect = e->tree->dialect,
		.step = step,
		.list = most(votes.list, 0, step),
		.no_keep = true,
	};
	return all->answer;
}
