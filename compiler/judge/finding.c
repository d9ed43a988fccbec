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

static void add_number(struct buf *key, uint64_t number)
{
	buf_add(key, (struct bytes){ (const char *)&number, sizeof number });
}

static void add_part(struct buf *key, struct bytes part)
{
	add_number(key, part.len);
	buf_add(key, part);
}

/*
 * Sources are read anew for each profile, so a place is told by its path. Where there is none, only
 * findings on the same profile are one. A role that says nothing of itself is one of several.
 */
static struct bytes key_of(struct findings *findings, const struct finding *finding)
{
	struct buf *key = &findings->key;
	key->len = 0;
	/* It is never written, so an address does no harm. */
	add_number(key, (uintptr_t)finding->waiver);
	add_number(key, finding->level);
	add_number(key, finding->outcome);
	add_number(key, finding->role.len || finding->roles.count);
	add_number(key, (uint64_t)finding->at.begin << 32 | finding->at.end);
	add_part(key, finding->id);
	add_part(key, finding->component);
	add_part(key, finding->object);
	add_part(key, finding->message);
	if (finding->at.source)
		add_part(key, finding->at.source->path);
	else if (finding->profile_count)
		add_part(key, finding->profiles[0]->slug);
	return buf_bytes(key);
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

static void add_role(struct arena *owner, struct finding *finding, struct bytes role)
{
	for (size_t i = 0; i < finding->roles.count; i++)
		if (bytes_equal(finding->roles.at[i], role))
			return;
	if (role.len)
		*array_push(owner, &finding->roles) = role;
	finding->role = finding->roles.count == 1 ? role : (struct bytes){ 0 };
}

/* The one that is equal, and has counted it; NULL if there is none. */
static struct finding *find_equal(
	struct findings *findings, struct bytes key, const struct finding *finding)
{
	uint32_t number = names_get(&findings->known, key);
	if (!number)
		return NULL;
	struct finding *known = findings->at[number - 1];
	if (!is_counted(known, finding))
		count_profiles(known, finding);
	known->last_profile = finding->last_profile;
	return known;
}

static void push(struct findings *findings, struct bytes key, struct finding *finding)
{
	*array_push(findings->owner, findings) = finding;
	names_set(&findings->known, bytes_copy(findings->owner, key), (uint32_t)findings->count);
}

static struct finding *copy_of(struct arena *owner, const struct finding *finding)
{
	struct finding *copy = arena_new_of(owner, struct finding);
	*copy = *finding;
	copy->at = span_kept(owner, finding->at);
	copy->id = bytes_copy(owner, finding->id);
	copy->object = bytes_copy(owner, finding->object);
	copy->message = bytes_copy(owner, finding->message);
	copy->said = bytes_copy(owner, finding->said);
	copy->hint = bytes_copy(owner, finding->hint);
	copy->fix.at = span_kept(owner, finding->fix.at);
	copy->fix.text = bytes_copy(owner, finding->fix.text);
	copy->related = related_kept(owner, &finding->related);
	return copy;
}

struct finding *findings_add(struct findings *findings, const struct finding *finding)
{
	struct bytes key = key_of(findings, finding);
	struct finding *kept = find_equal(findings, key, finding);
	if (!kept) {
		kept = copy_of(findings->owner, finding);
		push(findings, key, kept);
	}
	add_role(findings->owner, kept, finding->role);
	return kept;
}

/* Those of each are different ones, so a new one may stay as it is. */
void findings_join(struct findings *findings, const struct findings *others)
{
	for (size_t i = 0; i < others->count; i++) {
		struct finding *other = others->at[i];
		struct bytes key = key_of(findings, other);
		struct finding *known = find_equal(findings, key, other);
		if (!known)
			push(findings, key, other);
		for (size_t j = 0; known && j < other->roles.count; j++)
			add_role(findings->owner, known, other->roles.at[j]);
	}
}

static int in_order(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;
	int order = span_compare(x->at, y->at);
	order = order ? order : bytes_compare(x->id, y->id);
	order = order ? order : bytes_compare(x->component, y->component);
	if (!order && x->profile_count && y->profile_count)
		order = bytes_compare(x->profiles[0]->slug, y->profiles[0]->slug);
	order = order ? order : bytes_compare(x->message, y->message);
	return order ? order
		     : (x->roles.count > y->roles.count) - (x->roles.count < y->roles.count);
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
