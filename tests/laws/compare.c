/* The tree from before and the one that was read again, side by side. */
#include "laws.h"

#include "../tree_laws.h"

struct walk {
	struct outcome *outcome;
	const struct tree *before, *after;
	const char *wrong;
};

static bool wrong(struct walk *walk, const char *what)
{
	if (!walk->wrong)
		walk->wrong = what;
	return false;
}

static const struct change *change_of(const struct walk *walk, node_id node, enum change_kind kind)
{
	const struct change *change = walk->outcome->of_node[node];
	return change && change->kind == kind ? change : NULL;
}

static struct bytes property(const struct tree *tree, node_id id, bool tag)
{
	const struct properties *own = &tree->properties.at[tree_node(tree, id)->properties];
	return tag ? own->tag : own->anchor;
}

static bool has_value(struct walk *walk, node_id id, const struct value *wanted)
{
	struct diags d = diags_new(walk->outcome->owner);
	const struct value *value = id
		? tree_value(walk->outcome->owner, walk->after, id, LIMITS_DEFAULT, &d)
		: NULL;
	return (value && value_equal(value, wanted)) || wrong(walk, "another value came out");
}

static bool same_node(struct walk *walk, node_id a, node_id b);

/* --- maps and lists --------------------------------------------------------------------------- */

static node_id over_part(const struct tree *tree, node_id parent, node_id part)
{
	bool is_map = tree_node(tree, parent)->kind == NODE_MAP;
	return tree_next(tree, is_map ? tree_next(tree, part) : part);
}

static bool same_part(struct walk *walk, node_id parent, node_id a, node_id b)
{
	if (!b)
		return wrong(walk, "a pair or item is gone");
	if (!same_node(walk, a, b))
		return false;
	return tree_node(walk->before, parent)->kind != NODE_MAP ||
		same_node(walk, tree_next(walk->before, a), tree_next(walk->after, b));
}

static bool same_children(struct walk *walk, node_id a, node_id b)
{
	const struct change *insert = change_of(walk, a, CHANGE_INSERT);
	node_id x = tree_first(walk->before, a), y = tree_first(walk->after, b);
	for (size_t index = 0;; index++) {
		if (insert && insert->index == index) {
			if (!has_value(walk, y, insert->wanted))
				return false;
			y = tree_next(walk->after, y);
		}
		if (!x)
			break;
		if (!change_of(walk, x, CHANGE_REMOVE)) {
			if (!same_part(walk, a, x, y))
				return false;
			y = over_part(walk->after, b, y);
		}
		x = over_part(walk->before, a, x);
	}
	return !y || wrong(walk, "there is a pair or item that was not meant");
}

/* --- what a map must contain ------------------------------------------------------------------ */

static struct bytes key_text(const struct walk *walk, const struct tree *tree, node_id key)
{
	node_id meant = tree_follow(tree, key);
	const struct node *node = tree_node(tree, meant);
	if (!meant || node->kind != NODE_SCALAR)
		return (struct bytes){ 0 };
	bool plain = node->style == STYLE_PLAIN || node->style == STYLE_EMPTY;
	if (tree->dialect == DIALECT_HELM && plain && !property(tree, meant, true).len)
		return resolve_helm_key(walk->outcome->owner, tree_text(tree, meant));
	return tree_text(tree, meant);
}

static bool contains(struct walk *walk, node_id a, node_id b, const struct value *wanted);
static bool same_shape(struct walk *walk, node_id a, node_id b);

static size_t place_of(const struct value *map, struct bytes key)
{
	size_t at = 0;
	while (key.at && at < map->count && !bytes_equal(map->entries[at].key, key))
		at++;
	return key.at ? at : map->count;
}

static bool contains_entries(struct walk *walk, node_id a, node_id b, const struct value *wanted)
{
	bool *found = arena_array_of(walk->outcome->owner, bool, wanted->count);
	node_id x = tree_first(walk->before, a), y = tree_first(walk->after, b);
	for (; x; x = over_part(walk->before, a, x), y = over_part(walk->after, b, y)) {
		size_t at = place_of(wanted, key_text(walk, walk->before, x));
		bool is_wanted = at < wanted->count;
		if (!y || !same_node(walk, x, y))
			return wrong(walk, "a key is gone");
		node_id value = tree_next(walk->before, x), twin = tree_next(walk->after, y);
		if (is_wanted ? !contains(walk, value, twin, wanted->entries[at].value)
			      : !same_node(walk, value, twin))
			return false;
		if (is_wanted)
			found[at] = true;
	}
	for (size_t i = 0; i < wanted->count; i++) {
		if (found[i])
			continue;
		if (!y || !bytes_equal(key_text(walk, walk->after, y), wanted->entries[i].key))
			return wrong(walk, "a new key does not stand behind the others");
		if (!has_value(walk, tree_next(walk->after, y), wanted->entries[i].value))
			return false;
		y = over_part(walk->after, b, y);
	}
	return !y || wrong(walk, "there is a pair that was not meant");
}

