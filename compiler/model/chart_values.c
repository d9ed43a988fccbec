#include "model.h"

/* --- tables ----------------------------------------------------------------------------------- */

/* What null does to a default: merging keeps it, for a later round to see. */
enum nulls { NULLS_REMOVE, NULLS_STAY };

struct table {
	struct arena *owner;
	ARRAY(struct entry);
};

static struct table table_new(struct arena *owner, size_t most)
{
	return (struct table){ .owner = owner,
		.at = arena_array_of(owner, struct entry, most ? most : 1),
		.room = most ? most : 1 };
}

static void add(struct table *table, const struct entry *entry, const struct value *value)
{
	*array_push(table->owner, table) = (struct entry){ entry->key, entry->key_at, value };
}

static struct value *table_end(const struct table *table, const struct value *like)
{
	struct value *map = arena_new_of(table->owner, struct value);
	*map = *like;
	map->count = table->count;
	map->entries = table->at;
	return map;
}

static bool is_map(const struct value *value)
{
	return value && value->kind == VALUE_MAP;
}

static bool is_null(const struct value *value)
{
	return value->kind == VALUE_NULL;
}

/* Those of `under` that `over` does not have. */
static void add_missing(struct table *table, const struct value *over, const struct value *under)
{
	struct lookup lookup = value_lookup(table->owner, over);
	for (size_t i = 0; i < under->count; i++)
		if (!lookup_get(&lookup, under->entries[i].key))
			add(table, &under->entries[i], under->entries[i].value);
}

static const struct value *merge_tables(
	struct arena *owner, const struct value *over, const struct value *under, enum nulls nulls)
{
	if (!under->count)
		return over;
	struct table table = table_new(owner, over->count + under->count);
	struct lookup lookup = value_lookup(owner, under);
	for (size_t i = 0; i < over->count; i++) {
		const struct entry *entry = &over->entries[i];
		const struct value *below = lookup_get(&lookup, entry->key);
		if (below && !is_null(below) && is_null(entry->value) && nulls == NULLS_REMOVE)
			continue;
		bool both = is_map(below) && is_map(entry->value);
		add(&table, entry,
			both ? merge_tables(owner, entry->value, below, nulls) : entry->value);
	}
	add_missing(&table, over, under);
	return table_end(&table, over);
}

/* Sets one key, at its place or at the end. */
static void put(struct table *table, struct bytes key, const struct value *value)
{
	for (size_t i = 0; i < table->count; i++)
		if (bytes_equal(table->at[i].key, key)) {
			table->at[i].value = value;
			return;
		}
	add(table, &(struct entry){ .key = key, .key_at = value->at }, value);
}

/* The map with one key set. */
static const struct value *set(
	struct arena *owner, const struct value *map, struct bytes key, const struct value *value)
{
	struct table table = table_new(owner, map->count + 1);
	for (size_t i = 0; i < map->count; i++)
		add(&table, &map->entries[i], map->entries[i].value);
	put(&table, key, value);
	return table_end(&table, map);
}

static const struct value *empty_at(struct arena *owner, struct span at)
{
	struct value *map = arena_new_of(owner, struct value);
	*map = value_empty_map;
	map->at = at;
	return map;
}

/* `a.b.c` below a map; NULL: there is none. */
static const struct value *find(const struct value *map, struct bytes path)
{
	struct bytes step;
	while (bytes_cut(&path, '.', &step)) {
		if (!is_map(map))
			return NULL;
		map = value_get(map, step);
	}
	return map;
}

/* --- one chart over its defaults -------------------------------------------------------------- */

struct making {
	struct arena *owner;
	struct chart_clash *clash;
	bool all; /* nothing is switched off */
};

static struct chart_node *find_part(const struct chart_node *node, struct bytes name)
{
	for (size_t i = 0; i < node->parts.count; i++)
		if (bytes_equal(node->parts.at[i]->name, name))
			return node->parts.at[i];
	return NULL;
}

/* At the top of a chart's values null takes away a null, too. */
static struct table over_defaults(const struct making *making, const struct chart_node *node,
	const struct value *given, enum nulls nulls)
{
	const struct value *defaults = node->defaults;
	struct table table = table_new(
		making->owner, given->count + defaults->count + node->parts.count);
	struct lookup lookup = value_lookup(making->owner, defaults);
	for (size_t i = 0; i < given->count; i++) {
		const struct entry *entry = &given->entries[i];
		const struct value *below = lookup_get(&lookup, entry->key);
		if (below && is_null(entry->value) && nulls == NULLS_REMOVE)
			continue;
		enum nulls inside = find_part(node, entry->key) ? NULLS_STAY : nulls;
		bool both = is_map(below) && is_map(entry->value);
		add(&table, entry,
			both ? merge_tables(making->owner, entry->value, below, inside)
			     : entry->value);
	}
	add_missing(&table, given, defaults);
	return table;
}

