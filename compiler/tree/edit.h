/*
 * The parts that edits are made of. Private to tree/.
 *
 * New lines are always put at the end of a line, before its line end: so a file without a final
 * line end stays without, and what is put at one place later comes behind what was put there
 * before. Deeper maps are therefore edited before the maps that hold them.
 */
#ifndef LEME_TREE_EDIT_H
#define LEME_TREE_EDIT_H

#include "base/names.h"
#include "layout.h"

struct editor {
	struct edits *edits;
	const struct tree *tree;
	struct diags *d;
	struct bytes text;
	bool *moves;     /* set where an item of a list is wanted in another place; or NULL */
	bool no_literal; /* what is below goes, and leaves lines that would be taken for its text */
	bool *in_the_way; /* of each alias that repeats what is changed: it is noted, and nothing
			     refused; or NULL */
};

static inline struct editor editor_of(struct edits *edits, const struct tree *tree, struct diags *d)
{
	return (struct editor){ edits, tree, d, tree->source->text, NULL, false, NULL };
}

/* --- what stands where ------------------------------------------------------------------------ */

/* From the anchor or tag, if there is one; a block list from its dash, a pair from its `?`. */
size_t node_from(const struct editor *e, node_id id);
size_t pair_from(const struct editor *e, node_id key);

/* The end without the line end that a literal block has. */
size_t node_stop(const struct editor *e, node_id id);
size_t pair_stop(const struct editor *e, node_id key);

/* The end of `|-` or `>2+`, before blanks and a comment; the begin of any other node. */
size_t header_stop(const struct editor *e, const struct node *node);

/* Whether the empty lines behind the text of a block scalar are text too, as `|+` says. */
bool block_keeps_lines(const struct editor *e, const struct node *block);

/* Behind the `:` of a pair. False where it has none. */
bool pair_colon(const struct editor *e, node_id key, size_t *behind);

/* The key of a value; 0 for an item or a key. */
node_id key_of(const struct editor *e, node_id value);

/* The node of the same parent directly before, or 0. For a value: its key. */
node_id node_before(const struct editor *e, node_id id);

/* The scalar or alias before a node in the text, or 0. */
node_id leaf_before(const struct editor *e, node_id id);

/* The begin of the comment lines above a part that begins a line, in its column. */
size_t comments_above(const struct editor *e, node_id id, size_t from);

/* Whether there are lines below the last of the parts that go that a block above would take. */
bool edit_spoils_block(const struct editor *e, node_id collection, node_id last);

/* The last item of a block list, what is last of the last pair of a block map; else 0. */
node_id block_last(const struct editor *e, node_id block);

/* The scalar, alias or flow collection at the very end of a block. */
node_id block_leaf(const struct editor *e, node_id id);

/* In flow: behind the comma of a part that ends at `stop`, if it has one on its line. */
size_t flow_comma(const struct editor *e, size_t stop);

/* Whether anything announces a node: a sign or a colon, an anchor or a tag; and where that ends. */
bool node_announced(const struct editor *e, node_id id);
size_t node_announcement(const struct editor *e, node_id id);

/* The column of the keys of a block map, or of the dashes of a block list. */
size_t node_column(const struct editor *e, node_id id);

bool node_is_null(const struct editor *e, node_id id);
bool node_is_flow(const struct editor *e, node_id id);
bool node_in_flow(const struct editor *e, node_id id);

/* `[a: b]` holds a map without braces. */
bool node_is_bare(const struct editor *e, node_id id);

/* What the reader makes of a key. No text (.at is NULL) if it is none. */
struct bytes key_text(const struct editor *e, node_id key);

/* The keys of a map by their texts; the last of equal ones counts. */
struct keys {
	struct names last, twice, merged; /* merged: by the place of the `<<` that gives them */
	node_id merge;                    /* the last `<<` that merges, or 0 */
	bool strange;                     /* a key has no text */
};

struct keys keys_of(const struct editor *e, node_id map);
node_id keys_find(const struct keys *keys, struct bytes text);
bool keys_twice(const struct keys *keys, struct bytes text);

/* The last `<<` that gives the key, if that counts, not the map's own; or 0. */
node_id keys_merged(const struct keys *keys, struct bytes text);

/* --- what may be touched ---------------------------------------------------------------------- */

/* False, with a diag, if an alias repeats what is here: the node, one around it, or (for
 * `within`) one in it. */
bool edit_allowed(const struct editor *e, node_id id);
bool edit_allowed_within(const struct editor *e, node_id id);

/* These say why not, and return false. */
bool edit_refuse_merge(const struct editor *e, node_id merge, struct bytes key);
bool edit_refuse_alias(const struct editor *e, node_id alias);

/* --- how the file looks ----------------------------------------------------------------------- */

/* Steps of indentation, as near to the node as they can be seen. */
struct layout layout_near(const struct editor *e, node_id id);

