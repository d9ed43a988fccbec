/*
 * Random changes of what a random text says, as patches make them, become edits of it. The first
 * bytes choose them, the rest is the text, a stream of documents. Asserted: read again, the node
 * says what was wanted, and all others what they said; a second time nothing changes.
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"
#include "random_change.h"
#include "usual_text.h"

#define REQUIRE(file, law) \
	do { \
		if (!(law)) \
			broken(file, #law); \
	} while (0)

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

struct file {
	struct arena *run;
	struct diags d;
	struct tree *tree;
	struct edits edits;
	const struct value **values; /* of the documents; NULL: nothing is there */
};

static bool file_read(struct file *file, struct arena *run, struct bytes text, enum dialect dialect)
{
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	*file = (struct file){ .run = run, .d = diags_new(run) };
	file->tree = tree_read(run, source, dialect, LIMITS, &file->d);
	if (!file->tree)
		return false;
	file->edits = edits_new(run, source);
	file->values = arena_array_of(run, const struct value *, file->tree->documents.count);
	for (size_t i = 0; i < file->tree->documents.count; i++) {
		node_id root = file->tree->documents.at[i].root;
		if (root)
			file->values[i] = tree_value(run, file->tree, root, LIMITS, &file->d);
		if (root && !file->values[i])
			return false;
	}
	return true;
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

static bool has_alias(const struct tree *tree)
{
	for (node_id id = 1; id < tree->nodes.count; id++)
		if (tree_node(tree, id)->kind == NODE_ALIAS)
			return true;
	return false;
}

/* --- what becomes what ------------------------------------------------------------------------ */

struct aim {
	size_t document;
	node_id node;
	const struct value *had, *wanted, *root; /* what the document then says */
};

/* A part of the document, if it stands there itself. */
static bool aim_lower(struct file *file, struct choices *choices, struct aim *aim)
{
	const struct tree *tree = file->tree;
	const struct value *root = file->values[aim->document];
	size_t at = root->count ? choose(choices, 256) % root->count : 0;
	if (!root->count || tree_node(tree, aim->node)->kind == NODE_ALIAS)
		return false;
	if (root->kind == VALUE_MAP) {
		aim->node = tree_get(tree, aim->node, root->entries[at].key);
		aim->had = root->entries[at].value;
	} else {
		aim->node = tree_first(tree, aim->node);
		for (size_t i = 0; i < at; i++)
			aim->node = tree_next(tree, aim->node);
		aim->had = root->items[at];
	}
	return aim->node && tree_node(tree, aim->node)->begin == aim->had->at.begin;
}

static const struct value *changed(
	struct file *file, struct choices *choices, const struct value *had)
{
	const struct value *wanted = had;
	for (size_t times = 1 + choose(choices, 4); times > 0; times--)
		wanted = random_change(file->run, choices, wanted);
	return wanted;
}

static const struct value *root_with(struct file *file, const struct aim *aim)
{
	const struct value *root = file->values[aim->document];
	if (aim->had == root)
		return aim->wanted;
	for (size_t i = 0; root->kind == VALUE_MAP && i < root->count; i++) {
		struct entry entry = root->entries[i];
		bool is_it = entry.value == aim->had;
		entry.value = aim->wanted;
		if (is_it)
			return value_put(file->run, root, &entry);
	}
	for (size_t i = 0; root->kind == VALUE_LIST && i < root->count; i++)
		if (root->items[i] == aim->had)
			return value_list_put(file->run, root, i, aim->wanted);
	return NULL;
}

/* --- laws ------------------------------------------------------------------------------------- */

static bool says(const struct value *got, const struct value *wanted)
{
	return got && wanted ? value_equal(got, wanted) : got == wanted;
}

static void judge(struct file *file, const struct aim *aim, enum dialect dialect)
{
	struct file again;
	struct bytes after;
	REQUIRE(file, edits_apply(file->run, &file->edits, &after, &file->d));
	REQUIRE(file, file_read(&again, file->run, after, dialect));
	REQUIRE(file, again.tree->documents.count == file->tree->documents.count);
	for (size_t i = 0; i < again.tree->documents.count; i++)
		REQUIRE(file,
			says(again.values[i], i == aim->document ? aim->root : file->values[i]));
	const struct value *had = again.values[aim->document];
	node_id root = again.tree->documents.at[aim->document].root;
	REQUIRE(file, edit_become(&again.edits, again.tree, root, had, aim->root, &again.d));
	REQUIRE(file, again.edits.count == 0);
}

static void become(struct file *file, struct choices *choices, enum dialect dialect)
{
	struct aim aim = { 0 };
	if (file->tree->documents.count == 0)
		return;
	aim.document = choose(choices, 256) % file->tree->documents.count;
	aim.node = file->tree->documents.at[aim.document].root;
	aim.had = file->values[aim.document];
	struct aim lower = aim;
	if (!aim.node)
		return;
	if (choose(choices, 4) == 0 && aim_lower(file, choices, &lower))
		aim = lower;
	aim.wanted = changed(file, choices, aim.had);
	aim.root = root_with(file, &aim);
	REQUIRE(file, edit_become(&file->edits, file->tree, aim.node, aim.had, aim.had, &file->d));
	REQUIRE(file, file->edits.count == 0);
	if (edit_become(&file->edits, file->tree, aim.node, aim.had, aim.wanted, &file->d))
		judge(file, &aim, dialect);
	else
		REQUIRE(file, file->d.count > 0 && has_alias(file->tree));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { CHOICES = 32 };
	if (size < CHOICES || size > 4096)
		return 0;
	struct choices choices = { data, CHOICES };
	struct bytes text = { (const char *)data + CHOICES, size - CHOICES };
	enum dialect dialect = choose(&choices, 8) ? DIALECT_HELM : DIALECT_STRICT;
	if (!is_usual(text, dialect))
		return 0;
	struct arena *run = arena_new();
	struct file file;
	if (file_read(&file, run, text, dialect))
		become(&file, &choices, dialect);
	arena_end(run);
	return 0;
}
