#include "chart_changes_parts.h"

#include "base/message.h"
#include "base/names.h"
#include "layer.h"

#include <stdarg.h>

const struct chart_change_row chart_change_rows[CHART_CHANGE_KINDS] = {
	[CHART_FILE] = { "file", VERSION_PATCH },
	[CHART_VALUE] = { "value", VERSION_PATCH },
	[CHART_IMAGE] = { "image", VERSION_PATCH },
	[CHART_VERSION_PATCH] = { "versionPatch", VERSION_PATCH },
	[CHART_VERSION_MINOR] = { "versionMinor", VERSION_PATCH },
	[CHART_KEY_ADDED] = { "keyAdded", VERSION_MINOR },
	[CHART_COMPONENT_ADDED] = { "componentAdded", VERSION_MINOR },
	[CHART_KEY_REMOVED] = { "keyRemoved", VERSION_MAJOR },
	[CHART_VERSION_MAJOR] = { "versionMajor", VERSION_MAJOR },
	[CHART_COMPONENT_REMOVED] = { "componentRemoved", VERSION_MAJOR },
	[CHART_COMPONENT_RENAMED] = { "componentRenamed", VERSION_MAJOR },
};

const char *const version_step_names[VERSION_MAJOR + 1] = { "none", "patch", "minor", "major" };

/* --- changes ---------------------------------------------------------------------------------- */

bool texts_equal(const struct texts *a, const struct texts *b)
{
	bool same = a->count == b->count;
	for (size_t i = 0; same && i < a->count; i++)
		same = bytes_equal(a->at[i], b->at[i]);
	return same;
}

static bool weighs_more(const struct chart_change *a, const struct chart_change *b)
{
	return a->step != b->step ? a->step > b->step : a->kind > b->kind;
}

/* Those that weigh the same stay in the order in which they were found. */
static void sort_in(struct chart_changes *changes)
{
	struct chart_change last = changes->at[changes->count - 1];
	size_t i = changes->count - 1;
	for (; i && weighs_more(&last, &changes->at[i - 1]); i--)
		changes->at[i] = changes->at[i - 1];
	changes->at[i] = last;
	changes->step = changes->at[0].step;
}

void chart_change_add(
	struct chart_comparison *comparison, enum chart_change_kind kind, const char *format, ...)
{
	struct buf text = buf_new(comparison->owner);
	va_list args;
	va_start(args, format);
	buf_vprint(&text, format, args);
	va_end(args);
	*array_push(comparison->owner, comparison->changes) = (struct chart_change){
		.kind = kind,
		.step = comparison->now->chart.bump[kind],
		.what = buf_bytes(&text),
	};
	sort_in(comparison->changes);
}

struct bytes chart_changes_text(
	struct arena *owner, const struct chart_changes *changes, size_t most)
{
	struct buf text = buf_new(owner);
	for (size_t i = 0; i < changes->count && i < most; i++)
		buf_print(&text, "%s%s: " BYTES_FMT, i ? "; " : "",
			version_step_names[changes->at[i].step], BYTES_ARG(changes->at[i].what));
	if (changes->count > most)
		buf_print(&text, _("; %zu more"), changes->count - most);
	return buf_bytes(&text);
}

/* --- components ------------------------------------------------------------------------------- */

/* The same image or, of those without, the same first place in the values. */
static bool is_same_thing(const struct component *a, const struct component *b)
{
	if (a->image.text.len || b->image.text.len)
		return bytes_equal(a->image.text, b->image.text);
	return a->writes.count && b->writes.count &&
		texts_equal(&a->writes.at[0].path, &b->writes.at[0].path);
}

/* What a component is called on the other side, where it has another name there; or NULL. */
static const struct component *other_name(
	const struct component *component, const struct catalog *own, const struct catalog *other)
{
	for (size_t i = 0; i < other->components.count; i++) {
		const struct component *candidate = &other->components.at[i];
		if (!catalog_component(own, candidate->id) && is_same_thing(component, candidate))
			return candidate;
	}
	return NULL;
}

static void compare_lost(struct chart_comparison *comparison, const struct component *lost)
{
	const struct component *renamed = other_name(lost, comparison->before, comparison->now);
	if (renamed)
		chart_change_add(comparison, CHART_COMPONENT_RENAMED,
			_("the component '" BYTES_FMT "' is called '" BYTES_FMT "' now"),
			BYTES_ARG(lost->id), BYTES_ARG(renamed->id));
	else
		chart_change_add(comparison, CHART_COMPONENT_REMOVED,
			_("the component '" BYTES_FMT "' was removed"), BYTES_ARG(lost->id));
}

