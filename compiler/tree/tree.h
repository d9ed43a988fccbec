/*
 * YAML as data with a span on every node, and edits on bytes.
 *
 *   source --tree_read--> tree (flat table of nodes) --tree_value--> value (plain data)
 *   tree + wanted value --edit_*--> edits --edits_apply--> new text
 *   value --emit_value--> canonical text
 *
 * Two dialects. DIALECT_STRICT is YAML 1.2 with the core schema, for leme's own files
 * (yaml.org/spec/1.2.2; libfyaml behind this face). DIALECT_HELM is what Helm 3 and 4 read:
 * YAML 1.1 grammar as libyaml has it, less the escape `\/`; plain scalars resolved as go-yaml v2
 * does, duplicate keys allowed with the last one winning, `<<` merged at its position (libyaml
 * behind this face).
 */
#ifndef LEME_TREE_H
#define LEME_TREE_H

#include "base/buf.h"
#include "base/diag.h"

/* --- the node table ----------------------------------------------------------------------- */

enum dialect { DIALECT_STRICT, DIALECT_HELM };

enum node_kind { NODE_SCALAR = 1, NODE_MAP, NODE_SEQ, NODE_ALIAS };

enum node_style {
	STYLE_PLAIN,
	STYLE_SINGLE,
	STYLE_DOUBLE,
	STYLE_LITERAL,
	STYLE_FOLDED,
	STYLE_EMPTY, /* a scalar of no bytes: the value of `key:` */
	STYLE_BLOCK,
	STYLE_FLOW,
};

/* What a scalar is in its dialect. */
enum scalar_type { TYPE_NULL, TYPE_BOOL, TYPE_INT, TYPE_FLOAT, TYPE_STRING };

/* An index into tree->nodes. 0 is no node. */
typedef uint32_t node_id;

/*
 * Nodes stand in the order of the text, parents first, so that the first child of n is n + 1
 * and what follows its subtree is `after`. The children of a map are key, value, key, value ….
 */
struct node {
	uint8_t kind, style, type;
	bool decoded; /* scalar: the text differs from the bytes; it is tree->texts[extra] */
	uint32_t begin,
		end;    /* bytes of the node: quotes, block header, brackets in; anchor, tag out */
	node_id parent; /* 0 for the root of a document */
	node_id after;
	uint32_t extra;      /* alias: the node meant (0 in a cycle); decoded scalar: its text */
	uint32_t properties; /* index into tree->properties; 0 for none */
};
/*
 * Exact extents:
 *   plain, quoted   from the first to the last byte of the token, quotes in, over several lines
 *                   too; trailing blanks and comments out
 *   literal, folded from the `|` or `>` to the end of the last content line, its line end in
 *                   (with `+`: kept empty lines in); the last line of a file may lack a line end
 *   empty           begin == end == just behind the `:`, `-`, `?` or the properties that
 *                   announce it
 *   flow            brackets in
 *   block           from the first byte of the first child (its properties in) to the end of
 *                   the last child
 *   alias           `*name`
 */

struct properties {
	uint32_t begin, end; /* from the first byte of anchor or tag to the last */
	struct bytes anchor,
		tag; /* without '&'; the tag resolved ('tag:yaml.org,2002:str', '!x') */
};

/*
 * Documents follow each other without a gap, the last one up to the end of the text: one ends
 * behind the line of its `...`, else where the next `---` stands. A text without nodes and
 * markers has none.
 */
struct document {
	node_id root;        /* 0: nothing but comments */
	uint32_t begin, end; /* its bytes, with its `---` or `...` and the comments before it */
};

struct tree {
	const struct source *source;
	enum dialect dialect;
	struct arena *owner;
	struct {
		ARRAY(struct node);
	} nodes; /* [0] is unused */
	struct texts texts;
	struct {
		ARRAY(struct properties);
	} properties; /* [0] is unused */
	struct {
		ARRAY(struct document);
	} documents;
	/*
	 * Whoever read it saw nothing that Helm may refuse or take for something else: no alias,
	 * property, merge key, key given twice or of another type than string, no number that may
	 * be infinite. False proves nothing.
	 */
	bool usual;
	/*
	 * Where whoever read it lists them, in their order: the strings that may hold a slash, a
	 * colon or an at sign, but for plain keys. One of many that has none may be listed, too.
	 */
	struct {
		ARRAY(node_id);
	} signs;
	bool lists_signs;
};

