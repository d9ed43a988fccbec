#include "cmd.h"

#include "base/message.h"
#include "notation/notation.h"

#include <time.h>

const struct option check_options[] = {
	{ 'p', "profile", N_("NAME"), N_("this profile or glob; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 0, "strict", NULL, N_("what is undecided fails, too") },
	{ 0, "now", N_("DATE"), N_("the day, as YYYY-MM-DD (default: today, in UTC)") },
	{ 0, "format", N_("FORMAT"), N_("text or json (default: text)") },
	{ 'j', "jobs", N_("N"),
		N_("work on N profiles at once (default: the processors, for large fleets)") },
	{ 0 },
};

enum findings_format { FINDINGS_TEXT, FINDINGS_JSON };

static bool format_given(struct run *run, enum findings_format *format)
{
	static const char *const names[] = { "text", "json", NULL };
	size_t choice;
	bool good = choice_given(run, "format", names, &choice);
	*format = (enum findings_format)choice;
	/* What a machine reads is in one language. */
	if (*format == FINDINGS_JSON)
		message_language(LANGUAGE_ENGLISH);
	return good;
}

static struct bytes today(struct arena *owner)
{
	time_t now = time(NULL);
	struct tm utc;
	gmtime_r(&now, &utc);
	return bytes_print(
		owner, "%04d-%02d-%02d", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

static bool day_given(struct run *run, struct bytes *day)
{
	*day = option_value(run, "now");
	if (!day->at)
		*day = today(run->arena);
	return day_is_valid(*day) ||
		diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--now' takes a day as YYYY-MM-DD, not '" BYTES_FMT "'"),
			BYTES_ARG(*day));
}

/* Part of the profiles does not tell what nobody needs. */
static bool takes_all(const struct run *run)
{
	return !run->operands.count && !option_given(run, "profile") &&
		!option_given(run, "selector");
}

struct check {
	struct project project;
	struct rule_set set;
	struct waivers waivers;
	struct findings findings;
	size_t waived;
};

static bool read_rules(struct run *run, struct bytes day, struct check *check)
{
	const struct catalog *catalog = check->project.catalog;
	struct packs packs;
	if (!packs_read(run->arena, catalog, &packs, &run->diags) ||
		!rule_set_read(run->arena, catalog, &packs.rules, &check->set, &run->diags))
		return false;
	return waivers_read(run->arena, catalog, &packs.waivers, &check->set, day, &check->waivers,
		&run->diags);
}

static void judge(struct run *run, struct check *check)
{
	struct inquiry inquiry = { .set = &check->set,
		.waivers = &check->waivers,
		.resolver = check->project.resolver,
		.heads = check->project.selected.at,
		.count = check->project.selected.count,
		.jobs = check->project.jobs,
		.whole = takes_all(run) };
	check->findings = findings_new(run->arena);
	rules_judge(run->arena, &inquiry, &check->findings, &check->waived, &run->diags);
}

static enum exit_code answer(
	struct run *run, const struct check *check, enum findings_format format)
{
	struct finding_counts counts = findings_count(&check->findings);
	if (format == FINDINGS_JSON)
		report_findings_json(&run->out, &check->findings, check->waived);
	else
		report_findings(&run->out, &check->findings, check->waived, run->colour);
	bool failed = counts.errors || (counts.undecided && option_given(run, "strict"));
	return failed ? EXIT_FOUND : EXIT_DONE;
}

enum exit_code command_check(struct run *run)
{
	struct check check = { 0 };
	enum findings_format format;
	struct bytes day;
	bool good = format_given(run, &format);
	if (!day_given(run, &day) || !good)
		return EXIT_INPUT;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) ||
		!project_read(run, folder, &check.project) || !read_rules(run, day, &check))
		return EXIT_INPUT;
	judge(run, &check);
	return answer(run, &check, format);
}
