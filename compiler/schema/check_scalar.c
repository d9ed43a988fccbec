/* Keywords that look at one value and nothing below it. */
#include "check.h"
#include "format.h"

#include "base/message.h"
#include "base/utf8.h"

/* --- any value -------------------------------------------------------------------------------- */

/* A text that would be of the type without its quotes, or a scalar that would be with them. */
static void hint_quotes(
	struct run *run, struct violation *violation, const struct value *value, unsigned wanted)
{
	if (wanted & KIND_STRING && value->style == STYLE_PLAIN &&
		(value->kind == VALUE_BOOL || value->kind == VALUE_INT ||
			value->kind == VALUE_FLOAT))
		violation_hint(run, violation, "%s", _("in quotes it is a text"));
	if (value->kind != VALUE_STRING || value->style == STYLE_PLAIN)
		return;
	struct scalar scalar = resolve_helm(value->text);
	if ((scalar.type == TYPE_BOOL && wanted & KIND_BOOL) ||
		(scalar.type == TYPE_INT && wanted & KIND_INTEGER) ||
		(scalar.type == TYPE_FLOAT && wanted & KIND_FRACTION))
		violation_hint(run, violation, "%s",
			scalar.type == TYPE_BOOL ? _("without quotes it is a truth value")
						 : _("without quotes it is a number"));
}

bool check_type(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	unsigned kind = kind_of(frame->value);
	(void)marks;
	if (rule->count & kind)
		return true;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	struct bytes wanted = kinds_names(run->owner, (unsigned)rule->count);
	hint_quotes(run, violation, frame->value, (unsigned)rule->count);
	if (kind == KIND_FRACTION && rule->count & KIND_INTEGER)
		return violation_say(run, violation,
			_("'" BYTES_FMT "' must be " BYTES_FMT ", not a fraction"),
			BYTES_ARG(violation->path), BYTES_ARG(wanted));
	return violation_say(run, violation, _("'" BYTES_FMT "' must be " BYTES_FMT ", not %s"),
		BYTES_ARG(violation->path), BYTES_ARG(wanted), kind_name(kind));
}

bool check_const(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	(void)marks;
	if (same_data(run->owner, frame->value, rule->value))
		return true;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	struct bytes wanted = shown(run->owner, rule->value);
	return violation_say(run, violation, _("'" BYTES_FMT "' must be " BYTES_FMT),
		BYTES_ARG(violation->path), BYTES_ARG(wanted));
}

static bool is_choice(struct run *run, const struct choices *choices, const struct value *value)
{
	const struct value *list = choices->list;
	if (choices->texts.count)
		return value->kind == VALUE_STRING && names_get(&choices->texts, value->text);
	for (size_t i = 0; i < list->count; i++)
		if (same_data(run->owner, list->items[i], value))
			return true;
	return false;
}

static bool is_same_but_kind(const struct value *choice, const struct value *value)
{
	return choice->kind == VALUE_STRING && value->text.len &&
		bytes_equal(choice->text, value->text);
}

