/* Schemas that are refused, warned of, or led elsewhere; and what is too much. */
#include "schema_fixture.h"

#include <time.h>

/* `PLACE ID TEXT (HINT)`, with a question mark behind the place of a warning. */
static struct bytes diags_shown(const struct diags *d)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < d->count; i++) {
		const struct diag *diag = d->at[i];
		add_place(&out, diag->at);
		buf_print(&out, "%s %s " BYTES_FMT, diag->severity == SEVERITY_WARNING ? "?" : "",
			diag->id, BYTES_ARG(diag->text));
		if (diag->hint.len)
			buf_print(&out, " (" BYTES_FMT ")", BYTES_ARG(diag->hint));
		buf_add_char(&out, '\n');
	}
	return buf_bytes(&out);
}

static const struct {
	const char *schema, *said;
} rows[] = {
	/* Keywords that are none. */
	{ "{requried: [a]}",
		"1:2? schema/unknown-keyword JSON Schema has no keyword 'requried', so it says "
		"nothing (did you mean 'required'?)\n" },
	{ "{x-foo: 1, form: true, properties: {a: {form: 1, hidden: {a: b}}}}",
		"1:12? schema/unknown-keyword JSON Schema has no keyword 'form', so it says "
		"nothing\n"
		"1:50? schema/unknown-keyword JSON Schema has no keyword 'hidden', so it says "
		"nothing\n" },

	/* Keywords of other drafts, and at places where they say nothing. */
	{ "{$schema: 'http://json-schema.org/draft-07/schema#', dependentRequired: {a: "
	  "[b]}, properties: {a: {$ref: '#', minLength: 3, title: x}}}",
		"1:54? schema/no-effect 'dependentRequired' says nothing in draft-07 (it came "
		"with draft 2019-09; '$schema' says which one holds)\n"
		"1:122? schema/no-effect 'minLength' says nothing beside '$ref' in draft-07 "
		"(let the reference stand alone, as an item of 'allOf')\n" },
	{ "{$recursiveRef: '#', id: x, additionalItems: {}}",
		"1:2? schema/no-effect '$recursiveRef' says nothing in draft 2020-12 (it went "
		"after draft 2019-09; '$schema' says which one holds)\n"
		"1:22? schema/no-effect 'id' says nothing in draft 2020-12 (it went after "
		"draft-04; '$schema' says which one holds)\n"
		"1:29? schema/no-effect 'additionalItems' says nothing in draft 2020-12 (it "
		"went after draft 2019-09; '$schema' says which one holds)\n" },
	{ "{then: {}, minContains: 3}",
		"1:8? schema/no-effect 'then' says nothing without 'if'\n"
		"1:25? schema/no-effect 'minContains' says nothing without 'contains'\n" },

	/* Formats. */
	{ "{properties: {a: {format: ipv4}, b: {format: ipv5}, c: {format: int32}, d: "
	  "{format: email}, e: {format: ipv5}}}",
		"1:27? schema/format 'format' is not checked in draft 2020-12, as in Helm 4 "
		"(both Helm 3 and Helm 4 check it in draft-07)\n"
		"1:46? schema/format the format 'ipv5' is not known, so it is not checked (did "
		"you mean 'ipv4'?)\n" },
	{ "{$schema: 'http://json-schema.org/draft-07/schema#', properties: {a: {format: "
	  "ipv4}, b: {format: emial}, c: {format: color}}}",
		"1:98? schema/format the format 'emial' is not known, so it is not checked "
		"(did you mean 'email'?)\n"
		"1:118? schema/format the format 'color' is not known, so it is not checked\n" },

	/* Values that a keyword cannot have. */
	{ "[1]", "1:1 schema/keyword a schema must be a mapping, or true or false\n" },
	{ "{type: strin}",
		"1:8 schema/keyword there is no type 'strin' (did you mean 'string'?)\n" },
	{ "{type: [object, widget]}",
		"1:17 schema/keyword there is no type 'widget' (the types are array, boolean, "
		"integer, null, number, object and string)\n" },
	{ "{items: [{type: string}]}",
		"1:9 schema/keyword 'items' must be a schema (in 2020-12 'prefixItems' has the "
		"schemas of the first items)\n" },
	{ "{properties: {a: {required: true}}}",
		"1:29 schema/keyword 'required' must be a list of different texts (the schema "
		"around it lists the required keys: 'required: [name]')\n" },
	{ "{exclusiveMinimum: true}",
		"1:20 schema/keyword 'exclusiveMinimum' must be a number (since draft-06 it is "
		"the limit itself)\n" },
	{ "{minLength: -1, maxLength: x, pattern: 3, enum: x, title: 1, required: [a, "
	  "a], properties: [], allOf: [], type: [], multipleOf: 0, minItems: 1.5}",
		"1:13 schema/keyword 'minLength' must be a whole number of at least 0\n"
		"1:28 schema/keyword 'maxLength' must be a whole number of at least 0\n"
		"1:40 schema/keyword 'pattern' must be a text\n"
		"1:49 schema/keyword 'enum' must be a list\n"
		"1:59 schema/keyword 'title' must be a text\n"
		"1:76 schema/keyword 'required' must be a list of different texts\n"
		"1:92 schema/keyword 'properties' must be a mapping of schemas\n"
		"1:103 schema/keyword 'allOf' must be a list of at least one schema\n"
		"1:113 schema/keyword 'type' must be a type, or a list of different types\n"
		"1:129 schema/keyword 'multipleOf' must be a number greater than 0\n"
		"1:142 schema/keyword 'minItems' must be a whole number of at least 0\n" },
	{ "{properties: {a: 1}, allOf: [x], dependentRequired: {a: b}, $vocabulary: {a: "
	  "1}, not: []}",
		"1:18 schema/keyword 'properties' must be a mapping of schemas\n"
		"1:30 schema/keyword 'allOf' must be a list of at least one schema\n"
		"1:57 schema/keyword 'dependentRequired' must be a mapping of lists of "
		"different texts\n"
		"1:78 schema/keyword '$vocabulary' must be a mapping of truth values\n"
		"1:87 schema/keyword 'not' must be a schema\n" },
	{ "{$schema: 'http://json-schema.org/draft-04/schema#', properties: {a: true}, "
	  "additionalProperties: false, items: [], anyOf: [true]}",
		"1:70 schema/keyword 'properties' must be a mapping of schemas\n"
		"1:113 schema/keyword 'items' must be a schema, or a list of schemas\n"
		"1:125 schema/keyword 'anyOf' must be a list of at least one schema\n" },
	{ "{minLength: 2.0, maxItems: 1e400}",
		"1:28 schema/keyword 'maxItems' must be a whole number of at least 0\n" },

	/* References. */
	{ "{$ref: other.json}",
		"1:8 schema/reference the reference 'other.json' leads to another document, "
		"'file:///other.json', and none is fetched (take what it means into '$defs' of "
		"this schema)\n" },
	{ "{$id: 'https://example.com/a/b.json', $ref: '../c.json#/a'}",
		"1:45 schema/remote the reference '../c.json#/a' leads to another document, "
		"'https://example.com/c.json', and none is fetched (take what it means into "
		"'$defs' of this schema)\n" },
	{ "{$ref: '#/definitons/a', definitions: {a: {}}}",
		"1:8 schema/reference the reference '#/definitons/a' leads nowhere (did you "
		"mean 'definitions'?)\n" },
	{ "{$ref: 'urn:x:y'}",
		"1:8? schema/reference nothing here is called 'urn:x:y': any value will do, as "
		"for Helm 4\n" },
	{ "{$ref: '#nope'}", "1:8 schema/reference the reference '#nope' leads nowhere\n" },
	{ "{$ref: '#/required/0', required: [a]}",
		"1:8 schema/reference the reference '#/required/0' leads nowhere\n" },
	{ "{$ref: '#/x-own/b', x-own: {b: {type: strin}}}",
		"1:39 schema/keyword there is no type 'strin' (did you mean 'string'?)\n" },
	{ "{$defs: {p: {$id: 'http://q/a'}, q: {$id: 'http://q/a'}}}",
		"1:43 schema/reference two schemas have the identifier 'http://q/a'\n" },
	{ "{$defs: {p: {$anchor: a}, q: {$anchor: a}}}",
		"1:40 schema/reference two schemas have the anchor 'a'\n" },
	{ "{$id: 'http://q/a#foo'}",
		"1:7 schema/keyword an identifier has no fragment in draft 2020-12 ('$anchor' "
		"names a place in a schema)\n" },

	/* Patterns, as Helm reads them. */
	{ "{properties: {a: {pattern: '^(?!x)'}}}",
		"1:30 schema/pattern this is no pattern that Helm can read: lookahead and "
		"lookbehind are not supported (Helm reads patterns as Go does, in RE2's "
		"syntax, which has no look-around)\n" },
	{ "{properties: {a: {pattern: 'a['}}, patternProperties: {'*': {}}}",
		"1:57 schema/pattern this is no pattern that Helm can read: there is nothing "
		"to repeat\n"
		"1:30 schema/pattern this is no pattern that Helm can read: a class is not "
		"closed by ']'\n" },
	{ "{properties: {a: {pattern: \"\\\\d[\\\\\"}}}",
		"1:28 schema/pattern this is no pattern that Helm can read: a backslash ends "
		"the pattern\n" },

	/* Dialects. */
	{ "{$schema: 'http://json-schema.org/draft-03/schema#'}",
		"1:11 schema/dialect 'http://json-schema.org/draft-03/schema#' is no draft of "
		"JSON Schema that leme knows ('https://json-schema.org/draft/2020-12/schema' "
		"is one, 'http://json-schema.org/draft-07/schema#' is what Helm 3 reads too)\n" },
	{ "{$schema: 'https://example.com/own'}",
		"1:11 schema/dialect 'https://example.com/own' is no draft of JSON Schema that "
		"leme knows ('https://json-schema.org/draft/2020-12/schema' is one, "
		"'http://json-schema.org/draft-07/schema#' is what Helm 3 reads too)\n" },
	{ "{$schema: 'https://json-schema.org/draft-07/schema'}", "" },
	{ "{$schema: 'http://json-schema.org/schema#'}", "" },
	{ "{$schema: 3}", "1:11 schema/keyword '$schema' must be a text\n" },

	/* What the metaschema alone refuses. */
	{ "{$schema: 'http://json-schema.org/draft-04/schema#', properties: {a: "
	  "{exclusiveMaximum: true}}, required: []}",
		"1:70 schema/keyword this is no schema of draft-04: 'properties.a' has the key "
		"'exclusiveMaximum', so it must have 'maximum' too\n"
		"1:107 schema/keyword this is no schema of draft-04: the number of items of "
		"'required' must be at least 1, not 0\n" },
	{ "{$schema: 'http://json-schema.org/draft-07/schema#', definitions: {a: {$id: "
	  "'a%zz'}}}",
		"1:77 schema/keyword this is no schema of draft-07: 'definitions.a.$id' must "
		"be a URI, absolute or relative\n" },
	{ "{$defs: {a: {$anchor: '1 a'}}}",
		"1:23 schema/keyword this is no schema of draft 2020-12: '$defs.a.$anchor' "
		"must match the pattern '^[A-Za-z_][-A-Za-z0-9._]*$'\n" },
};

