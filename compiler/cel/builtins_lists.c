/* Lists: cel-go's library `lists`, then that of Kubernetes. */
#include "bag.h"
#include "eval.h"

#include "base/message.h"

#include <stdlib.h>

/* A list that is made from a number must not use up memory. */
enum { MOST_ITEMS = 1000000 };

/* --- parts ------------------------------------------------------------------------------------ */

static struct cel_value slice(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t begin = args[1].integer, end = args[2].integer;
	(void)count;
	if (begin < 0 || begin > end || end > (int64_t)args[0].len)
		return cel_fail(eval, N_("%lld to %lld is no part of a list of %u"),
			(long long)begin, (long long)end, (unsigned)args[0].len);
	size_t length = (size_t)(end - begin);
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, length);
	for (size_t i = 0; i < length; i++)
		items[i] = cel_item(args[0], (size_t)begin + i);
	return cel_list(items, length);
}

static struct cel_value first(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value item;
	(void)count;
	if (args[0].len == 0)
		return cel_optional(eval, NULL);
	item = cel_item(args[0], 0);
	return cel_optional(eval, &item);
}

static struct cel_value last(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value item;
	(void)count;
	if (args[0].len == 0)
		return cel_optional(eval, NULL);
	item = cel_item(args[0], args[0].len - 1);
	return cel_optional(eval, &item);
}

static struct cel_value distinct(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct bag bag = bag_of(eval->owner, args[0], &eval->steps_left);
	(void)count;
	return cel_list(bag.items, bag.count);
}

/* --- making ----------------------------------------------------------------------------------- */

static struct cel_value range(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t length = args[0].integer > 0 ? args[0].integer : 0;
	(void)count;
	if (length > MOST_ITEMS)
		return cel_fail(eval, N_("a list of more than %d items"), MOST_ITEMS);
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, (size_t)length);
	for (int64_t i = 0; i < length; i++)
		items[i] = cel_int(i);
	return cel_list(items, (size_t)length);
}

static struct cel_value reverse(struct eval *eval, const struct cel_value *args, size_t count)
{
	size_t length = args[0].len;
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, length);
	(void)count;
	for (size_t i = 0; i < length; i++)
		items[i] = cel_item(args[0], length - 1 - i);
	return cel_list(items, length);
}

/* False where there is no room. */
static bool add_flat(struct eval *eval, struct items *items, struct cel_value list, int64_t depth)
{
	bool room = true;
	for (size_t i = 0; i < list.len && room; i++) {
		struct cel_value item = cel_item(list, i);
		room = eval_has_room(eval, 0);
		if (item.kind == CEL_LIST && depth > 0)
			room = room && add_flat(eval, items, item, depth - 1);
		else
			*array_push(eval->owner, items) = item;
	}
	return room;
}

static struct cel_value flatten(struct eval *eval, const struct cel_value *args, size_t count)
{
	int64_t depth = count == 2 ? args[1].integer : 1;
	struct items items = { 0 };
	if (depth < 0)
		return cel_fail(eval, N_("a depth below 0"));
	return add_flat(eval, &items, args[0], depth) ? cel_list(items.at, items.count)
						      : eval_out_of_room(eval);
}

/* --- order ------------------------------------------------------------------------------------ */

struct keyed {
	struct cel_value key, item;
	size_t place;
};

/* Equal keys stay in their order. */
static int by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	int order = cel_order(x->key, y->key);
	return order == -1 || order == 1 ? order : (x->place > y->place) - (x->place < y->place);
}

struct cel_value cel_sorted(struct eval *eval, struct cel_value list, struct cel_value keys)
{
	struct keyed *pairs = arena_array_of(eval->owner, struct keyed, list.len);
	struct cel_value *items = arena_array_of(eval->owner, struct cel_value, list.len);
	for (size_t i = 0; i < list.len; i++) {
		pairs[i] = (struct keyed){ cel_item(keys, i), cel_item(list, i), i };
		if (pairs[i].key.kind != pairs[0].key.kind)
			return cel_fail(eval, N_("what is sorted must be all of one type"));
		if (cel_order(pairs[i].key, pairs[i].key) == 3)
			return cel_no_overload(eval, eval->node->name, &pairs[i].key, 1);
	}
	qsort(pairs, list.len, sizeof *pairs, by_key);
	for (size_t i = 0; i < list.len; i++)
		items[i] = pairs[i].item;
	return cel_list(items, list.len);
}

static struct cel_value sort(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return cel_sorted(eval, args[0], args[0]);
}

static struct cel_value is_sorted(struct eval *eval, const struct cel_value *args, size_t count)
{
	bool sorted = true;
	(void)count;
	for (size_t i = 0; i < args[0].len; i++) {
		struct cel_value before = cel_item(args[0], i ? i - 1 : 0);
		int order = cel_order(before, cel_item(args[0], i));
		if (order == 3)
			return cel_no_overload(eval, eval->node->name, args, 1);
		sorted = sorted && order != 1;
	}
	return cel_bool(sorted);
}

/* The first one that no other is before (sign -1) or behind (sign 1). */
static struct cel_value extreme(struct eval *eval, struct cel_value list, int sign)
{
	struct cel_value best;
	if (list.len == 0)
		return cel_fail(eval, N_("the list is empty"));
	best = cel_item(list, 0);
	for (size_t i = 0; i < list.len; i++) {
		int order = cel_order(cel_item(list, i), best);
		if (order == 3)
			return cel_no_overload(eval, eval->node->name, &list, 1);
		if (order == sign)
			best = cel_item(list, i);
	}
	return best;
}

