#include "due.h"

#include "base/message.h"

enum { CHANGES_TOLD = 10 };

static struct bytes base_of(struct run *run, const struct catalog *catalog)
{
	struct bytes asked = option_value(run, "base");
	return asked.at ? asked : catalog->chart.base;
}

static bool no_base(
	struct run *run, const struct catalog *catalog, const struct missing_evidence *amiss)
{
	struct bytes base = base_of(run, catalog);
	if (amiss->what.at)
		diag_error(&run->diags, (struct span){ 0 }, "bump/base",
			N_("which step is due is not known: " BYTES_FMT), BYTES_ARG(amiss->what));
	else
		diag_error(&run->diags, (struct span){ 0 }, "bump/base",
			N_("which step is due is not known: there is no chart at '" BYTES_FMT "'"),
			BYTES_ARG(base));
	if (amiss->hint.len)
		diag_hint(&run->diags, "%.*s", BYTES_ARG(amiss->hint));
	else
		diag_hint(&run->diags,
			N_("'--base REV' says what to compare with; or say patch, minor or major"));
	return false;
}

/* By a history of its own, as whoever asks whether a revision is there is told otherwise. */
static bool base_exists(struct run *run, const struct catalog *catalog, struct history_asked asked)
{
	return !asked.base.at ||
		history_base_exists(history_new(run->arena, catalog, asked), &run->diags);
}

/* What was at the base may have faults, which are not this run's. */
static bool compare(struct run *run, const struct catalog *catalog, struct chart_sides sides,
	struct chart_changes *changes)
{
	struct diags faults = diags_new(run->arena);
	struct missing_evidence amiss = { 0 };
	sides.before_faults = &faults;
	if (chart_changes_since(run->arena, &sides, changes, &run->diags))
		return changes->version.at || no_base(run, catalog, &amiss);
	if (diags_code(&run->diags) != EXIT_DONE)
		return false;
	diags_drop_warnings(&faults);
	amiss = history_fault(run->arena, &faults);
	return no_base(run, catalog, &amiss);
}

bool due_find(struct run *run, const struct catalog *catalog, const struct project *now,
	const struct folder *folder, struct due *due)
{
	struct history_asked asked = { option_value(run, "base"), false, now->given };
	struct history *history = history_new(run->arena, catalog, asked);
	struct missing_evidence amiss = { 0 };
	struct chart_sides sides = { .now = now->resolver, .folder = folder };
	const struct chart_changes *changes = &due->changes;
	if (!base_exists(run, catalog, asked))
		return false;
	if (history_base(history, &sides.before, &amiss) != HISTORY_KNOWN)
		return no_base(run, catalog, &amiss);
	if (history_changes(history, &sides.touched, &amiss) != HISTORY_KNOWN)
		return no_base(run, catalog, &amiss);
	if (!compare(run, catalog, sides, &due->changes))
		return false;
	due->base = base_of(run, catalog);
	due->moves = changes->shipped &&
		!chart_version_reaches(catalog->chart.version, changes->version, changes->step);
	return true;
}

void due_tell(struct run *run, const struct due *due)
{
	const struct chart_changes *changes = &due->changes;
	size_t most = run->verbose ? changes->count : CHANGES_TOLD;
	if (run->quiet)
		return;
	if (!changes->shipped) {
		buf_print(&run->notes,
			_("no step is due: the chart ships what it did at '" BYTES_FMT "'\n"),
			BYTES_ARG(due->base));
		return;
	}
	buf_print(&run->notes, _("since " BYTES_FMT " at '" BYTES_FMT "':\n"),
		BYTES_ARG(changes->version), BYTES_ARG(due->base));
	for (size_t i = 0; i < changes->count && i < most; i++)
		buf_print(&run->notes, "  %s: " BYTES_FMT "\n",
			version_step_names[changes->at[i].step], BYTES_ARG(changes->at[i].what));
	if (changes->count > most)
		buf_print(&run->notes, _("  %zu more\n"), changes->count - most);
}
