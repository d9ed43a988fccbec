/* Aliases written as what they mean, so that a change of what they repeat stays alone. */
#include "edit.h"
#include "edit_text.h"
#include "tag.h"

/* --- one alias -------------------------------------------------------------------------------- */

/* A map's only `<<`, beside other keys in a block, none of which the value has. */
static bool is_apart(const struct editor *e, node_id merge, const struct value *value)
{
	node_id map = tree_node(e->tree, merge)->parent;
	struct keys keys = keys_of(e, map);
	if (node_is_flow(e, map) || value->kind != VALUE_MAP || !value->count || keys.strange ||
		!keys.last.count)
		return false;
	for (size_t i = 0; i < value->count; i++)
		if (keys_find(&keys, value->entries[i].key))
			return false;
	for (node_id key = tree_first(e->tree, map); key != keys.merge;
		key = tree_next(e->tree, tree_next(e->tree, key)))
		if (key_merges(e->tree, key))
			return false;
	return true;
}

static bool spell_out(const struct editor *e, node_id alias, const struct value *value)
{
	node_id parent = tree_node(e->tree, alias)->parent, key = key_of(e, alias);
	if (!value || (parent && tree_node(e->tree, parent)->kind == NODE_MAP && !key))
		return false;
	if (key && key_merges(e->tree, key) && is_apart(e, key, value))
		return edit_take_out(e, key, key, MORE_FOLLOWS) && edit_add_pairs(e, parent, value);
	return edit_write_anew(e, alias, value);
}

bool edit_spell_out(struct edits *edits, const struct tree *tree, node_id alias,
	struct limits limits, struct diags *d)
{
	struct editor e = editor_of(edits, tree, d);
	const struct value *value = tree_value(edits->owner, tree, alias, limits, d);
	e.in_the_way = arena_array_of(edits->owner, bool, tree->nodes.count);
	return value && (spell_out(&e, alias, value) || edit_refuse_alias(&e, alias));
}

/* --- all that stand in the way ---------------------------------------------------------------- */

static const struct document *document_of(const struct tree *tree, node_id id)
{
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		if (root && id >= root && id < tree_node(tree, root)->after)
			return &tree->documents.at[i];
	}
	return NULL;
}

/* It means nothing of its own document, so that this cannot be read alone. */
static bool is_stray(const struct tree *tree, const struct document *document, node_id alias)
{
	node_id meant = tree_node(tree, alias)->extra;
	return meant >= tree_node(tree, document->root)->after;
}

static bool spell_out_all(const struct editor *e, const struct document *document, node_id node,
	const bool *in_the_way)
{
	const struct tree *tree = e->tree;
	for (node_id id = document->root; id < tree_node(tree, document->root)->after; id++) {
		bool is_within = id >= node && id < tree_node(tree, node)->after;
		if (tree_node(tree, id)->kind != NODE_ALIAS ||
			!(in_the_way[id] || is_stray(tree, document, id)))
			continue;
		if (!is_within || !spell_out(e, id, edit_data(e, id)))
			return false;
	}
	return true;
}

/* --- the same value again --------------------------------------------------------------------- */

/* What was had, found again in the text without those aliases: by the value, and by its place. */
struct twin_value {
	const struct value *had, *now;
};

struct rebase {
	struct arena *owner;
	struct names values, places;
	struct {
		ARRAY(struct twin_value);
	} twins;
};

static struct bytes name_of_value(const struct value *const *value)
{
	return (struct bytes){ (const char *)value, sizeof *value };
}

static struct bytes name_of_place(const struct value *value)
{
	return (struct bytes){ (const char *)&value->at, sizeof value->at };
}

static const struct value *twin_of(
	const struct rebase *rebase, const struct names *names, struct bytes name)
{
	uint32_t number = names_get(names, name);
	return number ? rebase->twins.at[number - 1].now : NULL;
}

static void note(struct rebase *rebase, const struct value *had, const struct value *now)
{
	const struct value **name = arena_new_of(rebase->owner, const struct value *);
	*name = had;
	if (twin_of(rebase, &rebase->values, name_of_value(name)))
		return;
	*array_push(rebase->owner, &rebase->twins) = (struct twin_value){ had, now };
	uint32_t number = (uint32_t)rebase->twins.count;
	names_set(&rebase->values, name_of_value(name), number);
	if (had->kind >= VALUE_LIST && !twin_of(rebase, &rebase->places, name_of_place(had)))
		names_set(&rebase->places, name_of_place(had), number);
	struct lookup lookup = { 0 };
	if (had->kind == VALUE_MAP)
		lookup = value_lookup(rebase->owner, now);
	for (size_t i = 0; had->kind == VALUE_MAP && i < had->count; i++)
		note(rebase, had->entries[i].value, lookup_get(&lookup, had->entries[i].key));
	for (size_t i = 0; had->kind == VALUE_LIST && i < had->count; i++)
		note(rebase, had->items[i], now->items[i]);
}

