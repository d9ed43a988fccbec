/*
 * JSON Schema: whether a chart's values are what its values.schema.json says.
 *
 *   value of the schema's file --schema_read--> schema (compiled once, frozen, shared by threads)
 *   schema + values --schema_check--> violations, each with its places in both files
 *
 * Drafts 04, 06, 07, 2019-09 and 2020-12, as `$schema` says, also inside of a document; without it
 * 2020-12, as Helm 4 has it (Helm 3 reads every schema as a mixture of the drafts up to 07).
 *
 * What is done as Helm does it, where the specification leaves a choice or Helm leaves it:
 *   numbers   of the values are doubles: 1.0 is an integer, also in draft 04, and 2^53 + 1 is 2^53.
 *             multipleOf divides the shortest decimals of both numbers: 0.0075 by 0.0001 is whole
 *   pattern   is RE2's syntax, as Go has it, not ECMA-262's: no look-around, no back references,
 *             no \cX, no \u; \d, \w and \s are ASCII. Helm refuses what is refused here, but
 *             that Helm 4.1 knows Unicode classes by long names, \p{Letter}, and Helm 3 does not
 *   format    is checked in drafts 04 to 07, and later only if a vocabulary of the dialect asks for
 *             it (Helm 3 always checks). The names are those that Helm 4 knows; others say nothing
 *   content…  contentEncoding, contentMediaType and contentSchema say nothing
 *   $ref      in drafts 04 to 07 makes nothing of what stands beside it
 *   dependencies is checked in the later drafts too
 * No reference is ever fetched, by network or from a file: Helm 4 looks for `other.json` in the
 * root of the file system and Helm 3 refuses it, so that a schema that works is one file. The
 * metaschemas of the five drafts are built in. A `urn:` that nothing defines is true, as in Helm 4,
 * with a warning.
 *
 * Sources: json-schema.org/draft-04 … 2020-12, RFC 3986, RFC 6901; Helm 3.17 and 4.1 as measured.
 */
#ifndef LEME_SCHEMA_H
#define LEME_SCHEMA_H

#include "tree/tree.h"

/* --- reading ---------------------------------------------------------------------------------- */

struct schema;

/* Another document that references may name, by its absolute URI without fragment. */
struct schema_document {
	struct bytes uri;
	const struct value *value;
};

enum schema_draft { SCHEMA_4, SCHEMA_6, SCHEMA_7, SCHEMA_2019, SCHEMA_2020 };

/* How much work one check may be; beyond it the answer is a violation that says so. */
enum { SCHEMA_STEPS = 50000000, SCHEMA_DEPTH = 2000 };

struct schema_options {
	enum schema_draft draft; /* where the document has no `$schema` */
	bool checks_formats;     /* in every draft, as Helm 3 does */
	size_t steps;            /* schemas that are held against values in one check */
	const struct schema_document *documents;
	size_t document_count;
};

#define SCHEMA_OPTIONS_DEFAULT \
	((struct schema_options){ .draft = SCHEMA_2020, .steps = SCHEMA_STEPS })

/*
 * NULL, with diags at the places in the schema, for what Helm refuses: a keyword with a value that
 * it cannot have (`schema/keyword`), a reference that leads nowhere, to another document or to
 * itself (`schema/reference`; `schema/remote`: Helm would fetch it), a pattern that RE2 cannot read
 * (`schema/pattern`), a dialect that is not known (`schema/dialect`). Warnings: a keyword that no
 * draft has (`schema/unknown-keyword`; not for x-…), one that says nothing in this draft or at this
 * place (`schema/no-effect`), a format that is not checked (`schema/format`). The document must
 * stay, the schema keeps parts of it.
 */
const struct schema *schema_read(struct arena *owner, const struct value *document,
	struct schema_options options, struct diags *d) MUST_USE;

/* --- checking --------------------------------------------------------------------------------- */

/*
 * Texts are whole sentences in the reader's language. They name keys, kinds and what the schema
 * says, and never repeat a value, which may be a secret.
 */
struct violation {
	const char *id;      /* `chart/values-schema`; `limit/schema`: the check was given up */
	const char *keyword; /* of the schema, `required`; "" for the schema `false` */
	struct bytes path;   /* into the values as in notation/path.h, items as `[0]`; `.` is all */
	struct span at;      /* in the author's value; of a key that is missing, the map's */
	struct span rule;    /* in the schema: the keyword's value */
	struct bytes text, hint;
};

enum { VIOLATIONS_MOST = 1000 };

struct violations {
	ARRAY(struct violation);
	bool cut; /* there are more */
};

/*
 * Whether the value is as the schema says. Adds the violations, in the order of the value's text as
 * far as the schema's keywords allow, up to VIOLATIONS_MOST; `found` may be NULL. A value that is
 * good takes none of the owner's memory but for unevaluated… over large values and some formats.
 */
bool schema_check(struct arena *owner, const struct schema *schema, const struct value *value,
	struct violations *found) MUST_USE;

/* One diag (exit 1) for each, with the schema's place as related one. */
void violations_tell(const struct violations *violations, struct diags *d);

#endif
