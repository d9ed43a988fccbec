/* What stands where around a node, and whether it may be touched. */
#include "edit.h"
#include "edit_text.h"

/* --- extents ---------------------------------------------------------------------------------- */

/* `[a: b]` holds a map without braces, `[{a: b}: c]` one that begins with its key's. */
bool node_is_bare(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	if (node->kind != NODE_MAP || node->style != STYLE_FLOW)
		return false;
	node_id first = tree_first(e->tree, id);
	return e->text.at[node->begin] != '{' ||
		(first && tree_node(e->tree, first)->begin == node->begin);
}

/* A block begins for the reader with its first child; for an edit with what announces that. */
static size_t block_from(const struct editor *e, node_id id)
{
	node_id first = tree_first(e->tree, id);
	if (tree_node(e->tree, id)->kind == NODE_MAP)
		return pair_from(e, first);
	return text_sign_before(e->text, node_from(e, first), '-');
}

size_t node_from(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	bool block = node->style == STYLE_BLOCK || node_is_bare(e, id);
	size_t from = block && tree_first(e->tree, id) ? block_from(e, id) : node->begin;
	size_t begin = e->tree->properties.at[node->properties].begin;
	return node->properties && begin < from ? begin : from;
}

/* Behind the token before a node in flow: that of a sibling, or the bracket around both. */
static size_t flow_behind(const struct editor *e, node_id id)
{
	node_id before = node_before(e, id), parent = tree_node(e->tree, id)->parent;
	while (!before && node_is_bare(e, parent)) {
		before = node_before(e, parent);
		parent = tree_node(e->tree, parent)->parent;
	}
	return before ? tree_node(e->tree, before)->end : tree_node(e->tree, parent)->begin + 1;
}

/* In brackets what a `?` announces may stand in a line below, under comments. */
static size_t flow_sign_before(const struct editor *e, node_id key, size_t at)
{
	for (size_t from = flow_behind(e, key); from < at; from++) {
		if (e->text.at[from] == '?')
			return from;
		if (e->text.at[from] == '#')
			from = text_line_stop(e->text, from);
	}
	return at;
}

/* The `?` is its own if its `:` begins a line; else it announces the map that begins here. */
size_t pair_from(const struct editor *e, node_id key)
{
	size_t from = node_from(e, key), sign = text_sign_before(e->text, from, '?');
	if (sign == from && node_in_flow(e, key))
		return flow_sign_before(e, key, from);
	size_t colon = text_skip(e->text, tree_node(e->tree, key)->end);
	bool implicit = !node_in_flow(e, key) && colon < e->text.len && e->text.at[colon] == ':' &&
		!text_is_first(e->text, colon);
	return implicit ? from : sign;
}

size_t node_stop(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	return node->end > node->begin ? text_before_line_end(e->text, node->end) : node->end;
}

/* The value of a key that stands alone is where the key ends: for `? |` that is the next line. */
size_t pair_stop(const struct editor *e, node_id key)
{
	node_id value = tree_next(e->tree, key);
	bool alone = !value || tree_node(e->tree, value)->end <= tree_node(e->tree, key)->end;
	return node_stop(e, alone ? key : value);
}

/* What follows a key without a value may begin with a colon too, as the key `:` does. */
bool pair_colon(const struct editor *e, node_id key, size_t *behind)
{
	const struct node *value = tree_node(e->tree, tree_next(e->tree, key));
	size_t at = text_skip(e->text, tree_node(e->tree, key)->end);
	*behind = at + 1;
	return at < value->begin && at < e->text.len && e->text.at[at] == ':';
}

size_t header_stop(const struct editor *e, const struct node *node)
{
	size_t at = node->begin;
	bool block = node->style == STYLE_LITERAL || node->style == STYLE_FOLDED;
	while (block && at < node->end && strchr("|>+-0123456789", e->text.at[at]))
		at++;
	return at;
}

bool block_keeps_lines(const struct editor *e, const struct node *block)
{
	size_t stop = header_stop(e, block);
	return memchr(e->text.at + block->begin, '+', stop - block->begin);
}

/* The key of a value; 0 for an item or a key. */
node_id key_of(const struct editor *e, node_id value)
{
	node_id map = tree_node(e->tree, value)->parent, key = 0;
	if (map && tree_node(e->tree, map)->kind == NODE_MAP)
		key = tree_first(e->tree, map);
	while (key && tree_next(e->tree, key) != value)
		key = tree_next(e->tree, tree_next(e->tree, key));
	return key;
}

node_id node_before(const struct editor *e, node_id id)
{
	node_id parent = tree_node(e->tree, id)->parent, before = id - 1;
	if (before == parent)
		return 0;
	while (tree_node(e->tree, before)->parent != parent)
		before = tree_node(e->tree, before)->parent;
	return before;
}

