#include "eval.h"

#include "base/message.h"
#include "base/nearest.h"

/* Characters of a value, and of a part of the expression, that a sentence shows. */
enum { VALUE_SHOWN = 60, PART_SHOWN = 60, KEYS_SHOWN = 8 };

struct inquiry {
	struct arena *owner;
	const struct cel_program *program;
	struct cel_reasons reasons;
};

static void why(struct inquiry *inquiry, const struct cel_step *step);

/* --- words ------------------------------------------------------------------------------------ */

static struct cel_reason *add_reason(
	struct inquiry *inquiry, const struct cel_step *step, struct bytes text)
{
	struct cel_reason *reason = array_push(inquiry->owner, &inquiry->reasons);
	*reason = (struct cel_reason){ .begin = step->begin, .end = step->end, .text = text };
	return reason;
}

static struct bytes part_of(struct inquiry *inquiry, const struct cel_step *step)
{
	struct buf out = buf_new(inquiry->owner);
	cel_print_part(&out, inquiry->program, step->begin, step->end, PART_SHOWN);
	return buf_bytes(&out);
}

static struct bytes shown(struct inquiry *inquiry, struct cel_value value)
{
	struct buf out = buf_new(inquiry->owner);
	cel_print_short(&out, value, VALUE_SHOWN);
	return buf_bytes(&out);
}

/* ` (written 12.10)` where a number or truth value was written otherwise than it is printed. */
static struct bytes written(struct inquiry *inquiry, struct cel_value value)
{
	struct bytes text = value.origin ? value.origin->text : (struct bytes){ 0 };
	if (!text.len || value.kind == CEL_STRING || bytes_equal(text, shown(inquiry, value)))
		return BYTES("");
	return bytes_print(inquiry->owner, _(" (written " BYTES_FMT ")"), BYTES_ARG(text));
}

static struct bytes value_of(struct inquiry *inquiry, struct cel_value value)
{
	return bytes_join(
		inquiry->owner, shown(inquiry, value), BYTES(""), written(inquiry, value));
}

static enum cel_kind family(enum cel_kind kind)
{
	return kind == CEL_UINT || kind == CEL_DOUBLE ? CEL_INT : kind;
}

/* "the number 12.1", to tell from "a string". */
static struct bytes kind_and_value(struct inquiry *inquiry, struct cel_value value)
{
	static const char *const formats[CEL_KINDS] = {
		[CEL_BOOL] = N_("the truth value " BYTES_FMT),
		[CEL_INT] = N_("the number " BYTES_FMT),
		[CEL_STRING] = N_("the string " BYTES_FMT),
		[CEL_BYTES] = N_("the bytes " BYTES_FMT),
		[CEL_LIST] = N_("the list " BYTES_FMT),
		[CEL_MAP] = N_("the map " BYTES_FMT),
	};
	const char *format = formats[family((enum cel_kind)value.kind)];
	struct bytes text = value_of(inquiry, value);
	return format ? bytes_print(inquiry->owner, _(format), BYTES_ARG(text)) : text;
}

static const char *kind_words(enum cel_kind kind)
{
	static const char *const words[CEL_KINDS] = {
		[CEL_NULL] = N_("null"),
		[CEL_BOOL] = N_("a truth value"),
		[CEL_INT] = N_("a number"),
		[CEL_STRING] = N_("a string"),
		[CEL_BYTES] = N_("bytes"),
		[CEL_LIST] = N_("a list"),
		[CEL_MAP] = N_("a map"),
		[CEL_TYPE] = N_("a type"),
	};
	const char *word = words[family(kind)];
	return word ? _(word) : cel_type_name(kind);
}

/* --- places ----------------------------------------------------------------------------------- */

static struct span place_of(struct cel_value value)
{
	return value.origin ? value.origin->at : (struct span){ 0 };
}

/* What was computed stands where the one thing did that it was computed from. */
static struct span source_of(const struct cel_step *step)
{
	struct span found = place_of(step->value);
	if (found.source || step->element)
		return found;
	for (const struct cel_step *below = step->first; below; below = below->next) {
		if (below->skipped || below->constant)
			continue;
		struct span place = source_of(below);
		if (found.source && place.source)
			return (struct span){ 0 };
		if (place.source)
			found = place;
	}
	return found;
}

