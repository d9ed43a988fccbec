/* Lists made equal: items that stay keep their place in the text, and so their comments. */
#include "edit.h"

/* The key that tells the maps of a list apart, the first that all of them have. */
static const char *const names_of_items[] = { "name", "id", "key" };

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

/* The texts of this key in all items. NULL if one has none or two have the same. */
static const struct bytes *names_by(
	struct arena *owner, const struct value *const *values, size_t count, const char *key)
{
	struct bytes *names = arena_array_of(owner, struct bytes, count);
	struct names seen = { .owner = owner };
	for (size_t i = 0; i < count; i++) {
		const struct value *name = values[i]->kind == VALUE_MAP
			? value_get(values[i], bytes_of(key))
			: NULL;
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

/* --- what lies between items that stay -------------------------------------------------------- */

static bool make_item(const struct lists *lists, size_t old, size_t new)
{
	const struct value *wanted = lists->want.values[new];
	return value_equal(lists->have.values[old], wanted) ||
		edit_make_equal(lists->e, lists->have.ids[old], wanted);
}

/* Items [old, old_end) become [new, new_end): as many as can in their places. */
static bool make_gap(
	const struct lists *lists, size_t old, size_t old_end, size_t new, size_t new_end)
{
	bool made = true;
	for (; old < old_end && new < new_end; old++, new ++)
		made = make_item(lists, old, new) && made;
	const node_id *ids = lists->have.ids;
	if (old < old_end)
		return made && edit_take_out(lists->e, ids[old], ids[old_end - 1], NOTHING_FOLLOWS);
	node_id before = old_end < lists->have.count ? ids[old_end] : 0;
	struct new_items items = { lists->want.values + new, new_end - new };
	return made && edit_add_items(lists->e, lists->seq, before, items);
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

static bool make_middle(const struct lists *lists, const struct table *table)
{
	size_t row = 0, column = 0, old = 0, new = 0;
	bool made = true;
	while (table->longest && row < table->rows && column < table->columns) {
		if (is_same(lists, table->old + row, table->new + column)) {
			made &= make_gap(lists, table->old + old, table->old + row,
				table->new + new, table->new + column);
			made &= make_item(lists, table->old + row, table->new + column);
			old = ++row;
			new = ++column;
		} else if (*table_at(table, row + 1, column) >= *table_at(table, row, column + 1)) {
			row++;
		} else {
			column++;
		}
	}
	return made &
		make_gap(lists, table->old + old, table->old + table->rows, table->new + new,
			table->new + table->columns);
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

bool edit_make_list_equal(const struct editor *e, node_id seq, const struct value *wanted)
{
	struct lists lists = { .e = e, .seq = seq };
	lists.want = (struct items){ .count = wanted->count, .values = wanted->items };
	if (!read_items(&lists))
		return false;
	name_items(&lists);
	size_t fewer = lists.have.count < wanted->count ? lists.have.count : wanted->count;
	size_t front = 0, end = 0;
	bool made = true;
	while (front < fewer && is_same(&lists, front, front))
		front++;
	while (front + end < fewer &&
		is_same(&lists, lists.have.count - 1 - end, wanted->count - 1 - end))
		end++;
	for (size_t i = 0; i < front; i++)
		made &= make_item(&lists, i, i);
	struct table table = table_of(&lists, front, end);
	made &= make_middle(&lists, &table);
	for (size_t i = end; i > 0; i--)
		made &= make_item(&lists, lists.have.count - i, wanted->count - i);
	return made;
}
