/* Streams of manifests: where documents stand, whose stream it is, what objects are in it. */
#include "unit.h"

#include "objects/objects.h"

#include <stdlib.h>

static struct stream *open_text(struct bytes text, struct diags *d)
{
	return stream_open(unit_arena(), unit_source(text), d);
}

/* --- documents -------------------------------------------------------------------------------- */

/* Each document in brackets. */
static struct bytes documents(const struct stream *stream)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < stream->documents.count; i++) {
		struct stretch at = stream->documents.at[i];
		buf_print(&out, "[" BYTES_FMT "]",
			BYTES_ARG(bytes_slice(stream->source->text, at.begin, at.end)));
	}
	return buf_bytes(&out);
}

struct split_row {
	const char *law, *text, *documents; /* or the diags */
};

static const struct split_row split_rows[] = {
	{ "no separator", "a: b\n", "[a: b\n]" },
	{ "blanks before the first separator are no document", " \n\n---\na: b\n", "[a: b\n]" },
	{ "a comment before it is one", "# c\n---\na: b\n", "[# c\n][a: b\n]" },
	{ "nothing is one empty document behind each separator", "---\n---\n", "[][]" },
	{ "no text has none", "", "" },
	{ "blanks have none", " \n\t\n", "" },
	{ "blanks and a comment behind the dashes", "---  # x\na: b\n---\t\nc: d\n--- \r\ne: f\n",
		"[a: b\n][c: d\n][e: f\n]" },
	{ "a comment glued to later dashes", "a: b\n---# x\nc: d\n", "[a: b\n][c: d\n]" },
	{ "CRLF", "---\r\na: b\r\n---\r\nc: d\r\n", "[a: b\r\n][c: d\r\n]" },
	{ "a byte order mark is of no document", "\xEF\xBB\xBF---\na: b\n", "[a: b\n]" },
	{ "a mark without separator",
		"\xEF\xBB\xBF"
		"a: b",
		"[a: b]" },
	{ "no final line end", "a: b\n---", "[a: b\n][]" },
	{ "indented dashes are content", "a: |\n  ---\n  b\n ---\n", "[a: |\n  ---\n  b\n ---\n]" },
	{ "two dashes are content", "a:\n-- b\n", "[a:\n-- b\n]" },
	{ "an end behind the last line", "a: b\n...\n", "[a: b\n...\n]" },
	{ "an end before a separator", "a: b\n...\n# c\n---\nc: d\n",
		"[a: b\n...\n# c\n][c: d\n]" },
	{ "two ends", "a: b\n...\n...\n", "[a: b\n...\n...\n]" },
	{ "dots that are a text", "a: |\n  b\n...x: c\n", "[a: |\n  b\n...x: c\n]" },
};

START_TEST(test_split)
{
	const struct split_row *row = &split_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct stream *stream = open_text(bytes_of(row->text), &d);
	ck_assert_msg(stream, "%s: %s", row->law, unit_diags(&d));
	unit_same(row->law, documents(stream), bytes_of(row->documents));
}
END_TEST

/* What templates render, as Helm splits it: glued texts begin the next document. */
static const struct split_row rendered_rows[] = {
	{ "glued", "---a: b\n---c: d\n", "[a: b\n][c: d\n]" },
	{ "blanks behind the dashes go", "--- \ta: b\n", "[a: b\n]" },
	{ "documents of blanks go", "\n---\n \n---\na: b\n---\n", "[\na: b\n]" },
	{ "kept line ends stay", "a: |+\n  b\n\n\n---\nc: d\n", "[a: |+\n  b\n\n\n][\nc: d\n]" },
	{ "dots are nothing", "a: b\n...\nc: d\n", "[a: b\n...\nc: d\n]" },
};

START_TEST(test_rendered)
{
	const struct split_row *row = &rendered_rows[_i];
	struct bytes text = bytes_of(row->text);
	struct stream stream = { .source = unit_source(text),
		.documents = stream_split(unit_arena(), text) };
	unit_same(row->law, documents(&stream), bytes_of(row->documents));
}
END_TEST

