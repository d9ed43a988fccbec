/*
 * What a kind is called in requests: the kinds that Kubernetes 1.34 has built in, those of CRDs,
 * and guesses (apimachinery meta.UnsafeGuessKindToResource) for the rest.
 */
#include "policy_parts.h"

#include "pod.h"

/* The texts stand in the rows, so that none is to be relocated at each start. */
static const struct {
	char group[32], kind[32], plural[34];
	bool cluster;
	char served[24], retired[44];
} built_in[] = {
	{ "", "Binding", "bindings", false, "v1", "" },
	{ "", "ComponentStatus", "componentstatuses", true, "v1", "" },
	{ "", "ConfigMap", "configmaps", false, "v1", "" },
	{ "", "Endpoints", "endpoints", false, "v1", "" },
	{ "", "Event", "events", false, "v1 ~events.k8s.io/v1", "" },
	{ "", "LimitRange", "limitranges", false, "v1", "" },
	{ "", "Namespace", "namespaces", true, "v1", "" },
	{ "", "Node", "nodes", true, "v1", "" },
	{ "", "PersistentVolume", "persistentvolumes", true, "v1", "" },
	{ "", "PersistentVolumeClaim", "persistentvolumeclaims", false, "v1", "" },
	{ "", "Pod", "pods", false, "v1", "" },
	{ "", "PodTemplate", "podtemplates", false, "v1", "" },
	{ "", "ReplicationController", "replicationcontrollers", false, "v1", "" },
	{ "", "ResourceQuota", "resourcequotas", false, "v1", "" },
	{ "", "Secret", "secrets", false, "v1", "" },
	{ "", "Service", "services", false, "v1", "" },
	{ "", "ServiceAccount", "serviceaccounts", false, "v1", "" },
	{ "admissionregistration.k8s.io", "MutatingAdmissionPolicy", "mutatingadmissionpolicies",
		true, "v1", "v1beta1 v1alpha1" },
	{ "admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding",
		"mutatingadmissionpolicybindings", true, "v1", "v1beta1 v1alpha1" },
	{ "admissionregistration.k8s.io", "MutatingWebhookConfiguration",
		"mutatingwebhookconfigurations", true, "v1", "v1beta1" },
	{ "admissionregistration.k8s.io", "ValidatingAdmissionPolicy",
		"validatingadmissionpolicies", true, "v1", "v1beta1 v1alpha1" },
	{ "admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding",
		"validatingadmissionpolicybindings", true, "v1", "v1beta1 v1alpha1" },
	{ "admissionregistration.k8s.io", "ValidatingWebhookConfiguration",
		"validatingwebhookconfigurations", true, "v1", "v1beta1" },
	{ "apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions", true,
		"v1", "~v1beta1" },
	{ "apiregistration.k8s.io", "APIService", "apiservices", true, "v1", "v1beta1" },
	{ "apps", "ControllerRevision", "controllerrevisions", false, "v1", "v1beta1 v1beta2" },
	{ "apps", "DaemonSet", "daemonsets", false, "v1", "v1beta2 extensions/v1beta1" },
	{ "apps", "Deployment", "deployments", false, "v1", "v1beta1 v1beta2 extensions/v1beta1" },
	{ "apps", "ReplicaSet", "replicasets", false, "v1", "v1beta2 extensions/v1beta1" },
	{ "apps", "StatefulSet", "statefulsets", false, "v1", "v1beta1 v1beta2" },
	{ "authentication.k8s.io", "SelfSubjectReview", "selfsubjectreviews", true, "v1", "" },
	{ "authentication.k8s.io", "TokenReview", "tokenreviews", true, "v1", "v1beta1" },
	{ "authorization.k8s.io", "LocalSubjectAccessReview", "localsubjectaccessreviews", false,
		"v1", "v1beta1" },
	{ "authorization.k8s.io", "SelfSubjectAccessReview", "selfsubjectaccessreviews", true, "v1",
		"v1beta1" },
	{ "authorization.k8s.io", "SelfSubjectRulesReview", "selfsubjectrulesreviews", true, "v1",
		"v1beta1" },
	{ "authorization.k8s.io", "SubjectAccessReview", "subjectaccessreviews", true, "v1",
		"v1beta1" },
	{ "autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers", false, "~v1 ~v2",
		"~v2beta1 ~v2beta2" },
	{ "batch", "CronJob", "cronjobs", false, "v1", "v1beta1" },
	{ "batch", "Job", "jobs", false, "v1", "" },
	{ "certificates.k8s.io", "CertificateSigningRequest", "certificatesigningrequests", true,
		"v1", "v1beta1" },
	{ "certificates.k8s.io", "ClusterTrustBundle", "clustertrustbundles", true, "v1beta1",
		"v1alpha1" },
	{ "coordination.k8s.io", "Lease", "leases", false, "v1", "v1beta1" },
	{ "discovery.k8s.io", "EndpointSlice", "endpointslices", false, "v1", "~v1beta1" },
	{ "events.k8s.io", "Event", "events", false, "~v1 /v1", "v1beta1" },
	{ "flowcontrol.apiserver.k8s.io", "FlowSchema", "flowschemas", true, "v1",
		"v1beta3 v1beta2 v1beta1" },
	{ "flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration",
		"prioritylevelconfigurations", true, "v1", "v1beta3 ~v1beta2 ~v1beta1" },
	{ "networking.k8s.io", "IPAddress", "ipaddresses", true, "v1", "v1beta1" },
	{ "networking.k8s.io", "Ingress", "ingresses", false, "v1",
		"~v1beta1 ~extensions/v1beta1" },
	{ "networking.k8s.io", "IngressClass", "ingressclasses", true, "v1", "v1beta1" },
	{ "networking.k8s.io", "NetworkPolicy", "networkpolicies", false, "v1",
		"extensions/v1beta1" },
	{ "networking.k8s.io", "ServiceCIDR", "servicecidrs", true, "v1", "v1beta1" },
	{ "node.k8s.io", "RuntimeClass", "runtimeclasses", true, "v1", "v1beta1 ~v1alpha1" },
	{ "policy", "PodDisruptionBudget", "poddisruptionbudgets", false, "v1", "v1beta1" },
	{ "policy", "PodSecurityPolicy", "podsecuritypolicies", true, "",
		"v1beta1 extensions/v1beta1" },
	{ "rbac.authorization.k8s.io", "ClusterRole", "clusterroles", true, "v1",
		"v1beta1 v1alpha1" },
	{ "rbac.authorization.k8s.io", "ClusterRoleBinding", "clusterrolebindings", true, "v1",
		"v1beta1 ~v1alpha1" },
	{ "rbac.authorization.k8s.io", "Role", "roles", false, "v1", "v1beta1 v1alpha1" },
	{ "rbac.authorization.k8s.io", "RoleBinding", "rolebindings", false, "v1",
		"v1beta1 ~v1alpha1" },
	{ "resource.k8s.io", "DeviceClass", "deviceclasses", true, "v1", "~v1beta2 ~v1beta1" },
	{ "resource.k8s.io", "ResourceClaim", "resourceclaims", false, "v1", "~v1beta2 ~v1beta1" },
	{ "resource.k8s.io", "ResourceClaimTemplate", "resourceclaimtemplates", false, "v1",
		"~v1beta2 ~v1beta1" },
	{ "resource.k8s.io", "ResourceSlice", "resourceslices", true, "v1", "~v1beta2 ~v1beta1" },
	{ "scheduling.k8s.io", "PriorityClass", "priorityclasses", true, "v1", "v1beta1 v1alpha1" },
	{ "storage.k8s.io", "CSIDriver", "csidrivers", true, "v1", "v1beta1" },
	{ "storage.k8s.io", "CSINode", "csinodes", true, "v1", "v1beta1" },
	{ "storage.k8s.io", "CSIStorageCapacity", "csistoragecapacities", false, "v1",
		"v1beta1 v1alpha1" },
	{ "storage.k8s.io", "StorageClass", "storageclasses", true, "v1", "v1beta1" },
	{ "storage.k8s.io", "VolumeAttachment", "volumeattachments", true, "v1",
		"v1beta1 v1alpha1" },
	{ "storage.k8s.io", "VolumeAttributesClass", "volumeattributesclasses", true, "v1",
		"v1beta1 v1alpha1" },
};

