/*
 * Rendered charts: every stream is read by Helm's rules, its documents are counted, the bytes come
 * back where nothing is edited, and each document says the same after it was emitted anew. Read
 * document by document it has the same nodes.
 */
#include "conformance.h"

#include "../tree_laws.h"
#include "objects/objects.h"

#include <stdio.h>
#include <stdlib.h>

/* The streams lie in manifests/ beside the index, whatever folder `file` names. */
static bool read_stream(struct trial *trial, struct bytes file, struct bytes *text)
{
	const char *slash = strrchr(trial->file, '/'), *base = memrchr(file.at, '/', file.len);
	struct bytes folder = { trial->file, slash ? (size_t)(slash - trial->file) + 1 : 0 };
	struct bytes name = base ? bytes_slice(file, (size_t)(base - file.at) + 1, file.len) : file;
	const char *path = bytes_print(
		trial->arena, BYTES_FMT "manifests/" BYTES_FMT, BYTES_ARG(folder), BYTES_ARG(name))
				   .at;
	FILE *stream = fopen(path, "r");
	char room[1 << 16];
	struct buf out = buf_new(trial->arena);
	if (!stream)
		return trial_fail(trial, "no file %s", path);
	for (size_t got; (got = fread(room, 1, sizeof room, stream)) > 0;)
		buf_add(&out, (struct bytes){ room, got });
	fclose(stream);
	*text = buf_bytes(&out);
	return true;
}

static struct tree *read_tree(struct trial *trial, struct bytes text, bool full, struct diags *d)
{
	struct source *source = source_new(trial->arena, BYTES("case"), BYTES("case"), text);
	return full ? tree_read_full(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, d)
		    : tree_read(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, d);
}

/* --- one document ----------------------------------------------------------------------------- */

static bool judge_document(
	struct trial *trial, const struct tree *tree, node_id root, struct diags *d)
{
	const struct value *value = tree_value(trial->arena, tree, root, LIMITS_DEFAULT, d);
	struct buf text = buf_new(trial->arena);
	if (!value)
		return trial_fail(trial, "no value: " BYTES_FMT, BYTES_ARG(trial_diags(trial, d)));
	emit_value(&text, value, 0);
	struct tree *again = read_tree(trial, buf_bytes(&text), false, d);
	const struct value *same = again && again->documents.count == 1
		? tree_value(trial->arena, again, again->documents.at[0].root, LIMITS_DEFAULT, d)
		: NULL;
	uint32_t at = tree_node(tree, root)->begin;
	return (same && value_equal(value, same)) ||
		trial_fail(trial, "the document at byte %u reads back differently", at);
}

/* A document of comments alone counts as one too. */
static bool has_comment(const struct tree *tree, size_t i)
{
	struct document document = tree->documents.at[i];
	return memchr(tree->source->text.at + document.begin, '#', document.end - document.begin) !=
		NULL;
}

static bool judge_documents(struct trial *trial, const json_t *row, const struct tree *tree)
{
	struct diags d = diags_new(trial->arena);
	json_int_t count = 0, wanted = json_integer_value(json_object_get(row, "documents"));
	for (size_t i = 0; i < tree->documents.count; i++) {
		node_id root = tree->documents.at[i].root;
		count += root || has_comment(tree, i);
		if (root && !judge_document(trial, tree, root, &d))
			return false;
	}
	return count == wanted || trial_fail(trial, "%lld documents, not %lld", count, wanted);
}

/* --- document by document --------------------------------------------------------------------- */

/* Whether a node of a document is that of the whole text; their numbers differ by `shift`. */
static bool is_same_node(
	const struct tree *whole, const struct tree *part, node_id id, uint32_t shift)
{
	struct node a = *tree_node(whole, id + shift), b = *tree_node(part, id);
	return a.kind == b.kind && a.style == b.style && a.type == b.type && a.begin == b.begin &&
		a.end == b.end && a.after == b.after + shift &&
		a.parent == (b.parent ? b.parent + shift : 0) &&
		bytes_equal(tree_text(whole, id + shift), tree_text(part, id));
}

