/* Strategic merge patches: what changes, what is the same one still, what is refused. */
#include "unit.h"

#include "manifest/merge_type.h"
#include "manifest/patch.h"

static const struct value *read(struct bytes text)
{
	struct diags d = diags_new(unit_arena());
	const struct tree *tree = tree_read(
		unit_arena(), unit_source(text), DIALECT_HELM, LIMITS_DEFAULT, &d);
	ck_assert_msg(
		tree && tree->documents.count, "%s: " BYTES_FMT, unit_diags(&d), BYTES_ARG(text));
	return tree_value(unit_arena(), tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
}

/* Of a Pod's spec, but for those that tell more: the schema of a custom resource, or nothing. */
enum of { POD, CRD, OPEN, NONE };

static const char schema[] = "properties:\n"
			     "  atomic: {type: array, items: {type: integer}}\n"
			     "  set: {type: array, x-kubernetes-list-type: set}\n"
			     "  map:\n"
			     "    type: array\n"
			     "    x-kubernetes-list-type: map\n"
			     "    x-kubernetes-list-map-keys: [port, protocol]\n"
			     "    items:\n"
			     "      properties:\n"
			     "        protocol: {default: TCP}\n"
			     "        inner: {type: array, x-kubernetes-list-type: set}\n"
			     "  whole: {type: object, x-kubernetes-map-type: atomic}\n"
			     "  each: {additionalProperties: {properties: {set: "
			     "{type: array, x-kubernetes-list-type: set}}}}\n"
			     "  keyless: {type: array, x-kubernetes-list-type: map}\n"
			     "  open: {x-kubernetes-preserve-unknown-fields: true}\n"
			     "  template: {x-kubernetes-embedded-resource: true}\n";

static const struct merge_type *type_of(enum of of)
{
	static const char open[] = "x-kubernetes-preserve-unknown-fields: true\n";
	switch (of) {
	case POD:
		return merge_type_find(BYTES(""), BYTES("v1"), BYTES("Pod"));
	case CRD:
		return merge_type_of_schema(unit_arena(), read(bytes_of(schema)));
	case OPEN:
		return merge_type_of_schema(unit_arena(), read(bytes_of(open)));
	default:
		return NULL;
	}
}

static struct bytes json_of(const struct value *value)
{
	struct buf out = buf_new(unit_arena());
	emit_canonical_json(&out, value);
	return buf_bytes(&out);
}

/* --- what comes out --------------------------------------------------------------------------- */

static const struct {
	const char *law;
	enum of of;
	const char *object, *patch, *wanted;
	bool once; /* a second time changes more */
} rows[] = {
	{ "maps are joined", NONE, "{a: {b: 1}}", "{a: {c: 2}}", "{a: {b: 1, c: 2}}", false },
	{ "a scalar is set", NONE, "{a: 1}", "{a: x}", "{a: x}", false },
	{ "null takes a key out", NONE, "{a: 1, b: 2}", "{a: null}", "{b: 2}", false },
	{ "null where nothing is", NONE, "{b: 2}", "{a: null}", "{b: 2}", false },
	{ "a null of the object stays", NONE, "{a: null}", "{b: 1}", "{a: null, b: 1}", false },
	{ "what is new has no nulls", NONE, "{}", "{a: {b: null, c: 1}}", "{a: {c: 1}}", false },
	{ "a map in the place of a scalar", NONE, "{a: 1}", "{a: {b: null}}", "{a: {}}", false },
	{ "a map in the place of null", NONE, "{a: }", "{a: {b: 1}}", "{a: {b: 1}}", false },
	{ "many keys", NONE,
		"{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, "
		"n: 1, o: 1, p: 1}",
		"{p: 2, q: 2, a: null, r: null}",
		"{b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, n: 1, "
		"o: 1, p: 2, q: 2}",
		false },

	{ "replace a map", NONE, "{a: {b: 1, c: 2}}", "{a: {$patch: replace, c: 2}}", "{a: {c: 2}}",
		false },
	{ "replace the object", NONE, "{a: 1}", "{$patch: replace, b: 1}", "{b: 1}", false },
	{ "delete a map, as kustomize", NONE, "{a: {b: 1}, c: 1}", "{a: {$patch: delete}}",
		"{c: 1}", false },
	{ "delete a map, as kubectl", POD, "{spec: {a: {b: 1}}}", "{spec: {a: {$patch: delete}}}",
		"{spec: {a: {}}}", false },
	{ "delete the object", POD, "{kind: Pod}", "{$patch: delete}", "null", true },
	{ "delete what is not there", POD, "{b: 1}", "{a: {$patch: delete}}", "{b: 1}", false },
	{ "replace what is not there, as kustomize", NONE, "{}", "{a: {$patch: replace, b: 1}}",
		"{a: {b: 1}}", false },
	{ "replace what is not there, as kubectl", POD, "{}", "{a: {$patch: replace, b: 1}}", "{}",
		false },
	{ "merge is so anyway", NONE, "{a: {b: 1}}", "{a: {$patch: merge, c: 1}}",
		"{a: {b: 1, c: 1}}", false },
	{ "merge is so in an item", CRD, "{map: [{port: 1}]}",
		"{map: [{port: 1, a: 1, $patch: merge}]}", "{map: [{port: 1, a: 1}]}", false },
	{ "a mark alone says merge", CRD, "{set: [1]}", "{set: [{$patch: merge}, 2]}",
		"{set: [2, 1]}", false },
	{ "retain keys", NONE, "{a: {b: 1, c: 2}}", "{a: {$retainKeys: [c, d], d: 3}}",
		"{a: {c: 2, d: 3}}", false },
	{ "retain keys of what is new", NONE, "{}", "{a: {$retainKeys: [d], d: 3}}", "{a: {d: 3}}",
		false },
	{ "what is no directive is a key", NONE, "{}", "{$patches: 1, $retainKeysX: 2}",
		"{$patches: 1, $retainKeysX: 2}", false },

	{ "items by key", POD, "{spec: {containers: [{name: a, image: x}, {name: b}]}}",
		"{spec: {containers: [{name: b, image: y}]}}",
		"{spec: {containers: [{name: a, image: x}, {name: b, image: y}]}}", false },
	{ "a new item comes first", POD, "{spec: {containers: [{name: a}]}}",
		"{spec: {containers: [{name: b, x: null}]}}",
		"{spec: {containers: [{name: b}, {name: a}]}}", false },
	{ "a number is no text", POD, "{spec: {volumes: [{name: 1}]}}",
		"{spec: {volumes: [{name: '1', a: 1}]}}",
		"{spec: {volumes: [{name: '1', a: 1}, {name: 1}]}}", false },
	{ "a list that is new, does not merge and is put in order", POD,
		"{spec: {containers: [{name: a}]}}",
		"{spec: {containers: [{name: a, command: [x, y], "
		"$setElementOrder/command: [y, x]}]}}",
		"{spec: {containers: [{name: a, command: [y, x]}]}}", false },
	{ "delete an item", POD, "{spec: {containers: [{name: a}, {name: b}, {name: a}]}}",
		"{spec: {containers: [{name: a, $patch: delete}]}}",
		"{spec: {containers: [{name: b}]}}", false },
	{ "replace a list", POD, "{spec: {containers: [{name: a}, {name: b, c: 1}]}}",
		"{spec: {containers: [{name: b}, {$patch: replace}]}}",
		"{spec: {containers: [{name: b}]}}", false },
	{ "an atomic list", POD, "{spec: {tolerations: [{key: a}]}}",
		"{spec: {tolerations: [{key: b}]}}", "{spec: {tolerations: [{key: b}]}}", false },
	{ "a set", POD, "{metadata: {finalizers: [a, b]}}", "{metadata: {finalizers: [c, b]}}",
		"{metadata: {finalizers: [c, a, b]}}", false },
	{ "items that are alike stand together", POD,
		"{spec: {volumes: [{name: a}, {name: b}, {name: a}]}}", "{spec: {volumes: []}}",
		"{spec: {volumes: [{name: a}, {name: a}, {name: b}]}}", false },
	{ "the order of items", POD, "{spec: {containers: [{name: a}, {name: b}, {name: c}]}}",
		"{spec: {$setElementOrder/containers: [{name: c}, {name: a}]}}",
		"{spec: {containers: [{name: b}, {name: c}, {name: a}]}}", false },
	{ "what is deleted makes room in the old order", POD,
		"{spec: {volumes: [{name: a}, {name: b}, {name: c}]}}",
		"{spec: {$setElementOrder/volumes: [{name: x}, {name: b}], "
		"volumes: [{name: x}, {name: a, $patch: delete}]}}",
		"{spec: {volumes: [{name: c}, {name: x}, {name: b}]}}", false },
	{ "an order of what is null", POD, "{spec: {volumes: }}",
		"{spec: {$setElementOrder/volumes: [{name: a}], volumes: [{name: a}]}}",
		"{spec: {volumes: [{name: a}]}}", false },
	{ "an order of nothing", POD, "{spec: {}}",
		"{spec: {$setElementOrder/volumes: [{name: a}]}}", "{spec: {}}", false },
	{ "the order of an atomic list", CRD, "{atomic: [1, 2, 3]}",
		"{$setElementOrder/atomic: [3, 1]}", "{atomic: [2, 3, 1]}", false },
	{ "delete scalars", POD, "{metadata: {finalizers: [a, b]}}",
		"{metadata: {$deleteFromPrimitiveList/finalizers: [a, c], finalizers: [d]}}",
		"{metadata: {finalizers: [d, b]}}", false },
	{ "delete scalars of no list", POD, "{metadata: {}}",
		"{metadata: {$deleteFromPrimitiveList/finalizers: [a]}}", "{metadata: {}}", false },
	{ "an atomic map", POD, "{spec: {affinity: {nodeAffinity: {a: 1}}}}",
		"{spec: {affinity: {nodeAffinity: {b: 1}}}}",
		"{spec: {affinity: {nodeAffinity: {a: 1, b: 1}}}}", false },

	{ "a schema: atomic if it does not say", CRD, "{atomic: [1, 2]}", "{atomic: [3]}",
		"{atomic: [3]}", false },
	{ "a schema: set", CRD, "{set: [1, 2]}", "{set: [3, 2]}", "{set: [3, 1, 2]}", false },
	{ "a schema: several keys", CRD,
		"{map: [{port: 1, protocol: UDP}, {port: 1, protocol: TCP}]}",
		"{map: [{port: 1, protocol: TCP, a: 1}]}",
		"{map: [{port: 1, protocol: UDP}, {port: 1, protocol: TCP, a: 1}]}", false },
	{ "a schema: a key has a default", CRD, "{map: [{port: 1, protocol: TCP}]}",
		"{map: [{port: 1, a: 1}]}", "{map: [{port: 1, protocol: TCP, a: 1}]}", false },
	{ "a schema: below items", CRD, "{map: [{port: 1, inner: [1]}]}",
		"{map: [{port: 1, inner: [2]}]}", "{map: [{port: 1, inner: [2, 1]}]}", false },
	{ "a schema: atomic map", CRD, "{whole: {a: 1}}", "{whole: {b: 1}}", "{whole: {b: 1}}",
		false },
	{ "a schema: each key", CRD, "{each: {x: {set: [1]}}}", "{each: {x: {set: [2]}}}",
		"{each: {x: {set: [2, 1]}}}", false },
	{ "a schema: metadata is everybody's", CRD, "{metadata: {finalizers: [a]}}",
		"{metadata: {finalizers: [b]}}", "{metadata: {finalizers: [b, a]}}", false },
	{ "a schema: also below", CRD, "{template: {metadata: {finalizers: [a]}}}",
		"{template: {metadata: {finalizers: [b]}}}",
		"{template: {metadata: {finalizers: [b, a]}}}", false },
	{ "a schema: what is left open is data", CRD, "{open: {a: {b: [1], c: 1}}}",
		"{open: {a: {b: [2]}}}", "{open: {a: {b: [2], c: 1}}}", false },
	{ "a schema that is open", OPEN, "{a: [1]}", "{a: [2]}", "{a: [2]}", false },

	{ "an unknown list: the object has none", NONE, "{}", "{a: [1]}", "{a: [1]}", false },
	{ "an unknown list: the same but for nulls", NONE, "{}", "{a: [{b: null, c: 1}]}",
		"{a: [{c: 1}]}", false },
	{ "an atomic list: nulls", CRD, "{atomic: [1]}", "{atomic: [{b: null, c: 1}]}",
		"{atomic: [{b: null, c: 1}]}", false },
	{ "an atomic list: new without nulls, and then as it is", CRD, "{}",
		"{atomic: [{b: null, c: 1}]}", "{atomic: [{c: 1}]}", false },
	{ "a map that is replaced: nulls, as kubectl", POD, "{metadata: {labels: {a: b}}}",
		"{metadata: {labels: {$patch: replace, c: null, d: {e: null}}}}",
		"{metadata: {labels: {c: null, d: {e: null}}}}", false },
	{ "a map that is replaced: nulls, as kustomize", NONE, "{a: {b: 1}}",
		"{a: {$patch: replace, c: null}}", "{a: {}}", false },
	{ "a map that is replaced: the same but for nulls", POD, "{a: {b: 1}}",
		"{a: {$patch: replace, b: 1, c: null}}", "{a: {b: 1}}", false },
	{ "a list that is replaced: nulls, as kubectl", POD, "{spec: {containers: [{name: a}]}}",
		"{spec: {containers: [{$patch: replace}, {name: b, c: null}]}}",
		"{spec: {containers: [{name: b, c: null}]}}", false },
	{ "a list that is replaced: nulls, as kustomize", CRD, "{map: [{port: 1}]}",
		"{map: [{$patch: replace}, {port: 2, c: null}]}", "{map: [{port: 2}]}", false },
	{ "a map that replaces, in an item that is new", POD, "{spec: {containers: [{name: a}]}}",
		"{spec: {containers: [{name: b, c: {$patch: replace, d: 1}}]}}",
		"{spec: {containers: [{name: b, c: {d: 1}}, {name: a}]}}", false },
	{ "a map that replaces what is none, as kubectl", POD, "{a: 1}",
		"{a: {$patch: replace, b: 1}}", "{}", false },
	{ "a set: nulls", CRD, "{}", "{set: [{b: null, c: 1}]}", "{set: [{c: 1}]}", false },
	{ "a map where a list should be", CRD, "{atomic: {a: 1}}", "{atomic: {b: 1}}",
		"{atomic: {a: 1, b: 1}}", false },
	{ "an unknown list: an empty one", NONE, "{a: []}", "{a: [1]}", "{a: [1]}", false },
	{ "an unknown list: null", NONE, "{a: }", "{a: [1]}", "{a: [1]}", false },
	{ "an unknown list: the same", NONE, "{a: [1]}", "{a: [1]}", "{a: [1]}", false },
	{ "an unknown list: taken out", NONE, "{a: [1]}", "{a: null}", "{}", false },
	{ "an unknown list: replaced", NONE, "{a: [1]}", "{a: [{$patch: replace}, 2]}", "{a: [2]}",
		false },
	{ "an unknown list: less", NONE, "{a: [1, 2]}", "{$deleteFromPrimitiveList/a: [1]}",
		"{a: [2]}", false },
};

START_TEST(merges)
{
	struct diags d = diags_new(unit_arena());
	const struct value *object = read(bytes_of(rows[_i].object));
	const struct value *patch = read(bytes_of(rows[_i].patch));
	const struct value *got = patch_strategic(
		unit_arena(), object, patch, type_of(rows[_i].of), &d);
	ck_assert_msg(got, "%s: %s", rows[_i].law, unit_diags(&d));
	unit_same(rows[_i].law, json_of(got), json_of(read(bytes_of(rows[_i].wanted))));
	ck_assert_msg(!value_equal(object, got) || got == object, "%s: the same is another",
		rows[_i].law);
	if (rows[_i].once)
		return;
	const struct value *again = patch_strategic(
		unit_arena(), got, patch, type_of(rows[_i].of), &d);
	ck_assert_msg(again == got, "%s: a second time changes more", rows[_i].law);
}
END_TEST

/* --- what stays the same one ------------------------------------------------------------------ */

static const struct value *down(const struct value *value, const char *path)
{
	struct bytes rest = bytes_of(path), token;
	while (value && bytes_cut(&rest, '/', &token))
		value = value_at(value, token);
	ck_assert_msg(value, "%s", path);
	return value;
}

static bool same_place(const struct value *a, const struct value *b)
{
	return a->at.source == b->at.source && a->at.begin == b->at.begin;
}

START_TEST(keeps_what_it_leaves_alone)
{
	struct diags d = diags_new(unit_arena());
	const struct value *object = read(BYTES("spec: {nodeSelector: {a: b}, replicas: 1, "
						"containers: [{name: a}, {name: b, image: x}]}\n"));
	const struct value *patch = read(
		BYTES("spec: {containers: [{name: c}, {name: b, image: y, args: [z]}]}\n"));
	const struct value *got = patch_strategic(unit_arena(), object, patch, type_of(POD), &d);
	ck_assert_msg(got, "%s", unit_diags(&d));
	ck_assert_ptr_eq(down(got, "spec/nodeSelector"), down(object, "spec/nodeSelector"));
	ck_assert_ptr_eq(down(got, "spec/containers/0"), down(patch, "spec/containers/0"));
	ck_assert_ptr_eq(down(got, "spec/containers/1"), down(object, "spec/containers/0"));
	ck_assert(same_place(got, object));
	ck_assert(same_place(down(got, "spec"), down(object, "spec")));
	ck_assert(same_place(down(got, "spec/containers"), down(object, "spec/containers")));
	ck_assert(same_place(down(got, "spec/containers/2"), down(object, "spec/containers/1")));
	ck_assert_ptr_eq(
		down(got, "spec/containers/2/args"), down(patch, "spec/containers/1/args"));
}
END_TEST

START_TEST(replaces_with_what_was_the_same)
{
	struct diags d = diags_new(unit_arena());
	const struct value *object = read(
		BYTES("spec: {affinity: {a: {b: 1}, c: 1}, containers: [{name: a}, {name: b}]}\n"));
	const struct value *patch = read(
		BYTES("spec: {affinity: {$patch: replace, a: {b: 1}}, "
		      "containers: [{name: b}, {name: c}, {$patch: replace}]}\n"));
	const struct value *got = patch_strategic(unit_arena(), object, patch, type_of(POD), &d);
	ck_assert_msg(got, "%s", unit_diags(&d));
	ck_assert_ptr_eq(down(got, "spec/affinity/a"), down(object, "spec/affinity/a"));
	ck_assert_ptr_eq(down(got, "spec/containers/0"), down(object, "spec/containers/1"));
	ck_assert(same_place(down(got, "spec/affinity"), down(object, "spec/affinity")));
}
END_TEST

/* --- what is refused -------------------------------------------------------------------------- */

static const struct {
	const char *law;
	enum of of;
	const char *object, *patch;
	const char *said;
} faults[] = {
	{ "an unknown list", NONE, "{kind: X, a: {b: [1]}}", "{a: {b: [2]}}",
		"1:9 patch/unknown-list nothing says how the list 'a.b' of a 'X' merges\n" },
	{ "an empty list may mean two things", NONE, "{kind: X, b: [1]}", "{b: []}",
		"1:5 patch/unknown-list nothing says how the list 'b' of a 'X' merges\n" },
	{ "an unknown list below an item", POD,
		"{kind: Pod, spec: {containers: [{name: a, x: [1]}]}}",
		"{spec: {containers: [{name: a, x: [2]}]}}",
		"1:35 patch/unknown-list nothing says how the list 'spec.containers[name=a].x' of "
		"a 'Pod' merges\n" },
	{ "an order of an unknown list", NONE, "{kind: X, b: [1]}", "{$setElementOrder/b: [1]}",
		"1:2 patch/unknown-list nothing says how the list 'b' of a 'X' merges\n" },
	{ "a schema's map without keys", CRD, "{kind: X, keyless: [{a: 1}]}", "{keyless: [{a: 2}]}",
		"1:11 patch/unknown-list nothing says how the list 'keyless' of a 'X' merges\n" },
	{ "an item without its key", POD, "{spec: {containers: []}}",
		"{spec: {containers: [{image: x}]}}",
		"1:22 patch/strategic the items of 'spec.containers' are maps, told apart by "
		"'name', which this one has not\n" },
	{ "a mark without its key", POD, "{spec: {containers: []}}",
		"{spec: {containers: [{$patch: delete}]}}",
		"1:22 patch/strategic the items of 'spec.containers' are maps, told apart by "
		"'name', which this one has not\n" },
	{ "an item that is no map", POD, "{spec: {containers: []}}", "{spec: {containers: [x]}}",
		"1:22 patch/strategic the items of 'spec.containers' are maps, told apart by "
		"'name', which this one has not\n" },
	{ "a key that is a map", POD, "{spec: {containers: []}}",
		"{spec: {containers: [{name: {}}]}}",
		"1:22 patch/strategic the items of 'spec.containers' are maps, told apart by "
		"'name', which this one has not\n" },
	{ "no directive", NONE, "{a: {}}", "{a: {$patch: keep}}",
		"1:14 patch/strategic '$patch' must be 'replace', 'delete' or 'merge'\n" },
	{ "no text", NONE, "{}", "{a: {$patch: 1}}",
		"1:14 patch/strategic '$patch' must be 'replace', 'delete' or 'merge'\n" },
	{ "merge in a kind of Kubernetes", POD, "{a: {}}", "{a: {$patch: merge}}",
		"1:14 patch/strategic Kubernetes knows no '$patch: merge' in its own kinds\n" },
	{ "a key that is not retained", NONE, "{}", "{$retainKeys: [a], b: 1}",
		"1:20 patch/strategic 'b' is set here, but '$retainKeys' does not name it\n" },
	{ "retained keys are a list", NONE, "{}", "{$retainKeys: a}",
		"1:15 patch/strategic '$retainKeys' must be a list\n" },
	{ "an order is a list", POD, "{spec: {}}", "{spec: {$setElementOrder/containers: 1}}",
		"1:38 patch/strategic '$setElementOrder/containers' must be a list\n" },
	{ "an order of which list", POD, "{spec: {}}", "{spec: {$setElementOrder: []}}",
		"1:9 patch/strategic '$setElementOrder' must be followed by a slash and the name "
		"of a list\n" },
	{ "an order of what is no list", POD, "{spec: {containers: 1}}",
		"{spec: {$setElementOrder/containers: []}}",
		"1:21 patch/strategic 'containers' must be a list\n" },
	{ "another order", POD, "{spec: {containers: [{name: a}]}}",
		"{spec: {containers: [{name: b}, {name: a}], "
		"$setElementOrder/containers: [{name: a}, {name: b}]}}",
		"1:21 patch/strategic the items of 'spec.containers' are not all in "
		"'$setElementOrder', or in another order\n" },
	{ "an order of maps that do not merge", CRD, "{atomic: [{a: 1}]}",
		"{$setElementOrder/atomic: [{a: 1}]}",
		"1:28 patch/strategic 'atomic' does not merge, so that nothing tells its items "
		"apart\n" },
	{ "what is deleted is a list", POD, "{metadata: {}}",
		"{metadata: {$deleteFromPrimitiveList/finalizers: a}}",
		"1:50 patch/strategic '$deleteFromPrimitiveList/finalizers' must be a list\n" },
	{ "a patch is a map", NONE, "{}", "[]",
		"1:1 patch/strategic a strategic merge patch is a map, for an object that is "
		"one\n" },
	{ "all faults are told", NONE, "{kind: X, a: [1], b: [1]}", "{a: [2], b: [2]}",
		"1:5 patch/unknown-list nothing says how the list 'a' of a 'X' merges\n"
		"1:13 patch/unknown-list nothing says how the list 'b' of a 'X' merges\n" },
};

START_TEST(refuses)
{
	struct diags d = diags_new(unit_arena());
	const struct value *got = patch_strategic(unit_arena(), read(bytes_of(faults[_i].object)),
		read(bytes_of(faults[_i].patch)), type_of(faults[_i].of), &d);
	ck_assert_msg(!got, "%s", faults[_i].law);
	unit_same(faults[_i].law, bytes_of(unit_diags(&d)), bytes_of(faults[_i].said));
}
END_TEST

START_TEST(warns)
{
	struct diags d = diags_new(unit_arena());
	const struct value *patch = read(BYTES("{spec: {a: {$patch: replace, b: 1}, "
					       "containers: [{name: a, $patch: replace}]}}"));
	const struct value *got = patch_strategic(unit_arena(),
		read(BYTES("{spec: {containers: [{name: b}]}}")), patch, type_of(POD), &d);
	ck_assert_ptr_nonnull(got);
	unit_same("directives that do nothing", bytes_of(unit_diags(&d)),
		BYTES("1:21 patch/strategic '$patch: replace' has nothing to replace here, and "
		      "Kubernetes leaves the whole map out then\n"
		      "1:50 patch/strategic an item with '$patch: replace' only marks the list: "
		      "its other keys are left out\n"));
}
END_TEST

/* --- the table -------------------------------------------------------------------------------- */

static const struct {
	const char *group, *version, *kind;
	const char *path;
	enum merge_way way;
	const char *key;
} facts[] = {
	{ "", "v1", "Pod", "spec/containers", MERGE_KEYED, "name" },
	{ "", "v1", "Pod", "spec/containers/ports", MERGE_KEYED, "containerPort" },
	{ "", "v1", "Pod", "spec/containers/volumeMounts", MERGE_KEYED, "mountPath" },
	{ "", "v1", "Pod", "metadata/ownerReferences", MERGE_KEYED, "uid" },
	{ "", "v1", "Service", "spec/ports", MERGE_KEYED, "port" },
	{ "", "v1", "Node", "spec/podCIDRs", MERGE_SET, NULL },
	{ "apps", "v1", "Deployment", "spec/template/spec/tolerations", MERGE_ATOMIC, NULL },
	{ "apps", "v1", "Deployment", "spec/template/metadata/finalizers", MERGE_SET, NULL },
	{ "apps", "v1", "Deployment", "spec/selector/matchExpressions", MERGE_ATOMIC, NULL },
	{ "apps", "v1", "Deployment", "spec/nothing", MERGE_UNKNOWN, NULL },
	{ "apps", "v1", "StatefulSet", "spec/volumeClaimTemplates", MERGE_ATOMIC, NULL },
	{ "batch", "v1", "CronJob", "spec/jobTemplate/spec/template/spec/initContainers/env",
		MERGE_KEYED, "name" },
	{ "policy", "v1", "PodDisruptionBudget", "spec/selector", MERGE_WHOLE, NULL },
	{ "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "webhooks",
		MERGE_KEYED, "name" },
};

START_TEST(knows_kinds)
{
	const struct merge_type *type = merge_type_find(
		bytes_of(facts[_i].group), bytes_of(facts[_i].version), bytes_of(facts[_i].kind));
	ck_assert_msg(type, "%s", facts[_i].kind);
	struct merge_field field = { .type = type };
	struct bytes rest = bytes_of(facts[_i].path), name;
	while (bytes_cut(&rest, '/', &name))
		field = merge_field_find(unit_arena(), field.type, name);
	ck_assert_msg(field.way == facts[_i].way, "%s", facts[_i].path);
	ck_assert_uint_eq(field.keys.count, facts[_i].key != NULL);
	if (facts[_i].key)
		unit_same(facts[_i].path, field.keys.at[0].name, bytes_of(facts[_i].key));
}
END_TEST

START_TEST(finds_each_kind)
{
	for (size_t i = 0; i < merge_kind_count; i++) {
		const struct merge_kind *row = &merge_kinds[i];
		ck_assert_ptr_eq(merge_type_find(bytes_of(merge_texts + row->group),
					 bytes_of(merge_texts + row->version),
					 bytes_of(merge_texts + row->kind)),
			&merge_types[row->type]);
	}
	ck_assert_ptr_null(merge_type_find(BYTES("apps"), BYTES("v1"), BYTES("Deploymen")));
	ck_assert_ptr_null(merge_type_find(BYTES(""), BYTES("v1"), BYTES("Deployment")));
	ck_assert_ptr_null(merge_type_find(BYTES("apps"), BYTES("v9"), BYTES("Deployment")));
}
END_TEST

/* --- long lists ------------------------------------------------------------------------------- */

enum { LONG = 20000 };

static struct bytes long_list(const char *format, int from, int step)
{
	struct buf out = buf_new(unit_arena());
	buf_add(&out, BYTES("spec:\n  volumes:\n"));
	for (int i = 0; i < LONG; i++)
		buf_print(&out, format, from + i * step);
	return buf_bytes(&out);
}

START_TEST(takes_long_lists)
{
	struct diags d = diags_new(unit_arena());
	const struct value *object = read(long_list("  - name: v%d\n", 0, 1));
	const struct value *patch = read(long_list("  - {name: v%d, a: 1}\n", 2 * LONG, -2));
	const struct value *got = patch_strategic(unit_arena(), object, patch, type_of(POD), &d);
	ck_assert_msg(got, "%s", unit_diags(&d));
	ck_assert_uint_eq(down(got, "spec/volumes")->count, LONG + LONG / 2 + 1);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("manifest_strategic");
	TCase *tests = tcase_create("patch");
	tcase_add_loop_test(tests, merges, 0, COUNT(rows));
	tcase_add_test(tests, keeps_what_it_leaves_alone);
	tcase_add_test(tests, replaces_with_what_was_the_same);
	tcase_add_loop_test(tests, refuses, 0, COUNT(faults));
	tcase_add_test(tests, warns);
	tcase_add_loop_test(tests, knows_kinds, 0, COUNT(facts));
	tcase_add_test(tests, finds_each_kind);
	tcase_add_test(tests, takes_long_lists);
	suite_add_tcase(suite, tests);
	return suite;
}
