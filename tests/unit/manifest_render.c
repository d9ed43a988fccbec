/* A stream as its profile has it: tests/fuzz/render.c asserts the laws of it. */
#include "manifest_fixture.h"

#define POD(name) "apiVersion: v1\nkind: Pod\nmetadata: {name: " name "}\n"
#define KEEP "render:\n  images: {unknown: keep}\n"

#define REPLACE(name) \
	"  replacements: [{sourceValue: '2', targets: [{select: {name: " name "}, " \
	"fieldPaths: [a.k]}]}]\n"
#define REPEATED \
	"kind: List\nitems:\n- kind: A\n  metadata: {name: a}\n  a: &a {k: 1} # A\n" \
	"- kind: A\n  metadata: {name: b}\n  a: *a # B\n"

static struct bytes rendered(const char *profile, struct bytes text)
{
	struct project project = project_read("", profile);
	struct diags *d = &project.d;
	struct arena *run = unit_arena();
	struct rendering *rendering = rendering_read(run, project.profile, d);
	const struct stream *stream = stream_open(run, unit_source(text), d);
	struct findings findings = findings_new(run);
	struct render_result result;
	struct bytes after;
	if (!rendering || !stream ||
		!manifest_render(run, rendering, stream, &result, &findings, d) ||
		!edits_apply(run, &result.edits, &after, d))
		return bytes_of(unit_diags(d));
	return after;
}

static const struct row {
	const char *law, *profile, *from, *to;
} rows[] = {
	{ "without an edit nothing changes", KEEP, POD("p") "# end\n---\n# none\n---\na: 1",
		POD("p") "# end\n---\n# none\n---\na: 1" },
	{ "an alias to another document becomes what it means, in the style of its surroundings",
		KEEP, POD("p") "spec: &s {a: 1} # S\n---\n" POD("q") "spec: *s # T\nz: [*s]\n",
		POD("p") "spec: &s {a: 1} # S\n---\n" POD("q") "spec: # T\n  a: 1\nz: [{a: 1}]\n" },
	{ "its images are those of the profile", KEEP,
		POD("p") "spec: &s\n  containers:\n  - image: example.com/shop/api:1.0\n---\n" POD(
			"q") "spec: *s\n",
		POD("p") "spec: &s\n  containers:\n  - image: "
			 "example.com/shop/api:1.0@sha256:" HEX_A
			 "\n---\n" POD("q") "spec:\n  containers:\n  - image: "
					    "example.com/shop/api:1.0@sha256:" HEX_A "\n" },
	{ "labels come to both", KEEP "  labels: {l: m}\n",
		"kind: A\nmetadata: {name: a, labels: &l {k: v}}\n---\n"
		"kind: B\nmetadata:\n  name: b\n  labels: *l # L\n",
		"kind: A\nmetadata: {name: a, labels: &l {k: v, l: m}}\n---\n"
		"kind: B\nmetadata:\n  name: b\n  labels: # L\n    k: v\n    l: m\n" },
	{ "labels where there are only annotations",
		KEEP "  labels: {l: m}\n  annotations: {p: o}\n",
		"kind: A\nmetadata:\n  name: a\n  annotations:\n    k: v\nspec: {}\n",
		"kind: A\nmetadata:\n  name: a\n  annotations:\n    k: v\n    p: o\n  labels:\n"
		"    l: m\nspec: {}\n" },
	{ "annotations where there are only labels",
		KEEP "  labels: {l: m}\n  annotations: {p: o}\n",
		"kind: A\nmetadata:\n  name: a\n  labels:\n    k: v\n",
		"kind: A\nmetadata:\n  name: a\n  labels:\n    k: v\n    l: m\n  annotations:\n"
		"    p: o\n" },
	{ "neither labels nor annotations", KEEP "  labels: {l: m}\n  annotations: {p: o}\n",
		"kind: A\nmetadata:\n  name: a\n",
		"kind: A\nmetadata:\n  name: a\n  labels:\n    l: m\n  annotations:\n    p: o\n" },
	{ "labels that a selector repeats", KEEP "  labels: {l: m}\n",
		"kind: A\nmetadata:\n  name: a\n  labels: &l\n    k: v # K\nspec:\n"
		"  args: [x, w] # F\n  selector: *l # S\n",
		"kind: A\nmetadata:\n  name: a\n  labels: &l\n    k: v # K\n    l: m\nspec:\n"
		"  args: [x, w] # F\n  selector: # S\n    k: v\n" },
	{ "an item that is there twice becomes two", KEEP "  labels: {l: m}\n",
		"kind: List\nitems:\n- &a\n  kind: A\n  metadata:\n    name: a\n    labels:\n"
		"      k: v\n- *a\n",
		"kind: List\nitems:\n- &a\n  kind: A\n  metadata:\n    name: a\n    labels:\n"
		"      k: v\n      l: m\n"
		"- kind: A\n  metadata:\n    name: a\n    labels:\n      k: v\n      l: m\n" },
	{ "in flow, too", KEEP "  labels: {l: m}\n",
		"kind: List\nitems: [&a {kind: A, metadata: {name: a, labels: {k: v}}}, *a]\n",
		"kind: List\nitems: [&a {kind: A, metadata: {name: a, labels: {k: v, l: m}}}, "
		"{kind: A, metadata: {name: a, labels: {k: v, l: m}}}]\n" },
	{ "patches, too", KEEP "  patches: [{target: {}, patch: {a: 2}}]\n",
		"kind: List\nitems:\n- &a\n  kind: A\n  metadata: {name: a}\n  a: 1 # A\n- *a\n",
		"kind: List\nitems:\n- &a\n  kind: A\n  metadata: {name: a}\n  a: 2 # A\n- kind: "
		"A\n"
		"  metadata:\n    name: a\n  a: 2\n" },
	{ "a patch of an item that repeats a part of another",
		KEEP "  patches: [{target: {name: a}, patch: {a: {k: 2}}}]\n",
		"kind: List\nitems:\n- kind: A\n  metadata: {name: a}\n  a: &a {k: 1} # A\n"
		"- kind: A\n  metadata: {name: b}\n  a: *a # B\n",
		"kind: List\nitems:\n- kind: A\n  metadata: {name: a}\n  a: &a {k: 2} # A\n"
		"- kind: A\n  metadata: {name: b}\n  a: # B\n    k: 1\n" },
	{ "a replacement in an item that another repeats a part of", KEEP REPLACE("a"), REPEATED,
		"kind: List\nitems:\n- kind: A\n  metadata: {name: a}\n  a: &a {k: 2} # A\n"
		"- kind: A\n  metadata: {name: b}\n  a: # B\n    k: 1\n" },
	{ "a replacement in the item that repeats it", KEEP REPLACE("b"), REPEATED,
		"kind: List\nitems:\n- kind: A\n  metadata: {name: a}\n  a: &a {k: 1} # A\n"
		"- kind: A\n  metadata: {name: b}\n  a: # B\n    k: 2\n" },
	{ "a replacement in an item that is there twice", KEEP REPLACE("a"),
		"kind: List\nitems: [&a {kind: A, metadata: {name: a}, a: {k: 1}}, *a]\n",
		"kind: List\nitems: [&a {kind: A, metadata: {name: a}, a: {k: 2}}, "
		"{kind: A, metadata: {name: a}, a: {k: 2}}]\n" },
	{ "a replacement of another document leaves aliases as they are", KEEP REPLACE("c"),
		REPEATED "---\nkind: A\nmetadata: {name: c}\na: {k: 1}\n",
		REPEATED "---\nkind: A\nmetadata: {name: c}\na: {k: 2}\n" },
};

