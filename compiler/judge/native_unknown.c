/* Values that neither the chart nor its sub-charts know. */
#include "native_parts.h"

#include "base/nearest.h"

#include <strings.h>

/* What one chart knows of a map: by default values, by the schema; either may be NULL. */
struct known {
	const struct value *defaults, *schema;
};

/* What all charts know of it, the outermost first; and the chart whose values it is, or NULL. */
struct knowledge {
	ARRAY(struct known);
	const struct chart_node *node;
	struct texts keys; /* all that may stand there; once somebody has asked */
};

struct search {
	struct native *native;
	struct native_findings *found;
	struct span standard; /* of what has no place of its own */
};

/* --- what there is to know -------------------------------------------------------------------- */

static void add_conditions(struct native *native, const struct chart_node *node, struct bytes above)
{
	struct arena *owner = native->owner;
	struct bytes condition;
	for (size_t i = 0; i < node->data->needs.count; i++) {
		struct bytes rest = node->data->needs.at[i].condition;
		while (bytes_cut(&rest, ',', &condition))
			*array_push(owner, &native->conditions) = bytes_join(
				owner, above, BYTES(""), condition);
		for (size_t j = 0; j < node->data->needs.at[i].tags.count; j++)
			*array_push(owner, &native->conditions) = bytes_join(owner, BYTES("tags"),
				BYTES("."), node->data->needs.at[i].tags.at[j]);
	}
	for (size_t i = 0; i < node->parts.count; i++) {
		const struct chart_node *part = node->parts.at[i];
		add_conditions(native, part, bytes_join(owner, above, part->name, BYTES(".")));
	}
}

void native_know(struct native *native)
{
	native->known = chart_defaults(native->owner, &native->data, &native->clash);
	if (native->known)
		add_conditions(native, native->known, BYTES(""));
}

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

/* An empty map or a null in the values of the chart leaves open what may stand there. */
static bool leaves_open(const struct known *known)
{
	const struct value *defaults = known->defaults, *schema = known->schema;
	if (schema && (schema->kind != VALUE_MAP || schema_is_open(schema)))
		return true;
	return (!schema || !below(schema, BYTES("properties"))) &&
		(!defaults || defaults->kind != VALUE_MAP || !defaults->count);
}

/* The innermost chart that says anything knows best. */
static bool is_open(const struct knowledge *knowledge)
{
	return knowledge->count && leaves_open(&knowledge->at[knowledge->count - 1]);
}

static const struct chart_node *find_part(const struct chart_node *node, struct bytes name)
{
	for (size_t i = 0; node && i < node->parts.count; i++)
		if (bytes_equal(node->parts.at[i]->name, name))
			return node->parts.at[i];
	return NULL;
}

static struct knowledge step(
	struct arena *owner, const struct knowledge *knowledge, struct bytes key)
{
	struct knowledge next = { 0 };
	for (size_t i = 0; i < knowledge->count; i++) {
		const struct known *known = &knowledge->at[i];
		struct known under = { below(known->defaults, key),
			below(below(known->schema, BYTES("properties")), key) };
		if (under.defaults || under.schema)
			*array_push(owner, &next) = under;
	}
	next.node = find_part(knowledge->node, key);
	if (next.node)
		*array_push(owner, &next) = (struct known){ next.node->defaults,
			next.node->data->schema };
	return next;
}

/* Whether it switches a sub-chart on or off, or holds what does. */
static bool is_condition(const struct native *native, struct bytes path)
{
	for (size_t i = 0; i < native->conditions.count; i++) {
		struct bytes condition = native->conditions.at[i];
		if (bytes_begins(condition, path) &&
			(condition.len == path.len || condition.at[path.len] == '.'))
			return true;
	}
	return false;
}

/* --- telling ---------------------------------------------------------------------------------- */

static void add_keys(struct arena *owner, struct texts *keys, const struct value *map)
{
	for (size_t i = 0; map && map->kind == VALUE_MAP && i < map->count; i++)
		*array_push(owner, keys) = map->entries[i].key;
}

static struct span place_of(const struct search *search, const struct entry *entry)
{
	return entry->key_at.source       ? entry->key_at
		: entry->value->at.source ? entry->value->at
					  : search->standard;
}

static const struct texts *keys_of(struct arena *owner, struct knowledge *knowledge)
{
	struct texts *keys = &knowledge->keys;
	if (keys->count)
		return keys;
	for (size_t i = 0; i < knowledge->count; i++) {
		add_keys(owner, keys, knowledge->at[i].defaults);
		add_keys(owner, keys, below(knowledge->at[i].schema, BYTES("properties")));
	}
	for (size_t i = 0; knowledge->node && i < knowledge->node->parts.count; i++)
		*array_push(owner, keys) = knowledge->node->parts.at[i]->name;
	return keys;
}

