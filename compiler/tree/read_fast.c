/*
 * A scanner for what people and charts mostly write: block maps and lists, plain and quoted scalars
 * on one line, flow collections on one line, comments, and in manifests block scalars. It fills the
 * same table as the full readers and refuses every text that it cannot prove to read as they do: no
 * tab, CR, anchor, alias, tag, directive, escape, or other scalar of several lines. Refusing is the
 * default; the full reader then reads the text from its start, and makes the diags.
 */
#include "read.h"

enum { LEVELS = 64, FLOW_LEVELS = 16, LONGEST_KEY = 1000 };

/* A block map or list that is open. */
struct level {
	uint32_t column;
	bool is_map;
	bool waiting; /* its last key or `-` has no value yet */
};

struct scan {
	struct reader *reader;
	const char *at; /* the text */
	uint32_t end;   /* of the line at hand, its line end out */
	struct level levels[LEVELS];
	size_t depth;
	bool in_document, has_root;
};

/* --- characters ------------------------------------------------------------------------------- */

/* Continuation bytes behind a lead byte that is plainly printable, or -1. */
static int continuation(const unsigned char *at)
{
	if (at[0] >= 0xC3 && at[0] <= 0xDF)
		return 1;
	/* U+2028 and U+2029 end lines in YAML 1.1. */
	bool line_end = at[0] == 0xE2 && at[1] == 0x80 && (at[2] == 0xA8 || at[2] == 0xA9);
	return at[0] >= 0xE1 && at[0] <= 0xEC && !line_end ? 2 : -1;
}

static bool is_plain_byte(unsigned char byte)
{
	return (byte >= ' ' && byte < 0x7F) || byte == '\n';
}

enum { BLOCK = 64 };

/* Behind the plain bytes at a place, in whole blocks: a loop that compilers make vectors of. */
static size_t skip_plain_blocks(const unsigned char *bytes, size_t at, size_t len)
{
	for (; at + BLOCK <= len; at += BLOCK) {
		unsigned char odd = 0;
		for (size_t i = 0; i < BLOCK; i++)
			odd |= (unsigned char)!is_plain_byte(bytes[at + i]);
		if (odd)
			break;
	}
	return at;
}

static bool all_plain(struct bytes text, uint32_t begin)
{
	const unsigned char *bytes = (const unsigned char *)text.at;
	size_t looked = begin; /* up to here blocks were tried: one that is not plain only once */
	for (size_t i = begin; i < text.len; i++) {
		if (i >= looked) {
			i = skip_plain_blocks(bytes, i, text.len);
			looked = i + BLOCK;
		}
		if (i == text.len || is_plain_byte(bytes[i]))
			continue;
		if (bytes[i] < 0x80 || i + 2 >= text.len)
			return false;
		int more = continuation(bytes + i);
		if (more < 0)
			return false;
		for (; more; more--)
			if ((bytes[++i] & 0xC0) != 0x80)
				return false;
	}
	return true;
}

static bool is_helm(const struct scan *scan)
{
	return scan->reader->tree->dialect == DIALECT_HELM;
}

static bool begins_plain(const struct scan *scan, uint32_t at)
{
	static const char indicators[] = "?:,[]{}#&*!|>'\"%@`";
	char c = scan->at[at];
	if (c == '-')
		return at + 1 < scan->end && scan->at[at + 1] != ' ' &&
			(scan->at[at + 1] != '-' || is_helm(scan));
	return !strchr(indicators, c);
}

static uint32_t skip_blanks(const struct scan *scan, uint32_t at)
{
	while (at < scan->end && scan->at[at] == ' ')
		at++;
	return at;
}

/* Nothing but blanks, or a comment that a blank announces. */
static bool is_line_rest(const struct scan *scan, uint32_t at)
{
	uint32_t next = skip_blanks(scan, at);
	return next == scan->end || (scan->at[next] == '#' && next > at);
}

static bool ends_key(const struct scan *scan, uint32_t colon)
{
	return colon + 1 == scan->end || scan->at[colon + 1] == ' ';
}

/* --- scalars ---------------------------------------------------------------------------------- */

struct token {
	uint32_t begin, end;
	enum node_style style;
	bool doubled; /* single-quoted with '' in it */
};

/* The closing quote must be on the line, and nothing escaped by a backslash. */
static bool take_quoted(const struct scan *scan, uint32_t at, struct token *token)
{
	char quote = scan->at[at];
	*token = (struct token){ .begin = at, .style = quote == '"' ? STYLE_DOUBLE : STYLE_SINGLE };
	for (at++; at < scan->end; at++) {
		if (scan->at[at] == '\\' && quote == '"')
			return false;
		if (scan->at[at] != quote)
			continue;
		if (quote == '\'' && at + 1 < scan->end && scan->at[at + 1] == '\'') {
			token->doubled = true;
			at++;
			continue;
		}
		token->end = at + 1;
		return true;
	}
	return false;
}

