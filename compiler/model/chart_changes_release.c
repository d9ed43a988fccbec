/* The chart against the record of its last release, and the versions that a step leads to. */
#include "chart_changes_parts.h"

#include "base/message.h"
#include "layer.h"

/* --- components ------------------------------------------------------------------------------- */

/* `PROFILE/COMPONENT` of the record. */
struct recorded {
	struct bytes profile, component;
};

static struct recorded recorded_of(struct bytes key)
{
	struct recorded recorded = { 0 };
	recorded.component = key;
	bytes_cut(&recorded.component, '/', &recorded.profile);
	return recorded;
}

static void find_removed(struct chart_comparison *comparison, const struct value *components)
{
	struct names told = { .owner = comparison->owner };
	for (size_t i = 0; i < components->count; i++) {
		struct bytes id = recorded_of(components->entries[i].key).component;
		if (!catalog_component(comparison->now, id) && !names_set(&told, id, 1))
			chart_change_add(comparison, CHART_COMPONENT_REMOVED,
				_("the component '" BYTES_FMT "' was removed"), BYTES_ARG(id));
	}
}

struct known {
	struct names recorded, told;
};

static void compare_part(struct chart_comparison *comparison, struct known *known,
	const struct value *components, const struct resolved_profile *profile,
	const struct part *part)
{
	const struct component *component = part->component;
	const struct value *before = value_get(components,
		bytes_join(comparison->owner, profile->head->slug, BYTES("/"), component->id));
	if (before)
		chart_compare_versions(comparison, component, before->text, part->version.text);
	else if (!names_get(&known->recorded, component->id) &&
		!names_set(&known->told, component->id, 1))
		chart_change_add(comparison, CHART_COMPONENT_ADDED,
			_("the component '" BYTES_FMT "' was added"), BYTES_ARG(component->id));
}

static bool compare_environment(struct chart_comparison *comparison, struct known *known,
	const struct value *components, const struct resolver *now, struct bytes slug,
	struct diags *d)
{
	const struct head *head = fleet_find(now->fleet, comparison->owner, slug);
	if (!head || head->abstract)
		return true;
	const struct resolved_profile *profile = profile_resolve(comparison->owner, now, head, d);
	for (size_t i = 0; profile && i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		if (!part->role && part->present && part->version.text.at)
			compare_part(comparison, known, components, profile, part);
	}
	return profile;
}

static bool compare_components(struct chart_comparison *comparison, const struct value *components,
	const struct resolver *now, struct diags *d)
{
	const struct catalog *catalog = comparison->now;
	struct known known = { { .owner = comparison->owner }, { .owner = comparison->owner } };
	bool good = true;
	if (!components || !components->count)
		return true;
	for (size_t i = 0; i < components->count; i++)
		names_set(&known.recorded, recorded_of(components->entries[i].key).component, 1);
	find_removed(comparison, components);
	for (size_t i = 0; i < catalog->environments.count; i++)
		good = compare_environment(comparison, &known, components, now,
			       catalog->environments.at[i].slug, d) &&
			good;
	chart_add_moves(comparison);
	return good;
}

bool chart_changes_since_release(struct arena *owner, const struct lock_release *release,
	const struct resolver *now, struct chart_changes *changes, struct diags *d)
{
	struct chart_comparison comparison = {
		.owner = owner, .now = now->fleet->catalog, .changes = changes
	};
	struct bytes hex;
	*changes = (struct chart_changes){ .version = release->version, .version_at = release->at };
	if (!shipped_digest(owner, comparison.now, &hex, d))
		return false;
	changes->shipped = !bytes_equal(
		release->chart, bytes_join(owner, BYTES("sha256"), BYTES(":"), hex));
	if (!changes->shipped)
		return true;
	chart_change_add(
		&comparison, CHART_FILE, "%s", _("the chart ships other things than the release"));
	return compare_components(&comparison, release->components, now, d);
}

/* --- versions --------------------------------------------------------------------------------- */

static enum semver_part part_of_step(enum version_step step)
{
	return step == VERSION_MAJOR    ? SEMVER_MAJOR
		: step == VERSION_MINOR ? SEMVER_MINOR
					: SEMVER_PATCH;
}

/* A number at its end cannot be asked for more. */
bool chart_version_reaches(struct bytes now, struct bytes before, enum version_step step)
{
	struct semver version, then, next;
	if (step == VERSION_NO_STEP)
		return true;
	if (!semver_parse(now, &version) || !semver_parse(before, &then) ||
		semver_compare(&version, &then) <= 0)
		return false;
	version.prerelease = BYTES("");
	return !semver_next(&then, part_of_step(step), &next) ||
		semver_compare(&version, &next) >= 0;
}

bool chart_version_due(struct arena *owner, struct bytes now, struct bytes before,
	enum version_step step, struct bytes *due)
{
	struct semver version, then, next;
	if (!semver_parse(now, &version) || !semver_parse(before, &then))
		return false;
	if (semver_compare(&version, &then) < 0)
		version = then;
	if (!semver_next(&version, part_of_step(step), &next))
		return false;
	*due = semver_text(owner, &next);
	return true;
}
