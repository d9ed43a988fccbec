/* Macros: each is evaluated as it stands, and counted as the fold that cel-go makes of it. */
#include "eval.h"

#include "base/message.h"

/* --- over lists and maps --------------------------------------------------------------- */

struct fold_cost fold_cost(enum expr_kind kind)
{
	switch (kind) {
	case EXPR_ALL: /* not_strictly_false(result); result && predicate */
		return (struct fold_cost){ .end = 1, .early = 2, .element = 3 };
	case EXPR_EXISTS: /* not_strictly_false(!result); result || predicate */
		return (struct fold_cost){ .end = 1, .early = 3, .element = 4 };
	case EXPR_EXISTS_ONE: /* predicate ? result + 1 : result; result == 1 */
		return (struct fold_cost){ .end = 2, .taken = 2, .left = 1 };
	case EXPR_FILTER: /* []; predicate ? result + [x] : result */
		return (struct fold_cost){ .end = 11, .taken = 13, .left = 1 };
	case EXPR_TRANSFORM_MAP: /* {}; insert(result, key, value) */
		return (struct fold_cost){ .end = 31, .taken = 3, .left = 1 };
	case EXPR_TRANSFORM_ENTRY: /* {}; insert(result, entries) */
		return (struct fold_cost){ .end = 31, .taken = 2, .left = 1 };
	default: /* []; result + [transform] */
		return (struct fold_cost){ .end = 11, .taken = 12, .left = 1 };
	}
}

struct loop {
	struct eval *eval;
	const struct expr *node;
	struct cel_value range;
	struct items items;     /* what map, filter and the others make */
	struct entries entries; /* what transformMapEntry makes */
	struct cel_value result;
	size_t found; /* of exists_one */
	struct fold_cost cost;
};

/* One variable is an item or a key; two are index and item, or key and value. */
static void bind_variables(struct loop *loop, size_t i)
{
	struct cel_value *locals = loop->eval->locals + loop->node->local;
	bool is_map = loop->range.kind == CEL_MAP;
	if (loop->node->variable_count == 1) {
		locals[0] = is_map ? cel_key(loop->range, i) : cel_item(loop->range, i);
		return;
	}
	locals[0] = is_map ? cel_key(loop->range, i) : cel_int((int64_t)i);
	locals[1] = is_map ? cel_entry_value(loop->range, i) : cel_item(loop->range, i);
}

static struct cel_value predicate(struct loop *loop, const struct expr *node)
{
	struct cel_value value = eval_node(loop->eval, node);
	loop->eval->node = loop->node;
	if (value.kind == CEL_BOOL || cel_is_error(value))
		return value;
	return cel_no_overload(loop->eval, loop->node->name, &value, 1);
}

/* all and exists: an error is remembered, and a later element that decides still wins. */
static bool step_decide(struct loop *loop)
{
	bool decides = loop->node->kind == EXPR_EXISTS;
	struct cel_value value = predicate(loop, loop->node->args[1]);
	if (cel_is_error(value)) {
		if (!cel_is_error(loop->result))
			loop->result = value;
		return true;
	}
	if (value.boolean != decides)
		return true;
	loop->result = value;
	eval_charge(loop->eval, loop->cost.early);
	return false;
}

static bool stop_with(struct loop *loop, struct cel_value error)
{
	loop->result = error;
	return false;
}

static bool step_one(struct loop *loop)
{
	struct cel_value value = predicate(loop, loop->node->args[1]);
	if (cel_is_error(value))
		return stop_with(loop, value);
	loop->found += value.boolean;
	eval_charge(loop->eval, value.boolean ? loop->cost.taken : loop->cost.left);
	return true;
}

/* The last argument makes the element; one before it chooses which. */
static bool step_make(struct loop *loop)
{
	const struct expr *node = loop->node;
	struct eval *eval = loop->eval;
	bool filter = node->kind == EXPR_FILTER;
	if (filter || node->count == 3) {
		struct cel_value wanted = predicate(loop, node->args[1]);
		if (cel_is_error(wanted))
			return stop_with(loop, wanted);
		if (!wanted.boolean) {
			eval_charge(eval, loop->cost.left);
			return true;
		}
	}
	eval_charge(eval, loop->cost.taken);
	struct cel_value made = filter ? eval->locals[node->local]
				       : eval_node(eval, node->args[node->count - 1]);
	if (cel_is_error(made))
		return stop_with(loop, made);
	if (node->kind == EXPR_TRANSFORM_MAP)
		*array_push(eval->owner, &loop->items) = eval->locals[node->local];
	*array_push(eval->owner, &loop->items) = made;
	return true;
}

