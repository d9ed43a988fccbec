/* Changes, with the bytes that they may touch and the comments that may go with them. */
#include "laws.h"

#include "../tree_laws.h"

bool node_is_key(const struct tree *tree, node_id id)
{
	node_id parent = tree_node(tree, id)->parent;
	if (!parent || tree_node(tree, parent)->kind != NODE_MAP)
		return false;
	node_id key = tree_first(tree, parent);
	while (key && key < id)
		key = tree_next(tree, tree_next(tree, key));
	return key == id;
}

node_id part_after(const struct tree *tree, node_id key_or_item)
{
	bool is_key = node_is_key(tree, key_or_item);
	return tree_node(tree, is_key ? tree_next(tree, key_or_item) : key_or_item)->after;
}

/* --- regions ---------------------------------------------------------------------------------- */

static struct range document_of(const struct tree *tree, size_t at)
{
	struct range range = { 0, tree->source->text.len };
	for (size_t i = 0; i < tree->documents.count; i++)
		if (tree->documents.at[i].root && tree->documents.at[i].begin <= at)
			range = (struct range){ tree->documents.at[i].begin,
				tree->documents.at[i].end };
	return range;
}

/* The last scalar or alias before a node of the table; 0 if there is none. */
static node_id leaf_before(const struct tree *tree, node_id id)
{
	while (--id > 0 && tree_node(tree, id)->after != id + 1)
		;
	return id;
}

/* A block scalar that ends with the text, not with a line end, is told how when lines follow. */
static bool needs_header(const struct tree *tree, node_id leaf)
{
	const struct node *node = tree_node(tree, leaf);
	struct bytes text = tree->source->text;
	return (node->style == STYLE_LITERAL || node->style == STYLE_FOLDED) &&
		node->end == text.len && text.at[text.len - 1] != '\n' &&
		text.at[text.len - 1] != '\r';
}

/* A block scalar's last line end is where new lines are put before. */
static size_t line_end_before(const struct tree *tree, size_t at)
{
	struct bytes text = bytes_slice(tree->source->text, 0, at);
	if (bytes_ends(text, BYTES("\r\n")))
		return at - 2;
	return at - (bytes_ends(text, BYTES("\n")) || bytes_ends(text, BYTES("\r")));
}

/* From the leaf before `first` to the leaf `after`. */
static struct range region_of(const struct tree *tree, node_id first, node_id after)
{
	struct range range = document_of(tree, tree_node(tree, first - (first > 1))->begin);
	node_id before = leaf_before(tree, first);
	size_t behind = before ? line_end_before(tree, tree_node(tree, before)->end) : 0;
	if (before && needs_header(tree, before))
		behind = tree_node(tree, before)->begin;
	if (behind > range.begin)
		range.begin = behind;
	if (after < tree->nodes.count && law_begin(tree, tree_node(tree, after)) < range.end)
		range.end = law_begin(tree, tree_node(tree, after));
	return range;
}

static struct range region_within(const struct tree *tree, node_id node)
{
	node_id first = node, parent = tree_node(tree, node)->parent;
	/* A value that is not written may need a sign before its key. */
	bool is_value = parent && tree_node(tree, parent)->kind == NODE_MAP;
	if (is_value && tree_node(tree, node)->style == STYLE_EMPTY)
		first = leaf_before(tree, node);
	struct range range = region_of(tree, first, tree_node(tree, node)->after);
	struct range own = document_of(tree, tree_node(tree, node)->begin);
	return own.begin > range.begin ? own : range;
}

/* --- what is removed -------------------------------------------------------------------------- */

