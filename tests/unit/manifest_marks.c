/* Labels and annotations: where they go, and that nothing else changes. */
#include "manifest_stream.h"

static bool mark_object(
	void *context, const struct object *object, struct edits *edits, struct diags *d)
{
	return marks_edit(context, object, LIMITS_DEFAULT, edits, d);
}

static struct bytes marked(const char *key, const char *said, const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct marks marks = { 0 };
	const struct stream *stream = streamed(text, &d);
	struct edits edits = edits_new(unit_arena(), stream->source);
	bool good = marks_read(unit_arena(), written(said, &d), key, LIMITS_DEFAULT, &marks, &d) &&
		change_objects(stream, mark_object, &marks, &edits, &d) && marks_settle(&marks, &d);
	return outcome(&edits, good, &d);
}

static const struct row {
	const char *law, *said, *text, *want;
} rows[] = {
	{ "a line below the last one", "{a: b}", "metadata:\n  labels:\n    x: y # z\n  name: n\n",
		"metadata:\n  labels:\n    x: y # z\n    a: b\n  name: n\n" },
	{ "at the end of a text without a line end", "{a: b}", "metadata:\n  labels:\n    x: z",
		"metadata:\n  labels:\n    x: z\n    a: b" },
	{ "CRLF", "{a: b}", "metadata:\r\n  labels:\r\n    x: z\r\nspec: 1\r\n",
		"metadata:\r\n  labels:\r\n    x: z\r\n    a: b\r\nspec: 1\r\n" },
	{ "what is there stays", "{x: w}", "metadata:\n  labels:\n    x:   w\n",
		"metadata:\n  labels:\n    x:   w\n" },
	{ "a text that Helm reads as a truth is none", "{x: y}", "metadata:\n  labels:\n    x: y\n",
		"metadata:\n  labels:\n    x: 'y'\n" },
	{ "another value is changed", "{x: y}", "metadata:\n  labels:\n    x: 'z'\n    k: v\n",
		"metadata:\n  labels:\n    x: 'y'\n    k: v\n" },
	{ "no labels yet", "{x: z}", "metadata:\n  name: n\nspec: {}\n",
		"metadata:\n  name: n\n  labels:\n    x: z\nspec: {}\n" },
	{ "null labels", "{x: z}", "metadata:\n  labels:\n  name: n\n",
		"metadata:\n  labels:\n    x: z\n  name: n\n" },
	{ "flow", "{x: z}", "metadata: {name: n, labels: {a: b}}\n",
		"metadata: {name: n, labels: {a: b, x: z}}\n" },
	{ "a text that looks like a number", "{x: '1', y: 'on'}",
		"metadata:\n  labels:\n    a: b\n",
		"metadata:\n  labels:\n    a: b\n    x: '1'\n    'y': 'on'\n" },
	{ "two sets", "[{pairs: {x: z}}, {pairs: {k: v}}]", "metadata:\n  labels:\n    a: b\n",
		"metadata:\n  labels:\n    a: b\n    x: z\n    k: v\n" },
	{ "two sets where there are no labels", "[{pairs: {x: z}}, {pairs: {k: v}}]",
		"metadata: {}\n", "metadata:\n  labels:\n    x: z\n    k: v\n" },
	{ "two sets where metadata has no labels", "[{pairs: {x: z}}, {pairs: {k: v}}]",
		"metadata:\n  name: n\n", "metadata:\n  name: n\n  labels:\n    x: z\n    k: v\n" },
	{ "a field that is the place of all",
		"[{pairs: {x: z}, fields: [{path: metadata/labels, "
		"create: true}]}]",
		"metadata:\n  name: n\n", "metadata:\n  name: n\n  labels:\n    x: z\n" },
	{ "no labels behind other maps", "{x: z}",
		"metadata:\n  annotations:\n    a: b # c\n  # d\nspec: {}\n",
		"metadata:\n  annotations:\n    a: b # c\n  labels:\n    x: z\n  # d\nspec: {}\n" },
	{ "no labels, in wider steps", "{x: z}", "metadata:\n    name: n\nspec: {}\n",
		"metadata:\n    name: n\n    labels:\n        x: z\nspec: {}\n" },
	{ "no labels, CRLF", "{x: z}", "metadata:\r\n  name: n\r\n",
		"metadata:\r\n  name: n\r\n  labels:\r\n    x: z\r\n" },
	{ "a line that ends with CR alone", "{x: z}",
		"metadata:\n  labels:\n    a: b\rspec: 1\nkind: A\n",
		"metadata:\n  labels:\n    a: b\n    x: z\rspec: 1\nkind: A\n" },
	{ "no templates", "{x: z}",
		"kind: Deployment\nmetadata:\n  labels:\n    a: b\nspec:\n  template:\n    "
		"metadata:\n      labels:\n        c: d\n",
		"kind: Deployment\nmetadata:\n  labels:\n    a: b\n    x: z\nspec:\n  template:\n  "
		"  metadata:\n      labels:\n        c: d\n" },
	{ "templates, never selectors", "[{pairs: {x: z}, includeTemplates: true}]",
		"kind: Deployment\nmetadata:\n  labels:\n    a: b\nspec:\n  selector:\n    "
		"matchLabels:\n      c: d\n  template:\n    metadata:\n      labels:\n        c: "
		"d\n",
		"kind: Deployment\nmetadata:\n  labels:\n    a: b\n    x: z\nspec:\n  selector:\n  "
		"  matchLabels:\n      c: d\n  template:\n    metadata:\n      labels:\n        c: "
		"d\n        x: z\n" },
	{ "a field of a kind", "[{pairs: {x: z}, fields: [{path: spec/l, kind: W, create: true}]}]",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  a: 1\n",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  a: 1\n  l:\n    x: z\n" },
	{ "selectors are refused", "[{pairs: {x: z}, includeSelectors: true}]", "a: b\n",
		"1:36 render/selector labels never go into selectors: they cannot be changed in a "
		"cluster\n" },
	{ "a field that is there", "[{pairs: {x: z}, fields: [{path: 'spec/l[]/m', kind: W}]}]",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  l:\n  - a: 1\n  - m:\n      b: c\n",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  l:\n  - a: 1\n  - m:\n      b: c\n"
		"      x: z\n" },
	{ "a field that is nowhere", "[{pairs: {x: z}, fields: [{path: spec/l, kind: W}]}]",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  m: {}\n",
		"1:34 render/no-field no object of this kind has a mapping at 'spec/l'\n" },
	{ "a field that is no mapping", "[{pairs: {x: z}, fields: [{path: spec/m}]}]",
		"kind: W\nmetadata: {labels: {x: z}}\nspec:\n  m: 1\n",
		"1:34 render/no-field no object of this kind has a mapping at 'spec/m'\n" },
	{ "a field of what is not in the stream", "[{pairs: {x: z}, fields: [{path: a, kind: V}]}]",
		"kind: W\nmetadata: {labels: {x: z}}\n", "kind: W\nmetadata: {labels: {x: z}}\n" },
	{ "a field without steps", "[{pairs: {x: z}, fields: [{path: /}]}]", "a: b\n",
		"1:34 render/field a field has a path, as 'spec/template/metadata/labels'\n" },
	{ "a set of nothing makes no map", "[{pairs: {}, includeTemplates: true}]",
		"kind: Job\nmetadata:\n  name: n\n", "kind: Job\nmetadata:\n  name: n\n" },
	{ "two sets that do not agree", "[{pairs: {x: z}}, {pairs: {x: y}}]", "a: b\n",
		"1:31 render/label 'x' has two values here\n" },
	{ "two sets that do", "[{pairs: {x: z}}, {pairs: {x: z}}]", "metadata: {}\n",
		"metadata:\n  labels:\n    x: z\n" },
	{ "no cluster takes this key", "{a b: c, '': d, a/b/c: e, A.b/c: f, '-a': g}", "a: b\n",
		"1:2 render/label Kubernetes takes no label 'a b'\n"
		"1:10 render/label Kubernetes takes no label ''\n"
		"1:17 render/label Kubernetes takes no label 'a/b/c'\n"
		"1:27 render/label Kubernetes takes no label 'A.b/c'\n"
		"1:37 render/label Kubernetes takes no label '-a'\n" },
	{ "no cluster takes this value", "{a: b c, b: 'ã', c: -d, d: ''}", "a: b\n",
		"1:5 render/label Kubernetes takes no label's value 'b c'\n"
		"1:13 render/label Kubernetes takes no label's value 'ã'\n"
		"1:21 render/label Kubernetes takes no label's value '-d'\n" },
	{ "metadata that is a text", "{a: b}", "kind: W\nmetadata: n\n",
		"2:11 render/no-field W/: the labels of 'render' need a mapping here\n" },
	{ "labels that are a list", "{a: b}", "kind: W\nmetadata: {name: w, labels: [a]}\n",
		"2:29 render/no-field W/w: the labels of 'render' need a mapping here\n" },
	{ "a field that is to be made in a list",
		"[{pairs: {x: z}, fields: [{path: spec/l/m, create: true}]}]",
		"kind: W\nmetadata: {name: w, labels: {x: z}}\nspec:\n  l:\n  - a\n",
		"5:5 render/no-field W/w: the labels of 'render' need a mapping here\n" },
	{ "pods stay selected", "[{pairs: {c: e}, includeTemplates: true}]",
		"kind: Deployment\nmetadata: {name: w}\nspec:\n  selector:\n    matchLabels: "
		"{c: d}\n  template:\n    metadata: {labels: {c: d}}\n",
		"1:14 render/selector Deployment/w selects its pods by 'c', so this label is not "
		"for them\n" },
	{ "those of a ReplicationController, too", "[{pairs: {c: e}, includeTemplates: true}]",
		"kind: ReplicationController\nmetadata: {name: w}\nspec:\n  selector: {c: d}\n"
		"  template:\n    metadata: {labels: {c: d}}\n",
		"1:14 render/selector ReplicationController/w selects its pods by 'c', so this "
		"label is not for them\n" },
	{ "by a field, too", "[{pairs: {c: e}, fields: [{path: spec/template/metadata/labels}]}]",
		"kind: Deployment\nmetadata: {name: w}\nspec:\n  selector:\n    matchLabels: "
		"{c: d}\n  template:\n    metadata: {labels: {c: d}}\n",
		"1:14 render/selector Deployment/w selects its pods by 'c', so this label is not "
		"for them\n" },
	{ "what they have already is fine", "[{pairs: {c: d}, includeTemplates: true}]",
		"kind: Deployment\nmetadata: {name: w, labels: {c: d}}\nspec:\n  selector:\n    "
		"matchLabels: {c: d}\n  template:\n    metadata: {labels: {c: d}}\n",
		"kind: Deployment\nmetadata: {name: w, labels: {c: d}}\nspec:\n  selector:\n    "
		"matchLabels: {c: d}\n  template:\n    metadata: {labels: {c: d}}\n" },
	{ "a field that is a selector", "[{pairs: {x: z}, fields: [{path: spec/selector}]}]",
		"a: b\n",
		"1:34 render/selector labels never go into selectors: they cannot be changed in a "
		"cluster\n" },
};

