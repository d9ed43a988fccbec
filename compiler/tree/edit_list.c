/* Lists made equal: items that stay keep their place in the text, and so their comments. */
#include "edit.h"

/* The key that tells the maps of a list apart, the first that all have; texts tell themselves. */
static const char *const names_of_items[] = { NULL, "name", "id", "key" };

enum { NAMES = sizeof names_of_items / sizeof *names_of_items };

/* Above so many comparisons only what is equal at both ends of a list is taken to stay. */
enum { MOST_COMPARISONS = 1 << 20 };

struct items {
	size_t count;
	node_id *ids;
	const struct value *const *values;
	const struct bytes *names; /* what tells them apart; NULL: their values do */
};

struct lists {
	const struct editor *e;
	node_id seq;
	struct items have, want;
};

/* --- which items are the same ----------------------------------------------------------------- */

/* The texts of this key in all items, or their own. NULL if one has none or two have the same. */
static const struct bytes *names_by(
	struct arena *owner, const struct value *const *values, size_t count, const char *key)
{
	struct bytes *names = arena_array_of(owner, struct bytes, count);
	struct names seen = { .owner = owner };
	for (size_t i = 0; i < count; i++) {
		const struct value *name = key ? NULL : values[i];
		if (key && values[i]->kind == VALUE_MAP)
			name = value_get(values[i], bytes_of(key));
		if (!name || name->kind != VALUE_STRING || names_set(&seen, name->text, 1))
			return NULL;
		names[i] = name->text;
	}
	return names;
}

static void name_items(struct lists *lists)
{
	struct arena *owner = lists->e->edits->owner;
	struct items *have = &lists->have, *want = &lists->want;
	for (size_t i = 0; i < NAMES && !want->names; i++) {
		const char *key = names_of_items[i];
		have->names = names_by(owner, have->values, have->count, key);
		if (have->names)
			want->names = names_by(owner, want->values, want->count, key);
	}
}

static bool is_same(const struct lists *lists, size_t old, size_t new)
{
	if (lists->want.names)
		return bytes_equal(lists->have.names[old], lists->want.names[new]);
	return value_equal(lists->have.values[old], lists->want.values[new]);
}

/* --- the longest run of items that stay ------------------------------------------------------- */

/* How many stay at most of the items from old and new on, in a table of rows. */
struct table {
	size_t old, new, rows, columns;
	uint32_t *longest;
};

static uint32_t *table_at(const struct table *table, size_t row, size_t column)
{
	return &table->longest[row * (table->columns + 1) + column];
}

static struct table table_of(const struct lists *lists, size_t front, size_t end)
{
	struct table table = { front, front, lists->have.count - front - end,
		lists->want.count - front - end, NULL };
	if (table.columns && table.rows > MOST_COMPARISONS / table.columns)
		return table;
	table.longest = arena_array_of(
		lists->e->edits->owner, uint32_t, (table.rows + 1) * (table.columns + 1));
	for (size_t row = table.rows; row-- > 0;)
		for (size_t column = table.columns; column-- > 0;) {
			uint32_t down = *table_at(&table, row + 1, column);
			uint32_t right = *table_at(&table, row, column + 1);
			bool same = is_same(lists, table.old + row, table.new + column);
			*table_at(&table, row, column) = same
				? *table_at(&table, row + 1, column + 1) + 1
				: down > right ? down
					       : right;
		}
	return table;
}

static void pair_middle(const struct lists *lists, const struct table *table, uint32_t *stays)
{
	size_t row = 0, column = 0;
	while (table->longest && row < table->rows && column < table->columns) {
		if (is_same(lists, table->old + row, table->new + column))
			stays[table->new + column++] = (uint32_t)(table->old + ++row);
		else if (*table_at(table, row + 1, column) >= *table_at(table, row, column + 1))
			row++;
		else
			column++;
	}
}

static void pair_in_order(const struct lists *lists, uint32_t *stays)
{
	size_t have = lists->have.count, want = lists->want.count;
	size_t fewer = have < want ? have : want, front = 0, end = 0;
	for (; front < fewer && is_same(lists, front, front); front++)
		stays[front] = (uint32_t)front + 1;
	for (; front + end < fewer && is_same(lists, have - 1 - end, want - 1 - end); end++)
		stays[want - 1 - end] = (uint32_t)(have - end);
	struct table table = table_of(lists, front, end);
	pair_middle(lists, &table, stays);
}

/* --- items that move -------------------------------------------------------------------------- */

static void pair_by_names(const struct lists *lists, uint32_t *sources)
{
	struct names places = { .owner = lists->e->edits->owner };
	for (size_t old = 0; old < lists->have.count; old++)
		names_set(&places, lists->have.names[old], (uint32_t)old + 1);
	for (size_t new = 0; new < lists->want.count; new ++)
		sources[new] = names_get(&places, lists->want.names[new]);
}

