/* Where objects hold images: pod specs of the built-in kinds, and what a project declares. */
#include "unit.h"

#include "objects/objects.h"

/* The objects of a stream. */
struct objects {
	ARRAY(const struct object *);
};

static struct objects read_objects(const char *text)
{
	struct objects objects = { 0 };
	struct diags d = diags_new(unit_arena());
	struct stream *stream = stream_open(unit_arena(), unit_source(bytes_of(text)), &d);
	for (size_t i = 0; stream && i < stream->documents.count; i++) {
		const struct manifest *manifest = manifest_read(
			unit_arena(), stream, i, LIMITS_DEFAULT, &d);
		ck_assert_msg(manifest != NULL, "%s", unit_diags(&d));
		for (size_t k = 0; k < manifest->objects.count; k++)
			*array_push(unit_arena(), &objects) = &manifest->objects.at[k];
	}
	ck_assert_msg(stream != NULL, "%s", unit_diags(&d));
	return objects;
}

static bool read_declared(const char *text, struct declared_sites *declared, struct diags *d)
{
	const struct tree *tree = tree_read(
		unit_arena(), unit_source(bytes_of(text)), DIALECT_STRICT, LIMITS_DEFAULT, d);
	node_id root = tree->documents.at[0].root;
	return declared_sites_read(
		unit_arena(), tree_value(unit_arena(), tree, root, LIMITS_DEFAULT, d), declared, d);
}

static void show_site(struct buf *out, const struct site *site)
{
	static const char *const kinds[] = { "init", "container", "ephemeral", "volume",
		"declared" };
	struct place place = source_place(site->at.source, site->at.begin);
	struct image image;
	buf_print(out, "%s " BYTES_FMT, kinds[site->kind], BYTES_ARG(site->path));
	if (site->name.len)
		buf_print(out, " (" BYTES_FMT ")", BYTES_ARG(site->name));
	buf_print(
		out, " %zu:%zu «" BYTES_FMT "»\n", place.line, place.column, BYTES_ARG(site->text));
	const char *fault = site_image(unit_arena(), site, &image);
	if (fault)
		buf_print(out, "  %s\n", fault);
}

/* The laws of every site, whatever it is. */
static void check_site(const struct site *site)
{
	const struct tree *tree = site->object->manifest->tree;
	ck_assert(site->kind == SITE_DECLARED ? site->by && site->text.len : !site->by);
	ck_assert((site->kind == SITE_DECLARED) == !site->container);
	ck_assert(!site->reference || !site->repository);
	if (!site->reference || !site->text.len)
		return;
	ck_assert_uint_eq(tree_node(tree, site->reference)->kind, NODE_SCALAR);
	unit_same("the text is a part of the scalar's",
		bytes_slice(tree_text(tree, site->reference), site->begin, site->end), site->text);
}

static struct bytes shown(const char *stream, const struct declared_sites *declared, bool *used)
{
	struct objects objects = read_objects(stream);
	struct buf out = buf_new(unit_arena());
	for (size_t i = 0; i < objects.count; i++) {
		struct sites sites = object_sites(unit_arena(), objects.at[i], declared, used);
		for (size_t k = 0; k < sites.count; k++) {
			check_site(&sites.at[k]);
			show_site(&out, &sites.at[k]);
		}
	}
	return buf_bytes(&out);
}

/* --- pod specs -------------------------------------------------------------------------------- */

