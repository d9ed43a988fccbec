/* Values against what the chart says of its values. */
#include "native_parts.h"

#include "base/nearest.h"

#include <strings.h>

/* --- the schema ------------------------------------------------------------------------------- */

static enum level level_of(enum severity severity)
{
	static const enum level levels[] = {
		[SEVERITY_ERROR] = LEVEL_OFF,
		[SEVERITY_WARNING] = LEVEL_WARNING,
		[SEVERITY_NOTE] = LEVEL_INFO,
	};
	return levels[severity];
}

void judge_schema(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	(void)profile;
	for (size_t i = 0; i < native->faults.count; i++) {
		const struct diag *fault = native->faults.at[i];
		struct finding *finding = native_fail(found, fault->at, fault->text);
		finding->level = level_of(fault->severity);
		finding->hint = fault->hint;
		finding->related = fault->related;
	}
}

/* A null takes a default of the chart away. */
static const struct value *coalesce(
	struct arena *owner, const struct value *defaults, const struct value *given)
{
	struct entry *entries = arena_array_of(owner, struct entry, defaults->count + given->count);
	struct value *map = arena_new_of(owner, struct value);
	size_t count = 0;
	for (size_t i = 0; i < given->count; i++) {
		const struct entry *entry = &given->entries[i];
		const struct value *under = value_get(defaults, entry->key);
		if (under && entry->value->kind == VALUE_NULL)
			continue;
		entries[count] = *entry;
		if (under && under->kind == VALUE_MAP && entry->value->kind == VALUE_MAP)
			entries[count].value = coalesce(owner, under, entry->value);
		count++;
	}
	for (size_t i = 0; i < defaults->count; i++)
		if (!value_get(given, defaults->entries[i].key))
			entries[count++] = defaults->entries[i];
	*map = *given;
	map->count = count;
	map->entries = entries;
	return map;
}

void judge_values_schema(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	struct violations violations = { 0 };
	const struct value *values = profile->compiled;
	if (!native->schema)
		return;
	if (native->data.values)
		values = coalesce(found->owner, native->data.values, values);
	if (schema_check(found->owner, native->schema, values, &violations))
		return;
	for (size_t i = 0; i < violations.count; i++) {
		const struct violation *violation = &violations.at[i];
		struct finding *finding = native_fail(
			found, violation->at.source ? violation->at : profile->at, violation->text);
		finding->hint = violation->hint;
		*array_push(found->owner, &finding->related) = (struct related){ violation->rule,
			bytes_of(_("the schema says so here")) };
	}
}

/* --- what nobody knows ------------------------------------------------------------------------ */

/* What is known of one map: by default values, by the schema; either may be NULL. */
struct knowledge {
	const struct value *defaults, *schema;
};

struct search {
	struct native *native;
	struct native_findings *found;
	struct span standard; /* of what has no place of its own */
};

/* A schema that could allow a key in another way than by `properties` is taken to allow it. */
static bool schema_is_open(const struct value *schema)
{
	static const char *const openings[] = { "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf",
		"if", "then", "else", "patternProperties", "dependentSchemas", "dependencies" };
	const struct value *rest = value_get(schema, BYTES("additionalProperties"));
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (value_get(schema, bytes_of(openings[i])))
			return true;
	return rest && (rest->kind == VALUE_MAP || rest->boolean);
}

static const struct value *below(const struct value *map, struct bytes key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;
}

static bool is_sub_chart(const struct chart_data *data, struct bytes name)
{
	const struct value *list = below(data->chart, BYTES("dependencies"));
	for (size_t i = 0; i < data->folders.count; i++)
		if (bytes_equal(data->folders.at[i], name))
			return true;
	for (size_t i = 0; list && list->kind == VALUE_LIST && i < list->count; i++) {
		const struct value *called = below(list->items[i], BYTES("alias"));
		called = called ? called : below(list->items[i], BYTES("name"));
		if (called && bytes_equal(called->text, name))
			return true;
	}
	return bytes_is(name, "global");
}

static void add_keys(struct arena *owner, struct texts *keys, const struct value *map)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++)
		*array_push(owner, keys) = map->entries[i].key;
}

static void tell_unknown(const struct search *search, const struct knowledge *known,
	const struct entry *entry, struct bytes path)
{
	struct arena *owner = search->found->owner;
	struct span at = entry->key_at.source ? entry->key_at
		: entry->value->at.source     ? entry->value->at
					      : search->standard;
	struct finding *finding = native_fail(search->found, at,
		bytes_print(
			owner, _("the chart knows nothing of '" BYTES_FMT "'"), BYTES_ARG(path)));
	struct texts keys = { 0 };
	add_keys(owner, &keys, known->defaults);
	if (known->schema)
		add_keys(owner, &keys, below(known->schema, BYTES("properties")));
	struct bytes near = nearest(entry->key, keys.at, keys.count);
	finding->hint = near.len
		? bytes_print(owner, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near))
		: bytes_of(_("name it in the chart's values.yaml, or take it away"));
}

/* Maps of Kubernetes whose keys are the user's own; charts show some of them as an example. */
static bool is_of_own_keys(struct bytes key)
{
	static const char *const ends[] = { "annotations", "labels", "nodeselector" };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct bytes end = bytes_of(ends[i]);
		if (key.len >= end.len &&
			strncasecmp(key.at + key.len - end.len, end.at, end.len) == 0)
			return true;
	}
	return false;
}

static void search_map(const struct search *search, const struct value *map, struct knowledge known,
	struct bytes path);

/* An empty map or a null in the values of the chart leaves open what may stand there. */
static bool is_open(const struct knowledge *known)
{
	const struct value *defaults = known->defaults, *schema = known->schema;
	if (schema && (schema->kind != VALUE_MAP || schema_is_open(schema)))
		return true;
	return (!schema || !below(schema, BYTES("properties"))) &&
		(!defaults || defaults->kind != VALUE_MAP || !defaults->count);
}

static void search_entry(const struct search *search, const struct entry *entry,
	struct knowledge known, struct bytes path)
{
	struct arena *owner = search->found->owner;
	const struct value *properties = below(known.schema, BYTES("properties"));
	struct knowledge next = { below(known.defaults, entry->key),
		below(properties, entry->key) };
	struct bytes whole = path.len ? bytes_join(owner, path, BYTES("."), entry->key)
				      : entry->key;
	if (!path.len && is_sub_chart(&search->native->data, entry->key))
		return;
	/* A null takes away what is not there, then or now. */
	if (entry->value->kind == VALUE_NULL)
		return;
	if (!next.defaults && !next.schema)
		tell_unknown(search, &known, entry, whole);
	else if (entry->value->kind == VALUE_MAP && !is_of_own_keys(entry->key))
		search_map(search, entry->value, next, whole);
}

static void search_map(const struct search *search, const struct value *map, struct knowledge known,
	struct bytes path)
{
	if (is_open(&known))
		return;
	for (size_t i = 0; i < map->count; i++)
		search_entry(search, &map->entries[i], known, path);
}

void judge_unknown_value(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct chart_data *data = &native->data;
	struct search search = { native, found, profile->at };
	search_map(&search, profile->compiled, (struct knowledge){ data->values, data->schema },
		(struct bytes){ 0 });
}
