/* The scanner's own: lines and levels (read_fast.c), tokens (scan_*.c). */
#ifndef LEME_TREE_SCAN_H
#define LEME_TREE_SCAN_H

#include "read.h"
#include "stops.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { LEVELS = 64, FLOW_LEVELS = 16, LONGEST_KEY = 1000, MANY_PAIRS = 32 };

/* A block map or list that is open. */
struct level {
	node_id node;
	uint32_t column;
	uint32_t behind; /* the last `:` or `-`: where an empty node would stand */
	uint32_t pairs;
	uint64_t keys; /* a bit for some of the keys that there are */
	bool is_map;
	bool waiting; /* its last key or `-` has no value yet */
};

struct scan {
	struct reader *reader;
	struct tree *tree;
	struct stops stops;
	const char *at;       /* the text */
	uint32_t length;      /* of it */
	uint32_t end;         /* of the line at hand, its line end out; only once asked for */
	uint32_t next;        /* where the next line begins */
	uint32_t content;     /* where a block scalar's begins, below the line at hand, or 0 */
	uint32_t cursor;      /* behind the last token */
	node_id parent;       /* the innermost open collection */
	node_id plain;        /* the plain value that the next line may go on with, or 0 */
	struct level *levels; /* LEVELS of them */
	struct level *top;    /* the innermost one that is open, or NULL */
	uint32_t depth, flow_depth;
	uint32_t begun; /* how many levels know where their node begins */
	bool helm;
	bool in_document, has_root;
	bool odd;   /* a key that is no usual text, a number that may be none */
	bool twins; /* a key is given again */
	/* Where decoded texts are put together: none is longer than what is written. */
	char *room, *room_end;
	size_t used;
};

struct token {
	uint32_t begin, end;
	enum node_style style;
	bool escaped; /* with '' or \" in it */
};

/* Behind the spaces at a place. */
static inline uint32_t scan_spaces(const struct scan *scan, uint32_t at)
{
#ifdef __SSE2__
	for (; at + 16 <= scan->length; at += 16) {
		const char *from = scan->at + at;
		__m128i here = _mm_loadu_si128((const __m128i *)(const void *)from);
		__m128i spaces = _mm_cmpeq_epi8(here, _mm_set1_epi8(' '));
		unsigned others = (unsigned)_mm_movemask_epi8(spaces) ^ 0xFFFF;
		if (others)
			return at + (uint32_t)__builtin_ctz(others);
	}
#endif
	while (at < scan->length && scan->at[at] == ' ')
		at++;
	return at;
}

/* The same between a `:` or `-` and what it announces: nearly always it is one. */
static inline uint32_t scan_gap(const struct scan *scan, uint32_t at)
{
	if (at + 1 < scan->length && scan->at[at] == ' ' && scan->at[at + 1] != ' ')
		return at + 1;
	return scan_spaces(scan, at);
}

/* Whether there is nothing more on the line at a place. */
static inline bool scan_ends(const struct scan *scan, uint32_t at)
{
	return at >= scan->length || scan->at[at] == '\n' || scan->at[at] == '\r';
}

/* Finds the end of the line at hand. */
void scan_line_end(struct scan *scan, uint32_t at);

/* Nothing but blanks, or a comment that a blank announces; the next line is known then. */
bool scan_rest(struct scan *scan, uint32_t at);

/* How a plain scalar may begin, and what else a character at the beginning of a token says. */
enum beginning { PLAIN_SURE, PLAIN_PERHAPS, PLAIN_NEVER };
extern const unsigned char scan_beginnings[256];

/* Whether `-`, `?` or `:` begins one; false for what never does. */
bool scan_may_begin_plain(const struct scan *scan, uint32_t at);

static inline bool scan_is_sure_plain(const struct scan *scan, uint32_t at)
{
	return scan_beginnings[(unsigned char)scan->at[at]] == PLAIN_SURE;
}

static inline bool scan_begins_plain(const struct scan *scan, uint32_t at)
{
	return scan_is_sure_plain(scan, at) || scan_may_begin_plain(scan, at);
}

/* --- nodes ------------------------------------------------------------------------------------ */

