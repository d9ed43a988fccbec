#include "marks.h"

#include "base/message.h"

/* A map that an object lacks, as lines behind those of its metadata. */
struct new_map {
	uint32_t at;
	struct bytes lines;
};

/*
 * Most objects have a block map of labels that takes another line. Whatever is not as plain as that
 * makes the object a value, to which all sets are added, and which edit_become() then makes it say.
 */
struct marker {
	const struct tree *tree;
	struct edits *edits;
	const struct object *object;
	struct {
		ARRAY(struct new_map);
	} maps;       /* added last: what goes into the map above one ends at the same place */
	bool refused; /* it is not as plain as that */
};

/* A set on its way to one place of an object. */
struct way {
	const struct bytes *path;
	size_t steps;
	const struct mark_set *set;
	bool create;
	struct mark_field *field;  /* that leads there, or NULL */
	const struct value **wall; /* what it met, in its value, instead of a map */
};

static struct bytes step_key(struct bytes step, bool *in_items)
{
	*in_items = bytes_ends(step, BYTES("[]"));
	return bytes_slice(step, 0, step.len - (*in_items ? 2 : 0));
}

/* A map that a way ends at. */
static void arrive(struct way way)
{
	if (way.field)
		way.field->met++;
}

static struct way way_on(struct way way)
{
	way.path++;
	way.steps--;
	return way;
}

/* --- as lines --------------------------------------------------------------------------------- */

static bool says(const struct tree *tree, node_id found, const struct value *text)
{
	const struct node *node = tree_node(tree, found);
	return node->kind == NODE_SCALAR && node->type == TYPE_STRING && !node->properties &&
		bytes_equal(tree_text(tree, found), text->text);
}

static bool is_plain_block(const struct node *node)
{
	return node->kind == NODE_MAP && node->style == STYLE_BLOCK && !node->properties;
}

/* The last value of a block map of plain pairs and, where they may be, such maps; else 0. */
static node_id last_value(const struct tree *tree, node_id map, bool of_maps)
{
	node_id last = 0;
	if (!is_plain_block(tree_node(tree, map)))
		return 0;
	for (node_id at = map + 1; at < tree_node(tree, map)->after; at++) {
		const struct node *node = tree_node(tree, at);
		if (of_maps && is_plain_block(node))
			continue;
		if (node->kind != NODE_SCALAR || node->properties || node->style > STYLE_DOUBLE)
			return 0;
		last = at;
	}
	return last;
}

/* Blanks before the first key of a block map that begins its own line; else SIZE_MAX. */
static size_t indent_of(const struct tree *tree, node_id map)
{
	struct bytes text = tree->source->text;
	size_t begin = tree_node(tree, map)->begin - tree->source->skipped, at = begin;
	while (at && text.at[at - 1] == ' ')
		at--;
	return at && text.at[at - 1] == '\n' ? begin - at : SIZE_MAX;
}

/* Where the line ends on which a node does, and with what; NULL: with a CR alone. */
struct line_end {
	size_t at;
	const char *text;
};

static struct line_end line_end(const struct tree *tree, node_id node)
{
	struct bytes text = tree->source->text;
	size_t from = tree_node(tree, node)->end - tree->source->skipped;
	size_t at = bytes_find(text, BYTES("\n"), from);
	size_t stop = bytes_find(bytes_slice(text, 0, at), BYTES("\r"), from);
	if (stop + 1 < at || (stop < at && at == text.len))
		return (struct line_end){ stop, NULL };
	return (struct line_end){ stop, stop < at ? "\r\n" : "\n" };
}

static void print_line(
	struct buf *lines, const char *line_end, size_t indent, const struct entry *pair)
{
	buf_add(lines, bytes_of(line_end));
	buf_add_times(lines, ' ', indent);
	emit_key(lines, pair->key, indent);
	buf_add_char(lines, ' ');
	emit_scalar(lines, pair->value->text, QUOTE_IF_NEEDED);
}

struct bytes marks_lines(
	struct arena *owner, const struct value *pairs, size_t indent, const char *line_end)
{
	struct buf lines = buf_new(owner);
	for (size_t i = 0; i < pairs->count; i++)
		print_line(&lines, line_end, indent, &pairs->entries[i]);
	return buf_bytes(&lines);
}

