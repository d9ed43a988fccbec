/*
 * What must hold for every tree that was read, whatever the text. Used by the conformance runner
 * and the fuzzers.
 */
#ifndef LEME_TESTS_TREE_LAWS_H
#define LEME_TESTS_TREE_LAWS_H

#include "tree/tree.h"

/* The first byte of a node, or of its properties if it has some. */
static inline uint32_t law_begin(const struct tree *tree, const struct node *node)
{
	return node->properties ? tree->properties.at[node->properties].begin : node->begin;
}

static inline const char *law_quotes(const struct tree *tree, const struct node *node)
{
	struct bytes text = bytes_slice(tree->source->text, node->begin, node->end);
	char quote = node->style == STYLE_SINGLE ? '\'' : '"';
	if (text.len < 2 || text.at[0] != quote || text.at[text.len - 1] != quote)
		return "a quoted scalar does not begin and end with its quote";
	return NULL;
}

static inline const char *law_scalar(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	struct bytes written = span_text(tree_span(tree, id)), text = tree_text(tree, id);
	switch (node->style) {
	case STYLE_EMPTY:
		return node->begin == node->end && text.len == 0 ? NULL : "an empty node has bytes";
	case STYLE_PLAIN:
		if (bytes_find(written, BYTES("\n"), 0) < written.len ||
			bytes_find(written, BYTES("\r"), 0) < written.len ||
			bytes_find(written, BYTES("\xC2\x85"), 0) < written.len ||
			bytes_find(written, BYTES("\xE2\x80"), 0) < written.len)
			return NULL;
		return bytes_equal(written, text) ? NULL
						  : "a plain scalar's bytes are not its text";
	case STYLE_LITERAL:
	case STYLE_FOLDED:
		if (written.len && written.at[0] == (node->style == STYLE_LITERAL ? '|' : '>'))
			return NULL;
		return "a block scalar does not begin with its indicator";
	default:
		return law_quotes(tree, node);
	}
}

static inline const char *law_collection(const struct tree *tree, const struct node *node)
{
	struct bytes text = bytes_slice(tree->source->text, node->begin, node->end);
	bool map = node->kind == NODE_MAP;
	const struct node *parent = tree_node(tree, node->parent);
	bool pair = map && node->parent && parent->kind == NODE_SEQ && parent->style == STYLE_FLOW;
	if (node->style != STYLE_FLOW || pair)
		return NULL;
	if (text.len < 2 || text.at[0] != (map ? '{' : '[') ||
		text.at[text.len - 1] != (map ? '}' : ']'))
		return "a flow collection does not begin and end with its brackets";
	return NULL;
}

static inline const char *law_node(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	const struct node *parent = tree_node(tree, node->parent);
	if (node->begin > node->end || node->end > tree->source->text.len)
		return "a node ends before it begins";
	if (node->after <= id || node->after > tree->nodes.count)
		return "a subtree ends before it begins";
	if (node->properties && tree->properties.at[node->properties].end > node->begin)
		return "properties reach into their node";
	if (node->parent &&
		(law_begin(tree, node) < parent->begin || node->end > parent->end ||
			node->after > parent->after))
		return "a child is not inside its parent";
	node_id next = tree_next(tree, id);
	if (next && law_begin(tree, tree_node(tree, next)) < node->end)
		return "a node begins before the one before it ends";
	if (node->kind == NODE_SCALAR)
		return law_scalar(tree, id);
	if (node->kind == NODE_ALIAS)
		return tree->source->text.at[node->begin] == '*' ? NULL : "an alias without '*'";
	return law_collection(tree, node);
}

static inline const char *law_documents(const struct tree *tree)
{
	uint32_t end = 0;
	for (size_t i = 0; i < tree->documents.count; i++) {
		const struct document *document = &tree->documents.at[i];
		const struct node *root = tree_node(tree, document->root);
		if (document->begin != end || document->end < end)
			return "documents do not follow each other";
		end = document->end;
		if (document->root && (law_begin(tree, root) < document->begin || root->end > end))
			return "a root is not inside its document";
	}
	return tree->documents.count && end != tree->source->text.len
		? "the last document ends early"
		: NULL;
}

