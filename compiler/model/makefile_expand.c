#include "makefile_parts.h"

#include <stdlib.h>

/* --- functions -------------------------------------------------------------------------------- */

static int by_text(const void *key, const void *item)
{
	const char *const *text = item;
	return bytes_compare(*(const struct bytes *)key, bytes_of(*text));
}

/* In the order of their bytes. */
static const char *const functions[] = { "abspath", "addprefix", "addsuffix", "and", "basename",
	"call", "dir", "error", "eval", "file", "filter", "filter-out", "findstring", "firstword",
	"flavor", "foreach", "guile", "if", "info", "intcmp", "join", "lastword", "let", "notdir",
	"or", "origin", "patsubst", "realpath", "shell", "sort", "strip", "subst", "suffix",
	"value", "warning", "wildcard", "word", "wordlist", "words" };

static bool in_name_of_function(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

/* The function that the text behind a bracket calls; an empty text for a variable. */
static struct bytes function_of(struct bytes text)
{
	size_t end = 0;
	while (end < text.len && in_name_of_function(text.at[end]))
		end++;
	struct bytes name = bytes_slice(text, 0, end);
	bool called = end && (end == text.len || make_is_space(text.at[end])) &&
		bsearch(&name, functions, sizeof functions / sizeof *functions, sizeof *functions,
			by_text);
	return called ? name : (struct bytes){ 0 };
}

/* --- the form of a reference ------------------------------------------------------------------ */

struct reference {
	size_t begin, end; /* of what stands inside */
	size_t behind;
	bool closed, nested;
	bool any_close; /* without one GNU Make stops; else it takes a strange name */
};

/* Where brackets nest only if there is a reference inside, as for GNU Make. */
static struct reference reference_at(struct bytes text, size_t at)
{
	char open = text.at[at + 1], close = open == '(' ? ')' : '}';
	struct reference reference = { .begin = at + 2 };
	const char *first = memchr(text.at + at + 2, close, text.len - at - 2);
	size_t end = first ? (size_t)(first - text.at) : text.len;
	reference.nested = end > at + 2 && memchr(text.at + at + 2, '$', end - at - 2);
	size_t depth = 1, i = at + 2;
	for (; reference.nested && i < text.len; i++) {
		depth += (size_t)(text.at[i] == open) - (size_t)(text.at[i] == close);
		if (!depth)
			break;
	}
	reference.end = reference.nested ? i : end;
	reference.any_close = first;
	reference.closed = first && (!reference.nested || !depth);
	reference.behind = reference.end + reference.closed;
	return reference;
}

/* --- expanding -------------------------------------------------------------------------------- */

void make_spans_add(struct arena *owner, struct make_spans *spans, struct span span)
{
	enum { MOST = 256 };
	for (size_t i = 0; i < spans->count; i++)
		if (spans->at[i].source == span.source && spans->at[i].begin == span.begin &&
			spans->at[i].end == span.end)
			return;
	if (spans->count < MOST && span.source)
		*array_push(owner, spans) = span;
}

struct make_expansion make_expansion_of(struct makefile *makefile, struct arena *owner)
{
	return (struct make_expansion){
		.makefile = makefile, .out = buf_new(owner), .left = &makefile->left
	};
}

static bool fail(struct make_expansion *expansion, enum make_fault_kind kind, struct span at,
	struct bytes name)
{
	expansion->fault = make_fault_new(expansion->makefile, kind, at, name, NULL);
	return false;
}

static bool add(struct make_expansion *expansion, struct bytes text, struct span at)
{
	if (*expansion->left < text.len + 1)
		return fail(expansion, FAULT_LIMIT, at, BYTES(""));
	*expansion->left -= text.len + 1;
	buf_add(&expansion->out, text);
	return true;
}

static bool expand_recursive(
	struct make_expansion *expansion, struct make_variable *variable, struct span at)
{
	if (variable->busy)
		return fail(expansion, FAULT_CYCLE, at, variable->name);
	if (expansion->depth >= expansion->makefile->limits.depth)
		return fail(expansion, FAULT_DEPTH, at, variable->name);
	if (!add(expansion, BYTES(""), at))
		return false;
	variable->busy = true;
	expansion->depth++;
	bool good = make_expand(expansion, make_variable_text(variable));
	expansion->depth--;
	variable->busy = false;
	return good;
}

bool make_expand_variable(struct make_expansion *expansion, struct make_variable *variable)
{
	return variable->recursive
		? expand_recursive(expansion, variable, variable->at)
		: add(expansion, make_variable_text(variable).text, variable->at);
}

static bool refer(struct make_expansion *expansion, struct bytes name, struct span at)
{
	struct make_variable *variable = make_variable_find(expansion->makefile, name);
	const struct make_fault *fault = name.len
		? make_variable_fault(expansion->makefile, variable, name, at)
		: NULL;
	bool nothing = fault && expansion->makefile->in_condition &&
		make_is_nothing_yet(expansion->makefile, variable, name, fault);
	if (fault && !nothing) {
		expansion->fault = fault;
		return false;
	}
	if (!variable || nothing)
		return true;
	struct arena *owner = expansion->out.owner;
	make_spans_add(owner, &expansion->used, variable->at);
	for (size_t i = 0; i < variable->used.count; i++)
		make_spans_add(owner, &expansion->used, variable->used.at[i]);
	return variable->recursive ? expand_recursive(expansion, variable, at)
				   : add(expansion, make_variable_text(variable).text, at);
}

/* `X:a=b` is no name. */
static bool is_substitution(struct bytes name)
{
	const char *colon = name.len ? memchr(name.at, ':', name.len) : NULL;
	return colon && memchr(colon, '=', (size_t)(name.at + name.len - colon));
}

/* A name that holds references itself. */
static bool expand_name(struct make_expansion *expansion, struct make_text inside, struct span at,
	struct bytes *name)
{
	size_t before = expansion->out.len;
	if (expansion->depth >= expansion->makefile->limits.depth)
		return fail(expansion, FAULT_DEPTH, at, inside.text);
	expansion->depth++;
	bool good = make_expand(expansion, inside);
	expansion->depth--;
	struct bytes whole = buf_bytes(&expansion->out);
	*name = bytes_copy(expansion->out.owner, bytes_slice(whole, before, whole.len));
	expansion->out.len = before;
	return good;
}

static bool expand_reference(struct make_expansion *expansion, struct make_text text, size_t *at)
{
	struct reference reference = reference_at(text.text, *at);
	struct span place = make_place(text, *at, reference.behind);
	struct make_text inside = make_slice(text, reference.begin, reference.end);
	struct bytes name = inside.text;
	struct bytes function = function_of(bytes_slice(text.text, *at + 2, text.text.len));
	*at = reference.behind;
	if (function.len)
		return fail(expansion, FAULT_FUNCTION, place, function);
	if (!reference.closed)
		return fail(expansion, reference.any_close ? FAULT_UNMATCHED : FAULT_UNCLOSED,
			place, BYTES(""));
	if (reference.nested && !expand_name(expansion, inside, place, &name))
		return false;
	if (is_substitution(name))
		return fail(expansion, FAULT_SUBSTITUTION, place, name);
	return refer(expansion, name, place);
}

static bool expand_dollar(struct make_expansion *expansion, struct make_text text, size_t *at)
{
	size_t next = *at + 1;
	bool last = next >= text.text.len;
	struct span place = make_place(text, *at, last ? next : next + 1);
	if (!last && (text.text.at[next] == '(' || text.text.at[next] == '{'))
		return expand_reference(expansion, text, at);
	*at = last ? next : next + 1;
	if (last || text.text.at[next] == '$')
		return add(expansion, BYTES("$"), place);
	return refer(expansion, bytes_slice(text.text, next, next + 1), place);
}

bool make_expand(struct make_expansion *expansion, struct make_text text)
{
	size_t at = 0;
	while (at < text.text.len) {
		const char *dollar = memchr(text.text.at + at, '$', text.text.len - at);
		size_t end = dollar ? (size_t)(dollar - text.text.at) : text.text.len;
		if (end > at &&
			!add(expansion, bytes_slice(text.text, at, end), make_place(text, at, end)))
			return false;
		at = end;
		if (dollar && !expand_dollar(expansion, text, &at))
			return false;
	}
	return true;
}

/* --- effects ---------------------------------------------------------------------------------- */

static bool may_assign(struct makefile *makefile, struct bytes text, unsigned depth);

/* What `$(call NAME,…)` would expand. */
static bool call_may_assign(struct makefile *makefile, struct bytes inside, unsigned depth)
{
	struct bytes rest = bytes_slice(inside, sizeof "call" - 1, inside.len), name = rest;
	bytes_cut(&rest, ',', &name);
	name = bytes_trim(name);
	struct make_variable *variable = make_variable_find(makefile, name);
	if (memchr(name.at, '$', name.len) || !variable || variable->fault)
		return true;
	return may_assign(makefile, make_variable_text(variable).text, depth);
}

static bool variable_may_assign(struct makefile *makefile, struct bytes name, unsigned depth)
{
	struct make_variable *variable = make_variable_find(makefile, name);
	if (!variable || (variable->defined && !variable->recursive))
		return false;
	if (variable->fault && variable->fault->kind != FAULT_SHELL)
		return true;
	if (variable->busy)
		return false;
	variable->busy = true;
	bool may = may_assign(makefile, make_variable_text(variable).text, depth);
	variable->busy = false;
	return may;
}

static bool reference_may_assign(
	struct makefile *makefile, struct bytes text, size_t at, unsigned depth)
{
	struct reference reference = reference_at(text, at);
	struct bytes inside = bytes_slice(text, reference.begin, reference.end);
	struct bytes function = function_of(bytes_slice(text, at + 2, text.len));
	if (makefile->left < reference.behind - at)
		return true;
	makefile->left -= reference.behind - at;
	if (!function.len)
		return reference.nested || variable_may_assign(makefile, inside, depth);
	if (bytes_is(function, "call"))
		return call_may_assign(makefile, inside, depth);
	return bytes_is(function, "eval") || bytes_is(function, "guile") ||
		bytes_is(function, "error");
}

/* What a function's operands hold is looked at on the way. */
static bool may_assign(struct makefile *makefile, struct bytes text, unsigned depth)
{
	if (depth > makefile->limits.depth)
		return true;
	for (size_t at = 0; at + 1 < text.len; at++) {
		if (text.at[at] != '$')
			continue;
		/* Variables that hold others twice each double the way with every step. */
		if (makefile->left == 0)
			return true;
		makefile->left--;
		bool closed = text.at[at + 1] != '(' && text.at[at + 1] != '{';
		struct bytes letter = bytes_slice(text, at + 1, at + 2);
		if (closed ? variable_may_assign(makefile, letter, depth + 1)
			   : reference_may_assign(makefile, text, at, depth + 1))
			return true;
		at++;
	}
	return false;
}

const struct bytes *make_expand_now(struct makefile *makefile, struct make_text text,
	struct make_spans *used, const struct make_fault **fault)
{
	struct make_expansion expansion = make_expansion_of(makefile, makefile->owner);
	*fault = NULL;
	if (!make_expand(&expansion, text)) {
		*fault = expansion.fault;
		bool stops = (*fault)->kind == FAULT_UNCLOSED || (*fault)->kind == FAULT_CYCLE;
		if (stops && !make_maybe(makefile))
			makefile->stopped = *fault;
		if (may_assign(makefile, text.text, 0))
			make_doubt(makefile,
				make_fault_new(makefile, FAULT_EVAL, make_trimmed_place(text),
					BYTES(""), *fault));
		return NULL;
	}
	struct bytes *result = arena_new_of(makefile->owner, struct bytes);
	*result = buf_bytes(&expansion.out);
	*used = expansion.used;
	return result;
}
