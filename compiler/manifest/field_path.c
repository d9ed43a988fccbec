#include "field_path.h"

/* --- reading ---------------------------------------------------------------------------------- */

/* A part up to the next dot that is neither escaped nor in brackets. */
static struct bytes read_step(struct arena *owner, struct bytes *rest)
{
	struct buf step = buf_new(owner);
	size_t at = 0, brackets = 0;
	for (; at < rest->len && (rest->at[at] != '.' || brackets); at++) {
		bool is_escape = rest->at[at] == '\\' && at + 1 < rest->len;
		at += is_escape;
		if (!is_escape && rest->at[at] == '[')
			brackets++;
		if (!is_escape && rest->at[at] == ']' && brackets)
			brackets--;
		buf_add(&step, bytes_slice(*rest, at, at + 1));
	}
	*rest = bytes_slice(*rest, at + (at < rest->len), rest->len);
	return buf_bytes(&step);
}

/* `[a.b/c]` is the key a.b/c. */
static struct bytes without_brackets(struct bytes step)
{
	bool is_key = bytes_begins(step, BYTES("[")) && bytes_ends(step, BYTES("]")) &&
		bytes_find(step, BYTES("="), 0) == step.len;
	return is_key ? bytes_slice(step, 1, step.len - 1) : step;
}

struct field_path field_path_read(struct arena *owner, struct bytes text, struct span at)
{
	struct field_path path = { .at = at, .text = text };
	while (text.len)
		*array_push(owner, &path.steps) = without_brackets(read_step(owner, &text));
	return path;
}

/* --- steps ------------------------------------------------------------------------------------ */

static bool is_all(struct bytes step)
{
	return bytes_equal(step, BYTES("*"));
}

static bool is_condition(struct bytes step)
{
	return bytes_begins(step, BYTES("[")) && bytes_ends(step, BYTES("]")) &&
		bytes_find(step, BYTES("="), 0) < step.len;
}

static struct bytes condition_key(struct bytes step)
{
	return bytes_slice(step, 1, bytes_find(step, BYTES("="), 0));
}

static struct bytes condition_value(struct bytes step)
{
	return bytes_slice(step, bytes_find(step, BYTES("="), 0) + 1, step.len - 1);
}

static bool is_index(struct bytes step, size_t *index)
{
	struct scalar number = resolve_core(step);
	*index = (size_t)number.integer;
	return number.type == TYPE_INT && number.integer >= 0;
}

static bool step_takes(struct bytes step, const struct value *item, size_t index)
{
	size_t wanted;
	if (is_all(step))
		return true;
	if (!is_condition(step))
		return is_index(step, &wanted) && wanted == index;
	struct bytes key = condition_key(step);
	const struct value *found = item;
	if (key.len)
		found = item->kind == VALUE_MAP ? value_get(item, key) : NULL;
	return found && bytes_equal(found->text, condition_value(step));
}

/* --- looking ---------------------------------------------------------------------------------- */

static const struct value *get(const struct value *value, const struct bytes *steps, size_t count)
{
	if (!count || !value)
		return value;
	if (value->kind == VALUE_MAP && !is_all(*steps))
		return get(value_get(value, *steps), steps + 1, count - 1);
	size_t room = value->kind == VALUE_MAP || value->kind == VALUE_LIST ? value->count : 0;
	for (size_t i = 0; i < room; i++) {
		bool is_map = value->kind == VALUE_MAP;
		const struct value *item = is_map ? value->entries[i].value : value->items[i];
		const struct value *found = is_map || step_takes(*steps, item, i)
			? get(item, steps + 1, count - 1)
			: NULL;
		if (found)
			return found;
	}
	return NULL;
}

const struct value *field_get(const struct value *value, const struct field_path *path)
{
	return get(value, path->steps.at, path->steps.count);
}

/* --- changing --------------------------------------------------------------------------------- */

struct setter {
	struct arena *owner;
	bool create;
	field_change *change;
	void *context;
	size_t met;
	bool stopped;
};

