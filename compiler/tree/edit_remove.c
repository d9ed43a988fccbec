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
	node_id found = 0, at = tree_first(e->tree, tree_node(e->tree, id)->parent);
	for (; at && at != id; at = sibling_next(e, at))
		found = at;
	return found;
}

/* --- flow ------------------------------------------------------------------------------------- */

/* A bracket directly behind a tag or a colon would be a part of it. */
static bool ends_empty(const struct editor *e, node_id sibling)
{
	node_id value = is_pair(e, sibling) ? tree_next(e->tree, sibling) : sibling;
	if (tree_node(e->tree, value)->style == STYLE_EMPTY)
		return true;
	return e->text.at[sibling_stop(e, sibling) - 1] == ':';
}

static void take_out_of_flow(const struct editor *e, node_id first, node_id last)
{
	node_id next = sibling_next(e, last), before = sibling_before(e, first);
	if (next)
		edit_put(e, sibling_from(e, first), sibling_from(e, next), BYTES(""));
	else if (before)
		edit_put(e, sibling_stop(e, before), sibling_stop(e, last),
			ends_empty(e, before) ? BYTES(" ") : BYTES(""));
}

/* --- block ------------------------------------------------------------------------------------ */

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

void edit_take_out(const struct editor *e, node_id first, node_id last)
{
	if (node_in_flow(e, first)) {
		take_out_of_flow(e, first, last);
		return;
	}
	size_t from = sibling_from(e, first), stop = sibling_stop(e, last);
	node_id next = sibling_next(e, last);
	if (!text_is_first(e->text, from) && next) {
		take_from_dash(e, from, stop, next);
		return;
	}
	size_t line = text_line_begin(e->text, from);
	take_lines(e, text_comments_above(e->text, line, from - line), stop);
}

bool edit_remove(struct edits *edits, const struct tree *tree, node_id key_or_item, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	node_id parent = tree_node(tree, key_or_item)->parent;
	bool is_map = tree_node(tree, parent)->kind == NODE_MAP;
	if (tree_count(tree, parent) == 1) {
		struct value *empty = arena_new_of(edits->owner, struct value);
		empty->kind = is_map ? VALUE_MAP : VALUE_LIST;
		return edit_replace(&e, parent, empty);
	}
	if (!edit_allowed(&e, parent) || !edit_allowed_within(&e, key_or_item))
		return false;
	if (is_map && !edit_allowed_within(&e, tree_next(tree, key_or_item)))
		return false;
	edit_take_out(&e, key_or_item, key_or_item);
	return true;
}
