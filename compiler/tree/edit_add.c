/* New pairs and new items. */
#include "edit.h"
#include "edit_text.h"

/* --- flow ------------------------------------------------------------------------------------- */

/* How the parts of a collection in flow are set: `{a: 1,b: 2}`, `{ a: 1 }`, one a line. */
struct setting {
	bool each_on_line, tight, padded;
	size_t column;
};

static size_t part_from(const struct editor *e, node_id collection, node_id part)
{
	bool is_map = tree_node(e->tree, collection)->kind == NODE_MAP;
	return is_map ? pair_from(e, part) : node_from(e, part);
}

static size_t part_stop(const struct editor *e, node_id collection, node_id part)
{
	bool is_map = tree_node(e->tree, collection)->kind == NODE_MAP;
	return is_map ? pair_stop(e, part) : node_stop(e, part);
}

static node_id part_next(const struct editor *e, node_id collection, node_id part)
{
	bool is_map = tree_node(e->tree, collection)->kind == NODE_MAP;
	return tree_next(e->tree, is_map ? tree_next(e->tree, part) : part);
}

static node_id part_last(const struct editor *e, node_id collection)
{
	node_id part = tree_first(e->tree, collection);
	for (node_id next = part; next; next = part_next(e, collection, next))
		part = next;
	return part;
}

static struct setting setting_of(const struct editor *e, node_id flow, node_id part)
{
	size_t from = part_from(e, flow, part), comma;
	size_t open = tree_node(e->tree, flow)->begin + 1;
	bool each_on_line = text_is_first(e->text, from);
	node_id first = tree_first(e->tree, flow);
	comma = text_skip(e->text, part_stop(e, flow, first));
	return (struct setting){
		.each_on_line = each_on_line,
		.tight = e->text.at[comma] == ',' && text_skip(e->text, comma + 1) == comma + 1,
		.padded = open < e->text.len && e->text.at[open] == ' ',
		/* Not asked of a line of many parts for each of them. */
		.column = each_on_line ? text_column(e->text, from) : 0,
	};
}

static void add_gap(struct buf *out, struct setting setting)
{
	if (setting.each_on_line) {
		buf_add_char(out, '\n');
		buf_add_times(out, ' ', setting.column);
	} else if (!setting.tight) {
		buf_add_char(out, ' ');
	}
}

/* Behind the last part; a comma that ends the list already stays at its end. */
static void put_flow_parts(
	const struct editor *e, node_id flow, struct setting setting, struct texts parts)
{
	size_t stop = part_stop(e, flow, part_last(e, flow));
	size_t comma = text_skip(e->text, stop);
	bool ends_with_comma = e->text.at[comma] == ',' && !node_is_bare(e, flow);
	size_t at = ends_with_comma ? comma + 1 : stop;
	struct buf out = buf_new(e->edits->owner);
	/* `?,` is a text, and libyaml takes `:,` for a mistake. */
	bool colon = strchr(":?", e->text.at[at - 1]);
	buf_add(&out, colon ? BYTES(" ") : BYTES(""));
	for (size_t i = 0; i < parts.count; i++) {
		buf_add(&out, i || !ends_with_comma ? BYTES(",") : BYTES(""));
		add_gap(&out, setting);
		buf_add(&out, parts.at[i]);
	}
	buf_add(&out, ends_with_comma ? BYTES(",") : BYTES(""));
	struct bytes text = buf_bytes(&out);
	/* A comment behind the last part: the comma before it, the new parts below it. */
	if (setting.each_on_line && text_has_comment(e->text, at)) {
		edit_put(e, at, at, ends_with_comma ? BYTES("") : colon ? BYTES(" ,") : BYTES(","));
		at = text_line_stop(e->text, at);
		text = bytes_slice(text, bytes_find(text, BYTES("\n"), 0), text.len);
	}
	edit_put(e, at, at, text);
}

static struct layout flow_layout(const struct editor *e, node_id flow)
{
	struct layout layout = layout_near(e, flow);
	layout.json = tree_node(e->tree, tree_first(e->tree, flow))->style == STYLE_DOUBLE;
	return layout;
}

static struct bytes flow_pair(
	const struct editor *e, const struct layout *layout, const struct entry *entry, bool padded)
{
	struct buf out = buf_new(e->edits->owner);
	layout_flow_key(&out, layout, entry->key);
	buf_add_char(&out, ' ');
	layout_flow(&out, layout, entry->value, padded);
	return buf_bytes(&out);
}

