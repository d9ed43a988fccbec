/* Pairs and items taken out, with the comments that are theirs. */
#include "edit.h"
#include "edit_text.h"

static bool is_pair(const struct editor *e, node_id id)
{
	return tree_node(e->tree, tree_node(e->tree, id)->parent)->kind == NODE_MAP;
}

static size_t sibling_from(const struct editor *e, node_id id)
{
	if (is_pair(e, id))
		return pair_from(e, id);
	return node_in_flow(e, id) ? node_from(e, id)
				   : text_sign_before(e->text, node_from(e, id), '-');
}

static size_t sibling_stop(const struct editor *e, node_id id)
{
	return is_pair(e, id) ? pair_stop(e, id) : node_stop(e, id);
}

static node_id sibling_next(const struct editor *e, node_id id)
{
	return tree_next(e->tree, is_pair(e, id) ? tree_next(e->tree, id) : id);
}

static node_id sibling_before(const struct editor *e, node_id id)
{
	node_id before = node_before(e, id);
	return before && is_pair(e, id) ? node_before(e, before) : before;
}

/* --- flow ------------------------------------------------------------------------------------- */

/* Nodes of which only a tag or an anchor is written, or nothing, stand there last. */
static bool ends_in_properties(const struct editor *e, node_id first, node_id last, size_t stop)
{
	for (node_id id = last; id >= first; id--) {
		const struct node *node = tree_node(e->tree, id);
		if (node->style != STYLE_EMPTY)
			return false;
		if (node->properties && node_stop(e, id) == stop)
			return true;
	}
	return false;
}

/* A bracket directly behind a tag or a colon would be a part of it. */
static bool ends_empty(const struct editor *e, node_id sibling)
{
	node_id value = is_pair(e, sibling) ? tree_next(e->tree, sibling) : sibling;
	node_id last = tree_node(e->tree, value)->after - 1;
	size_t stop = sibling_stop(e, sibling);
	if (ends_in_properties(e, sibling, last, stop))
		return true;
	if (last == value && tree_node(e->tree, last)->style == STYLE_EMPTY &&
		tree_node(e->tree, sibling)->style == STYLE_EMPTY)
		return true;
	return e->text.at[stop - 1] == ':';
}

static bool has_comment(const struct editor *e, size_t from, size_t to)
{
	return memchr(e->text.at + from, '#', to - from);
}

/* Parts that have their lines for themselves, so that the comments there are theirs. */
static bool has_own_lines(const struct editor *e, size_t from, size_t stop)
{
	size_t behind = flow_comma(e, stop);
	return text_is_first(e->text, from) &&
		(text_is_last(e->text, behind) ||
			text_skip(e->text, behind) > text_line_stop(e->text, behind));
}

/* A comma between parts; a comment behind it must not become a part of a plain scalar. */
static void take_comma(const struct editor *e, size_t stop, bool keeps_blank)
{
	size_t comma = text_skip(e->text, stop);
	if (e->text.at[comma] != ',')
		return;
	bool glued = e->text.at[comma + 1] == '#';
	if (text_is_last(e->text, comma + 1))
		edit_put(e, text_back(e->text, comma), comma + 1, BYTES(""));
	else
		edit_put(e, comma, comma + 1, keeps_blank || glued ? BYTES(" ") : BYTES(""));
}

/* The bytes of parts, with the blanks before them where nothing but a line end follows. */
static void take_bytes(const struct editor *e, size_t from, size_t stop)
{
	bool is_last = text_is_last(e->text, stop);
	edit_put(e, is_last ? text_back(e->text, from) : from, stop, BYTES(""));
}

static void take_before_next(const struct editor *e, size_t from, size_t stop, size_t next)
{
	bool same_line = text_line_begin(e->text, next) == text_line_begin(e->text, stop);
	size_t behind = flow_comma(e, stop);
	if (has_comment(e, stop, next)) {
		take_bytes(e, from, behind);
		if (behind == stop)
			take_comma(e, stop, false);
	} else if (same_line || text_is_first(e->text, from)) {
		edit_put(e, from, next, BYTES(""));
	} else {
		size_t begin = text_back(e->text, from);
		edit_put(e, begin, text_skip(e->text, stop) + 1, BYTES(""));
	}
}

