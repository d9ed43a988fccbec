/* Branches as CI systems tell them, which check out a commit and no branch. Internal to model/. */
#ifndef LEME_MODEL_HISTORY_CI_H
#define LEME_MODEL_HISTORY_CI_H

#include "base/bytes.h"

/* The branch that is built, and the one that it is to be merged into; an empty text: not told. */
struct bytes ci_branch(void);
struct bytes ci_target(void);

#endif