static void add_new_component(struct chart_comparison *comparison, struct bytes id)
{
	chart_change_add(comparison, CHART_COMPONENT_ADDED,
		_("the component '" BYTES_FMT "' was added"), BYTES_ARG(id));
}

static void compare_catalogs(struct chart_comparison *comparison)
{
	const struct catalog *before = comparison->before, *now = comparison->now;
	for (size_t i = 0; i < before->components.count; i++)
		if (!catalog_component(now, before->components.at[i].id))
			compare_lost(comparison, &before->components.at[i]);
	for (size_t i = 0; i < now->components.count; i++) {
		const struct component *component = &now->components.at[i];
		if (!catalog_component(before, component->id) &&
			!other_name(component, now, before))
			add_new_component(comparison, component->id);
	}
}

/* --- versions --------------------------------------------------------------------------------- */

/* What a scheme cannot read has no size. */
static enum version_step step_between(struct chart_comparison *comparison,
	const struct component *component, struct bytes before, struct bytes now)
{
	const struct version_scheme *scheme = component_scheme(comparison->now, component);
	struct version_value a, b;
	if (version_parse(comparison->owner, scheme, before, &a) ||
		version_parse(comparison->owner, scheme, now, &b))
		return VERSION_PATCH;
	enum version_step step = version_step(&a, &b);
	return step == VERSION_NO_STEP ? VERSION_PATCH : step;
}

/* Of a component's steps in several profiles the largest counts. */
void chart_compare_versions(struct chart_comparison *comparison, const struct component *component,
	struct bytes before, struct bytes now)
{
	if (bytes_equal(before, now))
		return;
	enum version_step step = step_between(comparison, component, before, now);
	struct chart_move *move = chart_move_of(comparison, component->id);
	if (!move)
		move = array_push(comparison->owner, &comparison->moves);
	else if (move->step >= step)
		return;
	*move = (struct chart_move){ component->id, bytes_copy(comparison->owner, before),
		bytes_copy(comparison->owner, now), step };
}

struct chart_move *chart_move_of(struct chart_comparison *comparison, struct bytes component)
{
	for (size_t i = 0; i < comparison->moves.count; i++)
		if (bytes_equal(comparison->moves.at[i].component, component))
			return &comparison->moves.at[i];
	return NULL;
}

void chart_add_moves(struct chart_comparison *comparison)
{
	static const enum chart_change_kind kinds[] = {
		[VERSION_PATCH] = CHART_VERSION_PATCH,
		[VERSION_MINOR] = CHART_VERSION_MINOR,
		[VERSION_MAJOR] = CHART_VERSION_MAJOR,
	};
	for (size_t i = 0; i < comparison->moves.count; i++) {
		const struct chart_move *move = &comparison->moves.at[i];
		chart_change_add(comparison, kinds[move->step],
			_("'" BYTES_FMT "' went from '" BYTES_FMT "' to '" BYTES_FMT "'"),
			BYTES_ARG(move->component), BYTES_ARG(move->before), BYTES_ARG(move->now));
	}
}

/* The versions of a profile's components, as release_record() takes them, too. */
static bool has_version(const struct part *part)
{
	return !part->role && part->present && part->version.text.at;
}

static void compare_profiles(struct chart_comparison *comparison, struct arena *scratch,
	const struct resolved_profile *before, const struct resolved_profile *now)
{
	struct names old = { .owner = scratch };
	for (size_t i = 0; i < before->parts.count; i++)
		if (has_version(&before->parts.at[i]))
			names_set(&old, before->parts.at[i].component->id, (uint32_t)i + 1);
	for (size_t i = 0; i < now->parts.count; i++) {
		const struct part *part = &now->parts.at[i];
		uint32_t number = has_version(part) ? names_get(&old, part->component->id) : 0;
		if (number)
			chart_compare_versions(comparison, part->component,
				before->parts.at[number - 1].version.text, part->version.text);
	}
}

/* --- the project before and now --------------------------------------------------------------- */

