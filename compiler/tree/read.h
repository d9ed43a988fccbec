/*
 * Between the two readers and the table of nodes; for tree/ only.
 *
 * A reader turns a library's events into struct event and hands them to reader_*(), in the order
 * of the text. The library says what stands there and in which order; where its marks are not
 * exact, extent_*() finds the bytes again from the cursor, the end of the last token.
 */
#ifndef LEME_TREE_READ_H
#define LEME_TREE_READ_H

#include "base/names.h"
#include "tree.h"

struct extent {
	uint32_t begin, end;
};

struct event {
	enum node_kind kind;
	enum node_style style;
	struct extent at;         /* ignored for empty scalars; see below */
	bool settled;             /* `at` of a block scalar has the header in it */
	struct extent properties; /* begin == end: none */
	struct bytes anchor;      /* part of the source */
	struct bytes tag;         /* resolved; only valid during the call */
	struct bytes text;        /* decoded scalar, only valid during the call; name of an alias */
};
/*
 * A flow collection's `at` is its opening bracket, or empty for the map that a pair in a flow
 * list is. A block collection's is ignored: it begins where its first child does. That of a block
 * scalar is its content, until reader_settle().
 */

/* A collection that is not closed yet. */
struct frame {
	node_id node;
	uint32_t children;
	bool bracketed;
};

struct reader {
	struct tree *tree;
	struct bytes text;
	struct limits limits;
	struct diags *d;
	struct strays *strays; /* or NULL: an unknown anchor is an error */
	uint32_t cursor;       /* behind the last token */
	size_t begun;          /* how many of the open collections know their begin */
	uint32_t boundary;     /* where the document being read, or the next one, begins */
	bool ended;            /* the last document has a `...`, or there is none yet */
	struct names anchors;
	struct {
		ARRAY(struct frame);
	} open;
	/*
	 * Where block scalars without a line begin: libfyaml takes lines in the column of their key
	 * for theirs, unless their header gives a number, so it reads a copy in which it does. One
	 * that is `found` while reading is not among them yet.
	 */
	struct empty_blocks {
		ARRAY(uint32_t);
	} empty_blocks;
	uint32_t found;
};

/* `marker` is the `---`, from its directives on, or empty. */
void reader_document_begin(struct reader *reader, struct extent marker);
/* `marker` is the `...`, or empty. */
void reader_document_end(struct reader *reader, struct extent marker);
void reader_stream_end(struct reader *reader);

/* False, with a diag, at the depth limit or for an unknown anchor. */
bool reader_node(struct reader *reader, const struct event *event) MUST_USE;

/*
 * The place and the text of a block scalar, of which the library has told the style: libfyaml takes
 * blanks at the begin of a line for more indentation, or gives NULs for them, and takes a first
 * line that begins with `#` for a comment. The indentation is that of the number or of the first
 * line that is not empty (YAML 1.2, 8.1.1.1). False, with a diag, where an empty line above it has
 * more.
 */
bool reader_settle(struct reader *reader, struct event *event) MUST_USE;

/* Whether libfyaml took lines for those of an empty block scalar; they are `found` then. */
bool reader_misread(struct reader *reader, const struct event *event);

/* Adds the keys of one map that are given twice, each with the first of its kind. */
void twins_add(struct arena *owner, const struct tree *tree, node_id map, struct twins *twins);

/* The end of the innermost open collection; `end` is used for brackets only. */
void reader_close(struct reader *reader, uint32_t end);

/* Both record a diag on failure. The text has no BOM at `begin`. */
bool read_strict(struct reader *reader, uint32_t begin) MUST_USE;
bool read_helm(struct reader *reader, uint32_t begin) MUST_USE;

/*
 * Reads what it can prove to read as the full readers do; false, perhaps after adding nodes and
 * diags, for any other text, which the full reader must then read from its start.
 */
bool read_fast(struct reader *reader, uint32_t begin) MUST_USE;

/*
 * What stands between two quotes, with its lines folded as YAML 1.2 does; the text itself where it
 * is as it is written. In double quotes: returns inner.len, or where the first escape stands that
 * YAML does not know.
 */
struct bytes unquote_single(struct arena *owner, struct bytes inner);
size_t unquote_double(struct arena *owner, struct bytes inner, struct bytes *text) MUST_USE;

/* Records `yaml/syntax` at a place, in words for people, with a hint where one is known. */
bool syntax_error(struct reader *reader, uint32_t at, const char *problem);

/* Whether all is UTF-8 that YAML 1.2 can hold; libfyaml does not end on some texts that are not. */
bool characters_allowed(struct reader *reader, uint32_t begin) MUST_USE;

/* Characters to bytes: libyaml counts characters. */
struct ruler {
	struct bytes text;
	size_t characters, offset; /* the same place in both measures */
	bool ascii;
};

struct ruler ruler_new(struct bytes text, size_t begin);
uint32_t ruler_offset(struct ruler *ruler, size_t characters);

/* Behind blanks, line ends and comments. */
uint32_t extent_gap(const struct reader *reader, uint32_t at);

/* Behind the end of the line. */
uint32_t extent_line(const struct reader *reader, uint32_t at);

/* Behind what may stand before a document without a `---`: comments, directives, more `...`. */
uint32_t extent_document(const struct reader *reader);

/* Where an empty node stands that follows the cursor and has no properties. */
uint32_t extent_empty(const struct reader *reader);

struct property_count {
	int anchors, tags;
};

/* The properties, at most so many, that begin at a place; *anchor gets the name. */
struct extent extent_properties(const struct reader *reader, uint32_t at,
	struct property_count count, struct bytes *anchor);

/* Where the last line of an anchor and a tag begins, which may stand on two. */
uint32_t extent_last_line(const struct reader *reader, struct extent properties);

/* A block scalar as it is written. */
struct block {
	struct extent at; /* header in */
	uint32_t content; /* behind the header's line */
	size_t indent;    /* of the content, in columns; SIZE_MAX where all lines are empty */
	unsigned number;  /* in the header; 0: none */
	bool keeps, strips;
};

/* The header of the one that follows a place; block_settle() finds out the rest. */
struct block block_header(const struct reader *reader, uint32_t at);
void block_settle(const struct reader *reader, struct block *block, size_t indent);

/* The indentation of its content, by what a library has decoded. */
size_t block_indent(const struct reader *reader, const struct block *block, struct bytes decoded);

/* What it says, by YAML 1.2 (8.1). */
struct bytes block_text(struct arena *owner, const struct reader *reader, const struct block *block,
	enum node_style style);

#endif
