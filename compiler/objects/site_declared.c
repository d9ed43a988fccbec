#include "site.h"

/* --- what is found ---------------------------------------------------------------------------- */

/* A place on the way: how many steps were taken, the node there, and its path. */
struct spot {
	size_t step;
	node_id node;
	struct bytes path;
};

struct walk {
	struct site_finder *finder;
	const struct declared *by;
	bool found;
};

static void walk_from(struct walk *walk, struct spot spot);

static void add(struct walk *walk, struct site site)
{
	struct site_finder *finder = walk->finder;
	walk->found = true;
	site.kind = SITE_DECLARED;
	site.object = finder->object;
	site.by = walk->by;
	*array_push(finder->owner, &finder->sites) = site;
}

static void add_scalar(struct walk *walk, struct spot spot)
{
	struct bytes text = site_scalar(walk->finder, spot.node);
	if (!text.len)
		return;
	add(walk,
		(struct site){
			.path = spot.path,
			.reference = spot.node,
			.end = (uint32_t)text.len,
			.text = text,
			.at = tree_span(walk->finder->tree, spot.node),
		});
}

static void add_split(struct walk *walk, struct spot spot)
{
	struct site_finder *finder = walk->finder;
	node_id repository = site_find(finder, spot.node, BYTES("repository"));
	node_id tag = site_find(finder, spot.node, BYTES("tag"));
	struct bytes name = site_scalar(finder, repository), version = site_scalar(finder, tag);
	if (!name.len)
		return;
	add(walk,
		(struct site){
			.path = spot.path,
			.repository = repository,
			.tag = version.len ? tag : 0,
			.text = version.len ? bytes_join(finder->owner, name, BYTES(":"), version)
					    : name,
			.at = tree_span(finder->tree, repository),
		});
}

/* --- inside a text ---------------------------------------------------------------------------- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		c == '-' || c == '_' || c == '.';
}

static bool is_of_reference(char c)
{
	return is_word(c) || (c && strchr("/:@+", c));
}

/* Behind the next mark that does not begin inside a word. False if there is none. */
static bool find_mark(struct bytes text, struct bytes mark, size_t *from)
{
	size_t at = bytes_find(text, mark, *from);
	while (at < text.len && at > 0 && is_word(text.at[at - 1]))
		at = bytes_find(text, mark, at + 1);
	*from = at + mark.len;
	return at < text.len;
}

static size_t reference_end(struct bytes text, size_t begin)
{
	while (begin < text.len && is_of_reference(text.at[begin]))
		begin++;
	return begin;
}

/* The end of a part of a text, as it is written; the whole text where escapes hide the part. */
static struct span written(struct span whole, struct bytes part, size_t last, size_t *from)
{
	size_t end = *from;
	if (!find_mark(span_text(whole), part, &end))
		return whole;
	*from = end;
	whole.end = whole.begin + (uint32_t)end;
	whole.begin = whole.end - (uint32_t)last;
	return whole;
}

static void add_parts(struct walk *walk, struct spot spot, struct bytes mark)
{
	const struct tree *tree = walk->finder->tree;
	struct bytes text = site_scalar(walk->finder, spot.node);
	size_t begin = 0, end, raw = 0;
	for (; find_mark(text, mark, &begin); begin = end) {
		end = reference_end(text, begin);
		if (end == begin)
			continue;
		struct bytes part = bytes_slice(text, begin - mark.len, end);
		add(walk,
			(struct site){
				.path = spot.path,
				.reference = spot.node,
				.begin = (uint32_t)begin,
				.end = (uint32_t)end,
				.text = bytes_slice(text, begin, end),
				.at = written(tree_span(tree, spot.node), part, end - begin, &raw),
			});
	}
}

/* --- the way ---------------------------------------------------------------------------------- */

static void walk_key(struct walk *walk, struct spot spot, struct bytes key)
{
	struct buf path = buf_new(walk->finder->owner);
	buf_add(&path, spot.path);
	path_add_key(&path, key);
	spot.node = site_find(walk->finder, spot.node, key);
	spot.path = buf_bytes(&path);
	spot.step++;
	if (spot.node)
		walk_from(walk, spot);
}

static bool is_wanted(
	const struct walk *walk, const struct path_step *step, node_id item, size_t index)
{
	const struct site_finder *finder = walk->finder;
	if (step->kind == STEP_INDEX)
		return index == step->index;
	if (step->kind == STEP_TEXT)
		return tree_node(finder->tree, item)->kind == NODE_SCALAR;
	return step->kind == STEP_ALL ||
		bytes_equal(site_scalar(finder, site_find(finder, item, step->key)), step->text);
}

/* The step that finds a list's texts goes on to look into each. */
static void walk_items(struct walk *walk, struct spot spot, const struct path_step *step)
{
	const struct tree *tree = walk->finder->tree;
	size_t index = 0;
	if (tree_node(tree, spot.node)->kind != NODE_SEQ)
		return;
	for (node_id at = tree_first(tree, spot.node); at; at = tree_next(tree, at), index++) {
		node_id item = tree_follow(tree, at);
		if (!is_wanted(walk, step, item, index))
			continue;
		struct buf path = buf_new(walk->finder->owner);
		buf_add(&path, spot.path);
		path_add_index(&path, index);
		walk_from(walk,
			(struct spot){
				spot.step + (step->kind != STEP_TEXT), item, buf_bytes(&path) });
	}
}

static void walk_from(struct walk *walk, struct spot spot)
{
	const struct path_steps *steps = &walk->by->path;
	const struct path_step *step = &steps->at[spot.step];
	bool scalar = tree_node(walk->finder->tree, spot.node)->kind == NODE_SCALAR;
	if (spot.step == steps->count && walk->by->split)
		add_split(walk, spot);
	else if (spot.step == steps->count)
		add_scalar(walk, spot);
	else if (step->kind == STEP_KEY)
		walk_key(walk, spot, step->key);
	else if (step->kind == STEP_TEXT && scalar)
		add_parts(walk, spot, step->text);
	else
		walk_items(walk, spot, step);
}

bool sites_declared(struct site_finder *finder, const struct declared *by)
{
	struct walk walk = { .finder = finder, .by = by };
	walk_from(&walk, (struct spot){ .node = finder->object->node });
	return walk.found;
}
