#include "outputs.h"

#include "base/message.h"
#include "base/nearest.h"
#include "base/transaction.h"
#include "change/change.h"
#include "due.h"
#include "workers.h"

#include <stdlib.h>

const struct option bump_options[] = {
	{ 0, "base", N_("REV"),
		N_("with auto: since where HEAD parted from REV (default: chart.base)") },
	{ 0, "plan", NULL, N_("write nothing; print the diff that would be made") },
	{ 0, "no-compile", NULL, N_("leave the outputs as they are") },
	{ 'j', "jobs", N_("N"),
		N_("work on N profiles at once (default: the processors, for large fleets)") },
	{ 0 },
};

struct bump {
	struct run *run;
	enum version_step step; /* how far the version moves */
	bool is_auto;           /* as far as it has to */
	bool weighing;          /* finding that out: nothing is written */
	struct due due;
	const struct folder *folder;     /* as it is */
	const struct catalog *before;    /* as it is */
	struct lock *lock;               /* as it will be, without the record if that clashed */
	struct project project;          /* as it will be, with the new version */
	struct transaction *transaction; /* NULL under --plan */
	struct output_rules rules;
	struct {
		ARRAY(struct staged);
	} staged; /* what later steps have to see: our own files, and outputs in the chart */
	struct bytes chart; /* its folder, without links */
	struct resolved_parent parent;
	size_t written, unchanged;
	bool good;
};

/* --- the step --------------------------------------------------------------------------------- */

static bool unknown_step(struct run *run, struct bytes step)
{
	struct texts known = { 0 };
	for (size_t i = VERSION_PATCH; i <= VERSION_MAJOR; i++)
		*array_push(run->arena, &known) = bytes_of(version_step_names[i]);
	*array_push(run->arena, &known) = BYTES("auto");
	diag_error(&run->diags, (struct span){ 0 }, "usage/value",
		N_("the step is patch, minor, major or auto, not '" BYTES_FMT "'"),
		BYTES_ARG(step));
	diag_meant(&run->diags, step, known.at, known.count);
	return false;
}

static bool base_fits(struct bump *bump)
{
	return bump->is_auto || !option_given(bump->run, "base") ||
		diag_error(&bump->run->diags, (struct span){ 0 }, "usage/option",
			N_("'--%s' is of use with the step auto only"), "base");
}

/* The one operand is no profile, which is what other commands take. None is as good as `auto`. */
static bool step_given(struct bump *bump)
{
	struct run *run = bump->run;
	struct bytes operand = run->operands.count ? run->operands.at[0] : BYTES("auto");
	run->operands.count = 0;
	bump->is_auto = bytes_is(operand, "auto");
	for (size_t i = VERSION_PATCH; i <= VERSION_MAJOR; i++)
		if (bytes_is(operand, version_step_names[i]))
			bump->step = (enum version_step)i;
	return bump->step || bump->is_auto ? base_fits(bump) : unknown_step(run, operand);
}

/* --- what changes ----------------------------------------------------------------------------- */

static bool writes_outputs(const struct bump *bump)
{
	return !bump->weighing && !option_given(bump->run, "no-compile");
}

/* The transaction keeps views, and the outcome may end with this call. */
static void deliver(struct bump *bump, const struct outcome *outcome)
{
	struct run *run = bump->run;
	bump->written++;
	if (!bump->transaction) {
		outcome_diff(&run->out, run->secrets, bump->folder, outcome, run->colour);
		return;
	}
	const struct bytes *old = outcome->existed ? &outcome->old : NULL;
	bump->good = transaction_write(
			     bump->transaction, outcome->path, old, outcome->text, &run->diags) &&
		bump->good;
	if (run->verbose)
		buf_print(&run->notes, _("write %.*s\n"),
			BYTES_ARG(folder_path(run->arena, bump->folder, outcome->path)));
}

static void stage(struct bump *bump, const struct outcome *outcome)
{
	struct arena *run = bump->run->arena;
	*array_push(run, &bump->staged) = (struct staged){ bytes_copy(run, outcome->path),
		bytes_copy(run, outcome->text) };
}

