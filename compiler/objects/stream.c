#include "anchors.h"
#include "markers.h"
#include "probe.h"

/* --- lines ------------------------------------------------------------------------------------ */

/* Behind the line end of the line that holds `at`. Helm knows LF only, perhaps behind a CR. */
static size_t line_next(struct bytes text, size_t at)
{
	const char *end = memchr(text.at + at, '\n', text.len - at);
	return end ? (size_t)(end - text.at) + 1 : text.len;
}

/* What stands on the line from `at` on, without the blanks around it. */
static struct bytes line_rest(struct bytes text, size_t at)
{
	return bytes_trim(bytes_slice(text, at, line_next(text, at)));
}

/* Behind blanks, line ends and lines of comments. */
static size_t skip_comments(struct bytes text, size_t at, size_t end)
{
	while (at < end && memchr(" \t\r\n#", text.at[at], 5))
		at = text.at[at] == '#' ? line_next(text, at) : at + 1;
	return at < end ? at : end;
}

/* --- documents -------------------------------------------------------------------------------- */

struct splitter {
	struct arena *owner;
	struct stream *stream;
	struct bytes text;
	struct markers markers;
	uint32_t first, begin; /* of the text, of the document at hand */
	uint32_t ended;        /* behind its first `...`, or 0 */
	struct diags *d;
	bool good;
};

static void refuse_directive(struct splitter *splitter, size_t at)
{
	size_t end = at + line_rest(splitter->text, at).len;
	struct span span = { splitter->stream->source, (uint32_t)at, (uint32_t)end };
	splitter->good = diag_error(splitter->d, span, "manifest/directive",
		"Helm does not take directives in manifests");
	diag_hint(splitter->d, "take this line out");
}

static void refuse_rest(struct splitter *splitter, size_t at)
{
	size_t end = at + line_rest(splitter->text, at).len;
	struct span span = { splitter->stream->source, (uint32_t)at, (uint32_t)end };
	splitter->good = diag_error(splitter->d, span, "manifest/after-end",
		"Helm silently drops what stands behind a '...'");
	diag_hint(splitter->d, "put '---' in the place of '...'");
}

static void refuse_separator(struct splitter *splitter, size_t at)
{
	size_t end = at + line_rest(splitter->text, at).len;
	struct span span = { splitter->stream->source, (uint32_t)at, (uint32_t)end };
	splitter->good = diag_error(splitter->d, span, "manifest/separator",
		"only a comment may stand on the line of a '---'");
	diag_hint(splitter->d, "begin the document on the next line");
}

static bool is_end_line(struct bytes text, size_t at)
{
	return text.at[at] == '.' &&
		(at + 3 == text.len || memchr(" \t\r\n", text.at[at + 3], 4) != NULL);
}

static void check_document(struct splitter *splitter, size_t end)
{
	struct bytes text = splitter->text;
	size_t content = skip_comments(text, splitter->begin, end);
	bool at_margin = content == splitter->first ||
		(content > splitter->first && text.at[content - 1] == '\n');
	if (content < end && text.at[content] == '%' && at_margin) {
		refuse_directive(splitter, content);
		return;
	}
	size_t rest = splitter->ended;
	if (!rest)
		return;
	for (rest = skip_comments(text, rest, end); rest < end && marker_begins(text, rest) &&
		is_end_line(text, rest) && text.at[rest - 1] == '\n';)
		rest = skip_comments(text, rest + 3, end);
	if (rest < end)
		refuse_rest(splitter, rest);
}

/* Blanks before the first separator are no document. */
static void end_document(struct splitter *splitter, size_t end)
{
	struct stretch stretch = { splitter->begin, (uint32_t)end };
	bool is_first = splitter->begin == splitter->first;
	check_document(splitter, end);
	if (is_first && bytes_trim(bytes_slice(splitter->text, splitter->begin, end)).len == 0)
		return;
	*array_push(splitter->owner, &splitter->stream->documents) = stretch;
}