/* --- one value -------------------------------------------------------------------------------- */

static void say_is(struct inquiry *inquiry, const struct cel_step *step)
{
	if (step->constant || step->skipped || step->element || step->value.partial)
		return;
	struct bytes part = part_of(inquiry, step), value = value_of(inquiry, step->value);
	struct bytes text = bytes_print(inquiry->owner, _("'" BYTES_FMT "' is " BYTES_FMT),
		BYTES_ARG(part), BYTES_ARG(value));
	add_reason(inquiry, step, text)->place = source_of(step);
}

static void say_arguments(struct inquiry *inquiry, const struct cel_step *step)
{
	for (const struct cel_step *below = step->first; below; below = below->next)
		say_is(inquiry, below);
}

/* --- comparisons ------------------------------------------------------------------------------ */

/* The operator as it is written, and as it is with its sides changed. */
static const struct comparison {
	const char *name, *sign, *turned;
} comparisons[] = {
	{ "_==_", "==", "==" },
	{ "_!=_", "!=", "!=" },
	{ "_<_", "<", ">" },
	{ "_<=_", "<=", ">=" },
	{ "_>_", ">", "<" },
	{ "_>=_", ">=", "<=" },
	{ "@in", "in", NULL },
};

static const struct comparison *comparison_of(const struct expr *node)
{
	if (kind_as_written(node) != EXPR_CALL || node->count != 2)
		return NULL;
	for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
		if (bytes_is(node->name, comparisons[i].name))
			return &comparisons[i];
	return NULL;
}

static bool are_unlike(struct cel_value a, struct cel_value b)
{
	return family((enum cel_kind)a.kind) != family((enum cel_kind)b.kind);
}

/* Whether equality could not hold, whatever the values: the other side is of another kind. */
static bool can_never_be(const struct comparison *comparison, struct cel_value a,
	struct cel_value b, enum cel_kind *other)
{
	*other = (enum cel_kind)b.kind;
	if (strcmp(comparison->sign, "in") != 0)
		return comparison->sign[1] == '=' && strchr("=!", *comparison->sign) &&
			are_unlike(a, b);
	bool is_map = b.kind == CEL_MAP;
	for (size_t i = 0; i < b.len; i++)
		if (!are_unlike(a, is_map ? cel_key(b, i) : cel_item(b, i)))
			return false;
	if (b.len)
		*other = (enum cel_kind)(is_map ? cel_key(b, 0) : cel_item(b, 0)).kind;
	return b.len;
}

static void say_unlike(struct inquiry *inquiry, const struct cel_step *step, enum cel_kind other)
{
	if (step->constant)
		return;
	struct bytes part = part_of(inquiry, step), value = kind_and_value(inquiry, step->value);
	struct bytes text = bytes_print(inquiry->owner,
		_("'" BYTES_FMT "' is " BYTES_FMT ", compared with %s"), BYTES_ARG(part),
		BYTES_ARG(value), kind_words(other));
	add_reason(inquiry, step, text)->place = source_of(step);
}

/* A side that is no constant against one that is. */
static void say_against(struct inquiry *inquiry, const struct cel_step *step, const char *sign,
	const struct cel_step *constant)
{
	struct bytes part = part_of(inquiry, step), value = value_of(inquiry, step->value);
	struct bytes wanted = shown(inquiry, constant->value);
	struct bytes text = strcmp(sign, "==") == 0
		? bytes_print(inquiry->owner, _("'" BYTES_FMT "' is " BYTES_FMT ", not " BYTES_FMT),
			  BYTES_ARG(part), BYTES_ARG(value), BYTES_ARG(wanted))
		: bytes_print(inquiry->owner,
			  _("'" BYTES_FMT "' is " BYTES_FMT ", which is not %s " BYTES_FMT),
			  BYTES_ARG(part), BYTES_ARG(value), sign, BYTES_ARG(wanted));
	add_reason(inquiry, step, text)->place = source_of(step);
}

