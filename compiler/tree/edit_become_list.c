/* Lists made into what was made of them: items are found again, and move as they are written. */
#include "edit.h"
#include "edit_text.h"

static const uint32_t GONE = UINT32_MAX;

/* Which item is which: numbered from 1, 0 for none. */
struct items {
	const struct editor *e;
	node_id seq;
	const node_id *ids;
	const struct value *had, *wanted;
	uint32_t *sources; /* of each that is wanted */
	uint32_t *targets; /* of each that was had */
	uint32_t *stays;   /* of each that is wanted, the source, if that keeps its place */
};

static void pair(struct items *items, size_t new, size_t old)
{
	items->sources[new] = (uint32_t)old + 1;
	items->targets[old] = (uint32_t) new + 1;
}

/* --- which is which --------------------------------------------------------------------------- */

/* What tells an item; no text if nothing does. */
typedef struct bytes item_mark(struct arena *owner, const struct value *const *item);

static struct bytes mark_of_pointer(struct arena *owner, const struct value *const *item)
{
	(void)owner;
	return (struct bytes){ (const char *)item, sizeof *item };
}

static struct bytes mark_of_place(struct arena *owner, const struct value *const *item)
{
	(void)owner;
	bool has_place = (*item)->kind >= VALUE_LIST && (*item)->at.source;
	return has_place ? (struct bytes){ (const char *)&(*item)->at, sizeof(*item)->at }
			 : (struct bytes){ 0 };
}

static struct bytes mark_of_data(struct arena *owner, const struct value *const *item)
{
	struct buf out = buf_new(owner);
	emit_canonical_json(&out, *item);
	return buf_bytes(&out);
}

/* Each with the first of those left that have its mark, between what is the same at both ends. */
static void pair_by(struct items *items, item_mark *mark, size_t front, size_t end)
{
	struct arena *owner = items->e->edits->owner;
	struct names heads = { .owner = owner };
	size_t had = items->had->count - end, wanted = items->wanted->count - end;
	uint32_t *next = arena_array_of(owner, uint32_t, had + 1);
	for (size_t old = had; old-- > front;) {
		struct bytes text = { 0 };
		if (!items->targets[old])
			text = mark(owner, &items->had->items[old]);
		if (text.at)
			next[old] = names_set(&heads, text, (uint32_t)old + 1);
	}
	for (size_t new = front; new < wanted &&heads.count; new ++) {
		struct bytes text = { 0 };
		if (!items->sources[new])
			text = mark(owner, &items->wanted->items[new]);
		uint32_t head = text.at ? names_get(&heads, text) : 0;
		if (!head || head == GONE)
			continue;
		pair(items, new, head - 1);
		names_set(&heads, text, next[head - 1] ? next[head - 1] : GONE);
	}
}

static bool is_complete(const struct items *items, size_t front, size_t end)
{
	size_t old = front, new = front;
	while (old + end < items->had->count && items->targets[old])
		old++;
	while (new + end < items->wanted->count && items->sources[new])
		new ++;
	return old + end == items->had->count || new + end == items->wanted->count;
}

static void pair_items(struct items *items)
{
	static item_mark *const marks[] = { mark_of_pointer, mark_of_place, mark_of_data };
	size_t have = items->had->count, want = items->wanted->count;
	size_t fewer = have < want ? have : want, front = 0, end = 0;
	for (; front < fewer && items->had->items[front] == items->wanted->items[front]; front++)
		pair(items, front, front);
	for (; front + end < fewer &&
		items->had->items[have - 1 - end] == items->wanted->items[want - 1 - end];
		end++)
		pair(items, want - 1 - end, have - 1 - end);
	for (size_t i = 0; i < 3 && !is_complete(items, front, end); i++)
		pair_by(items, marks[i], front, end);
}

/* --- which stay ------------------------------------------------------------------------------- */

