/* The checker of CEL: types that it finds, what it refuses and where, and what it lets pass. */
#include "unit.h"

#include "cel/cel.h"
#include "tree/tree.h"

static const char *const declared[][2] = {
	{ "any", "dyn" },
	{ "flag", "bool" },
	{ "n", "int" },
	{ "u", "uint" },
	{ "x", "double" },
	{ "s", "string" },
	{ "b", "bytes" },
	{ "ints", "list(int)" },
	{ "texts", "list(string)" },
	{ "things", "list(dyn)" },
	{ "counts", "map(string, int)" },
	{ "names", "map(int, string)" },
	{ "t", "timestamp" },
	{ "span", "duration" },
	{ "spans", "list(duration)" },
	{ "maybe", "optional_type(string)" },
	{ "sets", "list(string)" },
	{ "q", "quantity" },
	{ "v", "semver" },
};

static const char schema[] =
	"{type: object, additionalProperties: false, properties: {"
	"image: {type: object, additionalProperties: false, properties: {"
	"repository: {type: string}, tag: {type: string}}},"
	"port: {type: integer}, cpu: {type: number}, roles: {type: array, items: {type: object,"
	" additionalProperties: false, properties: {name: {type: string}}}},"
	"nodes: {type: object, additionalProperties: {type: object,"
	" additionalProperties: false, properties: {size: {type: integer}}}},"
	"extra: {type: object, properties: {known: {type: boolean}}},"
	"perhaps: {type: [object, 'null'], additionalProperties: false,"
	" properties: {here: {type: string}}}}}";

static const char *const bad_signatures[] = { "", "f", "f(", "f(T", "f()", "f(strange) int",
	"(int) int", "<int", "<int>", "<int>.", "<int>.f", "<>.f() int", "f(int)) int",
	"f(int, int, int, int, int, int) int" };

static const struct value *read_schema(void)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(schema)), DIALECT_STRICT, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "%s", unit_diags(&d));
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

static const struct cel_env *environment(struct cel_options options)
{
	struct cel_env *env = cel_env_new(unit_arena(), options);
	for (size_t i = 0; i < COUNT(declared); i++)
		cel_env_variable_of(env, bytes_of(declared[i][0]),
			cel_type_read(unit_arena(), bytes_of(declared[i][1])));
	cel_env_variable_of(env, BYTES("values"), cel_type_of_schema(unit_arena(), read_schema()));
	ck_assert(cel_env_function(env, BYTES("pair(T, U) map(T, U)")));
	ck_assert(cel_env_function(env, BYTES("<string>.deep(list(map(K, V))...) list(K)")));
	for (size_t i = 0; i < COUNT(bad_signatures); i++)
		ck_assert_msg(!cel_env_function(env, bytes_of(bad_signatures[i])), "%s",
			bad_signatures[i]);
	return env;
}

static const struct cel_program *compile(
	const char *text, struct cel_options options, struct diags *d)
{
	struct source *source = unit_source(bytes_of(text));
	return cel_compile(unit_arena(), environment(options), bytes_of(text),
		(struct span){ source, 0, (uint32_t)strlen(text) }, d);
}

/* --- types ------------------------------------------------------------------------------------ */

