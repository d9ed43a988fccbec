/*
 * Judging what the other rooms have made: the face of this room, one header a subject.
 */
#ifndef LEME_JUDGE_H
#define LEME_JUDGE_H

#include "policy.h" /* the cluster's own policies over objects */
#include "pod.h"    /* what a cluster makes of an object: the pods of a controller, defaults */

#endif