enum { ROWS = sizeof built_in / sizeof *built_in };

/* --- versions --------------------------------------------------------------------------------- */

bool resource_version(
	const struct resource *resource, struct bytes *list, struct served_version *version)
{
	struct bytes word;
	if (!bytes_cut(list, ' ', &word) || !word.len)
		return false;
	version->other_shape = bytes_begins(word, BYTES("~"));
	word = bytes_slice(word, version->other_shape, word.len);
	size_t slash = bytes_find(word, BYTES("/"), 0);
	version->group = slash < word.len ? bytes_slice(word, 0, slash) : resource->group;
	version->version = slash < word.len ? bytes_slice(word, slash + 1, word.len) : word;
	return true;
}

static bool has_version(const struct resource *resource, struct bytes list, struct bytes group,
	struct bytes version, bool *other_shape)
{
	struct served_version next;
	while (resource_version(resource, &list, &next))
		if (bytes_equal(next.group, group) &&
			(!version.at || bytes_equal(next.version, version))) {
			*other_shape = next.other_shape;
			return true;
		}
	return false;
}

bool resource_shape_known(const struct resource *resource, struct bytes group, struct bytes version)
{
	bool other_shape = true;
	if (!has_version(resource, resource->served, group, version, &other_shape))
		has_version(resource, resource->retired, group, version, &other_shape);
	return !other_shape;
}

