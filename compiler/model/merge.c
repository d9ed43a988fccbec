#include "model.h"

const struct value value_empty_map = { .kind = VALUE_MAP, .style = STYLE_BLOCK };

/* The rules of one level: those whose path goes through the keys walked so far. */
struct walk {
	struct arena *owner;
	const struct merge_rule *rules;
	size_t rule_count;
	const struct bytes *keys[256]; /* nesting is limited to 250 */
	size_t depth;
};

static const struct value *merge(
	struct walk *walk, const struct value *under, const struct value *over);

static const struct merge_rule *rule_here(const struct walk *walk)
{
	for (size_t i = 0; i < walk->rule_count; i++) {
		const struct merge_rule *rule = &walk->rules[i];
		size_t k = 0;
		if (rule->path.count != walk->depth)
			continue;
		while (k < walk->depth && bytes_equal(rule->path.at[k], *walk->keys[k]))
			k++;
		if (k == walk->depth)
			return rule;
	}
	return NULL;
}

static const struct value *hiding(
	struct arena *owner, const struct value *over, const struct value *under)
{
	struct value *copy = arena_new_of(owner, struct value);
	*copy = *over;
	copy->hides = under;
	return copy;
}

static size_t find_entry(const struct value *map, struct bytes key, size_t guess)
{
	if (guess < map->count && bytes_equal(map->entries[guess].key, key))
		return guess;
	for (size_t i = 0; i < map->count; i++)
		if (bytes_equal(map->entries[i].key, key))
			return i;
	return map->count;
}

static const struct value *merge_maps(
	struct walk *walk, const struct value *under, const struct value *over)
{
	struct entry *entries = arena_array_of(
		walk->owner, struct entry, under->count + over->count);
	size_t count = under->count;
	if (count)
		memcpy(entries, under->entries, count * sizeof *entries);
	for (size_t i = 0; i < over->count; i++) {
		const struct entry *entry = &over->entries[i];
		size_t at = find_entry(under, entry->key, i);
		if (at == under->count) {
			entries[count++] = *entry;
			continue;
		}
		walk->keys[walk->depth++] = &entry->key;
		entries[at].value = merge(walk, under->entries[at].value, entry->value);
		walk->depth--;
	}
	struct value *map = arena_new_of(walk->owner, struct value);
	*map = *over;
	map->count = count;
	map->entries = entries;
	return map;
}

static struct bytes key_text(const struct value *item, struct bytes by)
{
	const struct value *key = item->kind == VALUE_MAP ? value_get(item, by) : NULL;
	return key ? key->text : (struct bytes){ 0 };
}

static size_t find_item(
	const struct value *const *items, size_t count, const struct value *wanted, struct bytes by)
{
	struct bytes key = key_text(wanted, by);
	for (size_t i = 0; key.at && i < count; i++) {
		struct bytes other = key_text(items[i], by);
		if (other.at && bytes_equal(other, key))
			return i;
	}
	return count;
}

/* append: all of both. by KEY: items with the same KEY are merged, new ones follow. */
static const struct value *merge_lists(struct walk *walk, const struct merge_rule *rule,
	const struct value *under, const struct value *over)
{
	const struct value **items = arena_array_of(
		walk->owner, const struct value *, under->count + over->count);
	size_t count = under->count;
	if (count)
		memcpy(items, under->items, count * sizeof *items);
	for (size_t i = 0; i < over->count; i++) {
		size_t at = rule->kind == MERGE_BY
			? find_item(items, under->count, over->items[i], rule->by)
			: under->count;
		if (at < under->count)
			items[at] = merge(walk, items[at], over->items[i]);
		else
			items[count++] = over->items[i];
	}
	struct value *list = arena_new_of(walk->owner, struct value);
	*list = *over;
	list->count = count;
	list->items = items;
	return list;
}

static const struct value *merge(
	struct walk *walk, const struct value *under, const struct value *over)
{
	if (under->kind == VALUE_MAP && over->kind == VALUE_MAP)
		return merge_maps(walk, under, over);
	if (under->kind == VALUE_LIST && over->kind == VALUE_LIST) {
		const struct merge_rule *rule = rule_here(walk);
		if (rule && rule->kind != MERGE_REPLACE)
			return merge_lists(walk, rule, under, over);
	}
	return hiding(walk->owner, over, under);
}

const struct value *values_merge(struct arena *owner, const struct value *under,
	const struct value *over, const struct merge_rule *rules, size_t rule_count)
{
	struct walk walk = { .owner = owner, .rules = rules, .rule_count = rule_count };
	if (!under || !over)
		return under ? under : over ? over : &value_empty_map;
	return merge(&walk, under, over);
}
