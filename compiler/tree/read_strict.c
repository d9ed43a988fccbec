#include "read.h"

#include <libfyaml.h>

struct strict {
	struct reader *reader;
	uint32_t begin;
	struct fy_diag *diag;
	struct fy_parser *parser;
	bool broken; /* the parser cannot be destroyed any more */
	struct {
		ARRAY(struct extent);
	} prefixes; /* of documents: directives and `---` */
};

/* The text with a number in the header of each empty block scalar; more than any has as indent. */
static struct bytes text_for_parser(const struct strict *strict)
{
	const struct reader *reader = strict->reader;
	struct buf out = buf_new(reader->tree->owner);
	size_t at = strict->begin;
	if (reader->empty_blocks.count == 0)
		return bytes_slice(reader->text, at, reader->text.len);
	for (size_t i = 0; i < reader->empty_blocks.count; i++) {
		size_t sign = reader->empty_blocks.at[i] + 1;
		buf_add(&out, bytes_slice(reader->text, at, sign));
		buf_add_char(&out, '9');
		at = sign;
	}
	buf_add(&out, bytes_slice(reader->text, at, reader->text.len));
	return buf_bytes(&out);
}

/* The place in the text of a place in what the parser has. */
static uint32_t place_of(const struct strict *strict, size_t at)
{
	const struct empty_blocks *blocks = &strict->reader->empty_blocks;
	size_t place = strict->begin + at, before = 0;
	while (before < blocks->count && blocks->at[before] + 1 + before < place)
		before++;
	return (uint32_t)(place - before);
}

/* Where a token stands, as libfyaml marks it: without quotes, `&`, `*` and block header. */
static struct extent extent_marked(const struct strict *strict, struct fy_token *token)
{
	const struct fy_mark *begin = token ? fy_token_start_mark(token) : NULL;
	const struct fy_mark *end = token ? fy_token_end_mark(token) : NULL;
	if (!begin || !end)
		return (struct extent){ 0 };
	return (struct extent){ place_of(strict, begin->input_pos),
		place_of(strict, end->input_pos) };
}

static struct bytes token_text(struct fy_token *token)
{
	size_t len = 0;
	const char *text = token ? fy_token_get_text(token, &len) : NULL;
	return (struct bytes){ text, text ? len : 0 };
}

static void take_properties(
	struct strict *strict, struct event *event, struct fy_token *anchor, struct fy_token *tag)
{
	struct extent name = extent_marked(strict, anchor), at = extent_marked(strict, tag);
	if (anchor) {
		event->anchor = bytes_slice(strict->reader->text, name.begin, name.end);
		name.begin--;
	}
	event->tag = token_text(tag);
	if (anchor && tag) {
		at.begin = name.begin < at.begin ? name.begin : at.begin;
		at.end = name.end > at.end ? name.end : at.end;
	}
	event->properties = tag ? at : name;
}

