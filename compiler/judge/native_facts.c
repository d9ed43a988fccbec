/* Facts of a profile against those that the environments' own profiles have. */
#include "native_parts.h"

#include "base/nearest.h"

/*
 * So many others must have a fact before one is told that it has none: two environments for tests
 * may well share what the one for customers has no use for.
 */
enum { OTHERS_ENOUGH = 3 };

struct look {
	struct native *native;
	const struct resolved_profile *profile;
	struct native_findings *found;
	size_t count;       /* of environments */
	size_t own;         /* the profile's */
	struct texts names; /* of all their facts; once somebody has asked */
};

/* --- the environments' own profiles ----------------------------------------------------------- */

static const struct value *facts_of(struct native *native, const struct name *environment)
{
	const struct resolver *resolver = native->matter.resolver;
	struct diags unheard = diags_new(native->owner);
	const struct head *head = fleet_find(
		resolver_fleet(resolver), native->owner, environment->slug);
	const struct resolved_profile *profile = head && !head->abstract
		? profile_resolve(native->owner, resolver, head, &unheard)
		: NULL;
	return profile ? profile->facts : NULL;
}

static void read_facts(struct native *native)
{
	const struct catalog *catalog = native->catalog;
	size_t count = catalog->environments.count;
	if (native->facts)
		return;
	native->facts = arena_array_of(native->owner, const struct value *, count);
	for (size_t i = 0; i < count; i++)
		native->facts[i] = facts_of(native, &catalog->environments.at[i]);
}

/* --- of one kind ------------------------------------------------------------------------------ */

static const char *kind_of(const struct value *fact)
{
	static const char *const kinds[] = {
		[VALUE_NULL] = N_("null"),
		[VALUE_BOOL] = N_("a truth value"),
		[VALUE_INT] = N_("a number"),
		[VALUE_FLOAT] = N_("a number"),
		[VALUE_STRING] = N_("a text"),
		[VALUE_LIST] = N_("a list"),
		[VALUE_MAP] = N_("a mapping"),
	};
	return kinds[fact->kind];
}

static bool is_number(const struct value *fact)
{
	return fact->kind == VALUE_INT || fact->kind == VALUE_FLOAT;
}

static bool is_alike(const struct value *fact, const struct value *other)
{
	return fact->kind == other->kind || (is_number(fact) && is_number(other));
}

static bool is_known(const struct value *fact)
{
	return fact && fact->kind != VALUE_NULL;
}

/*
 * The environment whose fact is of another kind, while none has one of the same; or the count. Of
 * two environments alone the later one is told.
 */
static size_t unlike_environment(
	const struct look *look, const struct value *fact, const struct value *const *others)
{
	size_t unlike = look->count, known = 0;
	const struct value *own = others[look->own];
	if (is_known(own) && !is_alike(own, fact))
		return look->own;
	for (size_t i = look->count; i-- > 0;) {
		if (i == look->own || !is_known(others[i]))
			continue;
		if (is_alike(others[i], fact))
			return look->count;
		unlike = i;
		known++;
	}
	return known == 1 && unlike > look->own ? look->count : unlike;
}

static void tell_unlike(const struct look *look, const struct value *fact,
	const struct value *other, size_t environment, struct bytes path)
{
	struct arena *owner = look->found->owner;
	const struct name *name = &look->native->catalog->environments.at[environment];
	struct finding *finding = native_fail(look->found, fact->at,
		bytes_print(owner, _("the fact '" BYTES_FMT "' is %s here, but %s in " BYTES_FMT),
			BYTES_ARG(path), _(kind_of(fact)), _(kind_of(other)),
			BYTES_ARG(name->text)));
	*array_push(owner, &finding->related) = (struct related){ other->at,
		bytes_of(_("the other one")) };
}

static const struct value *below(const struct value *map, struct bytes key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;
}