static bool add_flow_pairs(const struct editor *e, node_id map, const struct value *pairs)
{
	struct setting setting = setting_of(e, map, part_last(e, map));
	struct layout layout = flow_layout(e, map);
	struct texts parts = { 0 };
	for (size_t i = 0; i < pairs->count; i++)
		*array_push(e->edits->owner, &parts) = flow_pair(
			e, &layout, &pairs->entries[i], setting.padded);
	bool bare = node_is_bare(e, map);
	if (bare)
		edit_put(e, node_from(e, map), node_from(e, map), BYTES("{"));
	put_flow_parts(e, map, setting, parts);
	if (bare)
		edit_put(e, node_stop(e, map), node_stop(e, map), BYTES("}"));
	return true;
}

/* --- block ------------------------------------------------------------------------------------ */

node_id block_last(const struct editor *e, node_id block)
{
	if (tree_node(e->tree, block)->style != STYLE_BLOCK || !tree_first(e->tree, block))
		return 0;
	node_id last = part_last(e, block);
	if (tree_node(e->tree, block)->kind != NODE_MAP)
		return last;
	/* `? |` alone: the value stands nowhere. */
	node_id value = tree_next(e->tree, last);
	bool alone = tree_node(e->tree, value)->end <= tree_node(e->tree, last)->end;
	return alone ? last : value;
}

node_id block_leaf(const struct editor *e, node_id id)
{
	for (node_id last = block_last(e, id); last; last = block_last(e, id))
		id = last;
	return id;
}

static bool is_replaced(const struct editor *e, size_t at)
{
	for (size_t i = 0; i < e->edits->count; i++)
		if (e->edits->at[i].begin <= at && at < e->edits->at[i].end)
			return true;
	return false;
}

static bool is_put(const struct editor *e, size_t at, struct bytes text)
{
	for (size_t i = 0; i < e->edits->count; i++)
		if (e->edits->at[i].begin == at && bytes_begins(e->edits->at[i].text, text))
			return true;
	return false;
}

/* The literal that ends with the file, without a line end, if no other edit replaces it; or 0. */
static node_id cut_literal(const struct editor *e, node_id block)
{
	node_id last = block_leaf(e, block);
	const struct node *node = tree_node(e->tree, last);
	if (node->style != STYLE_LITERAL && node->style != STYLE_FOLDED)
		return 0;
	if (node->end < e->text.len || text_before_line_end(e->text, node->end) < node->end)
		return 0;
	return is_replaced(e, node->begin) ? 0 : last;
}

/*
 * Such a literal has no line end in its text (for libyaml; for libfyaml it has). When lines follow
 * it gets one, so its header must say that it does not count.
 */
void edit_end_literal(const struct editor *e, node_id block)
{
	node_id last = cut_literal(e, block);
	const struct node *node = tree_node(e->tree, last);
	if (!last || bytes_ends(tree_text(e->tree, last), BYTES("\n")))
		return;
	size_t at = node->begin + 1;
	while (at < node->end && e->text.at[at] >= '0' && e->text.at[at] <= '9')
		at++;
	bool keeps = at < node->end && e->text.at[at] == '+';
	if ((at == node->end || e->text.at[at] != '-') && !is_put(e, at, BYTES("-")))
		edit_put(e, at, at + keeps, BYTES("-"));
}

/*
 * An empty line that the file cuts off is for Helm no text of a literal that keeps those, so it
 * must stay the last one of the file.
 */
void edit_put_behind(const struct editor *e, node_id block, size_t at, struct bytes lines)
{
	size_t end = e->text.len, line = text_line_begin(e->text, end);
	bool cut_off = e->tree->dialect == DIALECT_HELM && cut_literal(e, block) && line < end &&
		text_is_first(e->text, end);
	edit_end_literal(e, block);
	if (cut_off && bytes_ends(tree_text(e->tree, block_leaf(e, block)), BYTES("\n")))
		edit_put(e, line, line, lines);
	else
		edit_put_lines(e, at, lines);
}

static struct layout block_layout(const struct editor *e, node_id id, size_t stop, size_t column)
{
	struct layout layout = layout_near(e, id);
	layout.no_literal = e->no_literal || text_line_stop(e->text, stop) == e->text.len ||
		text_spoils_block(e->text, stop, column + 1);
	return layout;
}

static void add_block_pairs(const struct editor *e, node_id map, const struct value *pairs)
{
	size_t column = node_column(e, map), stop = pair_stop(e, part_last(e, map));
	struct layout layout = block_layout(e, map, stop, column);
	struct buf out = buf_new(e->edits->owner);
	for (size_t i = 0; i < pairs->count; i++) {
		buf_add_times(&out, ' ', column);
		layout_pair(&out, &layout, &pairs->entries[i], column);
	}
	edit_put_behind(e, map, stop, buf_bytes(&out));
}

