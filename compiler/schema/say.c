/* What is said of faults. */
#include "check.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "notation/notation.h"

/* --- places ----------------------------------------------------------------------------------- */

static void add_step(struct buf *out, const struct frame *frame)
{
	if (!frame->above)
		return;
	add_step(out, frame->above);
	if (frame->entry) {
		struct bytes key = path_text(out->owner, &frame->entry->key, 1);
		buf_print(out, "%s" BYTES_FMT, out->len ? "." : "", BYTES_ARG(key));
	} else if (frame->item)
		buf_print(out, "[%zu]", frame->item - 1);
}

struct bytes path_of(struct arena *owner, const struct frame *frame)
{
	struct buf out = buf_new(owner);
	add_step(&out, frame);
	return out.len ? buf_bytes(&out) : BYTES(".");
}

/* The nearest place that is known: what was made has none. */
static struct span place_of(const struct frame *frame)
{
	for (; frame; frame = frame->above) {
		if (frame->value->at.source)
			return frame->value->at;
		if (frame->entry && frame->entry->key_at.source)
			return frame->entry->key_at;
	}
	return (struct span){ 0 };
}

/* --- violations ------------------------------------------------------------------------------- */

static struct violation violation_of(
	struct arena *owner, const char *id, const struct frame *frame, const struct rule *rule)
{
	return (struct violation){ .id = id,
		.keyword = rule ? rule->keyword->name : "",
		.path = path_of(owner, frame),
		.at = place_of(frame),
		.rule = rule ? rule->value->at : frame->part->source->at };
}

struct violation *violation_add(struct run *run, const struct frame *frame, const struct rule *rule)
{
	struct violations *found = run->found;
	if (!found || run->stopped)
		return NULL;
	if (found->count >= VIOLATIONS_MOST) {
		found->cut = true;
		return NULL;
	}
	struct violation *violation = array_push(run->owner, found);
	*violation = violation_of(run->owner, "chart/values-schema", frame, rule);
	return violation;
}

bool violation_say(struct run *run, struct violation *violation, const char *format, ...)
{
	struct buf out = buf_new(run->owner);
	va_list args;
	va_start(args, format);
	buf_vprint(&out, format, args);
	va_end(args);
	violation->text = buf_bytes(&out);
	return false;
}

void violation_hint(struct run *run, struct violation *violation, const char *format, ...)
{
	struct buf out = buf_new(run->owner);
	va_list args;
	va_start(args, format);
	buf_vprint(&out, format, args);
	va_end(args);
	violation->hint = buf_bytes(&out);
}

bool stop_check(struct run *run, const struct frame *frame, const char *text)
{
	if (!run->stopped) {
		run->stop = violation_of(run->owner, "limit/schema", frame, NULL);
		run->stop.text = bytes_of(_(text));
	}
	run->stopped = true;
	return false;
}

void violations_tell(const struct violations *violations, struct diags *d)
{
	for (size_t i = 0; i < violations->count; i++) {
		const struct violation *violation = &violations->at[i];
		diag_refuse(d, violation->at, violation->id, BYTES_FMT, BYTES_ARG(violation->text));
		if (violation->hint.len)
			diag_hint(d, BYTES_FMT, BYTES_ARG(violation->hint));
		diag_related(d, violation->rule, N_("the schema asks for it here"));
	}
}

/* --- words ------------------------------------------------------------------------------------ */

static const struct {
	unsigned kinds;
	const char *name;
} kind_rows[] = {
	{ KIND_STRING, N_("a text") },
	{ KIND_NUMBER, N_("a number") },
	{ KIND_INTEGER, N_("a whole number") },
	{ KIND_FRACTION, N_("a fraction") },
	{ KIND_BOOL, N_("a truth value") },
	{ KIND_LIST, N_("a list") },
	{ KIND_MAP, N_("a mapping") },
	{ KIND_NULL, N_("null") },
};

enum { KIND_ROWS = sizeof kind_rows / sizeof *kind_rows };

const char *kind_name(unsigned kind)
{
	for (size_t i = 0; i < KIND_ROWS; i++)
		if (kind_rows[i].kinds & kind)
			return _(kind_rows[i].name);
	return "";
}

struct bytes kinds_names(struct arena *owner, unsigned kinds)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < KIND_ROWS; i++) {
		unsigned row = kind_rows[i].kinds;
		if ((kinds & row) != row)
			continue;
		kinds &= ~row;
		buf_print(&out, "%s%s",
			!out.len        ? ""
				: kinds ? ", "
					: _(" or "),
			_(kind_rows[i].name));
	}
	return buf_bytes(&out);
}

enum { SHOWN = 60 };

struct bytes shown(struct arena *owner, const struct value *value)
{
	struct buf out = buf_new(owner);
	emit_canonical_json(&out, value);
	if (out.len <= SHOWN)
		return buf_bytes(&out);
	out.len = SHOWN;
	while (out.len && (out.at[out.len] & 0xc0) == 0x80)
		out.len--;
	buf_add(&out, BYTES("…"));
	return buf_bytes(&out);
}

/* Of a word of one or two letters every other one is near. */
struct bytes near_text(struct bytes word, const struct texts *texts)
{
	return word.len >= 3 ? nearest(word, texts->at, texts->count) : (struct bytes){ 0 };
}

/* --- what is not allowed ---------------------------------------------------------------------- */

bool refuse_any(struct run *run, const struct frame *frame)
{
	struct violation *violation = violation_add(run, frame, NULL);
	if (!violation)
		return false;
	if (frame->entry && frame->entry->key_at.source)
		violation->at = frame->entry->key_at;
	return violation_say(
		run, violation, _("'" BYTES_FMT "' is not allowed"), BYTES_ARG(violation->path));
}

enum { KEYS_SHOWN = 12 };

static void hint_keys(struct run *run, struct violation *violation, const struct members *members,
	struct bytes key)
{
	struct texts names = { 0 };
	struct buf list = buf_new(run->owner);
	for (size_t i = 0; i < members->count; i++) {
		struct bytes name = members->at[i].name;
		*array_push(run->owner, &names) = name;
		buf_print(&list, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(name));
	}
	struct bytes near = near_text(key, &names);
	if (near.len)
		violation_hint(run, violation, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else if (members->count && members->count <= KEYS_SHOWN && !members->pattern_count)
		violation_hint(run, violation, _("the keys here are " BYTES_FMT),
			BYTES_ARG(buf_bytes(&list)));
}

bool refuse_entry(struct run *run, const struct frame *frame, const struct rule *rule,
	const struct entry *entry, const struct members *members)
{
	struct violation *violation = violation_add(run, frame, rule);
	if (!violation)
		return false;
	struct bytes map = violation->path;
	struct frame below = { frame, frame->part, entry->value, entry, 0 };
	violation->path = path_of(run->owner, &below);
	violation->at = entry->key_at.source ? entry->key_at : place_of(&below);
	if (members) {
		violation->keyword = "additionalProperties";
		violation->rule = members->rest->source->at;
		hint_keys(run, violation, members, entry->key);
	}
	return violation_say(run, violation,
		_("'" BYTES_FMT "' has no key '" BYTES_FMT "' in the schema"), BYTES_ARG(map),
		BYTES_ARG(entry->key));
}
