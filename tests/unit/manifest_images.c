/* Images of rendered objects: judged, spelled and pinned. */
#include "manifest_fixture.h"

#define POD "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n"
#define IMAGE(text) POD "  - name: c\n    image: " text "\n"

/* --- what leaves ------------------------------------------------------------------------------ */

static const struct {
	const char *catalog, *image, *leaves, *law;
} spellings[] = {
	{ "", "example.com/shop/api:1.0", "example.com/shop/api:1.0@sha256:" HEX_A,
		"the locked digest is added" },
	{ "", "'example.com/shop/api:1.0'", "'example.com/shop/api:1.0@sha256:" HEX_A "'",
		"in single quotes" },
	{ "", "\"example.com/shop/api:1.0\" # why",
		"\"example.com/shop/api:1.0@sha256:" HEX_A "\" # why",
		"in double quotes, and the comment stays" },
	{ "", "\"example.com/shop/a\\x70i:1.0\"", "\"example.com/shop/api:1.0@sha256:" HEX_A "\"",
		"with escapes" },
	{ "", "example.com/shop/api:1.0@sha256:" HEX_A, "example.com/shop/api:1.0@sha256:" HEX_A,
		"what is right stays" },
	{ "", "example.com/shop/api:1.0@sha256:" HEX_B, "example.com/shop/api:1.0@sha256:" HEX_B,
		"the image of a platform is right, too" },
	{ "", "example.com/shop/api@sha256:" HEX_A, "example.com/shop/api@sha256:" HEX_A,
		"a digest alone stays alone" },
	{ "", "example.com/shop/api:9", "example.com/shop/api:9", "a tag is never changed" },
	{ "", "example.com/shop/web:2.0", "example.com/shop/web:2.0", "what is not locked" },
	{ "", "old.example.com/s/api:1.0", "example.com/shop/api:1.0@sha256:" HEX_A, "an alias" },
	{ "", "bitnami/redis:7", "mirror.example.com/hub/bitnami/redis:7@sha256:" HEX_C,
		"a mirror, and what is allowed is pinned" },
	{ "", "mirror.example.com/hub/bitnami/redis:7@sha256:" HEX_C,
		"mirror.example.com/hub/bitnami/redis:7@sha256:" HEX_C,
		"what is mirrored is not mirrored again" },
	{ "", "nginx:1", "mirror.example.com/hub/library/nginx:1",
		"unknown ones are mirrored, too" },
	{ "", "quay.io/x/y:1", "quay.io/x/y:1", "a registry that nobody names" },
	{ "pin: tag\n", "old.example.com/s/api:1.0", "example.com/shop/api:1.0",
		"under pin: tag nothing is added" },
	{ "pin: digest\n", "example.com/shop/api:1.0", "example.com/shop/api@sha256:" HEX_A,
		"under pin: digest the tag goes" },
	{ "pin: digest\n", "example.com/shop/api:1.0@sha256:" HEX_A,
		"example.com/shop/api@sha256:" HEX_A, "where it is there, too" },
	{ "pin: digest\n", "example.com/shop/web:2.0", "example.com/shop/web:2.0",
		"but not without a digest" },
};

START_TEST(an_image_leaves_as_the_profile_has_it)
{
	struct project project = project_read(spellings[_i].catalog, "");
	struct bytes input = bytes_print(unit_arena(), IMAGE("%s"), spellings[_i].image);
	struct bytes want = bytes_print(unit_arena(), IMAGE("%s"), spellings[_i].leaves);
	struct passage first = pass(&project, input);
	struct bytes once = passed(&project, &first);
	unit_same(spellings[_i].law, once, want);
	struct passage second = pass(&project, once);
	ck_assert_msg(second.edits.count == 0, "%s: twice is once", spellings[_i].law);
	ck_assert_uint_eq(first.seen.count, 1);
	unit_same("it is seen as one image", second.seen.at[0].repository,
		first.seen.at[0].repository);
	unit_same("with one digest", second.seen.at[0].digest, first.seen.at[0].digest);
	ck_assert(second.seen.at[0].is_locked == first.seen.at[0].is_locked);
}
END_TEST

#define SITES(sites) "render: {images: {unknown: keep, sites: [" sites "]}}\n"
#define ROBOT "apiVersion: x.io/v1\nkind: Robot\nmetadata: {name: a}\n"

