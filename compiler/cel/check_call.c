#include "check.h"

#include "base/message.h"

/* --- words ------------------------------------------------------------------------------------ */

static bool is_operator(struct bytes name)
{
	return name.len && memchr("_-!@", *name.at, 4);
}

struct bytes check_sign(struct bytes name)
{
	if (bytes_begins(name, BYTES("@")))
		return bytes_slice(name, 1, name.len);
	size_t begin = bytes_begins(name, BYTES("_")), end = name.len;
	if (is_operator(name) && bytes_ends(name, BYTES("_")))
		end--;
	return bytes_slice(name, begin, end);
}

static const struct cel_type *parameter(const struct overload *overload, size_t i)
{
	return overload->types[i < overload->count ? i : overload->count - 1];
}

/* How many arguments fit. */
static size_t fitting(struct bindings *bindings, const struct overload *overload,
	const struct cel_type **types, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!type_fits(bindings, parameter(overload, i), types[i]))
			return i;
	return count;
}

/* `int + int`; nothing where a parameter says it all. */
static void print_operands(struct buf *out, const struct overload *overload, struct bytes sign)
{
	if (overload->types[0]->kind == CEL_PARAMETER)
		return;
	buf_add(out, out->len ? BYTES("; ") : BYTES(""));
	if (overload->count == 2) {
		cel_type_print(out, overload->types[0]);
		buf_add_char(out, ' ');
	}
	buf_add(out, sign);
	buf_add(out, overload->count == 2 ? BYTES(" ") : BYTES(""));
	cel_type_print(out, overload->types[overload->count - 1]);
}

/* Whether a signature could be meant: an operator's takes either operand, others all before. */
static bool is_near(struct checker *checker, const struct expr *node,
	const struct overload *overload, const struct cel_type **types, size_t wrong)
{
	struct bindings first = { .owner = checker->owner }, last = first;
	if (!overload_takes(overload, node->count))
		return false;
	if (fitting(&first, overload, types, node->count) >= wrong)
		return true;
	return is_operator(node->name) &&
		type_fits(&last, parameter(overload, wrong), types[wrong]);
}

static void hint_signatures(struct checker *checker, const struct expr *node,
	const struct cel_type **types, size_t wrong)
{
	struct buf hint = buf_new(checker->owner);
	for (size_t i = 0; i < node->overload_count; i++) {
		const struct overload *overload = &node->overloads[i];
		if (!is_near(checker, node, overload, types, wrong))
			continue;
		if (is_operator(node->name))
			print_operands(&hint, overload, check_sign(node->name));
		else
			buf_print(
				&hint, "%s%s", hint.len ? "; " : "", overload->function->signature);
	}
	if (hint.len)
		diag_hint(checker->d, BYTES_FMT, BYTES_ARG(buf_bytes(&hint)));
}

/* --- faults ----------------------------------------------------------------------------------- */

static const struct cel_type *wrong_operands(struct checker *checker, const struct expr *node,
	const struct cel_type **types, size_t wrong)
{
	struct bytes sign = check_sign(node->name), one = check_shown(checker, types[0]);
	struct bytes other = check_shown(checker, types[node->count - 1]);
	if (node->count == 1)
		check_fault(checker, "cel/type", node->begin, node->end,
			N_("'" BYTES_FMT "' does not go with " BYTES_FMT), BYTES_ARG(sign),
			BYTES_ARG(one));
	else
		check_fault(checker, "cel/type", node->begin, node->end,
			N_("'" BYTES_FMT "' does not go with " BYTES_FMT " and " BYTES_FMT),
			BYTES_ARG(sign), BYTES_ARG(one), BYTES_ARG(other));
	hint_signatures(checker, node, types, wrong);
	return cel_type_dyn();
}

/* `wrong` is the argument up to which at least one signature fits. */
static const struct cel_type *wrong_argument(struct checker *checker, const struct expr *node,
	const struct cel_type **types, size_t wrong)
{
	const struct expr *arg = node->args[wrong];
	struct bytes shown = check_shown(checker, types[wrong]);
	if (node->method && wrong == 0)
		check_fault(checker, "cel/type", node->at, node->at + (uint32_t)node->name.len,
			N_(BYTES_FMT " has no method '" BYTES_FMT "'"), BYTES_ARG(shown),
			BYTES_ARG(node->name));
	else
		check_fault(checker, "cel/type", arg->begin, arg->end,
			N_("'" BYTES_FMT "' takes no " BYTES_FMT " here"), BYTES_ARG(node->name),
			BYTES_ARG(shown));
	hint_signatures(checker, node, types, wrong);
	return cel_type_dyn();
}

