/*
 * One policy, with one binding and one param, on one object → verdicts: apiserver policy/validating
 * (validator.go, dispatcher.go), plugin/cel (activation.go, composition.go) and
 * webhook/matchconditions. What Kubernetes counts and cuts off, is counted and cut off here.
 */
#include "policy_parts.h"

#include "base/message.h"

enum {
	POLICY_BUDGET = 10000000,
	CONDITIONS_BUDGET = CEL_COST_LIMIT * 10 / 4,
	MESSAGE_MOST = 5 * 1024,
	ANNOTATION_MOST = 10 * 1024,
};

/* --- expressions ------------------------------------------------------------------------------ */

/* What an expression came to, and what it asked for in vain if that is why it came to nothing. */
struct outcome {
	struct cel_value value;
	struct bytes missing;
	uint64_t cost; /* with that of the variables */
};

static struct cel_variables variables_of(const struct policy_run *run)
{
	return (struct cel_variables){ .values = (struct cel_value *)(uintptr_t)run->values,
		.count = NAMES };
}

/* What an evaluation asked for in vain, if that is why nothing came of it. */
static struct bytes missing_of(
	const struct policy_run *run, const struct expression *expression, struct cel_value value)
{
	if (!cel_is_error(value))
		return (struct bytes){ 0 };
	return expression->lenient && !run->missing.at ? run->unknown_kyverno.what : run->missing;
}

struct cel_value variable_keep(struct cel_promise *promise)
{
	struct variable *variable = (struct variable *)promise;
	struct policy_run *run = variable->run;
	if (variable->phase != run->phase) {
		struct bytes before = run->missing;
		run->missing = (struct bytes){ 0 };
		variable->phase = run->phase;
		const struct expression *expression = &variable->named->expression;
		struct cel_result result = cel_eval(
			run->scratch, expression->program, variables_of(run), CEL_COST_LIMIT);
		variable->value = result.value;
		variable->cost = result.cost;
		variable->missing = missing_of(run, expression, result.value);
		run->spent += result.cost;
		run->missing = before;
	}
	if (!run->missing.at)
		run->missing = variable->missing;
	return variable->value;
}

static struct outcome evaluate(struct policy_run *run, const struct expression *expression)
{
	run->missing = (struct bytes){ 0 };
	run->spent = 0;
	struct cel_result result = cel_eval(
		run->scratch, expression->program, variables_of(run), CEL_COST_LIMIT);
	return (struct outcome){ .value = result.value,
		.missing = missing_of(run, expression, result.value),
		.cost = result.cost + run->spent };
}

/* False where it costs more than what is left. */
static bool spend(uint64_t *left, uint64_t cost)
{
	if (cost > *left)
		return false;
	*left -= cost;
	return true;
}

/* Each phase works the variables out anew, and pays for them anew. */
static void begin_phase(struct policy_run *run)
{
	run->phase++;
}

static void see_variables(struct policy_run *run, const struct policy *policy)
{
	const struct named_expressions *named = &policy->variables;
	while (run->variables.count < named->count)
		*array_push(run->owner, &run->variables) = (struct variable){ 0 };
	struct cel_value *items = arena_array_of(run->scratch, struct cel_value, 2 * named->count);
	for (size_t i = 0; i < named->count; i++) {
		struct variable *variable = &run->variables.at[i];
		*variable = (struct variable){
			.promise = { variable_keep }, .run = run, .named = &named->at[i]
		};
		items[2 * i] = cel_string(named->at[i].name);
		items[2 * i + 1] = cel_promised(&variable->promise);
	}
	run->values[NAME_VARIABLES] = cel_map(items, named->count);
	begin_phase(run);
}

/* --- verdicts --------------------------------------------------------------------------------- */

struct policy_verdict *judgement_add(struct judgement *judgement, size_t validation,
	enum policy_result result, struct bytes message)
{
	const struct binding *binding = judgement->binding;
	struct policy_verdict *verdict = array_push(judgement->owner, judgement->verdicts);
	*verdict = (struct policy_verdict){ .policy = judgement->policy->name,
		.binding = binding ? binding->name : (struct bytes){ 0 },
		.validation = validation,
		.result = result,
		.actions = result == POLICY_PASSED ? 0 : judgement->actions,
		.object = judgement->run->subject.object,
		.param = judgement->param,
		.expression = judgement->policy->document->at };
	if (judgement->unsure.at && result != POLICY_PASSED) {
		verdict->result = POLICY_UNDECIDED;
		message = judgement->unsure;
	}
	if (verdict->result == POLICY_ERROR && judgement->policy->ignores)
		verdict->actions = 0;
	verdict->message = bytes_copy(judgement->owner, message);
	return verdict;
}