/* The parent's counts, but that a map never meets something else. */
static const struct value *merge_globals(
	struct arena *owner, const struct value *own, const struct value *above)
{
	if (!own->count && above->count)
		return above;
	struct table table = table_new(owner, own->count + above->count);
	struct lookup lookup = value_lookup(owner, above);
	for (size_t i = 0; i < own->count; i++) {
		const struct entry *entry = &own->entries[i];
		const struct value *over = lookup_get(&lookup, entry->key);
		if (is_map(over) && is_map(entry->value))
			add(&table, entry, merge_tables(owner, over, entry->value, NULLS_STAY));
		else
			add(&table, entry,
				!over || is_map(over) || is_map(entry->value) ? entry->value
									      : over);
	}
	add_missing(&table, own, above);
	return table_end(&table, own);
}

static const struct value *with_globals(
	struct arena *owner, const struct value *own, const struct value *above)
{
	const struct value *here = value_get(own, BYTES("global"));
	const struct value *over = value_get(above, BYTES("global"));
	if ((here && !is_map(here)) || (over && !is_map(over)))
		return own;
	const struct value *none = empty_at(owner, over && over->count ? over->at : own->at);
	return set(owner, own, BYTES("global"),
		merge_globals(owner, here ? here : none, over ? over : none));
}

/* --- a chart and those below it --------------------------------------------------------------- */

static const struct value *coalesce(const struct making *making, const struct chart_node *node,
	const struct value *given, enum nulls nulls)
{
	struct table table = over_defaults(making, node, given, nulls);
	struct value *values = table_end(&table, given);
	for (size_t i = 0; i < node->parts.count; i++) {
		const struct chart_node *part = node->parts.at[i];
		const struct value *own = value_get(values, part->name);
		if (!own)
			own = empty_at(making->owner, part->data->at);
		if (!is_map(own)) {
			*making->clash = (struct chart_clash){ own->at, part->name };
			return NULL;
		}
		own = coalesce(making, part, with_globals(making->owner, own, values), nulls);
		if (!own)
			return NULL;
		put(&table, part->name, own);
		values->entries = table.at;
		values->count = table.count;
	}
	return values;
}

/* --- who takes part --------------------------------------------------------------------------- */

static struct chart_node *node_new(
	struct arena *owner, const struct chart_data *data, struct bytes name)
{
	struct chart_node *node = arena_new_of(owner, struct chart_node);
	*node = (struct chart_node){ .data = data,
		.name = name,
		.declares = data->declares,
		.defaults = data->values ? data->values : empty_at(owner, data->at) };
	for (size_t i = 0; i < data->parts.count; i++)
		*array_push(owner, &node->parts) = node_new(
			owner, data->parts.at[i], data->parts.at[i]->name);
	return node;
}

static bool fits(const struct chart_need *need, const struct chart_data *data)
{
	return bytes_equal(need->name, data->name) && need->versions && data->is_versioned &&
		semver_satisfies(&data->version, need->versions);
}

static bool is_declared(const struct chart_data *data, const struct chart_data *part)
{
	for (size_t i = 0; i < data->needs.count; i++)
		if (fits(&data->needs.at[i], part))
			return true;
	return false;
}

static const struct chart_data *find_fitting(
	const struct chart_data *data, const struct chart_need *need)
{
	for (size_t i = 0; i < data->parts.count; i++)
		if (fits(need, data->parts.at[i]))
			return data->parts.at[i];
	return NULL;
}

static void arrange(struct arena *owner, struct chart_node *node)
{
	const struct chart_data *data = node->data;
	node->parts = (struct chart_nodes){ 0 };
	for (size_t i = 0; i < data->parts.count; i++)
		if (!is_declared(data, data->parts.at[i]))
			*array_push(owner, &node->parts) = node_new(
				owner, data->parts.at[i], data->parts.at[i]->name);
	for (size_t i = 0; i < data->needs.count; i++) {
		const struct chart_need *need = &data->needs.at[i];
		const struct chart_data *fitting = find_fitting(data, need);
		if (fitting)
			*array_push(owner, &node->parts) = node_new(owner, fitting, need->alias);
	}
}

static bool is_on_by_tags(const struct chart_need *need, const struct value *values)
{
	const struct value *tags = value_get(values, BYTES("tags"));
	bool off = false;
	for (size_t i = 0; is_map(tags) && i < need->tags.count; i++) {
		const struct value *tag = value_get(tags, need->tags.at[i]);
		if (tag && tag->kind == VALUE_BOOL && tag->boolean)
			return true;
		off = off || (tag && tag->kind == VALUE_BOOL);
	}
	return !off;
}

static bool is_on(struct arena *owner, const struct chart_need *need, const struct value *values,
	struct bytes path)
{
	struct bytes rest = need->condition, condition;
	while (bytes_cut(&rest, ',', &condition)) {
		const struct value *value = find(
			values, bytes_join(owner, path, BYTES(""), condition));
		if (condition.len && value && value->kind == VALUE_BOOL)
			return value->boolean;
	}
	return is_on_by_tags(need, values);
}

static bool has_chart(const struct chart_data *data, const struct chart_need *need)
{
	for (size_t i = 0; i < data->parts.count; i++)
		if (bytes_equal(data->parts.at[i]->name, need->name))
			return true;
	return false;
}

