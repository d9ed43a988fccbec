/* What the API server fills in, as rows: where, which field, what, and if what. */
#include "make.h"
#include "notation/notation.h"
#include "pod.h"

/* --- values ----------------------------------------------------------------------------------- */

/* In JSON null is nothing at all. */
static const struct value *at(const struct value *map, struct bytes key)
{
	const struct value *value = map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;
	return value && value->kind != VALUE_NULL ? value : NULL;
}

static const struct value *at_key(const struct value *map, const char *key)
{
	return at(map, bytes_of(key));
}

static const struct value *number(struct arena *owner, int64_t integer, const struct value *like)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){ .kind = VALUE_INT,
		.at = like->at,
		.text = bytes_print(owner, "%lld", (long long)integer),
		.integer = integer,
		.number = (double)integer };
	return value;
}

static const struct value *null(struct arena *owner, const struct value *like)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){ .kind = VALUE_NULL, .at = like->at, .text = BYTES("null") };
	return value;
}

static const struct value *list(struct arena *owner, const struct value *const *items, size_t count,
	const struct value *like)
{
	struct value *value = arena_new_of(owner, struct value);
	*value = (struct value){
		.kind = VALUE_LIST, .at = like->at, .count = count, .items = items
	};
	return value;
}

/* --- what is worked out ----------------------------------------------------------------------- */

/* The tag `latest`, also where there is none, is pulled each time. */
static const struct value *pull_policy(struct arena *owner, const struct value *container)
{
	const struct value *image = at_key(container, "image");
	struct image parts;
	bool latest = false;
	if (image && !image_parse_normalized(owner, image->text, &parts))
		latest = bytes_is(parts.tag, "latest") || (!parts.tag.len && !parts.digest.len);
	return make_text(owner, latest ? BYTES("Always") : BYTES("IfNotPresent"), container);
}

static const struct value *target_port(struct arena *owner, const struct value *port)
{
	(void)owner;
	return at_key(port, "port");
}

/* A pod asks for what it is limited to, if it does not say what it asks for. */
static const struct value *requests(struct arena *owner, const struct value *resources)
{
	const struct value *limits = at_key(resources, "limits");
	const struct value *all = at_key(resources, "requests");
	if (all && all->kind != VALUE_MAP)
		return all;
	for (size_t i = 0; limits && limits->kind == VALUE_MAP && i < limits->count; i++) {
		const struct entry *limit = &limits->entries[i];
		if (!at(all, limit->key))
			all = make_with(owner, all, bytes_string(owner, limit->key), limit->value);
	}
	return all;
}

static const struct value *host_port(struct arena *owner, const struct value *port)
{
	(void)owner;
	return at_key(port, "containerPort");
}

static const struct value *policy_types(struct arena *owner, const struct value *spec)
{
	const struct value *egress = at_key(spec, "egress");
	const struct value **types = arena_array_of(owner, const struct value *, 2);
	types[0] = make_text(owner, BYTES("Ingress"), spec);
	types[1] = make_text(owner, BYTES("Egress"), spec);
	return list(owner, types, egress && egress->count ? 2 : 1, spec);
}

/* A job without numbers runs one pod once. */
static const struct value *completions(struct arena *owner, const struct value *spec)
{
	return at_key(spec, "parallelism") ? NULL : number(owner, 1, spec);
}

/* A volume of nothing but a name. */
static const struct value *no_volume(struct arena *owner, const struct value *volume)
{
	return volume->count == 1 ? make_map(owner, NULL, 0, volume) : NULL;
}

static const struct value *subject_group(struct arena *owner, const struct value *subject)
{
	const struct value *kind = at_key(subject, "kind");
	bool account = !kind || bytes_is(kind->text, "ServiceAccount");
	return account ? NULL : make_text(owner, BYTES("rbac.authorization.k8s.io"), subject);
}

static const struct {
	const char *name;
	const struct value *(*make)(struct arena *owner, const struct value *map); /* or NULL */
} made[] = {
	{ "@pull-policy", pull_policy },
	{ "@target-port", target_port },
	{ "@host-port", host_port },
	{ "@requests", requests },
	{ "@policy-types", policy_types },
	{ "@completions", completions },
	{ "@no-volume", no_volume },
	{ "@subject-group", subject_group },
};

