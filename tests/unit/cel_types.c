/* Types of CEL: as text, and from a JSON Schema. */
#include "unit.h"

#include "cel/type.h"

static struct bytes shown(const struct cel_type *type)
{
	struct buf out = buf_new(unit_arena());
	cel_type_print(&out, type);
	return buf_bytes(&out);
}

/* --- as text ---------------------------------------------------------------------------------- */

static const struct {
	const char *text, *shown; /* NULL: no type */
} texts[] = {
	{ "dyn", "dyn" },
	{ "int", "int" },
	{ " list ( int ) ", "list(int)" },
	{ "list", "list(dyn)" },
	{ "map(string, dyn)", "map(string, dyn)" },
	{ "map(string,list(map(int, bool)))", "map(string, list(map(int, bool)))" },
	{ "null", "null_type" },
	{ "optional(T)", "optional_type(T)" },
	{ "type", "type" },
	{ "type(int)", "type(int)" },
	{ "wrapper(int)", "dyn" },
	{ "param(K)", "K" },
	{ "tuple(int, param(T))", "tuple(int, T)" },
	{ "timestamp", "timestamp" },
	{ "quantity", "quantity" },
	{ "{}", "{}" },
	{ "{ a : int }", "{a}" },
	{ "{a: int, b: {c: list(int), ...}}", "{a, b}" },
	{ "map(string, {a: int, b: int, c: int, d: int})", "map(string, {a, b, c, …})" },
	{ "{...}", "{…}" },
	{ "{a: int, ...}", "{a, …}" },
	{ "{a}", NULL },
	{ "{a: int", NULL },
	{ "{a: int,}", NULL },
	{ "{a: int ...}", NULL },
	{ "{..., a: int}", NULL },
	{ "{a: strange}", NULL },
	{ "{a: int}}", NULL },
	{ "", NULL },
	{ "integer", NULL },
	{ "list(int", NULL },
	{ "list(int))", NULL },
	{ "list()", NULL },
	{ "list(int, int)", NULL },
	{ "map(string)", NULL },
	{ "int(int)", NULL },
	{ "int int", NULL },
};

START_TEST(is_shown_as_read)
{
	const struct cel_type *type = cel_type_read(unit_arena(), bytes_of(texts[_i].text));
	if (!texts[_i].shown)
		ck_assert_msg(!type, "%s", texts[_i].text);
	else
		unit_same(texts[_i].text, type ? shown(type) : BYTES("none"),
			bytes_of(texts[_i].shown));
}
END_TEST

/* --- from a schema ---------------------------------------------------------------------------- */

#define IMAGE \
	"definitions: {image: {type: object, properties: {tag: {type: string}}, " \
	"additionalProperties: false}}, "
#define TREE \
	"definitions: {tree: {type: object, properties: {name: {type: string}, " \
	"below: {type: array, items: {$ref: '#/definitions/tree'}}}}}, "

