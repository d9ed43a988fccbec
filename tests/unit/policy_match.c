/* Which objects a policy is about: rules, versions, selectors, scopes. */
#include "policy_fixture.h"

static const char policy[] = "apiVersion: admissionregistration.k8s.io/v1\n"
			     "kind: ValidatingAdmissionPolicy\n"
			     "metadata: {name: p}\n"
			     "spec:\n"
			     "  validations: [{expression: 'false', message: it is}]\n"
			     "  matchConstraints: {%s}\n";

static const char pod[] = "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: one}}";
static const char deployment[] =
	"{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: one, "
	"labels: {app: web, tier: back}}}";

#define RULE(groups, versions, resources, more) \
	"resourceRules: [{apiGroups: [" groups "], apiVersions: [" versions "], operations: " \
	"[CREATE], resources: [" resources "]" more "}]"
#define ANY \
	"resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], " \
	"resources: ['*']}]"
#define PODS RULE("''", "v1", "pods", "")
#define WITH_NAMESPACE(labels) \
	"{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: one}}\n---\n" \
	"{apiVersion: v1, kind: Namespace, metadata: {name: one, labels: {" labels "}}}\n"
#define CRD(scope, more) \
	"---\n{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: " \
	"{name: x}, spec: {group: a.b, scope: " scope ", names: {kind: Gateway, plural: " \
	"gateways}, versions: [{name: v1, served: true}, {name: v2, served: true}, {name: v0, " \
	"served: false}]" more "}}\n"
#define GATEWAY "{apiVersion: a.b/v1, kind: Gateway, metadata: {name: a}}\n"

