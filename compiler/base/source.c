#include "source.h"

/* Where each line begins. Filled on the first question, as most sources are never printed. */
struct lines {
	struct arena *owner;
	ARRAY(uint32_t);
	/* Where only a part of the source is kept: */
	size_t skipped; /* lines before it */
	size_t end;     /* where the span ends, be it in the part or not; 0: nowhere */
	struct place end_place;
};

struct source *source_new(
	struct arena *owner, struct bytes path, struct bytes name, struct bytes text)
{
	struct source *source = arena_new_of(owner, struct source);
	*source = (struct source){
		.path = path, .name = name, .text = text, .lines = arena_new_of(owner, struct lines)
	};
	source->lines->owner = owner;
	return source;
}

struct span span_of_path(struct arena *owner, struct bytes path)
{
	return (struct span){ source_new(owner, path, path, (struct bytes){ 0 }), 0, 0 };
}

/* A lone CR ends a line too, as YAML has it. */
static bool ends_line(struct bytes text, size_t at)
{
	if (text.at[at] == '\n')
		return true;
	return text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n');
}

static void lines_fill(struct lines *lines, struct bytes text)
{
	*array_push(lines->owner, lines) = 0;
	for (size_t i = 0; i < text.len; i++)
		if (ends_line(text, i))
			*array_push(lines->owner, lines) = (uint32_t)i + 1;
}

/* The number, from 0, of the line that holds the offset. */
static size_t line_of(const struct source *source, size_t offset)
{
	struct lines *lines = source->lines;
	if (lines->count == 0)
		lines_fill(lines, source->text);
	size_t low = 0, high = lines->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (lines->at[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool begins_code_point(char c)
{
	return ((unsigned char)c & 0xC0) != 0x80;
}

/* Of an offset in the line of that number, from 0, that begins there. */
static struct place place_in(
	const struct source *source, size_t line, size_t line_begin, size_t offset)
{
	struct place place = { source->lines->skipped + line + 1, 1 };
	struct bytes before = span_text(
		(struct span){ source, (uint32_t)line_begin, (uint32_t)offset });
	if (offset && offset == source->lines->end)
		return source->lines->end_place;
	for (size_t i = 0; i < before.len; i++)
		place.column += begins_code_point(before.at[i]);
	return place;
}

struct place source_place(const struct source *source, size_t offset)
{
	size_t line = line_of(source, offset);
	return place_in(source, line, source->lines->at[line], offset);
}

void source_index(const struct source *source)
{
	line_of(source, 0);
}

static struct bytes line_at(const struct source *source, size_t begin)
{
	size_t first = begin - source->skipped, end = first;
	while (end < source->text.len && source->text.at[end] != '\n' &&
		source->text.at[end] != '\r')
		end++;
	return bytes_slice(source->text, first, end);
}

struct bytes source_line(const struct source *source, size_t offset, size_t *begin)
{
	size_t line = line_of(source, offset);
	*begin = source->lines->at[line];
	return line_at(source, *begin);
}

/* --- keeping ---------------------------------------------------------------------------------- */

/* As line_of(), but makes no table, as threads may share the source. */
static size_t count_lines(const struct source *source, size_t offset, size_t *line_begin)
{
	size_t line = source->lines->count ? line_of(source, offset) : 0;
	if (source->lines->count) {
		*line_begin = source->lines->at[line];
		return line;
	}
	*line_begin = source->skipped;
	for (size_t i = 0; i < source->text.len && source->skipped + i < offset; i++)
		if (ends_line(source->text, i)) {
			*line_begin = source->skipped + i + 1;
			line++;
		}
	return line;
}

static void keep_line(struct source *kept, const struct source *whole, struct span span)
{
	struct lines *lines = kept->lines;
	size_t begin, end_begin;
	size_t line = count_lines(whole, span.begin, &begin);
	size_t end_line = count_lines(whole, span.end, &end_begin);
	/* With its line end, so that an empty line is a text, too. */
	struct span text = { whole, (uint32_t)begin,
		(uint32_t)(begin + line_at(whole, begin).len + 1) };
	kept->text = bytes_copy(lines->owner, span_text(text));
	kept->skipped = begin;
	lines->skipped = whole->lines->skipped + line;
	lines->end = span.end;
	lines->end_place = place_in(whole, end_line, end_begin, span.end);
	*array_push(lines->owner, lines) = (uint32_t)begin;
}

struct span span_kept(struct arena *owner, struct span span)
{
	const struct source *whole = span.source;
	if (!whole)
		return span;
	struct source *kept = source_new(owner, bytes_copy(owner, whole->path),
		bytes_copy(owner, whole->name), (struct bytes){ 0 });
	kept->identity = whole->identity;
	kept->is_past = whole->is_past;
	if (whole->text.at)
		keep_line(kept, whole, span);
	return (struct span){ kept, span.begin, span.end };
}

int span_compare(struct span a, struct span b)
{
	if (!a.source || !b.source)
		return !!a.source - !!b.source;
	int order = a.source == b.source ? 0 : bytes_compare(a.source->path, b.source->path);
	return order ? order : (a.begin > b.begin) - (a.begin < b.begin);
}
