#include "diag.h"

#include "buf.h"
#include "message.h"

#include <stdlib.h>

static struct bytes format_text(struct arena *owner, const char *format, va_list args)
{
	struct buf buf = buf_new(owner);
	buf_vprint(&buf, message(format), args);
	return buf_bytes(&buf);
}

static void record(struct diags *d, struct diag head, const char *format, va_list args)
{
	struct diag *diag = arena_new_of(d->owner, struct diag);
	*diag = head;
	diag->text = format_text(d->owner, format, args);
	diag->order = d->count;
	*array_push(d->owner, d) = diag;
}

#define RECORD(severity, code) \
	va_list args; \
	va_start(args, format); \
	record(d, (struct diag){ (severity), (code), id, at, { 0 }, { 0 }, { 0 }, 0 }, format, \
		args); \
	va_end(args)

bool diag_error(struct diags *d, struct span at, const char *id, const char *format, ...)
{
	RECORD(SEVERITY_ERROR, EXIT_INPUT);
	return false;
}

bool diag_refuse(struct diags *d, struct span at, const char *id, const char *format, ...)
{
	RECORD(SEVERITY_ERROR, EXIT_FOUND);
	return false;
}

bool diag_world(struct diags *d, struct span at, const char *id, const char *format, ...)
{
	RECORD(SEVERITY_ERROR, EXIT_WORLD);
	return false;
}

void diag_warning(struct diags *d, struct span at, const char *id, const char *format, ...)
{
	RECORD(SEVERITY_WARNING, EXIT_DONE);
}

void diag_hint(struct diags *d, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	d->at[d->count - 1]->hint = format_text(d->owner, format, args);
	va_end(args);
}

void diag_related(struct diags *d, struct span at, const char *format, ...)
{
	struct diag *last = d->at[d->count - 1];
	va_list args;
	va_start(args, format);
	*array_push(d->owner, &last->related) = (struct related){ at,
		format_text(d->owner, format, args) };
	va_end(args);
}

enum exit_code diags_code(const struct diags *d)
{
	enum exit_code code = EXIT_DONE;
	for (size_t i = 0; i < d->count; i++)
		if (d->at[i]->code > code)
			code = d->at[i]->code;
	return code;
}

static int by_place(const void *a, const void *b)
{
	const struct diag *x = *(struct diag *const *)a, *y = *(struct diag *const *)b;
	int order = span_compare(x->at, y->at);
	return order ? order : (x->order > y->order) - (x->order < y->order);
}

static bool same(const struct diag *a, const struct diag *b)
{
	return strcmp(a->id, b->id) == 0 && span_compare(a->at, b->at) == 0 &&
		bytes_equal(a->text, b->text);
}

void diags_sort(struct diags *d)
{
	if (d->count == 0)
		return;
	qsort(d->at, d->count, sizeof(*d->at), by_place);
	size_t kept = 1;
	for (size_t i = 1; i < d->count; i++)
		if (!same(d->at[i], d->at[kept - 1]))
			d->at[kept++] = d->at[i];
	d->count = kept;
}

void diags_drop_warnings(struct diags *d)
{
	size_t kept = 0;
	for (size_t i = 0; i < d->count; i++)
		if (d->at[i]->severity == SEVERITY_ERROR)
			d->at[kept++] = d->at[i];
	d->count = kept;
}

void diags_join(struct diags *d, const struct diags *others)
{
	for (size_t i = 0; i < others->count; i++) {
		others->at[i]->order = d->count;
		*array_push(d->owner, d) = others->at[i];
	}
}

/* --- keeping ---------------------------------------------------------------------------------- */

struct related_list related_kept(struct arena *owner, const struct related_list *related)
{
	struct related_list kept = { 0 };
	for (size_t i = 0; i < related->count; i++)
		*array_push(owner, &kept) = (struct related){ span_kept(owner, related->at[i].at),
			bytes_copy(owner, related->at[i].text) };
	return kept;
}

/* Of those that same() calls the same. */
static struct bytes key_of(struct arena *owner, const struct diag *diag)
{
	struct buf key = buf_new(owner);
	struct bytes path = diag->at.source ? diag->at.source->path : BYTES("");
	buf_print(&key, "%s %u %zu:", diag->id, (unsigned)diag->at.begin, path.len);
	buf_add(&key, path);
	buf_add(&key, diag->text);
	return buf_bytes(&key);
}

static struct diag *copy_of(struct arena *owner, const struct diag *diag)
{
	struct diag *copy = arena_new_of(owner, struct diag);
	*copy = *diag;
	copy->at = span_kept(owner, diag->at);
	copy->text = bytes_copy(owner, diag->text);
	copy->hint = bytes_copy(owner, diag->hint);
	copy->related = related_kept(owner, &diag->related);
	return copy;
}

void diags_keep(struct diags *d, struct names *told, const struct diags *others)
{
	for (size_t i = 0; i < others->count; i++) {
		struct bytes key = key_of(others->owner, others->at[i]);
		if (names_get(told, key))
			continue;
		names_set(told, bytes_copy(told->owner, key), 1);
		struct diag *copy = copy_of(d->owner, others->at[i]);
		copy->order = d->count;
		*array_push(d->owner, d) = copy;
	}
}
