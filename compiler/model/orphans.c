#include "layer.h"
#include "plan.h"

#include "notation/notation.h"

/* --- what was managed ------------------------------------------------------------------------- */

struct gone {
	ARRAY(const struct write *);
};

/* Whether one is on the way to the other, or both are one. */
static bool on_one_way(struct texts path, struct texts other)
{
	for (size_t i = 0; i < path.count && i < other.count; i++)
		if (!bytes_equal(path.at[i], other.at[i]))
			return false;
	return true;
}

static bool is_managed(const struct catalog *catalog, struct texts path)
{
	for (size_t i = 0; i < catalog->plan->leaves.count; i++) {
		const struct write *write = catalog->plan->leaves.at[i].write;
		if (on_one_way(write ? write->path : catalog->stamp, path))
			return true;
	}
	return false;
}

static struct gone find_gone(
	struct arena *owner, const struct catalog *base, const struct catalog *catalog)
{
	struct gone gone = { 0 };
	for (size_t i = 0; i < base->plan->leaves.count; i++) {
		const struct write *write = base->plan->leaves.at[i].write;
		if (write && !is_managed(catalog, write->path))
			*array_push(owner, &gone) = write;
	}
	return gone;
}

static const struct write *gone_at(const struct gone *gone, struct texts path)
{
	for (size_t i = 0; i < gone->count; i++)
		if (gone->at[i]->path.count == path.count && on_one_way(gone->at[i]->path, path))
			return gone->at[i];
	return NULL;
}

/* --- what a file still holds of it ------------------------------------------------------------ */

struct sweep {
	struct arena *owner;
	const struct gone *gone;
	const struct tree *tree;
	struct texts path; /* of the node at hand */
	struct orphans found;
};

static node_id enter(struct sweep *sweep, node_id key)
{
	*array_push(sweep->owner, &sweep->path) = tree_text(sweep->tree, key);
	return tree_next(sweep->tree, key);
}

/* Whether nothing else is in it; then sets who wrote its first image. */
static bool is_all_gone(struct sweep *sweep, node_id id, const struct write **image)
{
	const struct node *node = tree_node(sweep->tree, id);
	const struct write *write = gone_at(sweep->gone, sweep->path);
	if (node->kind != NODE_MAP) {
		if (node->kind == NODE_SCALAR && write && write->field != WRITE_ENABLED && !*image)
			*image = write;
		return node->kind == NODE_SCALAR && write;
	}
	bool all = tree_first(sweep->tree, id);
	for (node_id key = tree_first(sweep->tree, id), value; all && key;
		key = tree_next(sweep->tree, value)) {
		value = enter(sweep, key);
		all = is_all_gone(sweep, value, image);
		sweep->path.count--;
	}
	return all;
}

static void sweep_map(struct sweep *sweep, node_id map)
{
	if (tree_node(sweep->tree, map)->kind != NODE_MAP)
		return;
	for (node_id key = tree_first(sweep->tree, map), value; key;
		key = tree_next(sweep->tree, value)) {
		const struct write *image = NULL;
		value = enter(sweep, key);
		if (is_all_gone(sweep, value, &image) && image)
			*array_push(sweep->owner, &sweep->found) = (struct orphan){
				.path = path_text(sweep->owner, sweep->path.at, sweep->path.count),
				.at = tree_span(sweep->tree, key),
				.all = tree_span(sweep->tree, value),
				.written = image->at,
			};
		else
			sweep_map(sweep, value);
		sweep->path.count--;
	}
}

/* What is wrong with a file is told by whoever reads it for its own sake. */
static struct orphans sweep_file(struct arena *owner, const struct catalog *catalog,
	const struct gone *gone, struct bytes path)
{
	struct diags unheard = diags_new(owner);
	const struct source *source = folder_read(
		owner, catalog->folder, path, MISSING_IS_NULL, (struct span){ 0 }, &unheard);
	const struct tree *tree = source
		? tree_read(owner, source, DIALECT_HELM, catalog->limits, &unheard)
		: NULL;
	struct sweep sweep = { .owner = owner, .gone = gone, .tree = tree };
	if (tree && tree->documents.count == 1 && tree->documents.at[0].root)
		sweep_map(&sweep, tree->documents.at[0].root);
	return sweep.found;
}

/* --- what profiles set themselves ------------------------------------------------------------- */

static bool sets(struct arena *scratch, const struct value *values, struct bytes path)
{
	struct texts keys = path_parse(scratch, path);
	for (size_t i = 0; i < keys.count; i++) {
		values = values->kind == VALUE_MAP ? value_get(values, keys.at[i]) : NULL;
		if (!values)
			return false;
	}
	return true;
}

static void drop_set(
	const struct resolver *resolver, const struct head *head, struct orphans *orphans)
{
	struct arena *scratch = arena_new();
	struct diags unheard = diags_new(scratch);
	const struct resolved_profile *profile = profile_resolve(scratch, resolver, head, &unheard);
	size_t kept = 0;
	for (size_t i = 0; profile && i < orphans->count; i++)
		if (!sets(scratch, profile->compiled, orphans->at[i].path))
			orphans->at[kept++] = orphans->at[i];
	if (profile)
		orphans->count = kept;
	arena_end(scratch);
}

/* --- all files -------------------------------------------------------------------------------- */

/* What any profile sets there the chart must know. */
static void add_chart(struct arena *owner, const struct resolver *resolver, const struct gone *gone,
	struct bytes path, struct orphans *orphans)
{
	const struct fleet *fleet = resolver->fleet;
	struct orphans found = sweep_file(owner, fleet->catalog, gone, path);
	for (size_t i = 0; found.count && i < fleet->heads.count; i++)
		if (!fleet->heads.at[i].abstract)
			drop_set(resolver, &fleet->heads.at[i], &found);
	for (size_t i = 0; i < found.count; i++)
		*array_push(owner, orphans) = found.at[i];
}

static void add_outputs(struct arena *owner, const struct resolver *resolver,
	const struct gone *gone, struct bytes chart_values, struct orphans *orphans)
{
	const struct fleet *fleet = resolver->fleet;
	for (size_t i = 0; i < fleet->heads.count; i++) {
		const struct head *head = &fleet->heads.at[i];
		if (head->abstract || head->mode != OUTPUT_EDIT ||
			bytes_equal(head->output, chart_values))
			continue;
		struct orphans found = sweep_file(owner, fleet->catalog, gone, head->output);
		if (found.count)
			drop_set(resolver, head, &found);
		for (size_t j = 0; j < found.count; j++)
			*array_push(owner, orphans) = found.at[j];
	}
}

enum history_answer orphans_find(struct arena *owner, const struct resolver *resolver,
	struct history *history, struct orphans *orphans, struct missing_evidence *amiss)
{
	const struct catalog *catalog = resolver->fleet->catalog;
	struct bytes values = catalog->chart.path.len
		? bytes_join(owner, catalog->chart.path, BYTES("/"), BYTES("values.yaml"))
		: (struct bytes){ 0 };
	const struct resolver *base;
	*orphans = (struct orphans){ 0 };
	*amiss = (struct missing_evidence){ 0 };
	enum history_answer answer = history ? history_base(history, &base, amiss) : HISTORY_NONE;
	if (answer != HISTORY_KNOWN)
		return answer;
	struct gone gone = find_gone(owner, base->fleet->catalog, catalog);
	if (gone.count && values.len)
		add_chart(owner, resolver, &gone, values, orphans);
	if (gone.count)
		add_outputs(owner, resolver, &gone, values, orphans);
	return answer;
}
