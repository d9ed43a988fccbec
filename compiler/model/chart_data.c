#include "model.h"
#include "shelf.h"

#include "base/message.h"

/* What a chart is read into, and what it is read from. */
struct reading {
	struct arena *owner;
	const struct shelf *shelf;
	const struct limits *limits;
	struct diags *d;
};

enum { CHARTS_DEEP = 32 };

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

/* --- files ------------------------------------------------------------------------------------ */

static const struct value *value_of(
	const struct reading *reading, const struct source *source, enum dialect dialect)
{
	const struct tree *tree = tree_read(
		reading->owner, source, dialect, *reading->limits, reading->d);
	node_id root = tree && tree->documents.count ? tree->documents.at[0].root : 0;
	return root ? tree_value(reading->owner, tree, root, *reading->limits, reading->d) : NULL;
}

static const struct value *read_map(const struct reading *reading, const char *name)
{
	const struct source *source = shelf_read(
		reading->owner, reading->shelf, bytes_of(name), reading->d);
	const struct value *value = source ? value_of(reading, source, DIALECT_HELM) : NULL;
	return value && value->kind == VALUE_MAP ? value : NULL;
}

static struct bytes text_at(const struct value *map, const char *key)
{
	const struct value *value = value_get(map, bytes_of(key));
	bool is_scalar = value && value->kind != VALUE_MAP && value->kind != VALUE_LIST &&
		value->kind != VALUE_NULL;
	return is_scalar ? value->text : (struct bytes){ 0 };
}

/* --- the schema ------------------------------------------------------------------------------- */

/* Helm takes a byte order mark off. */
static bool check_json(const struct source *source, struct diags *d)
{
	size_t mark = bytes_begins(source->text, BYTES("\xEF\xBB\xBF")) ? 3 : 0, at;
	if (json_is_well_formed(bytes_slice(source->text, mark, source->text.len), &at))
		return true;
	at += mark;
	struct span span = { source, (uint32_t)at, (uint32_t)(at + (at < source->text.len)) };
	if (at == source->text.len)
		diag_error(d, span, "schema/json", N_("the JSON ends too early"));
	else
		diag_error(d, span, "schema/json", N_("this is no JSON from here on"));
	diag_hint(d,
		N_("Helm reads the schema as JSON: keys and texts in double quotes, no "
		   "comments, no comma before a closing bracket"));
	return false;
}

static void read_schema(const struct reading *reading, struct chart_data *data)
{
	const struct source *source = shelf_read(
		reading->owner, reading->shelf, BYTES("values.schema.json"), reading->d);
	if (!source)
		return;
	data->schema_at = (struct span){ source, 0, 0 };
	if (!check_json(source, reading->d))
		return;
	data->schema = value_of(reading, source, DIALECT_STRICT);
	size_t before = reading->d->count;
	if (data->schema)
		data->rules = schema_read(
			reading->owner, data->schema, SCHEMA_OPTIONS_DEFAULT, reading->d);
	for (size_t i = before; i < reading->d->count; i++)
		if (strcmp(reading->d->at[i]->id, "schema/remote") == 0)
			data->is_remote = true;
}

/* --- dependencies ----------------------------------------------------------------------------- */

static void check_alias(
	const struct reading *reading, const struct chart_needs *needs, const struct value *item)
{
	const struct chart_need *last = &needs->at[needs->count - 1];
	const struct value *alias = value_get(item, BYTES("alias"));
	struct span at = alias ? alias->at : last->at;
	for (size_t i = 0; i < last->alias.len && alias; i++)
		if (!strchr(LETTERS, last->alias.at[i])) {
			diag_error(reading->d, at, "chart/dependency",
				N_("an alias is of letters, digits, '_' and '-'"));
			break;
		}
	for (size_t i = 0; i + 1 < needs->count; i++)
		if (bytes_equal(needs->at[i].alias, last->alias)) {
			diag_error(reading->d, at, "chart/dependency",
				N_("two dependencies have their values under '" BYTES_FMT "'"),
				BYTES_ARG(last->alias));
			diag_hint(reading->d, N_("give one of them another 'alias'"));
			diag_related(reading->d, needs->at[i].at, N_("the other one"));
			break;
		}
}

static bool is_deep(const struct reading *reading, const struct value *path)
{
	struct bytes rest = path ? path->text : BYTES(""), step;
	size_t steps = 0;
	while (bytes_cut(&rest, '.', &step))
		steps++;
	return steps > reading->limits->depth &&
		!diag_error(reading->d, path->at, "limit/depth",
			"maps and lists are nested more than %u levels deep",
			(unsigned)reading->limits->depth);
}