struct limits {
	uint32_t depth;         /* nesting of maps and lists; 250 */
	size_t alias_expansion; /* bytes that aliases may add; 10 MiB */
	size_t cost;            /* of an expression in the text, as Kubernetes counts it */
	size_t regex_steps;     /* of a search in an expression; 0: as regex/ has it */
	/*
	 * In the strict dialect: a key may be given again, and a map's value has an entry for
	 * each. For a file that git merges by union, whose reader tells the entries apart.
	 */
	bool repeated_keys;
};

enum { COST_LIMIT_DEFAULT = 1000000 };

#define LIMITS_DEFAULT \
	((struct limits){ .depth = 250, .alias_expansion = 10u << 20, .cost = COST_LIMIT_DEFAULT })

/*
 * Reads all documents. NULL, with diags, on a syntax error (`yaml/syntax`), nesting over the
 * limit (`limit/depth`), an alias to an unknown anchor (`yaml/alias`), and in the strict dialect
 * a duplicate key (`yaml/duplicate-key`, naming both places) unless the limits allow it. The tree
 * keeps the source.
 */
struct tree *tree_read(struct arena *owner, const struct source *source, enum dialect dialect,
	struct limits limits, struct diags *d) MUST_USE;

/*
 * The same by the full reader alone. tree_read() first tries a scanner for the common subset, which
 * gives the same tree or nothing; tests and fuzzers compare the two.
 */
struct tree *tree_read_full(struct arena *owner, const struct source *source, enum dialect dialect,
	struct limits limits, struct diags *d) MUST_USE;

/* Aliases, by their nodes, to anchors that do not stand before them. */
struct strays {
	ARRAY(node_id);
};

/* Some lines of a source. */
struct tree_part {
	uint32_t begin, end;
	struct strays *strays; /* aliases to unknown anchors, then no errors; or NULL */
};

/*
 * The same as tree_read() for a part of a source, whose spans are those of the source. It sees
 * nothing before the part or behind it.
 */
struct tree *tree_read_part(struct arena *owner, const struct source *source, struct tree_part part,
	enum dialect dialect, struct limits limits, struct diags *d) MUST_USE;

/* Whether the scanner reads a part without the full reader. For figures; gives no tree. */
bool tree_scans(struct arena *scratch, const struct source *source, struct tree_part part,
	enum dialect dialect);

static inline const struct node *tree_node(const struct tree *tree, node_id id)
{
	return &tree->nodes.at[id];
}

/* The decoded text of a scalar. */
struct bytes tree_text(const struct tree *tree, node_id id);

/* Whether a scalar has this text. Most are plain and need no look into a table. */
static inline bool tree_text_is(const struct tree *tree, node_id id, struct bytes text)
{
	const struct node *node = tree_node(tree, id);
	if (node->style != STYLE_PLAIN || node->decoded)
		return bytes_equal(tree_text(tree, id), text);
	return node->end - node->begin == text.len &&
		memcmp(tree->source->text.at + node->begin, text.at, text.len) == 0;
}

/* The place of a node, without its properties. */
struct span tree_span(const struct tree *tree, node_id id);

/* First child, or 0. For a map: its first key. */
static inline node_id tree_first(const struct tree *tree, node_id id)
{
	return tree_node(tree, id)->after > id + 1 ? id + 1 : 0;
}

/* The next sibling, or 0. For a key: its value. */
static inline node_id tree_next(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	if (!node->parent)
		return 0;
	return node->after < tree_node(tree, node->parent)->after ? node->after : 0;
}

/* The key of a value in its map; 0 if it is in none, or is itself a key. */
node_id tree_key(const struct tree *tree, node_id value);

/* The node an alias stands for; any other node itself. 0 in a cycle. */
static inline node_id tree_follow(const struct tree *tree, node_id id)
{
	const struct node *node = tree_node(tree, id);
	return node->kind == NODE_ALIAS ? node->extra : id;
}

/* The value of a key in a map, the last one of duplicates, not looking into `<<`; 0 if none. */
node_id tree_get(const struct tree *tree, node_id map, struct bytes key);

/*
 * What Helm finds at a key, or in the strict dialect any reader: the last of duplicates, what a
 * `<<` in between brings too, keys taken as the texts that they become. 0 if there is none, or if
 * `map` is no map or alias of one. The value itself may be an alias. In the Helm dialect only for
 * nodes that tree_value() has read, or that hold no alias: its limits guard this walk too.
 */
