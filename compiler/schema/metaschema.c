/*
 * The metaschemas of json-schema.org without their comments and defaults: what is valid against the
 * published ones is valid against these, and the same pointers lead somewhere in both.
 */
#include "reader.h"

#define TYPES "['array','boolean','integer','null','number','object','string']"

static const char draft_4[] =
	"{id: 'http://json-schema.org/draft-04/schema#',"
	"$schema: 'http://json-schema.org/draft-04/schema#', type: object,"
	"definitions: {"
	"schemaArray: {type: array, minItems: 1, items: {$ref: '#'}},"
	"positiveInteger: {type: integer, minimum: 0},"
	"positiveIntegerDefault0: {allOf: [{$ref: '#/definitions/positiveInteger'}]},"
	"simpleTypes: {enum: " TYPES "},"
	"stringArray: {type: array, items: {type: string}, minItems: 1, uniqueItems: true}},"
	"properties: {"
	"id: {type: string}, $schema: {type: string}, title: {type: string},"
	"description: {type: string}, default: {},"
	"multipleOf: {type: number, minimum: 0, exclusiveMinimum: true},"
	"maximum: {type: number}, exclusiveMaximum: {type: boolean},"
	"minimum: {type: number}, exclusiveMinimum: {type: boolean},"
	"maxLength: {$ref: '#/definitions/positiveInteger'},"
	"minLength: {$ref: '#/definitions/positiveIntegerDefault0'},"
	"pattern: {type: string, format: regex},"
	"additionalItems: {anyOf: [{type: boolean}, {$ref: '#'}]},"
	"items: {anyOf: [{$ref: '#'}, {$ref: '#/definitions/schemaArray'}]},"
	"maxItems: {$ref: '#/definitions/positiveInteger'},"
	"minItems: {$ref: '#/definitions/positiveIntegerDefault0'},"
	"uniqueItems: {type: boolean},"
	"maxProperties: {$ref: '#/definitions/positiveInteger'},"
	"minProperties: {$ref: '#/definitions/positiveIntegerDefault0'},"
	"required: {$ref: '#/definitions/stringArray'},"
	"additionalProperties: {anyOf: [{type: boolean}, {$ref: '#'}]},"
	"definitions: {type: object, additionalProperties: {$ref: '#'}},"
	"properties: {type: object, additionalProperties: {$ref: '#'}},"
	"patternProperties: {type: object, additionalProperties: {$ref: '#'}},"
	"dependencies: {type: object, additionalProperties:"
	" {anyOf: [{$ref: '#'}, {$ref: '#/definitions/stringArray'}]}},"
	"enum: {type: array, minItems: 1, uniqueItems: true},"
	"type: {anyOf: [{$ref: '#/definitions/simpleTypes'},"
	" {type: array, items: {$ref: '#/definitions/simpleTypes'}, minItems: 1,"
	" uniqueItems: true}]},"
	"format: {type: string},"
	"allOf: {$ref: '#/definitions/schemaArray'},"
	"anyOf: {$ref: '#/definitions/schemaArray'},"
	"oneOf: {$ref: '#/definitions/schemaArray'}, not: {$ref: '#'}},"
	"dependencies: {exclusiveMaximum: [maximum], exclusiveMinimum: [minimum]}}";

