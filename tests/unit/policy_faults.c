/* What the API server would refuse in policies and bindings, and where that stands. */
#include "policy_fixture.h"

#define RULES \
	"  matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: " \
	"['*'], resources: ['*']}]}\n"

static const char head[] = "apiVersion: admissionregistration.k8s.io/v1\n"
			   "kind: ValidatingAdmissionPolicy\n"
			   "metadata: {name: p}\n"
			   "spec:\n";

static const struct {
	const char *spec, *faults, *law;
} policies[] = {
	{ RULES "  validations: [{expression: 'true'}]\n", "", "a policy" },
	{ "  validations: [{expression: 'true'}]\n",
		"5:3 policy/field 'matchConstraints' is missing\n", "a required field" },
	{ "  matchConstraints: {}\n  validations: [{expression: 'true'}]\n",
		"5:21 policy/field a policy needs resourceRules\n", "without rules" },
	{ RULES, "5:3 policy/field a policy needs validations or auditAnnotations\n",
		"nothing to be judged by" },
	{ RULES "  validations: [{expression: 'true'}]\n  failurePolicy: Warn\n",
		"7:18 policy/field 'Warn' cannot stand here\n", "a choice" },
	{ RULES "  validations: [{expression: 'true'}]\n  matchCondition: []\n",
		"7:3 policy/field Kubernetes does not know the field 'matchCondition'\n",
		"an unknown field is warned of" },
	{ RULES "  validations: {expression: 'true'}\n", "6:16 policy/field this must be a list\n",
		"no list" },
	{ RULES "  validations: [{expression: true}]\n", "6:30 policy/field this must be a text\n",
		"YAML's truth value is no expression" },
	{ RULES "  validations: [{expression: ' '}]\n",
		"6:30 policy/field this must not be empty\n", "nothing is none either" },
	{ RULES "  validations: [{expression: 'true', message: \"a\\nb\"}]\n",
		"6:47 policy/field a message is a single line\n", "a message of two lines" },
	{ RULES "  validations: [{expression: 'true', reason: Because}]\n",
		"6:46 policy/field 'Because' cannot stand here\n", "a reason" },
	{ RULES "  validations: [{expression: 'true'}]\n"
		"  variables: [{name: a-b, expression: '1'}]\n",
		"7:22 policy/field this is no name for a variable\n", "a variable's name" },
	{ RULES "  validations: [{expression: 'true'}]\n"
		"  matchConditions: [{name: a, expression: 'true'}, {name: a, expression: "
		"'true'}]\n",
		"7:59 policy/field this name comes twice\n", "a name that comes twice" },
	{ "  matchConstraints: {resourceRules: [{apiGroups: ['*'], apiVersions: ['*'], operations: "
	  "[PATCH], resources: ['*']}]}\n  validations: [{expression: 'true'}]\n",
		"5:90 policy/field 'PATCH' cannot stand here\n", "an operation" },
	{ "  matchConstraints: {resourceRules: [{apiGroups: ['*', a], apiVersions: ['*'], "
	  "operations: ['*'], resources: ['*']}]}\n  validations: [{expression: 'true'}]\n",
		"5:50 policy/field beside '*' nothing else can stand\n", "a star and more" },
	{ "  matchConstraints: {objectSelector: {matchExpressions: [{key: a, operator: In}]}, "
	  "resourceRules: [{apiGroups: [a], apiVersions: [b], operations: ['*'], resources: "
	  "[c]}]}\n"
	  "  validations: [{expression: 'true'}]\n",
		"5:58 policy/field In and NotIn need values\n", "a selector" },
	/* expressions */
	{ RULES "  validations: [{expression: 'object.a =='}]\n",
		"6:42 cel/syntax an operand is missing\n", "a syntax error" },
	{ RULES "  validations:\n  - expression: |-\n      true &&\n      objekt.a == 1\n",
		"9:7 cel/name there is no variable 'objekt' here\n", "a name, in its line" },
	{ RULES "  validations: [{expression: object.a}]\n",
		"6:30 cel/type this gives dyn, where bool is wanted\n", "of any type" },
	{ RULES "  validations: [{expression: '1'}]\n",
		"6:31 cel/type this gives int, where bool is wanted\n", "of the wrong type" },
	{ RULES "  validations: [{expression: 'true', messageExpression: object.a}]\n",
		"6:57 cel/type this gives dyn, where string is wanted\n", "a message is a text" },
	{ RULES "  auditAnnotations: [{key: a, valueExpression: '1'}]\n",
		"6:49 cel/type this gives int, where string is wanted\n", "an annotation" },
	{ RULES "  validations: [{expression: 'variables.a == 1'}]\n",
		"6:31 cel/name there is no variable 'variables' here\n", "no variables at all" },
	{ RULES "  validations: [{expression: 'variables.b == 1'}]\n"
		"  variables: [{name: a, expression: '1'}]\n",
		"6:41 cel/field there is no field 'b' here\n", "not this one" },
	{ RULES "  validations: [{expression: 'variables.a'}]\n"
		"  variables: [{name: a, expression: '1'}]\n",
		"6:31 cel/type this gives int, where bool is wanted\n", "a variable has a type" },
	{ RULES "  validations: [{expression: variables.a.orValue(true)}, {expression: "
		"variables.b.isLessThan(quantity('1'))}, {expression: variables.c.x}]\n"
		"  variables: [{name: a, expression: object.?a}, {name: b, expression: "
		"quantity('1')}, {name: c, expression: \"{'x': true}\"}]\n",
		"", "of an optional or a quantity nothing is known" },
	{ RULES "  validations: [{expression: object.?a.orValue(true)}]\n",
		"6:30 cel/type this gives dyn, where bool is wanted\n",
		"of what is in it neither" },
	{ RULES "  validations: [{expression: 'true'}]\n"
		"  variables: [{name: a, expression: variables.b}, {name: b, expression: '1'}]\n",
		"7:47 cel/field there is no field 'b' here\n", "of those before it" },
	{ RULES "  validations: [{expression: 'true'}]\n"
		"  variables: [{name: a, expression: '1'}]\n"
		"  matchConditions: [{name: c, expression: variables.a == 1}]\n",
		"8:43 cel/name there is no variable 'variables' here\n", "conditions see none" },
	{ RULES "  validations: [{expression: params == null}]\n",
		"6:30 cel/name there is no variable 'params' here\n", "no params" },
	{ RULES "  validations: [{expression: 'true', messageExpression: "
		"\"authorizer.path('/').check('get').reason()\"}]\n",
		"6:58 cel/name there is no variable 'authorizer' here\n",
		"messages are made without the authorizer" },
	{ RULES "  validations: [{expression: request.user == null}]\n",
		"6:38 cel/field there is no field 'user' here\n", "the request has a type" },
	{ RULES "  validations: [{expression: \"authorizer.group('a').check('b').allowed()\"}]\n",
		"6:53 cel/type group_check(dyn) has no method 'check'\n", "so has the authorizer" },
	{ RULES "  validations: [{expression: \"image('a').tag == 'b'\"}]\n",
		"6:31 cel/portable 'image' is not in Kubernetes\n", "what only leme has" },
	{ RULES "  validations: [{expression: '1 == 1.0'}]\n",
		"6:33 cel/portable 'int == double' is not in Kubernetes\n",
		"numbers of two kinds" },
	{ RULES "  validations: [{expression: \"object.a in [1, 'b']\"}]\n",
		"6:47 cel/type this is string, but what stands before it is int\n",
		"a list of several types" },
};