/* A lone dash is none of a block only directly before a bracket or a comma, which then stays. */
static bool needs_comma(const struct editor *e, node_id before, size_t stop)
{
	const char *last = e->text.at + sibling_stop(e, before) - 1;
	return *last == '-' && memchr(" \t\r\n[{,", last[-1], 7) &&
		!memchr(",]}", e->text.at[stop], 3);
}

static void take_last(const struct editor *e, node_id before, size_t from, size_t stop)
{
	size_t end = sibling_stop(e, before);
	bool ended = flow_comma(e, stop) > stop;
	if (needs_comma(e, before, stop)) {
		take_bytes(e, from, flow_comma(e, stop));
		return;
	}
	if (!has_comment(e, end, from)) {
		edit_put(e, end, stop, ends_empty(e, before) ? BYTES(" ") : BYTES(""));
		return;
	}
	size_t comma = text_skip(e->text, end);
	bool glued = text_back(e->text, from) == comma + 1;
	take_bytes(e, glued && !ended ? comma : from, flow_comma(e, stop));
	if (!glued && !ended)
		take_comma(e, end, ends_empty(e, before));
}

static void take_lines(const struct editor *e, size_t begin, size_t stop);

static void take_flow_lines(const struct editor *e, node_id first, size_t from, size_t stop)
{
	node_id before = sibling_before(e, first);
	bool ended = flow_comma(e, stop) > stop;
	take_lines(e, comments_above(e, first, from), stop);
	if (before && !ended && !needs_comma(e, before, stop))
		take_comma(e, sibling_stop(e, before), ends_empty(e, before));
}

static void take_out_of_flow(const struct editor *e, node_id first, node_id last)
{
	node_id next = sibling_next(e, last), before = sibling_before(e, first);
	size_t from = sibling_from(e, first), stop = sibling_stop(e, last);
	bool comma = flow_comma(e, stop) > stop;
	if (has_own_lines(e, from, stop) && (comma || !next))
		take_flow_lines(e, first, from, stop);
	else if (next)
		take_before_next(e, from, stop, sibling_from(e, next));
	else if (before)
		take_last(e, before, from, stop);
	else
		take_bytes(e, from, flow_comma(e, stop));
}

/* --- block ------------------------------------------------------------------------------------ */