/* What drafts 06 and 07 have in common. */
#define DRAFT_6_7(number) \
	"{$schema: 'http://json-schema.org/draft-" number "/schema#'," \
	"$id: 'http://json-schema.org/draft-" number "/schema#', type: [object, boolean]," \
	"definitions: {" \
	"schemaArray: {type: array, minItems: 1, items: {$ref: '#'}}," \
	"nonNegativeInteger: {type: integer, minimum: 0}," \
	"nonNegativeIntegerDefault0: {allOf: [{$ref: '#/definitions/nonNegativeInteger'}]}," \
	"simpleTypes: {enum: " TYPES "}," \
	"stringArray: {type: array, items: {type: string}, uniqueItems: true}}," \
	"properties: {" \
	"$id: {type: string, format: uri-reference}, $schema: {type: string, format: uri}," \
	"$ref: {type: string, format: uri-reference}," \
	"title: {type: string}, description: {type: string}, default: true," \
	"examples: {type: array, items: true}," \
	"multipleOf: {type: number, exclusiveMinimum: 0}," \
	"maximum: {type: number}, exclusiveMaximum: {type: number}," \
	"minimum: {type: number}, exclusiveMinimum: {type: number}," \
	"maxLength: {$ref: '#/definitions/nonNegativeInteger'}," \
	"minLength: {$ref: '#/definitions/nonNegativeIntegerDefault0'}," \
	"pattern: {type: string, format: regex}, additionalItems: {$ref: '#'}," \
	"items: {anyOf: [{$ref: '#'}, {$ref: '#/definitions/schemaArray'}]}," \
	"maxItems: {$ref: '#/definitions/nonNegativeInteger'}," \
	"minItems: {$ref: '#/definitions/nonNegativeIntegerDefault0'}," \
	"uniqueItems: {type: boolean}, contains: {$ref: '#'}," \
	"maxProperties: {$ref: '#/definitions/nonNegativeInteger'}," \
	"minProperties: {$ref: '#/definitions/nonNegativeIntegerDefault0'}," \
	"required: {$ref: '#/definitions/stringArray'}, additionalProperties: {$ref: '#'}," \
	"definitions: {type: object, additionalProperties: {$ref: '#'}}," \
	"properties: {type: object, additionalProperties: {$ref: '#'}}," \
	"patternProperties: {type: object, additionalProperties: {$ref: '#'}," \
	" propertyNames: {format: regex}}," \
	"dependencies: {type: object, additionalProperties:" \
	" {anyOf: [{$ref: '#'}, {$ref: '#/definitions/stringArray'}]}}," \
	"propertyNames: {$ref: '#'}, const: true, enum: {type: array, items: true}," \
	"type: {anyOf: [{$ref: '#/definitions/simpleTypes'}," \
	" {type: array, items: {$ref: '#/definitions/simpleTypes'}, minItems: 1," \
	" uniqueItems: true}]}," \
	"format: {type: string}, allOf: {$ref: '#/definitions/schemaArray'}," \
	"anyOf: {$ref: '#/definitions/schemaArray'}," \
	"oneOf: {$ref: '#/definitions/schemaArray'}, not: {$ref: '#'}"

#define MORE_7 \
	", $comment: {type: string}, readOnly: {type: boolean}, writeOnly: {type: boolean}," \
	"contentMediaType: {type: string}, contentEncoding: {type: string}," \
	"if: {$ref: '#'}, then: {$ref: '#'}, else: {$ref: '#'}"

static const char draft_6[] = DRAFT_6_7("06") "}}";
static const char draft_7[] = DRAFT_6_7("07") MORE_7 "}}";

/* --- 2019-09 ---------------------------------------------------------------------------------- */

#define HEAD_19(path, vocabularies) \
	"{$schema: 'https://json-schema.org/draft/2019-09/schema'," \
	"$id: 'https://json-schema.org/draft/2019-09/" path "', $recursiveAnchor: true," \
	"$vocabulary: {" vocabularies "}, type: [object, boolean],"
#define SELF_19 "{$recursiveRef: '#'}"
#define MAP_19 "{type: object, additionalProperties: {$recursiveRef: '#'}}"
#define LIST_19 "{$ref: '#/$defs/schemaArray'}"

#define IN_19 "'https://json-schema.org/draft/2019-09/vocab/"
#define META_19(name) HEAD_19("meta/" name, IN_19 name "': true")
#define VOCABULARIES_19 \
	IN_19 "core': true, " IN_19 "applicator': true, " IN_19 "validation': true, " IN_19 \
	      "meta-data': true, " IN_19 "format': false, " IN_19 "content': true"
#define SCHEMA_19 \
	"allOf: [{$ref: meta/core}, {$ref: meta/applicator}, {$ref: meta/validation}," \
	" {$ref: meta/meta-data}, {$ref: meta/format}, {$ref: meta/content}]," \
	"properties: {definitions: " MAP_19 "," \
	"dependencies: {type: object, additionalProperties: {anyOf: [" SELF_19 "," \
	" {$ref: 'meta/validation#/$defs/stringArray'}]}}}}"

static const char schema_2019[] = HEAD_19("schema", VOCABULARIES_19) SCHEMA_19;