START_TEST(a_policy_is_refused)
{
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_print(unit_arena(), "%s%s", head, policies[_i].spec);
	fixture_policies(bytes_string(unit_arena(), text), (struct policy_options){ 0 }, &d);
	unit_same(policies[_i].law, bytes_of(unit_diags(&d)), bytes_of(policies[_i].faults));
}
END_TEST

static const struct {
	const char *spec, *faults, *law;
} bindings[] = {
	{ "policyName: p, validationActions: [Deny]", "", "a binding" },
	{ "policyName: q, validationActions: [Deny]",
		"11:20 policy/binding there is no policy 'q' among the documents\n",
		"of no policy" },
	{ "policyName: p, validationActions: []", "11:42 policy/field this must not be empty\n",
		"no action" },
	{ "policyName: p", "11:7 policy/field 'validationActions' is missing\n", "none at all" },
	{ "policyName: p, validationActions: [Deny, Warn]",
		"11:42 policy/field Deny and Warn exclude each other\n", "two that exclude" },
	{ "policyName: p, validationActions: [Deny, Deny]",
		"11:49 policy/field this action comes twice\n", "one twice" },
	{ "policyName: p, validationActions: [Deny], paramRef: {parameterNotFoundAction: Deny}",
		"11:60 policy/field params are found by name or by selector\n",
		"no way to params" },
	{ "policyName: p, validationActions: [Deny], paramRef: {name: a, selector: {}, "
	  "parameterNotFoundAction: Deny}",
		"11:60 policy/field params are found by name or by selector\n", "two ways" },
	{ "policyName: p, validationActions: [Deny], paramRef: {name: a}",
		"11:60 policy/field 'parameterNotFoundAction' is missing\n",
		"what if there are none" },
};

START_TEST(a_binding_is_refused)
{
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_print(unit_arena(),
		"%s" RULES "  validations: [{expression: 'true'}]\n"
		"---\n"
		"apiVersion: admissionregistration.k8s.io/v1beta1\n"
		"kind: ValidatingAdmissionPolicyBinding\n"
		"metadata: {name: b}\n"
		"spec: {%s}\n",
		head, bindings[_i].spec);
	fixture_policies(bytes_string(unit_arena(), text), (struct policy_options){ 0 }, &d);
	unit_same(bindings[_i].law, bytes_of(unit_diags(&d)), bytes_of(bindings[_i].faults));
}
END_TEST

/* A release does not have what came later. */
START_TEST(a_release_is_kept_to)
{
	struct diags d = diags_new(unit_arena());
	struct bytes text = bytes_print(unit_arena(),
		"%s" RULES "  validations: [{expression: \"isSemver('1.0.0')\"}]\n", head);
	fixture_policies(
		bytes_string(unit_arena(), text), (struct policy_options){ .release = 30 }, &d);
	unit_same("1.30", bytes_of(unit_diags(&d)),
		BYTES("6:31 cel/portable 'isSemver' came with Kubernetes 1.33\n"));
}
END_TEST

Suite *unit_suite(void)
{
	Suite *suite = suite_create("policy_faults");
	TCase *cases = tcase_create("rows");
	suite_add_tcase(suite, cases);
	tcase_add_loop_test(cases, a_policy_is_refused, 0, COUNT(policies));
	tcase_add_loop_test(cases, a_binding_is_refused, 0, COUNT(bindings));
	tcase_add_test(cases, a_release_is_kept_to);
	return suite;
}
