/*
 * How Helm splits what templates render and what a post-renderer answers, and which objects it
 * takes for hooks. What Helm does for the post-renderer, annotating and merging, is its own side.
 */
#include "conformance.h"

#include "objects/objects.h"

#include <stdlib.h>

static struct bytes text_of(const json_t *text)
{
	return (struct bytes){ json_string_value(text), json_string_length(text) };
}

static struct stream *open_text(struct trial *trial, struct bytes text, struct diags *d)
{
	struct source *source = source_new(trial->arena, BYTES("case"), BYTES("case"), text);
	return stream_open(trial->arena, source, d);
}

/* --- what a template rendered ----------------------------------------------------------------- */

static struct bytes trim_front(struct bytes text)
{
	size_t at = 0;
	while (at < text.len && memchr(" \t\r\n\v\f", text.at[at], 6))
		at++;
	return bytes_slice(text, at, text.len);
}

static bool judge_split(struct trial *trial, const json_t *row)
{
	struct bytes text = json_text(row, "stream");
	const json_t *wanted = json_object_get(row, "expected");
	struct stretches found = stream_split(trial->arena, text);
	if (found.count != json_array_size(wanted))
		return trial_fail(
			trial, "%zu documents, not %zu", found.count, json_array_size(wanted));
	for (size_t i = 0; i < found.count; i++) {
		struct stretch at = found.at[i];
		struct bytes document = trim_front(bytes_slice(text, at.begin, at.end));
		if (!bytes_equal(document, text_of(json_array_get(wanted, i))))
			return trial_fail(
				trial, "document %zu is '" BYTES_FMT "'", i, BYTES_ARG(document));
	}
	return true;
}

/* --- hooks and kinds -------------------------------------------------------------------------- */

/* Helm never looks into a partial: what a row says of one nobody has seen. */
static bool is_partial(struct bytes path)
{
	const char *slash = memrchr(path.at, '/', path.len);
	size_t base = slash ? (size_t)(slash - path.at) + 1 : 0;
	return base < path.len && path.at[base] == '_';
}

/* `pre-install` is PreInstall there. */
static struct bytes event_name(struct arena *owner, struct bytes event)
{
	struct buf out = buf_new(owner);
	for (size_t i = 0; i < event.len; i++) {
		bool begins = i == 0 || event.at[i - 1] == '-';
		if (event.at[i] != '-')
			buf_add_char(&out, (char)(event.at[i] - (begins ? 'a' - 'A' : 0)));
	}
	return buf_bytes(&out);
}

static bool judge_object(
	struct trial *trial, const json_t *wanted, size_t at, const struct object *object)
{
	struct bytes kind = text_of(json_array_get(json_object_get(wanted, "kinds"), at));
	struct bytes name = text_of(json_array_get(json_object_get(wanted, "names"), at));
	struct texts events = object_hook_events(trial->arena, object);
	const json_t *hooks = json_object_getn(json_object_get(wanted, "hooks"), name.at, name.len);
	if (!bytes_equal(object->id.kind, kind) || !bytes_equal(object->id.name, name))
		return trial_fail(trial, "object %zu is " BYTES_FMT " " BYTES_FMT, at,
			BYTES_ARG(object->id.kind), BYTES_ARG(object->id.name));
	if (events.count != json_array_size(hooks))
		return trial_fail(trial, "object %zu has %zu events", at, events.count);
	for (size_t i = 0; i < events.count; i++) {
		struct bytes event = event_name(trial->arena, events.at[i]);
		if (!object->id.hook || !bytes_equal(event, text_of(json_array_get(hooks, i))))
			return trial_fail(
				trial, "object %zu has the event " BYTES_FMT, at, BYTES_ARG(event));
	}
	return true;
}

