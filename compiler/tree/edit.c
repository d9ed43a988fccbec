#include "edit.h"

#include <assert.h>
#include <stdlib.h>

/* --- lists of edits --------------------------------------------------------------------------- */

void edits_add(struct edits *edits, uint32_t begin, uint32_t end, struct bytes text)
{
	assert(begin <= end && end <= edits->source->text.len);
	*array_push(edits->owner, edits) = (struct edit){ begin, end, text };
}

static int edit_order(const struct edit *a, const struct edit *b)
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
			(left < half && edit_order(&edits[left], &edits[right]) <= 0);
		room[i] = edits[take_left ? left++ : right++];
	}
	memcpy(edits, room, count * sizeof *edits);
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
	sort_edits(
		edits->at, arena_array_of(edits->owner, struct edit, edits->count), edits->count);
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

bool edits_apply(struct arena *owner, struct edits *edits, struct bytes *result, struct diags *d)
{
	struct bytes text = edits->source->text;
	*result = text;
	if (edits->count == 0)
		return true;
	if (!edits_sort(edits, d))
		return false;
	struct buf out = buf_new(owner);
	size_t at = 0;
	for (size_t i = 0; i < edits->count; i++) {
		buf_add(&out, bytes_slice(text, at, edits->at[i].begin));
		buf_add(&out, edits->at[i].text);
		at = edits->at[i].end;
	}
	buf_add(&out, bytes_slice(text, at, text.len));
	*result = buf_bytes(&out);
	return true;
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
