/* Made by merge_types.py of kubernetes/api 10b39a39bcee995dfe7cd5e8e7b922be5e46f1e2. */
#include "merge_type.h"

/* clang-format off */
#define T(begin, number) { .first = begin, .count = number }
#define NONE MERGE_TYPE_NONE

const char merge_texts[] =
	"\0" "finalizers\0" "managedFields\0" "ownerReferences\0" "uid\0" "metadata\0" "versions\0"
	"spec\0" "tokenRequests\0" "volumeLifecycleModes\0" "status\0" "drivers\0" "name\0"
	"topologyKeys\0" "storageHealth\0" "healthConditions\0" "nodeTopology\0"
	"matchExpressions\0" "groups\0" "usages\0" "conditions\0" "aggregationRule\0" "rules\0"
	"clusterRoleSelectors\0" "subjects\0" "type\0" "schedulingConstraints\0" "topology\0"
	"jobTemplate\0" "podFailurePolicy\0" "scheduling\0" "selector\0" "successPolicy\0"
	"template\0" "resourceClaims\0" "affinity\0" "containers\0" "dnsConfig\0"
	"ephemeralContainers\0" "evictionResponders\0" "hostAliases\0" "ip\0" "imagePullSecrets\0"
	"initContainers\0" "readinessGates\0" "resources\0" "schedulingGates\0" "securityContext\0"
	"tolerations\0" "topologySpreadConstraints\0" "topologyKey\0" "volumes\0" "nodeAffinity\0"
	"podAffinity\0" "podAntiAffinity\0" "preferredDuringSchedulingIgnoredDuringExecution\0"
	"requiredDuringSchedulingIgnoredDuringExecution\0" "nodeSelectorTerms\0" "args\0"
	"command\0" "env\0" "envFrom\0" "lifecycle\0" "livenessProbe\0" "ports\0" "containerPort\0"
	"readinessProbe\0" "resizePolicy\0" "restartPolicyRules\0" "startupProbe\0"
	"volumeDevices\0" "devicePath\0" "volumeMounts\0" "mountPath\0" "postStart\0" "preStop\0"
	"exec\0" "httpGet\0" "httpHeaders\0" "claims\0" "capabilities\0" "add\0" "drop\0"
	"bindMountOptions\0" "nameservers\0" "options\0" "searches\0" "hostnames\0"
	"supplementalGroups\0" "sysctls\0" "labelSelector\0" "matchLabelKeys\0" "cephfs\0"
	"configMap\0" "downwardAPI\0" "ephemeral\0" "fc\0" "iscsi\0" "projected\0" "rbd\0"
	"secret\0" "monitors\0" "items\0" "volumeClaimTemplate\0" "accessModes\0" "targetWWNs\0"
	"wwids\0" "portals\0" "sources\0" "active\0" "config\0" "selectors\0" "endpoints\0"
	"subsets\0" "requesters\0" "responders\0" "targetResponders\0" "deleteOptions\0" "dryRun\0"
	"behavior\0" "metrics\0" "scaleDown\0" "scaleUp\0" "policies\0" "currentMetrics\0" "tls\0"
	"loadBalancer\0" "ingress\0" "uncountedTerminatedPods\0" "failed\0" "succeeded\0" "limits\0"
	"resourceAttributes\0" "fieldSelector\0" "requirements\0" "group\0" "matchConditions\0"
	"matchConstraints\0" "mutations\0" "variables\0" "excludeResourceRules\0"
	"namespaceSelector\0" "objectSelector\0" "resourceRules\0" "matchResources\0" "paramRef\0"
	"webhooks\0" "admissionReviewVersions\0" "egress\0" "podSelector\0" "policyTypes\0"
	"podCIDRs\0" "podPreemptionPolicy\0" "taints\0" "disableResizePreemption\0" "addresses\0"
	"declaredFeatures\0" "images\0" "runtimeHandlers\0" "volumesAttached\0" "volumesInUse\0"
	"mountOptions\0" "required\0" "healthStatus\0" "containerStatuses\0"
	"ephemeralContainerStatuses\0" "extendedResourceClaimStatus\0" "hostIPs\0"
	"initContainerStatuses\0" "nodeAllocatableResourceClaimStatuses\0" "resourceClaimName\0"
	"podIPs\0" "resourceClaimStatuses\0" "volumeHealth\0" "requestMappings\0" "mapping\0"
	"overhead\0" "devices\0" "constraints\0" "requests\0" "allocation\0" "reservedFor\0"
	"nodeSelector\0" "results\0" "pools\0" "scopeSelector\0" "scopes\0" "sharedCounters\0"
	"skipNodeOperations\0" "userInfo\0" "nonResourceRules\0" "clusterIPs\0" "externalIPs\0"
	"ipFamilies\0" "loadBalancerSourceRanges\0" "port\0" "secrets\0" "cidrs\0"
	"volumeClaimTemplates\0" "allowedTopologies\0" "storageVersions\0" "audiences\0" "user\0"
	"auditAnnotations\0" "validations\0" "typeChecking\0" "expressionWarnings\0"
	"validationActions\0" "source\0" "inlineVolumeSpec\0" "compositePodGroupTemplates\0"
	"podGroupTemplates\0" "APIGroupDiscovery\0" "apidiscovery.k8s.io\0" "v2\0" "v2beta1\0"
	"Binding\0" "v1\0" "CSIDriver\0" "storage.k8s.io\0" "v1beta1\0" "CSINode\0"
	"CSIStorageCapacity\0" "v1alpha1\0" "CertificateSigningRequest\0" "certificates.k8s.io\0"
	"ClusterRole\0" "rbac.authorization.k8s.io\0" "ClusterRoleBinding\0" "ClusterTrustBundle\0"
	"ComponentStatus\0" "CompositePodGroup\0" "scheduling.k8s.io\0" "v1alpha3\0" "ConfigMap\0"
	"ControllerRevision\0" "apps\0" "v1beta2\0" "CronJob\0" "batch\0" "DaemonSet\0"
	"extensions\0" "Deployment\0" "DeviceClass\0" "resource.k8s.io\0" "DeviceTaintRule\0"
	"EndpointSlice\0" "discovery.k8s.io\0" "Endpoints\0" "Event\0" "events.k8s.io\0"
	"Eviction\0" "policy\0" "EvictionRequest\0" "FlowSchema\0" "flowcontrol.apiserver.k8s.io\0"
	"v1beta3\0" "HorizontalPodAutoscaler\0" "autoscaling\0" "IPAddress\0" "networking.k8s.io\0"
	"ImageReview\0" "imagepolicy.k8s.io\0" "Ingress\0" "IngressClass\0" "Job\0" "Lease\0"
	"coordination.k8s.io\0" "LeaseCandidate\0" "v1alpha2\0" "LimitRange\0"
	"LocalSubjectAccessReview\0" "authorization.k8s.io\0" "MutatingAdmissionPolicy\0"
	"admissionregistration.k8s.io\0" "MutatingAdmissionPolicyBinding\0"
	"MutatingWebhookConfiguration\0" "Namespace\0" "NetworkPolicy\0" "Node\0"
	"PersistentVolume\0" "PersistentVolumeClaim\0" "Pod\0" "PodCertificateRequest\0"
	"PodDisruptionBudget\0" "PodGroup\0" "PodTemplate\0" "PriorityClass\0"
	"PriorityLevelConfiguration\0" "RangeAllocation\0" "ReplicaSet\0" "ReplicationController\0"
	"ResourceClaim\0" "ResourceClaimTemplate\0" "ResourcePoolStatusRequest\0" "ResourceQuota\0"
	"ResourceSlice\0" "Role\0" "RoleBinding\0" "RuntimeClass\0" "node.k8s.io\0" "Scale\0"
	"Secret\0" "SelfSubjectAccessReview\0" "SelfSubjectReview\0" "authentication.k8s.io\0"
	"SelfSubjectRulesReview\0" "Service\0" "ServiceAccount\0" "ServiceCIDR\0" "StatefulSet\0"
	"StorageClass\0" "StorageVersion\0" "internal.apiserver.k8s.io\0"
	"StorageVersionMigration\0" "storagemigration.k8s.io\0" "SubjectAccessReview\0"
	"TokenRequest\0" "TokenReview\0" "ValidatingAdmissionPolicy\0"
	"ValidatingAdmissionPolicyBinding\0" "ValidatingWebhookConfiguration\0" "VolumeAttachment\0"
	"VolumeAttributesClass\0" "Workload\0";

