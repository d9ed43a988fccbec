/*
 * A schema as it is held against values: parts, one for each schema in the document, and in each
 * part the rules that its keywords make, in the order in which they are asked. Internal to schema/.
 */
#ifndef LEME_SCHEMA_PART_H
#define LEME_SCHEMA_PART_H

#include "base/names.h"
#include "regex/regex.h"
#include "schema.h"

struct run;
struct frame;
struct marks;
struct reader;
struct keyword;

/* What a value is, as a set. JSON's number is both of the numbers, its integer the first. */
enum {
	KIND_NULL = 1,
	KIND_BOOL = 2,
	KIND_INTEGER = 4,
	KIND_FRACTION = 8,
	KIND_STRING = 16,
	KIND_LIST = 32,
	KIND_MAP = 64,
	KIND_NUMBER = KIND_INTEGER | KIND_FRACTION,
	KIND_ANY = 127,
};

/* Groups of keywords that a dialect has or has not. */
enum {
	VOCABULARY_CORE = 1,
	VOCABULARY_APPLICATOR = 2,
	VOCABULARY_UNEVALUATED = 4,
	VOCABULARY_VALIDATION = 8,
	VOCABULARY_ASSERTED_FORMAT = 16,
	VOCABULARY_ANNOTATION = 32, /* says nothing about values: every dialect has it */
	VOCABULARY_ALL = VOCABULARY_CORE | VOCABULARY_APPLICATOR | VOCABULARY_UNEVALUATED |
		VOCABULARY_VALIDATION | VOCABULARY_ANNOTATION,
};

struct idiom {
	enum schema_draft draft;
	unsigned vocabularies;
};

/* --- where schemas stand ---------------------------------------------------------------------- */

struct anchor {
	struct bytes name; /* "" for `$recursiveAnchor: true` */
	const struct part *part;
};

/* A document, or a schema in it that has an identifier of its own. */
struct resource {
	struct bytes uri; /* absolute, without fragment */
	struct idiom dialect;
	const struct part *root;
	struct {
		ARRAY(struct anchor);
	} dynamic;
};

struct rule;

struct part {
	const struct value *source; /* a map or a bool */
	const struct resource *resource;
	const struct rule *rules;
	size_t rule_count;
	uint8_t kinds; /* that `type` allows */
	bool tracks;   /* has unevaluatedItems or unevaluatedProperties */
};

/* --- rules ------------------------------------------------------------------------------------ */

struct parts {
	const struct part **at;
	size_t count;
};

/* A key that the schema names. */
struct member {
	struct bytes name;
	const struct part *part; /* NULL: it is only required */
	bool required;
};

struct patterned {
	const struct regex *pattern;
	const struct part *part;
};

/* properties, patternProperties, additionalProperties and required of one schema. */
struct members {
	struct member *at;
	size_t count, required;
	struct names places; /* name to place + 1, if there are more than a few */
	struct patterned *patterns;
	size_t pattern_count;
	const struct part *rest; /* NULL: others may be there */
	bool evaluates;          /* rest is there, or names or patterns are */
	struct span required_at;
};

enum { MEMBERS_FEW = 8 };

/* If a key is there: others must be, or the map must fit a schema. */
struct dependent {
	struct bytes name;
	const struct part *part; /* NULL: texts */
	const struct value *texts;
};

struct dependents {
	struct dependent *at;
	size_t count;
};

struct conditional {
	const struct part *when, *then, *otherwise; /* any but the first may be NULL */
};

/* items after those of a list of schemas. */
struct sequence {
	struct parts first;
	const struct part *rest; /* NULL: any */
};

struct containing {
	const struct part *part;
	size_t least, most;
	bool marks; /* what fits counts as evaluated */
};

struct reference {
	const struct part *part;
	bool is_dynamic; /* the outermost schema that has the anchor counts */
	struct bytes anchor;
};

struct choices {
	const struct value *list;
	struct names texts; /* of a long list of nothing but texts */
};

struct rule {
	const struct keyword *keyword;
	const struct value *value; /* of the keyword */
	union {
		size_t count;
		bool exclusive;
		const struct regex *regex;
		const struct format *format;
		const struct part *part;
		struct parts parts;
		const struct members *members;
		const struct dependents *dependents;
		const struct conditional *conditional;
		const struct sequence *sequence;
		const struct containing *containing;
		const struct reference *reference;
		const struct choices *choices;
	};
};

struct schema {
	const struct part *root;
	size_t steps;
};

/* --- keywords --------------------------------------------------------------------------------- */

/* What stands behind a keyword: where schemas are to be found, and what is refused. */
enum shape {
	SHAPE_ANY,
	SHAPE_BOOL,
	SHAPE_TEXT,
	SHAPE_NUMBER,
	SHAPE_POSITIVE,
	SHAPE_COUNT,
	SHAPE_LIST,
	SHAPE_TEXTS,
	SHAPE_TYPES,
	SHAPE_TEXT_MAP, /* of lists of texts */
	SHAPE_BOOL_MAP,
	SHAPE_SCHEMA,
	SHAPE_SCHEMA_OR_BOOL, /* a bool in draft 04 too */
	SHAPE_SCHEMAS,
	SHAPE_SCHEMA_MAP,
	SHAPE_SCHEMA_OR_SCHEMAS,
	SHAPE_DEPENDENCIES,
};

enum { KEYWORDS_MOST = 80 };

/* A keyword as some drafts have it. */
struct keyword {
	const char *name;
	uint8_t first, last; /* drafts */
	uint8_t vocabulary;
	uint8_t shape;
	uint8_t kinds; /* of values that it says something about */
	/* Makes the rule; false: there is none. NULL: it says nothing, or another one reads it. */
	bool (*read)(struct reader *reader, struct part *part, struct rule *rule);
	bool (*check)(struct run *run, const struct rule *rule, const struct frame *frame,
		struct marks *marks);
};

/* All of them, in the order in which they are asked. */
extern const struct keyword keywords[];
extern const size_t keyword_count;

/* The keyword of this name in a draft, or KEYWORDS_MOST. */
size_t keyword_find(struct bytes name, enum schema_draft draft);

/* One of the name in any draft, or NULL. */
const struct keyword *keyword_named(struct bytes name);

#endif
