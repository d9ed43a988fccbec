/* `${{ }}` in texts: what a text is cut into, and where the parts stand in the file. */
#include "unit.h"

#include "model/template.h"

struct fixture {
	const struct value *scalar;
	struct templates templates;
	const struct template *template;
	struct diags d;
};

/* The scalar at the key `a`. */
static struct fixture compile(const char *text)
{
	struct fixture fixture = { .d = diags_new(unit_arena()) };
	struct catalog *catalog = arena_new_of(unit_arena(), struct catalog);
	const struct source *source = unit_source(bytes_of(text));
	struct tree *tree = tree_read(
		unit_arena(), source, DIALECT_STRICT, LIMITS_DEFAULT, &fixture.d);
	ck_assert_msg(tree, "%s: %s", text, unit_diags(&fixture.d));
	const struct value *map = tree_value(
		unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &fixture.d);
	ck_assert_msg(map, "%s: %s", text, unit_diags(&fixture.d));
	fixture.scalar = value_get(map, BYTES("a"));
	fixture.template = template_take(unit_arena(), &fixture.templates,
		scopes_new(unit_arena(), catalog), fixture.scalar, SCOPE_VALUES, &fixture.d);
	return fixture;
}

/* --- cutting ---------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *parts; /* literals in «», expressions in (), or diags */
	const char *law;
} cuts[] = {
	{ "a: plain", "", "no template" },
	{ "a: 1", "", "nor is a number" },
	{ "a: $ {{ $} ${ x }}", "", "nor what only looks like one" },
	{ "a: ${{ 1 }}", "( 1 )", "one expression" },
	{ "a: '${{1}}'", "(1)", "without blanks" },
	{ "a: x ${{ 1 }} y", "«x »( 1 )« y»", "text around it" },
	{ "a: ${{ 1 }}${{ 2 }}", "( 1 )( 2 )", "two that touch" },
	{ "a: $${{ 1 }}", "«${{»« 1 }}»", "a literal" },
	{ "a: x$${{", "«x»«${{»", "a literal at the end" },
	{ "a: $$${{ 1 }}", "«$»«${{»« 1 }}»", "a dollar before a literal" },
	{ "a: ${{ 1 }}$${{ 2 }}", "( 1 )«${{»« 2 }}»", "an expression before a literal" },
	{ "a: ${{ 1 }} }}", "( 1 )« }}»", "braces behind it are text" },
	{ "a: \"${{ '}}' }}\"", "( '}}' )", "braces in a text of it" },
	{ "a: \"${{ {'a': {'b': 1}}}}\"", "( {'a': {'b': 1}})", "braces of its own" },
	{ "a: \"\\x24{{ 1 }}\"", "( 1 )", "an escaped dollar is one" },
	{ "a: |\n  ${{\n    1 // }}\n  }}\n", "(\n  1 // }}\n)«\n»", "several lines" },
	{ "a: x ${{ 1", "1:6 expression/unclosed", "not closed" },
	{ "a: ${{ 1 }} ${{ 2 }", "1:13 expression/unclosed", "the second is not" },
	{ "a: \"${{ 'b }}\"", "1:9 cel/syntax", "a text in it is not closed" },
	{ "a: ${{ 1 + }} ${{ x }}", "1:12 cel/syntax 1:19 cel/name", "both are looked at" },
	{ "a: ${{ }}", "1:8 cel/syntax", "nothing" },
};

static struct bytes parts_of(const struct template *template)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; template && i < template->parts.count; i++) {
		const struct template_part *part = &template->parts.at[i];
		struct bytes text = part->program ? bytes_slice(template->scalar->text, part->begin,
							    part->begin + part->length)
						  : part->literal;
		buf_print(&out, part->program ? "(" BYTES_FMT ")" : "«" BYTES_FMT "»",
			BYTES_ARG(text));
	}
	return buf_bytes(&out);
}

/* `line:col id` of each diag. */
static struct bytes faults_of(const struct diags *d)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < d->count; i++) {
		struct place place = source_place(d->at[i]->at.source, d->at[i]->at.begin);
		buf_print(
			&out, "%s%zu:%zu %s", i ? " " : "", place.line, place.column, d->at[i]->id);
	}
	return buf_bytes(&out);
}

START_TEST(a_text_is_cut_into_parts)
{
	struct fixture fixture = compile(cuts[_i].text);
	ck_assert(fixture.templates.bad == (fixture.d.count > 0));
	unit_same(cuts[_i].law,
		fixture.d.count ? faults_of(&fixture.d) : parts_of(fixture.template),
		bytes_of(cuts[_i].parts));
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

static const struct {
	const char *text;
	const char *shown; /* the bytes that `here` in the text stands for, or the whole scalar */
	size_t at;
	const char *law;
} places[] = {
	{ "a: x here", "here", 5, "plain" },
	{ "a: 'x here'", "here", 6, "single quotes" },
	{ "a: 'it''s here'", "here", 10, "a quote in single quotes" },
	{ "a: \"x here\"", "here", 6, "double quotes" },
	{ "a: \"\\\"\\t\\\\\\/ here\"", "here", 13, "escapes" },
	{ "a: \"\\u00e9 here\"", "\"\\u00e9 here\"", 3, "escapes by number: the whole" },
	{ "a: |\n  x\n  y here\n", "here", 13, "a literal block" },
	{ "a: |2-\n    x\n   here\n", "here", 16, "an indent that is said" },
	{ "a: |\n\n    here\n", "|\n\n    here\n", 3, "an empty line first: the whole" },
	{ "a: >\n  x here\n", "here", 9, "a folded block of one line" },
	{ "a: >\n  x\n  y here\n", "here", 13, "of several, which are folded" },
	{ "a: >-\n  x\n    y\n  z here\n", "here", 20, "a line with a larger indent is not" },
	{ "a: >\n  x\n\n  here\n", ">\n  x\n\n  here\n", 3, "an empty line between: the whole" },
	{ "a: >\r\n  x\r\n  y here\r\n", "here", 15, "other line ends" },
	{ "a: |\r\n  x\r\n  y here\r\n", "here", 15, "in a literal block, too" },
	{ "a: x\n  here", "here", 7, "a plain text of several lines" },
	{ "a: 'x  \n  here'", "here", 10, "and in quotes" },
	{ "a: \"x\\\n  here\"", "\"x\\\n  here\"", 3, "an escaped line end: the whole" },
};

START_TEST(a_part_of_a_text_has_its_place_in_the_file)
{
	struct fixture fixture = compile(places[_i].text);
	size_t begin = bytes_find(fixture.scalar->text, BYTES("here"), 0);
	struct span at = value_place(fixture.scalar, begin, begin + 4);
	unit_same(places[_i].law, span_text(at), bytes_of(places[_i].shown));
	ck_assert_msg(at.begin == places[_i].at, "%s: %u", places[_i].law, at.begin);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_template");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_text_is_cut_into_parts, 0, COUNT(cuts));
	tcase_add_loop_test(cases, a_part_of_a_text_has_its_place_in_the_file, 0, COUNT(places));
	return suite;
}
