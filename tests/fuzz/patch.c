/*
 * Patches of random texts. The first bytes choose them, the rest is the text. Asserted: what JSON
 * Patch and JSON Merge Patch make is what a second way to it makes; the object stays as it was; a
 * merge done again changes nothing; the text becomes what was made.
 */
#include "../libfyaml_leaks.h"
#include "fuzz.h"
#include "random_change.h"
#include "usual_text.h"

#include "manifest/manifest.h"

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

struct file {
	struct arena *run;
	struct diags d;
	struct tree *tree;
	node_id root;
	const struct value *value;
};

static bool file_read(struct file *file, struct arena *run, struct bytes text)
{
	struct source *source = source_new(run, BYTES("fuzz"), BYTES("fuzz"), text);
	*file = (struct file){ .run = run, .d = diags_new(run) };
	file->tree = tree_read(run, source, DIALECT_HELM, LIMITS, &file->d);
	if (file->tree && file->tree->documents.count)
		file->root = file->tree->documents.at[0].root;
	if (file->root)
		file->value = tree_value(run, file->tree, file->root, LIMITS, &file->d);
	return file->value;
}

static struct bytes json_of(struct file *file, const struct value *value)
{
	struct buf out = buf_new(file->run);
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

static void show(struct file *file, const struct value *wanted, struct bytes text)
{
	struct bytes json = json_of(file, wanted);
	fprintf(stderr, "before «" BYTES_FMT "»\nafter «" BYTES_FMT "»\nwanted " BYTES_FMT "\n",
		BYTES_ARG(file->tree->source->text), BYTES_ARG(text), BYTES_ARG(json));
}

static void becomes(struct file *file, const struct value *wanted)
{
	struct edits edits = edits_new(file->run, file->tree->source);
	struct bytes text;
	struct file again;
	demand(edit_become(&edits, file->tree, file->root, file->value, wanted, &file->d),
		"a document can become anything");
	demand(edits_apply(file->run, &edits, &text, &file->d), "edits do not overlap");
	if (!file_read(&again, file->run, text) || !value_equal(again.value, wanted))
		show(file, wanted, text);
	demand(again.value, "what was edited can be read");
	demand(value_equal(again.value, wanted), "the text says what was made");
}

/* --- merge patches ---------------------------------------------------------------------------- */

/* As RFC 7396 tells it, a key at a time. */
static const struct value *merged(
	struct file *file, const struct value *object, const struct value *patch)
{
	static const struct value empty = { .kind = VALUE_MAP };
	if (patch->kind != VALUE_MAP)
		return patch;
	object = object && object->kind == VALUE_MAP ? object : &empty;
	for (size_t i = 0; i < patch->count; i++) {
		struct entry entry = patch->entries[i];
		if (entry.value->kind == VALUE_NULL) {
			object = value_less(file->run, object, entry.key);
			continue;
		}
		entry.value = merged(file, value_get(object, entry.key), entry.value);
		object = value_put(file->run, object, &entry);
	}
	return object;
}

static void merge(struct file *file, struct choices *choices)
{
	const struct value *patch = choose(choices, 2)
		? random_value(file->run, choices, 0)
		: random_change(file->run, choices, file->value);
	const struct value *made = patch_merge(file->run, file->value, patch);
	demand(value_equal(made, merged(file, file->value, patch)), "merging follows the RFC");
	demand(patch_merge(file->run, made, patch) == made || patch->kind != VALUE_MAP,
		"merging again leaves all as it is");
	becomes(file, made);
}

/* --- JSON patches ----------------------------------------------------------------------------- */

static void add_token(struct buf *path, struct bytes token)
{
	buf_add_char(path, '/');
	for (size_t i = 0; i < token.len; i++)
		if (token.at[i] == '~' || token.at[i] == '/')
			buf_add(path, token.at[i] == '~' ? BYTES("~0") : BYTES("~1"));
		else
			buf_add_char(path, token.at[i]);
}

/* To somewhere that is there, and perhaps a step on. */
static struct bytes random_path(struct file *file, struct choices *choices)
{
	static const char *const steps[] = { "new", "-", "0", "1", "01", "a/b", "" };
	const struct value *value = file->value;
	struct buf path = buf_new(file->run);
	while (value->count && choose(choices, 4)) {
		size_t at = choose(choices, 256) % value->count;
		if (value->kind == VALUE_MAP)
			add_token(&path, value->entries[at].key);
		else
			buf_print(&path, "/%zu", at);
		value = value->kind == VALUE_MAP ? value->entries[at].value : value->items[at];
	}
	if (choose(choices, 2))
		add_token(&path, bytes_of(steps[choose(choices, 7)]));
	return buf_bytes(&path);
}

static const struct value *random_operation(struct file *file, struct choices *choices)
{
	static const char *const names[] = { "add", "remove", "replace", "move", "copy", "test" };
	struct entry *entries = arena_array_of(file->run, struct entry, 4);
	struct value *operation = arena_new_of(file->run, struct value);
	struct bytes name = bytes_of(names[choose(choices, 6)]);
	const struct span at = { file->tree->source, 0, 0 };
	entries[0] = (struct entry){ BYTES("op"), at, value_string(file->run, name, at) };
	entries[1] = (struct entry){ BYTES("path"), at,
		value_string(file->run, random_path(file, choices), at) };
	entries[2] = (struct entry){ BYTES("from"), at,
		value_string(file->run, random_path(file, choices), at) };
	entries[3] = (struct entry){ BYTES("value"), at, random_value(file->run, choices, 1) };
	*operation = (struct value){ .kind = VALUE_MAP, .at = at, .count = 4, .entries = entries };
	return operation;
}

/* One operation after the other makes what all make at once. */
static const struct value *one_by_one(struct file *file, const struct value *patch)
{
	const struct value *value = file->value;
	for (size_t i = 0; value && i < patch->count; i++) {
		struct value one = *patch;
		one.items = patch->items + i;
		one.count = 1;
		value = patch_json(file->run, value, &one, LIMITS_DEFAULT, &file->d);
	}
	return value;
}

static void change(struct file *file, struct choices *choices)
{
	enum { MOST = 4 };
	const struct value *operations[MOST];
	const struct span at = { file->tree->source, 0, 0 };
	struct value patch = { .kind = VALUE_LIST, .at = at, .items = operations };
	struct bytes before = json_of(file, file->value);
	for (size_t most = 1 + choose(choices, MOST); patch.count < most;)
		operations[patch.count++] = random_operation(file, choices);
	const struct value *made = patch_json(
		file->run, file->value, &patch, LIMITS_DEFAULT, &file->d);
	demand(made || file->d.count, "a patch is refused with a word");
	demand(bytes_equal(json_of(file, file->value), before), "the object stays as it was");
	const struct value *again = one_by_one(file, &patch);
	demand(made ? again && value_equal(made, again) : !again, "operations come one by one");
	if (made)
		becomes(file, made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { CHOICES = 48 };
	if (size < CHOICES || size > 4096)
		return 0;
	struct choices choices = { data, CHOICES };
	struct bytes text = { (const char *)data + CHOICES, size - CHOICES };
	if (!is_usual(text, DIALECT_HELM))
		return 0;
	struct arena *run = arena_new();
	struct file file;
	if (file_read(&file, run, text)) {
		if (choose(&choices, 3))
			change(&file, &choices);
		else
			merge(&file, &choices);
	}
	arena_end(run);
	return 0;
}
