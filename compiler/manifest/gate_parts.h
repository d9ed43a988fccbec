/* The judges of the gates. Internal to manifest/. */
#ifndef LEME_MANIFEST_GATE_PARTS_H
#define LEME_MANIFEST_GATE_PARTS_H

#include "gate.h"

struct gating {
	struct arena *owner;
	const struct gate_matter *matter;
	struct gate_failures *failures;
};

/* An error, without a place as yet. Valid until the next one. */
struct gate_failure *gate_fail(struct gating *gating, enum gate gate, struct bytes text);

/* It is mended by compiling, and by giving helm what was compiled. */
void gate_mend_values(const struct gating *gating, struct gate_failure *failure);

void judge_locked(struct gating *gating);
void judge_complete(struct gating *gating);
void judge_stamped(struct gating *gating);

#endif