static bool is_in_comment(const struct subject *subject, size_t at)
{
	size_t low = 0, high = subject->comments.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		struct range range = subject->comments.at[middle].at;
		if (range.begin <= at && at < range.end)
			return true;
		if (range.begin > at)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/* How many dashes or `?` announce what is in the node before its first scalar. */
static size_t signs_within(const struct tree *tree, node_id id, enum node_kind kind)
{
	size_t signs = 0;
	for (; tree_node(tree, id)->style == STYLE_BLOCK && tree_first(tree, id); id++)
		signs += tree_node(tree, id)->kind == kind;
	return signs;
}

/* The place of the dash or `?` of a part, else where its first scalar begins. */
static size_t part_begin(const struct subject *subject, node_id part, struct range region)
{
	const struct tree *tree = subject->tree;
	struct bytes text = tree->source->text;
	bool is_item = !node_is_key(tree, part);
	size_t begin = law_begin(tree, tree_node(tree, part)), at = begin;
	size_t left = 1 + (is_item ? signs_within(tree, part, NODE_SEQ) : 0);
	while (at > region.begin && left > 0) {
		at--;
		if (text.at[at] == (is_item ? '-' : '?') && !is_in_comment(subject, at))
			left--;
	}
	return left ? begin : at;
}

static size_t line_begin(struct bytes text, size_t at)
{
	while (at > 0 && text.at[at - 1] != '\n' && text.at[at - 1] != '\r')
		at--;
	return at == 0 && bytes_begins(text, BYTES("\xEF\xBB\xBF")) ? 3 : at;
}

static size_t over(struct bytes text, size_t at, const char *set)
{
	while (at < text.len && strchr(set, text.at[at]))
		at++;
	return at;
}

/* The begin of the block of comment lines directly above a place that begins its line. */
static size_t comments_above(const struct subject *subject, size_t begin, size_t least)
{
	struct bytes text = subject_text(subject);
	size_t line = line_begin(text, begin), column = begin - line, found = begin;
	for (size_t i = subject->comments.count; i-- > 0;) {
		struct range at = subject->comments.at[i].at;
		if (at.begin >= found)
			continue;
		size_t own_line = line_begin(text, at.begin);
		bool follows = line == at.end + 1 ||
			(line == at.end + 2 && text.at[at.end] == '\r');
		if (at.begin < least || !follows || at.begin - own_line != column ||
			over(text, own_line, " \t") != at.begin)
			break;
		found = at.begin;
		line = own_line;
	}
	return found;
}

/* Comments that belong to a part: in it; on its lines, if nothing else is; directly above it. */
static struct range own_comments(const struct subject *subject, node_id part, struct range region)
{
	const struct tree *tree = subject->tree;
	struct bytes text = subject_text(subject);
	node_id parent = tree_node(tree, part)->parent;
	bool flow = tree_node(tree, parent)->style == STYLE_FLOW;
	struct range own = {
		flow ? law_begin(tree, tree_node(tree, part)) : part_begin(subject, part, region), 0
	};
	bool is_first = over(text, line_begin(text, own.begin), " \t") == own.begin;
	own.end = tree_node(tree, part_after(tree, part) - 1)->end;
	for (node_id id = part; id < part_after(tree, part); id++)
		if (tree_node(tree, id)->end > own.end)
			own.end = tree_node(tree, id)->end;
	if (own.end > 0 && own.end > own.begin && strchr("\r\n", text.at[own.end - 1]))
		return (struct range){ is_first ? comments_above(subject, own.begin, region.begin)
						: own.begin,
			own.end };
	size_t behind = over(text, own.end, flow ? " \t," : " \t");
	bool is_last = behind == text.len || strchr("#\r\n", text.at[behind]);
	if (is_last && (is_first || !flow))
		own.end = behind + 1;
	if (is_first)
		own.begin = comments_above(subject, own.begin, region.begin);
	return own;
}

struct range piece_of(const struct subject *subject, node_id item)
{
	const struct tree *tree = subject->tree;
	struct bytes text = subject_text(subject);
	struct range region = region_of(tree, item, part_after(tree, item));
	struct range own = own_comments(subject, item, region);
	bool flow = tree_node(tree, tree_node(tree, item)->parent)->style == STYLE_FLOW;
	size_t dash = part_begin(subject, item, region), column = dash - line_begin(text, dash);
	size_t at = own.end, rest = flow ? over(text, at, " \t,") : at;
	bool on_line = at > 0 && !strchr("\r\n", text.at[at - 1]);
	if (flow && on_line && rest < text.len && text.at[rest] == '#')
		own.end = rest + 1;
	while (at < text.len && !flow) {
		while (at > 0 && at < text.len && !strchr("\r\n", text.at[at - 1]))
			at++;
		at += at < text.len && text.at[at - 1] == '\r' && text.at[at] == '\n';
		size_t first = over(text, at, " \t");
		if (first == text.len || text.at[first] != '#' || first - at <= column)
			break;
		at = own.end = first + 1;
	}
	return own;
}

/* --- the four --------------------------------------------------------------------------------- */

struct change change_scalar(
	const struct subject *subject, node_id scalar, const struct value *wanted)
{
	return (struct change){ .kind = CHANGE_SCALAR,
		.node = scalar,
		.wanted = wanted,
		.region = region_within(subject->tree, scalar) };
}

struct change change_remove(const struct subject *subject, node_id key_or_item)
{
	const struct tree *tree = subject->tree;
	struct range region = region_of(tree, key_or_item, part_after(tree, key_or_item));
	return (struct change){ .kind = CHANGE_REMOVE,
		.node = key_or_item,
		.region = region,
		.own = own_comments(subject, key_or_item, region) };
}

struct change change_insert(
	const struct subject *subject, node_id list, size_t index, const struct value *wanted)
{
	const struct tree *tree = subject->tree;
	struct change change = { CHANGE_INSERT, list, index, wanted, .own = { 0 } };
	if (tree_count(tree, list) == 0) {
		change.region = region_within(tree, list);
		return change;
	}
	node_id item = tree_first(tree, list);
	for (size_t i = 0; item && i < index; i++)
		item = tree_next(tree, item);
	node_id after = item ? item : tree_node(tree, list)->after;
	change.region = region_of(tree, after, after);
	return change;
}

/* All that is below a scalar or list that is given anew; nothing for maps that are joined. */
static struct range replaced(const struct tree *tree, node_id node, const struct value *wanted)
{
	if (tree_node(tree, node)->kind == NODE_MAP && wanted->kind == VALUE_MAP) {
		for (size_t i = 0; i < wanted->count; i++) {
			node_id value = tree_get(tree, node, wanted->entries[i].key);
			if (value)
				return replaced(tree, value, wanted->entries[i].value);
		}
		return (struct range){ 0 };
	}
	bool is_list = tree_node(tree, node)->kind == NODE_SEQ;
	struct span at = tree_span(tree, node);
	size_t begin = node > 1 ? tree_node(tree, leaf_before(tree, node))->end : at.begin;
	return (struct range){ is_list ? begin : 0, is_list ? at.end : 0 };
}

struct change change_contain(const struct subject *subject, node_id map, const struct value *wanted)
{
	const struct tree *tree = subject->tree;
	struct change change = { CHANGE_CONTAIN, map, 0, wanted, region_within(tree, map),
		.own = { 0 } };
	node_id last = tree_node(tree, map)->after - 1;
	change.either = replaced(tree, map, wanted);
	if (needs_header(tree, last) && tree_node(tree, last)->begin < change.region.begin)
		change.region.begin = tree_node(tree, last)->begin;
	return change;
}