const struct merge_type merge_types[] = {
	T(0, 3), T(3, 2), T(5, 1), T(6, 2), T(8, 2), T(10, 3), T(13, 1), T(14, 1), T(15, 1),
	T(16, 1), T(17, 2), T(19, 1), T(20, 3), T(23, 2), T(25, 1), T(26, 3), T(29, 1), T(30, 2),
	T(32, 2), T(34, 3), T(37, 1), T(38, 1), T(39, 1), T(40, 3), T(43, 1), T(44, 2), T(46, 5),
	T(51, 1), T(52, 2), T(54, 2), T(56, 16), T(72, 3), T(75, 2), T(77, 1), T(78, 2), T(80, 15),
	T(95, 2), T(97, 2), T(99, 1), T(100, 1), T(101, 1), T(102, 1), T(103, 2), T(105, 1),
	T(106, 3), T(109, 1), T(110, 2), T(112, 2), T(114, 9), T(123, 1), T(124, 1), T(125, 1),
	T(126, 2), T(128, 2), T(130, 2), T(132, 1), T(133, 1), T(134, 1), T(135, 3), T(138, 2),
	T(140, 2), T(142, 2), T(144, 2), T(146, 3), T(149, 2), T(151, 2), T(153, 4), T(157, 2),
	T(159, 1), T(160, 3), T(163, 3), T(166, 3), T(169, 2), T(171, 2), T(173, 1), T(174, 2),
	T(176, 2), T(178, 1), T(179, 3), T(182, 2), T(184, 1), T(185, 1), T(186, 3), T(189, 2),
	T(191, 2), T(193, 2), T(195, 1), T(196, 2), T(198, 2), T(200, 2), T(202, 1), T(203, 2),
	T(205, 2), T(207, 2), T(209, 4), T(213, 4), T(217, 2), T(219, 2), T(221, 1), T(222, 2),
	T(224, 5), T(229, 3), T(232, 1), T(233, 2), T(235, 4), T(239, 3), T(242, 3), T(245, 1),
	T(246, 7), T(253, 2), T(255, 7), T(262, 1), T(263, 3), T(266, 3), T(269, 1), T(270, 3),
	T(273, 11), T(284, 1), T(285, 3), T(288, 3), T(291, 1), T(292, 3), T(295, 3), T(298, 2),
	T(300, 2), T(302, 2), T(304, 3), T(307, 1), T(308, 3), T(311, 1), T(312, 3), T(315, 3),
	T(318, 2), T(320, 2), T(322, 2), T(324, 2), T(326, 2), T(328, 2), T(330, 2), T(332, 2),
	T(334, 2), T(336, 4), T(340, 2), T(342, 2), T(344, 1), T(345, 2), T(347, 1), T(348, 2),
	T(350, 1), T(351, 2), T(353, 1), T(354, 1), T(355, 2), T(357, 2), T(359, 3), T(362, 5),
	T(367, 2), T(369, 3), T(372, 3), T(375, 1), T(376, 3), T(379, 3), T(382, 3), T(385, 2),
	T(387, 2), T(389, 2), T(391, 1), T(392, 3), T(395, 2), T(397, 3), T(400, 5), T(405, 2),
	T(407, 1), T(408, 2), T(410, 3), T(413, 2), T(415, 1), T(416, 1), T(417, 2), T(419, 2),
};

