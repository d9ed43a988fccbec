#include "unit.h"

#include "tree/tree.h"

#include <math.h>

/* --- scalars ---------------------------------------------------------------------------------- */

struct scalar_row {
	const char *text, *emitted;
};

static const struct scalar_row scalar_rows[] = {
	// clang-format off
	{ "redis",                    "redis" },
	{ "produção",                 "produção" },
	{ "a b",                      "a b" },
	{ "it's",                     "it's" },
	{ "gcr.io/eng/dbaccess:23.1", "gcr.io/eng/dbaccess:23.1" },
	{ "https://example.com/a#b",  "https://example.com/a#b" },
	{ "10.0.0.1",                 "10.0.0.1" },
	{ "1.2.3-20240101",           "1.2.3-20240101" },
	{ "1.2.3-rc.1",               "1.2.3-rc.1" },
	{ "100m",                     "100m" },
	{ "512Mi",                    "512Mi" },
	{ "5432/tcp",                 "5432/tcp" },
	{ "-Xmx512m",                 "-Xmx512m" },
	{ "--flag=x",                 "--flag=x" },
	{ "/var/lib",                 "/var/lib" },
	{ "./bin",                    "./bin" },
	{ "$(NAME)",                  "$(NAME)" },
	{ "a{b}",                     "a{b}" },
	/* no text, blanks at the edges */
	{ "",                         "''" },
	{ " a",                       "' a'" },
	{ "a ",                       "'a '" },
	/* words of some reader, in any case */
	{ "y",                        "'y'" },
	{ "N",                        "'N'" },
	{ "yEs",                      "'yEs'" },
	{ "on",                       "'on'" },
	{ "OFF",                      "'OFF'" },
	{ "True",                     "'True'" },
	{ "fAlse",                    "'fAlse'" },
	{ "null",                     "'null'" },
	{ "nULL",                     "'nULL'" },
	{ "~",                        "'~'" },
	{ "<<",                       "'<<'" },
	{ "=",                        "'='" },
	{ ".inf",                     "'.inf'" },
	{ "-.INF",                    "'-.INF'" },
	{ ".NaN",                     "'.NaN'" },
	/* numbers of some reader, base 60 and times too */
	{ "0",                        "'0'" },
	{ "1.10",                     "'1.10'" },
	{ "0123",                     "'0123'" },
	{ "0o17",                     "'0o17'" },
	{ "0x1F",                     "'0x1F'" },
	{ "0b11",                     "'0b11'" },
	{ "1_000",                    "'1_000'" },
	{ "1,000",                    "'1,000'" },
	{ "_1",                       "'_1'" },
	{ "1e3",                      "'1e3'" },
	{ "+1",                       "'+1'" },
	{ "-1",                       "'-1'" },
	{ ".5",                       "'.5'" },
	{ "5.",                       "'5.'" },
	{ "8080:80",                  "'8080:80'" },
	{ "190:20:30",                "'190:20:30'" },
	{ "2024-01-01",               "'2024-01-01'" },
	{ "2001-12-14t21:59:43.10-05:00", "'2001-12-14t21:59:43.10-05:00'" },
	/* indicators */
	{ "- a",                      "'- a'" },
	{ "-",                        "'-'" },
	{ "---",                      "'---'" },
	{ "...",                      "'...'" },
	{ "? a",                      "'? a'" },
	{ ":a",                       "':a'" },
	{ "a: b",                     "'a: b'" },
	{ "a:",                       "'a:'" },
	{ "a #b",                     "'a #b'" },
	{ "#a",                       "'#a'" },
	{ "&a",                       "'&a'" },
	{ "*a",                       "'*a'" },
	{ "!a",                       "'!a'" },
	{ "|",                        "'|'" },
	{ ">",                        "'>'" },
	{ "%a",                       "'%a'" },
	{ "@a",                       "'@a'" },
	{ "`a",                       "'`a'" },
	{ "[a",                       "'[a'" },
	{ "{a",                       "'{a'" },
	{ "]",                        "']'" },
	{ ",a",                       "',a'" },
	{ "'a'",                      "'''a'''" },
	{ "\"a\"",                    "'\"a\"'" },
	/* what only double quotes can say */
	{ "''a",                      "\"''a\"" },
	{ "a\nb",                     "\"a\\nb\"" },
	{ "a\tb",                     "\"a\\tb\"" },
	{ "a\rb",                     "\"a\\rb\"" },
	{ "\"\\\n/",                  "\"\\\"\\\\\\n/\"" },
	{ "\x01",                     "\"\\x01\"" },
	{ "\x7F",                     "\"\\x7F\"" },
	{ "\xC2\x85",                 "\"\\x85\"" },
	{ "\xE2\x80\xA8",             "\"\\u2028\"" },
	{ "\xEF\xBB\xBF",             "\"\\uFEFF\"" },
	{ "\xC2\xA0",                 "\xC2\xA0" },
	{ "\xF0\x9F\x98\x80",         "\xF0\x9F\x98\x80" },
	// clang-format on
};