static const struct {
	const char *manifest, *sites;
	const char *law;
} rows[] = {
	{ "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n    image: x:1\n"
	  "  - image: b\n",
		"container spec.containers[0].image (a) 6:12 «x:1»\n"
		"container spec.containers[1].image 7:12 «b»\n",
		"a pod" },
	{ "kind: Pod\napiVersion: v1\nspec:\n"
	  "  volumes: [{name: v, image: {reference: d:4}}, {name: e, emptyDir: {}}]\n"
	  "  ephemeralContainers: [{name: c, image: c:3}]\n"
	  "  containers: [{name: b, image: b:2}]\n"
	  "  initContainers: [{name: a, image: a:1}]\n",
		"init spec.initContainers[0].image (a) 7:37 «a:1»\n"
		"container spec.containers[0].image (b) 6:33 «b:2»\n"
		"ephemeral spec.ephemeralContainers[0].image (c) 5:42 «c:3»\n"
		"volume spec.volumes[0].image.reference (v) 4:42 «d:4»\n",
		"all the lists, in their order" },
	{ "apiVersion: v1\nkind: PodTemplate\ntemplate: {spec: {containers: [{image: a}]}}\n",
		"container template.spec.containers[0].image 3:40 «a»\n", "a pod template" },
	{ "apiVersion: batch/v1\nkind: CronJob\nspec: {jobTemplate: {spec: {template: {spec:"
	  " {containers: [{image: a}]}}}}}\n",
		"container spec.jobTemplate.spec.template.spec.containers[0].image 3:68 «a»\n",
		"a cron job" },
	{ "apiVersion: extensions/v1beta1\nkind: Deployment\n"
	  "spec: {template: {spec: {containers: [{image: a}]}}}\n",
		"container spec.template.spec.containers[0].image 3:47 «a»\n", "an old group" },
	{ "apiVersion: v1\nkind: Deployment\nspec: {template: {spec: {containers: [{image: "
	  "a}]}}}\n",
		"", "there is no Deployment in the core group" },
	{ "apiVersion: example.com/v1\nkind: Pod\nspec: {containers: [{image: a}]}\n", "",
		"a kind of another group" },
	{ "apiVersion: v1\nkind: ConfigMap\ndata: {image: a}\n", "", "a kind without pods" },
	{ "apiVersion: v1\nkind: Pod\n", "", "no spec" },
	{ "apiVersion: v1\nkind: Pod\nspec: text\n", "", "a spec that is none" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: {a: {image: a}}, initContainers: ~,"
	  " volumes: [text]}\n",
		"", "lists that are none" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [~, {image: a}]}\n",
		"container spec.containers[1].image 3:32 «a»\n", "a container that is none" },

	/* Images that are none. */
	{ "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: a\n  - image:\n"
	  "  - image: ''\n  - image: [x]\n",
		"container spec.containers[0].image (a) 5:5 «»\n  there is no image here\n"
		"container spec.containers[1].image 6:11 «»\n  there is no image here\n"
		"container spec.containers[2].image 7:12 «»\n  there is no image here\n"
		"container spec.containers[3].image 8:12 «»\n  there is no image here\n",
		"a container is a site whatever its image" },
	{ "apiVersion: v1\nkind: Pod\nspec: {volumes: [{image: {}}, {image: ~}]}\n",
		"volume spec.volumes[0].image.reference 3:18 «»\n  there is no image here\n",
		"a volume is one where it is an image volume" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: 1.10}, {image: y}]}\n",
		"container spec.containers[0].image 3:29 «1.10»\n"
		"  this is no text for Kubernetes; it needs quotes\n"
		"container spec.containers[1].image 3:44 «y»\n"
		"  this is no text for Kubernetes; it needs quotes\n",
		"a number has its text, and a fault" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: '1.10'}, {image: !!str 1.10}]}\n",
		"container spec.containers[0].image 3:29 «1.10»\n"
		"container spec.containers[1].image 3:52 «1.10»\n",
		"quotes and tags make texts" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: 'A:1'}]}\n",
		"container spec.containers[0].image 3:29 «A:1»\n"
		"  an image is in lower case\n",
		"what is no reference stays as it is" },

	/* Helm's dialect. */
	{ "apiVersion: v1\nkind: Pod\nx: &i a:1\nspec:\n  containers:\n  - image: *i\n"
	  "  - {name: b, image: *i}\n",
		"container spec.containers[0].image 3:7 «a:1»\n"
		"container spec.containers[1].image (b) 3:7 «a:1»\n",
		"an alias is its anchor's node, in each container" },
	{ "apiVersion: v1\nkind: Pod\nspec:\n  initContainers: &l\n  - &c {name: a, image: a:1}\n"
	  "  containers: [*c, {<<: *c, name: b}, {image: b:2, !!merge <<: *c}]\n"
	  "  ephemeralContainers: *l\n",
		"init spec.initContainers[0].image (a) 5:25 «a:1»\n"
		"container spec.containers[0].image (a) 5:25 «a:1»\n"
		"container spec.containers[1].image (b) 5:25 «a:1»\n"
		"container spec.containers[2].image (a) 5:25 «a:1»\n"
		"ephemeral spec.ephemeralContainers[0].image (a) 5:25 «a:1»\n",
		"aliases of containers and lists; a merge key wins over what stands before it" },
	{ "apiVersion: v1\nkind: Pod\nb: &b {containers: [{image: a}]}\nspec: {<<: *b}\n",
		"container spec.containers[0].image 3:29 «a»\n", "a spec that is merged in" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: a}]}\n"
	  "spec: {containers: [{image: b, image: c}]}\n",
		"container spec.containers[0].image 4:39 «c»\n", "the last of duplicate keys" },

	/* Streams. */
	{ "---\nkind: Pod\napiVersion: v1\nspec: {containers: [{image: a}]}\n"
	  "---\napiVersion: v1\nkind: List\nitems:\n"
	  "- {apiVersion: v1, kind: Pod, spec: {containers: [{image: b}]}}\n"
	  "- {apiVersion: apps/v1, kind: Pod, spec: {containers: [{image: c}]}}\n"
	  "---\n{apiVersion: v1, kind: PodList, items: [{spec: {containers: [{image: d}]}}]}\n",
		"container spec.containers[0].image 4:29 «a»\n"
		"container spec.containers[0].image 9:59 «b»\n"
		"container spec.containers[0].image 12:70 «d»\n",
		"each object of a stream, and each item of a list" },
	{ "apiVersion: v1\nkind: Pod\nspec: {containers: [&c {image: a}, &d {image: &i b}]}\n"
	  "---\napiVersion: v1\nkind: Pod\n"
	  "spec: {containers: [*c, {<<: *d, name: e}, {image: *i}]}\n",
		"container spec.containers[0].image 3:32 «a»\n"
		"container spec.containers[1].image 3:50 «b»\n"
		"container spec.containers[0].image 3:32 «a»\n"
		"container spec.containers[1].image (e) 3:50 «b»\n"
		"container spec.containers[2].image 3:50 «b»\n",
		"aliases to anchors of an earlier document" },
};

