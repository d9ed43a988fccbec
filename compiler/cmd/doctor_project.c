#include "doctor.h"

#include "base/message.h"
#include "manifest/manifest.h"

/* What is wrong with the project is told in a line, not as diags of this run. */
static struct run within(const struct run *run)
{
	struct run inner = *run;
	inner.diags = diags_new(run->arena);
	return inner;
}

static const struct diag *first_error(const struct diags *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->at[i]->severity == SEVERITY_ERROR)
			return d->at[i];
	return NULL;
}

static void tell_first(struct checkup *checkup, const char *name, struct diags *d)
{
	const struct diag *first = (diags_sort(d), first_error(d));
	struct run *run = checkup->run;
	struct bytes about = BYTES("leme.yaml"), text = first ? first->text : BYTES("?");
	if (first && first->at.source)
		about = bytes_print(run->arena, BYTES_FMT ":%zu", BYTES_ARG(first->at.source->path),
			source_place(first->at.source, first->at.begin).line);
	look_add(checkup, HEALTH_BAD, name, about, BYTES_FMT,
		BYTES_ARG(secrets_mask(run->arena, run->secrets, text)));
	look_hint(checkup, N_("'leme check' shows all that is wrong"));
}

/* --- profiles --------------------------------------------------------------------------------- */

struct profiles_seen {
	struct bytes unlocked; /* the first that wants a lock, where there is none */
};

/* False with the diags of the first that comes to nothing, which the run's arena keeps. */
static bool see_profiles(
	struct run *run, const struct project *project, bool has_lock, struct profiles_seen *seen)
{
	for (size_t i = 0; i < project->selected.count; i++) {
		struct arena *scratch = arena_new();
		arena_adopt(run->arena, scratch);
		const struct resolved_profile *profile = profile_resolve(
			scratch, project->resolver, project->selected.at[i], &run->diags);
		if (!profile)
			return false;
		if (!has_lock && gates_listed(profile) & 1u << GATE_LOCKED && !seen->unlocked.at)
			seen->unlocked = project->selected.at[i]->name;
		if (!run->diags.count)
			arena_reset(scratch);
	}
	return true;
}

static void look_at_profiles(struct checkup *checkup, struct run *inner, const struct project *read)
{
	struct profiles_seen seen = { 0 };
	if (!see_profiles(inner, read, folder_has_file(read->folder, BYTES(LOCK_PATH)), &seen)) {
		tell_first(checkup, "project-profiles", &inner->diags);
		return;
	}
	look_add(checkup, HEALTH_GOOD, "project-profiles",
		folder_path(inner->arena, read->folder, BYTES("leme.yaml")),
		N_("profiles that come to something: %zu"), read->selected.count);
	if (!seen.unlocked.at)
		return;
	look_add(checkup, HEALTH_BAD, "project-lock",
		folder_path(inner->arena, read->folder, BYTES(LOCK_PATH)),
		N_("it is not there, but the gate 'locked' of '" BYTES_FMT "' wants it"),
		BYTES_ARG(seen.unlocked));
	look_hint(checkup, N_("'leme lock' lists what is to be locked"));
}

/* --- the whole -------------------------------------------------------------------------------- */

static void look_at_folder(struct checkup *checkup, struct run *inner, const struct folder *folder)
{
	struct project project;
	if (!project_is_settled(inner, folder)) {
		const struct diag *first = first_error(&inner->diags);
		look_add(checkup, HEALTH_BAD, "project-journal",
			folder_path(inner->arena, folder, BYTES(".leme/journal")), BYTES_FMT,
			BYTES_ARG(first->text));
		look_hint(checkup, N_("'leme compile' completes or undoes what was interrupted"));
	} else if (!project_read(inner, folder, &project)) {
		tell_first(checkup, "project", &inner->diags);
	} else {
		look_at_profiles(checkup, inner, &project);
	}
}

void look_at_project(struct checkup *checkup)
{
	struct run *inner = arena_new_of(checkup->run->arena, struct run);
	*inner = within(checkup->run);
	if (!project_is_here(checkup->run)) {
		look_add(checkup, HEALTH_NOTE, "project", BYTES("leme.yaml"),
			N_("there is none here or in any folder above"));
		look_hint(checkup, N_("'leme init' begins a project; -C DIR looks elsewhere"));
		return;
	}
	const struct folder *folder = project_folder(inner);
	checkup->run->secrets = inner->secrets;
	if (folder)
		look_at_folder(checkup, inner, folder);
	else
		tell_first(checkup, "project", &inner->diags);
}