/* Up to `: `, ` #` or the end of the line; *colon is the place of the `:` or 0. */
static void take_plain(const struct scan *scan, uint32_t at, struct token *token, uint32_t *colon)
{
	*token = (struct token){ .begin = at, .style = STYLE_PLAIN };
	*colon = 0;
	for (; at < scan->end; at++) {
		if (scan->at[at] == ':' && ends_key(scan, at)) {
			*colon = at;
			break;
		}
		if (scan->at[at] == '#' && scan->at[at - 1] == ' ')
			break;
	}
	while (at > token->begin && scan->at[at - 1] == ' ')
		at--;
	token->end = at;
}

static struct bytes without_doubles(const struct scan *scan, const struct token *token)
{
	struct buf out = buf_new(scan->reader->tree->owner);
	for (uint32_t i = token->begin + 1; i + 1 < token->end; i++) {
		buf_add_char(&out, scan->at[i]);
		i += scan->at[i] == '\'';
	}
	return buf_bytes(&out);
}

static bool add_scalar(struct scan *scan, const struct token *token)
{
	bool quoted = token->style != STYLE_PLAIN;
	struct bytes written = { scan->at + token->begin + quoted,
		token->end - token->begin - 2 * quoted };
	if (!token->doubled) {
		reader_scalar(scan->reader, token->style,
			(struct extent){ token->begin, token->end }, written);
		return true;
	}
	struct event event = {
		.kind = NODE_SCALAR,
		.style = token->style,
		.at = { token->begin, token->end },
		.text = without_doubles(scan, token),
	};
	return reader_node(scan->reader, &event);
}

static bool add_empty(struct scan *scan)
{
	struct event event = { .kind = NODE_SCALAR, .style = STYLE_EMPTY };
	return reader_node(scan->reader, &event);
}

/* --- flow collections ------------------------------------------------------------------------- */

static bool take_flow_plain(const struct scan *scan, uint32_t at, struct token *token)
{
	*token = (struct token){ .begin = at, .style = STYLE_PLAIN };
	if (at == scan->end || !begins_plain(scan, at))
		return false;
	if (scan->at[at] == '-' && strchr(",[]{}", scan->at[at + 1]))
		return false;
	for (; at < scan->end && !strchr(",[]{}", scan->at[at]); at++) {
		char c = scan->at[at], next = at + 1 < scan->end ? scan->at[at + 1] : ' ';
		if (c == '#' || c == '?')
			return false;
		if (c == ':' && next == ' ')
			break;
		if (c == ':' && strchr(",[]{}:", next))
			return false;
	}
	while (at > token->begin && scan->at[at - 1] == ' ')
		at--;
	token->end = at;
	return true;
}

static bool flow_scalar(struct scan *scan, uint32_t *at)
{
	struct token token;
	bool quoted = *at < scan->end && (scan->at[*at] == '\'' || scan->at[*at] == '"');
	if (!(quoted ? take_quoted(scan, *at, &token) : take_flow_plain(scan, *at, &token)))
		return false;
	*at = token.end;
	return add_scalar(scan, &token);
}

static bool flow(struct scan *scan, uint32_t *at, size_t depth);

static bool flow_value(struct scan *scan, uint32_t *at, size_t depth)
{
	bool bracket = *at < scan->end && (scan->at[*at] == '{' || scan->at[*at] == '[');
	return bracket ? flow(scan, at, depth + 1) : flow_scalar(scan, at);
}

static bool flow_pair(struct scan *scan, uint32_t *at, size_t depth)
{
	if (!flow_scalar(scan, at) || *at + 1 >= scan->end || scan->at[*at] != ':' ||
		scan->at[*at + 1] != ' ')
		return false;
	*at = skip_blanks(scan, *at + 1);
	return flow_value(scan, at, depth);
}

