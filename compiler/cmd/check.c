#include "baseline.h"
#include "fix.h"
#include "formats.h"
#include "judgement.h"

#include "base/file.h"
#include "base/message.h"
#include "notation/notation.h"

const struct option check_options[] = {
	{ 'p', "profile", N_("NAME"), N_("this profile or glob; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 0, "manifests", N_("FILE"),
		N_("judge these rendered objects ('-': the standard input); may be repeated") },
	{ 0, "defaults", NULL, N_("fill in what the API server would, before policies judge") },
	{ 0, "expand-pods", NULL, N_("policies judge the pods of controllers, too") },
	{ 0, "base", N_("REV"),
		N_("compare with where HEAD parted from REV (default: chart.base)") },
	{ 0, "staged", NULL, N_("judge what would be committed, as git's index has it") },
	{ 0, "baseline", N_("FILE"),
		N_("do not tell what this file of the project knows; it is made if there is "
		   "none") },
	{ 0, "fix", NULL, N_("mend what can be mended by a program, and show the diff") },
	{ 0, "plan", NULL, N_("with '--fix': write nothing; print the diff that would be made") },
	{ 0, "strict", NULL, N_("what is undecided fails, too") },
	{ 0, "now", N_("DATE"), N_("the day, as YYYY-MM-DD (default: today, in UTC)") },
	{ 0, "format", N_("FORMAT[=FILE]"),
		N_("text, json, sarif, junit, github, gitlab or markdown; may be repeated") },
	{ 'j', "jobs", N_("N"),
		N_("work on N profiles at once (default: the processors, for large fleets)") },
	{ 0 },
};

static bool day_given(struct run *run, struct bytes *day)
{
	*day = option_value(run, "now");
	if (!day->at)
		*day = judgement_today(run->arena);
	return day_is_valid(*day) ||
		diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			N_("'--now' takes a day of the calendar as YYYY-MM-DD, not '" BYTES_FMT
			   "'"),
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
	struct judgement judgement; /* its objects and policies only with --manifests */
	struct findings findings;
	struct waived waived;
	struct wanted_formats formats;
	struct adoption adoption; /* with --baseline */
};

/* Git is asked when a rule asks, but for whether a base that somebody names is there. */
static struct history *new_history(struct run *run, const struct check *check)
{
	struct history_asked asked = { option_value(run, "base"), option_given(run, "staged"),
		check->project.given };
	return history_new(run->arena, check->project.catalog, asked);
}

static bool base_exists(struct run *run, const struct check *check)
{
	return !option_given(run, "base") ||
		history_base_exists(new_history(run, check), &run->diags);
}

/* --- rendered objects ------------------------------------------------------------------------- */

enum { STREAM_LIMIT = 1 << 30 };

/* Nothing to judge is mostly a render that has failed, and must not pass for one that is sound. */
static bool read_stream(struct run *run, struct check *check, struct bytes file)
{
	size_t before = check->judgement.rendered.count;
	struct source *source = file_read(
		run->arena, file, STREAM_LIMIT, (struct span){ 0 }, &run->diags);
	if (!source)
		return false;
	if (!judgement_read_stream(run, &check->project, source, &check->judgement))
		return false;
	if (check->judgement.rendered.count > before)
		return true;
	diag_error(&run->diags, (struct span){ source, 0, 0 }, "manifest/none",
		N_("there are no rendered objects to judge"));
	diag_hint(&run->diags, N_("where Helm fails it prints none; see what it said"));
	return false;
}

static bool read_streams(struct run *run, struct check *check)
{
	struct texts files = option_values(run, "manifests");
	bool good = true;
	for (size_t i = 0; i < files.count; i++)
		good = read_stream(run, check, files.at[i]) && good;
	return good;
}

/* The one that they are rendered for, if any is named. */
static bool resolve_profile(struct run *run, struct check *check)
{
	const struct project *project = &check->project;
	if (takes_all(run))
		return true;
	if (project->selected.count != 1)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/profile",
			N_("manifests are rendered for one profile, but %zu were chosen"),
			project->selected.count);
	check->judgement.profile = profile_resolve(
		run->arena, project->resolver, project->selected.at[0], &run->diags);
	return check->judgement.profile;
}