static const struct split_row refused_rows[] = {
	{ "a key glued to the dashes", "a: b\n---c: d\n", "2:1 manifest/separator" },
	{ "a document on the line of the dashes", "--- {a: b}\n", "1:1 manifest/separator" },
	{ "a block on the line of the dashes", "--- |\n a\n", "1:1 manifest/separator" },
	{ "a banner", "a: b\n-----\n", "2:1 manifest/separator" },
	{ "a comment glued to the first dashes", "---# x\na: b\n", "1:1 manifest/separator" },
	{ "each of them is told", "---a: b\n---c: d\n",
		"1:1 manifest/separator\n2:1 manifest/separator" },
	{ "a directive", "%YAML 1.2\n---\na: b\n", "1:1 manifest/directive" },
	{ "a directive behind comments", "# c\n\n%TAG ! x\n---\na: b\n", "3:1 manifest/directive" },
	{ "a document behind an end", "a: b\n...\nc: d\n", "3:1 manifest/after-end" },
	{ "a directive behind an end", "a: b\n...\n%YAML 1.2\n---\nc: d\n",
		"3:1 manifest/after-end" },
	{ "a document behind an end and a comment", "a: b\n... # x\n\n# y\n c: d\n---\n",
		"5:2 manifest/after-end" },
	{ "a document on the line of an end", "a: b\n... c: d\n", "2:5 manifest/after-end" },
	{ "a document behind an end, CRLF", "a: b\r\n...\r\nc: d\r\n", "3:1 manifest/after-end" },
	{ "not UTF-8", "a: \xFF\n", "1:4 manifest/text" },
	{ "UTF-16",
		"\xFF\xFE"
		"a",
		"1:1 manifest/text" },
};

/* Places and ids, a line each. */
static struct bytes places(const struct diags *d)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < d->count; i++) {
		struct span at = d->at[i]->at;
		struct place place = source_place(at.source, at.begin);
		buf_print(&out, "%s%zu:%zu %s", i ? "\n" : "", place.line, place.column,
			d->at[i]->id);
	}
	return buf_bytes(&out);
}

START_TEST(test_refused)
{
	const struct split_row *row = &refused_rows[_i];
	struct diags d = diags_new(unit_arena());
	ck_assert_msg(!open_text(bytes_of(row->text), &d), "%s: opened", row->law);
	unit_same(row->law, places(&d), bytes_of(row->documents));
}
END_TEST

START_TEST(test_nul)
{
	struct diags d = diags_new(unit_arena());
	ck_assert(!open_text(BYTES("a: b\0c\n"), &d));
	unit_same("a NUL is refused", places(&d), BYTES("1:5 manifest/text"));
}
END_TEST

/* --- objects ---------------------------------------------------------------------------------- */

static void add_object(struct buf *out, const struct object *object)
{
	buf_print(out, "%s", object->id.hook ? "hook " : "");
	if (object->id.group.len)
		buf_print(out, BYTES_FMT ":", BYTES_ARG(object->id.group));
	object_id_print(out, &object->id);
	if (object->file.len)
		buf_print(out, "@" BYTES_FMT, BYTES_ARG(object->file));
	buf_add_char(out, ' ');
}

/* All objects of a stream, then what was said on the way. */
static struct bytes objects(const struct stream *stream, struct diags *d)
{
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			unit_arena(), stream, i, LIMITS_DEFAULT, d);
		for (size_t at = 0; manifest && at < manifest->objects.count; at++)
			add_object(&out, &manifest->objects.at[at]);
		if (!manifest)
			buf_print(&out, "! ");
	}
	buf_add(&out, places(d));
	return bytes_trim(buf_bytes(&out));
}

struct object_row {
	const char *law, *text, *objects;
};

#define M(name) "metadata: {name: " name "}\n"

