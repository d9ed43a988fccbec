/* Any value in the place of any node. */
#include "edit.h"
#include "edit_text.h"

/* --- putting text ----------------------------------------------------------------------------- */

/* libyaml takes a comment directly behind a quote or bracket, not behind a plain scalar. */
static bool is_glued(const struct editor *e, size_t begin, size_t end, struct bytes text)
{
	if (end == e->text.len || e->text.at[end] != '#' || (begin == end && !text.len))
		return false;
	char before = begin ? e->text.at[begin - 1] : '\n';
	return !strchr(" \t\r\n", text.len ? text.at[text.len - 1] : before);
}

void edit_put(const struct editor *e, size_t begin, size_t end, struct bytes text)
{
	bool lines = text.len && memchr(text.at, '\n', text.len);
	struct bytes line_end = lines ? text_line_end(e->text, begin) : BYTES("");
	struct buf out = buf_new(e->edits->owner);
	for (size_t at = 0; at < text.len;) {
		size_t stop = bytes_find(text, BYTES("\n"), at);
		buf_add(&out, bytes_slice(text, at, stop));
		if (stop < text.len)
			buf_add(&out, line_end);
		at = stop + 1;
	}
	buf_add(&out, is_glued(e, begin, end, text) ? BYTES(" ") : BYTES(""));
	edits_add(e->edits, (uint32_t)begin, (uint32_t)end, buf_bytes(&out));
}

/* Without the line end at the end, as the text that they are put before has one, or shall not. */
static struct bytes without_line_end(struct bytes lines)
{
	return bytes_ends(lines, BYTES("\n")) ? bytes_slice(lines, 0, lines.len - 1) : lines;
}

void edit_clear_below(const struct editor *e, size_t stop)
{
	size_t behind = text_over_blanks(e->text, stop), line, first;
	/* In brackets more may follow in the line, which may be long. */
	if (!text_is_last(e->text, behind) && e->text.at[behind] != '#')
		return;
	line = text_line_next(e->text, stop);
	for (; line < e->text.len; line = text_line_next(e->text, line)) {
		for (first = line; first < e->text.len && memchr(" \t", e->text.at[first], 2);)
			first++;
		bool blank = text_is_last(e->text, first);
		if (!blank && e->text.at[first] != '#')
			break;
		if (!memchr(e->text.at + line, '\t', first - line))
			continue;
		struct buf blanks = buf_new(e->edits->owner);
		buf_add_times(&blanks, ' ', blank ? 0 : first - line);
		edits_add(e->edits, (uint32_t)line, (uint32_t)first, buf_bytes(&blanks));
	}
}

void edit_part_below(const struct editor *e, size_t stop)
{
	size_t line = text_line_next(e->text, stop);
	while (line < e->text.len && text_is_last(e->text, line))
		line = text_line_next(e->text, line);
	if (line < e->text.len && e->text.at[line] == '%')
		edit_put(e, line, line, BYTES("...\n"));
}

void edit_put_lines(const struct editor *e, size_t at, struct bytes lines)
{
	size_t stop = text_line_stop(e->text, at);
	struct buf out = buf_new(e->edits->owner);
	edit_clear_below(e, stop);
	buf_add_char(&out, '\n');
	buf_add(&out, without_line_end(lines));
	edit_put(e, stop, stop, buf_bytes(&out));
}

/* --- in flow ---------------------------------------------------------------------------------- */

static bool is_json(const struct editor *e, node_id flow)
{
	node_id first = tree_first(e->tree, flow);
	return first && tree_node(e->tree, first)->style == STYLE_DOUBLE;
}

/*
 * `{a}` and `{a:}` have no blank before the empty value, or not even a colon. A key of several
 * lines may have one only behind a `?`.
 */
static void add_announcement(struct buf *out, const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	if (node->style != STYLE_EMPTY || node->properties)
		return;
	const struct node *key = tree_node(e->tree, id - 1);
	bool in_tag = e->tree->properties.at[key->properties].end == node->begin;
	bool colon = node->begin > 0 && e->text.at[node->begin - 1] == ':' && !in_tag;
	size_t from = pair_from(e, id - 1);
	bool lines = text_line_stop(e->text, from) < key->end;
	if (!colon && lines && e->text.at[from] != '?')
		edit_put(e, from, from, BYTES("? "));
	/* A colon directly behind a tag would be a part of it. */
	bool tag = !colon && key->style == STYLE_EMPTY;
	buf_add(out, colon || tag ? BYTES(" ") : BYTES(""));
	buf_add(out, colon ? BYTES("") : BYTES(": "));
}

static bool replace_in_flow(const struct editor *e, node_id id, const struct value *wanted)
{
	struct layout layout = layout_near(e, id);
	layout.json = is_json(e, tree_node(e->tree, id)->parent);
	struct buf out = buf_new(e->edits->owner);
	add_announcement(&out, e, id);
	layout_flow(&out, &layout, wanted, false);
	edit_put(e, node_from(e, id), node_stop(e, id), buf_bytes(&out));
	return true;
}

/* --- in block --------------------------------------------------------------------------------- */

static bool is_lines(const struct value *value)
{
	return value->kind >= VALUE_LIST && value->count > 0;
}

/* Behind the old value's last line there are blanks, a comment, or the text ends: no literal. */
static struct layout layout_for(const struct editor *e, node_id id, size_t column)
{
	struct layout layout = layout_near(e, id);
	size_t stop = node_stop(e, id), end = text_line_stop(e->text, stop);
	layout.no_literal = e->no_literal || end > stop || end == e->text.len ||
		text_spoils_block(e->text, stop, column);
	return layout;
}

