"""Objects of Kubernetes' kinds and strategic merge patches for them, made by chance."""
import json
import random

# --- the kinds ----------------------------------------------------------------------------------

# `a` is a text, `a#` a number, `a{}` a map of texts, `a:T` a map of type T, `a!:T` one that a new
# one takes the place of; `a[]` and `a[]:T` are
# lists that a new one takes the place of, `a[=]` is one of texts that merges, `a[k]:T` one of maps
# that merges by the key k.
TYPES = """
Meta: name labels{} annotations{} finalizers[=] ownerReferences[uid]:Owner
Owner: apiVersion kind name uid
Selector: matchLabels{} matchExpressions[]:Expression
Expression: key operator values[]
Template: metadata:Meta spec:PodSpec
PodSpec: volumes[name]:Volume initContainers[name]:Container containers[name]:Container \
 ephemeralContainers[name]:Container nodeSelector{} imagePullSecrets[name]:Name \
 tolerations[]:Toleration hostAliases[ip]:Alias topologySpreadConstraints[topologyKey]:Spread \
 schedulingGates[name]:Name readinessGates[]:Gate resourceClaims[name]:Claim dnsConfig:Dns \
 securityContext:Security affinity:Affinity restartPolicy overhead{} \
 terminationGracePeriodSeconds#
Name: name
Volume: name configMap:MapVolume secret:SecretVolume emptyDir:EmptyDir projected:Projected
MapVolume: name items[]:Path defaultMode#
SecretVolume: secretName items[]:Path optional
Path: key path mode#
EmptyDir: medium sizeLimit
Projected: sources[]:Source defaultMode#
Source: configMap:MapVolume secret:SecretVolume
Container: name image command[] args[] ports[containerPort]:Port env[name]:Env envFrom[]:EnvFrom \
 volumeMounts[mountPath]:Mount volumeDevices[devicePath]:Device resources:Resources \
 livenessProbe:Probe lifecycle:Lifecycle securityContext:Security imagePullPolicy \
 resizePolicy[]:Resize
Port: name containerPort# hostPort# protocol
Env: name value valueFrom:ValueFrom
ValueFrom: fieldRef:FieldRef secretKeyRef:KeyRef
FieldRef: fieldPath apiVersion
KeyRef: name key optional
EnvFrom: prefix configMapRef:Name
Mount: name mountPath subPath readOnly
Device: name devicePath
Resources: limits{} requests{} claims[]:Name
Resize: resourceName restartPolicy
Probe: httpGet:Get exec:Exec periodSeconds#
Get: path port# httpHeaders[]:Header
Header: name value
Exec: command[]
Lifecycle: preStop:Handler postStart:Handler
Handler: exec:Exec httpGet:Get
Security: runAsUser# capabilities:Capabilities sysctls[]:Header
Capabilities: add[] drop[]
Toleration: key operator effect value
Alias: ip hostnames[]
Spread: topologyKey maxSkew# whenUnsatisfiable labelSelector:Selector matchLabelKeys[]
Gate: conditionType
Claim: name resourceClaimName
Dns: nameservers[] searches[] options[]:Header
Affinity: nodeAffinity:NodeAffinity podAntiAffinity:PodAffinity
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution:Terms
Terms: nodeSelectorTerms[]:Term
Term: matchExpressions[]:Expression
PodAffinity: preferredDuringSchedulingIgnoredDuringExecution[]:Weighted
Weighted: weight# podAffinityTerm:AffinityTerm
AffinityTerm: topologyKey labelSelector:Selector namespaces[]
Condition: type status reason message
PodStatus: conditions[type]:Condition containerStatuses[]:Status podIPs[ip]:Ip phase
Status: name image ready
Ip: ip
DeploymentSpec: replicas# selector:Selector template:Template strategy:Strategy paused
Strategy: type rollingUpdate:Rolling
Rolling: maxSurge# maxUnavailable#
DeploymentStatus: conditions[type]:Condition replicas#
DaemonSpec: selector:Selector template:Template updateStrategy:Strategy minReadySeconds#
StatefulSpec: serviceName selector:Selector template:Template updateStrategy:Strategy \
 volumeClaimTemplates[]:ClaimTemplate replicas#
ClaimTemplate: metadata:Meta spec:ClaimSpec
ClaimSpec: accessModes[] storageClassName resources:Resources selector:Selector
ClaimStatus: conditions[type]:Condition accessModes[] phase
JobSpec: template:Template backoffLimit# podFailurePolicy:Failure
Failure: rules[]:FailureRule
FailureRule: action onPodConditions[]:Condition
CronSpec: schedule suspend jobTemplate:JobTemplate
JobTemplate: metadata:Meta spec:JobSpec
ServiceSpec: ports[port]:ServicePort selector{} type externalIPs[] clusterIPs[] ipFamilies[] \
 loadBalancerSourceRanges[]
ServicePort: name port# targetPort protocol nodePort#
ServiceStatus: conditions[type]:Condition loadBalancer:Balancer
Balancer: ingress[]:Ip
Webhook: name failurePolicy clientConfig:WebhookClient rules[]:WebhookRule \
 namespaceSelector:Selector matchConditions[name]:Match admissionReviewVersions[]
WebhookClient: url caBundle service:WebhookService
WebhookService: name namespace port#
WebhookRule: operations[] apiGroups[] resources[]
Match: name expression
IngressSpec: ingressClassName rules[]:IngressRule tls[]:IngressTls defaultBackend:Backend
IngressRule: host http:IngressHttp
IngressHttp: paths[]:IngressPath
IngressPath: path pathType backend:Backend
IngressTls: hosts[] secretName
Backend: service:BackendService
BackendService: name port:BackendPort
BackendPort: name number#
PolicySpec: podSelector:Selector ingress[]:PolicyIngress policyTypes[]
PolicyIngress: ports[]:PolicyPort from[]:PolicyPeer
PolicyPort: port# protocol
PolicyPeer: podSelector:Selector namespaceSelector:Selector
ScalerSpec: minReplicas# maxReplicas# metrics[]:Metric scaleTargetRef:Reference
Metric: type resource:MetricResource
MetricResource: name target:MetricTarget
MetricTarget: type averageUtilization#
Reference: kind name apiVersion
ScalerStatus: conditions[type]:Condition currentReplicas#
NodeSpec: taints[]:Toleration podCIDRs[=] unschedulable
NodeStatus: addresses[type]:Address conditions[type]:Condition capacity{} images[]:Image
Address: type address
Image: names[] sizeBytes#
DisruptionSpec: minAvailable# maxUnavailable# selector!:Selector
DisruptionStatus: conditions[type]:Condition disruptedPods{}
Rule: apiGroups[] resources[] verbs[]
Subject: kind name namespace
"""

