#include "outputs.h"

#include "base/message.h"
#include "base/transaction.h"
#include "workers.h"

#include <stdlib.h>
#include <unistd.h>

const struct option compile_options[] = {
	{ 'p', "profile", N_("NAME"), N_("this profile or glob; may be repeated") },
	{ 'l', "selector", N_("KEY=VALUE"), N_("profiles with this label; may be repeated") },
	{ 0, "check", NULL, N_("write nothing; print a diff and exit 1 if a file is stale") },
	{ 0, "staged", NULL,
		N_("with --check: look at what would be committed, as git's index has it") },
	{ 0, "stdout", NULL, N_("print the values of one profile instead of writing them") },
	{ 0, "out", N_("DIR"), N_("write below DIR instead of the project, under the same paths") },
	{ 0, "force", NULL, N_("overwrite outputs that were edited by hand") },
	{ 0, "adopt", NULL, N_("take over files that leme did not write") },
	{ 0, "shard", N_("I/N"), N_("only the I-th of N parts of the profiles") },
	{ 'j', "jobs", N_("N"),
		N_("work on N profiles at once (default: the processors, for large fleets)") },
	{ 0 },
};

struct compile {
	struct run *run;
	struct project project;
	struct output_rules rules;
	struct transaction *transaction; /* NULL under --check */
	struct identity *done;  /* by head: the state in which its output is right, or none */
	struct selected silent; /* those to be written of which nothing was to be said */
	bool sorted;            /* by output */
	size_t written, unchanged, refused;
	bool good;
};

/* --- options ---------------------------------------------------------------------------------- */

static bool check_together(struct run *run, const char *one, const char *other)
{
	if (!option_given(run, one) || !option_given(run, other))
		return true;
	return diag_error(&run->diags, (struct span){ 0 }, "usage/options",
		N_("'--%s' and '--%s' exclude each other"), one, other);
}

static bool options_fit(struct run *run)
{
	bool good = check_together(run, "check", "stdout");
	good = check_together(run, "stdout", "out") && good;
	good = check_together(run, "stdout", "shard") && good;
	good = check_together(run, "check", "force") && good;
	good = check_together(run, "staged", "out") && good;
	good = check_together(run, "check", "adopt") && good;
	if (option_given(run, "staged") && !option_given(run, "check"))
		good = diag_error(&run->diags, (struct span){ 0 }, "usage/options",
			N_("'--staged' needs '--check': nothing is written to git's index"));
	return good;
}

/* --- what became of each file ----------------------------------------------------------------- */

static struct bytes target_path(struct compile *compile, struct bytes path)
{
	return folder_path(compile->run->arena, compile->rules.target, path);
}

/* The transaction keeps views, and the outcome ends with this call. */
static void stage(struct compile *compile, const struct outcome *outcome)
{
	struct run *run = compile->run;
	const struct bytes *old = outcome->existed ? &outcome->old : NULL;
	if (!transaction_write(
		    compile->transaction, outcome->path, old, outcome->text, &run->diags)) {
		compile->good = false;
		return;
	}
	if (run->verbose)
		buf_print(&run->notes, _("write %.*s\n"),
			BYTES_ARG(target_path(compile, outcome->path)));
}

static void take_outcome(struct compile *compile, const struct outcome *outcome)
{
	struct run *run = compile->run;
	if (!outcome->good) {
		compile->good = false;
		compile->refused += outcome->changed;
		if (outcome->changed && outcome->existed)
			outcome_diff(&run->notes, run->secrets, compile->rules.target, outcome,
				run->error_colour);
		return;
	}
	compile->written += outcome->changed;
	compile->unchanged += !outcome->changed;
	if (!outcome->changed && run->verbose)
		buf_print(&run->notes, _("unchanged %.*s\n"),
			BYTES_ARG(target_path(compile, outcome->path)));
	if (!outcome->changed)
		return;
	if (compile->transaction)
		stage(compile, outcome);
	else
		outcome_diff(&run->out, run->secrets, compile->rules.target, outcome, run->colour);
}

