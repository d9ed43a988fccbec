#include "missing.h"

#include "base/message.h"
#include "base/nearest.h"
#include "notation/notation.h"

#include <stdlib.h>

/* --- all profiles ----------------------------------------------------------------------------- */

/* Takes what is in the profile; it lives for the call. */
typedef void profile_taker(void *context, const struct resolved_profile *profile);

/* Diags point into what a profile was resolved in, so that stays when there are any. */
static bool each_profile(struct run *run, const struct project *project,
	const struct selected *selected, profile_taker *take, void *context)
{
	struct arena *scratch = arena_new();
	bool good = true;
	for (size_t i = 0; i < selected->count; i++) {
		size_t before = run->diags.count;
		const struct resolved_profile *profile = profile_resolve(
			scratch, project->resolver, selected->at[i], &run->diags);
		good = profile && good;
		if (profile)
			take(context, profile);
		if (run->diags.count == before) {
			arena_reset(scratch);
			continue;
		}
		arena_adopt(run->arena, scratch);
		scratch = arena_new();
	}
	arena_end(scratch);
	return good;
}

/* --- repositories ----------------------------------------------------------------------------- */

struct bytes reference_repository(struct bytes reference)
{
	size_t colon = reference.len;
	for (size_t i = reference.len; i-- > 0 && reference.at[i] != '/';)
		if (reference.at[i] == ':')
			colon = i;
	return bytes_slice(reference, 0, colon);
}

struct gathering {
	struct arena *owner;
	struct texts *repositories;
	struct names seen;
};

static void take_repositories(void *context, const struct resolved_profile *profile)
{
	struct gathering *gathering = context;
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < profile->parts.count; i++) {
		struct bytes reference = part_reference(scratch, profile, &profile->parts.at[i]);
		struct bytes name = reference_repository(reference);
		if (!name.len || names_get(&gathering->seen, name))
			continue;
		name = bytes_copy(gathering->owner, name);
		*array_push(gathering->owner, gathering->repositories) = name;
		names_set(&gathering->seen, name, 1);
	}
	arena_end(scratch);
}

static struct selected concrete_profiles(struct run *run, const struct fleet *fleet)
{
	struct selected selected = { 0 };
	for (size_t i = 0; i < fleet->heads.count; i++)
		if (!fleet->heads.at[i].abstract)
			*array_push(run->arena, &selected) = &fleet->heads.at[i];
	return selected;
}

/* Knows more, if there is more to know. */
static bool learn(struct run *run, const struct project *project, struct known_images *known)
{
	struct gathering gathering = { run->arena, &known->repositories, { .owner = run->arena } };
	if (known->progress == NOTHING_KNOWN) {
		bool all = catalog_repositories(run->arena, project->catalog, &known->repositories);
		known->progress = all ? ALL_KNOWN : CATALOG_KNOWN;
		return true;
	}
	if (known->progress == ALL_KNOWN)
		return false;
	struct selected all = concrete_profiles(run, project->fleet);
	known->progress = ALL_KNOWN;
	return each_profile(run, project, &all, take_repositories, &gathering);
}

static bool is_among(const struct texts *texts, struct bytes text)
{
	for (size_t i = 0; i < texts->count; i++)
		if (bytes_equal(texts->at[i], text))
			return true;
	return false;
}

bool image_is_known(struct run *run, const struct project *project, struct known_images *known,
	struct bytes reference)
{
	struct bytes name = reference_repository(reference);
	while (!is_among(&known->repositories, name))
		if (!learn(run, project, known))
			return false;
	return true;
}

static struct bytes last_part(struct bytes name)
{
	struct bytes part = name;
	while (bytes_cut(&name, '/', &part))
		continue;
	return part;
}

struct bytes image_nearest(
	struct arena *owner, const struct known_images *known, struct bytes repository)
{
	const struct texts *whole = &known->repositories;
	struct bytes near = nearest(repository, whole->at, whole->count);
	struct texts parts = { 0 };
	if (near.len)
		return near;
	for (size_t i = 0; i < whole->count; i++)
		*array_push(owner, &parts) = last_part(whole->at[i]);
	near = nearest(last_part(repository), parts.at, parts.count);
	for (size_t i = 0; near.len && i < whole->count; i++)
		if (parts.at[i].at == near.at)
			return whole->at[i];
	return near;
}

/* --- what is missing -------------------------------------------------------------------------- */

struct unlocked {
	struct bytes reference;
	struct texts profiles; /* by name, in the order of slugs */
};

struct needs {
	struct run *run;
	ARRAY(struct unlocked);
	struct names places;
	struct names wrong; /* what is no reference, once told */
	bool refused;       /* one is needed where pre-releases may not run */
};

/* A component with roles may only be what its roles share. */
static bool is_used(const struct part *part)
{
	const struct component *component = part->component;
	return part->present && (part->role || !component->roles.count || component->writes.count);
}

static struct unlocked *unlocked_of(struct needs *needs, struct bytes reference)
{
	struct arena *arena = needs->run->arena;
	uint32_t place = names_get(&needs->places, reference);
	if (place)
		return &needs->at[place - 1];
	struct unlocked *unlocked = array_push(arena, needs);
	*unlocked = (struct unlocked){ .reference = bytes_copy(arena, reference) };
	names_set(&needs->places, unlocked->reference, (uint32_t)needs->count);
	return unlocked;
}

