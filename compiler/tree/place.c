/* From a place in a scalar's decoded text back to the file, for carets inside of it. */
#include "tree.h"

/* What the reader makes of the bytes of a scalar, step by step. */
struct align {
	struct bytes raw, text;
	size_t at, done; /* in the raw bytes; in the text */
	size_t indent;   /* of a block scalar */
};

/* How many bytes stand for the next one of the text; 0 where that is not so simple. */
static size_t step(const struct align *align, enum node_style style)
{
	static const char escapes[] = "\"\"\\\\//0\0a\ab\bt\tn\nv\vf\fr\re\x1b  ";
	struct bytes rest = bytes_slice(align->raw, align->at, align->raw.len);
	char wanted = align->text.at[align->done];
	if (rest.len == 0)
		return 0;
	if (wanted == '\n' && bytes_begins(rest, BYTES("\r\n")))
		return 2;
	if (style == STYLE_SINGLE && wanted == '\'')
		return bytes_begins(rest, BYTES("''")) ? 2 : 0;
	if (style != STYLE_DOUBLE || rest.at[0] != '\\')
		return rest.at[0] == wanted;
	for (size_t i = 0; rest.len > 1 && i + 1 < sizeof escapes; i += 2)
		if (escapes[i] == rest.at[1] && escapes[i + 1] == wanted)
			return 2;
	return 0;
}

static void skip_indent(struct align *align)
{
	size_t end = align->at + align->indent;
	while (align->at < align->raw.len && align->at < end && align->raw.at[align->at] == ' ')
		align->at++;
}

static size_t blanks(struct bytes text, size_t from)
{
	size_t at = from;
	while (at < text.len && text.at[at] == ' ')
		at++;
	return at - from;
}

/* The first line is the header; what the text lacks of the second one's blanks is the indent. */
static void begin_block(struct align *align)
{
	align->at = bytes_find(align->raw, BYTES("\n"), 0) + 1;
	align->indent = blanks(align->raw, align->at) - blanks(align->text, 0);
	skip_indent(align);
}

/*
 * A blank may be a line end that is folded, with the blanks around it. 0 where it is none: of
 * several line ends in a row the text keeps all but one.
 */
static size_t fold(const struct align *align, enum node_style style)
{
	size_t at = align->at;
	if (style == STYLE_LITERAL || align->text.at[align->done] != ' ')
		return 0;
	if (style != STYLE_FOLDED)
		at += blanks(align->raw, at);
	if (at < align->raw.len && align->raw.at[at] == '\r')
		at++;
	if (at == align->raw.len || align->raw.at[at] != '\n')
		return 0;
	at++;
	at += style == STYLE_FOLDED ? align->indent : blanks(align->raw, at);
	return at - align->at;
}

/* False where the way from the bytes to the text cannot be followed. */
static bool align_to(struct align *align, enum node_style style, size_t offset)
{
	while (align->done < offset) {
		size_t taken = fold(align, style);
		if (taken == 0)
			taken = step(align, style);
		if (taken == 0)
			return false;
		align->at += taken;
		if (align->text.at[align->done++] == '\n')
			skip_indent(align);
	}
	return true;
}

static bool is_view(const struct value *scalar)
{
	struct bytes whole = scalar->at.source->text;
	return scalar->text.at >= whole.at && scalar->text.at <= whole.at + whole.len;
}

struct span value_place(const struct value *scalar, size_t begin, size_t end)
{
	struct span at = scalar->at;
	if (!at.source || end > scalar->text.len)
		return at;
	if (is_view(scalar)) {
		size_t first = (size_t)(scalar->text.at - at.source->text.at);
		return (struct span){ at.source, (uint32_t)(first + begin),
			(uint32_t)(first + end) };
	}
	bool block = scalar->style == STYLE_LITERAL || scalar->style == STYLE_FOLDED;
	struct align align = { .raw = span_text(at), .text = scalar->text, .at = !block };
	if (block)
		begin_block(&align);
	else if (scalar->style != STYLE_SINGLE && scalar->style != STYLE_DOUBLE)
		align.at = 0;
	if (!align_to(&align, scalar->style, begin))
		return at;
	size_t from = align.at;
	if (!align_to(&align, scalar->style, end))
		return at;
	return (struct span){ at.source, at.begin + (uint32_t)from, at.begin + (uint32_t)align.at };
}
