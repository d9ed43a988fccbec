/*
 * How a schema is read: first every schema of the document becomes a part without rules, in the
 * resource whose identifier it stands under; then each part's keywords are read, when references
 * can be resolved. Internal to schema/.
 */
#ifndef LEME_SCHEMA_READER_H
#define LEME_SCHEMA_READER_H

#include "part.h"

#include "base/buf.h"

struct reader {
	struct arena *owner;
	struct schema_options options;
	struct diags *d;
	bool failed;
	struct {
		ARRAY(struct part *);
	} parts;
	struct {
		ARRAY(struct resource *);
	} resources;
	struct names places;  /* a part's source, by its address, to its place in parts + 1 */
	struct names uris;    /* to the place in resources + 1 */
	struct names anchors; /* `uri#name` to the place in parts + 1 */
	struct names told;    /* what was warned of */
	const struct value *given[KEYWORDS_MOST]; /* of the part that is being read */
};

/* Records an error of the schema; returns false. */
bool reader_fail(struct reader *reader);

/* --- registry.c: where schemas stand ---------------------------------------------------------- */

/* The name of a draft, for messages. */
const char *draft_name(enum schema_draft draft);

/*
 * Makes parts of a document and all schemas in it. NULL, with a diag, if it is none. The URI is
 * where it was found; it may have identifiers of its own.
 */
const struct part *reader_document(
	struct reader *reader, struct bytes uri, const struct value *document);

/* The part that was made of a schema, or NULL. */
struct part *reader_part(const struct reader *reader, const struct value *source);

/* Whether it stands in the author's own document: warnings are for that one. */
bool reader_is_authors(const struct reader *reader, const struct part *part);

/* What a reference in a resource leads to. NULL, with a diag at the reference, for nothing. */
const struct part *reader_resolve(
	struct reader *reader, const struct resource *from, const struct value *reference);

/* --- metaschema.c ----------------------------------------------------------------------------- */

/* The metaschema that is built in under a URI, or a part of one; NULL if there is none. */
const struct value *metaschema_find(struct arena *owner, struct bytes uri);

/* Where a draft's own one is found. */
struct bytes metaschema_uri(enum schema_draft draft);

/* The draft that a `$schema` without fragment names; false if it is none of them. */
bool metaschema_draft(struct bytes uri, enum schema_draft *draft);

/* --- dialect.c -------------------------------------------------------------------------------- */

/* What `$schema` says, or the other dialect where there is none; a diag if it is not known. */
struct idiom reader_dialect(
	struct reader *reader, const struct value *schema, struct idiom otherwise);

/* --- shape.c ---------------------------------------------------------------------------------- */

/* Whether the value is what the keyword takes; a diag if not. */
bool shape_fits(struct reader *reader, const struct keyword *keyword, enum schema_draft draft,
	const struct value *value) MUST_USE;

/* Calls back with each schema that a value of the shape holds. */
void shape_schemas(enum shape shape, const struct value *value,
	void (*each)(void *context, const struct value *schema), void *context);

/* --- rules.c: what a keyword says ------------------------------------------------------------- */

/* The value of a keyword in the part that is being read, in its draft; NULL if there is none. */
const struct value *reader_given(
	const struct reader *reader, const struct part *part, const char *name);

/* Makes the rules of a part. */
void reader_rules(struct reader *reader, struct part *part);

bool read_plain(struct reader *reader, struct part *part, struct rule *rule);
bool read_true(struct reader *reader, struct part *part, struct rule *rule);
bool read_type(struct reader *reader, struct part *part, struct rule *rule);
bool read_enum(struct reader *reader, struct part *part, struct rule *rule);
bool read_limit(struct reader *reader, struct part *part, struct rule *rule);
bool read_exclusive(struct reader *reader, struct part *part, struct rule *rule);
bool read_count(struct reader *reader, struct part *part, struct rule *rule);
bool read_pattern(struct reader *reader, struct part *part, struct rule *rule);
bool read_format(struct reader *reader, struct part *part, struct rule *rule);
bool read_sequence(struct reader *reader, struct part *part, struct rule *rule);
bool read_contains(struct reader *reader, struct part *part, struct rule *rule);
bool read_members(struct reader *reader, struct part *part, struct rule *rule);
bool read_dependents(struct reader *reader, struct part *part, struct rule *rule);
bool read_part_rule(struct reader *reader, struct part *part, struct rule *rule);
bool read_parts(struct reader *reader, struct part *part, struct rule *rule);
bool read_reference(struct reader *reader, struct part *part, struct rule *rule);
bool read_conditional(struct reader *reader, struct part *part, struct rule *rule);
bool read_unevaluated(struct reader *reader, struct part *part, struct rule *rule);

#endif