static const struct object_row object_rows[] = {
	{ "group, kind, name", "apiVersion: apps/v1\nkind: Deployment\n" M("a"),
		"apps:Deployment/a" },
	{ "the core group is empty", "apiVersion: v1\nkind: Pod\n" M("a"), "Pod/a" },
	{ "a namespace", "apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: n1}\n",
		"Pod/n1/a" },
	{ "a name to be made", "kind: Job\nmetadata: {generateName: a-}\n", "Job/a-*" },
	{ "a name wins", "kind: Job\nmetadata: {generateName: a-, name: b}\n", "Job/b" },
	{ "a hook", "kind: Job\nmetadata:\n  name: a\n  annotations: {helm.sh/hook: test}\n",
		"hook Job/a" },
	{ "an unknown hook too",
		"kind: Job\nmetadata:\n  name: a\n  annotations:\n    \"helm.sh/hook\":\n",
		"hook Job/a" },
	{ "Helm drops a hook that it does not know",
		"---\n# Source: a\nkind: Job\nmetadata:\n  annotations: {helm.sh/hook: "
		"crd-install}\n",
		"hook Job/@a 5:31 manifest/unknown-hook" },
	{ "a name that Helm reads as a bool", "kind: Pod\n" M("n"), "Pod/false" },
	{ "tags", "kind: !!str 1\nmetadata: {name: !!binary YQ==, namespace: !!int '0x10'}\n",
		"1/16/a" },
	{ "a name that is a number", "kind: Pod\n" M("0x10"), "Pod/16" },
	{ "an object without anything", "{}\n", "?/" },
	{ "JSON", "{\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\"name\": \"a\"}\n}\n", "Pod/a" },
	{ "comments, blanks and nulls hold none", "# a\n---\n\n---\nnull\n---\n~\n---\n--- # b\n",
		"" },
	{ "the source of Helm 3", "---\n# Source: c/templates/a.yaml\nkind: Pod\n" M("a"),
		"Pod/a@c/templates/a.yaml" },
	{ "duplicates: the last wins", "kind: A\nkind: B\nmetadata: {name: a, name: b}\n",
		"B/b 2:1 manifest/duplicate-key\n3:21 manifest/duplicate-key" },
	{ "two spellings of one bool are duplicates", "kind: A\nn: 1\nno: 2\n",
		"A/ 3:1 manifest/duplicate-key" },
	{ "a merge key", "x: &x {kind: Pod}\n<<: *x\n" M("a"), "Pod/a" },
	{ "an explicit merge key", "x: &x {kind: Pod}\n!!merge <<: *x\n" M("a"), "Pod/a" },
	{ "what is merged later wins", "x: &x {kind: Pod}\nkind: Job\n<<: *x\n" M("a"), "Pod/a" },
	{ "what comes behind a merge wins", "x: &x {kind: Pod}\n<<: *x\nkind: Job\n" M("a"),
		"Job/a" },
	{ "the first of merged maps wins", "x: [&x {kind: A}, &y {kind: B}]\n<<: [*x, *y]\n" M("a"),
		"A/a" },
	{ "aliases", "x: &x Pod\nkind: *x\ny: &y {name: a}\nmetadata: *y\n", "Pod/a" },
	{ "a list", "kind: List\nitems:\n- kind: A\n  " M("a") "- kind: B\n  " M("b"), "A/a B/b" },
	{ "a list of a kind: items take it over",
		"apiVersion: g/v1\nkind: FooList\nitems:\n- " M("a") "- apiVersion: v1\n",
		"g:Foo/a ?/" },
	{ "an item that says it as empty texts takes it over, too",
		"apiVersion: g/v1\nkind: FooList\nitems:\n- {kind: '', apiVersion: \"\"}\n- kind: "
		"!x\n",
		"g:Foo/ g:Foo/" },
	{ "lists in lists",
		"kind: List\nitems:\n- {kind: List, items: [{kind: A}, {kind: B}]}\n- {kind: C}\n",
		"A/ B/ C/" },
	{ "an empty list", "kind: List\nitems: []\n---\nkind: List\nitems:\n", "" },
	{ "items deeper down are no list", "kind: A\nspec: {items: [{kind: B}]}\n", "A/" },
	{ "items that are no list", "kind: A\nitems: {b: c}\n", "A/" },
	{ "a ResourceList: its function is no object",
		"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n"
		"  metadata:\n    name: a\n    annotations: {config.kubernetes.io/path: "
		"'x/a.yaml'}\n"
		"- kind: B\n  metadata:\n    annotations:\n"
		"      internal.config.kubernetes.io/path: b.yaml\n"
		"functionConfig: {kind: C}\nresults: [{message: m}]\n",
		"A/a@x/a.yaml B/@b.yaml" },
	{ "an anchor of an earlier document",
		"kind: A\nmetadata: &m {name: a}\n---\nkind: B\nmetadata: *m\n", "A/a B/a" },
	{ "the nearest of them",
		"kind: &k A\n---\nkind: &k B\n---\nn: 1\n---\nkind: *k\n---\nkind: &k C\n",
		"A/ B/ ?/ B/ C/" },
	{ "the last of its document", "kind: &k A\nx: &k B\n---\nkind: *k\n", "A/ B/" },
	{ "one's own comes first", "kind: &k A\n---\nx: &k B\nkind: *k\n", "A/ B/" },
	{ "but not one that comes later", "kind: &k A\n---\nkind: *k\nx: &k B\n", "A/ A/" },
	{ "nor one of a later document", "kind: *k\n---\nkind: &k A\n", "! A/ 1:7 yaml/alias" },
	{ "an anchor in need of another",
		"x: &n a\n---\nmetadata: &m {name: *n}\n---\nkind: A\nmetadata: *m\n",
		"?/ ?/a A/a" },
	{ "a map of another document merged",
		"x: &x {kind: A, metadata: {name: a}}\n---\n<<: *x\nkind: B\n", "?/ B/a" },
	{ "decoded texts and tags go along",
		"x: &x {name: \"a\\x62\", namespace: !!str 1}\n---\nkind: A\nmetadata: *x\n",
		"?/ A/1/ab" },
	{ "a list torn to pieces",
		"kind: A\nmetadata: {labels: &l {a: b}, name: a}\n---\n"
		"kind: B\nmetadata: {labels: *l, name: b}\n---\n"
		"kind: C\nmetadata: {labels: *l, name: c}\n",
		"A/a B/b C/c" },
	{ "a cycle in an earlier document", "x: &x {y: *x}\n---\nkind: A\nz: *x\n",
		"! ! 1:11 yaml/cycle\n1:11 yaml/cycle" },
	{ "each unknown one is told", "kind: A\nx: *x\ny: [*y]\n",
		"! 2:4 yaml/alias\n3:5 yaml/alias" },
	{ "a list at the top", "- kind: A\n---\nkind: B\n", "! B/ 1:3 manifest/not-a-map" },
	{ "a text at the top", "kind: A\n---\n|\n  text\n", "A/ ! 3:1 manifest/not-a-map" },
	{ "an item that is a text", "kind: List\nitems:\n- a\n- {kind: B}\n",
		"! 3:3 manifest/not-a-map" },
	{ "two keys that are one for Helm", "kind: A\nd:\n  1: a\n  '1': b\n",
		"! 4:3 yaml/ambiguous-key" },
	{ "a number that is none", "kind: A\nb: .nan\n", "! 2:4 yaml/not-finite" },
	{ "a merge of a text", "kind: A\nb:\n  <<: c\n", "! 3:7 yaml/merge-key" },
	{ "a cycle", "kind: A\nb: &b {c: *b}\n", "! 2:11 yaml/cycle" },
	{ "no YAML", "kind: A\n---\na: b: c\n---\nkind: C\n", "A/ ! C/ 3:5 yaml/syntax" },
	{ "a slash that JSON escapes", "---\nkind: A\n---\n{\"kind\": \"B\", \"a\": \"b\\/c\"}\n",
		"A/ ! 4:22 yaml/syntax" },
	{ "a second JSON value", "{\"kind\": \"A\"}\n{\"kind\": \"B\"}\n", "! 2:1 yaml/syntax" },
	{ "a separator that only YAML sees", "kind: A\r---\rkind: B\r",
		"! 2:1 manifest/separator" },
};