node_id leaf_before(const struct editor *e, node_id id)
{
	for (id--; id && tree_node(e->tree, id)->after != id + 1; id--)
		;
	return id;
}

/* A quoted text may have lines that look like comments. */
size_t comments_above(const struct editor *e, node_id id, size_t from)
{
	size_t line = text_line_begin(e->text, from);
	size_t begin = text_comments_above(e->text, line, from - line);
	size_t end = tree_node(e->tree, leaf_before(e, id))->end;
	while (begin < end && begin < line)
		begin = text_line_next(e->text, begin);
	return begin;
}

bool edit_spoils_block(const struct editor *e, node_id collection, node_id last)
{
	bool pair = tree_node(e->tree, collection)->kind == NODE_MAP;
	size_t stop = pair ? pair_stop(e, last) : node_stop(e, last);
	return text_spoils_block(e->text, stop, node_column(e, collection) + 1);
}

size_t flow_comma(const struct editor *e, size_t stop)
{
	size_t comma = text_skip(e->text, stop);
	bool here = comma == text_over_blanks(e->text, stop);
	return here && e->text.at[comma] == ',' ? comma + 1 : stop;
}

bool node_announced(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	return node->parent || node->properties;
}

size_t node_announcement(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	node_id key = key_of(e, id);
	size_t behind;
	if (node->properties)
		return e->tree->properties.at[node->properties].end;
	if (key && pair_colon(e, key, &behind))
		return behind;
	bool is_key = tree_node(e->tree, node->parent)->kind == NODE_MAP;
	return text_sign_before(e->text, node_from(e, id), is_key ? '?' : '-') + 1;
}

size_t node_column(const struct editor *e, node_id id)
{
	node_id first = tree_first(e->tree, id);
	if (!first)
		return text_column(e->text, node_from(e, id));
	if (tree_node(e->tree, id)->kind == NODE_MAP)
		return text_column(e->text, pair_from(e, first));
	return text_column(e->text, text_sign_before(e->text, node_from(e, first), '-'));
}

/* --- kinds ------------------------------------------------------------------------------------ */

bool node_is_null(const struct editor *e, node_id id)
{
	const struct node *node = tree_node(e->tree, id);
	return node->kind == NODE_SCALAR && node->type == TYPE_NULL;
}

bool node_is_flow(const struct editor *e, node_id id)
{
	return tree_node(e->tree, id)->style == STYLE_FLOW;
}

bool node_in_flow(const struct editor *e, node_id id)
{
	node_id parent = tree_node(e->tree, id)->parent;
	return parent && node_is_flow(e, parent);
}

/* --- aliases ---------------------------------------------------------------------------------- */

static node_id alias_of(const struct editor *e, node_id id)
{
	for (node_id i = 1; i < e->tree->nodes.count; i++) {
		const struct node *node = tree_node(e->tree, i);
		if (node->kind == NODE_ALIAS && node->extra == id)
			return i;
	}
	return 0;
}

static bool has_anchor(const struct editor *e, node_id id)
{
	uint32_t properties = tree_node(e->tree, id)->properties;
	return properties && e->tree->properties.at[properties].anchor.len;
}

/* The node itself is noted, too, as one whose aliases are. */
static bool note_aliases(const struct editor *e, node_id id)
{
	if (!has_anchor(e, id) || e->in_the_way[id])
		return true;
	for (node_id at = 1; at < e->tree->nodes.count; at++)
		if (tree_node(e->tree, at)->kind == NODE_ALIAS &&
			tree_node(e->tree, at)->extra == id)
			e->in_the_way[at] = e->in_the_way[id] = true;
	return true;
}

static bool allowed_one(const struct editor *e, node_id id, node_id at)
{
	if (e->in_the_way)
		return note_aliases(e, id);
	node_id alias = has_anchor(e, id) ? alias_of(e, id) : 0;
	if (!alias)
		return true;
	struct bytes anchor = e->tree->properties.at[tree_node(e->tree, id)->properties].anchor;
	diag_error(e->d, tree_span(e->tree, at), "edit/alias",
		"a change here would change what the alias '*" BYTES_FMT "' repeats elsewhere",
		BYTES_ARG(anchor));
	diag_related(e->d, tree_span(e->tree, alias), "it is repeated here");
	diag_hint(e->d, "write the values out in the place of the alias");
	return false;
}

bool edit_allowed(const struct editor *e, node_id id)
{
	for (node_id at = id; at; at = tree_node(e->tree, at)->parent)
		if (!allowed_one(e, at, id))
			return false;
	return true;
}

bool edit_allowed_within(const struct editor *e, node_id id)
{
	for (node_id at = id; at < tree_node(e->tree, id)->after; at++)
		if (!allowed_one(e, at, at))
			return false;
	return true;
}
