#include "revision.h"

/* --- texts ------------------------------------------------------------------------------------ */

static const uint32_t *ends_of(struct arena *owner, const struct edits *edits, struct stretch part)
{
	uint32_t *ends = arena_array_of(owner, uint32_t, edits->count);
	size_t was = part.begin, is = 0;
	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->at[i];
		is += edit->begin - was + edit->text.len;
		ends[i] = (uint32_t)is;
		was = edit->end;
	}
	return ends;
}

const struct revision *revision_new(struct arena *owner, const struct revision *was,
	struct stretch part, struct edits *edits, enum revision_life life, struct diags *d)
{
	struct bytes text;
	if (!edits_apply_within(edits, part.begin, part.end, &text, d))
		return NULL;
	struct source *source = source_new(owner, was->source->path, was->source->name, text);
	source->secrets = was->source->secrets;
	if (life == REVISION_OF_RUN)
		source_stays(source);
	struct revision *revision = arena_new_of(owner, struct revision);
	*revision = (struct revision){ source, was, edits, part, ends_of(owner, edits, part) };
	return revision;
}

/* --- places ----------------------------------------------------------------------------------- */

/* The first edit whose text ends behind the offset; their count if none does. */
static size_t edit_at(const struct revision *revision, uint32_t offset)
{
	size_t low = 0, high = revision->edits->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (revision->ends[middle] > offset)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The byte, as it was: itself, or all that the edit took away which brought it. */
static struct stretch byte_before(const struct revision *revision, uint32_t offset)
{
	const struct edits *edits = revision->edits;
	size_t next = edit_at(revision, offset);
	const struct edit *last = next ? &edits->at[next - 1] : NULL;
	const struct edit *edit = next < edits->count ? &edits->at[next] : NULL;
	if (edit && offset >= revision->ends[next] - edit->text.len)
		return (struct stretch){ edit->begin, edit->end };
	uint32_t is = last ? revision->ends[next - 1] : 0;
	uint32_t at = (last ? last->end : revision->part.begin) + (offset - is);
	return (struct stretch){ at, at + 1 };
}

static struct span span_before(const struct revision *revision, struct span at)
{
	struct stretch begin = byte_before(revision, at.begin);
	uint32_t end = at.end > at.begin ? byte_before(revision, at.end - 1).end : begin.begin;
	return (struct span){ revision->was->source, begin.begin, end };
}

struct span revision_place(const struct revision *revision, struct span at)
{
	for (; revision->was; revision = revision->was)
		if (at.source == revision->source)
			at = span_before(revision, at);
	return at;
}

void revision_place_diags(const struct revision *revision, struct diags *d, size_t from)
{
	for (size_t i = from; i < d->count; i++) {
		struct diag *diag = d->at[i];
		diag->at = revision_place(revision, diag->at);
		for (size_t k = 0; k < diag->related.count; k++)
			diag->related.at[k].at = revision_place(revision, diag->related.at[k].at);
	}
}

bool revision_has(const struct revision *revision, const struct source *source)
{
	while (revision && revision->source != source)
		revision = revision->was;
	return revision;
}

/* --- edits ------------------------------------------------------------------------------------ */

static struct edits moved(struct arena *owner, const struct edits *edits, size_t from, size_t to)
{
	struct edits moved = edits_new(owner, edits->source);
	for (size_t i = 0; i < edits->count; i++) {
		struct edit edit = edits->at[i];
		edits_add(&moved, (uint32_t)(edit.begin - from + to),
			(uint32_t)(edit.end - from + to), edit.text);
	}
	return moved;
}

/* What one edit has added and the next has taken away is none. */
static void add_change(struct edits *edits, const struct edit *edit)
{
	struct bytes was = bytes_slice(edits->source->text, edit->begin, edit->end);
	if (!bytes_equal(was, edit->text))
		edits_add(edits, edit->begin, edit->end, edit->text);
}

void revision_join(const struct revision *revision, const struct revision *earlier,
	const struct edits *edits, struct edits *joined)
{
	struct arena *owner = joined->owner;
	struct edits last = *edits;
	for (; revision != earlier; revision = revision->was) {
		size_t begin = revision->part.begin;
		struct edits first = moved(owner, revision->edits, begin, 0);
		struct edits both = edits_new(owner, revision->was->source);
		edits_join(&both, &first, &last);
		last = moved(owner, &both, 0, begin);
	}
	for (size_t i = 0; i < last.count; i++)
		add_change(joined, &last.at[i]);
}
