/*
 * Policies: 20 of them over 3,000 objects, compiled once. Some match by kind, some by label, some
 * have variables, params and messages; one in a hundred objects fails one. Times are those of the
 * processor.
 */
#include "bench.h"

#include "judge/judge.h"

enum { ROUNDS = 15, POLICIES = 20, OBJECTS = 3000 };

static double cpu_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* --- data ------------------------------------------------------------------------------------- */

static const struct value *read_data(struct arena *owner, struct bytes text)
{
	struct diags d = diags_new(owner);
	struct source *source = source_new(owner, BYTES("data"), BYTES("data"), text);
	const struct tree *tree = tree_read(owner, source, DIALECT_HELM, LIMITS_DEFAULT, &d);
	const struct value *value = !tree
		? NULL
		: tree_value(owner, tree, tree->documents.at[0].root, LIMITS_DEFAULT, &d);
	if (!value)
		bench_fail("data");
	return value;
}

static const char *const specs[] = {
	"  variables: [{name: containers, expression: 'object.spec.template.spec.containers'}]\n"
	"  validations:\n"
	"  - expression: \"variables.containers.all(c, "
	"c.image.startsWith('registry.example.com/'))\"\n"
	"    messageExpression: \"'images of ' + object.metadata.name\"\n"
	"  - expression: variables.containers.all(c, has(c.resources) && "
	"has(c.resources.limits))\n",
	"  validations: [{expression: \"has(object.metadata.labels) && 'app' in "
	"object.metadata.labels\"}]\n",
	"  matchConditions: [{name: own, expression: \"request.namespace != 'kube-system'\"}]\n"
	"  validations: [{expression: object.spec.replicas <= 9}]\n",
	"  validations:\n"
	"  - expression: \"object.spec.template.spec.containers.all(c, "
	"c.image.matches('@sha256:[0-9a-f]{64}$'))\"\n",
};

static void add_policy(struct policies *policies, struct arena *owner, size_t number)
{
	struct diags d = diags_new(owner);
	struct bytes policy = bytes_print(owner,
		"apiVersion: admissionregistration.k8s.io/v1\n"
		"kind: ValidatingAdmissionPolicy\n"
		"metadata: {name: p%zu}\n"
		"spec:\n"
		"  matchConstraints:\n"
		"    resourceRules:\n"
		"    - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], "
		"resources: [%s]}\n"
		"    objectSelector: {matchExpressions: [{key: exempt, operator: DoesNotExist}]}\n"
		"%s",
		number, number % 2 ? "deployments" : "deployments, statefulsets",
		specs[number % (sizeof specs / sizeof *specs)]);
	struct bytes binding = bytes_print(owner,
		"apiVersion: admissionregistration.k8s.io/v1\n"
		"kind: ValidatingAdmissionPolicyBinding\n"
		"metadata: {name: b%zu}\n"
		"spec: {policyName: p%zu, validationActions: [Deny]}\n",
		number, number);
	if (!policies_add(policies, read_data(owner, policy), &d) ||
		!policies_add(policies, read_data(owner, binding), &d))
		bench_fail("policy");
}

static struct bytes object_text(struct arena *owner, size_t number)
{
	static const char *const kinds[] = { "apps/v1, kind: Deployment",
		"apps/v1, kind: StatefulSet", "v1, kind: Service", "v1, kind: ConfigMap" };
	static const char digest[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct buf out = buf_new(owner);
	buf_print(&out,
		"{apiVersion: %s, metadata: {name: app-%zu, namespace: ns-%zu, labels: {app: "
		"app-%zu}}, spec: {replicas: %d, template: {spec: {containers: [",
		kinds[number % 4], number, number % 10, number, number % 100 ? 3 : 12);
	for (int i = 0; i < 3; i++)
		buf_print(&out,
			"%s{name: c%d, image: \"registry.example.com/house/app@sha256:%s\", "
			"resources: "
			"{limits: {memory: 1Gi}}}",
			i ? ", " : "", i, digest);
	buf_add(&out, BYTES("]}}}}"));
	return buf_bytes(&out);
}

/* --- the runs --------------------------------------------------------------------------------- */

static struct policies *policies_made(struct arena *owner)
{
	struct diags d = diags_new(owner);
	struct policies *policies = policies_new(
		owner, (struct policy_options){ .namespace = BYTES("default") });
	for (size_t i = 0; i < POLICIES; i++)
		add_policy(policies, owner, i);
	if (!policies_seal(policies, &d))
		bench_fail("seal");
	return policies;
}

static void judge_all(const struct policies *policies, const struct value *const *objects)
{
	struct arena *owner = arena_new(), *scratch = arena_new();
	struct policy_run *run = policy_run_new(owner, policies);
	size_t failed = 0, all = 0;
	for (size_t i = 0; i < OBJECTS; i++) {
		struct policy_verdicts verdicts = { 0 };
		policies_judge(scratch, run, objects[i], NULL, &verdicts);
		for (size_t v = 0; v < verdicts.count; v++)
			failed += verdicts.at[v].result != POLICY_PASSED;
		all += verdicts.count;
		arena_reset(scratch);
	}
	if (failed == 0 || failed > all / 50)
		bench_fail("verdicts");
	arena_end(scratch);
	arena_end(owner);
}

int main(void)
{
	static const struct value *objects[OBJECTS];
	struct samples making = { .name = "20 policies read and compiled" };
	struct samples judging = { .name = "20 policies on 3,000 objects" };
	struct arena *forever = arena_new();
	for (size_t i = 0; i < OBJECTS; i++)
		objects[i] = read_data(forever, object_text(forever, i));
	for (int round = 0; round < ROUNDS; round++) {
		struct arena *owner = arena_new();
		double began = cpu_now();
		const struct policies *policies = policies_made(owner);
		bench_add(&making, cpu_now() - began);
		began = cpu_now();
		judge_all(policies, objects);
		bench_add(&judging, cpu_now() - began);
		arena_end(owner);
	}
	bench_print(&making);
	bench_print(&judging);
	bench_judge("    milliseconds to judge", bench_median(&judging), 100, 50);
	arena_end(forever);
	return EXIT_SUCCESS;
}
