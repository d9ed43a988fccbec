#include "read.h"

#include "base/message.h"
#include "tag.h"

static enum scalar_type plain_type(const struct reader *reader, struct bytes text)
{
	if (reader->tree->dialect == DIALECT_STRICT)
		return resolve_core(text).type;
	return resolve_helm(text).type;
}

static enum scalar_type type_of(const struct reader *reader, const struct event *event)
{
	if (event->tag.len)
		return tag_type(event->tag);
	if (event->style == STYLE_EMPTY)
		return TYPE_NULL;
	return event->style == STYLE_PLAIN ? plain_type(reader, event->text) : TYPE_STRING;
}

/* --- documents ---------------------------------------------------------------------------- */

void reader_document_begin(struct reader *reader, struct extent marker)
{
	struct tree *tree = reader->tree;
	bool marked = marker.end > marker.begin;
	if (marked && !reader->ended) {
		reader->boundary = marker.begin;
		tree->documents.at[tree->documents.count - 1].end = marker.begin;
	}
	*array_push(tree->owner, &tree->documents) = (struct document){ .begin = reader->boundary };
	reader->cursor = marked ? marker.end : extent_document(reader);
}

void reader_document_end(struct reader *reader, struct extent marker)
{
	struct tree *tree = reader->tree;
	reader->ended = marker.end > marker.begin;
	names_clear(&reader->anchors);
	if (!reader->ended)
		return;
	reader->cursor = reader->boundary = extent_line(reader, marker.end);
	tree->documents.at[tree->documents.count - 1].end = reader->boundary;
}

void reader_stream_end(struct reader *reader)
{
	struct tree *tree = reader->tree;
	if (tree->documents.count)
		tree->documents.at[tree->documents.count - 1].end = (uint32_t)reader->text.len;
}

/* --- nodes -------------------------------------------------------------------------------- */

static void begin_at(struct reader *reader, uint32_t place)
{
	for (; reader->begun < reader->open.count; reader->begun++)
		reader->tree->nodes.at[reader->open.at[reader->begun].node].begin = place;
}

static bool is_block_scalar(const struct event *event)
{
	return event->style == STYLE_LITERAL || event->style == STYLE_FOLDED;
}

/* Behind which an event's own bytes follow. */
static uint32_t place_before(const struct reader *reader, const struct event *event)
{
	bool announced = event->properties.end > event->properties.begin;
	return announced ? event->properties.end : reader->cursor;
}

static struct extent extent_of(const struct reader *reader, const struct event *event)
{
	bool announced = event->properties.end > event->properties.begin;
	if (is_block_scalar(event) && !event->settled) {
		struct block block = block_header(reader, place_before(reader, event));
		block_settle(reader, &block, block_indent(reader, &block, event->text));
		return block.at;
	}
	if (event->style != STYLE_EMPTY)
		return event->at;
	uint32_t place = announced ? event->properties.end : extent_empty(reader);
	return (struct extent){ place, place };
}

/* The bytes that a scalar's text usually equals. */
static struct bytes written(struct bytes text, struct extent at, enum node_style style)
{
	bool quoted = style == STYLE_SINGLE || style == STYLE_DOUBLE;
	return bytes_slice(text, at.begin + quoted, at.end - quoted);
}

static void keep_text(struct reader *reader, struct node *node, const struct event *event)
{
	struct tree *tree = reader->tree;
	struct extent at = { node->begin, node->end };
	struct bytes bytes = written(reader->text, at, event->style);
	node->type = (uint8_t)type_of(reader, event);
	bool is_view = bytes.at == event->text.at && bytes.len == event->text.len;
	if (is_view || bytes_equal(bytes, event->text))
		return;
	node->decoded = true;
	node->extra = (uint32_t)tree->texts.count;
	*array_push(tree->owner,
		&tree->texts) = event->settled ? event->text : bytes_copy(tree->owner, event->text);
}

static uint32_t keep_properties(struct reader *reader, const struct event *event)
{
	struct tree *tree = reader->tree;
	if (event->properties.end == event->properties.begin)
		return 0;
	*array_push(tree->owner, &tree->properties) = (struct properties){
		.begin = event->properties.begin,
		.end = event->properties.end,
		.anchor = event->anchor,
		.tag = event->tag.len ? bytes_copy(tree->owner, event->tag) : (struct bytes){ 0 },
	};
	return (uint32_t)tree->properties.count - 1;
}

