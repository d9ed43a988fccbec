#include "template.h"

#include "base/message.h"
#include "read.h"

#include <stdlib.h>

static const struct bytes opening = { "${{", 3 };

bool text_is_template(struct bytes text)
{
	/* Nearly every text has no `$`, and most are too short for a search to pay. */
	for (size_t i = 0; i + opening.len <= text.len; i++)
		if (text.at[i] == '$' && text.at[i + 1] == '{' && text.at[i + 2] == '{')
			return true;
	return false;
}

/* --- one text --------------------------------------------------------------------------------- */

struct scan {
	struct arena *owner;
	const struct cel_env *env;
	struct template *template;
	struct bytes text;
	struct diags *d;
};

static void add_literal(struct scan *scan, size_t begin, size_t end)
{
	if (begin < end)
		*array_push(scan->owner, &scan->template->parts) = (struct template_part){
			.literal = bytes_slice(scan->text, begin, end),
		};
}

static bool unclosed(struct scan *scan, size_t begin)
{
	diag_error(scan->d, value_place(scan->template->scalar, begin, begin + opening.len),
		"expression/unclosed", N_("'${{' is not closed by '}}'"));
	diag_hint(scan->d, N_("write '$${{' for a literal '${{'"));
	return false;
}

/* Diags of CEL come with places in the scalar's text. */
static void settle_places(struct scan *scan, size_t before)
{
	for (size_t i = before; i < scan->d->count; i++) {
		struct span *at = &scan->d->at[i]->at;
		*at = value_place(scan->template->scalar, at->begin, at->end);
	}
}

static bool add_program(struct scan *scan, size_t begin, size_t end)
{
	struct span at = { scan->template->scalar->at.source, (uint32_t)begin, (uint32_t)end };
	struct template_part part = { .begin = begin, .length = end - begin };
	size_t before = scan->d->count;
	part.program = cel_compile(
		scan->owner, scan->env, bytes_slice(scan->text, begin, end), at, scan->d);
	settle_places(scan, before);
	scan->template->computed = true;
	if (part.program && cel_program_height(part.program) > scan->template->height)
		scan->template->height = cel_program_height(part.program);
	*array_push(scan->owner, &scan->template->parts) = part;
	return part.program;
}

/* From behind `${{`; *end is then behind `}}`, or at the end where that cannot be found. */
static bool scan_expression(struct scan *scan, size_t begin, size_t *end)
{
	struct bytes rest = bytes_slice(scan->text, begin, scan->text.len);
	const char *fault;
	size_t length;
	*end = scan->text.len;
	if (!cel_find_end(scan->owner, rest, &length, &fault))
		return diag_error(scan->d,
			value_place(scan->template->scalar, begin + length, begin + length + 1),
			"cel/syntax", "%s", _(fault));
	if (length == rest.len)
		return unclosed(scan, begin - opening.len);
	*end = begin + length + 2;
	return add_program(scan, begin, begin + length);
}

static bool scan_text(struct scan *scan)
{
	bool good = true;
	for (size_t at = 0, next; at < scan->text.len; at = next) {
		size_t found = bytes_find(scan->text, opening, at);
		bool escaped = found < scan->text.len && found > at &&
			scan->text.at[found - 1] == '$';
		add_literal(scan, at, escaped ? found - 1 : found);
		next = found + opening.len;
		if (escaped)
			add_literal(scan, found, next);
		else if (found < scan->text.len)
			good = scan_expression(scan, next, &next) && good;
	}
	return good;
}

/* --- sets ------------------------------------------------------------------------------------- */

const struct template *template_take(struct arena *owner, struct templates *templates,
	struct scopes *scopes, const struct value *scalar, enum scope scope, struct diags *d)
{
	if (!scalar || !text_is_template(scalar->text))
		return NULL;
	struct template *template = arena_new_of(owner, struct template);
	*template = (struct template){ .scalar = scalar, .scope = scope };
	struct scan scan = { owner, scopes_env(scopes, scope), template, scalar->text, d };
	if (!scan_text(&scan)) {
		templates->bad = true;
		return NULL;
	}
	*array_push(owner, templates) = template;
	return template;
}

struct formula formula_read(struct arena *run, const struct catalog *catalog,
	struct templates *templates, const struct value *scalar, enum scope scope, struct diags *d)
{
	if (!scalar)
		return (struct formula){ 0 };
	return (struct formula){ scalar->text, scalar->at,
		template_take(run, templates, catalog->scopes, scalar, scope, d) };
}

void templates_take(struct arena *owner, struct templates *templates, struct scopes *scopes,
	const struct value *value, enum scope scope, struct diags *d)
{
	if (!value)
		return;
	if (value->kind == VALUE_STRING)
		template_take(owner, templates, scopes, value, scope, d);
	for (size_t i = 0; i < value->count; i++)
		templates_take(owner, templates, scopes,
			value->kind == VALUE_MAP ? value->entries[i].value : value->items[i], scope,
			d);
}

bool templates_of_profile(struct arena *owner, struct templates *templates, struct scopes *scopes,
	const struct value *document, struct diags *d)
{
	static const char *const keys[] = { "facts", "values", "release", "output", "render" };
	const struct value *versions = read_key(document, "versions");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		templates_take(
			owner, templates, scopes, read_key(document, keys[i]), SCOPE_VALUES, d);
	for (size_t i = 0; versions && i < versions->count; i++) {
		const struct value *version = versions->entries[i].value;
		if (version->kind == VALUE_MAP)
			template_take(
				owner, templates, scopes, read_key(version, "from"), SCOPE_FROM, d);
	}
	templates_seal(templates);
	return !templates->bad;
}

/* --- finding ---------------------------------------------------------------------------------- */

/* Merging copies scalars, but never their texts, so the place of a text in memory tells it. */
static int by_text(const void *a, const void *b)
{
	const struct template *x = *(const struct template *const *)a,
			      *y = *(const struct template *const *)b;
	uintptr_t one = (uintptr_t)x->scalar->text.at, other = (uintptr_t)y->scalar->text.at;
	if (one != other)
		return one < other ? -1 : 1;
	return (int)x->scope - (int)y->scope;
}

void templates_seal(struct templates *templates)
{
	if (templates->count)
		qsort(templates->at, templates->count, sizeof *templates->at, by_text);
}

const struct template *template_find(
	const struct templates *templates, const struct value *scalar, enum scope scope)
{
	const struct template wanted = { .scalar = scalar, .scope = scope }, *key = &wanted;
	const struct template **found = templates->count
		? bsearch(&key, templates->at, templates->count, sizeof *templates->at, by_text)
		: NULL;
	return found ? *found : NULL;
}