static const struct {
	const char *text, *type;
} types[] = {
	/* constants */
	{ "null", "null_type" },
	{ "1", "int" },
	{ "int", "type(int)" },
	{ "type(1)", "type(int)" },
	/* lists and maps */
	{ "[]", "list(dyn)" },
	{ "{}", "map(dyn, dyn)" },
	{ "[1, 2]", "list(int)" },
	{ "[1, 'a']", "list(dyn)" },
	{ "[1, null]", "list(dyn)" },
	{ "[[], [1]]", "list(list(int))" },
	{ "[[1], ['a']]", "list(dyn)" },
	{ "[n, any]", "list(dyn)" },
	{ "[[n], [any]]", "list(list(dyn))" },
	{ "{'a': 1}", "map(string, int)" },
	{ "{'a': 1, 'b': 'c'}", "map(string, dyn)" },
	{ "[?maybe]", "list(string)" },
	{ "{?'a': maybe}", "map(string, string)" },
	{ "[values.image, {'a': 1}]", "list(map(string, dyn))" },
	/* fields and items */
	{ "values.image.tag", "string" },
	{ "values['image'].tag", "string" },
	{ "values[any]", "dyn" },
	{ "values.cpu", "dyn" },
	{ "values.roles[0].name", "string" },
	{ "values.nodes.any.size", "int" },
	{ "values.extra.known", "bool" },
	{ "values.extra.unknown", "dyn" },
	{ "values.perhaps.here", "string" },
	{ "values.?image.tag", "optional_type(string)" },
	{ "values.roles[?0]", "optional_type({name})" },
	{ "has(values.image.tag)", "bool" },
	{ "counts.a", "int" },
	{ "names[1u]", "string" },
	{ "ints[u]", "int" },
	{ "any.b.c[1]", "dyn" },
	{ "maybe.a", NULL },
	/* calls */
	{ "n + 1", "int" },
	{ "any + 1", "int" },
	{ "any + any", "dyn" },
	{ "any + [1]", "list(dyn)" },
	{ "ints + []", "list(int)" },
	{ "size(any)", "int" },
	{ "any.size()", "int" },
	{ "any == any", "bool" },
	{ "ints.sum()", "int" },
	{ "spans.sum()", "duration" },
	{ "[].sum()", "dyn" },
	{ "spans.min()", "duration" },
	{ "[1, 2.0].max()", "dyn" },
	{ "ints.first()", "optional_type(int)" },
	{ "ints.first().orValue(0)", "int" },
	{ "maybe.orValue(null)", "dyn" },
	{ "optional.none()", "optional_type(dyn)" },
	{ "optional.none().orValue('a')", "string" },
	{ "optional.of([])", "optional_type(list(dyn))" },
	{ "s.split(',')", "list(string)" },
	{ "url(s).getQuery()", "map(string, list(string))" },
	{ "quantity('1').add(1)", "quantity" },
	{ "format.named('dns1123Label').value().validate(s)", "optional_type(list(string))" },
	{ "math.greatest(1, 2u)", "dyn" },
	{ "pair(1, 'a')", "map(int, string)" },
	{ "pair([], any)", "map(list(dyn), dyn)" },
	{ "s.deep([{1: 2}], [])", "list(int)" },
	{ "timestamp(s) - t", "duration" },
	{ "t + span", "timestamp" },
	/* logic */
	{ "flag ? 1 : 2", "int" },
	{ "flag ? 1 : null", "dyn" },
	{ "flag ? ints : []", "list(int)" },
	{ "flag ? 1 : any", "dyn" },
	/* macros */
	{ "ints.map(i, string(i))", "list(string)" },
	{ "ints.map(i, i > 1, i * 2)", "list(int)" },
	{ "counts.map(k, k)", "list(string)" },
	{ "values.image.map(k, k)", "list(string)" },
	{ "ints.filter(i, i > 1)", "list(int)" },
	{ "counts.filter(k, k != '')", "list(string)" },
	{ "any.filter(i, i > 1)", "list(dyn)" },
	{ "ints.all(i, i > 1)", "bool" },
	{ "texts.sortBy(e, e.size())", "list(string)" },
	{ "ints.transformList(i, e, string(i + e))", "list(string)" },
	{ "counts.transformList(k, e, e)", "list(int)" },
	{ "values.nodes.transformList(k, e, e.size)", "list(int)" },
	{ "counts.transformMap(k, e, [e])", "map(string, list(int))" },
	{ "ints.transformMap(i, e, e)", "map(int, int)" },
	{ "counts.transformMapEntry(k, e, {e: k})", "map(int, string)" },
	{ "any.transformMapEntry(k, e, e)", "map(dyn, dyn)" },
	{ "cel.bind(a, ints, a + a)", "list(int)" },
	{ "maybe.optMap(a, a.size())", "optional_type(int)" },
	{ "maybe.optFlatMap(a, optional.of(1))", "optional_type(int)" },
	{ "[[1]].map(a, a.map(b, [a, [b]]))", "list(list(list(list(int))))" },
};