node_id tree_find(const struct tree *tree, node_id map, struct bytes key);

/* The same for some keys, which usual trees look for in one walk. */
void tree_find_all(const struct tree *tree, node_id map, const struct bytes *keys, size_t count,
	node_id *found);

/* How many pairs or items; 0 for a scalar. */
size_t tree_count(const struct tree *tree, node_id id);

/* A key that is given again in its map. */
struct twin {
	node_id first, second;
};

struct twins {
	ARRAY(struct twin);
};

/* All such keys of the maps in a node. For Helm the last of them counts. */
struct twins tree_twins(struct arena *owner, const struct tree *tree, node_id id);

/*
 * A copy of a node of another tree of the same source, with all below it and all that aliases in it
 * mean. It comes behind the tree's own nodes and belongs to no document, so that only aliases lead
 * to it; its places are where it stands in the source.
 */
node_id tree_adopt(struct tree *tree, const struct tree *from, node_id id);

/* The same as a tree of its own, without documents, whose first node it is. */
struct tree *tree_cut(struct arena *owner, const struct tree *from, node_id id);

/* Lets a stray alias mean a node of its tree. */
void tree_point(struct tree *tree, node_id alias, node_id meant);

/* --- resolution --------------------------------------------------------------------------- */

struct scalar {
	enum scalar_type type;
	bool boolean;
	int64_t integer;
	double number; /* of an int too */
};

/* What a plain text is: YAML 1.2 core schema (spec 10.3.2); an int beyond int64 is a float. */
struct scalar resolve_core(struct bytes text);

/*
 * What Helm makes of it: go-yaml v2, reference in doc/; ints beyond int64 are floats. In both
 * schemas a float may be infinite or not a number (.inf, .nan; 1e400 in core).
 */
struct scalar resolve_helm(struct bytes text);

/*
 * The text that a key of this plain text has for Helm: `n` is "false", `0x10` is "16". No text
 * (.at is NULL) where Helm refuses it as a key: null, and an int that only uint64 holds.
 */
struct bytes resolve_helm_key(struct arena *owner, struct bytes text);

/* --- plain data --------------------------------------------------------------------------- */

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_FLOAT,
	VALUE_STRING,
	VALUE_LIST,
	VALUE_MAP
};

struct value;

struct entry {
	struct bytes key;
	struct span key_at;
	const struct value *value;
};

/* Immutable once made, so that values may share parts. */
struct value {
	enum value_kind kind;
	enum node_style style; /* how it was written, for scalars */
	struct span at;        /* where it was written */
	struct bytes text;     /* scalars: the text as written, decoded; a version is this text */
	bool boolean;
	int64_t integer;
	double number; /* of an int too */
	size_t count;
	const struct entry *entries;      /* of a map, in the order of writing */
	const struct value *const *items; /* of a list */
	const struct value *hides;        /* what merging put this in the place of, or NULL */
};

/*
 * A node with all below it as data. Aliases are expanded (up to the limit: `limit/aliases`);
 * tags are honoured; in the Helm dialect duplicate keys give the last and `<<` is merged as Helm
 * does. NULL, with diags: a key that is no scalar, a cycle, a plain `<<` in the strict dialect
 * (hint: extends), in the Helm dialect a number it refuses (.nan).
 */
const struct value *tree_value(struct arena *owner, const struct tree *tree, node_id id,
	struct limits limits, struct diags *d) MUST_USE;

/* The value of a key, or NULL. value must be a map. */
const struct value *value_get(const struct value *map, struct bytes key);

/*
 * One step of a JSON Pointer (RFC 6901): the value of a key of a map, the item of a list that the
 * token is the index of, else NULL. pointer_token() reads `~1` as a slash and `~0` as a tilde.
 */
const struct value *value_at(const struct value *value, struct bytes token);
struct bytes pointer_token(struct arena *owner, struct bytes escaped);

/* value_get() for many look-ups in one map. */
struct lookup {
	const struct value *map;
	struct names *places; /* NULL: there are few */
};

struct lookup value_lookup(struct arena *owner, const struct value *map);
const struct value *lookup_get(const struct lookup *lookup, struct bytes key);

/* Same data: kinds, texts, numbers, order of lists; not order of maps, not styles or places. An
 * int equals a float of the same number, as Helm's numbers are all floats. */
