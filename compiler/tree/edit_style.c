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

/* Whether a node says by where it stands how deep others are to stand. */
static bool may_vote(const struct editor *e, node_id voter)
{
	node_id parent = tree_node(e->tree, voter)->parent;
	return is_block(e, voter) && is_block(e, parent) &&
		tree_node(e->tree, parent)->kind == NODE_MAP;
}

static void add_vote(
	struct votes *votes, enum node_kind kind, size_t own, size_t outer, size_t weight)
{
	size_t *count = kind == NODE_MAP ? votes->step : votes->list;
	if (own >= outer && own - outer <= STEP_LIMIT)
		count[own - outer] += weight;
}

static void vote(const struct editor *e, struct votes *votes, node_id voter, size_t weight)
{
	const struct node *node = tree_node(e->tree, voter);
	if (may_vote(e, voter))
		add_vote(votes, (enum node_kind)node->kind, node_column(e, voter),
			node_column(e, node->parent), weight);
}

/* All votes of a tree, which are the same for all edits of it. */
static struct votes *votes_of(const struct editor *e)
{
	struct edits *edits = e->edits;
	const struct tree *tree = e->tree;
	if (edits->votes && edits->votes->tree == tree)
		return edits->votes;
	struct votes *votes = edits->votes = arena_new_of(edits->owner, struct votes);
	size_t *columns = arena_array_of(edits->owner, size_t, tree->nodes.count);
	votes->tree = tree;
	for (node_id voter = 1; voter < tree->nodes.count; voter++) {
		const struct node *node = tree_node(tree, voter);
		if (!is_block(e, voter))
			continue;
		columns[voter] = node_column(e, voter);
		if (may_vote(e, voter))
			add_vote(votes, (enum node_kind)node->kind, columns[voter],
				columns[node->parent], VOTE_FAR);
	}
	return votes;
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