/* The longest run of sources that rises: ends[n] is the least that one of n + 1 ends with. */
static void keep_longest(struct items *items)
{
	size_t want = items->wanted->count, longest = 0;
	uint32_t *ends = arena_array_of(items->e->edits->owner, uint32_t, want + 1);
	uint32_t *before = arena_array_of(items->e->edits->owner, uint32_t, want + 1);
	for (size_t new = 0; new < want; new ++) {
		size_t low = 0, high = longest;
		while (items->sources[new] && low < high) {
			size_t middle = (low + high) / 2;
			if (items->sources[ends[middle]] < items->sources[new])
				low = middle + 1;
			else
				high = middle;
		}
		if (!items->sources[new])
			continue;
		before[new] = low ? ends[low - 1] : 0;
		ends[low] = (uint32_t) new;
		longest += low == longest;
	}
	for (size_t left = longest, at = longest ? ends[longest - 1] : 0; left > 0; left--) {
		items->stays[at] = items->sources[at];
		at = before[at];
	}
}

/* What lies between two that stay: items that were had, and items that are wanted. */
struct gap {
	size_t old, old_end, new, new_end;
};

/* Where a list in flow or beside a dash would lose and get items at once, some become others. */
static bool is_narrow(const struct items *items, const struct gap *gap)
{
	const struct editor *e = items->e;
	bool both = gap->old < gap->old_end && gap->new < gap->new_end;
	if (!both || node_is_flow(e, items->seq))
		return both;
	size_t from = text_sign_before(e->text, node_from(e, items->ids[gap->old]), '-');
	return !text_is_first(e->text, from);
}

/* Items that go become new ones. */
static void fill_gap(struct items *items, const struct gap *gap)
{
	bool any = is_narrow(items, gap);
	size_t old = gap->old, new = gap->new;
	while (old < gap->old_end && new < gap->new_end) {
		if (!any && items->targets[old])
			old++;
		else if (!any && items->sources[new])
			new ++;
		else
			items->stays[new ++] = (uint32_t)++old;
	}
}

static bool next_gap(const struct items *items, struct gap *gap)
{
	size_t want = items->wanted->count;
	gap->old = gap->old_end;
	gap->new = gap->new_end;
	/* Behind the one that stays, unless this is the first. */
	if (gap->new > want)
		return false;
	while (gap->new_end < want && !items->stays[gap->new_end])
		gap->new_end++;
	gap->old_end = gap->new_end < want ? items->stays[gap->new_end] - 1 : items->had->count;
	return true;
}

static void step_over(struct gap *gap)
{
	gap->old_end++;
	gap->new_end++;
}

static void fill_gaps(struct items *items)
{
	struct gap gap = { 0 };
	for (; next_gap(items, &gap); step_over(&gap))
		fill_gap(items, &gap);
}

/* --- items that move -------------------------------------------------------------------------- */

static struct bytes with_plain_line_ends(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < text.len; i++) {
		bool pair_of_two = text.at[i] == '\r' && i + 1 < text.len && text.at[i + 1] == '\n';
		if (!pair_of_two)
			buf_add_char(&out, text.at[i] == '\r' ? '\n' : text.at[i]);
	}
	return buf_bytes(&out);
}

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

/* From the comments above to those below; in flow the item alone. */
static void find_piece(const struct items *items, node_id id, size_t *begin, size_t *stop)
{
	const struct editor *e = items->e;
	*begin = node_from(e, id);
	*stop = node_stop(e, id);
	if (node_is_flow(e, items->seq))
		return;
	*begin = text_sign_before(e->text, *begin, '-');
	size_t column = text_column(e->text, *begin);
	*stop = with_lines_below(e, *stop, column);
	if (text_is_first(e->text, *begin))
		*begin = comments_above(e, id, *begin) + column;
}

