/*
 * Why no alternative fits. Mostly one of them was meant: the one whose type is right, whose
 * constants are right, that has the fewest faults. What is wrong with it is what the author wants
 * to know.
 */
#include "check.h"

#include "base/message.h"

/* How far an alternative is from the value: its faults, and whether it was not meant at all. */
struct distance {
	struct violations faults;
	bool other_type, other_constant;
};

/* Kinds that a part takes by itself or by what it refers to. */
static unsigned kinds_of_part(const struct part *part)
{
	for (unsigned hops = 0; hops < 8; hops++) {
		const struct rule *only = part->rule_count == 1 ? part->rules : NULL;
		if (!only || only->keyword->check != check_reference)
			break;
		part = only->reference->part;
	}
	return part->kinds;
}

static struct distance distance_of(
	struct run *run, const struct frame *frame, const struct part *part)
{
	struct distance distance = { 0 };
	struct run again = { .owner = run->owner,
		.found = &distance.faults,
		.steps = run->steps,
		.depth = run->depth };
	bool fits = same_check(&again, frame, part, NULL);
	run->steps = again.steps;
	struct bytes here = path_of(run->owner, frame);
	for (size_t i = 0; i < distance.faults.count && !fits; i++) {
		const struct violation *fault = &distance.faults.at[i];
		bool is_here = bytes_equal(fault->path, here);
		distance.other_type |= is_here && strcmp(fault->keyword, "type") == 0;
		distance.other_constant |= strcmp(fault->keyword, "const") == 0 ||
			strcmp(fault->keyword, "enum") == 0 || !*fault->keyword;
	}
	return distance;
}

static bool is_nearer(const struct distance *a, const struct distance *b)
{
	if (a->other_type != b->other_type)
		return b->other_type;
	if (a->other_constant != b->other_constant)
		return b->other_constant;
	return a->faults.count && a->faults.count < b->faults.count;
}

/* All want another type: then the types are all there is to say. */
static bool refuse_types(
	struct run *run, const struct frame *frame, const struct rule *rule, unsigned kinds)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	struct bytes names = kinds_names(run->owner, kinds);
	return violation_say(run, violation, _("'" BYTES_FMT "' must be " BYTES_FMT ", not %s"),
		BYTES_ARG(violation->path), BYTES_ARG(names), kind_name(kind_of(frame->value)));
}

static bool refuse_nearest(struct run *run, const struct frame *frame, const struct rule *rule,
	const struct distance *nearest)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	if (nearest->faults.count)
		violation_hint(run, violation, _("what fails in the nearest one: " BYTES_FMT),
			BYTES_ARG(nearest->faults.at[0].text));
	return violation_say(run, violation, _("'" BYTES_FMT "' fits none of the %zu alternatives"),
		BYTES_ARG(violation->path), rule->parts.count);
}

/* The faults of the one that was meant, as if it were the only one. */
static bool refuse_meant(struct run *run, const struct distance *meant)
{
	for (size_t i = 0; i < meant->faults.count; i++) {
		if (run->found->count >= VIOLATIONS_MOST) {
			run->found->cut = true;
			break;
		}
		*array_push(run->owner, run->found) = meant->faults.at[i];
	}
	return false;
}

bool refuse_all(struct run *run, const struct frame *frame, const struct rule *rule)
{
	struct distance nearest = { .other_type = true, .other_constant = true };
	size_t candidates = 0;
	unsigned kinds = 0;
	if (!run->found || run->stopped)
		return false;
	for (size_t i = 0; i < rule->parts.count; i++) {
		struct distance distance = distance_of(run, frame, rule->parts.at[i]);
		candidates += !distance.other_type && !distance.other_constant;
		kinds |= kinds_of_part(rule->parts.at[i]);
		if (i == 0 || is_nearer(&distance, &nearest))
			nearest = distance;
	}
	if (nearest.other_type && !(kinds & kind_of(frame->value)))
		return refuse_types(run, frame, rule, kinds);
	if (candidates == 1 && nearest.faults.count)
		return refuse_meant(run, &nearest);
	return refuse_nearest(run, frame, rule, &nearest);
}