static bool is_block_scalar(const struct node *node)
{
	return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

/* The last that is written before a part: behind a key without a value, the key. */
static const struct node *written_before(const struct editor *e, node_id first)
{
	node_id leaf = leaf_before(e, first);
	const struct node *node = tree_node(e->tree, leaf);
	bool bare = leaf && node->style == STYLE_EMPTY && !node->properties;
	node_id key = bare ? node_before(e, leaf) : 0;
	return key ? tree_node(e->tree, key) : node;
}

/* Whether the line end before a place belongs to the text of a block scalar. */
static bool ends_block_scalar(const struct editor *e, node_id first, size_t begin)
{
	const struct node *leaf = written_before(e, first);
	return is_block_scalar(leaf) && leaf->end == begin;
}

/* The blanks before the lines of a block scalar, or fewer where they are not plain to see. */
static size_t block_column(const struct editor *e, const struct node *block)
{
	size_t head = text_line_stop(e->text, block->begin);
	for (size_t i = block->begin + 1; i < head && i < block->begin + 3; i++)
		if (e->text.at[i] >= '1' && e->text.at[i] <= '9')
			return 1;
	for (size_t line = text_line_next(e->text, head); line < block->end;
		line = text_line_next(e->text, line)) {
		size_t first = text_over_blanks(e->text, line);
		if (!text_is_last(e->text, first))
			return first - line;
	}
	return 1;
}

/*
 * The end of the comments below, of blanks that go beyond its indentation, and of empty lines where
 * it keeps those, that would become text of the block scalar that comes before.
 */
static size_t taken_below(const struct editor *e, node_id first, size_t begin, size_t stop)
{
	const struct node *leaf = written_before(e, first);
	if (!is_block_scalar(leaf) || leaf->end > begin || has_comment(e, leaf->end, begin))
		return stop;
	size_t column = block_column(e, leaf), line = text_line_next(e->text, stop);
	bool keeps = block_keeps_lines(e, leaf);
	for (; line < e->text.len; line = text_line_next(e->text, line)) {
		size_t at = text_over_blanks(e->text, line);
		bool blank = text_is_last(e->text, at);
		if (!blank && (e->text.at[at] != '#' || at - line < column))
			break;
		if (!blank || keeps || at - line > column)
			stop = text_line_stop(e->text, at);
	}
	return stop;
}

/*
 * Whole lines, with the line end before them rather than their own: what is put behind the last
 * of them still has its place, and a file without a final line end stays without.
 */
static void take_lines(const struct editor *e, size_t begin, size_t stop)
{
	size_t before = text_before_line_end(e->text, begin);
	if (before < begin)
		edit_put(e, before, text_line_stop(e->text, stop), BYTES(""));
	else
		edit_put(e, begin, text_line_next(e->text, stop), BYTES(""));
}

/*
 * The first pair or item stands on the line of the dash that holds it. What follows moves there;
 * unless comments stand between, then the dash is left alone on its line.
 */
static void take_from_dash(const struct editor *e, size_t from, size_t stop, node_id next)
{
	size_t next_from = sibling_from(e, next);
	size_t line = text_line_next(e->text, stop);
	bool follows = text_line_begin(e->text, next_from) == line;
	if (follows)
		edit_put(e, from, next_from, BYTES(""));
	else
		edit_put(e, text_back(e->text, from), text_line_stop(e->text, stop), BYTES(""));
}

/* The begin of the empty lines directly above a line. */
static size_t empty_above(const struct editor *e, size_t line)
{
	while (line > 0) {
		size_t above = text_line_begin(e->text, text_before_line_end(e->text, line));
		if (above >= line || text_line_stop(e->text, above) > above)
			break;
		line = above;
	}
	return line;
}

/* The end of the last of the empty lines directly below, or of this line. */
static size_t empty_below(const struct editor *e, size_t stop)
{
	size_t line = text_line_next(e->text, stop), end = text_line_stop(e->text, stop);
	while (line < e->text.len && text_line_stop(e->text, line) == line) {
		end = line;
		line = text_line_next(e->text, line);
	}
	return end;
}

static bool is_comment_line(const struct editor *e, size_t line)
{
	size_t skipped = text_skip(e->text, line);
	return line < e->text.len && text_line_begin(e->text, skipped) != line;
}

/*
 * Empty lines set parts apart. Those above go along where there are such below too, or where
 * nothing follows; those below go where nothing is before.
 */
static void take_empty_lines(
	const struct editor *e, node_id first, node_id last, size_t *begin, size_t *stop)
{
	size_t above = empty_above(e, *begin), below = empty_below(e, *stop);
	bool apart = below > text_line_stop(e->text, *stop);
	bool is_first = !sibling_before(e, first), is_last = !sibling_next(e, last);
	bool ends = is_last && !is_first && !is_comment_line(e, text_line_next(e->text, below));
	if (above < *begin && (apart || ends) &&
		tree_node(e->tree, leaf_before(e, first))->end <= above)
		*begin = above;
	else if (above == *begin && apart && is_first && !is_last)
		*stop = below;
}

/* The begin of the lines above of nothing but blanks, with which a text shall not end. */
static size_t blank_above(const struct editor *e, node_id first, size_t line)
{
	while (line > 0) {
		size_t above = text_line_begin(e->text, text_before_line_end(e->text, line));
		if (above >= line || above < tree_node(e->tree, leaf_before(e, first))->end ||
			!text_is_last(e->text, above))
			break;
		line = above;
	}
	return line;
}

static void take_out(const struct editor *e, node_id first, node_id last, enum what_follows follows)
{
	size_t from = sibling_from(e, first), stop = sibling_stop(e, last);
	node_id next = sibling_next(e, last);
	if (!text_is_first(e->text, from) && next) {
		edit_clear_below(e, stop);
		take_from_dash(e, from, stop, next);
		return;
	}
	size_t begin = comments_above(e, first, from);
	stop = taken_below(e, first, begin, stop);
	edit_clear_below(e, stop);
	bool at_end = text_line_stop(e->text, stop) == e->text.len && follows == NOTHING_FOLLOWS;
	if (follows == NOTHING_FOLLOWS)
		take_empty_lines(e, first, last, &begin, &stop);
	if (at_end)
		begin = blank_above(e, first, begin);
	if (at_end && ends_block_scalar(e, first, begin))
		edit_put(e, begin, e->text.len, BYTES(""));
	else
		take_lines(e, begin, stop);
}

static bool allowed(const struct editor *e, node_id first, node_id last)
{
	for (node_id id = first;; id = sibling_next(e, id)) {
		if (!edit_allowed_within(e, id))
			return false;
		if (is_pair(e, id) && !edit_allowed_within(e, tree_next(e->tree, id)))
			return false;
		if (id == last)
			return edit_allowed(e, tree_node(e->tree, id)->parent);
	}
}

bool edit_take_out(const struct editor *e, node_id first, node_id last, enum what_follows follows)
{
	if (!allowed(e, first, last))
		return false;
	if (node_in_flow(e, first))
		take_out_of_flow(e, first, last);
	else
		take_out(e, first, last, follows);
	return true;
}

/* --- the last one ----------------------------------------------------------------------------- */

static struct bytes empty_of(const struct editor *e, node_id collection)
{
	return tree_node(e->tree, collection)->kind == NODE_MAP ? BYTES("{}") : BYTES("[]");
}

static void empty_flow(const struct editor *e, node_id flow, node_id first, node_id last)
{
	const struct node *node = tree_node(e->tree, flow);
	size_t from = sibling_from(e, first), stop = sibling_stop(e, last);
	if (node_is_bare(e, flow))
		edit_put(e, from, stop, BYTES("{}"));
	else if (has_comment(e, node->begin, from) || has_comment(e, stop, node->end))
		take_out_of_flow(e, first, last);
	else
		edit_put(e, node->begin, node->end, empty_of(e, flow));
}

/* A tag or an anchor stays, as it is a map or a list still. */
static void empty_block(const struct editor *e, node_id block, node_id first, node_id last)
{
	size_t from = sibling_from(e, first), stop = sibling_stop(e, last);
	size_t begin = comments_above(e, first, from);
	bool is_first = text_is_first(e->text, from);
	edit_clear_below(e, stop);
	if (is_first && node_announced(e, block)) {
		size_t behind = node_announcement(e, block);
		edit_put(e, behind, behind, BYTES(" "));
		edit_put(e, behind, behind, empty_of(e, block));
		take_lines(e, begin, stop);
	} else {
		begin = is_first ? begin : from;
		edit_put(e, begin, text_line_stop(e->text, stop), empty_of(e, block));
	}
}

bool edit_take_all(const struct editor *e, node_id first, node_id last)
{
	node_id parent = tree_node(e->tree, first)->parent;
	if (!allowed(e, first, last))
		return false;
	if (node_is_flow(e, parent))
		empty_flow(e, parent, first, last);
	else
		empty_block(e, parent, first, last);
	return true;
}

bool edit_remove(struct edits *edits, const struct tree *tree, node_id key_or_item, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	if (tree_count(tree, tree_node(tree, key_or_item)->parent) == 1)
		return edit_take_all(&e, key_or_item, key_or_item);
	return edit_take_out(&e, key_or_item, key_or_item, NOTHING_FOLLOWS);
}