/* How many of the pairs a map has; SIZE_MAX if it says something else for one of them. */
static size_t count_said(const struct tree *tree, node_id map, const struct value *pairs)
{
	size_t count = 0;
	for (size_t i = 0; i < pairs->count; i++) {
		node_id found = tree_get(tree, map, pairs->entries[i].key);
		if (found && !says(tree, found, pairs->entries[i].value))
			return SIZE_MAX;
		count += found != 0;
	}
	return count;
}

static struct bytes lines_of(const struct marker *marker, node_id map, const struct mark_set *set,
	struct line_end end, size_t said)
{
	const struct tree *tree = marker->tree;
	size_t indent = indent_of(tree, map);
	struct buf lines = buf_new(marker->edits->owner);
	if (!said && indent == MARKS_INDENT && *end.text == '\n')
		return set->usual;
	for (size_t i = 0; i < set->pairs->count; i++)
		if (!tree_get(tree, map, set->pairs->entries[i].key))
			print_line(&lines, end.text, indent, &set->pairs->entries[i]);
	return buf_bytes(&lines);
}

static bool add_lines(struct marker *marker, node_id map, const struct mark_set *set)
{
	const struct tree *tree = marker->tree;
	node_id last = last_value(tree, map, false);
	if (!last || indent_of(tree, map) == SIZE_MAX)
		return false;
	struct line_end end = line_end(tree, last);
	size_t said = count_said(tree, map, set->pairs);
	uint32_t at = (uint32_t)(end.at + tree->source->skipped);
	if (said == SIZE_MAX || !end.text)
		return false;
	if (said < set->pairs->count)
		edits_add(marker->edits, at, at, lines_of(marker, map, set, end, said));
	return true;
}

/* The map of the pairs, behind the last key of `metadata`. */
static bool add_map(
	struct marker *marker, node_id metadata, struct bytes key, const struct mark_set *set)
{
	const struct tree *tree = marker->tree;
	node_id last = set->alone ? last_value(tree, metadata, true) : 0;
	if (!last || indent_of(tree, metadata) != MARKS_INDENT / 2 || !bytes_equal(key, set->key))
		return false;
	struct line_end end = line_end(tree, last);
	uint32_t at = (uint32_t)(end.at + tree->source->skipped);
	if (!end.text || *end.text != '\n')
		return false;
	*array_push(marker->edits->owner, &marker->maps) = (struct new_map){ at, set->whole };
	return true;
}

static bool has_all(const struct tree *tree, node_id map, const struct value *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		node_id found = tree_find(tree, map, pairs->entries[i].key);
		if (!found || !says(tree, found, pairs->entries[i].value))
			return false;
	}
	return true;
}

static bool mark(struct marker *marker, node_id map, struct way way);

static bool mark_items(struct marker *marker, node_id list, struct way way)
{
	const struct tree *tree = marker->tree;
	bool good = tree_node(tree, list)->kind == NODE_SEQ;
	for (node_id item = good ? tree_first(tree, list) : 0; item && good;
		item = tree_next(tree, item))
		good = mark(marker, item, way);
	return good;
}

/* False: it is not to be done by lines. */
static bool mark(struct marker *marker, node_id map, struct way way)
{
	const struct tree *tree = marker->tree;
	if (tree_node(tree, map)->kind != NODE_MAP)
		return false;
	if (!way.steps) {
		arrive(way);
		return has_all(tree, map, way.set->pairs) || add_lines(marker, map, way.set);
	}
	bool in_items;
	node_id found = tree_get(tree, map, step_key(way.path[0], &in_items));
	if (!found && way.create && way.steps == 1 && !in_items)
		return add_map(marker, map, way.path[0], way.set);
	if (!found)
		return !way.create;
	way = way_on(way);
	return in_items ? mark_items(marker, found, way) : mark(marker, found, way);
}

static void mark_lines(void *to, struct way way)
{
	struct marker *marker = to;
	if (!marker->refused)
		marker->refused = !mark(marker, marker->object->node, way);
}

/* --- as a value ------------------------------------------------------------------------------- */

struct marked {
	struct arena *owner;
	const struct object *object;
	const struct value *value;
	struct diags *d;
	bool refused;
};

static const struct value no_pairs = { .kind = VALUE_MAP };

static const struct value *add(struct arena *owner, const struct value *map, struct way way);

