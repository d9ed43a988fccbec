/* Patches: whom they mean, in which order they work, when they clash, and what met nothing. */
#include "manifest_stream.h"

#include "manifest/conflict.h"
#include "manifest/crds.h"
#include "manifest/patches.h"

#define APP \
	"apiVersion: apps/v1\n" \
	"kind: Deployment\n" \
	"metadata:\n" \
	"  name: app # ours\n" \
	"  labels: {tier: web}\n" \
	"spec:\n" \
	"  replicas: 1\n"
#define JOB \
	"---\n" \
	"apiVersion: batch/v1\n" \
	"kind: Job\n" \
	"metadata: {name: migrate, namespace: other, annotations: {helm.sh/hook: pre-install}}\n" \
	"spec: {}\n"

struct patcher {
	struct patches patches;
};

static bool patch_object(
	void *context, const struct object *object, struct edits *edits, struct diags *d)
{
	struct patcher *patcher = context;
	const struct tree *tree = object->manifest->tree;
	const struct value *had = tree_value(unit_arena(), tree, object->node, LIMITS_DEFAULT, d);
	const struct value *wanted = had;
	if (!patches_may_touch(&patcher->patches, object))
		return true;
	return patches_apply(unit_arena(), &patcher->patches, object, &wanted, d) &&
		edit_become(edits, tree, object->node, had, wanted, d);
}

static struct bytes patched(const char *patches, const char *text)
{
	struct diags d = diags_new(unit_arena());
	struct patcher patcher = { .patches = { .namespace = BYTES("shop") } };
	const struct stream *stream = streamed(text, &d);
	patcher.patches.crds = crds_new(unit_arena(), stream, LIMITS_DEFAULT);
	struct edits edits = edits_new(unit_arena(), stream->source);
	bool good = patches_read(unit_arena(), NULL, written(patches, &d), LIMITS_DEFAULT,
			    &patcher.patches, &d) &&
		change_objects(stream, patch_object, &patcher, &edits, &d) &&
		patches_settle(&patcher.patches, stream, &d);
	return outcome(&edits, good, &d);
}

/* --- whom they mean --------------------------------------------------------------------------- */

#define MET "Deployment "
#define MET_JOB "Job "

static const struct row_of_targets {
	const char *law, *target, *met; /* the kinds of those it meets */
} target_rows[] = {
	{ "nothing means all", "{}", MET MET_JOB },
	{ "a kind", "{kind: Deployment}", MET },
	{ "a kind is a pattern for all of it", "{kind: Deploy}", "" },
	{ "a pattern is anchored", "{name: ap}", "" },
	{ "a pattern", "{name: a.*}", MET },
	{ "alternatives are anchored together", "{name: x|app}", MET },
	{ "a group", "{group: batch}", MET_JOB },
	{ "a version", "{version: v1}", MET MET_JOB },
	{ "the release's namespace", "{namespace: shop}", MET },
	{ "its own namespace", "{namespace: other}", MET_JOB },
	{ "a label", "{labelSelector: tier=web}", MET },
	{ "a label with another value", "{labelSelector: tier!=web}", MET_JOB },
	{ "a label of a set", "{labelSelector: 'tier in (db, web)'}", MET },
	{ "a label of none of a set", "{labelSelector: 'tier notin (db)'}", MET MET_JOB },
	{ "a label at all", "{labelSelector: tier}", MET },
	{ "no label", "{labelSelector: '!tier'}", MET_JOB },
	{ "two labels", "{labelSelector: 'tier=web,x'}", "" },
	{ "an annotation", "{annotationSelector: helm.sh/hook}", MET_JOB },
	{ "hooks only", "{hooks: only}", MET_JOB },
	{ "no hooks", "{hooks: exclude}", MET },
};

START_TEST(a_target_means)
{
	const struct row_of_targets *row = &target_rows[_i];
	struct buf patches = buf_new(unit_arena());
	buf_print(&patches, "[{target: %s, type: merge, patch: {met: true}}]", row->target);
	struct bytes got = patched(
		(const char *)bytes_copy(unit_arena(), buf_bytes(&patches)).at, APP JOB);
	bool deployment = strstr(row->met, MET), job = strstr(row->met, MET_JOB);
	struct buf want = buf_new(unit_arena());
	if (!deployment && !job)
		ck_assert_msg(
			bytes_find(got, BYTES("patch/no-match"), 0) < got.len, "%s", row->law);
	if (!deployment && !job)
		return;
	buf_print(&want, "%s%s", APP, deployment ? "met: true\n" : "");
	buf_print(&want, "%s%s", JOB, job ? "met: true\n" : "");
	unit_same(row->law, got, buf_bytes(&want));
}
END_TEST