START_TEST(test_rows)
{
	struct diags d = diags_new(unit_arena());
	const struct schema *schema = read_schema(bytes_of(rows[_i].schema), &d);
	unit_same(rows[_i].schema, diags_shown(&d), bytes_of(rows[_i].said));
	ck_assert((schema == NULL) == (diags_code(&d) != EXIT_DONE));
}
END_TEST

/* --- several documents ------------------------------------------------------------------------ */

START_TEST(test_documents)
{
	struct schema_document documents[] = {
		{ BYTES("https://x/port"),
			read_value("port", BYTES("{$ref: 'lib#number', maximum: 9}"),
				DIALECT_STRICT) },
		{ BYTES("https://x/lib"),
			read_value("lib", BYTES("{$defs: {n: {$anchor: number, type: integer}}}"),
				DIALECT_STRICT) },
	};
	struct schema_options options = SCHEMA_OPTIONS_DEFAULT;
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	options.documents = documents;
	options.document_count = COUNT(documents);
	const struct schema *schema = schema_read(unit_arena(),
		read_value("s", BYTES("{items: {$ref: 'https://x/port'}}"), DIALECT_STRICT),
		options, &d);
	ck_assert_msg(schema != NULL, "%s", unit_diags(&d));
	ck_assert(!schema_check(
		unit_arena(), schema, read_value("v", BYTES("[1, 10, a]"), DIALECT_HELM), &found));
	ck_assert_uint_eq(found.count, 2);
	unit_same("the rule's file", found.at[0].rule.source->name, BYTES("port"));
	unit_same("the rule's file", found.at[1].rule.source->name, BYTES("lib"));
}
END_TEST

