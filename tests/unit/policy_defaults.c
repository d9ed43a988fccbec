/* What the API server fills in before policies see an object. */
#include "policy_fixture.h"

#define POD(spec) "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {" spec "}}"
#define CONTAINER(more) POD("containers: [{name: c" more "}]")
#define OBJECT(version, kind, spec) \
	"{apiVersion: " version ", kind: " kind ", metadata: {name: a}, spec: {" spec "}}"
#define FIRST "object.spec.containers[0]"

static const struct {
	const char *object, *truth, *law;
} rows[] = {
	{ POD("containers: []"),
		"object.spec.dnsPolicy == 'ClusterFirst' && object.spec.restartPolicy == 'Always' "
		"&& "
		"object.spec.securityContext == {} && object.spec.terminationGracePeriodSeconds == "
		"30 && object.spec.schedulerName == 'default-scheduler' && "
		"object.spec.enableServiceLinks",
		"a pod" },
	{ POD("restartPolicy: Never, dnsPolicy: null"),
		"object.spec.restartPolicy == 'Never' && object.spec.dnsPolicy == 'ClusterFirst'",
		"what is said stays, but null says nothing" },
	{ CONTAINER(", image: a"), FIRST ".imagePullPolicy == 'Always'", "no tag" },
	{ CONTAINER(", image: 'a:latest'"), FIRST ".imagePullPolicy == 'Always'",
		"the latest tag" },
	{ CONTAINER(", image: 'r:5000/a:1'"), FIRST ".imagePullPolicy == 'IfNotPresent'",
		"another tag" },
	{ CONTAINER(", image: 'r:5000/a'"), FIRST ".imagePullPolicy == 'Always'",
		"a port is no tag" },
	{ CONTAINER(", image: 'a@sha256:"
		    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'"),
		FIRST ".imagePullPolicy == 'IfNotPresent'", "a digest" },
	{ CONTAINER(", image: '!'"), FIRST ".imagePullPolicy == 'IfNotPresent'",
		"no image at all" },
	{ CONTAINER(""),
		FIRST ".resources == {} && " FIRST ".terminationMessagePolicy == 'File' && " FIRST
		      ".terminationMessagePath == '/dev/termination-log'",
		"a container" },
	{ CONTAINER(", ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}]"),
		FIRST ".ports.map(p, p.protocol) == ['TCP', 'UDP'] && !has(" FIRST
		      ".ports[0].hostPort)",
		"ports" },
	{ POD("hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]"),
		FIRST ".ports[0].hostPort == 80", "ports in the node's network" },
	{ CONTAINER(", resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 2}}"),
		FIRST ".resources.requests == {'cpu': 2, 'memory': '1Gi'}", "limits are requests" },
	{ CONTAINER(", resources: {requests: {cpu: 2}}"),
		FIRST ".resources == {'requests': {'cpu': 2}}", "but not the other way" },
	{ CONTAINER(", livenessProbe: {httpGet: {port: 1}, periodSeconds: 5}"),
		FIRST ".livenessProbe == {'httpGet': {'port': 1, 'path': '/', 'scheme': 'HTTP'}, "
		      "'periodSeconds': 5, 'timeoutSeconds': 1, 'successThreshold': 1, "
		      "'failureThreshold': 3}",
		"a probe" },
	{ CONTAINER(
		  ", env: [{name: a, value: b}, {name: c, valueFrom: {fieldRef: {fieldPath: d}}}]"),
		FIRST ".env[1].valueFrom.fieldRef.apiVersion == 'v1'", "one item of several" },
	{ POD("initContainers: [{name: i, image: a}]"),
		"object.spec.initContainers[0].imagePullPolicy == 'Always'", "other containers" },
	{ POD("volumes: [{name: a}, {name: b, secret: {secretName: s}}, {name: c, hostPath: {path: "
	      "/}}]"),
		"object.spec.volumes == [{'name': 'a', 'emptyDir': {}}, {'name': 'b', 'secret': "
		"{'secretName': 's', 'defaultMode': 420}}, {'name': 'c', 'hostPath': {'path': '/', "
		"'type': ''}}]",
		"volumes" },
	{ OBJECT("apps/v1", "Deployment", "template: {spec: {containers: [{image: a}]}}"),
		"object.spec.replicas == 1 && object.spec.strategy == {'type': 'RollingUpdate', "
		"'rollingUpdate': {'maxUnavailable': '25%', 'maxSurge': '25%'}} && "
		"object.spec.template.spec.containers[0].imagePullPolicy == 'Always' && "
		"!has(object.spec.template.spec.enableServiceLinks)",
		"a deployment and its template" },
	{ OBJECT("apps/v1", "Deployment", "strategy: {type: Recreate}, replicas: 0"),
		"object.spec.strategy == {'type': 'Recreate'} && object.spec.replicas == 0",
		"another strategy" },
	{ OBJECT("apps/v1", "StatefulSet", ""),
		"object.spec.updateStrategy.rollingUpdate.partition == 0 && "
		"object.spec.podManagementPolicy == 'OrderedReady'",
		"a stateful set" },
	{ OBJECT("apps/v1", "DaemonSet", ""),
		"object.spec.updateStrategy.rollingUpdate == {'maxUnavailable': 1, 'maxSurge': 0}",
		"a daemon set" },
	{ OBJECT("batch/v1", "Job", ""),
		"object.spec.completions == 1 && object.spec.parallelism == 1 && "
		"object.spec.backoffLimit == 6 && !object.spec.suspend",
		"a job" },
	{ OBJECT("batch/v1", "Job", "parallelism: 2"),
		"object.spec.parallelism == 2 && !has(object.spec.completions)",
		"a job of several pods" },
	{ OBJECT("batch/v1", "CronJob", "jobTemplate: {spec: {template: {spec: {}}}}"),
		"object.spec.concurrencyPolicy == 'Allow' && "
		"object.spec.jobTemplate.spec.template.spec.dnsPolicy == 'ClusterFirst' && "
		"!has(object.spec.jobTemplate.spec.backoffLimit)",
		"a job in time" },
	{ OBJECT("v1", "Service", "ports: [{port: 80}]"),
		"object.spec == {'ports': [{'port': 80, 'protocol': 'TCP', 'targetPort': 80}], "
		"'sessionAffinity': 'None', 'type': 'ClusterIP', 'internalTrafficPolicy': "
		"'Cluster'}",
		"a service" },
	{ OBJECT("v1", "Service", "type: LoadBalancer"),
		"object.spec.externalTrafficPolicy == 'Cluster' && "
		"object.spec.allocateLoadBalancerNodePorts",
		"a load balancer" },
	{ OBJECT("v1", "Service", "type: ExternalName"), "!has(object.spec.internalTrafficPolicy)",
		"a name" },
	{ OBJECT("networking.k8s.io/v1", "NetworkPolicy", "egress: [{ports: [{port: 1}]}]"),
		"object.spec == {'egress': [{'ports': [{'port': 1, 'protocol': 'TCP'}]}], "
		"'policyTypes': ['Ingress', 'Egress']}",
		"a network policy" },
	{ "{apiVersion: v1, kind: Secret, metadata: {name: a}}", "object.type == 'Opaque'",
		"a secret" },
	{ "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, roleRef: {name: r}, "
	  "subjects: [{kind: User}, {kind: ServiceAccount}]}",
		"object.roleRef.apiGroup == 'rbac.authorization.k8s.io' && object.subjects == "
		"[{'kind': 'User', 'apiGroup': 'rbac.authorization.k8s.io'}, {'kind': "
		"'ServiceAccount'}]",
		"a binding of a role" },
	{ "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, aggregationRule: {}}",
		"object.rules == null", "a role without rules" },
	{ "{apiVersion: v1, kind: Namespace, metadata: {name: a}}",
		"object.metadata.labels == {'kubernetes.io/metadata.name': 'a'}", "a Namespace" },
	{ "{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: [b]}}",
		"object.metadata.labels == ['b']", "with odd labels" },
	{ CONTAINER(", resources: {limits: {cpu: 1}, requests: 2}"),
		FIRST ".resources.requests == 2", "odd requests" },
	{ OBJECT("a.b/v1", "Deployment", ""), "object.spec == {}", "a stranger" },
	{ OBJECT("v1", "Pod", "containers: 7, volumes: [a]"),
		"object.spec.containers == 7 && object.spec.volumes == ['a']", "what is no pod" },
};

static bool is_true(const char *text, const struct value *object)
{
	struct diags d = diags_new(unit_arena());
	struct cel_env *env = cel_env_new(unit_arena(), (struct cel_options){ 0 });
	cel_env_variable(env, BYTES("object"));
	const struct cel_program *program = cel_compile(
		unit_arena(), env, bytes_of(text), (struct span){ 0 }, &d);
	ck_assert_msg(program, "%s: %s", text, unit_diags(&d));
	struct cel_value value = cel_of(object);
	struct cel_variables variables = { .values = &value, .count = 1 };
	value = cel_eval(unit_arena(), program, variables, CEL_COST_LIMIT).value;
	return value.kind == CEL_BOOL && value.boolean;
}

START_TEST(a_default_is_filled_in)
{
	const struct value *object = fixture_read(rows[_i].object).at[0];
	const struct value *filled = object_with_defaults(unit_arena(), object);
	struct buf out = buf_new(unit_arena());
	emit_value(&out, filled, 0);
	ck_assert_msg(is_true(rows[_i].truth, filled), "%s:\n" BYTES_FMT, rows[_i].law,
		BYTES_ARG(buf_bytes(&out)));
	/* What is filled in is full. */
	ck_assert_msg(object_with_defaults(unit_arena(), filled) == filled, "%s", rows[_i].law);
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("policy_defaults");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_default_is_filled_in, 0, COUNT(rows));
	return suite;
}
