#include "outputs.h"

#include "base/message.h"
#include "emit/emit.h"

static bool has_sops(const struct source *old)
{
	return find_sops(old->text) < old->text.len;
}

static bool refuse_sops(const struct source *old, struct diags *d)
{
	uint32_t key = (uint32_t)find_sops(old->text);
	diag_refuse(d, (struct span){ old, key, key + 4 }, "output/sops",
		N_("the file is encrypted by sops; leme never writes such a file"));
	diag_hint(d, N_("choose another path under 'output.values' of the profile"));
	return false;
}

static bool make_text(struct arena *owner, const struct resolver *resolver, const struct head *head,
	const struct folder *project, struct resolved_profile **profile, struct bytes *text,
	struct diags *d)
{
	*profile = profile_resolve(owner, resolver, head, d);
	if (!*profile)
		return false;
	if (head->mode == OUTPUT_WRITE) {
		*text = emit_file(owner, *profile);
		return true;
	}
	struct source *old = folder_read_unnoted(
		owner, project, head->output, MISSING_IS_ERROR, (struct span){ 0 }, d);
	if (old && has_sops(old))
		return refuse_sops(old, d);
	if (!old || emit_edited(owner, *profile, old, text, d))
		return old;
	secret_file(old);
	return false;
}

bool output_text(struct arena *owner, const struct resolver *resolver, const struct head *head,
	const struct folder *project, struct bytes *text, struct diags *d)
{
	struct resolved_profile *profile;
	return make_text(owner, resolver, head, project, &profile, text, d) &&
		emit_verify(owner, profile, *text, d);
}

/* --- what may be overwritten ------------------------------------------------------------------ */

static struct span first_difference(const struct source *old, struct bytes text)
{
	uint32_t at = 0;
	while (at < old->text.len && at < text.len && old->text.at[at] == text.at[at])
		at++;
	return (struct span){ old, at, at };
}

static bool refuse_unowned(const struct source *old, struct diags *d)
{
	secret_file(old);
	diag_refuse(d, (struct span){ old, 0, 0 }, "output/unowned",
		N_("leme did not write this file, so it does not overwrite it"));
	diag_hint(d,
		N_("'leme compile --adopt' takes the file over; 'mode: edit' keeps it and changes "
		   "only values"));
	return false;
}

static bool refuse_edited(const struct source *old, struct bytes text, struct diags *d)
{
	secret_file(old);
	diag_refuse(d, first_difference(old, text), "output/hand-edited",
		N_("the file was edited by hand after leme wrote it"));
	diag_hint(
		d, N_("move the change to a profile; 'leme compile --force' overwrites the file"));
	return false;
}

static bool may_write(struct arena *scratch, const struct output_rules *rules,
	const struct head *head, const struct source *old, struct bytes text, struct diags *d)
{
	if (head->mode == OUTPUT_EDIT)
		return true;
	enum ownership ownership = output_ownership(scratch, old->text);
	if (ownership == UNOWNED && rules->unowned == UNOWNED_REFUSED)
		return refuse_unowned(old, d);
	if (ownership == EDITED && rules->hand_edits == HAND_EDITS_REFUSED)
		return refuse_edited(old, text, d);
	return true;
}

/* --- comparing -------------------------------------------------------------------------------- */

static bool is_same(const struct source *old, struct bytes text)
{
	return old && bytes_equal(old->text, text);
}

static struct outcome changed(
	struct arena *owner, struct bytes path, const struct source *old, struct bytes text)
{
	return (struct outcome){
		.good = true,
		.changed = true,
		.path = path,
		.text = bytes_copy(owner, text),
		.existed = old != NULL,
		.old = old ? bytes_copy(owner, old->text) : (struct bytes){ 0 },
	};
}

/* Nothing that the output comes from has changed since it was found right, nor has itself. */
static bool is_done(const struct output_rules *rules, const struct head *head)
{
	return rules->target == rules->project && !identity_is_none(head->done) &&
		identity_equal(head->done, folder_identity(rules->target, head->output));
}

