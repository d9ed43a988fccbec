/*
 * What a cluster makes of an object before policies see it, as pure functions of the object. Places
 * and texts of what is taken over stay those of the object.
 */
#ifndef LEME_JUDGE_POD_H
#define LEME_JUDGE_POD_H

#include "tree/tree.h"

/*
 * The pod that a controller (Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob,
 * ReplicationController) makes of its template, with the controller's name and an owner reference;
 * NULL for any other object. Most policies speak of pods, and no chart has any.
 */
const struct value *pod_of_controller(struct arena *owner, const struct value *object);

/*
 * The object with the fields that the API server fills in before policies see it: those of pods,
 * their controllers, services and others that policies ask about. What would depend on the cluster
 * or on other objects is not filled in. The object itself where nothing is missing.
 * Source: Kubernetes 1.34, pkg/apis/(core, apps, batch, networking, rbac, storage)/v1/defaults.go.
 */
const struct value *object_with_defaults(struct arena *owner, const struct value *object);

/* Whether it is a kind of Kubernetes' own whose objects are in no namespace: a ClusterRole. */
bool kind_is_of_cluster(struct bytes group, struct bytes kind);

#endif