START_TEST(test_objects)
{
	const struct object_row *row = &object_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct stream *stream = open_text(bytes_of(row->text), &d);
	ck_assert_msg(stream, "%s: %s", row->law, unit_diags(&d));
	struct bytes found = objects(stream, &d);
	unit_same(row->law, found, bytes_of(row->objects));
}
END_TEST

struct hook_row {
	const char *law, *hook, *events;
};

static const struct hook_row hook_rows[] = {
	{ "one", "pre-install", "pre-install" },
	{ "several, in their order", "post-delete, post-install", "post-delete post-install" },
	{ "in any case", "'Pre-Upgrade'", "pre-upgrade" },
	{ "the old name of tests", "test-success", "test" },
	{ "one that is unknown spoils all", "pre-install,crd-install", "" },
	{ "none", "''", "" },
	{ "no text", "[pre-install]", "" },
};

START_TEST(test_hook_events)
{
	const struct hook_row *row = &hook_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_print(unit_arena(),
		"kind: Job\nmetadata:\n  annotations:\n    helm.sh/hook: %s\n", row->hook);
	struct stream *stream = open_text(text, &d);
	const struct manifest *manifest = manifest_read(
		unit_arena(), stream, 0, LIMITS_DEFAULT, &d);
	struct texts events = object_hook_events(unit_arena(), &manifest->objects.at[0]);
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < events.count; i++)
		buf_print(&out, "%s" BYTES_FMT, i ? " " : "", BYTES_ARG(events.at[i]));
	unit_same(row->law, buf_bytes(&out), bytes_of(row->events));
}
END_TEST