static bool is_in_chart(struct bump *bump, struct bytes path)
{
	struct bytes real = folder_resolve(bump->run->arena, bump->folder, path, &bump->parent);
	return bytes_begins(real, bump->chart) && real.len > bump->chart.len &&
		real.at[bump->chart.len] == '/';
}

static void take_outcome(struct bump *bump, const struct outcome *outcome)
{
	struct run *run = bump->run;
	bump->good = outcome->good && bump->good;
	if (!outcome->good && outcome->changed && outcome->existed)
		outcome_diff(&run->notes, run->secrets, bump->folder, outcome, run->error_colour);
	if (!outcome->good)
		return;
	bump->unchanged += writes_outputs(bump) && !outcome->changed;
	if (outcome->changed && is_in_chart(bump, outcome->path))
		stage(bump, outcome);
	if (outcome->changed && writes_outputs(bump))
		deliver(bump, outcome);
}

static void take_profile(void *context, size_t i, const struct outcome *outcome)
{
	(void)i;
	take_outcome(context, outcome);
}

/* One of the files that are not outputs. */
static void change(
	struct bump *bump, struct bytes path, const struct source *old, struct bytes text)
{
	struct outcome outcome = { .path = path, .text = text, .existed = old != NULL };
	if (old && bytes_equal(old->text, text))
		return;
	if (old)
		outcome.old = old->text;
	stage(bump, &outcome);
	deliver(bump, &outcome);
}

/* The folder as it will be with what has changed so far. */
static const struct folder *folder_after(struct bump *bump)
{
	return folder_with(bump->run->arena, bump->folder, bump->staged.at, bump->staged.count);
}

/* --- steps ------------------------------------------------------------------------------------ */

/* What there is to tell of the catalogue, the new one tells. */
static bool read_catalog(struct bump *bump)
{
	struct run *run = bump->run;
	struct limits limits;
	size_t file_limit, before = run->diags.count;
	if (!limits_given(run, &limits, &file_limit))
		return false;
	bump->before = catalog_read_to_mend(run->arena, bump->folder, limits, NULL, &run->diags);
	if (!bump->before || !chart_is_there(bump->before, &run->diags))
		return false;
	run->diags.count = before;
	bump->chart = folder_resolve(
		run->arena, bump->folder, bump->before->chart.path, &bump->parent);
	bump->lock = lock_copy(run->arena, bump->before->lock);
	bump->lock->aliases.count = 0;
	if (lock_is_torn(bump->lock, LOCK_RELEASE, (struct bytes){ 0 }))
		lock_set_release(bump->lock, &(struct lock_release){ 0 });
	return lock_is_settled(bump->lock, &run->diags);
}

static bool edit_catalog(struct bump *bump)
{
	struct run *run = bump->run;
	struct bytes version, text;
	struct bytes least = bump->is_auto ? bump->due.changes.version : (struct bytes){ 0 };
	if (!bump->step)
		return true;
	if (!chart_version_next(
		    run->arena, bump->before, least, bump->step, &version, &run->diags) ||
		!chart_version_set(run->arena, bump->before, version, &text, &run->diags))
		return false;
	change(bump, BYTES("leme.yaml"), bump->before->source, text);
	return true;
}

/*
 * The project as it will be. Whether there is a lock decides how images are written, so that the
 * first record of a release begins one; a merge may have torn the last record.
 */
static bool read_project(struct bump *bump)
{
	struct run *run = bump->run;
	const struct staged lock = { BYTES(LOCK_PATH), lock_text(run->arena, bump->lock) };
	const struct folder *after = folder_with(run->arena, folder_after(bump), &lock, 1);
	bump->rules = (struct output_rules){ .project = after, .target = bump->folder };
	return project_read(run, after, &bump->project);
}

/* Of outputs that are not written those in the chart count, for the record is of them. */
static struct selected heads_to_compile(struct bump *bump)
{
	const struct selected *all = &bump->project.selected;
	struct arena *run = bump->run->arena;
	struct selected some = { 0 };
	for (size_t i = 0; i < all->count; i++)
		if (writes_outputs(bump) || is_in_chart(bump, all->at[i]->output))
			*array_push(run, &some) = all->at[i];
	return some;
}