/* Those that do not stay in order, each with the first that is the same. */
static void pair_the_rest(const struct lists *lists, uint32_t *sources)
{
	size_t count = lists->have.count, left = 0;
	uint32_t *rest = arena_array_of(lists->e->edits->owner, uint32_t, count);
	bool *stays = arena_array_of(lists->e->edits->owner, bool, count);
	for (size_t new = 0; new < lists->want.count; new ++)
		if (sources[new])
			stays[sources[new] - 1] = true;
	for (size_t old = 0; old < count; old++)
		if (!stays[old])
			rest[left++] = (uint32_t)old;
	if (left && lists->want.count > MOST_COMPARISONS / left)
		return;
	for (size_t new = 0; new < lists->want.count; new ++)
		for (size_t i = 0; i < left && !sources[new]; i++)
			if (!stays[rest[i]] && is_same(lists, rest[i], new)) {
				stays[rest[i]] = true;
				sources[new] = rest[i] + 1;
			}
}

static bool is_rising(const uint32_t *sources, size_t count)
{
	uint32_t last = 0;
	for (size_t i = 0; i < count; i++) {
		if (sources[i] && sources[i] < last)
			return false;
		last = sources[i] ? sources[i] : last;
	}
	return true;
}

static struct pairing pair_items(const struct lists *lists)
{
	struct arena *owner = lists->e->edits->owner;
	size_t count = lists->want.count;
	struct pairing pairing = { .have = lists->have.count,
		.want = count,
		.ids = lists->have.ids,
		.values = lists->have.values,
		.stays = arena_array_of(owner, uint32_t, count),
		.sources = arena_array_of(owner, uint32_t, count) };
	if (lists->want.names) {
		pair_by_names(lists, pairing.sources);
	} else {
		pair_in_order(lists, pairing.stays);
		memcpy(pairing.sources, pairing.stays, count * sizeof *pairing.stays);
		pair_the_rest(lists, pairing.sources);
	}
	pairing.moves = !is_rising(pairing.sources, count);
	if (!pairing.moves)
		pairing.stays = pairing.sources;
	else if (lists->want.names)
		pair_in_order(lists, pairing.stays);
	return pairing;
}

/* --- what lies between items that stay -------------------------------------------------------- */

static bool make_item(const struct lists *lists, size_t old, size_t new)
{
	const struct value *wanted = lists->want.values[new];
	return value_equal(lists->have.values[old], wanted) ||
		edit_make_equal(lists->e, lists->have.ids[old], wanted);
}

static bool make_items(
	const struct lists *lists, size_t old, size_t old_end, size_t new, size_t new_end)
{
	bool made = true, less = old_end - old > new_end - new;
	for (; old < old_end && new < new_end; old++, new ++) {
		struct editor e = *lists->e;
		struct lists within = *lists;
		within.e = &e;
		if (less && new + 1 == new_end)
			e.no_literal |= edit_spoils_block(
				&e, lists->seq, lists->have.ids[old_end - 1]);
		made &= make_item(&within, old, new);
	}
	return made;
}

/* Items [old, old_end) become [new, new_end): as many as can in their places. */
static bool make_gap(
	const struct lists *lists, size_t old, size_t old_end, size_t new, size_t new_end)
{
	bool made = make_items(lists, old, old_end, new, new_end);
	size_t both = old_end - old < new_end - new ? old_end - old : new_end - new;
	const node_id *ids = lists->have.ids;
	old += both;
	new += both;
	if (old < old_end)
		return made && edit_take_out(lists->e, ids[old], ids[old_end - 1], NOTHING_FOLLOWS);
	node_id before = old_end < lists->have.count ? ids[old_end] : 0;
	struct new_items items = { lists->want.values + new, new_end - new, NULL };
	return made && edit_add_items(lists->e, lists->seq, before, items);
}

/* --- the whole -------------------------------------------------------------------------------- */

static bool read_items(struct lists *lists)
{
	const struct editor *e = lists->e;
	size_t count = tree_count(e->tree, lists->seq);
	const struct value **values = arena_array_of(e->edits->owner, const struct value *, count);
	struct items *have = &lists->have;
	have->ids = arena_array_of(e->edits->owner, node_id, count);
	have->values = values;
	for (node_id item = tree_first(e->tree, lists->seq); item;
		item = tree_next(e->tree, item)) {
		have->ids[have->count] = item;
		values[have->count] = edit_data(e, item);
		if (!values[have->count++])
			return false;
	}
	return true;
}

static struct lists lists_of(const struct editor *e, node_id seq, const struct value *wanted)
{
	struct lists lists = { .e = e, .seq = seq };
	lists.want = (struct items){ .count = wanted->count, .values = wanted->items };
	return lists;
}

bool edit_pair_items(
	const struct editor *e, node_id seq, const struct value *wanted, struct pairing *pairing)
{
	struct lists lists = lists_of(e, seq, wanted);
	if (!read_items(&lists))
		return false;
	name_items(&lists);
	*pairing = pair_items(&lists);
	return true;
}

bool edit_make_list_equal(const struct editor *e, node_id seq, const struct value *wanted)
{
	struct lists lists = lists_of(e, seq, wanted);
	struct pairing pairing;
	if (!read_items(&lists))
		return false;
	name_items(&lists);
	pairing = pair_items(&lists);
	if (e->moves && pairing.moves)
		*e->moves = true;
	size_t old = 0, new = 0;
	bool made = true;
	for (size_t i = 0; i < wanted->count; i++) {
		size_t stays = pairing.stays[i];
		if (!stays)
			continue;
		made &= make_gap(&lists, old, stays - 1, new, i);
		old = stays - 1;
		new = i;
	}
	return made & make_gap(&lists, old, lists.have.count, new, wanted->count);
}