static const struct {
	const char *profile, *stream, *leaves, *law;
} streams[] = {
	{ SITES("{kind: Robot, path: spec.image, format: repository+tag}"),
		ROBOT "spec: {image: {repository: old.example.com/s/api, tag: '1.0'}}\n",
		ROBOT "spec: {image: {repository: example.com/shop/api, tag: '1.0@sha256:" HEX_A
		      "'}}\n",
		"two scalars" },
	{ SITES("{kind: Robot, path: spec.image, format: repository+tag}"),
		ROBOT "spec:\n  image:\n    repository: example.com/shop/api:1.0\n",
		ROBOT "spec:\n  image:\n    repository: example.com/shop/api:1.0@sha256:" HEX_A
		      "\n",
		"the repository alone" },
	{ SITES("{kind: Robot, path: 'spec.args[--image=*]'}"),
		ROBOT "spec:\n  args: [run, --image=example.com/shop/api:1.0,"
		      " '--image=redis:1 --image=example.com/shop/api:1.0']\n",
		ROBOT "spec:\n  args: [run, --image=example.com/shop/api:1.0@sha256:" HEX_A ","
		      " '--image=mirror.example.com/hub/library/redis:1"
		      " --image=example.com/shop/api:1.0@sha256:" HEX_A "']\n",
		"parts of texts" },
	{ SITES("{kind: Robot, path: 'data.run[image=*]'}"),
		ROBOT "data:\n  run: |\n    # first\n    image=example.com/shop/api:1.0\n"
		      "    image=quay.io/a/b:1\n  z: 1\n",
		ROBOT
		"data:\n  run: |\n    # first\n    image=example.com/shop/api:1.0@sha256:" HEX_A
		"\n    image=quay.io/a/b:1\n  z: 1\n",
		"a block stays one" },
	{ SITES("{kind: Robot, path: spec.a}, {kind: Robot, path: spec.b}"),
		ROBOT "spec: {a: &i example.com/shop/api:1.0, b: *i}\n",
		ROBOT "spec: {a: &i example.com/shop/api:1.0@sha256:" HEX_A ", b: *i}\n",
		"an anchor is edited once, where it stands" },
	{ SITES("{kind: Robot, path: spec.a}, {kind: x.io/Robot, path: spec.a}"),
		ROBOT "spec: {a: example.com/shop/api:1.0}\n",
		ROBOT "spec: {a: example.com/shop/api:1.0@sha256:" HEX_A "}\n",
		"declared twice, edited once" },
	{ "",
		"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
		"  metadata: {name: p}\n  spec: {initContainers: [{name: i, image: "
		"bitnami/redis:7}]}\n",
		"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
		"  metadata: {name: p}\n  spec: {initContainers: [{name: i, image:"
		" mirror.example.com/hub/bitnami/redis:7@sha256:" HEX_C "}]}\n",
		"an item of a list" },
	{ SITES("{kind: Robot, path: 'spec.run[-i *]'}"),
		ROBOT "spec:\n  run: >-\n    pull -i example.com/shop/api:1.0\n    --quiet\n",
		ROBOT "spec:\n  run: >-\n    pull -i example.com/shop/api:1.0@sha256:" HEX_A
		      "\n    --quiet\n",
		"folded lines" },
	{ SITES("{kind: Robot, path: 'spec.run[-i *]'}"),
		ROBOT "spec: {run: \"a\\tb -i example.com/shop/api:1.0\\n\"}\n",
		ROBOT "spec: {run: \"a\\tb -i example.com/shop/api:1.0@sha256:" HEX_A "\\n\"}\n",
		"escapes around it" },
	{ "",
		"{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"},"
		" \"spec\": {\"containers\": [{\"name\": \"c\", \"image\": "
		"\"bitnami/redis:7\"}]}}\n",
		"{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"},"
		" \"spec\": {\"containers\": [{\"name\": \"c\", \"image\":"
		" \"mirror.example.com/hub/bitnami/redis:7@sha256:" HEX_C "\"}]}}\n",
		"JSON" },
};

START_TEST(sites_of_every_form_are_edited_in_place)
{
	struct project project = project_read("", streams[_i].profile);
	struct passage first = pass(&project, bytes_of(streams[_i].stream));
	struct bytes once = passed(&project, &first);
	unit_same(streams[_i].law, once, bytes_of(streams[_i].leaves));
	struct passage second = pass(&project, once);
	ck_assert_msg(second.edits.count == 0, "%s: twice is once", streams[_i].law);
}
END_TEST