static enum node_style scalar_style(enum fy_scalar_style style)
{
	switch (style) {
	case FYSS_SINGLE_QUOTED:
		return STYLE_SINGLE;
	case FYSS_DOUBLE_QUOTED:
		return STYLE_DOUBLE;
	case FYSS_LITERAL:
		return STYLE_LITERAL;
	case FYSS_FOLDED:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

static bool is_block(const struct event *event)
{
	return event->style == STYLE_LITERAL || event->style == STYLE_FOLDED;
}

static bool is_among(char c, const char *set)
{
	return c && strchr(set, c);
}

static uint32_t line_begin(struct bytes text, uint32_t at)
{
	while (at > 0 && !is_among(text.at[at - 1], "\r\n"))
		at--;
	return at;
}

static uint32_t column_at(const struct strict *strict, uint32_t at)
{
	return at - line_begin(strict->reader->text, at);
}

/*
 * Where a map with a `?` stands in a list in a key that began with `?` itself, libfyaml takes the
 * `:` of the outer key for an empty value and an empty key, of which nothing is written.
 */
static bool has_lost_key(const struct strict *strict, const struct event *event)
{
	const struct reader *reader = strict->reader;
	const struct node *value = tree_node(reader->tree, (node_id)reader->tree->nodes.count - 1);
	bool announced = event->properties.end > event->properties.begin;
	if (event->style != STYLE_EMPTY || announced || reader->open.count == 0)
		return false;
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	const struct node *map = tree_node(reader->tree, frame->node);
	if (map->kind != NODE_MAP || map->style != STYLE_BLOCK || frame->children % 2 == 1 ||
		value->parent != frame->node || value->style != STYLE_EMPTY)
		return false;
	uint32_t key = extent_gap(reader, reader->cursor);
	return key == reader->text.len || !is_among(reader->text.at[key], "?:") ||
		column_at(strict, key) > column_at(strict, value->begin - 1);
}

/* Whether a `?`, or the `:` on a line of its own that belongs to one, stands at a place. */
static bool is_explicit(const struct reader *reader, uint32_t at)
{
	const struct node *key = tree_node(reader->tree, (node_id)reader->tree->nodes.count - 1);
	bool is_empty_key = key->style == STYLE_EMPTY && key->begin == at;
	return reader->text.at[at] == '?' ||
		(reader->text.at[at] == ':' && !is_empty_key &&
			line_begin(reader->text, at) >= reader->cursor);
}

/* Behind one of these and a tab libfyaml reads a plain scalar, and then refuses the next key. */
static bool has_lost_tab(const struct strict *strict, const struct event *event)
{
	const struct reader *reader = strict->reader;
	uint32_t at = event->at.begin;
	bool tab = false;
	if (event->style != STYLE_PLAIN || event->properties.end > event->properties.begin ||
		reader->open.count == 0)
		return false;
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	const struct node *map = tree_node(reader->tree, frame->node);
	if (map->kind != NODE_MAP || map->style != STYLE_BLOCK)
		return false;
	for (; at > reader->cursor && is_among(reader->text.at[at - 1], " \t"); at--)
		tab |= reader->text.at[at - 1] == '\t';
	return tab && at > reader->cursor && is_explicit(reader, at - 1);
}

/* Before a bracket or comma libfyaml takes a `?` for a text, which nothing could follow. */
static bool is_question(const struct event *event)
{
	return event->style == STYLE_PLAIN && bytes_is(event->text, "?");
}

/*
 * Quoted text is decoded here: libfyaml loses a character behind `''''` and, in double quotes, a
 * line end behind an escaped blank. So are block texts, once their place is known.
 */
static bool take_text(struct strict *strict, struct event *event, struct fy_token *value)
{
	struct arena *owner = strict->reader->tree->owner;
	struct bytes inner = bytes_slice(
		strict->reader->text, event->at.begin + 1, event->at.end - 1);
	if (event->style == STYLE_SINGLE)
		event->text = unquote_single(owner, inner);
	else if (event->style != STYLE_DOUBLE)
		event->text = token_text(value);
	else {
		size_t fault = unquote_double(owner, inner, &event->text);
		if (fault < inner.len)
			return syntax_error(strict->reader, event->at.begin + 1 + (uint32_t)fault,
				"invalid escape");
	}
	return true;
}

static bool take_scalar(struct strict *strict, struct fy_event *from)
{
	struct fy_token *value = from->scalar.value;
	struct event event = {
		.kind = NODE_SCALAR,
		.style = value ? scalar_style(fy_token_scalar_style(value)) : STYLE_EMPTY,
		.at = extent_marked(strict, value),
	};
	if (event.style == STYLE_SINGLE || event.style == STYLE_DOUBLE)
		event.at = (struct extent){ event.at.begin - 1, event.at.end + 1 };
	if (!take_text(strict, &event, value))
		return false;
	if (event.style == STYLE_PLAIN && event.text.len == 0)
		event.style = STYLE_EMPTY;
	take_properties(strict, &event, from->scalar.anchor, from->scalar.tag);
	if (value && reader_misread(strict->reader, &event))
		return syntax_error(strict->reader, event.at.begin, "empty block scalar");
	if (value && is_block(&event) && !reader_settle(strict->reader, &event))
		return false;
	if (is_question(&event))
		return syntax_error(
			strict->reader, event.at.begin, "plain scalar cannot start with");
	if (has_lost_key(strict, &event))
		return syntax_error(
			strict->reader, strict->reader->cursor - 1, "explicit key in a key");
	if (value && has_lost_tab(strict, &event))
		return syntax_error(strict->reader, event.at.begin - 1, "invalid tab");
	return reader_node(strict->reader, &event);
}

static bool take_alias(struct strict *strict, struct fy_event *from)
{
	struct event event = { .kind = NODE_ALIAS,
		.at = extent_marked(strict, from->alias.anchor) };
	event.text = bytes_slice(strict->reader->text, event.at.begin, event.at.end);
	event.at.begin--;
	return reader_node(strict->reader, &event);
}

static bool take_collection(struct strict *strict, struct fy_event *from)
{
	bool map = from->type == FYET_MAPPING_START;
	struct event event = {
		.kind = map ? NODE_MAP : NODE_SEQ,
		.style = fy_event_get_node_style(from) == FYNS_FLOW ? STYLE_FLOW : STYLE_BLOCK,
		.at = extent_marked(strict, fy_event_get_token(from)),
	};
	/* The map that a pair in a flow list is has no bracket of its own. */
	if (strict->reader->text.len == event.at.begin ||
		strict->reader->text.at[event.at.begin] != (map ? '{' : '['))
		event.at.end = event.at.begin;
	if (map)
		take_properties(
			strict, &event, from->mapping_start.anchor, from->mapping_start.tag);
	else
		take_properties(
			strict, &event, from->sequence_start.anchor, from->sequence_start.tag);
	return reader_node(strict->reader, &event);
}

/* libfyaml tells that there is a `...`, but not where. */
static struct extent end_marker(const struct strict *strict, const struct fy_event *event)
{
	if (event->document_end.implicit)
		return (struct extent){ 0 };
	uint32_t begin = extent_gap(strict->reader, strict->reader->cursor);
	return (struct extent){ begin, begin + 3 };
}

/* Only a text's first `---` and one behind a `...` may have directives before them. */
static bool take_document(struct strict *strict, const struct fy_event *event)
{
	struct reader *reader = strict->reader;
	struct extent marker = extent_marked(strict, event->document_start.document_start);
	if (marker.end > marker.begin && reader->ended)
		*array_push(reader->tree->owner,
			&strict->prefixes) = (struct extent){ reader->boundary, marker.begin };
	reader_document_begin(reader, marker);
	return true;
}

static bool take_event(struct strict *strict, struct fy_event *event)
{
	switch (event->type) {
	case FYET_SCALAR:
		return take_scalar(strict, event);
	case FYET_MAPPING_START:
	case FYET_SEQUENCE_START:
		return take_collection(strict, event);
	case FYET_ALIAS:
		return take_alias(strict, event);
	case FYET_MAPPING_END:
	case FYET_SEQUENCE_END:
		reader_close(strict->reader, extent_marked(strict, fy_event_get_token(event)).end);
		return true;
	case FYET_DOCUMENT_START:
		return take_document(strict, event);
	case FYET_DOCUMENT_END:
		reader_document_end(strict->reader, end_marker(strict, event));
		return true;
	default:
		return true;
	}
}

static uint32_t offset_of(const struct strict *strict, size_t line, size_t column)
{
	size_t at = strict->begin;
	while (line-- > 1 && at < strict->reader->text.len)
		at = extent_line(strict->reader, (uint32_t)at);
	struct bytes rest = bytes_slice(strict->reader->text, at, strict->reader->text.len);
	struct ruler ruler = ruler_new(rest, 0);
	return (uint32_t)at + ruler_offset(&ruler, column > 0 ? column - 1 : 0);
}

/* The first error only: what follows it is mostly its echo. */
static bool fail(struct strict *strict)
{
	void *place = NULL;
	const struct fy_diag_error *error = fy_diag_errors_iterate(strict->diag, &place);
	strict->broken = error && strstr(error->msg, "cannot use tab for indentation");
	if (!error)
		return syntax_error(strict->reader, strict->reader->cursor, NULL);
	uint32_t at = error->fyt ? extent_marked(strict, error->fyt).begin
				 : offset_of(strict, (size_t)error->line, (size_t)error->column);
	return syntax_error(strict->reader, at, error->msg);
}

static bool read_events(struct strict *strict)
{
	struct fy_event *event;
	while ((event = fy_parser_parse(strict->parser))) {
		bool taken = take_event(strict, event);
		fy_parser_event_free(strict->parser, event);
		if (!taken)
			return false;
	}
	return fy_parser_get_stream_error(strict->parser) ? fail(strict) : true;
}

/* --- directives --------------------------------------------------------------------------- */

/* The next line at or after a place that begins with `%`, or the end of the text. */
static uint32_t next_percent(const struct strict *strict, uint32_t at)
{
	struct bytes text = strict->reader->text;
	for (; at < text.len; at++) {
		const char *found = memchr(text.at + at, '%', text.len - at);
		if (!found)
			break;
		at = (uint32_t)(found - text.at);
		if (at == strict->begin || memchr("\r\n", text.at[at - 1], 2))
			return at;
	}
	return (uint32_t)text.len;
}

static bool in_scalar(const struct tree *tree, node_id *id, uint32_t at)
{
	while (*id < tree->nodes.count &&
		(tree_node(tree, *id)->kind != NODE_SCALAR || tree_node(tree, *id)->end <= at))
		++*id;
	return *id < tree->nodes.count && tree_node(tree, *id)->begin < at;
}

static bool in_prefix(const struct strict *strict, size_t *prefix, uint32_t at)
{
	while (*prefix < strict->prefixes.count && strict->prefixes.at[*prefix].end <= at)
		++*prefix;
	return *prefix < strict->prefixes.count && strict->prefixes.at[*prefix].begin <= at;
}

/* libfyaml takes a line that begins with `%` for a directive wherever it stands, and drops it. */
static bool directives_stand_first(const struct strict *strict)
{
	node_id id = 1;
	size_t prefix = 0;
	uint32_t at = next_percent(strict, strict->begin);
	for (; at < strict->reader->text.len; at = next_percent(strict, at + 1))
		if (!in_scalar(strict->reader->tree, &id, at) && !in_prefix(strict, &prefix, at))
			return syntax_error(strict->reader, at, "misplaced directive");
	return true;
}

/* --- the entry ---------------------------------------------------------------------------- */

/* libfyaml would write its errors to stderr; collecting keeps it silent. */
static bool strict_open(struct strict *strict)
{
	struct fy_diag_cfg silent;
	fy_diag_cfg_default(&silent);
	silent.fp = NULL;
	strict->diag = fy_diag_create(&silent);
	if (!strict->diag)
		return false;
	fy_diag_set_collect_errors(strict->diag, true);
	struct fy_parse_cfg config = {
		.flags = FYPCF_QUIET | FYPCF_DISABLE_DEPTH_LIMIT | FYPCF_DEFAULT_VERSION_1_2,
		.diag = strict->diag,
	};
	strict->parser = fy_parser_create(&config);
	return strict->parser;
}

/*
 * After one of its errors libfyaml 0.7.12 has the same key on its list of spare keys twice and
 * crashes when it frees them. That parser is left alone; nothing else reaches it any more.
 */
static void strict_close(struct strict *strict)
{
	if (strict->broken)
		return;
	fy_parser_destroy(strict->parser);
	fy_diag_destroy(strict->diag);
}

bool read_strict(struct reader *reader, uint32_t begin)
{
	if (!characters_allowed(reader, begin))
		return false;
	/* libfyaml takes a length of 0 to mean that the text ends with NUL. */
	if (reader->text.len == begin)
		return true;
	struct strict strict = { .reader = reader, .begin = begin };
	struct bytes text = text_for_parser(&strict);
	if (!strict_open(&strict) || fy_parser_set_string(strict.parser, text.at, text.len) != 0)
		arena_exhausted();
	bool done = read_events(&strict) && directives_stand_first(&strict);
	strict_close(&strict);
	return done;
}
