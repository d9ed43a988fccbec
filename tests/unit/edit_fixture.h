/* A text that is edited, for the tests of edits. */
#ifndef LEME_TESTS_EDIT_FIXTURE_H
#define LEME_TESTS_EDIT_FIXTURE_H

#include "unit.h"

#include "tree/tree.h"

#include <stdlib.h>

static inline const struct value *read_value(struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(unit_arena(), unit_source(text), dialect, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "«" BYTES_FMT "» %s", BYTES_ARG(text), unit_diags(&d));
	if (tree->documents.count == 0 || tree->documents.at[0].root == 0)
		return NULL;
	node_id root = tree->documents.at[0].root;
	return tree_value(unit_arena(), tree, root, LIMITS_DEFAULT, &d);
}

struct fixture {
	struct diags d;
	struct tree *tree;
	struct edits edits;
	node_id root;
};

static inline struct fixture fixture_in(struct bytes text, enum dialect dialect)
{
	struct fixture f = { .d = diags_new(unit_arena()) };
	struct source *source = unit_source(text);
	f.tree = tree_read(unit_arena(), source, dialect, LIMITS_DEFAULT, &f.d);
	ck_assert_msg(f.tree, "«" BYTES_FMT "» %s", BYTES_ARG(text), unit_diags(&f.d));
	f.edits = edits_new(unit_arena(), source);
	f.root = f.tree->documents.count ? f.tree->documents.at[0].root : 0;
	return f;
}

static inline struct fixture fixture_of(struct bytes text)
{
	return fixture_in(text, DIALECT_HELM);
}

static inline node_id step_down(const struct tree *tree, node_id from, struct bytes part)
{
	const struct node *node = tree_node(tree, from);
	node_id at = tree_first(tree, from);
	if (node->kind == NODE_SEQ)
		for (int i = atoi(part.at); i > 0; i--)
			at = tree_next(tree, at);
	else
		while (!bytes_equal(tree_text(tree, at), part))
			at = tree_next(tree, tree_next(tree, at));
	return at;
}

/* Parts joined by '.'; for a map the key of the pair, for a list the item at the number. */
static inline node_id find(const struct fixture *f, struct bytes path)
{
	struct bytes part;
	node_id at = f->root;
	while (bytes_cut(&path, '.', &part)) {
		at = step_down(f->tree, at, part);
		bool is_key = tree_node(f->tree, tree_node(f->tree, at)->parent)->kind == NODE_MAP;
		if (path.at && is_key)
			at = tree_next(f->tree, at);
	}
	return at;
}

static inline struct bytes apply(struct fixture *f, const char *row)
{
	struct bytes result;
	ck_assert_msg(edits_apply(unit_arena(), &f->edits, &result, &f->d), "%s: %s", row,
		unit_diags(&f->d));
	return result;
}

/* Place and id of the first diag, as "2:4 edit/alias". */
static inline const char *first_diag(const struct diags *d)
{
	const struct diag *diag = d->at[0];
	struct place place = source_place(diag->at.source, diag->at.begin);
	return bytes_print(unit_arena(), "%zu:%zu %s", place.line, place.column, diag->id).at;
}

#endif