static const struct {
	const char *constraints, *objects;
	const char *answer; /* yes, no, or what is not known */
	const char *law;
} rows[] = {
	/* groups, versions, resources */
	{ PODS, pod, "yes", "group, version and resource" },
	{ PODS, deployment, "no", "another resource" },
	{ RULE("apps", "v1", "pods", ""), pod, "no", "another group" },
	{ RULE("''", "v2", "pods", ""), pod, "no", "another version" },
	{ RULE("'*'", "'*'", "'*'", ""), deployment, "yes", "all stars" },
	{ RULE("'*'", "'*'", "pods, deployments", ""), deployment, "yes", "one of several" },
	{ RULE("''", "v1", "pods/exec", ""), pod, "no", "a subresource is not created" },
	{ RULE("''", "v1", "'pods/*'", ""), pod, "yes", "all subresources and itself" },
	{ RULE("''", "v1", "'*/*'", ""), pod, "yes", "everything of everything" },
	{ RULE("''", "v1", "'*/status'", ""), pod, "no", "one subresource of everything" },
	{ RULE("networking.k8s.io", "v1", "networkpolicies", ""),
		"{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}}",
		"yes", "a plural that is no plain s" },
	{ RULE("''", "v1", "endpoints", ""),
		"{apiVersion: v1, kind: Endpoints, metadata: {name: a}}", "yes",
		"a kind that is a plural" },
	{ "resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [UPDATE], resources: "
	  "[pods]}]",
		pod, "no", "another operation" },
	{ "resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [UPDATE], resources: "
	  "[pods]}]",
		"{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: one}}\n---\n{kind: "
		"Old}\n",
		"yes", "an update, where there is an old object" },
	{ PODS, "{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n{kind: Old}\n", "no",
		"which is no creation" },
	{ "resourceRules: [{apiGroups: [a], apiVersions: [v1], operations: [CREATE], resources: "
	  "[x]}, {apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]",
		pod, "yes", "any rule will do" },
	/* names */
	{ RULE("''", "v1", "pods", ", resourceNames: [b, a]"), pod, "yes", "by name" },
	{ RULE("''", "v1", "pods", ", resourceNames: [b]"), pod, "no", "another name" },
	{ RULE("''", "v1", "pods", ", resourceNames: [b]"),
		"{apiVersion: v1, kind: Pod, metadata: {generateName: b}}", "no",
		"a generated name" },
	/* scope */
	{ RULE("''", "v1", "'*'", ", scope: Namespaced"), pod, "yes", "in a namespace" },
	{ RULE("''", "v1", "'*'", ", scope: Cluster"), pod, "no", "and so not of the cluster" },
	{ RULE("''", "v1", "'*'", ", scope: '*'"), pod, "yes", "of any scope" },
	{ RULE("''", "v1", "'*'", ", scope: Cluster"),
		"{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "yes",
		"a Namespace is of the cluster" },
	{ RULE("''", "v1", "'*'", ", scope: Namespaced"),
		"{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "no",
		"though its request names one" },
	{ RULE("'*'", "'*'", "'*'", ", scope: Cluster"),
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "
		"a}}",
		"yes", "a ClusterRole, too" },
	/* excluded */
	{ ANY ", excludeResourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], "
	      "resources: [pods]}]",
		pod, "no", "excluded" },
	{ ANY ", excludeResourceRules: [{apiGroups: [''], apiVersions: [v1], operations: ['*'], "
	      "resources: [pods], resourceNames: [b]}]",
		pod, "yes", "another is excluded" },
	/* versions */
	{ RULE("apps", "v1", "deployments", ""),
		"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}", "yes",
		"the same object in an old group" },
	{ RULE("apps", "v1", "deployments", "") ", matchPolicy: Exact",
		"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}", "no",
		"but not exactly" },
	{ RULE("apps", "v1beta1", "deployments", ""), deployment, "no",
		"as a version that is no more nothing is seen" },
	{ RULE("batch", "v1", "cronjobs", ""),
		"{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: a}}", "yes",
		"an old version of the same group" },
	{ RULE("autoscaling", "v1", "'*'", ""),
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}}",
		"the object converted to autoscaling/v1", "another version looks otherwise" },
	{ RULE("autoscaling", "v2", "'*'", ""),
		"{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}}",
		"yes", "itself does not" },
	/* kinds of others */
	{ RULE("a.b", "v1", "gateways", ""), GATEWAY, "yes", "a guessed plural" },
	{ RULE("a.b", "v1", "gatewaies", ""), GATEWAY, "no", "which is a likely one" },
	{ RULE("a.b", "v2", "gateways", ""), GATEWAY, "which versions of Gateway there are",
		"nobody knows the versions" },
	{ RULE("a.b", "v2", "gateways", "") ", matchPolicy: Exact", GATEWAY, "no",
		"which do not matter there" },
	{ RULE("a.b", "v1", "gateways", ", scope: Cluster"), GATEWAY,
		"whether a Gateway is in a namespace", "nor the scope" },
	{ RULE("a.b", "v1", "gateways", ", scope: Cluster"),
		"{apiVersion: a.b/v1, kind: Gateway, metadata: {name: a, namespace: b}}", "no",
		"unless the object tells" },
	{ RULE("a.b", "v2", "gateways", ", scope: Cluster"), GATEWAY CRD("Cluster", ""), "yes",
		"a CRD tells" },
	{ RULE("a.b", "v0", "gateways", ""), GATEWAY CRD("Cluster", ""), "no",
		"a version that is not served" },
	{ RULE("a.b", "v2", "gateways", ""),
		GATEWAY CRD("Cluster", ", conversion: {strategy: Webhook}"),
		"the object converted to a.b/v2", "another program converts" },
	/* labels of the object */
	{ ANY ", objectSelector: {matchLabels: {app: web}}", deployment, "yes", "a label" },
	{ ANY ", objectSelector: {matchLabels: {app: web, tier: front}}", deployment, "no",
		"all labels must be" },
	{ ANY ", objectSelector: {matchLabels: {app: web}}", pod, "no", "no labels at all" },
	{ ANY ", objectSelector: {}", pod, "yes", "nothing is asked" },
	{ ANY ", objectSelector: {matchExpressions: [{key: app, operator: In, values: [a, web]}]}",
		deployment, "yes", "In" },
	{ ANY ", objectSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}",
		deployment, "no", "NotIn" },
	{ ANY ", objectSelector: {matchExpressions: [{key: x, operator: NotIn, values: [web]}]}",
		deployment, "yes", "NotIn holds for what is not there" },
	{ ANY ", objectSelector: {matchExpressions: [{key: app, operator: Exists}]}", deployment,
		"yes", "Exists" },
	{ ANY ", objectSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}",
		deployment, "no", "DoesNotExist" },
	{ ANY ", objectSelector: {matchLabels: {app: web}, matchExpressions: [{key: x, operator: "
	      "DoesNotExist}]}",
		deployment, "yes", "both kinds" },
	{ ANY ", objectSelector: {matchLabels: {a: b}}",
		"{apiVersion: v1, kind: Pod, metadata: {name: a}}\n---\n"
		"{kind: Old, metadata: {labels: {a: b}}}\n",
		"yes", "of an update the old labels count as well" },
	/* labels of the namespace */
	{ PODS ", namespaceSelector: {matchLabels: {a: b}}", WITH_NAMESPACE("a: b"), "yes",
		"the Namespace is known" },
	{ PODS ", namespaceSelector: {matchLabels: {a: b}}", WITH_NAMESPACE("a: c"), "no",
		"and has another label" },
	{ PODS ", namespaceSelector: {matchLabels: {a: b}}", pod,
		"the labels of the Namespace 'one'", "it is not known" },
	{ PODS ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: one}}", pod, "yes",
		"its name is" },
	{ PODS ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two, a: b}}", pod,
		"no", "which decides" },
	{ PODS ", namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, "
	       "operator: NotIn, values: [kube-system]}]}",
		WITH_NAMESPACE(""), "yes", "each Namespace has a label with its name" },
	{ PODS ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: out}}",
		"{apiVersion: v1, kind: Pod, metadata: {name: a}}", "yes", "the release's" },
	{ ANY ", namespaceSelector: {matchLabels: {a: b}}",
		"{apiVersion: v1, kind: Node, metadata: {name: a}}", "yes",
		"what is in no namespace is always selected" },
	{ ANY ", namespaceSelector: {matchLabels: {a: b}}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: a, labels: {a: b}}}", "yes",
		"a Namespace has labels of its own" },
	{ ANY ", namespaceSelector: {matchLabels: {a: b}}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "no", "or has not" },
	{ ANY ", namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: a}}",
		"{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "yes",
		"its name is one" },
	{ ANY ", namespaceSelector: {matchLabels: {a: b}}", GATEWAY,
		"whether a Gateway is in a namespace", "which is not known either" },
	/* policies */
	{ ANY,
		"{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, "
		"metadata: {name: a}}",
		"no", "no policy is about policies" },
	{ ANY,
		"{apiVersion: admissionregistration.k8s.io/v1, kind: "
		"ValidatingWebhookConfiguration, metadata: {name: a}}",
		"yes", "but about webhooks" },
};

