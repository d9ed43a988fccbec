/*
 * The chart's own files as data, where Helm would find them below chart.path, and those of the
 * sub-charts in charts/: folders, and packages (.tgz), which are unpacked in memory. Files that the
 * chart's .helmignore hides are not there. Part of model.h.
 */
#ifndef LEME_MODEL_CHART_DATA_H
#define LEME_MODEL_CHART_DATA_H

#include "notation/notation.h"
#include "schema/schema.h"

struct catalog;

/* One of a chart's dependencies, as it declares them. */
struct chart_need {
	struct bytes name;  /* of the chart */
	struct bytes alias; /* under which it has its values; the name where there is none */
	const struct semver_constraint *versions; /* NULL: no version fits */
	struct bytes condition;                   /* paths of values, with ',' between */
	struct texts tags;
	const struct value *imports; /* the list `import-values`, or NULL */
	struct span at;
};

struct chart_needs {
	ARRAY(struct chart_need);
};

struct chart_data;

struct chart_parts {
	ARRAY(const struct chart_data *);
};

/* NULL: the file is not there, or cannot be read; the diags tell of the latter. */
struct chart_data {
	const struct value *chart;  /* Chart.yaml, a map */
	const struct value *values; /* values.yaml, a map */
	const struct value *schema; /* values.schema.json */
	const struct schema *rules; /* the same; NULL where it has faults, too */
	struct span schema_at;      /* the file; without a source: it is not there */
	struct span at;             /* Chart.yaml */
	struct bytes name;          /* that the chart gives itself */
	struct semver version;
	bool is_versioned; /* its version can be read */
	bool declares;     /* it has a list of dependencies, be it empty */
	bool is_whole;     /* every chart in charts/ could be read */
	bool is_remote;    /* its schema has a reference that Helm would fetch */
	struct chart_needs needs;
	struct chart_parts parts; /* in charts/, by the names of their folders and files */
};

/* All empty without a chart. What Helm cannot read is a diag. */
void chart_data_read(struct arena *owner, const struct catalog *catalog, struct chart_data *data,
	struct diags *d);

/* Whether `helm package` would take up a file at this path of the project. */
bool shipped_takes(struct arena *scratch, const struct catalog *catalog, struct bytes path,
	struct diags *d) MUST_USE;

#endif