static const struct moves *moves_of(const struct outcome *outcome, node_id list)
{
	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->changes[i]->moves && outcome->changes[i]->moves->list == list)
			return outcome->changes[i]->moves;
	return NULL;
}

/* Items that move stay as they are written. */
static bool contains_moved(struct walk *walk, node_id a, node_id b, const struct moves *moves)
{
	node_id *items = arena_array_of(walk->outcome->owner, node_id, moves->count);
	node_id x = tree_first(walk->before, a), y = tree_first(walk->after, b);
	for (size_t i = 0; i < moves->count; i++, x = tree_next(walk->before, x))
		items[i] = x;
	for (size_t i = 0; i < moves->count; i++, y = tree_next(walk->after, y))
		if (!y || !same_node(walk, items[moves->items[i]], y))
			return wrong(walk, "an item did not move");
	return !y || wrong(walk, "there is an item that was not meant");
}

static bool contains(struct walk *walk, node_id a, node_id b, const struct value *wanted)
{
	const struct moves *moves = moves_of(walk->outcome, a);
	if (moves) {
		walk->outcome->twins[a] = b;
		return same_shape(walk, a, b) && contains_moved(walk, a, b, moves);
	}
	bool maps = tree_node(walk->before, a)->kind == NODE_MAP && wanted->kind == VALUE_MAP &&
		tree_node(walk->after, b)->kind == NODE_MAP;
	walk->outcome->twins[a] = b;
	return maps ? contains_entries(walk, a, b, wanted) : has_value(walk, b, wanted);
}

/* --- nodes ------------------------------------------------------------------------------------ */

/* A map or list loses its style and tag with its last part, and gets others with its first. */
static bool turns(const struct walk *walk, node_id a)
{
	size_t count = tree_count(walk->before, a);
	if (count == 1)
		return change_of(walk, a + 1, CHANGE_REMOVE);
	return count == 0 && change_of(walk, a, CHANGE_INSERT);
}

static bool same_shape(struct walk *walk, node_id a, node_id b)
{
	const struct tree *before = walk->before, *after = walk->after;
	const struct node *x = tree_node(before, a), *y = tree_node(after, b);
	if (x->kind != y->kind)
		return wrong(walk, "a node of another kind came out");
	if (turns(walk, a))
		return true;
	if (x->style != y->style || x->type != y->type)
		return wrong(walk, "a node that was not meant has another style or type");
	if (!bytes_equal(tree_text(before, a), tree_text(after, b)))
		return wrong(walk, "a scalar that was not meant has another text");
	if (!bytes_equal(property(before, a, false), property(after, b, false)) ||
		!bytes_equal(property(before, a, true), property(after, b, true)))
		return wrong(walk, "a node that was not meant has another anchor or tag");
	node_id meant = x->kind == NODE_ALIAS ? walk->outcome->twins[x->extra] : 0;
	if (meant && meant != y->extra)
		return wrong(walk, "an alias stands for another node");
	return true;
}

static bool same_node(struct walk *walk, node_id a, node_id b)
{
	const struct change *scalar = change_of(walk, a, CHANGE_SCALAR);
	const struct change *contain = change_of(walk, a, CHANGE_CONTAIN);
	const struct change *insert = change_of(walk, a, CHANGE_INSERT);
	walk->outcome->twins[a] = b;
	if (scalar)
		return has_value(walk, b, scalar->wanted);
	if (contain)
		return contains(walk, a, b, contain->wanted);
	if (insert && tree_node(walk->before, a)->kind == NODE_SCALAR)
		return (tree_node(walk->after, b)->kind == NODE_SEQ &&
			       tree_count(walk->after, b) == 1 &&
			       has_value(walk, tree_first(walk->after, b), insert->wanted)) ||
			wrong(walk, "no list of one item came out");
	return same_shape(walk, a, b) && same_children(walk, a, b);
}

