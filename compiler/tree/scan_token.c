/* Tokens of the scanner that have rules of their own: quoted, of several lines, blocks. */
#include "scan.h"

enum { PERHAPS = PLAIN_PERHAPS, NEVER = PLAIN_NEVER };

const unsigned char scan_beginnings[256] = {
	['-'] = PERHAPS,
	['?'] = PERHAPS,
	[':'] = PERHAPS,
	[','] = NEVER,
	['['] = NEVER,
	[']'] = NEVER,
	['{'] = NEVER,
	['}'] = NEVER,
	['#'] = NEVER,
	['&'] = NEVER,
	['*'] = NEVER,
	['!'] = NEVER,
	['|'] = NEVER,
	['>'] = NEVER,
	['\''] = NEVER,
	['"'] = NEVER,
	['%'] = NEVER,
	['@'] = NEVER,
	['`'] = NEVER,
	['\0'] = NEVER,
	[' '] = NEVER,
	['\t'] = NEVER,
	['\r'] = NEVER,
	['\n'] = NEVER,
};

bool scan_may_begin_plain(const struct scan *scan, uint32_t at)
{
	char c = scan->at[at];
	if (scan_beginnings[(unsigned char)c] == NEVER)
		return false;
	if (scan_ends(scan, at + 1) || scan->at[at + 1] == ' ')
		return false;
	if (c == '-')
		return scan->helm || scan->at[at + 1] != '-';
	return scan->helm && !scan->flow_depth;
}

void scan_line_end(struct scan *scan, uint32_t at)
{
	uint32_t stop = stops_line(&scan->stops, at);
	scan->next = stop + 1;
	scan->end = stop > at && scan->at[stop - 1] == '\r' ? stop - 1 : stop;
}

bool scan_rest(struct scan *scan, uint32_t at)
{
	uint32_t next = scan_spaces(scan, at);
	if (!scan_ends(scan, next) && !(scan->at[next] == '#' && next > at))
		return false;
	scan->next = stops_line(&scan->stops, next) + 1;
	return true;
}

/* --- quoted scalars --------------------------------------------------------------------------- */

/*
 * Where a quote is closed between two places: behind it; 0: nowhere; UINT32_MAX: not for us. Two
 * single quotes are one, and a few escapes are known.
 */
static uint32_t quote_end(const struct scan *scan, uint32_t at, uint32_t end, struct token *token)
{
	char quote = scan->at[token->begin];
	for (; at < end; at++) {
		char c = scan->at[at];
		if (c == '\\' && quote == '"') {
			if (!scan->helm || at + 1 >= end || !strchr("\"\\n", scan->at[at + 1]))
				return UINT32_MAX;
		} else if (c != quote)
			continue;
		else if (quote == '"' || at + 1 >= end || scan->at[at + 1] != quote)
			return at + 1;
		token->escaped = true;
		at++;
	}
	return 0;
}

static struct token quoted_at(const struct scan *scan, uint32_t at)
{
	enum node_style style = scan->at[at] == '"' ? STYLE_DOUBLE : STYLE_SINGLE;
	return (struct token){ .begin = at, .style = style };
}

bool scan_quoted(struct scan *scan, uint32_t at, struct token *token)
{
	*token = quoted_at(scan, at);
	token->end = quote_end(scan, at + 1, scan->end, token);
	return token->end && token->end < UINT32_MAX;
}

/* Nobody but a full reader looks for the end of a document in a quoted scalar. */
static bool find_quote_below(struct scan *scan, struct token *token)
{
	while (!token->end) {
		uint32_t line = scan->next;
		if (line >= scan->length || !memchr(" \r\n", scan->at[line], 3))
			return false;
		scan_line_end(scan, line);
		token->end = quote_end(scan, line, scan->end, token);
	}
	return token->end < UINT32_MAX;
}

static struct bytes joined(const struct scan *scan, const struct token *token)
{
	struct bytes text, inner = { scan->at + token->begin + 1, token->end - token->begin - 2 };
	if (token->style == STYLE_SINGLE)
		return unquote_single(scan->tree->owner, inner);
	/* There is no escape that it might not know. */
	size_t known = unquote_double(scan->tree->owner, inner, &text);
	return known == inner.len ? text : inner;
}

