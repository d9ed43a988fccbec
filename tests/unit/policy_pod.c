/* The pods that controllers make. */
#include "policy_fixture.h"

#define TEMPLATE "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c}]}}"
#define OWNED(version, kind) \
	"{apiVersion: v1, kind: Pod, metadata: {labels: {a: b}, name: x, namespace: ns, " \
	"ownerReferences: [{apiVersion: " version ", kind: " kind ", name: x, controller: true, " \
	"blockOwnerDeletion: true}]}, spec: {containers: [{name: c}]}}"
#define OBJECT(version, kind, spec) \
	"{apiVersion: " version ", kind: " kind \
	", metadata: {name: x, namespace: ns}, spec: {" spec "}}"

static const struct {
	const char *object, *pod, *law;
} rows[] = {
	{ OBJECT("apps/v1", "Deployment", TEMPLATE), OWNED("apps/v1", "ReplicaSet"),
		"by a ReplicaSet" },
	{ OBJECT("extensions/v1beta1", "Deployment", TEMPLATE), OWNED("apps/v1", "ReplicaSet"),
		"of old" },
	{ OBJECT("apps/v1", "ReplicaSet", TEMPLATE), OWNED("apps/v1", "ReplicaSet"), "itself" },
	{ OBJECT("apps/v1", "StatefulSet", TEMPLATE), OWNED("apps/v1", "StatefulSet"), "a set" },
	{ OBJECT("apps/v1", "DaemonSet", TEMPLATE), OWNED("apps/v1", "DaemonSet"), "on each node" },
	{ OBJECT("batch/v1", "Job", TEMPLATE), OWNED("batch/v1", "Job"), "a job" },
	{ OBJECT("batch/v1", "CronJob", "jobTemplate: {spec: {" TEMPLATE "}}"),
		OWNED("batch/v1", "Job"), "a job in time" },
	{ OBJECT("v1", "ReplicationController", TEMPLATE), OWNED("v1", "ReplicationController"),
		"the oldest of all" },
	{ OBJECT("v1", "Pod", TEMPLATE), NULL, "a pod makes none" },
	{ OBJECT("a.b/v1", "Deployment", TEMPLATE), NULL, "nor does a stranger of that name" },
	{ OBJECT("batch/v1", "CronJob", TEMPLATE), NULL, "nor one without a template" },
	{ "{apiVersion: apps/v1, kind: Deployment, spec: {template: {}}}",
		"{apiVersion: v1, kind: Pod, metadata: {ownerReferences: [{apiVersion: apps/v1, "
		"kind: ReplicaSet, controller: true, blockOwnerDeletion: true}]}}",
		"of next to nothing" },
	{ "[]", NULL, "no object" },
};

START_TEST(a_controller_makes_a_pod)
{
	const struct value *object = fixture_read(rows[_i].object).at[0];
	const struct value *pod = pod_of_controller(unit_arena(), object);
	ck_assert_msg((pod != NULL) == (rows[_i].pod != NULL), "%s", rows[_i].law);
	if (!pod)
		return;
	struct buf got = buf_new(unit_arena()), want = buf_new(unit_arena());
	emit_value(&got, pod, 0);
	emit_value(&want, fixture_read(rows[_i].pod).at[0], 0);
	unit_same(rows[_i].law, buf_bytes(&got), buf_bytes(&want));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("policy_pod");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_controller_makes_a_pod, 0, COUNT(rows));
	return suite;
}