static const enum dialect dialects[] = { DIALECT_STRICT, DIALECT_HELM };

static const struct value *read_back(struct bytes text, enum dialect dialect)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(unit_arena(), unit_source(text), dialect, LIMITS_DEFAULT, &d);
	ck_assert_msg(tree, "«" BYTES_FMT "»: %s", BYTES_ARG(text), unit_diags(&d));
	const struct value *value = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	ck_assert_msg(value, "«" BYTES_FMT "»: %s", BYTES_ARG(text), unit_diags(&d));
	return value;
}

/* The text, as a value and as a key, is the same to both readers. */
static void check_back(struct bytes text, enum quoting quoting)
{
	struct buf out = buf_new(unit_arena());
	emit_key(&out, text, 0);
	buf_add_char(&out, ' ');
	emit_scalar(&out, text, quoting);
	buf_add_char(&out, '\n');
	for (size_t i = 0; i < COUNT(dialects); i++) {
		const struct value *map = read_back(buf_bytes(&out), dialects[i]);
		ck_assert_int_eq(map->count, 1);
		ck_assert_int_eq(map->entries[0].value->kind, VALUE_STRING);
		unit_same("key", map->entries[0].key, text);
		unit_same("value", map->entries[0].value->text, text);
	}
}

START_TEST(emits_scalar)
{
	const struct scalar_row *row = &scalar_rows[_i];
	struct bytes text = bytes_of(row->text);
	struct buf out = buf_new(unit_arena());
	emit_scalar(&out, text, QUOTE_IF_NEEDED);
	unit_same(row->text, buf_bytes(&out), bytes_of(row->emitted));
	check_back(text, QUOTE_IF_NEEDED);
	check_back(text, QUOTE_ALWAYS);
}
END_TEST

START_TEST(every_short_text_comes_back)
{
	static const char letters[] = "a0-:# '\"\n{,.?~\\";
	size_t count = sizeof letters - 1;
	for (size_t i = 0; i < count * count * count; i++) {
		char text[3] = { letters[i % count], letters[i / count % count],
			letters[i / count / count] };
		check_back((struct bytes){ text, 3 }, QUOTE_IF_NEEDED);
		if (i % 64 == 0)
			arena_reset(unit_arena());
	}
}
END_TEST

START_TEST(always_quotes)
{
	struct buf out = buf_new(unit_arena());
	emit_scalar(&out, BYTES("1.2.3"), QUOTE_ALWAYS);
	unit_same("always", buf_bytes(&out), BYTES("'1.2.3'"));
}
END_TEST

START_TEST(bytes_that_are_no_text_become_a_sign)
{
	struct buf out = buf_new(unit_arena());
	emit_scalar(&out, BYTES("a\xFF"), QUOTE_IF_NEEDED);
	unit_same("bad", buf_bytes(&out), BYTES("\"a\\uFFFD\""));
}
END_TEST

START_TEST(a_long_key_is_explicit)
{
	struct buf key = buf_new(unit_arena());
	buf_add_times(&key, 'k', 2000);
	struct entry entry = { .key = buf_bytes(&key),
		.value = value_string(unit_arena(), BYTES("v"), (struct span){ 0 }) };
	struct value inner = { .kind = VALUE_MAP, .count = 1, .entries = &entry };
	struct entry outer = { .key = BYTES("m"), .value = &inner };
	struct value map = { .kind = VALUE_MAP, .count = 1, .entries = &outer };
	struct buf out = buf_new(unit_arena());
	emit_value(&out, &map, 0);
	ck_assert(bytes_begins(buf_bytes(&out), BYTES("m:\n  ? kkk")));
	ck_assert(bytes_ends(buf_bytes(&out), BYTES("k\n  : v\n")));
	for (size_t i = 0; i < COUNT(dialects); i++)
		ck_assert(value_equal(read_back(buf_bytes(&out), dialects[i]), &map));
}
END_TEST

/* --- values ----------------------------------------------------------------------------------- */

struct value_row {
	const char *written, *emitted, *json;
};

