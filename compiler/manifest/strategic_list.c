#include "strategic.h"

#include "base/message.h"

#include <stdlib.h>

/* An item, and the text by which it is the same one as another. */
struct item {
	const struct value *value;
	struct bytes key;
};

struct items {
	ARRAY(struct item);
};

/* A list while it merges. */
struct list_merge {
	struct merging *m;
	const struct where *at;
	const struct merge_field *field;
	const struct list_patch *list;
	struct items had;     /* less what the patch deletes */
	struct items patch;   /* less the marks */
	struct items merged;  /* the old ones in their order, then the new ones */
	struct names deleted; /* keys of what the patch deletes */
	bool replaces;
	bool failed;
};

/* --- what tells items apart ------------------------------------------------------------------- */

static bool fail_item(struct list_merge *l, const struct value *item, struct bytes key)
{
	struct bytes path = where_text(l->m->owner, l->at);
	diag_error(l->m->d, item->at, "patch/strategic",
		N_("the items of '" BYTES_FMT "' are maps, told apart by '" BYTES_FMT
		   "', which this one has not"),
		BYTES_ARG(path), BYTES_ARG(key));
	diag_hint(l->m->d,
		N_("give it one; to replace the whole list, add an item that is "
		   "'$patch: replace'"));
	l->failed = l->m->failed = true;
	return false;
}

static bool add_key(struct list_merge *l, const struct merge_key *key, const struct value *item,
	struct buf *out)
{
	const struct value *value = item->kind == VALUE_MAP ? value_get(item, key->name) : NULL;
	if (!value)
		value = item->kind == VALUE_MAP ? key->fallback : NULL;
	if (!value || value->kind == VALUE_MAP || value->kind == VALUE_LIST)
		return fail_item(l, item, key->name);
	emit_canonical_json(out, value);
	buf_add_char(out, '\n');
	return true;
}

/* As the canonical JSON of it, or of its keys: 1 is 1.0, but not "1". */
static bool read_key(struct list_merge *l, const struct value *item, struct bytes *key)
{
	struct buf out = buf_new(l->m->owner);
	bool good = true;
	if (l->field->way != MERGE_KEYED)
		emit_canonical_json(&out, item);
	else
		for (size_t i = 0; good && i < l->field->keys.count; i++)
			good = add_key(l, &l->field->keys.at[i], item, &out);
	*key = buf_bytes(&out);
	return good;
}

static void add_item(struct list_merge *l, struct items *items, const struct value *value)
{
	struct bytes key;
	if (read_key(l, value, &key))
		*array_push(l->m->owner, items) = (struct item){ value, key };
}

static void read_items(struct list_merge *l, struct items *items, const struct value *list)
{
	for (size_t i = 0; list && i < list->count; i++)
		add_item(l, items, list->items[i]);
}

/* The first place of each key, from 1. */
static struct names places_of(struct arena *owner, const struct item *items, size_t count)
{
	struct names places = { .owner = owner };
	for (size_t i = count; i; i--)
		names_set(&places, items[i - 1].key, (uint32_t)i);
	return places;
}

/* --- the patch's items ------------------------------------------------------------------------ */

static void read_replace(struct list_merge *l, const struct value *item)
{
	l->replaces = true;
	if (item->count == 1)
		return;
	diag_warning(l->m->d, item->at, "patch/strategic",
		N_("an item with '$patch: replace' only marks the list: its other keys are "
		   "left out"));
	diag_hint(l->m->d, N_("make the mark an item of its own"));
}

static void read_patch_item(struct list_merge *l, const struct value *item)
{
	enum directive directive = directive_of(l->m, item);
	struct bytes key;
	if (directive == DIRECTIVE_REPLACE)
		read_replace(l, item);
	else if (directive == DIRECTIVE_DELETE && read_key(l, item, &key))
		names_set(&l->deleted, key, 1);
	/* A lone `$patch: merge` says what is so anyway. */
	else if (directive == DIRECTIVE_NONE || (directive == DIRECTIVE_MERGE && item->count > 1))
		add_item(l, &l->patch,
			l->field->way == MERGE_KEYED ? item : value_plain(l->m, item, NEW_ITEM));
}

static void read_patch(struct list_merge *l)
{
	const struct value *list = l->list->patch;
	for (size_t i = 0; list && i < list->count; i++)
		read_patch_item(l, list->items[i]);
}

static void drop_deleted(struct list_merge *l)
{
	size_t count = 0;
	for (size_t i = 0; i < l->had.count; i++)
		if (!names_get(&l->deleted, l->had.at[i].key))
			l->had.at[count++] = l->had.at[i];
	l->had.count = count;
}

/* --- merging ---------------------------------------------------------------------------------- */

static void push_new(struct list_merge *l, struct names *places, const struct item *item)
{
	const struct value *plain = value_plain(l->m, item->value, NEW_ITEM);
	if (!plain)
		return;
	*array_push(l->m->owner, &l->merged) = (struct item){ plain, item->key };
	names_set(places, item->key, (uint32_t)l->merged.count);
}