/* What no registry can have, nobody can lock. */
static bool can_be_locked(
	struct needs *needs, struct arena *scratch, const struct part *part, struct bytes reference)
{
	struct run *run = needs->run;
	struct image image;
	const char *wrong = image_parse(scratch, reference, &image);
	if (!wrong || names_get(&needs->wrong, reference))
		return !wrong;
	names_set(&needs->wrong, bytes_copy(run->arena, reference), 1);
	diag_warning(&run->diags, part->tag_at, "image/form",
		N_("'" BYTES_FMT "' is no image reference: %s"), BYTES_ARG(reference), _(wrong));
	diag_hint(&run->diags, N_("correct the version or the tag: nothing can be locked so"));
	return false;
}

static void take_needs(void *context, const struct resolved_profile *profile)
{
	struct needs *needs = context;
	struct arena *scratch = arena_new();
	struct bytes name = profile->head->name;
	for (size_t i = 0; i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		struct bytes reference = part_reference(scratch, profile, part);
		if (!is_used(part) || !reference.len || part->locked)
			continue;
		needs->refused = needs->refused || !profile_takes_prereleases(profile);
		if (!can_be_locked(needs, scratch, part, reference))
			continue;
		struct texts *profiles = &unlocked_of(needs, reference)->profiles;
		if (!profiles->count || !bytes_equal(profiles->at[profiles->count - 1], name))
			*array_push(needs->run->arena, profiles) = name;
	}
	arena_end(scratch);
}

/* --- printing --------------------------------------------------------------------------------- */

enum missing_format { FORMAT_TABLE, FORMAT_NAME, FORMAT_JSON };

static void print_profiles(struct buf *out, const struct texts *profiles)
{
	enum { SHOWN = 3 };
	for (size_t i = 0; i < profiles->count && i < SHOWN; i++)
		buf_print(out, "%s" BYTES_FMT, i ? ", " : "", BYTES_ARG(profiles->at[i]));
	if (profiles->count > SHOWN)
		buf_print(out, _(" and %zu more"), profiles->count - SHOWN);
	buf_add_char(out, '\n');
}

static void print_table(struct buf *out, const struct needs *needs)
{
	struct bytes title = BYTES("IMAGE");
	size_t width = title.len;
	for (size_t i = 0; i < needs->count; i++)
		width = needs->at[i].reference.len > width ? needs->at[i].reference.len : width;
	buf_add(out, title);
	buf_add_times(out, ' ', width - title.len + 3);
	buf_add(out, BYTES("NEEDED BY\n"));
	for (size_t i = 0; i < needs->count; i++) {
		buf_add(out, needs->at[i].reference);
		buf_add_times(out, ' ', width - needs->at[i].reference.len + 3);
		print_profiles(out, &needs->at[i].profiles);
	}
}

static void add_json(struct buf *out, struct bytes text)
{
	const struct value value = { .kind = VALUE_STRING, .text = text };
	emit_canonical_json(out, &value);
}

static void print_json(struct buf *out, const struct needs *needs)
{
	buf_add(out, BYTES("["));
	for (size_t i = 0; i < needs->count; i++) {
		const struct texts *profiles = &needs->at[i].profiles;
		buf_add(out, i ? BYTES(",\n {\"image\":") : BYTES("\n {\"image\":"));
		add_json(out, needs->at[i].reference);
		for (size_t p = 0; p < profiles->count; p++) {
			buf_add(out, p ? BYTES(",") : BYTES(",\"profiles\":["));
			add_json(out, profiles->at[p]);
		}
		buf_add(out, BYTES("]}"));
	}
	buf_add(out, BYTES("\n]\n"));
}

static void print_needs(struct buf *out, const struct needs *needs, enum missing_format format)
{
	if (format == FORMAT_JSON)
		print_json(out, needs);
	else if (format == FORMAT_TABLE && needs->count)
		print_table(out, needs);
	for (size_t i = 0; format == FORMAT_NAME && i < needs->count; i++)
		buf_print(out, BYTES_FMT "\n", BYTES_ARG(needs->at[i].reference));
}

static int by_reference(const void *a, const void *b)
{
	return bytes_compare(
		((const struct unlocked *)a)->reference, ((const struct unlocked *)b)->reference);
}

static void summarize(struct run *run, size_t count, size_t wrong)
{
	if (run->quiet || (wrong && !count))
		return;
	if (!count)
		buf_print(&run->notes, "%s\n", _("every image is locked"));
	else
		buf_print(&run->notes,
			count == 1 ? _("%zu image is not locked\n")
				   : _("%zu images are not locked\n"),
			count);
}

enum exit_code print_missing(struct run *run, struct project *project)
{
	static const char *const formats[] = { "table", "name", "json", NULL };
	struct needs needs = {
		.run = run, .places = { .owner = run->arena }, .wrong = { .owner = run->arena }
	};
	size_t format;
	if (!choice_given(run, "output", formats, &format) ||
		!project_is_settled(run, project->folder) ||
		!project_read(run, project->folder, project))
		return EXIT_INPUT;
	if (!each_profile(run, project, &project->selected, take_needs, &needs))
		return EXIT_INPUT;
	if (needs.count)
		qsort(needs.at, needs.count, sizeof *needs.at, by_reference);
	print_needs(&run->out, &needs, (enum missing_format)format);
	summarize(run, needs.count, needs.wrong.count);
	return needs.refused ? EXIT_FOUND : EXIT_DONE;
}
