/* What a policy says of an object that it is about, and what is done about it. */
#include "policy_fixture.h"

#define HEAD \
	"apiVersion: admissionregistration.k8s.io/v1\n" \
	"kind: ValidatingAdmissionPolicy\n" \
	"metadata: {name: p}\n" \
	"spec:\n" \
	"  matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: " \
	"['*'], resources: ['*']}]}\n"
#define BINDING(spec) \
	"---\n" \
	"apiVersion: admissionregistration.k8s.io/v1\n" \
	"kind: ValidatingAdmissionPolicyBinding\n" \
	"metadata: {name: b}\n" \
	"spec: {policyName: p, " spec "}\n"
#define DENY BINDING("validationActions: [Deny]")
#define PARAM(name, more, data) \
	"---\n{apiVersion: a.b/v1, kind: Limits, metadata: {name: " name more "}, most: " data "}" \
	"\n"
#define PARAM_KIND "  paramKind: {apiVersion: a.b/v1, kind: Limits}\n"
#define BOUND_TO(ref) BINDING("validationActions: [Deny], paramRef: {" ref "}")

#define POD "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: one}, spec: {count: 3}}\n"
#define NAMESPACE "---\n{apiVersion: v1, kind: Namespace, metadata: {name: one, labels: {a: b}}}\n"
#define EXPRESSION(text) HEAD "  validations: [{expression: \"" text "\"}]\n" DENY

