#include "makefile_parts.h"

#include "base/message.h"
#include "base/nearest.h"

/* --- telling a fault -------------------------------------------------------------------------- */

static struct span first_line(const struct makefile *makefile)
{
	return (struct span){ makefile->source, 0, 0 };
}

static bool tell_undefined(
	struct makefile *makefile, struct bytes name, struct span at, struct diags *d)
{
	struct texts known = makefile_names(d->owner, makefile);
	struct bytes near = nearest(name, known.at, known.count);
	diag_error(d, at.source ? at : first_line(makefile), "make/undefined",
		N_("no line of '" BYTES_FMT "' assigns the variable '" BYTES_FMT "'"),
		BYTES_ARG(makefile->source->path), BYTES_ARG(name));
	if (near.len)
		diag_hint(d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(d, N_("leme takes no variable from the environment"));
	return false;
}

/* Those that need no more than the name. Without a hint of their own, `make/unknown` has one. */
static const struct {
	const char *id, *text, *hint;
} fault_texts[] = {
	[FAULT_FUNCTION] = { "make/unknown",
		N_("the function '" BYTES_FMT "' would have to be run"), NULL },
	[FAULT_SHELL] = { "make/unknown",
		N_("a command would have to be run for the variable '" BYTES_FMT "'"), NULL },
	[FAULT_SUBSTITUTION] = { "make/unknown",
		N_("the substitution '" BYTES_FMT "' would have to be worked out"), NULL },
	[FAULT_BUILTIN] = { "make/unknown",
		N_("GNU Make itself gives the variable '" BYTES_FMT "' its value"), NULL },
	[FAULT_ENVIRONMENT] = { "make/unknown",
		N_("no line above assigns the variable '" BYTES_FMT "', but the environment may"),
		N_("leme takes no variable from the environment; assign it above, as with '?='") },
	[FAULT_CYCLE] = { "make/cycle", N_("the variable '" BYTES_FMT "' refers to itself"), NULL },
	[FAULT_DEPTH] = { "make/limit",
		N_("the reference to '" BYTES_FMT "' is nested deeper than the limit"), NULL },
	[FAULT_INCLUDE_MISSING] = { "make/unknown", N_("there is no file '" BYTES_FMT "'"),
		N_("GNU Make stops there unless a rule makes the file; '-include' goes on") },
	[FAULT_INCLUDE_OUTSIDE] = { "make/unknown", N_("'" BYTES_FMT "' leads out of its source"),
		N_("include a file of the same source; leme reads no other") },
	[FAULT_INCLUDE] = { "make/unknown", N_("leme cannot tell which file '" BYTES_FMT "' is"),
		N_("name the file itself; leme works out no name") },
	[FAULT_EXPORTED] = { "make/undefined",
		N_("'" BYTES_FMT "' is exported before it is assigned, so it is empty"), NULL },
	[FAULT_NAME] = { "make/unknown", N_("leme cannot tell which variable '" BYTES_FMT "' is"),
		NULL },
};

/* And those that need no name. */
static const struct {
	const char *id, *text;
} plain_texts[] = {
	[FAULT_UNCLOSED] = { "make/syntax", N_("the reference is not closed") },
	[FAULT_UNMATCHED] = { "make/syntax", N_("the brackets of the reference do not match") },
	[FAULT_LIMIT] = { "make/limit",
		N_("references add more to the text than the limit allows") },
	[FAULT_CONDITION] = { "make/unknown",
		N_("leme cannot tell whether the lines of this conditional count") },
	[FAULT_EVAL] = { "make/unknown", N_("this may assign any variable when it is run") },
	[FAULT_RECIPE] = { "make/unknown",
		N_("leme cannot tell whether this line is a recipe or an assignment") },
};

static bool needs_name(const struct make_fault *fault)
{
	return fault->kind < sizeof fault_texts / sizeof *fault_texts &&
		fault_texts[fault->kind].text;
}

static const char *hint_of(const struct make_fault *fault)
{
	return needs_name(fault) ? fault_texts[fault->kind].hint : NULL;
}

/* What to do about a fault as a whole says more than what to do about its cause. */
static void tell_hint(
	const struct make_fault *whole, const struct make_fault *fault, struct diags *d)
{
	const char *hint = hint_of(whole) ? hint_of(whole) : hint_of(fault);
	if (hint)
		diag_hint(d, "%s", _(hint));
	else if (strcmp(d->at[d->count - 1]->id, "make/unknown") == 0)
		diag_hint(d, N_("leme runs nothing that a makefile says; assign the value itself"));
	else if (fault->kind == FAULT_LIMIT || fault->kind == FAULT_DEPTH)
		diag_hint(d, N_("raise the limit with %s"),
			fault->kind == FAULT_LIMIT ? "--max-alias" : "--max-depth");
}

static void tell_cause(struct makefile *makefile, const struct make_fault *fault, struct diags *d)
{
	if (fault->kind == FAULT_UNDEFINED)
		tell_undefined(makefile, fault->name, fault->at, d);
	else if (needs_name(fault))
		diag_error(d, fault->at, fault_texts[fault->kind].id, fault_texts[fault->kind].text,
			BYTES_ARG(fault->name));
	else
		diag_error(d, fault->at, plain_texts[fault->kind].id, "%s",
			_(plain_texts[fault->kind].text));
}

/* What follows from a cause, from the innermost outwards. */
static void tell_related(const struct make_fault *fault, struct diags *d)
{
	if (!fault->cause)
		return;
	tell_related(fault->cause, d);
	if (needs_name(fault))
		diag_related(d, fault->at, fault_texts[fault->kind].text, BYTES_ARG(fault->name));
	else
		diag_related(d, fault->at, "%s", _(plain_texts[fault->kind].text));
}

bool make_fault_tell(struct makefile *makefile, const struct make_variable *variable,
	const struct make_fault *fault, struct span asked_at, struct diags *d)
{
	const struct make_fault *cause = fault;
	while (cause->cause)
		cause = cause->cause;
	tell_cause(makefile, cause, d);
	tell_hint(fault, cause, d);
	tell_related(fault, d);
	if (variable && variable->at.source)
		diag_related(d, variable->at, N_("the variable '" BYTES_FMT "'"),
			BYTES_ARG(variable->name));
	if (asked_at.source)
		diag_related(d, asked_at, N_("it is asked for here"));
	return false;
}

/* --- answers ---------------------------------------------------------------------------------- */

/*
 * A backslash before the text would hide what is written in its place; one behind it, which joins
 * no line, is of those that are halved before a comment.
 */
static bool meets_backslash(struct span at)
{
	struct bytes text = at.source ? at.source->text : BYTES("");
	struct bytes rest = bytes_slice(text, at.end, text.len);
	bool joins = bytes_begins(rest, BYTES("\\\n")) || bytes_begins(rest, BYTES("\\\r"));
	return (at.begin && text.at[at.begin - 1] == '\\') ||
		(bytes_begins(rest, BYTES("\\")) && !joins);
}

static bool is_literal(const struct make_value *value)
{
	struct bytes written = span_text(value->at);
	return bytes_equal(written, bytes_trim(value->text)) && !meets_backslash(value->at) &&
		!(written.len && memchr(written.at, '$', written.len));
}

/* The last assignment is not another one. */
static void take_used(struct arena *owner, struct make_value *value,
	const struct make_variable *variable, const struct make_spans *used)
{
	struct make_spans all = { 0 };
	for (size_t i = 0; i < variable->used.count; i++)
		make_spans_add(owner, &all, variable->used.at[i]);
	for (size_t i = 0; i < used->count; i++)
		make_spans_add(owner, &all, used->at[i]);
	for (size_t i = 0; i < all.count; i++)
		if (span_compare(all.at[i], variable->at) != 0)
			*array_push(owner, &value->used) = all.at[i];
}

bool makefile_value(struct arena *owner, struct makefile *makefile, struct bytes name,
	struct span asked_at, struct make_value *value, struct diags *d)
{
	struct make_variable *variable = make_variable_find(makefile, name);
	size_t left = makefile->limits.alias_expansion;
	struct make_expansion expansion = make_expansion_of(makefile, owner);
	expansion.left = &left;
	*value = (struct make_value){ 0 };
	if (makefile->unread)
		return make_fault_tell(makefile, variable, makefile->unread, asked_at, d);
	const struct make_fault *fault = make_variable_fault(makefile, variable, name, asked_at);
	if (make_is_undefined(variable, fault))
		return tell_undefined(makefile, name, asked_at, d);
	if (!fault && !make_expand_variable(&expansion, variable))
		fault = expansion.fault;
	if (fault)
		return make_fault_tell(makefile, variable, fault, asked_at, d);
	value->text = buf_bytes(&expansion.out);
	value->at = variable->at;
	value->literal = is_literal(value);
	take_used(owner, value, variable, &expansion.used);
	return true;
}

struct texts makefile_names(struct arena *owner, const struct makefile *makefile)
{
	struct texts names = { 0 };
	for (size_t i = 0; i < makefile->variables.count; i++)
		if (makefile->variables.at[i]->order)
			*array_push(owner, &names) = makefile->variables.at[i]->name;
	return names;
}
