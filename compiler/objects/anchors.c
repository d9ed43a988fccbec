#include "anchors.h"

#include "base/message.h"
#include "base/names.h"

/* One document that has an anchor of this name, and what stands there once it was asked for. */
struct definition {
	uint32_t document;
	struct tree *tree; /* its first node; NULL: not asked for yet */
};

struct definitions {
	ARRAY(struct definition); /* in the order of documents */
};

/* A document that lends: read once for all that one document in need asks of it. */
struct lender {
	struct arena *arena;
	struct tree *tree;
	struct names anchors; /* to nodes; the last one of a name counts */
	struct lender *next;
	size_t document;
};

/*
 * Nothing is looked for before an alias is stray. Then the documents before it are read for their
 * anchors, each once, and what is asked for is kept; all else is forgotten again.
 */
struct anchors {
	struct arena *owner;
	struct names names; /* to the place in `known`, from 1 */
	struct {
		ARRAY(struct definitions);
	} known;
	size_t looked;          /* documents that were read for their anchors */
	size_t charged;         /* bytes of nodes that are kept */
	struct lender *lenders; /* of the document that is read now */
};

struct anchors *anchors_new(struct arena *owner)
{
	struct anchors *anchors = arena_new_of(owner, struct anchors);
	*anchors = (struct anchors){ .owner = owner, .names = { .owner = owner } };
	return anchors;
}

/* --- what there is ---------------------------------------------------------------------------- */

static void define(struct anchors *anchors, struct bytes name, size_t document)
{
	uint32_t place = names_get(&anchors->names, name);
	if (!place) {
		*array_push(anchors->owner, &anchors->known) = (struct definitions){ 0 };
		place = (uint32_t)anchors->known.count;
		names_set(&anchors->names, name, place);
	}
	struct definitions *all = &anchors->known.at[place - 1];
	if (all->count && all->at[all->count - 1].document == document)
		return;
	*array_push(anchors->owner, all) = (struct definition){ (uint32_t)document, NULL };
}

static struct tree *read_document(struct arena *owner, const struct stream *stream, size_t index,
	struct strays *strays, struct limits limits)
{
	struct stretch at = stream->documents.at[index];
	struct diags unsaid = diags_new(owner);
	struct tree_part part = { at.begin, at.end, strays };
	return tree_read_part(owner, stream->source, part, DIALECT_HELM, limits, &unsaid);
}

static bool may_have_anchors(const struct stream *stream, size_t index)
{
	struct stretch at = stream->documents.at[index];
	return at.end > at.begin &&
		memchr(stream->source->text.at + at.begin, '&', at.end - at.begin);
}

static void look(const struct stream *stream, size_t index, struct limits limits)
{
	struct arena *scratch = arena_new();
	struct strays strays = { 0 };
	const struct tree *tree = read_document(scratch, stream, index, &strays, limits);
	for (size_t i = 1; tree && i < tree->properties.count; i++)
		if (tree->properties.at[i].anchor.len)
			define(stream->anchors, tree->properties.at[i].anchor, index);
	arena_end(scratch);
}

/* The definition in the nearest document before one, or NULL. */
static struct definition *find(const struct stream *stream, size_t index, struct bytes name)
{
	struct anchors *anchors = stream->anchors;
	uint32_t place = names_get(&anchors->names, name);
	if (!place)
		return NULL;
	struct definitions *all = &anchors->known.at[place - 1];
	size_t low = 0, high = all->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (all->at[middle].document < index)
			low = middle + 1;
		else
			high = middle;
	}
	return low ? &all->at[low - 1] : NULL;
}

/* --- what is lent ----------------------------------------------------------------------------- */

/* A document in need, and how many others are in need of it. */
struct loan {
	const struct stream *stream;
	size_t index;
	struct limits limits;
	struct diags *d;
	uint32_t depth;
};

static bool refuse_size(const struct loan *loan, struct span at)
{
	diag_error(loan->d, at, "limit/aliases",
		"aliases to anchors of other documents add more than %zu bytes",
		loan->limits.alias_expansion);
	diag_hint(loan->d, N_("--max-alias sets the limit"));
	return false;
}

