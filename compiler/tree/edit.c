#include "edit.h"

#include <assert.h>
#include <stdlib.h>

/* --- lists of edits --------------------------------------------------------------------------- */

void edits_add(struct edits *edits, uint32_t begin, uint32_t end, struct bytes text)
{
	assert(begin <= end && end <= edits->source->text.len);
	*array_push(edits->owner, edits) = (struct edit){ begin, end, text };
}

static int edit_compare(const struct edit *a, const struct edit *b)
{
	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	/* An insertion stands before what replaces the text behind it. */
	return (a->end > a->begin) - (b->end > b->begin);
}

/* A merge sort, as the order of insertions at one place must stay. */
static void sort_edits(struct edit *edits, struct edit *room, size_t count)
{
	if (count < 2)
		return;
	size_t half = count / 2, left = 0, right = half;
	sort_edits(edits, room, half);
	sort_edits(edits + half, room, count - half);
	for (size_t i = 0; i < count; i++) {
		bool take_left = right == count ||
			(left < half && edit_compare(&edits[left], &edits[right]) <= 0);
		room[i] = edits[take_left ? left++ : right++];
	}
	memcpy(edits, room, count * sizeof *edits);
}

static bool is_sorted(const struct edits *edits)
{
	for (size_t i = 1; i < edits->count; i++)
		if (edit_compare(&edits->at[i - 1], &edits->at[i]) > 0)
			return false;
	return true;
}

static bool is_insertion(const struct edit *edit)
{
	return edit->begin == edit->end;
}

static bool is_repeat(const struct edit *a, const struct edit *b)
{
	return !is_insertion(a) && a->begin == b->begin && a->end == b->end &&
		bytes_equal(a->text, b->text);
}

static bool report_overlap(
	const struct edits *edits, const struct edit *a, const struct edit *b, struct diags *d)
{
	struct span at = { edits->source, b->begin, b->end };
	struct span other = { edits->source, a->begin, a->end };
	diag_error(d, at, "edit/overlap", "two changes of the same text do not agree");
	diag_related(d, other, "the other change is here");
	diag_hint(d, "make one of them alone, then the other");
	return false;
}

bool edits_sort(struct edits *edits, struct diags *d)
{
	bool sound = true;
	size_t kept = 0;
	if (edits->count < 2)
		return true;
	if (!is_sorted(edits))
		sort_edits(edits->at, arena_array_of(edits->owner, struct edit, edits->count),
			edits->count);
	for (size_t i = 1; i < edits->count; i++) {
		const struct edit *last = &edits->at[kept], *edit = &edits->at[i];
		if (is_repeat(last, edit))
			continue;
		if (edit->begin < last->end)
			sound = report_overlap(edits, last, edit, d);
		edits->at[++kept] = *edit;
	}
	edits->count = kept + 1;
	return sound;
}

bool edits_apply_within(
	struct edits *edits, size_t begin, size_t end, struct bytes *result, struct diags *d)
{
	struct bytes text = edits->source->text;
	*result = bytes_slice(text, begin, end);
	if (edits->count == 0)
		return true;
	if (!edits_sort(edits, d))
		return false;
	struct buf out = buf_new(edits->owner);
	for (size_t i = 0; i < edits->count; i++) {
		buf_add(&out, bytes_slice(text, begin, edits->at[i].begin));
		buf_add(&out, edits->at[i].text);
		begin = edits->at[i].end;
	}
	buf_add(&out, bytes_slice(text, begin, end));
	*result = buf_bytes(&out);
	return true;
}

bool edits_apply(struct arena *owner, struct edits *edits, struct bytes *result, struct diags *d)
{
	struct edits all = *edits;
	all.owner = owner;
	bool applied = edits_apply_within(&all, 0, all.source->text.len, result, d);
	edits->count = all.count;
	return applied;
}

bool edits_pieces(struct arena *owner, struct edits *edits, struct texts *pieces, struct diags *d)
{
	struct bytes text = edits->source->text;
	size_t begin = 0;
	if (!edits_sort(edits, d))
		return false;
	*pieces = (struct texts){ 0 };
	pieces->room = edits->count * 2 + 1;
	pieces->at = arena_take_unset(owner, pieces->room * sizeof *pieces->at);
	for (size_t i = 0; i < edits->count; i++) {
		pieces->at[pieces->count++] = bytes_slice(text, begin, edits->at[i].begin);
		pieces->at[pieces->count++] = edits->at[i].text;
		begin = edits->at[i].end;
	}
	pieces->at[pieces->count++] = bytes_slice(text, begin, text.len);
	return true;
}

