/* What rules see that walks through all values find: secrets that are written out, strangers. */
#include "unit.h"

#include "model/evidence_matters.h"

static const struct value *value_of(const char *yaml)
{
	struct diags d = diags_new(unit_arena());
	struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(yaml)), DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_ptr_nonnull(tree);
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

#define NAME(text, slug) \
	{ \
		{ (text), sizeof(text) - 1 }, { (slug), sizeof(slug) - 1 }, \
		{ \
			0 \
		} \
	}

static struct name environments[] = {
	NAME("test", "test"),
	NAME("sistêmico", "sistemico"),
	NAME("live", "live"),
	NAME("pré-live", "pre-live"),
};

typedef struct cel_value evidence(struct arena *owner, const struct resolved_profile *profile);

enum { LIVE = 2, PRE_LIVE };

/* What a walk through values finds: one member of each. */
static struct bytes found(evidence *walk, size_t environment, const char *catalog,
	const char *values, const char *key)
{
	struct arena *run = unit_arena();
	struct catalog known = { .value = value_of(catalog) };
	struct resolved_profile profile = { .catalog = &known,
		.environment = &environments[environment],
		.compiled = value_of(values) };
	struct buf out = buf_new(run);
	known.environments.at = environments;
	known.environments.count = COUNT(environments);
	struct cel_value list = cel_kept(walk(run, &profile));
	for (size_t i = 0; i < list.len; i++) {
		struct cel_value member;
		ck_assert(cel_find(cel_item(list, i), cel_string(bytes_of(key)), &member));
		buf_print(&out, "%s" BYTES_FMT, i ? " " : "", BYTES_ARG(cel_text(member)));
	}
	return buf_bytes(&out);
}

/* --- secrets ---------------------------------------------------------------------------------- */

static const struct {
	const char *globs, *values, *paths, *law;
} secrets[] = {
	{ "[]", "{a: {password: x, user: w}}", "a.password", "a key says it" },
	{ "[]", "{dbPassword: x, DB_SENHA: w, passwordFile: z}", "dbPassword DB_SENHA",
		"at its end, however it is written" },
	{ "[]", "{SENHÃ: x, TÓKEN: w, caféApiKey: z, tokens: v}", "SENHÃ TÓKEN caféApiKey",
		"with whatever marks" },
	{ "[]", "{a: [{token: x}, {token: w}]}", "a.token a.token", "in lists, too" },
	{ "[]", "{password: '', token: null, apiKey: 5}", "", "what is no text is none" },
	{ "[]", "{password: '${{ getenv(\"A\") }}'}", "",
		"what an expression makes is not written" },
	{ "[a.b]", "{a: {b: x, c: w}}", "a.b", "a path" },
	{ "[a]", "{a: {b: {c: x}}}", "a.b.c", "a map is all that is in it" },
	{ "[a]", "{a: [x, w]}", "a a", "a list is its items" },
	{ "['*.b']", "{a: {b: x}, c: {d: {b: w}}, b: z}", "a.b", "a star is one key" },
	{ "['a*b']", "{a: {b: x}, a-b: w}", "a-b", "a part of one key" },
	{ "['**.b']", "{a: {b: x}, c: {d: {b: w}}, b: z}", "a.b c.d.b b", "two are any number" },
	{ "['a.**.b']", "{a: {b: x, c: {d: {b: w}}}, b: z}", "a.b a.c.d.b", "in the middle, too" },
	{ "['a\\.b']", "{a: {b: x}, a.b: w}", "a\\.b", "a dot behind a backslash is of the key" },
	{ "['a.b']", "{a.b: w}", "", "another is not" },
	{ "['*']", "{a.b: w}", "a\\.b", "a star goes through it" },
};

START_TEST(secrets_are_found)
{
	struct bytes catalog = bytes_print(unit_arena(), "secrets: %s\n", secrets[_i].globs);
	unit_same(secrets[_i].law,
		found(secrets_evidence, LIVE, catalog.at, secrets[_i].values, "path"),
		bytes_of(secrets[_i].paths));
}
END_TEST

/* --- strangers -------------------------------------------------------------------------------- */

static const struct {
	const char *value, *names, *law;
} strangers[] = {
	{ "db.test.svc", "test", "a word" },
	{ "sistemico", "sistêmico", "as a slug" },
	{ "o sistêmico", "sistêmico", "as it is written" },
	{ "db.live.svc", "", "its own is none" },
	{ "latest", "", "a part of a word is none" },
	{ "tests", "", "nor the begin of one" },
	{ "test2", "", "nor with a number" },
	{ "test-db/live_test", "test", "signs part words" },
	{ "sistemico.test", "test sistêmico", "each of several" },
	{ "DB.TEST.SVC", "test", "names of hosts have no case" },
	{ "Sistemico", "sistêmico", "nor at the begin" },
	{ "testDb", "test", "a capital begins a word" },
	{ "dbTest", "test", "also this one" },
	{ "laTest", "test", "whatever comes of it" },
	{ "Atest", "", "a capital belongs to what follows" },
	{ "TESTDB", "", "of many none begins one" },
	{ "pre-live.svc", "pré-live", "the longest name is meant" },
	{ "pré-live", "pré-live", "however it is written" },
	{ "", "", "nothing" },
};

START_TEST(strangers_are_found)
{
	struct bytes values = bytes_print(unit_arena(), "a: '%s'\n", strangers[_i].value);
	unit_same(strangers[_i].law,
		found(strangers_evidence, LIVE, "{}", values.at, "environment"),
		bytes_of(strangers[_i].names));
}
END_TEST

START_TEST(a_part_of_its_own_name_is_none)
{
	unit_same("inside", found(strangers_evidence, PRE_LIVE, "{}", "{a: pre-live}", "path"),
		BYTES(""));
	unit_same("beside", found(strangers_evidence, PRE_LIVE, "{}", "{a: pre-live.live}", "path"),
		BYTES("a"));
}
END_TEST

START_TEST(strangers_have_a_place)
{
	unit_same("the path", found(strangers_evidence, LIVE, "{}", "{a: [{b.c: test}]}", "path"),
		BYTES("a.b\\.c"));
	unit_same("the text", found(strangers_evidence, LIVE, "{}", "{a: x test}", "text"),
		BYTES("x test"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_matters");
	TCase *cases = tcase_create("matters");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, secrets_are_found, 0, COUNT(secrets));
	tcase_add_loop_test(cases, strangers_are_found, 0, COUNT(strangers));
	tcase_add_test(cases, a_part_of_its_own_name_is_none);
	tcase_add_test(cases, strangers_have_a_place);
	return suite;
}