bool value_equal(const struct value *a, const struct value *b);

/*
 * Whether Helm reads the value from a node of a tree in its dialect, as far as that can be told by
 * a walk over both: keys in the value's order, no alias, anchor, tag or merge key. True is certain;
 * false may only mean that tree_value() must be asked.
 */
bool tree_says(const struct tree *tree, node_id id, const struct value *value);

/*
 * The place of a part of a scalar's text in its file, also where the text is not written as it is
 * read: escapes, blocks, folded lines. The place of the whole scalar where that cannot be told.
 */
struct span value_place(const struct value *scalar, size_t begin, size_t end);

struct value *value_string(struct arena *owner, struct bytes text, struct span at);
struct value *value_bool(struct arena *owner, bool boolean, struct span at);

/*
 * Changed copies: a map with an entry, whose key stays where it is if the map has it and else comes
 * last; a map without a key; a list with another item at an index, with one more before that index,
 * or without that one. They share all else, and the place of the map or list stays: it is the same
 * one, changed.
 */
const struct value *value_put(
	struct arena *owner, const struct value *map, const struct entry *entry);
const struct value *value_less(struct arena *owner, const struct value *map, struct bytes key);
const struct value *value_list_put(
	struct arena *owner, const struct value *list, size_t index, const struct value *item);
const struct value *value_list_insert(
	struct arena *owner, const struct value *list, size_t index, const struct value *item);
const struct value *value_list_less(struct arena *owner, const struct value *list, size_t index);

/* --- edits -------------------------------------------------------------------------------- */

struct edit {
	uint32_t begin, end;
	struct bytes text; /* what stands there instead */
};

struct edits {
	struct arena *owner;
	const struct source *source;
	ARRAY(struct edit);
	struct votes *votes; /* how the file looks, once an edit has asked */
};

static inline struct edits edits_new(struct arena *owner, const struct source *source)
{
	return (struct edits){ .owner = owner, .source = source };
}

void edits_add(struct edits *edits, uint32_t begin, uint32_t end, struct bytes text);

/*
 * Orders edits by place. False, with one diag per clash (`edit/overlap`), if two overlap; equal
 * edits are merged; insertions at one place keep the order in which they were added.
 */
bool edits_sort(struct edits *edits, struct diags *d) MUST_USE;

/* The text with the edits spliced in; the source's own text where there are none. Sorts first. */
bool edits_apply(
	struct arena *owner, struct edits *edits, struct bytes *result, struct diags *d) MUST_USE;

/* The bytes from one place to another with the edits that stand there. */
bool edits_apply_within(struct edits *edits, size_t begin, size_t end, struct bytes *result,
	struct diags *d) MUST_USE;

/* Adds what two lists of edits come to, both sorted, the second made on what came of the first. */
void edits_join(struct edits *edits, const struct edits *first, const struct edits *second);

/* The same in pieces, which are stretches of the text and the edits' own, for who writes it. */
bool edits_pieces(
	struct arena *owner, struct edits *edits, struct texts *pieces, struct diags *d) MUST_USE;

/*
 * All of these only add edits; the tree stays as it is. They keep the file's own style: indent
 * step, sequences at or under the key's column, line ends, flow or block of the surroundings, and
 * the quoting of a changed scalar where it then still reads back as the same text (else single
 * quotes, else double). New strings are quoted as emit_scalar() would, versions, tags and digests
 * (a wanted string of style STYLE_SINGLE or STYLE_DOUBLE) always.
 * False, with a diag, where the edit cannot be made without touching more: through an alias or an
 * anchored node that an alias uses (`edit/alias`), a duplicate key (`edit/duplicate-key`), a merge
 * key (`edit/merge-key`), a path through a scalar (`edit/not-a-map`); edit_contain() and edit_set()
 * also for a file of several documents (`edit/documents`). Call edits_check() on what comes out
 * before it is written.
 */

/* One scalar in the place of another. */
bool edit_scalar(struct edits *edits, const struct tree *tree, node_id scalar,
	const struct value *wanted, struct diags *d) MUST_USE;

/*
 * Makes a map contain what is wanted: keys of both are compared deeply, scalars that read back as
 * wanted stay as they are, missing keys are added behind the map's last one; keys that are not
 * wanted are left. Maps in lists, and lists, are made equal; their items are told apart by `name`,
 * `id` or `key`, else by their data, and move with their text and comments, unless an anchor would
 * come behind its alias. `map` 0: the empty document.
 */
