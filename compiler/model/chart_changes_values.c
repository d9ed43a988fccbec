/* The values that a chart brings, before and now. */
#include "chart_changes_parts.h"

#include "base/message.h"

struct walk {
	struct chart_comparison *comparison;
	struct texts path;
	struct names images; /* components whose images were told */
};

static bool writes_there(const struct writes *writes, const struct texts *path)
{
	for (size_t i = 0; i < writes->count; i++)
		if (writes->at[i].field != WRITE_ENABLED && texts_equal(path, &writes->at[i].path))
			return true;
	return false;
}

/* The component whose image is named at a path, or NULL. */
static const struct component *writer_of(const struct catalog *catalog, const struct texts *path)
{
	for (size_t i = 0; i < catalog->components.count; i++) {
		const struct component *component = &catalog->components.at[i];
		bool writes = writes_there(&component->writes, path);
		for (size_t j = 0; j < component->roles.count; j++)
			writes = writes || writes_there(&component->roles.at[j].writes, path);
		if (writes)
			return component;
	}
	return NULL;
}

static struct bytes text_of_path(const struct walk *walk)
{
	return path_text(walk->comparison->owner, walk->path.at, walk->path.count);
}

/* An image that is another one because its version is, was told. */
static void add_image(struct walk *walk, struct bytes component)
{
	struct chart_comparison *comparison = walk->comparison;
	if (chart_move_of(comparison, component) || names_set(&walk->images, component, 1))
		return;
	chart_change_add(comparison, CHART_IMAGE, _("the image of '" BYTES_FMT "' has changed"),
		BYTES_ARG(component));
}

static void add_value(struct walk *walk)
{
	struct chart_comparison *comparison = walk->comparison;
	const struct component *component = writer_of(comparison->now, &walk->path);
	struct bytes path = text_of_path(walk);
	if (component)
		add_image(walk, component->id);
	else
		chart_change_add(comparison, CHART_VALUE,
			_("the value '" BYTES_FMT "' has changed"), BYTES_ARG(path));
}

/* Of a map that is new or gone only the key that it stands at is told. */
static void add_key(struct walk *walk, enum chart_change_kind kind)
{
	struct bytes path = text_of_path(walk);
	const char *format = kind == CHART_KEY_ADDED
		? _("the key '" BYTES_FMT "' was added to the values")
		: _("the key '" BYTES_FMT "' was removed from the values");
	chart_change_add(walk->comparison, kind, format, BYTES_ARG(path));
}

static void compare_maps(struct walk *walk, const struct value *before, const struct value *now);

static bool has_keys(const struct value *value)
{
	return value->kind == VALUE_MAP && value->count;
}

static void compare_both(struct walk *walk, const struct value *before, const struct value *now)
{
	if (value_equal(before, now))
		return;
	if (before->kind == VALUE_MAP && now->kind == VALUE_MAP) {
		compare_maps(walk, before, now);
		return;
	}
	if (has_keys(before))
		compare_maps(walk, before, &value_empty_map);
	if (has_keys(now))
		compare_maps(walk, &value_empty_map, now);
	if (!has_keys(before) && !has_keys(now))
		add_value(walk);
}

static void compare_maps(struct walk *walk, const struct value *before, const struct value *now)
{
	struct arena *owner = walk->comparison->owner;
	struct lookup old = value_lookup(owner, before), new = value_lookup(owner, now);
	for (size_t i = 0; i < before->count; i++) {
		const struct value *kept = lookup_get(&new, before->entries[i].key);
		*array_push(owner, &walk->path) = before->entries[i].key;
		if (kept)
			compare_both(walk, before->entries[i].value, kept);
		else
			add_key(walk, CHART_KEY_REMOVED);
		walk->path.count--;
	}
	for (size_t i = 0; i < now->count; i++) {
		*array_push(owner, &walk->path) = now->entries[i].key;
		if (!lookup_get(&old, now->entries[i].key))
			add_key(walk, CHART_KEY_ADDED);
		walk->path.count--;
	}
}

void chart_compare_values(
	struct chart_comparison *comparison, const struct value *before, const struct value *now)
{
	struct walk walk = { .comparison = comparison, .images = { .owner = comparison->owner } };
	compare_maps(&walk, before ? before : &value_empty_map, now ? now : &value_empty_map);
}