static const struct value *add_items(struct arena *owner, const struct value *list, struct way way)
{
	for (size_t i = 0; list->kind == VALUE_LIST && i < list->count; i++) {
		const struct value *item = add(owner, list->items[i], way);
		if (item != list->items[i])
			list = value_list_put(owner, list, i, item);
	}
	return list;
}

static const struct value *add_pairs(
	struct arena *owner, const struct value *map, const struct value *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		const struct value *had = value_get(map, pairs->entries[i].key);
		if (!had || !value_equal(had, pairs->entries[i].value))
			map = value_put(owner, map, &pairs->entries[i]);
	}
	return map;
}

/* A place that holds something else than a map is left as it is. */
static const struct value *add(struct arena *owner, const struct value *map, struct way way)
{
	if (map->kind != VALUE_MAP) {
		*way.wall = map;
		return map;
	}
	if (!way.steps) {
		arrive(way);
		return add_pairs(owner, map, way.set->pairs);
	}
	bool in_items;
	struct bytes key = step_key(way.path[0], &in_items);
	const struct value *had = value_get(map, key), *under = had;
	way = way_on(way);
	if ((!had || had->kind == VALUE_NULL) && (in_items || !way.create))
		return map;
	if (!had || had->kind == VALUE_NULL)
		under = &no_pairs;
	const struct value *now = in_items ? add_items(owner, under, way) : add(owner, under, way);
	struct entry entry = { key, way.set->pairs->at, now };
	return now == had ? map : value_put(owner, map, &entry);
}

static bool refuse_wall(const struct marked *marked, struct way way, const struct value *wall)
{
	struct buf whom = buf_new(marked->owner);
	object_id_print(&whom, &marked->object->id);
	return diag_refuse(marked->d, wall->at, "render/no-field",
		N_(BYTES_FMT ": the " BYTES_FMT " of 'render' need a mapping here"),
		BYTES_ARG(buf_bytes(&whom)), BYTES_ARG(way.set->key));
}

static void mark_value(void *to, struct way way)
{
	struct marked *marked = to;
	const struct value *wall = NULL;
	way.wall = &wall;
	marked->value = add(marked->owner, marked->value, way);
	if (wall && way.create)
		marked->refused = !refuse_wall(marked, way, wall);
}

/* --- the places of an object ------------------------------------------------------------------ */

typedef void mark_function(void *to, struct way way);

static void visit_path(
	mark_function *function, void *to, const struct mark_set *set, const char *path)
{
	struct bytes steps[8], rest = bytes_of(path);
	struct way way = { .path = steps, .set = set, .create = true };
	while (way.steps < 6 && bytes_cut(&rest, '.', &steps[way.steps]))
		way.steps++;
	steps[way.steps++] = BYTES("metadata");
	steps[way.steps++] = set->key;
	function(to, way);
}

/* What objects make: pods, jobs, claims. As kustomize's labels with includeTemplates. */
static const struct template_row {
	const char *kind, *path;
} template_rows[] = {
	{ "ReplicationController", "spec.template" },
	{ "Deployment", "spec.template" },
	{ "ReplicaSet", "spec.template" },
	{ "DaemonSet", "spec.template" },
	{ "StatefulSet", "spec.template" },
	{ "StatefulSet", "spec.volumeClaimTemplates[]" },
	{ "Job", "spec.template" },
	{ "CronJob", "spec.jobTemplate" },
	{ "CronJob", "spec.jobTemplate.spec.template" },
	{ "PodTemplate", "template" },
};

static void visit_templates(
	mark_function *function, void *to, const struct object *object, const struct mark_set *set)
{
	for (size_t i = 0; i < sizeof template_rows / sizeof *template_rows; i++)
		if (bytes_equal(object->id.kind, bytes_of(template_rows[i].kind)))
			visit_path(function, to, set, template_rows[i].path);
}

static bool field_takes(const struct mark_field *field, const struct object *object)
{
	struct bytes version = object->api_version;
	size_t slash = bytes_find(version, BYTES("/"), 0);
	if (slash < version.len)
		version = bytes_slice(version, slash + 1, version.len);
	return (!field->kind.len || bytes_equal(field->kind, object->id.kind)) &&
		(!field->group.len || bytes_equal(field->group, object->id.group)) &&
		(!field->version.len || bytes_equal(field->version, version));
}