bool edit_contain(struct edits *edits, const struct tree *tree, node_id map,
	const struct value *wanted, struct diags *d) MUST_USE;

/* Sets map.path[0].path[1]… creating maps as needed: edit_contain() of that one path. */
bool edit_set(struct edits *edits, const struct tree *tree, node_id map, struct texts path,
	const struct value *wanted, struct diags *d) MUST_USE;

/*
 * Takes a pair (given by its key) or a list item out, with the comments that belong to it: those
 * on its lines and the block of comment lines directly above it. The last one of a map or list
 * leaves `{}` or `[]`.
 */
bool edit_remove(struct edits *edits, const struct tree *tree, node_id key_or_item,
	struct diags *d) MUST_USE;

/*
 * Takes out the keys of a map that are null in what is wanted, in it and the maps below it: so a
 * chart says that it has no value. `map` must be a node; what is no map on both sides stays.
 */
bool edit_remove_nulls(struct edits *edits, const struct tree *tree, node_id map,
	const struct value *wanted, struct diags *d) MUST_USE;

/*
 * Makes a node say what is wanted, and nothing else. `had` is its tree_value(), and what wanted was
 * made of: what both share (the same pointer) is left as it is, with its comments, order and style;
 * a map or list that stands at the same place (`at`) in both is the same one, changed, so that an
 * item is found again wherever it went. An alias in the node that repeats what changes is written
 * as what it means, so that both stay apart. Where the bytes cannot be changed alone even so, since
 * a merge key, a duplicate key or an alias that is a key is in the way, the smallest node that
 * holds them all is written anew.
 */
bool edit_become(struct edits *edits, const struct tree *tree, node_id node,
	const struct value *had, const struct value *wanted, struct diags *d) MUST_USE;

/*
 * Writes what an alias means in its place, in the style of the surroundings; data stays what it is.
 * False, with a diag (`edit/alias`): it is a key.
 */
bool edit_spell_out(struct edits *edits, const struct tree *tree, node_id alias,
	struct limits limits, struct diags *d) MUST_USE;

/* A new item before the one at index, or behind the last one if index is the count. */
bool edit_insert(struct edits *edits, const struct tree *tree, node_id seq, size_t index,
	const struct value *wanted, struct diags *d) MUST_USE;

/* What a value is after edit_contain(): maps of both are joined, else wanted. have may be NULL. */
const struct value *value_contained(
	struct arena *owner, const struct value *have, const struct value *wanted);

/* What is left of what is wanted when the nulls are made, without the maps that held only such. */
const struct value *value_without_nulls(struct arena *owner, const struct value *wanted);

/* What is left of a map after edit_remove_nulls(). */
const struct value *value_less_nulls(
	struct arena *owner, const struct value *have, const struct value *wanted);

/*
 * The law of all edits: the first document of the new text, read in the tree's dialect, is what
 * was intended. False, with a diag (`edit/unsafe`), if not; nothing may be written then.
 */
bool edits_check(struct arena *scratch, const struct tree *before, struct bytes after,
	const struct value *intended, struct diags *d) MUST_USE;

/* --- canonical emission ------------------------------------------------------------------- */

enum quoting {
	QUOTE_IF_NEEDED, /* when any YAML 1.1 or 1.2 reader could take it for something else */
	QUOTE_ALWAYS,
};

/* One line, plain, single- or double-quoted, so that every reader gets the same text back. */
void emit_scalar(struct buf *out, struct bytes text, enum quoting quoting);

/* As emit_scalar for a map key, with its `:`; a key too long for a simple key becomes `? key`. */
void emit_key(struct buf *out, struct bytes key, size_t indent);

/*
 * A map or list in block style, two spaces a level, sequences under their key's column by two, a
 * line end at the end; texts of several lines as literal blocks where those are safe, else double
 * quoted; empty collections as `{}` and `[]`. Null is `null`. Numbers are written as they were
 * where Helm reads the same number, else in decimal.
 */
void emit_value(struct buf *out, const struct value *value, size_t indent);

/* JSON of the value, keys sorted by bytes, no blanks, shortest numbers (RFC 8785 style). */
void emit_canonical_json(struct buf *out, const struct value *value);

#endif
