/*
 * What rules see that no expression could work out: constraints by scheme, and walks through all
 * values. Made when a rule asks. Internal to model/.
 */
#ifndef LEME_MODEL_EVIDENCE_MATTERS_H
#define LEME_MODEL_EVIDENCE_MATTERS_H

#include "evaluate.h"

/*
 * `needs` of a component in a profile, a list: component, constraint, version (of the component
 * that is needed; empty where none is known), present, met, and nearest: of the versions that
 * environments run, the one with the fewest others between it and the present one that meets what
 * all components of the profile need; empty if there is none. `met` is asked for in vain where
 * the version that is needed is not known or none of its scheme.
 */
struct cel_value needs_evidence(struct evidence *evidence, struct arena *owner,
	const struct resolved_profile *profile, const struct part *part);

/*
 * `artifacts` of a component in a profile that have another version than it has, a list: name
 * (COMPONENT/ARTIFACT) and version.
 */
struct cel_value artifacts_evidence(
	struct arena *owner, const struct resolved_profile *profile, const struct part *part);

/*
 * `secrets`, a list: path, at the place of the value. Texts of the values that are not empty, at a
 * path that `secrets` of the catalogue names, or whose last key says what they are. What they say
 * is not shown to rules, so that none can tell it.
 */
struct cel_value secrets_evidence(struct arena *owner, const struct resolved_profile *profile);

/*
 * `strangers`, a list: path, text, environment: texts of the values in which the name of another
 * environment is a word.
 */
struct cel_value strangers_evidence(struct arena *owner, const struct resolved_profile *profile);

#endif
