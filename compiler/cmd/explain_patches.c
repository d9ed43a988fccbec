/*
 * `leme explain render.patches`: what the patches and replacements of profiles are for, and which
 * work only once.
 */
#include "explain.h"

#include "base/message.h"
#include "manifest/manifest.h"

static void print_place(struct buf *out, struct span at)
{
	struct bytes label = source_label(at.source);
	struct place place = source_place(at.source, at.begin);
	buf_print(out, BYTES_FMT ":%zu:%zu", BYTES_ARG(label), place.line, place.column);
}

static void print_repeat(struct buf *out, const char *why, struct span at)
{
	if (!why) {
		buf_print(out, "    %s\n", _("repeatable: a second time nothing changes"));
		return;
	}
	buf_print(out, "    %s: ", _("not repeatable"));
	print_place(out, at);
	buf_print(out, ": %s\n", _(why));
}

static void print_patch(struct buf *out, const struct patch *patch)
{
	static const char *const kinds[] = { "strategic", "merge", "json" };
	struct span at = { 0 };
	const char *why = patch_once(patch, &at);
	print_place(out, patch->entry->at);
	buf_print(out, ": %s (", kinds[patch->kind]);
	target_print(out, &patch->target);
	buf_add(out, BYTES(")\n"));
	print_repeat(out, why, at);
}

static void print_replacement(struct buf *out, const struct replacement *replacement)
{
	struct span at = { 0 };
	const char *why = replacement_once(replacement, &at);
	print_place(out, replacement->entry->at);
	buf_add(out, BYTES(": replacement ("));
	if (replacement->literal)
		buf_add(out, BYTES("sourceValue"));
	else
		target_print(out, &replacement->source);
	buf_add(out, BYTES(")\n"));
	print_repeat(out, why, at);
}

static bool read_all(struct run *run, const struct project *project,
	const struct resolved_profile *profile, struct patches *patches,
	struct replacements *replacements)
{
	struct limits limits = project->catalog->limits;
	bool good = patches_read(run->arena, project->folder,
		value_get(profile->render, BYTES("patches")), limits, patches, &run->diags);
	return replacements_read(run->arena, project->folder,
		       value_get(profile->render, BYTES("replacements")), limits, replacements,
		       &run->diags) &&
		good;
}

static bool explain_profile(struct run *run, const struct project *project, const struct head *head)
{
	const struct resolved_profile *profile = profile_resolve(
		run->arena, project->resolver, head, &run->diags);
	struct patches patches = { 0 };
	struct replacements replacements = { 0 };
	if (!profile || !read_all(run, project, profile, &patches, &replacements))
		return false;
	buf_print(&run->out, "%s" BYTES_FMT ":\n", run->out.len ? "\n" : "", BYTES_ARG(head->name));
	for (size_t i = 0; i < patches.count; i++)
		print_patch(&run->out, &patches.at[i]);
	for (size_t i = 0; i < replacements.count; i++)
		print_replacement(&run->out, &replacements.at[i]);
	if (!patches.count && !replacements.count)
		buf_print(&run->out, "    %s\n", _("no patches and no replacements"));
	return true;
}

enum exit_code explain_patches(struct run *run, enum explain_format format)
{
	if (format != FORMAT_TEXT)
		return diag_error(&run->diags, (struct span){ 0 }, "usage/value",
			       N_("patches are explained as text only")),
		       EXIT_INPUT;
	run->operands.count = 0; /* profiles are chosen by -p alone */
	struct project project;
	const struct folder *folder = project_folder(run);
	if (!folder || !project_is_settled(run, folder) || !project_read(run, folder, &project))
		return EXIT_INPUT;
	bool good = true;
	for (size_t i = 0; i < project.selected.count; i++)
		good = explain_profile(run, &project, project.selected.at[i]) && good;
	return good ? EXIT_DONE : EXIT_INPUT;
}