#define CORE_19 \
	"properties: {" \
	"$id: {type: string, format: uri-reference, pattern: '^[^#]*#?$'}," \
	"$schema: {type: string, format: uri}," \
	"$anchor: {type: string, pattern: '^[A-Za-z][-A-Za-z0-9.:_]*$'}," \
	"$ref: {type: string, format: uri-reference}," \
	"$recursiveRef: {type: string, format: uri-reference}," \
	"$recursiveAnchor: {type: boolean}," \
	"$vocabulary: {type: object, propertyNames: {type: string, format: uri}," \
	" additionalProperties: {type: boolean}}," \
	"$comment: {type: string}, $defs: " MAP_19 "}}"

static const char core_2019[] = META_19("core") CORE_19;

#define APPLICATOR_19 \
	"properties: {additionalItems: " SELF_19 ", unevaluatedItems: " SELF_19 "," \
	"items: {anyOf: [" SELF_19 ", " LIST_19 "]}, contains: " SELF_19 "," \
	"additionalProperties: " SELF_19 ", unevaluatedProperties: " SELF_19 "," \
	"properties: " MAP_19 ", patternProperties: {type: object," \
	" additionalProperties: {$recursiveRef: '#'}, propertyNames: {format: regex}}," \
	"dependentSchemas: " MAP_19 ", propertyNames: " SELF_19 "," \
	"if: " SELF_19 ", then: " SELF_19 ", else: " SELF_19 "," \
	"allOf: " LIST_19 ", anyOf: " LIST_19 ", oneOf: " LIST_19 ", not: " SELF_19 "}," \
	"$defs: {schemaArray: {type: array, minItems: 1, items: {$recursiveRef: '#'}}}}"

static const char applicator_2019[] = META_19("applicator") APPLICATOR_19;

/* What 2019-09 and 2020-12 have in common. */
#define VALIDATION \
	"properties: {multipleOf: {type: number, exclusiveMinimum: 0}," \
	"maximum: {type: number}, exclusiveMaximum: {type: number}," \
	"minimum: {type: number}, exclusiveMinimum: {type: number}," \
	"maxLength: {$ref: '#/$defs/nonNegativeInteger'}," \
	"minLength: {$ref: '#/$defs/nonNegativeIntegerDefault0'}," \
	"pattern: {type: string, format: regex}," \
	"maxItems: {$ref: '#/$defs/nonNegativeInteger'}," \
	"minItems: {$ref: '#/$defs/nonNegativeIntegerDefault0'}," \
	"uniqueItems: {type: boolean}," \
	"maxContains: {$ref: '#/$defs/nonNegativeInteger'}," \
	"minContains: {$ref: '#/$defs/nonNegativeInteger'}," \
	"maxProperties: {$ref: '#/$defs/nonNegativeInteger'}," \
	"minProperties: {$ref: '#/$defs/nonNegativeIntegerDefault0'}," \
	"required: {$ref: '#/$defs/stringArray'}," \
	"dependentRequired: {type: object," \
	" additionalProperties: {$ref: '#/$defs/stringArray'}}," \
	"const: true, enum: {type: array, items: true}," \
	"type: {anyOf: [{$ref: '#/$defs/simpleTypes'}," \
	" {type: array, items: {$ref: '#/$defs/simpleTypes'}, minItems: 1," \
	" uniqueItems: true}]}}," \
	"$defs: {nonNegativeInteger: {type: integer, minimum: 0}," \
	"nonNegativeIntegerDefault0: {$ref: '#/$defs/nonNegativeInteger'}," \
	"simpleTypes: {enum: " TYPES "}," \
	"stringArray: {type: array, items: {type: string}, uniqueItems: true}}}"
#define META_DATA \
	"properties: {title: {type: string}, description: {type: string}, default: true," \
	"deprecated: {type: boolean}, readOnly: {type: boolean}, writeOnly: {type: boolean}," \
	"examples: {type: array, items: true}}}"
#define FORMAT "properties: {format: {type: string}}}"
#define CONTENT(self) \
	"properties: {contentMediaType: {type: string}, contentEncoding: {type: string}," \
	"contentSchema: " self "}}"