/* `{}`, a number, a truth value, a text, or what a function works out. */
static const struct value *default_of(
	struct arena *owner, const char *text, const struct value *map)
{
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		if (strcmp(text, made[i].name) == 0)
			return made[i].make(owner, map);
	if (strcmp(text, "{}") == 0)
		return make_map(owner, NULL, 0, map);
	if (strcmp(text, "null") == 0)
		return null(owner, map);
	if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
		return value_bool(owner, *text == 't', map->at);
	uint64_t integer;
	if (bytes_number(bytes_of(text), &integer))
		return number(owner, (int64_t)integer, map);
	return make_text(owner, bytes_of(text), map);
}

/* --- rows ------------------------------------------------------------------------------------- */

struct row {
	const char *path;  /* keys with dots between, `[]` each item */
	const char *field; /* of the map that stands there */
	const char *value;
	const char *when; /* `key`: it is there; `key=text`; NULL: always */
};

static const struct row pod_rows[] = {
	{ "", "dnsPolicy", "ClusterFirst", NULL },
	{ "", "restartPolicy", "Always", NULL },
	{ "", "securityContext", "{}", NULL },
	{ "", "terminationGracePeriodSeconds", "30", NULL },
	{ "", "schedulerName", "default-scheduler", NULL },
	{ "volumes[]", "emptyDir", "@no-volume", NULL },
	{ "volumes[].secret", "defaultMode", "420", NULL },
	{ "volumes[].configMap", "defaultMode", "420", NULL },
	{ "volumes[].downwardAPI", "defaultMode", "420", NULL },
	{ "volumes[].projected", "defaultMode", "420", NULL },
	{ "volumes[].projected.sources[].serviceAccountToken", "expirationSeconds", "3600", NULL },
	{ "volumes[].hostPath", "type", "", NULL },
	{ "volumes[].ephemeral.volumeClaimTemplate.spec", "volumeMode", "Filesystem", NULL },
};

static const struct row container_rows[] = {
	{ "", "imagePullPolicy", "@pull-policy", NULL },
	{ "", "resources", "{}", NULL },
	{ "", "terminationMessagePath", "/dev/termination-log", NULL },
	{ "", "terminationMessagePolicy", "File", NULL },
	{ "ports[]", "protocol", "TCP", NULL },
	{ "env[].valueFrom.fieldRef", "apiVersion", "v1", NULL },
	{ "lifecycle.postStart.httpGet", "path", "/", NULL },
	{ "lifecycle.postStart.httpGet", "scheme", "HTTP", NULL },
	{ "lifecycle.preStop.httpGet", "path", "/", NULL },
	{ "lifecycle.preStop.httpGet", "scheme", "HTTP", NULL },
};

static const struct row probe_rows[] = {
	{ "", "timeoutSeconds", "1", NULL },
	{ "", "periodSeconds", "10", NULL },
	{ "", "successThreshold", "1", NULL },
	{ "", "failureThreshold", "3", NULL },
	{ "httpGet", "path", "/", NULL },
	{ "httpGet", "scheme", "HTTP", NULL },
	{ "grpc", "service", "", NULL },
};

static const struct row only_pod_rows[] = {
	{ "spec", "enableServiceLinks", "true", NULL },
	{ "spec.containers[].resources", "requests", "@requests", "limits" },
	{ "spec.initContainers[].resources", "requests", "@requests", "limits" },
};

/* Of a pod in the network of its node. */
static const struct row host_port_rows[] = {
	{ "spec.containers[].ports[]", "hostPort", "@host-port", NULL },
	{ "spec.initContainers[].ports[]", "hostPort", "@host-port", NULL },
};

static const struct row deployment_rows[] = {
	{ "spec", "replicas", "1", NULL },
	{ "spec", "strategy", "{}", NULL },
	{ "spec.strategy", "type", "RollingUpdate", NULL },
	{ "spec.strategy", "rollingUpdate", "{}", "type=RollingUpdate" },
	{ "spec.strategy.rollingUpdate", "maxUnavailable", "25%", NULL },
	{ "spec.strategy.rollingUpdate", "maxSurge", "25%", NULL },
	{ "spec", "revisionHistoryLimit", "10", NULL },
	{ "spec", "progressDeadlineSeconds", "600", NULL },
};

