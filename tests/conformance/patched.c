#include "patched.h"

#include <stdlib.h>

static struct bytes dumped(struct trial *trial, const json_t *json)
{
	char *text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
	struct bytes copy = bytes_copy(trial->arena, bytes_of(text));
	free(text);
	return copy;
}

static bool read_text(
	struct trial *trial, struct bytes text, struct patched *patched, struct diags *d)
{
	struct source *source = source_new(trial->arena, BYTES("row"), BYTES("row"), text);
	struct tree *tree = tree_read(trial->arena, source, DIALECT_STRICT, LIMITS_DEFAULT, d);
	*patched = (struct patched){ .tree = tree };
	if (tree && tree->documents.count && tree->documents.at[0].root)
		patched->value = tree_value(
			trial->arena, tree, tree->documents.at[0].root, LIMITS_DEFAULT, d);
	return patched->value;
}

bool patched_read(struct trial *trial, const json_t *row, const char *field,
	struct patched *patched, struct diags *d)
{
	struct buf name = buf_new(trial->arena);
	buf_print(&name, "%s_text", field);
	struct bytes text = json_text(row, bytes_string(trial->arena, buf_bytes(&name)));
	const json_t *json = json_object_get(row, field);
	*patched = (struct patched){ 0 };
	if (!text.at && !json)
		return false;
	return read_text(trial, text.at ? text : dumped(trial, json), patched, d);
}

const struct value *patched_value(struct trial *trial, const json_t *row, const char *field)
{
	struct diags d = diags_new(trial->arena);
	struct patched patched;
	return patched_read(trial, row, field, &patched, &d) ? patched.value : NULL;
}

bool patched_becomes(struct trial *trial, const struct patched *patched, const struct value *wanted)
{
	struct diags d = diags_new(trial->arena);
	const struct tree *tree = patched->tree;
	struct edits edits = edits_new(trial->arena, tree->source);
	struct patched after;
	struct bytes text;
	if (!edit_become(&edits, tree, tree->documents.at[0].root, patched->value, wanted, &d) ||
		!edits_apply(trial->arena, &edits, &text, &d) ||
		!read_text(trial, text, &after, &d))
		return trial_fail(trial, "no edit: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	return value_equal(after.value, wanted) ||
		trial_fail(trial, "edited to " BYTES_FMT, BYTES_ARG(text));
}