static const struct value *rebased(const struct rebase *rebase, const struct value *wanted)
{
	const struct value *twin = twin_of(rebase, &rebase->values, name_of_value(&wanted));
	if (twin || wanted->kind < VALUE_LIST)
		return twin ? twin : wanted;
	struct value *copy = arena_new_of(rebase->owner, struct value);
	*copy = *wanted;
	twin = twin_of(rebase, &rebase->places, name_of_place(wanted));
	copy->at = twin ? twin->at : (struct span){ 0 };
	if (wanted->kind == VALUE_MAP) {
		struct entry *entries = arena_array_of(rebase->owner, struct entry, wanted->count);
		for (size_t i = 0; i < wanted->count; i++) {
			entries[i] = wanted->entries[i];
			entries[i].value = rebased(rebase, entries[i].value);
		}
		copy->entries = entries;
		return copy;
	}
	const struct value **items = arena_array_of(
		rebase->owner, const struct value *, wanted->count);
	for (size_t i = 0; i < wanted->count; i++)
		items[i] = rebased(rebase, wanted->items[i]);
	copy->items = items;
	return copy;
}

/* --- a change without them -------------------------------------------------------------------- */

/* The node of another tree that stands where this one does, as many steps from the root. */
static node_id same_node(const struct tree *tree, node_id id, const struct tree *other)
{
	node_id parent = tree_node(tree, id)->parent;
	if (!parent)
		return document_of(other, 1) ? 1 : 0;
	node_id at = same_node(tree, parent, other);
	at = at ? tree_first(other, at) : 0;
	for (node_id before = tree_first(tree, parent); at && before != id;
		before = tree_next(tree, before))
		at = tree_next(other, at);
	return at;
}

static void shift(struct edits *edits, uint32_t by)
{
	for (size_t i = 0; i < edits->count; i++) {
		edits->at[i].begin += by;
		edits->at[i].end += by;
	}
}

/* The node in its document alone, as the edits leave that. False if it is not the same then. */
static bool read_again(const struct editor *e, struct edits *edits, const struct document *document,
	node_id *node, const struct value **had, struct tree **tree)
{
	const struct source *was = e->tree->source;
	struct arena *owner = edits->owner;
	struct bytes text;
	if (!edits_apply_within(edits, document->begin, document->end, &text, e->d))
		return false;
	struct source *source = source_new(owner, was->path, was->name, text);
	*tree = tree_read(owner, source, e->tree->dialect, LIMITS_DEFAULT, e->d);
	*node = *tree ? same_node(e->tree, *node, *tree) : 0;
	const struct value *now = NULL;
	if (*node)
		now = tree_value(owner, *tree, *node, LIMITS_DEFAULT, e->d);
	if (!now || !value_equal(now, *had))
		return false;
	*had = now;
	return true;
}

bool edit_make_spelled_out(const struct editor *e, node_id node, const struct value *had,
	const struct value *wanted, bool *in_the_way)
{
	struct arena *owner = e->edits->owner;
	const struct document *document = document_of(e->tree, node);
	struct edits first = edits_new(owner, e->tree->source), both = first, second;
	struct rebase rebase = { owner, { .owner = owner }, { .owner = owner }, { 0 } };
	struct editor here = *e;
	struct tree *tree;
	const struct value *now = had;
	node_id there = node;
	here.edits = &first;
	here.in_the_way = in_the_way;
	if (!document || !spell_out_all(&here, document, node, in_the_way) ||
		!read_again(e, &first, document, &there, &now, &tree))
		return false;
	note(&rebase, had, now);
	second = edits_new(owner, tree->source);
	here = editor_of(&second, tree, e->d);
	if (!edit_make_of(&here, there, now, rebased(&rebase, wanted)) ||
		!edits_sort(&second, e->d))
		return false;
	shift(&first, -document->begin);
	edits_join(&both, &first, &second);
	shift(&both, document->begin);
	edits_add_all(e->edits, &both);
	return true;
}
