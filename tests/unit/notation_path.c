#include "unit.h"

#include "notation/notation.h"

static const struct {
	const char *text;
	const char *keys; /* joined with '|'; NULL: a fault */
	const char *law;
} rows[] = {
	{ "a", "a", "one key" },
	{ "a.b.c", "a|b|c", "a dot separates" },
	{ "a\\.b.c", "a.b|c", "an escaped dot is part of the key" },
	{ "a\\\\.b", "a\\|b", "an escaped backslash is a backslash" },
	{ "\\a", "a", "an escaped letter is the letter" },
	{ "images.protheus\\.data", "images|protheus.data", "as helm --set" },
	{ "ação.é", "ação|é", "keys are any text" },
	{ "a b", "a b", "a blank is no end" },
	{ "", NULL, "empty" },
	{ ".", NULL, "two empty keys" },
	{ ".a", NULL, "empty first key" },
	{ "a.", NULL, "empty last key" },
	{ "a..b", NULL, "empty key in the middle" },
	{ "a\\", NULL, "nothing follows the backslash" },
};

START_TEST(parses)
{
	struct bytes text = bytes_of(rows[_i].text);
	ck_assert_msg(!path_fault(text) == !!rows[_i].keys, "%s", rows[_i].law);
	if (!rows[_i].keys)
		return;
	struct texts path = path_parse(unit_arena(), text);
	struct buf keys = buf_new(unit_arena());
	for (size_t i = 0; i < path.count; i++)
		buf_print(&keys, "%s" BYTES_FMT, i ? "|" : "", BYTES_ARG(path.at[i]));
	unit_same(rows[_i].law, buf_bytes(&keys), bytes_of(rows[_i].keys));

	struct texts again = path_parse(unit_arena(), path_text(unit_arena(), path.at, path.count));
	ck_assert_uint_eq(again.count, path.count);
	for (size_t i = 0; i < path.count; i++)
		unit_same("text and parse are inverse", again.at[i], path.at[i]);
}
END_TEST

START_TEST(limits_its_keys)
{
	struct buf text = buf_new(unit_arena());
	for (int i = 0; i < PATH_KEYS; i++)
		buf_add(&text, i ? BYTES(".k") : BYTES("k"));
	ck_assert(!path_fault(buf_bytes(&text)));
	buf_add(&text, BYTES(".k"));
	ck_assert(path_fault(buf_bytes(&text)));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_path");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, parses, 0, COUNT(rows));
	tcase_add_test(cases, limits_its_keys);
	return suite;
}
