/* What the value of a keyword must be. */
#include "check.h"
#include "reader.h"

#include "base/message.h"
#include "base/nearest.h"

static const struct bytes type_names[] = {
	{ "array", 5 },
	{ "boolean", 7 },
	{ "integer", 7 },
	{ "null", 4 },
	{ "number", 6 },
	{ "object", 6 },
	{ "string", 6 },
};

enum { TYPE_NAMES = sizeof type_names / sizeof *type_names };

static bool is_number(const struct value *value)
{
	return value->kind == VALUE_INT || value->kind == VALUE_FLOAT;
}

static bool is_count(const struct value *value)
{
	return is_number(value) && value->number >= 0 && is_whole(value->number);
}

static bool is_schema(const struct value *value, enum schema_draft draft)
{
	return value->kind == VALUE_MAP || (value->kind == VALUE_BOOL && draft > SCHEMA_4);
}

static bool is_type(const struct value *value)
{
	for (size_t i = 0; i < TYPE_NAMES; i++)
		if (value->kind == VALUE_STRING && bytes_equal(value->text, type_names[i]))
			return true;
	return false;
}

static bool is_text(const struct value *value)
{
	return value->kind == VALUE_STRING;
}

/* --- lists and maps of them ------------------------------------------------------------------- */

/* The first item of a list that is not as it must be; NULL: all are. */
static const struct value *wrong_item(
	const struct value *list, bool (*fits)(const struct value *value))
{
	for (size_t i = 0; i < list->count; i++)
		if (!fits(list->items[i]))
			return list->items[i];
	return NULL;
}

/* The first text that is there again. */
static const struct value *repeated(struct arena *owner, const struct value *list)
{
	struct names seen = { .owner = owner };
	for (size_t i = 0; i < list->count; i++)
		if (names_set(&seen, list->items[i]->text, 1))
			return list->items[i];
	return NULL;
}

static const struct value *wrong_schema(const struct value *value, enum schema_draft draft)
{
	for (size_t i = 0; i < value->count; i++) {
		const struct value *schema = value->kind == VALUE_MAP ? value->entries[i].value
								      : value->items[i];
		if (!is_schema(schema, draft))
			return schema;
	}
	return NULL;
}

/* --- what is said ----------------------------------------------------------------------------- */

static const char *const wants[] = {
	[SHAPE_BOOL] = N_("true or false"),
	[SHAPE_TEXT] = N_("a text"),
	[SHAPE_NUMBER] = N_("a number"),
	[SHAPE_POSITIVE] = N_("a number greater than 0"),
	[SHAPE_COUNT] = N_("a whole number of at least 0"),
	[SHAPE_LIST] = N_("a list"),
	[SHAPE_TEXTS] = N_("a list of different texts"),
	[SHAPE_TYPES] = N_("a type, or a list of different types"),
	[SHAPE_TEXT_MAP] = N_("a mapping of lists of different texts"),
	[SHAPE_BOOL_MAP] = N_("a mapping of truth values"),
	[SHAPE_SCHEMA] = N_("a schema"),
	[SHAPE_SCHEMA_OR_BOOL] = N_("a schema"),
	[SHAPE_SCHEMAS] = N_("a list of at least one schema"),
	[SHAPE_SCHEMA_MAP] = N_("a mapping of schemas"),
	[SHAPE_SCHEMA_OR_SCHEMAS] = N_("a schema, or a list of schemas"),
	[SHAPE_DEPENDENCIES] = N_("a mapping of schemas or lists of different texts"),
};

/* What people write instead, mostly because another draft has it so. */
static const struct {
	const char *keyword;
	enum schema_draft first; /* of the keyword as it is since then */
	enum value_kind kind;
	const char *hint;
} habits[] = {
	{ "required", SCHEMA_4, VALUE_BOOL,
		N_("the schema around it lists the required keys: 'required: [name]'") },
	{ "exclusiveMaximum", SCHEMA_6, VALUE_BOOL, N_("since draft-06 it is the limit itself") },
	{ "exclusiveMinimum", SCHEMA_6, VALUE_BOOL, N_("since draft-06 it is the limit itself") },
	{ "items", SCHEMA_2020, VALUE_LIST,
		N_("in 2020-12 'prefixItems' has the schemas of the first items") },
};

static bool refuse(struct reader *reader, const struct keyword *keyword, const struct value *value)
{
	diag_error(reader->d, value->at, "schema/keyword", N_("'%s' must be %s"), keyword->name,
		_(wants[keyword->shape]));
	for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
		if (strcmp(habits[i].keyword, keyword->name) == 0 &&
			habits[i].kind == value->kind && habits[i].first == keyword->first)
			diag_hint(reader->d, "%s", _(habits[i].hint));
	return reader_fail(reader);
}

static bool refuse_type(
	struct reader *reader, const struct keyword *keyword, const struct value *value)
{
	if (value->kind != VALUE_STRING)
		return refuse(reader, keyword, value);
	struct bytes near = nearest(value->text, type_names, TYPE_NAMES);
	diag_error(reader->d, value->at, "schema/keyword", N_("there is no type '" BYTES_FMT "'"),
		BYTES_ARG(value->text));
	if (near.len)
		diag_hint(reader->d, N_("did you mean '" BYTES_FMT "'?"), BYTES_ARG(near));
	else
		diag_hint(reader->d,
			N_("the types are array, boolean, integer, null, number, "
			   "object and string"));
	return reader_fail(reader);
}

