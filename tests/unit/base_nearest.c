#include "unit.h"

#include "base/nearest.h"

#define EIGHT "a1 b2 c3 d4 e5 f6 g7 h8"

static const struct {
	const char *word, *known, *near, *hint; /* words with blanks between; hint NULL: none */
} meant[] = {
	{ "imag", "version image", "image", "did you mean 'image'?" },
	{ "iamge", "version image", "image", "did you mean 'image'?" },
	{ "DBACCESS", "rest dbaccess", "dbaccess", "did you mean 'dbaccess'?" },
	{ "dbaces", "DBACCESS", "DBACCESS", "did you mean 'DBACCESS'?" },
	{ "prdct", "product prdcts", "prdcts", "did you mean 'prdcts'?" },
	{ "rpo", "portal pacote", "", "it is one of: portal, pacote" },
	{ "rpo", EIGHT, "", "it is one of: a1, b2, c3, d4, e5, f6, g7, h8" },
	{ "rpo", EIGHT " i9", "", NULL },
	{ "rpo", "", "", NULL },
};

START_TEST(what_may_be_meant_is_near_or_of_few)
{
	struct diags d = diags_new(unit_arena());
	struct bytes rest = bytes_of(meant[_i].known), one, word = bytes_of(meant[_i].word);
	struct texts known = { 0 };
	while (rest.len && bytes_cut(&rest, ' ', &one))
		*array_push(unit_arena(), &known) = one;
	unit_same("near", nearest(word, known.at, known.count), bytes_of(meant[_i].near));
	diag_error(&d, (struct span){ 0 }, "a/b", "text");
	ck_assert(diag_suggest(&d, word, known.at, known.count) == (meant[_i].hint != NULL));
	unit_same("hint", d.at[0]->hint, bytes_of(meant[_i].hint ? meant[_i].hint : ""));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("base_nearest");
	TCase *cases = tcase_create("meant");
	tcase_add_loop_test(cases, what_may_be_meant_is_near_or_of_few, 0, COUNT(meant));
	suite_add_tcase(suite, cases);
	return suite;
}