static bool is_of_the_chart(struct arena *owner, const struct catalog *catalog,
	const struct head *head, struct diags *d)
{
	if (head->abstract)
		return false;
	return catalog_environment(catalog, head->slug) >= 0 ||
		shipped_takes(owner, catalog, head->output, d);
}

/* What was heard of the project before, and now. */
enum { BEFORE, NOW, SIDES };

static bool compare_head(struct chart_comparison *comparison, struct arena *scratch,
	const struct chart_sides *sides, const struct head *head, struct diags heard[SIDES])
{
	if (!is_of_the_chart(scratch, comparison->now, head, &heard[NOW]))
		return true;
	const struct head *old = fleet_find(sides->before->fleet, scratch, head->slug);
	if (!old || old->abstract)
		return true;
	const struct resolved_profile *before = profile_resolve(
		scratch, sides->before, old, &heard[BEFORE]);
	const struct resolved_profile *now = profile_resolve(
		scratch, sides->now, head, &heard[NOW]);
	if (before && now)
		compare_profiles(comparison, scratch, before, now);
	return before && now;
}

static bool compare_fleets(
	struct chart_comparison *comparison, const struct chart_sides *sides, struct diags *d)
{
	const struct fleet *fleet = sides->now->fleet;
	struct arena *scratch = arena_new();
	struct names told[SIDES] = { { .owner = comparison->owner },
		{ .owner = comparison->owner } };
	bool good = true;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		struct diags heard[SIDES] = { diags_new(scratch), diags_new(scratch) };
		good = compare_head(comparison, scratch, sides, &fleet->heads.at[i], heard) && good;
		diags_keep(sides->before_faults, &told[BEFORE], &heard[BEFORE]);
		diags_keep(d, &told[NOW], &heard[NOW]);
		arena_reset(scratch);
	}
	arena_end(scratch);
	chart_add_moves(comparison);
	return good;
}

static void add_file(struct chart_comparison *comparison, const struct file_change *change)
{
	static const char *const formats[] = {
		[CHANGE_ADDED] = N_("the file '" BYTES_FMT "' was added"),
		[CHANGE_DELETED] = N_("the file '" BYTES_FMT "' was removed"),
		[CHANGE_MODIFIED] = N_("the file '" BYTES_FMT "' has changed"),
	};
	chart_change_add(comparison, CHART_FILE, _(formats[change->kind]), BYTES_ARG(change->path));
}

/* Whether they could be read. What has no other data has another comment. */
static bool compare_values(
	struct chart_comparison *comparison, const struct file_change *change, struct diags *d[2])
{
	size_t before = comparison->changes->count, heard = d[0]->count + d[1]->count;
	struct chart_data old, new;
	chart_data_read(comparison->owner, comparison->before, &old, d[0]);
	chart_data_read(comparison->owner, comparison->now, &new, d[1]);
	if (d[0]->count + d[1]->count > heard)
		return false;
	chart_compare_values(comparison, old.values, new.values);
	if (comparison->changes->count == before)
		add_file(comparison, change);
	return true;
}

static bool compare_files(struct chart_comparison *comparison, const struct file_changes *files,
	struct diags *before_faults, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < files->count; i++)
		if (bytes_is(files->at[i].path, "values.yaml"))
			good = compare_values(comparison, &files->at[i],
				       (struct diags *[2]){ before_faults, d }) &&
				good;
		else
			add_file(comparison, &files->at[i]);
	return good;
}

bool chart_changes_since(struct arena *owner, const struct chart_sides *sides,
	struct chart_changes *changes, struct diags *d)
{
	const struct catalog *before = sides->before->fleet->catalog;
	struct catalog now = *sides->now->fleet->catalog;
	struct file_changes files;
	struct chart_comparison comparison = {
		.owner = owner, .before = before, .now = &now, .changes = changes
	};
	now.folder = sides->folder;
	*changes = (struct chart_changes){ .version_at = before->chart.version_at };
	if (!before->chart.path.len)
		return true;
	changes->version = before->chart.version;
	struct shipped_sides charts = { before, &now, sides->touched, sides->before_faults };
	if (!shipped_changes(owner, &charts, &files, d))
		return false;
	changes->shipped = files.count;
	if (!changes->shipped)
		return true;
	compare_catalogs(&comparison);
	return compare_fleets(&comparison, sides, d) &&
		compare_files(&comparison, &files, sides->before_faults, d);
}