const char *outcome_compare(struct outcome *outcome)
{
	struct walk walk = { outcome, outcome->subject->tree, outcome->tree, NULL };
	outcome->twins = arena_array_of(outcome->owner, node_id, walk.before->nodes.count);
	outcome->of_node = arena_array_of(
		outcome->owner, const struct change *, walk.before->nodes.count);
	for (size_t i = 0; i < outcome->count; i++)
		outcome->of_node[outcome->changes[i]->node] = outcome->changes[i];
	if (walk.before->documents.count != walk.after->documents.count)
		return "there are more or fewer documents";
	for (size_t i = 0; i < walk.before->documents.count; i++) {
		node_id a = walk.before->documents.at[i].root;
		node_id b = walk.after->documents.at[i].root;
		if (!a != !b)
			return "a document is empty or no longer empty";
		if (a && !same_node(&walk, a, b))
			return walk.wrong;
	}
	return NULL;
}

/* --- comments --------------------------------------------------------------------------------- */

static bool holds(struct range range, size_t at)
{
	return range.begin <= at && at < range.end;
}

static bool goes(const struct outcome *outcome, const struct comment *comment, bool either)
{
	for (size_t i = 0; i < outcome->count; i++) {
		const struct change *change = outcome->changes[i];
		if (holds(either ? change->either : change->own, comment->at.begin))
			return true;
	}
	return false;
}

static struct bytes comment_text(const struct tree *tree, const struct comment *comment)
{
	return bytes_slice(tree->source->text, comment->at.begin, comment->at.end);
}

/* Whether a line up to a place is just as many blanks. */
static bool is_blanks(struct bytes text, size_t at, size_t count)
{
	while (count > 0 && at > 0 && text.at[at - 1] == ' ') {
		at--;
		count--;
	}
	return count == 0 && (at == 0 || text.at[at - 1] == '\n');
}

/* What a node that is still there, as it was, is now. */
static node_id twin_of(const struct outcome *outcome, node_id before)
{
	return before && !outcome->of_node[before] ? outcome->twins[before] : 0;
}

static bool is_one_line(struct bytes text, size_t from, size_t to)
{
	while (from < to && text.at[from] != '\n' && text.at[from] != '\r')
		from++;
	return from == to;
}

/* On the line of a node that is still there, it stands there still. */
static bool stays_beside(
	const struct outcome *outcome, const struct comment *before, const struct comment *after)
{
	node_id twin = twin_of(outcome, before->beside);
	if (!twin || twin == after->beside)
		return true;
	size_t end = tree_node(outcome->tree, twin)->end;
	return end <= after->at.begin &&
		is_one_line(outcome->tree->source->text, end, after->at.begin);
}

/* A list that begins on the line of another one's dash, as `- - a`, may get another first item. */
static bool begins_otherwise(const struct outcome *outcome, const struct comment *comment)
{
	const struct tree *tree = outcome->subject->tree;
	struct bytes text = tree->source->text;
	size_t at = comment->at.begin, dash = law_begin(tree, tree_node(tree, comment->below));
	node_id list = tree_node(tree, comment->below)->parent;
	while (at > 0 && text.at[at - 1] == ' ')
		at--;
	while (dash > 0 && text.at[dash] != '-')
		dash--;
	while (list + 1 == comment->below && !outcome->of_node[list])
		list = tree_node(tree, list)->parent;
	const struct change *change = outcome->of_node[list];
	return change && change->kind == CHANGE_INSERT && change->index == 0 &&
		(dash == 0 || text.at[dash - 1] != '\n') &&
		!is_one_line(text, comment->at.begin, dash) &&
		!is_blanks(text, dash, comment->at.begin - at);
}

/* What it stood above still begins on the line below it. */
static bool stays_above(
	const struct outcome *outcome, const struct comment *before, const struct comment *after)
{
	node_id twin = before->below ? twin_of(outcome, before->below) : 0;
	if (!twin || twin == after->below)
		return true;
	size_t begin = after->below ? tree_node(outcome->tree, after->below)->begin : 0;
	size_t own = tree_node(outcome->tree, twin)->begin;
	return (begin && own >= begin && is_one_line(outcome->tree->source->text, begin, own)) ||
		begins_otherwise(outcome, before);
}

