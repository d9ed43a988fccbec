/* Nodes as plain data, in both dialects, and what cannot become data. */
#include "unit.h"

#include "tree/tree.h"

/* A key looked up in the tree gives the node that the value was made of. */
static void check_finding(const struct tree *tree, node_id map, const struct value *value)
{
	if (value->count > 1000 || value->kind != VALUE_MAP)
		return;
	for (size_t i = 0; i < value->count; i++) {
		const struct entry *entry = &value->entries[i];
		node_id found = tree_follow(tree, tree_find(tree, map, entry->key));
		ck_assert_msg(found, "no node for " BYTES_FMT, BYTES_ARG(entry->key));
		ck_assert_uint_eq(tree_node(tree, found)->begin, entry->value->at.begin);
		ck_assert_uint_eq(tree_node(tree, found)->end, entry->value->at.end);
		check_finding(tree, found, entry->value);
	}
	ck_assert_uint_eq(tree_find(tree, map, BYTES("no such key")), 0);
}

static const struct value *read_limited(
	struct bytes text, enum dialect dialect, struct limits limits, struct diags *d)
{
	struct tree *tree = tree_read(unit_arena(), unit_source(text), dialect, limits, d);
	if (!tree || !tree->documents.count || !tree->documents.at[0].root)
		return NULL;
	node_id root = tree->documents.at[0].root;
	const struct value *value = tree_value(unit_arena(), tree, root, limits, d);
	if (value && !limits.repeated_keys)
		check_finding(tree, root, value);
	return value;
}

static const struct value *read_value(struct bytes text, enum dialect dialect, struct diags *d)
{
	return read_limited(text, dialect, LIMITS_DEFAULT, d);
}

static void show(struct buf *out, const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		buf_add(out, BYTES("null"));
		return;
	case VALUE_BOOL:
		buf_print(out, "%s", value->boolean ? "true" : "false");
		return;
	case VALUE_INT:
		buf_print(out, "%lld", (long long)value->integer);
		return;
	case VALUE_FLOAT:
		buf_print(out, "%.17gf", value->number);
		return;
	case VALUE_STRING:
		buf_print(out, "'" BYTES_FMT "'", BYTES_ARG(value->text));
		return;
	default:
		break;
	}
	buf_add_char(out, value->kind == VALUE_MAP ? '{' : '[');
	for (size_t i = 0; i < value->count; i++) {
		buf_print(out, "%s", i ? ", " : "");
		if (value->kind == VALUE_MAP)
			buf_print(out, BYTES_FMT ": ", BYTES_ARG(value->entries[i].key));
		show(out, value->kind == VALUE_MAP ? value->entries[i].value : value->items[i]);
	}
	buf_add_char(out, value->kind == VALUE_MAP ? '}' : ']');
}

/* The data, or the diags where there is none. */
static struct bytes shown_limited(const char *text, enum dialect dialect, struct limits limits)
{
	struct diags d = diags_new(unit_arena());
	const struct value *value = read_limited(bytes_of(text), dialect, limits, &d);
	if (!value)
		return bytes_of(unit_diags(&d));
	struct buf out = buf_new(unit_arena());
	show(&out, value);
	return buf_bytes(&out);
}

static struct bytes shown(const char *text, enum dialect dialect)
{
	return shown_limited(text, dialect, LIMITS_DEFAULT);
}