static void hint_choice(struct run *run, struct violation *violation, const struct value *list,
	const struct value *value)
{
	struct texts texts = { 0 };
	for (size_t i = 0; i < list->count; i++) {
		if (value->kind != VALUE_STRING && is_same_but_kind(list->items[i], value)) {
			violation_hint(run, violation, "%s", _("in quotes it is a text"));
			return;
		}
		if (list->items[i]->kind == VALUE_STRING)
			*array_push(run->owner, &texts) = list->items[i]->text;
	}
	struct bytes near = { 0 };
	if (value->kind == VALUE_STRING)
		near = near_text(value->text, &texts);
	if (near.len)
		violation_hint(run, violation, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

enum { CHOICES_SHOWN = 12 };

bool check_enum(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	const struct value *list = rule->choices->list;
	(void)marks;
	if (is_choice(run, rule->choices, frame->value))
		return true;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	struct buf out = buf_new(run->owner);
	for (size_t i = 0; i < list->count && i < CHOICES_SHOWN; i++) {
		struct bytes choice = shown(run->owner, list->items[i]);
		buf_print(&out, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(choice));
	}
	if (list->count > CHOICES_SHOWN)
		buf_add(&out, BYTES(", …"));
	hint_choice(run, violation, list, frame->value);
	return violation_say(run, violation, _("'" BYTES_FMT "' must be one of " BYTES_FMT),
		BYTES_ARG(violation->path), BYTES_ARG(buf_bytes(&out)));
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* The schema's number is said as it is written. */
static bool refuse_number(
	struct run *run, const struct rule *rule, const struct frame *frame, const char *format)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation, _(format), BYTES_ARG(violation->path),
		BYTES_ARG(rule->value->text));
}

bool check_multiple(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	(void)marks;
	return is_multiple(frame->value->number, rule->value->number) ||
		refuse_number(
			run, rule, frame, N_("'" BYTES_FMT "' must be a multiple of " BYTES_FMT));
}

bool check_maximum(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	double number = frame->value->number, limit = rule->value->number;
	(void)marks;
	if (rule->exclusive)
		return number < limit ||
			refuse_number(run, rule, frame,
				N_("'" BYTES_FMT "' must be less than " BYTES_FMT));
	return number <= limit ||
		refuse_number(run, rule, frame, N_("'" BYTES_FMT "' must be at most " BYTES_FMT));
}

bool check_minimum(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	double number = frame->value->number, limit = rule->value->number;
	(void)marks;
	if (rule->exclusive)
		return number > limit ||
			refuse_number(run, rule, frame,
				N_("'" BYTES_FMT "' must be greater than " BYTES_FMT));
	return number >= limit ||
		refuse_number(run, rule, frame, N_("'" BYTES_FMT "' must be at least " BYTES_FMT));
}

/* --- how many --------------------------------------------------------------------------------- */

static bool refuse_count(struct run *run, const struct rule *rule, const struct frame *frame,
	const char *format, size_t count)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(
		run, violation, _(format), BYTES_ARG(violation->path), rule->count, count);
}

/* A text has no more characters than bytes, and no less than a quarter of them. */
bool check_max_length(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	struct bytes text = frame->value->text;
	(void)marks;
	if (text.len <= rule->count || utf8_length(text) <= rule->count)
		return true;
	return refuse_count(run, rule, frame,
		N_("the length of '" BYTES_FMT "' must be at most %zu, not %zu"),
		utf8_length(text));
}

bool check_min_length(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	struct bytes text = frame->value->text;
	(void)marks;
	if (text.len / 4 >= rule->count || utf8_length(text) >= rule->count)
		return true;
	return refuse_count(run, rule, frame,
		N_("the length of '" BYTES_FMT "' must be at least %zu, not %zu"),
		utf8_length(text));
}

bool check_max_items(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t count = frame->value->count;
	(void)marks;
	return count <= rule->count ||
		refuse_count(run, rule, frame,
			N_("the number of items of '" BYTES_FMT "' must be at most %zu, not %zu"),
			count);
}

bool check_min_items(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t count = frame->value->count;
	(void)marks;
	return count >= rule->count ||
		refuse_count(run, rule, frame,
			N_("the number of items of '" BYTES_FMT "' must be at least %zu, not %zu"),
			count);
}

bool check_max_keys(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t count = frame->value->count;
	(void)marks;
	return count <= rule->count ||
		refuse_count(run, rule, frame,
			N_("the number of keys of '" BYTES_FMT "' must be at most %zu, not %zu"),
			count);
}

bool check_min_keys(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	size_t count = frame->value->count;
	(void)marks;
	return count >= rule->count ||
		refuse_count(run, rule, frame,
			N_("the number of keys of '" BYTES_FMT "' must be at least %zu, not %zu"),
			count);
}

/* --- texts ------------------------------------------------------------------------------------ */

bool check_pattern(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	struct bytes text = frame->value->text;
	(void)marks;
	enum regex_answer answer = utf8_invalid(text) < text.len ? REGEX_NO
								 : regex_matches(rule->regex, text);
	if (answer == REGEX_YES)
		return true;
	if (answer == REGEX_LIMIT)
		return stop_check(
			run, frame, N_("it takes too long to tell whether a text fits 'pattern'"));
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation,
		_("'" BYTES_FMT "' must match the pattern '" BYTES_FMT "'"),
		BYTES_ARG(violation->path), BYTES_ARG(rule->value->text));
}

bool check_format(
	struct run *run, const struct rule *rule, const struct frame *frame, struct marks *marks)
{
	(void)marks;
	if (schema_format_fits(run->owner, rule->format, frame->value->text))
		return true;
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	return violation_say(run, violation, _("'" BYTES_FMT "' must be %s"),
		BYTES_ARG(violation->path), _(schema_format_means(rule->format)));
}