/* Helm takes `---#` for a separator; but the first line it leaves to YAML, for which it is none. */
static bool is_separator(const struct splitter *splitter, size_t at)
{
	struct bytes rest = line_rest(splitter->text, at + 3);
	bool is_glued = at == splitter->first && rest.at == splitter->text.at + at + 3;
	return rest.len == 0 || (rest.at[0] == '#' && !is_glued);
}

static void take_marker(struct splitter *splitter, size_t at)
{
	struct bytes text = splitter->text;
	if (text.at[at] == '.') {
		if (is_end_line(text, at) && !splitter->ended)
			splitter->ended = (uint32_t)at + 3;
		return;
	}
	if (!is_separator(splitter, at))
		refuse_separator(splitter, at);
	end_document(splitter, at);
	splitter->begin = (uint32_t)line_next(text, at);
	splitter->ended = 0;
}

static void split(struct splitter *splitter)
{
	struct bytes text = splitter->text;
	size_t at = splitter->first;
	if (!marker_begins(text, at))
		at = markers_next(&splitter->markers, at);
	for (; at < text.len; at = markers_next(&splitter->markers, at))
		take_marker(splitter, at);
	end_document(splitter, text.len);
}

/* --- what a template rendered ----------------------------------------------------------------- */

static void add_rendered(
	struct arena *owner, struct stretches *all, struct bytes text, size_t at, size_t end)
{
	if (bytes_trim(bytes_slice(text, at, end)).len)
		*array_push(owner, all) = (struct stretch){ (uint32_t)at, (uint32_t)end };
}

struct stretches stream_split(struct arena *owner, struct bytes text)
{
	struct stretches all = { 0 };
	struct markers markers = markers_new(text);
	size_t begin = 0, at = marker_begins(text, 0) ? 0 : markers_next(&markers, 0);
	for (; at < text.len; at = markers_next(&markers, at)) {
		if (text.at[at] != '-')
			continue;
		add_rendered(owner, &all, text, begin, at);
		for (begin = at + 3; begin < text.len && memchr(" \t", text.at[begin], 2);)
			begin++;
	}
	add_rendered(owner, &all, text, begin, text.len);
	return all;
}

/* --- the stream ------------------------------------------------------------------------------- */

static bool check_length(const struct source *source, struct diags *d)
{
	return source->text.len < UINT32_MAX ||
		diag_error(d, (struct span){ source, 0, 0 }, "limit/file",
			"a file of 4 GiB or more cannot be read");
}

static bool refuse_byte(const struct source *source, uint32_t at, struct diags *d)
{
	struct span span = { source, at, at + 1 };
	unsigned char byte = (unsigned char)source->text.at[at];
	if (!byte)
		return diag_error(d, span, "manifest/text", "a NUL in the text, at byte offset %zu",
			(size_t)at);
	return diag_error(d, span, "manifest/text",
		"the text is not UTF-8: byte 0x%02X at byte offset %zu", byte, (size_t)at);
}

struct stream *stream_open(struct arena *owner, const struct source *source, struct diags *d)
{
	size_t known = d->count;
	if (!check_length(source, d))
		return NULL;
	struct stream *stream = arena_new_of(owner, struct stream);
	/* A text of nothing may stand nowhere. */
	struct bytes text = source->text.len ? source->text : BYTES("");
	uint32_t first = bytes_begins(text, BYTES("\xEF\xBB\xBF")) ? 3 : 0;
	struct splitter splitter = { owner, stream, text, markers_new(text), first, first, 0, d,
		true };
	stream->source = source;
	stream->anchors = anchors_new(owner);
	split(&splitter);
	if (splitter.markers.bad) {
		/* What there is to say of the lines of no text nobody needs. */
		d->count = known;
		refuse_byte(source, (uint32_t)splitter.markers.good, d);
		return NULL;
	}
	if (!splitter.good)
		return NULL;
	stream->host = host_of(stream, splitter.markers.names_filename);
	return stream;
}

struct stream *stream_again(struct arena *owner, const struct stream *stream)
{
	struct stream *again = arena_new_of(owner, struct stream);
	*again = *stream;
	again->anchors = anchors_new(owner);
	return again;
}
