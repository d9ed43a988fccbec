/*
 * What expressions of policies see (apiserver plugin/cel/compile.go, pkg/cel/library/authz.go), and
 * beside it what Kyverno's see.
 */
#include "policy_parts.h"

#define GROUP_KIND "{group: string, version: string, kind: string}"
#define GROUP_RESOURCE "{group: string, version: string, resource: string}"

static const char request_type[] =
	"{kind: " GROUP_KIND ", resource: " GROUP_RESOURCE ", subResource: string, "
	"requestKind: " GROUP_KIND ", requestResource: " GROUP_RESOURCE
	", requestSubResource: string, name: string, namespace: string, operation: string, "
	"userInfo: {username: string, uid: string, groups: list(string), "
	"extra: map(string, list(string))}, dryRun: bool, options: dyn}";

static const char namespace_type[] =
	"{metadata: {name: string, generateName: string, namespace: string, "
	"labels: map(string, string), annotations: map(string, string), UID: string, "
	"creationTimestamp: timestamp, deletionGracePeriodSeconds: int, "
	"deletionTimestamp: timestamp, generation: int, resourceVersion: string, "
	"finalizers: list(string)}, spec: {finalizers: list(string)}, status: {conditions: "
	"list({status: string, type: string, lastTransitionTime: timestamp, message: string, "
	"reason: string}), phase: string}}";

static const struct {
	const char *name, *type;
} names[NAMES] = {
	[NAME_OBJECT] = { "object", "dyn" },
	[NAME_OLD_OBJECT] = { "oldObject", "dyn" },
	[NAME_NAMESPACE] = { "namespaceObject", namespace_type },
	[NAME_NAMESPACE_NAME] = { "namespaceObject.metadata.name", "string" },
	[NAME_REQUEST] = { "request", request_type },
	[NAME_PARAMS] = { "params", "dyn" },
	[NAME_VARIABLES] = { "variables", "{}" },
	[NAME_AUTHORIZER] = { "authorizer", "authorizer(dyn)" },
	[NAME_REQUEST_RESOURCE] = { "authorizer.requestResource", "resource_check(dyn)" },
};

static const char *const authorizer_methods[] = {
	"<authorizer(dyn)>.path(string) path_check(dyn)",
	"<authorizer(dyn)>.group(string) group_check(dyn)",
	"<authorizer(dyn)>.serviceAccount(string, string) authorizer(dyn)",
	"<path_check(dyn)>.check(string) decision(dyn)",
	"<group_check(dyn)>.resource(string) resource_check(dyn)",
	"<resource_check(dyn)>.subresource(string) resource_check(dyn)",
	"<resource_check(dyn)>.namespace(string) resource_check(dyn)",
	"<resource_check(dyn)>.name(string) resource_check(dyn)",
	"<resource_check(dyn)>.fieldSelector(string) resource_check(dyn)",
	"<resource_check(dyn)>.labelSelector(string) resource_check(dyn)",
	"<resource_check(dyn)>.check(string) decision(dyn)",
	"<decision(dyn)>.allowed() bool",
	"<decision(dyn)>.reason() string",
	"<decision(dyn)>.errored() bool",
	"<decision(dyn)>.error() string",
};

const char *const kyverno_names[KYVERNO_NAMES] = { "resource", "image", "images", "http",
	"globalContext", "generator", "user", "json", "yaml", "x509", "time", "exceptions" };

/* Called with what only Kyverno knows, so that none of them is ever run. */
static const char *const kyverno_methods[] = {
	"<dyn>.Get(dyn...) dyn",
	"<dyn>.List(dyn...) dyn",
	"<dyn>.Post(dyn...) dyn",
	"<dyn>.Client(dyn...) dyn",
	"<dyn>.Apply(dyn...) dyn",
	"<dyn>.GetMetadata(dyn...) dyn",
	"<dyn>.ToGVR(dyn...) dyn",
	"<dyn>.unmarshal(dyn...) dyn",
	"<dyn>.parse(dyn...) dyn",
	"<dyn>.decode(dyn...) dyn",
	"<dyn>.now() timestamp",
	"parseServiceAccount(dyn) dyn",
	"parseImageReference(dyn) dyn",
	"verifyImageSignatures(dyn...) int",
	"verifyAttestationSignatures(dyn...) int",
	"getImageData(dyn) dyn",
	"extractPayload(dyn...) dyn",
	"random(dyn...) string",
	"sha256(string) string",
	"sha1(string) string",
	"md5(string) string",
};

static void declare(struct cel_env *env, const char *const *signatures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_signature = cel_env_function(env, bytes_of(signatures[i]));
		(void)is_signature; /* of our own making */
	}
}

enum { NEWEST_RELEASE = 37 };

/*
 * What is not Kubernetes' own is a fault in a policy: it is warned of, and the warning is taken for
 * one. Kyverno has functions of its own.
 */
static struct cel_env *plain_env(struct arena *owner, const struct policy_options *options)
{
	unsigned release = options->release ? options->release : NEWEST_RELEASE;
	struct cel_env *env = cel_env_new(owner,
		(struct cel_options){ .one_type = true,
			.regex_steps = options->regex_steps,
			.portable = release });
	for (size_t i = 0; i < NAMES; i++)
		cel_env_variable_of(env, bytes_of(names[i].name),
			cel_type_read(owner, bytes_of(names[i].type)));
	declare(env, authorizer_methods, sizeof authorizer_methods / sizeof *authorizer_methods);
	return env;
}

static struct cel_env *kyverno_env(struct arena *owner, const struct policy_options *options)
{
	struct cel_env *env = cel_env_new(owner,
		(struct cel_options){ .one_type = true, .regex_steps = options->regex_steps });
	for (size_t i = 0; i < NAMES; i++)
		cel_env_variable_of(env, bytes_of(names[i].name),
			cel_type_read(owner, bytes_of(names[i].type)));
	for (size_t i = 0; i < KYVERNO_NAMES; i++)
		cel_env_variable(env, bytes_of(kyverno_names[i]));
	declare(env, authorizer_methods, sizeof authorizer_methods / sizeof *authorizer_methods);
	declare(env, kyverno_methods, sizeof kyverno_methods / sizeof *kyverno_methods);
	return env;
}

struct environments environments_new(struct arena *owner, const struct policies *policies)
{
	struct environments environments = { 0 };
	for (size_t i = 0; i < policies->all.count; i++)
		if (policies->all.at[i]->kyverno && !environments.kyverno)
			environments.kyverno = kyverno_env(owner, &policies->options);
		else if (!policies->all.at[i]->kyverno && !environments.plain)
			environments.plain = plain_env(owner, &policies->options);
	return environments;
}
