#include "model.h"

static struct bytes in_chart(struct arena *owner, const struct catalog *catalog, const char *name)
{
	return bytes_join(owner, catalog->chart.path, BYTES("/"), bytes_of(name));
}

static const struct value *read_data(struct arena *owner, const struct catalog *catalog,
	const char *name, enum dialect dialect, struct span *at, struct diags *d)
{
	const struct source *source = folder_read(owner, catalog->folder,
		in_chart(owner, catalog, name), MISSING_IS_NULL, catalog->chart.at, d);
	if (!source)
		return NULL;
	*at = (struct span){ source, 0, 0 };
	const struct tree *tree = tree_read(owner, source, dialect, catalog->limits, d);
	node_id root = tree && tree->documents.count ? tree->documents.at[0].root : 0;
	return root ? tree_value(owner, tree, root, catalog->limits, d) : NULL;
}

static const struct value *read_map(
	struct arena *owner, const struct catalog *catalog, const char *name, struct diags *d)
{
	struct span at;
	const struct value *value = read_data(owner, catalog, name, DIALECT_HELM, &at, d);
	return value && value->kind == VALUE_MAP ? value : NULL;
}

void chart_data_read(struct arena *owner, const struct catalog *catalog, struct chart_data *data,
	struct diags *d)
{
	*data = (struct chart_data){ 0 };
	if (!catalog->chart.path.len)
		return;
	data->chart = read_map(owner, catalog, "Chart.yaml", d);
	data->values = read_map(owner, catalog, "values.yaml", d);
	data->schema = read_data(
		owner, catalog, "values.schema.json", DIALECT_STRICT, &data->schema_at, d);
	data->folders = folder_names(owner, catalog->folder, in_chart(owner, catalog, "charts"));
}