/* Called in the order of slugs, by one thread. */
static void take_profile(void *context, size_t i, const struct outcome *outcome)
{
	struct compile *compile = context;
	const struct head *head = compile->project.selected.at[i];
	compile->done[head - compile->project.fleet->heads.at] = outcome->done;
	if (outcome->good && outcome->changed && outcome->silent)
		*array_push(compile->run->arena, &compile->silent) = head;
	take_outcome(compile, outcome);
}

/* --- what the next run may know --------------------------------------------------------------- */

static void recall_done(struct compile *compile)
{
	const struct fleet *fleet = compile->project.fleet;
	compile->done = arena_array_of(compile->run->arena, struct identity, fleet->heads.count);
	for (size_t i = 0; i < fleet->heads.count; i++)
		compile->done[i] = fleet->heads.at[i].done;
}

static int by_output(const void *a, const void *b)
{
	const struct head *x = *(const struct head *const *)a, *y = *(const struct head *const *)b;
	return bytes_compare(x->output, y->output);
}

static int to_output(const void *key, const void *item)
{
	const struct head *head = *(const struct head *const *)item;
	return bytes_compare(*(const struct bytes *)key, head->output);
}

static void note_written(void *context, struct bytes path, struct identity identity)
{
	struct compile *compile = context;
	struct selected *written = &compile->silent;
	if (!compile->sorted && written->count)
		qsort(written->at, written->count, sizeof *written->at, by_output);
	compile->sorted = true;
	const struct head **head = written->count
		? bsearch(&path, written->at, written->count, sizeof *written->at, to_output)
		: NULL;
	if (head)
		compile->done[*head - compile->project.fleet->heads.at] = identity;
}

static bool is_news(const struct compile *compile)
{
	const struct fleet *fleet = compile->project.fleet;
	bool news = fleet->fresh;
	for (size_t i = 0; !news && i < fleet->heads.count; i++)
		news = !identity_equal(compile->done[i], fleet->heads.at[i].done);
	return news;
}

static void remember(void *context)
{
	const struct compile *compile = context;
	if (is_news(compile))
		fleet_remember(compile->run->arena, compile->project.fleet, compile->done);
}

/* --- steps ------------------------------------------------------------------------------------ */

/* VERSION and Chart.yaml belong to the project, so part of the profiles leaves them alone. */
static bool with_chart_files(const struct compile *compile)
{
	struct run *run = compile->run;
	bool part = run->operands.count || option_given(run, "profile") ||
		option_given(run, "selector");
	struct bytes shard = option_value(run, "shard");
	if (!compile->project.catalog->chart.path.len)
		return false;
	if (option_given(run, "check"))
		return true;
	uint64_t index = 1;
	struct bytes first;
	if (bytes_cut(&shard, '/', &first) && !bytes_number(first, &index))
		return false;
	return !part && index == 1;
}

static void compile_chart_files(struct compile *compile)
{
	struct run *run = compile->run;
	const struct catalog *catalog = compile->project.catalog;
	if (!with_chart_files(compile))
		return;
	struct outcome chart = output_of_chart(
		run->arena, compile->project.resolver, catalog, &compile->rules, &run->diags);
	struct outcome version = output_of_version(
		run->arena, catalog, &compile->rules, &run->diags);
	take_outcome(compile, &chart);
	take_outcome(compile, &version);
}

static void compile_profiles(struct compile *compile)
{
	struct work work = {
		.run = compile->run,
		.resolver = compile->project.resolver,
		.heads = compile->project.selected.at,
		.count = compile->project.selected.count,
		.rules = &compile->rules,
		.jobs = compile->project.jobs,
		.take = take_profile,
		.context = compile,
	};
	work_through(&work);
}

