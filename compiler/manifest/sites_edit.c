/* What sites shall say, as edits of the scalars that hold them. */
#include "images.h"

#include <stdlib.h>

/* A part of a scalar's text and what stands there instead. */
struct splice {
	node_id node;
	uint32_t begin, end;
	struct bytes text;
	struct span at; /* of the part, where it is written as it is read */
};

struct splices {
	ARRAY(struct splice);
};

struct splicing {
	struct arena *scratch;
	const struct tree *tree;
	struct edits *edits;
	struct diags *d;
};

static int by_place(const void *a, const void *b)
{
	const struct splice *x = a, *y = b;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* Where a part of a scalar's text is written; false if it is written otherwise than it is read. */
static bool find_written(const struct splicing *splicing, struct splice *splice)
{
	const struct tree *tree = splicing->tree;
	struct value scalar = { .kind = VALUE_STRING,
		.style = tree_node(tree, splice->node)->style,
		.at = tree_span(tree, splice->node),
		.text = tree_text(tree, splice->node) };
	splice->at = value_place(&scalar, splice->begin, splice->end);
	return bytes_equal(
		span_text(splice->at), bytes_slice(scalar.text, splice->begin, splice->end));
}

/* What means the same in any quotes and in none, and ends nothing. */
static bool is_safe(struct bytes text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!letter && !(c >= '-' && c <= ':') && c != '_' && !(i && c == '@'))
			return false;
	}
	return text.len && text.at[text.len - 1] != ':' && text.at[0] != '-' && text.at[0] != ':';
}

static struct bytes spliced(struct arena *owner, struct bytes text, const struct splices *splices)
{
	struct buf out = buf_new(owner);
	size_t from = 0;
	for (size_t i = 0; i < splices->count; i++) {
		const struct splice *splice = &splices->at[i];
		if (splice->begin < from)
			continue;
		buf_add(&out, bytes_slice(text, from, splice->begin));
		buf_add(&out, splice->text);
		from = splice->end;
	}
	buf_add(&out, bytes_slice(text, from, text.len));
	return buf_bytes(&out);
}

/* In a plain scalar the whole text must still be one, where it may be read as something else. */
static bool may_splice(
	const struct splicing *splicing, const struct splices *splices, struct bytes becomes)
{
	const struct node *node = tree_node(splicing->tree, splices->at[0].node);
	if (node->properties && splicing->tree->properties.at[node->properties].tag.len)
		return false;
	for (size_t i = 0; i < splices->count; i++)
		if (!is_safe(splices->at[i].text) || !find_written(splicing, &splices->at[i]))
			return false;
	return node->style != STYLE_PLAIN || resolve_helm(becomes).type == TYPE_STRING;
}

/* Those of one scalar, by place. */
static bool edit_one(const struct splicing *splicing, const struct splices *splices)
{
	node_id id = splices->at[0].node;
	struct bytes becomes = spliced(splicing->scratch, tree_text(splicing->tree, id), splices);
	if (!may_splice(splicing, splices, becomes))
		return edit_scalar(splicing->edits, splicing->tree, id,
			value_string(splicing->scratch, becomes, tree_span(splicing->tree, id)),
			splicing->d);
	for (size_t i = 0; i < splices->count; i++)
		edits_add(splicing->edits, splices->at[i].at.begin, splices->at[i].at.end,
			splices->at[i].text);
	return true;
}

static void add_whole(
	const struct splicing *splicing, struct splices *splices, node_id node, struct bytes text)
{
	uint32_t end = (uint32_t)tree_text(splicing->tree, node).len;
	if (node && text.at)
		*array_push(splicing->scratch,
			splices) = (struct splice){ .node = node, .end = end, .text = text };
}

static bool is_part(const struct site *site)
{
	const struct path_steps *path = site->by ? &site->by->path : NULL;
	return path && path->count && path->at[path->count - 1].kind == STEP_TEXT;
}

static struct splices splices_of(
	const struct splicing *splicing, const struct site_changes *changes)
{
	struct splices splices = { 0 };
	for (size_t i = 0; i < changes->count; i++) {
		const struct site_change *change = &changes->at[i];
		const struct site *site = change->site;
		if (site->reference && is_part(site))
			*array_push(splicing->scratch, &splices) = (struct splice){
				.node = site->reference,
				.begin = site->begin,
				.end = site->end,
				.text = change->text,
			};
		else if (site->reference)
			add_whole(splicing, &splices, site->reference, change->text);
		add_whole(splicing, &splices, site->repository, change->repository);
		add_whole(splicing, &splices, site->tag, change->tag);
	}
	return splices;
}

/* Sites that share a place, through aliases or twice declared, want the same there. */
static void drop_repeats(struct splices *splices)
{
	size_t kept = 0;
	for (size_t i = 0; i < splices->count; i++)
		if (!i || by_place(&splices->at[i], &splices->at[kept - 1]))
			splices->at[kept++] = splices->at[i];
	splices->count = kept;
}

bool sites_edit(struct arena *scratch, const struct site_changes *changes, struct edits *edits,
	struct diags *d)
{
	if (!changes->count)
		return true;
	struct splicing splicing = { scratch, changes->at[0].site->object->manifest->tree, edits,
		d };
	struct splices all = splices_of(&splicing, changes);
	bool good = true;
	if (all.count > 1)
		qsort(all.at, all.count, sizeof *all.at, by_place);
	drop_repeats(&all);
	for (size_t begin = 0, end = 0; begin < all.count; begin = end) {
		while (end < all.count && all.at[end].node == all.at[begin].node)
			end++;
		struct splices one = { all.at + begin, end - begin, 0 };
		good = edit_one(&splicing, &one) && good;
	}
	return good;
}
