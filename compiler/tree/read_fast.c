/*
 * A scanner for what people and charts mostly write: block maps and lists, plain and quoted
 * scalars, flow collections, comments, and in manifests block scalars, what goes on over lines, and
 * CRLF. It fills the same table as the full readers and refuses every text that it cannot prove to
 * read as they do: no anchor, alias, tag, directive, tab between tokens, CR alone, rare escape.
 * Refusing is the default; the full reader then reads the text from its start, and makes the diags.
 */
#include "scan.h"

/* --- levels ----------------------------------------------------------------------------------- */

static void add_empty(struct scan *scan, uint32_t at)
{
	struct node *node = scan_add(scan, NODE_SCALAR, STYLE_EMPTY);
	node->type = TYPE_NULL;
	node->begin = node->end = at;
	scan_place(scan, at, at);
}

static void judge_many(struct scan *scan, node_id map)
{
	struct twins twins = { 0 };
	twins_add(scan->tree->owner, scan->tree, map, &twins);
	scan->twins |= twins.count > 0;
}

static void set_depth(struct scan *scan, uint32_t depth)
{
	scan->depth = depth;
	scan->top = depth ? &scan->levels[depth - 1] : NULL;
}

static void close_level(struct scan *scan)
{
	struct level *level = scan->top;
	if (level->waiting)
		add_empty(scan, level->behind);
	struct node *node = &scan->tree->nodes.at[level->node];
	node->end = scan->cursor;
	node->after = (node_id)scan->tree->nodes.count;
	if (level->pairs > MANY_PAIRS)
		judge_many(scan, level->node);
	scan->parent = node->parent;
	set_depth(scan, scan->depth - 1);
	if (scan->begun > scan->depth)
		scan->begun = scan->depth;
}

static bool open_level(struct scan *scan, uint32_t column, bool is_map)
{
	if (scan->depth == LEVELS || scan->depth >= scan->reader->limits.depth)
		return false;
	if (scan->depth)
		scan->top->waiting = false;
	set_depth(scan, scan->depth + 1);
	*scan->top = (struct level){ .column = column, .is_map = is_map };
	scan->top->node = (node_id)scan->tree->nodes.count;
	scan_add(scan, is_map ? NODE_MAP : NODE_SEQ, STYLE_BLOCK);
	scan->parent = scan->top->node;
	return true;
}

static bool open_root(struct scan *scan, uint32_t column, bool is_map)
{
	struct tree *tree = scan->tree;
	if (scan->has_root || column > 0)
		return false;
	scan->has_root = true;
	tree->documents.at[tree->documents.count - 1].root = (node_id)tree->nodes.count;
	return open_level(scan, column, is_map);
}

static bool change_level(struct scan *scan, uint32_t column, bool is_item)
{
	while (scan->top &&
		(scan->top->column > column ||
			(scan->top->column == column && !scan->top->is_map && !is_item)))
		close_level(scan);
	struct level *level = scan->top;
	if (!level)
		return open_root(scan, column, !is_item);
	if (level->waiting && (column > level->column || (level->is_map && is_item)))
		return open_level(scan, column, !is_item);
	if (column != level->column || level->is_map == is_item)
		return false;
	if (level->waiting)
		add_empty(scan, level->behind);
	return true;
}

/* Makes the level at hand the one that a key or item at this column belongs to. */
static inline bool find_level(struct scan *scan, uint32_t column, bool is_item)
{
	const struct level *level = scan->top;
	if (level && level->column == column && level->is_map != is_item && !level->waiting)
		return true;
	return change_level(scan, column, is_item);
}

/* --- lines ------------------------------------------------------------------------------------ */

/* Behind the last byte of the plain text between a place and the stop behind it. */
static inline uint32_t plain_end(const struct scan *scan, uint32_t at, uint32_t stop)
{
	uint32_t end = stop;
	if (end > at && scan->at[end - 1] == '\r')
		end--;
	while (end > at && scan->at[end - 1] == ' ')
		end--;
	return end;
}

static inline char char_at(const struct scan *scan, uint32_t at)
{
	return at < scan->length ? scan->at[at] : '\n';
}

