/* What a value lacks, at which places of both files. */
#include "schema_fixture.h"

/* `PLACE PATH KEYWORD <PLACE in the schema>: TEXT (HINT)` */
static struct bytes violations_shown(const struct violations *found)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < found->count; i++) {
		const struct violation *violation = &found->at[i];
		add_place(&out, violation->at);
		buf_print(&out, " " BYTES_FMT " %s <", BYTES_ARG(violation->path),
			violation->keyword);
		add_place(&out, violation->rule);
		buf_print(&out, ">: " BYTES_FMT, BYTES_ARG(violation->text));
		if (violation->hint.len)
			buf_print(&out, " (" BYTES_FMT ")", BYTES_ARG(violation->hint));
		buf_add_char(&out, '\n');
	}
	return buf_bytes(&out);
}

static const struct {
	const char *schema, *value, *found;
} rows[] = {
	/* Types, and quotes that are missing or too many. */
	{ "{properties: {a: {type: string}}}", "a: 1.10",
		"1:4 a type <1:25>: 'a' must be a text, not a number (in quotes it is a text)\n" },
	{ "{properties: {a: {type: integer}}}", "a: '8080'",
		"1:4 a type <1:25>: 'a' must be a whole number, not a text (without quotes it "
		"is a number)\n" },
	{ "{properties: {a: {type: boolean}}}", "a: \"true\"",
		"1:4 a type <1:25>: 'a' must be a truth value, not a text (without quotes it "
		"is a truth value)\n" },
	{ "{properties: {a: {type: integer}}}", "a: 1.5",
		"1:4 a type <1:25>: 'a' must be a whole number, not a fraction\n" },
	{ "{properties: {a: {type: integer}}}", "a: 1.0", "" },
	{ "{properties: {a: {type: [string, 'null']}}}", "a: [1]",
		"1:4 a type <1:25>: 'a' must be a text or null, not a list\n" },
	{ "{properties: {a: {type: [number, boolean, object]}}}", "a: x",
		"1:4 a type <1:25>: 'a' must be a number, a truth value or a mapping, not a "
		"text\n" },
	{ "{$schema: 'http://json-schema.org/draft-04/schema#', properties: {a: {type: "
	  "integer}}}",
		"a: 1.0", "" },

	/* One of several. */
	{ "{properties: {a: {const: x}}}", "a: y", "1:4 a const <1:26>: 'a' must be \"x\"\n" },
	{ "{properties: {a: {const: {b: [1, 2]}}}}", "a: {b: [1.0, 2]}", "" },
	{ "{properties: {a: {enum: [IfNotPresent, Always, Never]}}}", "a: ifnotpresent",
		"1:4 a enum <1:25>: 'a' must be one of \"IfNotPresent\", \"Always\", \"Never\" "
		"(did you mean 'IfNotPresent'?)\n" },
	{ "{properties: {a: {enum: [a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, "
	  "a13]}}}",
		"a: a14",
		"1:4 a enum <1:25>: 'a' must be one of \"a1\", \"a2\", \"a3\", \"a4\", \"a5\", "
		"\"a6\", \"a7\", \"a8\", \"a9\", \"a10\", \"a11\", \"a12\", … (did you mean "
		"'a1'?)\n" },
	{ "{properties: {a: {enum: ['1', '2']}}}", "a: 1",
		"1:4 a enum <1:25>: 'a' must be one of \"1\", \"2\" (in quotes it is a text)\n" },
	{ "{properties: {a: {enum: [0]}}}", "a: false",
		"1:4 a enum <1:25>: 'a' must be one of 0\n" },

	/* Numbers are doubles, divided as the decimals that they are written as. */
	{ "{properties: {a: {minimum: 1, maximum: 65535, multipleOf: 0.5}}}", "a: 70000.25",
		"1:4 a multipleOf <1:59>: 'a' must be a multiple of 0.5\n"
		"1:4 a maximum <1:40>: 'a' must be at most 65535\n" },
	{ "{properties: {a: {exclusiveMinimum: 1}, b: {exclusiveMaximum: 2}, c: "
	  "{minimum: 0}}}",
		"{a: 1, b: 2, c: -1}",
		"1:5 a exclusiveMinimum <1:37>: 'a' must be greater than 1\n"
		"1:11 b exclusiveMaximum <1:63>: 'b' must be less than 2\n"
		"1:17 c minimum <1:80>: 'c' must be at least 0\n" },
	{ "{$schema: 'http://json-schema.org/draft-04/schema#', maximum: 3, properties: "
	  "{a: {maximum: 3, exclusiveMaximum: true}, b: {minimum: 3, exclusiveMinimum: "
	  "false}}}",
		"{a: 3, b: 3}", "1:5 a maximum <1:92>: 'a' must be less than 3\n" },
	{ "{properties: {a: {multipleOf: 0.0001}}}", "a: 0.0075", "" },
	{ "{properties: {a: {multipleOf: 0.0001}}}", "a: 0.00751",
		"1:4 a multipleOf <1:31>: 'a' must be a multiple of 0.0001\n" },
	{ "{properties: {a: {multipleOf: 0.1}}}", "a: 0.3", "" },
	{ "{properties: {a: {multipleOf: 0.123456789}}}", "a: 1e308",
		"1:4 a multipleOf <1:31>: 'a' must be a multiple of 0.123456789\n" },
	{ "{properties: {a: {multipleOf: 1e-8}}}", "a: 12391239123", "" },
	{ "{properties: {a: {multipleOf: 7}}}", "a: -21", "" },
	{ "{properties: {a: {multipleOf: 2.5e20}}}", "a: 1e3",
		"1:4 a multipleOf <1:31>: 'a' must be a multiple of 2.5e20\n" },
	{ "{properties: {a: {maximum: 9007199254740992}}}", "a: 9007199254740993", "" },

	/* Texts: characters count, not bytes. */
	{ "{properties: {a: {minLength: 3, maxLength: 1}}}", "a: çã",
		"1:4 a maxLength <1:44>: the length of 'a' must be at most 1, not 2\n"
		"1:4 a minLength <1:30>: the length of 'a' must be at least 3, not 2\n" },
	{ "{properties: {a: {minLength: 1, maxLength: 1}}}", "a: \"\\U0001F432\"", "" },
	{ "{properties: {a: {pattern: '^[a-z]+$'}}}", "a: A1",
		"1:4 a pattern <1:28>: 'a' must match the pattern '^[a-z]+$'\n" },
	{ "{$schema: 'http://json-schema.org/draft-07/schema#', properties: {a: {format: "
	  "ipv4}, b: {format: uri}, c: {format: date}}}",
		"{a: 1.2.3, b: a/b, c: '2026-02-29'}",
		"1:5 a format <1:79>: 'a' must be an IPv4 address\n"
		"1:15 b format <1:98>: 'b' must be an absolute URI\n"
		"1:23 c format <1:116>: 'c' must be a date, YYYY-MM-DD\n" },

	/* Lists. */
	{ "{properties: {a: {minItems: 2}, b: {maxItems: 1}, c: {uniqueItems: true}}}",
		"a: [1]\n"
		"b: [1, 2]\n"
		"c:\n"
		"  - x: 1\n"
		"    y: 2\n"
		"  - {y: 2, x: 1.0}",
		"1:4 a minItems <1:29>: the number of items of 'a' must be at least 2, not 1\n"
		"2:4 b maxItems <1:47>: the number of items of 'b' must be at most 1, not 2\n"
		"6:5 c uniqueItems <1:68>: the items 1 and 2 of 'c' are equal, and all must be "
		"different\n" },
	{ "{properties: {a: {uniqueItems: true}}}",
		"a: [1, true, '1', [1], {a: 1}, null, 0, false, '', [], {}]", "" },
	{ "{properties: {p: {items: {type: object, required: [name, port]}}}}",
		"p:\n"
		"  - name: http\n"
		"    prot: 80\n"
		"  - port: 1\n"
		"    name: x",
		"2:5 p[0] required <1:51>: 'p[0]' lacks the key 'port' (did you mean it by "
		"'prot'?)\n" },
	{ "{properties: {a: {prefixItems: [{type: string}], items: false}}}", "a: [x, z, z]",
		"1:8 a[1]  <1:57>: 'a[1]' is not allowed\n"
		"1:11 a[2]  <1:57>: 'a[2]' is not allowed\n" },
	{ "{properties: {a: {contains: {type: string}}}}", "a: [1, 2]",
		"1:4 a contains <1:29>: the number of items of 'a' that fit 'contains' must be "
		"at least 1, not 0\n" },
	{ "{properties: {a: {contains: {type: string}, maxContains: 1, minContains: 0}}}",
		"a: [x, z]",
		"1:4 a contains <1:29>: the number of items of 'a' that fit 'contains' must be "
		"at most 1, not 2\n" },
	{ "{properties: {a: {prefixItems: [true], unevaluatedItems: false}}}", "a: [1, 2]",
		"1:8 a[1]  <1:58>: 'a[1]' is not allowed\n" },

	/* Maps: a key that is missing is missed in the map, one too many stands where it stands. */
	{ "{required: [image, replicas]}", "x: 1",
		"1:1 . required <1:12>: '.' lacks the key 'image'\n"
		"1:1 . required <1:12>: '.' lacks the key 'replicas'\n" },
	{ "{properties: {image: {required: [tag]}}}", "image: {}",
		"1:8 image required <1:33>: 'image' lacks the key 'tag'\n" },
	{ "{properties: {image: {additionalProperties: false, properties: {repository: "
	  "{}, tag: {}}}}}",
		"image:\n"
		"  repositry: a\n"
		"  tag: b\n"
		"  zzz: 1",
		"2:3 image.repositry additionalProperties <1:45>: 'image' has no key "
		"'repositry' in the schema (did you mean 'repository'?)\n"
		"4:3 image.zzz additionalProperties <1:45>: 'image' has no key 'zzz' in the "
		"schema (the keys here are repository, tag)\n" },
	{ "{additionalProperties: {type: integer}}", "{a: x, b: 1, c.d: z}",
		"1:5 a type <1:31>: 'a' must be a whole number, not a text\n"
		"1:19 c\\.d type <1:31>: 'c\\.d' must be a whole number, not a text\n" },
	{ "{patternProperties: {'^x-': {type: string}}, additionalProperties: false}",
		"{x-a: 1, z: 2}",
		"1:7 x-a type <1:36>: 'x-a' must be a text, not a number (in quotes it is a "
		"text)\n"
		"1:10 z additionalProperties <1:68>: '.' has no key 'z' in the schema\n" },
	{ "{propertyNames: {pattern: '^[a-z]+$'}}", "{ok: 1, NotOk: 2}",
		"1:9 NotOk propertyNames <1:17>: the key 'NotOk' is not one that "
		"'propertyNames' allows in '.' ('NotOk' must match the pattern '^[a-z]+$')\n" },
	{ "{minProperties: 2, maxProperties: 0}", "a: 1",
		"1:1 . maxProperties <1:35>: the number of keys of '.' must be at most 0, not "
		"1\n"
		"1:1 . minProperties <1:17>: the number of keys of '.' must be at least 2, not "
		"1\n" },
	{ "{dependentRequired: {a: [b, c]}, dependentSchemas: {a: {required: [d]}}}",
		"{a: 1, b: 2}",
		"1:1 . dependentRequired <1:21>: '.' has the key 'a', so it must have 'c' too\n"
		"1:1 . required <1:67>: '.' lacks the key 'd'\n" },
	{ "{dependencies: {a: [b], c: {required: [d]}}}", "{a: 1, c: 2}",
		"1:1 . dependencies <1:16>: '.' has the key 'a', so it must have 'b' too\n"
		"1:1 . required <1:39>: '.' lacks the key 'd'\n" },
	{ "{allOf: [{properties: {a: {}}}], unevaluatedProperties: false}", "{a: 1, b: 2}",
		"1:8 b unevaluatedProperties <1:57>: '.' has no key 'b' in the schema\n" },
	{ "{properties: {a: false}}", "a: 1", "1:1 a  <1:18>: 'a' is not allowed\n" },
	{ "false", "a: 1", "1:1 .  <1:1>: '.' is not allowed\n" },

	/* Alternatives: what is wrong with the one that was meant. */
	{ "{properties: {a: {anyOf: [{type: string}, {type: integer}]}}}", "a: [1]",
		"1:4 a anyOf <1:26>: 'a' must be a text or a whole number, not a list\n" },
	{ "{properties: {a: {anyOf: [{$ref: '#/$defs/t'}, {type: 'null'}]}}, $defs: {t: "
	  "{type: string}}}",
		"a: 1", "1:4 a anyOf <1:26>: 'a' must be a text or null, not a number\n" },
	{ "{properties: {a: {anyOf: [{type: string, maxLength: 2}, {type: integer}]}}}", "a: abc",
		"1:4 a maxLength <1:53>: the length of 'a' must be at most 2, not 3\n" },
	{ "{properties: {a: {oneOf: [{properties: {kind: {const: x}, v: {type: "
	  "integer}}, required: [kind]}, {properties: {kind: {const: z}, v: {type: "
	  "string}}, required: [kind]}]}}}",
		"a:\n"
		"  kind: x\n"
		"  v: q",
		"3:6 a.v type <1:69>: 'a.v' must be a whole number, not a text\n" },
	{ "{properties: {a: {oneOf: [{minimum: 1}, {minimum: 2}]}}}", "a: 3",
		"1:4 a oneOf <1:41>: 'a' fits 2 of the 2 alternatives, and must fit exactly "
		"one\n" },
	{ "{properties: {a: {anyOf: [{minLength: 3}, {pattern: '^x'}]}}}", "a: b",
		"1:4 a anyOf <1:26>: 'a' fits none of the 2 alternatives (what fails in the "
		"nearest one: the length of 'a' must be at least 3, not 1)\n" },
	{ "{properties: {a: {not: {type: string}}}}", "a: b",
		"1:4 a not <1:24>: 'a' is what 'not' excludes\n" },
	{ "{if: {properties: {kind: {const: tls}}}, then: {required: [secret]}, else: "
	  "{required: [port]}}",
		"kind: tls", "1:1 . required <1:59>: '.' lacks the key 'secret'\n" },
	{ "{anyOf: [{required: [name]}, {required: [id]}]}", "other: 1",
		"1:1 . anyOf <1:9>: '.' fits none of the 2 alternatives (what fails in the "
		"nearest one: '.' lacks the key 'name')\n" },

	/* References: the place is the one that asks; a circle ends. */
	{ "{$defs: {p: {type: integer}}, properties: {a: {$ref: '#/$defs/p'}}}", "a: x",
		"1:4 a type <1:20>: 'a' must be a whole number, not a text\n" },
	{ "{properties: {a: {$ref: '#'}}, additionalProperties: false}", "a: {a: {a: {b: 1}}}",
		"1:13 a.a.a.b additionalProperties <1:54>: 'a.a.a' has no key 'b' in the "
		"schema (the keys here are a)\n" },
	{ "{$ref: '#/$defs/p', $defs: {p: {$ref: '#/$defs/p'}}}", "a: 1",
		"1:1 . $ref <1:39>: for '.' the reference '#/$defs/p' of the schema leads back "
		"to itself\n" },
	{ "{$ref: '#/$defs/p', $defs: {p: {anyOf: [{$ref: '#/$defs/p'}, {type: "
	  "object}]}}}",
		"a: 1", "" },
	{ "{properties: {a: {$ref: 'https://json-schema.org/draft/2020-12/schema'}}}",
		"a: {minLength: -1}",
		"1:16 a.minLength minimum <1:1266>: 'a.minLength' must be at least 0\n" },

	/* Helm's reading of the values: the last of two keys, aliases, merged keys. */
	{ "{properties: {a: {type: string}}}",
		"a: 1\n"
		"a: x",
		"" },
	{ "{additionalProperties: {properties: {b: {type: string}}}}",
		"x: &x {b: 1}\n"
		"z: *x",
		"1:11 x.b type <1:48>: 'x.b' must be a text, not a number (in quotes it is a "
		"text)\n"
		"1:11 z.b type <1:48>: 'z.b' must be a text, not a number (in quotes it is a "
		"text)\n" },
	{ "{additionalProperties: {properties: {b: {type: string}}}}",
		"x: &x {b: 1}\n"
		"z: {<<: *x}",
		"1:11 x.b type <1:48>: 'x.b' must be a text, not a number (in quotes it is a "
		"text)\n"
		"1:11 z.b type <1:48>: 'z.b' must be a text, not a number (in quotes it is a "
		"text)\n" },
};

START_TEST(test_rows)
{
	struct diags d = diags_new(unit_arena());
	struct violations found = { 0 };
	const struct schema *schema = read_schema(bytes_of(rows[_i].schema), &d);
	ck_assert_msg(schema && !d.count, "%s", unit_diags(&d));
	const struct value *value = read_value(
		"values.yaml", bytes_of(rows[_i].value), DIALECT_HELM);
	bool good = schema_check(unit_arena(), schema, value, &found);
	unit_same(rows[_i].schema, violations_shown(&found), bytes_of(rows[_i].found));
	ck_assert(good == !*rows[_i].found);
	ck_assert(schema_check(unit_arena(), schema, value, NULL) == good);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("schema_check");
	TCase *cases = tcase_create("check");
	tcase_add_loop_test(cases, test_rows, 0, (int)COUNT(rows));
	suite_add_tcase(suite, cases);
	return suite;
}