static bool is_named(const struct texts *names, struct bytes name)
{
	for (size_t i = 0; i < names->count; i++)
		if (bytes_equal(names->at[i], name))
			return true;
	return false;
}

/* What is off goes by its name, and takes all along that are called so. */
static void switch_off(const struct making *making, struct chart_node *node,
	const struct value *values, struct bytes path)
{
	const struct chart_needs *needs = &node->data->needs;
	struct chart_nodes parts = node->parts;
	struct texts off = { 0 };
	for (size_t i = 0; !making->all && i < needs->count; i++)
		if (!is_on(making->owner, &needs->at[i], values, path))
			*array_push(making->owner, &off) = needs->at[i].alias;
	for (size_t i = 0; i < needs->count; i++) {
		const struct chart_need *need = &needs->at[i];
		if (is_named(&off, need->alias))
			continue;
		*array_push(making->owner, &node->needs) = *need;
		if (!has_chart(node->data, need))
			*array_push(making->owner, &node->missing) = *need;
	}
	node->declares = node->needs.count > 0;
	node->parts = (struct chart_nodes){ 0 };
	for (size_t i = 0; i < parts.count; i++)
		if (!is_named(&off, parts.at[i]->name))
			*array_push(making->owner, &node->parts) = parts.at[i];
}

static bool choose(const struct making *making, struct chart_node *node, const struct value *given,
	struct bytes path)
{
	if (!node->declares)
		return true;
	arrange(making->owner, node);
	const struct value *values = coalesce(making, node, given, NULLS_REMOVE);
	if (!values)
		return false;
	switch_off(making, node, values, path);
	for (size_t i = 0; i < node->parts.count; i++) {
		struct chart_node *part = node->parts.at[i];
		struct bytes below = bytes_join(making->owner,
			bytes_join(making->owner, path, BYTES(""), part->name), BYTES("."),
			BYTES(""));
		if (!choose(making, part, values, below))
			return false;
	}
	return true;
}

/* --- import-values ---------------------------------------------------------------------------- */

/* The table under a path; `.` is the table itself. */
static const struct value *put_under(
	struct arena *owner, struct bytes path, const struct value *table)
{
	struct bytes step;
	if (bytes_is(path, "."))
		return table;
	bytes_cut(&path, '.', &step);
	const struct value *below = path.at ? put_under(owner, path, table) : table;
	return set(owner, empty_at(owner, table->at), step, below);
}

static const struct value *import(struct arena *owner, const struct chart_need *need,
	const struct value *item, const struct value *values, const struct value *imported)
{
	struct bytes child, parent = BYTES(".");
	if (is_map(item)) {
		const struct value *from = value_get(item, BYTES("child"));
		const struct value *to = value_get(item, BYTES("parent"));
		if (!from || !to)
			return imported;
		child = from->text;
		parent = to->text;
	} else
		child = bytes_join(owner, BYTES("exports"), BYTES("."), item->text);
	const struct value *table = find(values, bytes_join(owner, need->alias, BYTES("."), child));
	return is_map(table)
		? merge_tables(owner, imported, put_under(owner, parent, table), NULLS_STAY)
		: imported;
}

static bool import_values(const struct making *making, struct chart_node *node)
{
	struct arena *owner = making->owner;
	for (size_t i = 0; i < node->parts.count; i++)
		if (!import_values(making, node->parts.at[i]))
			return false;
	if (!node->declares)
		return true;
	const struct value *none = empty_at(owner, node->defaults->at), *imported = none;
	const struct value *values = coalesce(making, node, none, NULLS_STAY);
	for (size_t i = 0; values && i < node->needs.count; i++) {
		const struct chart_need *need = &node->needs.at[i];
		for (size_t j = 0; need->imports && j < need->imports->count; j++)
			imported = import(owner, need, need->imports->items[j], values, imported);
	}
	if (values)
		node->defaults = merge_tables(owner, values, imported, NULLS_STAY);
	return values != NULL;
}

/* --- all of it -------------------------------------------------------------------------------- */

static void hand_down(struct chart_node *node, const struct value *values)
{
	node->values = values;
	for (size_t i = 0; i < node->parts.count; i++)
		hand_down(node->parts.at[i], value_get(values, node->parts.at[i]->name));
}

static const struct chart_node *make(
	const struct making *making, const struct chart_data *data, const struct value *given)
{
	struct chart_node *node = node_new(making->owner, data, (struct bytes){ 0 });
	if (!choose(making, node, given, BYTES("")) || !import_values(making, node))
		return NULL;
	const struct value *values = coalesce(making, node, given, NULLS_REMOVE);
	if (values)
		hand_down(node, values);
	return values ? node : NULL;
}

const struct chart_node *chart_values(struct arena *owner, const struct chart_data *data,
	const struct value *given, struct chart_clash *clash)
{
	return make(&(struct making){ owner, clash, false }, data, given);
}

const struct chart_node *chart_defaults(
	struct arena *owner, const struct chart_data *data, struct chart_clash *clash)
{
	return make(&(struct making){ owner, clash, true }, data, empty_at(owner, data->at));
}