/* What a document is does not depend on what was read before it. */
START_TEST(test_any_order)
{
	struct diags d = diags_new(unit_arena());
	struct stream *stream = open_text(
		BYTES("kind: &k A\n---\nx: &x {kind: *k}\n---\nkind: &k B\n---\n<<: *x\n---\n"
		      "kind: *k\n"),
		&d);
	static const char *const kinds[] = { "A", "", "B", "A", "B" };
	for (size_t round = 0; round < 2; round++)
		for (size_t i = stream->documents.count; i-- > 0;) {
			const struct manifest *manifest = manifest_read(
				unit_arena(), stream, i, LIMITS_DEFAULT, &d);
			ck_assert_msg(manifest, "%s", unit_diags(&d));
			unit_same("any order", manifest->objects.at[0].id.kind, bytes_of(kinds[i]));
		}
}
END_TEST

/* Each needs the one before it: neither stack nor memory may grow without end. */
START_TEST(test_long_chain)
{
	enum { LINKS = 3000 };
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	buf_print(&text, "a0: &a0 1\n");
	for (int i = 1; i <= LINKS; i++)
		buf_print(&text, "---\na: &a%d {b: *a%d}\n", i, i - 1);
	struct stream *stream = open_text(buf_bytes(&text), &d);
	ck_assert(!manifest_read(unit_arena(), stream, LINKS, LIMITS_DEFAULT, &d));
	ck_assert_str_eq(d.at[0]->id, "limit/aliases");
	for (size_t i = 0; i < 200; i++)
		ck_assert(manifest_read(unit_arena(), stream, i, LIMITS_DEFAULT, &d));
}
END_TEST

/* What a document costs does not depend on how much stands before it, the time-out says. */
START_TEST(test_far_down)
{
	enum { DOCUMENTS = 5000, FILLER = 8 << 20 };
	struct diags d = diags_new(unit_arena());
	struct buf text = buf_new(unit_arena());
	struct arena *scratch = arena_new();
	buf_add_char(&text, '#');
	buf_add_times(&text, 'x', FILLER);
	for (int i = 0; i < DOCUMENTS; i++)
		buf_add(&text, BYTES("\n---\na: |\n  b\n"));
	struct stream *stream = open_text(buf_bytes(&text), &d);
	for (size_t i = 1; i < stream->documents.count; i++) {
		ck_assert(manifest_read(scratch, stream, i, LIMITS_DEFAULT, &d));
		arena_reset(scratch);
	}
	arena_end(scratch);
}
END_TEST

START_TEST(test_nothing)
{
	struct diags d = diags_new(unit_arena());
	struct stream *stream = open_text((struct bytes){ 0 }, &d);
	ck_assert(stream && stream->documents.count == 0);
}
END_TEST

/* --- hosts ------------------------------------------------------------------------------------ */

struct host_row {
	const char *law, *text;
	enum host host;
};

#define HELM4 "postrenderer.helm.sh/postrender-filename"

static const struct host_row host_rows[] = {
	{ "a file", "kind: A\n---\nkind: B\n", HOST_PLAIN },
	{ "nothing", "", HOST_PLAIN },
	{ "Helm 3", "---\n# Source: a/b.yaml\nkind: A\n", HOST_HELM3 },
	{ "Helm 3, CRLF", "---\r\n# Source: a/b.yaml\r\nkind: A\r\n", HOST_HELM3 },
	{ "a comment of another kind", "---\n# from: a/b.yaml\nkind: A\n", HOST_PLAIN },
	{ "Helm 4", "kind: A\nmetadata:\n  annotations:\n    " HELM4 ": 'a.yaml'\n", HOST_HELM4 },
	{ "Helm 4 from JSON", "{\"kind\": \"A\", \"metadata\": {annotations: {" HELM4 ": 'a'}}}\n",
		HOST_HELM4 },
	{ "Helm 4, not in the first document",
		"kind: A\n---\nkind: B\nmetadata:\n  annotations: {" HELM4 ": a}\n", HOST_HELM4 },
	{ "a list that Helm 4 sent",
		"kind: List\nmetadata: {annotations: {" HELM4 ": a}}\nitems: [{kind: A}]\n",
		HOST_HELM4 },
	{ "its annotation in a text", "kind: A\ndata:\n  a: |\n    " HELM4 ": a\n", HOST_PLAIN },
	{ "its annotation in a comment", "# " HELM4 ": a\nkind: A\n", HOST_PLAIN },
	{ "a ResourceList", "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n",
		HOST_KRM },
	{ "an old one in JSON, behind a comment",
		"# a\n---\n"
		"{\"apiVersion\": \"config.kubernetes.io/v1alpha1\", \"kind\": \"ResourceList\"}\n",
		HOST_KRM },
	{ "a ResourceList of another group", "apiVersion: v1\nkind: ResourceList\n", HOST_PLAIN },
	{ "a ResourceList and more",
		"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n---\nkind: A\n",
		HOST_PLAIN },
	{ "a ResourceList of what Helm 4 sent",
		"apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n"
		"  metadata: {annotations: {" HELM4 ": a}}\n",
		HOST_KRM },
};

