/* Keywords that hold other schemas against the same value. */
#include "check.h"

#include "base/message.h"

/* --- references ------------------------------------------------------------------------------- */

static const struct part *dynamic_part(const struct resource *resource, struct bytes name)
{
	for (size_t i = 0; i < resource->dynamic.count; i++)
		if (bytes_equal(resource->dynamic.at[i].name, name))
			return resource->dynamic.at[i].part;
	return NULL;
}

/* The outermost schema in scope that has the anchor. */
static const struct part *target_of(const struct reference *reference, const struct frame *frame)
{
	const struct part *target = reference->part;
	for (; reference->is_dynamic && frame; frame = frame->above) {
		const struct part *found = dynamic_part(frame->part->resource, reference->anchor);
		target = found ? found : target;
	}
	return target;
}

/* Whether the part is being held against this very value already: that would never end. */
static bool is_circle(const struct frame *frame, const struct part *part)
{
	for (; frame; frame = frame->above) {
		if (frame->part == part)
			return true;
		if (frame->entry || frame->item)
			return false;
	}
	return false;
}

bool check_reference(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct part *target = target_of(rule->reference, frame);
	if (!is_circle(frame, target))
		return same_check(run, frame, target, marks);
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation,
		_("for '" BYTES_FMT "' the reference '" BYTES_FMT "' of the schema leads back to "
		  "itself"),
		BYTES_ARG(violation->path), BYTES_ARG(rule->value->text));
}

/* --- all, any, one, none ---------------------------------------------------------------------- */

bool check_all(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	bool good = true;
	for (size_t i = 0; i < rule->parts.count; i++) {
		good &= same_check(run, frame, rule->parts.at[i], marks);
		if (!good && (!run->found || run->stopped))
			return false;
	}
	return good;
}

/* Where it counts what is evaluated, all that fit do. */
bool check_any(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	bool good = false;
	for (size_t i = 0; i < rule->parts.count && !(good && !marks); i++)
		good |= same_try(run, frame, rule->parts.at[i], marks);
	return good || refuse_all(run, frame, rule);
}

bool check_one(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t fits = 0, last = 0;
	for (size_t i = 0; i < rule->parts.count; i++) {
		if (!same_try(run, frame, rule->parts.at[i], marks))
			continue;
		last = i;
		fits++;
		if (fits > 1 && !run->found)
			return false;
	}
	if (fits == 0)
		return refuse_all(run, frame, rule);
	if (fits == 1 || run->stopped)
		return fits == 1 && !run->stopped;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	violation->rule = rule->parts.at[last]->source->at;
	return violation_say(run, violation,
		_("'" BYTES_FMT "' fits %zu of the %zu alternatives, and must fit exactly one"),
		BYTES_ARG(violation->path), fits, rule->parts.count);
}

bool check_not(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	(void)marks;
	if (!same_try(run, frame, rule->part, NULL))
		return !run->stopped;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation, _("'" BYTES_FMT "' is what 'not' excludes"),
		BYTES_ARG(violation->path));
}

bool check_conditional(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct conditional *conditional = rule->conditional;
	const struct part *next = same_try(run, frame, conditional->when, marks)
		? conditional->then
		: conditional->otherwise;
	if (run->stopped)
		return false;
	return !next || same_check(run, frame, next, marks);
}