/* A text that depends on what follows: it keeps empty lines, or ends with the file, or is none. */
static bool ends_open(const struct items *items, node_id id)
{
	const struct editor *e = items->e;
	const struct node *leaf = tree_node(e->tree, block_leaf(e, id));
	if (node_is_flow(e, items->seq) || leaf->style == STYLE_EMPTY)
		return tree_node(e->tree, tree_node(e->tree, id)->after - 1)->style == STYLE_EMPTY;
	return header_stop(e, leaf) > leaf->begin &&
		(leaf->end == e->text.len || block_keeps_lines(e, leaf));
}

/* In the place behind the last one, comments and blanks may follow that a text would take. */
static bool may_follow(const struct items *items, node_id id, bool last)
{
	const struct editor *e = items->e;
	const struct node *leaf = tree_node(e->tree, block_leaf(e, id));
	bool is_text = header_stop(e, leaf) > leaf->begin;
	return !last || !is_text ||
		!edit_spoils_block(e, items->seq, items->ids[items->had->count - 1]);
}

static bool is_inside(const struct edits *edits, size_t begin, size_t stop)
{
	for (size_t i = 0; i < edits->count; i++)
		if (edits->at[i].begin < begin || edits->at[i].end > stop)
			return false;
	return true;
}

static bool reads_as(const struct editor *e, bool flow, size_t column, struct bytes text,
	const struct value *wanted)
{
	struct arena *owner = e->edits->owner;
	struct diags unsaid = diags_new(owner);
	struct buf out = buf_new(owner);
	buf_add_times(&out, ' ', flow ? 0 : column);
	buf_add(&out, flow ? BYTES("[") : BYTES(""));
	buf_add(&out, text);
	buf_add(&out, flow ? BYTES("]\n") : BYTES(""));
	struct source *source = source_new(owner, BYTES(""), BYTES(""), buf_bytes(&out));
	struct tree *tree = tree_read(owner, source, e->tree->dialect, LIMITS_DEFAULT, &unsaid);
	if (!tree || tree->documents.count != 1 || tree_count(tree, 1) != 1)
		return false;
	const struct value *got = tree_value(owner, tree, 1, LIMITS_DEFAULT, &unsaid);
	return got && got->kind == VALUE_LIST && value_equal(got->items[0], wanted);
}

/* An item that moves, as it is written, with what changes in it. No text if that cannot be. */
static struct bytes moved(const struct items *items, size_t new, bool last)
{
	struct editor e = *items->e;
	struct edits inner = edits_new(e.edits->owner, e.edits->source);
	size_t old = items->sources[new] - 1, begin, stop;
	struct bytes text, none = { 0 };
	node_id id = items->ids[old];
	if (ends_open(items, id) || !may_follow(items, id, last))
		return none;
	inner.votes = e.edits->votes;
	e.edits = &inner;
	e.no_literal = true;
	find_piece(items, id, &begin, &stop);
	if (!edit_make_of(&e, id, items->had->items[old], items->wanted->items[new]) ||
		!is_inside(&inner, begin, stop) ||
		!edits_apply_within(&inner, begin, stop, &text, e.d))
		return none;
	bool flow = node_is_flow(&e, items->seq);
	text = with_plain_line_ends(inner.owner, text);
	if (flow && (memchr(text.at, '\n', text.len) || memchr(text.at, '#', text.len)))
		return none;
	struct bytes ended = flow ? text : bytes_join(inner.owner, text, BYTES("\n"), BYTES(""));
	/* It may come to end a file that has no last line end. */
	bool cut_off = last && text_line_begin(e.text, e.text.len) < e.text.len;
	return reads_as(&e, flow, node_column(&e, items->seq), cut_off ? bytes_trim(text) : ended,
		       items->wanted->items[new])
		? ended
		: none;
}

