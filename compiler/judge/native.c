#include "native_parts.h"

typedef void judge(struct native *, const struct resolved_profile *, struct native_findings *);

struct native_row {
	const char *name;
	judge *judge; /* NULL: it is that of a hop */
	enum hop hop;
	bool tells; /* of the files that the last hop looks at */
};

static const struct native_row rows[] = {
	{ "schema", judge_schema, HOPS, true },
	{ "values-schema", judge_values_schema, HOPS, false },
	{ "unknown-value", judge_unknown_value, HOPS, false },
	{ "output-in-chart", judge_output_in_chart, HOPS, false },
	{ "version-agreement", judge_version_agreement, HOPS, true },
	{ "version-bump", judge_version_bump, HOPS, false },
	{ "orphan", judge_orphan, HOPS, false },
	{ "pin-expired", judge_pin_expired, HOPS, false },
	{ "pin-redundant", judge_pin_redundant, HOPS, false },
	{ "hold-expired", judge_hold_expired, HOPS, false },
	{ "facts", judge_facts, HOPS, false },
	{ "hop-artifact", NULL, HOP_ARTIFACT, false },
	{ "hop-version", NULL, HOP_VERSION, false },
	{ "hop-build", NULL, HOP_BUILD, false },
	{ "hop-image", NULL, HOP_IMAGE, false },
	{ "hop-values", NULL, HOP_VALUES, false },
	{ "hop-chart", NULL, HOP_CHART, false },
};

struct native *native_new(struct arena *owner, const struct native_matter *matter)
{
	struct native *native = arena_new_of(owner, struct native);
	const struct catalog *catalog = matter->catalog;
	*native = (struct native){ .owner = owner,
		.catalog = catalog,
		.matter = *matter,
		.faults = diags_new(owner),
		.told = { .owner = owner } };
	chart_data_read(owner, catalog, &native->data, &native->faults);
	native_know(native);
	return native;
}

struct finding *native_fail(struct native_findings *found, struct span at, struct bytes message)
{
	struct finding *finding = array_push(found->owner, found);
	*finding = (struct finding){ .outcome = OUTCOME_FAIL, .at = at, .message = message };
	return finding;
}

struct finding *native_unreadable(struct native_findings *found, const struct diags *faults)
{
	const struct diag *fault = faults->at[0];
	for (size_t i = 1; i < faults->count; i++)
		if (faults->at[i]->code > fault->code)
			fault = faults->at[i];
	struct finding *finding = native_fail(
		found, fault->at, bytes_copy(found->owner, fault->text));
	finding->outcome = OUTCOME_UNDECIDED;
	finding->hint = fault->hint;
	return finding;
}

const struct native_row *native_find(struct bytes name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

void native_judge(struct native *native, const struct native_row *row,
	const struct resolved_profile *profile, struct native_findings *found)
{
	if (row->judge)
		row->judge(native, profile, found);
	else
		judge_hop(native, profile, row->hop, found);
}

void native_stand_aside(struct native *native, const struct native_row *row)
{
	if (row->tells)
		row->judge(native, NULL, &native->told);
}