const struct merge_row merge_rows[] = {
	{ 1, NONE, 0, MERGE_SET }, { 12, NONE, 0, MERGE_ATOMIC }, { 26, NONE, 42, MERGE_KEYED },
	{ 46, 0, 0, MERGE_DEEP }, { 55, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 4, 0, MERGE_DEEP }, { 69, NONE, 0, MERGE_ATOMIC },
	{ 83, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 6, 0, MERGE_DEEP },
	{ 104, 8, 0, MERGE_DEEP }, { 111, 7, 119, MERGE_KEYED }, { 124, NONE, 0, MERGE_ATOMIC },
	{ 137, 9, 119, MERGE_KEYED }, { 151, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 168, 11, 0, MERGE_DEEP }, { 181, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 13, 0, MERGE_DEEP }, { 104, 14, 0, MERGE_DEEP }, { 198, NONE, 0, MERGE_ATOMIC },
	{ 205, NONE, 0, MERGE_ATOMIC }, { 212, NONE, 0, MERGE_ATOMIC }, { 223, 16, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 239, NONE, 0, MERGE_ATOMIC }, { 245, NONE, 0, MERGE_ATOMIC },
	{ 46, 0, 0, MERGE_DEEP }, { 266, NONE, 0, MERGE_ATOMIC }, { 212, NONE, 275, MERGE_KEYED },
	{ 46, 0, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 20, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 280, 21, 0, MERGE_DEEP }, { 302, NONE, 0, MERGE_ATOMIC },
	{ 212, NONE, 275, MERGE_KEYED }, { 46, 0, 0, MERGE_DEEP }, { 64, 24, 0, MERGE_DEEP },
	{ 104, 57, 0, MERGE_DEEP }, { 311, 25, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 26, 0, MERGE_DEEP }, { 323, 27, 0, MERGE_DEEP }, { 340, 28, 0, MERGE_DEEP },
	{ 351, 11, 0, MERGE_DEEP }, { 360, 27, 0, MERGE_DEEP }, { 374, 29, 0, MERGE_DEEP },
	{ 239, NONE, 0, MERGE_ATOMIC }, { 383, NONE, 119, MERGE_KEYED }, { 280, 21, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 30, 0, MERGE_DEEP }, { 398, 31, 0, MERGE_DEEP },
	{ 407, 35, 119, MERGE_KEYED }, { 418, 44, 0, MERGE_DEEP }, { 428, 35, 119, MERGE_KEYED },
	{ 448, NONE, 119, MERGE_KEYED }, { 467, 45, 479, MERGE_KEYED },
	{ 482, NONE, 119, MERGE_KEYED }, { 499, 35, 119, MERGE_KEYED },
	{ 514, NONE, 0, MERGE_ATOMIC }, { 383, NONE, 119, MERGE_KEYED }, { 529, 40, 0, MERGE_DEEP },
	{ 539, NONE, 119, MERGE_KEYED }, { 555, 46, 0, MERGE_DEEP }, { 571, NONE, 0, MERGE_ATOMIC },
	{ 583, 47, 609, MERGE_KEYED }, { 621, 48, 119, MERGE_KEYED }, { 629, 32, 0, MERGE_DEEP },
	{ 642, 34, 0, MERGE_DEEP }, { 654, 34, 0, MERGE_DEEP }, { 670, NONE, 0, MERGE_ATOMIC },
	{ 718, 33, 0, MERGE_DEEP }, { 765, NONE, 0, MERGE_ATOMIC }, { 670, NONE, 0, MERGE_ATOMIC },
	{ 718, NONE, 0, MERGE_ATOMIC }, { 783, NONE, 0, MERGE_ATOMIC },
	{ 788, NONE, 0, MERGE_ATOMIC }, { 796, NONE, 119, MERGE_KEYED },
	{ 800, NONE, 0, MERGE_ATOMIC }, { 808, 36, 0, MERGE_DEEP }, { 818, 37, 0, MERGE_DEEP },
	{ 832, NONE, 838, MERGE_KEYED }, { 852, 37, 0, MERGE_DEEP }, { 867, NONE, 0, MERGE_ATOMIC },
	{ 529, 40, 0, MERGE_DEEP }, { 880, NONE, 0, MERGE_ATOMIC }, { 555, 41, 0, MERGE_DEEP },
	{ 899, 37, 0, MERGE_DEEP }, { 912, NONE, 926, MERGE_KEYED }, { 937, 43, 950, MERGE_KEYED },
	{ 960, 37, 0, MERGE_DEEP }, { 970, 37, 0, MERGE_DEEP }, { 978, 38, 0, MERGE_DEEP },
	{ 983, 39, 0, MERGE_DEEP }, { 788, NONE, 0, MERGE_ATOMIC }, { 991, NONE, 0, MERGE_ATOMIC },
	{ 1003, NONE, 0, MERGE_ATOMIC }, { 1010, 42, 0, MERGE_DEEP },
	{ 1023, NONE, 0, MERGE_ATOMIC }, { 1027, NONE, 0, MERGE_ATOMIC },
	{ 1032, NONE, 0, MERGE_ATOMIC }, { 1049, NONE, 0, MERGE_ATOMIC },
	{ 1061, NONE, 0, MERGE_ATOMIC }, { 1069, NONE, 0, MERGE_ATOMIC },
	{ 1078, NONE, 0, MERGE_ATOMIC }, { 1088, NONE, 0, MERGE_ATOMIC },
	{ 1107, NONE, 0, MERGE_ATOMIC }, { 1115, 11, 0, MERGE_DEEP },
	{ 1129, NONE, 0, MERGE_ATOMIC }, { 1144, 49, 0, MERGE_DEEP }, { 1151, 50, 0, MERGE_DEEP },
	{ 1161, 50, 0, MERGE_DEEP }, { 1173, 51, 0, MERGE_DEEP }, { 1183, 54, 0, MERGE_DEEP },
	{ 1186, 55, 0, MERGE_DEEP }, { 1192, 56, 0, MERGE_DEEP }, { 1202, 49, 0, MERGE_DEEP },
	{ 1206, 50, 0, MERGE_DEEP }, { 1213, NONE, 0, MERGE_ATOMIC },
	{ 1222, NONE, 0, MERGE_ATOMIC }, { 1228, 52, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 53, 0, MERGE_DEEP }, { 1248, NONE, 0, MERGE_ATOMIC }, { 351, 11, 0, MERGE_DEEP },
	{ 1260, NONE, 0, MERGE_ATOMIC }, { 1271, NONE, 0, MERGE_ATOMIC },
	{ 1277, NONE, 0, MERGE_ATOMIC }, { 1285, NONE, 0, MERGE_ATOMIC },
	{ 1293, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 59, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 351, 11, 0, MERGE_DEEP }, { 374, 29, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 61, 0, MERGE_DEEP }, { 1300, NONE, 0, MERGE_ATOMIC },
	{ 1307, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 104, 22, 0, MERGE_DEEP },
	{ 1317, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 832, NONE, 0, MERGE_ATOMIC },
	{ 46, 0, 0, MERGE_DEEP }, { 1327, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 104, 66, 0, MERGE_DEEP }, { 212, NONE, 275, MERGE_KEYED },
	{ 1335, NONE, 119, MERGE_KEYED }, { 1346, NONE, 119, MERGE_KEYED },
	{ 1357, NONE, 119, MERGE_KEYED }, { 1374, 68, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP },
	{ 1388, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 27, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 27, 0, MERGE_DEEP },
	{ 104, 14, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 72, 0, MERGE_DEEP },
	{ 104, 75, 0, MERGE_DEEP }, { 1395, 73, 0, MERGE_DEEP }, { 1404, NONE, 0, MERGE_ATOMIC },
	{ 1412, 74, 0, MERGE_DEEP }, { 1422, 74, 0, MERGE_DEEP }, { 1430, NONE, 0, MERGE_ATOMIC },
	{ 212, NONE, 275, MERGE_KEYED }, { 1439, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 77, 0, MERGE_DEEP }, { 407, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 79, 0, MERGE_DEEP }, { 104, 80, 0, MERGE_DEEP }, { 239, NONE, 0, MERGE_ATOMIC },
	{ 1454, NONE, 0, MERGE_ATOMIC }, { 1458, 81, 0, MERGE_DEEP },
	{ 1471, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 26, 0, MERGE_DEEP },
	{ 104, 83, 0, MERGE_DEEP }, { 212, NONE, 275, MERGE_KEYED }, { 1479, 84, 0, MERGE_DEEP },
	{ 1503, NONE, 0, MERGE_ATOMIC }, { 1510, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 86, 0, MERGE_DEEP }, { 1520, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 88, 0, MERGE_DEEP }, { 198, NONE, 0, MERGE_ATOMIC }, { 1527, 89, 0, MERGE_DEEP },
	{ 1546, 90, 0, MERGE_DEEP }, { 1115, 90, 0, MERGE_DEEP }, { 1560, NONE, 0, MERGE_ATOMIC },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 92, 0, MERGE_DEEP }, { 1573, NONE, 0, MERGE_ATOMIC },
	{ 1527, 89, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 94, 0, MERGE_DEEP },
	{ 1579, NONE, 119, MERGE_KEYED }, { 1595, 95, 0, MERGE_DEEP },
	{ 1612, NONE, 0, MERGE_ATOMIC }, { 1622, NONE, 0, MERGE_ATOMIC },
	{ 1632, NONE, 0, MERGE_ATOMIC }, { 1653, 11, 0, MERGE_DEEP }, { 1671, 11, 0, MERGE_DEEP },
	{ 1686, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 97, 0, MERGE_DEEP },
	{ 1700, 95, 0, MERGE_DEEP }, { 1715, 98, 0, MERGE_DEEP }, { 351, 11, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 1724, 100, 119, MERGE_KEYED }, { 1733, NONE, 0, MERGE_ATOMIC },
	{ 1579, NONE, 119, MERGE_KEYED }, { 1653, 11, 0, MERGE_DEEP }, { 1671, 11, 0, MERGE_DEEP },
	{ 239, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 102, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 1, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 104, 0, MERGE_DEEP }, { 1757, NONE, 0, MERGE_ATOMIC },
	{ 1471, NONE, 0, MERGE_ATOMIC }, { 1764, 11, 0, MERGE_DEEP },
	{ 1776, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 106, 0, MERGE_DEEP },
	{ 104, 108, 0, MERGE_DEEP }, { 1788, NONE, 0, MERGE_SET }, { 1797, 107, 0, MERGE_DEEP },
	{ 1817, NONE, 0, MERGE_ATOMIC }, { 1824, NONE, 0, MERGE_ATOMIC },
	{ 1848, NONE, 275, MERGE_KEYED }, { 212, NONE, 275, MERGE_KEYED },
	{ 1858, NONE, 0, MERGE_ATOMIC }, { 1875, NONE, 0, MERGE_ATOMIC },
	{ 1882, NONE, 0, MERGE_ATOMIC }, { 1898, NONE, 0, MERGE_ATOMIC },
	{ 1914, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 110, 0, MERGE_DEEP },
	{ 1248, NONE, 0, MERGE_ATOMIC }, { 1144, 49, 0, MERGE_DEEP }, { 1183, 54, 0, MERGE_DEEP },
	{ 1186, 55, 0, MERGE_DEEP }, { 1927, NONE, 0, MERGE_ATOMIC }, { 629, 111, 0, MERGE_DEEP },
	{ 1202, 49, 0, MERGE_DEEP }, { 1940, 33, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 53, 0, MERGE_DEEP }, { 104, 113, 0, MERGE_DEEP }, { 1248, NONE, 0, MERGE_ATOMIC },
	{ 212, NONE, 275, MERGE_KEYED }, { 1949, 114, 0, MERGE_DEEP },
	{ 151, NONE, 104, MERGE_KEYED }, { 46, 0, 0, MERGE_DEEP }, { 64, 30, 0, MERGE_DEEP },
	{ 104, 116, 0, MERGE_DEEP }, { 212, NONE, 275, MERGE_KEYED },
	{ 1962, NONE, 0, MERGE_ATOMIC }, { 1980, NONE, 0, MERGE_ATOMIC },
	{ 2007, 117, 0, MERGE_DEEP }, { 2035, NONE, 479, MERGE_KEYED },
	{ 2043, NONE, 0, MERGE_ATOMIC }, { 2065, 118, 2102, MERGE_KEYED },
	{ 2120, NONE, 479, MERGE_KEYED }, { 2127, NONE, 119, MERGE_KEYED },
	{ 529, 40, 0, MERGE_DEEP }, { 2149, NONE, 0, MERGE_ATOMIC },
	{ 2162, NONE, 0, MERGE_ATOMIC }, { 407, NONE, 0, MERGE_ATOMIC },
	{ 2178, NONE, 119, MERGE_KEYED }, { 2186, NONE, 119, MERGE_KEYED },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 120, 0, MERGE_DEEP }, { 104, 22, 0, MERGE_DEEP },
	{ 351, NONE, 0, MERGE_WHOLE }, { 46, 0, 0, MERGE_DEEP }, { 64, 98, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 28, 0, MERGE_DEEP },
	{ 104, 123, 0, MERGE_DEEP }, { 212, NONE, 275, MERGE_KEYED },
	{ 2127, NONE, 119, MERGE_KEYED }, { 46, 0, 0, MERGE_DEEP }, { 374, 29, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 104, 14, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 127, 0, MERGE_DEEP }, { 104, 22, 0, MERGE_DEEP }, { 374, 29, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 129, 0, MERGE_DEEP }, { 104, 131, 0, MERGE_DEEP },
	{ 2195, 130, 0, MERGE_DEEP }, { 1300, NONE, 0, MERGE_ATOMIC },
	{ 2203, NONE, 0, MERGE_ATOMIC }, { 2215, NONE, 0, MERGE_ATOMIC },
	{ 2224, 132, 0, MERGE_DEEP }, { 2195, NONE, 0, MERGE_ATOMIC },
	{ 2235, NONE, 42, MERGE_KEYED }, { 2195, 133, 0, MERGE_DEEP }, { 2247, 33, 0, MERGE_DEEP },
	{ 1300, NONE, 0, MERGE_ATOMIC }, { 2260, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 135, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 129, 0, MERGE_DEEP },
	{ 46, 0, 0, MERGE_DEEP }, { 104, 137, 0, MERGE_DEEP }, { 212, NONE, 275, MERGE_KEYED },
	{ 2268, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 139, 0, MERGE_DEEP },
	{ 2274, 11, 0, MERGE_DEEP }, { 2288, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 141, 0, MERGE_DEEP }, { 2195, NONE, 0, MERGE_ATOMIC }, { 2247, 33, 0, MERGE_DEEP },
	{ 2295, NONE, 0, MERGE_ATOMIC }, { 2310, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 239, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 340, 144, 0, MERGE_DEEP },
	{ 571, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 146, 0, MERGE_DEEP },
	{ 340, 144, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 148, 0, MERGE_DEEP },
	{ 1527, 89, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 104, 150, 0, MERGE_DEEP },
	{ 2329, 151, 0, MERGE_DEEP }, { 198, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 104, 153, 0, MERGE_DEEP }, { 2338, NONE, 0, MERGE_ATOMIC },
	{ 1686, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 155, 0, MERGE_DEEP },
	{ 104, 156, 0, MERGE_DEEP }, { 2355, NONE, 0, MERGE_ATOMIC },
	{ 2366, NONE, 0, MERGE_ATOMIC }, { 2378, NONE, 0, MERGE_ATOMIC },
	{ 2389, NONE, 0, MERGE_ATOMIC }, { 832, NONE, 2414, MERGE_KEYED },
	{ 212, NONE, 275, MERGE_KEYED }, { 1458, 81, 0, MERGE_DEEP },
	{ 482, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 2419, NONE, 119, MERGE_KEYED },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 159, 0, MERGE_DEEP }, { 104, 22, 0, MERGE_DEEP },
	{ 2427, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 161, 0, MERGE_DEEP },
	{ 104, 22, 0, MERGE_DEEP }, { 351, 11, 0, MERGE_DEEP }, { 374, 29, 0, MERGE_DEEP },
	{ 2433, NONE, 0, MERGE_ATOMIC }, { 2454, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 1927, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 104, 164, 0, MERGE_DEEP },
	{ 212, NONE, 0, MERGE_ATOMIC }, { 2472, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 166, 0, MERGE_DEEP }, { 2488, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP },
	{ 64, 166, 0, MERGE_DEEP }, { 104, 168, 0, MERGE_DEEP }, { 2488, NONE, 0, MERGE_ATOMIC },
	{ 2498, 151, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 170, 0, MERGE_DEEP },
	{ 104, 171, 0, MERGE_DEEP }, { 2503, NONE, 0, MERGE_ATOMIC },
	{ 1579, NONE, 119, MERGE_KEYED }, { 1595, 95, 0, MERGE_DEEP },
	{ 2520, NONE, 0, MERGE_ATOMIC }, { 1622, NONE, 119, MERGE_KEYED },
	{ 212, NONE, 0, MERGE_ATOMIC }, { 2532, 172, 0, MERGE_DEEP },
	{ 2545, NONE, 0, MERGE_ATOMIC }, { 46, 0, 0, MERGE_DEEP }, { 64, 174, 0, MERGE_DEEP },
	{ 1700, 95, 0, MERGE_DEEP }, { 1715, 98, 0, MERGE_DEEP }, { 2564, NONE, 0, MERGE_ATOMIC },
	{ 46, 0, 0, MERGE_DEEP }, { 64, 176, 0, MERGE_DEEP }, { 2582, 177, 0, MERGE_DEEP },
	{ 2589, 110, 0, MERGE_DEEP }, { 46, 0, 0, MERGE_DEEP }, { 64, 179, 0, MERGE_DEEP },
	{ 2606, NONE, 0, MERGE_ATOMIC }, { 2633, NONE, 0, MERGE_ATOMIC },
};

