/* Lists put in order: items change places with all that is theirs, as it is written. */
#include "edit.h"
#include "edit_text.h"

struct order {
	const struct tree *tree;
	struct diags *d;
	node_id *leaves; /* of a list in order: the scalar at its end, if that is another now */
	bool twice;      /* an anchor is there twice */
	bool at_end;     /* something else stands at the end of a text that has no last line end */
	bool failed;
};

/* One list: which item goes to the place of which. */
struct places {
	node_id seq;
	size_t count;
	const node_id *ids;
	size_t *items;       /* by place */
	struct edits *inner; /* by item: the orders of the lists in it */
};

static struct editor editor_in(const struct order *order, struct edits *edits)
{
	return editor_of(edits, order->tree, order->d);
}

/* --- what belongs to an item ------------------------------------------------------------------ */

/*
 * Comments above and blanks up to `from`, the item up to `stop`, a comma up to `behind`, a comment
 * up to `end`. In block, the item ends with its comments.
 */
struct piece {
	size_t begin, from, stop, behind, end;
	bool first; /* only blanks stand before it on its line */
	bool last;  /* only a comment, its own, behind it */
};

/* Comment lines directly below an item of a block that stand deeper than its dash. */
static size_t with_lines_below(const struct editor *e, size_t stop, size_t column)
{
	for (size_t end = text_line_stop(e->text, stop);;) {
		size_t line = text_line_next(e->text, end), first = text_over_blanks(e->text, line);
		if (first - line <= column || first == e->text.len || e->text.at[first] != '#')
			return end;
		end = text_line_stop(e->text, first);
	}
}

/* A comma or bracket directly behind a colon or a tag would be a part of it: a blank is its own. */
static bool ends_open(const struct editor *e, node_id item, size_t stop)
{
	node_id leaf = tree_node(e->tree, item)->after - 1;
	return tree_node(e->tree, leaf)->style == STYLE_EMPTY || strchr(":?", e->text.at[stop - 1]);
}

static struct piece piece_in_block(const struct editor *e, node_id item)
{
	size_t from = text_sign_before(e->text, node_from(e, item), '-');
	size_t stop = with_lines_below(e, node_stop(e, item), text_column(e->text, from));
	bool first = text_is_first(e->text, from);
	size_t begin = first ? comments_above(e, item, from) : from;
	return (struct piece){ begin, from, stop, stop, stop, first, true };
}

static struct piece piece_in_flow(const struct editor *e, node_id item)
{
	size_t from = node_from(e, item), stop = node_stop(e, item);
	size_t next = text_over_blanks(e->text, stop), behind = flow_comma(e, stop);
	size_t rest = text_over_blanks(e->text, behind);
	bool first = text_is_first(e->text, from);
	bool last = text_is_last(e->text, rest) || e->text.at[rest] == '#';
	size_t begin = first ? comments_above(e, item, from) : from;
	size_t end = last ? text_line_stop(e->text, behind) : behind;
	if (ends_open(e, item, stop) && strchr(",]", e->text.at[next]))
		stop = next;
	behind = behind > stop ? behind : stop;
	end = end > behind ? end : behind;
	return (struct piece){ begin, from, stop, behind, end, first, last };
}

static struct piece piece_of(const struct editor *e, node_id seq, node_id item)
{
	return node_is_flow(e, seq) ? piece_in_flow(e, item) : piece_in_block(e, item);
}

static node_id last_leaf(const struct order *order, const struct editor *e, node_id id)
{
	for (node_id last = id; last; last = block_last(e, id)) {
		id = last;
		if (order->leaves[id])
			return order->leaves[id];
	}
	return id;
}

/* --- a piece in the place of another ---------------------------------------------------------- */

static void put(struct edits *edits, size_t begin, size_t end, struct bytes text)
{
	edits_add(edits, (uint32_t)begin, (uint32_t)end, text);
}

static void put_head(struct edits *edits, struct bytes text, struct piece place, struct piece item)
{
	struct bytes head = bytes_slice(text, item.begin, item.from);
	bool comments = item.first && item.begin < text_line_begin(text, item.from);
	struct buf out = buf_new(edits->owner);
	if (place.first && item.first) {
		put(edits, place.begin, place.from, head);
	} else if (place.first) {
		put(edits, place.begin, text_line_begin(text, place.from), BYTES(""));
	} else if (comments) {
		buf_add(&out, text_line_end(text, item.from));
		buf_add(&out, head);
		put(edits, text_back(text, place.from), place.from, buf_bytes(&out));
	}
}

