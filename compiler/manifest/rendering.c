#include "rendering.h"

static const struct value *part_of(const struct resolved_profile *profile, const char *key)
{
	return value_get(profile->render, bytes_of(key));
}

struct rendering *rendering_read(
	struct arena *run, const struct resolved_profile *profile, struct diags *d)
{
	struct rendering *rendering = arena_new_of(run, struct rendering);
	const struct catalog *catalog = profile->catalog;
	*rendering = (struct rendering){ .profile = profile, .limits = catalog->limits };
	rendering->patches.namespace = profile->release_namespace;
	rendering->replacements.namespace = profile->release_namespace;
	rendering->images = image_rules_new(run, profile, d);
	bool good = rendering->images;
	good = patches_read(run, catalog->folder, part_of(profile, "patches"), catalog->limits,
		       &rendering->patches, d) &&
		good;
	good = replacements_read(run, catalog->folder, part_of(profile, "replacements"),
		       catalog->limits, &rendering->replacements, d) &&
		good;
	good = marks_read(run, part_of(profile, "labels"), "labels", catalog->limits,
		       &rendering->marks, d) &&
		good;
	good = marks_read(run, part_of(profile, "annotations"), "annotations", catalog->limits,
		       &rendering->marks, d) &&
		good;
	return good ? rendering : NULL;
}
