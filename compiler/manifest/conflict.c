#include "conflict.h"

#include "base/message.h"

struct comparison {
	struct arena *scratch;
	const struct patches *patches;
	size_t index;
	struct diags *d;
};

/* --- who wrote it ----------------------------------------------------------------------------- */

static bool covers(const struct value *wanted, struct span at)
{
	return wanted->at.source == at.source && wanted->at.begin <= at.begin &&
		at.end <= wanted->at.end;
}

/* The earlier patch of the same file that a value comes from, or NULL. */
static const struct patch *writer_of(const struct comparison *c, const struct value *value)
{
	const struct value *entry = c->patches->at[c->index].entry;
	for (size_t i = 0; i < c->index; i++) {
		const struct patch *patch = &c->patches->at[i];
		if (patch->entry != entry && patch->entry->at.source == entry->at.source &&
			covers(patch->wanted, value->at))
			return patch;
	}
	return NULL;
}

/* --- what was written over -------------------------------------------------------------------- */

static bool compare(
	const struct comparison *c, const struct value *before, const struct value *after);

static bool tell(const struct comparison *c, const struct value *before, const struct value *after)
{
	struct span at = after ? after->at : (struct span){ 0 };
	const struct patch *patch = &c->patches->at[c->index];
	if (!covers(patch->wanted, at))
		at = patch->entry->at;
	diag_error(c->d, at, "patch/conflict",
		N_("this patch writes over what another one of this file has written"));
	diag_related(c->d, before->at, N_("the other one says it here"));
	diag_hint(c->d, N_("say it once; or let a profile that extends this one say the other"));
	return false;
}

static bool compare_maps(
	const struct comparison *c, const struct value *before, const struct value *after)
{
	struct lookup lookup = value_lookup(c->scratch, after);
	for (size_t i = 0; i < before->count; i++)
		if (!compare(c, before->entries[i].value,
			    lookup_get(&lookup, before->entries[i].key)))
			return false;
	return true;
}

struct place_mark {
	const struct source *source;
	uint32_t begin, end;
};

/* The items of a list, to be found by their places. Most stand in the order they are asked for. */
struct items {
	struct arena *scratch;
	const struct value *list;
	size_t from;    /* behind the one found last */
	uint32_t *next; /* of each, from 1, one of the same place; NULL: there is no index yet */
	struct names places; /* a place → the first item there, from 1 */
};

static bool is_same_place(const struct value *a, const struct value *b)
{
	return a == b ||
		(a->at.source == b->at.source && a->at.begin == b->at.begin &&
			a->at.end == b->at.end);
}

static struct bytes mark_of(struct arena *scratch, struct span at)
{
	struct place_mark *mark = arena_new_of(scratch, struct place_mark);
	*mark = (struct place_mark){ at.source, at.begin, at.end };
	return (struct bytes){ (const char *)mark, sizeof *mark };
}

/* Those behind the one found last come first. */
static void index_items(struct items *items)
{
	size_t count = items->list->count;
	items->next = arena_array_of(items->scratch, uint32_t, count + 1);
	for (size_t i = count; i-- > 0;) {
		size_t at = (items->from + i) % count;
		struct bytes mark = mark_of(items->scratch, items->list->items[at]->at);
		items->next[at + 1] = names_set(&items->places, mark, (uint32_t)at + 1);
	}
}

static const struct value *find_indexed(struct items *items, const struct value *item)
{
	struct bytes mark = mark_of(items->scratch, item->at);
	uint32_t number = names_get(&items->places, mark);
	if (!number)
		return NULL;
	if (items->next[number])
		names_set(&items->places, mark, items->next[number]);
	return items->list->items[number - 1];
}

static const struct value *find_item(struct items *items, const struct value *item)
{
	const struct value *list = items->list;
	if (!items->next && items->from < list->count &&
		is_same_place(list->items[items->from], item))
		return list->items[items->from++];
	if (!items->next && list->count)
		index_items(items);
	return list->count ? find_indexed(items, item) : NULL;
}

static bool compare_lists(
	const struct comparison *c, const struct value *before, const struct value *after)
{
	struct items items = {
		.scratch = c->scratch, .list = after, .places = { .owner = c->scratch }
	};
	for (size_t i = 0; i < before->count; i++)
		if (!compare(c, before->items[i], find_item(&items, before->items[i])))
			return false;
	return true;
}

static const struct value no_map = { .kind = VALUE_MAP }, no_list = { .kind = VALUE_LIST };

/* Whether all that another patch wrote in `before` is in `after` still; NULL: nothing is there. */
static bool compare(
	const struct comparison *c, const struct value *before, const struct value *after)
{
	if (before == after || (after && value_equal(before, after)))
		return true;
	if (before->kind == VALUE_MAP)
		return compare_maps(c, before, after && after->kind == VALUE_MAP ? after : &no_map);
	if (before->kind == VALUE_LIST)
		return compare_lists(
			c, before, after && after->kind == VALUE_LIST ? after : &no_list);
	return !writer_of(c, before) || tell(c, before, after);
}

bool conflict_check(struct arena *scratch, const struct patches *patches, size_t index,
	const struct value *before, const struct value *after, struct diags *d)
{
	struct comparison c = { scratch, patches, index, d };
	return !index || compare(&c, before, after);
}