START_TEST(finds_in_pods)
{
	struct declared_sites none = { 0 };
	unit_same(rows[_i].law, shown(rows[_i].manifest, &none, NULL), bytes_of(rows[_i].sites));
}
END_TEST

START_TEST(decodes_base64)
{
	struct declared_sites none = { 0 };
	struct sites sites = object_sites(unit_arena(),
		read_objects("apiVersion: v1\nkind: Pod\n"
			     "spec: {!!binary Y29udGFpbmVycw==: [{image: !!binary YQ==}]}\n")
			.at[0],
		&none, NULL);
	ck_assert_uint_eq(sites.count, 1);
	unit_same("what Helm reads", sites.at[0].text, BYTES("a"));
}
END_TEST

START_TEST(knows_kinds)
{
	ck_assert_str_eq(pod_spec_path(BYTES("apps"), BYTES("StatefulSet")), "spec.template.spec");
	ck_assert_ptr_null(pod_spec_path(BYTES("apps"), BYTES("Pod")));
	ck_assert_ptr_null(pod_spec_path(BYTES(""), BYTES("")));
}
END_TEST

START_TEST(reads_canonical_images)
{
	struct declared_sites none = { 0 };
	struct image image;
	struct sites sites = object_sites(unit_arena(),
		read_objects(
			"{apiVersion: v1, kind: Pod, spec: {containers: [{image: 'redis:7'}]}}")
			.at[0],
		&none, NULL);
	ck_assert_ptr_null(site_image(unit_arena(), &sites.at[0], &image));
	unit_same(
		"canonical", image_text(unit_arena(), &image), BYTES("docker.io/library/redis:7"));
}
END_TEST

/* --- what is declared ------------------------------------------------------------------------- */

#define POD "apiVersion: v1\nkind: Pod\n"
#define CUSTOM "apiVersion: shop.example/v1\nkind: Shop\n"