/* Only what is in the work tree can be mended there. */
static bool fix_fits(struct run *run, const char *other)
{
	return !option_given(run, "fix") || !option_given(run, other) ||
		diag_error(&run->diags, (struct span){ 0 }, "usage/options",
			N_("'--fix' mends files of the project, not what '--%s' judges"), other);
}

/* What only policies see is of no use without objects, a plan of nothing without a deed. */
static bool options_fit(struct run *run)
{
	static const struct {
		const char *name, *with;
	} needs[] = {
		{ "defaults", "manifests" },
		{ "expand-pods", "manifests" },
		{ "plan", "fix" },
	};
	for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
		if (option_given(run, needs[i].name) && !option_given(run, needs[i].with))
			return diag_error(&run->diags, (struct span){ 0 }, "usage/option",
				N_("'--%s' is of use with '--%s' only"), needs[i].name,
				needs[i].with);
	return fix_fits(run, "manifests") && fix_fits(run, "staged");
}

static bool read_manifests(struct run *run, struct check *check)
{
	if (!option_given(run, "manifests"))
		return true;
	return resolve_profile(run, check) && read_streams(run, check) &&
		judgement_read_policies(run, &check->project, &check->judgement);
}

static void judge(struct run *run, struct check *check)
{
	const struct judgement *judgement = &check->judgement;
	struct inquiry inquiry = { .set = &judgement->set,
		.waivers = &judgement->waivers,
		.resolver = check->project.resolver,
		.history = new_history(run, check),
		.today = judgement->day,
		.heads = check->project.selected.at,
		.count = check->project.selected.count,
		.jobs = check->project.jobs,
		.whole = takes_all(run) && !option_given(run, "manifests") };
	if (option_given(run, "manifests")) {
		inquiry.rendered = &judgement->rendered;
		inquiry.policies = judgement->policies;
		inquiry.profile = judgement->profile;
		inquiry.seen_as = (struct rendered_options){ option_given(run, "defaults"),
			option_given(run, "expand-pods") };
	}
	check->findings = findings_new(run->arena);
	rules_judge(run->arena, &inquiry, &check->findings, &check->waived, &run->diags);
}

static bool sees_all(const struct run *run)
{
	return (takes_all(run) || option_given(run, "manifests")) && !option_given(run, "staged");
}

/* Part of the profiles does not show what is gone; of objects, the files that are given do. */
static bool judge_unknown(struct run *run, struct check *check)
{
	struct baseline_reach reach = { .rendered = option_given(run, "manifests"),
		.files = option_values(run, "manifests") };
	if (!judgement_read_rules(run, &check->project, &check->judgement) ||
		!adoption_read(run, check->project.folder, check->project.catalog->limits,
			sees_all(run), &check->adoption))
		return false;
	judge(run, check);
	fixing_announce(
		run, check->project.folder, &check->findings, check->project.catalog->limits);
	adoption_filter(&check->adoption, &check->findings, sees_all(run) ? &reach : NULL);
	return true;
}

/* --- telling ---------------------------------------------------------------------------------- */

static void print(struct run *run, struct check *check, bool local)
{
	struct findings_report report = { .findings = &check->findings,
		.waived = check->waived.count,
		.covered = &check->waived.findings,
		.baseline = check->adoption.path.at ? &check->adoption.baseline : NULL,
		.known = &check->adoption.known,
		.rules = &check->judgement.set,
		.secrets = run->secrets,
		.colour = run->colour,
		.jobs = check->project.jobs };
	if (!local)
		fixing_offer(run, check->project.folder, &check->findings,
			check->project.catalog->limits);
	formats_print(run, &check->formats, local, &report);
}

