/* Which changes are tried on a text. */
#include "laws.h"

#include "../tree_laws.h"

/* A text of few nodes is tried with everything, each change alone; others with a part of it. */
enum { FEW_NODES = 50, MANY_NODES = 200 };

struct plan {
	struct laws *laws;
	struct subject *subject;
	bool all;
	struct {
		ARRAY(struct change);
	} changes;
};

/* --- wanted values ---------------------------------------------------------------------------- */

static const struct value scalars[] = {
	{ .kind = VALUE_STRING, .text = { "plain", 5 } },
	{ .kind = VALUE_STRING, .text = { "1.10", 4 } },
	{ .kind = VALUE_STRING, .text = { "1.27.3", 6 }, .style = STYLE_SINGLE },
	{ .kind = VALUE_STRING, .text = { "a: b # c, [d", 12 } },
	{ .kind = VALUE_STRING, .text = { "it's \"so\"", 9 } },
	{ .kind = VALUE_STRING, .text = { "one\ntwo\n", 8 } },
	{ .kind = VALUE_STRING, .text = { "one\n\n  two", 10 } },
	{ .kind = VALUE_STRING, .text = { "one\ntwo\n\n", 9 } },
	{ .kind = VALUE_STRING, .text = { "one\r\ntwo\tthree", 14 } },
	{ .kind = VALUE_STRING, .text = { "", 0 } },
	{ .kind = VALUE_STRING, .text = { " - ? \\ ", 7 } },
	{ .kind = VALUE_STRING, .text = { "\xC3\xA9\xE2\x80\xA8\xC2\x85", 7 } },
	{ .kind = VALUE_STRING, .text = { "null", 4 } },
	{ .kind = VALUE_NULL },
	{ .kind = VALUE_BOOL, .boolean = true, .text = { "true", 4 } },
	{ .kind = VALUE_INT, .integer = -7, .number = -7, .text = { "-7", 2 } },
	{ .kind = VALUE_FLOAT, .number = 1.5, .text = { "1.5", 3 } },
};

enum { SCALARS = sizeof scalars / sizeof *scalars };

static const struct value *const list_items[] = { &scalars[0], &scalars[5], &scalars[13] };
static const struct value list = { .kind = VALUE_LIST, .count = 3, .items = list_items };
static const struct value no_list = { .kind = VALUE_LIST };
static const struct entry inner_entries[] = {
	{ .key = { "on", 2 }, .value = &scalars[1] },
	{ .key = { "deep", 4 }, .value = &list },
	{ .key = { "none", 4 }, .value = &no_list },
	{ .key = { "text", 4 }, .value = &scalars[6] },
};
static const struct value inner = { .kind = VALUE_MAP, .count = 4, .entries = inner_entries };
static const struct value *const items[] = { &scalars[0], &scalars[3], &scalars[5], &scalars[13],
	&list, &inner };

enum { ITEMS = sizeof items / sizeof *items };

static const struct entry new_entries[] = {
	{ .key = { "leme-new", 8 }, .value = &scalars[2] },
	{ .key = { "leme: new", 9 }, .value = &inner },
	{ .key = { "leme-text", 9 }, .value = &scalars[5] },
};

static struct value *map_of(struct plan *plan, struct entry entry)
{
	struct value *map = arena_new_of(plan->subject->owner, struct value);
	struct entry *entries = arena_new_of(plan->subject->owner, struct entry);
	*entries = entry;
	*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entries };
	return map;
}

/* --- what is tried ---------------------------------------------------------------------------- */

static void add(struct plan *plan, struct change change)
{
	*array_push(plan->subject->owner, &plan->changes) = change;
}

static void plan_scalar(struct plan *plan, node_id id)
{
	size_t one = laws_chance(plan->laws, SCALARS);
	for (size_t i = 0; i < SCALARS; i++)
		if (plan->all || i == one)
			add(plan, change_scalar(plan->subject, id, &scalars[i]));
}

static void plan_list(struct plan *plan, node_id id)
{
	size_t count = tree_count(plan->subject->tree, id);
	size_t one = laws_chance(plan->laws, 3 * ITEMS);
	size_t places[] = { 0, count / 2, count };
	for (size_t place = 0; place < 3; place++)
		for (size_t i = 0; i < ITEMS; i++)
			if (plan->all || place * ITEMS + i == one)
				add(plan,
					change_insert(plan->subject, id, places[place], items[i]));
}

