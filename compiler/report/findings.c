/* Findings as text and as JSON. */
#include "format.h"
#include "print.h"

#include "base/message.h"

/* --- text ------------------------------------------------------------------------------------- */

/* What many rules, or one rule of many parts, lack for the same reason has it told once. */
static bool goes_on(const struct finding *finding, const struct finding *next)
{
	return next && finding->outcome == OUTCOME_UNDECIDED &&
		next->outcome == OUTCOME_UNDECIDED && !finding->related.count &&
		!next->related.count && span_compare(finding->at, next->at) == 0 &&
		finding->at.end == next->at.end && bytes_equal(finding->hint, next->hint);
}

static void print_finding(
	struct printer *p, const struct finding *finding, const struct finding *next)
{
	static const struct {
		const char *word;
		enum paint paint;
	} words[] = {
		[LEVEL_OFF] = { N_("note"), PAINT_NOTE },
		[LEVEL_INFO] = { N_("note"), PAINT_NOTE },
		[LEVEL_WARNING] = { N_("warning"), PAINT_WARNING },
		[LEVEL_ERROR] = { N_("error"), PAINT_ERROR },
	};
	bool undecided = finding->outcome == OUTCOME_UNDECIDED;
	struct notice notice = { .at = finding->at,
		.word = undecided ? N_("undecided") : words[finding->level].word,
		.paint = undecided ? PAINT_NOTE : words[finding->level].paint,
		.text = finding_text(p->out->owner, finding),
		.id = finding->id,
		.related = finding->related.at,
		.related_count = finding->related.count,
		.tells_placeless = true,
		.goes_on = goes_on(finding, next),
		.hint = finding->hint };
	print_notice(p, &notice);
}

static void add_count(
	struct buf *out, size_t before, size_t count, const char *one, const char *more)
{
	if (!count)
		return;
	buf_add(out, out->len > before ? BYTES(", ") : BYTES(""));
	buf_print(out, count == 1 ? _(one) : _(more), count);
}

void add_findings_summary(struct buf *out, const struct findings *findings, size_t waived)
{
	struct finding_counts counts = findings_count(findings);
	size_t before = out->len;
	add_count(out, before, counts.errors, N_("%zu error"), N_("%zu errors"));
	add_count(out, before, counts.warnings, N_("%zu warning"), N_("%zu warnings"));
	add_count(out, before, counts.infos, N_("%zu note"), N_("%zu notes"));
	add_count(out, before, counts.undecided, N_("%zu undecided"), N_("%zu undecided"));
	add_count(out, before, waived, N_("%zu waived"), N_("%zu waived"));
	if (out->len > before)
		buf_add_char(out, '\n');
}

void print_text(struct buf *out, const struct findings_report *report)
{
	struct printer printer = { out, report->colour, report->secrets };
	const struct findings *findings = report->findings;
	for (size_t i = 0; i < findings->count; i++)
		print_finding(&printer, findings->at[i],
			i + 1 < findings->count ? findings->at[i + 1] : NULL);
	add_findings_summary(out, report->findings, report->waived);
}

/* --- json ------------------------------------------------------------------------------------- */

/* The keys in the order of their bytes, as in all JSON of leme. */
static void add_text(struct buf *out, const char *key, struct bytes text)
{
	buf_print(out, "\"%s\":", key);
	cel_print_json(out, cel_string(valid_text(out->owner, text)));
}

static void add_given(struct buf *out, const char *key, struct bytes text)
{
	if (!text.len)
		return;
	add_text(out, key, text);
	buf_add_char(out, ',');
}

/* The path is the project's; a file as a whole has neither line nor column. */
static void add_place(struct buf *out, struct span at)
{
	if (!at.source) {
		buf_add(out, BYTES("null"));
		return;
	}
	struct place begin = source_place(at.source, at.begin),
		     end = source_place(at.source, at.end);
	bool inside = at.source->text.at;
	buf_add_char(out, '{');
	if (inside)
		buf_print(out, "\"column\":%zu,\"endColumn\":%zu,\"endLine\":%zu,", begin.column,
			end.column, end.line);
	add_text(out, "file", source_label(at.source));
	if (inside)
		buf_print(out, ",\"line\":%zu", begin.line);
	buf_add_char(out, '}');
}