/* --- signatures ------------------------------------------------------------------------------- */

struct match {
	const struct cel_type *result; /* NULL: none fits yet */
	unsigned since;                /* the first release that has any that fits */
	size_t wrong;                  /* the first argument that fits none */
};

static void try_overload(struct checker *checker, const struct overload *overload,
	const struct cel_type **types, size_t count, struct match *match)
{
	struct bindings bindings = { .owner = checker->owner };
	size_t fits = fitting(&bindings, overload, types, count);
	if (fits < count) {
		match->wrong = fits > match->wrong ? fits : match->wrong;
		return;
	}
	const struct cel_type *result = type_bound(&bindings, overload->result);
	unsigned since = overload->function->since;
	if (!match->result) {
		match->result = result;
		match->since = since;
		return;
	}
	if (result != match->result)
		match->result = cel_type_dyn();
	match->since = since < match->since ? since : match->since;
}

/* Kubernetes orders numbers of several kinds since 1.28, and never says that they are equal. */
static void check_numbers(
	struct checker *checker, const struct expr *node, const struct cel_type **types)
{
	bool equality = bytes_is(node->name, "_==_") || bytes_is(node->name, "_!=_");
	if (node->count != 2 || types[0]->kind == types[1]->kind || !is_operator(node->name) ||
		!type_is_number(types[0]) || !type_is_number(types[1]))
		return;
	struct bytes what = bytes_join(checker->owner, check_shown(checker, types[0]),
		bytes_print(checker->owner, " " BYTES_FMT " ", BYTES_ARG(check_sign(node->name))),
		check_shown(checker, types[1]));
	check_since(checker, node->at, node->end, what, equality ? LEME_ONLY : 28);
}

/* --- results ---------------------------------------------------------------------------------- */

/*
 * A call that may give several types gives the one that it is compared with, if it may: the sum
 * of no durations is a duration, and not the int 0, which equals none.
 */
static void take_compared(struct checker *checker, struct expr *call, const struct cel_type *other)
{
	if (call->kind != EXPR_CALL || !call->type || !type_is_dyn(call->type))
		return;
	for (size_t i = 0; i < call->overload_count; i++) {
		const struct overload *overload = &call->overloads[i];
		struct bindings bindings = { .owner = checker->owner };
		if (overload_takes(overload, call->count) &&
			type_fits(&bindings, overload->result, other))
			call->type = other;
	}
}

static void compare_results(
	struct checker *checker, struct expr *node, const struct cel_type **types)
{
	if (!bytes_is(node->name, "_==_") && !bytes_is(node->name, "_!=_"))
		return;
	take_compared(checker, node->args[0], types[1]);
	take_compared(checker, node->args[1], types[0]);
}

enum { FEW = 8 };

const struct cel_type *check_call(struct checker *checker, struct expr *node)
{
	const struct cel_type *few[FEW], **types = few;
	struct match match = { 0 };
	if (node->count > FEW)
		types = arena_array_of(checker->owner, const struct cel_type *, node->count);
	for (size_t i = 0; i < node->count; i++)
		types[i] = check_node(checker, node->args[i]);
	for (size_t i = 0; i < node->overload_count; i++)
		if (overload_takes(&node->overloads[i], node->count))
			try_overload(checker, &node->overloads[i], types, node->count, &match);
	if (!match.result)
		return is_operator(node->name) ? wrong_operands(checker, node, types, match.wrong)
					       : wrong_argument(checker, node, types, match.wrong);
	if (checker->env->options.portable) {
		check_since(checker, node->at, node->end, check_sign(node->name), match.since);
		check_numbers(checker, node, types);
	}
	compare_results(checker, node, types);
	if (node->has_else && checker->env->options.one_type && type_is_dyn(types[0]))
		match.result = types[1];
	node->type = match.result;
	return match.result;
}
