#include "check.h"
#include "reader.h"

/* The names of drafts in rows. */
enum { D4 = SCHEMA_4, D6 = SCHEMA_6, D7 = SCHEMA_7, D19 = SCHEMA_2019, D20 = SCHEMA_2020 };

/* And of vocabularies. */
enum {
	CORE = VOCABULARY_CORE,
	APPLY = VOCABULARY_APPLICATOR,
	LEFT = VOCABULARY_UNEVALUATED,
	VALID = VOCABULARY_VALIDATION,
	NOTE = VOCABULARY_ANNOTATION,
};

const struct keyword keywords[] = {
	{ "type", D4, D20, VALID, SHAPE_TYPES, KIND_ANY, read_type, check_type },
	{ "const", D6, D20, VALID, SHAPE_ANY, KIND_ANY, read_plain, check_const },
	{ "enum", D4, D20, VALID, SHAPE_LIST, KIND_ANY, read_enum, check_enum },

	{ "multipleOf", D4, D20, VALID, SHAPE_POSITIVE, KIND_NUMBER, read_plain, check_multiple },
	{ "maximum", D4, D20, VALID, SHAPE_NUMBER, KIND_NUMBER, read_limit, check_maximum },
	{ "exclusiveMaximum", D4, D4, VALID, SHAPE_BOOL, 0, NULL, NULL },
	{ "exclusiveMaximum", D6, D20, VALID, SHAPE_NUMBER, KIND_NUMBER, read_exclusive,
		check_maximum },
	{ "minimum", D4, D20, VALID, SHAPE_NUMBER, KIND_NUMBER, read_limit, check_minimum },
	{ "exclusiveMinimum", D4, D4, VALID, SHAPE_BOOL, 0, NULL, NULL },
	{ "exclusiveMinimum", D6, D20, VALID, SHAPE_NUMBER, KIND_NUMBER, read_exclusive,
		check_minimum },

	{ "maxLength", D4, D20, VALID, SHAPE_COUNT, KIND_STRING, read_count, check_max_length },
	{ "minLength", D4, D20, VALID, SHAPE_COUNT, KIND_STRING, read_count, check_min_length },
	{ "pattern", D4, D20, VALID, SHAPE_TEXT, KIND_STRING, read_pattern, check_pattern },
	{ "format", D4, D20, NOTE, SHAPE_TEXT, KIND_STRING, read_format, check_format },

	{ "maxItems", D4, D20, VALID, SHAPE_COUNT, KIND_LIST, read_count, check_max_items },
	{ "minItems", D4, D20, VALID, SHAPE_COUNT, KIND_LIST, read_count, check_min_items },
	{ "uniqueItems", D4, D20, VALID, SHAPE_BOOL, KIND_LIST, read_true, check_unique },
	{ "prefixItems", D20, D20, APPLY, SHAPE_SCHEMAS, KIND_LIST, read_sequence, check_sequence },
	{ "items", D4, D19, APPLY, SHAPE_SCHEMA_OR_SCHEMAS, KIND_LIST, read_sequence,
		check_sequence },
	{ "items", D20, D20, APPLY, SHAPE_SCHEMA, KIND_LIST, read_sequence, check_sequence },
	{ "additionalItems", D4, D19, APPLY, SHAPE_SCHEMA_OR_BOOL, 0, NULL, NULL },
	{ "contains", D6, D20, APPLY, SHAPE_SCHEMA, KIND_LIST, read_contains, check_contains },
	{ "minContains", D19, D20, VALID, SHAPE_COUNT, 0, NULL, NULL },
	{ "maxContains", D19, D20, VALID, SHAPE_COUNT, 0, NULL, NULL },

	{ "maxProperties", D4, D20, VALID, SHAPE_COUNT, KIND_MAP, read_count, check_max_keys },
	{ "minProperties", D4, D20, VALID, SHAPE_COUNT, KIND_MAP, read_count, check_min_keys },
	{ "properties", D4, D20, APPLY, SHAPE_SCHEMA_MAP, KIND_MAP, read_members, check_members },
	{ "patternProperties", D4, D20, APPLY, SHAPE_SCHEMA_MAP, KIND_MAP, read_members,
		check_members },
	{ "additionalProperties", D4, D20, APPLY, SHAPE_SCHEMA_OR_BOOL, KIND_MAP, read_members,
		check_members },
	{ "required", D4, D20, VALID, SHAPE_TEXTS, KIND_MAP, read_members, check_members },
	{ "propertyNames", D6, D20, APPLY, SHAPE_SCHEMA, KIND_MAP, read_part_rule, check_names },
	{ "dependencies", D4, D20, APPLY, SHAPE_DEPENDENCIES, KIND_MAP, read_dependents,
		check_dependents },
	{ "dependentRequired", D19, D20, VALID, SHAPE_TEXT_MAP, KIND_MAP, read_dependents,
		check_dependents },
	{ "dependentSchemas", D19, D20, APPLY, SHAPE_SCHEMA_MAP, KIND_MAP, read_dependents,
		check_dependents },

	{ "$ref", D4, D20, CORE, SHAPE_TEXT, KIND_ANY, read_reference, check_reference },
	{ "$dynamicRef", D20, D20, CORE, SHAPE_TEXT, KIND_ANY, read_reference, check_reference },
	{ "$recursiveRef", D19, D19, CORE, SHAPE_TEXT, KIND_ANY, read_reference, check_reference },
	{ "allOf", D4, D20, APPLY, SHAPE_SCHEMAS, KIND_ANY, read_parts, check_all },
	{ "anyOf", D4, D20, APPLY, SHAPE_SCHEMAS, KIND_ANY, read_parts, check_any },
	{ "oneOf", D4, D20, APPLY, SHAPE_SCHEMAS, KIND_ANY, read_parts, check_one },
	{ "not", D4, D20, APPLY, SHAPE_SCHEMA, KIND_ANY, read_part_rule, check_not },
	{ "if", D7, D20, APPLY, SHAPE_SCHEMA, KIND_ANY, read_conditional, check_conditional },
	{ "then", D7, D20, APPLY, SHAPE_SCHEMA, 0, NULL, NULL },
	{ "else", D7, D20, APPLY, SHAPE_SCHEMA, 0, NULL, NULL },

	/* Asked when all others have said what they evaluate. */
	{ "unevaluatedItems", D19, D19, APPLY, SHAPE_SCHEMA, KIND_LIST, read_unevaluated,
		check_unevaluated },
	{ "unevaluatedItems", D20, D20, LEFT, SHAPE_SCHEMA, KIND_LIST, read_unevaluated,
		check_unevaluated },
	{ "unevaluatedProperties", D19, D19, APPLY, SHAPE_SCHEMA, KIND_MAP, read_unevaluated,
		check_unevaluated },
	{ "unevaluatedProperties", D20, D20, LEFT, SHAPE_SCHEMA, KIND_MAP, read_unevaluated,
		check_unevaluated },

	/* What says nothing about values. */
	{ "$schema", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "id", D4, D4, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "$id", D6, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "$anchor", D19, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "$dynamicAnchor", D20, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "$recursiveAnchor", D19, D19, NOTE, SHAPE_BOOL, 0, NULL, NULL },
	{ "$vocabulary", D19, D20, NOTE, SHAPE_BOOL_MAP, 0, NULL, NULL },
	{ "$comment", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "$defs", D4, D20, NOTE, SHAPE_SCHEMA_MAP, 0, NULL, NULL },
	{ "definitions", D4, D20, NOTE, SHAPE_SCHEMA_MAP, 0, NULL, NULL },
	{ "title", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "description", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "default", D4, D20, NOTE, SHAPE_ANY, 0, NULL, NULL },
	{ "examples", D4, D20, NOTE, SHAPE_LIST, 0, NULL, NULL },
	{ "deprecated", D4, D20, NOTE, SHAPE_BOOL, 0, NULL, NULL },
	{ "readOnly", D4, D20, NOTE, SHAPE_BOOL, 0, NULL, NULL },
	{ "writeOnly", D4, D20, NOTE, SHAPE_BOOL, 0, NULL, NULL },
	{ "contentEncoding", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "contentMediaType", D4, D20, NOTE, SHAPE_TEXT, 0, NULL, NULL },
	{ "contentSchema", D19, D20, NOTE, SHAPE_SCHEMA, 0, NULL, NULL },
};

const size_t keyword_count = sizeof keywords / sizeof *keywords;

_Static_assert(sizeof keywords / sizeof *keywords <= KEYWORDS_MOST, "a part has room for all");

static bool is_named(const struct keyword *keyword, struct bytes name)
{
	return name.len && name.at[0] == keyword->name[0] && bytes_is(name, keyword->name);
}

size_t keyword_find(struct bytes name, enum schema_draft draft)
{
	for (size_t i = 0; i < keyword_count; i++)
		if (keywords[i].first <= draft && draft <= keywords[i].last &&
			is_named(&keywords[i], name))
			return i;
	return KEYWORDS_MOST;
}

const struct keyword *keyword_named(struct bytes name)
{
	for (size_t i = 0; i < keyword_count; i++)
		if (is_named(&keywords[i], name))
			return &keywords[i];
	return NULL;
}