/* Each map that is made adds its entries; a key may not come again. */
static bool step_entries(struct loop *loop)
{
	if (!step_make(loop))
		return false;
	if (loop->items.count == 0)
		return true;
	struct cel_value made = loop->items.at[--loop->items.count];
	loop->eval->node = loop->node;
	if (made.kind != CEL_MAP)
		return stop_with(loop, cel_no_overload(loop->eval, loop->node->name, &made, 1));
	for (size_t i = 0; i < made.len; i++) {
		struct cel_value key = cel_key(made, i);
		if (entries_find(loop->eval, &loop->entries, key))
			return stop_with(loop, cel_fail(loop->eval, N_("a key is made twice")));
		entries_add(loop->eval, &loop->entries, key, cel_entry_value(made, i));
	}
	return true;
}

static struct cel_value loop_result(const struct loop *loop)
{
	if (cel_is_error(loop->result))
		return loop->result;
	switch (loop->node->kind) {
	case EXPR_ALL:
	case EXPR_EXISTS:
		return loop->result;
	case EXPR_EXISTS_ONE:
		return cel_bool(loop->found == 1);
	case EXPR_TRANSFORM_MAP:
		return cel_map(loop->items.at, loop->items.count / 2);
	case EXPR_TRANSFORM_ENTRY:
		return cel_map(loop->entries.items.at, loop->entries.items.count / 2);
	case EXPR_SORT_BY:
		return cel_sorted(
			loop->eval, loop->range, cel_list(loop->items.at, loop->items.count));
	default:
		return cel_list(loop->items.at, loop->items.count);
	}
}

static bool step(struct loop *loop)
{
	switch (loop->node->kind) {
	case EXPR_ALL:
	case EXPR_EXISTS:
		return step_decide(loop);
	case EXPR_EXISTS_ONE:
		return step_one(loop);
	case EXPR_TRANSFORM_ENTRY:
		return step_entries(loop);
	default:
		return step_make(loop);
	}
}

struct cel_value eval_each(struct eval *eval, const struct expr *node)
{
	struct loop loop = { .eval = eval, .node = node, .cost = fold_cost(node->kind) };
	loop.range = eval_node(eval, node->args[0]);
	eval->node = node;
	if (cel_is_error(loop.range))
		return loop.range;
	if (loop.range.kind != CEL_LIST &&
		(loop.range.kind != CEL_MAP || node->kind == EXPR_SORT_BY))
		return cel_no_overload(eval, node->name, &loop.range, 1);
	loop.result = cel_bool(node->kind != EXPR_EXISTS);
	eval_charge(eval, loop.cost.end);
	for (size_t i = 0; i < loop.range.len; i++) {
		bind_variables(&loop, i);
		eval_charge(eval, loop.cost.element);
		eval->node = node;
		if (eval_is_over_limit(eval))
			return eval_over_limit(eval);
		if (!eval_has_room(eval, 0))
			return eval_out_of_room(eval);
		if (!step(&loop))
			break;
	}
	return loop_result(&loop);
}

struct cel_value eval_bind(struct eval *eval, const struct expr *node)
{
	struct cel_value value = eval_node(eval, node->args[0]);
	eval_charge(eval, 10); /* the empty list that cel-go folds over */
	if (node->kind == EXPR_BIND) {
		/* An error is only one where the variable is used. */
		eval->locals[node->local] = value;
		return eval_node(eval, node->args[1]);
	}
	eval->node = node;
	if (cel_is_error(value))
		return value;
	if (value.kind != CEL_OPTIONAL)
		return cel_no_overload(eval, node->name, &value, 1);
	if (!value.optional)
		return value;
	eval->locals[node->local] = *value.optional;
	struct cel_value made = eval_node(eval, node->args[1]);
	eval->node = node;
	if (cel_is_error(made) || node->kind == EXPR_OPT_FLAT_MAP)
		return cel_is_error(made) || made.kind == CEL_OPTIONAL
			? made
			: cel_no_overload(eval, node->name, &made, 1);
	return cel_optional(eval, &made);
}