const struct merge_kind merge_kinds[] = {
	{ 2651, 2669, 2689, 1 }, { 2651, 2669, 2692, 1 }, { 2700, 0, 2708, 2 },
	{ 2711, 2721, 2708, 3 }, { 2711, 2721, 2736, 3 }, { 2744, 2721, 2708, 5 },
	{ 2744, 2721, 2736, 5 }, { 2752, 2721, 2708, 10 }, { 2752, 2721, 2771, 10 },
	{ 2752, 2721, 2736, 10 }, { 2780, 2806, 2708, 12 }, { 2780, 2806, 2736, 12 },
	{ 2826, 2838, 2708, 15 }, { 2826, 2838, 2771, 15 }, { 2826, 2838, 2736, 15 },
	{ 2864, 2838, 2708, 17 }, { 2864, 2838, 2771, 17 }, { 2864, 2838, 2736, 17 },
	{ 2883, 2806, 2708, 2 }, { 2883, 2806, 2771, 2 }, { 2883, 2806, 2736, 2 },
	{ 2902, 0, 2708, 18 }, { 2918, 2936, 2954, 19 }, { 2963, 0, 2708, 2 },
	{ 2973, 2992, 2708, 2 }, { 2973, 2992, 2736, 2 }, { 2973, 2992, 2997, 2 },
	{ 3005, 3013, 2708, 23 }, { 3005, 3013, 2736, 23 }, { 3019, 2992, 2708, 58 },
	{ 3019, 2992, 2997, 58 }, { 3019, 3029, 2736, 58 }, { 3040, 2992, 2708, 58 },
	{ 3040, 2992, 2736, 58 }, { 3040, 2992, 2997, 58 }, { 3040, 3029, 2736, 58 },
	{ 3051, 3063, 2708, 60 }, { 3051, 3063, 2736, 60 }, { 3051, 3063, 2997, 60 },
	{ 3079, 3063, 2708, 62 }, { 3079, 3063, 2954, 62 }, { 3079, 3063, 2997, 62 },
	{ 3095, 3109, 2708, 63 }, { 3095, 3109, 2736, 63 }, { 3126, 0, 2708, 64 },
	{ 3136, 0, 2708, 2 }, { 3136, 3142, 2708, 2 }, { 3136, 3142, 2736, 2 },
	{ 3156, 808, 2771, 65 }, { 3156, 3165, 2708, 67 }, { 3156, 3165, 2736, 67 },
	{ 3172, 808, 2771, 62 }, { 3188, 3199, 2708, 69 }, { 3188, 3199, 2736, 70 },
	{ 3188, 3199, 2997, 70 }, { 3188, 3199, 3228, 69 }, { 3236, 3260, 2708, 2 },
	{ 3236, 3260, 2689, 71 }, { 3272, 3282, 2708, 2 }, { 3272, 3282, 2736, 2 },
	{ 3300, 3312, 2771, 76 }, { 3331, 3029, 2736, 78 }, { 3331, 3282, 2708, 78 },
	{ 3331, 3282, 2736, 78 }, { 3339, 3282, 2708, 2 }, { 3339, 3282, 2736, 2 },
	{ 3352, 3013, 2708, 82 }, { 3356, 3362, 2708, 2 }, { 3356, 3362, 2736, 2 },
	{ 3382, 3362, 3397, 2 }, { 3382, 3362, 2736, 2 }, { 3406, 0, 2708, 85 },
	{ 3417, 3442, 2708, 87 }, { 3417, 3442, 2736, 91 }, { 3463, 3487, 2708, 93 },
	{ 3463, 3487, 2771, 93 }, { 3463, 3487, 2736, 93 }, { 3516, 3487, 2708, 96 },
	{ 3516, 3487, 2771, 96 }, { 3516, 3487, 2736, 96 }, { 3547, 3487, 2708, 99 },
	{ 3547, 3487, 2736, 99 }, { 3576, 0, 2708, 101 }, { 3586, 3029, 2736, 103 },
	{ 3586, 3282, 2708, 103 }, { 3600, 0, 2708, 105 }, { 3605, 0, 2708, 109 },
	{ 3622, 0, 2708, 112 }, { 3644, 0, 2708, 115 }, { 3648, 2806, 2708, 62 },
	{ 3648, 2806, 2736, 62 }, { 3670, 3165, 2708, 119 }, { 3670, 3165, 2736, 121 },
	{ 3690, 2936, 2954, 122 }, { 3690, 2936, 2736, 122 }, { 3699, 0, 2708, 124 },
	{ 3711, 2936, 2708, 2 }, { 3711, 2936, 2736, 2 }, { 3725, 3199, 2708, 62 },
	{ 3725, 3199, 2736, 125 }, { 3725, 3199, 2997, 125 }, { 3725, 3199, 3228, 62 },
	{ 3752, 0, 2708, 2 }, { 3768, 2992, 2708, 58 }, { 3768, 2992, 2997, 58 },
	{ 3768, 3029, 2736, 58 }, { 3779, 0, 2708, 126 }, { 3801, 3063, 2708, 128 },
	{ 3801, 3063, 2736, 128 }, { 3801, 3063, 2997, 128 }, { 3815, 3063, 2708, 134 },
	{ 3815, 3063, 2736, 134 }, { 3815, 3063, 2997, 134 }, { 3837, 3063, 2954, 136 },
	{ 3863, 0, 2708, 138 }, { 3877, 3063, 2708, 140 }, { 3877, 3063, 2736, 140 },
	{ 3877, 3063, 2997, 140 }, { 3891, 2838, 2708, 142 }, { 3891, 2838, 2771, 142 },
	{ 3891, 2838, 2736, 142 }, { 3896, 2838, 2708, 17 }, { 3896, 2838, 2771, 17 },
	{ 3896, 2838, 2736, 17 }, { 3908, 3921, 2708, 143 }, { 3908, 3921, 2771, 145 },
	{ 3908, 3921, 2736, 143 }, { 3933, 2992, 2736, 2 }, { 3933, 2992, 2997, 2 },
	{ 3933, 3260, 2708, 2 }, { 3933, 3029, 2736, 2 }, { 3939, 0, 2708, 2 },
	{ 3946, 3442, 2708, 147 }, { 3946, 3442, 2736, 147 }, { 3970, 3988, 2708, 149 },
	{ 3970, 3988, 2771, 149 }, { 3970, 3988, 2736, 149 }, { 4010, 3442, 2708, 152 },
	{ 4010, 3442, 2736, 152 }, { 4033, 0, 2708, 154 }, { 4041, 0, 2708, 157 },
	{ 4056, 3282, 2708, 158 }, { 4056, 3282, 2736, 158 }, { 4068, 2992, 2708, 160 },
	{ 4068, 2992, 2736, 160 }, { 4068, 2992, 2997, 160 }, { 4080, 2721, 2708, 162 },
	{ 4080, 2721, 2736, 162 }, { 4093, 4108, 2771, 163 }, { 4134, 4158, 2708, 62 },
	{ 4134, 4158, 2736, 62 }, { 4182, 3442, 2708, 87 }, { 4182, 3442, 2736, 91 },
	{ 4202, 3988, 2708, 165 }, { 4215, 3988, 2708, 167 }, { 4215, 3988, 2736, 167 },
	{ 4227, 3487, 2708, 169 }, { 4227, 3487, 2771, 169 }, { 4227, 3487, 2736, 169 },
	{ 4253, 3487, 2708, 173 }, { 4253, 3487, 2771, 173 }, { 4253, 3487, 2736, 173 },
	{ 4286, 3487, 2708, 99 }, { 4286, 3487, 2736, 99 }, { 4317, 2721, 2708, 175 },
	{ 4317, 2721, 2771, 175 }, { 4317, 2721, 2736, 175 }, { 4334, 2721, 2708, 2 },
	{ 4334, 2721, 2771, 2 }, { 4334, 2721, 2736, 2 }, { 4356, 2936, 2954, 178 },
	{ 4356, 2936, 2736, 178 },
};

/* clang-format on */
const size_t merge_kind_count = sizeof merge_kinds / sizeof *merge_kinds;
