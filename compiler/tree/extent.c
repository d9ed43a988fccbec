#include "read.h"

/* Length of the line end at a place, or 0. YAML 1.1 has three more than 1.2 has. */
static size_t line_end_in(struct bytes text, size_t at, enum dialect dialect)
{
	if (at >= text.len)
		return 0;
	unsigned char c = (unsigned char)text.at[at];
	if (c == '\n')
		return 1;
	if (c == '\r')
		return at + 1 < text.len && text.at[at + 1] == '\n' ? 2 : 1;
	if (c < 0x80 || dialect == DIALECT_STRICT)
		return 0;
	struct bytes rest = bytes_slice(text, at, text.len);
	if (bytes_begins(rest, BYTES("\xC2\x85")))
		return 2;
	bool separator = bytes_begins(rest, BYTES("\xE2\x80\xA8")) ||
		bytes_begins(rest, BYTES("\xE2\x80\xA9"));
	return separator ? 3 : 0;
}

static size_t line_end_at(const struct reader *reader, size_t at)
{
	return line_end_in(reader->text, at, reader->tree->dialect);
}

static size_t line_rest(const struct reader *reader, size_t at)
{
	while (at < reader->text.len && !line_end_at(reader, at))
		at++;
	return at;
}

uint32_t extent_line(const struct reader *reader, uint32_t at)
{
	size_t rest = line_rest(reader, at);
	return (uint32_t)(rest + line_end_at(reader, rest));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* libyaml takes a byte order mark at the start of any line for nothing. */
static bool is_lost_mark(const struct reader *reader, size_t at)
{
	struct bytes mark = BYTES("\xEF\xBB\xBF");
	if (!bytes_equal(bytes_slice(reader->text, at, at + mark.len), mark))
		return false;
	if (at == mark.len && bytes_begins(reader->text, mark))
		return true;
	return at == 0 || strchr("\n\r\x85\xA8\xA9", reader->text.at[at - 1]);
}

uint32_t extent_gap(const struct reader *reader, uint32_t at)
{
	size_t place = at;
	while (place < reader->text.len) {
		size_t end = line_end_at(reader, place);
		if (end)
			place += end;
		else if (is_lost_mark(reader, place))
			place += 3;
		else if (is_blank(reader->text.at[place]))
			place++;
		else if (reader->text.at[place] == '#')
			place = line_rest(reader, place);
		else
			break;
	}
	return (uint32_t)place;
}

static char char_at(const struct reader *reader, size_t at)
{
	return at < reader->text.len ? reader->text.at[at] : '\0';
}

static bool is_marker(const struct reader *reader, size_t at)
{
	struct bytes head = bytes_slice(reader->text, at, at + 3);
	if (!bytes_equal(head, BYTES("---")) && !bytes_equal(head, BYTES("...")))
		return false;
	return at + 3 == reader->text.len || is_blank(reader->text.at[at + 3]) ||
		line_end_at(reader, at + 3);
}

uint32_t extent_document(const struct reader *reader)
{
	uint32_t place = extent_gap(reader, reader->cursor);
	while (char_at(reader, place) == '%' ||
		(is_marker(reader, place) && char_at(reader, place) == '.'))
		place = extent_gap(reader, extent_line(reader, place));
	return place;
}

/* Whether an indicator of an empty node stands here, not the first character of a plain scalar. */
static bool is_announcer(const struct reader *reader, uint32_t at, char indicator)
{
	if (char_at(reader, at) != indicator)
		return false;
	size_t next = (size_t)at + 1;
	if (next >= reader->text.len || is_blank(char_at(reader, next)) ||
		line_end_at(reader, next))
		return true;
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	bool flow = reader->tree->nodes.at[frame->node].style == STYLE_FLOW;
	const char *behind = indicator == '?' ? ",[]{}:" : ",[]{}#";
	return flow && memchr(behind, char_at(reader, next), strlen(behind));
}

static uint32_t empty_key(const struct reader *reader, uint32_t gap)
{
	if (char_at(reader, gap) == ',')
		gap = extent_gap(reader, gap + 1);
	if (is_announcer(reader, gap, '?'))
		return gap + 1;
	return is_announcer(reader, gap, ':') ? gap : reader->cursor;
}

uint32_t extent_empty(const struct reader *reader)
{
	if (reader->open.count == 0)
		return reader->cursor;
	uint32_t gap = extent_gap(reader, reader->cursor);
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	bool is_map = reader->tree->nodes.at[frame->node].kind == NODE_MAP;
	if (is_map && frame->children % 2 == 0)
		return empty_key(reader, gap);
	return is_announcer(reader, gap, is_map ? ':' : '-') ? gap + 1 : reader->cursor;
}

static size_t anchor_end(const struct reader *reader, size_t at)
{
	while (at < reader->text.len) {
		char c = reader->text.at[at];
		bool part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || c == '_' || c == '-';
		if (!part)
			break;
		at++;
	}
	return at;
}

static size_t tag_end(const struct reader *reader, size_t at)
{
	if (char_at(reader, at + 1) == '<') {
		size_t end = bytes_find(reader->text, BYTES(">"), at);
		return end < reader->text.len ? end + 1 : end;
	}
	while (at < reader->text.len && !line_end_at(reader, at) &&
		!memchr(" \t,[]{}", reader->text.at[at], 7))
		at++;
	return at;
}

struct extent extent_properties(
	const struct reader *reader, uint32_t at, struct property_count count, struct bytes *anchor)
{
	struct extent found = { at, at };
	*anchor = (struct bytes){ 0 };
	for (;;) {
		size_t begin = found.end == found.begin ? at : extent_gap(reader, found.end);
		size_t end = begin;
		if (char_at(reader, begin) == '&' && count.anchors-- > 0) {
			end = anchor_end(reader, begin + 1);
			*anchor = bytes_slice(reader->text, begin + 1, end);
		}
		if (char_at(reader, begin) == '!' && count.tags-- > 0)
			end = tag_end(reader, begin);
		if (end == begin)
			return found;
		found.end = (uint32_t)end;
	}
}

uint32_t extent_last_line(const struct reader *reader, struct extent properties)
{
	uint32_t at = properties.end;
	while (at > properties.begin && !strchr("\n\r", reader->text.at[at - 1]))
		at--;
	return extent_gap(reader, at);
}

static size_t count_spaces(struct bytes text, size_t at)
{
	size_t begin = at;
	while (at < text.len && text.at[at] == ' ')
		at++;
	return at - begin;
}

/* Spaces before the first character that is neither space nor line end; SIZE_MAX if none. */
static size_t first_indent(struct bytes text, size_t at, enum dialect dialect)
{
	size_t line = at;
	while (at < text.len) {
		size_t end = line_end_in(text, at, dialect);
		if (end)
			line = at + end;
		else if (text.at[at] != ' ')
			return count_spaces(text, line);
		at += end ? end : 1;
	}
	return SIZE_MAX;
}

static bool has_content(struct bytes decoded, enum dialect dialect)
{
	size_t at = 0, end = 1;
	for (; at < decoded.len && end; at += end)
		end = line_end_in(decoded, at, dialect);
	return !end;
}

/*
 * That of the first line or, where the header has a number, found by comparing what was decoded
 * with what is written; so the surrounding indentation need not be understood.
 */
size_t block_indent(const struct reader *reader, const struct block *block, struct bytes decoded)
{
	enum dialect dialect = reader->tree->dialect;
	size_t written = first_indent(reader->text, block->content, dialect);
	size_t meant = first_indent(decoded, 0, dialect), content = block->content;
	if (!has_content(decoded, dialect))
		return SIZE_MAX;
	if (!block->number)
		return written;
	if (meant != SIZE_MAX && written != SIZE_MAX && written >= meant)
		return written - meant;
	size_t space = bytes_find(decoded, BYTES(" "), 0);
	/* Nothing but blank lines, of which one is longer than the indentation. */
	for (size_t line = 0; line < space; line++)
		content = line_rest(reader, content) +
			line_end_at(reader, line_rest(reader, content));
	size_t spaces = count_spaces(reader->text, content), blank = count_spaces(decoded, space);
	return spaces > blank ? spaces - blank : 0;
}

/*
 * The end of the content; empty lines behind it belong to it only if `keep`. Blanks that the file
 * cuts off before their line end are a line in YAML 1.2 only.
 */
static size_t block_end(const struct reader *reader, size_t at, size_t indent, bool keep)
{
	size_t end = at;
	while (at < reader->text.len && !is_marker(reader, at)) {
		size_t spaces = count_spaces(reader->text, at);
		size_t rest = line_rest(reader, at);
		size_t next = rest + line_end_at(reader, rest);
		bool content = indent <= spaces && rest > at + indent;
		if (!content && at + spaces != rest)
			break;
		bool kept = next > rest || (spaces && reader->tree->dialect == DIALECT_STRICT);
		if (content || (keep && kept))
			end = next;
		at = next;
	}
	return end;
}

struct block block_header(const struct reader *reader, uint32_t at)
{
	uint32_t begin = extent_gap(reader, at);
	while (begin < reader->text.len && memchr("-?:,", reader->text.at[begin], 4))
		begin = extent_gap(reader, begin + 1);
	struct block block = { .at.begin = begin, .indent = SIZE_MAX };
	size_t header_end = line_rest(reader, begin);
	for (size_t i = begin; i < header_end && !is_blank(reader->text.at[i]); i++) {
		char c = reader->text.at[i];
		block.keeps |= c == '+';
		block.strips |= c == '-';
		if (c >= '1' && c <= '9')
			block.number = (unsigned)(c - '0');
	}
	block.content = (uint32_t)(header_end + line_end_at(reader, header_end));
	return block;
}

void block_settle(const struct reader *reader, struct block *block, size_t indent)
{
	block->indent = indent;
	block->at.end = (uint32_t)block_end(reader, block->content, indent, block->keeps);
}

struct ruler ruler_new(struct bytes text, size_t begin)
{
	unsigned char all = 0;
	for (size_t i = begin; i < text.len; i++)
		all |= (unsigned char)text.at[i];
	return (struct ruler){ .text = text, .offset = begin, .ascii = all < 0x80 };
}

static bool continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

uint32_t ruler_offset(struct ruler *ruler, size_t characters)
{
	struct bytes text = ruler->text;
	if (characters < ruler->characters) {
		while (ruler->characters > characters && ruler->offset > 0)
			ruler->characters -= !continues(text.at[--ruler->offset]);
		return (uint32_t)ruler->offset;
	}
	size_t ahead = characters - ruler->characters;
	ruler->characters = characters;
	if (ruler->ascii) {
		ruler->offset = ruler->offset + ahead < text.len ? ruler->offset + ahead : text.len;
		return (uint32_t)ruler->offset;
	}
	while (ahead-- && ruler->offset < text.len) {
		ruler->offset++;
		while (ruler->offset < text.len && continues(text.at[ruler->offset]))
			ruler->offset++;
	}
	return (uint32_t)ruler->offset;
}