static const struct row stateful_set_rows[] = {
	{ "spec", "replicas", "1", NULL },
	{ "spec", "podManagementPolicy", "OrderedReady", NULL },
	{ "spec", "updateStrategy", "{}", NULL },
	{ "spec.updateStrategy", "type", "RollingUpdate", NULL },
	{ "spec.updateStrategy", "rollingUpdate", "{}", "type=RollingUpdate" },
	{ "spec.updateStrategy.rollingUpdate", "partition", "0", NULL },
	{ "spec", "revisionHistoryLimit", "10", NULL },
	{ "spec", "persistentVolumeClaimRetentionPolicy", "{}", NULL },
	{ "spec.persistentVolumeClaimRetentionPolicy", "whenDeleted", "Retain", NULL },
	{ "spec.persistentVolumeClaimRetentionPolicy", "whenScaled", "Retain", NULL },
	{ "spec.volumeClaimTemplates[].spec", "volumeMode", "Filesystem", NULL },
};

static const struct row daemon_set_rows[] = {
	{ "spec", "updateStrategy", "{}", NULL },
	{ "spec.updateStrategy", "type", "RollingUpdate", NULL },
	{ "spec.updateStrategy", "rollingUpdate", "{}", "type=RollingUpdate" },
	{ "spec.updateStrategy.rollingUpdate", "maxUnavailable", "1", NULL },
	{ "spec.updateStrategy.rollingUpdate", "maxSurge", "0", NULL },
	{ "spec", "revisionHistoryLimit", "10", NULL },
};

static const struct row replicas_rows[] = {
	{ "spec", "replicas", "1", NULL },
};

static const struct row job_rows[] = {
	{ "spec", "completions", "@completions", NULL },
	{ "spec", "parallelism", "1", NULL },
	{ "spec", "backoffLimit", "2147483647", "backoffLimitPerIndex" },
	{ "spec", "backoffLimit", "6", NULL },
	{ "spec", "completionMode", "NonIndexed", NULL },
	{ "spec", "suspend", "false", NULL },
	{ "spec", "podReplacementPolicy", "Failed", "podFailurePolicy" },
	{ "spec", "podReplacementPolicy", "TerminatingOrFailed", NULL },
};

static const struct row cron_job_rows[] = {
	{ "spec", "concurrencyPolicy", "Allow", NULL },
	{ "spec", "suspend", "false", NULL },
	{ "spec", "successfulJobsHistoryLimit", "3", NULL },
	{ "spec", "failedJobsHistoryLimit", "1", NULL },
};

static const struct row service_rows[] = {
	{ "spec", "sessionAffinity", "None", NULL },
	{ "spec", "type", "ClusterIP", NULL },
	{ "spec.ports[]", "protocol", "TCP", NULL },
	{ "spec.ports[]", "targetPort", "@target-port", NULL },
	{ "spec", "externalTrafficPolicy", "Cluster", "type=NodePort" },
	{ "spec", "externalTrafficPolicy", "Cluster", "type=LoadBalancer" },
	{ "spec", "internalTrafficPolicy", "Cluster", "type=ClusterIP" },
	{ "spec", "internalTrafficPolicy", "Cluster", "type=NodePort" },
	{ "spec", "internalTrafficPolicy", "Cluster", "type=LoadBalancer" },
	{ "spec", "allocateLoadBalancerNodePorts", "true", "type=LoadBalancer" },
};

static const struct row claim_rows[] = {
	{ "spec", "volumeMode", "Filesystem", NULL },
};

static const struct row volume_rows[] = {
	{ "spec", "persistentVolumeReclaimPolicy", "Retain", NULL },
	{ "spec", "volumeMode", "Filesystem", NULL },
};

static const struct row secret_rows[] = {
	{ "", "type", "Opaque", NULL },
};

static const struct row network_policy_rows[] = {
	{ "spec", "policyTypes", "@policy-types", NULL },
	{ "spec.ingress[].ports[]", "protocol", "TCP", NULL },
	{ "spec.egress[].ports[]", "protocol", "TCP", NULL },
};