/* From the opening bracket to behind the closing one. */
static bool flow(struct scan *scan, uint32_t *at, size_t depth)
{
	bool is_map = scan->at[*at] == '{';
	char close = is_map ? '}' : ']';
	struct event event = {
		.kind = is_map ? NODE_MAP : NODE_SEQ, .style = STYLE_FLOW, .at = { *at, *at + 1 }
	};
	if (depth > FLOW_LEVELS || !reader_node(scan->reader, &event))
		return false;
	*at = skip_blanks(scan, *at + 1);
	while (*at < scan->end && scan->at[*at] != close) {
		if (!(is_map ? flow_pair(scan, at, depth) : flow_value(scan, at, depth)))
			return false;
		*at = skip_blanks(scan, *at);
		if (*at == scan->end || (scan->at[*at] != ',' && scan->at[*at] != close))
			return false;
		if (scan->at[*at] == close)
			break;
		*at = skip_blanks(scan, *at + 1);
		if (*at < scan->end && scan->at[*at] == close)
			return false;
	}
	if (*at == scan->end)
		return false;
	reader_close(scan->reader, ++*at);
	return true;
}

/* --- block scalars ---------------------------------------------------------------------------- */

/*
 * Spaces before the first line of the content, which must be deeper than the level at hand; 0 where
 * blanks stand in an empty line above it, or there is none.
 */
static uint32_t block_column(const struct scan *scan, uint32_t at)
{
	uint32_t length = (uint32_t)scan->reader->text.len, line;
	while (at < length && scan->at[at] == '\n')
		at++;
	for (line = at; at < length && scan->at[at] == ' ';)
		at++;
	bool is_deeper = at - line > scan->levels[scan->depth - 1].column;
	return is_deeper && at < length && scan->at[at] != '\n' ? at - line : 0;
}

/*
 * `|` or `>`, perhaps with `-` or `+`, alone on the rest of its line. In the strict dialect block
 * scalars are for libfyaml: of those in which it errs, it makes the diags.
 */
static bool take_block(struct scan *scan, uint32_t at)
{
	const struct reader *reader = scan->reader;
	struct block block = { .at.begin = at, .content = scan->end + 1 };
	uint32_t indent = 0;
	block.strips = at + 1 < scan->end && scan->at[at + 1] == '-';
	block.keeps = at + 1 < scan->end && scan->at[at + 1] == '+';
	if (is_helm(scan) && is_line_rest(scan, at + 1 + block.strips + block.keeps))
		indent = block_column(scan, block.content);
	if (!indent)
		return false;
	block_settle(reader, &block, indent);
	if (scan->at[block.at.end - 1] != '\n')
		return false;
	struct event event = { .kind = NODE_SCALAR,
		.style = scan->at[at] == '|' ? STYLE_LITERAL : STYLE_FOLDED,
		.at = block.at,
		.settled = true };
	event.text = block_text(reader->tree->owner, reader, &block, event.style);
	scan->end = block.at.end - 1;
	return reader_node(scan->reader, &event);
}

/* --- levels ----------------------------------------------------------------------------------- */

static struct level *top(struct scan *scan)
{
	return scan->depth ? &scan->levels[scan->depth - 1] : NULL;
}

static bool close_level(struct scan *scan)
{
	if (top(scan)->waiting && !add_empty(scan))
		return false;
	reader_close(scan->reader, 0);
	scan->depth--;
	return true;
}

static bool close_all(struct scan *scan)
{
	while (scan->depth)
		if (!close_level(scan))
			return false;
	return true;
}

static bool open_level(struct scan *scan, uint32_t column, bool is_map)
{
	struct event event = { .kind = is_map ? NODE_MAP : NODE_SEQ, .style = STYLE_BLOCK };
	if (scan->depth == LEVELS || !reader_node(scan->reader, &event))
		return false;
	if (scan->depth)
		top(scan)->waiting = false;
	scan->levels[scan->depth++] = (struct level){ column, is_map, false };
	return true;
}

/* Makes the level at hand the one that a key or item at this column belongs to. */
static bool find_level(struct scan *scan, uint32_t column, bool is_item)
{
	while (scan->depth &&
		(top(scan)->column > column ||
			(top(scan)->column == column && !top(scan)->is_map && !is_item)))
		if (!close_level(scan))
			return false;
	struct level *level = top(scan);
	if (!level) {
		if (scan->has_root || column > 0)
			return false;
		scan->has_root = true;
		return open_level(scan, column, !is_item);
	}
	if (level->waiting && (column > level->column || (level->is_map && is_item)))
		return open_level(scan, column, !is_item);
	if (column != level->column || level->is_map == is_item)
		return false;
	if (!level->waiting)
		return true;
	level->waiting = false;
	return add_empty(scan);
}

/* --- lines ------------------------------------------------------------------------------------ */

