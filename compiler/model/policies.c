/* The files that `policies` of the catalogue names: documents of Kubernetes, in its dialect. */
#include "named_files.h"
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

static bool read_files(struct arena *run, const struct catalog *catalog, struct texts paths,
	struct span at, struct policy_documents *documents, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < paths.count; i++) {
		struct source *source = folder_read(
			run, catalog->folder, paths.at[i], MISSING_IS_ERROR, at, d);
		/* Each failure tells of what it failed by. */
		if (source) {
			source_index(source);
			source_stays(source);
		}
		good = source && take_documents(run, catalog, source, documents, d) && good;
	}
	return good;
}

/* documents NULL: only whether the files are there. */
static bool read_list(struct arena *run, const struct catalog *catalog,
	struct policy_documents *documents, struct diags *d)
{
	const struct value *list = read_key(catalog->value, "policies");
	struct file_list files = file_list_new(run, catalog->folder, "policies/*.yaml");
	bool good = true;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct value *glob = list->items[i];
		struct texts paths = { 0 };
		good = files_named(&files, glob->text, glob->at, &paths, d) && good;
		if (documents)
			good = read_files(run, catalog, paths, glob->at, documents, d) && good;
	}
	return good;
}

bool policies_check(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	return read_list(run, catalog, NULL, d);
}

bool policies_read(struct arena *run, const struct catalog *catalog,
	struct policy_documents *documents, struct diags *d)
{
	*documents = (struct policy_documents){ 0 };
	return read_list(run, catalog, documents, d);
}