static void put_body(struct order *order, const struct editor *e, struct piece place,
	struct piece item, node_id id, struct edits *inner)
{
	struct buf out = buf_new(e->edits->owner);
	struct bytes body;
	order->failed |= !edits_apply_within(inner, item.from, item.stop, &body, e->d);
	if (order->failed)
		return;
	bool open = node_in_flow(e, id) && e->text.at[item.stop - 1] != ' ' &&
		ends_open(e, id, item.stop);
	buf_add(&out, body);
	buf_add(&out, open ? BYTES(" ") : BYTES(""));
	put(e->edits, place.from, place.stop, buf_bytes(&out));
}

/*
 * A comment that comes to stand before others on a line has them go on below it, in the column of
 * what was below it so far.
 */
static void put_tail(struct edits *edits, struct bytes text, struct piece place, struct piece item)
{
	struct bytes tail = bytes_slice(text, item.behind, item.end);
	struct buf out = buf_new(edits->owner);
	buf_add(&out, tail.len && tail.at[0] == '#' ? BYTES(" ") : BYTES(""));
	buf_add(&out, tail);
	if (!place.last && bytes_trim(tail).len) {
		size_t column = text_column(text, text_skip(text, item.end));
		size_t blanks = text_over_blanks(text, place.behind) - place.behind;
		buf_add(&out, text_line_end(text, item.from));
		buf_add_times(&out, ' ', column > blanks ? column - blanks : 0);
	}
	if (place.last || bytes_trim(tail).len)
		put(edits, place.behind, place.end, buf_bytes(&out));
}

static void put_item(struct order *order, const struct editor *e, struct places *places, size_t at)
{
	size_t from = places->items[at];
	struct piece place = piece_of(e, places->seq, places->ids[at]);
	struct piece item = piece_of(e, places->seq, places->ids[from]);
	if (item.end == e->text.len) {
		struct editor inner = editor_in(order, &places->inner[from]);
		edit_end_literal(&inner, places->ids[from]);
	}
	order->at_end |= place.end == e->text.len;
	put_head(e->edits, e->text, place, item);
	put_body(order, e, place, item, places->ids[from], &places->inner[from]);
	if (node_is_flow(e, places->seq))
		put_tail(e->edits, e->text, place, item);
}

/* --- what may change places ------------------------------------------------------------------- */

static bool is_block_scalar(const struct node *node)
{
	return node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
}

/*
 * Lines behind a place must not become a part of the text that ends the item. What stands behind an
 * empty item is not read by libfyaml, if that is the last of a list in its key's column.
 */
static bool fits(const struct order *order, const struct editor *e, node_id id, struct piece place)
{
	const struct node *leaf = tree_node(e->tree, last_leaf(order, e, id));
	size_t below = text_line_next(e->text, place.stop);
	if (leaf->style == STYLE_EMPTY)
		return e->tree->dialect == DIALECT_HELM;
	if (!is_block_scalar(leaf))
		return true;
	if (block_keeps_lines(e, leaf) && below < e->text.len && text_is_last(e->text, below))
		return false;
	return !text_spoils_block(e->text, place.stop, text_column(e->text, place.from) + 1);
}

static bool all_fit(const struct order *order, const struct editor *e, const struct places *places)
{
	for (size_t i = 0; i < places->count && !node_is_flow(e, places->seq); i++) {
		size_t item = places->items[i];
		struct piece place = piece_of(e, places->seq, places->ids[i]);
		if (item != i && !fits(order, e, places->ids[item], place))
			return false;
	}
	return true;
}

