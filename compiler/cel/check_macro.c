#include "check.h"

#include "base/message.h"

/* --- over lists and maps ---------------------------------------------------------------------- */

static bool has_elements(const struct expr *node, const struct cel_type *range)
{
	return type_is_dyn(range) || range->loose || range->kind == CEL_LIST ||
		(type_is_map(range) && node->kind != EXPR_SORT_BY);
}

/* One variable is an item or a key; two are index and item, or key and value. */
static void bind_elements(
	struct checker *checker, const struct expr *node, const struct cel_type *range)
{
	const struct cel_type **locals = checker->locals + node->local;
	bool list = range->kind == CEL_LIST, map = type_is_map(range) && !range->loose;
	if (node->variable_count == 1) {
		locals[0] = list ? type_item(range) : map ? type_key(range) : cel_type_dyn();
		return;
	}
	locals[0] = list ? cel_type_of(CEL_INT) : map ? type_key(range) : cel_type_dyn();
	locals[1] = list ? type_item(range)
		: map    ? type_value(checker->owner, range)
			 : cel_type_dyn();
}

static void check_predicate(struct checker *checker, const struct expr *node, struct expr *arg)
{
	check_is(checker, arg, check_node(checker, arg), CEL_BOOL, node->name);
}

static const struct cel_type *check_entry(
	struct checker *checker, const struct expr *node, struct expr *arg)
{
	const struct cel_type *made = check_node(checker, arg);
	if (made->kind == CEL_RECORD)
		return cel_type_map(
			checker->owner, type_key(made), type_value(checker->owner, made));
	check_is(checker, arg, made, CEL_MAP, node->name);
	return made->kind == CEL_MAP ? made : cel_type_of(CEL_MAP);
}

/* The key that an item is sorted by must have an order. */
static void check_sort_key(struct checker *checker, const struct expr *node, struct expr *arg)
{
	struct bindings bindings = { .owner = checker->owner };
	const struct cel_type *key = check_node(checker, arg);
	if (type_fits(&bindings, cel_type_read(checker->owner, BYTES("O")), key))
		return;
	struct bytes shown = check_shown(checker, key);
	check_fault(checker, "cel/type", arg->begin, arg->end,
		N_("'" BYTES_FMT "' takes no " BYTES_FMT " here"), BYTES_ARG(node->name),
		BYTES_ARG(shown));
}

static const struct cel_type *check_each(
	struct checker *checker, const struct expr *node, const struct cel_type *range)
{
	const struct cel_type *first = checker->locals[node->local];
	struct expr *last = node->args[node->count - 1];
	if (node->count == 3)
		check_predicate(checker, node, node->args[1]);
	switch (node->kind) {
	case EXPR_MAP_EACH:
	case EXPR_TRANSFORM_LIST:
		return cel_type_list(checker->owner, check_node(checker, last));
	case EXPR_TRANSFORM_MAP:
		return cel_type_map(checker->owner, first, check_node(checker, last));
	case EXPR_TRANSFORM_ENTRY:
		return check_entry(checker, node, last);
	case EXPR_SORT_BY:
		check_sort_key(checker, node, last);
		return range->kind == CEL_LIST ? range : cel_type_of(CEL_LIST);
	case EXPR_FILTER:
		check_predicate(checker, node, last);
		return cel_type_list(checker->owner, first);
	default:
		check_predicate(checker, node, last);
		return cel_type_of(CEL_BOOL);
	}
}

static const struct cel_type *check_range(struct checker *checker, const struct expr *node)
{
	const struct cel_type *range = check_node(checker, node->args[0]);
	if (has_elements(node, range))
		return range;
	struct bytes shown = check_shown(checker, range);
	return check_fault(checker, "cel/type", node->args[0]->begin, node->args[0]->end,
		node->kind == EXPR_SORT_BY
			? N_("'" BYTES_FMT "' goes over a list, not " BYTES_FMT)
			: N_("'" BYTES_FMT "' goes over a list or map, not " BYTES_FMT),
		BYTES_ARG(node->name), BYTES_ARG(shown));
}

/* --- over one value --------------------------------------------------------------------------- */

static const struct cel_type *check_bind(struct checker *checker, const struct expr *node)
{
	const struct cel_type *value = check_node(checker, node->args[0]);
	const struct cel_type **local = &checker->locals[node->local];
	*local = value;
	if (node->kind == EXPR_BIND)
		return check_node(checker, node->args[1]);
	check_is(checker, node->args[0], value, CEL_OPTIONAL, node->name);
	*local = value->kind == CEL_OPTIONAL ? value->args[0] : cel_type_dyn();
	const struct cel_type *made = check_node(checker, node->args[1]);
	if (node->kind == EXPR_OPT_MAP)
		return type_optional(checker->owner, made);
	check_is(checker, node->args[1], made, CEL_OPTIONAL, node->name);
	return made->kind == CEL_OPTIONAL ? made : cel_type_of(CEL_OPTIONAL);
}

const struct cel_type *check_macro(struct checker *checker, struct expr *node)
{
	check_since(checker, node->at, node->end, node->name, node->since);
	if (node->kind == EXPR_BIND || node->kind == EXPR_OPT_MAP ||
		node->kind == EXPR_OPT_FLAT_MAP)
		return check_bind(checker, node);
	const struct cel_type *range = check_range(checker, node);
	bind_elements(checker, node, range);
	return check_each(checker, node, range);
}