/* Where a comment goes with what moves; else where it is. */
static size_t place_of_comment(const struct outcome *outcome, const struct comment *comment)
{
	for (size_t i = 0; i < outcome->count; i++) {
		const struct moves *moves = outcome->changes[i]->moves;
		for (size_t at = 0; moves && at < moves->count; at++)
			if (holds(moves->pieces[moves->items[at]], comment->at.begin))
				return moves->pieces[at].begin;
	}
	return comment->at.begin;
}

/* The comments from before in the order in which they shall be. */
static struct comments ordered_comments(const struct outcome *outcome)
{
	struct comments all = outcome->subject->comments;
	struct comment *sorted = arena_array_of(outcome->owner, struct comment, all.count);
	size_t *places = arena_array_of(outcome->owner, size_t, all.count);
	for (size_t i = 0; i < all.count; i++) {
		size_t place = place_of_comment(outcome, &all.at[i]), at = i;
		for (; at > 0 && places[at - 1] > place; at--) {
			places[at] = places[at - 1];
			sorted[at] = sorted[at - 1];
		}
		places[at] = place;
		sorted[at] = all.at[i];
	}
	all.at = sorted;
	return all;
}

/* Whether a list may have been made in its order with new items, or with those that were there. */
static bool may_be_anew(const struct outcome *outcome)
{
	for (size_t i = 0; i < outcome->count; i++)
		if (outcome->changes[i]->anew)
			return true;
	return false;
}

const char *outcome_compare_comments(const struct outcome *outcome)
{
	struct comments before = ordered_comments(outcome);
	struct comments after = comments_of(outcome->owner, outcome->tree);
	size_t at = 0;
	if (may_be_anew(outcome))
		return NULL;
	for (size_t i = 0; i < before.count; i++) {
		const struct comment *comment = &before.at[i];
		bool same = at < after.count &&
			bytes_equal(comment_text(outcome->subject->tree, comment),
				comment_text(outcome->tree, &after.at[at]));
		if (goes(outcome, comment, false) || (!same && goes(outcome, comment, true)))
			continue;
		if (at == after.count)
			return "a comment is lost";
		if (!same)
			return "a comment is lost, or one stays that belongs to what is removed";
		if (!stays_beside(outcome, comment, &after.at[at]))
			return "a comment is no longer beside its node";
		if (!stays_above(outcome, comment, &after.at[at]))
			return "a comment is no longer above its node";
		at++;
	}
	return at == after.count ? NULL : "a comment stays that belongs to what is removed";
}

/* --- how the file looks ----------------------------------------------------------------------- */

struct look {
	size_t ends[3]; /* lines that end in LF, CR LF, CR */
	size_t blank;   /* lines with text that end in a blank */
	bool mark, ended;
};

static struct look look_of(struct bytes text)
{
	struct look look = { .mark = bytes_begins(text, BYTES("\xEF\xBB\xBF")) };
	size_t line = 0;
	for (size_t at = 0; at < text.len; at++) {
		char c = text.at[at];
		bool pair = c == '\r' && at + 1 < text.len && text.at[at + 1] == '\n';
		if (c != '\n' && c != '\r')
			continue;
		look.blank += at > line && strchr(" \t", text.at[at - 1]) &&
			bytes_trim(bytes_slice(text, line, at)).len > 0;
		look.ends[pair ? 1 : c == '\n' ? 0 : 2]++;
		at += pair;
		line = at + 1;
	}
	look.ended = line == text.len && line > 0;
	return look;
}

const char *outcome_compare_text(const struct outcome *outcome)
{
	struct look before = look_of(subject_text(outcome->subject));
	struct look after = look_of(outcome->tree->source->text);
	bool any = before.ends[0] + before.ends[1] + before.ends[2] > 0;
	for (size_t i = 0; any && i < 3; i++)
		if (before.ends[i] == 0 && after.ends[i] > 0)
			return "a line ends as none did before";
	if (before.mark != after.mark)
		return "a byte order mark came or went";
	/* Of a block scalar it is a part. */
	node_id last = (node_id)outcome->tree->nodes.count - 1;
	bool block = tree_node(outcome->tree, last)->style == STYLE_LITERAL ||
		tree_node(outcome->tree, last)->style == STYLE_FOLDED;
	if (any && before.ended != after.ended && !(block && after.ended))
		return "the last line end came or went";
	return after.blank > before.blank ? "a line got blanks at its end" : NULL;
}
