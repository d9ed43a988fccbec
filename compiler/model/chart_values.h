/*
 * What values each chart of a tree of charts gets, as Helm works it out (3.17 and 4.1):
 *
 *   1. a dependency is the first chart in charts/ with its name and a version that fits; it is
 *      called by its alias; charts that no dependency asks for are there, too, by their names
 *   2. `tags` switch dependencies off, and `condition` overrules them: the first of its paths that
 *      leads to a bool. The paths start at the values of the chart that declares it. Below a chart
 *      that has no list of dependencies, nothing is switched or renamed
 *   3. `import-values` puts tables of a sub-chart under what the parent's values.yaml says
 *   4. the values of a sub-chart are what stands under its name, over its own defaults, and with
 *      the `global` of the parent over its own. A null takes a default away
 *
 * Helm shares maps where it means to copy them, so that a table inside of a table of a sub-chart's
 * `global` gets into the parent's; that is not done here. Where both a value and the default below
 * the top are null, or a sub-chart has a null there, Helm 3 takes the key away; Helm 4 leaves it,
 * and so it is here. Part of model.h.
 */
#ifndef LEME_MODEL_CHART_VALUES_H
#define LEME_MODEL_CHART_VALUES_H

#include "chart_data.h"

struct chart_node;

struct chart_nodes {
	ARRAY(struct chart_node *);
};

/* A chart that takes part, under the name that its parent has for it. */
struct chart_node {
	const struct chart_data *data;
	struct bytes name;            /* empty: the chart itself */
	bool declares;                /* dependencies, and some are on */
	struct chart_needs needs;     /* that are on */
	struct chart_needs missing;   /* those of them that no chart in charts/ is named as */
	const struct value *defaults; /* its values.yaml, with what is imported; a map */
	const struct value *values;   /* all that it gets; a map */
	struct chart_nodes parts;
};

/* Why Helm gives up: under the name of a sub-chart there is something else than a map. */
struct chart_clash {
	struct span at;
	struct bytes name;
};

/* The charts that are on with these values, and what each gets. NULL after a clash. */
const struct chart_node *chart_values(struct arena *owner, const struct chart_data *data,
	const struct value *given, struct chart_clash *clash) MUST_USE;

/* The same with all of them on, and no values but the defaults: what there is to know. */
const struct chart_node *chart_defaults(
	struct arena *owner, const struct chart_data *data, struct chart_clash *clash) MUST_USE;

#endif
