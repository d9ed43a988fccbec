/* Replacements: from one field to others. */
#include "manifest_stream.h"

#define STREAM \
	"kind: ConfigMap\n" \
	"metadata: {name: c}\n" \
	"data:\n" \
	"  host: db.example.com:5432 # the place\n" \
	"  count: '3'\n" \
	"---\n" \
	"apiVersion: apps/v1\n" \
	"kind: Deployment\n" \
	"metadata: {name: app}\n" \
	"spec:\n" \
	"  replicas: 1\n" \
	"  template:\n" \
	"    spec:\n" \
	"      containers:\n" \
	"      - name: a\n" \
	"        env:\n" \
	"        - {name: HOST, value: 'x:1'} # told\n" \
	"      - name: b\n" \
	"        args: [--db=y]\n"

static struct bytes replaced(const char *said, const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct replacements replacements = { .namespace = BYTES("shop") };
	const struct stream *stream = streamed(text, &d);
	struct edits edits = edits_new(unit_arena(), stream->source);
	bool good = replacements_read(unit_arena(), NULL, written(said, &d), LIMITS_DEFAULT,
			    &replacements, &d) &&
		replacements_apply(unit_arena(), &replacements, stream, LIMITS_DEFAULT, &edits, &d);
	return outcome(&edits, good, &d);
}

/* `from` in the stream becomes `to`; without `from` the diags are `to`. */
static const struct row {
	const char *law, *said, *from, *to;
} rows[] = {
	{ "an item by its name",
		"- source: {kind: ConfigMap, fieldPath: data.host}\n"
		"  targets:\n"
		"  - select: {kind: Deployment}\n"
		"    fieldPaths: "
		"['spec.template.spec.containers.[name=a].env.[name=HOST].value']\n",
		"'x:1'", "'db.example.com:5432'" },
	{ "a part of both",
		"- source: {kind: ConfigMap, fieldPath: data.host, options: {delimiter: ':', "
		"index: "
		"1}}\n"
		"  targets:\n"
		"  - select: {kind: Deployment}\n"
		"    options: {delimiter: ':', index: 1}\n"
		"    fieldPaths: ['spec.template.spec.containers.*.env.*.value']\n",
		"'x:1'", "'x:5432'" },
	{ "an index",
		"- sourceValue: --db=z\n"
		"  targets:\n"
		"  - select: {kind: Deployment}\n"
		"    fieldPaths: [spec.template.spec.containers.1.args.0]\n",
		"--db=y", "--db=z" },
	{ "dots in brackets are of the key",
		"- sourceValue: q\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: ['data.[a.b/c]'], options: "
		"{create: true}}]\n",
		"  count: '3'\n", "  count: '3'\n  a.b/c: q\n" },
	{ "a number stays one",
		"- source: {kind: ConfigMap, fieldPath: data.count}\n"
		"  targets: [{select: {kind: Deployment}, fieldPaths: [spec.replicas]}]\n",
		"replicas: 1", "replicas: 3" },
	{ "one after the other",
		"- sourceValue: q\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n"
		"- source: {kind: ConfigMap, fieldPath: data.host}\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.count]}]\n",
		"host: db.example.com:5432 # the place\n  count: '3'",
		"host: q # the place\n  count: 'q'" },
	{ "a field that is made",
		"- sourceValue: q\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.new], options: {create: "
		"true}}]\n",
		"  count: '3'\n", "  count: '3'\n  new: q\n" },
	{ "what is rejected stays",
		"- sourceValue: q\n"
		"  targets: [{select: {}, reject: [{kind: Deployment}], fieldPaths: "
		"[metadata.name]}]\n",
		"name: c}", "name: q}" },
	{ "no source",
		"- source: {kind: Secret}\n"
		"  targets: [{select: {}, fieldPaths: [a]}]\n",
		NULL,
		"1:11 replacement/source 0 objects are the source of this replacement (kind: "
		"Secret)\n" },
	{ "two that do not agree",
		"- sourceValue: x\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n"
		"- sourceValue: z\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n",
		NULL,
		"3:3 replacement/conflict this replacement writes over what another one of this "
		"file has written\n" },
	{ "two that do",
		"- sourceValue: x\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n"
		"- sourceValue: x\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n",
		"db.example.com:5432", "x" },
	{ "two parts of one text",
		"- sourceValue: h\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host], options: "
		"{delimiter: ':', index: 0}}]\n"
		"- sourceValue: p\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host], options: "
		"{delimiter: ':', index: 1}}]\n",
		"db.example.com:5432", "h:p" },
	{ "what is only copied from is not written",
		"- source: {kind: ConfigMap, fieldPath: data.host}\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.count]}]\n"
		"- sourceValue: q\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.host]}]\n",
		"host: db.example.com:5432 # the place\n  count: '3'",
		"host: q # the place\n  count: 'db.example.com:5432'" },
	{ "an index without parts",
		"- sourceValue: x\n"
		"  targets: [{select: {}, fieldPaths: [a], options: {index: 1}}]\n",
		NULL, "2:60 replacement/form an 'index' is of the parts of a 'delimiter'\n" },
	{ "two sources",
		"- source: {name: .*}\n"
		"  targets: [{select: {}, fieldPaths: [a]}]\n",
		NULL,
		"1:11 replacement/source 2 objects could be the source of this replacement (name: "
		".*)\n" },
	{ "a source without the field",
		"- source: {kind: ConfigMap, fieldPath: data.x}\n"
		"  targets: [{select: {}, fieldPaths: [a]}]\n",
		NULL, "1:40 replacement/no-field the source has no field 'data.x'\n" },
	{ "no target",
		"- sourceValue: x\n"
		"  targets: [{select: {kind: Secret}, fieldPaths: [a]}]\n",
		NULL,
		"2:22 replacement/no-match no object is the target of this replacement (kind: "
		"Secret)\n" },
	{ "a target without the field",
		"- sourceValue: x\n"
		"  targets: [{select: {kind: ConfigMap}, fieldPaths: [data.x.y]}]\n",
		NULL, "2:54 replacement/no-field ConfigMap/shop/c has no field 'data.x.y'\n" },
	{ "neither source", "- targets: [{select: {}}]\n", NULL,
		"1:3 replacement/form a replacement has either 'source' or 'sourceValue'\n" },
	{ "one path that is no list",
		"- sourceValue: x\n"
		"  targets: [{select: {}, fieldPaths: a}]\n",
		NULL, "2:38 replacement/form this must be a list\n" },
	{ "a rejected target that is no list",
		"- sourceValue: x\n"
		"  targets: [{select: {}, fieldPaths: [a], reject: {name: c}}]\n",
		NULL, "2:51 replacement/form this must be a list\n" },
	{ "an index that is a text",
		"- sourceValue: x\n"
		"  targets: [{select: {}, fieldPaths: [a], options: {index: '1'}}]\n",
		NULL, "2:60 replacement/form this is a whole number\n" },
	{ "a truth that is a text",
		"- sourceValue: x\n"
		"  targets: [{select: {}, fieldPaths: [a], options: {create: 'true'}}]\n",
		NULL, "2:61 replacement/form this is true or false\n" },
};