static const struct value *read_imports(const struct reading *reading, const struct value *item)
{
	const struct value *imports = value_get(item, BYTES("import-values"));
	if (!imports || imports->kind != VALUE_LIST)
		return NULL;
	for (size_t i = 0; i < imports->count; i++)
		if (imports->items[i]->kind == VALUE_MAP &&
			is_deep(reading, value_get(imports->items[i], BYTES("parent"))))
			return NULL;
	return imports;
}

static void read_need(
	const struct reading *reading, struct chart_data *data, const struct value *item)
{
	struct bytes name = item->kind == VALUE_MAP ? text_at(item, "name") : (struct bytes){ 0 };
	if (!name.len)
		return;
	const struct value *tags = value_get(item, BYTES("tags"));
	struct chart_need *need = array_push(reading->owner, &data->needs);
	struct bytes alias = text_at(item, "alias");
	*need = (struct chart_need){ .name = name,
		.alias = alias.len ? alias : name,
		.at = value_get(item, BYTES("name"))->at };
	need->versions = semver_constraint_parse(reading->owner, text_at(item, "version"));
	need->condition = bytes_trim(text_at(item, "condition"));
	for (size_t i = 0; tags && tags->kind == VALUE_LIST && i < tags->count; i++)
		*array_push(reading->owner, &need->tags) = tags->items[i]->text;
	need->imports = read_imports(reading, item);
	check_alias(reading, &data->needs, item);
}

/* What requirements.yaml says is said in the place of what Chart.yaml does. */
static void read_needs(const struct reading *reading, struct chart_data *data)
{
	const struct value *old = read_map(reading, "requirements.yaml");
	const struct value *list = old ? value_get(old, BYTES("dependencies")) : NULL;
	if (!list)
		list = value_get(data->chart, BYTES("dependencies"));
	if (!list || list->kind != VALUE_LIST)
		return;
	data->declares = true;
	for (size_t i = 0; i < list->count; i++)
		read_need(reading, data, list->items[i]);
}

/* --- charts ----------------------------------------------------------------------------------- */

static bool read_chart(const struct reading *reading, struct chart_data *data, unsigned depth);

static bool refuse_part(const struct reading *reading, const struct shelf *shelf)
{
	struct bytes shown = shelf->package
		? shelf->shown
		: folder_path(reading->owner, shelf->catalog->folder, shelf->path);
	diag_error(reading->d, span_of_path(reading->owner, shown), "chart/sub-chart",
		N_("this has no Chart.yaml with a name, so that Helm takes it for no chart"));
	diag_hint(
		reading->d, N_("in charts/ there are charts only; .helmignore hides what is none"));
	return false;
}

static bool read_part(const struct reading *reading, const struct shelf *shelf,
	struct chart_data *data, unsigned depth)
{
	struct reading inner = *reading;
	struct chart_data *part = arena_new_of(reading->owner, struct chart_data);
	inner.shelf = shelf;
	if (!read_chart(&inner, part, depth + 1) || !part->name.len)
		return refuse_part(reading, shelf);
	*array_push(reading->owner, &data->parts) = part;
	return true;
}

static bool is_too_deep(const struct reading *reading, const struct chart_data *data)
{
	return !diag_error(reading->d, data->at, "limit/depth",
		N_("charts are nested more than %u levels deep"), (unsigned)CHARTS_DEEP);
}

static void read_parts(const struct reading *reading, struct chart_data *data, unsigned depth)
{
	struct shelves shelves = { 0 };
	data->is_whole = shelf_parts(reading->owner, reading->shelf, &shelves, reading->d);
	if (depth == CHARTS_DEEP && shelves.count) {
		data->is_whole = !is_too_deep(reading, data);
		return;
	}
	for (size_t i = 0; i < shelves.count; i++)
		data->is_whole = read_part(reading, &shelves.at[i], data, depth) && data->is_whole;
}

static bool read_chart(const struct reading *reading, struct chart_data *data, unsigned depth)
{
	data->chart = read_map(reading, "Chart.yaml");
	data->values = read_map(reading, "values.yaml");
	read_schema(reading, data);
	if (data->chart) {
		data->at = data->chart->at;
		data->name = text_at(data->chart, "name");
		data->is_versioned = semver_parse_normalized(
			reading->owner, text_at(data->chart, "version"), &data->version);
		read_needs(reading, data);
	}
	read_parts(reading, data, depth);
	return data->chart != NULL;
}

void chart_data_read(struct arena *owner, const struct catalog *catalog, struct chart_data *data,
	struct diags *d)
{
	struct shelf shelf = shelf_new(catalog);
	struct reading reading = { owner, &shelf, &catalog->limits, d };
	*data = (struct chart_data){ .is_whole = true };
	if (catalog->chart.path.len)
		read_chart(&reading, data, 0);
}