static const struct {
	const char *manifest, *declared, *sites;
	const char *used; /* a letter an entry */
	const char *law;
} declared_rows[] = {
	{ CUSTOM "spec: {image: a:1}\n", "[{kind: Shop, path: spec.image}]",
		"declared spec.image 3:15 «a:1»\n", "y", "a key" },
	{ CUSTOM "spec: {image: a:1}\n",
		"[{kind: shop.example/Shop, path: spec.image}, {kind: Sho, path: spec.image},"
		" {kind: example/Shop, path: spec.image}, {kind: shop, path: spec.image},"
		" {kind: core/Shop, path: spec.image}]",
		"declared spec.image 3:15 «a:1»\n", "y----", "a kind, with its group or any" },
	{ "apiVersion: v1\nkind: ConfigMap\ndata: {image: a:1}\n",
		"[{kind: core/ConfigMap, path: data.image}, {kind: ConfigMap, path: data.no}]",
		"declared data.image 3:15 «a:1»\n", "y-", "the group without a name" },
	{ POD "spec: {x: b, containers: [{image: a}]}\n", "[{kind: Pod, path: spec.x}]",
		"container spec.containers[0].image 3:35 «a»\ndeclared spec.x 3:11 «b»\n", "y",
		"besides what is built in" },
	{ CUSTOM "spec: {l: [a, {image: b}, c, ~, '']}\n",
		"[{kind: Shop, path: 'spec.l[]'}, {kind: Shop, path: 'spec.l[1].image'},"
		" {kind: Shop, path: 'spec.l[5]'}, {kind: Shop, path: 'spec.l[3]'}]",
		"declared spec.l[0] 3:12 «a»\ndeclared spec.l[2] 3:27 «c»\n"
		"declared spec.l[1].image 3:23 «b»\n",
		"yy--", "items: all that are texts, one, none" },
	{ CUSTOM "spec: [[a, b], [c]]\n", "[{kind: Shop, path: 'spec[][0]'}]",
		"declared spec[0][0] 3:9 «a»\ndeclared spec[1][0] 3:17 «c»\n", "y",
		"lists of lists" },
	{ CUSTOM "l: [{name: x, v: a}, text, {name: y, v: b}, {name: x, v: c}, {v: d}]\n",
		"[{kind: Shop, path: 'l[name=x].v'}, {kind: Shop, path: 'l[name=z].v'}]",
		"declared l[0].v 3:18 «a»\ndeclared l[3].v 3:58 «c»\n", "y-",
		"the items with a name" },
	{ CUSTOM "a.b: {'[]': a}\n", "[{kind: Shop, path: 'a\\.b.\\[\\]'}]",
		"declared a\\.b.\\[\\] 3:13 «a»\n", "y", "escapes, there and back" },
	{ CUSTOM "l: {name: x, v: a}\nm: text\nk: {v: {w: b}}\n",
		"[{kind: Shop, path: 'l[].v'}, {kind: Shop, path: m.v}, {kind: Shop, path: k.v}]",
		"", "---", "a map is no list, a text no map, a map no text" },
	{ CUSTOM "x: &x {v: &v a}\nw: {<<: *x}\nz: [*x, *v]\n",
		"[{kind: Shop, path: w.v}, {kind: Shop, path: 'z[].v'},"
		" {kind: Shop, path: 'z[1]'}]",
		"declared w.v 3:14 «a»\ndeclared z[0].v 3:14 «a»\ndeclared z[1] 3:14 «a»\n", "yyy",
		"through aliases and merge keys" },
	{ CUSTOM "y: a\n0x10: b\n",
		"[{kind: Shop, path: y}, {kind: Shop, path: 'true'}, {kind: Shop, path: '16'}]",
		"declared true 3:4 «a»\ndeclared 16 4:7 «b»\n", "-yy", "keys as Helm reads them" },
	{ CUSTOM "v: 1.10\n", "[{kind: Shop, path: v}]",
		"declared v 3:4 «1.10»\n  this is no text for Kubernetes; it needs quotes\n", "y",
		"a number" },

	/* Repository and tag. */
	{ CUSTOM "image: {tag: '1.10', repository: x/y, registry: z}\n",
		"[{kind: Shop, path: image, format: repository+tag}]",
		"declared image 3:34 «x/y:1.10»\n", "y", "two scalars, in any order" },
	{ CUSTOM "image: {tag: 1.10, repository: x/y}\n",
		"[{kind: Shop, path: image, format: repository+tag}]",
		"declared image 3:32 «x/y:1.10»\n"
		"  this is no text for Kubernetes; it needs quotes\n",
		"y", "a tag that is a number" },
	{ CUSTOM "a: {repository: x}\nb: {repository: x, tag: ''}\nc: {tag: x}\nd: x\n",
		"[{kind: Shop, path: a, format: repository+tag},"
		" {kind: Shop, path: b, format: repository+tag},"
		" {kind: Shop, path: c, format: repository+tag},"
		" {kind: Shop, path: d, format: repository+tag}]",
		"declared a 3:17 «x»\ndeclared b 4:17 «x»\n", "yy--",
		"no tag, no repository, no map" },

	/* Inside a text. */
	{ POD "spec: {containers: [{name: m, image: a, args: [run, --image=x/y:1, --n=2]}]}\n",
		"[{kind: Pod, path: 'spec.containers[name=m].args[--image=*]'}]",
		"container spec.containers[0].image (m) 3:38 «a»\n"
		"declared spec.containers[0].args[1] 3:61 «x/y:1»\n",
		"y", "an argument" },
	{ POD "spec: {containers: [{image: a, env: [{name: A, value: b}, {name: I, value: c}]}]}\n",
		"[{kind: Pod, path: 'spec.containers[].env[name=I].value'}]",
		"container spec.containers[0].image 3:29 «a»\n"
		"declared spec.containers[0].env[1].value 3:76 «c»\n",
		"y", "an environment variable" },
	{ CUSTOM "data:\n  a.yaml: |\n    image: x:1\n    list:\n      - image: y:2 # image: \n"
		 "    baseimage: z\n    base-image: z\n",
		"[{kind: Shop, path: 'data.a\\.yaml[image: *]'}]",
		"declared data.a\\.yaml 5:12 «x:1»\ndeclared data.a\\.yaml 7:16 «y:2»\n", "y",
		"the lines of a file, at their places; not inside of words" },
	{ CUSTOM "v: '{\"image\":\"x/y@sha256:ab\",\"n\":1}'\n",
		"[{kind: Shop, path: 'v[\"image\":\"*]'}]",
		"declared v 3:15 «x/y@sha256:ab»\n"
		"  the digest has not the length of its algorithm\n",
		"y", "JSON; the reference ends where its letters do" },
	{ CUSTOM "v: \"image=\\u0061:1 image=b\"\n", "[{kind: Shop, path: 'v[image=*]'}]",
		"declared v 3:4 «a:1»\ndeclared v 3:26 «b»\n", "y", "the text behind escapes" },
	{ CUSTOM "v: --image=\nw: --image=$(IMAGE)\nx: [--imag=a, {--image=: a}]\n",
		"[{kind: Shop, path: 'v[--image=*]'}, {kind: Shop, path: 'w[--image=*]'},"
		" {kind: Shop, path: 'x[--image=*]'}]",
		"", "---", "nothing there" },
};

