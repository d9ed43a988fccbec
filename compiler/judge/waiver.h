/*
 * Waivers: what somebody answers for although a rule is broken, until a day (SPEC §5.4). That day
 * is still covered. Days are texts YYYY-MM-DD, so that their order is that of bytes.
 */
#ifndef LEME_JUDGE_WAIVER_H
#define LEME_JUDGE_WAIVER_H

#include "pack.h"

struct waiver {
	struct bytes rule, environment, component, role; /* empty: any */
	struct texts profiles;                           /* slugs or globs of them; none: any */
	struct bytes owner, reason, expires;
	struct span at, expires_at; /* of the rule's id and of the day */
	struct span entry;          /* the whole of it */
	bool expired;
};

struct waivers {
	ARRAY(struct waiver);
};

/*
 * False, after diags: a rule, an environment or a component that does not exist
 * (`rules/unknown-rule`, `waiver/environment`, `component/unknown`), a profile that does not exist
 * or is abstract, a glob that is none (`waiver/profile`). A glob may match no profile.
 */
bool waivers_read(struct arena *run, const struct fleet *fleet,
	const struct pack_documents *documents, const struct rule_set *set, struct bytes today,
	struct waivers *waivers, struct diags *d) MUST_USE;

/* The first that covers a finding on a profile, which is NULL for one on none; or SIZE_MAX. */
size_t waivers_cover(const struct waivers *waivers, const struct finding *finding,
	const struct resolved_profile *profile);

/*
 * Adds `waiver/expired`, of the level that is given, and with `unused` `waiver/unused`, a warning,
 * for those that covered nothing.
 */
void waivers_judge(const struct waivers *waivers, const bool *used, bool unused, enum level expired,
	struct findings *findings);

#endif
