#include "source.h"

/* Where each line begins. Filled on the first question, as most sources are never printed. */
struct lines {
	struct arena *owner;
	ARRAY(uint32_t);
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

struct place source_place(const struct source *source, size_t offset)
{
	size_t line = line_of(source, offset);
	struct place place = { line + 1, 1 };
	for (size_t i = source->lines->at[line]; i < offset && i < source->text.len; i++)
		place.column += begins_code_point(source->text.at[i]);
	return place;
}

struct bytes source_line(const struct source *source, size_t offset, size_t *begin)
{
	size_t line = line_of(source, offset);
	*begin = source->lines->at[line];
	size_t end = *begin;
	while (end < source->text.len && source->text.at[end] != '\n' &&
		source->text.at[end] != '\r')
		end++;
	return bytes_slice(source->text, *begin, end);
}

int span_compare(struct span a, struct span b)
{
	if (!a.source || !b.source)
		return !!a.source - !!b.source;
	int order = a.source == b.source ? 0 : bytes_compare(a.source->path, b.source->path);
	return order ? order : (a.begin > b.begin) - (a.begin < b.begin);
}