static bool compile(struct bump *bump)
{
	struct run *run = bump->run;
	const struct project *project = &bump->project;
	struct selected heads = heads_to_compile(bump);
	struct work work = { .run = run,
		.resolver = project->resolver,
		.heads = heads.at,
		.count = heads.count,
		.rules = &bump->rules,
		.jobs = project->jobs,
		.take = take_profile,
		.context = bump };
	bump->rules.only_compare = !writes_outputs(bump);
	work_through(&work);
	struct outcome chart = output_of_chart(
		run->arena, project->resolver, project->catalog, &bump->rules, &run->diags);
	struct outcome version = output_of_version(
		run->arena, project->catalog, &bump->rules, &run->diags);
	take_outcome(bump, &chart);
	take_outcome(bump, &version);
	return bump->good && diags_code(&run->diags) == EXIT_DONE;
}

/* Last, as it is of the chart with all that has changed. */
static bool record_release(struct bump *bump)
{
	struct run *run = bump->run;
	struct lock_release release;
	if (!release_record(run->arena, bump->project.fleet, bump->project.resolver,
		    folder_after(bump), &release, &run->diags))
		return false;
	lock_set_release(bump->lock, &release);
	change(bump, BYTES(LOCK_PATH), bump->lock->source, lock_text(run->arena, bump->lock));
	return true;
}

/*
 * The chart is weighed as it would be compiled with the version that it has. What there is to warn
 * of is told when it is compiled with the next one.
 */
static bool weigh(struct bump *bump)
{
	size_t before = bump->run->diags.count;
	bump->weighing = true;
	bool good = read_project(bump) && compile(bump) &&
		due_find(bump->run, bump->before, &bump->project, folder_after(bump), &bump->due);
	bump->weighing = false;
	if (!good)
		return false;
	bump->run->diags.count = before;
	bump->staged.count = 0;
	bump->step = bump->due.moves ? bump->due.changes.step : VERSION_NO_STEP;
	due_tell(bump->run, &bump->due);
	return true;
}

/* Where nothing else is shipped, no release is due. */
static bool releases(const struct bump *bump)
{
	return !bump->is_auto || bump->due.changes.shipped;
}

static bool make_changes(struct bump *bump)
{
	if (!read_catalog(bump) || (bump->is_auto && !weigh(bump)))
		return false;
	if (!releases(bump))
		return true;
	return edit_catalog(bump) && read_project(bump) && compile(bump) && record_release(bump) &&
		bump->good;
}

static void summarize(struct bump *bump)
{
	struct run *run = bump->run;
	if (run->quiet || !releases(bump))
		return;
	if (bump->step)
		buf_print(&run->notes, _("chart version " BYTES_FMT " -> " BYTES_FMT "\n"),
			BYTES_ARG(bump->before->chart.version),
			BYTES_ARG(bump->project.catalog->chart.version));
	else
		buf_print(&run->notes, _("chart version " BYTES_FMT " stays\n"),
			BYTES_ARG(bump->before->chart.version));
	buf_print(&run->notes, _("%zu written, %zu unchanged\n"), bump->written, bump->unchanged);
}

/* The lock is taken and a crashed run repaired before anything is read. */
static bool bump_and_write(struct bump *bump)
{
	struct diags *d = &bump->run->diags;
	bump->transaction = transaction_begin(bump->run->arena, bump->folder, d);
	if (!bump->transaction || !make_changes(bump) || !transaction_commit(bump->transaction, d))
		return false;
	summarize(bump);
	return true;
}

enum exit_code command_bump(struct run *run)
{
	struct bump bump = { .run = run, .good = true };
	if (!step_given(&bump))
		return EXIT_INPUT;
	bump.folder = project_folder(run);
	if (!bump.folder)
		return EXIT_INPUT;
	if (!option_given(run, "plan"))
		(void)!bump_and_write(&bump);
	else if (project_is_settled(run, bump.folder))
		(void)!make_changes(&bump);
	hide_secrets(run, false);
	return diags_code(&run->diags);
}
