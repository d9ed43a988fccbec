/* What the project's profiles need, against what is locked. Internal to cmd/. */
#ifndef LEME_CMD_MISSING_H
#define LEME_CMD_MISSING_H

#include "cmd.h"

/*
 * `leme lock` without operands: the images that the chosen profiles need and that are not locked.
 * EXIT_FOUND if one is needed outside the environments of `prereleases`.
 */
enum exit_code print_missing(struct run *run, struct project *project);

/* The repositories of the project's images, as far as somebody had to know; zeroed at first. */
struct known_images {
	struct texts repositories; /* canonical */
	enum { NOTHING_KNOWN, CATALOG_KNOWN, ALL_KNOWN } progress;
};

/*
 * Whether a component of any profile has the image, whatever its tag, or a registry allows it.
 * Profiles are resolved only if the catalogue cannot tell.
 */
bool image_is_known(struct run *run, const struct project *project, struct known_images *known,
	struct bytes reference);

/* The known repository that may have been meant, by its whole name or the last part; or nothing. */
struct bytes image_nearest(
	struct arena *owner, const struct known_images *known, struct bytes repository);

/* Without the tag. */
struct bytes reference_repository(struct bytes reference);

#endif