static void visit_fields(
	mark_function *function, void *to, const struct object *object, struct mark_set *set)
{
	for (size_t i = 0; i < set->fields.count; i++) {
		struct mark_field *field = &set->fields.at[i];
		if (!field_takes(field, object))
			continue;
		field->objects++;
		function(to,
			(struct way){ .path = field->path.at,
				.steps = field->path.count,
				.set = set,
				.create = field->create,
				.field = field });
	}
}

static void visit_set(
	mark_function *function, void *to, const struct object *object, struct mark_set *set)
{
	struct bytes own[] = { BYTES("metadata"), set->key };
	function(to, (struct way){ .path = own, .steps = 2, .set = set, .create = true });
	if (set->templates)
		visit_templates(function, to, object, set);
	visit_fields(function, to, object, set);
}

static void visit(
	mark_function *function, void *to, const struct object *object, struct marks *marks)
{
	for (size_t i = 0; i < marks->count; i++)
		visit_set(function, to, object, &marks->at[i]);
}

bool marks_add_lines(struct marks *marks, const struct object *object, struct edits *edits)
{
	struct marker marker = { .tree = object->manifest->tree, .edits = edits, .object = object };
	size_t before = edits->count;
	visit(mark_lines, &marker, object, marks);
	if (marker.refused)
		edits->count = before;
	for (size_t i = 0; !marker.refused && i < marker.maps.count; i++)
		edits_add(
			edits, marker.maps.at[i].at, marker.maps.at[i].at, marker.maps.at[i].lines);
	return !marker.refused;
}

/* --- what selects ----------------------------------------------------------------------------- */

static const struct value *follow(const struct value *map, const char *const *path)
{
	for (; map && *path; path++)
		map = map->kind == VALUE_MAP ? value_get(map, bytes_of(*path)) : NULL;
	return map && map->kind == VALUE_MAP ? map : NULL;
}

static bool refuse_template(const struct object *object, const struct value *text,
	const struct entry *selected, struct diags *d)
{
	struct buf whom = buf_new(d->owner);
	object_id_print(&whom, &object->id);
	diag_error(d, text->at, "render/selector",
		N_(BYTES_FMT " selects its pods by '" BYTES_FMT "', so this label is not for them"),
		BYTES_ARG(buf_bytes(&whom)), BYTES_ARG(selected->key));
	diag_related(d, selected->value->at, N_("it selects '" BYTES_FMT "'"),
		BYTES_ARG(selected->value->text));
	diag_hint(d,
		N_("selectors cannot be changed in a cluster: take the label out, or leave the "
		   "templates alone"));
	return false;
}

/* Labels that a selector asks for, and that the pods had, they have still. */
static bool selector_holds(const struct value *had, const struct value *now,
	const struct object *object, struct diags *d)
{
	static const char *const map_path[] = { "spec", "selector", NULL };
	static const char *const selector_path[] = { "spec", "selector", "matchLabels", NULL };
	static const char *const labels_path[] = { "spec", "template", "metadata", "labels", NULL };
	bool is_map = bytes_is(object->id.kind, "ReplicationController");
	const struct value *selector = follow(had, is_map ? map_path : selector_path);
	const struct value *before = follow(had, labels_path), *after = follow(now, labels_path);
	bool good = true;
	for (size_t i = 0; selector && before && after && i < selector->count; i++) {
		const struct entry *selected = &selector->entries[i];
		const struct value *old = value_get(before, selected->key);
		const struct value *new = value_get(after, selected->key);
		if (old && new &&value_equal(old, selected->value) && !value_equal(old, new))
			good = refuse_template(object, new, selected, d) && good;
	}
	return good;
}

bool marks_edit(struct marks *marks, const struct object *object, struct limits limits,
	struct edits *edits, struct diags *d)
{
	if (marks_add_lines(marks, object, edits))
		return true;
	const struct tree *tree = object->manifest->tree;
	const struct value *had = tree_value(edits->owner, tree, object->node, limits, d);
	struct marked marked = { .owner = edits->owner, .object = object, .value = had, .d = d };
	if (!had)
		return false;
	visit(mark_value, &marked, object, marks);
	if (marked.refused || !selector_holds(had, marked.value, object, d))
		return false;
	return edit_become(edits, tree, object->node, had, marked.value, d);
}