START_TEST(has_its_type)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = compile(types[_i].text, (struct cel_options){ 0 }, &d);
	if (!types[_i].type) {
		ck_assert_msg(!program, "%s", types[_i].text);
		return;
	}
	ck_assert_msg(program, "%s: %s", types[_i].text, unit_diags(&d));
	struct buf shown = buf_new(unit_arena());
	cel_type_print(&shown, cel_program_type(program));
	unit_same(types[_i].text, buf_bytes(&shown), bytes_of(types[_i].type));
}
END_TEST

/* --- faults ----------------------------------------------------------------------------------- */

static const struct {
	const char *text, *diags; /* NULL: none */
} faults[] = {
	/* What only data can tell is no fault. */
	{ "any.a.b + 1 == any[0] || any", NULL },
	{ "any in any && any.all(a, a)", NULL },
	{ "1 == 1.0 && 1u < 2.0 && 1 in [1.0]", NULL },
	{ "s == null || null == n || t == null", NULL },
	{ "[1] == ['a'] || {} == {1: 2}", NULL },
	{ "values.perhaps == 'a' || values.perhaps.size() > 0", NULL },
	{ "values.image == {'tag': 1}", NULL },
	{ "names.a == ''", NULL },
	/* names and arguments */
	{ "val.a", "1:1 cel/name there is no variable 'val' here\n" },
	{ "nothing + 1 + 'a'",
		"1:1 cel/name there is no variable 'nothing' here\n"
		"1:1 cel/type '+' does not go with int and string\n" },
	{ "lists.rang(1)", "1:1 cel/function there is no function 'lists.rang'\n" },
	{ "sets.equal([])", "1:6 cel/function there is no method 'equal'\n" },
	{ "any.exist(m, m)", "1:5 cel/function there is no method 'exist'\n" },
	/* fields */
	{ "values.imagee.tag", "1:8 cel/field there is no field 'imagee' here\n" },
	{ "values.image.tags == values.image.tag",
		"1:14 cel/field there is no field 'tags' here\n" },
	{ "values['imagee']", "1:8 cel/field there is no field 'imagee' here\n" },
	{ "values.?imagee", "1:9 cel/field there is no field 'imagee' here\n" },
	{ "has(values.imagee)", "1:12 cel/field there is no field 'imagee' here\n" },
	{ "values.roles.all(r, r.nam != '')", "1:23 cel/field there is no field 'nam' here\n" },
	{ "values.nodes.all(k, e, e.nam == 1)", "1:26 cel/field there is no field 'nam' here\n" },
	{ "image(s).version", "1:10 cel/field there is no field 'version' here\n" },
	{ "values.perhaps.there", "1:16 cel/field there is no field 'there' here\n" },
	{ "s.length > 1", "1:3 cel/field string has no field 'length'\n" },
	{ "has(n.a)", "1:7 cel/field int has no field 'a'\n" },
	{ "maybe.a", "1:7 cel/field string has no field 'a'\n" },
	/* items */
	{ "ints['a']", "1:6 cel/type list(int) takes no string between its brackets\n" },
	{ "counts[1]", "1:8 cel/type map(string, int) takes no int between its brackets\n" },
	{ "s[0]", "1:1 cel/type string has no items\n" },
	{ "{[1]: 1}", "1:2 cel/type list(int) cannot be the key of a map\n" },
	{ "[?1]", "1:3 cel/type '?' wants optional_type here, not int\n" },
	/* calls */
	{ "1 + 'a'", "1:1 cel/type '+' does not go with int and string\n" },
	{ "flag && n + u > 0", "1:9 cel/type '+' does not go with int and uint\n" },
	{ "-s", "1:1 cel/type '-' does not go with string\n" },
	{ "!n", "1:1 cel/type '!' does not go with int\n" },
	{ "1 == 'a'", "1:1 cel/type '==' does not go with int and string\n" },
	{ "s < n", "1:1 cel/type '<' does not go with string and int\n" },
	{ "[1] < [2]", "1:1 cel/type '<' does not go with list(int) and list(int)\n" },
	{ "1 in ['a']", "1:1 cel/type 'in' does not go with int and list(string)\n" },
	{ "1 in s", "1:1 cel/type 'in' does not go with int and string\n" },
	{ "s.startsWith(1)", "1:14 cel/type 'startsWith' takes no int here\n" },
	{ "any.startsWith(1)", "1:16 cel/type 'startsWith' takes no int here\n" },
	{ "n.startsWith('a')", "1:3 cel/type int has no method 'startsWith'\n" },
	{ "s.replace('a', 'b', 'c')", "1:21 cel/type 'replace' takes no string here\n" },
	{ "size(1)", "1:6 cel/type 'size' takes no int here\n" },
	{ "texts.sum()", "1:7 cel/type list(string) has no method 'sum'\n" },
	{ "maybe.orValue(1)", "1:15 cel/type 'orValue' takes no int here\n" },
	{ "q.add('1')", "1:7 cel/type 'add' takes no string here\n" },
	{ "v.isLessThan(q)", "1:14 cel/type 'isLessThan' takes no quantity here\n" },
	{ "s.deep([1])", "1:8 cel/type 'deep' takes no list(int) here\n" },
	/* logic */
	{ "flag && n", "1:9 cel/type '&&' wants bool here, not int\n" },
	{ "s || flag", "1:1 cel/type '||' wants bool here, not string\n" },
	{ "n ? 1 : 2", "1:1 cel/type '? :' wants bool here, not int\n" },
	{ "flag ? 1 : 'a'", "1:12 cel/type this is string, but what stands before ':' is int\n" },
	/* macros */
	{ "ints.all(i, i)", "1:13 cel/type 'all' wants bool here, not int\n" },
	{ "ints.map(i, i, i)", "1:13 cel/type 'map' wants bool here, not int\n" },
	{ "s.all(c, true)", "1:1 cel/type 'all' goes over a list or map, not string\n" },
	{ "counts.sortBy(c, c)", "1:1 cel/type 'sortBy' goes over a list, not map(string, int)\n" },
	{ "ints.sortBy(i, [i])", "1:16 cel/type 'sortBy' takes no list(int) here\n" },
	{ "ints.exists(i, i == 'a')", "1:16 cel/type '==' does not go with int and string\n" },
	{ "ints.transformMapEntry(i, e, [])",
		"1:30 cel/type 'transformMapEntry' wants map here, not list(dyn)\n" },
	{ "s.optMap(a, a)", "1:1 cel/type 'optMap' wants optional_type here, not string\n" },
	/* One fault is told once. */
	{ "values.imagee.tag.x + 1 == values.imagee.size()",
		"1:8 cel/field there is no field 'imagee' here\n"
		"1:35 cel/field there is no field 'imagee' here\n" },
	{ "(1 + 'a').b.c + 2", "1:1 cel/type '+' does not go with int and string\n" },
};