static bool quoted_lines(struct scan *scan, struct token *token)
{
	if (!scan->helm || !find_quote_below(scan, token) ||
		(token->style == STYLE_DOUBLE && token->escaped) || !scan_rest(scan, token->end))
		return false;
	struct bytes text = joined(scan, token);
	memcpy(scan_room(scan), text.at, text.len);
	token->escaped = false;
	scan_scalar(scan, token);
	scan_decoded(scan, &scan->tree->nodes.at[scan->tree->nodes.count - 1], text.len);
	return true;
}

bool scan_quoted_value(struct scan *scan, uint32_t at)
{
	struct token token;
	scan_line_end(scan, at);
	if (!scan_quoted(scan, at, &token))
		return quoted_lines(scan, &token);
	scan_scalar(scan, &token);
	return scan_rest(scan, token.end);
}

/* --- plain scalars of several lines ----------------------------------------------------------- */

/* A line end is a space, each more of them one. */
static size_t fold(const struct scan *scan, uint32_t from, uint32_t to, char *out)
{
	size_t ends = 0, length = 0;
	for (; from < to; from++)
		ends += scan->at[from] == '\n';
	if (ends == 1)
		out[length++] = ' ';
	for (; ends > 1; ends--)
		out[length++] = '\n';
	return length;
}

static size_t copy(const struct scan *scan, uint32_t begin, uint32_t end, char *out)
{
	memcpy(out, scan->at + begin, end - begin);
	return end - begin;
}

/* The part of a plain scalar on a line, and whether the next line may go on with it. */
static bool take_part(struct scan *scan, uint32_t at, uint32_t *end, bool *more)
{
	uint32_t stop = stops_next(&scan->stops, at);
	char c = stop < scan->length ? scan->at[stop] : '\n';
	*more = c == '\n';
	scan->next = (*more ? stop : stops_line(&scan->stops, stop)) + 1;
	*end = stop > at && scan->at[stop - 1] == '\r' ? stop - 1 : stop;
	while (*end > at && scan->at[*end - 1] == ' ')
		--*end;
	return c != ':' && *end > at && scan->at[at] != '#';
}

/* The first line with something on it, from a place on, if it is deeper than a column. */
static bool find_part(const struct scan *scan, uint32_t line, uint32_t column, uint32_t *at)
{
	while (line < scan->length) {
		*at = scan_spaces(scan, line);
		if (!scan_ends(scan, *at))
			return *at - line > column && scan->at[*at] != '#';
		line = *at + (*at < scan->length && scan->at[*at] == '\r') + 1;
	}
	return false;
}

bool scan_more_plain(struct scan *scan, uint32_t line, uint32_t at)
{
	struct node *node = &scan->tree->nodes.at[scan->plain];
	uint32_t column = scan->levels[scan->depth - 1].column, end;
	char *out = scan_room(scan);
	size_t length = copy(scan, node->begin, node->end, out);
	bool more = true;
	for (; more && find_part(scan, line, column, &at); line = scan->next) {
		if (!take_part(scan, at, &end, &more))
			return false;
		length += fold(scan, node->end, at, out + length);
		length += copy(scan, at, end, out + length);
		scan->cursor = node->end = end;
	}
	scan->plain = 0;
	scan_decoded(scan, node, length);
	scan_list(scan);
	return true;
}

/* --- block scalars ---------------------------------------------------------------------------- */

/*
 * Spaces before the first line of the content, which must be deeper than the level at hand; 0 where
 * there is none. False where an empty line above it has more.
 */
static bool find_column(const struct scan *scan, uint32_t line, size_t *column)
{
	uint32_t most = 0;
	*column = 0;
	while (line < scan->length) {
		uint32_t at = scan_spaces(scan, line), spaces = at - line;
		if (!scan_ends(scan, at)) {
			bool deeper = spaces > scan->levels[scan->depth - 1].column;
			*column = deeper ? spaces : 0;
			return !deeper || (spaces >= most && scan->at[at] != '\t');
		}
		most = spaces > most ? spaces : most;
		line = at + (at < scan->length && scan->at[at] == '\r') + 1;
	}
	return true;
}

/* A literal scalar as it is copied, line by line. */
struct lines {
	char *out;
	size_t length;       /* of the text */
	size_t kept;         /* up to the end of the last line that says something */
	uint32_t end, empty; /* behind that line, and behind the empty ones that follow */
};