static const struct {
	const char *policy, *objects, *verdicts, *law;
} rows[] = {
	/* outcomes */
	{ EXPRESSION("object.spec.count == 3"), POD, "pass", "true" },
	{ EXPRESSION("object.spec.count == 4"), POD,
		"fail deny: failed expression: object.spec.count == 4", "false" },
	{ EXPRESSION("object.spec.m == 4"), POD, "error deny: no such key: 'm'", "an error" },
	{ HEAD "  failurePolicy: Ignore\n  validations: [{expression: object.spec.m == 4}]\n" DENY,
		POD, "error: no such key: 'm'", "an error that is ignored" },
	{ HEAD "  failurePolicy: Ignore\n  validations: [{expression: 'false'}]\n" DENY, POD,
		"fail deny: failed expression: false", "a failure is not ignored" },
	{ HEAD "  validations: [{expression: 'true'}, {expression: 'false'}, {expression: "
	       "'true'}]\n" DENY,
		POD, "pass; fail deny: failed expression: false; pass", "each for itself" },
	{ "{apiVersion: v1, kind: List, items: [{apiVersion: admissionregistration.k8s.io/v1beta1, "
	  "kind: ValidatingAdmissionPolicy, metadata: {name: p}, spec: {validations: [{expression: "
	  "'false'}], matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], "
	  "operations: ['*'], resources: ['*']}]}}}]}",
		POD, "fail warn: failed expression: false", "in a list" },
	/* actions */
	{ HEAD "  validations: [{expression: 'false'}]\n", POD,
		"fail warn: failed expression: false", "nothing binds it" },
	{ HEAD "  validations: [{expression: 'false'}]\n" BINDING(
		  "validationActions: [Warn, Audit]"),
		POD, "fail warn audit: failed expression: false", "several actions" },
	{ HEAD "  validations: [{expression: 'false'}]\n" DENY BINDING("validationActions: [Warn]"),
		POD, "fail deny: failed expression: false; fail warn: failed expression: false",
		"several bindings" },
	/* messages */
	{ HEAD "  validations: [{expression: 'false', message: ' bad '}]\n", POD, "fail warn: bad",
		"a message" },
	{ HEAD "  validations: [{expression: 'false', message: bad, messageExpression: \"'it is ' "
	       "+ "
	       "string(object.spec.count)\"}]\n",
		POD, "fail warn: it is 3", "a message that is made" },
	{ HEAD "  validations: [{expression: 'false', message: bad, messageExpression: "
	       "string(object.spec.m)}]\n",
		POD, "fail warn: bad", "one that cannot be made" },
	{ HEAD "  validations: [{expression: 'false', message: bad, messageExpression: \"'  "
	       "'\"}]\n",
		POD, "fail warn: bad", "one of nothing" },
	{ HEAD "  validations: [{expression: 'false', message: bad, messageExpression: "
	       "\"'a\\\\nb'\"}]\n",
		POD, "fail warn: bad", "one of two lines" },
	{ HEAD "  validations: [{expression: 'false', message: bad, messageExpression: "
	       "\"lists.range(6000).map(i, 'a').join()\"}]\n",
		POD, "fail warn: bad", "one that is too long" },
	{ HEAD "  validations: [{expression: \" false \"}]\n", POD,
		"fail warn: failed expression: false", "no message" },
	/* variables */
	{ HEAD "  variables: [{name: c, expression: object.spec.count}, {name: m, expression: "
	       "variables.c + 1}]\n"
	       "  validations: [{expression: variables.m == 4}, {expression: variables.m == 5}]\n",
		POD, "pass; fail warn: failed expression: variables.m == 5",
		"one is made of another" },
	{ HEAD "  variables: [{name: m, expression: object.spec.m}]\n"
	       "  validations: [{expression: 'true || variables.m'}, {expression: "
	       "variables.m == 1}]\n",
		POD, "pass; error warn: no such key: 'm'", "only what is asked for is made" },
	{ HEAD "  variables: [{name: c, expression: object.spec.count}]\n"
	       "  validations: [{expression: 'false', messageExpression: string(variables.c)}]\n",
		POD, "fail warn: 3", "messages see them" },
	{ HEAD "  variables: [{name: c, expression: object.spec.count}]\n"
	       "  validations: [{expression: has(variables.c)}]\n",
		POD, "pass", "they are fields" },
	/* match conditions */
	{ HEAD "  matchConditions: [{name: c, expression: object.spec.count == 4}]\n"
	       "  validations: [{expression: 'false'}]\n",
		POD, "", "a condition that is false" },
	{ HEAD "  matchConditions: [{name: c, expression: object.spec.count == 3}]\n"
	       "  validations: [{expression: 'false', message: bad}]\n",
		POD, "fail warn: bad", "one that is true" },
	{ HEAD "  matchConditions: [{name: c, expression: object.spec.m == 3}]\n"
	       "  validations: [{expression: 'true'}]\n",
		POD, "error warn: no such key: 'm'", "one that fails" },
	{ HEAD "  failurePolicy: Ignore\n"
	       "  matchConditions: [{name: c, expression: object.spec.m == 3}]\n"
	       "  validations: [{expression: 'false'}]\n",
		POD, "error: no such key: 'm'", "which is ignored" },
	{ HEAD "  matchConditions: [{name: c, expression: object.spec.m == 3}, {name: d, "
	       "expression: 'false'}]\n"
	       "  validations: [{expression: 'false'}]\n",
		POD, "", "one that is false wins over one that fails" },
	{ HEAD "  matchConditions: [{name: c, expression: request.userInfo.username == 'a'}]\n"
	       "  validations: [{expression: 'false'}, {expression: 'true'}]\n",
		POD, "undecided warn: who asks: request.userInfo; pass",
		"one that is not known leaves open what fails" },
	{ HEAD "  matchConditions: [{name: c, expression: request.userInfo.username == 'a'}, "
	       "{name: "
	       "d, expression: 'false'}]\n"
	       "  validations: [{expression: 'false'}]\n",
		POD, "", "unless another one is false" },
	{ HEAD "  matchConditions: [{name: c, expression: namespaceObject.metadata.name == "
	       "'one'}]\n"
	       "  validations: [{expression: 'true'}]\n",
		POD NAMESPACE, "error warn: null has no field 'metadata'",
		"conditions are told of no Namespace" },
	/* what is not known */
	{ EXPRESSION("request.userInfo.username != 'a'"), POD,
		"undecided deny: who asks: request.userInfo", "the user" },
	{ EXPRESSION("object.spec.count == 3 || request.userInfo.username != 'a'"), POD, "pass",
		"it does not matter" },
	{ EXPRESSION("object.spec.count == 4 && request.userInfo.username != 'a'"), POD,
		"fail deny: failed expression: object.spec.count == 4 && request.userInfo.username "
		"!= "
		"'a'",
		"nor here" },
	{ EXPRESSION("object.spec.m == 4 && request.userInfo.username != 'a'"), POD,
		"undecided deny: who asks: request.userInfo",
		"what fails may still be decided by what is not known" },
	{ EXPRESSION("[1, 2].all(i, i < 2 || request.userInfo.username != 'a')"), POD,
		"undecided deny: who asks: request.userInfo", "of one element" },
	{ EXPRESSION("[1, 2].all(i, i < 2 && request.userInfo.username != 'a')"), POD,
		"fail deny: failed expression: [1, 2].all(i, i < 2 && request.userInfo.username "
		"!= 'a')",
		"where another decides" },
	{ EXPRESSION("authorizer.group('').resource('pods').check('create').allowed()"), POD,
		"undecided deny: what the authorizer says", "the authorizer" },
	{ EXPRESSION("authorizer.requestResource.check('create').allowed()"), POD,
		"undecided deny: what the authorizer says", "for the object" },
	{ EXPRESSION("has(request.userInfo) && request.?options.hasValue()"), POD,
		"undecided deny: how it is asked: request.options", "the options" },
	{ HEAD "  variables: [{name: u, expression: request.userInfo.username}]\n"
	       "  validations: [{expression: variables.u == 'a'}, {expression: variables.u == 'a' "
	       "|| "
	       "object.spec.count == 3}, {expression: variables.u == 'b'}]\n",
		POD,
		"undecided warn: who asks: request.userInfo; pass; undecided warn: who asks: "
		"request.userInfo",
		"through a variable, each time" },
	/* objects of any form */
	{ EXPRESSION("object.metadata == 1"), "{apiVersion: v1, kind: Pod, metadata: 1}", "pass",
		"no metadata" },
	{ HEAD "  validations: [{expression: 'true'}]\n" BINDING("validationActions: [Deny], "
								 "matchResources: {objectSelector: "
								 "{matchLabels: {a: b}}}"),
		"{apiVersion: v1, kind: Namespace, metadata: {name: [], labels: [a]}}", "",
		"labels that are none" },
	{ EXPRESSION("object.spec.a == [{'b': 1}, {}] && object.spec.d.size() == 0 && "
		     "!has(object.spec.f)"),
		"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {a: [{b: 1}, {c: null}], "
		"d: "
		"{e: ~}, f: null}}",
		"pass", "null says nothing" },
	{ EXPRESSION("object.rules == null"),
		"{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a}, "
		"rules: "
		"null}",
		"pass", "but where Kubernetes shows it" },
	{ EXPRESSION("object.spec.a == [null]"),
		"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {a: [null]}}", "pass",
		"but in a list" },
	{ EXPRESSION("object.a == 1"), "{a: 1}\n", "pass", "no kind" },
	{ EXPRESSION("object == []"), "[]\n", "pass", "no map" },
	{ EXPRESSION("object.kind == 'G'"),
		"{apiVersion: a.b/v1, kind: G}\n---\n{apiVersion: apiextensions.k8s.io/v1, kind: "
		"CustomResourceDefinition, spec: {group: a.b, names: {kind: G}, versions: {a: "
		"b}}}\n",
		"pass", "a definition of nothing" },
	/* the request */
	{ EXPRESSION("request.operation == 'CREATE' && oldObject == null && !request.dryRun"), POD,
		"pass", "a creation" },
	{ EXPRESSION("request.operation == 'UPDATE' && oldObject.a == 1"),
		POD "---\n{kind: Old, a: 1}\n", "pass", "an update" },
	{ EXPRESSION(
		  "request.name == 'a' && request.namespace == 'one' && !has(request.subResource)"),
		POD, "pass", "names" },
	{ EXPRESSION("request.kind == {'group': '', 'version': 'v1', 'kind': 'Pod'} && "
		     "request.resource.resource == 'pods' && request.requestResource == "
		     "request.resource"),
		POD, "pass", "kind and resource" },
	{ EXPRESSION("request.namespace == 'out'"),
		"{apiVersion: v1, kind: Pod, metadata: {name: a}}", "pass",
		"the release's namespace" },
	{ EXPRESSION("has(request.namespace)"), "{apiVersion: v1, kind: Node, metadata: {name: a}}",
		"fail deny: failed expression: has(request.namespace)", "no namespace" },
	{ EXPRESSION("request.namespace == 'a' && namespaceObject == null"),
		"{apiVersion: v1, kind: Namespace, metadata: {name: a}}", "pass",
		"a Namespace is in itself" },
	{ EXPRESSION("request.name == 'a-1'"),
		"{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}",
		"undecided deny: the name that is generated", "a generated name" },
	{ HEAD "  validations: [{expression: \"object.apiVersion == 'apps/v1' && "
	       "request.kind.group == 'apps' && request.requestKind.group == 'extensions'\"}]\n",
		"{apiVersion: extensions/v1beta1, kind: Deployment, metadata: {name: a}}",
		"fail warn: failed expression: object.apiVersion == 'apps/v1' && "
		"request.kind.group == 'apps' && request.requestKind.group == 'extensions'",
		"what is matched as it is is seen as it is" },
	{ EXPRESSION("object.metadata == {'name': 'a', 'namespace': 'out'}"),
		"{apiVersion: v1, kind: Pod, metadata: {name: a}}", "pass",
		"the object is in the release's namespace, too" },
	{ EXPRESSION("!has(object.metadata.namespace)"),
		"{apiVersion: v1, kind: Node, metadata: {name: a}}", "pass",
		"unless it is in none" },
	{ EXPRESSION("has(object.metadata.name) && object.metadata.name.startsWith('b')"),
		"{apiVersion: v1, kind: Pod, metadata: {generateName: a-}}",
		"undecided deny: the name that is generated", "the object will have a name" },
	/* the Namespace */
	{ EXPRESSION("namespaceObject.metadata.labels.a == 'b'"), POD NAMESPACE, "pass",
		"a known one" },
	{ EXPRESSION("namespaceObject.metadata.labels['kubernetes.io/metadata.name'] == 'one'"),
		POD NAMESPACE, "pass", "with the label of its name" },
	{ EXPRESSION("namespaceObject.metadata.name == 'one'"), POD, "pass",
		"the name is always known" },
	{ EXPRESSION("has(namespaceObject.metadata.annotations)"), POD,
		"undecided deny: the Namespace 'one', which is not among the documents",
		"nothing else is" },
	{ EXPRESSION("namespaceObject.status.phase == 'Active'"), POD NAMESPACE,
		"undecided deny: what the API server adds to the Namespace",
		"nor what comes later" },
	{ EXPRESSION("namespaceObject.metadata.name == 'a'"),
		"{apiVersion: v1, kind: Node, metadata: {name: a}}",
		"error deny: null has no field 'metadata'", "a node is in none" },
	/* params */
	{ HEAD PARAM_KIND
		"  validations: [{expression: object.spec.count <= params.most}]\n" BOUND_TO(
			"name: l, parameterNotFoundAction: Deny") PARAM("k", "", "1")
			PARAM("l", "", "5"),
		POD, "pass", "by name" },
	{ HEAD PARAM_KIND
		"  validations: [{expression: object.spec.count <= params.most}]\n" BOUND_TO(
			"selector: {matchLabels: {a: b}}, parameterNotFoundAction: Deny")
			PARAM("k", ", labels: {a: b}", "1") PARAM("l", ", labels: {a: b}", "5")
				PARAM("m", ", labels: {a: c}", "0"),
		POD, "fail deny: failed expression: object.spec.count <= params.most; pass",
		"by selector, one after the other" },
	{ HEAD PARAM_KIND
		"  validations: [{expression: object.spec.count <= params.most}]\n" BOUND_TO(
			"selector: {}, parameterNotFoundAction: Deny") PARAM("k", "", "4"),
		POD, "pass", "all of them" },
	{ HEAD PARAM_KIND "  validations: [{expression: 'true'}]\n" BINDING(
		  "validationActions: [Warn], paramRef: {name: x, parameterNotFoundAction: Deny}")
			PARAM("k", "", "1"),
		POD,
		"error deny: there are no params for the binding, and parameterNotFoundAction is "
		"Deny",
		"none denies, though it would only warn" },
	{ HEAD "  failurePolicy: Ignore\n" PARAM_KIND
	       "  validations: [{expression: 'true'}]\n" BOUND_TO(
		       "name: x, parameterNotFoundAction: Deny") PARAM("k", "", "1"),
		POD,
		"error: there are no params for the binding, and parameterNotFoundAction is Deny",
		"unless that is ignored" },
	{ HEAD PARAM_KIND "  validations: [{expression: 'false'}]\n" BOUND_TO(
		  "name: x, parameterNotFoundAction: Allow") PARAM("k", "", "1"),
		POD, "", "or allowed" },
	{ HEAD PARAM_KIND "  validations: [{expression: 'false'}]\n" BOUND_TO(
		  "name: x, parameterNotFoundAction: Allow"),
		POD, "undecided deny: the params: no Limits is among the documents",
		"none at all of the kind: they are in the cluster" },
	{ HEAD PARAM_KIND "  validations: [{expression: params == null}]\n" DENY, POD, "pass",
		"a binding without params" },
	{ HEAD PARAM_KIND "  validations: [{expression: params == null}]\n", POD,
		"undecided warn: the params: nothing binds the policy", "no binding" },
	{ HEAD PARAM_KIND "  validations: [{expression: params.most == 1}]\n" BOUND_TO(
		  "name: l, parameterNotFoundAction: Deny") PARAM("l", ", namespace: two", "2")
			PARAM("l", ", namespace: one", "1"),
		POD, "pass", "those of the object's namespace" },
	{ HEAD PARAM_KIND "  validations: [{expression: params.most == 2}]\n" BOUND_TO(
		  "name: l, namespace: two, parameterNotFoundAction: Deny")
			PARAM("l", ", namespace: two", "2") PARAM("l", ", namespace: one", "1"),
		POD, "pass", "those of a namespace" },
	{ HEAD "  paramKind: {apiVersion: v1, kind: ConfigMap}\n"
	       "  validations: [{expression: \"params.data.a == 'x'\"}]\n" BOUND_TO(
		       "name: l, parameterNotFoundAction: Deny"),
		POD
		"---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: l, namespace: one}, data: "
		"{a: x}}\n",
		"pass", "from the stream" },
	{ HEAD "  paramKind: {apiVersion: v1, kind: ConfigMap}\n"
	       "  validations: [{expression: 'true'}]\n" BOUND_TO(
		       "name: l, parameterNotFoundAction: Deny"),
		"{apiVersion: v1, kind: Node, metadata: {name: l}}\n---\n{apiVersion: v1, kind: "
		"ConfigMap, metadata: {name: l}}\n",
		"error deny: paramRef names no namespace, and the object is in none",
		"params in a namespace, the object in none" },
	/* audit annotations */
	{ HEAD "  auditAnnotations: [{key: k, valueExpression: \"' it is ' + "
	       "string(object.spec.count)\"}, "
	       "{key: l, valueExpression: 'null'}]\n" DENY,
		POD, "p/k=it is 3", "an annotation" },
	{ HEAD "  auditAnnotations: [{key: k, valueExpression: string(object.spec.m)}]\n" BINDING(
		  "validationActions: [Audit]"),
		POD, "error deny: no such key: 'm'", "one that fails denies" },
	{ HEAD "  failurePolicy: Ignore\n"
	       "  auditAnnotations: [{key: k, valueExpression: string(object.spec.m)}]\n" DENY,
		POD, "error: no such key: 'm'", "unless that is ignored" },
	{ HEAD "  auditAnnotations: [{key: k, valueExpression: request.userInfo.username}]\n" DENY,
		POD, "undecided deny: who asks: request.userInfo", "one that is not known" },
	/* costs */
	{ EXPRESSION("lists.range(400000).all(i, i >= 0)"), POD,
		"error deny: the expression costs more than 1000000", "of an expression" },
	{ HEAD "  variables: [{name: a, expression: 'lists.range(190000).all(i, i >= 0)'}]\n"
	       "  validations: [{expression: 'variables.a'}]\n" DENY,
		POD, "pass", "a variable counts for itself" },
	{ HEAD "  variables: [{name: a, expression: 'lists.range(190000).all(i, i >= 0)'}]\n"
	       "  validations: [{expression: 'variables.a && lists.range(190000).all(i, i >= "
	       "0)'}]\n" DENY,
		POD, "pass", "not with those that ask for it" },
	{ HEAD "  matchConditions: [{name: a, expression: 'lists.range(190000).all(i, i >= 0)'}, "
	       "{name: b, expression: 'lists.range(190000).all(i, i >= 0)'}, {name: c, expression: "
	       "'lists.range(190000).all(i, i >= 0)'}]\n"
	       "  validations: [{expression: 'true'}]\n" DENY,
		POD, "error deny: the policy costs more than Kubernetes lets it", "of conditions" },
	/* Kyverno */
	{ "apiVersion: policies.kyverno.io/v1\nkind: ValidatingPolicy\nmetadata: {name: p}\nspec:\n"
	  "  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: "
	  "[CREATE], resources: [pods]}]}\n"
	  "  validations: [{expression: \"hash(object.kind) == 'a' || object.spec.count == 3\"}, "
	  "{expression: 'hash(object.kind) == 1'}, {expression: object.spec.m == 4}]\n",
		POD,
		"pass; undecided deny: what Kyverno's own library finds; error deny: no such key: "
		"'m'",
		"what nobody knows here, Kyverno may" },
	{ "apiVersion: policies.kyverno.io/v1alpha1\nkind: ValidatingPolicy\nmetadata: {name: p}\n"
	  "spec:\n"
	  "  validationActions: [Audit]\n"
	  "  evaluation: {background: {enabled: true}}\n"
	  "  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: "
	  "[CREATE], resources: [pods]}]}\n"
	  "  variables: [{name: c, expression: \"resource.Get('v1', 'configmaps', 'a', 'b')\"}]\n"
	  "  validations: [{expression: object.spec.count == 4, message: bad}, {expression: "
	  "object.spec.count in variables.c.data}]\n",
		POD, "fail audit: bad; undecided audit: what Kyverno's own library finds",
		"Kyverno's policy is one" },
};