static const struct row storage_class_rows[] = {
	{ "", "reclaimPolicy", "Delete", NULL },
	{ "", "volumeBindingMode", "Immediate", NULL },
};

static const struct row role_binding_rows[] = {
	{ "roleRef", "apiGroup", "rbac.authorization.k8s.io", NULL },
	{ "subjects[]", "apiGroup", "@subject-group", NULL },
};

/* What is shown though it is null. */
static const struct row role_rows[] = {
	{ "", "rules", "null", NULL },
};

static const struct row autoscaler_rows[] = {
	{ "spec", "minReplicas", "1", NULL },
};

/* --- filling in ------------------------------------------------------------------------------- */

static bool holds(const char *when, const struct value *map)
{
	struct bytes text = bytes_of(when), key;
	if (!when)
		return true;
	bytes_cut(&text, '=', &key);
	const struct value *value = at(map, key);
	return value && (!text.at || bytes_equal(value->text, text));
}

/* All keys of the requests are asked for one by one, so they may be there already. */
static const struct value *fill_field(
	struct arena *owner, const struct value *map, const struct row *row)
{
	bool partly = strcmp(row->value, "@requests") == 0;
	const struct value *before = strcmp(row->value, "null") == 0
		? value_get(map, bytes_of(row->field))
		: at_key(map, row->field);
	if ((before && !partly) || !holds(row->when, map))
		return map;
	const struct value *value = default_of(owner, row->value, map);
	return value && value != before ? make_with(owner, map, row->field, value) : map;
}

static const struct value *fill(
	struct arena *owner, const struct value *value, struct bytes path, const struct row *row);

static const struct value *fill_items(
	struct arena *owner, const struct value *items, struct bytes path, const struct row *row)
{
	const struct value **copies = NULL;
	for (size_t i = 0; items->kind == VALUE_LIST && i < items->count; i++) {
		const struct value *item = fill(owner, items->items[i], path, row);
		if (item == items->items[i])
			continue;
		if (!copies) {
			copies = arena_array_of(owner, const struct value *, items->count);
			memcpy(copies, items->items, items->count * sizeof *copies);
		}
		copies[i] = item;
	}
	return copies ? list(owner, copies, items->count, items) : items;
}

/* What is on the way is copied only where something below it is filled in. */
static const struct value *fill(
	struct arena *owner, const struct value *value, struct bytes path, const struct row *row)
{
	struct bytes key;
	if (value->kind != VALUE_MAP)
		return value;
	if (!path.len)
		return fill_field(owner, value, row);
	bytes_cut(&path, '.', &key);
	bool each = bytes_ends(key, BYTES("[]"));
	key.len -= each ? 2 : 0;
	const struct value *below = at(value, key);
	if (!below)
		return value;
	const struct value *filled = each ? fill_items(owner, below, path, row)
					  : fill(owner, below, path, row);
	return filled == below ? value : make_with(owner, value, bytes_string(owner, key), filled);
}

/* The rows below a path, each of them. */
static const struct value *fill_below(struct arena *owner, const struct value *value,
	const char *path, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes whole = bytes_join(owner, bytes_of(path),
			*path && *rows[i].path ? BYTES(".") : BYTES(""), bytes_of(rows[i].path));
		value = fill(owner, value, whole, &rows[i]);
	}
	return value;
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof *(rows)

static const struct value *fill_pod(
	struct arena *owner, const struct value *object, const char *path)
{
	static const char *const containers[] = { "containers[]", "initContainers[]",
		"ephemeralContainers[]" };
	static const char *const probes[] = { "livenessProbe", "readinessProbe", "startupProbe" };
	object = fill_below(owner, object, path, ROWS(pod_rows));
	for (size_t i = 0; i < 3; i++) {
		const char *below = bytes_string(
			owner, bytes_print(owner, "%s.%s", path, containers[i]));
		object = fill_below(owner, object, below, ROWS(container_rows));
		for (size_t j = 0; j < 3; j++)
			object = fill_below(owner, object,
				bytes_string(owner, bytes_print(owner, "%s.%s", below, probes[j])),
				ROWS(probe_rows));
	}
	return object;
}