static size_t line_of(const struct editor *e, size_t at)
{
	return text_line_begin(e->text, at);
}

/* Behind an anchor or tag on the line of `at`, which stands before it; else `at`. */
static size_t properties_stop(const struct editor *e, const struct node *node, size_t at)
{
	const struct properties *own = &e->tree->properties.at[node->properties];
	size_t line_stop = text_line_stop(e->text, at), stop = at;
	if (!node->properties || line_of(e, own->begin) != line_of(e, at))
		return at;
	for (size_t place = own->begin; place < own->end && place < line_stop; place++) {
		if (e->text.at[place] == '#' && text_back(e->text, place) < place)
			break;
		if (text_back(e->text, place + 1) == place + 1)
			stop = place + 1;
	}
	return stop;
}

/*
 * A value whose lines stand below what announces it, and may have a comment there: the end of its
 * part before that comment. False if all of it is in one piece.
 */
static bool has_head(const struct editor *e, node_id id, size_t announced, size_t *stop)
{
	const struct node *node = tree_node(e->tree, id);
	bool here = line_of(e, node->begin) == line_of(e, announced);
	*stop = properties_stop(e, node, announced);
	if (node->style == STYLE_BLOCK)
		return !here;
	*stop = header_stop(e, node);
	return here && *stop > node->begin && text_has_comment(e->text, *stop);
}

/*
 * Lines below the key are taken away or put there; the key's own line keeps its comment. `inner` is
 * what stands on the key's line, which may be nothing, and the lines below it.
 */
static void replace_member(const struct editor *e, node_id id, size_t colon, struct bytes inner)
{
	size_t stop = node_stop(e, id), head, first = bytes_find(inner, BYTES("\n"), 0);
	if (has_head(e, id, colon, &head)) {
		edit_put(e, colon, head, bytes_slice(inner, 0, first));
		edit_put(e, text_line_stop(e->text, colon), text_line_stop(e->text, stop),
			bytes_slice(inner, first, inner.len));
	} else if (first == 0) {
		bool glued = stop < e->text.len && e->text.at[stop] == '#';
		edits_add(
			e->edits, (uint32_t)colon, (uint32_t)stop, glued ? BYTES(" ") : BYTES(""));
		edit_put(e, text_line_stop(e->text, stop), text_line_stop(e->text, stop), inner);
	} else {
		edit_put(e, colon, stop, inner);
	}
}

/* `? key` alone: the value gets a line of its own. */
static void add_value(const struct editor *e, node_id key, size_t column, struct bytes member)
{
	struct buf out = buf_new(e->edits->owner);
	buf_add_times(&out, ' ', column);
	buf_add_char(&out, ':');
	buf_add(&out, member);
	edit_put_behind(e, key, node_stop(e, key), buf_bytes(&out));
}

static bool replace_value(
	const struct editor *e, node_id key, node_id id, const struct value *wanted)
{
	size_t colon, column = text_column(e->text, pair_from(e, key));
	struct layout layout = layout_for(e, id, column);
	struct buf out = buf_new(e->edits->owner);
	layout_member(&out, &layout, wanted, column);
	if (!pair_colon(e, key, &colon))
		add_value(e, key, column, buf_bytes(&out));
	else
		replace_member(e, id, colon, without_line_end(buf_bytes(&out)));
	return true;
}

static bool replace_item(const struct editor *e, node_id id, const struct value *wanted)
{
	size_t dash = text_sign_before(e->text, node_from(e, id), '-');
	size_t column = text_column(e->text, dash), head;
	struct layout layout = layout_for(e, id, column);
	struct buf out = buf_new(e->edits->owner);
	layout_item(&out, &layout, wanted, column);
	struct bytes lines = without_line_end(buf_bytes(&out));
	if (has_head(e, id, dash + 1, &head)) {
		size_t first = bytes_find(lines, BYTES("\n"), 0);
		edit_put(e, dash, head, bytes_slice(lines, 0, first));
		edit_put(e, text_line_stop(e->text, dash), node_stop(e, id),
			bytes_slice(lines, first, lines.len));
	} else {
		edit_put(e, dash, node_stop(e, id), lines);
	}
	return true;
}

static bool replace_root(const struct editor *e, node_id id, const struct value *wanted)
{
	size_t from = node_from(e, id);
	struct layout layout = layout_for(e, id, 0);
	struct buf out = buf_new(e->edits->owner);
	size_t column = text_column(e->text, from);
	if (is_lines(wanted) && column > 0)
		buf_add_char(&out, '\n');
	/* libfyaml wants the lines of a literal block deeper than a `|` that begins its line. */
	bool sets_depth = !is_lines(wanted) && text_is_first(e->text, from);
	layout_root(&out, &layout, wanted, sets_depth ? column + 2 : 0);
	edit_clear_before(e, from);
	edit_part_below(e, node_stop(e, id));
	edit_put(e, from, node_stop(e, id), without_line_end(buf_bytes(&out)));
	return true;
}

bool edit_write_anew(const struct editor *e, node_id id, const struct value *wanted)
{
	node_id parent = tree_node(e->tree, id)->parent;
	edit_clear_below(e, node_stop(e, id));
	if (!parent)
		return replace_root(e, id, wanted);
	if (node_in_flow(e, id))
		return replace_in_flow(e, id, wanted);
	if (tree_node(e->tree, parent)->kind == NODE_SEQ)
		return replace_item(e, id, wanted);
	return replace_value(e, node_before(e, id), id, wanted);
}

bool edit_replace(const struct editor *e, node_id id, const struct value *wanted)
{
	return edit_allowed(e, id) && edit_allowed_within(e, id) && edit_write_anew(e, id, wanted);
}