START_TEST(labels_go)
{
	const struct row *row = &rows[_i];
	struct bytes once = marked("labels", row->said, row->text);
	unit_same(row->law, once, bytes_of(row->want));
	if (bytes_find(once, BYTES("render/"), 0) < once.len)
		return;
	char *again = (char *)arena_take(unit_arena(), once.len + 1);
	memcpy(again, once.at, once.len);
	unit_same(row->law, marked("labels", row->said, again), once);
}
END_TEST

START_TEST(a_path_has_as_many_steps_as_a_file_has_levels)
{
	struct buf said = buf_new(unit_arena());
	buf_add(&said, BYTES("[{pairs: {}, fields: [{create: true, path: a"));
	for (size_t i = 0; i < 250; i++)
		buf_add(&said, BYTES("/a"));
	buf_add(&said, BYTES("}]}]\n"));
	unit_same("251 steps",
		marked("labels", bytes_string(unit_arena(), buf_bytes(&said)), "a: b\n"),
		BYTES("1:44 limit/depth a field path has more than 250 steps\n"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest marks");
	TCase *marks = tcase_create("marks");
	tcase_add_loop_test(marks, labels_go, 0, COUNT(rows));
	tcase_add_test(marks, a_path_has_as_many_steps_as_a_file_has_levels);
	suite_add_tcase(suite, marks);
	return suite;
}