static const struct value_row value_rows[] = {
	// clang-format off
	{ "{b: 1, a: [x, {c: d, e: f}, [g, h], {}]}",
	  "b: 1\na:\n  - x\n  - c: d\n    e: f\n  - - g\n    - h\n  - {}\n",
	  "{\"a\":[\"x\",{\"c\":\"d\",\"e\":\"f\"},[\"g\",\"h\"],{}],\"b\":1}" },
	{ "{a: {b: {c: null}}, d: [], e: true}",
	  "a:\n  b:\n    c: null\nd: []\ne: true\n",
	  "{\"a\":{\"b\":{\"c\":null}},\"d\":[],\"e\":true}" },
	{ "{v: '1.10', w: \"x\", z: y z}", "v: '1.10'\nw: 'x'\nz: y z\n",
	  "{\"v\":\"1.10\",\"w\":\"x\",\"z\":\"y z\"}" },
	{ "[1, 1.50, 0x10, 1e3, -0.0]", "- 1\n- 1.50\n- 0x10\n- 1e3\n- -0.0\n",
	  "[1,1.5,16,1000,0]" },
	{ "[0777, 9223372036854775807, 1e21, 1e-7, 0.000001]",
	  "- 777\n- 9223372036854775807\n- 1e21\n- 1e-7\n- 0.000001\n",
	  "[777,9223372036854776000,1e+21,1e-7,0.000001]" },
	{ "a: |\n  x\n  y\nb: |-\n  x\n\n  y\nc: |+\n  x\n\nd: e\n",
	  "a: |\n  x\n  y\nb: |-\n  x\n\n  y\nc: |+\n  x\n\nd: e\n",
	  "{\"a\":\"x\\ny\\n\",\"b\":\"x\\n\\ny\",\"c\":\"x\\n\\n\",\"d\":\"e\"}" },
	{ "[\"x\\ny\", [\"a\\n\"]]", "- |-\n  x\n  y\n- - |\n    a\n", "[\"x\\ny\",[\"a\\n\"]]" },
	{ "[\" x\\ny\", \"x \\ny\", \"\\nx\", \"x\\n\\ty\", \"\\n\", \"# x\\ny\", \"x\\n  y\"]",
	  "- \" x\\ny\"\n- \"x \\ny\"\n- \"\\nx\"\n- \"x\\n\\ty\"\n"
	  "- \"\\n\"\n- \"# x\\ny\"\n- |-\n  x\n    y\n",
	  "[\" x\\ny\",\"x \\ny\",\"\\nx\",\"x\\n\\ty\",\"\\n\",\"# x\\ny\",\"x\\n  y\"]" },
	{ "\"x\\ny\"", "|-\n  x\n  y\n", "\"x\\ny\"" },
	{ "x", "x\n", "\"x\"" },
	{ "{}", "{}\n", "{}" },
	{ "\"\\\"\\\\/\\b\\f\\r\\t\\x01\\x7F\"", "\"\\\"\\\\/\\x08\\x0C\\r\\t\\x01\\x7F\"\n",
	  "\"\\\"\\\\/\\b\\f\\r\\t\\u0001\x7F\"" },
	// clang-format on
};

START_TEST(emits_value)
{
	const struct value_row *row = &value_rows[_i];
	const struct value *value = read_back(bytes_of(row->written), DIALECT_STRICT);
	struct buf yaml = buf_new(unit_arena()), json = buf_new(unit_arena());
	emit_value(&yaml, value, 0);
	unit_same(row->written, buf_bytes(&yaml), bytes_of(row->emitted));
	ck_assert(value_equal(read_back(buf_bytes(&yaml), DIALECT_HELM), value));
	ck_assert(value_equal(read_back(buf_bytes(&yaml), DIALECT_STRICT), value));
	emit_canonical_json(&json, value);
	unit_same(row->written, buf_bytes(&json), bytes_of(row->json));
}
END_TEST

struct number_row {
	double number;
	const char *emitted;
};

static const struct number_row number_rows[] = {
	{ 0.1, "0.1\n" },
	{ HUGE_VAL, ".inf\n" },
	{ -HUGE_VAL, "-.inf\n" },
	{ 15, "15\n" },
	{ -0.0, "-0.0\n" },
	{ 1e20, "100000000000000000000\n" },
	{ 1e21, "1.0e+21\n" },
	{ 1.5e-9, "1.5e-9\n" },
	{ 5e-324, "5.0e-324\n" },
	{ 1.7976931348623157e308, "1.7976931348623157e+308\n" },
};

START_TEST(emits_computed_number)
{
	const struct number_row *row = &number_rows[_i];
	struct value value = { .kind = VALUE_FLOAT, .number = row->number };
	struct buf out = buf_new(unit_arena());
	emit_value(&out, &value, 0);
	unit_same("number", buf_bytes(&out), bytes_of(row->emitted));
	struct bytes text = bytes_trim(buf_bytes(&out));
	ck_assert(resolve_helm(text).number == row->number);
	ck_assert(resolve_core(text).number == row->number);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("tree_emit");
	TCase *rows = tcase_create("rows");
	suite_add_tcase(suite, rows);
	tcase_set_timeout(rows, 60);
	tcase_add_loop_test(rows, emits_scalar, 0, COUNT(scalar_rows));
	tcase_add_loop_test(rows, emits_value, 0, COUNT(value_rows));
	tcase_add_loop_test(rows, emits_computed_number, 0, COUNT(number_rows));
	tcase_add_test(rows, every_short_text_comes_back);
	tcase_add_test(rows, always_quotes);
	tcase_add_test(rows, bytes_that_are_no_text_become_a_sign);
	tcase_add_test(rows, a_long_key_is_explicit);
	return suite;
}