/* What is no plain scalar; one is left alone. */
static bool marked_value(struct scan *scan, uint32_t at)
{
	char c = scan->at[at];
	if (c == '{' || c == '[')
		return scan_flow(scan, &at) && scan_rest(scan, at);
	if (c == '|' || c == '>')
		return scan_block(scan, at);
	return (c == '\'' || c == '"') && scan_quoted_value(scan, at);
}

/* A value that ends on this line; a key behind it would be a nested map: not allowed here. */
static inline bool line_value(struct scan *scan, uint32_t at)
{
	scan->top->waiting = false;
	if (!scan_begins_plain(scan, at))
		return marked_value(scan, at);
	uint32_t stop = stops_next(&scan->stops, at);
	char c = char_at(scan, stop);
	if (c == ':')
		return false;
	scan->plain = c == '\n' ? (node_id)scan->tree->nodes.count : 0;
	scan->next = (c == '\n' ? stop : stops_line(&scan->stops, stop)) + 1;
	uint32_t end = plain_end(scan, at, stop);
	if (scan_plain(scan, at, end) == TYPE_STRING && scan_has_sign(scan, at, end))
		scan_list(scan);
	return true;
}

/* No more than blanks or a comment between an announcer and the end of the line? */
static inline bool is_rest_empty(struct scan *scan, uint32_t behind, uint32_t at)
{
	if (!scan_ends(scan, at) && (scan->at[at] != '#' || at == behind))
		return false;
	scan->next = stops_line(&scan->stops, at) + 1;
	return true;
}

/* --- keys and items --------------------------------------------------------------------------- */

static bool take_quoted_key(struct scan *scan, uint32_t at, struct token *token)
{
	scan_line_end(scan, at);
	return scan_quoted(scan, at, token) && char_at(scan, token->end) == ':' &&
		stops_next(&scan->stops, token->end) == token->end;
}

/* Behind the plain key at a place; 0 if there is none. */
static inline uint32_t plain_key_end(struct scan *scan, uint32_t at)
{
	if (!scan_begins_plain(scan, at))
		return 0;
	uint32_t stop = stops_next(&scan->stops, at);
	bool is_key = char_at(scan, stop) == ':' && stop > at && stop - at <= LONGEST_KEY &&
		scan->at[stop - 1] != ' ';
	return is_key ? stop : 0;
}

static void add_plain_key(struct scan *scan, uint32_t at, uint32_t end)
{
	struct bytes text = { scan->at + at, end - at };
	if (scan_plain(scan, at, end) == TYPE_STRING && text.at[0] != '<')
		scan_usual_key(scan, scan->top, text);
	else
		scan_key(scan, scan->top);
}

/* `key:` at this place? *end is where its `:` stands. False with *end not 0: it cannot be read. */
static inline bool take_key(struct scan *scan, uint32_t line, uint32_t at, uint32_t *end)
{
	struct token token;
	bool quoted = scan->at[at] == '\'' || scan->at[at] == '"';
	if (quoted)
		*end = take_quoted_key(scan, at, &token) ? token.end : 0;
	else
		*end = plain_key_end(scan, at);
	if (!*end || !find_level(scan, at - line, false))
		return false;
	if (!quoted) {
		add_plain_key(scan, at, *end);
		return true;
	}
	scan_scalar(scan, &token);
	scan_key(scan, scan->top);
	return true;
}

static inline bool is_item_at(const struct scan *scan, uint32_t at)
{
	return scan->at[at] == '-' && (scan_ends(scan, at + 1) || scan->at[at + 1] == ' ');
}

/* A flow collection on a line of its own, deeper than its key or `-`. */
static bool is_flow_below(const struct scan *scan, uint32_t column, char c)
{
	const struct level *level = scan->top;
	return (c == '{' || c == '[') && scan->helm && level && level->waiting &&
		column > level->column;
}

/* Where what a `:` or `-` announces begins. */
static inline uint32_t announced(struct scan *scan, uint32_t behind)
{
	scan->top->waiting = true;
	scan->top->behind = behind;
	return scan_gap(scan, behind);
}

/* `- ` in any number, then `key: `, then perhaps a value. A scalar alone may go on over lines. */
static bool line_content(struct scan *scan, uint32_t line, uint32_t at)
{
	uint32_t behind_dash = 0, end;
	for (; is_item_at(scan, at);) {
		if (!find_level(scan, at - line, true))
			return false;
		behind_dash = at + 1;
		at = announced(scan, behind_dash);
		if (is_rest_empty(scan, behind_dash, at))
			return true;
	}
	if (take_key(scan, line, at, &end)) {
		at = announced(scan, end + 1);
		if (is_rest_empty(scan, end + 1, at))
			return true;
	} else if (end || !(behind_dash || is_flow_below(scan, at - line, scan->at[at]))) {
		return false;
	}
	return line_value(scan, at);
}