static bool add_items(const struct items *items, const struct gap *gap, node_id before)
{
	size_t count = gap->new_end - gap->new;
	struct arena *owner = items->e->edits->owner;
	struct bytes *texts = count ? arena_array_of(owner, struct bytes, count) : NULL;
	for (size_t i = 0; i < count; i++)
		if (items->sources[gap->new + i])
			texts[i] = moved(items, gap->new + i, !before);
	struct new_items made = { items->wanted->items + gap->new, count, texts };
	return edit_add_items(items->e, items->seq, before, made);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* The item that stays at the end of a gap; `next` is the gap behind it. */
static bool make_item(const struct items *items, const struct gap *gap, const struct gap *next)
{
	struct editor here = *items->e;
	const struct value *had = items->had->items[gap->old_end];
	const struct value *wanted = items->wanted->items[gap->new_end];
	if (had == wanted)
		return true;
	node_id last = next->old < next->old_end ? items->ids[next->old_end - 1] : 0;
	size_t stop = last ? node_stop(&here, last) : 0;
	/* What moves takes the comments below it along. */
	if (last && items->targets[next->old_end - 1])
		stop = text_skip(here.text, stop);
	if (last && !edit_may_end(&here, items->ids[gap->old_end], stop))
		return false;
	here.no_literal |= last && edit_spoils_block(&here, items->seq, last);
	return edit_make_of(&here, items->ids[gap->old_end], had, wanted);
}

static bool make_items(const struct items *items)
{
	struct gap gap = { 0 }, next = { 0 };
	next_gap(items, &next);
	while (next.new_end < items->wanted->count) {
		gap = next;
		step_over(&next);
		next_gap(items, &next);
		if (!make_item(items, &gap, &next))
			return false;
	}
	return true;
}

/* Of the last item that goes, the comments below go along if it comes back elsewhere. */
static void take_lines_below(const struct items *items, const struct gap *gap)
{
	const struct editor *e = items->e;
	node_id id = items->ids[gap->old_end - 1];
	node_id before = leaf_before(e, items->ids[gap->old]);
	size_t from = text_line_stop(e->text, node_stop(e, id)), begin, stop;
	bool after_text = header_stop(e, tree_node(e->tree, before)) >
		tree_node(e->tree, before)->begin;
	if (!items->targets[gap->old_end - 1] || after_text || node_is_flow(e, items->seq))
		return;
	find_piece(items, id, &begin, &stop);
	if (from < stop)
		edit_put(e, from, stop, BYTES(""));
}

static bool take_out(const struct items *items, const struct gap *gap, enum what_follows follows)
{
	if (gap->old == gap->old_end)
		return true;
	take_lines_below(items, gap);
	return edit_take_out(items->e, items->ids[gap->old], items->ids[gap->old_end - 1], follows);
}

static bool make_gaps(const struct items *items)
{
	struct gap gap = { 0 };
	for (; next_gap(items, &gap); step_over(&gap)) {
		node_id before = gap.old_end < items->had->count ? items->ids[gap.old_end] : 0;
		enum what_follows follows = !before && gap.new < gap.new_end ? MORE_FOLLOWS
									     : NOTHING_FOLLOWS;
		if (!take_out(items, &gap, follows) || !add_items(items, &gap, before))
			return false;
	}
	return true;
}

static const node_id *ids_of(const struct editor *e, node_id seq, size_t count)
{
	node_id *ids = arena_array_of(e->edits->owner, node_id, count);
	size_t at = 0;
	for (node_id id = tree_first(e->tree, seq); id; id = tree_next(e->tree, id))
		ids[at++] = id;
	return ids;
}

bool edit_make_list_of(
	const struct editor *e, node_id seq, const struct value *had, const struct value *wanted)
{
	struct arena *owner = e->edits->owner;
	struct items items = { e, seq, ids_of(e, seq, had->count), had, wanted,
		arena_array_of(owner, uint32_t, wanted->count),
		arena_array_of(owner, uint32_t, had->count),
		arena_array_of(owner, uint32_t, wanted->count) };
	if (wanted->count == 0)
		return edit_take_all(e, items.ids[0], items.ids[had->count - 1]);
	pair_items(&items);
	keep_longest(&items);
	fill_gaps(&items);
	return make_items(&items) && make_gaps(&items);
}