static struct bytes answer_of(const struct policy_verdicts *verdicts)
{
	if (verdicts->count == 0)
		return BYTES("no");
	ck_assert(verdicts->count == 1);
	return verdicts->at[0].result == POLICY_UNDECIDED ? verdicts->at[0].message : BYTES("yes");
}

START_TEST(a_policy_is_about_an_object)
{
	const char *text = bytes_string(
		unit_arena(), bytes_print(unit_arena(), policy, rows[_i].constraints));
	struct policy_verdicts verdicts = fixture_verdicts_of(
		text, rows[_i].objects, (struct policy_options){ .namespace = BYTES("out") });
	unit_same(rows[_i].law, answer_of(&verdicts), bytes_of(rows[_i].answer));
}
END_TEST

/* A binding narrows what its policy is about down. */
START_TEST(a_binding_is_about_an_object)
{
	static const char binding[] =
		"---\n"
		"apiVersion: admissionregistration.k8s.io/v1\n"
		"kind: ValidatingAdmissionPolicyBinding\n"
		"metadata: {name: b}\n"
		"spec: {policyName: p, validationActions: [Deny], matchResources: {%s}}\n";
	struct buf text = buf_new(unit_arena());
	buf_print(&text, policy, ANY);
	buf_print(&text, binding, rows[_i].constraints);
	struct policy_verdicts verdicts = fixture_verdicts_of(
		bytes_string(unit_arena(), buf_bytes(&text)), rows[_i].objects,
		(struct policy_options){ .namespace = BYTES("out") });
	unit_same(rows[_i].law, answer_of(&verdicts), bytes_of(rows[_i].answer));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("policy_match");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_policy_is_about_an_object, 0, COUNT(rows));
	tcase_add_loop_test(cases, a_binding_is_about_an_object, 0, COUNT(rows));
	return suite;
}