/* --- the check -------------------------------------------------------------------------------- */

static bool texts_fit(struct reader *reader, const struct keyword *keyword,
	const struct value *list, bool (*fits)(const struct value *value))
{
	if (list->kind != VALUE_LIST)
		return refuse(reader, keyword, list);
	const struct value *wrong = wrong_item(list, fits);
	if (wrong && keyword->shape == SHAPE_TYPES)
		return refuse_type(reader, keyword, wrong);
	wrong = wrong ? wrong : repeated(reader->owner, list);
	return !wrong || refuse(reader, keyword, wrong);
}

static bool types_fit(
	struct reader *reader, const struct keyword *keyword, const struct value *value)
{
	if (value->kind == VALUE_STRING)
		return is_type(value) || refuse_type(reader, keyword, value);
	if (value->kind == VALUE_LIST && !value->count)
		return refuse(reader, keyword, value);
	return texts_fit(reader, keyword, value, is_type);
}

/* A list of schemas, at least one; or a map of them. */
static bool schemas_fit(struct reader *reader, const struct keyword *keyword,
	enum schema_draft draft, const struct value *value)
{
	bool is_list = keyword->shape != SHAPE_SCHEMA_MAP;
	if (value->kind != (is_list ? VALUE_LIST : VALUE_MAP) || (is_list && !value->count))
		return refuse(reader, keyword, value);
	const struct value *wrong = wrong_schema(value, draft);
	return !wrong || refuse(reader, keyword, wrong);
}

/* A map whose values are lists of texts or, for `dependencies`, schemas. */
static bool map_fits(struct reader *reader, const struct keyword *keyword, enum schema_draft draft,
	const struct value *map)
{
	bool good = true;
	if (map->kind != VALUE_MAP)
		return refuse(reader, keyword, map);
	for (size_t i = 0; i < map->count; i++) {
		const struct value *value = map->entries[i].value;
		if (keyword->shape == SHAPE_BOOL_MAP)
			good &= value->kind == VALUE_BOOL || refuse(reader, keyword, value);
		else if (keyword->shape == SHAPE_TEXT_MAP || !is_schema(value, draft))
			good &= texts_fit(reader, keyword, value, is_text);
	}
	return good;
}

static bool scalar_fits(enum shape shape, const struct value *value)
{
	switch (shape) {
	case SHAPE_BOOL:
		return value->kind == VALUE_BOOL;
	case SHAPE_TEXT:
		return value->kind == VALUE_STRING;
	case SHAPE_NUMBER:
		return is_number(value);
	case SHAPE_POSITIVE:
		return is_number(value) && value->number > 0;
	case SHAPE_COUNT:
		return is_count(value);
	case SHAPE_LIST:
		return value->kind == VALUE_LIST;
	default:
		return true;
	}
}

bool shape_fits(struct reader *reader, const struct keyword *keyword, enum schema_draft draft,
	const struct value *value)
{
	switch ((enum shape)keyword->shape) {
	case SHAPE_TYPES:
		return types_fit(reader, keyword, value);
	case SHAPE_TEXTS:
		return texts_fit(reader, keyword, value, is_text);
	case SHAPE_SCHEMA:
		return is_schema(value, draft) || refuse(reader, keyword, value);
	case SHAPE_SCHEMA_OR_BOOL:
		return is_schema(value, SCHEMA_2020) || refuse(reader, keyword, value);
	case SHAPE_SCHEMA_OR_SCHEMAS:
		return is_schema(value, draft) || schemas_fit(reader, keyword, draft, value);
	case SHAPE_SCHEMAS:
	case SHAPE_SCHEMA_MAP:
		return schemas_fit(reader, keyword, draft, value);
	case SHAPE_TEXT_MAP:
	case SHAPE_BOOL_MAP:
	case SHAPE_DEPENDENCIES:
		return map_fits(reader, keyword, draft, value);
	default:
		return scalar_fits((enum shape)keyword->shape, value) ||
			refuse(reader, keyword, value);
	}
}

void shape_schemas(enum shape shape, const struct value *value,
	void (*each)(void *context, const struct value *schema), void *context)
{
	bool is_list = value->kind == VALUE_LIST, is_map = value->kind == VALUE_MAP;
	switch (shape) {
	case SHAPE_SCHEMA:
	case SHAPE_SCHEMA_OR_BOOL:
		each(context, value);
		return;
	case SHAPE_SCHEMAS:
	case SHAPE_SCHEMA_OR_SCHEMAS:
		if (!is_list && shape == SHAPE_SCHEMA_OR_SCHEMAS)
			each(context, value);
		for (size_t i = 0; is_list && i < value->count; i++)
			each(context, value->items[i]);
		return;
	case SHAPE_SCHEMA_MAP:
	case SHAPE_DEPENDENCIES:
		for (size_t i = 0; is_map && i < value->count; i++)
			each(context, value->entries[i].value);
		return;
	default:
		return;
	}
}
