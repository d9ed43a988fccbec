#include "probe.h"

static bool is_blank_document(const struct stream *stream, size_t index)
{
	struct stretch at = stream->documents.at[index];
	struct bytes text = bytes_slice(stream->source->text, at.begin, at.end);
	for (struct bytes line; bytes_cut(&text, '\n', &line);) {
		line = bytes_trim(line);
		if (line.len && line.at[0] != '#')
			return false;
	}
	return true;
}

/* Whether a document, read in an arena of its own and without a word, is what is asked for. */
static bool is_document(
	const struct stream *stream, size_t index, bool (*is_it)(const struct manifest *manifest))
{
	struct arena *scratch = arena_new();
	struct diags d = diags_new(scratch);
	const struct manifest *manifest = manifest_read(scratch, stream, index, LIMITS_DEFAULT, &d);
	bool answer = manifest && is_it(manifest);
	arena_end(scratch);
	return answer;
}

static bool has_text(const struct stream *stream, size_t index, struct bytes needle)
{
	struct stretch at = stream->documents.at[index];
	const char *begin = stream->source->text.at + at.begin;
	return at.end > at.begin && memmem(begin, at.end - at.begin, needle.at, needle.len);
}

/* The only document of the stream is a ResourceList. */
static bool is_krm(const struct stream *stream)
{
	size_t count = stream->documents.count, only = count;
	for (size_t i = 0; i < count; i++) {
		if (is_blank_document(stream, i))
			continue;
		if (only < count)
			return false;
		only = i;
	}
	return only < count && has_text(stream, only, BYTES("ResourceList")) &&
		is_document(stream, only, manifest_is_resource_list);
}

static bool is_helm4(const struct stream *stream)
{
	for (size_t i = 0; i < stream->documents.count; i++)
		if (has_text(stream, i, BYTES(FILENAME)) &&
			is_document(stream, i, manifest_is_of_helm4))
			return true;
	return false;
}

static bool is_helm3(struct bytes text)
{
	struct bytes mark = BYTES("\xEF\xBB\xBF");
	size_t begin = bytes_begins(text, mark) ? mark.len : 0;
	text = bytes_slice(text, begin, text.len);
	return bytes_begins(text, BYTES("---\n# Source: ")) ||
		bytes_begins(text, BYTES("---\r\n# Source: "));
}

enum host host_of(const struct stream *stream, bool names_filename)
{
	if (is_krm(stream))
		return HOST_KRM;
	if (names_filename && is_helm4(stream))
		return HOST_HELM4;
	return is_helm3(stream->source->text) ? HOST_HELM3 : HOST_PLAIN;
}

/* In a line of its own, which begins with it: in what can no longer be read. */
static bool has_resource_list(struct bytes text)
{
	struct bytes kind = BYTES("kind: ResourceList");
	for (size_t at = 0; (at = bytes_find(text, kind, at)) < text.len; at++) {
		size_t behind = at + kind.len, stop = bytes_find(text, BYTES("\n"), behind);
		if ((at == 0 || text.at[at - 1] == '\n') &&
			!bytes_trim(bytes_slice(text, behind, stop)).len)
			return true;
	}
	return false;
}

enum host host_likely(struct bytes text)
{
	if (bytes_find(text, BYTES(FILENAME), 0) < text.len)
		return HOST_HELM4;
	if (has_resource_list(text))
		return HOST_KRM;
	return is_helm3(text) ? HOST_HELM3 : HOST_PLAIN;
}