/*
 * Findings are sentences from the moment in which they are found. So where people read another
 * language than machines do, all is judged once for each; what is wrong is told to people.
 */
static void judge_for_machines(struct run *run, struct check *check)
{
	struct diags told = run->diags;
	enum language language = message_language_wanted();
	if (language != LANGUAGE_ENGLISH) {
		message_language(LANGUAGE_ENGLISH);
		run->diags = diags_new(run->arena);
		(void)!judge_unknown(run, check);
	}
	print(run, check, false);
	message_language(language);
	run->diags = told;
}

static bool judge_for_all(struct run *run, struct check *check)
{
	bool local = formats_have(&check->formats, true);
	if (!judge_unknown(run, check))
		return false;
	print(run, check, local);
	if (local && formats_have(&check->formats, false))
		judge_for_machines(run, check);
	return true;
}

static bool fails(const struct run *run, const struct check *check)
{
	struct finding_counts counts = findings_count(&check->findings);
	return counts.errors || (counts.undecided && option_given(run, "strict"));
}

/* --- mending ---------------------------------------------------------------------------------- */

static void show_fixes(struct run *run, const struct folder *folder, const struct check *check,
	const struct fixing *fixing)
{
	if (formats_have(&check->formats, true))
		fixing_show(run, fixing, folder, &run->out, run->colour);
	else
		fixing_show(run, fixing, folder, &run->notes, run->error_colour);
}

/* What there is to tell of the project, the look at what it will be tells. */
static bool plan_fixes(
	struct run *run, const struct folder *folder, struct check *check, struct fixing *fixing)
{
	if (!judge_unknown(run, check) ||
		!fixing_plan(run, folder, &check->findings, check->project.catalog->limits, fixing))
		return false;
	run->diags.count = 0;
	if (!fixing->done) {
		buf_add(&run->notes, bytes_of(_("there is nothing to fix\n")));
		return true;
	}
	show_fixes(run, folder, check, fixing);
	const struct folder *after = folder_with(
		run->arena, folder, fixing->names.at, fixing->names.count);
	return project_read(run, after, &check->project);
}

/* --- the whole -------------------------------------------------------------------------------- */

/* Of a profile with faults nothing is judged, so that all of it would seem to be gone. */
static bool write_all(struct run *run, const struct folder *folder, struct check *check,
	const struct fixing *fixing)
{
	if (diags_code(&run->diags) != EXIT_DONE || option_given(run, "plan"))
		return formats_write(run, &check->formats);
	if (fixing->done && !fixing_write(run, folder, fixing))
		return false;
	if (fixing->done && !run->quiet)
		buf_print(&run->notes, _("fixed: %zu\n"), fixing->done);
	if (!option_given(run, "staged") &&
		!adoption_write(run, folder, &check->adoption, fails(run, check)))
		return false;
	return formats_write(run, &check->formats);
}

static enum exit_code check_project(
	struct run *run, const struct folder *folder, struct check *check)
{
	struct fixing fixing = { 0 };
	if (!project_read(run, folder, &check->project) || !base_exists(run, check) ||
		!read_manifests(run, check) ||
		(option_given(run, "fix") && !plan_fixes(run, folder, check, &fixing)) ||
		!judge_for_all(run, check))
		return EXIT_INPUT;
	if (!write_all(run, folder, check, &fixing))
		return diags_code(&run->diags);
	return fails(run, check) ? EXIT_FOUND : EXIT_DONE;
}

enum exit_code command_check(struct run *run)
{
	struct check check = { 0 };
	bool good = formats_given(run, &check.formats) && options_fit(run);
	if (good && !formats_have(&check.formats, true))
		message_language(LANGUAGE_ENGLISH);
	if (!day_given(run, &check.judgement.day) || !good)
		return EXIT_INPUT;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder))
		return EXIT_INPUT;
	return check_project(run, folder, &check);
}
