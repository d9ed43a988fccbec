/* What the files called chart_changes*.c share. Internal to them. */
#ifndef LEME_MODEL_CHART_CHANGES_PARTS_H
#define LEME_MODEL_CHART_CHANGES_PARTS_H

#include "model.h"

/* The largest step of a component's version. */
struct chart_move {
	struct bytes component, before, now;
	enum version_step step;
};

struct chart_comparison {
	struct arena *owner;
	const struct catalog *before, *now; /* where the charts are read; `before` NULL: a record */
	struct chart_changes *changes;
	struct {
		ARRAY(struct chart_move);
	} moves; /* one for each component whose version is another */
};

/* Adds one, with the step that the catalogue of now asks for. */
void chart_change_add(struct chart_comparison *comparison, enum chart_change_kind kind,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

bool texts_equal(const struct texts *a, const struct texts *b);

/* Notes what became of a component's version in a profile. */
void chart_compare_versions(struct chart_comparison *comparison, const struct component *component,
	struct bytes before, struct bytes now);

/* Adds what was noted. */
void chart_add_moves(struct chart_comparison *comparison);

/* NULL if its version is the same everywhere. */
struct chart_move *chart_move_of(struct chart_comparison *comparison, struct bytes component);

/* What differs in the values that the charts bring: keys, images, other values. */
void chart_compare_values(
	struct chart_comparison *comparison, const struct value *before, const struct value *now);

#endif