static bool judge_classes(struct trial *trial, const json_t *row)
{
	struct diags d = diags_new(trial->arena);
	struct bytes text = json_text(row, "stream");
	const json_t *wanted = json_object_get(row, "expected");
	if (is_partial(json_text(row, "path")))
		return true;
	struct stream *stream = open_text(trial, text, &d);
	size_t count = 0;
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			trial->arena, stream, i, LIMITS_DEFAULT, &d);
		for (size_t at = 0; manifest && at < manifest->objects.count; at++)
			if (!judge_object(trial, wanted, count++, &manifest->objects.at[at]))
				return false;
	}
	/* Nor into a blank file. */
	size_t all = bytes_trim(text).len ? json_array_size(json_object_get(wanted, "names")) : 0;
	return (d.count == 0 && count == all) ||
		trial_fail(
			trial, "%zu objects " BYTES_FMT, count, BYTES_ARG(trial_diags(trial, &d)));
}

/* --- what a post-renderer answered ------------------------------------------------------------ */

#define FILENAME "postrenderer.helm.sh/postrender-filename"

/* The files of an answer: names, and texts at the same places. */
struct files {
	struct texts names, texts;
};

static void add_document(
	struct arena *owner, struct files *files, struct bytes name, struct bytes text)
{
	struct bytes end = bytes_ends(text, BYTES("\n")) ? BYTES("") : BYTES("\n");
	struct bytes whole = bytes_join(owner, text, BYTES(""), end);
	for (size_t i = 0; i < files->names.count; i++)
		if (bytes_equal(files->names.at[i], name)) {
			files->texts.at[i] = bytes_join(
				owner, files->texts.at[i], BYTES("---\n"), whole);
			return;
		}
	*array_push(owner, &files->names) = name;
	*array_push(owner, &files->texts) = whole;
}

/* Takes the annotation out; and what holds annotations, if it holds no other. */
static bool deannotate(struct edits *edits, const struct manifest *manifest, struct diags *d)
{
	const struct tree *tree = manifest->tree;
	node_id metadata = tree_find(tree, manifest->root, BYTES("metadata"));
	node_id annotations = tree_find(tree, metadata, BYTES("annotations"));
	node_id value = tree_find(tree, annotations, BYTES(FILENAME));
	if (!value)
		return true;
	bool alone = tree_count(tree, annotations) == 1;
	/* A scalar key stands directly before its value. */
	return edit_remove(edits, tree, alone ? annotations - 1 : value - 1, d);
}

static struct bytes fallback_name(struct arena *owner, const json_t *row, size_t index)
{
	struct bytes prefix = json_text(row, "fallback_prefix");
	return bytes_print(owner, "generated-by-postrender-" BYTES_FMT "%s%zu.yaml",
		BYTES_ARG(prefix), prefix.len ? "-" : "", index);
}

/* The names of the files, a document with objects each, and the edits that undo the annotations. */
static bool read_answer(struct trial *trial, const json_t *row, const struct stream *stream,
	struct texts *names, struct edits *edits, struct diags *d)
{
	bool good = true;
	for (size_t i = 0; i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			trial->arena, stream, i, LIMITS_DEFAULT, d);
		good &= manifest && deannotate(edits, manifest, d);
		if (!manifest || !manifest->root)
			continue;
		struct bytes name = fallback_name(trial->arena, row, names->count);
		*array_push(trial->arena, names) = manifest->file.len ? manifest->file : name;
	}
	return good;
}

static bool split_answer(struct trial *trial, const json_t *row, struct bytes text,
	struct files *files, struct diags *d)
{
	struct stream *stream = open_text(trial, text, d);
	if (!stream)
		return false;
	struct edits edits = edits_new(trial->arena, stream->source);
	struct texts names = { 0 };
	struct bytes after;
	if (!read_answer(trial, row, stream, &names, &edits, d) ||
		!edits_apply(trial->arena, &edits, &after, d))
		return false;
	struct stream *again = open_text(trial, after, d);
	for (size_t i = 0, place = 0; again && i < again->documents.count; i++) {
		struct stretch at = again->documents.at[i];
		struct bytes document = bytes_slice(after, at.begin, at.end);
		if (bytes_trim(document).len && place < names.count)
			add_document(trial->arena, files, names.at[place++], document);
	}
	return again;
}

enum comparison { EXACTLY, TRIMMED };