/* Most lines are so short that a call would take longer than to copy a few bytes too many. */
static inline void copy_line(const struct scan *scan, char *out, uint32_t at, uint32_t end)
{
#ifdef __SSE2__
	if (scan->length - end >= 16 && scan->room_end - out >= end - at + 16) {
		for (; at < end; at += 16, out += 16) {
			const char *from = scan->at + at;
			_mm_storeu_si128((__m128i *)(void *)out,
				_mm_loadu_si128((const __m128i *)(const void *)from));
		}
		return;
	}
#endif
	memcpy(out, scan->at + at, end - at);
}

static void take_block_line(struct scan *scan, struct lines *lines, uint32_t at, uint32_t stop)
{
	uint32_t end = stop > at && scan->at[stop - 1] == '\r' ? stop - 1 : stop;
	copy_line(scan, lines->out + lines->length, at, end);
	lines->length += end - at;
	lines->out[lines->length++] = '\n';
	lines->kept = lines->length;
	lines->end = lines->empty = stop + 1;
}

/* False where the text ends without a line end. */
static bool take_lines(struct scan *scan, struct lines *lines, uint32_t line, uint32_t indent)
{
	while (line < scan->length) {
		uint32_t most = line + indent, at = scan_spaces(scan, line);
		at = at < most ? at : most;
		if (at < most && !scan_ends(scan, at))
			return true;
		uint32_t stop = stops_line(&scan->stops, at);
		if (stop == scan->length)
			return at == stop;
		if (scan_ends(scan, at)) {
			lines->out[lines->length++] = '\n';
			lines->empty = stop + 1;
		} else
			take_block_line(scan, lines, at, stop);
		line = stop + 1;
	}
	return true;
}

static void add_block(struct scan *scan, uint32_t at, const struct block *block, size_t length)
{
	struct node *node = scan_add(
		scan, NODE_SCALAR, scan->at[at] == '|' ? STYLE_LITERAL : STYLE_FOLDED);
	node->type = TYPE_STRING;
	node->begin = at;
	node->end = scan->next = block->at.end;
	scan_decoded(scan, node, length);
	scan_list(scan);
	scan_place(scan, at, block->at.end);
}

static bool literal(struct scan *scan, struct block *block)
{
	struct lines lines = { .out = scan_room(scan) };
	if (!take_lines(scan, &lines, block->content, (uint32_t)block->indent))
		return false;
	block->at.end = block->keeps ? lines.empty : lines.end;
	size_t length = block->keeps ? lines.length : lines.kept - block->strips;
	add_block(scan, block->at.begin, block, length);
	return true;
}

static bool folded(struct scan *scan, struct block *block)
{
	struct reader *reader = scan->reader;
	block_settle(reader, block, block->indent);
	/* Its characters have not been judged yet. */
	for (uint32_t at = block->content; at < block->at.end; at++)
		at = stops_line(&scan->stops, at);
	if (scan->at[block->at.end - 1] != '\n')
		return false;
	struct bytes text = block_text(reader->tree->owner, reader, block, STYLE_FOLDED);
	memcpy(scan_room(scan), text.at, text.len);
	add_block(scan, block->at.begin, block, text.len);
	return true;
}

static bool no_lines(struct scan *scan, struct block *block)
{
	block->at.end = block->content;
	if (block->keeps || block->content > scan->length || scan->at[block->content - 1] != '\n')
		return false;
	add_block(scan, block->at.begin, block, 0);
	return true;
}

/*
 * In the strict dialect block scalars are for libfyaml: of those in which it errs, it makes the
 * diags.
 */
bool scan_block(struct scan *scan, uint32_t at)
{
	struct block block = { .at.begin = at };
	char c = at + 1 < scan->length ? scan->at[at + 1] : '\0';
	block.strips = c == '-';
	block.keeps = c == '+';
	if (!scan->helm || !scan_rest(scan, at + 1 + block.strips + block.keeps))
		return false;
	block.content = scan->content = scan->next;
	if (!find_column(scan, block.content, &block.indent))
		return false;
	if (!block.indent)
		return no_lines(scan, &block);
	return scan->at[at] == '|' ? literal(scan, &block) : folded(scan, &block);
}
