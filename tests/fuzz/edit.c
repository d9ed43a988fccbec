/*
 * Random edits on random texts. The first bytes choose the edit, the rest is the file. Asserted:
 * what was made can be read again and is what was meant; the same edit again changes nothing.
 */
#include "../libfyaml_leaks.h"
#include "choices.h"
#include "fuzz.h"

#include "base/utf8.h"
#include "tree/tree.h"

#define REQUIRE(file, law) \
	do { \
		if (!(law)) \
			broken(file, #law); \
	} while (0)

static const char *const texts[] = { "x", "1.10", "n", "a: b", "", "it's", "x\ny\n", "x\ny", " x\n",
	"\t", "null", "# c", "[", "a,b", "<<", "\"\\", "x\n\n", "2024-01-01", "''''", "~" };

static struct value *random_value(struct arena *run, struct choices *choices, int depth);

static struct value *random_scalar(struct arena *run, struct choices *choices)
{
	struct bytes text = bytes_of(texts[choose(choices, sizeof texts / sizeof *texts)]);
	struct value *value = value_string(run, text, (struct span){ 0 });
	switch (choose(choices, 8)) {
	case 0:
		*value = (struct value){ .kind = VALUE_NULL };
		break;
	case 1:
		*value = (struct value){ .kind = VALUE_BOOL, .boolean = true };
		break;
	case 2:
		*value = (struct value){ .kind = VALUE_INT, .integer = -7, .number = -7 };
		break;
	case 3:
		value->style = STYLE_SINGLE;
		break;
	default:
		break;
	}
	return value;
}

static struct value *random_map(struct arena *run, struct choices *choices, int depth)
{
	static const char *const keys[] = { "a", "b", "c", "k", "n", "1", "a b" };
	struct value *map = arena_new_of(run, struct value);
	size_t count = choose(choices, 3), first = choose(choices, 7);
	struct entry *entries = arena_array_of(run, struct entry, count);
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){ .key = bytes_of(keys[(first + i) % 7]),
			.value = random_value(run, choices, depth + 1) };
	*map = (struct value){ .kind = VALUE_MAP, .count = count, .entries = entries };
	return map;
}

static struct value *random_list(struct arena *run, struct choices *choices, int depth)
{
	struct value *list = arena_new_of(run, struct value);
	size_t count = choose(choices, 3);
	const struct value **items = arena_array_of(run, const struct value *, count);
	for (size_t i = 0; i < count; i++)
		items[i] = random_value(run, choices, depth + 1);
	*list = (struct value){ .kind = VALUE_LIST, .count = count, .items = items };
	return list;
}

static struct value *random_value(struct arena *run, struct choices *choices, int depth)
{
	size_t kind = depth > 3 ? 0 : choose(choices, 4);
	if (kind < 2)
		return random_scalar(run, choices);
	return kind == 2 ? random_map(run, choices, depth) : random_list(run, choices, depth);
}

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

/* Whether a list has an item without bytes, which an edit may find last in its list. */
static bool has_empty_item(struct bytes text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t behind = at + 1;
		if (text.at[at] != '-' || (at > 0 && !memchr("- ?:\t\r\n", text.at[at - 1], 7)))
			continue;
		while (behind < text.len && memchr(" \t", text.at[behind], 2))
			behind++;
		if (behind == text.len || memchr("\r\n#", text.at[behind], 3))
			return true;
	}
	return false;
}

/* Whether a text in brackets may begin with a colon. */
static bool has_colon_first(struct bytes text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t behind = at + 1;
		while (behind < text.len && memchr(" \t\r\n", text.at[behind], 4))
			behind++;
		if (memchr("{[,", text.at[at], 3) && behind < text.len && text.at[behind] == ':')
			return true;
	}
	return false;
}

/*
 * No file that is no UTF-8 or holds NUL comes so far. Left to edits_check(), which refuses what
 * they spoil: line ends that only YAML 1.1 knows; and in the strict dialect empty items, since
 * libfyaml does not read what follows one at the end of a list in its key's column, nor `? :key`.
 */
static bool is_usual(struct bytes text, enum dialect dialect)
{
	static const char *const strange[] = { "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9" };
	if (utf8_invalid(text) < text.len ||
		bytes_find(text, (struct bytes){ "", 1 }, 0) < text.len)
		return false;
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
		if (bytes_find(text, bytes_of(strange[i]), 0) < text.len)
			return false;
	/* libyaml passes over a byte order mark at the begin of any line. */
	if (bytes_find(text, BYTES("\xEF\xBB\xBF"), 1) < text.len)
		return false;
	return dialect == DIALECT_HELM || !(has_empty_item(text) || has_colon_first(text));
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
