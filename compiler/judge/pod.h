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

#endif