/* Whether the bytes between two tokens are blanks, line ends, comments, indicators, directives. */
static inline bool law_gap(const struct tree *tree, uint32_t begin, uint32_t end)
{
	struct bytes text = tree->source->text;
	for (uint32_t at = begin; at < end; at++) {
		bool line = at == 0 || strchr("\r\n\x85\xA8\xA9\xBF", text.at[at - 1]);
		bool comment = text.at[at] == '#', directive = text.at[at] == '%' && line;
		struct bytes rest = bytes_slice(text, at, end);
		while ((comment || directive) && at < end && !strchr("\r\n", text.at[at]))
			at++;
		if (comment || directive)
			continue;
		if (line && (bytes_begins(rest, BYTES("---")) || bytes_begins(rest, BYTES("..."))))
			at += 2;
		else if (!strchr(" \t\r\n-?:,[]{}\xC2\x85\xE2\x80\xA8\xA9\xEF\xBB\xBF",
				 text.at[at]))
			return false;
	}
	return true;
}

/* No byte is lost: all are in a token or in a gap. */
static inline const char *law_bytes(const struct tree *tree, node_id *id)
{
	uint32_t cursor = 0;
	for (*id = 1; *id < tree->nodes.count; ++*id) {
		const struct node *node = tree_node(tree, *id);
		const struct properties *properties = &tree->properties.at[node->properties];
		bool token = node->kind == NODE_SCALAR || node->kind == NODE_ALIAS;
		if (!law_gap(tree, cursor, law_begin(tree, node)))
			return "bytes before this node belong to nothing";
		if (node->properties && !law_gap(tree, properties->end, node->begin))
			return "bytes behind these properties belong to nothing";
		cursor = token ? node->end : node->properties ? properties->end : cursor;
	}
	*id = 0;
	return law_gap(tree, cursor, (uint32_t)tree->source->text.len)
		? NULL
		: "bytes at the end belong to nothing";
}

static inline bool law_has_sign(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	struct bytes all = tree->source->text, text = tree_text(tree, id);
	bool is_key = node->style == STYLE_PLAIN && node->end < all.len && all.at[node->end] == ':';
	if (node->kind != NODE_SCALAR || node->type != TYPE_STRING || is_key)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (memchr("/:@", text.at[i], 3))
			return true;
	return false;
}

/* What a tree lists misses none. */
static inline const char *law_signs(const struct tree *tree, node_id *id)
{
	size_t listed = 0;
	for (*id = 1; tree->lists_signs && *id < tree->nodes.count; ++*id)
		if (listed < tree->signs.count && tree->signs.at[listed] == *id)
			listed++;
		else if (law_has_sign(tree, *id))
			return "a text with a sign is not listed";
	*id = 0;
	return !tree->lists_signs || listed == tree->signs.count ? NULL
								 : "what is listed has no order";
}

/* NULL, or the law that the tree breaks; *id is then the node, 0 for the documents. */
static inline const char *law_broken(const struct tree *tree, node_id *id)
{
	for (*id = 1; *id < tree->nodes.count; ++*id) {
		const char *broken = law_node(tree, *id);
		if (broken)
			return broken;
	}
	*id = 0;
	const char *broken = law_documents(tree);
	if (!broken)
		broken = law_signs(tree, id);
	return broken ? broken : law_bytes(tree, id);
}

/* Whether two readers made the same of a text. */
static inline bool law_same_node(const struct tree *a, const struct tree *b, node_id id)
{
	struct node x = *tree_node(a, id), y = *tree_node(b, id);
	bool scalar = x.kind == NODE_SCALAR;
	return x.kind == y.kind && x.style == y.style && x.type == y.type && x.begin == y.begin &&
		x.end == y.end && x.parent == y.parent && x.after == y.after &&
		x.properties == y.properties && (scalar || x.extra == y.extra) &&
		(!scalar || bytes_equal(tree_text(a, id), tree_text(b, id)));
}

static inline bool law_same(const struct tree *a, const struct tree *b)
{
	if (a->nodes.count != b->nodes.count || a->documents.count != b->documents.count)
		return false;
	for (node_id id = 1; id < a->nodes.count; id++)
		if (!law_same_node(a, b, id))
			return false;
	for (size_t i = 0; i < a->documents.count; i++) {
		struct document x = a->documents.at[i], y = b->documents.at[i];
		if (x.root != y.root || x.begin != y.begin || x.end != y.end)
			return false;
	}
	return true;
}

#endif