/* --- what is told ----------------------------------------------------------------------------- */

#define AT_IMAGE "  spec.containers[0].image\n"

static const struct {
	const char *profile, *stream, *findings, *law;
} judged[] = {
	{ "", IMAGE("example.com/shop/api:1.0"), "", "what the profile has" },
	{ "", IMAGE("bitnami/redis:1"), "", "what is allowed, in any version" },
	{ "", IMAGE("example.com/shop/apj:1.0"),
		"image/unknown error 7:12 the image 'example.com/shop/apj' is neither in the "
		"catalogue"
		" nor allowed\n" AT_IMAGE "  > did you mean 'example.com/shop/api'?\n",
		"an unknown one is an error" },
	{ "render: {images: {unknown: warning}}\n", IMAGE("quay.io/x/zzzzzzzzzz"),
		"image/unknown warning 7:12 the image 'quay.io/x/zzzzzzzzzz' is neither in the"
		" catalogue nor allowed\n" AT_IMAGE
		"  > 'registries.REGISTRY.allow' names what charts may "
		"bring\n",
		"or a warning" },
	{ "render: {images: {unknown: keep}}\n", IMAGE("quay.io/x/y:1"), "", "or nothing" },
	{ "", IMAGE("Nginx:1"),
		"image/reference error 7:12 'Nginx:1': an image is in lower case\n" AT_IMAGE,
		"no reference" },
	{ "", IMAGE("12"),
		"image/reference error 7:12 '12': this is no text for Kubernetes; it needs "
		"quotes\n" AT_IMAGE,
		"no text" },
	{ "", POD "  - name: c\n",
		"image/reference error 6:5 there is no image here\n  spec.containers[0].image\n",
		"no image" },
	{ "", IMAGE("example.com/shop/api:1.1"),
		"image/other-version warning 7:12 'example.com/shop/api:1.1' is not what the "
		"profile"
		" runs: '1.0'\n" AT_IMAGE,
		"another version" },
	{ "", IMAGE("example.com/shop/api"),
		"image/other-version warning 7:12 'example.com/shop/api' is not what the profile"
		" runs: '1.0'\n" AT_IMAGE,
		"no version" },
	{ "", IMAGE("example.com/shop/api@sha256:" HEX_A), "",
		"a digest counts as the tags that the lock has for it" },
	{ "", IMAGE("example.com/shop/gone:1"),
		"image/other-version warning 7:12 'example.com/shop/gone:1' is an image of what is"
		" absent in the profile\n" AT_IMAGE,
		"what is absent" },
	{ "render: {gate: [complete]}\n", IMAGE("example.com/shop/api:1.1"), "",
		"unless a gate refuses it anyway" },
	{ "", IMAGE("example.com/shop/api:1.0@sha256:" HEX_C),
		"image/digest-differs error 7:12 'example.com/shop/api:1.0' has the digest "
		"'sha256:" HEX_C "', but 'sha256:" HEX_A "' is locked\n  locked here\n" AT_IMAGE
		"  > if the tag may mean other bytes now: 'leme lock --update"
		" example.com/shop/api:1.0@sha256:" HEX_C "'\n",
		"another digest" },
	{ "", ROBOT "spec:\n  all: [{run: 'old.example.com/s/api:1.0'}]\n",
		"image/ungoverned warning 5:15 'old.example.com/s/api:1.0' names an image of the"
		" catalogue where none is looked for\n"
		"  spec.all[0].run\n"
		"  > if it is one, declare the site under 'render.images.sites': {kind: Robot, "
		"path:"
		" 'spec.all[0].run'}\n",
		"a string that is an image" },
	{ "",
		ROBOT "spec:\n  api: 1.0\n  x: api\n  y: /api\n  z: https://example.com/shop/api\n"
		      "  s: see example.com/shop/api\n  example.com/shop/api: 1\n",
		"", "strings that are none, and keys" },
	{ "",
		"apiVersion: x.io/v1\nkind: Robot\nmetadata: {name: a, labels: {i:"
		" example.com/shop/api}}\n"
		"spec: {selector: {matchLabels: {i: example.com/shop/api}}, podSelector: {i:"
		" example.com/shop/api}, template: {metadata: {annotations: {i:"
		" example.com/shop/api}}}}\n",
		"", "metadata and selectors" },
	{ SITES("{kind: Robot, path: spec.a}"),
		ROBOT "spec: {a: &i example.com/shop/api:1.0, b: *i}\n", "",
		"a site's own scalar" },
};