KINDS = """
v1 Pod: metadata:Meta spec:PodSpec status:PodStatus
v1 Service: metadata:Meta spec:ServiceSpec status:ServiceStatus
v1 ServiceAccount: metadata:Meta secrets[name]:Name imagePullSecrets[name]:Name
v1 ConfigMap: metadata:Meta data{} binaryData{} immutable
v1 Secret: metadata:Meta data{} stringData{} type
v1 Node: metadata:Meta spec:NodeSpec status:NodeStatus
v1 PersistentVolumeClaim: metadata:Meta spec:ClaimSpec status:ClaimStatus
apps/v1 Deployment: metadata:Meta spec:DeploymentSpec status:DeploymentStatus
apps/v1 DaemonSet: metadata:Meta spec:DaemonSpec
apps/v1 StatefulSet: metadata:Meta spec:StatefulSpec
batch/v1 Job: metadata:Meta spec:JobSpec
batch/v1 CronJob: metadata:Meta spec:CronSpec
networking.k8s.io/v1 Ingress: metadata:Meta spec:IngressSpec
networking.k8s.io/v1 NetworkPolicy: metadata:Meta spec:PolicySpec
autoscaling/v2 HorizontalPodAutoscaler: metadata:Meta spec:ScalerSpec status:ScalerStatus
policy/v1 PodDisruptionBudget: metadata:Meta spec:DisruptionSpec status:DisruptionStatus
rbac.authorization.k8s.io/v1 Role: metadata:Meta rules[]:Rule
rbac.authorization.k8s.io/v1 RoleBinding: metadata:Meta subjects[]:Subject roleRef:Reference
admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration: metadata:Meta webhooks[name]:Webhook
admissionregistration.k8s.io/v1 MutatingWebhookConfiguration: metadata:Meta webhooks[name]:Webhook
"""


def parse_fields(text):
    """Name -> (way, type of what is below or None, merge key)."""
    fields = {}
    for word in text.split():
        name, _, below = word.partition(":")
        name, bracket, key = name.rstrip("]").partition("[")
        way = "map" if name.endswith("{}") else "number" if name.endswith("#") else "text"
        if bracket:
            way = {"": "atomic", "=": "set"}.get(key, "keyed")
        elif below:
            way = "whole" if name.endswith("!") else "deep"
        fields[name.rstrip("{}#!")] = (way, below or None, key)
    return fields


def parse(text):
    lines = text.replace("\\\n", "").strip().splitlines()
    return {name: parse_fields(fields) for name, _, fields in
            (line.partition(": ") for line in lines)}


TYPES, KINDS = parse(TYPES), parse(KINDS)

# --- objects and patches by chance --------------------------------------------------------------

NAMES = ["a", "b", "c", "d", "e"]
TEXTS = ["x", "y", "on", "1", "", "null", "é", "a: b", "l\nm\n", "# c", "it's", "{}"]
NUMBERS = [0, 1, 2, 80, 443]


