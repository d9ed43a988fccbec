/*
 * Editing in place: the updates of kargo and of flux. Where the row's text was made by changing
 * only the value's bytes, ours must equal it; where upstream re-indents, the data and the
 * comments must.
 */
#include "conformance.h"

#include "tree/tree.h"

#include <stdlib.h>

struct file {
	struct trial *trial;
	struct diags d;
	struct tree *tree;
	struct edits edits;
	node_id root;
};

static bool file_read(struct file *file, struct trial *trial, struct bytes text)
{
	struct source *source = source_new(trial->arena, BYTES("case"), BYTES("case"), text);
	*file = (struct file){ .trial = trial, .d = diags_new(trial->arena) };
	file->tree = tree_read(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, &file->d);
	if (!file->tree)
		return false;
	file->edits = edits_new(trial->arena, source);
	file->root = file->tree->documents.count ? file->tree->documents.at[0].root : 0;
	return true;
}

static const struct value *file_value(struct file *file)
{
	return tree_value(file->trial->arena, file->tree, file->root, LIMITS_DEFAULT, &file->d);
}

/* --- wanted values ---------------------------------------------------------------------------- */

static const struct value *value_of_json(struct arena *owner, const json_t *json)
{
	if (json_is_string(json)) {
		struct bytes text = { json_string_value(json), json_string_length(json) };
		return value_string(owner, text, (struct span){ 0 });
	}
	struct value *list = arena_new_of(owner, struct value);
	size_t count = json_array_size(json);
	const struct value **items = arena_array_of(owner, const struct value *, count);
	for (size_t i = 0; i < count; i++)
		items[i] = value_of_json(owner, json_array_get(json, i));
	*list = (struct value){ .kind = VALUE_LIST, .count = count, .items = items };
	return list;
}

/* The value below the maps that the rest of a path names. */
static const struct value *below(struct arena *owner, struct texts path, const struct value *value)
{
	for (size_t i = path.count; i-- > 0;) {
		struct entry *entry = arena_new_of(owner, struct entry);
		struct value *map = arena_new_of(owner, struct value);
		*entry = (struct entry){ .key = path.at[i], .value = value };
		*map = (struct value){ .kind = VALUE_MAP, .count = 1, .entries = entry };
		value = map;
	}
	return value;
}

/* --- paths ------------------------------------------------------------------------------------ */

/* `2`, `[2]`, or `-1` for behind the last. */
static bool read_index(struct bytes part, size_t count, size_t *index)
{
	uint64_t number;
	if (bytes_is(part, "-1")) {
		*index = count;
		return true;
	}
	if (bytes_begins(part, BYTES("[")) && bytes_ends(part, BYTES("]")))
		part = bytes_slice(part, 1, part.len - 1);
	if (!bytes_number(part, &number) || number > count)
		return false;
	*index = (size_t)number;
	return true;
}

static node_id item_at(const struct tree *tree, node_id seq, size_t index)
{
	node_id item = tree_first(tree, seq);
	while (item && index-- > 0)
		item = tree_next(tree, item);
	return item;
}

static bool update(struct file *file, node_id node, struct texts path, const struct value *value);

static bool update_item(
	struct file *file, node_id seq, struct texts path, const struct value *value)
{
	size_t count = tree_count(file->tree, seq), index;
	if (!read_index(path.at[0], count, &index))
		return false;
	struct texts rest = { path.at + 1, path.count - 1, 0 };
	node_id item = item_at(file->tree, seq, index);
	if (item)
		return update(file, item, rest, value);
	return edit_insert(&file->edits, file->tree, seq, count,
		below(file->trial->arena, rest, value), &file->d);
}

/* As kargo: maps down to the next list are created on the way. */
static bool update(struct file *file, node_id node, struct texts path, const struct value *value)
{
	const struct tree *tree = file->tree;
	if (path.count == 0)
		return edit_scalar(&file->edits, tree, node, value, &file->d);
	if (tree_node(tree, node)->kind == NODE_SEQ)
		return update_item(file, node, path, value);
	struct texts rest = { path.at + 1, path.count - 1, 0 };
	node_id inner = tree_get(tree, node, path.at[0]);
	bool is_list = inner && tree_node(tree, inner)->kind == NODE_SEQ;
	if (is_list && rest.count)
		return update_item(file, inner, rest, value);
	if (inner && rest.count)
		return update(file, inner, rest, value);
	return edit_set(&file->edits, tree, node, path, value, &file->d);
}