static bool lend(const struct loan *loan, struct tree *tree, const struct strays *strays);

static struct lender *lender_new(const struct loan *loan, size_t document, struct strays *strays)
{
	struct arena *arena = arena_new();
	struct lender *lender = arena_new_of(arena, struct lender);
	*lender = (struct lender){ .arena = arena,
		.anchors = { .owner = arena },
		.next = loan->stream->anchors->lenders,
		.document = document };
	lender->tree = read_document(arena, loan->stream, document, strays, loan->limits);
	for (node_id id = 1; id < lender->tree->nodes.count; id++) {
		uint32_t properties = tree_node(lender->tree, id)->properties;
		if (properties && lender->tree->properties.at[properties].anchor.len)
			names_set(&lender->anchors, lender->tree->properties.at[properties].anchor,
				id);
	}
	loan->stream->anchors->lenders = lender;
	return lender;
}

/* The document, with what it needs of those before it; NULL if that is too much. */
static struct lender *lender_of(const struct loan *loan, size_t document)
{
	struct strays strays = { 0 };
	struct loan before = { loan->stream, document, loan->limits, loan->d, loan->depth + 1 };
	for (struct lender *known = loan->stream->anchors->lenders; known; known = known->next)
		if (known->document == document)
			return known;
	struct lender *lender = lender_new(loan, document, &strays);
	return lend(&before, lender->tree, &strays) ? lender : NULL;
}

static void lenders_end(struct anchors *anchors)
{
	while (anchors->lenders) {
		struct lender *next = anchors->lenders->next;
		arena_end(anchors->lenders->arena);
		anchors->lenders = next;
	}
}

/* Keeps what is asked for. False if that is too much. */
static bool keep(const struct loan *loan, struct definition *definition, struct bytes name)
{
	struct anchors *anchors = loan->stream->anchors;
	const struct lender *lender = lender_of(loan, definition->document);
	if (!lender)
		return false;
	definition->tree = tree_cut(
		anchors->owner, lender->tree, names_get(&lender->anchors, name));
	anchors->charged += definition->tree->nodes.count * sizeof(struct node);
	return true;
}

static bool lend_one(const struct loan *loan, struct tree *tree, node_id alias, struct names *lent)
{
	struct span at = tree_span(tree, alias);
	struct bytes name = bytes_slice(span_text(at), 1, at.end - at.begin);
	node_id known = names_get(lent, name);
	if (known) {
		tree_point(tree, alias, known);
		return true;
	}
	struct definition *definition = find(loan->stream, loan->index, name);
	if (!definition)
		return diag_error(loan->d, at, "yaml/alias",
			"no anchor '&" BYTES_FMT "' stands before", BYTES_ARG(name));
	size_t room = loan->limits.alias_expansion * sizeof(struct node) / 8;
	if (loan->depth == loan->limits.depth || loan->stream->anchors->charged > room)
		return refuse_size(loan, at);
	if (!definition->tree && !keep(loan, definition, name))
		return false;
	node_id meant = tree_adopt(tree, definition->tree, 1);
	names_set(lent, name, meant);
	tree_point(tree, alias, meant);
	return true;
}

static bool lend(const struct loan *loan, struct tree *tree, const struct strays *strays)
{
	struct names lent = { .owner = tree->owner };
	bool good = true;
	for (size_t i = 0; i < strays->count; i++)
		good &= lend_one(loan, tree, strays->at[i], &lent);
	return good;
}

bool anchors_lend(const struct stream *stream, size_t index, struct tree *tree,
	const struct strays *strays, struct limits limits, struct diags *d)
{
	struct anchors *anchors = stream->anchors;
	if (strays->count == 0)
		return true;
	for (; anchors->looked < index; anchors->looked++)
		if (may_have_anchors(stream, anchors->looked))
			look(stream, anchors->looked, limits);
	struct loan loan = { stream, index, limits, d, 0 };
	bool good = lend(&loan, tree, strays);
	lenders_end(anchors);
	return good;
}