class Chance(random.Random):
    def happens(self, share):
        return self.random() < share

    def scalar(self, way, odd=0.03):
        if self.happens(odd):
            return self.choice([True, False, 1.5, -1, "8", 1e6])
        return self.choice(NUMBERS if way == "number" else TEXTS)

    def texts(self):
        return {name: self.scalar("text") for name in self.sample(NAMES, self.randrange(4))}

    def some(self, most=4):
        return self.sample(NAMES, self.randrange(most + 1))

    def odd(self):
        return self.choice([1, "x", True, [], {}, [1], ["a"], {"a": 1}, {"a": None}, [[1]]])

    # What an object has.

    def object(self, fields, depth):
        made = {}
        for name, field in fields.items():
            if self.happens(0.55 if depth > 5 else 0.3):
                made[name] = self.odd() if self.happens(0.005) else self.value(field, depth)
            elif self.happens(0.01):
                made[name] = None
        return made

    def value(self, field, depth):
        way, below, key = field
        if way in ("text", "number"):
            return self.scalar(way)
        if way == "map":
            return self.texts()
        if way in ("deep", "whole"):
            return self.object(TYPES[below], depth - 1)
        if way == "set" or not below:
            return [self.scalar("text") if self.happens(0.1) else name for name in self.some()]
        items = [self.object(TYPES[below], depth - 1) for _ in range(self.randrange(4))]
        if way == "keyed":
            for item, told in zip(items, self.keys(below, key)):
                item[key] = told
        return items

    def keys(self, below, key):
        """Five values of a merge key, seldom one of them twice."""
        pool = NUMBERS if TYPES[below][key][0] == "number" else NAMES
        found = self.sample(pool, len(pool))
        if self.happens(0.05):
            found[1] = found[0]
        return found

    # What a patch wants of it.

    def patch(self, fields, had, depth):
        patch = {}
        had = had if isinstance(had, dict) else {}
        for name, field in fields.items():
            if not self.happens(0.35 if name in had else 0.12 if depth > 5 else 0.06):
                continue
            if self.happens(0.1):
                patch[name] = None
            elif self.happens(0.01):
                patch[name] = self.odd()
            else:
                self.patch_field(patch, name, field, had.get(name), depth)
        self.direct(patch, had)
        return patch

    def direct(self, patch, had):
        if self.happens(0.04):
            patch["$patch"] = self.choice(["replace"] * 6 + ["delete"] * 4 + ["merge", "other"])
        if self.happens(0.06):
            keys = [key for key in patch if key[0] != "$"]
            keys += [key for key in had if key not in keys and self.happens(0.5)]
            if keys and self.happens(0.1):
                keys.pop(0)
            patch["$retainKeys"] = keys

    def patch_field(self, patch, name, field, had, depth):
        way, below, key = field
        if way in ("text", "number"):
            patch[name] = self.scalar(way)
        elif way == "map":
            patch[name] = {key: self.choice([None, self.scalar("text")]) for key in self.some()}
            self.direct(patch[name], had if isinstance(had, dict) else {})
        elif way == "deep":
            patch[name] = self.patch(TYPES[below], had, depth - 1)
        elif way in ("atomic", "whole"):
            patch[name] = self.value(field, depth)
            if way == "atomic" and self.happens(0.05):
                patch[name].append({"$patch": "replace"})
        else:
            had = had if isinstance(had, list) else []
            self.patch_list(patch, name, field, had, depth)

    def patch_list(self, patch, name, field, had, depth):
        way, _, key = field
        items = self.set_items(had) if way == "set" else self.keyed_items(field, had, depth)
        if self.happens(0.8):
            patch[name] = items
        if way == "set" and self.happens(0.3):
            # What is deleted and added in one, Kubernetes does in an order of chance.
            patch["$deleteFromPrimitiveList/" + name] = [
                item for item in self.some(3) if item not in items]
        if not self.happens(0.3):
            return
        named = [item for item in items
                 if not (isinstance(item, dict) and item.get("$patch") is not None)]
        order = named + [item for item in had if self.happens(0.9)]
        if way == "keyed":
            order = [{key: item[key]} for item in order
                     if isinstance(item, dict) and key in item]
        order = [item for i, item in enumerate(order)
                 if item not in order[:i] or self.happens(0.02)]
        if self.happens(0.1):
            self.shuffle(order)
        elif self.happens(0.7):
            self.shuffle(order)
            places = {json.dumps(item): i for i, item in enumerate(order)}
            if name in patch:
                patch[name] = sorted(items, key=lambda item: places.get(json.dumps(
                    {key: item.get(key)} if isinstance(item, dict) else item), -1))
        patch["$setElementOrder/" + name] = order

    def set_items(self, had):
        items = self.some()
        items += [item for item in had if self.happens(0.2) and item not in items]
        if self.happens(0.05):
            items += items[:1]
        return items

    def keyed_items(self, field, had, depth):
        _, below, key = field
        items = []
        for item in had:
            if isinstance(item, dict) and key in item and self.happens(0.5):
                change = self.patch(TYPES[below], item, depth - 1)
                items.append(change | {key: item[key]})
        for told in self.keys(below, key)[:self.randrange(3)]:
            items.append(self.patch(TYPES[below], {}, depth - 1) | {key: told})
        if self.happens(0.3):
            self.shuffle(items)
        for item in items:
            if self.happens(0.08):
                item["$patch"] = "delete"
            elif self.happens(0.01):
                del item[key]
        if self.happens(0.06):
            items.insert(self.randrange(len(items) + 1), {"$patch": "replace"})
        return items
