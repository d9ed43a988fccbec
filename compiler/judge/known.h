/*
 * What is known of parts of profiles: thousands of customers run the same version of the same
 * image, of which a rule that looks at nothing else says the same. Internal to judge/.
 *
 *   rule_sees       what a rule looks at → whether elements that are alike are alike to it
 *   known_verdicts  the part at hand → what rules have said of one that is alike
 */
#ifndef LEME_JUDGE_KNOWN_H
#define LEME_JUDGE_KNOWN_H

#include "pack.h"

struct part;
struct resolved_profile;

/*
 * Sets whether the rule's `when`, and all of it, sees of a part no more than what tells it from
 * others here, and of all else only what stays as it is for the whole run.
 *
 * Sets its gate: the first condition of `when`, if that sees nothing else than the latter. While it
 * is undecided, elements differ only in whether another condition skips them.
 */
void rule_sees(struct arena *run, struct rule *rule);

/* What one thread knows. */
struct known;
struct known *known_new(struct arena *owner, const struct rule_set *set);

/*
 * For each rule 0, or 1 + the verdict_result, VERDICT_SKIPPED or VERDICT_PASSED, that it came to of
 * a part that is alike; to be filled in. Until the next call. NULL where nothing can be known.
 */
uint8_t *known_verdicts(
	struct known *known, const struct resolved_profile *profile, const struct part *part);

#endif
