#include "baseline.h"

#include "base/message.h"
#include "base/transaction.h"

static bool refuse_part(struct run *run)
{
	diag_error(&run->diags, (struct span){ 0 }, "baseline/part",
		N_("there is no baseline yet, and this run does not judge all profiles"));
	diag_hint(&run->diags, N_("begin it by a run that names no profile"));
	return false;
}

bool adoption_read(struct run *run, const struct folder *folder, struct limits limits, bool whole,
	struct adoption *adoption)
{
	size_t before = run->diags.count;
	adoption->path = option_value(run, "baseline");
	adoption->baseline = baseline_new(run->arena);
	if (!adoption->path.at)
		return true;
	adoption->source = folder_read_unnoted(run->arena, folder, adoption->path, MISSING_IS_NULL,
		(struct span){ 0 }, &run->diags);
	if (run->diags.count > before)
		return false;
	if (!adoption->source)
		return whole || refuse_part(run);
	return baseline_read(&adoption->baseline, adoption->source, limits, &run->diags);
}

void adoption_filter(
	struct adoption *adoption, struct findings *findings, const struct baseline_reach *reach)
{
	adoption->known = findings_new(findings->owner);
	if (!adoption->path.at)
		return;
	if (!adoption->source)
		baseline_adopt(&adoption->baseline, findings);
	baseline_filter(&adoption->baseline, findings, &adoption->known);
	if (reach)
		adoption->gone = baseline_shrink(&adoption->baseline, reach);
	adoption->text = baseline_text(&adoption->baseline);
}

static void say(struct run *run, const struct adoption *adoption, bool failed)
{
	int len = (int)adoption->path.len;
	const char *path = adoption->path.at;
	if (!adoption->source && !failed)
		buf_print(&run->notes,
			_("%.*s: a new baseline; findings known and not told from now on: "
			  "%zu\n"),
			len, path, adoption->known.count);
	else if (!run->quiet && adoption->source && adoption->known.count)
		buf_print(&run->notes, _("%.*s: findings known and not told: %zu\n"), len, path,
			adoption->known.count);
	if (!run->quiet && adoption->gone && !failed)
		buf_print(&run->notes, _("%.*s: findings gone and struck out: %zu\n"), len, path,
			adoption->gone);
	if (!run->quiet && adoption->gone && failed)
		buf_print(&run->notes,
			_("%.*s: findings gone, which a run that passes strikes out: %zu\n"), len,
			path, adoption->gone);
}

static bool write_file(
	struct run *run, const struct folder *folder, const struct adoption *adoption)
{
	struct transaction *transaction = transaction_begin(run->arena, folder, &run->diags);
	return transaction &&
		transaction_write(transaction, adoption->path,
			adoption->source ? &adoption->source->text : NULL, adoption->text,
			&run->diags) &&
		transaction_commit(transaction, &run->diags);
}

bool adoption_write(
	struct run *run, const struct folder *folder, const struct adoption *adoption, bool failed)
{
	if (!adoption->path.at)
		return true;
	bool due = !failed && (!adoption->source || adoption->gone);
	if (due && !write_file(run, folder, adoption))
		return false;
	say(run, adoption, failed);
	return true;
}
