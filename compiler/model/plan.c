#include "plan.h"

#include "base/message.h"
#include "notation/notation.h"

/* --- making the plan, once -------------------------------------------------------------------- */

static struct plan_node *child_of(
	struct arena *run, struct plan_node *node, struct bytes key, struct span at)
{
	for (size_t i = 0; i < node->children.count; i++)
		if (bytes_equal(node->children.at[i]->key, key))
			return node->children.at[i];
	struct plan_node *child = arena_new_of(run, struct plan_node);
	*child = (struct plan_node){ .key = key, .at = at };
	*array_push(run, &node->children) = child;
	return child;
}

static bool clash(struct arena *run, struct texts path, size_t depth, struct span at,
	struct span other, struct diags *d)
{
	struct bytes text = path_text(run, path.at, path.count);
	if (depth == path.count)
		diag_error(d, at, "values/conflict", N_("two components write '" BYTES_FMT "'"),
			BYTES_ARG(text));
	else
		diag_error(d, at, "values/conflict",
			N_("'" BYTES_FMT
			   "' runs through the scalar that another component writes at "
			   "'" BYTES_FMT "'"),
			BYTES_ARG(text), BYTES_ARG(path_text(run, path.at, depth)));
	diag_hint(d, N_("give one of them another values path"));
	diag_related(d, other, N_("the other one"));
	return false;
}

static bool add_leaf(struct arena *run, struct plan *plan, struct texts path, struct span at,
	struct leaf leaf, struct diags *d)
{
	struct plan_node *node = &plan->root;
	for (size_t i = 0; i < path.count; i++) {
		if (node->is_leaf)
			return clash(run, path, i, at, node->at, d);
		node = child_of(run, node, path.at[i], at);
	}
	if (node->is_leaf || node->children.count)
		return clash(run, path, path.count, at, node->at, d);
	node->is_leaf = true;
	node->leaf = plan->leaves.count;
	*array_push(run, &plan->leaves) = leaf;
	return true;
}

static bool add_writes(struct arena *run, struct plan *plan, const struct writes *writes,
	size_t part, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < writes->count; i++) {
		const struct write *write = &writes->at[i];
		good = add_leaf(run, plan, write->path, write->at, (struct leaf){ write, part },
			       d) &&
			good;
	}
	return good;
}

const struct plan *plan_make(struct arena *run, const struct catalog *catalog, struct diags *d)
{
	struct plan *plan = arena_new_of(run, struct plan);
	bool good = true;
	size_t part = 0;
	if (catalog->stamp.count)
		good = add_leaf(
			run, plan, catalog->stamp, catalog->stamp_at, (struct leaf){ 0 }, d);
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		good = add_writes(run, plan, &component->writes, part++, d) && good;
		for (size_t r = 0; r < component->roles.count; r++)
			good = add_writes(run, plan, &component->roles.at[r].writes, part++, d) &&
				good;
	}
	return good ? plan : NULL;
}

/* --- filling it in, for each profile ---------------------------------------------------------- */

struct fill {
	struct arena *owner;
	const struct plan *plan;
	const struct value *const *scalars;
	struct diags *d;
	bool good;
	ARRAY(struct bytes); /* the keys walked */
};

/* Values mostly have the order of the catalogue, so the same place is tried first. */
static const struct entry *entry_of(const struct value *map, struct bytes key, size_t guess)
{
	if (!map || map->kind != VALUE_MAP)
		return NULL;
	if (guess < map->count && bytes_equal(map->entries[guess].key, key))
		return &map->entries[guess];
	for (size_t i = 0; i < map->count; i++)
		if (bytes_equal(map->entries[i].key, key))
			return &map->entries[i];
	return NULL;
}

static void conflict(struct fill *fill, const struct plan_node *node, const struct value *value)
{
	struct bytes path = path_text(fill->owner, fill->at, fill->count);
	fill->good = false;
	if (node->is_leaf && !fill->plan->leaves.at[node->leaf].write) {
		diag_error(fill->d, value->at, "values/conflict",
			N_("'values' sets '" BYTES_FMT "', which is the path of the stamp"),
			BYTES_ARG(path));
		diag_related(fill->d, node->at, N_("the stamp"));
		return;
	}
	if (node->is_leaf)
		diag_error(fill->d, value->at, "values/conflict",
			N_("'values' sets '" BYTES_FMT "', which a component writes"),
			BYTES_ARG(path));
	else
		diag_error(fill->d, value->at, "values/conflict",
			N_("'values' sets '" BYTES_FMT
			   "', but a component writes a scalar below it"),
			BYTES_ARG(path));
	diag_hint(fill->d,
		N_("set the version under 'versions', or name the component under 'absent'"));
	diag_related(fill->d, node->at, N_("the component writes it here"));
}

static const struct value *fill_node(
	struct fill *fill, const struct plan_node *node, const struct value *values);

static const struct value *fill_map(
	struct fill *fill, const struct plan_node *node, const struct value *values)
{
	struct entry *entries = arena_array_of(fill->owner, struct entry, node->children.count);
	size_t count = 0;
	for (size_t i = 0; i < node->children.count; i++) {
		const struct plan_node *child = node->children.at[i];
		const struct entry *theirs = entry_of(values, child->key, i);
		*array_push(fill->owner, fill) = child->key;
		const struct value *value = fill_node(fill, child, theirs ? theirs->value : NULL);
		fill->count--;
		if (value)
			entries[count++] = (struct entry){ child->key, child->at, value };
	}
	if (count == 0)
		return NULL;
	/* A map is needed here, so `values` may set nothing else. */
	if (values && values->kind != VALUE_MAP)
		conflict(fill, node, values);
	struct value *map = arena_new_of(fill->owner, struct value);
	*map = (struct value){ .kind = VALUE_MAP,
		.style = STYLE_BLOCK,
		.at = node->at,
		.count = count,
		.entries = entries };
	return map;
}

static const struct value *fill_node(
	struct fill *fill, const struct plan_node *node, const struct value *values)
{
	if (!node->is_leaf)
		return fill_map(fill, node, values);
	if (fill->scalars[node->leaf] && values)
		conflict(fill, node, values);
	return fill->scalars[node->leaf];
}

const struct value *plan_values(struct arena *owner, const struct plan *plan,
	const struct value *const *scalars, const struct value *values, struct diags *d)
{
	struct fill fill = {
		.owner = owner, .plan = plan, .scalars = scalars, .d = d, .good = true
	};
	const struct value *map = fill_map(&fill, &plan->root, values);
	if (!fill.good)
		return NULL;
	return map ? map : &value_empty_map;
}
