/* Where a chart's files stand: in a folder of the project, or in a package. Internal to model/. */
#ifndef LEME_MODEL_SHELF_H
#define LEME_MODEL_SHELF_H

#include "model.h"
#include "package.h"

struct shelf {
	const struct catalog *catalog;
	const struct package *package; /* NULL: a folder */
	struct bytes shown, name;      /* of the package, as a source has them */
	struct bytes path;             /* of the chart in it, or in the project */
};

/* The chart of the catalogue itself. */
struct shelf shelf_new(const struct catalog *catalog);

/* A file of the chart. NULL without a diag if there is none. */
const struct source *shelf_read(struct arena *owner, const struct shelf *shelf, struct bytes path,
	struct diags *d) MUST_USE;

/*
 * Adds what Helm takes for sub-charts: all that is in charts/, but for .prov and what begins with
 * `_` or `.`; in the order of their names. False after diags if a package cannot be read
 * (`chart/package`).
 */
struct shelves {
	ARRAY(struct shelf);
};

bool shelf_parts(struct arena *owner, const struct shelf *shelf, struct shelves *parts,
	struct diags *d) MUST_USE;

#endif