#define ROLE(version) \
	"apiVersion: rbac.authorization.k8s.io/" version "\nkind: ClusterRole\n" \
	"metadata: {name: r}\n"
#define OWN_ROLE "---\napiVersion: example.com/v1\nkind: ClusterRole\nmetadata: {name: r}\n"

START_TEST(what_is_of_the_cluster_is_in_no_namespace)
{
	static const char *const namespaces[] = { "shop", "'^$'" };
	struct buf said = buf_new(unit_arena());
	buf_print(&said, "[{target: {namespace: %s}, type: merge, patch: {met: true}}]",
		namespaces[_i]);
	unit_same(namespaces[_i],
		patched(bytes_string(unit_arena(), buf_bytes(&said)),
			ROLE("v1") "---\n" ROLE("v1beta1") OWN_ROLE),
		_i ? BYTES(ROLE("v1") "met: true\n---\n" ROLE("v1beta1") "met: true\n" OWN_ROLE)
		   : BYTES(ROLE("v1") "---\n" ROLE("v1beta1") OWN_ROLE "met: true\n"));
}
END_TEST

/* --- what they do ----------------------------------------------------------------------------- */

static const struct row {
	const char *law, *patches, *want;
} rows[] = {
	{ "only what is patched changes",
		"[{target: {kind: Deployment}, patch: {spec: {replicas: 3}}}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 3\n" },
	{ "a patch without a target names its object",
		"[{patch: {apiVersion: apps/v1, kind: Deployment, metadata: {name: app},\n"
		"  spec: {replicas: 3}}}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 3\n" },
	{ "kustomize's text",
		"- target: {kind: Deployment}\n"
		"  patch: |-\n"
		"    - op: replace\n"
		"      path: /spec/replicas\n"
		"      value: 4\n",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 4\n" },
	{ "the name in a patch with a target is none",
		"[{target: {kind: Deployment}, patch: {kind: X, metadata: {name: x}, spec: "
		"{replicas: 3}}}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 3\n" },
	{ "but where it may change it",
		"[{target: {kind: Deployment}, options: {allowNameChange: true},\n"
		"  patch: {metadata: {name: x}}}, {target: {name: x}, patch: {spec: {replicas: "
		"2}}}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: x # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 2\n" },
	{ "each works on what the last one left",
		"[{target: {kind: Deployment}, patch: [{op: add, path: /spec/paused, value: "
		"true}]},\n"
		" {target: {kind: Deployment}, patch: [{op: test, path: /spec/paused, value: "
		"true},\n"
		"  {op: add, path: /spec/x, value: y}]}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 1\n"
		"  paused: true\n"
		"  x: 'y'\n" },
	{ "two that want the same",
		"[{target: {kind: Deployment}, patch: {spec: {replicas: 3}}},\n"
		" {target: {name: app}, patch: {spec: {replicas: 3}}}]",
		"apiVersion: apps/v1\n"
		"kind: Deployment\n"
		"metadata:\n"
		"  name: app # ours\n"
		"  labels: {tier: web}\n"
		"spec:\n"
		"  replicas: 3\n" },
	{ "two that want different things",
		"[{target: {kind: Deployment}, patch: {spec: {replicas: 3}}},\n"
		" {target: {name: app}, patch: {spec: {replicas: 4}}}]",
		"2:49 patch/conflict this patch writes over what another one of this file has "
		"written\n" },
	{ "one that takes away what another wrote",
		"[{target: {kind: Deployment}, patch: {spec: {x: {y: 3}}}},\n"
		" {target: {name: app}, patch: {spec: {x: null}}}]",
		"2:2 patch/conflict this patch writes over what another one of this file has "
		"written\n" },
	{ "a namespace stays, also what has none",
		"[{target: {kind: Deployment}, patch: {metadata: {name: x, namespace: y}, a: 1}}]",
		APP "a: 1\n" },
	{ "several for one target",
		"[{target: {kind: Deployment}, patch: \"a: 1\\n---\\nb: 2\\n\"}]",
		"1:2 patch/form several patches in one entry say themselves whom they are for\n" },
	{ "none met", "[{target: {kind: Deployment, name: web}, patch: {a: 1}}]",
		"1:11 patch/no-match this patch met no object (kind: Deployment, name: web)\n" },
	{ "none met of those that are selected",
		"[{target: {kind: Deployment, labelSelector: tier=db, annotationSelector: '!a', "
		"hooks: exclude}, patch: {a: 1}}]",
		"1:11 patch/no-match this patch met no object (kind: Deployment, labelSelector: "
		"tier=db, annotationSelector: !a, hooks: exclude)\n" },
	{ "hooks, where none came", "[{target: {hooks: only}, patch: {a: 1}}]", APP },
	{ "as many hooks as expected", "[{target: {hooks: only}, expect: 1, patch: {a: 1}}]",
		"1:11 patch/no-match this patch met no object (hooks: only)\n" },
	{ "as many as expected", "[{target: {kind: Deployment}, expect: 2, patch: {a: 1}}]",
		"1:39 patch/expect this patch expects 2 objects and met 1\n" },
	{ "none expected", "[{target: {kind: DaemonSet}, expect: 0, patch: {a: 1}}]", APP },
	{ "no target", "[{patch: {a: 1}}]",
		"1:10 patch/no-target this patch does not say which objects it is for\n" },
	{ "a list of another type", "[{target: {}, type: merge, patch: [{op: x}]}]",
		"1:21 patch/form a list of operations is a patch of type json\n" },
	{ "a faulty pattern", "[{target: {name: '('}, patch: {a: 1}}]",
		"1:18 target/pattern '(': a group is not closed by ')'\n" },
	{ "a faulty selector", "[{target: {labelSelector: 'a in b'}, patch: {a: 1}}]",
		"1:27 target/selector 'a in b' is no label selector\n" },
	{ "an unknown option", "[{target: {}, options: {x: 1}, patch: {a: 1}}]",
		"1:25 patch/form a patch has no option 'x'; there are allowNameChange and "
		"allowKindChange\n" },
};

START_TEST(patches_do)
{
	const struct row *row = &rows[_i];
	unit_same(row->law, patched(row->patches, APP), bytes_of(row->want));
}
END_TEST

/* --- what cannot be told ---------------------------------------------------------------------- */

#define HARD "(((a{0,30}){0,30})*b)|a.*x"

START_TEST(a_pattern_that_gives_up_is_told)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES(APP "---\nkind: Deployment\nmetadata: {name: "));
	buf_add_times(&text, 'a', 2000);
	buf_add(&text, BYTES("}\n"));
	unit_same("a name",
		patched("[{target: {name: '" HARD "|app'}, patch: {a: 1}}]",
			bytes_string(unit_arena(), buf_bytes(&text))),
		BYTES("1:18 target/pattern '" HARD
		      "|app' takes too many steps on a text of the stream\n"));
}
END_TEST

