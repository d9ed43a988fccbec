/* One scalar in the place of another, in the quotes that it has where they do. */
#include "edit.h"
#include "edit_text.h"
#include "quote.h"

static bool is_string(enum dialect dialect, struct bytes text)
{
	struct scalar scalar = dialect == DIALECT_HELM ? resolve_helm(text) : resolve_core(text);
	return scalar.type == TYPE_STRING;
}

static struct bytes node_tag(const struct editor *e, const struct node *node)
{
	return e->tree->properties.at[node->properties].tag;
}

/* A tag must go, unless it only says that this is the text which it shall be. */
static bool keeps_properties(
	const struct editor *e, const struct node *node, const struct value *wanted)
{
	if (!node->properties || node_tag(e, node).len == 0)
		return true;
	return wanted->kind == VALUE_STRING && bytes_is(node_tag(e, node), "tag:yaml.org,2002:str");
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Where the lines of a literal or folded block begin. */
static size_t block_lines(const struct editor *e, const struct node *node)
{
	size_t lines = text_line_next(e->text, node->begin);
	return lines < node->end ? lines : node->end;
}

/* The indentation of the first line that has any text; 0 if there is none. */
static size_t block_indent(const struct editor *e, const struct node *node)
{
	for (size_t at = block_lines(e, node); at < node->end; at = text_line_next(e->text, at)) {
		if (text_is_last(e->text, at))
			continue;
		size_t first = at;
		while (e->text.at[first] == ' ')
			first++;
		return first - at;
	}
	return 0;
}

static bool block_may_stay(
	const struct editor *e, const struct node *node, struct bytes text, size_t indent)
{
	bool at_end = text_before_line_end(e->text, node->end) == node->end;
	if (indent == 0 || at_end || !literal_fits(text) || bytes_ends(text, BYTES("\n\n")))
		return false;
	return !text_spoils_block(e->text, text_before_line_end(e->text, node->end), indent);
}

/* The header is made anew, the comment behind it stays; then the lines. */
static bool change_block(const struct editor *e, const struct node *node, struct bytes text)
{
	size_t indent = block_indent(e, node);
	if (!block_may_stay(e, node, text, indent))
		return false;
	struct buf out = buf_new(e->edits->owner);
	literal_add(&out, text, indent);
	struct bytes lines = buf_bytes(&out), header;
	bytes_cut(&lines, '\n', &header);
	edit_put(e, node->begin, header_stop(e, node), header);
	/* The last line end is left: what is put behind this block stands before it. */
	size_t stop = text_before_line_end(e->text, node->end);
	edit_put(e, block_lines(e, node), stop, bytes_slice(lines, 0, lines.len - 1));
	return true;
}

/* --- one line --------------------------------------------------------------------------------- */

static bool is_quoted(const struct value *wanted)
{
	return wanted->style == STYLE_SINGLE || wanted->style == STYLE_DOUBLE;
}

static void add_string(
	struct buf *out, const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	enum stand stand = node_in_flow(e, id) ? STAND_FLOW : STAND_BLOCK;
	struct bytes text = wanted->text;
	bool plain = node->style == STYLE_PLAIN && node->type != TYPE_NULL;
	if (plain && quote_plain_fits(text, stand) && is_string(e->tree->dialect, text))
		buf_add(out, text);
	else if (node->style == STYLE_DOUBLE)
		quote_double(out, text);
	else if (node->style != STYLE_PLAIN || plain || is_quoted(wanted) ||
		!quote_unneeded(text, stand))
		quote_some(out, text);
	else
		buf_add(out, text);
}

static bool is_block_scalar(const struct node *node)
{
	return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

void edit_clear_before(const struct editor *e, size_t from)
{
	struct buf blanks = buf_new(e->edits->owner);
	if (!text_is_first(e->text, from))
		return;
	size_t line = text_line_begin(e->text, from);
	if (!memchr(e->text.at + line, '\t', from - line))
		return;
	buf_add_times(&blanks, ' ', from - line);
	edit_put(e, line, from, buf_bytes(&blanks));
}

/* A block leaves its last line end to what takes its place, and the comment of its header. */
static void change_line(const struct editor *e, node_id id, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, id);
	struct layout layout = { .dialect = e->tree->dialect };
	struct buf out = buf_new(e->edits->owner);
	size_t from = keeps_properties(e, node, wanted) ? node->begin : node_from(e, id);
	edit_clear_before(e, from);
	/* `&a:b` is the anchor a and the text `:b` to libyaml. */
	if (node->properties && from == e->tree->properties.at[node->properties].end)
		buf_add_char(&out, ' ');
	if (wanted->kind == VALUE_STRING)
		add_string(&out, e, id, wanted);
	else
		layout_scalar(&out, &layout, wanted, false);
	size_t head = header_stop(e, node), stop = node_stop(e, id);
	if (is_block_scalar(node) && text_has_comment(e->text, head)) {
		edit_put(e, text_line_stop(e->text, head), stop, BYTES(""));
		stop = head;
	}
	edit_put(e, from, stop, buf_bytes(&out));
}

bool edit_change(const struct editor *e, node_id scalar, const struct value *wanted)
{
	const struct node *node = tree_node(e->tree, scalar);
	if (!edit_allowed(e, scalar))
		return false;
	if (node->style == STYLE_EMPTY)
		return edit_replace(e, scalar, wanted);
	edit_clear_below(e, node_stop(e, scalar));
	bool stays = is_block_scalar(node) && wanted->kind == VALUE_STRING &&
		keeps_properties(e, node, wanted);
	if (stays && change_block(e, node, wanted->text))
		return true;
	/* A header may stand further left than anything else may. */
	if (is_block_scalar(node) && text_is_first(e->text, node->begin))
		return edit_replace(e, scalar, wanted);
	if (!node->parent)
		edit_part_below(e, node_stop(e, scalar));
	change_line(e, scalar, wanted);
	return true;
}