bool edit_add_pairs(const struct editor *e, node_id map, const struct value *pairs)
{
	if (pairs->count == 0)
		return true;
	if (!edit_allowed(e, map))
		return false;
	if (tree_count(e->tree, map) == 0)
		return edit_replace(e, map, pairs);
	if (node_is_flow(e, map))
		return add_flow_pairs(e, map, pairs);
	add_block_pairs(e, map, pairs);
	return true;
}

/* --- items ------------------------------------------------------------------------------------ */

static struct bytes item_text(struct new_items items, size_t at)
{
	return items.texts ? items.texts[at] : (struct bytes){ 0 };
}

static void add_flow_items(
	const struct editor *e, node_id seq, node_id before, struct new_items items)
{
	struct setting setting = setting_of(e, seq, before ? before : part_last(e, seq));
	struct layout layout = flow_layout(e, seq);
	struct texts parts = { 0 };
	struct buf out = buf_new(e->edits->owner);
	for (size_t i = 0; i < items.count; i++) {
		struct buf part = buf_new(e->edits->owner);
		if (item_text(items, i).at)
			buf_add(&part, item_text(items, i));
		else
			layout_flow(&part, &layout, items.at[i], setting.padded);
		*array_push(e->edits->owner, &parts) = buf_bytes(&part);
	}
	if (!before) {
		put_flow_parts(e, seq, setting, parts);
		return;
	}
	for (size_t i = 0; i < parts.count; i++) {
		buf_add(&out, parts.at[i]);
		buf_add_char(&out, ',');
		add_gap(&out, setting);
	}
	edit_put(e, node_from(e, before), node_from(e, before), buf_bytes(&out));
}

/* An item as far behind its dash as the one near it: `-   x`. */
static void add_item(struct buf *out, const struct editor *e, const struct layout *layout,
	node_id near, struct new_items items, size_t at)
{
	const struct value *item = items.at[at];
	if (item_text(items, at).at) {
		buf_add(out, item_text(items, at));
		return;
	}
	size_t from = node_from(e, near), dash = text_sign_before(e->text, from, '-');
	size_t column = text_column(e->text, dash), gap = from - dash;
	bool wide = gap > 2 && from < text_line_stop(e->text, dash);
	if (!wide || layout_is_literal(layout, item)) {
		layout_item(out, layout, item, column);
		return;
	}
	buf_add_char(out, '-');
	buf_add_times(out, ' ', gap - 1);
	layout_root(out, layout, item, column + gap);
}

/* The first of a list that begins on its parent's line pushes the others down. */
static void add_items_before(
	const struct editor *e, node_id seq, node_id before, struct new_items items)
{
	size_t dash = text_sign_before(e->text, node_from(e, before), '-');
	size_t column = text_column(e->text, dash), at = dash;
	struct layout layout = layout_near(e, seq);
	struct buf out = buf_new(e->edits->owner);
	bool first = text_is_first(e->text, dash);
	if (first)
		at = comments_above(e, before, dash);
	for (size_t i = 0; i < items.count; i++) {
		buf_add_times(&out, ' ', first ? column : 0);
		add_item(&out, e, &layout, before, items, i);
		buf_add_times(&out, ' ', first ? 0 : column);
	}
	edit_put(e, at, at, buf_bytes(&out));
}

static void add_items_behind(const struct editor *e, node_id seq, struct new_items items)
{
	node_id last = part_last(e, seq);
	size_t column = node_column(e, seq), stop = node_stop(e, last);
	struct layout layout = block_layout(e, seq, stop, column);
	struct buf out = buf_new(e->edits->owner);
	for (size_t i = 0; i < items.count; i++) {
		buf_add_times(&out, ' ', column);
		add_item(&out, e, &layout, last, items, i);
	}
	edit_put_behind(e, seq, stop, buf_bytes(&out));
}

bool edit_add_items(const struct editor *e, node_id seq, node_id before, struct new_items items)
{
	if (items.count == 0)
		return true;
	if (!edit_allowed(e, seq))
		return false;
	if (tree_node(e->tree, seq)->kind != NODE_SEQ || !tree_first(e->tree, seq)) {
		struct value *list = arena_new_of(e->edits->owner, struct value);
		*list = (struct value){
			.kind = VALUE_LIST, .count = items.count, .items = items.at
		};
		return edit_replace(e, seq, list);
	}
	if (node_is_flow(e, seq))
		add_flow_items(e, seq, before, items);
	else if (before)
		add_items_before(e, seq, before, items);
	else
		add_items_behind(e, seq, items);
	return true;
}
