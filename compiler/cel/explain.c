#include "eval.h"

/* A step while it is being made. */
struct draft {
	struct cel_step step;
	struct draft *first, *last; /* of the steps below */
	struct draft *next;
	struct draft *element; /* of a macro: the one at hand */
	size_t telling;        /* of a macro: elements kept because they tell why */
	uint64_t inner;        /* cost of all below */
};

struct trace {
	struct arena *owner;
	struct draft *root, *open;
	struct draft *spare; /* drafts to be used again, by `next` */
};

/* --- drafts ----------------------------------------------------------------------------------- */

static struct draft *draft_new(struct trace *trace, const struct expr *node)
{
	struct draft *draft = trace->spare;
	if (draft)
		trace->spare = draft->next;
	else
		draft = arena_new_of(trace->owner, struct draft);
	*draft = (struct draft){ .step = { .expr = node, .begin = node->begin, .end = node->end } };
	return draft;
}

/* Gives a draft and all below it back: a loop may have more elements than memory has room for. */
static void draft_drop(struct trace *trace, struct draft *draft)
{
	for (struct draft *below = draft->first, *next; below; below = next) {
		next = below->next;
		draft_drop(trace, below);
	}
	draft->next = trace->spare;
	trace->spare = draft;
}

static void draft_add(struct draft *to, struct draft *draft)
{
	if (to->last) {
		to->last->next = draft;
		to->last->step.next = &draft->step;
	} else {
		to->first = draft;
		to->step.first = &draft->step;
	}
	to->last = draft;
	draft->next = NULL;
	draft->step.next = NULL;
}

/* --- elements --------------------------------------------------------------------------------- */

/* Whether an element decided, or is the first that failed, or one of two that fit. */
static bool is_telling(const struct draft *macro, struct cel_value value)
{
	bool is_true = value.kind == CEL_BOOL && value.boolean;
	switch (macro->step.expr->kind) {
	case EXPR_ALL:
		return !is_true && (value.kind == CEL_BOOL || macro->telling == 0);
	case EXPR_EXISTS:
		return is_true || (value.kind != CEL_BOOL && macro->telling == 0);
	case EXPR_EXISTS_ONE:
		return value.kind != CEL_BOOL || (is_true && macro->telling < 2);
	default:
		return cel_is_error(value);
	}
}

static void end_element(struct trace *trace, struct draft *macro)
{
	struct draft *element = macro->element;
	if (!element)
		return;
	macro->element = NULL;
	macro->inner += element->inner;
	element->step.value = element->last->step.value;
	bool telling = is_telling(macro, element->step.value);
	macro->telling += telling;
	if (telling || element->step.number < CEL_ELEMENTS_KEPT) {
		draft_add(macro, element);
		return;
	}
	macro->step.left_out++;
	macro->step.left_out_cost += element->inner;
	draft_drop(trace, element);
}

static void begin_element(struct eval *eval, struct draft *macro)
{
	const struct expr *node = macro->step.expr;
	size_t number = macro->element ? macro->element->step.number + 1 : 0;
	end_element(eval->trace, macro);
	struct draft *element = draft_new(eval->trace, node);
	element->step.element = true;
	element->step.number = number;
	for (size_t i = 0; i < node->variable_count; i++)
		element->step.bindings[element->step.binding_count++] = (struct cel_binding){
			node->variables[i], eval->locals[(size_t)node->local + i]
		};
	macro->element = element;
}

/* The part that a macro evaluates first for each element is its first but the range. */
static struct draft *place_for(struct eval *eval, const struct expr *node)
{
	struct draft *open = eval->trace->open;
	if (!open || !is_loop(open->step.expr) || node == open->step.expr->args[0])
		return open;
	if (node == open->step.expr->args[1])
		begin_element(eval, open);
	return open->element;
}

/* --- steps ------------------------------------------------------------------------------------ */

/* A literal: what is written is what it is. */
static bool is_literal(const struct draft *draft)
{
	const struct expr *node = draft->step.expr;
	enum expr_kind kind = kind_as_written(node);
	for (const struct draft *below = draft->first; below; below = below->next)
		if (!below->step.constant)
			return false;
	return node->kind == EXPR_CONST &&
		(kind == EXPR_CONST || kind == EXPR_LIST_OF || kind == EXPR_MAP_OF);
}

/* Puts what was not evaluated between what was, in the order of the text. */
static void add_skipped(struct trace *trace, struct draft *draft)
{
	const struct expr *node = draft->step.expr;
	struct draft *below = draft->first;
	draft->first = draft->last = NULL;
	for (size_t i = 0; i < node->count; i++) {
		struct draft *step = below;
		if (step && step->step.expr == node->args[i]) {
			below = below->next;
		} else {
			step = draft_new(trace, node->args[i]);
			step->step.skipped = true;
			step->step.constant = is_literal(step);
		}
		draft_add(draft, step);
	}
}

/* What was computed early costs what it was then found to cost, perhaps nothing. */
static struct cel_value eval_as_written(struct eval *eval, const struct expr *node)
{
	uint64_t cost = eval->cost, limit = eval->cost_limit;
	if (node->kind != EXPR_CONST)
		return eval_as(eval, node, node->kind);
	eval->cost_limit = UINT64_MAX;
	struct cel_value value = eval_as(eval, node, kind_as_written(node));
	eval->node = node;
	eval->cost_limit = limit;
	eval->cost = cost + node->cost;
	return value;
}

struct cel_value trace_node(struct eval *eval, const struct expr *node)
{
	struct trace *trace = eval->trace;
	struct draft *to = place_for(eval, node), *open = trace->open;
	struct draft *draft = draft_new(trace, node);
	uint64_t before = eval->cost;
	trace->root = trace->root ? trace->root : draft;
	trace->open = draft;
	draft->step.value = eval_as_written(eval, node);
	trace->open = open;
	if (is_loop(node))
		end_element(trace, draft);
	else
		add_skipped(trace, draft);
	draft->step.constant = is_literal(draft);
	uint64_t cost = eval->cost - before;
	draft->step.cost = cost - draft->inner;
	if (to) {
		draft_add(to, draft);
		to->inner += cost;
	}
	return draft->step.value;
}

const struct cel_explanation *cel_explain(struct arena *owner, const struct cel_program *program,
	struct cel_variables variables, uint64_t cost_limit)
{
	struct cel_explanation *explanation = arena_new_of(owner, struct cel_explanation);
	/* An arena of its own: what the steps take is not what the expression takes. */
	struct trace trace = { .owner = arena_new() };
	arena_adopt(owner, trace.owner);
	explanation->program = program;
	explanation->cost_limit = cost_limit;
	explanation->result = eval_program(owner, program, variables, cost_limit, &trace);
	explanation->root = &trace.root->step;
	return explanation;
}