/* The draft that a caller wants where the schema does not say. */
START_TEST(test_draft)
{
	struct schema_options options = SCHEMA_OPTIONS_DEFAULT;
	struct diags d = diags_new(unit_arena());
	const struct value *document = read_value(
		"s", BYTES("{items: [{type: string}], format: ipv4}"), DIALECT_STRICT);
	ck_assert_ptr_null(schema_read(unit_arena(), document, options, &d));
	options.draft = SCHEMA_7;
	const struct schema *schema = schema_read(unit_arena(), document, options, &d);
	ck_assert(!schema_check(
		unit_arena(), schema, read_value("v", BYTES("[1]"), DIALECT_HELM), NULL));
}
END_TEST

/* --- diags ------------------------------------------------------------------------------------ */

START_TEST(test_tell)
{
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	const struct schema *schema = read_schema(BYTES("properties:\n  a: {const: 100%s}\n"), &d);
	ck_assert(!schema_check(unit_arena(), schema,
		read_value("values.yaml", BYTES("b: 1\na: x\n"), DIALECT_HELM), &found));
	violations_tell(&found, &d);
	ck_assert_str_eq(unit_diags(&d), "2:4 chart/values-schema 'a' must be \"100%s\"\n");
	ck_assert_int_eq(diags_code(&d), EXIT_FOUND);
	ck_assert_uint_eq(d.at[0]->related.count, 1);
	unit_same("the schema's place", span_text(d.at[0]->related.at[0].at), BYTES("100%s"));
}
END_TEST