/* --- the built-in ones ------------------------------------------------------------------------ */

static struct resource row(size_t i)
{
	return (struct resource){ .group = bytes_of(built_in[i].group),
		.kind = bytes_of(built_in[i].kind),
		.plural = bytes_of(built_in[i].plural),
		.scope = built_in[i].cluster ? SCOPE_CLUSTER : SCOPE_NAMESPACED,
		.served = bytes_of(built_in[i].served),
		.retired = bytes_of(built_in[i].retired) };
}

/* A kind may have been in another group: the Deployment of extensions/v1beta1. */
static bool find_built_in(struct bytes group, struct bytes kind, struct resource *resource)
{
	struct bytes any = { 0 };
	bool other_shape;
	for (size_t i = 0; i < ROWS; i++)
		if (bytes_is(kind, built_in[i].kind) && bytes_is(group, built_in[i].group)) {
			*resource = row(i);
			return true;
		}
	for (size_t i = 0; i < ROWS; i++) {
		*resource = row(i);
		if (bytes_equal(resource->kind, kind) &&
			has_version(resource, resource->retired, group, any, &other_shape))
			return true;
	}
	return false;
}

static bool may_be_of_cluster(struct bytes kind)
{
	for (size_t i = 0; i < ROWS; i++)
		if (built_in[i].cluster && bytes_is(kind, built_in[i].kind))
			return true;
	return false;
}

bool kind_is_of_cluster(struct bytes group, struct bytes kind)
{
	struct resource resource;
	return may_be_of_cluster(kind) && find_built_in(group, kind, &resource) &&
		resource.scope == SCOPE_CLUSTER;
}

/* --- those of CRDs ---------------------------------------------------------------------------- */