static bool judge_part(struct trial *trial, const struct tree *whole, node_id root,
	const struct manifest *manifest)
{
	const struct tree *part = manifest->tree;
	uint32_t count = tree_node(whole, root)->after - root;
	if (part->nodes.count != count + 1 || manifest->objects.count == 0)
		return trial_fail(trial, "document %zu has %zu nodes and %zu objects",
			manifest->index, part->nodes.count - 1, manifest->objects.count);
	for (node_id id = 1; id <= count; id++)
		if (!is_same_node(whole, part, id, root - 1))
			return trial_fail(trial, "a node at byte %u differs in its document",
				tree_node(part, id)->begin);
	return true;
}

/* All bytes outside of the documents are separators. */
static bool judge_separators(struct trial *trial, const struct stream *stream)
{
	struct bytes text = stream->source->text;
	uint32_t cursor = 0;
	for (size_t i = 0; i < stream->documents.count; i++) {
		struct stretch at = stream->documents.at[i];
		struct bytes gap = bytes_slice(text, cursor, at.begin);
		if (at.begin < cursor || at.end < at.begin ||
			!(bytes_begins(gap, BYTES("---")) || (i == 0 && gap.len == 0)))
			return trial_fail(trial, "no separator before document %zu", i);
		cursor = at.end;
	}
	return cursor == text.len || trial_fail(trial, "bytes behind the last document");
}

static bool judge_stream(struct trial *trial, const json_t *row, const struct tree *whole)
{
	struct diags d = diags_new(trial->arena);
	struct stream *stream = stream_open(trial->arena, whole->source, &d);
	if (!stream || stream->host != HOST_HELM3)
		return trial_fail(trial, "the stream is not Helm's: " BYTES_FMT,
			BYTES_ARG(trial_diags(trial, &d)));
	if (!judge_separators(trial, stream))
		return false;
	json_int_t count = 0, wanted = json_integer_value(json_object_get(row, "documents"));
	size_t at = 0;
	for (size_t i = 0; i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			trial->arena, stream, i, LIMITS_DEFAULT, &d);
		if (!manifest)
			return trial_fail(trial, BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
		count += manifest->root || manifest->file.len;
		while (manifest->root && at < whole->documents.count &&
			!whole->documents.at[at].root)
			at++;
		if (manifest->root &&
			(at == whole->documents.count ||
				!judge_part(
					trial, whole, whole->documents.at[at++].root, manifest)))
			return false;
	}
	return count == wanted || trial_fail(trial, "%lld documents, not %lld", count, wanted);
}

/* --- the stream ------------------------------------------------------------------------------- */

static bool judge_bytes(struct trial *trial, const struct tree *tree)
{
	struct diags d = diags_new(trial->arena);
	struct edits edits = edits_new(trial->arena, tree->source);
	struct bytes after;
	node_id id;
	const char *broken = law_broken(tree, &id);
	if (broken)
		return trial_fail(
			trial, "byte %u: %s", (unsigned)tree_node(tree, id)->begin, broken);
	return (edits_apply(trial->arena, &edits, &after, &d) &&
		       bytes_equal(after, tree->source->text)) ||
		trial_fail(trial, "the bytes changed without an edit");
}

bool judge_real_manifests(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct bytes text;
	if (!read_stream(trial, json_text(row, "file"), &text))
		return false;
	struct tree *tree = read_tree(trial, text, false, &d);
	if (!tree != !json_flag(row, "libyaml_accepts"))
		return trial_fail(trial, "%s " BYTES_FMT, tree ? "accepted" : "refused",
			BYTES_ARG(trial_diags(trial, &d)));
	if (!tree)
		return true;
	struct tree *full = read_tree(trial, text, true, &d);
	if (!full || !law_same(tree, full))
		return trial_fail(trial, "the fast reader and the full one differ");
	return judge_bytes(trial, tree) && judge_documents(trial, row, tree) &&
		judge_stream(trial, row, full);
}
