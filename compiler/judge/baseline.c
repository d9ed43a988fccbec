#include "baseline.h"

#include "base/digest.h"
#include "base/message.h"

#include <stdlib.h>

/* --- entries ---------------------------------------------------------------------------------- */

static void add_key(struct buf *line, const char *key, struct bytes text)
{
	if (!text.len)
		return;
	buf_print(line, "%s%s: ", line->len ? ", " : "", key);
	emit_scalar(line, text, QUOTE_ALWAYS);
}

/* The number of an entry, which is made on need. */
static struct known *entry_of(struct baseline *baseline, const struct known *wanted)
{
	uint32_t number = names_get(&baseline->numbers, wanted->line);
	if (number)
		return &baseline->at[number - 1];
	struct known *known = array_push(baseline->owner, baseline);
	*known = *wanted;
	names_set(&baseline->numbers, known->line, (uint32_t)baseline->count);
	return known;
}

/* --- reading ---------------------------------------------------------------------------------- */

static struct bytes text_of(const struct value *map, const char *name)
{
	const struct value *value = value_get(map, bytes_of(name));
	return value ? value->text : (struct bytes){ 0 };
}

static bool count_of(const struct value *entry, size_t *count, struct diags *d)
{
	const struct value *value = value_get(entry, BYTES("count"));
	*count = 1;
	if (!value)
		return true;
	if (value->integer < 1)
		return diag_error(d, value->at, "baseline/count",
			N_("a finding that is known was there at least once"));
	*count = (size_t)value->integer;
	return true;
}

/* A merge by union may bring an entry twice: it allows what the larger of the two does. */
static bool read_entry(struct baseline *baseline, const struct value *entry, struct diags *d)
{
	static const char *const keys[] = { "rule", "file", "profile", "component", "object",
		"message" };
	struct buf line = buf_new(baseline->owner);
	struct known wanted = { .rule = text_of(entry, "rule"),
		.file = text_of(entry, "file"),
		.component = text_of(entry, "component"),
		.object = text_of(entry, "object") };
	size_t count;
	if (!count_of(entry, &count, d))
		return false;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		add_key(&line, keys[i], text_of(entry, keys[i]));
	wanted.line = buf_bytes(&line);
	struct known *known = entry_of(baseline, &wanted);
	known->allowed = count > known->allowed ? count : known->allowed;
	return true;
}

bool baseline_read(struct baseline *baseline, const struct source *source, struct limits limits,
	struct diags *d)
{
	struct documents documents;
	bool good = documents_read(baseline->owner, source, "Baseline", limits, &documents, d);
	for (size_t i = 0; good && i < documents.count; i++) {
		const struct value *list = value_get(documents.at[i], BYTES("findings"));
		for (size_t j = 0; j < list->count; j++)
			good = read_entry(baseline, list->items[j], d) && good;
	}
	return good;
}

/* --- findings --------------------------------------------------------------------------------- */

static bool can_be_known(const struct finding *finding)
{
	return finding->outcome != OUTCOME_UNDECIDED &&
		!bytes_begins(finding->id, BYTES("waiver/"));
}

enum { MESSAGE_DIGITS = 16 };

/* The message may hold what is secret; a digest of it does not. */
static struct bytes message_digest(struct arena *owner, const struct finding *finding)
{
	return finding->said.len ? bytes_slice(digest_hex(owner, finding->said), 0, MESSAGE_DIGITS)
				 : (struct bytes){ 0 };
}

static struct known known_of(struct arena *owner, const struct finding *finding)
{
	const struct source *source = finding->at.source;
	struct buf line = buf_new(owner);
	add_key(&line, "rule", finding->id);
	if (source)
		add_key(&line, "file", source->name);
	else if (finding->profile_count)
		add_key(&line, "profile", finding->profiles[0]->slug);
	add_key(&line, "component", finding->component);
	add_key(&line, "object", finding->object);
	add_key(&line, "message", message_digest(owner, finding));
	return (struct known){ .line = buf_bytes(&line),
		.rule = finding->id,
		.file = source ? source->name : (struct bytes){ 0 },
		.component = finding->component,
		.object = finding->object };
}

void baseline_adopt(struct baseline *baseline, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct known wanted = known_of(baseline->owner, findings->at[i]);
		if (can_be_known(findings->at[i]))
			entry_of(baseline, &wanted)->allowed++;
	}
}

/* Its number plus 1, or 0. */
static uint32_t number_of(const struct baseline *baseline, const struct finding *finding)
{
	struct known wanted = known_of(baseline->owner, finding);
	return can_be_known(finding) ? names_get(&baseline->numbers, wanted.line) : 0;
}

size_t baseline_filter(struct baseline *baseline, struct findings *findings, struct findings *known)
{
	uint32_t *numbers = arena_array_of(baseline->owner, uint32_t, findings->count);
	size_t kept = 0, count = findings->count;
	for (size_t i = 0; i < count; i++) {
		numbers[i] = number_of(baseline, findings->at[i]);
		if (numbers[i])
			baseline->at[numbers[i] - 1].met++;
	}
	for (size_t i = 0; i < count; i++) {
		struct finding *finding = findings->at[i];
		const struct known *entry = numbers[i] ? &baseline->at[numbers[i] - 1] : NULL;
		if (!entry || entry->met > entry->allowed)
			findings->at[kept++] = finding;
		else
			*array_push(known->owner, known) = finding;
	}
	findings->count = kept;
	return count - kept;
}

/* --- shrinking -------------------------------------------------------------------------------- */

static bool is_within(const struct known *known, const struct baseline_reach *reach)
{
	if (!reach->rendered)
		return !known->object.len;
	for (size_t i = 0; known->object.len && i < reach->files.count; i++)
		if (bytes_equal(reach->files.at[i], known->file))
			return true;
	return false;
}

size_t baseline_shrink(struct baseline *baseline, const struct baseline_reach *reach)
{
	size_t gone = 0;
	for (size_t i = 0; i < baseline->count; i++) {
		struct known *known = &baseline->at[i];
		if (known->met >= known->allowed || !is_within(known, reach))
			continue;
		known->gone = known->allowed - known->met;
		gone += known->gone;
		known->allowed = known->met;
	}
	return gone;
}

/* --- writing ---------------------------------------------------------------------------------- */

static int in_order(const void *a, const void *b)
{
	const struct known *const *x = a, *const *y = b;
	return bytes_compare((*x)->line, (*y)->line);
}

struct bytes baseline_text(struct baseline *baseline)
{
	struct buf text = buf_new(baseline->owner);
	const struct known **sorted = arena_array_of(
		baseline->owner, const struct known *, baseline->count);
	size_t count = 0;
	for (size_t i = 0; i < baseline->count; i++)
		if (baseline->at[i].allowed)
			sorted[count++] = &baseline->at[i];
	if (count)
		qsort(sorted, count, sizeof *sorted, in_order);
	buf_add(&text,
		BYTES("# Findings that were there already; leme check --baseline strikes out what "
		      "is gone.\n"
		      "apiVersion: leme/v1\nkind: Baseline\n"));
	buf_add(&text, count ? BYTES("findings:\n") : BYTES("findings: []\n"));
	for (size_t i = 0; i < count; i++) {
		buf_print(&text, "- {" BYTES_FMT, BYTES_ARG(sorted[i]->line));
		if (sorted[i]->allowed > 1)
			buf_print(&text, ", count: %zu", sorted[i]->allowed);
		buf_add(&text, BYTES("}\n"));
	}
	return buf_bytes(&text);
}
