#include "check.h"

#include "base/message.h"

/* --- marks ------------------------------------------------------------------------------------ */

void marks_new(struct run *run, const struct value *value, struct marks *marks)
{
	size_t words = (value->count + 63) / 64;
	*marks = (struct marks){ 0 };
	marks->at = words <= 4 ? marks->few : arena_array_of(run->owner, uint64_t, words);
}

static void marks_join(struct marks *into, const struct marks *from, const struct value *value)
{
	for (size_t i = 0; i < (value->count + 63) / 64; i++)
		into->at[i] |= from->at[i];
}

/* --- parts ------------------------------------------------------------------------------------ */

static bool enter(struct run *run, const struct frame *frame)
{
	if (run->stopped)
		return false;
	if (run->steps-- == 0)
		return stop_check(run, frame, N_("checking the values takes too many steps"));
	if (run->depth >= SCHEMA_DEPTH)
		return stop_check(run, frame, N_("schemas are nested too deeply here"));
	run->depth++;
	return true;
}

/* What is unevaluated can only be told where all else has fitted. */
static bool is_asked(const struct rule *rule, bool good)
{
	return good || rule->keyword->check != check_unevaluated;
}

static bool rules_check(struct run *run, const struct frame *frame, struct marks *marks)
{
	const struct part *part = frame->part;
	unsigned kind = kind_of(frame->value);
	bool good = true;
	for (size_t i = 0; i < part->rule_count; i++) {
		const struct rule *rule = &part->rules[i];
		if (!(rule->keyword->kinds & kind) || !is_asked(rule, good) ||
			rule->keyword->check(run, rule, frame, marks))
			continue;
		good = false;
		if (!run->found || run->stopped)
			return false;
	}
	return good;
}

static bool tracked_check(struct run *run, const struct frame *frame, struct marks *above)
{
	struct marks own;
	marks_new(run, frame->value, &own);
	bool good = rules_check(run, frame, &own);
	if (good && above)
		marks_join(above, &own, frame->value);
	return good;
}

bool part_check(struct run *run, const struct frame *frame, struct marks *marks)
{
	const struct part *part = frame->part;
	if (part->source->kind == VALUE_BOOL)
		return part->kinds || refuse_any(run, frame);
	if (!enter(run, frame))
		return false;
	bool good = part->tracks ? tracked_check(run, frame, marks)
				 : rules_check(run, frame, marks);
	run->depth--;
	return good;
}

bool entry_check(struct run *run, const struct frame *frame, const struct part *part,
	const struct entry *entry)
{
	struct frame below = { frame, part, entry->value, entry, 0 };
	return part_check(run, &below, NULL);
}

bool item_check(struct run *run, const struct frame *frame, const struct part *part, size_t item)
{
	struct frame below = { frame, part, frame->value->items[item], NULL, item + 1 };
	return part_check(run, &below, NULL);
}

bool same_check(
	struct run *run, const struct frame *frame, const struct part *part, struct marks *marks)
{
	struct frame below = { frame, part, frame->value, NULL, 0 };
	return part_check(run, &below, marks);
}

bool same_try(
	struct run *run, const struct frame *frame, const struct part *part, struct marks *marks)
{
	struct violations *found = run->found;
	struct marks own;
	if (marks)
		marks_new(run, frame->value, &own);
	run->found = NULL;
	bool good = same_check(run, frame, part, marks ? &own : NULL);
	run->found = found;
	if (good && marks)
		marks_join(marks, &own, frame->value);
	return good;
}

/* --- the entry -------------------------------------------------------------------------------- */

bool schema_check(struct arena *owner, const struct schema *schema, const struct value *value,
	struct violations *found)
{
	struct frame frame = { NULL, schema->root, value, NULL, 0 };
	struct run run = { .owner = owner, .steps = schema->steps };
	if (part_check(&run, &frame, NULL))
		return true;
	if (!found)
		return false;
	run = (struct run){ .owner = owner, .found = found, .steps = schema->steps };
	if (part_check(&run, &frame, NULL))
		return true;
	if (run.stopped)
		*array_push(owner, found) = run.stop;
	return false;
}
