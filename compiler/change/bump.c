#include "change.h"

#include "base/message.h"

bool chart_is_there(const struct catalog *catalog, struct diags *d)
{
	return catalog->chart.path.len ||
		diag_error(d, (struct span){ catalog->source, 0, 0 }, "chart/missing",
			N_("the catalogue names no chart"));
}

bool chart_version_next(struct arena *owner, const struct catalog *catalog, struct bytes least,
	enum version_step step, struct bytes *version, struct diags *d)
{
	const struct chart *chart = &catalog->chart;
	return chart_version_due(
		       owner, chart->version, least.len ? least : chart->version, step, version) ||
		diag_error(d, chart->version_at, "bump/end",
			N_("no version of this step follows '" BYTES_FMT "'"),
			BYTES_ARG(chart->version));
}

/* leme.yaml may hold profiles too. An alias in the way is given back itself. */
static node_id find_version(const struct tree *tree)
{
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		node_id kind = root ? tree_get(tree, root, BYTES("kind")) : 0;
		if (!kind || !bytes_is(tree_text(tree, tree_follow(tree, kind)), "Catalog"))
			continue;
		node_id chart = tree_get(tree, root, BYTES("chart"));
		return tree_node(tree, chart)->kind == NODE_ALIAS
			? chart
			: tree_get(tree, chart, BYTES("version"));
	}
	return 0;
}

static bool came_back(struct arena *owner, const struct catalog *catalog, struct bytes text,
	struct bytes version, struct diags *d)
{
	const struct source *old = catalog->source;
	struct source *source = source_new(owner, old->path, old->name, text);
	struct tree *tree = tree_read(owner, source, DIALECT_STRICT, catalog->limits, d);
	node_id found = tree ? find_version(tree) : 0;
	return (found && bytes_equal(tree_text(tree, found), version)) ||
		diag_error(d, catalog->chart.version_at, "edit/unsafe",
			"the file cannot be edited safely: read again, it would hold other data");
}

bool chart_version_set(struct arena *owner, const struct catalog *catalog, struct bytes version,
	struct bytes *text, struct diags *d)
{
	struct tree *tree = tree_read(owner, catalog->source, DIALECT_STRICT, catalog->limits, d);
	struct edits edits = edits_new(owner, catalog->source);
	const struct value *wanted = value_string(owner, version, catalog->chart.version_at);
	node_id place = tree ? find_version(tree) : 0;
	return place && edit_scalar(&edits, tree, place, wanted, d) &&
		edits_apply(owner, &edits, text, d) && came_back(owner, catalog, *text, version, d);
}