static const struct entry *wanted_below(struct plan *plan, const struct value *value)
{
	struct entry *entry = arena_new_of(plan->subject->owner, struct entry);
	bool is_map = value->kind == VALUE_MAP && value->count;
	size_t any = laws_chance(plan->laws, 1000);
	*entry = new_entries[any % 3];
	if (is_map)
		*entry = value->entries[any % value->count];
	if (is_map && entry->value->kind == VALUE_MAP)
		entry->value = map_of(plan, *wanted_below(plan, entry->value));
	else if (is_map && entry->value->kind == VALUE_LIST)
		entry->value = &list;
	else if (is_map)
		entry->value = &scalars[any % SCALARS];
	return entry;
}

static void plan_map(struct plan *plan, node_id id)
{
	struct subject *subject = plan->subject;
	struct diags d = diags_new(subject->owner);
	size_t one = laws_chance(plan->laws, 4);
	for (size_t i = 0; i < 3; i++)
		if (plan->all || i == one)
			add(plan, change_contain(subject, id, map_of(plan, new_entries[i])));
	if (!plan->all && one != 3)
		return;
	const struct value *value = tree_value(
		subject->owner, subject->tree, id, LIMITS_DEFAULT, &d);
	if (value && value->kind == VALUE_MAP)
		add(plan, change_contain(subject, id, map_of(plan, *wanted_below(plan, value))));
}

static void plan_lists(struct plan *plan, node_id map)
{
	const struct tree *tree = plan->subject->tree;
	struct change changes[MOST_LIST_CHANGES];
	for (node_id key = tree_first(tree, map); key;
		key = tree_next(tree, tree_next(tree, key))) {
		size_t count = changes_of_list(plan->laws, plan->subject, map, key, changes);
		for (size_t i = 0; i < count; i++)
			add(plan, changes[i]);
	}
}

static void plan_node(struct plan *plan, node_id id)
{
	const struct tree *tree = plan->subject->tree;
	const struct node *node = tree_node(tree, id);
	bool is_key = node_is_key(tree, id);
	bool is_null = node->kind == NODE_SCALAR && node->type == TYPE_NULL;
	if (is_key || (node->parent && tree_node(tree, node->parent)->kind == NODE_SEQ))
		add(plan, change_remove(plan->subject, id));
	if (is_key)
		return;
	if (node->kind == NODE_SCALAR)
		plan_scalar(plan, id);
	if (node->kind == NODE_SEQ || is_null)
		plan_list(plan, id);
	if (node->kind == NODE_MAP && tree->documents.count == 1)
		plan_lists(plan, id);
	bool is_single = plan->subject->tree->documents.count == 1;
	if (is_single && (node->kind == NODE_MAP || (!node->parent && is_null)))
		plan_map(plan, id);
}

/* --- how it is tried -------------------------------------------------------------------------- */

static void try_each(struct plan *plan)
{
	for (size_t i = 0; i < plan->changes.count; i++) {
		const struct change *change = &plan->changes.at[i];
		laws_judge(plan->laws, plan->subject, &change, 1);
	}
}

/* Many at once where none comes near another, until all were made. */
static void try_batches(struct plan *plan)
{
	size_t count = plan->changes.count, left = count;
	const struct change **all = arena_array_of(
		plan->subject->owner, const struct change *, count);
	const struct change **batch = arena_array_of(
		plan->subject->owner, const struct change *, count);
	for (size_t i = 0; i < count; i++)
		all[i] = &plan->changes.at[i];
	while (left > 0) {
		size_t taken = 0, kept = 0, behind = 0;
		for (size_t i = 0; i < left; i++) {
			bool fits = taken == 0 || all[i]->region.begin >= behind;
			if (fits && taken)
				fits = all[i]->node != batch[taken - 1]->node;
			if (fits) {
				batch[taken++] = all[i];
				behind = all[i]->region.end + 1;
			} else {
				all[kept++] = all[i];
			}
		}
		left = kept;
		laws_judge(plan->laws, plan->subject, batch, taken);
	}
}

void laws_try(struct laws *laws, const char *name, struct bytes text, enum dialect dialect)
{
	struct arena *owner = arena_new();
	struct diags d = diags_new(owner);
	struct bytes path = bytes_of(name);
	struct tree *tree = tree_read(
		owner, source_new(owner, path, path, text), dialect, LIMITS_DEFAULT, &d);
	if (tree) {
		struct subject subject = { name, owner, tree, comments_of(owner, tree) };
		struct plan plan = {
			.laws = laws, .subject = &subject, .all = tree->nodes.count <= FEW_NODES
		};
		for (node_id id = 1; id < tree->nodes.count; id++)
			plan_node(&plan, id);
		laws->texts++;
		if (tree->nodes.count > MANY_NODES)
			try_batches(&plan);
		else
			try_each(&plan);
		laws_become(laws, &subject);
	}
	arena_end(owner);
}