START_TEST(test_host)
{
	const struct host_row *row = &host_rows[_i];
	struct diags d = diags_new(unit_arena());
	struct stream *stream = open_text(bytes_of(row->text), &d);
	ck_assert_msg(stream, "%s: %s", row->law, unit_diags(&d));
	ck_assert_msg(stream->host == row->host, "%s: host %d", row->law, (int)stream->host);
}
END_TEST

/* --- blocks ----------------------------------------------------------------------------------- */

#define TEXT(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}

/* All that is looked for in a stream, wherever it falls into the blocks in which that is done. */
static const struct place_row {
	const char *law;
	struct bytes text; /* behind a comment of any length */
	const char *told;  /* documents and host, or the diag and its column in the line */
} place_rows[] = {
	{ "a separator is found", TEXT("\n---\na: b\n"), "2 documents, host 0" },
	{ "separators side by side", TEXT("\n---\n---\n---\n"), "4 documents, host 0" },
	{ "an end is found", TEXT("\n...\na: b\n"), "manifest/after-end 0" },
	{ "two dashes are none", TEXT("\n--\n"), "1 documents, host 0" },
	{ "characters of several bytes", TEXT("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"),
		"1 documents, host 0" },
	{ "a byte that is none", TEXT("\xC3\xA9\xE9"), "manifest/text 1" },
	{ "a character that is cut", TEXT("\xE2\x82"), "manifest/text 0" },
	{ "a NUL", TEXT("\0"), "manifest/text 0" },
	{ "the first of two faults", TEXT("\0\xFF"), "manifest/text 0" },
	{ "a fault in what else is refused", TEXT("\n---a: b\n\xFF"), "manifest/text 0" },
	{ "the annotation of Helm 4", TEXT("\n---\nmetadata: {annotations: {" HELM4 ": a}}"),
		"2 documents, host 2" },
};

static struct bytes told_of(struct bytes text, size_t before)
{
	struct diags d = diags_new(unit_arena());
	const struct stream *stream = open_text(text, &d);
	if (stream)
		return bytes_print(unit_arena(), "%zu documents, host %d", stream->documents.count,
			(int)stream->host);
	struct place place = source_place(d.at[0]->at.source, d.at[0]->at.begin);
	ck_assert_uint_eq(d.count, 1);
	return bytes_print(unit_arena(), "%s %zu", d.at[0]->id,
		place.column - 1 - (place.line == 1 ? before : 0));
}

START_TEST(test_every_place)
{
	enum { PLACES = 140, BEHIND = 70 };
	const struct place_row *row = &place_rows[_i];
	for (size_t before = 1; before < PLACES; before++)
		for (size_t behind = 0; behind <= BEHIND; behind += BEHIND) {
			struct buf text = buf_new(unit_arena());
			buf_add_times(&text, '#', before);
			buf_add(&text, row->text);
			buf_add(&text, behind ? BYTES("\n#") : BYTES(""));
			buf_add_times(&text, '-', behind);
			unit_same(row->law, told_of(buf_bytes(&text), before), bytes_of(row->told));
		}
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("objects_read");
	TCase *rows = tcase_create("rows");
	tcase_add_loop_test(rows, test_split, 0, COUNT(split_rows));
	tcase_add_loop_test(rows, test_rendered, 0, COUNT(rendered_rows));
	tcase_add_loop_test(rows, test_refused, 0, COUNT(refused_rows));
	tcase_add_test(rows, test_nul);
	tcase_add_loop_test(rows, test_objects, 0, COUNT(object_rows));
	tcase_add_loop_test(rows, test_hook_events, 0, COUNT(hook_rows));
	tcase_add_test(rows, test_any_order);
	tcase_add_test(rows, test_long_chain);
	tcase_add_test(rows, test_far_down);
	tcase_add_test(rows, test_nothing);
	tcase_add_loop_test(rows, test_host, 0, COUNT(host_rows));
	tcase_add_loop_test(rows, test_every_place, 0, COUNT(place_rows));
	suite_add_tcase(suite, rows);
	return suite;
}