START_TEST(an_object_is_judged)
{
	struct policy_verdicts verdicts = fixture_verdicts_of(rows[_i].policy, rows[_i].objects,
		(struct policy_options){ .namespace = BYTES("out") });
	unit_same(rows[_i].law, fixture_verdicts(&verdicts), bytes_of(rows[_i].verdicts));
}
END_TEST

/* Nobody says the namespace of the release. */
START_TEST(a_namespace_is_not_known)
{
	struct policy_verdicts verdicts = fixture_verdicts_of(HEAD
		"  validations:\n"
		"  - expression: object.metadata.namespace == 'a'\n"
		"  - expression: has(object.metadata.namespace) && object.metadata.name == 'a'\n"
		"  - expression: request.namespace == 'a'\n"
		"  - expression: namespaceObject.metadata.name == 'a'\n",
		"{apiVersion: v1, kind: Pod, metadata: {name: a}}", (struct policy_options){ 0 });
	unit_same("no namespace", fixture_verdicts(&verdicts),
		BYTES("undecided warn: the namespace of the object; pass; undecided warn: the "
		      "namespace of the object; undecided warn: the namespace of the object"));
}
END_TEST

/* Neither that nor the name. */
START_TEST(nothing_is_known)
{
	struct policy_verdicts verdicts = fixture_verdicts_of(HEAD
		"  validations:\n"
		"  - expression: object.metadata.namespace == 'a'\n"
		"  - expression: object.metadata.name == 'a'\n"
		"  - expression: object.metadata.generateName == 'b'\n",
		"{apiVersion: v1, kind: Pod, metadata: {generateName: b, name: null}}",
		(struct policy_options){ 0 });
	unit_same("no name", fixture_verdicts(&verdicts),
		BYTES("undecided warn: the namespace of the object; undecided warn: the name that "
		      "is generated; pass"));
}
END_TEST