/* --- documents -------------------------------------------------------------------------------- */

static bool end_document(struct scan *scan)
{
	if (!scan->in_document)
		return true;
	if (!scan->has_root)
		return false;
	while (scan->depth)
		close_level(scan);
	scan->reader->cursor = scan->cursor;
	reader_document_end(scan->reader, (struct extent){ 0 });
	scan->in_document = scan->has_root = false;
	return true;
}

static void begin_document(struct scan *scan, struct extent marker)
{
	struct tree *tree = scan->tree;
	scan->in_document = true;
	if (marker.end > marker.begin)
		reader_document_begin(scan->reader, marker);
	else
		*array_push(tree->owner,
			&tree->documents) = (struct document){ .begin = scan->reader->boundary };
}

/* `---` alone on its line; what else begins so, or with `...` or `%`, is for the full reader. */
static bool take_marker(struct scan *scan, uint32_t line)
{
	struct bytes head = { scan->at + line, scan->length - line };
	if (!bytes_begins(head, BYTES("---")) || !scan_ends(scan, scan_spaces(scan, line + 3)) ||
		!end_document(scan))
		return false;
	begin_document(scan, (struct extent){ line, line + 3 });
	scan->plain = 0;
	scan->next = stops_line(&scan->stops, line) + 1;
	return true;
}

static bool is_marker(const struct scan *scan, uint32_t line)
{
	struct bytes head = { scan->at + line, scan->length - line };
	char c = scan->at[line];
	return (c == '-' && bytes_begins(head, BYTES("---"))) ||
		(c == '.' && bytes_begins(head, BYTES("..."))) || c == '%';
}

static bool take_line(struct scan *scan, uint32_t line)
{
	uint32_t at = scan_spaces(scan, line);
	if (scan_ends(scan, at) || scan->at[at] == '#') {
		scan->plain = at < scan->length && scan->at[at] == '#' ? 0 : scan->plain;
		scan->next = stops_line(&scan->stops, at) + 1;
		return true;
	}
	if (at == line && is_marker(scan, line))
		return take_marker(scan, line);
	if (!scan->in_document)
		begin_document(scan, (struct extent){ 0 });
	if (scan->plain && at - line > scan->top->column)
		return scan->helm && scan_more_plain(scan, line, at);
	scan->plain = 0;
	return line_content(scan, line, at);
}

/* In comments of their own lines and in block scalars they are text. */
static bool has_tab(const struct scan *scan, uint32_t line)
{
	uint32_t at = scan_spaces(scan, line), end = scan->content ? scan->content : scan->next;
	end = end < scan->length ? end : scan->length;
	return at < end && scan->at[at] != '#' && memchr(scan->at + at, '\t', end - at);
}

static bool take_lines(struct scan *scan, uint32_t begin)
{
	for (uint32_t line = begin; line < scan->length; line = scan->next) {
		scan->content = 0;
		if (!take_line(scan, line) || scan->stops.bad ||
			(scan->stops.tabs && has_tab(scan, line)))
			return false;
	}
	return scan->in_document ? end_document(scan) : scan->helm;
}

bool read_fast(struct reader *reader, uint32_t begin)
{
	struct tree *tree = reader->tree;
	bool helm = tree->dialect == DIALECT_HELM;
	/* A place behind the last block must be a number, too. */
	if (reader->text.len > UINT32_MAX - 128)
		return false;
	struct level levels[LEVELS];
	struct scan scan = { .reader = reader,
		.tree = tree,
		.levels = levels,
		.at = reader->text.at,
		.length = (uint32_t)reader->text.len,
		.helm = helm,
		.cursor = begin };
	scan.stops = stops_new(reader->text, begin, helm);
	if (!take_lines(&scan, begin) || (scan.twins && !helm && !reader->limits.repeated_keys))
		return false;
	tree->usual = helm && !scan.odd && !scan.twins;
	tree->lists_signs = true;
	return true;
}
