/* The files that `policies` of the catalogue names: documents of Kubernetes, in its dialect. */
#include "read.h"

static bool take_documents(struct arena *run, const struct catalog *catalog,
	const struct source *source, struct policy_documents *documents, struct diags *d)
{
	const struct tree *tree = tree_read(run, source, DIALECT_HELM, catalog->limits, d);
	bool good = tree;
	for (size_t i = 0; tree && i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		const struct value *value = root ? tree_value(run, tree, root, catalog->limits, d)
						 : NULL;
		if (value)
			*array_push(run, documents) = value;
		good = good && (value || !root);
	}
	return good;
}

static bool read_files(struct arena *run, const struct catalog *catalog, const struct value *glob,
	struct policy_documents *documents, struct diags *d)
{
	struct texts paths = { 0 };
	bool good = folder_glob(run, catalog->folder, glob->text, glob->at, &paths, d);
	for (size_t i = 0; good && i < paths.count; i++) {
		const struct source *source = folder_read(
			run, catalog->folder, paths.at[i], MISSING_IS_ERROR, glob->at, d);
		good = source && take_documents(run, catalog, source, documents, d);
	}
	return good;
}

bool policies_read(struct arena *run, const struct catalog *catalog,
	struct policy_documents *documents, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "policies");
	bool good = true;
	*documents = (struct policy_documents){ 0 };
	for (size_t i = 0; list && i < list->count; i++)
		good = read_files(run, catalog, list->items[i], documents, d) && good;
	return good;
}
