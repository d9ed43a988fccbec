/* The formats of findings, and what they share. */
#include "format.h"

#include "base/digest.h"
#include "base/message.h"
#include "base/utf8.h"

static void (*const printers[FINDINGS_FORMATS])(
	struct buf *out, const struct findings_report *report) = {
	[FINDINGS_JSON] = print_json,
	[FINDINGS_SARIF] = print_sarif,
	[FINDINGS_JUNIT] = print_junit,
	[FINDINGS_GITHUB] = print_github,
	[FINDINGS_GITLAB] = print_gitlab,
	[FINDINGS_MARKDOWN] = print_markdown,
};

const char *const findings_format_names[FINDINGS_FORMATS + 1] = {
	[FINDINGS_TEXT] = "text",
	[FINDINGS_JSON] = "json",
	[FINDINGS_SARIF] = "sarif",
	[FINDINGS_JUNIT] = "junit",
	[FINDINGS_GITHUB] = "github",
	[FINDINGS_GITLAB] = "gitlab",
	[FINDINGS_MARKDOWN] = "markdown",
};

bool findings_format_is_local(enum findings_format format)
{
	return format == FINDINGS_TEXT || format == FINDINGS_MARKDOWN;
}

/* An edit must be done as it is, so one that would show a secret is not shown at all. */
static bool edits_tell(struct arena *owner, struct secrets *secrets, const struct edits *edits)
{
	for (size_t i = 0; i < edits->count; i++)
		if (!bytes_equal(
			    edits->at[i].text, secrets_mask(owner, secrets, edits->at[i].text)))
			return true;
	return false;
}

static struct finding *masked(
	struct arena *owner, struct secrets *secrets, const struct finding *finding)
{
	struct finding *copy = arena_new_of(owner, struct finding);
	struct related *related = arena_array_of(owner, struct related, finding->related.count);
	*copy = *finding;
	copy->message = secrets_mask(owner, secrets, finding->message);
	copy->hint = secrets_mask(owner, secrets, finding->hint);
	for (size_t i = 0; i < finding->related.count; i++)
		related[i] = (struct related){ finding->related.at[i].at,
			secrets_mask(owner, secrets, finding->related.at[i].text) };
	copy->related.at = related;
	if (copy->fixed_by && edits_tell(owner, secrets, copy->fixed_by))
		copy->fixed_by = NULL;
	return copy;
}

/* Before any escape of a format could hide a secret from being found. */
static struct findings mask_all(
	struct arena *owner, struct secrets *secrets, const struct findings *findings)
{
	struct findings all = findings_new(owner);
	for (size_t i = 0; findings && i < findings->count; i++)
		*array_push(owner, &all) = masked(owner, secrets, findings->at[i]);
	return all;
}

void report_findings_as(
	struct buf *out, enum findings_format format, const struct findings_report *report)
{
	struct findings_report shown = *report;
	/* Text has no escapes, and is masked line by line as it is printed. */
	if (format == FINDINGS_TEXT) {
		print_text(out, report);
		return;
	}
	struct findings findings = mask_all(out->owner, report->secrets, report->findings);
	struct findings covered = mask_all(out->owner, report->secrets, report->covered);
	struct findings known = mask_all(out->owner, report->secrets, report->known);
	shown.findings = &findings;
	shown.covered = &covered;
	shown.known = &known;
	printers[format](out, &shown);
}

/* --- texts ------------------------------------------------------------------------------------ */

struct bytes valid_text(struct arena *owner, struct bytes text)
{
	size_t bad = utf8_invalid(text);
	if (bad >= text.len)
		return text;
	struct buf out = buf_new(owner);
	while (bad < text.len) {
		buf_add(&out, bytes_slice(text, 0, bad));
		buf_add(&out, BYTES("\xEF\xBF\xBD"));
		text = bytes_slice(text, bad + 1, text.len);
		bad = utf8_invalid(text);
	}
	buf_add(&out, text);
	return buf_bytes(&out);
}

/* `a`, `a, b`, `a, b, c and 9997 more`. */
static void add_profiles(struct buf *out, const struct finding *finding)
{
	for (size_t i = 0; i < finding->profile_count && i < PROFILES_NAMED; i++) {
		struct bytes name = finding->profiles[i]->name;
		buf_print(out, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(name));
	}
	if (finding->profile_count > PROFILES_NAMED)
		buf_print(out, _(" and %zu more"), finding->profile_count - PROFILES_NAMED);
}

/* Of one role the message or its place tells; several are named. */
static void add_roles(struct buf *out, const struct finding *finding)
{
	if (finding->roles.count < 2)
		return;
	buf_print(out, "%s ", _("roles"));
	for (size_t i = 0; i < finding->roles.count; i++)
		buf_print(out, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(finding->roles.at[i]));
	buf_add(out, finding->profile_count ? BYTES("; ") : BYTES(""));
}