/* The variable that failed first, where an expression failed because one did. */
static const struct expression *failed_first(const struct judgement *judgement,
	const struct expression *expression, struct cel_value value)
{
	const struct policy_run *run = judgement->run;
	for (size_t i = 0; cel_is_error(value) && i < judgement->policy->variables.count; i++) {
		const struct variable *variable = &run->variables.at[i];
		if (variable->phase == run->phase && cel_is_error(variable->value) &&
			variable->value.error == value.error)
			return &variable->named->expression;
	}
	return expression;
}

/* Many objects fail by the same part of an expression, which is found from its beginning. */
static struct span place_in_policy(
	struct policy_run *run, const struct value *scalar, size_t begin, size_t end)
{
	size_t number = ((uintptr_t)scalar / sizeof *scalar + 31 * begin + end) % PLACES;
	struct known_place *known = &run->places[number];
	if (known->scalar != scalar || known->begin != begin || known->end != end)
		*known = (struct known_place){ scalar, begin, end,
			value_place(scalar, begin, end) };
	return known->place;
}

static void add_reason(struct judgement *judgement, struct policy_verdict *verdict,
	const struct value *scalar, const struct cel_reason *reason)
{
	*array_push(judgement->owner, &verdict->reasons) = (struct policy_reason){
		.text = bytes_copy(judgement->owner, reason->text),
		.hint = bytes_copy(judgement->owner, reason->hint),
		.expression = place_in_policy(judgement->run, scalar, reason->begin, reason->end),
		.place = reason->place,
	};
	if (!verdict->place.source && reason->place.source == verdict->object->at.source)
		verdict->place = reason->place;
}

/* Evaluates once more, with a memory. */
static void tell_why(struct judgement *judgement, struct policy_verdict *verdict,
	const struct expression *expression, struct cel_value value)
{
	struct policy_run *run = judgement->run;
	expression = failed_first(judgement, expression, value);
	const struct value *scalar = expression->scalar;
	verdict->expression = expression->at;
	if (verdict->result != POLICY_FAILED && verdict->result != POLICY_ERROR)
		return;
	const struct cel_explanation *explanation = cel_explain(
		run->scratch, expression->program, variables_of(run), CEL_COST_LIMIT);
	struct cel_reasons reasons = cel_why(run->scratch, explanation);
	/* Nobody can set the limits of a cluster. */
	if (reasons.count && explanation->result.cost > CEL_COST_LIMIT)
		reasons.at[0].hint = (struct bytes){ 0 };
	for (size_t i = 0; i < reasons.count; i++)
		add_reason(judgement, verdict, scalar, &reasons.at[i]);
	if (reasons.count)
		verdict->expression = verdict->reasons.at[0].expression;
}

/* --- match conditions ------------------------------------------------------------------------- */

static struct bytes error_text(struct cel_value value)
{
	return cel_is_error(value) ? value.error->text : bytes_of(_("this is no truth value"));
}

static struct bytes too_expensive(void)
{
	return bytes_of(_("the policy costs more than Kubernetes lets it"));
}

/* What the conditions came to together: the first that is false decides. */
struct conditions {
	bool is_false;
	size_t error_count;
	struct outcome error; /* the first */
	const struct expression *failed;
	struct bytes missing;
};

static bool evaluate_conditions(struct judgement *judgement, struct conditions *conditions)
{
	const struct named_expressions *named = &judgement->policy->conditions;
	uint64_t left = CONDITIONS_BUDGET;
	for (size_t i = 0; i < named->count; i++) {
		const struct expression *expression = &named->at[i].expression;
		struct outcome outcome = evaluate(judgement->run, expression);
		if (!spend(&left, outcome.cost))
			return false;
		if (outcome.value.kind == CEL_BOOL)
			conditions->is_false = conditions->is_false || !outcome.value.boolean;
		else if (outcome.missing.at)
			conditions->missing = outcome.missing;
		else if (conditions->error_count++ == 0) {
			conditions->error = outcome;
			conditions->failed = expression;
		}
	}
	return true;
}