/* --- edits of edits --------------------------------------------------------------------------- */

void edits_add_all(struct edits *edits, const struct edits *others)
{
	for (size_t i = 0; i < others->count; i++)
		*array_push(edits->owner, edits) = others->at[i];
}

/* Places before and between: the second edits' own text is what the first have made. */
struct join {
	const struct edits *first, *second;
	size_t first_done, second_done;
	size_t ahead, behind; /* what the first have added and taken away so far */
};

static size_t begin_between(const struct join *join)
{
	return join->first->at[join->first_done].begin + join->ahead - join->behind;
}

/* Takes the next edits that begin up to a place, and moves that to their end. */
static bool take_next(struct join *join, size_t *stop)
{
	const struct edits *first = join->first, *second = join->second;
	size_t end;
	if (join->first_done < first->count && begin_between(join) <= *stop) {
		const struct edit *edit = &first->at[join->first_done];
		end = begin_between(join) + edit->text.len;
		join->first_done++;
		join->ahead += edit->text.len;
		join->behind += edit->end - edit->begin;
	} else if (join->second_done < second->count &&
		second->at[join->second_done].begin <= *stop) {
		end = second->at[join->second_done++].end;
	} else {
		return false;
	}
	*stop = end > *stop ? end : *stop;
	return true;
}

void edits_join(struct edits *edits, const struct edits *first, const struct edits *second)
{
	struct join join = { .first = first, .second = second };
	while (join.first_done < first->count || join.second_done < second->count) {
		size_t begin = SIZE_MAX, shift = join.ahead - join.behind;
		if (join.first_done < first->count)
			begin = begin_between(&join);
		if (join.second_done < second->count && second->at[join.second_done].begin < begin)
			begin = second->at[join.second_done].begin;
		size_t stop = begin, from = join.second_done;
		while (take_next(&join, &stop))
			;
		struct edits part = { .owner = edits->owner, .source = second->source };
		for (size_t i = from; i < join.second_done; i++)
			*array_push(part.owner, &part) = second->at[i];
		struct bytes text;
		(void)!edits_apply_within(&part, begin, stop, &text, NULL);
		edits_add(edits, (uint32_t)(begin - shift),
			(uint32_t)(stop + join.behind - join.ahead), text);
	}
}

/* --- the law ---------------------------------------------------------------------------------- */

static const struct value *contained_map(
	struct arena *owner, const struct value *have, const struct value *wanted)
{
	struct value *map = arena_new_of(owner, struct value);
	*map = *have;
	struct entry *entries = arena_array_of(owner, struct entry, have->count + wanted->count);
	if (have->count)
		memcpy(entries, have->entries, have->count * sizeof *entries);
	struct names places = { .owner = owner };
	for (size_t i = 0; i < map->count; i++)
		names_set(&places, entries[i].key, (uint32_t)i + 1);
	for (size_t i = 0; i < wanted->count; i++) {
		const struct entry *entry = &wanted->entries[i];
		size_t place = names_get(&places, entry->key);
		size_t at = place ? place - 1 : map->count++;
		names_set(&places, entry->key, (uint32_t)at + 1);
		const struct value *old = entries[at].value;
		entries[at] = *entry;
		entries[at].value = value_contained(owner, old, entry->value);
	}
	map->entries = entries;
	return map;
}

const struct value *value_contained(
	struct arena *owner, const struct value *have, const struct value *wanted)
{
	if (!have || have->kind != VALUE_MAP || wanted->kind != VALUE_MAP)
		return wanted;
	return contained_map(owner, have, wanted);
}

static const struct value *read_again(
	struct arena *owner, const struct tree *before, struct bytes after, struct diags *d)
{
	const struct source *old = before->source;
	struct source *source = source_new(owner, old->path, old->name, after);
	struct tree *tree = tree_read(owner, source, before->dialect, LIMITS_DEFAULT, d);
	if (!tree || tree->documents.count == 0 || tree->documents.at[0].root == 0)
		return NULL;
	return tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
}

bool edits_check(struct arena *scratch, const struct tree *before, struct bytes after,
	const struct value *intended, struct diags *d)
{
	struct diags ignored = diags_new(scratch);
	const struct value *got = read_again(scratch, before, after, &ignored);
	if (got ? value_equal(got, intended) : intended->kind == VALUE_NULL)
		return true;
	diag_error(d, (struct span){ before->source, 0, 0 }, "edit/unsafe",
		"the file cannot be edited safely: read again, it would hold other data");
	diag_hint(d, "make this change by hand, or put the values into plain `key: value` lines");
	return false;
}