static const struct {
	const char *schema, *path, *type; /* NULL: there is no such field */
} schemas[] = {
	{ "{type: string}", "", "string" },
	{ "{type: boolean}", "", "bool" },
	{ "{type: integer, minimum: 1}", "", "int" },
	{ "{type: number}", "", "dyn" }, /* an int or a double */
	{ "{type: 'null'}", "", "null_type" },
	{ "{}", "", "dyn" },
	{ "true", "", "dyn" },
	{ "false", "", "dyn" },
	{ "{type: strange}", "", "dyn" },
	{ "{type: [string]}", "", "string" },
	{ "{type: [string, string]}", "", "string" },
	{ "{type: [string, integer]}", "", "dyn" },
	{ "{type: [string, 'null']}", "", "dyn" },
	{ "{type: []}", "", "dyn" },
	{ "{type: [1]}", "", "dyn" },
	{ "{type: array}", "", "list(dyn)" },
	{ "{type: array, items: {type: string}}", "", "list(string)" },
	{ "{type: array, items: [{type: string}]}", "", "list(dyn)" },
	{ "{type: array, items: false, prefixItems: [{type: string}]}", "", "list(dyn)" },
	{ "{type: object}", "", "map(string, dyn)" },
	{ "{type: object, additionalProperties: {type: integer}}", "", "map(string, int)" },
	{ "{type: object, additionalProperties: false}", "", "{}" },
	{ "{type: object, additionalProperties: false}", "a", NULL },
	{ "{type: object, patternProperties: {a: {}}, additionalProperties: false}", "",
		"map(string, dyn)" },
	{ "{type: object, properties: {a: {type: string}}}", "", "{a, …}" },
	{ "{type: object, properties: {a: {type: string}}}", "a", "string" },
	{ "{type: object, properties: {a: {type: string}}}", "b", "dyn" },
	{ "{properties: {a: {}}, type: object, additionalProperties: {type: string}}", "b",
		"string" },
	{ "{properties: {a: {}}, additionalProperties: false}", "", "{a}" },
	{ "{properties: {a: {}}, additionalProperties: false}", "b", NULL },
	{ "{type: [object, 'null'], properties: {a: {}}, additionalProperties: false}", "b", NULL },
	{ "{type: [object, string], properties: {a: {}}, additionalProperties: false}", "b",
		"dyn" },
	{ "{properties: {a: {properties: {b: {type: array}}}}}", "a.b", "list(dyn)" },
	{ "{enum: [a, b]}", "", "string" },
	{ "{enum: [a, 1]}", "", "dyn" },
	{ "{enum: []}", "", "dyn" },
	{ "{const: 1}", "", "int" },
	{ "{const: 1.5}", "", "double" },
	{ "{const: {a: 1}}", "", "map(dyn, dyn)" },
	{ "{allOf: [{minLength: 1}, {type: string}]}", "", "string" },
	{ "{anyOf: [{type: string}, {enum: [a]}]}", "", "string" },
	{ "{oneOf: [{type: string}, {type: integer}]}", "", "dyn" },
	{ "{not: {type: string}}", "", "dyn" },
	{ "{" IMAGE "$ref: '#/definitions/image'}", "tag", "string" },
	{ "{" IMAGE "$ref: '#/definitions/image'}", "tags", NULL },
	{ "{" IMAGE "anyOf: [{$ref: '#/definitions/image'}, {type: 'null'}]}", "tags", NULL },
	{ "{" IMAGE "properties: {a: {$ref: '#/definitions/image'}, "
	  "b: {$ref: '#/definitions/image'}}}",
		"b.tag", "string" },
	{ "{$ref: '#/definitions/none'}", "", "dyn" },
	{ "{$ref: 'other.json#/a'}", "", "dyn" },
	{ "{$ref: '#anchor'}", "", "dyn" },
	{ "{$ref: '#'}", "", "dyn" },
	{ "{definitions: {a: {$ref: '#/definitions/b'}, b: {$ref: '#/definitions/a'}}, "
	  "$ref: '#/definitions/a'}",
		"", "dyn" },
	{ "{definitions: {'a/b~c%d': {type: string}}, $ref: '#/definitions/a~1b~0c%25d'}", "",
		"string" },
	{ "{allOf: [{type: integer}], properties: {a: {$ref: '#/allOf/0'}}}", "a", "int" },
	{ "{" TREE "$ref: '#/definitions/tree'}", "below.0.below.0.name", "string" },
	{ "{type: object, properties: {a: {$ref: '#'}}, additionalProperties: false}", "a.a.a",
		"{a}" },
	{ "{definitions: {l: {type: array, items: {$ref: '#/definitions/l'}}}, "
	  "$ref: '#/definitions/l'}",
		"", "list(dyn)" },
};

static const struct value *read(const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_STRICT, LIMITS_DEFAULT, &d);
	const struct value *value = tree
		? tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d)
		: NULL;
	ck_assert_msg(value, "%s: %s", text, unit_diags(&d));
	return value;
}

static const struct cel_type *step_into(const struct cel_type *type, struct bytes step)
{
	if (type->kind != CEL_RECORD)
		return type->kind == CEL_LIST ? type_item(type) : NULL;
	for (size_t i = 0; i < type->count; i++)
		if (bytes_equal(type->fields[i].name, step))
			return type->fields[i].type;
	return type->rest;
}

START_TEST(says_what_is_certain)
{
	const struct cel_type *type = cel_type_of_schema(unit_arena(), read(schemas[_i].schema));
	struct bytes rest = bytes_of(schemas[_i].path), step;
	while (type && *schemas[_i].path && bytes_cut(&rest, '.', &step))
		type = type->kind == CEL_DYN ? type : step_into(type, step);
	unit_same(schemas[_i].schema, type ? shown(type) : BYTES("none"),
		schemas[_i].type ? bytes_of(schemas[_i].type) : BYTES("none"));
}
END_TEST

/* A chain of references as long as one likes. */
START_TEST(ends_at_a_depth)
{
	struct buf text = buf_new(unit_arena());
	buf_print(&text, "{$ref: '#/d/0', d: {");
	for (int i = 0; i < 5000; i++)
		buf_print(&text, "'%d': {type: array, items: {$ref: '#/d/%d'}}, ", i, i + 1);
	buf_print(&text, "end: {}}}");
	buf_add_char(&text, '\0');
	ck_assert(cel_type_of_schema(unit_arena(), read(text.at))->kind == CEL_LIST);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_types");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, is_shown_as_read, 0, COUNT(texts));
	tcase_add_loop_test(cases, says_what_is_certain, 0, COUNT(schemas));
	tcase_add_test(cases, ends_at_a_depth);
	return suite;
}
