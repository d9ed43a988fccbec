/* One rule on one element. */
#include "rules.h"

#include "base/message.h"

/* A variable of a pack, for the element at hand. */
struct memorized {
	struct cel_promise promise; /* the first member */
	struct rule_memory *memory;
	const struct rule_expression *expression;
	size_t element; /* that it was worked out for */
	struct cel_value value;
	struct missing_evidence missing;
};

struct memorized_set {
	const struct rule_variables *variables;
	struct cel_value map;
};

struct rule_memory {
	struct arena *owner, *scratch;
	struct evidence *evidence;
	uint64_t limit; /* of the cost of an expression */
	size_t element;
	struct {
		ARRAY(struct memorized_set);
	} sets;
};

struct rule_memory *rule_memory_new(struct arena *owner, struct evidence *evidence, uint64_t limit)
{
	struct rule_memory *memory = arena_new_of(owner, struct rule_memory);
	*memory = (struct rule_memory){ .owner = owner, .evidence = evidence, .limit = limit };
	return memory;
}

void rule_memory_begin(struct rule_memory *memory, struct arena *scratch)
{
	memory->scratch = scratch;
	memory->element++;
}

/* --- variables -------------------------------------------------------------------------------- */

static struct cel_variables variables_of(const struct rule_memory *memory)
{
	return (struct cel_variables){ .values = memory->evidence->values,
		.count = EVIDENCE_NAMES };
}

static struct cel_value keep(struct cel_promise *promise)
{
	struct memorized *memorized = (struct memorized *)promise;
	struct rule_memory *memory = memorized->memory;
	struct evidence *evidence = memory->evidence;
	if (memorized->element != memory->element) {
		struct missing_evidence before = evidence->missing;
		evidence->missing = (struct missing_evidence){ 0 };
		memorized->element = memory->element;
		memorized->value = cel_eval(memory->scratch, memorized->expression->program,
			variables_of(memory), memory->limit)
					   .value;
		memorized->missing = cel_is_error(memorized->value)
			? evidence->missing
			: (struct missing_evidence){ 0 };
		evidence->missing = before;
	}
	if (!evidence->missing.what.at)
		evidence->missing = memorized->missing;
	return memorized->value;
}

static struct cel_value memorized_map(
	struct rule_memory *memory, const struct rule_variables *variables)
{
	struct cel_value *items = arena_array_of(
		memory->owner, struct cel_value, 2 * variables->count);
	for (size_t i = 0; i < variables->count; i++) {
		struct memorized *memorized = arena_new_of(memory->owner, struct memorized);
		*memorized = (struct memorized){ .promise = { keep },
			.memory = memory,
			.expression = &variables->at[i].expression };
		items[2 * i] = cel_string(variables->at[i].name);
		items[2 * i + 1] = cel_promised(&memorized->promise);
	}
	return cel_map(items, variables->count);
}

static void see_variables(struct rule_memory *memory, const struct rule_variables *variables)
{
	struct cel_value *seen = &memory->evidence->values[EVIDENCE_VARIABLES];
	for (size_t i = 0; i < memory->sets.count; i++)
		if (memory->sets.at[i].variables == variables) {
			*seen = memory->sets.at[i].map;
			return;
		}
	*seen = memorized_map(memory, variables);
	*array_push(memory->owner, &memory->sets) = (struct memorized_set){ variables, *seen };
}

/* --- verdicts --------------------------------------------------------------------------------- */

static struct cel_value evaluate(
	struct rule_memory *memory, const struct rule_expression *expression)
{
	memory->evidence->missing = (struct missing_evidence){ 0 };
	return cel_eval(memory->scratch, expression->program, variables_of(memory), memory->limit)
		.value;
}

/* What an expression that should give a truth value comes to. */
static struct verdict judge(struct rule_memory *memory, const struct rule_expression *expression)
{
	struct cel_value value = evaluate(memory, expression);
	struct verdict verdict = { .result = VERDICT_ERROR, .expression = expression };
	if (value.kind == CEL_BOOL)
		verdict.result = value.boolean ? VERDICT_PASSED : VERDICT_FAILED;
	else if (cel_is_error(value) && memory->evidence->missing.what.at) {
		verdict.result = VERDICT_UNDECIDED;
		verdict.missing = memory->evidence->missing;
	} else if (cel_is_error(value) && !value.error->text.len)
		verdict.result = VERDICT_TOLD;
	return verdict;
}

struct verdict rule_verdict(struct rule_memory *memory, const struct rule *rule)
{
	see_variables(memory, rule->variables);
	if (rule->when.program) {
		struct verdict when = judge(memory, &rule->when);
		if (when.result == VERDICT_FAILED)
			when.result = VERDICT_SKIPPED;
		if (when.result != VERDICT_PASSED)
			return when;
	}
	return judge(memory, &rule->expression);
}

bool rule_is_shut(struct rule_memory *memory, const struct rule *rule)
{
	see_variables(memory, rule->variables);
	return rule->gate.program && judge(memory, &rule->gate).result == VERDICT_UNDECIDED;
}

/* --- why -------------------------------------------------------------------------------------- */

