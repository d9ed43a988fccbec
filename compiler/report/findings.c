/* Findings as text and as JSON. */
#include "format.h"
#include "json_out.h"
#include "print.h"

#include "base/message.h"
#include "base/slices.h"

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
		.text = finding_text(p->scratch, finding),
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

static void count_diags(struct finding_counts *counts, const struct diags *d)
{
	for (size_t i = 0; d && i < d->count; i++) {
		counts->errors += d->at[i]->severity == SEVERITY_ERROR;
		counts->warnings += d->at[i]->severity == SEVERITY_WARNING;
	}
}

static void add_summary(
	struct buf *out, const struct findings *findings, const struct diags *told, size_t waived)
{
	struct finding_counts counts = findings_count(findings);
	size_t before = out->len;
	count_diags(&counts, told);
	add_count(out, before, counts.errors, N_("%zu error"), N_("%zu errors"));
	add_count(out, before, counts.warnings, N_("%zu warning"), N_("%zu warnings"));
	add_count(out, before, counts.infos, N_("%zu note"), N_("%zu notes"));
	add_count(out, before, counts.undecided, N_("%zu undecided"), N_("%zu undecided"));
	add_count(out, before, waived, N_("%zu waived"), N_("%zu waived"));
	if (out->len > before)
		buf_add_char(out, '\n');
}

void add_findings_summary(struct buf *out, const struct findings *findings, size_t waived)
{
	add_summary(out, findings, NULL, waived);
}

/* Some of the findings, which one thread prints. */
struct printing {
	const struct findings_report *report;
	struct arena *own; /* NULL: of the first, which goes on where the caller is */
	struct buf out;
};

enum { USUAL_LENGTH = 1024 };

static void print_slice(void *context, size_t slice, size_t begin, size_t end)
{
	struct printing *printing = &((struct printing *)context)[slice];
	const struct findings_report *report = printing->report;
	const struct findings *findings = report->findings;
	struct printer printer = { &printing->out, arena_new(), report->colour, report->secrets };
	buf_room(&printing->out, (end - begin) * USUAL_LENGTH);
	for (size_t i = begin; i < end; i++)
		print_finding(&printer, findings->at[i],
			i + 1 < findings->count ? findings->at[i + 1] : NULL);
	arena_end(printer.scratch);
}

/* What makes a table on the first question must not be asked by several threads. */
static void index_sources(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->at[i];
		if (finding->at.source)
			source_index(finding->at.source);
		for (size_t j = 0; j < finding->related.count; j++)
			if (finding->related.at[j].at.source)
				source_index(finding->related.at[j].at.source);
	}
}

static void print_findings(struct buf *out, const struct findings_report *report)
{
	size_t slices = slices_for(report->jobs, report->findings->count);
	struct printing *printings = arena_array_of(out->owner, struct printing, slices);
	printings[0] = (struct printing){ .report = report, .out = *out };
	for (size_t i = 1; i < slices; i++) {
		struct arena *own = arena_new();
		printings[i] = (struct printing){ report, own, buf_new(own) };
	}
	if (slices > 1)
		index_sources(report->findings);
	slices_run(slices, report->findings->count, print_slice, printings);
	*out = printings[0].out;
	for (size_t i = 1; i < slices; i++) {
		buf_add(out, buf_bytes(&printings[i].out));
		arena_end(printings[i].own);
	}
}

void print_text(struct buf *out, const struct findings_report *report)
{
	if (report->findings->count)
		print_findings(out, report);
	add_summary(out, report->findings, report->told, report->waived);
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

static void add_rendering(struct buf *out, const struct rendering_report *rendering)
{
	struct json_out json = { .out = out };
	json_out_object(&json, "rendering");
	json_out_rendering(&json, rendering);
	json_out_end_object(&json);
	buf_add(out, BYTES(",\n"));
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
	buf_print(out, "%s],\n\"kind\":\"Findings\",\n", findings->count ? "\n" : "");
	if (report->rendering)
		add_rendering(out, report->rendering);
	buf_print(out,
		"\"summary\":{\"errors\":%zu,\"infos\":%zu,"
		"\"undecided\":%zu,\"waived\":%zu,\"warnings\":%zu}}\n",
		counts.errors, counts.infos, counts.undecided, report->waived, counts.warnings);
}
