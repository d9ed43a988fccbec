/*
 * Judging what the other rooms have made: the face of this room, one header a subject.
 */
#ifndef LEME_JUDGE_H
#define LEME_JUDGE_H

#include "baseline.h" /* what was broken before anybody checked */
#include "finding.h"  /* what does not hold, and where */
#include "fix.h"      /* what would mend it, done */
#include "pack.h"     /* rules, read and compiled */
#include "pod.h"      /* what a cluster makes of an object: the pods of a controller, defaults */
#include "policy.h"   /* the cluster's own policies over objects */
#include "rendered.h" /* rendered objects, and what policies have against them */
#include "rules.h"    /* rules over the catalogue and its profiles */
#include "test.h"     /* tests that packs bring along */
#include "waiver.h"   /* what somebody answers for */

#endif