/* --- kinds ------------------------------------------------------------------------------------ */

#define TEMPLATE "spec.template.spec"

static const struct {
	const char *group, *kind;
	const struct row *rows;
	size_t count;
	const char *pod; /* where its pod spec stands, or NULL */
} kinds[] = {
	{ "", "Pod", ROWS(only_pod_rows), "spec" },
	{ "", "PodTemplate", NULL, 0, "template.spec" },
	{ "", "ReplicationController", ROWS(replicas_rows), TEMPLATE },
	{ "", "Service", ROWS(service_rows), NULL },
	{ "", "Secret", ROWS(secret_rows), NULL },
	{ "", "PersistentVolume", ROWS(volume_rows), NULL },
	{ "", "PersistentVolumeClaim", ROWS(claim_rows), NULL },
	{ "apps", "Deployment", ROWS(deployment_rows), TEMPLATE },
	{ "apps", "StatefulSet", ROWS(stateful_set_rows), TEMPLATE },
	{ "apps", "DaemonSet", ROWS(daemon_set_rows), TEMPLATE },
	{ "apps", "ReplicaSet", ROWS(replicas_rows), TEMPLATE },
	{ "batch", "Job", ROWS(job_rows), TEMPLATE },
	{ "batch", "CronJob", ROWS(cron_job_rows), "spec.jobTemplate.spec.template.spec" },
	{ "networking.k8s.io", "NetworkPolicy", ROWS(network_policy_rows), NULL },
	{ "storage.k8s.io", "StorageClass", ROWS(storage_class_rows), NULL },
	{ "rbac.authorization.k8s.io", "Role", ROWS(role_rows), NULL },
	{ "rbac.authorization.k8s.io", "ClusterRole", ROWS(role_rows), NULL },
	{ "rbac.authorization.k8s.io", "RoleBinding", ROWS(role_binding_rows), NULL },
	{ "rbac.authorization.k8s.io", "ClusterRoleBinding", ROWS(role_binding_rows), NULL },
	{ "autoscaling", "HorizontalPodAutoscaler", ROWS(autoscaler_rows), NULL },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static size_t kind_of(const struct value *object)
{
	const struct value *kind = at_key(object, "kind"), *version = at_key(object, "apiVersion");
	struct bytes group = version ? version->text : (struct bytes){ 0 };
	size_t slash = bytes_find(group, BYTES("/"), 0), row = 0;
	group.len = slash < group.len ? slash : 0;
	while (row < KINDS &&
		!(kind && version && bytes_is(kind->text, kinds[row].kind) &&
			bytes_is(group, kinds[row].group)))
		row++;
	return row;
}

static bool is_in_host_network(const struct value *object)
{
	const struct value *host = at_key(at_key(object, "spec"), "hostNetwork");
	return host && host->kind == VALUE_BOOL && host->boolean;
}

/* A Namespace has a label with its name. */
static const struct value *fill_namespace(struct arena *owner, const struct value *object)
{
	const struct value *metadata = at_key(object, "metadata"), *name = at_key(metadata, "name");
	const struct value *labels = at_key(metadata, "labels");
	bool odd = labels && labels->kind != VALUE_MAP;
	if (!name || odd || at_key(labels, "kubernetes.io/metadata.name"))
		return object;
	labels = make_with(owner, labels, "kubernetes.io/metadata.name", name);
	return make_with(owner, object, "metadata", make_with(owner, metadata, "labels", labels));
}

const struct value *object_with_defaults(struct arena *owner, const struct value *object)
{
	const struct value *kind = at_key(object, "kind"), *version = at_key(object, "apiVersion");
	size_t row = kind_of(object);
	if (kind && version && bytes_is(kind->text, "Namespace") && bytes_is(version->text, "v1"))
		return fill_namespace(owner, object);
	if (row == KINDS)
		return object;
	/* Containers come to have resources before those of a pod are looked at. */
	if (kinds[row].pod)
		object = fill_pod(owner, object, kinds[row].pod);
	if (kinds[row].rows == only_pod_rows && is_in_host_network(object))
		object = fill_below(owner, object, "", ROWS(host_port_rows));
	return fill_below(owner, object, "", kinds[row].rows, kinds[row].count);
}