struct bytes finding_text(struct arena *owner, const struct finding *finding)
{
	struct buf text = buf_new(owner), whose = buf_new(owner);
	add_roles(&whose, finding);
	add_profiles(&whose, finding);
	if (finding->object.len)
		buf_print(&text, BYTES_FMT ": ", BYTES_ARG(finding->object));
	buf_add(&text, finding->message);
	if (whose.len)
		buf_print(&text, " (" BYTES_FMT ")", (int)whose.len, whose.at);
	return buf_bytes(&text);
}

struct bytes finding_story(struct arena *owner, const struct finding *finding)
{
	struct buf story = buf_new(owner);
	buf_add(&story, finding_text(owner, finding));
	for (size_t i = 0; i < finding->related.count; i++) {
		const struct related *related = &finding->related.at[i];
		struct bytes place = place_text(owner, related->at);
		buf_print(&story, "\n" BYTES_FMT "%s", BYTES_ARG(place), place.len ? ": " : "");
		buf_add(&story, related->text);
	}
	if (finding->hint.len) {
		buf_print(&story, "\n%s: ", _("hint"));
		buf_add(&story, finding->hint);
	}
	return buf_bytes(&story);
}

/* --- places ----------------------------------------------------------------------------------- */

struct bytes finding_file(const struct finding *finding)
{
	return finding->at.source ? finding->at.source->name : BYTES("leme.yaml");
}

bool finding_region(const struct finding *finding, struct place *begin, struct place *end)
{
	const struct source *source = finding->at.source;
	if (!source || !source->text.at)
		return false;
	*begin = source_place(source, finding->at.begin);
	*end = source_place(source, finding->at.end);
	return true;
}

struct bytes place_text(struct arena *owner, struct span at)
{
	if (!at.source)
		return (struct bytes){ 0 };
	if (!at.source->text.at)
		return source_label(at.source);
	struct place place = source_place(at.source, at.begin);
	struct bytes file = source_label(at.source);
	return bytes_print(owner, BYTES_FMT ":%zu:%zu", BYTES_ARG(file), place.line, place.column);
}

/* --- fingerprints ----------------------------------------------------------------------------- */

size_t count_again(struct names *counts, struct bytes key)
{
	uint32_t before = names_get(counts, key);
	names_set(counts, before ? key : bytes_copy(counts->owner, key), before + 1);
	return before;
}

static struct bytes line_of(
	struct arena *owner, struct secrets *secrets, const struct finding *finding)
{
	size_t begin;
	if (finding->at.source && finding->at.source->text.at)
		return secrets_mask(owner, secrets,
			bytes_trim(source_line(finding->at.source, finding->at.begin, &begin)));
	return finding->profile_count ? finding->profiles[0]->slug : (struct bytes){ 0 };
}

/* A digest would give a secret away to who can guess it. */
static struct bytes sameness_of(
	struct arena *owner, struct secrets *secrets, const struct finding *finding)
{
	const struct bytes parts[] = { finding->id, finding_file(finding), finding->component,
		finding->object, line_of(owner, secrets, finding) };
	struct buf same = buf_new(owner);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_print(&same, "%zu:" BYTES_FMT ",", parts[i].len, BYTES_ARG(parts[i]));
	return buf_bytes(&same);
}

struct fingerprints fingerprints_new(struct arena *owner, struct secrets *secrets)
{
	return (struct fingerprints){ .counts = { .owner = owner }, .secrets = secrets };
}

struct bytes fingerprint_of(struct fingerprints *prints, const struct finding *finding)
{
	struct arena *owner = prints->counts.owner;
	struct bytes same = sameness_of(owner, prints->secrets, finding);
	size_t before = count_again(&prints->counts, same);
	return digest_hex(owner, bytes_print(owner, BYTES_FMT "%zu", BYTES_ARG(same), before));
}

/* --- rules ------------------------------------------------------------------------------------ */

static void list_rule(struct arena *owner, struct listed_rules *listed, struct listed_rule rule)
{
	if (names_get(&listed->numbers, rule.id))
		return;
	*array_push(owner, listed) = rule;
	names_set(&listed->numbers, rule.id, (uint32_t)listed->count);
}

static void list_findings(
	struct arena *owner, struct listed_rules *listed, const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		list_rule(owner, listed, (struct listed_rule){ findings->at[i]->id, NULL });
}

struct listed_rules rules_listed(struct arena *owner, const struct findings_report *report)
{
	struct listed_rules listed = { .numbers = { .owner = owner } };
	for (size_t i = 0; report->rules && i < report->rules->count; i++)
		list_rule(owner, &listed,
			(struct listed_rule){ report->rules->at[i]->id, report->rules->at[i] });
	list_findings(owner, &listed, report->findings);
	list_findings(owner, &listed, report->covered);
	return listed;
}

void rules_list_known(
	struct arena *owner, struct listed_rules *listed, const struct findings_report *report)
{
	list_findings(owner, listed, report->known);
	for (size_t i = 0; report->baseline && i < report->baseline->count; i++)
		if (report->baseline->at[i].gone)
			list_rule(owner, listed,
				(struct listed_rule){ report->baseline->at[i].rule, NULL });
}