/* Whether the policy is about the object, as far as its conditions tell. */
static bool conditions_hold(struct judgement *judgement)
{
	struct conditions conditions = { 0 };
	if (!judgement->policy->conditions.count)
		return true;
	run_see_namespace(judgement->run, true);
	bool within = evaluate_conditions(judgement, &conditions);
	run_see_namespace(judgement->run, false);
	begin_phase(judgement->run);
	if (!within) {
		judgement_add(judgement, POLICY_WHOLE, POLICY_ERROR, too_expensive());
		return false;
	}
	if (conditions.is_false)
		return false;
	if (conditions.missing.at && !judgement->unsure.at)
		judgement->unsure = conditions.missing;
	if (!conditions.error_count)
		return true;
	struct policy_verdict *verdict = judgement_add(
		judgement, POLICY_WHOLE, POLICY_ERROR, error_text(conditions.error.value));
	tell_why(judgement, verdict, conditions.failed, conditions.error.value);
	return false;
}

/* --- messages --------------------------------------------------------------------------------- */

static struct bytes usable_message(struct cel_value value)
{
	struct bytes text = value.kind == CEL_STRING ? bytes_trim(cel_text(value))
						     : (struct bytes){ 0 };
	bool usable = text.len <= MESSAGE_MOST &&
		(text.len == 0 || !memchr(text.at, '\n', text.len));
	return usable ? text : (struct bytes){ 0 };
}

/*
 * All messages are made before any is needed, and may cost so much that nothing comes of the whole.
 * That is only gone through where it can happen; else a message is made when it is needed.
 */
static bool messages_within(const struct judgement *judgement, uint64_t left)
{
	const struct policy_run *run = judgement->run;
	uint64_t most = judgement->policy->message_count * (uint64_t)CEL_COST_LIMIT;
	for (size_t i = 0; i < judgement->policy->variables.count; i++) {
		const struct variable *variable = &run->variables.at[i];
		most += variable->phase == run->phase ? variable->cost : CEL_COST_LIMIT;
	}
	return !judgement->policy->message_count || most <= left;
}

static bool pay_for_messages(struct judgement *judgement, uint64_t left)
{
	const struct policy *policy = judgement->policy;
	if (messages_within(judgement, left))
		return true;
	begin_phase(judgement->run);
	for (size_t i = 0; i < policy->validations.count; i++) {
		const struct expression *expression = &policy->validations.at[i].message_expression;
		if (expression->program && !spend(&left, evaluate(judgement->run, expression).cost))
			return false;
	}
	return true;
}

static struct bytes message_of(struct judgement *judgement, const struct validation *validation)
{
	struct bytes text = { 0 };
	if (validation->message_expression.program)
		text = usable_message(
			evaluate(judgement->run, &validation->message_expression).value);
	if (!text.len)
		text = validation->message;
	if (text.len)
		return text;
	return bytes_join(judgement->run->scratch, BYTES("failed expression:"), BYTES(" "),
		bytes_trim(validation->expression.scalar->text));
}

/* --- validations ------------------------------------------------------------------------------ */

static void judge_validation(
	struct judgement *judgement, size_t number, const struct outcome *outcome)
{
	const struct validation *validation = &judgement->policy->validations.at[number];
	bool passed = outcome->value.kind == CEL_BOOL && outcome->value.boolean;
	struct policy_verdict *verdict;
	if (passed && judgement->verdicts->without_passed)
		return;
	if (outcome->missing.at)
		verdict = judgement_add(judgement, number, POLICY_UNDECIDED, outcome->missing);
	else if (cel_is_error(outcome->value))
		verdict = judgement_add(
			judgement, number, POLICY_ERROR, outcome->value.error->text);
	else if (passed)
		verdict = judgement_add(judgement, number, POLICY_PASSED, (struct bytes){ 0 });
	else {
		struct bytes message = message_of(judgement, validation);
		verdict = judgement_add(judgement, number, POLICY_FAILED, message);
		verdict->reason = validation->reason;
	}
	tell_why(judgement, verdict, &validation->expression, outcome->value);
}