START_TEST(is_refused_at_its_place)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = compile(faults[_i].text, (struct cel_options){ 0 }, &d);
	ck_assert_msg(!program == !!faults[_i].diags, "%s: %s", faults[_i].text, unit_diags(&d));
	unit_same(faults[_i].text, bytes_of(unit_diags(&d)),
		bytes_of(faults[_i].diags ? faults[_i].diags : ""));
}
END_TEST

static const struct {
	const char *text, *hint;
} hints[] = {
	{ "values.imagee", "did you mean 'image'?" },
	{ "values.image.version", "there is {repository, tag}" },
	{ "s.startsWith(1)", "<string>.startsWith(string) bool" },
	{ "maybe.orValue(1)", "<optional(T)>.orValue(T) T" },
	{ "1 % 'a'", "int % int" },
	{ "!n", "!bool" },
	{ "1 == 'a'", "" },
	{ "s.startWith('a')", "did you mean 'startsWith'?" },
	{ "any.exist(n, n)", "did you mean 'exists'?" },
	{ "lists.rang(1)", "did you mean 'lists.range'?" },
	{ "timestam(s)", "did you mean 'timestamp'?" },
	{ "any.strange()", "" },
	{ "q.add('a')", "<quantity>.add(quantity) quantity; <quantity>.add(int) quantity" },
	{ "v.isLessThan(q)", "<semver>.isLessThan(semver) bool" },
	{ "n + 'a'", "int + int; string + string" },
	{ "s + n", "int + int; string + string" },
	{ "any.exist(m, m > 1)", "did you mean 'exists'?" },
};