static void look_at_kinds(const struct look *look, const struct value *facts,
	const struct value *const *others, struct bytes path)
{
	struct arena *owner = look->found->owner;
	for (size_t i = 0; i < facts->count; i++) {
		const struct entry *entry = &facts->entries[i];
		const struct value **same = arena_array_of(
			owner, const struct value *, look->count);
		struct bytes whole = path.len ? bytes_join(owner, path, BYTES("."), entry->key)
					      : entry->key;
		for (size_t e = 0; e < look->count; e++)
			same[e] = below(others[e], entry->key);
		size_t unlike = is_known(entry->value)
			? unlike_environment(look, entry->value, same)
			: look->count;
		if (unlike < look->count)
			tell_unlike(look, entry->value, same[unlike], unlike, whole);
		else if (entry->value->kind == VALUE_MAP)
			look_at_kinds(look, entry->value, same, whole);
	}
}

/* --- of one name ------------------------------------------------------------------------------ */

static size_t known_elsewhere(
	const struct look *look, const struct value *const *others, struct bytes key)
{
	size_t known = 0;
	for (size_t e = 0; e < look->count; e++)
		known += e != look->own && below(others[e], key);
	return known;
}

/* Whoever says both in one file, or counts them, means two. */
static bool is_meant(const struct look *look, const struct entry *entry, struct bytes near)
{
	const struct value *other = below(look->profile->facts, near);
	char last = entry->key.len ? entry->key.at[entry->key.len - 1] : '0';
	const struct source *here = entry->value->at.source;
	const struct source *there = other ? other->at.source : NULL;
	return (last >= '0' && last <= '9') ||
		(here && there && bytes_equal(here->path, there->path));
}

static const struct texts *names_in(struct look *look, const struct value *const *others)
{
	struct texts *names = &look->names;
	if (names->count)
		return names;
	for (size_t e = 0; e < look->count; e++)
		for (size_t i = 0; others[e] && i < others[e]->count; i++)
			*array_push(look->found->owner, names) = others[e]->entries[i].key;
	return names;
}

/* What is like no other name is a fact that only this profile needs. */
static void look_at_name(
	struct look *look, const struct value *const *others, const struct entry *entry)
{
	struct arena *owner = look->found->owner;
	const struct texts *names = names_in(look, others);
	struct bytes near = nearest(entry->key, names->at, names->count);
	if (!near.len || is_meant(look, entry, near))
		return;
	struct finding *finding = native_fail(look->found,
		entry->key_at.source ? entry->key_at : entry->value->at,
		bytes_print(owner, _("no environment has a fact '" BYTES_FMT "'"),
			BYTES_ARG(entry->key)));
	finding->hint = bytes_print(owner, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
}

static void look_at_names(
	struct look *look, const struct value *facts, const struct value *const *others)
{
	for (size_t i = 0; i < facts->count; i++)
		if (!known_elsewhere(look, others, facts->entries[i].key) &&
			!below(others[look->own], facts->entries[i].key))
			look_at_name(look, others, &facts->entries[i]);
}

static void look_for_missing(
	const struct look *look, const struct value *facts, const struct value *const *others)
{
	const struct value *example = NULL;
	size_t known = 0;
	for (size_t e = 0; e < look->count; e++) {
		known += others[e] != NULL;
		example = example ? example : others[e];
	}
	for (size_t i = 0; known >= OTHERS_ENOUGH && i < example->count; i++) {
		const struct entry *entry = &example->entries[i];
		if (below(facts, entry->key) || known_elsewhere(look, others, entry->key) != known)
			continue;
		struct finding *finding = native_fail(look->found, look->profile->at,
			bytes_print(look->found->owner,
				_("every other environment has a fact '" BYTES_FMT "'"),
				BYTES_ARG(entry->key)));
		*array_push(look->found->owner, &finding->related) = (struct related){
			entry->value->at, bytes_of(_("the other one"))
		};
	}
}

void judge_facts(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct catalog *catalog = native->catalog;
	struct look look = { .native = native,
		.profile = profile,
		.found = found,
		.count = catalog->environments.count,
		.own = (size_t)(profile->environment - catalog->environments.at) };
	const struct value **others = arena_array_of(
		found->owner, const struct value *, look.count);
	read_facts(native);
	for (size_t i = 0; i < look.count; i++)
		others[i] = native->facts[i];
	bool is_own = bytes_equal(profile->head->slug, profile->environment->slug);
	if (is_own)
		others[look.own] = NULL;
	look_at_kinds(&look, profile->facts, others, (struct bytes){ 0 });
	look_at_names(&look, profile->facts, others);
	if (is_own)
		look_for_missing(&look, profile->facts, others);
}