/* Why there is no truth value. */
static struct bytes error_of(struct arena *owner, struct cel_value value)
{
	if (cel_is_error(value))
		return value.error->text;
	return bytes_print(
		owner, _("it gives %s, not bool"), cel_type_name((enum cel_kind)value.kind));
}

/* What an expression makes of it, else the text that the rule has, which may be empty. */
static struct bytes own_message(
	struct rule_memory *memory, const struct rule_expression *expression, struct bytes message)
{
	struct cel_value value = { .kind = CEL_NULL };
	if (expression->program)
		value = evaluate(memory, expression);
	return value.kind == CEL_STRING && value.len ? cel_text(value) : message;
}

static struct bytes message_of(
	struct rule_memory *memory, const struct rule *rule, const struct verdict *verdict)
{
	struct bytes own = own_message(memory, &rule->message_expression, rule->message);
	if (own.len)
		return own;
	return bytes_print(memory->scratch, _("'" BYTES_FMT "' does not hold"),
		BYTES_ARG(bytes_trim(verdict->expression->scalar->text)));
}

/* The variable that failed first, where the expression failed because one did. */
static const struct rule_expression *failed_first(const struct rule_memory *memory,
	const struct rule *rule, const struct rule_expression *expression, struct cel_value value)
{
	struct cel_value seen = memory->evidence->values[EVIDENCE_VARIABLES];
	for (size_t i = 0; cel_is_error(value) && i < rule->variables->count; i++) {
		const struct memorized *memorized =
			(const struct memorized *)seen.items[2 * i + 1].promise;
		if (memorized->element == memory->element && cel_is_error(memorized->value) &&
			memorized->value.error == value.error)
			return memorized->expression;
	}
	return expression;
}

static bool is_inside(struct span inner, struct span outer)
{
	return inner.source == outer.source && inner.begin >= outer.begin &&
		inner.end <= outer.end && inner.end - inner.begin < outer.end - outer.begin;
}

static bool is_present(struct span place)
{
	return place.source && !place.source->is_past;
}

/*
 * The first place that somebody can change, but of a whole map rather the part of it that is spoken
 * of next.
 */
static struct span place_of(const struct cel_reasons *reasons)
{
	struct span place = { 0 };
	for (size_t i = 0; i < reasons->count; i++)
		if (is_present(reasons->at[i].place) &&
			(!place.source || is_inside(reasons->at[i].place, place)))
			place = reasons->at[i].place;
	return place;
}

/* Of what stands where the finding does, the place is not told again. */
static struct span related_place(const struct rule *rule, const struct rule_expression *expression,
	const struct cel_reason *reason, const struct finding *finding)
{
	/* Places in a shipped pack are of no use to who cannot change it. */
	if (!reason->place.source && !rule->shipped)
		return value_place(expression->scalar, reason->begin, reason->end);
	return span_compare(reason->place, finding->at) ? reason->place : (struct span){ 0 };
}

static void tell_reasons(struct rule_memory *memory, const struct rule *rule,
	const struct rule_expression *expression, struct bytes error, struct finding *finding)
{
	struct cel_reasons reasons = cel_why(memory->scratch,
		cel_explain(
			memory->scratch, expression->program, variables_of(memory), memory->limit));
	finding->at = place_of(&reasons);
	for (size_t i = 0; i < reasons.count; i++) {
		const struct cel_reason *reason = &reasons.at[i];
		struct related related = { related_place(rule, expression, reason, finding),
			reason->text };
		if (!finding->hint.len)
			finding->hint = reason->hint;
		/* The message says so already. */
		if (related.at.source || !error.len || !bytes_equal(related.text, error))
			*array_push(memory->scratch, &finding->related) = related;
	}
}

/* What gives neither a text nor null has no fix to offer here. */
static struct fix fix_of(struct rule_memory *memory, const struct rule *rule)
{
	struct cel_value value = evaluate(memory, &rule->fix);
	if (value.kind == CEL_NULL)
		return (struct fix){ .kind = FIX_REMOVE };
	if (value.kind == CEL_STRING)
		return (struct fix){ .kind = FIX_SET, .text = cel_text(value) };
	return (struct fix){ 0 };
}

void rule_explain(struct rule_memory *memory, const struct rule *rule,
	const struct verdict *verdict, struct finding *finding)
{
	struct cel_value value = evaluate(memory, verdict->expression);
	const struct rule_expression *expression = failed_first(
		memory, rule, verdict->expression, value);
	struct bytes error = { 0 };
	if (verdict->result == VERDICT_ERROR) {
		/* The rule's own message would mislead: nobody knows whether it is broken. */
		error = error_of(memory->scratch, value);
		finding->message = bytes_print(memory->scratch,
			_("the rule cannot be evaluated: " BYTES_FMT), BYTES_ARG(error));
	} else {
		finding->message = message_of(memory, rule, verdict);
		finding->said = own_message(memory, &rule->plain_expression, rule->plain_message);
		finding->hint = rule->hint;
		if (rule->fix.program)
			finding->fix = fix_of(memory, rule);
	}
	tell_reasons(memory, rule, expression, error, finding);
	if (!finding->hint.len)
		finding->hint = rule->hint;
}
