#include "fix.h"

#include "base/message.h"

#include <stdlib.h>

/* --- one -------------------------------------------------------------------------------------- */

/* A block list has the place of its only item, which is what is meant then. */
static node_id node_at(const struct tree *tree, struct span at)
{
	for (size_t i = tree->nodes.count; i-- > 1;) {
		const struct node *node = &tree->nodes.at[i];
		if (node->begin == at.begin && node->end == at.end)
			return (node_id)i;
	}
	return 0;
}

/* The key of a pair, as the whole of it is taken out; an item itself. 0: it is neither. */
static node_id removable(const struct tree *tree, node_id id)
{
	node_id parent = tree_node(tree, id)->parent;
	if (!parent || tree_node(tree, parent)->kind != NODE_MAP)
		return parent ? id : 0;
	for (node_id key = tree_first(tree, parent); key;) {
		node_id value = tree_next(tree, key);
		if (value == id)
			return key;
		key = tree_next(tree, value);
	}
	return 0;
}

/* What an expression gives is not what is written there. */
static bool edit_node(
	struct edits *edits, const struct tree *tree, const struct fix *fix, struct diags *d)
{
	node_id id = node_at(tree, fix->at);
	if (!id)
		return false;
	if (fix->kind == FIX_REMOVE) {
		node_id whole = removable(tree, id);
		return whole && edit_remove(edits, tree, whole, d);
	}
	if (tree_node(tree, id)->kind != NODE_SCALAR ||
		bytes_find(tree_text(tree, id), BYTES("${{"), 0) < tree_text(tree, id).len)
		return false;
	const struct value *wanted = value_string(edits->owner, fix->text, fix->at);
	return edit_scalar(edits, tree, id, wanted, d);
}

static const struct tree *read(
	struct arena *scratch, const struct source *source, struct limits limits)
{
	struct diags unheard = diags_new(scratch);
	return tree_read(scratch, source, DIALECT_STRICT, limits, &unheard);
}

/* Whether a text that is YAML reads as before, by the number of its documents. */
static bool still_reads(struct arena *scratch, const struct source *source, const struct tree *tree,
	struct limits limits, struct bytes text)
{
	const struct source *after = source_new(scratch, source->path, source->name, text);
	const struct tree *again = read(scratch, after, limits);
	return again && again->documents.count == tree->documents.count;
}

/* What comes out is the scratch's, as the edits are. */
static bool mend_yaml(
	struct edits *edits, const struct fix *fix, struct limits limits, struct bytes *text)
{
	struct diags unheard = diags_new(edits->owner);
	const struct tree *tree = read(edits->owner, edits->source, limits);
	return tree && edit_node(edits, tree, fix, &unheard) && edits->count &&
		edits_apply(edits->owner, edits, text, &unheard) &&
		still_reads(edits->owner, edits->source, tree, limits, *text);
}

static bool mend_bytes(struct edits *edits, const struct fix *fix, struct bytes *text)
{
	struct diags unheard = diags_new(edits->owner);
	if (fix->kind != FIX_SET || fix->at.end > edits->source->text.len)
		return false;
	edits_add(edits, fix->at.begin, fix->at.end, fix->text);
	return edits_apply(edits->owner, edits, text, &unheard);
}

static bool is_yaml(const struct source *source)
{
	return bytes_ends(source->name, BYTES(".yaml")) || bytes_ends(source->name, BYTES(".yml"));
}

/* False where nothing can be done, or all is as it should be. */
static bool mend(
	struct edits *edits, const struct fix *fix, struct limits limits, struct bytes *text)
{
	return (is_yaml(edits->source) ? mend_yaml(edits, fix, limits, text)
				       : mend_bytes(edits, fix, text)) &&
		!bytes_equal(edits->source->text, *text);
}

const struct edits *fix_edits(struct arena *owner, const struct source *source,
	const struct fix *fix, struct limits limits)
{
	struct arena *scratch = arena_new();
	struct edits edits = edits_new(scratch, source), *kept = NULL;
	struct bytes text;
	if (fix->kind != FIX_NONE && mend(&edits, fix, limits, &text)) {
		kept = arena_new_of(owner, struct edits);
		*kept = edits_new(owner, source);
		for (size_t i = 0; i < edits.count; i++)
			edits_add(kept, edits.at[i].begin, edits.at[i].end,
				bytes_copy(owner, edits.at[i].text));
	}
	arena_end(scratch);
	return kept;
}

/* --- telling ---------------------------------------------------------------------------------- */

/* The tree is NULL of a text that is not YAML, or that does not read. */
static bool is_possible(struct arena *scratch, const struct source *source, const struct tree *tree,
	const struct fix *fix)
{
	struct edits edits = edits_new(scratch, source);
	struct diags unheard = diags_new(scratch);
	struct bytes text;
	if (fix->kind == FIX_NONE)
		return false;
	if (is_yaml(source))
		return tree && edit_node(&edits, tree, fix, &unheard) && edits.count;
	return mend_bytes(&edits, fix, &text) && !bytes_equal(source->text, text);
}

static void announce(struct arena *owner, struct finding *finding)
{
	struct buf hint = buf_new(owner);
	buf_add(&hint, finding->hint);
	buf_add(&hint, finding->hint.len ? BYTES("; ") : BYTES(""));
	if (finding->fix.kind == FIX_REMOVE)
		buf_add(&hint, bytes_of(_("'leme check --fix' takes it out")));
	else
		buf_print(&hint, _("'leme check --fix' writes '" BYTES_FMT "'"),
			BYTES_ARG(finding->fix.text));
	finding->hint = buf_bytes(&hint);
}

void fixes_announce(struct arena *owner, const struct source *source,
	struct finding *const *findings, size_t count, struct limits limits)
{
	struct arena *scratch = arena_new();
	const struct tree *tree = is_yaml(source) ? read(scratch, source, limits) : NULL;
	for (size_t i = 0; i < count; i++)
		if (is_possible(scratch, source, tree, &findings[i]->fix))
			announce(owner, findings[i]);
	arena_end(scratch);
}

/* --- all -------------------------------------------------------------------------------------- */

static int last_first(const void *a, const void *b)
{
	const struct fix *x = *(const struct fix *const *)a, *y = *(const struct fix *const *)b;
	int order = (x->at.begin < y->at.begin) - (x->at.begin > y->at.begin);
	order = order ? order : (x->at.end < y->at.end) - (x->at.end > y->at.end);
	order = order ? order : (int)x->kind - (int)y->kind;
	return order ? order : bytes_compare(x->text, y->text);
}

size_t fixes_apply(struct arena *owner, const struct source *source, struct fixes *fixes,
	struct limits limits, struct bytes *text)
{
	struct arena *scratch = arena_new();
	uint32_t touched = UINT32_MAX;
	size_t done = 0;
	qsort(fixes->at, fixes->count, sizeof *fixes->at, last_first);
	for (size_t i = 0; i < fixes->count; i++) {
		const struct fix *fix = fixes->at[i];
		struct edits edits = edits_new(scratch, source);
		struct bytes after;
		/* What reaches into what was changed waits for another run. */
		if (fix->at.end > touched || (i && !last_first(&fixes->at[i - 1], &fixes->at[i])))
			continue;
		if (mend(&edits, fix, limits, &after)) {
			source = source_new(
				owner, source->path, source->name, bytes_copy(owner, after));
			touched = fix->at.begin;
			done++;
		}
		arena_reset(scratch);
	}
	arena_end(scratch);
	*text = source->text;
	return done;
}