/* A value that ends on this line; a key behind it would be a nested map: not allowed here. */
static bool line_value(struct scan *scan, uint32_t at)
{
	struct token token;
	uint32_t end, colon;
	char c = scan->at[at];
	top(scan)->waiting = false;
	if (c == '{' || c == '[') {
		end = at;
		return flow(scan, &end, 0) && is_line_rest(scan, end);
	}
	if (c == '|' || c == '>')
		return take_block(scan, at);
	if (c == '\'' || c == '"')
		return take_quoted(scan, at, &token) && is_line_rest(scan, token.end) &&
			add_scalar(scan, &token);
	if (!begins_plain(scan, at))
		return false;
	take_plain(scan, at, &token, &colon);
	return !colon && add_scalar(scan, &token);
}

/* `key:` at this place? */
static bool take_key(const struct scan *scan, uint32_t at, struct token *token)
{
	uint32_t colon;
	bool quoted = scan->at[at] == '\'' || scan->at[at] == '"';
	if (quoted)
		return take_quoted(scan, at, token) && token->end < scan->end &&
			scan->at[token->end] == ':' && ends_key(scan, token->end);
	if (!begins_plain(scan, at))
		return false;
	take_plain(scan, at, token, &colon);
	return colon && colon == token->end && token->end - token->begin <= LONGEST_KEY;
}

static bool is_item_at(const struct scan *scan, uint32_t at)
{
	return scan->at[at] == '-' && (at + 1 == scan->end || scan->at[at + 1] == ' ');
}

/* A flow collection on a line of its own, deeper than its key or `-`. */
static bool is_flow_below(struct scan *scan, uint32_t column, char c)
{
	const struct level *level = top(scan);
	return (c == '{' || c == '[') && is_helm(scan) && level && level->waiting &&
		column > level->column;
}

/* `- ` and `key: ` in any number, then perhaps a value. A scalar alone may go on over lines. */
static bool line_content(struct scan *scan, uint32_t line, uint32_t at)
{
	struct token key;
	bool behind_dash = false;
	for (;;) {
		bool is_item = is_item_at(scan, at);
		if (!is_item && !take_key(scan, at, &key))
			return (behind_dash || is_flow_below(scan, at - line, scan->at[at])) &&
				line_value(scan, at);
		if (!find_level(scan, at - line, is_item) || !(is_item || add_scalar(scan, &key)))
			return false;
		top(scan)->waiting = true;
		uint32_t next = is_item ? at + 1 : key.end + 1;
		if (is_line_rest(scan, next))
			return true;
		at = skip_blanks(scan, next);
		if (!is_item)
			return line_value(scan, at);
		behind_dash = true;
	}
}

static bool end_document(struct scan *scan)
{
	if (!scan->in_document)
		return true;
	if (!scan->has_root || !close_all(scan))
		return false;
	reader_document_end(scan->reader, (struct extent){ 0 });
	scan->in_document = scan->has_root = false;
	return true;
}

static void begin_document(struct scan *scan, struct extent marker)
{
	reader_document_begin(scan->reader, marker);
	scan->in_document = true;
}

/* `---` alone on its line; what else begins so, or with `...` or `%`, is for the full reader. */
static bool is_marker(const struct scan *scan, uint32_t line)
{
	struct bytes head = { scan->at + line, scan->end - line };
	return bytes_begins(head, BYTES("---")) && skip_blanks(scan, line + 3) == scan->end;
}

static bool is_odd(const struct scan *scan, uint32_t line)
{
	struct bytes head = { scan->at + line, scan->end - line };
	return bytes_begins(head, BYTES("---")) || bytes_begins(head, BYTES("...")) ||
		bytes_begins(head, BYTES("%"));
}

static bool scan_line(struct scan *scan, uint32_t line)
{
	uint32_t at = skip_blanks(scan, line);
	if (at == scan->end || scan->at[at] == '#')
		return true;
	if (is_marker(scan, line)) {
		if (!end_document(scan))
			return false;
		begin_document(scan, (struct extent){ line, line + 3 });
		return true;
	}
	if (is_odd(scan, line))
		return false;
	if (!scan->in_document)
		begin_document(scan, (struct extent){ 0 });
	return line_content(scan, line, at);
}

bool read_fast(struct reader *reader, uint32_t begin)
{
	struct scan scan = { .reader = reader, .at = reader->text.at };
	uint32_t length = (uint32_t)reader->text.len;
	if (!all_plain(reader->text, begin))
		return false;
	for (uint32_t line = begin; line < length; line = scan.end + 1) {
		const char *end = memchr(scan.at + line, '\n', length - line);
		scan.end = end ? (uint32_t)(end - scan.at) : length;
		if (!scan_line(&scan, line))
			return false;
	}
	return scan.in_document && end_document(&scan);
}