static void tell_unknown(const struct search *search, struct knowledge *knowledge,
	const struct entry *entry, struct bytes path)
{
	struct arena *owner = search->found->owner;
	const struct texts *keys = keys_of(owner, knowledge);
	struct finding *finding = native_fail(search->found, place_of(search, entry),
		bytes_print(
			owner, _("the chart knows nothing of '" BYTES_FMT "'"), BYTES_ARG(path)));
	struct bytes near = nearest(entry->key, keys->at, keys->count);
	finding->hint = near.len
		? bytes_print(owner, _("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near))
		: bytes_of(_("name it in the chart's values.yaml, or take it away"));
}

static void tell_unread(const struct search *search, const struct entry *entry, struct bytes path)
{
	native_undecided(search->found, place_of(search, entry),
		bytes_print(search->found->owner,
			_("whether a sub-chart knows '" BYTES_FMT "' cannot be told: not every "
			  "chart in charts/ can be read"),
			BYTES_ARG(path)),
		_("'chart/schema' says where and why"));
}

static void tell_missing(const struct search *search, const struct chart_need *need,
	const struct entry *entry, struct bytes path)
{
	struct finding *finding = native_undecided(search->found, place_of(search, entry),
		bytes_print(search->found->owner,
			_("whether the chart '" BYTES_FMT "' knows '" BYTES_FMT "' cannot be "
			  "told: it is not in charts/"),
			BYTES_ARG(need->name), BYTES_ARG(path)),
		_("'helm dependency build' puts it there"));
	*array_push(search->found->owner, &finding->related) = (struct related){ need->at,
		bytes_of(_("the dependency")) };
}

static void tell_clash(const struct search *search)
{
	const struct chart_clash *clash = &search->native->clash;
	native_undecided(search->found, clash->at.source ? clash->at : search->standard,
		bytes_print(search->found->owner,
			_("'" BYTES_FMT "' is a sub-chart: its values must be a mapping"),
			BYTES_ARG(clash->name)),
		_("until then it is not known what the charts know"));
}

/* --- searching -------------------------------------------------------------------------------- */

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

static void search_map(const struct search *search, const struct value *map,
	struct knowledge *knowledge, struct bytes path);

static const struct chart_need *find_missing(const struct chart_node *node, struct bytes name)
{
	for (size_t i = 0; node && i < node->missing.count; i++)
		if (bytes_equal(node->missing.at[i].alias, name))
			return &node->missing.at[i];
	return NULL;
}

static bool is_chart(const struct chart_node *node, struct bytes name)
{
	return find_part(node, name) || find_missing(node, name);
}

/* Of what a chart that is not there is given, only its conditions are known. */
static void search_missing(const struct search *search, const struct entry *entry,
	const struct chart_need *need, struct bytes path)
{
	const struct value *map = entry->value;
	for (size_t i = 0; map->kind == VALUE_MAP && i < map->count; i++) {
		struct bytes whole = bytes_join(
			search->found->owner, path, BYTES("."), map->entries[i].key);
		if (!is_condition(search->native, whole))
			tell_missing(search, need, &map->entries[i], whole);
	}
}

static void search_entry(const struct search *search, const struct entry *entry,
	struct knowledge *knowledge, struct bytes path)
{
	const struct chart_node *node = knowledge->node;
	const struct chart_need *missing = find_missing(node, entry->key);
	struct knowledge next = step(search->found->owner, knowledge, entry->key);
	bool is_known = next.count || is_condition(search->native, path);
	/* A null takes away what is not there, then or now. */
	if (entry->value->kind == VALUE_NULL || (node && bytes_is(entry->key, "global")))
		return;
	if (missing)
		search_missing(search, entry, missing, path);
	else if (!is_known && node && !node->data->is_whole)
		tell_unread(search, entry, path);
	else if (!is_known)
		tell_unknown(search, knowledge, entry, path);
	else if (entry->value->kind == VALUE_MAP && !is_of_own_keys(entry->key))
		search_map(search, entry->value, &next, path);
}

static void search_map(const struct search *search, const struct value *map,
	struct knowledge *knowledge, struct bytes path)
{
	struct arena *owner = search->found->owner;
	bool open = is_open(knowledge);
	for (size_t i = 0; i < map->count; i++) {
		struct bytes key = map->entries[i].key;
		if (open && !is_chart(knowledge->node, key))
			continue;
		search_entry(search, &map->entries[i], knowledge,
			path.len ? bytes_join(owner, path, BYTES("."), key) : key);
	}
}

void judge_unknown_value(struct native *native, const struct resolved_profile *profile,
	struct native_findings *found)
{
	const struct chart_node *root = native->known;
	struct search search = { native, found, profile->at };
	struct knowledge knowledge = { .node = root };
	if (!root) {
		tell_clash(&search);
		return;
	}
	*array_push(found->owner, &knowledge) = (struct known){
		native->data.values || root->declares ? root->defaults : NULL, native->data.schema
	};
	search_map(&search, profile->compiled, &knowledge, (struct bytes){ 0 });
}
