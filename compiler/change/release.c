#include "change.h"

#include "base/message.h"

struct versions {
	ARRAY(struct entry);
};

/* A component with its roles: those that have versions of their own do so by a waiver only. */
static void add_versions(
	struct arena *owner, struct versions *versions, const struct resolved_profile *profile)
{
	for (size_t i = 0; i < profile->parts.count; i++) {
		const struct part *part = &profile->parts.at[i];
		if (part->role || !part->present || !part->version.text.at)
			continue;
		struct value *version = value_string(owner, part->version.text, (struct span){ 0 });
		version->style = STYLE_SINGLE;
		*array_push(owner, versions) = (struct entry){
			.key = bytes_join(
				owner, profile->head->slug, BYTES("/"), part->component->id),
			.value = version,
		};
	}
}

static const struct value *map_of(struct arena *owner, const struct versions *versions)
{
	struct value *map = arena_new_of(owner, struct value);
	*map = (struct value){
		.kind = VALUE_MAP, .count = versions->count, .entries = versions->at
	};
	return map;
}

bool release_record(struct arena *owner, const struct fleet *fleet, const struct resolver *resolver,
	const struct folder *folder, struct lock_release *record, struct diags *d)
{
	const struct catalog *catalog = fleet->catalog;
	struct catalog after = *catalog;
	struct versions versions = { 0 };
	struct bytes digest;
	bool good = true;
	after.folder = folder;
	for (size_t i = 0; i < catalog->environments.count; i++) {
		const struct head *head = fleet_find(
			fleet, owner, catalog->environments.at[i].slug);
		if (!head || head->abstract)
			continue;
		const struct resolved_profile *profile = profile_resolve(owner, resolver, head, d);
		good = profile && good;
		if (profile)
			add_versions(owner, &versions, profile);
	}
	if (!good || !shipped_digest(owner, &after, &digest, d))
		return false;
	*record = (struct lock_release){
		.version = catalog->chart.version,
		.chart = bytes_print(owner, "sha256:" BYTES_FMT, BYTES_ARG(digest)),
		.components = map_of(owner, &versions),
	};
	return true;
}