static bool judge_files(struct trial *trial, const struct files *files, const json_t *wanted,
	enum comparison comparison)
{
	if (files->names.count != json_object_size(wanted))
		return trial_fail(trial, "%zu files", files->names.count);
	for (size_t i = 0; i < files->names.count; i++) {
		struct bytes name = files->names.at[i], text = files->texts.at[i];
		struct bytes want = text_of(json_object_getn(wanted, name.at, name.len));
		if (comparison == TRIMMED) {
			text = bytes_trim(text);
			want = bytes_trim(want);
		}
		if (!bytes_equal(text, want))
			return trial_fail(trial, BYTES_FMT " is '" BYTES_FMT "'", BYTES_ARG(name),
				BYTES_ARG(text));
	}
	return true;
}

static bool judge_answer(
	struct trial *trial, const json_t *row, struct bytes text, enum comparison comparison)
{
	struct diags d = diags_new(trial->arena);
	struct files files = { 0 };
	bool fails = json_object_get(row, "error");
	if (split_answer(trial, row, text, &files, &d) == fails)
		return trial_fail(trial, "%s " BYTES_FMT, fails ? "accepted" : "refused",
			BYTES_ARG(trial_diags(trial, &d)));
	return fails || judge_files(trial, &files, json_object_get(row, "expected"), comparison);
}

static bool judge_deannotated(struct trial *trial, const json_t *row)
{
	return judge_answer(trial, row, json_text(row, "stream"), EXACTLY);
}

/* --- there and back --------------------------------------------------------------------------- */

static bool annotate(struct trial *trial, struct bytes file, struct bytes text, struct buf *out)
{
	struct diags d = diags_new(trial->arena);
	struct source *source = source_new(trial->arena, file, file, text);
	const struct tree *tree = tree_read(trial->arena, source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	struct edits edits = edits_new(trial->arena, source);
	struct texts path = { 0 };
	*array_push(trial->arena, &path) = BYTES("metadata");
	*array_push(trial->arena, &path) = BYTES("annotations");
	*array_push(trial->arena, &path) = BYTES(FILENAME);
	const struct value *name = value_string(trial->arena, file, (struct span){ 0 });
	if (!tree || !edit_set(&edits, tree, tree->documents.at[0].root, path, name, &d) ||
		!edits_apply(trial->arena, &edits, &text, &d))
		return trial_fail(
			trial, "not annotated: " BYTES_FMT, BYTES_ARG(trial_diags(trial, &d)));
	buf_print(out, "%s" BYTES_FMT "%s", out->len ? "---\n" : "", BYTES_ARG(text),
		bytes_ends(text, BYTES("\n")) ? "" : "\n");
	return true;
}

static bool merge(struct trial *trial, const json_t *row, struct buf *out)
{
	const char *name;
	json_t *text;
	json_object_foreach(json_object_get(row, "files"), name, text)
	{
		struct stretches all = stream_split(trial->arena, text_of(text));
		for (size_t i = 0; i < all.count; i++) {
			struct stretch at = all.at[i];
			struct bytes document = bytes_slice(text_of(text), at.begin, at.end);
			if (!annotate(trial, bytes_of(name), trim_front(document), out))
				return false;
		}
	}
	return true;
}

/* What we make of the files, and what the real Helm 4 made of them. */
static bool judge_roundtrip(struct trial *trial, const json_t *row)
{
	struct buf merged = buf_new(trial->arena);
	struct bytes sent = json_text(json_object_get(row, "helm_4_1_4"), "stdin");
	return merge(trial, row, &merged) &&
		judge_answer(trial, row, buf_bytes(&merged), TRIMMED) &&
		(!sent.at || judge_answer(trial, row, sent, TRIMMED));
}

bool judge_helm_annotate(struct trial *trial, const json_t *row)
{
	static const struct {
		const char *kind;
		bool (*judge)(struct trial *trial, const json_t *row);
	} kinds[] = {
		{ "split-manifests", judge_split },
		{ "classify", judge_classes },
		{ "split-and-deannotate", judge_deannotated },
		{ "roundtrip", judge_roundtrip },
	};
	struct bytes kind = json_text(row, "kind");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes_is(kind, kinds[i].kind))
			return kinds[i].judge(trial, row);
	return trial_fail(trial, "no judge for this kind");
}
