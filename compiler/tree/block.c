/* What a literal or folded scalar says. */
#include "read.h"

/* One line without its indentation and its end. */
struct block_line {
	struct bytes text;
	bool ended; /* it has a line end; blanks at the end of the file need none */
};

static bool is_blank_only(struct bytes text)
{
	size_t at = 0;
	while (at < text.len && text.at[at] == ' ')
		at++;
	return at == text.len;
}

static struct block_line next_line(struct bytes text, uint32_t *at, size_t indent)
{
	uint32_t begin = *at, stop;
	while (*at < text.len && *at - begin < indent && text.at[*at] == ' ')
		++*at;
	for (stop = *at; stop < text.len && text.at[stop] != '\n' && text.at[stop] != '\r';)
		stop++;
	struct block_line line = { bytes_slice(text, *at, stop), true };
	bool both = stop + 1 < text.len && text.at[stop] == '\r' && text.at[stop + 1] == '\n';
	if (stop == text.len)
		line.ended = is_blank_only(line.text);
	*at = stop + (stop < text.len) + both;
	return line;
}

static bool is_indented(struct bytes line)
{
	return line.len && (line.at[0] == ' ' || line.at[0] == '\t');
}

/* Line ends wait until it is known what follows them. */
struct folding {
	struct buf out;
	bool folds;
	bool begun, indented; /* there was a line; the last one begins with a blank */
	size_t ends;          /* of it, and of the empty lines behind it */
};

static void add_line(struct folding *folding, struct bytes line)
{
	bool joins = folding->folds && folding->begun && !folding->indented && !is_indented(line);
	if (joins && folding->ends == 1)
		buf_add_char(&folding->out, ' ');
	else
		buf_add_times(&folding->out, '\n', folding->ends - joins);
	buf_add(&folding->out, line);
	folding->begun = true;
	folding->indented = is_indented(line);
	folding->ends = 0;
}

struct bytes block_text(struct arena *owner, const struct reader *reader, const struct block *block,
	enum node_style style)
{
	struct bytes text = bytes_slice(reader->text, 0, block->at.end);
	struct folding folding = { .out = buf_new(owner), .folds = style == STYLE_FOLDED };
	for (uint32_t at = block->content; at < block->at.end;) {
		struct block_line line = next_line(text, &at, block->indent);
		if (line.text.len)
			add_line(&folding, line.text);
		folding.ends += line.ended;
	}
	bool one = folding.begun && folding.ends > 0 && !block->strips;
	buf_add_times(&folding.out, '\n', block->keeps ? folding.ends : one);
	return buf_bytes(&folding.out);
}