static bool path_of_json(struct arena *owner, const json_t *json, struct texts *path)
{
	struct bytes rest = { json_string_value(json), json_string_length(json) }, part;
	*path = (struct texts){ 0 };
	while (json_is_string(json) && bytes_cut(&rest, '.', &part)) {
		if (part.len == 0)
			return false;
		*array_push(owner, path) = part;
	}
	for (size_t i = 0; i < json_array_size(json); i++) {
		const json_t *step = json_array_get(json, i);
		*array_push(owner, path) = json_is_string(step)
			? (struct bytes){ json_string_value(step), json_string_length(step) }
			: bytes_print(owner, "%d", (int)json_integer_value(step));
	}
	return path->count > 0;
}

/* --- verdicts --------------------------------------------------------------------------------- */

/* All comments in their order; no case has a `#` in a text. */
static struct bytes comments_of(struct arena *owner, struct bytes text)
{
	struct buf out = buf_new(owner);
	struct bytes rest = text, line;
	while (bytes_cut(&rest, '\n', &line)) {
		size_t sign = bytes_find(line, BYTES("#"), 0);
		buf_add(&out, bytes_slice(line, sign, line.len));
		buf_add(&out, sign < line.len ? BYTES("\n") : BYTES(""));
	}
	return buf_bytes(&out);
}

static bool same_data(struct trial *trial, struct bytes got, struct bytes wanted)
{
	struct file a, b;
	if (!file_read(&a, trial, got) || !file_read(&b, trial, wanted))
		return false;
	const struct value *left = file_value(&a), *right = file_value(&b);
	return left && right && value_equal(left, right) &&
		bytes_equal(comments_of(trial->arena, got), comments_of(trial->arena, wanted));
}

static bool judge_result(struct trial *trial, const json_t *row, struct file *file)
{
	struct bytes got, wanted = json_text(row, "expected");
	if (!edits_apply(trial->arena, &file->edits, &got, &file->d))
		return trial_fail(trial, "edits overlap");
	bool same = json_flag(row, "minimal_edit") ? bytes_equal(got, wanted)
						   : same_data(trial, got, wanted);
	return same || trial_fail(trial, "got «" BYTES_FMT "»", BYTES_ARG(got));
}

/* The place that flux names is where the reader has the node. */
static bool is_at(const struct file *file, node_id node, const json_t *update_row)
{
	json_int_t line = json_integer_value(json_object_get(update_row, "line"));
	json_int_t column = json_integer_value(json_object_get(update_row, "column"));
	struct span span = tree_span(file->tree, node);
	struct place place = source_place(span.source, span.begin);
	return !line || ((json_int_t)place.line == line && (json_int_t)place.column == column);
}

static node_id walk(const struct file *file, struct texts path)
{
	node_id node = file->root;
	for (size_t i = 0; node && i < path.count; i++) {
		size_t index;
		bool is_list = tree_node(file->tree, node)->kind == NODE_SEQ;
		if (!is_list)
			node = tree_get(file->tree, node, path.at[i]);
		else if (read_index(path.at[i], tree_count(file->tree, node), &index))
			node = item_at(file->tree, node, index);
		else
			node = 0;
	}
	return node;
}

static bool apply_one(struct file *file, const json_t *step)
{
	struct texts path;
	const json_t *value = json_object_get(step, "value");
	if (!path_of_json(file->trial->arena, json_object_get(step, "path"), &path))
		return false;
	node_id node = walk(file, path);
	if (node && !is_at(file, node, step))
		return false;
	return json_is_null(value) ||
		update(file, file->root, path, value_of_json(file->trial->arena, value));
}

/* leme refuses to write in the place of an alias, which kargo does. */
static bool is_refused_alias(const struct file *file)
{
	return file->d.count == 1 && strcmp(file->d.at[0]->id, "edit/alias") == 0;
}

bool judge_yaml_inplace(struct trial *trial, const json_t *row)
{
	struct file file;
	const json_t *updates = json_object_get(row, "updates");
	bool refused = json_object_get(row, "error") != NULL;
	if (!file_read(&file, trial, json_text(row, "input")))
		return trial_fail(
			trial, "not read: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &file.d)));
	for (size_t i = 0; i < json_array_size(updates); i++) {
		if (apply_one(&file, json_array_get(updates, i)))
			continue;
		return refused || is_refused_alias(&file) ||
			trial_fail(trial, "update %zu refused: " BYTES_FMT, i,
				BYTES_ARG(trial_diags(trial, &file.d)));
	}
	if (refused)
		return trial_fail(trial, "accepted");
	return judge_result(trial, row, &file);
}