static const char validation_2019[] = META_19("validation") VALIDATION;
static const char meta_data_2019[] = META_19("meta-data") META_DATA;
static const char format_2019[] = META_19("format") FORMAT;
static const char content_2019[] = META_19("content") CONTENT(SELF_19);

/* --- 2020-12 ---------------------------------------------------------------------------------- */

#define HEAD_20(path, vocabularies) \
	"{$schema: 'https://json-schema.org/draft/2020-12/schema'," \
	"$id: 'https://json-schema.org/draft/2020-12/" path "', $dynamicAnchor: meta," \
	"$vocabulary: {" vocabularies "}, type: [object, boolean],"
#define SELF_20 "{$dynamicRef: '#meta'}"
#define MAP_20 "{type: object, additionalProperties: {$dynamicRef: '#meta'}}"
#define LIST_20 "{$ref: '#/$defs/schemaArray'}"

#define IN_20 "'https://json-schema.org/draft/2020-12/vocab/"
#define META_20(name) HEAD_20("meta/" name, IN_20 name "': true")
#define VOCABULARIES_20 \
	IN_20 "core': true, " IN_20 "applicator': true, " IN_20 "unevaluated': true, " IN_20 \
	      "validation': true, " IN_20 "meta-data': true, " IN_20 \
	      "format-annotation': true, " IN_20 "content': true"
#define SCHEMA_20 \
	"allOf: [{$ref: meta/core}, {$ref: meta/applicator}, {$ref: meta/unevaluated}," \
	" {$ref: meta/validation}, {$ref: meta/meta-data}, {$ref: meta/format-annotation}," \
	" {$ref: meta/content}]," \
	"properties: {definitions: " MAP_20 "," \
	"dependencies: {type: object, additionalProperties: {anyOf: [" SELF_20 "," \
	" {$ref: 'meta/validation#/$defs/stringArray'}]}}," \
	"$recursiveAnchor: {$ref: 'meta/core#/$defs/anchorString'}," \
	"$recursiveRef: {$ref: 'meta/core#/$defs/uriReferenceString'}}}"

static const char schema_2020[] = HEAD_20("schema", VOCABULARIES_20) SCHEMA_20;

#define CORE_20 \
	"properties: {$id: {$ref: '#/$defs/uriReferenceString', pattern: '^[^#]*#?$'}," \
	"$schema: {$ref: '#/$defs/uriString'}, $ref: {$ref: '#/$defs/uriReferenceString'}," \
	"$anchor: {$ref: '#/$defs/anchorString'}," \
	"$dynamicRef: {$ref: '#/$defs/uriReferenceString'}," \
	"$dynamicAnchor: {$ref: '#/$defs/anchorString'}," \
	"$vocabulary: {type: object, propertyNames: {$ref: '#/$defs/uriString'}," \
	" additionalProperties: {type: boolean}}," \
	"$comment: {type: string}, $defs: " MAP_20 "}," \
	"$defs: {anchorString: {type: string, pattern: '^[A-Za-z_][-A-Za-z0-9._]*$'}," \
	"uriString: {type: string, format: uri}," \
	"uriReferenceString: {type: string, format: uri-reference}}}"

static const char core_2020[] = META_20("core") CORE_20;

#define APPLICATOR_20 \
	"properties: {prefixItems: " LIST_20 ", items: " SELF_20 ", contains: " SELF_20 "," \
	"additionalProperties: " SELF_20 ", properties: " MAP_20 "," \
	"patternProperties: {type: object, additionalProperties: {$dynamicRef: '#meta'}," \
	" propertyNames: {format: regex}}," \
	"dependentSchemas: " MAP_20 ", propertyNames: " SELF_20 "," \
	"if: " SELF_20 ", then: " SELF_20 ", else: " SELF_20 "," \
	"allOf: " LIST_20 ", anyOf: " LIST_20 ", oneOf: " LIST_20 ", not: " SELF_20 "}," \
	"$defs: {schemaArray: {type: array, minItems: 1, items: {$dynamicRef: '#meta'}}}}"

static const char applicator_2020[] = META_20("applicator") APPLICATOR_20;

#define UNEVALUATED \
	"properties: {unevaluatedItems: " SELF_20 ", unevaluatedProperties: " SELF_20 "}}"