static void join_item(struct list_merge *l, struct item *had, const struct item *item)
{
	struct where below = { .above = l->at, .field = l->field, .item = item->value };
	if (l->field->way != MERGE_KEYED)
		return;
	had->value = merge_map(l->m, &below, l->field->type, had->value, item->value);
}

static void join_items(struct list_merge *l)
{
	for (size_t i = 0; i < l->had.count; i++)
		*array_push(l->m->owner, &l->merged) = l->had.at[i];
	struct names places = places_of(l->m->owner, l->merged.at, l->merged.count);
	for (size_t i = 0; i < l->patch.count; i++) {
		uint32_t place = names_get(&places, l->patch.at[i].key);
		if (place)
			join_item(l, &l->merged.at[place - 1], &l->patch.at[i]);
		else
			push_new(l, &places, &l->patch.at[i]);
	}
}

/* Whole, but an item that says what the old one of its key says is the old one. */
static void replace_items(struct list_merge *l)
{
	struct names places = places_of(l->m->owner, l->had.at, l->had.count);
	for (size_t i = 0; i < l->patch.count; i++) {
		struct item item = l->patch.at[i];
		uint32_t place = names_get(&places, item.key);
		item.value = value_plain(l->m, item.value, newness_instead(l->m));
		if (item.value && place)
			item.value = value_kept_instead(
				l->m, l->had.at[place - 1].value, item.value);
		if (item.value)
			*array_push(l->m->owner, &l->merged) = item;
	}
	l->had = l->merged;
	l->patch.count = 0;
}

/* --- order ------------------------------------------------------------------------------------ */

/*
 * What the patch names stands in the order of the patch, or of its `$setElementOrder`; the rest in
 * the order in which it was; and of the next ones of both, the one that was there earlier comes
 * first, but what was not there before all.
 */
struct ranked {
	const struct value *value;
	uint32_t rank, was; /* from 1; 0: nowhere */
	size_t place;
};

static int ranked_order(const void *a, const void *b)
{
	const struct ranked *one = a, *other = b;
	if (one->rank != other->rank)
		return one->rank < other->rank ? -1 : 1;
	return (one->place > other->place) - (one->place < other->place);
}

static const struct value **interleave(struct arena *owner, const struct ranked *rest,
	size_t rest_count, const struct ranked *named, size_t named_count)
{
	size_t count = rest_count + named_count, i = 0, j = 0;
	const struct value **items = arena_array_of(owner, const struct value *, count);
	for (size_t at = 0; at < count; at++) {
		bool before = j == named_count ||
			(i < rest_count && rest[i].was && named[j].was &&
				rest[i].was < named[j].was);
		items[at] = before ? rest[i++].value : named[j++].value;
	}
	return items;
}

static const struct value **arrange(struct list_merge *l, const struct items *wanted, size_t was)
{
	struct arena *owner = l->m->owner;
	size_t count = l->merged.count, rest_count = 0, named_count = 0;
	struct names order = places_of(owner, wanted->at, wanted->count);
	struct names before = places_of(owner, l->merged.at, was);
	struct ranked *rest = arena_array_of(owner, struct ranked, count);
	struct ranked *named = arena_array_of(owner, struct ranked, count);
	for (size_t i = 0; i < count; i++) {
		const struct item *item = &l->merged.at[i];
		uint32_t rank = names_get(&order, item->key);
		uint32_t place = names_get(&before, item->key);
		if (rank)
			named[named_count++] = (struct ranked){ item->value, rank, place, i };
		else
			rest[rest_count++] = (struct ranked){ item->value, place, place, i };
	}
	qsort(rest, rest_count, sizeof *rest, ranked_order);
	qsort(named, named_count, sizeof *named, ranked_order);
	return interleave(owner, rest, rest_count, named, named_count);
}

static bool is_in_order(const struct items *items, const struct items *order)
{
	size_t at = 0;
	for (size_t i = 0; i < order->count && at < items->count; i++)
		at += bytes_equal(items->at[at].key, order->at[i].key);
	return at == items->count;
}

static void check_order(struct list_merge *l, const struct items *order)
{
	if (l->failed || !order->count || is_in_order(&l->patch, order))
		return;
	struct bytes path = where_text(l->m->owner, l->at);
	diag_error(l->m->d, l->list->patch->at, "patch/strategic",
		N_("the items of '" BYTES_FMT "' are not all in '$setElementOrder', or in another "
		   "order"),
		BYTES_ARG(path));
	diag_related(l->m->d, l->list->order->at, N_("the order is given here"));
	l->failed = l->m->failed = true;
}

/* --- the whole list --------------------------------------------------------------------------- */

static const struct value *list_of(struct list_merge *l, const struct value **items, size_t count)
{
	const struct value *had = l->list->had, *like = had ? had : l->list->patch;
	bool same = had && had->count == count;
	for (size_t i = 0; same && i < count; i++)
		same = had->items[i] == items[i];
	if (same)
		return had;
	struct value *list = arena_new_of(l->m->owner, struct value);
	*list = *like;
	list->items = items;
	list->count = count;
	return list;
}