static struct bytes with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	ck_assert_msg(at, "%s", from);
	struct buf out = buf_new(unit_arena());
	buf_print(&out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	return buf_bytes(&out);
}

START_TEST(values_go)
{
	const struct row *row = &rows[_i];
	struct bytes want = row->from ? with(STREAM, row->from, row->to) : bytes_of(row->to);
	unit_same(row->law, replaced(row->said, STREAM), want);
}
END_TEST

#define HARD "(((a{0,30}){0,30})*b)|a.*x"

static const struct row hard_rows[] = {
	{ "a target",
		"- sourceValue: x\n"
		"  targets: [{select: {name: '" HARD "'}}]\n",
		NULL,
		"2:22 replacement/no-match no object is the target of this replacement (name: " HARD
		")\n2:29 target/pattern '" HARD
		"' takes too many steps on a text of the stream\n" },
	{ "what is left out",
		"- sourceValue: x\n"
		"  targets: [{select: {name: .*}, reject: [{name: '" HARD "'}]}]\n",
		NULL,
		"2:50 target/pattern '" HARD "' takes too many steps on a text of the stream\n" },
};

START_TEST(a_pattern_that_gives_up_is_told)
{
	const struct row *row = &hard_rows[_i];
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES("kind: A\nmetadata: {name: "));
	buf_add_times(&text, 'a', 2000);
	buf_add(&text, BYTES("}\n"));
	unit_same(row->law, replaced(row->said, bytes_string(unit_arena(), buf_bytes(&text))),
		bytes_of(row->to));
}
END_TEST

/* --- limits ----------------------------------------------------------------------------------- */

#define LANDS(path) \
	"- source: {kind: ConfigMap, fieldPath: data}\n" \
	"  targets:\n" \
	"  - select: {kind: ConfigMap}\n" \
	"    fieldPaths: [" path "]\n" \
	"    options: {create: true, delimiter: '', index: 0}\n"

static const struct row limit_rows[] = {
	{ "maps in themselves", LANDS("data.b%zu"), NULL,
		":18 limit/copies what is copied adds more than 10485760 bytes\n" },
	{ "a map in itself", LANDS("data.b") "# %zu\n", NULL,
		":18 limit/depth maps and lists would be nested more than 250 levels deep\n" },
	{ "a text behind itself",
		"- source: {kind: ConfigMap, fieldPath: data.host}\n"
		"  targets:\n"
		"  - select: {kind: ConfigMap}\n"
		"    fieldPaths: [data.host]\n"
		"    options: {delimiter: '%zu,', index: 9}\n",
		NULL, ":18 limit/copies what is copied adds more than 10485760 bytes\n" },
};

START_TEST(what_replacements_make_is_limited)
{
	const struct row *row = &limit_rows[_i];
	struct buf said = buf_new(unit_arena());
	for (size_t i = 0; i < 300; i++)
		buf_print(&said, row->said, i);
	struct bytes got = replaced(bytes_string(unit_arena(), buf_bytes(&said)), STREAM);
	got = bytes_slice(got, bytes_find(got, BYTES(":"), 0), got.len);
	unit_same(row->law, got, bytes_of(row->to));
}
END_TEST

START_TEST(a_path_has_as_many_steps_as_a_file_has_levels)
{
	struct buf said = buf_new(unit_arena());
	buf_add(&said, BYTES("- {sourceValue: x, targets: [{select: {}, fieldPaths: [a"));
	for (size_t i = 0; i < 250; i++)
		buf_add(&said, BYTES(".a"));
	buf_add(&said, BYTES("]}]}\n"));
	unit_same("251 steps", replaced(bytes_string(unit_arena(), buf_bytes(&said)), STREAM),
		BYTES("1:56 limit/depth a field path has more than 250 steps\n"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest replacements");
	TCase *fields = tcase_create("fields");
	tcase_add_loop_test(fields, values_go, 0, COUNT(rows));
	tcase_add_loop_test(fields, a_pattern_that_gives_up_is_told, 0, COUNT(hard_rows));
	tcase_add_loop_test(fields, what_replacements_make_is_limited, 0, COUNT(limit_rows));
	tcase_add_test(fields, a_path_has_as_many_steps_as_a_file_has_levels);
	suite_add_tcase(suite, fields);
	return suite;
}