static void why_comparison(
	struct inquiry *inquiry, const struct cel_step *step, const struct comparison *comparison)
{
	const struct cel_step *left = step->first, *right = left->next;
	bool is_in = strcmp(comparison->sign, "in") == 0, differs = *comparison->sign == '!';
	enum cel_kind other;
	if (step->value.boolean == differs &&
		can_never_be(comparison, left->value, right->value, &other)) {
		say_unlike(inquiry, left, other);
		if (is_in && !right->constant)
			say_is(inquiry, right);
		else if (!is_in)
			say_unlike(inquiry, right, (enum cel_kind)left->value.kind);
	} else if (!step->value.boolean && !differs && right->constant && !left->constant) {
		say_against(inquiry, left, comparison->sign, right);
	} else if (!step->value.boolean && !differs && !is_in && left->constant) {
		say_against(inquiry, right, comparison->turned, left);
	} else {
		say_arguments(inquiry, step);
	}
}

/* --- macros ----------------------------------------------------------------------------------- */

static const struct cel_step *range_of(const struct cel_step *macro)
{
	return macro->first;
}

/* The place of an element: a map's is that of its key. */
static struct span place_of_element(const struct cel_step *macro, size_t number)
{
	struct cel_value range = range_of(macro)->value;
	if (!range.borrowed)
		return range.kind == CEL_LIST && number < range.len
			? place_of(cel_item(range, number))
			: (struct span){ 0 };
	return range.kind == CEL_MAP ? range.tree->entries[number].key_at
				     : range.tree->items[number]->at;
}

static struct bytes bindings_of(struct inquiry *inquiry, const struct cel_step *element)
{
	struct buf out = buf_new(inquiry->owner);
	for (size_t i = 0; i < element->binding_count; i++) {
		buf_print(&out, "%s" BYTES_FMT " = ", i ? ", " : "",
			BYTES_ARG(element->bindings[i].name));
		buf_add(&out, value_of(inquiry, element->bindings[i].value));
	}
	return buf_bytes(&out);
}

/* The format takes the element's number, how many there are, and its variables. */
static void say_element(struct inquiry *inquiry, const struct cel_step *macro,
	const struct cel_step *element, const char *format)
{
	struct bytes bindings = bindings_of(inquiry, element);
	struct bytes text = bytes_print(inquiry->owner, _(format), element->number + 1,
		(size_t)range_of(macro)->value.len, BYTES_ARG(bindings));
	add_reason(inquiry, macro, text)->place = place_of_element(macro, element->number);
}

static void say_of_all(struct inquiry *inquiry, const struct cel_step *macro, const char *format)
{
	size_t count = range_of(macro)->value.len;
	struct bytes text = count ? bytes_print(inquiry->owner, _(format), count)
				  : bytes_of(_("there are no items"));
	add_reason(inquiry, macro, text)->place = source_of(range_of(macro));
}

static bool is_bool(struct cel_value value, bool boolean)
{
	return value.kind == CEL_BOOL && value.boolean == boolean;
}

/* The first element of that outcome, or NULL. */
static const struct cel_step *element_that_is(const struct cel_step *macro, bool boolean)
{
	const struct cel_step *step = range_of(macro)->next;
	while (step && !is_bool(step->value, boolean))
		step = step->next;
	return step;
}

static void why_one(struct inquiry *inquiry, const struct cel_step *macro)
{
	size_t fit = 0;
	for (const struct cel_step *step = range_of(macro)->next; step; step = step->next) {
		if (!is_bool(step->value, true))
			continue;
		say_element(inquiry, macro, step, N_("item %zu of %zu fits: " BYTES_FMT));
		if (++fit == 2)
			return;
	}
	if (fit == 0)
		say_of_all(inquiry, macro, N_("none of the %zu items fits"));
}

/* all() and exists() are decided by one element, or by none. */
static void why_macro(struct inquiry *inquiry, const struct cel_step *macro)
{
	bool all = macro->expr->kind == EXPR_ALL;
	const struct cel_step *element = element_that_is(macro, !all);
	if (element) {
		say_element(inquiry, macro, element,
			all ? N_("item %zu of %zu breaks it: " BYTES_FMT)
			    : N_("item %zu of %zu fits: " BYTES_FMT));
		why(inquiry, element->first);
	} else {
		say_of_all(inquiry, macro,
			all ? N_("it holds for all %zu items") : N_("none of the %zu items fits"));
	}
}