static struct cel_value min(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return extreme(eval, args[0], -1);
}

static struct cel_value max(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	return extreme(eval, args[0], 1);
}

/* --- sum -------------------------------------------------------------------------------------- */

/* Adds to a sum of the same kind. False if the result is too large. */
static bool add(struct cel_value *sum, struct cel_value item)
{
	switch (sum->kind) {
	case CEL_UINT:
		return !__builtin_add_overflow(sum->uinteger, item.uinteger, &sum->uinteger);
	case CEL_DOUBLE:
		sum->number += item.number;
		return true;
	default:
		return !__builtin_add_overflow(sum->integer, item.integer, &sum->integer);
	}
}

/* Of no items it is the 0 of the type that they would have, if that is known. */
static struct cel_value sum(struct eval *eval, const struct cel_value *args, size_t count)
{
	struct cel_value total = cel_int(0);
	(void)count;
	if (eval->node->type && eval->node->type->kind < CEL_KINDS)
		total.kind = eval->node->type->kind;
	for (size_t i = 0; i < args[0].len; i++) {
		struct cel_value item = cel_item(args[0], i);
		if (i == 0)
			total.kind = item.kind; /* 0 is all bits zero in each */
		if (item.kind != total.kind ||
			(item.kind != CEL_INT && item.kind != CEL_UINT && item.kind != CEL_DOUBLE &&
				item.kind != CEL_DURATION))
			return cel_no_overload(eval, eval->node->name, &item, 1);
		if (!add(&total, item))
			return cel_fail(eval, N_("the result is too large for its type"));
	}
	return total;
}

/* --- searches --------------------------------------------------------------------------------- */

static struct cel_value index_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	for (size_t i = 0; i < args[0].len; i++)
		if (cel_equal_within(cel_item(args[0], i), args[1], &eval->steps_left))
			return cel_int((int64_t)i);
	return cel_int(-1);
}

static struct cel_value last_index_of(struct eval *eval, const struct cel_value *args, size_t count)
{
	(void)count;
	for (size_t i = args[0].len; i-- > 0;)
		if (cel_equal_within(cel_item(args[0], i), args[1], &eval->steps_left))
			return cel_int((int64_t)i);
	return cel_int(-1);
}

static struct cel_value includes(struct eval *eval, const struct cel_value *args, size_t count)
{
	if (args[0].kind != CEL_LIST)
		return cel_bool(cel_equal_within(args[0], args[1], &eval->steps_left));
	return cel_bool(index_of(eval, args, count).integer >= 0);
}

static const struct function rows[] = {
	{ "<list(T)>.distinct() list(T)", distinct, N_("each item once, where it stood first"),
		"[1, 2, 1.0, 3].distinct() == [1, 2, 3]", 34 },
	{ "<list(T)>.first() optional(T)", first, N_("the first item, if there is one"),
		"[1, 2].first() == optional.of(1)", 34 },
	{ "<list(T)>.flatten() list(dyn)", flatten,
		N_("with the items of the lists that are items"),
		"[1, [2, [3]]].flatten() == [1, 2, [3]]", 34 },
	{ "<list(T)>.flatten(int) list(dyn)", flatten, N_("likewise, so many levels deep"),
		"[1, [2, [3]]].flatten(2) == [1, 2, 3]", 34 },
	{ "<list(T)>.last() optional(T)", last, N_("the last item, if there is one"),
		"[1, 2].last() == optional.of(2)", 34 },
	{ "lists.range(int) list(int)", range, N_("the numbers from 0 up to that one, left out"),
		"lists.range(3) == [0, 1, 2]", 34 },
	{ "<list(T)>.reverse() list(T)", reverse, N_("from the last item to the first"),
		"[1, 2].reverse() == [2, 1]", 34 },
	{ "<list(T)>.slice(int, int) list(T)", slice,
		N_("from a position up to another, that one left out"),
		"[1, 2, 3].slice(1, 3) == [2, 3]", 34 },
	{ "<list(O)>.sort() list(O)", sort,
		N_("in order; all items must be of one type that has an order"),
		"[3, 1, 2].sort() == [1, 2, 3]", 34 },
	{ "<list(O)>.isSorted() bool", is_sorted,
		N_("whether no item is before the one it follows"), "[1, 2, 2].isSorted()", 24 },
	{ "<list(N)>.sum() N", sum, N_("all items added: numbers or durations; 0 for no items"),
		"[1, 2, 3].sum() == 6", 24 },
	{ "<list(O)>.min() O", min, N_("the first of the least items; an error for no items"),
		"[3, 1, 2].min() == 1", 24 },
	{ "<list(O)>.max() O", max, N_("the first of the greatest items; an error for no items"),
		"[1, 3, 2].max() == 3", 24 },
	{ "<list(E)>.indexOf(E) int", index_of, N_("the position of the first such item, or -1"),
		"['a', 'b', 'b'].indexOf('b') == 1", 24 },
	{ "<list(E)>.lastIndexOf(E) int", last_index_of,
		N_("the position of the last such item, or -1"),
		"['a', 'b', 'b'].lastIndexOf('b') == 2", 24 },
	{ "<dyn>.includes(dyn) bool", includes,
		N_("whether it is a list that has the item, or is the item itself"),
		"['a', 'b'].includes('a') && 'a'.includes('a')", 37 },
};

const struct library cel_lists = ROWS(rows);