static bool evaluate_validations(
	struct judgement *judgement, struct outcome *outcomes, uint64_t *left)
{
	const struct policy *policy = judgement->policy;
	for (size_t i = 0; i < policy->validations.count; i++) {
		outcomes[i] = evaluate(judgement->run, &policy->validations.at[i].expression);
		if (!spend(left, outcomes[i].cost))
			return false;
	}
	return true;
}

/* False where the whole is an error, which has been said. */
static bool judge_validations(struct judgement *judgement)
{
	size_t count = judgement->policy->validations.count;
	struct outcome *outcomes = arena_array_of(judgement->run->scratch, struct outcome, count);
	uint64_t left = POLICY_BUDGET;
	if (!evaluate_validations(judgement, outcomes, &left) ||
		!pay_for_messages(judgement, left)) {
		judgement_add(judgement, POLICY_WHOLE, POLICY_ERROR, too_expensive());
		return false;
	}
	for (size_t i = 0; i < count; i++)
		judge_validation(judgement, i, &outcomes[i]);
	return true;
}

/* --- audit annotations ------------------------------------------------------------------------ */

static void publish(struct judgement *judgement, struct bytes key, struct bytes value)
{
	struct policy_annotation annotation = { .object = judgement->run->subject.object,
		.value = bytes_copy(judgement->owner, bytes_slice(value, 0, ANNOTATION_MOST)),
		.key = bytes_join(judgement->owner, judgement->policy->name, BYTES("/"), key) };
	struct policy_verdicts *verdicts = judgement->verdicts;
	for (size_t i = 0; i < verdicts->annotations.count; i++) {
		const struct policy_annotation *other = &verdicts->annotations.at[i];
		if (other->object == annotation.object && bytes_equal(other->key, annotation.key) &&
			bytes_equal(other->value, annotation.value))
			return;
	}
	*array_push(judgement->owner, &verdicts->annotations) = annotation;
}

/* An error denies whatever the binding would do. */
static void annotation_failed(struct judgement *judgement, const struct expression *expression,
	const struct outcome *outcome)
{
	bool undecided = outcome->missing.at;
	struct policy_verdict *verdict = judgement_add(judgement, POLICY_WHOLE,
		undecided ? POLICY_UNDECIDED : POLICY_ERROR,
		undecided ? outcome->missing : error_text(outcome->value));
	verdict->actions = judgement->policy->ignores ? 0 : POLICY_DENY;
	tell_why(judgement, verdict, expression, outcome->value);
}

static void annotate(struct judgement *judgement, const struct named_expression *named,
	const struct outcome *outcome)
{
	struct cel_value value = outcome->value;
	if (value.kind == CEL_NULL)
		return;
	if (value.kind != CEL_STRING) {
		annotation_failed(judgement, &named->expression, outcome);
		return;
	}
	struct bytes text = bytes_trim(cel_text(value));
	if (text.len && !judgement->unsure.at)
		publish(judgement, named->name, text);
}

static void judge_annotations(struct judgement *judgement, size_t verdicts_before)
{
	const struct named_expressions *named = &judgement->policy->annotations;
	uint64_t left = POLICY_BUDGET;
	if (!named->count)
		return;
	begin_phase(judgement->run);
	struct outcome *outcomes = arena_array_of(
		judgement->run->scratch, struct outcome, named->count);
	for (size_t i = 0; i < named->count; i++) {
		outcomes[i] = evaluate(judgement->run, &named->at[i].expression);
		if (spend(&left, outcomes[i].cost))
			continue;
		judgement->verdicts->count = verdicts_before;
		judgement_add(judgement, POLICY_WHOLE, POLICY_ERROR, too_expensive());
		return;
	}
	for (size_t i = 0; i < named->count; i++)
		annotate(judgement, &named->at[i], &outcomes[i]);
}

/* --- all -------------------------------------------------------------------------------------- */

void judgement_make(struct judgement *judgement)
{
	struct policy_run *run = judgement->run;
	bool unbound = !judgement->binding && judgement->policy->has_params;
	size_t before = judgement->verdicts->count;
	run->values[NAME_PARAMS] = judgement->param ? cel_of(judgement->param)
						    : (struct cel_value){ .kind = CEL_NULL };
	if (unbound)
		run->values[NAME_PARAMS] = cel_promised(&run->unknown_params.promise);
	see_variables(run, judgement->policy);
	if (conditions_hold(judgement) && judge_validations(judgement))
		judge_annotations(judgement, before);
}