/* A new node in the innermost collection, which says itself what else it is. */
static inline struct node *scan_push(struct scan *scan, struct node node)
{
	struct tree *tree = scan->tree;
	struct node *place = array_push(tree->owner, &tree->nodes);
	node.parent = scan->parent;
	node.after = (node_id)tree->nodes.count;
	*place = node;
	return place;
}

/* One that has no place yet. */
static inline struct node *scan_add(struct scan *scan, enum node_kind kind, enum node_style style)
{
	return scan_push(scan, (struct node){ .kind = (uint8_t)kind, .style = (uint8_t)style });
}

/* A token: where the collections begin that have none of their own before this one. */
static inline void scan_place(struct scan *scan, uint32_t begin, uint32_t end)
{
	for (; scan->begun < scan->depth; scan->begun++)
		scan->tree->nodes.at[scan->levels[scan->begun].node].begin = begin;
	scan->cursor = end;
}

/* How long a plain text may be at most that begins with a byte and is no string, or is `<<`. */
extern const uint32_t scan_longest_odd[256];

enum scalar_type scan_odd_type(struct scan *scan, struct bytes text);

static inline bool scan_may_be_odd(struct bytes text)
{
	return text.len <= scan_longest_odd[(unsigned char)text.at[0]];
}

/* A plain scalar that says what is written. Returns its type. */
static inline enum scalar_type scan_plain(struct scan *scan, uint32_t begin, uint32_t end)
{
	struct bytes text = { scan->at + begin, end - begin };
	enum scalar_type type = scan_may_be_odd(text) ? scan_odd_type(scan, text) : TYPE_STRING;
	scan_push(scan,
		(struct node){ .kind = NODE_SCALAR,
			.style = STYLE_PLAIN,
			.type = (uint8_t)type,
			.begin = begin,
			.end = end });
	scan_place(scan, begin, end);
	return type;
}

/* Lists the last node among those that may hold a sign. */
static inline void scan_list(struct scan *scan)
{
	struct tree *tree = scan->tree;
	node_id last = (node_id)tree->nodes.count - 1;
	if (!tree->signs.count || tree->signs.at[tree->signs.count - 1] != last)
		*array_push(tree->owner, &tree->signs) = last;
}

/* Whether there is a slash, a colon or an at sign in a text; most have none. */
bool scan_has_sign(const struct scan *scan, uint32_t begin, uint32_t end);

/* Lists itself where it is no number and the like. */
void scan_scalar(struct scan *scan, const struct token *token);

/* Judges the last node as a key. */
void scan_key(struct scan *scan, struct level *level);

/* Whether the map has a key of this text already, other than the last node. */
void scan_twin(struct scan *scan, const struct level *level, struct bytes text);

/* Equal texts have equal bits; usual keys of one map seldom do. */
static inline uint64_t scan_key_bit(struct bytes text)
{
	if (text.len == 0)
		return 1;
	unsigned first = (unsigned char)text.at[0], last = (unsigned char)text.at[text.len - 1];
	unsigned middle = (unsigned char)text.at[text.len / 2];
	return (uint64_t)1 << ((text.len * 5 + first + middle * 3 + last * 7) & 63);
}

/* The same of a key that is a string, and no `<<`. */
static inline void scan_usual_key(struct scan *scan, struct level *level, struct bytes text)
{
	uint64_t bit = scan_key_bit(text);
	if (++level->pairs <= MANY_PAIRS && (level->keys & bit))
		scan_twin(scan, level, text);
	level->keys |= bit;
}

/* The last node says something else than is written; `text` is in scan_room(). */
void scan_decoded(struct scan *scan, struct node *node, size_t length);

/* Room for what may become of the rest of the text. */
char *scan_room(struct scan *scan);

/* --- tokens ----------------------------------------------------------------------------------- */

/* A quoted scalar that ends on this line. */
bool scan_quoted(struct scan *scan, uint32_t at, struct token *token);

/* The same for a value, which may end on a later line. */
bool scan_quoted_value(struct scan *scan, uint32_t at);

/* More lines of the plain value above. */
bool scan_more_plain(struct scan *scan, uint32_t line, uint32_t at);

/* `|` or `>`, perhaps with `-` or `+`, alone on the rest of its line. */
bool scan_block(struct scan *scan, uint32_t at);

/* A flow collection that ends on this line. */
bool scan_flow(struct scan *scan, uint32_t *at);

#endif