/* Without a webhook nothing but the version is converted. */
static struct bytes served_versions(struct arena *owner, const struct value *spec)
{
	struct buf out = buf_new(owner);
	struct bytes strategy = read_string(read_value(spec, "conversion"), "strategy");
	bool plain = !strategy.len || bytes_is(strategy, "None");
	const struct value *versions = read_value(spec, "versions");
	bool is_list = versions && versions->kind == VALUE_LIST;
	for (size_t i = 0; is_list && i < versions->count; i++) {
		const struct value *served = read_value(versions->items[i], "served");
		if (served && served->kind == VALUE_BOOL && !served->boolean)
			continue;
		buf_print(&out, "%s%s", out.len ? " " : "", plain ? "" : "~");
		buf_add(&out, read_string(versions->items[i], "name"));
	}
	return buf_bytes(&out);
}

static bool find_defined(struct arena *owner, const struct policies *policies, struct bytes group,
	struct bytes kind, struct resource *resource)
{
	for (size_t i = 0; i < policies->definitions.count; i++) {
		const struct value *spec = read_value(policies->definitions.at[i], "spec");
		const struct value *names = read_value(spec, "names");
		if (!bytes_equal(read_string(spec, "group"), group) ||
			!bytes_equal(read_string(names, "kind"), kind))
			continue;
		*resource = (struct resource){ .group = group,
			.kind = kind,
			.plural = read_string(names, "plural"),
			.scope = bytes_is(read_string(spec, "scope"), "Cluster") ? SCOPE_CLUSTER
										 : SCOPE_NAMESPACED,
			.served = served_versions(owner, spec) };
		return true;
	}
	return false;
}

/* --- guesses ---------------------------------------------------------------------------------- */

static struct bytes lower(struct arena *owner, struct bytes text)
{
	char *small = arena_array_of(owner, char, text.len + 1);
	for (size_t i = 0; i < text.len; i++) {
		bool capital = text.at[i] >= 'A' && text.at[i] <= 'Z';
		small[i] = capital ? (char)(text.at[i] - 'A' + 'a') : text.at[i];
	}
	return (struct bytes){ small, text.len };
}

static bool hisses(struct bytes word)
{
	return bytes_ends(word, BYTES("s")) || bytes_ends(word, BYTES("x")) ||
		bytes_ends(word, BYTES("z")) || bytes_ends(word, BYTES("ch")) ||
		bytes_ends(word, BYTES("sh"));
}

/* `policy` is `policies`, `gateway` is `gateways`. */
static bool ends_in_consonant_y(struct bytes word)
{
	return word.len > 1 && word.at[word.len - 1] == 'y' &&
		!strchr("aeiou", word.at[word.len - 2]);
}

static struct bytes plural_of(struct arena *owner, struct bytes kind)
{
	struct bytes word = lower(owner, kind);
	if (ends_in_consonant_y(word))
		return bytes_join(
			owner, bytes_slice(word, 0, word.len - 1), BYTES(""), BYTES("ies"));
	return bytes_join(owner, word, BYTES(""), hisses(word) ? BYTES("es") : BYTES("s"));
}

bool resource_is(const struct resource *resource, struct bytes plural)
{
	static const char *const ends[] = { "", "s", "es" };
	if (bytes_equal(resource->plural, plural))
		return true;
	for (size_t i = 0; i < 3 && resource->guessed; i++) {
		struct bytes end = bytes_of(ends[i]);
		if (bytes_ends(plural, end) &&
			bytes_equal_nocase(
				resource->kind, bytes_slice(plural, 0, plural.len - end.len)))
			return true;
	}
	return false;
}

struct resource resource_of(
	struct arena *owner, const struct policies *policies, struct bytes group, struct bytes kind)
{
	struct resource resource;
	if (find_built_in(group, kind, &resource) ||
		find_defined(owner, policies, group, kind, &resource))
		return resource;
	return (struct resource){ .group = bytes_copy(owner, group),
		.kind = bytes_copy(owner, kind),
		.plural = plural_of(owner, kind),
		.guessed = true };
}
