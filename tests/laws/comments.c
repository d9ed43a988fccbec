/* Where comments stand, told from the places that nodes leave free. */
#include "laws.h"

#include "../tree_laws.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

static size_t line_begin(struct bytes text, size_t at)
{
	while (at > 0 && !is_line_end(text.at[at - 1]))
		at--;
	return at == 0 && bytes_begins(text, BYTES("\xEF\xBB\xBF")) ? 3 : at;
}

static size_t line_stop(struct bytes text, size_t at)
{
	while (at < text.len && !is_line_end(text.at[at]))
		at++;
	return at;
}

static size_t line_next(struct bytes text, size_t at)
{
	at = line_stop(text, at);
	if (at + 1 < text.len && text.at[at] == '\r' && text.at[at + 1] == '\n')
		return at + 2;
	return at < text.len ? at + 1 : at;
}

static size_t over_blanks(struct bytes text, size_t at)
{
	while (at < text.len && is_blank(text.at[at]))
		at++;
	return at;
}

static bool is_leaf(const struct tree *tree, node_id id)
{
	return tree_node(tree, id)->after == id + 1;
}

static bool is_block_scalar(const struct node *node)
{
	return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

/* A `#` begins a comment where a token may begin. */
static bool begins_comment(struct bytes text, size_t at)
{
	return text.at[at] == '#' &&
		(at == line_begin(text, at) || memchr(" \t,[]{}'\"", text.at[at - 1], 10));
}

static void add_comments(struct arena *owner, struct comments *comments, const struct tree *tree,
	struct range gap, node_id before)
{
	struct bytes text = tree->source->text;
	size_t at = gap.begin;
	while (at < gap.end) {
		if (!begins_comment(text, at)) {
			at++;
			continue;
		}
		size_t stop = line_stop(text, at);
		bool beside = before && tree_node(tree, before)->end > line_begin(text, at);
		*array_push(owner, comments) = (struct comment){ .at = { at, stop },
			.beside = beside ? before : 0 };
		at = stop;
	}
}

/* A comment may stand behind the header of a block scalar. */
static size_t scan_from(const struct node *node, struct bytes text, struct arena *owner,
	struct comments *comments, node_id id)
{
	if (!is_block_scalar(node))
		return node->end;
	size_t stop = line_stop(text, node->begin), at = node->begin;
	while (at < stop && !(text.at[at] == '#' && is_blank(text.at[at - 1])))
		at++;
	if (at < stop)
		*array_push(owner, comments) = (struct comment){ .at = { at, stop }, .beside = id };
	return node->end;
}

/* What begins directly below the block of comment lines that this one is in, in its column. */
static node_id node_below(const struct tree *tree, const struct comment *comment, node_id next)
{
	struct bytes text = tree->source->text;
	size_t column = comment->at.begin - line_begin(text, comment->at.begin), at, first;
	if (over_blanks(text, line_begin(text, comment->at.begin)) != comment->at.begin)
		return 0;
	at = comment->at.begin;
	do {
		at = line_next(text, at);
		first = over_blanks(text, at);
	} while (first < text.len && text.at[first] == '#' && first - at == column);
	while (next < tree->nodes.count && !is_leaf(tree, next))
		next++;
	if (next == tree->nodes.count || first == text.len || first - at != column ||
		text.at[first] == ',')
		return 0;
	size_t begin = law_begin(tree, tree_node(tree, next));
	return begin >= at && begin <= line_stop(text, at) ? next : 0;
}

struct comments comments_of(struct arena *owner, const struct tree *tree)
{
	struct comments comments = { 0 };
	struct bytes text = tree->source->text;
	size_t at = 0, linked = 0;
	node_id before = 0;
	for (node_id id = 1; id <= tree->nodes.count; id++) {
		bool is_last = id == tree->nodes.count;
		const struct node *node = is_last ? NULL : tree_node(tree, id);
		const struct properties *own = is_last ? NULL
						       : &tree->properties.at[node->properties];
		if (!is_last && !is_leaf(tree, id) && !node->properties)
			continue;
		bool announced = !is_last && node->properties && own->begin >= at;
		size_t begin = is_last ? text.len : announced ? own->begin : node->begin;
		if (begin > at)
			add_comments(owner, &comments, tree, (struct range){ at, begin }, before);
		for (; linked < comments.count; linked++)
			comments.at[linked].below = node_below(tree, &comments.at[linked], id);
		if (announced) {
			at = own->end;
			if (is_leaf(tree, id) && node->begin > at)
				add_comments(owner, &comments, tree,
					(struct range){ at, node->begin }, before);
			linked = comments.count;
		}
		if (is_last || !is_leaf(tree, id))
			continue;
		if (node->end >= at)
			at = scan_from(node, text, owner, &comments, id);
		linked = comments.count;
		before = node->end > node->begin ? id : before;
	}
	return comments;
}