static const struct value *join_lists(struct list_merge *l)
{
	struct items order = { 0 };
	size_t had_count = l->list->had ? l->list->had->count : 0;
	read_items(l, &l->had, l->list->had);
	read_patch(l);
	read_items(l, &order, l->list->order);
	check_order(l, &order);
	if (l->failed)
		return l->list->had;
	drop_deleted(l);
	if (l->replaces)
		replace_items(l);
	else
		join_items(l);
	/*
	 * Kubernetes deletes in the list that it then takes the old order from, so that new items
	 * stand in it as far as there is room.
	 */
	size_t was = l->list->order ? had_count : l->had.count;
	was = was < l->merged.count ? was : l->merged.count;
	const struct value **items = arrange(l, l->list->order ? &order : &l->patch, was);
	return list_of(l, items, l->merged.count);
}

static bool has_mark(struct merging *m, const struct value *list)
{
	bool marked = false;
	for (size_t i = 0; list && i < list->count; i++)
		marked = directive_of(m, list->items[i]) == DIRECTIVE_REPLACE || marked;
	return marked;
}

static const struct value *fail_unknown(
	struct merging *m, const struct where *at, const struct list_patch *list)
{
	struct bytes path = where_text(m->owner, at);
	diag_error(m->d, list->at, "patch/unknown-list",
		N_("nothing says how the list '" BYTES_FMT "' of a '" BYTES_FMT "' merges"),
		BYTES_ARG(path), BYTES_ARG(m->kind));
	if (m->is_custom)
		diag_hint(m->d,
			N_("have its CustomResourceDefinition in the stream; or write a JSON "
			   "patch; "
			   "or add an item that is '$patch: replace' to replace the whole list"));
	else
		diag_hint(m->d,
			N_("Kubernetes has no such list there: look at the path; or write a JSON "
			   "patch; or add an item that is '$patch: replace' to replace the whole "
			   "list"));
	diag_related(m->d, list->had->at, N_("the object has this list"));
	m->failed = true;
	return list->had;
}

static const struct value *put_whole(struct merging *m, const struct list_patch *list)
{
	if (!list->had)
		return value_plain(m, list->patch, NEW_KEY);
	return value_kept_instead(m, list->had, value_plain(m, list->patch, NEW_WHOLE));
}

/* Only where every way to merge gives the same. */
static const struct value *join_unknown(
	struct merging *m, const struct where *at, const struct list_patch *list)
{
	if (list->patch && (!list->had || !list->had->count))
		return value_plain(m, list->patch, NEW_KEY);
	if (!list->had->count)
		return list->had;
	if (list->patch && has_mark(m, list->patch))
		return put_whole(m, list);
	if (list->patch && !list->order &&
		value_equal(list->had, value_plain(m, list->patch, NEW_ITEM)))
		return list->had;
	return fail_unknown(m, at, list);
}

/* A list that does not merge may still be put in another order, if it is one of scalars. */
static const struct value *order_whole(
	struct merging *m, const struct where *at, const struct list_patch *list)
{
	for (size_t i = 0; i < list->order->count; i++) {
		const struct value *item = list->order->items[i];
		if (item->kind != VALUE_MAP && item->kind != VALUE_LIST)
			continue;
		struct bytes path = where_text(m->owner, at);
		diag_error(m->d, item->at, "patch/strategic",
			N_("'" BYTES_FMT "' does not merge, so that nothing tells its items apart"),
			BYTES_ARG(path));
		m->failed = true;
		return list->had;
	}
	struct merge_field scalars = { .way = MERGE_SET };
	struct list_patch whole = *list;
	if (list->patch)
		whole.had = put_whole(m, list);
	whole.patch = NULL;
	struct list_merge l = { .m = m, .at = at, .field = &scalars, .list = &whole };
	return value_kept(list->had, join_lists(&l));
}

const struct value *merge_list(struct merging *m, const struct where *at,
	const struct merge_field *field, const struct list_patch *list)
{
	if (field->way == MERGE_UNKNOWN || field->way == MERGE_DEEP || field->way == MERGE_WHOLE)
		return join_unknown(m, at, list);
	if (field->way != MERGE_SET && field->way != MERGE_KEYED)
		return list->order ? order_whole(m, at, list) : put_whole(m, list);
	struct list_merge l = { .m = m, .at = at, .field = field, .list = list };
	l.deleted.owner = m->owner;
	return join_lists(&l);
}

const struct value *list_without(
	struct arena *owner, const struct value *list, const struct value *out)
{
	struct names gone = { .owner = owner };
	const struct value **items = arena_array_of(owner, const struct value *, list->count);
	size_t count = 0;
	for (size_t i = 0; i < out->count; i++) {
		struct buf key = buf_new(owner);
		emit_canonical_json(&key, out->items[i]);
		names_set(&gone, buf_bytes(&key), 1);
	}
	for (size_t i = 0; i < list->count; i++) {
		struct buf key = buf_new(owner);
		emit_canonical_json(&key, list->items[i]);
		if (!names_get(&gone, buf_bytes(&key)))
			items[count++] = list->items[i];
	}
	if (count == list->count)
		return list;
	struct value *less = arena_new_of(owner, struct value);
	*less = *list;
	less->items = items;
	less->count = count;
	return less;
}
