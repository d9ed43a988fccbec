/* Streams through all stages of a profile. */
#include "manifest_fixture.h"

#define POD "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
#define SHOP "example.com/shop/api:1.0"
#define PINNED SHOP "@sha256:" HEX_A
#define OTHER SHOP "@sha256:" HEX_C
#define DIFFERS "'" SHOP "' has the digest 'sha256:" HEX_C "', but 'sha256:" HEX_A "' is locked\n"
#define NODE_NAME "render: {patches: [{target: {kind: Pod}, patch: {spec: {nodeName: web}}}]}\n"
#define ADDS(path, value) \
	"render: {patches: [{target: {kind: Pod}, type: json,\n" \
	"  patch: [{op: add, path: " path ", value: '" value "'}]}]}\n"

/* Two documents of Helm 4, torn out of a List. */
#define TORN_FIRST \
	"kind: Pod\nmetadata: {name: a, labels: &l {k: v}}\n" \
	"spec: {containers: &c [{name: c, image: &i '" SHOP "'}]}\n---\n"
#define TORN_FIRST_PINNED \
	"kind: Pod\nmetadata: {name: a, labels: &l {k: v}}\n" \
	"spec: {containers: &c [{name: c, image: &i '" PINNED "'}]}\n---\n"

static const struct {
	const char *profile, *stream, *leaves, *findings, *law;
} rows[] = {
	{ "", "# a\n" POD "  - {name: c, image: " OTHER "}\n",
		"# a\n" POD "  - {name: c, image: " OTHER "}\n",
		"image/digest-differs error 7:22 " DIFFERS, "another digest than the lock's" },
	{ NODE_NAME, "# a\n" POD "  - {name: c, image: " OTHER "}\n",
		"# a\n" POD "  - {name: c, image: " OTHER "}\n  nodeName: web\n",
		"image/digest-differs error 7:22 " DIFFERS,
		"is told once where a patch touches the object, at its line in the stream" },
	{ "render: {patches: [{target: {kind: Pod}, patch: {spec: {containers: [\n"
	  "  {name: c, image: " PINNED "}]}}}]}\n",
		POD "  - {name: c, image: " OTHER "}\n", POD "  - {name: c, image: '" PINNED "'}\n",
		"", "no digest is judged that a patch corrects" },
	{ "render: {replacements: [{sourceValue: " PINNED ", targets: [{select: {kind: Pod},\n"
	  "  fieldPaths: [spec.containers.0.image]}]}]}\n",
		POD "  - {name: c, image: " OTHER "}\n", POD "  - {name: c, image: '" PINNED "'}\n",
		"", "or a replacement" },
	{ NODE_NAME, "kind: X\nmetadata: {name: x}\n---\n" POD "  - {name: c, image: " SHOP "}\n",
		"kind: X\nmetadata: {name: x}\n---\n" POD "  - {name: c, image: " PINNED
		"}\n  nodeName: web\n",
		"", "images are spelled before patches" },
	{ "render: {patches: [{target: {kind: Pod}, patch: {spec: {containers: [\n"
	  "  {name: c, image: 'nginx:2'}, {name: d, image: 'quay.io/n/n:1'},\n"
	  "  {name: e, image: " OTHER "}]}}}]}\n",
		POD "  - {name: c, image: 'nginx:1'}\n",
		POD "  - {name: c, image: 'mirror.example.com/hub/library/nginx:2'}\n"
		    "  - name: d\n    image: 'quay.io/n/n:1'\n  - name: e\n    image: " OTHER "\n",
		"image/unknown error 6:22 the image 'docker.io/library/nginx' is neither in the "
		"catalogue nor allowed\n"
		"image/digest-differs error 6:32 " DIFFERS
		"image/unknown error 6:32 the image 'quay.io/n/n' is neither in the catalogue nor "
		"allowed\n",
		"what patches add is told where they put it, what they change is told once" },
	{ ADDS("/spec/note", SHOP), POD "  - {name: c, image: " PINNED ", args: [" SHOP "]}\n",
		POD "  - {name: c, image: " PINNED ", args: [" SHOP "]}\n  note: '" SHOP "'\n",
		"image/ungoverned warning 6:127 '" SHOP
		"' names an image of the catalogue where none is looked for\n",
		"a string that was told is not told again" },
	{ ADDS("/spec/note", SHOP), POD "  - {name: c, image: " PINNED "}\n",
		POD "  - {name: c, image: " PINNED "}\n  note: '" SHOP "'\n",
		"image/ungoverned warning 6:119 '" SHOP
		"' names an image of the catalogue where none is looked for\n",
		"a string that a patch adds is looked at, and told where it is put" },

	/* what Helm 4 tears apart */
	{ "", TORN_FIRST "kind: Pod\nspec: {containers: [{name: c, image: *i}]}\n",
		TORN_FIRST_PINNED "kind: Pod\nspec: {containers: [{name: c, image: '" PINNED
				  "'}]}\n",
		"", "an image that another document names" },
	{ "", TORN_FIRST "kind: Pod\nspec: {containers: *c}\n",
		TORN_FIRST_PINNED "kind: Pod\nspec: {containers: [{name: c, image: '" PINNED
				  "'}]}\n",
		"", "containers of another document" },
	{ "render: {labels: {own: shop}}\n",
		TORN_FIRST "kind: ConfigMap\nmetadata: {name: b, labels: *l}\n",
		"kind: Pod\nmetadata: {name: a, labels: &l {k: v, own: shop}}\n"
		"spec: {containers: &c [{name: c, image: &i '" PINNED "'}]}\n---\n"
		"kind: ConfigMap\nmetadata: {name: b, labels: {k: v, own: shop}}\n",
		"", "labels of another document, and one more" },
	{ NODE_NAME, TORN_FIRST "kind: Pod\nspec: {containers: *c}\n",
		"kind: Pod\nmetadata: {name: a, labels: &l {k: v}}\n"
		"spec: {containers: &c [{name: c, image: &i '" PINNED "'}], nodeName: web}\n---\n"
		"kind: Pod\nspec: {containers: [{name: c, image: '" PINNED "'}], nodeName: web}\n",
		"", "containers of another document, and a patch" },
};

START_TEST(a_stream_leaves_as_its_profile_has_it)
{
	struct project project = project_read("", rows[_i].profile);
	struct diags *d = &project.d;
	struct stream *stream = stream_open(
		unit_arena(), unit_source(bytes_of(rows[_i].stream)), d);
	struct rendering *rendering = rendering_read(unit_arena(), project.profile, d);
	struct findings findings = findings_new(unit_arena());
	struct render_result result;
	ck_assert_msg(rendering, "%s", unit_diags(d));
	bool good = manifest_render(unit_arena(), rendering, stream, &result, &findings, d);
	struct bytes leaves;
	good = good && edits_apply(unit_arena(), &result.edits, &leaves, d);
	ck_assert_msg(good, "%s: %s", rows[_i].law, unit_diags(d));
	unit_same(rows[_i].law, leaves, bytes_of(rows[_i].leaves));
	struct buf out = buf_new(unit_arena());
	show_findings(&out, &findings, false);
	unit_same(rows[_i].law, buf_bytes(&out), bytes_of(rows[_i].findings));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_stages");
	TCase *tests = tcase_create("stages");
	tcase_add_loop_test(tests, a_stream_leaves_as_its_profile_has_it, 0, (int)COUNT(rows));
	suite_add_tcase(suite, tests);
	return suite;
}