static void add_json_profiles(struct buf *out, const struct finding *finding)
{
	buf_print(out, "\"profiles\":{\"count\":%zu,\"first\":[", finding->profile_count);
	for (size_t i = 0; i < finding->profile_count && i < PROFILES_NAMED; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		cel_print_json(out, cel_string(finding->profiles[i]->name));
	}
	buf_add(out, BYTES("]},"));
}

static void add_json_roles(struct buf *out, const struct finding *finding)
{
	if (finding->roles.count < 2)
		return;
	buf_add(out, BYTES("\"roles\":["));
	for (size_t i = 0; i < finding->roles.count; i++) {
		buf_add(out, i ? BYTES(",") : BYTES(""));
		cel_print_json(out, cel_string(finding->roles.at[i]));
	}
	buf_add(out, BYTES("],"));
}

static void add_json_related(struct buf *out, const struct finding *finding)
{
	buf_add(out, BYTES("\"related\":["));
	for (size_t i = 0; i < finding->related.count; i++) {
		buf_add(out, i ? BYTES(",{\"place\":") : BYTES("{\"place\":"));
		add_place(out, finding->related.at[i].at);
		buf_add_char(out, ',');
		add_text(out, "text", finding->related.at[i].text);
		buf_add_char(out, '}');
	}
	buf_add(out, BYTES("],"));
}

static void add_json_fix(struct buf *out, const struct edits *edits)
{
	if (!edits)
		return;
	buf_add(out, BYTES("\"fix\":{\"edits\":["));
	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->at[i];
		buf_print(out, "%s{\"length\":%u,\"offset\":%u,\"place\":", i ? "," : "",
			(unsigned)(edit->end - edit->begin), (unsigned)edit->begin);
		add_place(out, (struct span){ edits->source, edit->begin, edit->end });
		buf_add_char(out, ',');
		add_text(out, "text", edit->text);
		buf_add_char(out, '}');
	}
	buf_add(out, BYTES("]},"));
}

static void add_json_finding(struct buf *out, const struct finding *finding)
{
	buf_add_char(out, '{');
	add_given(out, "component", finding->component);
	add_json_fix(out, finding->fixed_by);
	add_given(out, "hint", finding->hint);
	buf_print(out, "\"level\":\"%s\",", level_names[finding->level]);
	add_text(out, "message", finding->message);
	buf_add_char(out, ',');
	add_given(out, "object", finding->object);
	buf_print(out, "\"outcome\":\"%s\",\"place\":", outcome_names[finding->outcome]);
	add_place(out, finding->at);
	buf_add_char(out, ',');
	add_json_profiles(out, finding);
	add_json_related(out, finding);
	add_given(out, "role", finding->role);
	add_json_roles(out, finding);
	add_text(out, "rule", finding->id);
	buf_add_char(out, '}');
}

void print_json(struct buf *out, const struct findings_report *report)
{
	const struct findings *findings = report->findings;
	struct finding_counts counts = findings_count(findings);
	buf_add(out, BYTES("{\"apiVersion\":\"leme/v1\",\n\"findings\":["));
	for (size_t i = 0; i < findings->count; i++) {
		buf_add(out, i ? BYTES(",\n ") : BYTES("\n "));
		add_json_finding(out, findings->at[i]);
	}
	buf_print(out,
		"%s],\n\"kind\":\"Findings\",\n\"summary\":{\"errors\":%zu,\"infos\":%zu,"
		"\"undecided\":%zu,\"waived\":%zu,\"warnings\":%zu}}\n",
		findings->count ? "\n" : "", counts.errors, counts.infos, counts.undecided,
		report->waived, counts.warnings);
}