/* --- logic ------------------------------------------------------------------------------------ */

static void why_operands(struct inquiry *inquiry, const struct cel_step *step)
{
	bool decisive = kind_as_written(step->expr) == EXPR_OR;
	bool decided = is_bool(step->value, decisive);
	for (const struct cel_step *below = step->first; below; below = below->next)
		if (!below->skipped && (!decided || is_bool(below->value, decisive)))
			why(inquiry, below);
}

/* Where the branch is a constant, all is in the condition. */
static void why_choice(struct inquiry *inquiry, const struct cel_step *step)
{
	const struct cel_step *condition = step->first, *branch = condition->next;
	branch = branch->skipped ? branch->next : branch;
	if (branch->constant) {
		why(inquiry, condition);
		return;
	}
	say_is(inquiry, condition);
	why(inquiry, branch);
}

static const struct cel_step *map_below(const struct cel_step *step)
{
	const struct cel_step *of = step->first;
	return of && of->value.kind == CEL_MAP ? of : NULL;
}

static struct bytes nearest_key(struct inquiry *inquiry, struct cel_value map, struct bytes word)
{
	struct texts keys = { 0 };
	for (size_t i = 0; i < map.len; i++) {
		struct cel_value key = cel_key(map, i);
		if (key.kind == CEL_STRING)
			*array_push(inquiry->owner, &keys) = cel_text(key);
	}
	return nearest(word, keys.at, keys.count);
}

