/* What is JSON to every reader of it. */
#include "unit.h"

#include "notation/notation.h"

/* fault: the byte that cannot stand there, or the end; -1: it is JSON. */
static const struct {
	struct bytes text;
	int fault;
	const char *law;
} rows[] = {
#define ROW(text, fault, law) \
	{ \
		{ (text), sizeof(text) - 1 }, (fault), (law) \
	}
	ROW("{}", -1, "an object"),
	ROW(" [\t1 ,\r\n2 ] ", -1, "blanks"),
	ROW("{\"a\":{\"b\":[[],{},[{}]]},\"c\":null}", -1, "nesting"),
	ROW("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9 \xC3\xA9\x7F\"", -1, "a string"),
	ROW("[0,-0,10,-1.50,1e5,1E+05,1.0e-0]", -1, "numbers"),
	ROW("[true,false,null]", -1, "words"),
	ROW("", 0, "nothing"),
	ROW(" ", 1, "blanks alone"),
	ROW("{'a':1}", 1, "an apostrophe is no quote"),
	ROW("{a: 1}", 1, "a key has quotes"),
	ROW("{\"a\": b}", 6, "a text has quotes"),
	ROW("{\"a\"}", 4, "a key has a value"),
	ROW("{\"a\":}", 5, "one at least"),
	ROW("{1:2}", 1, "a key is a string"),
	ROW("[1,]", 3, "a comma is followed by something"),
	ROW("{\"a\":1,}", 7, "in an object, too"),
	ROW("[,1]", 1, "a comma follows something"),
	ROW("[1 2]", 3, "a comma parts"),
	ROW("[1}", 2, "brackets match"),
	ROW("{\"a\":[1}", 7, "inside each other"),
	ROW("[1", 2, "brackets are closed"),
	ROW("{\"a\":1", 6, "all of them"),
	ROW("{} {}", 3, "one value"),
	ROW("{}\0", 2, "and nothing behind it"),
	ROW("[1] # x", 4, "no comment"),
	ROW("--- {}", 1, "no marker"),
	ROW("[01]", 2, "no zero before a number"),
	ROW("[1.]", 3, "a digit behind the point"),
	ROW("[.5]", 1, "and before it"),
	ROW("[+1]", 1, "no plus"),
	ROW("[1e]", 3, "a digit in the exponent"),
	ROW("[-]", 2, "a minus is no number"),
	ROW("[0x1]", 2, "no other base"),
	ROW("[NaN]", 1, "no NaN"),
	ROW("[~]", 1, "no tilde"),
	ROW("[True]", 1, "words are small"),
	ROW("\"a\nb\"", 2, "a string is one line"),
	ROW("\"a\tb\"", 2, "without tabs"),
	ROW("\"\\x41\"", 2, "no escapes of others"),
	ROW("\"\\u00g0\"", 5, "four digits"),
	ROW("\"a", 2, "a string ends"),
	ROW("\"a\\", 3, "an escape, too"),
	ROW("[&a 1]", 1, "no anchor"),
	ROW("[!!str 1]", 1, "no tag"),
#undef ROW
};

START_TEST(only_json_is_json)
{
	size_t fault;
	bool good = json_is_well_formed(rows[_i].text, &fault);
	ck_assert_msg(good == (rows[_i].fault < 0), "%s", rows[_i].law);
	if (!good)
		ck_assert_msg(fault == (size_t)rows[_i].fault, "%s: at %zu, not %d", rows[_i].law,
			fault, rows[_i].fault);
}
END_TEST

static bool is_well_formed_at(size_t depth)
{
	struct buf text = buf_new(unit_arena());
	size_t fault;
	for (size_t i = 0; i < depth; i++)
		buf_add_char(&text, '[');
	for (size_t i = 0; i < depth; i++)
		buf_add_char(&text, ']');
	return json_is_well_formed(buf_bytes(&text), &fault);
}

START_TEST(depth_has_an_end)
{
	ck_assert(is_well_formed_at(JSON_DEPTH));
	ck_assert(!is_well_formed_at(JSON_DEPTH + 1));
	ck_assert(!is_well_formed_at(1 << 20));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_json");
	TCase *cases = tcase_create("json");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, only_json_is_json, 0, COUNT(rows));
	tcase_add_test(cases, depth_has_an_end);
	return suite;
}
