/* Secrets: what is one, and what is shown in the place of it. */
#include "unit.h"

#include "model/model.h"

static const struct value *value_of(const char *yaml)
{
	struct diags d = diags_new(unit_arena());
	struct source *source = unit_source(bytes_of(yaml));
	struct tree *tree = tree_read(unit_arena(), source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_ptr_nonnull(tree);
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

/* Of a catalogue whose `secrets` they are; each is noted as it stands. */
static struct secrets *secrets_of(const char *paths, const char *values)
{
	struct secrets *secrets = secrets_new(unit_arena());
	struct bytes text = bytes_print(
		unit_arena(), "kind: Catalog\nsecrets: %s\nvalues: %s\n", paths, values);
	secret_document(secrets, value_of(text.at));
	return secrets;
}

/* --- texts ------------------------------------------------------------------------------------ */

static const struct {
	const char *secret, *text, *shown, *law;
} texts[] = {
	{ "hunter2", "it is hunter2", "it is <secret>", "a text" },
	{ "hunter2", "xhunter2y", "x<secret>y", "anywhere" },
	{ "hunter2", "hunter2hunter2", "<secret><secret>", "twice" },
	{ "abc", "abc abcd 'abc' dabc", "<secret> abcd '<secret>' dabc", "a short one is a word" },
	{ "12", "12 of 120, 0.12", "<secret> of 120, 0.<secret>", "a number is, too" },
	{ "7", "7, 17 or x=7", "<secret>, 17 or x=<secret>", "a single digit, also at the end" },
	{ "k9", "ak9 k9 .k9", "ak9 <secret> .<secret>", "two letters" },
	{ "'}'", "{a: {b: 1}}", "{a: {b: 1}}", "a bracket is none" },
	{ "true", "it is true", "it is true", "a truth value is none" },
	{ "''", "it is ''", "it is ''", "nothing is none" },
	{ "hunter2-long", "is 'hunter2-l... and", "is '<secret>... and", "what was cut" },
	{ "hunter2-long", "is 'hu... and", "is '<secret>... and", "even soon" },
	{ "hunter2-long", "is 'ha... and", "is 'ha... and", "something else that was cut" },
	{ "\"a\\tb 'c'\"", "is 'a\\tb \\'c\\'' or a\tb 'c'", "is '<secret>' or <secret>",
		"as CEL writes it" },
	{ "\"hun\\x74er2\"", "a: \"hun\\x74er2\" # hunter2", "a: \"<secret>\" # <secret>",
		"as it is written" },
	{ "|\n    first line\n    second line\n", "note: second line", "note: <secret>",
		"a line of a block" },
	{ "|\n    vault:\n      token: hunter2\n", "note: an/vault:1.2 token: hunter2",
		"note: an/vault:1.2 <secret>", "a key alone says nothing" },
	{ "\"${{ getenv('A', '') }}\"", "a: ${{ getenv('A', '') }}", "a: ${{ getenv('A', '') }}",
		"an expression is none" },
};

START_TEST(texts_are_masked)
{
	struct secrets *secrets = secrets_of(
		"[a]", bytes_print(unit_arena(), "\n  a: %s", texts[_i].secret).at);
	struct bytes shown = secrets_mask(unit_arena(), secrets, bytes_of(texts[_i].text));
	unit_same(texts[_i].law, shown, bytes_of(texts[_i].shown));
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

static const char tree[] = "{a: {password: first-1, b: {password: second-2}}, c: third-33, "
			   "d: [{e: fourth-4}, fifth-55]}";

static const struct {
	const char *paths, *shown, *law;
} places[] = {
	{ "[a.password]", "a", "a path" },
	{ "[password]", "", "not a part of one" },
	{ "['**.password']", "ab", "any number of keys" },
	{ "['*.password']", "a", "one key" },
	{ "['*.*.password', c]", "bc", "two keys, and another path" },
	{ "['a.**']", "ab", "all below" },
	{ "[a]", "ab", "a map is all that is in it" },
	{ "[d.e]", "d", "lists are passed through" },
	{ "[d]", "de", "a list is its items" },
	{ "['**']", "abcde", "everything" },
	{ "['a.pass[vw]ord']", "a", "a set" },
	{ "[a..b, 3, {x: y}]", "", "what is no path" },
	{ "a.password", "", "what is no list" },
};

START_TEST(paths_lead_to_secrets)
{
	static const char *const values[] = { "first-1", "second-2", "third-33", "fourth-4",
		"fifth-55" };
	struct secrets *secrets = secrets_of(places[_i].paths, tree);
	const char *wanted = places[_i].shown;
	for (size_t i = 0; i < COUNT(values); i++) {
		struct bytes text = bytes_of(values[i]);
		bool hidden = bytes_is(secrets_mask(unit_arena(), secrets, text), "<secret>");
		ck_assert_msg(hidden == (strchr(wanted, 'a' + (int)i) != NULL), "%s: %s",
			places[_i].law, values[i]);
	}
}
END_TEST

START_TEST(values_are_shown)
{
	struct secrets *secrets = secrets_of("['**.password']", "{password: hunter2}");
	struct buf out = buf_new(unit_arena());
	const struct value *values = value_of(
		"a: {password: other, port: 80}\nb: [x hunter2, {password: 1}]\npassword: ''\n");
	emit_value(&out, secret_values(unit_arena(), secrets, values), 0);
	unit_same("values", buf_bytes(&out),
		BYTES("a:\n  password: <secret>\n  port: 80\nb:\n  - x <secret>\n"
		      "  - password: <secret>\npassword: ''\n"));
}
END_TEST

/* --- files ------------------------------------------------------------------------------------ */

static const struct {
	const char *text, *shown, *law;
} files[] = {
	{ "a: 1 # x\npassword:  'x'  # y\n", "a: 1 # x\npassword:  <secret>  # y\n",
		"nothing else changes" },
	{ "db: {password: x, port: 1}\r\n", "db: {password: <secret>, port: 1}\r\n", "flow" },
	{ "password: |\n  a\n  b\nc: d\n", "password: <secret>\nc: d\n", "a block" },
	{ "password:\npasswords: x\n", "password:\npasswords: x\n", "nothing is nothing" },
	{ "a: &x {password: s3}\nb: *x\n", "a: &x {password: <secret>}\nb: *x\n", "an alias" },
	{ "--- \npassword: a\n---\npassword: b\n",
		"--- \npassword: <secret>\n---\npassword: <secret>\n", "documents" },
	{ "a: [\n  password: hunter\nb: c\n", "a: [\n  password: <secret>\nb: c\n",
		"what is no YAML" },
	{ "", "", "no file" },
};

START_TEST(files_are_shown)
{
	struct secrets *secrets = secrets_of("['**.password']", "{}");
	struct bytes shown = secret_text(unit_arena(), secrets, bytes_of(files[_i].text));
	unit_same(files[_i].law, shown, bytes_of(files[_i].shown));
}
END_TEST

static const struct {
	const char *line;
	size_t begin, end;
	const char *shown;
	size_t moved_begin, moved_end;
	bool unread;
	const char *law;
} lines[] = {
	{ "a: hunter2 b", 0, 1, "a: <secret> b", 0, 1, false, "before" },
	{ "a: hunter2 b", 11, 12, "a: <secret> b", 12, 13, false, "behind" },
	{ "a: hunter2 b", 3, 10, "a: <secret> b", 3, 11, false, "all of it" },
	{ "a: hunter2 b", 5, 7, "a: <secret> b", 3, 11, false, "inside" },
	{ "a: hunter2 b", 0, 12, "a: <secret> b", 0, 13, false, "around" },
	{ "a: hunter2", 10, 10, "a: <secret>", 11, 11, false, "at the end" },
	{ "a: hunter2", 3, 20, "a: <secret>", 3, 21, false, "over the end" },
	{ "hunter2", 0, 0, "<secret>", 0, 0, false, "nothing" },
	{ "x: {\"password\" : {a", 18, 19, "x: {\"password\" : <secret>", 17, 25, true,
		"a file that could not be read" },
	{ "password: x, b: [", 16, 17, "password: <secret>", 10, 18, true, "to the end" },
	{ "my-passwords: x", 0, 2, "my-passwords: x", 0, 2, true, "another key" },
};

START_TEST(marks_move_along)
{
	struct secrets *secrets = secrets_of("['**.password']", "{password: hunter2}");
	struct extent marked = { lines[_i].begin, lines[_i].end };
	struct bytes shown = secrets_mask_line(
		unit_arena(), secrets, bytes_of(lines[_i].line), lines[_i].unread, &marked);
	unit_same(lines[_i].law, shown, bytes_of(lines[_i].shown));
	ck_assert_msg(marked.begin == lines[_i].moved_begin && marked.end == lines[_i].moved_end,
		"%s: %zu to %zu", lines[_i].law, marked.begin, marked.end);
}
END_TEST

/* Of what could not be read only the last key of a path tells anything. */
static const struct {
	const char *paths, *line, *shown, *law;
} unread[] = {
	{ "['**.pass*']", "db: {password: x, y: 1", "db: {password: <secret>", "a part of a key" },
	{ "['**.pass*']", "  \"passphrase\" : x", "  \"passphrase\" : <secret>", "a quoted one" },
	{ "['**.pass*']", "db: {my-password: x", "db: {my-password: x",
		"a part that is not at the end" },
	{ "['**.*[Tt]oken']", "authToken: x", "authToken: <secret>", "a set" },
	{ "['db.my *']", "{a: 1, my password: x", "{a: <secret>", "a key of several words" },
	{ "['**.tls\\.key']", "tls.key: x", "tls.key: <secret>", "a key with a dot" },
	{ "['**.tls\\.*']", "tls.key: x", "tls.key: <secret>", "a part behind a dot" },
	{ "['a.*']", "{b: x, c: y", "{b: <secret>", "any key" },
	{ "['**.pass*']", "password", "password", "no key" },
};

START_TEST(unread_lines_are_masked)
{
	struct secrets *secrets = secrets_of(unread[_i].paths, "{}");
	struct extent marked = { 0, 0 };
	struct bytes shown = secrets_mask_line(
		unit_arena(), secrets, bytes_of(unread[_i].line), true, &marked);
	unit_same(unread[_i].law, shown, bytes_of(unread[_i].shown));
}
END_TEST

/* --- dots ------------------------------------------------------------------------------------- */

static const struct {
	const char *paths, *values;
	bool hidden;
	const char *law;
} dots[] = {
	{ "['tls\\.key']", "{tls.key: hunter2}", true, "a dot behind a backslash is of the key" },
	{ "['tls.key']", "{tls.key: hunter2}", false, "another is not" },
	{ "['tls\\.key']", "{tls: {key: hunter2}}", false, "nor the other way round" },
	{ "['*.key']", "{tls.key: hunter2}", false, "a star is not two keys" },
	{ "['*']", "{tls.key: hunter2}", true, "a star is a key with its dots" },
	{ "['tls*']", "{tls.key: hunter2}", true, "so is a part of one" },
	{ "['tls*']", "{tls: {key: hunter2}}", true, "what is below is secret, too" },
	{ "['t*key']", "{tls: {key: hunter2}}", false, "a star does not go down" },
	{ "['*\\.key']", "{a.b.key: hunter2}", true, "a key of many dots" },
	{ "['**.*\\.key']", "{a: [{b: {c.key: hunter2}}]}", true, "at any depth" },
	{ "['**.*json']", "{a: {.dockerconfigjson: hunter2}}", true, "a dot at the begin" },
	{ "['**.*token']", "{a: {example.com/token: hunter2}}", true, "a slash is like any other" },
	{ "['a\\\\b']", "{'a\\b': hunter2}", true, "a backslash behind one" },
};

START_TEST(dots_part_keys)
{
	struct secrets *secrets = secrets_of(dots[_i].paths, dots[_i].values);
	struct bytes shown = secrets_mask(unit_arena(), secrets, BYTES("hunter2"));
	unit_same(dots[_i].law, shown, dots[_i].hidden ? BYTES("<secret>") : BYTES("hunter2"));
}
END_TEST

/* --- JSON, Secrets ---------------------------------------------------------------------------- */

START_TEST(json_stays_json)
{
	struct secrets *secrets = secrets_of("[a, b]", "{a: \"x\\ty\\\"\\x01z\", b: 9081}");
	struct bytes json = BYTES("{\"x\\ty\":[9081,90810,-9081,1e5,true,\"x\\ty\\\"\\u0001z!\","
				  "\"9081\",\"\\\\\",\"90810\"]}\n");
	unit_same("strings and numbers", secret_json(unit_arena(), secrets, json),
		BYTES("{\"x\\ty\":[\"<secret>\",90810,-9081,1e5,true,\"<secret>!\","
		      "\"<secret>\",\"\\\\\",\"90810\"]}\n"));
}
END_TEST

static const struct {
	const char *object, *text, *shown, *law;
} objects[] = {
	{ "{kind: Secret, stringData: {a: hunter2}}", "hunter2", "<secret>", "as it is" },
	{ "{kind: Secret, data: {a: aHVudGVyMg==}}", "aHVudGVyMg==, hunter2", "<secret>, <secret>",
		"in base64" },
	{ "{kind: ConfigMap, data: {a: hunter2}}", "hunter2", "hunter2", "what is no Secret" },
	{ "{kind: Secret, data: [a], stringData: {b: {c: hunter2}}}", "hunter2", "hunter2",
		"what has another form" },
};

START_TEST(secrets_are_secret)
{
	struct secrets *secrets = secrets_new(unit_arena());
	secret_object(secrets, value_of(objects[_i].object));
	struct bytes shown = secrets_mask(unit_arena(), secrets, bytes_of(objects[_i].text));
	unit_same(objects[_i].law, shown, bytes_of(objects[_i].shown));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("model_secret");
	TCase *cases = tcase_create("secrets");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, texts_are_masked, 0, COUNT(texts));
	tcase_add_loop_test(cases, paths_lead_to_secrets, 0, COUNT(places));
	tcase_add_test(cases, values_are_shown);
	tcase_add_loop_test(cases, files_are_shown, 0, COUNT(files));
	tcase_add_loop_test(cases, marks_move_along, 0, COUNT(lines));
	tcase_add_loop_test(cases, unread_lines_are_masked, 0, COUNT(unread));
	tcase_add_loop_test(cases, dots_part_keys, 0, COUNT(dots));
	tcase_add_test(cases, json_stays_json);
	tcase_add_loop_test(cases, secrets_are_secret, 0, COUNT(objects));
	return suite;
}