START_TEST(says_what_would_do)
{
	struct diags d = diags_new(unit_arena());
	ck_assert(!compile(hints[_i].text, (struct cel_options){ 0 }, &d));
	unit_same(hints[_i].text, d.at[0]->hint, bytes_of(hints[_i].hint));
}
END_TEST

/* --- wanted types ----------------------------------------------------------------------------- */

static const struct {
	const char *text, *wanted;
	const char *diags; /* NULL: it may give it */
} results[] = {
	{ "n > 1", "bool", NULL },
	{ "any", "bool", NULL },
	{ "[]", "list(string)", NULL },
	{ "texts", "list(string)", NULL },
	{ "values.image", "map(string, dyn)", NULL },
	{ "values.image.tag", "bool", "1:1 cel/type this gives string, where bool is wanted\n" },
	{ "ints", "list(string)",
		"1:1 cel/type this gives list(int), where list(string) is wanted\n" },
};

START_TEST(gives_what_is_wanted)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = compile(
		results[_i].text, (struct cel_options){ 0 }, &d);
	bool gives = cel_program_gives(
		program, cel_type_read(unit_arena(), bytes_of(results[_i].wanted)), &d);
	ck_assert_msg(gives == !results[_i].diags, "%s", results[_i].text);
	unit_same(results[_i].text, bytes_of(unit_diags(&d)),
		bytes_of(results[_i].diags ? results[_i].diags : ""));
}
END_TEST

/* --- lists of one type ------------------------------------------------------------------------ */

static const struct {
	const char *text, *diags;
} mixed[] = {
	{ "[1, 2] == [n, any]", "" },
	{ "[[], [1]] == []", "" },
	{ "[1, 'a']", "1:5 cel/type this is string, but what stands before it is int\n" },
	{ "[1, 1.0]", "1:5 cel/type this is double, but what stands before it is int\n" },
	{ "{'a': 1, 'b': 'c'}",
		"1:15 cel/type this is string, but what stands before it is int\n" },
	{ "{'a': 1, 2: 3}", "1:10 cel/type this is int, but what stands before it is string\n" },
};

START_TEST(is_of_one_type)
{
	struct diags d = diags_new(unit_arena());
	compile(mixed[_i].text, (struct cel_options){ .one_type = true }, &d);
	unit_same(mixed[_i].text, bytes_of(unit_diags(&d)), bytes_of(mixed[_i].diags));
}
END_TEST

/* --- releases of Kubernetes ------------------------------------------------------------------- */