/* --- many items ------------------------------------------------------------------------------- */

static struct value *numbers(size_t count)
{
	struct source *source = unit_source(BYTES("0"));
	struct value *list = arena_new_of(unit_arena(), struct value);
	const struct value **items = arena_array_of(unit_arena(), const struct value *, count);
	for (size_t i = 0; i < count; i++) {
		struct value *item = arena_new_of(unit_arena(), struct value);
		*item = (struct value){ .kind = VALUE_INT,
			.integer = (int64_t)i,
			.at = { source, (uint32_t)i, (uint32_t)i + 1 } };
		items[i] = item;
	}
	*list = (struct value){ .kind = VALUE_LIST, .count = count, .items = items };
	return list;
}

static struct value *reversed(const struct value *list)
{
	struct value *other = arena_new_of(unit_arena(), struct value);
	const struct value **items = arena_array_of(
		unit_arena(), const struct value *, list->count);
	for (size_t i = 0; i < list->count; i++)
		items[list->count - 1 - i] = list->items[i];
	*other = *list;
	other->items = items;
	return other;
}

/* It would take minutes if each item were looked for among all. */
START_TEST(a_list_in_another_order_is_looked_through_once)
{
	struct diags d = diags_new(unit_arena());
	struct patches patches = { 0 };
	ck_assert(patches_read(unit_arena(), NULL,
		written("[{target: {}, patch: {a: 1}}, {target: {}, patch: {b: 1}}]", &d),
		LIMITS_DEFAULT, &patches, &d));
	const struct value *list = numbers(200000);
	ck_assert(conflict_check(unit_arena(), &patches, 1, list, reversed(list), &d));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest patches");
	TCase *patches = tcase_create("patches");
	tcase_add_loop_test(patches, a_target_means, 0, COUNT(target_rows));
	tcase_add_loop_test(patches, what_is_of_the_cluster_is_in_no_namespace, 0, 2);
	tcase_add_loop_test(patches, patches_do, 0, COUNT(rows));
	tcase_add_test(patches, a_pattern_that_gives_up_is_told);
	tcase_add_test(patches, a_list_in_another_order_is_looked_through_once);
	suite_add_tcase(suite, patches);
	return suite;
}