/* What a policy costs altogether: ten expressions of a tenth of it and a little more. */
START_TEST(a_policy_may_cost_so_much)
{
	struct buf text = buf_new(unit_arena());
	buf_add(&text, BYTES(HEAD "  validations:\n"));
	for (int i = 0; i < _i; i++)
		buf_add(&text,
			BYTES("  - {expression: 'lists.range(190000).all(i, i >= 0)', "
			      "messageExpression: \"'a'\"}\n"));
	struct policy_verdicts verdicts = fixture_verdicts_of(
		bytes_string(unit_arena(), buf_bytes(&text)), POD, (struct policy_options){ 0 });
	bool over = verdicts.count == 1 && verdicts.at[0].validation == POLICY_WHOLE;
	ck_assert_msg(over == (_i > 10), "%d: %zu", _i, verdicts.count);
}
END_TEST

/* --- places ----------------------------------------------------------------------------------- */

static const struct {
	const char *spec, *expression, *place, *law;
} places[] = {
	{ "  validations: [{expression: object.spec.count == 4}]\n", "object.spec.count", "3",
		"what was compared" },
	{ "  validations:\n  - expression: >-\n      object.kind == 'Pod' &&\n      "
	  "object.spec.count == "
	  "4\n",
		"object.spec.count", "3", "in a folded text" },
	{ "  validations: [{expression: object.spec.m == 4}]\n", "m", "{count: 3}",
		"where the key is missing" },
	{ "  variables: [{name: v, expression: object.spec.m}]\n"
	  "  validations: [{expression: variables.v == 4}]\n",
		"m", "{count: 3}", "in the variable that failed" },
	{ "  validations: [{expression: request.userInfo.uid == '4'}]\n",
		"request.userInfo.uid == '4'", NULL, "what is not known has none" },
};

START_TEST(a_verdict_has_places)
{
	struct buf text = buf_new(unit_arena());
	buf_print(&text, "%s%s", HEAD, places[_i].spec);
	struct policy_verdicts verdicts = fixture_verdicts_of(
		bytes_string(unit_arena(), buf_bytes(&text)), POD, (struct policy_options){ 0 });
	ck_assert(verdicts.count == 1);
	unit_same(places[_i].law, span_text(verdicts.at[0].expression),
		bytes_of(places[_i].expression));
	struct span place = verdicts.at[0].place;
	ck_assert_msg((place.source != NULL) == (places[_i].place != NULL), "%s", places[_i].law);
	if (place.source)
		unit_same(places[_i].law, span_text(place), bytes_of(places[_i].place));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("policy_verdicts");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, an_object_is_judged, 0, COUNT(rows));
	tcase_add_test(cases, a_namespace_is_not_known);
	tcase_add_test(cases, nothing_is_known);
	tcase_add_loop_test(cases, a_policy_may_cost_so_much, 9, 12);
	tcase_add_loop_test(cases, a_verdict_has_places, 0, COUNT(places));
	return suite;
}
