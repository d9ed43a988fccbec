/* What expressions of policies see: apiserver plugin/cel/compile.go, pkg/cel/library/authz.go. */
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

static void declare(struct cel_env *env, const char *const *signatures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool is_signature = cel_env_function(env, bytes_of(signatures[i]));
		(void)is_signature; /* of our own making */
	}
}

enum { NEWEST_RELEASE = 37 };

/* What is not Kubernetes' own is warned of, and that is taken for a fault in a policy. */
static struct cel_env *env_new(struct arena *owner, struct cel_options options)
{
	struct cel_env *env = cel_env_new(owner, options);
	for (size_t i = 0; i < NAMES; i++)
		cel_env_variable_of(env, bytes_of(names[i].name),
			cel_type_read(owner, bytes_of(names[i].type)));
	declare(env, authorizer_methods, sizeof authorizer_methods / sizeof *authorizer_methods);
	return env;
}

struct environments environments_new(struct arena *owner, const struct policy_options *options)
{
	unsigned release = options->release ? options->release : NEWEST_RELEASE;
	return (struct environments){
		.strict = env_new(owner,
			(struct cel_options){ .one_type = true,
				.regex_steps = options->regex_steps,
				.portable = release }),
		.lenient = env_new(owner,
			(struct cel_options){
				.unchecked = true, .regex_steps = options->regex_steps }),
	};
}