static const char unevaluated_2020[] = META_20("unevaluated") UNEVALUATED;
static const char validation_2020[] = META_20("validation") VALIDATION;
static const char meta_data_2020[] = META_20("meta-data") META_DATA;
static const char format_annotation_2020[] = META_20("format-annotation") FORMAT;
static const char format_assertion_2020[] = META_20("format-assertion") FORMAT;
static const char content_2020[] = META_20("content") CONTENT(SELF_20);

/* --- the table -------------------------------------------------------------------------------- */

static const struct {
	const char *path, *text;
} documents[] = {
	{ "draft-04/schema", draft_4 },
	{ "draft-06/schema", draft_6 },
	{ "draft-07/schema", draft_7 },
	{ "draft/2019-09/schema", schema_2019 },
	{ "draft/2019-09/meta/core", core_2019 },
	{ "draft/2019-09/meta/applicator", applicator_2019 },
	{ "draft/2019-09/meta/validation", validation_2019 },
	{ "draft/2019-09/meta/meta-data", meta_data_2019 },
	{ "draft/2019-09/meta/format", format_2019 },
	{ "draft/2019-09/meta/content", content_2019 },
	{ "draft/2020-12/schema", schema_2020 },
	{ "draft/2020-12/meta/core", core_2020 },
	{ "draft/2020-12/meta/applicator", applicator_2020 },
	{ "draft/2020-12/meta/unevaluated", unevaluated_2020 },
	{ "draft/2020-12/meta/validation", validation_2020 },
	{ "draft/2020-12/meta/meta-data", meta_data_2020 },
	{ "draft/2020-12/meta/format-annotation", format_annotation_2020 },
	{ "draft/2020-12/meta/format-assertion", format_assertion_2020 },
	{ "draft/2020-12/meta/content", content_2020 },
};

/* The path at json-schema.org, by http: and https: alike, as Helm takes them; else no text. */
static struct bytes path_of_uri(struct bytes uri)
{
	struct bytes scheme, rest = uri, host = BYTES("//json-schema.org/");
	if (!uri.len || !bytes_cut(&rest, ':', &scheme) || !rest.at ||
		(!bytes_is(scheme, "http") && !bytes_is(scheme, "https")) ||
		!bytes_begins(rest, host))
		return (struct bytes){ 0 };
	return bytes_slice(rest, host.len, rest.len);
}

const struct value *metaschema_find(struct arena *owner, struct bytes uri)
{
	struct diags d = diags_new(owner);
	struct bytes path = path_of_uri(uri);
	size_t i = 0, count = sizeof documents / sizeof *documents;
	while (i < count && !bytes_is(path, documents[i].path))
		i++;
	if (i == count)
		return NULL;
	const struct source *source = source_new(owner, uri, uri, bytes_of(documents[i].text));
	const struct tree *tree = tree_read(owner, source, DIALECT_STRICT, LIMITS_DEFAULT, &d);
	return tree ? tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		    : NULL;
}

struct bytes metaschema_uri(enum schema_draft draft)
{
	static const char *const uris[] = {
		[SCHEMA_4] = "http://json-schema.org/draft-04/schema",
		[SCHEMA_6] = "http://json-schema.org/draft-06/schema",
		[SCHEMA_7] = "http://json-schema.org/draft-07/schema",
		[SCHEMA_2019] = "https://json-schema.org/draft/2019-09/schema",
		[SCHEMA_2020] = "https://json-schema.org/draft/2020-12/schema",
	};
	return bytes_of(uris[draft]);
}

bool metaschema_draft(struct bytes uri, enum schema_draft *draft)
{
	static const struct {
		const char *path;
		enum schema_draft draft;
	} rows[] = {
		{ "draft-04/schema", SCHEMA_4 },
		{ "draft-06/schema", SCHEMA_6 },
		{ "draft-07/schema", SCHEMA_7 },
		{ "draft/2019-09/schema", SCHEMA_2019 },
		{ "draft/2020-12/schema", SCHEMA_2020 },
		{ "schema", SCHEMA_2020 },
	};
	struct bytes path = path_of_uri(uri);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (bytes_is(path, rows[i].path)) {
			*draft = rows[i].draft;
			return true;
		}
	return false;
}