static const struct {
	unsigned release;
	const char *text, *diags;
} releases[] = {
	{ 0, "math.ceil(x) > 1.0 && [1, 2].distinct() == []", "" },
	{ 34, "ints.distinct().sort() == ints.sortBy(i, i)", "" },
	{ 33, "ints.distinct().size() > 0",
		"1:6 cel/portable 'distinct' came with Kubernetes 1.34\n" },
	{ 33, "ints.sortBy(i, i) == []", "1:6 cel/portable 'sortBy' came with Kubernetes 1.34\n" },
	{ 32, "ints.all(i, e, i < e)", "" },
	{ 31, "ints.all(i, e, i < e)", "1:6 cel/portable 'all' came with Kubernetes 1.32\n" },
	{ 31, "ints.all(i, i > 0)", "" },
	{ 28, "any.?a.orValue(1) == 1", "" },
	{ 27, "any.?a == any[?0]",
		"1:6 cel/portable '?' came with Kubernetes 1.28\n"
		"1:14 cel/portable '?' came with Kubernetes 1.28\n" },
	{ 27, "[?any] == []", "1:3 cel/portable '?' came with Kubernetes 1.28\n" },
	{ 27, "{?'a': any} == {}", "1:8 cel/portable '?' came with Kubernetes 1.28\n" },
	{ 27, "maybe.optMap(a, a).hasValue()",
		"1:7 cel/portable 'optMap' came with Kubernetes 1.28\n"
		"1:20 cel/portable 'hasValue' came with Kubernetes 1.28\n" },
	{ 27, "n < x", "1:3 cel/portable 'int < double' came with Kubernetes 1.28\n" },
	{ 37, "n == x", "1:3 cel/portable 'int == double' is not in Kubernetes\n" },
	{ 37, "math.ceil(x) > 1.0", "1:6 cel/portable 'math.ceil' is not in Kubernetes\n" },
	{ 37, "v.prerelease() == ''", "1:3 cel/portable 'prerelease' is not in Kubernetes\n" },
	{ 37, "cel.bind(a, n, a > 1)", "1:5 cel/portable 'bind' is not in Kubernetes\n" },
	{ 37, "any.`a-b`", "1:5 cel/portable '`' is not in Kubernetes\n" },
	{ 29, "string(any) == ''", "" }, /* some that fit are old enough */
	{ 29, "ip(s).family() == 4",
		"1:1 cel/portable 'ip' came with Kubernetes 1.30\n"
		"1:7 cel/portable 'family' came with Kubernetes 1.30\n" },
	{ 37, "[1, 'a'].size() > 0",
		"1:5 cel/portable Kubernetes wants one type for all: this is string, what stands "
		"before it int\n" },
};

START_TEST(came_later)
{
	struct diags d = diags_new(unit_arena());
	struct cel_options options = { .portable = releases[_i].release };
	ck_assert_msg(compile(releases[_i].text, options, &d), "%s", releases[_i].text);
	ck_assert(diags_code(&d) == EXIT_DONE);
	diags_sort(&d);
	unit_same(releases[_i].text, bytes_of(unit_diags(&d)), bytes_of(releases[_i].diags));
}
END_TEST

/* --- what types are for when it runs ---------------------------------------------------------- */

static const struct {
	const char *text, *value;
	uint64_t cost;
} runs[] = {
	{ "spans.sum() == duration('0')", "true", 2 },
	{ "things.sum() == duration('0')", "true", 2 },
	{ "duration('1s') != things.sum()", "true", 2 },
	{ "things.sum() == 0", "true", 2 },
	{ "[1, 2].isSorted()", "true", 2 }, /* a list of constants costs nothing */
	{ "[n].isSorted()", "true", 12 },
};

START_TEST(runs_as_typed)
{
	struct diags d = diags_new(unit_arena());
	const struct cel_program *program = compile(runs[_i].text, (struct cel_options){ 0 }, &d);
	struct cel_value values[COUNT(declared)];
	for (size_t i = 0; i < COUNT(declared); i++)
		values[i] = cel_int(1);
	for (size_t i = 0; i < COUNT(declared); i++)
		if (bytes_begins(bytes_of(declared[i][1]), BYTES("list")))
			values[i] = (struct cel_value){ .kind = CEL_LIST };
	struct cel_result result = cel_eval(unit_arena(), program,
		(struct cel_variables){ .values = values, .count = COUNT(declared) },
		CEL_COST_LIMIT);
	struct buf shown = buf_new(unit_arena());
	cel_print(&shown, result.value);
	unit_same(runs[_i].text, buf_bytes(&shown), bytes_of(runs[_i].value));
	ck_assert_msg(result.cost == runs[_i].cost, "%s: %d", runs[_i].text, (int)result.cost);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("cel_check");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, has_its_type, 0, COUNT(types));
	tcase_add_loop_test(cases, is_refused_at_its_place, 0, COUNT(faults));
	tcase_add_loop_test(cases, says_what_would_do, 0, COUNT(hints));
	tcase_add_loop_test(cases, gives_what_is_wanted, 0, COUNT(results));
	tcase_add_loop_test(cases, is_of_one_type, 0, COUNT(mixed));
	tcase_add_loop_test(cases, came_later, 0, COUNT(releases));
	tcase_add_loop_test(cases, runs_as_typed, 0, COUNT(runs));
	return suite;
}
