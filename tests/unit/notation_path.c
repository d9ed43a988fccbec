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

/* --- steps ------------------------------------------------------------------------------------ */

static const struct {
	const char *text;
	const char *steps; /* NULL: a fault */
	const char *law;
} step_rows[] = {
	{ "a", "key a", "one key" },
	{ "a.b", "key a, key b", "a dot separates" },
	{ "a\\.b.c", "key a.b, key c", "an escaped dot is part of the key" },
	{ "a\\[0\\]", "key a[0]", "so are escaped brackets" },
	{ "a=b*", "key a=b*", "'=' and '*' mean nothing outside of brackets" },
	{ "a[]", "key a, all", "each item" },
	{ "a[].b", "key a, all, key b", "and on" },
	{ "a[][].b[]", "key a, all, all, key b, all", "lists of lists" },
	{ "a[0]", "key a, index 0", "one item" },
	{ "a[17][2].b", "key a, index 17, index 2, key b", "one of one" },
	{ "a[name=x].b", "key a, item name=x, key b", "the item with a name" },
	{ "a[name=x.y]", "key a, item name=x.y", "a dot in brackets is a dot" },
	{ "a[name=x=y]", "key a, item name=x=y", "the first '=' ends the key" },
	{ "a[x\\=y=z]", "key a, item x=y=z", "unless it is escaped" },
	{ "a[name=x\\]y]", "key a, item name=x]y", "an escaped bracket closes nothing" },
	{ "a[name=[x]", "key a, item name=[x", "a '[' in brackets opens nothing" },
	{ "a[name=x\\*]", "key a, item name=x*", "an escaped last '*' is itself" },
	{ "a[b*c=d]", "key a, item b*c=d", "as is one that is not the last" },
	{ "args[--image=*]", "key args, text --image=", "what stands behind a text" },
	{ "data.a\\.yaml[image: \"*]", "key data, key a.yaml, text image: \"", "of any letters" },
	{ "a[**]", "key a, text *", "a text may be a star" },
	{ "a[=*]", "key a, text =", "or an equals sign" },
	{ "ação[ç=é]", "key ação, item ç=é", "any text" },
	{ "", NULL, "empty" },
	{ ".", NULL, "two empty keys" },
	{ "a.", NULL, "empty last key" },
	{ "a..b", NULL, "empty key in the middle" },
	{ "[]", NULL, "an object is no list" },
	{ "a.[]", NULL, "brackets stand behind the key, not behind a dot" },
	{ "a\\", NULL, "nothing follows the backslash" },
	{ "a[", NULL, "open" },
	{ "a[b=c", NULL, "open, with a text" },
	{ "a[b=c\\]", NULL, "closed by what is escaped" },
	{ "a]", NULL, "never opened" },
	{ "a[]b", NULL, "a key needs its dot" },
	{ "a[]]", NULL, "closed twice" },
	{ "a[b]", NULL, "a text alone names no item" },
	{ "a[-1]", NULL, "nor does a negative number" },
	{ "a[\\0]", NULL, "nor one that is a text" },
	{ "a[99999999999999999999]", NULL, "nor one without end" },
	{ "a[=b]", NULL, "an empty key" },
	{ "a[b=]", NULL, "an empty value" },
	{ "a[*]", NULL, "a star alone" },
	{ "a[b*].c", NULL, "a text is the end" },
	{ "a[b*][]", NULL, "a text has no items" },
};

static struct bytes show_steps(const struct path_steps *steps)
{
	static const char *const kinds[] = { "key", "all", "index", "item", "text" };
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < steps->count; i++) {
		const struct path_step *step = &steps->at[i];
		buf_print(&out, "%s%s", i ? ", " : "", kinds[step->kind]);
		if (step->kind == STEP_INDEX)
			buf_print(&out, " %zu", step->index);
		if (step->kind != STEP_INDEX && step->kind != STEP_ALL)
			buf_print(&out, " " BYTES_FMT "%s" BYTES_FMT, BYTES_ARG(step->key),
				step->kind == STEP_ITEM ? "=" : "", BYTES_ARG(step->text));
	}
	return buf_bytes(&out);
}

START_TEST(parses_steps)
{
	struct path_steps steps;
	const char *fault = path_steps_parse(unit_arena(), bytes_of(step_rows[_i].text), &steps);
	ck_assert_msg(!fault == !!step_rows[_i].steps, "%s: %s", step_rows[_i].law, fault);
	if (!fault)
		unit_same(step_rows[_i].law, show_steps(&steps), bytes_of(step_rows[_i].steps));
}
END_TEST

START_TEST(reads_the_steps_it_writes)
{
	struct buf path = buf_new(unit_arena());
	struct path_steps steps;
	path_add_key(&path, BYTES("a.b[c]\\d=e*"));
	path_add_index(&path, 12);
	path_add_index(&path, 0);
	path_add_key(&path, BYTES("ação"));
	ck_assert_ptr_null(path_steps_parse(unit_arena(), buf_bytes(&path), &steps));
	unit_same("there and back", show_steps(&steps),
		BYTES("key a.b[c]\\d=e*, index 12, index 0, key ação"));
}
END_TEST

START_TEST(limits_its_steps)
{
	struct buf text = buf_new(unit_arena());
	struct path_steps steps;
	buf_add(&text, BYTES("k"));
	for (int i = 1; i < PATH_KEYS; i++)
		buf_add(&text, BYTES("[]"));
	ck_assert_ptr_null(path_steps_parse(unit_arena(), buf_bytes(&text), &steps));
	buf_add(&text, BYTES("[]"));
	ck_assert_ptr_nonnull(path_steps_parse(unit_arena(), buf_bytes(&text), &steps));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("notation_path");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, parses, 0, COUNT(rows));
	tcase_add_test(cases, limits_its_keys);
	tcase_add_loop_test(cases, parses_steps, 0, COUNT(step_rows));
	tcase_add_test(cases, reads_the_steps_it_writes);
	tcase_add_test(cases, limits_its_steps);
	return suite;
}