/* The node an alias means; 0, without a diag, if it lies inside that node. */
static node_id alias_target(struct reader *reader, const struct event *event)
{
	struct span at = { reader->tree->source, event->at.begin, event->at.end };
	node_id target = names_get(&reader->anchors, event->text);
	if (!target && reader->strays) {
		*array_push(
			reader->tree->owner, reader->strays) = (node_id)reader->tree->nodes.count;
		return 0;
	}
	if (!target) {
		diag_error(reader->d, at, "yaml/alias", "no anchor '&" BYTES_FMT "' stands before",
			BYTES_ARG(event->text));
		return 0;
	}
	return reader->tree->nodes.at[target].after ? target : 0;
}

/* Counts the node in its parent, or makes it the document's root. */
static node_id adopt(struct reader *reader, node_id id)
{
	struct tree *tree = reader->tree;
	if (reader->open.count) {
		struct frame *frame = &reader->open.at[reader->open.count - 1];
		frame->children++;
		return frame->node;
	}
	tree->documents.at[tree->documents.count - 1].root = id;
	return 0;
}

static bool open_frame(struct reader *reader, node_id id, bool bracketed)
{
	struct tree *tree = reader->tree;
	const struct node *node = &tree->nodes.at[id];
	if (reader->open.count >= reader->limits.depth) {
		diag_error(reader->d, (struct span){ tree->source, node->begin, node->end },
			"limit/depth", "maps and lists are nested more than %u levels deep",
			(unsigned)reader->limits.depth);
		diag_hint(reader->d, N_("--max-depth sets the limit, to 250 at most"));
		return false;
	}
	*array_push(
		tree->owner, &reader->open) = (struct frame){ .node = id, .bracketed = bracketed };
	if (bracketed)
		reader->begun = reader->open.count;
	return true;
}

static bool is_bracketed(const struct event *event)
{
	return event->style == STYLE_FLOW && event->at.end > event->at.begin;
}

static node_id add_node(struct reader *reader, const struct event *event)
{
	struct tree *tree = reader->tree;
	node_id id = (node_id)tree->nodes.count;
	struct extent at = extent_of(reader, event);
	struct node node = {
		.kind = (uint8_t)event->kind,
		.style = (uint8_t)event->style,
		.begin = at.begin,
		.end = at.end,
		.parent = adopt(reader, id),
		.properties = keep_properties(reader, event),
	};
	if (event->kind == NODE_ALIAS)
		node.extra = alias_target(reader, event);
	if (event->kind == NODE_SCALAR)
		keep_text(reader, &node, event);
	*array_push(tree->owner, &tree->nodes) = node;
	if (event->anchor.len)
		names_set(&reader->anchors, event->anchor, id);
	return id;
}