static void hint_key(
	struct inquiry *inquiry, struct cel_reason *reason, struct cel_value map, struct bytes word)
{
	struct bytes near = nearest_key(inquiry, map, word);
	if (near.len)
		reason->hint = bytes_print(
			inquiry->owner, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

static void why_has(struct inquiry *inquiry, const struct cel_step *step)
{
	const struct cel_step *of = map_below(step);
	if (!of) {
		say_arguments(inquiry, step);
		return;
	}
	struct bytes part = part_of(inquiry, of), name = step->expr->name;
	struct bytes text = bytes_print(inquiry->owner,
		step->value.boolean ? _("'" BYTES_FMT "' has '" BYTES_FMT "'")
				    : _("'" BYTES_FMT "' has no '" BYTES_FMT "'"),
		BYTES_ARG(part), BYTES_ARG(name));
	struct cel_reason *reason = add_reason(inquiry, step, text);
	reason->place = place_of(of->value);
	if (!step->value.boolean)
		hint_key(inquiry, reason, of->value, name);
}

/* --- errors ----------------------------------------------------------------------------------- */

static struct bytes keys_of(struct inquiry *inquiry, struct cel_value map)
{
	struct buf out = buf_new(inquiry->owner);
	for (size_t i = 0; i < map.len && i < KEYS_SHOWN; i++) {
		buf_add(&out, i ? BYTES(", ") : BYTES(""));
		buf_add(&out, shown(inquiry, cel_key(map, i)));
	}
	if (map.len > KEYS_SHOWN)
		buf_add(&out, BYTES(", ..."));
	return buf_bytes(&out);
}

/* A key that is not there: which are, and which of them may have been meant. */
static void why_no_key(struct inquiry *inquiry, const struct cel_step *step)
{
	const struct cel_step *of = map_below(step), *index = of->next;
	struct bytes word = step->expr->name;
	size_t at = inquiry->reasons.count - 1;
	if (of->value.partial)
		return;
	if (kind_as_written(step->expr) == EXPR_INDEX && index->value.kind == CEL_STRING)
		word = cel_text(index->value);
	struct bytes part = part_of(inquiry, of), keys = keys_of(inquiry, of->value);
	struct bytes text = of->value.len
		? bytes_print(inquiry->owner, _("'" BYTES_FMT "' has " BYTES_FMT), BYTES_ARG(part),
			  BYTES_ARG(keys))
		: bytes_print(inquiry->owner, _("'" BYTES_FMT "' is empty"), BYTES_ARG(part));
	add_reason(inquiry, of, text)->place = place_of(of->value);
	hint_key(inquiry, &inquiry->reasons.at[at], of->value, word);
}

static bool is_same_error(struct cel_value a, struct cel_value b)
{
	return a.kind == CEL_ERROR && b.kind == CEL_ERROR && a.error == b.error;
}

/* What a macro asks of an element is neither true nor false. */
static void say_no_bool(struct inquiry *inquiry, const struct cel_step *macro)
{
	const struct cel_step *element = range_of(macro)->next;
	while (element && (element->value.kind == CEL_BOOL || cel_is_error(element->value)))
		element = element->next;
	if (!element)
		return;
	say_element(inquiry, macro, element, N_("at item %zu of %zu: " BYTES_FMT));
	say_is(inquiry, element->first);
}

static void why_failed(struct inquiry *inquiry, const struct cel_step *step)
{
	const struct cel_error *error = step->value.error;
	struct cel_reason *reason = add_reason(inquiry, step, error->text);
	/* Of `a.b.c` the last step is the one that failed. */
	reason->begin = kind_as_written(step->expr) == EXPR_SELECT ? step->expr->at : error->begin;
	reason->end = error->end;
	bool is_step = kind_as_written(step->expr) == EXPR_SELECT ||
		kind_as_written(step->expr) == EXPR_INDEX;
	if (is_step && map_below(step))
		why_no_key(inquiry, step);
	else if (is_loop(step->expr) && step->first->next)
		say_no_bool(inquiry, step);
	else
		say_arguments(inquiry, step);
}

/* Follows an error down to the part that made it. */
static void why_error(struct inquiry *inquiry, const struct cel_step *step)
{
	for (const struct cel_step *below = step->first; below; below = below->next) {
		if (below->skipped || !is_same_error(below->value, step->value))
			continue;
		if (!below->element) {
			why_error(inquiry, below);
			return;
		}
		why_error(inquiry, below);
		say_element(inquiry, step, below, N_("at item %zu of %zu: " BYTES_FMT));
		return;
	}
	if (!step->element)
		why_failed(inquiry, step);
}

/* --- all -------------------------------------------------------------------------------------- */

static void say_always(struct inquiry *inquiry, const struct cel_step *step)
{
	struct bytes value = shown(inquiry, step->value);
	add_reason(inquiry, step,
		bytes_print(inquiry->owner, _("it is always " BYTES_FMT), BYTES_ARG(value)));
}

static void why_call(struct inquiry *inquiry, const struct cel_step *step)
{
	const struct comparison *comparison = comparison_of(step->expr);
	if (step->value.kind != CEL_BOOL)
		say_is(inquiry, step);
	else if (bytes_is(step->expr->name, "!_"))
		why(inquiry, step->first);
	else if (comparison)
		why_comparison(inquiry, step, comparison);
	else
		say_arguments(inquiry, step);
}

static void why(struct inquiry *inquiry, const struct cel_step *step)
{
	if (cel_is_error(step->value)) {
		why_error(inquiry, step);
		return;
	}
	switch (kind_as_written(step->expr)) {
	case EXPR_CALL:
		why_call(inquiry, step);
		break;
	case EXPR_AND:
	case EXPR_OR:
		why_operands(inquiry, step);
		break;
	case EXPR_CHOICE:
		why_choice(inquiry, step);
		break;
	case EXPR_ALL:
	case EXPR_EXISTS:
		why_macro(inquiry, step);
		break;
	case EXPR_EXISTS_ONE:
		why_one(inquiry, step);
		break;
	case EXPR_BIND:
		why(inquiry, step->first->next);
		break;
	case EXPR_CONST:
		say_always(inquiry, step);
		break;
	default:
		if (step->expr->test)
			why_has(inquiry, step);
		else
			say_is(inquiry, step);
	}
}

struct cel_reasons cel_why(struct arena *owner, const struct cel_explanation *explanation)
{
	struct inquiry inquiry = { .owner = owner, .program = explanation->program };
	struct cel_value value = explanation->result.value;
	if (cel_is_error(value) && !is_same_error(value, explanation->root->value))
		add_reason(&inquiry, explanation->root, value.error->text);
	else if (value.kind == CEL_BOOL || cel_is_error(value))
		why(&inquiry, explanation->root);
	if (inquiry.reasons.count && cel_is_error(value) && value.error->hint)
		inquiry.reasons.at[0].hint = bytes_of(_(value.error->hint));
	return inquiry.reasons;
}
