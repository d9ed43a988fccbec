/*
 * Random edits on random texts. The first bytes choose the edit, the rest is the file. Asserted:
 * what was made can be read again and is what was meant; the same edit again changes nothing.
 */
#include "../libfyaml_leaks.h"
#include "choices.h"
#include "fuzz.h"
#include "random_value.h"
#include "usual_text.h"

#define REQUIRE(file, law) \
	do { \
		if (!(law)) \
			broken(file, #law); \
	} while (0)

/* --- lists in another order ------------------------------------------------------------------- */

static const struct value *reordered(
	struct arena *run, struct choices *choices, const struct value *value);

/* An item stays as it is, becomes another or is ordered in itself. */
static const struct value *varied(
	struct arena *run, struct choices *choices, const struct value *value)
{
	size_t way = choose(choices, 8);
	if (way == 7)
		return random_value(run, choices, 2);
	return way < 3 ? value : reordered(run, choices, value);
}

/* The items in any order, some gone, some new. */
static struct value *reordered_list(
	struct arena *run, struct choices *choices, const struct value *have)
{
	struct value *list = arena_new_of(run, struct value);
	const struct value **items = arena_array_of(run, const struct value *, have->count + 1);
	size_t count = 0, less = choose(choices, 8) == 7;
	*list = *have;
	for (size_t i = 0; i < have->count; i++) {
		const struct value *item = varied(run, choices, have->items[i]);
		if (less && choose(choices, 2))
			continue;
		size_t at = count++;
		for (size_t steps = choose(choices, 16); at > 0 && steps > 0; at--, steps--)
			items[at] = items[at - 1];
		items[at] = item;
	}
	if (choose(choices, 8) == 7)
		items[count++] = random_value(run, choices, 2);
	list->items = items;
	list->count = count;
	return list;
}

static const struct value *reordered(
	struct arena *run, struct choices *choices, const struct value *value)
{
	if (value->kind == VALUE_LIST)
		return reordered_list(run, choices, value);
	if (value->kind != VALUE_MAP)
		return value;
	struct value *map = arena_new_of(run, struct value);
	struct entry *entries = arena_array_of(run, struct entry, value->count);
	*map = *value;
	for (size_t i = 0; i < value->count; i++) {
		entries[i] = value->entries[i];
		entries[i].value = reordered(run, choices, entries[i].value);
	}
	map->entries = entries;
	return map;
}

/* --- what is edited --------------------------------------------------------------------------- */

struct file {
	struct arena *run;
	struct diags d;
	struct tree *tree;
	struct edits edits;
	node_id root;
	const struct value *value;
};

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

static bool file_read(struct file *file, struct arena *run, struct bytes text, enum dialect dialect)
{
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	*file = (struct file){ .run = run, .d = diags_new(run) };
	file->tree = tree_read(run, source, dialect, LIMITS, &file->d);
	if (!file->tree)
		return false;
	file->edits = edits_new(run, source);
	file->root = file->tree->documents.count ? file->tree->documents.at[0].root : 0;
	if (file->root)
		file->value = tree_value(run, file->tree, file->root, LIMITS, &file->d);
	return !file->root || file->value;
}

static _Noreturn void broken(struct file *file, const char *law)
{
	struct bytes after = { 0 };
	if (!edits_apply(file->run, &file->edits, &after, &file->d))
		for (size_t i = 0; i < file->edits.count; i++)
			fprintf(stderr, "edit [%u, %u) «" BYTES_FMT "»\n", file->edits.at[i].begin,
				file->edits.at[i].end, BYTES_ARG(file->edits.at[i].text));
	fprintf(stderr, "broken: %s\nbefore «" BYTES_FMT "»\nafter «" BYTES_FMT "»\n", law,
		BYTES_ARG(file->tree->source->text), BYTES_ARG(after));
	abort();
}

static struct bytes file_edited(struct file *file)
{
	struct bytes after;
	REQUIRE(file, edits_apply(file->run, &file->edits, &after, &file->d));
	return after;
}

static node_id random_node(struct file *file, struct choices *choices)
{
	size_t count = file->tree->nodes.count;
	return count > 1
		? (node_id)(1 + (choose(choices, 256) << 8 | choose(choices, 256)) % (count - 1))
		: 0;
}

static bool is_key(const struct tree *tree, node_id id)
{
	node_id parent = tree_node(tree, id)->parent;
	if (!parent || tree_node(tree, parent)->kind != NODE_MAP)
		return false;
	node_id key = tree_first(tree, parent);
	while (key && key < id)
		key = tree_next(tree, tree_next(tree, key));
	return key == id;
}

/* --- laws ------------------------------------------------------------------------------------- */

static void make_contain(struct file *file, const struct value *wanted)
{
	if (!edit_contain(&file->edits, file->tree, file->root, wanted, &file->d)) {
		REQUIRE(file, file->d.count > 0);
		return;
	}
	struct bytes after = file_edited(file);
	const struct value *intended = value_contained(file->run, file->value, wanted);
	struct file again;
	if (wanted->count == 0)
		return;
	REQUIRE(file, edits_check(file->run, file->tree, after, intended, &file->d));
	REQUIRE(file, file_read(&again, file->run, after, file->tree->dialect));
	REQUIRE(file, edit_contain(&again.edits, again.tree, again.root, wanted, &again.d));
	REQUIRE(file, again.edits.count == 0);
}

static void contain(struct file *file, struct choices *choices)
{
	make_contain(file, random_map(file->run, choices, 0));
}

static void reorder(struct file *file, struct choices *choices)
{
	if (file->value && file->value->kind == VALUE_MAP)
		make_contain(file, reordered(file->run, choices, file->value));
}

/* Keys that are null go, all else stays; a second time there is nothing to be done. */
static void unset(struct file *file, struct choices *choices)
{
	const struct value *wanted = random_map(file->run, choices, 0);
	if (!file->root || file->value->kind != VALUE_MAP || file->tree->documents.count > 1)
		return;
	if (!edit_remove_nulls(&file->edits, file->tree, file->root, wanted, &file->d)) {
		REQUIRE(file, file->d.count > 0);
		return;
	}
	struct bytes after = file_edited(file);
	const struct value *intended = value_less_nulls(file->run, file->value, wanted);
	struct file again;
	REQUIRE(file, edits_check(file->run, file->tree, after, intended, &file->d));
	REQUIRE(file, file_read(&again, file->run, after, file->tree->dialect));
	REQUIRE(file, edit_remove_nulls(&again.edits, again.tree, again.root, wanted, &again.d));
	REQUIRE(file, again.edits.count == 0);
}

/* The node's own text, and no other node, is changed. */
static void change(struct file *file, struct choices *choices)
{
	node_id id = random_node(file, choices);
	struct value *wanted = random_scalar(file->run, choices);
	if (!id || tree_node(file->tree, id)->kind != NODE_SCALAR || is_key(file->tree, id))
		return;
	if (wanted->kind != VALUE_STRING)
		wanted = value_string(file->run, BYTES("x"), (struct span){ 0 });
	if (!edit_scalar(&file->edits, file->tree, id, wanted, &file->d))
		return;
	struct file again;
	REQUIRE(file, file_read(&again, file->run, file_edited(file), file->tree->dialect));
	REQUIRE(file, again.tree->nodes.count == file->tree->nodes.count);
	for (node_id i = 1; i < again.tree->nodes.count; i++) {
		struct bytes text = i == id ? wanted->text : tree_text(file->tree, i);
		REQUIRE(file, bytes_equal(tree_text(again.tree, i), text));
	}
}

static node_id nodes_of(const struct tree *tree, node_id id)
{
	return tree_node(tree, id)->after - id;
}

static void take_out(struct file *file, struct choices *choices)
{
	node_id id = random_node(file, choices);
	if (!id || !tree_node(file->tree, id)->parent)
		return;
	node_id parent = tree_node(file->tree, id)->parent;
	bool pair = tree_node(file->tree, parent)->kind == NODE_MAP;
	if (pair && !is_key(file->tree, id))
		return;
	if (!edit_remove(&file->edits, file->tree, id, &file->d))
		return;
	size_t gone = nodes_of(file->tree, id);
	if (pair)
		gone += nodes_of(file->tree, tree_next(file->tree, id));
	struct file again;
	REQUIRE(file, file_read(&again, file->run, file_edited(file), file->tree->dialect));
	REQUIRE(file, again.tree->nodes.count + gone == file->tree->nodes.count);
}

static void put_in(struct file *file, struct choices *choices)
{
	node_id id = random_node(file, choices);
	struct value *wanted = random_scalar(file->run, choices);
	if (!id || tree_node(file->tree, id)->kind != NODE_SEQ || is_key(file->tree, id))
		return;
	size_t index = choose(choices, tree_count(file->tree, id) + 1);
	if (!edit_insert(&file->edits, file->tree, id, index, wanted, &file->d))
		return;
	struct file again;
	REQUIRE(file, file_read(&again, file->run, file_edited(file), file->tree->dialect));
	REQUIRE(file, again.tree->nodes.count == file->tree->nodes.count + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const laws[])(struct file *, struct choices *) = { contain, unset, change,
		take_out, put_in, reorder };
	enum { CHOICES = 24 };
	if (size < CHOICES || size > 4096)
		return 0;
	struct choices choices = { data, CHOICES };
	struct bytes text = { (const char *)data + CHOICES, size - CHOICES };
	size_t first = choose(&choices, 256);
	void (*law)(struct file *, struct choices *) = first < 160 ? laws[first % 5] : reorder;
	enum dialect dialect = choose(&choices, 4) ? DIALECT_HELM : DIALECT_STRICT;
	if (!is_usual(text, dialect))
		return 0;
	struct arena *run = arena_new();
	struct file file;
	if (file_read(&file, run, text, dialect))
		law(&file, &choices);
	arena_end(run);
	return 0;
}
