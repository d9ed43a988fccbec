/*
 * The laws of edits, tried on texts that others wrote: every scalar, pair, item, map and list of
 * every text is edited, and what comes out is held against what was meant.
 *
 * Nothing here asks the edit code what it meant: the tree that must come out is told by walking
 * the tree from before and the one read again side by side (compare.c), and the comments by their
 * places in the text from before (comments.c).
 */
#ifndef LEME_TESTS_LAWS_H
#define LEME_TESTS_LAWS_H

#include "tree/tree.h"

struct laws;

struct range {
	size_t begin, end;
};

/* --- comments --------------------------------------------------------------------------------- */

struct comment {
	struct range at;
	node_id beside; /* the scalar or alias before it on its line, or 0 */
	node_id below;  /* the one that begins on the line below its block in its column, or 0 */
};

struct comments {
	ARRAY(struct comment);
};

struct comments comments_of(struct arena *owner, const struct tree *tree);

/* --- one text --------------------------------------------------------------------------------- */

struct subject {
	const char *name;
	struct arena *owner;
	struct tree *tree;
	struct comments comments;
};

static inline struct bytes subject_text(const struct subject *subject)
{
	return subject->tree->source->text;
}

/* Whether a node is a key, not a value or item. */
bool node_is_key(const struct tree *tree, node_id id);

/* The nodes that go if a key or an item does: up to this one, which stays. */
node_id part_after(const struct tree *tree, node_id key_or_item);

/* --- one change ------------------------------------------------------------------------------- */

struct change {
	enum change_kind { CHANGE_SCALAR, CHANGE_REMOVE, CHANGE_INSERT, CHANGE_CONTAIN } kind;
	node_id node; /* the scalar; the key or item; the list; the map */
	size_t index; /* of an item to be inserted */
	const struct value *wanted;
	struct range region; /* from the scalar before to the scalar behind: nothing else changes */
	struct range own;    /* comments in here go with what is removed, all others stay … */
	struct range either; /* … but those in here may do either, as all of it may be replaced */
	bool anew;           /* … and all comments, as items that move may come anew */
	const struct moves *moves; /* a list in the map that changes in nothing else; or NULL */
};

/* The items of a list in another order: which comes to stand where, and what belongs to each. */
struct moves {
	node_id list;
	size_t count;
	const size_t *items;        /* by place */
	const struct range *pieces; /* by item: its comments go where it does */
};

struct change change_scalar(
	const struct subject *subject, node_id scalar, const struct value *wanted);
struct change change_remove(const struct subject *subject, node_id key_or_item);
struct change change_insert(
	const struct subject *subject, node_id list, size_t index, const struct value *wanted);
struct change change_contain(
	const struct subject *subject, node_id map, const struct value *wanted);

/* What goes with an item that is removed; comments below it that are deeper than its dash; one
 * behind it in flow. */
struct range piece_of(const struct subject *subject, node_id item);

/* A list in a map with one item more, less or changed, or several moved, as far as that can be
 * judged. */
enum { MOST_LIST_CHANGES = 7 };
size_t changes_of_list(struct laws *laws, const struct subject *subject, node_id map, node_id key,
	struct change changes[MOST_LIST_CHANGES]);

/* --- what comes of changes -------------------------------------------------------------------- */

/* Changes of one text that are made at once, and what came of them. */
struct outcome {
	struct arena *owner;
	const struct subject *subject;
	const struct change **changes; /* not two of one node */
	const struct change **of_node;
	size_t count;
	struct edits edits;
	struct tree *tree; /* of the text that came out */
	node_id *twins;    /* of each node from before, the one in it; 0 for none or unknown */
};

/* NULL, or what is wrong with it. The first fills in the twins, which the others need. */
const char *outcome_compare(struct outcome *outcome);
const char *outcome_compare_comments(const struct outcome *outcome);
const char *outcome_compare_text(const struct outcome *outcome);

/* --- the run ---------------------------------------------------------------------------------- */

struct tally {
	const char *name;
	size_t count;
};

struct laws {
	struct arena *run, *scratch;
	const char *only, *refusal; /* names with this part; refusals to be shown */
	uint64_t seed, chance;
	size_t texts, changes, refused, broken;
	struct {
		ARRAY(struct tally);
	} refusals, breaches;
};

/* Makes the changes at once and judges what comes out; counts and prints what is broken. */
void laws_judge(struct laws *laws, const struct subject *subject, const struct change **changes,
	size_t count);

/* Counts and prints a law that is broken. */
void laws_broken(
	struct laws *laws, const struct subject *subject, const char *flaw, struct bytes after);

/* Tries changes of the data of whole documents. */
void laws_become(struct laws *laws, const struct subject *subject);

/* A number below the limit, the same for the same seed, text and calls before. */
size_t laws_chance(struct laws *laws, size_t limit);

/* Tries all changes of a text in a dialect, if that accepts it. */
void laws_try(struct laws *laws, const char *name, struct bytes text, enum dialect dialect);

#endif