/* A byte order mark is no part of the text. */
static uint32_t text_begin(struct bytes text)
{
	return bytes_begins(text, BYTES("\xEF\xBB\xBF")) ? 3 : 0;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The column, in bytes from 0, at which a place stands. */
static uint32_t column_of(const struct reader *reader, uint32_t place)
{
	uint32_t first = text_begin(reader->text), line = place;
	while (line > first && !is_line_end(reader->text.at[line - 1]))
		line--;
	return place - line;
}

static bool has_line_end(const struct reader *reader, uint32_t begin, uint32_t end)
{
	while (begin < end && !is_line_end(reader->text.at[begin]))
		begin++;
	return begin < end;
}

/* Whether the last token was on an earlier line; a block scalar has its line end in it. */
static bool is_on_new_line(const struct reader *reader, uint32_t place)
{
	return has_line_end(reader, reader->cursor, place) ||
		(reader->cursor > 0 && is_line_end(reader->text.at[reader->cursor - 1]));
}

/*
 * What a child must be indented more than: its `-`, the `:` of an explicit key, else its key. The
 * child's own place where that cannot be said.
 */
static uint32_t place_above(const struct reader *reader, const struct frame *frame, uint32_t begin)
{
	const struct tree *tree = reader->tree;
	uint32_t announcer = extent_gap(reader, reader->cursor);
	const struct node *key = &tree->nodes.at[tree->nodes.count - 1];
	if (tree->nodes.at[frame->node].kind == NODE_SEQ || is_on_new_line(reader, announcer))
		return announcer;
	if (key->parent != frame->node)
		return begin;
	return key->properties ? tree->properties.at[key->properties].begin : key->begin;
}

/*
 * What stands on a line of its own below its key, `?` or `-` must be indented more than that (YAML
 * 1.2, 8.2); libfyaml lets it begin at the same column.
 */
static bool is_indented(const struct reader *reader, uint32_t begin)
{
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	const struct node *parent = &reader->tree->nodes.at[frame->node];
	bool is_key = parent->kind == NODE_MAP && frame->children % 2 == 0;
	if (parent->style == STYLE_FLOW || !has_line_end(reader, reader->cursor, begin))
		return true;
	uint32_t above = extent_gap(reader, reader->cursor);
	if (is_key && reader->text.at[above] != '?')
		return true;
	above = is_key ? above : place_above(reader, frame, begin);
	return !has_line_end(reader, above, begin) ||
		column_of(reader, begin) > column_of(reader, above);
}

/* Whether the event says where its node begins, by a token of its own. */
static bool has_place(const struct event *event)
{
	if (event->kind == NODE_MAP || event->kind == NODE_SEQ)
		return is_bracketed(event);
	return event->style != STYLE_EMPTY && !is_block_scalar(event);
}

/* Where the content of a block scalar begins, or what stands in its place. */
static uint32_t block_content(const struct reader *reader, const struct event *event)
{
	uint32_t at = event->at.begin;
	while (at < reader->text.len && memchr(" \t\r\n", reader->text.at[at], 4))
		at++;
	return at;
}

/* Whether the content of a block scalar stands deeper than what the scalar belongs to. */
static bool is_deeper(const struct reader *reader, uint32_t content)
{
	if (reader->open.count == 0)
		return column_of(reader, content) > 0;
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	bool is_map = reader->tree->nodes.at[frame->node].kind == NODE_MAP;
	uint32_t above = is_map && frame->children % 2 == 0 ? extent_gap(reader, reader->cursor)
							    : place_above(reader, frame, content);
	return above == content || column_of(reader, content) > column_of(reader, above);
}

/*
 * libfyaml takes lines no deeper than the key for the content, and loses the end of them; and it
 * takes a line that begins with `#` for a comment where the `|` or `>` stands still deeper.
 */
static bool is_block_indented(const struct reader *reader, const struct event *event)
{
	uint32_t content = block_content(reader, event);
	size_t line = 0;
	while (line < event->text.len && event->text.at[line] == '\n')
		line++;
	if (line < event->text.len)
		return reader->open.count == 0 || is_deeper(reader, content);
	return content == reader->text.len || reader->text.at[content] != '#' ||
		!is_deeper(reader, content);
}

static bool check_indent(struct reader *reader, const struct event *event)
{
	bool announced = event->properties.end > event->properties.begin;
	uint32_t begin = event->properties.begin;
	if (reader->tree->dialect != DIALECT_STRICT)
		return true;
	bool good = !reader->open.count || !announced || is_indented(reader, begin);
	if (good && reader->open.count && announced) {
		begin = extent_last_line(reader, event->properties);
		good = is_indented(reader, begin);
	}
	if (good && reader->open.count && has_place(event)) {
		begin = event->at.begin;
		good = is_indented(reader, begin);
	}
	if (good && is_block_scalar(event)) {
		begin = block_content(reader, event);
		good = is_block_indented(reader, event);
	}
	return good ||
		syntax_error(reader, begin, N_("this must be indented more than the line above"));
}

/*
 * Spaces before the first line below that is not blank; UINT32_MAX if there is none. *blank: the
 * most spaces in a blank line above it.
 */
static uint32_t indent_below(const struct reader *reader, uint32_t at, uint32_t *blank)
{
	struct bytes text = reader->text;
	*blank = 0;
	for (at = extent_line(reader, at); at < text.len; at = extent_line(reader, at)) {
		uint32_t stop = at;
		while (stop < text.len && text.at[stop] == ' ')
			stop++;
		if (stop < text.len && !strchr("\r\n", text.at[stop]))
			return stop - at;
		*blank = stop - at > *blank ? stop - at : *blank;
	}
	return UINT32_MAX;
}

static uint32_t column_above(const struct reader *reader, uint32_t header)
{
	if (reader->open.count == 0)
		return 0;
	const struct frame *frame = &reader->open.at[reader->open.count - 1];
	bool is_key = reader->tree->nodes.at[frame->node].kind == NODE_MAP &&
		frame->children % 2 == 0;
	return column_of(reader,
		is_key ? extent_gap(reader, reader->cursor) : place_above(reader, frame, header));
}

bool reader_misread(struct reader *reader, const struct event *event)
{
	if (!is_block_scalar(event) || reader->open.count == 0 || bytes_trim(event->text).len == 0)
		return false;
	struct block block = block_header(reader, place_before(reader, event));
	uint32_t header = block.at.begin, blank;
	if (block.number || indent_below(reader, header, &blank) > column_above(reader, header))
		return false;
	reader->found = header;
	return true;
}

bool reader_settle(struct reader *reader, struct event *event)
{
	struct block block = block_header(reader, place_before(reader, event));
	uint32_t header = block.at.begin, blank;
	uint32_t above = column_above(reader, header), below = indent_below(reader, header, &blank);
	bool root = reader->open.count == 0;
	bool filled = below != UINT32_MAX && (root || below > above);
	if (!block.number && filled && blank > below)
		return syntax_error(reader, header, "block scalar with wrongly indented line");
	if (block.number)
		block_settle(reader, &block, above + block.number);
	else
		block_settle(reader, &block, filled ? below : SIZE_MAX);
	event->at = block.at;
	event->settled = true;
	event->text = block_text(reader->tree->owner, reader, &block, event->style);
	return true;
}

bool reader_node(struct reader *reader, const struct event *event)
{
	if (!check_indent(reader, event))
		return false;
	struct tree *tree = reader->tree;
	bool announced = event->properties.end > event->properties.begin;
	bool collection = event->kind == NODE_MAP || event->kind == NODE_SEQ;
	if (event->style == STYLE_EMPTY && !announced && reader->open.count == 0)
		return true;
	/* What announces a bare collection is behind us before its first child is looked for. */
	bool bare = collection && !announced && !is_bracketed(event);
	uint32_t behind = bare ? extent_empty(reader) : 0;
	node_id id = add_node(reader, event);
	struct node *node = &tree->nodes.at[id];
	if (bare)
		reader->cursor = behind;
	if (announced) {
		begin_at(reader, event->properties.begin);
		reader->cursor = event->properties.end;
	}
	if (!collection || is_bracketed(event)) {
		begin_at(reader, node->begin);
		reader->cursor = node->end;
	}
	if (collection)
		return open_frame(reader, id, is_bracketed(event));
	node->after = id + 1;
	return true;
}

static void refuse_twins(struct reader *reader, node_id map)
{
	const struct tree *tree = reader->tree;
	struct twins twins = { 0 };
	twins_add(tree->owner, tree, map, &twins);
	for (size_t i = 0; i < twins.count; i++) {
		struct twin twin = twins.at[i];
		diag_error(reader->d, tree_span(tree, twin.second), "yaml/duplicate-key",
			"key '" BYTES_FMT "' is given twice",
			BYTES_ARG(tree_text(tree, tree_follow(tree, twin.second))));
		diag_related(reader->d, tree_span(tree, twin.first), "it is given here first");
	}
}

void reader_close(struct reader *reader, uint32_t end)
{
	struct tree *tree = reader->tree;
	struct frame frame = reader->open.at[--reader->open.count];
	struct node *node = &tree->nodes.at[frame.node];
	if (frame.bracketed)
		reader->cursor = end;
	node->end = reader->cursor;
	node->after = (node_id)tree->nodes.count;
	if (reader->begun > reader->open.count)
		reader->begun = reader->open.count;
	if (tree->dialect == DIALECT_STRICT && node->kind == NODE_MAP &&
		!reader->limits.repeated_keys)
		refuse_twins(reader, frame.node);
}

/* --- the entry ---------------------------------------------------------------------------- */

enum { BYTES_A_NODE = 8, FIRST_NODES = 1024 };

static struct tree *tree_new(
	struct arena *owner, const struct source *source, size_t length, enum dialect dialect)
{
	struct tree *tree = arena_new_of(owner, struct tree);
	*tree = (struct tree){ .source = source, .dialect = dialect, .owner = owner };
	/* Room for the nodes of a usual file, so that the table of it never moves. */
	size_t usual = length / BYTES_A_NODE + 1;
	tree->nodes.room = usual < FIRST_NODES ? usual : FIRST_NODES;
	tree->nodes.at = arena_take_unset(owner, tree->nodes.room * sizeof *tree->nodes.at);
	*array_push(owner, &tree->nodes) = (struct node){ 0 };
	*array_push(owner, &tree->properties) = (struct properties){ 0 };
	return tree;
}

/* What is read, and how: the same for each attempt. */
struct task {
	struct arena *owner;
	const struct source *source;
	struct tree_part part;
	enum dialect dialect;
	struct limits limits;
	struct diags *d;
	size_t known; /* diags there were before */
};

static struct reader reader_new(const struct task *task)
{
	struct bytes text = bytes_slice(task->source->text, 0, task->part.end);
	uint32_t begin = task->part.begin ? task->part.begin : text_begin(text);
	task->d->count = task->known;
	if (task->part.strays)
		task->part.strays->count = 0;
	return (struct reader){
		.tree = tree_new(
			task->owner, task->source, text.len - task->part.begin, task->dialect),
		.text = text,
		.limits = task->limits,
		.d = task->d,
		.strays = task->part.strays,
		.cursor = begin,
		.boundary = task->part.begin,
		.ended = true,
		.anchors = { .owner = task->owner },
	};
}

/* A file with more of them is read with great patience, or by nobody. */
enum { MOST_EMPTY_BLOCKS = 1000 };

static bool read_text(struct reader *reader)
{
	return reader->tree->dialect == DIALECT_STRICT ? read_strict(reader, reader->cursor)
						       : read_helm(reader, reader->cursor);
}

static struct tree *task_read_full(const struct task *task)
{
	struct reader reader = reader_new(task);
	bool done = read_text(&reader);
	while (reader.found && reader.empty_blocks.count < MOST_EMPTY_BLOCKS) {
		struct empty_blocks blocks = reader.empty_blocks;
		*array_push(task->owner, &blocks) = reader.found;
		reader = reader_new(task);
		reader.empty_blocks = blocks;
		done = read_text(&reader);
	}
	if (!done || task->d->count > task->known)
		return NULL;
	reader_stream_end(&reader);
	return reader.tree;
}

static struct tree *task_read(const struct task *task)
{
	struct reader reader = reader_new(task);
	if (!read_fast(&reader, reader.cursor) || task->d->count > task->known)
		/* The full reader makes the diags, in its own words. */
		return task_read_full(task);
	reader_stream_end(&reader);
	return reader.tree;
}

static bool is_too_long(const struct source *source, struct diags *d)
{
	if (source->text.len < UINT32_MAX)
		return false;
	diag_error(d, (struct span){ source, 0, 0 }, "limit/file",
		"a file of 4 GiB or more cannot be read");
	return true;
}

struct tree *tree_read_full(struct arena *owner, const struct source *source, enum dialect dialect,
	struct limits limits, struct diags *d)
{
	struct tree_part all = { .end = (uint32_t)source->text.len };
	struct task task = { owner, source, all, dialect, limits, d, d->count };
	return is_too_long(source, d) ? NULL : task_read_full(&task);
}

struct tree *tree_read(struct arena *owner, const struct source *source, enum dialect dialect,
	struct limits limits, struct diags *d)
{
	struct tree_part all = { .end = (uint32_t)source->text.len };
	return tree_read_part(owner, source, all, dialect, limits, d);
}

struct tree *tree_read_part(struct arena *owner, const struct source *source, struct tree_part part,
	enum dialect dialect, struct limits limits, struct diags *d)
{
	struct task task = { owner, source, part, dialect, limits, d, d->count };
	return is_too_long(source, d) ? NULL : task_read(&task);
}

bool tree_scans(struct arena *scratch, const struct source *source, struct tree_part part,
	enum dialect dialect)
{
	struct diags d = diags_new(scratch);
	struct task task = { scratch, source, part, dialect, LIMITS_DEFAULT, &d, 0 };
	struct reader reader = reader_new(&task);
	return read_fast(&reader, reader.cursor) && d.count == 0;
}
