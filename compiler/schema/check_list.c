/* Keywords of lists. */
#include "check.h"

#include "base/message.h"

bool check_unique(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t first, again;
	(void)marks;
	if (!find_repeated(run->owner, frame->value, &first, &again))
		return true;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	if (frame->value->items[again]->at.source)
		violation->at = frame->value->items[again]->at;
	return violation_say(run, violation,
		_("the items %zu and %zu of '" BYTES_FMT "' are equal, and all must be different"),
		first + 1, again + 1, BYTES_ARG(violation->path));
}

/* What is behind the schemas of the first items is for the one of the rest. */
bool check_sequence(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct sequence *sequence = rule->sequence;
	const struct value *list = frame->value;
	size_t count = list->count;
	bool good = true;
	if (!sequence->rest && count > sequence->first.count)
		count = sequence->first.count;
	for (size_t i = 0; i < count; i++) {
		const struct part *part = i < sequence->first.count ? sequence->first.at[i]
								    : sequence->rest;
		marks_set(marks, i);
		good &= item_check(run, frame, part, i);
		if (!good && (!run->found || run->stopped))
			return false;
	}
	return good;
}

static bool item_try(
	struct run *run, const struct frame *frame, const struct part *part, size_t item)
{
	struct violations *found = run->found;
	run->found = NULL;
	bool good = item_check(run, frame, part, item);
	run->found = found;
	return good;
}

static bool refuse_contained(
	struct run *run, const struct rule *rule, const struct frame *frame, size_t fits)
{
	const struct containing *containing = rule->containing;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	bool few = fits < containing->least;
	return violation_say(run, violation,
		few ? _("the number of items of '" BYTES_FMT
			"' that fit 'contains' must be at least %zu, not %zu")
		    : _("the number of items of '" BYTES_FMT
			"' that fit 'contains' must be at most %zu, not %zu"),
		BYTES_ARG(violation->path), few ? containing->least : containing->most, fits);
}

bool check_contains(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct containing *containing = rule->containing;
	bool counts_all = containing->most < SIZE_MAX || (marks && containing->marks);
	size_t fits = 0;
	for (size_t i = 0; i < frame->value->count; i++) {
		if (fits >= containing->least && !counts_all)
			return true;
		if (!item_try(run, frame, containing->part, i))
			continue;
		fits++;
		if (containing->marks)
			marks_set(marks, i);
	}
	if (run->stopped)
		return false;
	return (fits >= containing->least && fits <= containing->most) ||
		refuse_contained(run, rule, frame, fits);
}

static bool is_false(const struct part *part)
{
	return part->source->kind == VALUE_BOOL && !part->kinds;
}

/* Of a list or of a map: the keyword's kinds say which. */
bool check_unevaluated(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct value *value = frame->value;
	bool good = true, is_map = value->kind == VALUE_MAP;
	for (size_t i = 0; i < value->count; i++) {
		if (marks_has(marks, i))
			continue;
		marks_set(marks, i);
		if (!is_map)
			good &= item_check(run, frame, rule->part, i);
		else if (is_false(rule->part))
			good = refuse_entry(run, frame, rule, &value->entries[i], NULL);
		else
			good &= entry_check(run, frame, rule->part, &value->entries[i]);
		if (!good && (!run->found || run->stopped))
			return false;
	}
	return good;
}
