/*
 * How far the chart's version has to move: what differs between two states of the project, and the
 * step that each difference asks for by `chart.bump` (SPEC §2).
 *
 *   chart_changes_since          the project at the base → the changes
 *   chart_changes_since_release  the record in leme.lock → the same, as far as it tells
 *   chart_version_reaches        whether a version has moved as far
 *   chart_version_due            the one that has
 *
 * Part of model.h.
 */
#ifndef LEME_MODEL_CHART_CHANGES_H
#define LEME_MODEL_CHART_CHANGES_H

#include "notation/notation.h"
#include "shipped.h"

struct lock_release;
struct resolver;

/* Of two that ask for the same step the later one weighs more. */
enum chart_change_kind {
	CHART_FILE,
	CHART_VALUE,
	CHART_IMAGE,
	CHART_VERSION_PATCH,
	CHART_VERSION_MINOR,
	CHART_KEY_ADDED,
	CHART_COMPONENT_ADDED,
	CHART_KEY_REMOVED,
	CHART_VERSION_MAJOR,
	CHART_COMPONENT_REMOVED,
	CHART_COMPONENT_RENAMED,
	CHART_CHANGE_KINDS,
};

/* A kind as `chart.bump` names it, and the step that it asks for where that says nothing. */
struct chart_change_row {
	const char *name;
	enum version_step step;
};
extern const struct chart_change_row chart_change_rows[CHART_CHANGE_KINDS];

/* As `chart.bump` names the steps. */
extern const char *const version_step_names[VERSION_MAJOR + 1];

struct chart_change {
	enum chart_change_kind kind;
	enum version_step step;
	struct bytes what; /* for people */
};

struct chart_changes {
	struct bytes version; /* what the chart was; .at NULL: there was none, so nothing differs */
	struct span version_at;
	bool shipped;               /* whether what `helm package` would ship differs at all */
	enum version_step step;     /* the largest that a change asks for */
	ARRAY(struct chart_change); /* the weightiest first; none unless `shipped` */
};

/*
 * The folder, which may be a folder_with(), is where the chart is read now. Versions of components
 * are those of the environments' own profiles, and of the profiles whose output is shipped. False
 * after diags; those of the project as it was are heard apart.
 */
struct chart_sides {
	const struct resolver *before, *now;
	const struct folder *folder;
	const struct file_changes *touched; /* what git says, or NULL; see shipped.h */
	struct diags *before_faults;
};
bool chart_changes_since(struct arena *owner, const struct chart_sides *sides,
	struct chart_changes *changes, struct diags *d) MUST_USE;

/* The record knows nothing of keys and files: what is shipped is the same or not. */
bool chart_changes_since_release(struct arena *owner, const struct lock_release *release,
	const struct resolver *now, struct chart_changes *changes, struct diags *d) MUST_USE;

/* `major: key 'a.b' of the values was removed; 3 more`: so many of them, the weightiest. */
struct bytes chart_changes_text(
	struct arena *owner, const struct chart_changes *changes, size_t most);

/*
 * Whether a version is later than another by such a step, or on the way there: 2.0.0-rc.1 is a
 * major step from 1.4.0.
 */
bool chart_version_reaches(struct bytes now, struct bytes before, enum version_step step);

/*
 * The release that a step leads to, from the later of both, as a version may have gone back. False
 * if a number is at its end.
 */
bool chart_version_due(struct arena *owner, struct bytes now, struct bytes before,
	enum version_step step, struct bytes *due) MUST_USE;

#endif