START_TEST(a_stream_leaves_as_its_profile_has_it)
{
	struct bytes once = rendered(rows[_i].profile, bytes_of(rows[_i].from));
	unit_same(rows[_i].law, once, bytes_of(rows[_i].to));
	unit_same("twice is once", rendered(rows[_i].profile, once), once);
}
END_TEST

/* --- annotations afterwards ------------------------------------------------------------------- */

static struct bytes annotated(struct bytes text)
{
	struct arena *run = unit_arena();
	struct diags d = diags_new(run);
	const struct stream *stream = stream_open(run, unit_source(text), &d);
	struct edits edits = edits_new(run, stream->source);
	struct bytes after;
	if (!manifest_annotate(run, stream, "who", BYTES("m"), LIMITS_DEFAULT, &edits, &d) ||
		!edits_apply(run, &edits, &after, &d) || d.count)
		return bytes_of(unit_diags(&d));
	return after;
}

static const struct annotated_row {
	const char *law, *from, *to;
} annotated_rows[] = {
	{ "each object is annotated", POD("p") "---\n" POD("q"),
		"apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {who: m}}\n---\n"
		"apiVersion: v1\nkind: Pod\nmetadata: {name: q, annotations: {who: m}}\n" },
	{ "what was told when it was rendered is not told again",
		"kind: A\nmetadata: {name: a, annotations: {k: v}}\na: 1\na: 2\n",
		"kind: A\nmetadata: {name: a, annotations: {k: v, who: m}}\na: 1\na: 2\n" },
	{ "annotations that another item repeats",
		"kind: A\nmetadata:\n  name: c\n---\nkind: List\nitems:\n"
		"- {kind: A, metadata: {name: a, annotations: &n {k: v}}}\n"
		"- {kind: A, metadata: {name: b, annotations: *n}}\n",
		"kind: A\nmetadata:\n  name: c\n  annotations:\n    who: m\n---\nkind: "
		"List\nitems:\n"
		"- {kind: A, metadata: {name: a, annotations: &n {k: v, who: m}}}\n"
		"- {kind: A, metadata: {name: b, annotations: {k: v, who: m}}}\n" },
	{ "an item that is there twice",
		"kind: List\nitems: [&a {kind: A, metadata: {name: a}}, *a]\n",
		"kind: List\nitems: [&a {kind: A, metadata: {name: a, annotations: {who: m}}}, "
		"{kind: A, metadata: {name: a, annotations: {who: m}}}]\n" },
	{ "annotations that another document lends",
		"kind: A\nmetadata:\n  name: a\n  annotations: &n {k: v}\n---\n"
		"kind: A\nmetadata:\n  name: b\n  annotations: *n\n",
		"kind: A\nmetadata:\n  name: a\n  annotations: &n {k: v, who: m}\n---\n"
		"kind: A\nmetadata:\n  name: b\n  annotations:\n    k: v\n    who: m\n" },
};

START_TEST(all_objects_are_annotated)
{
	struct bytes once = annotated(bytes_of(annotated_rows[_i].from));
	unit_same(annotated_rows[_i].law, once, bytes_of(annotated_rows[_i].to));
	unit_same("twice is once", annotated(once), once);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_render");
	TCase *tcase = tcase_create("rows");
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, a_stream_leaves_as_its_profile_has_it, 0, COUNT(rows));
	tcase_add_loop_test(tcase, all_objects_are_annotated, 0, COUNT(annotated_rows));
	return suite;
}