/* --- limits ----------------------------------------------------------------------------------- */

static void check_limit(struct bytes schema_text, struct bytes value_text, size_t steps)
{
	struct schema_options options = SCHEMA_OPTIONS_DEFAULT;
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	options.steps = steps;
	const struct schema *schema = schema_read(
		unit_arena(), read_value("s", schema_text, DIALECT_STRICT), options, &d);
	ck_assert_msg(schema != NULL, "%s", unit_diags(&d));
	ck_assert(!schema_check(
		unit_arena(), schema, read_value("v", value_text, DIALECT_HELM), &found));
	ck_assert_uint_eq(found.count, 1);
	ck_assert_str_eq(found.at[0].id, "limit/schema");
	ck_assert(found.at[0].text.len);
}

/* Each schema is asked for twice by the one before it; `not` must not make a yes of the end. */
START_TEST(test_steps)
{
	struct buf text = buf_new(unit_arena());
	buf_print(&text, "{%s: {$ref: '#/$defs/s0'}, $defs: {", _i ? "not" : "propertyNames");
	for (int i = 0; i < 40; i++)
		buf_print(&text, "s%d: {allOf: [{$ref: '#/$defs/s%d'}, {$ref: '#/$defs/s%d'}]},", i,
			i + 1, i + 1);
	buf_add(&text, BYTES("s40: true}}"));
	check_limit(buf_bytes(&text), BYTES("{a: 1}"), 100000);
}
END_TEST