START_TEST(finds_what_is_declared)
{
	struct diags d = diags_new(unit_arena());
	struct declared_sites declared;
	bool used[8] = { false };
	ck_assert_msg(
		read_declared(declared_rows[_i].declared, &declared, &d), "%s", unit_diags(&d));
	unit_same(declared_rows[_i].law, shown(declared_rows[_i].manifest, &declared, used),
		bytes_of(declared_rows[_i].sites));
	struct buf marks = buf_new(unit_arena());
	for (size_t i = 0; i < declared.count; i++)
		buf_add_char(&marks, used[i] ? 'y' : '-');
	unit_same(declared_rows[_i].law, buf_bytes(&marks), bytes_of(declared_rows[_i].used));
}
END_TEST

static const struct {
	const char *declared, *diags;
} entry_rows[] = {
	{ "[]", "" },
	{ "[{kind: A, path: b, optional: true}, {kind: a.b/C, path: 'c[d*]', format: reference}]",
		"" },
	{ "[{kind: A, path: 'b['}, {kind: A, path: b}, {kind: A, path: ''}]",
		"1:18 key/form 'b[': a '[' of the path has no ']'\n"
		"1:61 key/form '': a key of the path is empty\n" },
	{ "[{kind: A, path: 'b[c*]', format: repository+tag}]",
		"1:18 key/form a text has no keys: with format 'repository+tag' the path ends at "
		"a mapping\n" },
};

START_TEST(reads_entries)
{
	struct diags d = diags_new(unit_arena());
	struct declared_sites declared;
	bool good = read_declared(entry_rows[_i].declared, &declared, &d);
	ck_assert(good == !entry_rows[_i].diags[0]);
	unit_same(
		entry_rows[_i].declared, bytes_of(unit_diags(&d)), bytes_of(entry_rows[_i].diags));
}
END_TEST

START_TEST(keeps_what_an_entry_says)
{
	struct diags d = diags_new(unit_arena());
	struct declared_sites declared;
	ck_assert(read_declared("[{kind: core/A, path: b, optional: true, format: repository+tag},"
				" {kind: A, path: b}]",
		&declared, &d));
	ck_assert(declared.at[0].split && declared.at[0].optional && !declared.at[0].any_group);
	ck_assert(!declared.at[1].split && !declared.at[1].optional && declared.at[1].any_group);
	unit_same("its place", span_text(declared.at[1].at), BYTES("{kind: A, path: b}"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("objects_sites");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, finds_in_pods, 0, COUNT(rows));
	tcase_add_test(cases, decodes_base64);
	tcase_add_test(cases, knows_kinds);
	tcase_add_test(cases, reads_canonical_images);
	tcase_add_loop_test(cases, finds_what_is_declared, 0, COUNT(declared_rows));
	tcase_add_loop_test(cases, reads_entries, 0, COUNT(entry_rows));
	tcase_add_test(cases, keeps_what_an_entry_says);
	return suite;
}