/* The item that holds a node; the count if none does. */
static size_t holder_of(const struct editor *e, const struct places *places, node_id id)
{
	size_t low = 0, high = places->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (tree_node(e->tree, places->ids[middle])->after <= id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < places->count && places->ids[low] <= id ? low : places->count;
}

/* An alias must stay behind its anchor. */
static bool anchors_first(const struct editor *e, const struct places *places)
{
	size_t *where = arena_array_of(e->edits->owner, size_t, places->count);
	for (size_t i = 0; i < places->count; i++)
		where[places->items[i]] = i;
	for (node_id id = places->seq; id < tree_node(e->tree, places->seq)->after; id++) {
		if (tree_node(e->tree, id)->kind != NODE_ALIAS)
			continue;
		size_t alias = holder_of(e, places, id);
		size_t anchor = holder_of(e, places, tree_node(e->tree, id)->extra);
		if (anchor < places->count && where[anchor] > where[alias])
			return false;
	}
	return true;
}

static bool has_anchor_twice(const struct editor *e)
{
	struct names anchors = { .owner = e->edits->owner };
	for (size_t i = 1; i < e->tree->properties.count; i++) {
		struct bytes anchor = e->tree->properties.at[i].anchor;
		if (anchor.len && names_set(&anchors, anchor, 1))
			return true;
	}
	return false;
}

static bool may_move(const struct order *order, const struct editor *e, const struct places *places)
{
	return !order->twice && edit_allowed(e, places->seq) && anchors_first(e, places) &&
		all_fit(order, e, places);
}

/* --- lists ------------------------------------------------------------------------------------ */

static void order_value(
	struct order *order, struct edits *edits, node_id id, const struct value *wanted);

/* The lists in an item, which is made what is wanted where it stands or where it will stand. */
static void order_item(struct order *order, struct places *places, const struct pairing *pairing,
	size_t item, const struct value *wanted)
{
	if (!value_equal(pairing->values[item], wanted))
		order_value(order, &places->inner[item], places->ids[item], wanted);
}

/*
 * Those of which something is wanted take the places of them all, in the order that is wanted.
 * Others stay, and are made into what is new between the same two.
 */
static void order_items(struct order *order, struct places *places, const struct pairing *pairing,
	const struct value *wanted)
{
	size_t place = 0, new = 0;
	bool *stays = arena_array_of(places->inner->owner, bool, places->count);
	for (size_t i = 0; i < pairing->want; i++)
		if (pairing->sources[i])
			stays[pairing->sources[i] - 1] = true;
	for (size_t i = 0; i <= pairing->want; i++) {
		if (i < pairing->want && !pairing->sources[i])
			continue;
		for (; place < places->count && !stays[place]; place++)
			if (new < i)
				order_item(order, places, pairing, place, wanted->items[new ++]);
		if (i == pairing->want)
			return;
		size_t item = pairing->sources[i] - 1;
		order_item(order, places, pairing, item, wanted->items[i]);
		places->items[place++] = item;
		new = i + 1;
	}
}

static void order_list(
	struct order *order, struct edits *edits, node_id seq, const struct value *wanted)
{
	struct editor e = editor_in(order, edits);
	struct pairing pairing;
	if (!edit_pair_items(&e, seq, wanted, &pairing))
		return;
	struct places places = { .seq = seq, .count = pairing.have, .ids = pairing.ids };
	places.items = arena_array_of(edits->owner, size_t, places.count);
	places.inner = arena_array_of(edits->owner, struct edits, places.count);
	for (size_t i = 0; i < places.count; i++) {
		places.inner[i] = edits_new(edits->owner, edits->source);
		places.items[i] = i;
	}
	order_items(order, &places, &pairing, wanted);
	bool moves = pairing.moves && may_move(order, &e, &places);
	for (size_t i = 0; i < places.count; i++)
		if (moves && places.items[i] != i)
			put_item(order, &e, &places, i);
		else
			edits_add_all(edits, &places.inner[i]);
	node_id last = places.ids[places.items[places.count - 1]];
	if (moves)
		order->leaves[seq] = last_leaf(order, &e, last);
}

static void order_map(
	struct order *order, struct edits *edits, node_id map, const struct value *wanted)
{
	struct editor e = editor_in(order, edits);
	struct keys keys = keys_of(&e, map);
	for (size_t i = 0; i < wanted->count; i++) {
		node_id key = keys_find(&keys, wanted->entries[i].key);
		if (key)
			order_value(order, edits, tree_next(e.tree, key), wanted->entries[i].value);
	}
}

static void order_value(
	struct order *order, struct edits *edits, node_id id, const struct value *wanted)
{
	enum node_kind kind = tree_node(order->tree, id)->kind;
	bool part = tree_count(order->tree, id) > 0 && wanted->count > 0;
	if (part && kind == NODE_SEQ && wanted->kind == VALUE_LIST)
		order_list(order, edits, id, wanted);
	else if (part && kind == NODE_MAP && wanted->kind == VALUE_MAP)
		order_map(order, edits, id, wanted);
}

/* A block text that then ends the file has its line end, as that is a part of it. */
static void end_text(const struct order *order, const struct editor *e)
{
	node_id leaf = last_leaf(order, e, e->tree->documents.at[0].root);
	if (order->at_end && is_block_scalar(tree_node(e->tree, leaf)) &&
		bytes_ends(tree_text(e->tree, leaf), BYTES("\n")))
		put(e->edits, e->text.len, e->text.len, text_line_end(e->text, e->text.len));
}

bool edit_order(const struct editor *e, node_id id, const struct value *wanted)
{
	struct order order = { .tree = e->tree, .d = e->d, .twice = has_anchor_twice(e) };
	order.leaves = arena_array_of(e->edits->owner, node_id, e->tree->nodes.count);
	order_value(&order, e->edits, id, wanted);
	if (order.failed || e->edits->count == 0)
		return false;
	end_text(&order, e);
	return edits_sort(e->edits, e->d);
}