/* A chain of references that is longer than the depth. */
START_TEST(test_depth)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("{$ref: '#/$defs/s0', $defs: {"));
	for (int i = 0; i < SCHEMA_DEPTH; i++)
		buf_print(&text, "s%d: {$ref: '#/$defs/s%d'},", i, i + 1);
	buf_print(&text, "s%d: true}}", SCHEMA_DEPTH);
	check_limit(buf_bytes(&text), BYTES("{a: 1}"), SCHEMA_STEPS);
}
END_TEST

START_TEST(test_cut)
{
	struct buf text = buf_new(unit_arena());
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	for (int i = 0; i < VIOLATIONS_MOST + 5; i++)
		buf_print(&text, "- %d\n", i);
	ck_assert(!schema_check(unit_arena(), read_schema(BYTES("{items: {type: string}}"), &d),
		read_value("v", buf_bytes(&text), DIALECT_HELM), &found));
	ck_assert_uint_eq(found.count, VIOLATIONS_MOST);
	ck_assert(found.cut);
}
END_TEST

/* Pairs of items would be five billion. */
START_TEST(test_unique_of_many)
{
	struct buf text = buf_new(unit_arena());
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	for (int i = 0; i < 100000; i++)
		buf_print(&text, "- {a: %d, b: [x]}\n", i);
	buf_add(&text, BYTES("- {b: [x], a: 77.0}\n"));
	const struct schema *schema = read_schema(BYTES("{uniqueItems: true}"), &d);
	const struct value *value = read_value("v", buf_bytes(&text), DIALECT_HELM);
	clock_t began = clock();
	ck_assert(!schema_check(unit_arena(), schema, value, &found));
	ck_assert_int_lt((clock() - began) / CLOCKS_PER_SEC, 10);
	unit_same("which", found.at[0].text,
		BYTES("the items 78 and 100001 of '.' are equal, and all must be different"));
}
END_TEST

/* A value that is good takes no memory. */
START_TEST(test_memory)
{
	struct diags d = diags_new(unit_arena());
	struct arena *owner = arena_new();
	const struct schema *schema = read_schema(
		BYTES("{type: object, required: [a], properties: {a: {type: array, uniqueItems: "
		      "true,"
		      " items: {anyOf: [{minimum: 5}, {pattern: '^x', minLength: 1}]}}},"
		      " unevaluatedProperties: false}"),
		&d);
	const struct value *value = read_value("v",
		BYTES("a: [x, xy, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]"),
		DIALECT_HELM);
	size_t before = arena_used(owner);
	ck_assert(schema_check(owner, schema, value, NULL));
	ck_assert_uint_eq(arena_used(owner), before);
	arena_end(owner);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("schema_read");
	TCase *cases = tcase_create("read");
	tcase_add_loop_test(cases, test_rows, 0, (int)COUNT(rows));
	tcase_add_test(cases, test_documents);
	tcase_add_test(cases, test_draft);
	tcase_add_test(cases, test_tell);
	tcase_add_loop_test(cases, test_steps, 0, 2);
	tcase_add_test(cases, test_depth);
	tcase_add_test(cases, test_cut);
	tcase_add_test(cases, test_unique_of_many);
	tcase_add_test(cases, test_memory);
	suite_add_tcase(suite, cases);
	return suite;
}