static const struct value empty_map = { .kind = VALUE_MAP }, empty_list = { .kind = VALUE_LIST };

static const struct value *set(
	struct setter *s, const struct value *value, const struct bytes *steps, size_t count);

static const struct value *change(struct setter *s, const struct value *had)
{
	const struct value *now = s->change(s->context, s->owner, had);
	s->met += now != NULL;
	s->stopped |= !now;
	return now ? now : had;
}

/* What a missing field begins as: a list where the next part is of a list. */
static const struct value *blank(const struct bytes *steps, size_t count)
{
	if (!count)
		return NULL;
	return is_condition(*steps) || bytes_equal(*steps, BYTES("-")) ? &empty_list : &empty_map;
}

static const struct value *set_key(
	struct setter *s, const struct value *map, const struct bytes *steps, size_t count)
{
	const struct value *had = value_get(map, *steps);
	if (!had && !s->create)
		return map;
	const struct value *under = had ? had : blank(steps + 1, count - 1);
	size_t met = s->met;
	const struct value *now = set(s, under, steps + 1, count - 1);
	if (now == had || s->met == met)
		return map;
	return value_put(s->owner, map, &(struct entry){ *steps, now ? now->at : map->at, now });
}

static const struct value *set_each_key(
	struct setter *s, const struct value *map, const struct bytes *steps, size_t count)
{
	const struct value *changed = map;
	for (size_t i = 0; i < map->count; i++) {
		struct entry entry = map->entries[i];
		entry.value = set(s, entry.value, steps + 1, count - 1);
		if (entry.value != map->entries[i].value)
			changed = value_put(s->owner, changed, &entry);
	}
	return changed;
}

/* The item that `[key=value]` or `-` makes where there is none. */
static const struct value *new_item(struct setter *s, struct bytes step)
{
	struct bytes key = is_condition(step) ? condition_key(step) : BYTES("");
	if (!key.len)
		return is_condition(step)
			? value_string(s->owner, condition_value(step), (struct span){ 0 })
			: &empty_map;
	struct entry entry = { .key = key,
		.value = value_string(s->owner, condition_value(step), (struct span){ 0 }) };
	return value_put(s->owner, &empty_map, &entry);
}

static const struct value *add_item(
	struct setter *s, const struct value *list, const struct bytes *steps, size_t count)
{
	bool is_last = count == 1 && !is_condition(*steps);
	const struct value *item = set(
		s, is_last ? NULL : new_item(s, *steps), steps + 1, count - 1);
	return item ? value_list_insert(s->owner, list, list->count, item) : list;
}

static const struct value *set_items(
	struct setter *s, const struct value *list, const struct bytes *steps, size_t count)
{
	const struct value *changed = list;
	bool found = false;
	for (size_t i = 0; i < list->count; i++) {
		if (!step_takes(*steps, list->items[i], i))
			continue;
		found = true;
		const struct value *item = set(s, list->items[i], steps + 1, count - 1);
		if (item != list->items[i])
			changed = value_list_put(s->owner, changed, i, item);
	}
	bool adds = bytes_equal(*steps, BYTES("-")) || (s->create && is_condition(*steps));
	return found || !adds ? changed : add_item(s, changed, steps, count);
}

static const struct value *set(
	struct setter *s, const struct value *value, const struct bytes *steps, size_t count)
{
	if (!count)
		return change(s, value);
	if (!value || s->stopped)
		return value;
	if (value->kind == VALUE_LIST)
		return set_items(s, value, steps, count);
	if (value->kind != VALUE_MAP)
		return value;
	return is_all(*steps) ? set_each_key(s, value, steps, count)
			      : set_key(s, value, steps, count);
}

const struct value *field_set(struct arena *owner, const struct value *value,
	const struct field_path *path, bool create, field_change *change_field, void *context,
	size_t *met)
{
	struct setter s = { owner, create, change_field, context, 0, false };
	const struct value *now = set(&s, value, path->steps.at, path->steps.count);
	*met = s.met;
	return s.stopped ? NULL : now;
}