/* --- pieces ----------------------------------------------------------------------------------- */

/* An edit whose text has `\n` for line ends, which become the file's own. */
void edit_put(const struct editor *e, size_t begin, size_t end, struct bytes text);

/* Lines, each with its `\n`, behind the line that holds `at`. */
void edit_put_lines(const struct editor *e, size_t at, struct bytes lines);

/*
 * The libraries take tabs in blank lines, or at least before comments, behind a plain scalar only:
 * those below `stop` go, or become blanks.
 */
void edit_clear_below(const struct editor *e, size_t stop);

/* Both libraries take tabs before a plain scalar that begins its line, not before any other. */
void edit_clear_before(const struct editor *e, size_t from);

/*
 * Behind a root that was written as nothing, or in quotes, libyaml takes a directive without `...`
 * before it. Behind a plain scalar that line would be a part of it: it gets its `...`.
 */
void edit_part_below(const struct editor *e, size_t stop);

/* Anything in the place of anything. */
bool edit_replace(const struct editor *e, node_id id, const struct value *wanted);

/* The same without asking whether an alias repeats what is there. */
bool edit_write_anew(const struct editor *e, node_id id, const struct value *wanted);

/* A scalar's own edit; edit_scalar() with the checks behind it. */
bool edit_change(const struct editor *e, node_id scalar, const struct value *wanted);

/* Before lines are put behind a block: a last literal that the file cuts off gets its `-`. */
void edit_end_literal(const struct editor *e, node_id block);

/*
 * As edit_put_lines(), behind a block; its last literal keeps its text where the file cuts it off.
 */
void edit_put_behind(const struct editor *e, node_id block, size_t at, struct bytes lines);

struct new_items {
	const struct value *const *at;
	size_t count;
	const struct bytes *texts; /* of those that have one as they are written; or NULL */
};

/* New pairs behind the last of a map; new items before one of a list, 0: behind the last. */
bool edit_add_pairs(const struct editor *e, node_id map, const struct value *pairs);
bool edit_add_items(const struct editor *e, node_id seq, node_id before, struct new_items items);

/*
 * Takes siblings out, from one key or item to another; at least one stays. False, with a diag, if
 * an alias repeats something of them. `follows`: whether lines will be put behind them.
 */
enum what_follows { NOTHING_FOLLOWS, MORE_FOLLOWS };
bool edit_take_out(const struct editor *e, node_id first, node_id last, enum what_follows follows);

/* The same for all that there is: `{}` or `[]` is left. */
bool edit_take_all(const struct editor *e, node_id first, node_id last);

/* Makes a node equal to a value that it is not equal to; a list, item by item. */
bool edit_make_equal(const struct editor *e, node_id id, const struct value *wanted);
bool edit_make_list_equal(const struct editor *e, node_id seq, const struct value *wanted);

/*
 * Makes a node what is wanted, which was made of its data: edit_become(). False, perhaps with a
 * diag, if an alias elsewhere repeats something of it; then no edit is left.
 */
bool edit_make_of(
	const struct editor *e, node_id id, const struct value *had, const struct value *wanted);
bool edit_make_list_of(
	const struct editor *e, node_id seq, const struct value *had, const struct value *wanted);

/*
 * The same after those aliases are written as what they mean. False, perhaps with a diag, if that
 * cannot be; then no edit is left.
 */
bool edit_make_spelled_out(const struct editor *e, node_id id, const struct value *had,
	const struct value *wanted, bool *in_the_way);

/*
 * Whether a node may change before what ends at `stop` goes. If that ends a file that has no last
 * line end, the text of a block that then ends the file would lose its own: then none must be made,
 * and none may be among others that change.
 */
bool edit_may_end(struct editor *here, node_id changed, size_t stop);

/* --- lists in another order ------------------------------------------------------------------- */

/* Which items of a list are the same as which that are wanted, numbered from 1; 0 for none. */
struct pairing {
	size_t have, want;
	const node_id *ids;
	const struct value *const *values; /* of the items */
	uint32_t *stays;   /* of each wanted one, the item that keeps its place … */
	uint32_t *sources; /* … or moves */
	bool moves;
};

/* False, with a diag, if an item has no data. */
bool edit_pair_items(
	const struct editor *e, node_id seq, const struct value *wanted, struct pairing *pairing);

/*
 * Puts the items of all lists in the order that they are wanted in, each with its comments, where
 * that may be done; nothing else is changed. False, perhaps with a diag, if nothing is done.
 */
bool edit_order(const struct editor *e, node_id id, const struct value *wanted);

/* Adds all that are in another list. */
void edits_add_all(struct edits *edits, const struct edits *others);

/* The node's data. NULL, after a diag, if it has none. */
const struct value *edit_data(const struct editor *e, node_id id);

#endif