static const char *stale_text(bool one, bool staged)
{
	if (staged)
		return one ? _("%zu staged file is stale; 'leme compile' writes it, 'git add' "
			       "stages it\n")
			   : _("%zu staged files are stale; 'leme compile' writes them, 'git add' "
			       "stages them\n");
	return one ? _("%zu file is stale; 'leme compile' writes it\n")
		   : _("%zu files are stale; 'leme compile' writes them\n");
}

static void summarize(struct compile *compile)
{
	struct run *run = compile->run;
	bool check = option_given(run, "check");
	if (run->quiet || !compile->good)
		return;
	if (check && compile->written)
		buf_print(&run->notes,
			stale_text(compile->written == 1, option_given(run, "staged")),
			compile->written);
	else if (!check || run->verbose)
		buf_print(&run->notes, _("%zu written, %zu unchanged\n"), compile->written,
			compile->unchanged);
}

static enum exit_code print_one(struct compile *compile)
{
	struct run *run = compile->run;
	struct bytes text;
	if (!project_is_settled(run, compile->project.folder) ||
		!project_read_one(run, compile->project.folder, &compile->project) ||
		!output_text(run->arena, compile->project.resolver, compile->project.selected.at[0],
			compile->project.folder, &text, &run->diags))
		return diags_code(&run->diags);
	buf_add(&run->out, text);
	return EXIT_DONE;
}

static enum exit_code check_all(struct compile *compile)
{
	struct run *run = compile->run;
	compile->rules.only_compare = true;
	if (!project_is_settled(run, compile->project.folder) ||
		!project_read(run, compile->project.folder, &compile->project))
		return EXIT_INPUT;
	recall_done(compile);
	compile_profiles(compile);
	compile_chart_files(compile);
	summarize(compile);
	hide_secrets(run, false);
	return compile->written ? EXIT_FOUND : EXIT_DONE;
}

/* The lock is taken and a crashed run repaired before anything is read. */
static enum exit_code write_all(struct compile *compile)
{
	struct run *run = compile->run;
	bool elsewhere = compile->rules.target != compile->project.folder;
	if (elsewhere && !project_is_settled(run, compile->project.folder))
		return EXIT_WORLD;
	compile->transaction = transaction_begin(run->arena, compile->rules.target, &run->diags);
	if (!compile->transaction || !project_read(run, compile->project.folder, &compile->project))
		return EXIT_INPUT;
	recall_done(compile);
	compile_profiles(compile);
	compile_chart_files(compile);
	if (!elsewhere)
		transaction_listen(compile->transaction,
			(struct transaction_listener){ compile, note_written, remember });
	if (diags_code(&run->diags) == EXIT_DONE && compile->good)
		compile->good = transaction_commit(compile->transaction, &run->diags);
	summarize(compile);
	return EXIT_DONE;
}

static bool target_folder(struct compile *compile)
{
	struct run *run = compile->run;
	struct bytes out = option_value(run, "out");
	compile->rules.target = compile->project.folder;
	if (!out.at)
		return true;
	while (out.len > 1 && out.at[out.len - 1] == '/')
		out.len--;
	compile->rules.target = folder_make(
		run->arena, bytes_print(run->arena, BYTES_FMT "/", BYTES_ARG(out)), &run->diags);
	return compile->rules.target != NULL;
}

enum exit_code command_compile(struct run *run)
{
	struct compile compile = { .run = run, .good = true };
	if (!options_fit(run))
		return EXIT_INPUT;
	compile.project.folder = project_folder(run);
	if (!compile.project.folder || !target_folder(&compile))
		return EXIT_INPUT;
	compile.rules.project = compile.project.folder;
	compile.rules.hand_edits = option_given(run, "force") ? HAND_EDITS_OVERWRITTEN
							      : HAND_EDITS_REFUSED;
	compile.rules.unowned = option_given(run, "adopt") ? UNOWNED_ADOPTED : UNOWNED_REFUSED;
	if (option_given(run, "stdout"))
		return print_one(&compile);
	return option_given(run, "check") ? check_all(&compile) : write_all(&compile);
}