struct outcome output_of(struct arena *owner, struct arena *scratch,
	const struct resolver *resolver, const struct head *head, const struct output_rules *rules,
	struct diags *d)
{
	struct outcome failed = { .path = head->output }, done = failed;
	struct resolved_profile *profile;
	struct bytes text;
	done.good = true;
	done.done = head->done;
	if (is_done(rules, head))
		return done;
	if (!make_text(scratch, resolver, head, rules->project, &profile, &text, d))
		return failed;
	size_t before = d->count;
	const struct source *old = folder_read_raw(
		scratch, rules->target, head->output, MISSING_IS_NULL, (struct span){ 0 }, d);
	if (d->count > before)
		return failed;
	if (is_same(old, text)) {
		done.done = d->count == 0 ? old->identity : IDENTITY_NONE;
		return done;
	}
	if (old && has_sops(old) && !refuse_sops(old, d))
		return failed;
	if (!emit_verify(scratch, profile, text, d))
		return failed;
	struct outcome outcome = changed(owner, head->output, old, text);
	outcome.silent = d->count == 0;
	outcome.good = !old || rules->only_compare || may_write(scratch, rules, head, old, text, d);
	return outcome;
}

bool output_is_fresh(struct arena *owner, const struct resolved_profile *profile,
	const struct folder *project, bool *fresh, struct emit_difference *difference,
	struct diags *d)
{
	const struct head *head = profile->head;
	struct output_rules rules = { .project = project, .target = project };
	*difference = (struct emit_difference){ 0 };
	*fresh = is_done(&rules, head);
	if (*fresh)
		return true;
	size_t before = d->count;
	const struct source *there = folder_read_raw(
		owner, project, head->output, MISSING_IS_NULL, (struct span){ 0 }, d);
	*fresh = there && emit_agrees(owner, profile, there->text, difference);
	return d->count == before;
}

/* --- the chart's own files -------------------------------------------------------------------- */

static struct outcome compare_chart_file(struct arena *owner, struct bytes path, struct bytes text,
	const struct output_rules *rules, struct diags *d)
{
	size_t before = d->count;
	const struct source *there = folder_read_raw(
		owner, rules->target, path, MISSING_IS_NULL, (struct span){ 0 }, d);
	if (d->count > before)
		return (struct outcome){ .path = path };
	return is_same(there, text) ? (struct outcome){ .good = true, .path = path }
				    : changed(owner, path, there, text);
}

struct outcome output_of_version(struct arena *owner, const struct catalog *catalog,
	const struct output_rules *rules, struct diags *d)
{
	struct bytes path = catalog->chart.version_file, text;
	size_t before = d->count;
	const struct source *old = folder_read_unnoted(
		owner, rules->project, path, MISSING_IS_NULL, catalog->chart.version_file_at, d);
	if (d->count > before || !emit_version_file(owner, catalog, old, &text, d))
		return (struct outcome){ .path = path };
	return compare_chart_file(owner, path, text, rules, d);
}

struct outcome output_of_chart(struct arena *owner, const struct resolver *resolver,
	const struct catalog *catalog, const struct output_rules *rules, struct diags *d)
{
	struct bytes path = bytes_print(
			     owner, BYTES_FMT "/Chart.yaml", BYTES_ARG(catalog->chart.path)),
		     text, app_version;
	const struct source *old = folder_read_unnoted(
		owner, rules->project, path, MISSING_IS_ERROR, catalog->chart.at, d);
	if (!old || !project_app_version(owner, resolver, &app_version, d) ||
		!emit_chart_file(owner, catalog, app_version, old, &text, d))
		return (struct outcome){ .path = path };
	return compare_chart_file(owner, path, text, rules, d);
}

/* --- showing ---------------------------------------------------------------------------------- */

void outcome_diff(struct buf *out, struct secrets *secrets, const struct folder *target,
	const struct outcome *outcome, enum colour colour)
{
	struct bytes path = folder_path(out->owner, target, outcome->path);
	struct bytes old_name = outcome->existed ? path : BYTES("/dev/null");
	report_diff(out, old_name, path, secret_text(out->owner, secrets, outcome->old),
		secret_text(out->owner, secrets, outcome->text), colour);
}
