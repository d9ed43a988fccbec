#include "finding.h"

#include <stdlib.h>

const char *const level_names[LEVEL_ERROR + 1] = {
	[LEVEL_OFF] = "off",
	[LEVEL_INFO] = "info",
	[LEVEL_WARNING] = "warning",
	[LEVEL_ERROR] = "error",
};

const char *const outcome_names[OUTCOME_UNDECIDED + 1] = {
	[OUTCOME_FAIL] = "fail",
	[OUTCOME_ERROR] = "error",
	[OUTCOME_UNDECIDED] = "undecided",
};

/*
 * Sources are read anew for each profile, so a place is told by its path. Where there is none, only
 * findings on the same profile are one.
 */
static struct bytes key_of(struct arena *owner, const struct finding *finding)
{
	struct buf key = buf_new(owner);
	struct bytes path = finding->at.source ? finding->at.source->path
		: finding->profile_count       ? finding->profiles[0]->slug
					       : (struct bytes){ 0 };
	buf_print(&key, "%d %d %u %u ", (int)finding->level, (int)finding->outcome,
		(unsigned)finding->at.begin, (unsigned)finding->at.end);
	buf_print(&key, BYTES_FMT " " BYTES_FMT " ", BYTES_ARG(finding->id),
		BYTES_ARG(finding->component));
	buf_add(&key, path);
	return buf_bytes(&key);
}

static void count_profiles(struct finding *finding, const struct finding *more)
{
	for (size_t i = 0; i < more->profile_count && i < PROFILES_NAMED; i++)
		if (finding->profile_count + i < PROFILES_NAMED)
			finding->profiles[finding->profile_count + i] = more->profiles[i];
	finding->profile_count += more->profile_count;
}

/* A profile's own elements come one after another: two of them are still one profile. */
static bool is_counted(const struct finding *finding, const struct finding *again)
{
	return again->profile_count == 1 && finding->last_profile == again->last_profile;
}

bool findings_add(struct findings *findings, const struct finding *finding)
{
	struct bytes key = key_of(findings->owner, finding);
	uint32_t number = names_get(&findings->places, key);
	if (number) {
		struct finding *known = findings->at[number - 1];
		if (!is_counted(known, finding))
			count_profiles(known, finding);
		known->last_profile = finding->last_profile;
		if (!bytes_equal(known->role, finding->role))
			known->role = (struct bytes){ 0 };
		return false;
	}
	struct finding *kept = arena_new_of(findings->owner, struct finding);
	*kept = *finding;
	*array_push(findings->owner, findings) = kept;
	names_set(&findings->places, key, (uint32_t)findings->count);
	return true;
}

void findings_join(struct findings *findings, const struct findings *others)
{
	for (size_t i = 0; i < others->count; i++)
		findings_add(findings, others->at[i]);
}

static int in_order(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;
	int order = span_compare(x->at, y->at);
	order = order ? order : bytes_compare(x->id, y->id);
	order = order ? order : bytes_compare(x->component, y->component);
	if (order || !x->profile_count || !y->profile_count)
		return order;
	return bytes_compare(x->profiles[0]->slug, y->profiles[0]->slug);
}

void findings_sort(struct findings *findings)
{
	if (findings->count)
		qsort(findings->at, findings->count, sizeof *findings->at, in_order);
}

struct finding_counts findings_count(const struct findings *findings)
{
	struct finding_counts counts = { 0 };
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = findings->at[i];
		bool undecided = finding->outcome == OUTCOME_UNDECIDED;
		counts.undecided += undecided;
		counts.errors += !undecided && finding->level == LEVEL_ERROR;
		counts.warnings += !undecided && finding->level == LEVEL_WARNING;
		counts.infos += !undecided && finding->level == LEVEL_INFO;
	}
	return counts;
}
