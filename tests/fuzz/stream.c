/* Streams of manifests over any bytes: the documents cover the text, and mean the same however
 * they are read and joined. */
#include "../libfyaml_leaks.h"
#include "fuzz.h"

#include "objects/objects.h"

/* Aliases may add little: what takes long teaches nothing. */
#define LIMITS ((struct limits){ .depth = 250, .alias_expansion = 1u << 12 })

static size_t errors(const struct diags *d)
{
	size_t count = 0;
	for (size_t i = 0; i < d->count; i++)
		count += d->at[i]->severity == SEVERITY_ERROR;
	return count;
}

static void check_diags(const struct diags *d, struct bytes text)
{
	for (size_t i = 0; i < d->count; i++)
		demand(d->at[i]->at.begin <= d->at[i]->at.end && d->at[i]->at.end <= text.len,
			"a diag points into the text");
}

static struct stream *open_text(struct arena *arena, struct bytes text)
{
	struct diags d = diags_new(arena);
	struct source *source = source_new(arena, BYTES("fuzz"), BYTES("fuzz"), text);
	struct stream *stream = stream_open(arena, source, &d);
	demand(!stream == (d.count > 0), "a stream is missing just when a diag says why");
	check_diags(&d, text);
	return stream;
}

static const struct manifest *read_one(
	struct arena *arena, const struct stream *stream, size_t index)
{
	struct diags d = diags_new(arena);
	const struct manifest *manifest = manifest_read(arena, stream, index, LIMITS, &d);
	demand(!manifest == (errors(&d) > 0), "a document is missing just when a diag says why");
	check_diags(&d, stream->source->text);
	return manifest;
}

/* --- documents -------------------------------------------------------------------------------- */

static void check_cover(const struct stretches *all, struct bytes text)
{
	size_t cursor = 0;
	for (size_t i = 0; i < all->count; i++) {
		struct stretch at = all->at[i];
		struct bytes gap = bytes_slice(text, cursor, at.begin);
		demand(at.begin >= cursor && at.end >= at.begin && at.end <= text.len,
			"documents follow each other");
		if (bytes_begins(gap, BYTES("\xEF\xBB\xBF")) && cursor == 0)
			gap = bytes_slice(gap, 3, gap.len);
		gap = bytes_trim(gap);
		demand(gap.len == 0 || bytes_begins(gap, BYTES("---")),
			"between documents there are separators");
		cursor = at.end;
	}
}

/* A document reads as its bytes would alone, but for where they stand. */
static void check_alone(struct arena *arena, const struct manifest *manifest)
{
	struct stretch at = manifest->stream->documents.at[manifest->index];
	struct bytes text = bytes_slice(manifest->stream->source->text, at.begin, at.end);
	struct diags d = diags_new(arena);
	struct source *source = source_new(arena, BYTES("part"), BYTES("part"), text);
	const struct tree *alone = tree_read_full(arena, source, DIALECT_HELM, LIMITS, &d);
	const struct tree *part = manifest->tree;
	/* An alias may be to another document's anchor. */
	if (!alone || bytes_begins(text, BYTES("\xEF\xBB\xBF")))
		return;
	demand(alone->nodes.count == part->nodes.count, "a part has the nodes of its text");
	for (node_id id = 1; id < part->nodes.count; id++) {
		struct node a = *tree_node(alone, id), b = *tree_node(part, id);
		demand(a.kind == b.kind && a.style == b.style && a.type == b.type &&
				a.parent == b.parent && a.after == b.after,
			"a part has nodes of the same kinds");
		demand(a.begin + at.begin == b.begin && a.end + at.begin == b.end,
			"a part has its nodes in the same places");
		demand(bytes_equal(tree_text(alone, id), tree_text(part, id)),
			"a part has the same texts");
	}
}

/* --- objects ---------------------------------------------------------------------------------- */

static void same_text(struct bytes text, const struct value *map, struct bytes key)
{
	const struct value *value = value_get(map, key);
	demand(!value || value->kind != VALUE_STRING || bytes_equal(value->text, text),
		"an object says of itself what its value says");
}

static bool says_text(const struct value *map, struct bytes key)
{
	const struct value *value = value_get(map, key);
	return value && value->kind == VALUE_STRING && value->text.len;
}

static bool says_type(const struct value *map)
{
	return says_text(map, BYTES("kind")) || says_text(map, BYTES("apiVersion"));
}

static void check_object(struct arena *arena, const struct object *object)
{
	struct diags d = diags_new(arena);
	const struct tree *tree = object->manifest->tree;
	const struct value *value = tree_value(arena, tree, object->node, LIMITS, &d);
	demand(value && value->kind == VALUE_MAP, "an object is a map");
	/* An item that says neither, be it as empty texts, has what its list says. */
	if (object->node == object->manifest->root || says_type(value)) {
		same_text(object->id.kind, value, BYTES("kind"));
		same_text(object->api_version, value, BYTES("apiVersion"));
	}
	const struct value *metadata = value_get(value, BYTES("metadata"));
	if (metadata && metadata->kind == VALUE_MAP && !object->id.generated)
		same_text(object->id.name, metadata, BYTES("name"));
	demand(object->id.hook || !object_hook_events(arena, object).count,
		"only hooks have events");
}

/* All objects in words. NULL if a document cannot be read. */
static bool describe(struct arena *arena, const struct stream *stream, struct buf *out)
{
	bool good = true;
	for (size_t i = 0; i < stream->documents.count; i++) {
		const struct manifest *manifest = read_one(arena, stream, i);
		good &= manifest != NULL;
		if (manifest)
			check_alone(arena, manifest);
		for (size_t k = 0; manifest && k < manifest->objects.count; k++) {
			const struct object *object = &manifest->objects.at[k];
			check_object(arena, object);
			object_id_print(out, &object->id);
			buf_print(out, " %d " BYTES_FMT " " BYTES_FMT "\n", object->id.hook,
				BYTES_ARG(object->api_version), BYTES_ARG(object->file));
		}
	}
	return good;
}

/* Joined by separators of one kind, the documents are the same; and their host but for Helm 3. */
static void check_joined(struct arena *arena, const struct stream *stream, struct bytes said)
{
	struct buf text = buf_new(arena), again = buf_new(arena);
	for (size_t i = 0; i < stream->documents.count; i++) {
		struct stretch at = stream->documents.at[i];
		buf_add(&text, BYTES("---\n"));
		buf_add(&text, bytes_slice(stream->source->text, at.begin, at.end));
	}
	struct stream *joined = open_text(arena, buf_bytes(&text));
	demand(joined, "joined documents are a stream");
	demand(joined->documents.count == stream->documents.count, "as many documents");
	demand(describe(arena, joined, &again), "joined documents can be read");
	demand(bytes_equal(buf_bytes(&again), said), "joined documents are the same objects");
}

/* Each document read first of all, the last one first. */
static void check_order(struct arena *arena, const struct stream *stream)
{
	struct stream *fresh = open_text(arena, stream->source->text);
	for (size_t i = stream->documents.count; i-- > 0;)
		demand(read_one(arena, fresh, i), "documents can be read in any order");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes text = { (const char *)data, size };
	struct arena *arena = arena_new();
	struct stretches rendered = stream_split(arena, text);
	check_cover(&rendered, text);
	struct stream *stream = open_text(arena, text);
	struct buf said = buf_new(arena);
	if (stream) {
		check_cover(&stream->documents, text);
		if (describe(arena, stream, &said)) {
			check_joined(arena, stream, buf_bytes(&said));
			check_order(arena, stream);
		}
	}
	arena_end(arena);
	return 0;
}
