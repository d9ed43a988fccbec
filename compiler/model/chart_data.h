/*
 * The chart's own files as data, where Helm would find them below chart.path. Part of model.h.
 */
#ifndef LEME_MODEL_CHART_DATA_H
#define LEME_MODEL_CHART_DATA_H

#include "tree/tree.h"

struct catalog;

/* NULL: the file is not there, or cannot be read; the diags tell of the latter. */
struct chart_data {
	const struct value *chart;  /* Chart.yaml, a map */
	const struct value *values; /* values.yaml, a map */
	const struct value *schema; /* values.schema.json */
	struct span schema_at;      /* the file; without a source: it is not there */
	struct texts folders;       /* in charts/: unpacked sub-charts */
};

/* All empty without a chart. What Helm cannot read is a diag. */
void chart_data_read(struct arena *owner, const struct catalog *catalog, struct chart_data *data,
	struct diags *d);

/* Whether `helm package` would take up a file at this path of the project. */
bool shipped_takes(struct arena *scratch, const struct catalog *catalog, struct bytes path,
	struct diags *d) MUST_USE;

#endif