static const struct {
	const char *text, *strict, *helm;
} rows[] = {
	{ "[y, no, 0777, 0o17, 1_000, 1e3]", "['y', 'no', 777, 15, '1_000', 1000f]",
		"[true, false, 511, 15, 1000, 1000f]" },
	{ "- 'y'\n- \"1\"\n- |-\n  true\n", "['y', '1', 'true']", "['y', '1', 'true']" },
	{ "{y: a, 0x10: b, 1.0: c, 'n': d}", "{y: 'a', 0x10: 'b', 1.0: 'c', n: 'd'}",
		"{true: 'a', 16: 'b', 1: 'c', n: 'd'}" },
	{ "1.10", "1.1000000000000001f", "1.1000000000000001f" },
	{ "9223372036854775808", "9.2233720368547758e+18f", "9.2233720368547758e+18f" },

	/* Keys. */
	{ "a: 1\nb: 2\na: 3\n", "3:1 yaml/duplicate-key key 'a' is given twice\n", "{a: 3, b: 2}" },
	{ "~: a\n", "1:1 yaml/key a key must be a text, a number or a bool\n",
		"1:1 yaml/key a key must be a text, a number or a bool\n" },
	{ "{[a]: b, {c: d}: e}\n",
		"1:2 yaml/key a key must be a text, a number or a bool\n"
		"1:10 yaml/key a key must be a text, a number or a bool\n",
		"1:2 yaml/key a key must be a text, a number or a bool\n"
		"1:10 yaml/key a key must be a text, a number or a bool\n" },
	{ "18446744073709551615: a\n", "{18446744073709551615: 'a'}",
		"1:1 yaml/key a key must be a text, a number or a bool\n" },
	{ "1: a\n'1': b\n", "2:1 yaml/duplicate-key key '1' is given twice\n",
		"2:1 yaml/ambiguous-key key '1' is given in two spellings; Helm keeps either at "
		"random\n" },
	{ "1: a\n0x1: b\n", "{1: 'a', 0x1: 'b'}", "{1: 'b'}" },
	{ "&k a: b\nc: {*k : d}\n", "{a: 'b', c: {a: 'd'}}", "{a: 'b', c: {a: 'd'}}" },

	/* Tags. */
	{ "[!!str 1, !!int '2', !!float 3, !!bool 'true', !!null '']", "['1', 2, 3f, true, null]",
		"['1', 2, 3f, true, null]" },
	{ "!!int x", "1:7 yaml/tag 'x' cannot be read as !!int\n",
		"1:7 yaml/tag 'x' cannot be read as !!int\n" },
	{ "!!bool yes", "1:8 yaml/tag 'yes' cannot be read as !!bool\n", "true" },
	{ "! 12", "'12'", "'12'" },
	{ "!foo bar", "1:1 yaml/tag tag '!foo' has no meaning here\n", "'bar'" },
	{ "!foo [a]", "1:1 yaml/tag tag '!foo' has no meaning here\n", "['a']" },
	{ "!!map {a: !!seq [b]}", "{a: ['b']}", "{a: ['b']}" },
	{ "!!binary aGVsbG8=", "1:1 yaml/tag tag 'tag:yaml.org,2002:binary' has no meaning here\n",
		"'hello'" },
	{ "!!binary aGVsbG8", "1:1 yaml/tag tag 'tag:yaml.org,2002:binary' has no meaning here\n",
		"1:10 yaml/tag 'aGVsbG8' cannot be read as !!binary\n" },

	/* Numbers that JSON does not have; in own files they may be meant as texts. */
	{ "[.nan, -.inf]", "[nanf, -inff]",
		"1:2 yaml/not-finite '.nan' is no number that Helm can use\n"
		"1:8 yaml/not-finite '-.inf' is no number that Helm can use\n" },
	{ ".inf: a\n", "{.inf: 'a'}", "{.inf: 'a'}" },

	/* Aliases. */
	{ "a: &x [1, 2]\nb: *x\n", "{a: [1, 2], b: [1, 2]}", "{a: [1, 2], b: [1, 2]}" },
	{ "a: &x 1\nb: &x 2\nc: *x\n", "{a: 1, b: 2, c: 2}", "{a: 1, b: 2, c: 2}" },
	{ "a: &x [*x]\n", "1:8 yaml/cycle the value of this anchor contains itself\n",
		"1:8 yaml/cycle the value of this anchor contains itself\n" },
	{ "&x a: {b: &y [c, {d: *y}]}\n",
		"1:22 yaml/cycle the value of this anchor contains itself\n",
		"1:22 yaml/cycle the value of this anchor contains itself\n" },

	/* Merging: later keys win over `<<`, it over earlier ones; in a list the first wins. */
	{ "<<: {a: 1}\n", "1:1 yaml/merge-key merge keys are not part of YAML 1.2\n", "{a: 1}" },
	{ "a: 9\n<<: {a: 1, b: 2}\n", "2:1 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"{a: 1, b: 2}" },
	{ "<<: {a: 1, b: 2}\na: 9\n", "1:1 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"{a: 9, b: 2}" },
	{ "<<: [{a: 1}, {a: 2, b: 3}]\n",
		"1:1 yaml/merge-key merge keys are not part of YAML 1.2\n", "{a: 1, b: 3}" },
	{ "<<: {a: 1}\n<<: {b: 2}\n", "2:1 yaml/duplicate-key key '<<' is given twice\n",
		"{a: 1, b: 2}" },
	{ "x: &x {<<: {a: 1}, b: 2}\ny: {<<: *x, b: 3}\n",
		"1:8 yaml/merge-key merge keys are not part of YAML 1.2\n"
		"2:5 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"{x: {a: 1, b: 2}, true: {a: 1, b: 3}}" },
	{ "x: &x {b: {c: 1}, a: 1}\nz: {b: 2, <<: [{a: 0}, *x], 'a': 3, <<: {<<: {d: 4}}}\n",
		"2:37 yaml/duplicate-key key '<<' is given twice\n",
		"{x: {b: {c: 1}, a: 1}, z: {b: {c: 1}, a: 3, d: 4}}" },
	{ "!!binary aW1hZ2U=: a\n!!str 1: b\n",
		"1:1 yaml/tag tag 'tag:yaml.org,2002:binary' has no meaning here\n",
		"{image: 'a', 1: 'b'}" },
	{ "!!merge <<: {a: 1}\n", "1:9 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"{a: 1}" },
	{ "'<<': {a: 1}\n", "{<<: {a: 1}}", "{<<: {a: 1}}" },
	{ "<<: a\n", "1:1 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"1:5 yaml/merge-key '<<' takes a map or a list of maps\n" },
	{ "<<: [{a: 1}, [b]]\n", "1:1 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"1:14 yaml/merge-key '<<' takes a map or a list of maps\n" },
	{ "x: &x {a: 1, <<: *x}\n", "1:14 yaml/merge-key merge keys are not part of YAML 1.2\n",
		"1:18 yaml/cycle the value of this anchor contains itself\n" },
};

START_TEST(test_rows)
{
	unit_same(rows[_i].text, shown(rows[_i].text, DIALECT_STRICT), bytes_of(rows[_i].strict));
	unit_same(rows[_i].text, shown(rows[_i].text, DIALECT_HELM), bytes_of(rows[_i].helm));
}
END_TEST

/* --- many keys, deep aliases, large expansions -------------------------------------------- */

START_TEST(test_many_keys)
{
	struct buf text = buf_new(unit_arena());
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 50000; i++)
			buf_print(&text, "k%d: %d\n", i, round);
	struct diags d = diags_new(unit_arena());
	const struct value *value = read_value(buf_bytes(&text), DIALECT_HELM, &d);
	ck_assert_uint_eq(value->count, 50000);
	ck_assert_int_eq(value_get(value, BYTES("k17"))->integer, 1);
	ck_assert_ptr_null(value_get(value, BYTES("k50000")));
}
END_TEST

/* Each line doubles the one before it. */
static struct bytes billion_laughs(int lines)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("a0: &a0 x\n"));
	for (int i = 1; i < lines; i++)
		buf_print(&text, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
	return buf_bytes(&text);
}

/* Each line is one level deeper than the one before it. */
static struct bytes staircase(int lines)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("a0: &a0 x\n"));
	for (int i = 1; i < lines; i++)
		buf_print(&text, "a%d: &a%d [*a%d]\n", i, i, i - 1);
	return buf_bytes(&text);
}

static void check_id(struct bytes text, enum dialect dialect, const char *id)
{
	struct diags d = diags_new(unit_arena());
	ck_assert_ptr_null(read_value(text, dialect, &d));
	ck_assert_uint_eq(d.count, 1);
	ck_assert_str_eq(d.at[0]->id, id);
}

START_TEST(test_expansion)
{
	enum dialect dialect = _i ? DIALECT_HELM : DIALECT_STRICT;
	check_id(billion_laughs(64), dialect, "limit/aliases");
	check_id(staircase(300), dialect, "limit/depth");
}
END_TEST

/* --- equality ----------------------------------------------------------------------------- */

static const struct {
	const char *a, *b;
	bool equal;
} equality_rows[] = {
	{ "{a: 1, b: [x]}", "b: ['x']\na: 1.0\n", true },
	{ "[1, 2]", "[2, 1]", false },
	{ "'1'", "1", false },
	{ "~", "null", true },
	{ "{a: ~}", "{}", false },
	{ "{a: 1}", "{b: 1}", false },
	{ "true", "false", false },
	{ "9007199254740993", "9007199254740992", false },
	{ "9007199254740993", "9007199254740992.0", true },
};

START_TEST(test_equality)
{
	struct diags d = diags_new(unit_arena());
	const struct value *a = read_value(bytes_of(equality_rows[_i].a), DIALECT_STRICT, &d);
	const struct value *b = read_value(bytes_of(equality_rows[_i].b), DIALECT_STRICT, &d);
	ck_assert(value_equal(a, b) == equality_rows[_i].equal);
	ck_assert(value_equal(b, a) == equality_rows[_i].equal);
	ck_assert(value_equal(a, a));
}
END_TEST

/* Each of many is kept, by the fast reader (block) and by the full one (an anchor). */
static const struct {
	const char *text, *strict, *helm;
} repeated_rows[] = {
	{ "{a: 1, b: 2, a: 1}", "{a: 1, b: 2, a: 1}", "{a: 1, b: 2}" },
	{ "a: 1\nb: {c: 1, c: 2}\na: 3\n", "{a: 1, b: {c: 1, c: 2}, a: 3}", "{a: 3, b: {c: 2}}" },
	{ "a: &x 1\na: *x\n", "{a: 1, a: 1}", "{a: 1}" },
	{ "k: 0\nk: 1\nk: 2\nk: 3\nk: 4\nk: 5\nk: 6\nk: 7\nk: 8\nk: 9\nk: 0\nk: 1\nk: 2\n"
	  "k: 3\nk: 4\nk: 5\nk: 6\nk: 7\n",
		"{k: 0, k: 1, k: 2, k: 3, k: 4, k: 5, k: 6, k: 7, k: 8, k: 9, k: 0, k: 1, k: 2, "
		"k: 3, k: 4, k: 5, k: 6, k: 7}",
		"{k: 7}" },
};

START_TEST(test_repeated_keys)
{
	struct limits limits = LIMITS_DEFAULT;
	limits.repeated_keys = true;
	const char *text = repeated_rows[_i].text;
	unit_same(text, shown_limited(text, DIALECT_STRICT, limits),
		bytes_of(repeated_rows[_i].strict));
	unit_same(
		text, shown_limited(text, DIALECT_HELM, limits), bytes_of(repeated_rows[_i].helm));
}
END_TEST

START_TEST(test_own_values)
{
	struct span nowhere = { 0 };
	struct diags d = diags_new(unit_arena());
	const struct value *pair = read_value(BYTES("[text, true]"), DIALECT_STRICT, &d);
	ck_assert(value_equal(pair->items[0], value_string(unit_arena(), BYTES("text"), nowhere)));
	ck_assert(value_equal(pair->items[1], value_bool(unit_arena(), true, nowhere)));
	unit_same("where it was written", span_text(pair->items[1]->at), BYTES("true"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_value");
	TCase *values = tcase_create("value");
	tcase_add_loop_test(values, test_rows, 0, (int)COUNT(rows));
	tcase_add_test(values, test_many_keys);
	tcase_add_loop_test(values, test_expansion, 0, 2);
	tcase_add_loop_test(values, test_equality, 0, (int)COUNT(equality_rows));
	tcase_add_loop_test(values, test_repeated_keys, 0, (int)COUNT(repeated_rows));
	tcase_add_test(values, test_own_values);
	suite_add_tcase(suite, values);
	return suite;
}