START_TEST(what_nobody_decided_on_is_told)
{
	struct project project = project_read("", judged[_i].profile);
	struct passage passage = pass(&project, bytes_of(judged[_i].stream));
	struct buf out = buf_new(unit_arena());
	show_findings(&out, &passage.findings, true);
	unit_same(judged[_i].law, buf_bytes(&out), bytes_of(judged[_i].findings));
}
END_TEST

START_TEST(a_declared_site_must_be_met_somewhere)
{
	struct project project = project_read("",
		SITES("{kind: Robot, path: spec.a}, {kind: Robot, path: spec.b},"
		      " {kind: Robot, path: spec.c, optional: true}"));
	struct passage passage = pass(
		&project, BYTES(ROBOT "spec: {a: example.com/shop/api:1.0}\n"));
	const struct stream *stream = passage.stream;
	struct image_rules *other = image_rules_again(unit_arena(), project.rules);
	ck_assert(!images_end(project.rules, stream, &project.d));
	ck_assert_uint_eq(project.d.count, 1);
	ck_assert_str_eq(project.d.at[0]->id, "image/no-site");
	project.rules = other;
	pass(&project, BYTES(ROBOT "spec: {b: example.com/shop/api:1.0}\n"));
	struct project first = project_read("", SITES("{kind: Robot, path: spec.b}"));
	ck_assert(!images_end(first.rules, stream, &first.d));
	struct image_rules *again = image_rules_again(unit_arena(), first.rules);
	struct project second = { .d = first.d, .profile = first.profile, .rules = again };
	pass(&second, BYTES(ROBOT "spec: {b: example.com/shop/api:1.0}\n"));
	image_rules_join(first.rules, again);
	ck_assert_msg(images_end(first.rules, stream, &first.d), "another thread has met it");
}
END_TEST

START_TEST(a_kind_that_is_not_there_is_told)
{
	struct project project = project_read("", SITES("{kind: Robott, path: spec.a}"));
	struct passage passage = pass(&project, BYTES(ROBOT "spec: {}\n"));
	ck_assert(!images_end(project.rules, passage.stream, &project.d));
	ck_assert_str_eq(bytes_string(unit_arena(), project.d.at[0]->hint),
		"there is no Robott; did you mean the kind Robot?");
}
END_TEST

/* --- references ------------------------------------------------------------------------------- */

static const struct {
	const char *text, *name, *tag, *digest;
} parts[] = {
	{ "nginx", "nginx", "", "" },
	{ "r:5000/a/b:1@sha256:x", "r:5000/a/b", "1", "sha256:x" },
	{ "r:5000/a", "r:5000/a", "", "" },
	{ "a:{TAG}", "a", "{TAG}", "" },
	{ "a@", "a", "", "" },
	{ "", "", "", "" },
};

START_TEST(a_text_has_parts_even_if_it_is_no_reference)
{
	struct reference_parts got = reference_split(bytes_of(parts[_i].text));
	unit_same(parts[_i].text, got.name, bytes_of(parts[_i].name));
	unit_same(parts[_i].text, got.tag, bytes_of(parts[_i].tag));
	unit_same(parts[_i].text, got.digest, bytes_of(parts[_i].digest));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_images");
	TCase *tests = tcase_create("images");
	tcase_add_loop_test(tests, an_image_leaves_as_the_profile_has_it, 0, (int)COUNT(spellings));
	tcase_add_loop_test(tests, sites_of_every_form_are_edited_in_place, 0, (int)COUNT(streams));
	tcase_add_loop_test(tests, what_nobody_decided_on_is_told, 0, (int)COUNT(judged));
	tcase_add_test(tests, a_declared_site_must_be_met_somewhere);
	tcase_add_test(tests, a_kind_that_is_not_there_is_told);
	tcase_add_loop_test(
		tests, a_text_has_parts_even_if_it_is_no_reference, 0, (int)COUNT(parts));
	suite_add_tcase(suite, tests);
	return suite;
}
