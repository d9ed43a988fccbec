#include "fix.h"

#include "base/message.h"

#include <stdlib.h>

void fix_announce(struct arena *owner, struct finding *finding)
{
	const struct fix *fix = &finding->fix;
	struct buf hint = buf_new(owner);
	if (fix->kind == FIX_NONE)
		return;
	buf_add(&hint, finding->hint);
	buf_add(&hint, finding->hint.len ? BYTES("; ") : BYTES(""));
	if (fix->kind == FIX_REMOVE)
		buf_add(&hint, bytes_of(_("'leme check --fix' takes it out")));
	else
		buf_print(&hint, _("'leme check --fix' writes '" BYTES_FMT "'"),
			BYTES_ARG(fix->text));
	finding->hint = buf_bytes(&hint);
}

/* --- one -------------------------------------------------------------------------------------- */

struct fixer {
	struct arena *owner;
	const struct source *source; /* with what is done so far */
	bool is_yaml;
	struct limits limits;
};

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

static const struct tree *read(const struct fixer *fixer, const struct source *source)
{
	struct diags unheard = diags_new(fixer->owner);
	return tree_read(fixer->owner, source, DIALECT_STRICT, fixer->limits, &unheard);
}

static const struct source *with_text(const struct fixer *fixer, struct bytes text)
{
	return source_new(fixer->owner, fixer->source->path, fixer->source->name, text);
}

static bool fix_yaml(struct fixer *fixer, const struct fix *fix)
{
	struct diags unheard = diags_new(fixer->owner);
	struct edits edits = edits_new(fixer->owner, fixer->source);
	const struct tree *tree = read(fixer, fixer->source);
	struct bytes text;
	if (!tree || !edit_node(&edits, tree, fix, &unheard) ||
		!edits_apply(fixer->owner, &edits, &text, &unheard))
		return false;
	const struct source *after = with_text(fixer, text);
	const struct tree *again = read(fixer, after);
	if (!again || again->documents.count != tree->documents.count)
		return false;
	fixer->source = after;
	return true;
}

static bool fix_bytes(struct fixer *fixer, const struct fix *fix)
{
	struct buf text = buf_new(fixer->owner);
	struct bytes old = fixer->source->text;
	if (fix->kind != FIX_SET || fix->at.end > old.len)
		return false;
	buf_add(&text, bytes_slice(old, 0, fix->at.begin));
	buf_add(&text, fix->text);
	buf_add(&text, bytes_slice(old, fix->at.end, old.len));
	fixer->source = with_text(fixer, buf_bytes(&text));
	return true;
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
	bool is_yaml = bytes_ends(source->name, BYTES(".yaml")) ||
		bytes_ends(source->name, BYTES(".yml"));
	struct fixer fixer = { owner, source, is_yaml, limits };
	uint32_t touched = UINT32_MAX;
	size_t done = 0;
	qsort(fixes->at, fixes->count, sizeof *fixes->at, last_first);
	for (size_t i = 0; i < fixes->count; i++) {
		const struct fix *fix = fixes->at[i];
		/* What reaches into what was changed waits for another run. */
		if (fix->at.end > touched || (i && !last_first(&fixes->at[i - 1], &fixes->at[i])))
			continue;
		if (!(is_yaml ? fix_yaml : fix_bytes)(&fixer, fix))
			continue;
		touched = fix->at.begin;
		done++;
	}
	*text = fixer.source->text;
	return done;
}
